//! Times and durations as Kubernetes' tools print and read them: `5m`, `2d3h`, RFC 1123, Go's `1m30s`.
//!
//! Must not know: what happened then, the clock.

use crate::console::time::{Seconds, civil_from_days, parse_time};

/// As `describe` prints times: `Fri, 20 Nov 2026 08:00:00 +0000` (Go's RFC1123Z, in UTC).
#[must_use]
pub fn rfc1123(time: Seconds) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (days, of_day) = (time.div_euclid(86_400), time.rem_euclid(86_400));
    let (year, month, day) = civil_from_days(days);
    let name =
        |names: &[&'static str], at: i64| usize::try_from(at).ok().and_then(|at| names.get(at).copied()).unwrap_or("");
    format!(
        "{}, {day:02} {} {year:04} {:02}:{:02}:{:02} +0000",
        name(&DAYS, days.rem_euclid(7)),
        name(&MONTHS, month - 1),
        of_day / 3600,
        of_day / 60 % 60,
        of_day % 60
    )
}

/// A time of an object as `describe` prints it; what is no time is printed as it stands.
#[must_use]
pub fn rfc1123_of(text: &str) -> String {
    parse_time(text).map_or_else(|| text.to_owned(), rfc1123)
}

/// How long ago, as a table says it: the AGE column. A missing time is `<unknown>`.
#[must_use]
pub fn since(time: Option<&str>, now: Seconds) -> String {
    time.and_then(parse_time).map_or_else(|| "<unknown>".to_owned(), |time| human(now - time))
}

/// A duration in the one or two units that matter (apimachinery's `duration.HumanDuration`).
#[must_use]
pub fn human(seconds: i64) -> String {
    let minutes = seconds / 60;
    let hours = seconds / 3600;
    let days = hours / 24;
    match seconds {
        // A clock that is a little off is no reason to complain.
        ..-1 => "<invalid>".to_owned(),
        -1 => "0s".to_owned(),
        0..120 => format!("{seconds}s"),
        _ if minutes < 10 => two(minutes, "m", seconds % 60, "s"),
        _ if minutes < 180 => format!("{minutes}m"),
        _ if hours < 8 => two(hours, "h", minutes % 60, "m"),
        _ if hours < 48 => format!("{hours}h"),
        _ if hours < 192 => two(days, "d", hours % 24, "h"),
        _ if days < 730 => format!("{days}d"),
        _ if days < 2920 => two(days / 365, "y", days % 365, "d"),
        _ => format!("{}y", days / 365),
    }
}

/// Two units, the smaller left out where it is nothing.
fn two(large: i64, large_unit: &str, small: i64, small_unit: &str) -> String {
    if small == 0 { format!("{large}{large_unit}") } else { format!("{large}{large_unit}{small}{small_unit}") }
}

/// Go's `time.ParseDuration`, in nanoseconds; the error is Go's.
pub fn parse_duration(text: &str) -> Result<i64, String> {
    let quoted = crate::kube::quote::quote(text);
    let invalid = || format!("time: invalid duration {quoted}");
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total: f64 = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let (number, after) = (rest.get(..digits).unwrap_or(""), rest.get(digits..).unwrap_or(""));
        let value: f64 = number.parse().map_err(|_| invalid())?;
        let unit_end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let unit = after.get(..unit_end).unwrap_or("");
        let scale = match unit {
            "ns" => 1.0,
            "us" | "µs" | "μs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "m" => 60e9,
            "h" => 3600e9,
            "" => return Err(format!("time: missing unit in duration {quoted}")),
            _ => return Err(format!("time: unknown unit {} in duration {quoted}", crate::kube::quote::quote(unit))),
        };
        total += value * scale;
        rest = after.get(unit_end..).unwrap_or("");
    }
    if total > 9.2e18 {
        return Err(invalid());
    }
    #[allow(clippy::cast_possible_truncation, reason = "bounded above")]
    let total = total as i64;
    Ok(if negative { -total } else { total })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_name_the_units_that_matter() {
        for (seconds, expected) in [
            (-30, "<invalid>"),
            (0, "0s"),
            (119, "119s"),
            (120, "2m"),
            (125, "2m5s"),
            (600, "10m"),
            (179 * 60, "179m"),
            (3 * 3600, "3h"),
            (3 * 3600 + 300, "3h5m"),
            (8 * 3600 + 60, "8h"),
            (47 * 3600, "47h"),
            (49 * 3600, "2d1h"),
            (8 * 86_400, "8d"),
            (729 * 86_400, "729d"),
            (731 * 86_400, "2y1d"),
            (3000 * 86_400, "8y"),
        ] {
            assert_eq!(human(seconds), expected);
        }
    }

    #[test]
    fn times_are_read_and_written() {
        let time = parse_time("2026-11-20T08:00:00Z").unwrap();
        assert_eq!(rfc1123(time), "Fri, 20 Nov 2026 08:00:00 +0000");
        assert_eq!(parse_time("2026-11-20T17:00:00.5+09:00"), Some(time));
        assert_eq!(rfc1123(0), "Thu, 01 Jan 1970 00:00:00 +0000");
        assert_eq!(parse_time("yesterday"), None);
        assert_eq!(parse_duration("1m30s"), Ok(90_000_000_000));
        assert_eq!(parse_duration("5"), Err("time: missing unit in duration \"5\"".to_owned()));
        assert_eq!(parse_duration("soon"), Err("time: invalid duration \"soon\"".to_owned()));
    }
}
