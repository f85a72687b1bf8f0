//! `test`, `[ … ]` and `[[ … ]]`.
//!
//! Must not know: how words were expanded.

use crate::console::shell::expand::fits;
use crate::console::{Console, Output};

/// Status 0 where the expression holds, 1 where not, 2 where it is none.
pub(super) fn test(console: &Console, name: &str, args: &[String]) -> Output {
    let closing = match name {
        "[" => "]",
        "[[" => "]]",
        _ => "",
    };
    let mut words: Vec<&str> = args.iter().map(String::as_str).collect();
    if !closing.is_empty() && words.pop() != Some(closing) {
        return Output::fail(2, format!("bash: {name}: missing `{closing}'\n"));
    }
    match either(console, &words, name == "[[") {
        Ok(holds) => Output::status(u8::from(!holds)),
        Err(why) => Output::fail(2, format!("bash: {name}: {why}\n")),
    }
}

fn either(console: &Console, words: &[&str], double: bool) -> Result<bool, String> {
    for (operators, joined_by_or) in [(["-o", "||"], true), (["-a", "&&"], false)] {
        // A lone `-a` or `-o` between two words joins; as the only operator of three it does too.
        let at = words.iter().position(|word| operators.contains(word)).filter(|at| *at > 0 && at + 1 < words.len());
        if let Some(at) = at {
            let (left, right) = (either(console, &words[..at], double)?, either(console, &words[at + 1..], double)?);
            return Ok(if joined_by_or { left || right } else { left && right });
        }
    }
    one(console, words, double)
}

fn one(console: &Console, words: &[&str], double: bool) -> Result<bool, String> {
    match words {
        [] => Ok(false),
        ["!", rest @ ..] if !rest.is_empty() => one(console, rest, double).map(|holds| !holds),
        [text] => Ok(!text.is_empty()),
        ["-z", text] => Ok(text.is_empty()),
        ["-n", text] => Ok(!text.is_empty()),
        ["-f", name] => Ok(console.read(name).is_ok()),
        ["-e" | "-r" | "-w" | "-x", name] => Ok(console.files().exists(&console.path(name))),
        ["-s", name] => Ok(console.read(name).is_ok_and(|text| !text.is_empty())),
        ["-d", name] => Ok(console.files().is_folder(&console.path(name))),
        [left, "=" | "==", right] => Ok(if double { fits(left, right) } else { left == right }),
        [left, "!=", right] => Ok(if double { !fits(left, right) } else { left != right }),
        [left, "<", right] => Ok(left < right),
        [left, ">", right] => Ok(left > right),
        [left, operator @ ("-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge"), right] => {
            let number =
                |text: &str| text.trim().parse::<i64>().map_err(|_| format!("{text}: integer expression expected"));
            let (left, right) = (number(left)?, number(right)?);
            Ok(match *operator {
                "-eq" => left == right,
                "-ne" => left != right,
                "-lt" => left < right,
                "-le" => left <= right,
                "-gt" => left > right,
                _ => left >= right,
            })
        }
        [_, operator, _] => Err(format!("{operator}: binary operator expected")),
        [operator, _] => Err(format!("{operator}: unary operator expected")),
        _ => Err("too many arguments".to_owned()),
    }
}
