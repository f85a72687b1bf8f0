//! The clock, read as a calendar day of the learner's time zone; the only place that asks what time it is.
//!
//! Must not know: what a day is for.

use crate::study::Day;

/// Today.
#[must_use]
pub fn today() -> Day {
    let date = jiff::Zoned::now().date();
    let days = jiff::civil::date(1970, 1, 1).duration_until(date).as_hours() / 24;
    Day(i32::try_from(days).unwrap_or(0))
}

/// Today as `2026-11-23`, for the names of files.
#[must_use]
pub fn today_text() -> String {
    jiff::Zoned::now().date().to_string()
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

/// Reads a moment as people write deadlines: `2026-11-30`, which lasts to its end, `2026-11-30 18:00`, `2026-11-30T18:00:00+09:00`;
/// without an offset it is of the local calendar. Seconds since 1970.
#[must_use]
pub fn parse_moment(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(exact) = text.parse::<jiff::Timestamp>() {
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
        assert_eq!(day_text(today()), today_text());
    }

    #[test]
    fn a_deadline_is_read_as_people_and_spreadsheets_write_it() {
        let end = parse_moment("2026-11-30").unwrap();
        for same in ["2026/11/30", "2026. 11. 30.", "2026.11.30", " 2026-11-30 23:59:59", "2026-11-30T23:59:59"] {
            assert_eq!(parse_moment(same), Some(end), "{same}");
        }
        assert_eq!(parse_moment("1970-01-01T09:00:00+09:00"), Some(0));
        assert_eq!(moment_text(end), "2026-11-30 23:59");
        for bad in ["", "내일", "2026-13-01", "18:00", "2026-11-30 25:00"] {
            assert_eq!(parse_moment(bad), None, "{bad}");
        }
    }
}
