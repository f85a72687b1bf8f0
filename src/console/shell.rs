//! The command language as a learner types it: words and quotes, pipes, loops, redirections, variables.
//!
//! [`parse`] makes a [`tree`] of a text; the runner in `execute` expands words, does what the shell itself does, and calls programs.
//!
//! Must not know: what programs do.

mod arithmetic;
mod builtins;
mod execute;
mod expand;
pub mod parse;
mod prefix;
pub mod tree;

use super::{Console, Output};
use execute::Runner;

#[cfg(test)]
pub(super) mod tests;

pub(super) use execute::MAX_COMMANDS;

/// A command of a script, and what it printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The command as it was written.
    pub command: String,
    /// What it printed.
    pub output: Output,
}

/// Runs a text, the commands one after another, and tells of each; a failure stops nothing, nor does
/// a loop that had to be stopped. Ends early where the session does.
pub(super) fn run(console: &mut Console, text: &str, stdin: &str, mut tell: impl FnMut(Told)) {
    let mut at = 0;
    while let Some(line) = parse::line(text, at) {
        at = line.next;
        console.remember(line.range.of(text));
        let statements = match line.commands {
            Ok(script) => script.statements,
            Err(fault) => {
                let command = line.range.of(text).trim_end().to_owned();
                console.frame_mut().status = 2;
                tell(Told { command, output: Output::fail(2, format!("bash: {fault}\n")) });
                continue;
            }
        };
        for statement in statements {
            let command = statement.range.of(text).to_owned();
            console.tick();
            let output = Runner::new(console, stdin, true).statement(&statement);
            tell(Told { command, output });
            if console.ended().is_some() || !console.go_on() {
                return;
            }
        }
    }
}

/// Runs a program with its arguments, without a shell between.
pub(super) fn call(console: &mut Console, words: &[String], stdin: &str, to_screen: bool) -> Output {
    Runner::new(console, stdin, to_screen).call(words)
}

/// Runs a text as a shell does that was started for it: `exit` ends it and nothing else.
pub(super) fn script(console: &mut Console, text: &str, stdin: &str, to_screen: bool) -> Output {
    Runner::new(console, stdin, to_screen).script_text(text, &[])
}

/// What `printf` makes of a format and the values after it.
pub(super) fn formatted(args: &[String]) -> Output {
    builtins::printf(args)
}
