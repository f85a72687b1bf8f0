//! IP addresses and ranges as the server reads them: leading zeros and IPv4 in IPv6 pass before 1.36
//! (KEP-4858, `apimachinery/pkg/util/validation/ip.go`).
//!
//! Must not know: fields, objects.

use super::Version;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Reads an address the old, forgiving way: `010.1.1.1` is 10.1.1.1, `::ffff:10.0.0.1` is 10.0.0.1.
pub fn parse(text: &str) -> Option<IpAddr> {
    if text.contains(':') {
        let address = text.parse::<Ipv6Addr>().ok().or_else(|| sloppy_v6(text))?;
        return Some(address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4));
    }
    sloppy_v4(text).map(IpAddr::V4)
}

/// Four decimal numbers, leading zeros allowed.
fn sloppy_v4(text: &str) -> Option<Ipv4Addr> {
    let mut octets = [0u8; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        let part = parts.next()?;
        if part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let trimmed = part.trim_start_matches('0');
        *octet = if trimmed.is_empty() { 0 } else { trimmed.parse().ok()? };
    }
    parts.next().is_none().then(|| Ipv4Addr::from(octets))
}

/// An IPv6 address with leading zeros: in its groups, or in its IPv4 tail.
fn sloppy_v6(text: &str) -> Option<Ipv6Addr> {
    let (head, tail) = text.rsplit_once(':')?;
    let shorten = |group: &str| match group.trim_start_matches('0') {
        "" if !group.is_empty() => "0".to_owned(),
        short => short.to_owned(),
    };
    let head = head.split(':').map(shorten).collect::<Vec<_>>().join(":");
    let tail = sloppy_v4(tail).map_or_else(|| shorten(tail), |tail| tail.to_string());
    format!("{head}:{tail}").parse().ok()
}

/// What the server says against `text` as an address.
pub fn complaint(text: &str, version: Version) -> Option<&'static str> {
    if parse(text).is_none() {
        return Some("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
    if version < Version::V1_36 {
        return None;
    }
    match text.parse::<IpAddr>() {
        Err(_) => Some("must not have leading 0s"),
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_some() => {
            Some("must not be an IPv4-mapped IPv6 address")
        }
        Ok(_) => None,
    }
}

/// Whether `text` is an IPv6 address that is not IPv4 in disguise.
pub fn is_v6(text: &str) -> bool {
    matches!(parse(text), Some(IpAddr::V6(_)))
}

/// Why an address cannot be an external IP (`ValidateNonSpecialIP`).
pub fn special(text: &str) -> Option<String> {
    let address = parse(text)?;
    let (link_local, link_local_multicast) = match address {
        IpAddr::V4(v4) => (v4.is_link_local(), v4.octets().starts_with(&[224, 0, 0])),
        IpAddr::V6(v6) => (v6.is_unicast_link_local(), v6.segments()[0] & 0xff0f == 0xff02),
    };
    if address.is_unspecified() {
        Some(format!("may not be unspecified ({text})"))
    } else if address.is_loopback() {
        Some("may not be in the loopback range (127.0.0.0/8, ::1/128)".to_owned())
    } else if link_local {
        Some("may not be in the link-local range (169.254.0.0/16, fe80::/10)".to_owned())
    } else if link_local_multicast {
        Some("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)".to_owned())
    } else {
        None
    }
}

/// A range as the server reads it the old, forgiving way.
pub struct ReadRange<'t> {
    text: &'t str,
    address: IpAddr,
    /// Whether the address is IPv4 written as IPv6: its bits then count from those of IPv6.
    mapped: bool,
    bits: u32,
}

/// Reads `10.0.0.0/8`; `None` where it is no range.
pub fn read_range(text: &str) -> Option<ReadRange<'_>> {
    let (address, bits) = text.split_once('/')?;
    let digits = !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit());
    let parsed = parse(address).filter(|_| digits)?;
    let mapped = parsed.is_ipv4() && address.contains(':');
    // However many zeros lead.
    let bits = bits.parse::<u32>().ok()?;
    let range = ReadRange { text, address: parsed, mapped, bits };
    (bits <= range.width()).then_some(range)
}

impl ReadRange<'_> {
    /// How many bits an address of its kind has.
    fn width(&self) -> u32 {
        if self.address.is_ipv4() && !self.mapped { 32 } else { 128 }
    }

    /// The bits that count among those of its address.
    fn kept(&self) -> u32 {
        if self.mapped { self.bits.saturating_sub(96) } else { self.bits }
    }

    /// Whether bits are set behind the prefix.
    pub fn has_host_bits(&self) -> bool {
        masked(self.address, self.kept()) != self.address
    }

    /// Whether a reader that forgives nothing takes it.
    pub fn is_standard(&self) -> bool {
        let Some((address, bits)) = self.text.split_once('/') else { return false };
        !self.mapped && address.parse::<IpAddr>().is_ok() && !(bits.len() > 1 && bits.starts_with('0'))
    }

    /// The range written as it should be: no bits behind the prefix.
    pub fn network(&self) -> String {
        format!("{}/{}", masked(self.address, self.kept()), self.kept())
    }

    /// The range that holds its address alone.
    pub fn single(&self) -> String {
        format!("{}/{}", self.address, self.width())
    }
}

/// What the server says against `text` as a range such as `10.0.0.0/8`.
pub fn range_complaint(text: &str, version: Version) -> Option<String> {
    let Some(range) = read_range(text) else {
        return Some("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)".to_owned());
    };
    if version < Version::V1_36 {
        return None;
    }
    if range.mapped {
        return Some("must not have an IPv4-mapped IPv6 address".to_owned());
    }
    if !range.is_standard() {
        return Some("must not have leading 0s in IP or prefix length".to_owned());
    }
    range.has_host_bits().then(|| "must not have bits set beyond the prefix length".to_owned())
}

/// The address with all but its first `bits` bits cleared.
fn masked(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32u32.saturating_sub(bits)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from(u32::from(v4) & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128u32.saturating_sub(bits)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from(u128::from(v6) & mask))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_spellings_pass_until_1_36() {
        assert_eq!(complaint("010.1.1.1", Version::V1_34), None);
        assert_eq!(complaint("010.1.1.1", Version::V1_36), Some("must not have leading 0s"));
        assert!(complaint("::ffff:10.96.0.5", Version::V1_34).is_none());
        assert!(complaint("::ffff:10.96.0.5", Version::V1_36).is_some());
        for zeros in ["fe80::0000001", "00001:2:3:4:5:6:7:8", "2001:0000db8::1"] {
            assert_eq!(complaint(zeros, Version::V1_34), None, "{zeros}");
            assert_eq!(complaint(zeros, Version::V1_36), Some("must not have leading 0s"), "{zeros}");
        }
        assert!(complaint("fe80::10000", Version::V1_34).is_some());
        assert!(complaint("10.96.0.50/32", Version::V1_34).is_some());
        assert!(complaint("10.96.0.256", Version::V1_34).is_some());
    }

    #[test]
    fn ranges() {
        assert!(range_complaint("10.0.0.0/8", Version::V1_36).is_none());
        assert!(range_complaint("10.0.0.1/8", Version::V1_34).is_none());
        assert!(range_complaint("10.0.0.1/8", Version::V1_36).is_some());
        assert!(range_complaint("10.0.0.0/33", Version::V1_34).is_some());
        assert!(range_complaint("10.0.0.0/0000008", Version::V1_34).is_none());
        assert!(range_complaint("10.0.0.0/0000008", Version::V1_36).is_some());
        assert!(range_complaint("10.0.0.0", Version::V1_34).is_some());
    }
}
