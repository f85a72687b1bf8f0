//! One question line by line: shown with numbers, answered with a line.
//!
//! Must not know: why it is asked, what becomes of the answer.

use std::collections::BTreeSet;

use crate::cli::out::Out;
use crate::cli::prose::{prose, undrawn};
use crate::quiz::{Item, Response, Task};

/// Reads a line; nothing at the end of input.
pub(in crate::cli) type Read<'r> = dyn FnMut() -> std::io::Result<Option<String>> + 'r;

/// What a learner said to a question.
pub(super) enum Said {
    /// This is the answer.
    Answer(Response),
    /// It is enough.
    Stop,
    /// There is nothing more to read.
    End,
    /// One of the words that were expected beside an answer.
    Word(&'static str),
}

/// Words that ask for an end.
pub(in crate::cli) const STOP: [&str; 3] = ["q", "ㅂ", "그만"];

/// Shows a question.
pub(super) fn show(item: &Item, out: &mut Out) -> anyhow::Result<()> {
    prose(&item.text, out)?;
    out.line("")?;
    match &item.task {
        Task::Choose { choices, .. } => numbered(choices.iter().map(|it| it.text.as_str()), out)?,
        Task::Order { items, .. } => numbered(items.iter().map(String::as_str), out)?,
        Task::Match { left, right, .. } => {
            out.line("왼쪽:")?;
            let letters = left.iter().enumerate().map(|(at, text)| format!("  {}번째: {}", at + 1, plain(text)));
            letters.into_iter().try_for_each(|line| out.line(&line))?;
            out.line("짝:")?;
            numbered(right.iter().map(String::as_str), out)?;
        }
        Task::Grid { rows, columns, .. } => {
            let cells = cells(rows, columns);
            numbered(cells.iter().map(String::as_str), out)?;
        }
        Task::Line { text, .. } => {
            for (at, line) in text.lines().enumerate() {
                out.line(&format!("  {:>2}: {}", at + 1, line.replace('\t', "[탭]")))?;
            }
        }
        Task::Write(_) => {}
    }
    Ok(())
}

/// The cells of a grid, in the order in which they are numbered.
fn cells(rows: &[String], columns: &[String]) -> Vec<String> {
    rows.iter().flat_map(|row| columns.iter().map(move |column| format!("{row} → {column}"))).collect()
}

/// An answer by the numbers that are typed for it and in words; nothing where none are typed.
pub(super) fn numbers(item: &Item, response: &Response) -> Option<String> {
    let named = |at: usize, words: &str| format!("{}번({})", at + 1, plain(words));
    let of = |texts: &[String], at: usize| named(at, texts.get(at).map_or("", String::as_str));
    let said: Vec<String> = match (&item.task, response) {
        (Task::Choose { choices, .. }, Response::Chosen(taken)) => {
            taken.iter().filter_map(|&at| Some(named(at, &choices.get(at)?.text))).collect()
        }
        (Task::Grid { rows, columns, .. }, Response::Marked(marked)) => {
            let cells = cells(rows, columns);
            marked.iter().map(|(y, x)| of(&cells, y * columns.len() + x)).collect()
        }
        (Task::Order { items, .. }, Response::Ordered(order)) => order.iter().map(|&at| of(items, at)).collect(),
        (Task::Match { left, right, .. }, Response::Matched(partners)) => {
            let pairs = left.iter().zip(partners);
            pairs.filter_map(|(left, at)| Some(format!("{} → {}", plain(left), of(right, (*at)?)))).collect()
        }
        _ => Vec::new(),
    };
    (!said.is_empty()).then(|| said.join(", "))
}

/// What the mistake is called that an answer showed: a wrong choice may show another than the question is about.
pub(super) fn whose_mistake(item: &Item) -> &'static str {
    match item.task {
        Task::Choose { several: false, .. } => "고른 답의 실수",
        Task::Choose { several: true, .. } => "답에서 보인 실수",
        _ => "실수",
    }
}

/// A remark with the number of what it is about ahead of it, as it was shown.
pub(super) fn remark(item: &Item, text: &str) -> String {
    if let Task::Grid { rows, columns, .. } = &item.task {
        let cells = cells(rows, columns);
        let at =
            cells.iter().position(|cell| text.strip_prefix(cell.as_str()).is_some_and(|rest| rest.starts_with(':')));
        return at.map_or_else(|| text.to_owned(), |at| format!("{}번 {text}", at + 1));
    }
    // A number and a dot would begin a list.
    text.replacen(". ", "번: ", usize::from(text.starts_with(|c: char| c.is_ascii_digit())))
}

/// Asks until there is an answer, or one of `words` (each may be written in several ways, the first of which is given back).
pub(super) fn ask(item: &Item, words: &[&[&'static str]], read: &mut Read<'_>, out: &mut Out) -> anyhow::Result<Said> {
    out.line(&how(item))?;
    loop {
        out.flush()?;
        let Some(line) = read()? else { return Ok(Said::End) };
        let line = line.trim();
        if STOP.contains(&line) {
            return Ok(Said::Stop);
        }
        if let Some(word) = words.iter().find(|ways| ways.contains(&line)).and_then(|ways| ways.first()) {
            return Ok(Said::Word(word));
        }
        match understood(item, line) {
            Ok(response) => return Ok(Said::Answer(response)),
            Err(reason) => out.line(&reason)?,
        }
    }
}

fn numbered<'t>(texts: impl Iterator<Item = &'t str>, out: &mut Out) -> anyhow::Result<()> {
    for (at, text) in texts.enumerate() {
        out.line(&format!("  {}. {}", at + 1, plain(text)))?;
    }
    Ok(())
}

/// Markdown of one line without its marks.
fn plain(text: &str) -> String {
    let document = crate::lesson::markdown::parse(text);
    let words: Vec<&str> = document.all_prose().map(|prose| prose.text.as_str()).collect();
    let words = if words.is_empty() { text.into() } else { words.join(" ") };
    undrawn(&words).into_owned()
}

/// How the question is answered.
fn how(item: &Item) -> String {
    let how = match &item.task {
        Task::Choose { several: false, .. } => "번호 하나를 적으십시오.",
        Task::Choose { several: true, .. } => "맞는 번호를 모두 적으십시오(예: 1 3). 하나도 없으면 0.",
        Task::Write(_) => "답을 적으십시오.",
        Task::Order { .. } => "번호를 차례대로 적으십시오(예: 2 1 3).",
        Task::Match { .. } => "왼쪽 첫 번째부터 짝의 번호를 차례대로 적으십시오(예: 3 1 2).",
        Task::Grid { .. } => "닿는 것의 번호를 모두 적으십시오. 하나도 없으면 0.",
        Task::Line { .. } => "줄 번호를 적으십시오.",
    };
    format!("{how} 그만하려면 q.")
}

/// The answer that a line means, or what is wrong with it.
fn understood(item: &Item, line: &str) -> Result<Response, String> {
    if let Task::Write(_) = item.task {
        return if line.is_empty() {
            Err("답을 적으십시오.".to_owned())
        } else {
            Ok(Response::Written(line.to_owned()))
        };
    }
    let words: Vec<&str> = line.split([' ', ',', '\t']).filter(|word| !word.is_empty()).collect();
    let numbers: Option<Vec<usize>> = words.iter().map(|word| word.trim_end_matches('.').parse().ok()).collect();
    let numbers = numbers.filter(|it| !it.is_empty()).ok_or_else(|| format!("번호로 답하십시오. {}", how(item)))?;
    let places = |end: usize, numbers: &[usize]| -> Result<Vec<usize>, String> {
        let place = |number: &usize| number.checked_sub(1).filter(|at| *at < end);
        numbers
            .iter()
            .map(place)
            .collect::<Option<Vec<usize>>>()
            .ok_or_else(|| format!("번호는 1부터 {end}까지입니다."))
    };
    let none = numbers == [0];
    match &item.task {
        Task::Choose { several: false, choices } => match places(choices.len(), &numbers)?.as_slice() {
            [one] => Ok(Response::Chosen(BTreeSet::from([*one]))),
            _ => Err("번호 하나만 적으십시오.".to_owned()),
        },
        Task::Choose { several: true, choices } => {
            let taken = if none { Vec::new() } else { places(choices.len(), &numbers)? };
            Ok(Response::Chosen(taken.into_iter().collect()))
        }
        Task::Order { items, .. } => {
            let order = places(items.len(), &numbers)?;
            let all: BTreeSet<usize> = order.iter().copied().collect();
            if order.len() != items.len() || all.len() != items.len() {
                return Err(format!("번호 {}개를 한 번씩 적으십시오.", items.len()));
            }
            Ok(Response::Ordered(order))
        }
        Task::Match { left, right, .. } => {
            let partners = places(right.len(), &numbers)?;
            if partners.len() != left.len() {
                return Err(format!("번호 {}개를 적으십시오.", left.len()));
            }
            Ok(Response::Matched(partners.into_iter().map(Some).collect()))
        }
        Task::Grid { rows, columns, .. } => {
            let cells = if none { Vec::new() } else { places(rows.len() * columns.len(), &numbers)? };
            Ok(Response::Marked(cells.into_iter().map(|at| (at / columns.len(), at % columns.len())).collect()))
        }
        Task::Line { text, .. } => match places(text.lines().count(), &numbers)?.as_slice() {
            [one] => Ok(Response::Line(one + 1)),
            _ => Err("줄 번호 하나만 적으십시오.".to_owned()),
        },
        Task::Write(_) => Ok(Response::Written(line.to_owned())),
    }
}
