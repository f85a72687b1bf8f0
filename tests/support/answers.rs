//! What is typed in answer to a question, line by line, right and wrong.

use kijabi::quiz::item::Accept;
use kijabi::quiz::{Item, Task};

/// The right answer to an item as a line of `--plain`, and a wrong one.
pub(crate) fn lines(item: &Item) -> (String, String) {
    let numbers = |places: Vec<usize>| {
        if places.is_empty() {
            "0".to_owned()
        } else {
            places.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(" ")
        }
    };
    match &item.task {
        Task::Choose { choices, .. } => {
            let right =
                |wanted: bool| choices.iter().enumerate().filter(move |(_, it)| it.right == wanted).map(|(at, _)| at);
            (numbers(right(true).collect()), numbers(right(false).take(1).collect()))
        }
        Task::Write(Accept::Words { words, .. }) => {
            (format!("  {}  ", words[0].to_uppercase().to_lowercase()), "아닌 것".into())
        }
        Task::Write(Accept::Mends(gap)) => (gap.reference.clone(), "port: 1".into()),
        Task::Order { right, .. } => (numbers(right.clone()), numbers(right.iter().rev().copied().collect())),
        Task::Match { partners, .. } => (numbers(partners.clone()), numbers(vec![partners[0]; partners.len()])),
        Task::Grid { columns, marked, .. } => {
            let cell = |wanted: bool| {
                let cells = marked
                    .iter()
                    .enumerate()
                    .flat_map(|(y, row)| row.iter().enumerate().map(move |(x, mark)| (y, x, *mark)));
                numbers(
                    cells.filter(move |(_, _, mark)| *mark == wanted).map(|(y, x, _)| y * columns.len() + x).collect(),
                )
            };
            (cell(true), cell(false))
        }
        Task::Line { right, .. } => (right[0].to_string(), if right.contains(&1) { "2" } else { "1" }.to_owned()),
    }
}
