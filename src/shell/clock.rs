//! The clock, read as a day of the learner's time zone; the only place that asks what time it is.
//!
//! A learner's day begins at a stated hour, 04:00 unless [`DAY_START`] says otherwise: whoever studies past midnight is still on
//! the same day, and what is due tomorrow is not due at one o'clock at night.
//!
//! Must not know: what a day is for.

use crate::study::Day;

/// The variable that says at which hour a learner's day begins: 0 to 23.
pub const DAY_START: &str = "KIJABI_DAY_START";

/// The hour at which a day begins where nothing is said.
const DEFAULT_START: i8 = 4;

/// Today.
#[must_use]
pub fn today() -> Day {
    let said = std::env::var(DAY_START).ok();
    day_at(jiff::Zoned::now().datetime(), start_hour(said.as_deref()))
}

/// The hour that is said; the usual one where it is no hour.
fn start_hour(said: Option<&str>) -> i8 {
    said.and_then(|said| said.trim().parse().ok()).filter(|hour| (0..24).contains(hour)).unwrap_or(DEFAULT_START)
}

/// The learner's day at a moment on the wall clock, where a day begins at `start` o'clock.
fn day_at(now: jiff::civil::DateTime, start: i8) -> Day {
    let date = if now.hour() < start { now.date().yesterday().unwrap_or(now.date()) } else { now.date() };
    let days = jiff::civil::date(1970, 1, 1).duration_until(date).as_hours() / 24;
    Day(i32::try_from(days).unwrap_or(0))
}

/// Today as `2026-11-23`, for the names of files.
#[must_use]
pub fn today_text() -> String {
    jiff::Zoned::now().date().to_string()
}

/// Date and time as `2026-11-23-142501`, for the names of files that may be written several times a day.
#[must_use]
pub fn stamp() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%d-%H%M%S").to_string()
}

/// Date and time to the second, for the log.
#[must_use]
pub fn now_text() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Now, in seconds since 1970-01-01 UTC.
#[must_use]
pub fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// A moment as `2026-11-23 18:04` of the local calendar; empty where there is no such moment.
#[must_use]
pub fn moment_text(second: i64) -> String {
    let moment = jiff::Timestamp::from_second(second).map(|it| it.to_zoned(jiff::tz::TimeZone::system()));
    moment.map_or_else(|_| String::new(), |it| it.strftime("%Y-%m-%d %H:%M").to_string())
}

/// A moment as `11-23 18:04` of the local calendar, where the year goes without saying; empty where there is no such moment.
#[must_use]
pub fn short_text(second: i64) -> String {
    moment_text(second).split_once('-').map_or_else(String::new, |(_, rest)| rest.to_owned())
}

/// The zone of the local calendar as a reader knows it: `Asia/Seoul(+09:00)`, `+09:00` where it has no name. A zone that is
/// asked for (`TZ`) and not known is UTC, and that is said.
#[must_use]
pub fn zone_text() -> String {
    let now = jiff::Timestamp::now();
    match jiff::tz::TimeZone::try_system() {
        Ok(zone) => zone_name(&zone, now),
        Err(error) => {
            log::warn!("time zone: {error}");
            "UTC(이 컴퓨터의 시간대를 알 수 없음)".to_owned()
        }
    }
}

fn zone_name(zone: &jiff::tz::TimeZone, at: jiff::Timestamp) -> String {
    let offset = zone.to_offset(at).seconds();
    let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
    let offset = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
    match zone.iana_name() {
        Some("UTC" | "Etc/UTC" | "Etc/Unknown") => "UTC".to_owned(),
        Some(name) => format!("{name}({offset})"),
        None => offset,
    }
}

/// Reads a moment as people write deadlines: `2026-11-30`, which lasts to its end, `2026-11-30 18:00`; without an offset
/// (`+09:00`, `Z`) behind it, it is of the local calendar ([`zone_text`]). Seconds since 1970.
#[must_use]
pub fn parse_moment(text: &str) -> Option<i64> {
    let text = text.trim();
    // The standard leaves no blank before an offset; people do.
    let exact = text.replace(" +", "+").replace(" -", "-").replace(" Z", "Z");
    if let Ok(exact) = exact.parse::<jiff::Timestamp>() {
        return Some(exact.as_second());
    }
    // Spreadsheets write 2026/11/30 and 2026. 11. 30.
    let plain = text.trim_end_matches('.').replace(". ", "-").replace(['/', '.'], "-");
    let local = |moment: jiff::civil::DateTime| {
        moment.to_zoned(jiff::tz::TimeZone::system()).ok().map(|it| it.timestamp().as_second())
    };
    for form in ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"] {
        if let Ok(moment) = jiff::civil::DateTime::strptime(form, &plain) {
            return local(moment);
        }
    }
    let date = jiff::civil::Date::strptime("%Y-%m-%d", &plain).ok()?;
    local(date.at(23, 59, 59, 0))
}

/// A day as `2026-11-23`.
#[must_use]
pub fn day_text(day: Day) -> String {
    let span = jiff::Span::new().try_days(day.0);
    let date = span.and_then(|span| jiff::civil::date(1970, 1, 1).checked_add(span));
    date.map_or_else(|_| String::new(), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_its_date() {
        assert_eq!(day_text(Day(0)), "1970-01-01");
        assert_eq!(day_text(Day(20_780)), "2026-11-23");
    }

    #[test]
    fn a_day_begins_at_its_hour() {
        let at = |hour, minute| jiff::civil::date(2026, 11, 24).at(hour, minute, 0, 0);
        let day = |hour, minute, said| day_text(day_at(at(hour, minute), start_hour(said)));
        assert_eq!(day(3, 59, None), "2026-11-23");
        assert_eq!(day(4, 0, None), "2026-11-24");
        assert_eq!(day(0, 0, Some("0")), "2026-11-24");
        assert_eq!(day(5, 59, Some("6")), "2026-11-23");
        assert_eq!(day(4, 0, Some("스물넷")), "2026-11-24", "what is no hour changes nothing");
    }

    #[test]
    fn a_zone_is_known_by_its_name_or_its_offset() {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let posix = jiff::tz::TimeZone::posix("KST-9").unwrap();
        assert_eq!(zone_name(&posix, at), "+09:00");
        assert_eq!(zone_name(&jiff::tz::TimeZone::UTC, at), "UTC");
        // Where the system has its zones (every system but a bare container).
        if let Ok(seoul) = jiff::tz::TimeZone::get("Asia/Seoul") {
            assert_eq!(zone_name(&seoul, at), "Asia/Seoul(+09:00)");
        } else {
            assert!(!std::path::Path::new("/usr/share/zoneinfo/Asia/Seoul").exists());
        }
    }

    #[test]
    fn a_deadline_is_read_as_people_and_spreadsheets_write_it() {
        let end = parse_moment("2026-11-30").unwrap();
        for same in ["2026/11/30", "2026. 11. 30.", "2026.11.30", " 2026-11-30 23:59:59", "2026-11-30T23:59:59"] {
            assert_eq!(parse_moment(same), Some(end), "{same}");
        }
        for exact in
            ["1970-01-01T09:00:00+09:00", "1970-01-01 09:00+09:00", "1970-01-01 09:00 +09:00", "1970-01-01 00:00Z"]
        {
            assert_eq!(parse_moment(exact), Some(0), "{exact}");
        }
        assert_eq!((moment_text(end), short_text(end)), ("2026-11-30 23:59".into(), "11-30 23:59".into()));
        assert_eq!(short_text(i64::MAX), "");
        for bad in ["", "내일", "2026-13-01", "18:00", "2026-11-30 25:00"] {
            assert_eq!(parse_moment(bad), None, "{bad}");
        }
    }
}
