//! What was answered against what is true.
//!
//! Must not know: who answered, how it was typed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::item::{Accept, Choice, Gap, Item, Task};
use super::scene::Scene;
use crate::text::search::folded;

/// What was answered. Its form in JSON lies in records and class folders: a name that was ever written stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    /// The choices taken, by their places.
    Chosen(BTreeSet<usize>),
    /// The line written.
    Written(String),
    /// The places of the items in the order given.
    Ordered(Vec<usize>),
    /// For each on the left the place of the partner given.
    Matched(Vec<Option<usize>>),
    /// The cells marked: row, column.
    Marked(BTreeSet<(usize, usize)>),
    /// The line pointed at, from 1.
    Line(usize),
}

/// What the answer is worth, and what is to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it is wholly right.
    pub right: bool,
    /// How many of the places are right, and how many there are: for several choices, cells, pairs.
    pub share: (usize, usize),
    /// The misconceptions it shows, each once.
    pub mistakes: Vec<String>,
    /// What is to be said of what was answered, Markdown.
    pub remarks: Vec<Remark>,
    /// The right answer in words; empty where it was given.
    pub answer: String,
}

/// One thing to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Whether it is about something right.
    pub good: bool,
    /// The words, Markdown.
    pub text: String,
}

impl Remark {
    fn new(good: bool, text: impl Into<String>) -> Self {
        Self { good, text: text.into() }
    }
}

/// An answer that is right.
#[must_use]
pub fn right(item: &Item) -> Response {
    match &item.task {
        Task::Choose { choices, .. } => {
            Response::Chosen(choices.iter().enumerate().filter(|(_, it)| it.right).map(|(at, _)| at).collect())
        }
        Task::Write(Accept::Words { words, .. }) => Response::Written(words.first().cloned().unwrap_or_default()),
        Task::Write(Accept::Mends(gap)) => Response::Written(gap.reference.clone()),
        Task::Order { right, .. } => Response::Ordered(right.clone()),
        Task::Match { partners, .. } => Response::Matched(partners.iter().copied().map(Some).collect()),
        Task::Grid { marked, .. } => Response::Marked(cells(marked).collect()),
        Task::Line { right, .. } => Response::Line(right.first().copied().unwrap_or(0)),
    }
}

/// Judges an answer. One that does not fit the task is wrong.
#[must_use]
pub fn judge(item: &Item, response: &Response) -> Judgement {
    let mut judgement = Judgement { share: (0, item.places()), ..Judgement::default() };
    match (&item.task, response) {
        (Task::Choose { several, choices }, Response::Chosen(taken)) => {
            choose(&mut judgement, *several, choices, taken);
        }
        (Task::Write(accept), Response::Written(line)) => write(&mut judgement, accept, line),
        (Task::Order { items, right }, Response::Ordered(given)) => {
            judgement.share.0 = right.iter().zip(given).filter(|(right, given)| right == given).count();
            judgement.right = right == given;
            let said: Vec<&str> = right.iter().filter_map(|&at| items.get(at).map(String::as_str)).collect();
            judgement.answer = said.join(" → ");
        }
        (Task::Match { left, right, partners }, Response::Matched(given)) => {
            for (at, partner) in partners.iter().enumerate() {
                let is_right = given.get(at) == Some(&Some(*partner));
                judgement.share.0 += usize::from(is_right);
                if let (false, Some(left), Some(right)) = (is_right, left.get(at), right.get(*partner)) {
                    judgement.remarks.push(Remark::new(false, format!("{left} → {right}")));
                }
            }
            judgement.right = judgement.share.0 == partners.len();
            let pairs =
                left.iter().zip(partners).filter_map(|(left, at)| Some(format!("{left} → {}", right.get(*at)?)));
            judgement.answer = pairs.collect::<Vec<_>>().join(", ");
        }
        (Task::Grid { rows, columns, marked, because }, Response::Marked(given)) => {
            grid(&mut judgement, rows, columns, marked, because, given);
        }
        (Task::Line { text, right }, Response::Line(line)) => {
            judgement.right = right.contains(line);
            judgement.share.0 = usize::from(judgement.right);
            let named = right.first().and_then(|&line| Some((line, text.lines().nth(line.checked_sub(1)?)?)));
            judgement.answer =
                named.map(|(line, words)| format!("{line}번째 줄 `{}`", words.trim())).unwrap_or_default();
        }
        _ => {}
    }
    if judgement.right {
        judgement.answer.clear();
        judgement.mistakes.clear();
    } else if judgement.mistakes.is_empty() && !matches!(item.task, Task::Choose { .. }) {
        judgement.mistakes.extend(item.mistakes.first().cloned());
    }
    judgement
}

fn choose(judgement: &mut Judgement, several: bool, choices: &[Choice], taken: &BTreeSet<usize>) {
    let wrong = |at: usize, choice: &Choice| choice.right != taken.contains(&at);
    judgement.share.0 = choices.iter().enumerate().filter(|(at, choice)| !wrong(*at, choice)).count();
    judgement.right = judgement.share.0 == choices.len();
    for (at, choice) in choices.iter().enumerate() {
        // A wrong choice that was rightly left alone has nothing to say; one that was missed has.
        let is_said = taken.contains(&at) || choice.right;
        if is_said && !choice.because.is_empty() {
            judgement.remarks.push(Remark::new(choice.right, format!("{}. {}", at + 1, choice.because)));
        }
        if wrong(at, choice)
            && (several || taken.contains(&at))
            && let Some(code) = &choice.mistake
            && !judgement.mistakes.contains(code)
        {
            judgement.mistakes.push(code.clone());
        }
    }
    let right = choices.iter().enumerate().filter(|(_, choice)| choice.right);
    let numbers: Vec<String> = right.map(|(at, _)| format!("{}번", at + 1)).collect();
    judgement.answer = if numbers.is_empty() { "맞는 것이 없습니다".to_owned() } else { numbers.join(", ") };
}

fn write(judgement: &mut Judgement, accept: &Accept, line: &str) {
    match accept {
        Accept::Words { words, case } => {
            judgement.right = words.iter().any(|word| same(word, line, *case));
            judgement.answer = words.first().map(|word| format!("`{word}`")).unwrap_or_default();
        }
        Accept::Mends(gap) => {
            let tried = mends(gap, line);
            judgement.right = tried.is_ok();
            judgement.answer = format!("`{}`", gap.reference);
            if let Err((codes, why)) = tried {
                judgement.mistakes = codes;
                judgement.remarks.extend((!why.is_empty()).then(|| Remark::new(false, why)));
            }
        }
    }
    judgement.share.0 = usize::from(judgement.right);
}

/// Whether two words are the same: however their letters are composed, with whatever blanks, and in whatever case unless that
/// matters.
#[must_use]
pub fn same(word: &str, typed: &str, case: bool) -> bool {
    let plain = |text: &str| {
        let text = folded(text, case);
        text.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches('`').to_owned()
    };
    plain(word) == plain(typed)
}

/// Whether `line` in its gap makes the manifest good; else the mistakes it shows and why.
pub(super) fn mends(gap: &Gap, line: &str) -> Result<(), (Vec<String>, String)> {
    let line = line.trim();
    if line.is_empty() || line.lines().count() > 1 {
        return Err((Vec::new(), "한 줄을 적습니다.".to_owned()));
    }
    let scene = Scene::new(&gap.world, &gap.filled(line)).map_err(|reason| (Vec::new(), reason))?;
    if !scene.accepted || !scene.codes.is_empty() {
        let why = scene.diagnostics.first().map(|it| it.help.clone()).unwrap_or_default();
        return Err((scene.codes, why));
    }
    let Some(request) = &gap.request else { return Ok(()) };
    match scene.requests(request) {
        Ok(requests) if scene.arrives(&requests) => Ok(()),
        Ok(requests) => {
            let codes = scene.end(&requests).and_then(|end| end.code()).map(|code| code.to_string());
            Err((codes.into_iter().collect(), scene.because(&requests)))
        }
        Err(misread) => Err((Vec::new(), misread.message)),
    }
}

fn grid(
    judgement: &mut Judgement,
    rows: &[String],
    columns: &[String],
    marked: &[Vec<bool>],
    because: &[Vec<String>],
    given: &BTreeSet<(usize, usize)>,
) {
    for (y, row) in marked.iter().enumerate() {
        for (x, &mark) in row.iter().enumerate() {
            if mark == given.contains(&(y, x)) {
                judgement.share.0 += 1;
                continue;
            }
            let (Some(from), Some(to)) = (rows.get(y), columns.get(x)) else { continue };
            let verb = if mark { "닿습니다" } else { "닿지 않습니다" };
            let why = because.get(y).and_then(|row| row.get(x)).map_or("", String::as_str);
            judgement.remarks.push(Remark::new(false, format!("{from} → {to}: {verb}. {why}")));
        }
    }
    judgement.right = judgement.share.0 == judgement.share.1;
    let said = cells(marked).filter_map(|(y, x)| Some(format!("{} → {}", rows.get(y)?, columns.get(x)?)));
    let said: Vec<String> = said.collect();
    judgement.answer = if said.is_empty() { "아무도 닿지 못합니다".to_owned() } else { said.join(", ") };
}

/// The cells that are marked: row, column.
fn cells(marked: &[Vec<bool>]) -> impl Iterator<Item = (usize, usize)> {
    let all = marked.iter().enumerate().flat_map(|(y, row)| row.iter().enumerate().map(move |(x, mark)| (y, x, *mark)));
    all.filter(|(.., mark)| *mark).map(|(y, x, _)| (y, x))
}
