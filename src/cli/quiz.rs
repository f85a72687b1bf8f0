//! `kijabi quiz`: questions in the terminal's screen, or line by line for screen readers and scripts.
//!
//! Line by line everything is numbered and answered with a line; an answer is kept before the next question is asked.
//!
//! Must not know: how a question is judged or when it is due; the screens.

mod ask;
pub(super) mod exam;
mod sitting;

use std::io::BufRead;
use std::path::PathBuf;

use anyhow::bail;

use super::args::{Common, QuizArguments};
use super::near::near;
use super::out::{self, Out};
use super::{Start, Status, course};
pub(super) use ask::STOP;

use crate::lesson::Course;
use crate::quiz::Bank;
use crate::quiz::exam::Plan;
use crate::shell::perform::{Opened, open_record};
use crate::shell::store::Store;
use crate::shell::{clock, home};
use crate::study::session::{COUNT, NEW_A_DAY, Wish};
use crate::study::{Event, Record};

/// What was asked for, put in words the other layers know.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    /// The menu.
    Menu,
    /// A sitting.
    Review(Wish),
    /// An exam.
    Exam {
        /// What is asked for.
        plan: Plan,
        /// Whether its number was asked for.
        seeded: bool,
        /// Where its result goes.
        export: Option<PathBuf>,
    },
}

/// Does what `arguments` ask for.
pub(super) fn run(common: &Common, arguments: &QuizArguments) -> anyhow::Result<Status> {
    let course = course(common, None)?;
    let meant = arguments.chapter.iter().map(|id| super::plain::meant(&course, id).into_owned());
    let arguments = QuizArguments { chapter: meant.collect(), ..arguments.clone() };
    known(&course, &arguments.chapter)?;
    let asked = asked(&arguments);
    if !common.plain {
        return super::tutor(common, Start::Quiz(asked));
    }
    let mut out = Out::new(common.ascii);
    let mut lines = std::io::stdin().lock().lines();
    let mut read = || lines.next().transpose();
    let program = program(common);
    let status = match asked {
        Asked::Menu => sitting::run(&course, &program, &Wish::default(), &mut read, &mut out)?,
        Asked::Review(wish) => sitting::run(&course, &program, &wish, &mut read, &mut out)?,
        Asked::Exam { plan, seeded, export } => {
            exam::own(&course, &plan, seeded, export.as_deref(), &mut read, &mut out)?
        }
    };
    out.flush()?;
    Ok(status)
}

/// The program as a command has to name it to find the same course again.
fn program(common: &Common) -> String {
    let Some(folder) = &common.course else { return "kijabi".to_owned() };
    let folder = folder.to_string_lossy();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-~".contains(c);
    if folder.chars().all(is_plain) {
        format!("kijabi --course {folder}")
    } else {
        format!("kijabi --course '{}'", folder.replace('\'', r"'\''"))
    }
}

/// Refuses chapters that the course does not have.
pub(super) fn known(course: &Course, chapters: &[String]) -> anyhow::Result<()> {
    for chapter in chapters {
        if !course.chapters().iter().any(|it| it.id == *chapter) {
            let known = course.chapters().iter().map(|it| it.id.as_str());
            let near = near(chapter, known);
            let hint = if near.is_empty() {
                "`kijabi course list`가 모든 이름을 보여 줍니다.".to_owned()
            } else {
                format!("혹시 {}?", near.join(", "))
            };
            bail!("`{chapter}` 장은 없습니다. {hint}");
        }
    }
    Ok(())
}

fn asked(arguments: &QuizArguments) -> Asked {
    if arguments.exam {
        let plan = Plan {
            chapters: arguments.chapter.clone(),
            count: arguments.count.unwrap_or(COUNT),
            minutes: arguments.minutes,
            // Another exam each time; its number is told with the result.
            seed: arguments.seed.unwrap_or_else(any_seed),
        };
        return Asked::Exam { plan, seeded: arguments.seed.is_some(), export: arguments.export.clone() };
    }
    let nothing_said = arguments.chapter.is_empty()
        && !arguments.due
        && arguments.count.is_none()
        && arguments.seed.is_none()
        && arguments.new.is_none();
    if nothing_said {
        return Asked::Menu;
    }
    let unlimited = if arguments.chapter.is_empty() { NEW_A_DAY } else { usize::MAX };
    Asked::Review(Wish {
        chapters: arguments.chapter.clone(),
        due: arguments.due,
        count: arguments.count.unwrap_or(COUNT),
        new_a_day: arguments.new.unwrap_or(unlimited),
        seed: arguments.seed,
    })
}

/// A number that nobody asked for: short enough to be said aloud.
pub(super) fn any_seed() -> u64 {
    crate::quiz::random::hash(&clock::stamp()) % 1_000_000
}

/// The record and where answers are kept, each before it goes on.
struct Keeper {
    record: Record,
    store: Option<Store>,
}

impl Keeper {
    fn open(course: &str) -> Self {
        let Opened { record, store, problem } = open_record(course);
        let store = match (store, problem) {
            (Some(store), problem) => {
                if let Some(problem) = problem {
                    out::note(&format!("kijabi: {problem}"));
                }
                Some(store)
            }
            (None, Some(problem)) => {
                out::note(&format!("kijabi: {problem}"));
                None
            }
            (None, None) => match home::folder().map(|folder| Store::open(&folder, course)) {
                Some(Ok(store)) => Some(store),
                Some(Err(problem)) => {
                    out::note(&format!("kijabi: {problem}"));
                    None
                }
                None => None,
            },
        };
        Self { record, store }
    }

    /// Keeps what happened, all of it or nothing; says so where it cannot.
    fn keep(&mut self, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        let day = clock::today();
        for event in &events {
            self.record.apply(day, event);
        }
        let dated: Vec<_> = events.into_iter().map(|event| (day, event)).collect();
        if let Some(store) = &mut self.store
            && let Err(problem) = store.save(&dated)
        {
            out::note(&format!("kijabi: {problem}"));
        }
    }
}

fn bank(course: &Course) -> Bank {
    let (bank, faults) = Bank::open(course);
    for fault in faults {
        out::note(&format!("kijabi: {fault}"));
    }
    bank
}

fn title(course: &Course, chapter: &str) -> String {
    course.chapters().iter().find(|it| it.id == chapter).map_or_else(String::new, |it| it.title.clone())
}
