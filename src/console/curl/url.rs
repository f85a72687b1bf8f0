//! Addresses as `curl` reads them.
//!
//! Must not know: options.

/// An address in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Url {
    /// `http` or `https`.
    pub(super) scheme: String,
    /// A name, or an address (IPv6 without brackets).
    pub(super) host: String,
    /// The port, the scheme's own where none was written.
    pub(super) port: u16,
    /// Whether the port was written.
    pub(super) port_given: bool,
    /// The path with the query.
    pub(super) path: String,
}

/// Why a text is no address: status and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// curl's own number.
    pub(super) code: u8,
    /// What it says.
    pub(super) message: String,
}

impl Url {
    /// Reads `text`.
    pub(super) fn parse(text: &str) -> Result<Self, Malformed> {
        let bad = || Malformed { code: 3, message: "URL using bad/illegal format or missing URL".to_owned() };
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) => {
                (scheme.to_ascii_lowercase(), rest)
            }
            _ => ("http".to_owned(), text),
        };
        if !matches!(scheme.as_str(), "http" | "https" | "telnet") {
            let message = format!("Protocol \"{scheme}\" not supported or disabled in libcurl");
            return Err(Malformed { code: 1, message });
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(bad());
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at_checked(end).ok_or_else(bad)?;
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = match authority.strip_prefix('[') {
            Some(inside) => {
                let (host, after) = inside.split_once(']').ok_or_else(bad)?;
                host.parse::<std::net::Ipv6Addr>().map_err(|_| bad())?;
                (host, after.strip_prefix(':').map(Some).or(after.is_empty().then_some(None)).ok_or_else(bad)?)
            }
            None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        let own = match scheme.as_str() {
            "https" => 443,
            "telnet" => 23,
            _ => 80,
        };
        let port = port.filter(|port| !port.is_empty());
        let number = port.map_or(Ok(own), |port| port.parse::<u16>().map_err(|_| bad()))?;
        if host.is_empty() || host.contains(['<', '>', '"', '\\', '^', '`', '{', '}', '|']) {
            return Err(bad());
        }
        let tail = tail.split('#').next().unwrap_or("");
        let path = if tail.starts_with('/') { tail.to_owned() } else { format!("/{tail}") };
        Ok(Self { scheme, host: host.to_owned(), port: number, port_given: port.is_some(), path })
    }

    /// What the header `Host` says.
    pub(super) fn host_field(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let own = if self.scheme == "https" { 443 } else { 80 };
        if self.port == own { host } else { format!("{host}:{}", self.port) }
    }

    /// The address as curl understood it.
    pub(super) fn effective(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let port = if self.port_given { format!(":{}", self.port) } else { String::new() };
        format!("{}://{host}{port}{}", self.scheme, self.path)
    }
}

/// The addresses that `{a,b}` and `[1-3]` stand for.
pub(super) fn expanded(text: &str) -> Vec<String> {
    let Some((start, end, items)) = first_glob(text) else { return vec![text.to_owned()] };
    let (before, after) = (text.get(..start).unwrap_or(""), text.get(end..).unwrap_or(""));
    let tails = expanded(after);
    items
        .iter()
        .flat_map(|item| tails.iter().map(move |tail| format!("{before}{item}{tail}")))
        .take(super::MAX_URLS)
        .collect()
}

fn first_glob(text: &str) -> Option<(usize, usize, Vec<String>)> {
    for (start, c) in text.char_indices().filter(|(_, c)| matches!(c, '[' | '{')) {
        let close = if c == '{' { '}' } else { ']' };
        let rest = text.get(start + 1..)?;
        let Some(length) = rest.find(close) else { continue };
        let (inside, end) = (rest.get(..length)?, start + length + 2);
        let items = if c == '{' {
            Some(inside.split(',').map(str::to_owned).collect())
        } else {
            inside.split_once('-').and_then(|(first, last)| range(first, last))
        };
        if let Some(items) = items {
            return Some((start, end, items));
        }
    }
    None
}

fn range(first: &str, last: &str) -> Option<Vec<String>> {
    let width = if first.starts_with('0') { first.len() } else { 0 };
    let (from, to): (u32, u32) = (first.parse().ok()?, last.split(':').next()?.parse().ok()?);
    (from <= to && to - from < 1_000).then(|| (from..=to).map(|number| format!("{number:0width$}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_curl_reads_them() {
        for (text, expected) in [
            ("web", "http://web/"),
            ("http://web:8080", "http://web:8080/"),
            ("https://web/a?b=c#d", "https://web/a?b=c"),
            ("user:secret@web:80/x", "http://web:80/x"),
            ("http://[::1]:30080", "http://[::1]:30080/"),
            ("web?x=1", "http://web/?x=1"),
        ] {
            assert_eq!(Url::parse(text).map(|url| url.effective()).as_deref(), Ok(expected), "{text}");
        }
        for (text, code) in
            [("http://", 3), ("http://web:99999", 3), ("http://web:abc", 3), ("http://a b", 3), ("htp://web", 1)]
        {
            assert_eq!(Url::parse(text).map_err(|fault| fault.code), Err(code), "{text}");
        }
    }

    #[test]
    fn braces_and_brackets_stand_for_several() {
        assert_eq!(
            expanded("http://{a,b}:300[80-81]/"),
            ["http://a:30080/", "http://a:30081/", "http://b:30080/", "http://b:30081/"]
        );
        assert_eq!(expanded("http://[::1]:80/"), ["http://[::1]:80/"]);
    }
}
