//! No text makes reading and judging it take more than memory in proportion to its length: whatever it is long of, four times
//! as long takes about four times as much. Counted in bytes asked for and in askings, which no clock and no other program
//! disturbs; `cargo bench --bench linear` counts the instructions for the same texts.

#[path = "support/shapes.rs"]
mod shapes;

use allocation_counter::{AllocationInfo, measure};
use kijabi::kube::{self, Version};
use shapes::SHAPES;
use std::fmt::Write as _;
use std::hint::black_box;

/// How long the shorter text is, and how many times longer the other.
const LENGTH: usize = 1_000;
const TIMES: u32 = 4;
/// Lists grow by doubling, and what is found once is found in both.
const LEEWAY: f64 = 1.15;

fn judged(text: &str) -> AllocationInfo {
    measure(|| {
        black_box(kube::check(text, Version::default()));
    })
}

#[test]
fn four_times_as_long_takes_four_times_as_much() {
    let mut excessive = String::new();
    for (name, text) in SHAPES {
        let (short, long) = (judged(&text(LENGTH)), judged(&text(LENGTH * TIMES as usize)));
        let most = f64::from(TIMES) * LEEWAY;
        let measures = [
            ("bytes in all", short.bytes_total, long.bytes_total),
            ("bytes at once", short.bytes_max, long.bytes_max),
            ("askings", short.count_total, long.count_total),
        ];
        for (measure, short, long) in measures {
            #[allow(clippy::cast_precision_loss, reason = "a ratio of counts")]
            let growth = long as f64 / short as f64;
            if growth > most {
                let _ = writeln!(excessive, "{name}: {measure} {short} → {long}, {growth:.2} times");
            }
        }
    }
    assert!(excessive.is_empty(), "{excessive}");
}
