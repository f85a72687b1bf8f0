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
}
