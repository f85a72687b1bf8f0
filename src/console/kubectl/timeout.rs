//! `--request-timeout`.
//!
//! Must not know: what is waited for.

use crate::console::print::age::parse_duration;

/// kubectl's complaint about a timeout that is none.
const WRONG: &str = "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a \
                     corresponding time unit (e.g. 1s | 2m | 3h)";

/// Whether it is a timeout; the error is kubectl's.
pub(super) fn check(text: &str) -> Result<(), String> {
    nanoseconds(text).map(|_| ()).ok_or_else(|| WRONG.to_owned())
}

/// Whether it never ends.
pub(super) fn is_endless(text: &str) -> bool {
    nanoseconds(text) == Some(0)
}

/// Seconds, or a Go duration.
fn nanoseconds(text: &str) -> Option<i64> {
    match text.parse::<i64>() {
        Ok(seconds) => seconds.checked_mul(1_000_000_000),
        Err(_) => parse_duration(text).ok(),
    }
}
