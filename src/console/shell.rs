//! The command language as a learner types it.
//!
//! Must not know: what programs do.

use super::{Console, Output, program};

/// Runs a script, the commands one after another.
pub(super) fn run(console: &mut Console, text: &str) -> Output {
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let Some((name, args)) = words.split_first() else { return Output::default() };
    let place = console.place().clone();
    let output = match program::find(console, name) {
        Some(run) => run(console, &program::Call { name, args, stdin: "", to_screen: true }),
        None => Output::fail(127, format!("bash: {name}: command not found\n")),
    };
    console.note(place, &words, &output);
    output
}
