//! The progress meter.
//!
//! Must not know: whether it is shown.

/// Its two lines of headings, and the empty line it begins with.
pub(super) const BEGIN: &str = "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0";

/// The line it ends with where nothing came, after `seconds` of waiting.
pub(super) fn nothing(seconds: u64) -> String {
    let spent = if seconds == 0 {
        "--:--:--".to_owned()
    } else {
        format!("{:2}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    };
    format!("\r  0     0    0     0    0     0      0      0 --:--:-- {spent} --:--:--     0\n")
}

/// The line it ends with where `total` bytes were announced and nothing taken: `-I`, or `-f` and an error.
pub(super) fn untaken(total: usize) -> String {
    format!("\r  0 {total:>5}    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\n")
}

/// The line it ends with after `total` bytes. A transfer takes a thousandth of a second here.
pub(super) fn whole(total: usize) -> String {
    let speed = amount(total.saturating_mul(1000));
    format!("\r100 {0}  100 {0}    0     0  {speed}      0 --:--:-- --:--:-- --:--:-- {speed}\n", amount(total))
}

/// Five cells for a number of bytes (`max5data` in curl's tool).
fn amount(bytes: usize) -> String {
    match bytes {
        0..100_000 => format!("{bytes:>5}"),
        100_000..10_240_000 => format!("{:>4}k", bytes / 1024),
        _ => format!("{:>4}M", bytes / 1024 / 1024),
    }
}
