//! `kijabi progress`: the learner's record, seen, carried elsewhere, merged, forgotten.
//!
//! Must not know: how the record is kept.

use std::io::{BufRead, IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use super::args::{Common, ProgressAction};
use super::near::near;
use super::out::{self, Out};
use super::{Status, course};
use crate::lesson::Course;
use crate::shell::store::{BUILT_IN, Store, StoreProblem};
use crate::shell::{clock, files, home};
use crate::study::{Record, exchange};

/// The largest record that is read, in bytes: many long texts.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Does `action` with the record of the course.
pub(super) fn run(common: &Common, action: ProgressAction, out: &mut Out) -> anyhow::Result<Status> {
    let course = course(common, None)?;
    match action {
        ProgressAction::Show => show(common, &course, out)?,
        ProgressAction::Export => out.json(&exported(course.id(), &open(course.id())?.load()?))?,
        ProgressAction::Import { file } => import(&course, &file)?,
        ProgressAction::Reset { id, yes } => reset(course.id(), id.as_deref(), yes)?,
    }
    Ok(Status::Good)
}

/// The built-in course's record names no course: it is what readers know from when there was no other.
fn exported(course: &str, record: &Record) -> exchange::Exported {
    exchange::export((course != BUILT_IN).then_some(course), record)
}

fn open(course: &str) -> Result<Store, StoreProblem> {
    Store::open(&home::folder().ok_or(StoreProblem::NoHome)?, course)
}

fn show(common: &Common, course: &Course, out: &mut Out) -> anyhow::Result<()> {
    let store = open(course.id())?;
    let record = store.load()?;
    let mark = |done: bool| match (done, common.ascii) {
        (true, false) => "✓",
        (false, false) => "·",
        (true, true) => "[o]",
        (false, true) => "[ ]",
    };
    for chapter in course.chapters() {
        out.line(&format!("{} {}", mark(record.has_read(&chapter.id)), chapter.title))?;
        for exercise in &chapter.exercises {
            let about = record.exercise(&exercise.id).map_or_else(String::new, |it| {
                let passed = it.passed.map_or_else(String::new, |day| format!("{} 통과", clock::day_text(day)));
                let passed = match (it.passed.is_some(), it.answer_seen) {
                    (true, true) => format!("{passed} (정답 봄), "),
                    (true, false) => format!("{passed}, "),
                    (false, true) => "정답 봄, ".to_owned(),
                    (false, false) => passed,
                };
                format!(" ({passed}시도 {}번, 힌트 {}단계)", it.attempts, it.hints)
            });
            out.line(&format!("    {} {}{about}", mark(record.has_passed(&exercise.id)), exercise.title))?;
        }
    }
    let passed = course.exercises().filter(|(_, exercise)| record.has_passed(&exercise.id)).count();
    let read = course.chapters().iter().filter(|chapter| record.has_read(&chapter.id)).count();
    out.line("")?;
    out.line(&format!(
        "장 {read}/{} 읽음, 과제 {passed}/{} 통과. 기록: {}",
        course.chapters().len(),
        course.exercises().count(),
        store.file().display()
    ))?;
    Ok(())
}

/// Takes a record into that of the course it names, or of the one that is open where it names none.
fn import(course: &Course, file: &Path) -> anyhow::Result<()> {
    let mut json = String::new();
    let named = file.display();
    let reason = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::InvalidData => anyhow!("{named}: UTF-8 텍스트가 아닙니다."),
        _ => anyhow!("{named}: {}", files::io_reason(&error)),
    };
    if file == Path::new("-") {
        std::io::stdin().lock().take(LARGEST).read_to_string(&mut json).map_err(reason)?;
    } else {
        std::fs::File::open(file).map_err(reason)?.take(LARGEST).read_to_string(&mut json).map_err(reason)?;
    }
    let exported = exchange::read(json.strip_prefix('\u{feff}').unwrap_or(&json)).with_context(|| named.to_string())?;
    let id = exported.course.as_deref().unwrap_or(course.id());
    let mut store = open(id)?;
    let record = store.load()?;
    let today = clock::today();
    let mut events: Vec<_> = exchange::merge(&record, &exported).into_iter().map(|event| (today, event)).collect();
    events.extend(exchange::merge_reviews(&record, &exported));
    store.save(&events)?;
    out::note(&format!("과제 {}개와 장 {}개의 기록을 합쳤습니다.", exported.exercises.len(), exported.chapters.len()));
    if !exported.reviews.is_empty() {
        out::note(&format!("문제 {}개의 답을 합쳤습니다.", exported.reviews.len()));
    }
    if id != course.id() {
        out::note(&format!("다른 과정(`{id}`)의 기록이라 그 과정의 것으로 두었습니다."));
    }
    let kept = exported.exercises.iter().filter(|it| {
        let mine = record.exercise(&it.id).and_then(|mine| mine.text.as_ref());
        mine.is_some() && it.text.is_some() && mine != it.text.as_ref()
    });
    let kept: Vec<&str> = kept.map(|it| it.id.as_str()).collect();
    if !kept.is_empty() {
        out::note(&format!("글은 여기 있던 것을 그대로 두었습니다: {}", kept.join(", ")));
    }
    Ok(())
}

fn reset(course: &str, id: Option<&str>, yes: bool) -> anyhow::Result<()> {
    let mut store = open(course)?;
    let record = store.load()?;
    if let Some(id) = id
        && record.exercise(id).is_none()
        && record.chapter(id).is_none()
        && record.card(id).is_none()
    {
        let known =
            record.exercises.keys().chain(record.chapters.keys()).chain(record.cards.keys()).map(String::as_str);
        let near = near(id, known);
        let hint = if near.is_empty() { String::new() } else { format!(" 혹시 {}?", near.join(", ")) };
        bail!("`{id}`의 기록이 없습니다.{hint}");
    }
    if id.is_none() && !yes && !confirmed()? {
        out::note("지우지 않았습니다.");
        return Ok(());
    }
    let copy = back_up(course, &record)?;
    store.forget(id)?;
    out::note(&format!("기록을 지웠습니다. 지우기 전의 사본: {}", copy.display()));
    Ok(())
}

fn confirmed() -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!("모든 기록을 지우려면 --yes를 붙이십시오.");
    }
    out::note("이 과정의 학습 기록을 모두 지웁니다. 계속하려면 `예`를 치십시오.");
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "예" | "네" | "y" | "yes"))
}

/// Writes the record beside the store, under a name that is not taken.
fn back_up(course: &str, record: &Record) -> anyhow::Result<PathBuf> {
    let folder = home::folder().ok_or(StoreProblem::NoHome)?;
    let json = out::json_line(&exported(course, record))?;
    let day = clock::today_text();
    let names = (1..).map(|n| if n == 1 { format!("progress-{day}.json") } else { format!("progress-{day}-{n}.json") });
    for name in names {
        let copy = folder.join(name);
        match std::fs::OpenOptions::new().write(true).create_new(true).open(&copy) {
            Ok(mut file) => {
                std::io::Write::write_all(&mut file, &json)
                    .and_then(|()| file.sync_all())
                    .map_err(|error| anyhow!("{}: {}", copy.display(), files::io_reason(&error)))?;
                return Ok(copy);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => bail!("{}: {}", copy.display(), files::io_reason(&error)),
        }
    }
    bail!("사본을 둘 이름이 없습니다.")
}
