//! `awk`, as it is used behind a pipe: patterns, `print` and `printf` of fields, `NR`, `NF`, `-F`, `-v`, sums in `END`.
//!
//! Must not know: where its input comes from.

use super::{Call, Console, Flags, inputs};
use crate::console::Output;

mod run;
mod tree;

/// Runs it.
pub(in crate::console) fn awk(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "", "Fvf", &[]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut operands = flags.rest.clone();
    if operands.is_empty() {
        return Output::fail(2, "usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]\n");
    }
    let source = operands.remove(0);
    let program = match tree::parse(&source) {
        Ok(program) => program,
        Err(near) => return Output::fail(2, format!("awk: line 1: syntax error at or near {near}\n")),
    };
    let mut output = Output::default();
    let texts = inputs(console, call, &operands, &mut output.stderr);
    let lines: Vec<&str> = texts.iter().flat_map(|(_, text)| text.lines()).collect();
    let mut state = run::State::new(flags.value('F').unwrap_or(" "));
    for (name, value) in flags.values('v').filter_map(|pair| pair.split_once('=')) {
        state.set(name, value);
    }
    output.stdout = state.run(&program, &lines);
    output.exit = if output.stderr.is_empty() { 0 } else { 2 };
    output
}
