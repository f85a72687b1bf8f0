//! `sed`: addresses, `s`, `p`, `d`, `q`, `i`, `a`, `c`, `y`, with `-n`, `-e`, `-E`, `-i`.
//!
//! Must not know: where its input comes from.

use super::pattern::{Syntax, compile};
use super::{Call, Console, Flags, inputs};
use crate::console::Output;
use regex_lite::{Captures, Regex};
use std::fmt::Write as _;

/// An edit of a line.
struct Edit {
    from: Option<Address>,
    to: Option<Address>,
    negated: bool,
    act: Act,
}

enum Address {
    Line(usize),
    Last,
    Fits(Regex),
}

enum Act {
    Substitute { what: Regex, by: String, all: bool, nth: usize, print: bool },
    Print,
    Delete,
    Quit,
    Insert(String),
    Append(String),
    Change(String),
    Swap(Vec<char>, Vec<char>),
    Number,
}

/// Runs it.
pub(in crate::console) fn sed(console: &mut Console, call: &Call<'_>) -> Output {
    let long = [("quiet", 'n'), ("silent", 'n'), ("expression", 'e'), ("regexp-extended", 'E'), ("in-place", 'i')];
    // `-i` may carry an ending (`-i.bak`), which is no value of its own.
    let args: Vec<String> =
        call.args.iter().map(|arg| if arg.starts_with("-i") { "-i".to_owned() } else { arg.clone() }).collect();
    let call = &Call { args: &args, ..*call };
    let flags = match Flags::read(call, "nErisu", "ef", &long) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut operands = flags.rest.clone();
    let mut scripts: Vec<String> = flags.values('e').map(str::to_owned).collect();
    if scripts.is_empty() {
        if operands.is_empty() {
            return Output::fail(1, "Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n");
        }
        scripts.push(operands.remove(0));
    }
    let syntax = if flags.has('E') || flags.has('r') { Syntax::Extended } else { Syntax::Basic };
    let text = scripts.join("\n");
    let edits = match (Reader { rest: &text, syntax }).script() {
        Ok(edits) => edits,
        Err(why) => return Output::fail(1, format!("sed: -e expression #1, char {}: {why}\n", text.chars().count())),
    };
    let mut output = Output::default();
    for (name, text) in inputs(console, call, &operands, &mut output.stderr) {
        let edited = edited(&text, &edits, flags.has('n'));
        if flags.has('i') && name != "-" {
            let path = console.path(&name);
            if let Err(fault) = console.files_mut().write(&path, &edited) {
                let _ = writeln!(output.stderr, "sed: couldn't open file {name}: {fault}");
            }
        } else {
            output.stdout.push_str(&edited);
        }
    }
    output.exit = if output.stderr.is_empty() { 0 } else { 2 };
    output
}

/// A text after all edits.
fn edited(text: &str, edits: &[Edit], quiet: bool) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len());
    let mut open = vec![false; edits.len()];
    for (index, line) in lines.iter().enumerate() {
        let (mut line, mut after) = ((*line).to_owned(), String::new());
        let (mut keep, mut stop) = (true, false);
        for (edit, open) in edits.iter().zip(&mut open) {
            if !applies(edit, open, index + 1, lines.len(), &line) {
                continue;
            }
            match &edit.act {
                Act::Substitute { what, by, all, nth, print } => {
                    if substitute(&mut line, what, by, *all, *nth) && *print {
                        let _ = writeln!(out, "{line}");
                    }
                }
                Act::Print => {
                    let _ = writeln!(out, "{line}");
                }
                Act::Number => {
                    let _ = writeln!(out, "{}", index + 1);
                }
                Act::Delete => {
                    keep = false;
                    break;
                }
                Act::Quit => {
                    stop = true;
                    break;
                }
                Act::Insert(text) => {
                    let _ = writeln!(out, "{text}");
                }
                Act::Append(text) => {
                    let _ = writeln!(after, "{text}");
                }
                Act::Change(text) => {
                    let _ = writeln!(out, "{text}");
                    keep = false;
                    break;
                }
                Act::Swap(from, to) => {
                    let swapped =
                        |c: char| from.iter().position(|it| *it == c).and_then(|at| to.get(at)).copied().unwrap_or(c);
                    line = line.chars().map(swapped).collect();
                }
            }
        }
        if keep && !quiet {
            out.push_str(&line);
            if index + 1 < lines.len() || text.ends_with('\n') || stop {
                out.push('\n');
            }
        }
        out.push_str(&after);
        if stop {
            break;
        }
    }
    out
}

fn applies(edit: &Edit, open: &mut bool, number: usize, last: usize, line: &str) -> bool {
    let meets = |address: &Address| match address {
        Address::Line(wanted) => *wanted == number,
        Address::Last => number == last,
        Address::Fits(regex) => regex.is_match(line),
    };
    let within = match (&edit.from, &edit.to) {
        (None, _) => true,
        (Some(from), None) => meets(from),
        (Some(_), Some(to)) if *open => {
            *open = !match to {
                Address::Line(wanted) => number >= *wanted,
                to => meets(to),
            };
            true
        }
        (Some(from), Some(to)) => {
            let begins = meets(from);
            *open = begins && !matches!(to, Address::Line(wanted) if *wanted <= number);
            begins
        }
    };
    within != edit.negated
}

fn substitute(line: &mut String, what: &Regex, by: &str, all: bool, nth: usize) -> bool {
    let (mut out, mut end, mut changed) = (String::new(), 0, false);
    for (index, found) in what.captures_iter(line).enumerate() {
        let Some(whole) = found.get(0) else { continue };
        if index + 1 < nth {
            continue;
        }
        out.push_str(line.get(end..whole.start()).unwrap_or(""));
        replacement(by, &found, &mut out);
        end = whole.end();
        changed = true;
        if !all {
            break;
        }
    }
    out.push_str(line.get(end..).unwrap_or(""));
    if changed {
        *line = out;
    }
    changed
}

/// `&` is what was found, `\1` a bracket of it.
fn replacement(by: &str, found: &Captures<'_>, out: &mut String) {
    let group = |at: usize| found.get(at).map_or("", |it| it.as_str());
    let mut chars = by.chars();
    while let Some(c) = chars.next() {
        match c {
            '&' => out.push_str(group(0)),
            '\\' => match chars.next() {
                Some(digit) if digit.is_ascii_digit() => out.push_str(group(digit.to_digit(10).unwrap_or(0) as usize)),
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
}

struct Reader<'t> {
    rest: &'t str,
    syntax: Syntax,
}

impl Reader<'_> {
    fn script(&mut self) -> Result<Vec<Edit>, String> {
        let mut edits = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
            if self.rest.is_empty() || self.rest.starts_with('#') {
                return Ok(edits);
            }
            let from = self.address()?;
            let to = if self.rest.starts_with(',') {
                self.bump();
                Some(self.address()?.ok_or("unexpected `,'")?)
            } else {
                None
            };
            self.rest = self.rest.trim_start();
            let negated = self.rest.starts_with('!');
            if negated {
                self.bump();
            }
            edits.push(Edit { from, to, negated, act: self.act()? });
        }
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or("");
        Some(c)
    }

    fn number(&mut self) -> Option<usize> {
        let end = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let number = self.rest.get(..end)?.parse().ok()?;
        self.rest = self.rest.get(end..).unwrap_or("");
        Some(number)
    }

    fn address(&mut self) -> Result<Option<Address>, String> {
        if let Some(number) = self.number() {
            return Ok(Some(Address::Line(number)));
        }
        match self.rest.chars().next() {
            Some('$') => {
                self.bump();
                Ok(Some(Address::Last))
            }
            Some('/') => {
                self.bump();
                let text = self.until('/').ok_or("unterminated address regex")?;
                Ok(Some(Address::Fits(compile(&text, self.syntax, false)?)))
            }
            _ => Ok(None),
        }
    }

    /// The text up to a delimiter, which loses the backslash before it.
    fn until(&mut self, end: char) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.bump()? {
                '\\' => match self.bump()? {
                    c if c == end => text.push(c),
                    c => text.extend(['\\', c]),
                },
                c if c == end => return Some(text),
                c => text.push(c),
            }
        }
    }

    fn act(&mut self) -> Result<Act, String> {
        match self.bump() {
            Some('p') => Ok(Act::Print),
            Some('d') => Ok(Act::Delete),
            Some('q') => Ok(Act::Quit),
            Some('=') => Ok(Act::Number),
            Some('s') => self.substitution(),
            Some('y') => {
                let end = self.bump().ok_or("unterminated `y' command")?;
                let from = self.until(end).ok_or("unterminated `y' command")?;
                let to = self.until(end).ok_or("unterminated `y' command")?;
                Ok(Act::Swap(from.chars().collect(), to.chars().collect()))
            }
            Some(letter @ ('i' | 'a' | 'c')) => {
                let line = self.rest.split('\n').next().unwrap_or("");
                self.rest = self.rest.get(line.len()..).unwrap_or("");
                let text = line.trim_start().trim_start_matches('\\').trim_start().to_owned();
                if text.is_empty() {
                    return Err("expected \\ after `a', `c' or `i'".to_owned());
                }
                Ok(match letter {
                    'i' => Act::Insert(text),
                    'a' => Act::Append(text),
                    _ => Act::Change(text),
                })
            }
            Some(other) => Err(format!("unknown command: `{other}'")),
            None => Err("missing command".to_owned()),
        }
    }

    fn substitution(&mut self) -> Result<Act, String> {
        let end = self.bump().ok_or("unterminated `s' command")?;
        let what = self.until(end).ok_or("unterminated `s' command")?;
        let by = self.until(end).ok_or("unterminated `s' command")?;
        let (mut all, mut nth, mut print, mut ignore_case) = (false, 1, false, false);
        loop {
            match self.rest.chars().next() {
                Some('g') => all = true,
                Some('p') => print = true,
                Some('i' | 'I') => ignore_case = true,
                Some(c) if c.is_ascii_digit() => {
                    nth = self.number().unwrap_or(1).max(1);
                    continue;
                }
                None | Some(';' | '\n' | ' ' | '}') => break,
                Some(_) => return Err("unknown option to `s'".to_owned()),
            }
            self.bump();
        }
        Ok(Act::Substitute { what: compile(&what, self.syntax, ignore_case)?, by, all, nth, print })
    }
}
