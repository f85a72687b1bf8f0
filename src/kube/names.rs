//! The shapes of names: DNS labels and subdomains, qualified names, label values, port names, with the server's
//! messages (`apimachinery/pkg/util/validation/validation.go`).
//!
//! Every function gives the complaints about one value, in the server's order; none where it is fine.
//!
//! Must not know: fields, objects.

use super::Version;

const LABEL_1123: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN_1123: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_1035: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

fn too_long(limit: usize) -> String {
    format!("must be no more than {limit} characters")
}

/// Lower-case letters, digits and inner dashes.
fn is_label(value: &str) -> bool {
    let bytes = value.as_bytes();
    let ends = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    ends(bytes.first())
        && ends(bytes.last())
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
}

fn is_subdomain(value: &str) -> bool {
    value.split('.').all(is_label)
}

/// RFC 1123 label, at most 63 characters: port names, container names, namespaces.
pub fn dns_1123_label(value: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if value.len() > 63 {
        faults.push(too_long(63));
    }
    if !is_label(value) {
        // A name of labels and dots is told so in fewer words.
        faults.push(if is_subdomain(value) { "must not contain dots".to_owned() } else { LABEL_1123.to_owned() });
    }
    faults
}

/// RFC 1123 subdomain, at most 253 characters: names of most objects, external names.
pub fn dns_1123_subdomain(value: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if value.len() > 253 {
        faults.push(too_long(253));
    }
    if !is_subdomain(value) {
        faults.push(SUBDOMAIN_1123.to_owned());
    }
    faults
}

/// RFC 1035 label, at most 63 characters: names of Services before 1.36.
pub fn dns_1035_label(value: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if value.len() > 63 {
        faults.push(too_long(63));
    }
    if !is_label(value) || value.starts_with(|c: char| c.is_ascii_digit()) {
        faults.push(LABEL_1035.to_owned());
    }
    faults
}

/// Alphanumerics at both ends, `-_.` between.
fn is_qualified(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// `name` or `prefix/name`: keys of labels and annotations, finalizers, appProtocol, loadBalancerClass.
/// 1.36 counts bytes by name and calls it a label key.
pub fn qualified_name(value: &str, version: Version) -> Vec<String> {
    let (unit, noun) =
        if version < Version::V1_36 { ("characters", "a qualified name") } else { ("bytes", "a valid label key") };
    let mut faults = Vec::new();
    let (prefix, name) = match value.split_once('/') {
        Some((_, rest)) if rest.contains('/') => {
            return vec![format!(
                "{noun} {QUALIFIED} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )];
        }
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, value),
    };
    if let Some(prefix) = prefix {
        if prefix.is_empty() {
            faults.push("prefix part must be non-empty".to_owned());
        } else {
            if prefix.len() > 253 {
                faults.push(format!("prefix part must be no more than 253 {unit}"));
            }
            if !is_subdomain(prefix) {
                faults.push(format!("prefix part {SUBDOMAIN_1123}"));
            }
        }
    }
    if name.is_empty() {
        faults.push("name part must be non-empty".to_owned());
    } else if name.len() > 63 {
        faults.push(format!("name part must be no more than 63 {unit}"));
    }
    if !is_qualified(name) {
        faults.push(format!("name part {QUALIFIED}"));
    }
    faults
}

/// The value of a label.
pub fn label_value(value: &str, version: Version) -> Vec<String> {
    let mut faults = Vec::new();
    if value.len() > 63 {
        let in_bytes = "must be no more than 63 bytes".to_owned();
        faults.push(if version < Version::V1_36 { too_long(63) } else { in_bytes });
    }
    if !value.is_empty() && !is_qualified(value) {
        faults.push(LABEL_VALUE.to_owned());
    }
    faults
}

/// The name of a container port, or a targetPort that is a name.
pub fn port_name(value: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let bytes = value.as_bytes();
    if value.len() > 15 {
        faults.push(too_long(15));
    }
    let plain = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
    if value.is_empty() || !bytes.iter().all(plain) {
        faults.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)".to_owned());
    }
    if !bytes.iter().any(u8::is_ascii_lowercase) {
        faults.push("must contain at least one letter (a-z)".to_owned());
    }
    if value.contains("--") {
        faults.push("must not contain consecutive hyphens".to_owned());
    }
    if value.starts_with('-') || value.ends_with('-') {
        faults.push("must not begin or end with a hyphen".to_owned());
    }
    faults
}

const SUBDOMAIN_UNDERSCORE: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";

/// RFC 1123 subdomain in which underscores may stand: search domains of a resolver.
pub fn dns_1123_subdomain_with_underscore(value: &str) -> Vec<String> {
    let is_part = |part: &str| {
        let bytes = part.strip_prefix('_').unwrap_or(part).as_bytes();
        let ends = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let inner = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
        ends(bytes.first()) && ends(bytes.last()) && bytes.iter().all(inner)
    };
    let mut faults = Vec::new();
    if value.len() > 253 {
        faults.push(too_long(253));
    }
    if !value.split('.').all(is_part) {
        faults.push(SUBDOMAIN_UNDERSCORE.to_owned());
    }
    faults
}

const CONFIG_KEY: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/// A key in a ConfigMap or a Secret: the name of a file too.
pub fn config_key(value: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if value.len() > 253 {
        faults.push(too_long(253));
    }
    if value.is_empty() || !value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')) {
        faults.push(CONFIG_KEY.to_owned());
    }
    match value {
        "." | ".." => faults.push(format!("must not be '{value}'")),
        _ if value.starts_with("..") => faults.push("must not start with '..'".to_owned()),
        _ => {}
    }
    faults
}

/// What the server says against the name of an HTTP header.
pub fn http_header(value: &str) -> Option<&'static str> {
    let plain = !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (!plain).then_some("a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')")
}

/// Whether an iSCSI name has the shape of its kind (`iscsiInitiatorIqnRegex` and its like); `None` where it is of none.
pub(super) fn iscsi(name: &str) -> Option<bool> {
    let of_length = |length: usize| {
        name.chars().count() == length + 4
            && name.chars().skip(4).all(|c| c.is_ascii_alphanumeric())
            && !name.contains('\n')
    };
    match name.get(..3)? {
        "iqn" => Some(name.match_indices("iqn.").any(|(at, _)| name.get(at + 4..).is_some_and(is_iqn))),
        "eui" => Some(of_length(16)),
        "naa" => Some(of_length(32)),
        _ => None,
    }
}

/// What follows `iqn.`: a month, a domain, and behind a colon what its owner likes.
fn is_iqn(rest: &str) -> bool {
    let month = rest.get(..8).filter(|month| {
        month.bytes().enumerate().all(|(at, byte)| match at {
            4 => byte == b'-',
            7 => byte == b'.',
            _ => byte.is_ascii_digit(),
        })
    });
    let named = rest.get(8..).filter(|_| month.is_some()).and_then(|rest| rest.split_once(':'));
    named.is_some_and(|(domain, own)| {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        let barred = |c: char| matches!(c, ',' | ';' | '*' | '&' | '$' | '|') || c.is_ascii_whitespace();
        !domain.is_empty() && domain.chars().all(fits) && !own.is_empty() && !own.contains(barred)
    })
}

/// What the server says against the name of an environment variable: since 1.34 any printable ASCII but `=` (KEP-4369).
pub fn env_name(value: &str) -> Option<&'static str> {
    let plain = value.chars().all(|c| (' '..='~').contains(&c) && c != '=');
    (!plain)
        .then_some("a valid environment variable name must consist only of printable ASCII characters other than '='")
}

/// A port number.
pub fn port_number(value: i32) -> Option<&'static str> {
    (!(1..=65535).contains(&value)).then_some("must be between 1 and 65535, inclusive")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_their_limits() {
        assert!(dns_1035_label("web-1").is_empty());
        assert_eq!(dns_1035_label("1web").len(), 1);
        assert!(dns_1123_label("1web").is_empty());
        assert_eq!(dns_1123_label("a.b"), ["must not contain dots"]);
        assert!(dns_1123_label(&"a".repeat(63)).is_empty());
        assert_eq!(dns_1123_label(&"a".repeat(64)), ["must be no more than 63 characters"]);
        assert!(dns_1123_subdomain("web.local").is_empty());
        assert!(!dns_1123_subdomain("web..local").is_empty());
    }

    #[test]
    fn a_qualified_name_has_at_most_one_prefix() {
        assert!(qualified_name("app.kubernetes.io/name", Version::V1_34).is_empty());
        assert_eq!(qualified_name("", Version::V1_34).len(), 2);
        assert!(qualified_name("a/b/c", Version::V1_34).concat().starts_with("a qualified name"));
        assert!(qualified_name("a/b/c", Version::V1_36).concat().starts_with("a valid label key"));
    }

    #[test]
    fn a_port_name_has_fifteen_characters_and_a_letter() {
        assert!(port_name("http-web-1").is_empty());
        assert_eq!(port_name("80"), ["must contain at least one letter (a-z)"]);
        assert_eq!(port_name("a--b"), ["must not contain consecutive hyphens"]);
        assert_eq!(port_name("abcdefghijklmnop"), ["must be no more than 15 characters"]);
    }
}
