//! `grep`, `egrep`, `fgrep`.
//!
//! Must not know: where its input comes from.

use super::pattern::{Syntax, compile};
use super::{Call, Console, Flags, inputs};
use crate::console::Output;
use regex_lite::Regex;
use std::fmt::Write as _;

const LONG: &[(&str, char)] = &[
    ("ignore-case", 'i'),
    ("invert-match", 'v'),
    ("count", 'c'),
    ("line-number", 'n'),
    ("only-matching", 'o'),
    ("quiet", 'q'),
    ("word-regexp", 'w'),
    ("extended-regexp", 'E'),
    ("fixed-strings", 'F'),
    ("after-context", 'A'),
    ("before-context", 'B'),
    ("context", 'C'),
    ("max-count", 'm'),
    ("regexp", 'e'),
    ("color", 'z'),
    ("files-with-matches", 'l'),
    ("no-filename", 'h'),
];

/// Runs it: status 0 where a line was found, 1 where none, 2 where something was wrong.
pub(in crate::console) fn grep(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "ivcnoqwxEFPGsHhlrRz", "ABCmez", LONG) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut operands = flags.rest.clone();
    let mut patterns: Vec<String> = flags.values('e').map(str::to_owned).collect();
    if patterns.is_empty() {
        if operands.is_empty() {
            let usage = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";
            return Output::fail(2, usage);
        }
        patterns.push(operands.remove(0));
    }
    let syntax = match () {
        () if flags.has('F') || call.name == "fgrep" => Syntax::Fixed,
        () if flags.has('E') || flags.has('P') || call.name == "egrep" => Syntax::Extended,
        () => Syntax::Basic,
    };
    let mut compiled = Vec::new();
    for pattern in patterns.iter().flat_map(|text| text.split('\n')) {
        match compile(pattern, syntax, flags.has('i')) {
            Ok(regex) => compiled.push(regex),
            Err(why) => return Output::fail(2, format!("grep: {why}\n")),
        }
    }
    let mut output = Output { exit: 1, ..Output::default() };
    let texts = inputs(console, call, &operands, &mut output.stderr);
    let search = Search { flags: &flags, patterns: &compiled, named: operands.len() > 1 && !flags.has('h') };
    for (name, text) in &texts {
        if search.text(name, text, &mut output.stdout) {
            output.exit = 0;
        }
    }
    if !output.stderr.is_empty() {
        output.exit = 2;
    }
    if flags.has('q') {
        output.stdout.clear();
    }
    if flags.has('s') {
        output.stderr.clear();
    }
    output
}

struct Search<'a> {
    flags: &'a Flags,
    patterns: &'a [Regex],
    named: bool,
}

impl Search<'_> {
    /// Puts out what is found in a text; whether anything is.
    fn text(&self, name: &str, text: &str, out: &mut String) -> bool {
        let number = |letter| self.flags.value(letter).and_then(|it| it.parse::<usize>().ok());
        let around = number('C').unwrap_or(0);
        let (before, after) = (number('B').unwrap_or(around), number('A').unwrap_or(around));
        let lines: Vec<&str> = text.lines().collect();
        let hits: Vec<usize> = (0..lines.len()).filter(|at| self.fits(lines[*at]) != self.flags.has('v')).collect();
        let hits = &hits[..hits.len().min(number('m').unwrap_or(usize::MAX))];
        let prefix = if self.named { format!("{name}:") } else { String::new() };
        if self.flags.has('c') {
            let _ = writeln!(out, "{prefix}{}", hits.len());
            return !hits.is_empty();
        }
        if self.flags.has('l') {
            if !hits.is_empty() {
                let _ = writeln!(out, "{name}");
            }
            return !hits.is_empty();
        }
        let mut last: Option<usize> = None;
        for &hit in hits {
            let start = hit.saturating_sub(before).max(last.map_or(0, |last| last + 1));
            if before + after > 0 && last.is_some_and(|last| start > last + 1) {
                out.push_str("--\n");
            }
            let end = (hit + after + 1).min(lines.len());
            for (at, line) in lines.iter().enumerate().take(end).skip(start) {
                if last.is_some_and(|last| at <= last) {
                    continue;
                }
                self.line(&prefix, at, line, hits.contains(&at), out);
                last = Some(at);
            }
        }
        !hits.is_empty()
    }

    fn line(&self, prefix: &str, at: usize, line: &str, is_hit: bool, out: &mut String) {
        let mark = if is_hit { ':' } else { '-' };
        let number = if self.flags.has('n') { format!("{}{mark}", at + 1) } else { String::new() };
        if self.flags.has('o') {
            for regex in self.patterns.iter().filter(|_| is_hit) {
                for found in regex.find_iter(line).filter(|found| !found.is_empty()) {
                    let _ = writeln!(out, "{prefix}{number}{}", found.as_str());
                }
            }
        } else {
            let _ = writeln!(out, "{prefix}{number}{line}");
        }
    }

    fn fits(&self, line: &str) -> bool {
        self.patterns.iter().any(|regex| {
            regex.find_iter(line).any(|found| {
                if self.flags.has('x') {
                    return found.start() == 0 && found.end() == line.len();
                }
                !self.flags.has('w') || is_word(line, found.start(), found.end())
            })
        })
    }
}

/// Whether no letter touches what was found.
fn is_word(line: &str, start: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let before = line.get(..start).and_then(|it| it.chars().next_back());
    let after = line.get(end..).and_then(|it| it.chars().next());
    !letter(before) && !letter(after)
}
