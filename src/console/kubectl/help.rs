//! `kubectl help`, `--help` and `kubectl options`: kubectl's layout, kijabi's own Korean.
//!
//! Must not know: what any command does.

use super::commands::{Command, GLOBAL, Invocation, KUBECTL};
use super::flags::{Flag, Takes};
use crate::console::Output;
use crate::text::width::cells;
use std::fmt::Write as _;

/// The help of a command. A group that was called without a subcommand says it on standard error and fails.
pub fn of(call: &Invocation, is_fault: bool) -> Output {
    let text = text(&call.path);
    if is_fault { Output::fail(1, text) } else { Output::ok(text) }
}

/// The help for the words after `kubectl help`.
pub fn words(words: &[String]) -> Output {
    let (path, rest) = super::commands::find(words);
    if rest.is_empty() {
        return Output::ok(text(&path));
    }
    let listed: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let stderr = format!("Unknown help topic [{}]\n{}", listed.join(" "), text(&[&KUBECTL]));
    Output { stderr, ..Output::default() }
}

fn text(path: &[&'static Command]) -> String {
    let command = path.last().copied().unwrap_or(&KUBECTL);
    let name = path.iter().map(|command| command.name).collect::<Vec<_>>().join(" ");
    let mut out = format!("{}\n", command.about);
    if !command.aliases.is_empty() {
        let _ = writeln!(out, "\n다른 이름: {}", command.aliases.join(", "));
    }
    if !command.children.is_empty() {
        out.push_str("\n명령:\n");
        let rows: Vec<(&str, &str)> = command.children.iter().map(|child| (child.name, child.about)).collect();
        table(&rows, &mut out);
    }
    let flags: Vec<&Flag> = command.own_flags().collect();
    if !flags.is_empty() {
        out.push_str("\n플래그:\n");
        out.extend(flags.into_iter().map(|flag| format!("    {}\n", spelled(flag))));
    }
    let tail = if command.children.is_empty() { "[플래그]" } else { "명령 [플래그]" };
    let _ = writeln!(out, "\n쓰는 법:\n  {name} {tail}");
    out.push_str("\n모든 명령에 쓸 수 있는 플래그는 \"kubectl options\"로 봅니다.\n");
    out
}

fn table(rows: &[(&str, &str)], out: &mut String) {
    let widest = rows.iter().map(|(name, _)| cells(name)).max().unwrap_or(0);
    for (name, about) in rows {
        let blanks = " ".repeat(widest.saturating_sub(cells(name)) + 3);
        let _ = writeln!(out, "  {name}{blanks}{about}");
    }
}

/// A flag as help writes it.
pub fn spelled(flag: &Flag) -> String {
    let value = match flag.takes {
        Takes::Switch => "",
        Takes::Optional(_) | Takes::Text => "=''",
        Takes::Number => "=0",
        Takes::Duration => "=0s",
        Takes::List | Takes::Each => "=[]",
    };
    match flag.short {
        Some(letter) => format!("-{letter}, --{}{value}", flag.long),
        None => format!("--{}{value}", flag.long),
    }
}

/// `kubectl options`.
pub fn options() -> Output {
    let mut out = "모든 명령에 쓸 수 있는 플래그입니다.\n\n".to_owned();
    out.extend(GLOBAL.iter().map(|flag| format!("    {}\n", spelled(flag))));
    Output::ok(out)
}
