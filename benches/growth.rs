//! How one keystroke's whole work grows with the text: edit, parse, verdict, grade, simulate, lay out, draw.
//!
//! `cargo bench --bench growth` counts, for manifests of seven shapes, the instructions that a key costs in 30 lines and in
//! 10,000, at the top, in the middle and at the end, and prints how many times more the long one takes; beside it the same
//! of reading the text anew with serde_yaml, which is the floor of a program that keeps nothing. Instructions are counted by
//! valgrind, so that the figures are the same on a busy machine; without it, or with `--wall`, they are microseconds,
//! medians of rounds in turn. Words after `--` choose rows: `-- Ports Top`. Goal: at most 8 times.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::string_slice,
    reason = "a program for the command line: it starts itself under a profiler, and its figures are its result"
)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/manifests.rs"]
mod manifests;

use desk::Desk;
use manifests::{Place, Shape, Touch, cut};
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

const SHORT: usize = 30;
const LONG: usize = 10_000;
/// Pairs of keys before counting begins: what grows to its size once is not a key's cost.
const WARM: usize = 3;
/// Pairs of keys counted.
const KEYS: usize = 8;
/// Rounds of which the median is told, where the clock has to do.
const ROUNDS: usize = 15;

/// A row of the table.
#[derive(Clone, Copy)]
struct Row {
    shape: Shape,
    place: Place,
    touch: Touch,
}

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, what, shape, place, touch, lines] = given.as_slice()
        && flag == "--one"
    {
        return one(what, shape, place, touch, lines.parse().expect("a number of lines"));
    }
    let wall = given.iter().any(|it| it == "--wall") || Command::new("valgrind").arg("--version").output().is_err();
    // `cargo test --benches` runs it too: a row by the clock is enough there.
    let bench = given.iter().any(|it| it == "--bench");
    let words: Vec<&String> = given.iter().filter(|it| !it.starts_with("--")).collect();
    let all = rows();
    let chosen = all.iter().filter(|row| words.iter().all(|word| row.name().split(' ').any(|it| it == *word)));
    let unit = if wall { "µs" } else { "thousand instructions" };
    println!("{:<24} {SHORT} lines  {LONG} lines  growth   ({unit} a key)", "");
    let mut worst = (0.0, String::new());
    for row in chosen.take(if bench { usize::MAX } else { 1 }) {
        let (short, long) = if wall { row.by_clock() } else { (row.counted("key", SHORT), row.counted("key", LONG)) };
        let growth = long / short;
        println!("{:<24} {short:>8.0}  {long:>11.0}  {growth:>5.1}×", row.name());
        if growth > worst.0 {
            worst = (growth, row.name());
        }
    }
    println!("worst: {:.1}× ({})", worst.0, worst.1);
    if !wall && bench {
        let row = Row { shape: Shape::Services, place: Place::Top, touch: Touch::Name };
        let (short, long) = (row.counted("floor", SHORT), row.counted("floor", LONG));
        println!("{:<24} {short:>8.0}  {long:>11.0}  {:>5.1}×", "serde_yaml, once", long / short);
    }
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for shape in Shape::ALL {
        for touch in [Touch::Name, Touch::Breaks] {
            rows.extend([Place::Top, Place::Middle, Place::End].map(|place| Row { shape, place, touch }));
        }
    }
    rows
}

impl Row {
    fn name(self) -> String {
        format!("{:?} {:?} {:?}", self.shape, self.place, self.touch)
    }

    fn desk(self, lines: usize) -> Desk {
        let text = self.shape.lines(lines);
        let (before, after) = cut(&text, self.place, self.touch);
        Desk::with(before, after)
    }

    /// Thousands of instructions of a key, as valgrind counts them in a run of its own.
    fn counted(self, what: &str, lines: usize) -> f64 {
        let own = std::env::current_exe().expect("our own program");
        let mut run = Command::new("valgrind");
        run.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        run.args(["--collect-atstart=no", "--toggle-collect=*measured*"]).arg(own);
        run.args(["--one", what]).args(self.name().split(' ')).arg(lines.to_string());
        let told = String::from_utf8_lossy(&run.output().expect("valgrind runs").stderr).into_owned();
        let count = told.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse::<f64>().ok());
        count.unwrap_or_else(|| panic!("valgrind counted nothing:\n{told}")) / (2 * KEYS) as f64 / 1e3
    }

    /// Microseconds of a key in a short and a long text, in turn.
    fn by_clock(self) -> (f64, f64) {
        let mut desks = [SHORT, LONG].map(|lines| (self.desk(lines), Vec::new()));
        for _ in 0..ROUNDS {
            for (desk, times) in &mut desks {
                let before = Instant::now();
                measured(desk);
                times.push(before.elapsed().as_secs_f64() * 1e6 / (2 * KEYS) as f64);
            }
        }
        let [short, long] = desks.map(|(_, mut times)| {
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        });
        (short, long)
    }
}

/// The work of one run under the profiler.
fn one(what: &str, shape: &str, place: &str, touch: &str, lines: usize) {
    let name = format!("{shape} {place} {touch}");
    let row = rows().into_iter().find(|row| row.name() == name).expect("a row");
    if what == "floor" {
        return measured_floor(&row.shape.lines(lines));
    }
    let mut desk = row.desk(lines);
    (0..WARM).for_each(|_| desk.type_and_take_back());
    measured(&mut desk);
}

#[inline(never)]
fn measured(desk: &mut Desk) {
    for _ in 0..KEYS {
        desk.type_and_take_back();
    }
}

#[inline(never)]
fn measured_floor(text: &str) {
    for _ in 0..2 * KEYS {
        for document in serde_yaml::Deserializer::from_str(black_box(text)) {
            let _ = black_box(<serde_yaml::Value as serde::Deserialize>::deserialize(document));
        }
    }
}
