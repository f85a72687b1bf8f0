//! `cargo run --example class -- FOLDER STUDENTS` makes a class of that many students, ten answers each, one in twenty
//! hostile, for measuring `kijabi grade --submissions FOLDER` and for looking at its reports.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a tool of the tests")]

#[path = "../tests/support/class.rs"]
mod class;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("FOLDER");
    let students = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(500);
    let class = class::make(std::path::Path::new(&folder), students);
    assert_eq!(class.fates.len(), students * class::EXERCISES.len());
}
