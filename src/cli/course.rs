//! `kijabi course`: what a pack holds, and what its author got wrong.

use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;

use super::args::{Common, CourseAction, Format};
use super::out::{self, Out};
use super::{Status, course};
use crate::lesson::{Course, Fault};
use crate::shell::content;

/// Does `action`.
pub(super) fn run(common: &Common, action: CourseAction, out: &mut Out) -> anyhow::Result<Status> {
    match action {
        CourseAction::List { folder, format } => {
            list(&course(common, folder.as_deref())?, format, out)?;
            Ok(Status::Good)
        }
        CourseAction::Check { folder } => check(common, folder.as_deref(), out),
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
    }
    Ok(())
}

fn check(common: &Common, folder: Option<&Path>, out: &mut Out) -> anyhow::Result<Status> {
    let folder = folder.or(common.course.as_deref());
    let source = content::lessons(folder).map_err(|error| anyhow!("강의 꾸러미를 열 수 없습니다. {error}"))?;
    let faults = match Course::open(source) {
        Err(fault) => vec![fault],
        Ok(course) => faults(&course, common),
    };
    let root = folder.map_or_else(String::new, |folder| format!("{}/", folder.display()));
    for fault in &faults {
        let kind = if fault.is_error() { "" } else { "주의: " };
        out.line(&format!(
            "{root}{}:{}:{}: {kind}{} [{}]",
            fault.path, fault.place.line, fault.place.column, fault.message, fault.rule
        ))?;
    }
    let errors = faults.iter().filter(|fault| fault.is_error()).count();
    if errors == 0 {
        out::note("꾸러미에 잘못이 없습니다.");
    } else {
        out::note(&format!("꾸러미에 잘못이 {errors}개 있습니다."));
    }
    Ok(Status::of(errors == 0))
}

fn faults(course: &Course, _common: &Common) -> Vec<Fault> {
    let chapters = course.chapters().iter().filter_map(|chapter| course.chapter(&chapter.id).err());
    let exercises = course.exercises().filter_map(|(_, exercise)| course.exercise(&exercise.id).err());
    chapters.chain(exercises).collect()
}
