//! `kijabi class`: joining a class, handing in, the teacher's board, and shards of a grading run joined.
//!
//! Must not know: what is in a hand-in or an event.

mod board;
mod due;
mod quiz;

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::args::{ClassAction, Common, Format};
use super::grade::{self, batch};
use super::out::{self, Out};
use super::{Status, course};
use crate::classroom::digest::of_course;
use crate::classroom::hand_in::HandIn;
use crate::classroom::live::{Event, Stamped};
use crate::classroom::naming::HAND_IN;
use crate::classroom::student;
use crate::grade::{Answer, grade as graded};
use crate::shell::class::{self as shell, Membership};
use crate::shell::perform::{Opened, open_record};
use crate::shell::{clock, files};
use crate::study::Place;
use crate::text::josa::{self, Josa};

/// Does `action`.
pub(super) fn run(common: &Common, action: ClassAction, out: &mut Out) -> anyhow::Result<Status> {
    match action {
        ClassAction::Join { student, folder } => join(&student, &folder)?,
        ClassAction::HandIn { exercise, force, answer } => {
            return hand_in(common, exercise.as_deref(), &answer, force);
        }
        ClassAction::Due { folder, when, exercises } => {
            due::run(common, &folder, when.as_deref(), &exercises, out)?;
        }
        ClassAction::Status => status(out)?,
        ClassAction::Leave => {
            let was = Membership::leave().map_err(|reason| anyhow!(reason))?;
            out::note(if was { "수업에서 나왔습니다." } else { "참여한 수업이 없습니다." });
        }
        ClassAction::Board { folder, roster, format } => {
            board::run(common, &folder, roster.as_deref(), format == Format::Json, out)?;
        }
        ClassAction::Quiz { action: None } => return quiz::answer(common, out),
        ClassAction::Quiz { action: Some(action) } => quiz::teach(common, action, out)?,
        ClassAction::Merge { shards, format, out: to } => {
            return batch::merge(common, &shards, format.unwrap_or_default(), to.as_deref(), out);
        }
    }
    Ok(Status::Good)
}

fn join(named: &str, folder: &Path) -> anyhow::Result<()> {
    let id = student::valid(named).map_err(|reason| anyhow!(reason))?;
    let class = Membership::join(&id, folder).map_err(|reason| anyhow!(reason))?;
    let (folder, as_whom) = (class.folder.display(), josa::with(&id, Josa::EuroRo));
    out::note(&format!(
        "{folder}: {as_whom} 참여했습니다. 답은 `kijabi class hand-in`이나 과제 화면의 F10으로 제출합니다."
    ));
    Ok(())
}

fn joined() -> anyhow::Result<Membership> {
    Membership::load()
        .ok_or_else(|| anyhow!("참여한 수업이 없습니다. `kijabi class join --as 학번 폴더`로 참여하십시오."))
}

fn hand_in(common: &Common, exercise: Option<&str>, paths: &[PathBuf], force: bool) -> anyhow::Result<Status> {
    let class = joined()?;
    let course = course(common, None)?;
    let Opened { record, problem, .. } = open_record(course.id());
    let last = || match &record.place {
        Some(Place::Exercise(id)) => Some(id.clone()),
        _ => None,
    };
    let Some(id) = exercise.map(str::to_owned).or_else(last) else {
        bail!("어느 과제를 제출할지 알 수 없습니다. `kijabi class hand-in 과제`처럼 적으십시오.");
    };
    let exercise = grade::exercise(&course, &id)?;
    let known = record.exercise(&id);
    let answer = if paths.is_empty() {
        if let Some(problem) = problem {
            bail!("기록을 읽을 수 없습니다. {problem}");
        }
        let Some(text) = known.and_then(|known| known.text.as_deref()) else {
            bail!(
                "과제 `{id}`: 키잡이에서 쓴 답이 없습니다. 파일이 있으면 `kijabi class hand-in {id} 답.yaml`처럼 적으십시오."
            );
        };
        Answer::files(exercise.split(text))
    } else {
        match grade::read(&exercise, paths)? {
            Ok(answer) => answer,
            Err(no_text) => {
                out::note(&format!("kijabi: {no_text}"));
                return Ok(Status::Faults);
            }
        }
    };
    if answer.is_untouched(&exercise) {
        bail!("과제 `{id}`: 처음 받은 그대로이거나 비어 있습니다. 답을 쓴 뒤에 제출하십시오.");
    }
    let time = clock::now();
    let report = graded(&exercise, &answer, common.version());
    let passed_before =
        || class.handed_in(&id).is_some_and(|it| graded(&exercise, &it.answer(), common.version()).passed);
    if !force && !report.passed && passed_before() {
        bail!(
            "과제 `{id}`: 이미 통과한 답을 제출해 두었고 지금 답은 통과하지 않습니다. 그래도 바꾸려면 `--force`를 붙이십시오."
        );
    }
    let (hints, answer_seen) = known.map_or((0, false), |known| (known.hints, known.answer_seen));
    let new = HandIn::new(&class.student, &id, &answer).standing(&report);
    let given = HandIn { hints, answer_seen, pack: of_course(&course), time, ..new };
    let path = class.hand_in(&given).map_err(|reason| anyhow!(reason))?;
    // The answer is there; the board learns of it where it can.
    let event = Event::HandedIn { exercise: id, passed: report.passed };
    if let Err(error) = class.append(&[Stamped { time, event }]) {
        log::warn!("class folder: {}", files::io_reason(&error));
    }
    out::note(&format!("제출했습니다({}): {}", given.word(), path.display()));
    Ok(Status::Good)
}

/// What this student has in the class folder; nobody else's.
fn status(out: &mut Out) -> anyhow::Result<()> {
    let class = joined()?;
    out.line(&format!("{} · {}", class.student, class.folder.display()))?;
    let own = class.own();
    let due = shell::due(&class.folder).map_err(|reason| anyhow!(reason))?;
    let entries =
        std::fs::read_dir(&own).map_err(|error| anyhow!("{}: {}", own.display(), files::io_reason(&error)))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut exercises: Vec<String> = names.filter_map(|name| name.strip_suffix(HAND_IN).map(str::to_owned)).collect();
    exercises.sort_unstable();
    for id in &exercises {
        let text = files::read(&own.join(format!("{id}{HAND_IN}"))).ok();
        let given = text.and_then(|text| HandIn::read(&text).ok());
        let about = given.map_or_else(
            || "읽을 수 없음".to_owned(),
            |given| format!("{} 제출, {}", clock::moment_text(given.time), given.word()),
        );
        out.line(&format!("  {id}: {about}"))?;
    }
    if exercises.is_empty() {
        out.line("  제출한 답이 없습니다.")?;
    }
    for (sitting, again) in shell::exams(&own) {
        let (seed, ended) = (sitting.paper.plan.seed, clock::moment_text(sitting.time));
        let again = if again > 0 { format!(", 그 뒤 {again}번 더 봄") } else { String::new() };
        out.line(&format!("  시험 {seed}: {ended} 끝냄{again}"))?;
    }
    for (id, time) in due.exercises.iter().filter(|(id, _)| !exercises.contains(id)) {
        out.line(&format!("  {id}: 아직 내지 않음, 마감 {}", clock::moment_text(*time)))?;
    }
    if let Some(time) = due.all {
        out.line(&format!("  마감이 따로 없는 과제의 마감: {}", clock::moment_text(time)))?;
    }
    if let Some(quiz) = class.quiz().map_err(|reason| anyhow!(reason))? {
        let given = class.sheet(&quiz.id).map_or(0, |sheet| sheet.answers.len());
        let state = if quiz.closed.is_some() { "닫힘" } else { "열려 있음" };
        out.line(&format!("  퀴즈 {}: {state}, 답 {given}/{}", quiz.id, quiz.plan.count))?;
    }
    Ok(())
}
