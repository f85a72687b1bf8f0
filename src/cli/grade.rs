//! `kijabi grade`: an answer to an exercise, graded without a screen.
//!
//! Must not know: how an answer is graded.

pub(super) mod batch;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use serde::Serialize;

use super::args::{Common, GradeArguments};
use super::near::{called, near};
use super::out::Out;
use super::report::{Finding, Style, snippet};
use super::{Status, course, out};
use crate::classroom::Format as ReportFormat;
use crate::grade::{Answer, FailedCommand, FileReport, Report, grade};
use crate::lesson::{Catalogue, Course, Exercise, File};
use crate::shell::files::{self, Unread, Walk, io_reason};
use crate::text::LineIndex;
use crate::text::width::visible;

/// Grades an answer, or a folder of them.
pub(super) fn run(common: &Common, asked: &GradeArguments, out: &mut Out) -> anyhow::Result<Status> {
    if let Some(folder) = &asked.submissions {
        return batch::run(common, asked, folder, out);
    }
    let course = course(common, None)?;
    let exercise = exercise(&course, asked.exercise.as_deref().unwrap_or_default())?;
    let format = asked.format.unwrap_or_default();
    let answer = match read(&exercise, &asked.answer)? {
        Ok(answer) => answer,
        Err(no_text) => {
            out::note(&format!("kijabi: {no_text}"));
            return Ok(Status::Faults);
        }
    };
    let report = grade(&exercise, &answer, common.version());
    let mut shown = Vec::new();
    match format {
        ReportFormat::Json => shown = out::json_line(&Row::of(&exercise, &answer, &report))?,
        ReportFormat::Human => {
            let coloured = asked.out.is_none() && out::coloured();
            human(&answer, &report, &crate::shell::content::catalogue(), Style::of(common, coloured), &mut shown)?;
        }
        ReportFormat::Csv | ReportFormat::Junit | ReportFormat::Html => {
            shown = batch::single(common, &course, &exercise, &answer, &report, format)?.into_bytes();
        }
    }
    match &asked.out {
        None => out.raw(&shown)?,
        Some(path) => files::replace(path, |file| file.write_all(&shown))
            .map_err(|reason| anyhow!("{}: {reason}", path.display()))?,
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
pub(super) fn read(exercise: &Exercise, paths: &[PathBuf]) -> anyhow::Result<Result<Answer, String>> {
    let mut answer = Answer::default();
    for (path, within) in all(paths)? {
        let stdin = path == Path::new("-");
        let text = if stdin { files::read_from(std::io::stdin().lock(), 0) } else { files::read(&path) };
        let text = match text {
            Ok(text) => text,
            Err(Unread::File(reason)) => bail!("{}: {reason}", path.display()),
            Err(no_text @ Unread::Text(_)) => return Ok(Err(format!("{}:{}", path.display(), no_text.message()))),
        };
        // Of standard input only the exercise knows a name; commands know a file by where it lies in their folder.
        let name = match (stdin, exercise.console) {
            (true, _) => exercise.file.as_str().into(),
            (false, true) => within.to_string_lossy(),
            (false, false) => path.to_string_lossy(),
        };
        answer.add(exercise, &name, &text);
    }
    Ok(Ok(answer))
}

/// The files of an answer, each with its path within the folder that was named.
fn all(paths: &[PathBuf]) -> anyhow::Result<Vec<(PathBuf, PathBuf)>> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push((path.clone(), path.file_name().map_or_else(|| path.clone(), PathBuf::from)));
            continue;
        }
        let walk = Walk::of_answer(path).map_err(|error| anyhow!("{}: {}", path.display(), io_reason(&error)))?;
        for file in walk {
            let file = file.map_err(|(path, error)| anyhow!("{}: {}", path.display(), io_reason(&error)))?;
            let within = file.strip_prefix(path).map_or_else(|_| file.clone(), Path::to_path_buf);
            found.push((file, within));
        }
    }
    if found.is_empty() {
        bail!("폴더에 매니페스트(.yaml, .yml, .json)나 명령(.sh)이 없습니다.");
    }
    Ok(found)
}

/// Prints a report for people.
pub(super) fn human(
    answer: &Answer,
    report: &Report,
    catalogue: &Catalogue,
    style: Style,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    for (file, about) in answer.files.iter().zip(&report.files) {
        for finding in findings(file, about) {
            // Made harmless piece by piece, so that colours may stay.
            out.write_all(snippet(&finding, &file.name, &file.text, style).as_bytes())?;
            put(out, "")?;
        }
    }
    let (yes, no) = match style {
        Style { plain: true, .. } => ("됨:", "아직:"),
        Style { ascii: true, .. } => ("[o]", "[x]"),
        Style { .. } => ("✓", "✗"),
    };
    if report.assumed {
        put(out, "(가정: 고칠 곳을 고쳤다고 보고 살핀 결과입니다.)")?;
    }
    for check in &report.checks {
        put(out, &format!("{} {}", if check.passed { yes } else { no }, check.sentence.trim()))?;
        if !check.detail.is_empty() {
            check.detail.lines().try_for_each(|line| put(out, &format!("    {line}")))?;
        }
        if let Some(code) = &check.mistake {
            let title = catalogue.mistake(code).map_or_else(|_| String::new(), |it| format!(": {}", it.title));
            put(out, &format!("    {code}{title} (kijabi explain {code})"))?;
        }
    }
    if !report.passed && !report.failed.is_empty() {
        put(out, "실패한 명령")?;
        for failed in &report.failed {
            put(out, &format!("  $ {} (종료 상태 {})", failed.line, failed.exit))?;
            failed.printed.lines().take(PRINTED).try_for_each(|line| put(out, &format!("    {line}")))?;
        }
    }
    let (reached, whole) = report.score();
    if report.passed {
        put(out, "과제를 통과했습니다")?;
    } else {
        put(out, &format!("아직 통과하지 못했습니다({reached}/{whole}점)."))?;
    }
    Ok(())
}

/// Lines shown of what a failed command printed.
const PRINTED: usize = 10;

/// Writes a line; control characters in it become visible.
fn put(out: &mut impl Write, line: &str) -> io::Result<()> {
    writeln!(out, "{}", visible(line))
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
    failed_commands: Vec<CommandRow<'a>>,
}

#[derive(Serialize)]
struct CommandRow<'a> {
    command: &'a str,
    printed: &'a str,
    exit: u8,
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

impl<'a> CommandRow<'a> {
    fn of(failed: &'a FailedCommand) -> Self {
        Self { command: &failed.line, printed: &failed.printed, exit: failed.exit }
    }
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
            failed_commands: report.failed.iter().map(CommandRow::of).collect(),
        }
    }
}
