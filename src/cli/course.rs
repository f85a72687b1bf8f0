//! `kijabi course`: what a pack holds, and what its author got wrong.
//!
//! Must not know: the rules of the linter.

mod new;
mod watch;

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use serde::Serialize;

use super::args::{Common, CourseAction, Format};
use super::out::{self, Out};
use super::{Status, course};
use crate::lesson::course::COURSE;
use crate::lesson::{Course, Fault, catalogue};
use crate::quiz::Bank;
use crate::quiz::lint::lint_pack;
use crate::shell::content;

/// Does `action`.
pub(super) fn run(common: &Common, action: CourseAction, out: &mut Out) -> anyhow::Result<Status> {
    match action {
        CourseAction::List { folder, format } => {
            list(&course(common, folder.as_deref())?, format, out)?;
            Ok(Status::Good)
        }
        CourseAction::Check { folder, watch } => {
            let folder = folder.or_else(|| common.course.clone()).or_else(here);
            match (folder, watch) {
                (Some(folder), true) => watch::run(&folder, out),
                (None, true) => {
                    bail!("--watch에는 지켜볼 과정 폴더를 적으십시오. 지금 폴더에는 course.yaml이 없습니다.")
                }
                (folder, false) => check(folder.as_deref(), out),
            }
        }
        CourseAction::New { folder, title, author } => {
            new::run(&folder, title.as_deref(), author.as_deref())?;
            Ok(Status::Good)
        }
        CourseAction::Schema { folder } => {
            new::schema(folder.as_deref(), out)?;
            Ok(Status::Good)
        }
    }
}

/// A line of `list --format json`.
#[derive(Serialize)]
struct Item<'a> {
    kind: &'static str,
    id: &'a str,
    chapter: &'a str,
    title: &'a str,
    /// Relative to the pack's folder; of an exercise its folder.
    path: String,
}

fn list(course: &Course, format: Format, out: &mut Out) -> anyhow::Result<()> {
    let bank = Bank::open(course).0;
    if format == Format::Human {
        out.line(&course.title())?;
    }
    for chapter in course.chapters() {
        match format {
            Format::Human => {
                out.line("")?;
                out.line(&format!("{} ({})", chapter.title, chapter.id))?;
            }
            Format::Json => {
                let path = format!("{}/chapter.md", chapter.folder);
                out.json(&Item {
                    kind: "chapter",
                    id: &chapter.id,
                    chapter: &chapter.id,
                    title: &chapter.title,
                    path,
                })?;
            }
        }
        for exercise in &chapter.exercises {
            match format {
                Format::Human => out.line(&format!("  {} ({})", exercise.title, exercise.id))?,
                Format::Json => {
                    let path = exercise.folder.clone();
                    let (id, title) = (&exercise.id, &exercise.title);
                    out.json(&Item { kind: "exercise", id, chapter: &chapter.id, title, path })?;
                }
            }
        }
        let questions = bank.entries().iter().filter(|entry| entry.chapter == chapter.id);
        match format {
            Format::Human => {
                let count = questions.count();
                if count > 0 {
                    out.line(&format!("  문제 {count}개"))?;
                }
            }
            Format::Json => {
                for entry in questions {
                    let path = format!("{}/quiz.yaml", chapter.folder);
                    let (id, title) = (&entry.id, &entry.title);
                    out.json(&Item { kind: "question", id, chapter: &chapter.id, title, path })?;
                }
            }
        }
    }
    Ok(())
}

/// The folder of the prompt, where it is a course.
fn here() -> Option<PathBuf> {
    let here = PathBuf::from(".");
    here.join(COURSE).is_file().then_some(here)
}

fn check(folder: Option<&Path>, out: &mut Out) -> anyhow::Result<Status> {
    let source = content::lessons(folder).map_err(|error| anyhow!("과정을 열 수 없습니다. {error}"))?;
    let faults = lint_pack(source, &content::catalogue());
    // What a pack of somebody's own leaves unused of kijabi's own glossary is no fault of that pack.
    let others =
        |fault: &&Fault| folder.is_none() || fault.is_error() || !Path::new(&fault.path).starts_with(catalogue::ROOT);
    for fault in faults.iter().filter(others) {
        // The shared catalogue lies beside the packs, not in one.
        let root = folder.filter(|_| !Path::new(&fault.path).starts_with(catalogue::ROOT));
        let path = root
            .filter(|root| *root != Path::new("."))
            .map_or_else(|| fault.path.clone(), |root| root.join(&fault.path).to_string_lossy().into_owned());
        let kind = if fault.is_error() { "" } else { "주의: " };
        let (place, message) = (fault.place, &fault.message);
        out.line(&format!("{path}:{}:{}: {kind}{message} [{}]", place.line, place.column, fault.rule))?;
    }
    let errors = faults.iter().filter(|fault| fault.is_error()).count();
    // The sum stands below what it sums up.
    out.flush()?;
    let which = if folder.is_some() { "과정" } else { "기본 과정" };
    if errors == 0 {
        out::note(&format!("{which}에 잘못이 없습니다."));
    } else {
        out::note(&format!("{which}에 잘못이 {errors}개 있습니다."));
    }
    Ok(Status::of(errors == 0))
}
