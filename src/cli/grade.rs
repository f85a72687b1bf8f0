//! `kijabi grade`: an answer to an exercise, graded without a screen.
//!
//! Must not know: how an answer is graded.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use serde::Serialize;

use super::args::{Common, Format};
use super::near::{called, near};
use super::out::Out;
use super::report::{Finding, Style, snippet};
use super::{Status, course, out};
use crate::grade::{Answer, FileReport, Report, grade};
use crate::lesson::{Course, Exercise, File};
use crate::shell::files::{self, Unread, Walk, io_reason};
use crate::text::LineIndex;

/// Grades `answer`.
pub(super) fn run(
    common: &Common,
    id: &str,
    answer: &[PathBuf],
    format: Format,
    out: &mut Out,
) -> anyhow::Result<Status> {
    let course = course(common, None)?;
    let exercise = exercise(&course, id)?;
    let answer = match read(&exercise, answer)? {
        Ok(answer) => answer,
        Err(no_text) => {
            out::note(&format!("kijabi: {no_text}"));
            return Ok(Status::Faults);
        }
    };
    let report = grade(&exercise, &answer, common.version());
    match format {
        Format::Json => out.json(&Row::of(&exercise, &answer, &report))?,
        Format::Human => human(&answer, &report, Style { ascii: common.ascii, coloured: out::coloured() }, out)?,
    }
    Ok(Status::of(report.passed))
}

/// The exercise called `id`; where there is none, those with a name near to it are told.
pub(super) fn exercise(course: &Course, id: &str) -> anyhow::Result<Exercise> {
    let known: Vec<&str> = course.exercises().map(|(_, exercise)| exercise.id.as_str()).collect();
    if !known.contains(&id) {
        let near = near(id, known);
        let hint = if near.is_empty() {
            "`kijabi course list`가 모든 과제를 보여 줍니다.".to_owned()
        } else {
            format!("혹시 {}?", near.join(", "))
        };
        bail!("{} 과제는 없습니다. {hint}", called(id));
    }
    course.exercise(id).map_err(|fault| anyhow!("과정에 잘못이 있습니다. {fault}"))
}

/// Reads an answer from manifests, folders of them, and scripts of console commands. A file that is no text is a
/// fault of the answer (inner error), one that cannot be read a failure.
fn read(exercise: &Exercise, paths: &[PathBuf]) -> anyhow::Result<Result<Answer, String>> {
    let mut answer = Answer::default();
    for path in all(paths)? {
        let stdin = path == Path::new("-");
        let text = if stdin { files::read_from(std::io::stdin().lock(), 0) } else { files::read(&path) };
        let text = match text {
            Ok(text) => text,
            Err(Unread::File(reason)) => bail!("{}: {reason}", path.display()),
            Err(no_text @ Unread::Text(_)) => return Ok(Err(format!("{}:{}", path.display(), no_text.message()))),
        };
        if path.extension().is_some_and(|end| end == "sh") {
            let commands = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            answer.log.extend(commands.map(str::to_owned));
            continue;
        }
        let mut parts = exercise.split(&text);
        // One plain file keeps the name it was given, so that its faults are found where the editor shows them.
        if let ([part], false) = (parts.as_mut_slice(), stdin) {
            part.name = path.to_string_lossy().into_owned();
        }
        answer.files.append(&mut parts);
    }
    Ok(Ok(answer))
}

fn all(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let walk = Walk::new(path).map_err(|error| anyhow!("{}: {}", path.display(), io_reason(&error)))?;
        for file in walk {
            found.push(file.map_err(|(path, error)| anyhow!("{}: {}", path.display(), io_reason(&error)))?);
        }
    }
    if found.is_empty() {
        bail!("폴더에 매니페스트(.yaml, .yml, .json)가 없습니다.");
    }
    Ok(found)
}

/// Prints a report for people.
pub(super) fn human(answer: &Answer, report: &Report, style: Style, out: &mut Out) -> anyhow::Result<()> {
    for (file, about) in answer.files.iter().zip(&report.files) {
        for finding in findings(file, about) {
            // Made harmless piece by piece, so that colours may stay.
            out.raw(snippet(&finding, &file.name, &file.text, style).as_bytes())?;
            out.line("")?;
        }
    }
    let (yes, no) = if style.ascii { ("[o]", "[x]") } else { ("✓", "✗") };
    if report.assumed {
        out.line("(가정: 고칠 곳을 고쳤다고 보고 살핀 결과입니다.)")?;
    }
    for check in &report.checks {
        out.line(&format!("{} {}", if check.passed { yes } else { no }, check.sentence.trim()))?;
        if !check.detail.is_empty() {
            check.detail.lines().try_for_each(|line| out.line(&format!("    {line}")))?;
        }
    }
    let (reached, whole) = report.score();
    if report.passed {
        out.line("과제를 통과했습니다")?;
    } else {
        out.line(&format!("아직 통과하지 못했습니다({reached}/{whole}점)."))?;
    }
    Ok(())
}

fn findings(file: &File, about: &FileReport) -> Vec<Finding> {
    let index = LineIndex::new(&file.text);
    about.diagnostics.iter().map(|it| Finding::of(it.clone(), &file.text, &index)).collect()
}

/// A report for programs.
#[derive(Serialize)]
struct Row<'a> {
    exercise: &'a str,
    passed: bool,
    assumed: bool,
    score: u32,
    max_score: u32,
    mistakes: Vec<String>,
    checks: Vec<CheckRow<'a>>,
    files: Vec<FileRow<'a>>,
}

#[derive(Serialize)]
struct CheckRow<'a> {
    passed: bool,
    sentence: &'a str,
    detail: &'a str,
    mistake: Option<&'a str>,
    weight: u32,
}

#[derive(Serialize)]
struct FileRow<'a> {
    file: &'a str,
    stage: Option<&'static str>,
    diagnostics: Vec<Finding>,
}

impl<'a> Row<'a> {
    fn of(exercise: &'a Exercise, answer: &'a Answer, report: &'a Report) -> Self {
        let (score, max_score) = report.score();
        let checks = report.checks.iter().map(|check| CheckRow {
            passed: check.passed,
            sentence: check.sentence.trim(),
            detail: &check.detail,
            mistake: check.mistake.as_deref(),
            weight: check.weight,
        });
        let files = answer.files.iter().zip(&report.files).map(|(file, about)| FileRow {
            file: &file.name,
            stage: about.rejected.and_then(crate::diagnostic::Stage::verdict_name),
            diagnostics: findings(file, about),
        });
        Self {
            exercise: &exercise.id,
            passed: report.passed,
            assumed: report.assumed,
            score,
            max_score,
            mistakes: report.mistakes(),
            checks: checks.collect(),
            files: files.collect(),
        }
    }
}
