//! One row of the sheet: what became of one student's answer to one exercise. Plain data of bounded size, harmless to any
//! screen: control characters in it are pictures of themselves already.
//!
//! Must not know: how rows are kept or shown.

use serde::{Deserialize, Serialize};

use super::excerpt;
use super::head::Head;
use super::live::Work;
use crate::diagnostic::{Diagnostic, Severity};
use crate::grade::{Answer, FailedCommand, FileReport, Report};
use crate::lesson::{Exercise, File};
use crate::text::width::{is_control, visible};
use crate::text::{LineIndex, TextRange};

/// Findings of one file that are kept; what more there are is counted.
const FINDINGS: usize = 30;
/// Console commands that are kept.
const COMMANDS: usize = 60;
/// Characters kept of a message.
const WORDS: usize = 400;

/// How far an answer came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It was graded.
    Graded,
    /// It was handed in and could not be graded: [`Row::reason`] says why.
    Broken,
    /// Nothing was handed in.
    #[default]
    Missing,
}

/// What became of one student's answer to one exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a line of the sheet: each is a column, and none follows from another"
)]
pub struct Row {
    /// The student's id.
    pub student: String,
    /// The student's name, where the roster has one.
    #[serde(default)]
    pub name: String,
    /// The exercise's id; empty where nobody can tell which one is answered.
    pub exercise: String,
    /// How far it came.
    pub state: State,
    /// Whether every check holds.
    pub passed: bool,
    /// Weight of the checks that hold.
    pub score: u32,
    /// Weight of all checks.
    pub max_score: u32,
    /// Handed in after the deadline.
    pub late: bool,
    /// When it was due, as the grader's calendar writes it; empty where nothing says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub due: String,
    /// When it was handed in, as the grader's calendar writes it; empty where nothing tells.
    pub handed_in: String,
    /// Hints that were shown, where the answer was handed in by kijabi.
    pub hints: Option<u32>,
    /// The learner had looked at the reference answer before the exercise was passed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answer_seen: bool,
    /// It was made with another version of the course than the one it is graded by.
    pub other_pack: bool,
    /// What is to be said of it beside the grading, in Korean: why it could not be graded, or what was left out.
    pub reason: String,
    /// The mistakes it shows, each once, sorted.
    pub mistakes: Vec<String>,
    /// One per check, in the exercise's order.
    pub checks: Vec<CheckRow>,
    /// One per file, in the answer's order.
    pub files: Vec<FileRow>,
    /// What was typed in the console, as far as it is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<String>,
    /// The commands that failed, where the answer did not pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<CommandRow>,
    /// The fingerprint of what was handed in.
    pub content: String,
    /// What the class folder tells of the work on it, where it tells anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<WorkRow>,
    /// What it came to, where it is no exercise but an exam.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exam: Option<ExamRow>,
}

/// What the events of a class folder tell of one student's work on one exercise. The student's kijabi says so; nobody checked it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkRow {
    /// When it was first opened, as the grader's calendar writes it.
    pub opened: String,
    /// When anything happened in it last.
    pub last: String,
    /// Minutes worked on it, long pauses left out.
    pub minutes: u32,
    /// The highest hint shown.
    pub hints: u32,
    /// The reference answer was looked at before it was passed.
    pub answer_seen: bool,
    /// Passed at the student's own desk.
    pub passed: bool,
    /// Checks that held when it was left; nothing where none was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<u32>,
    /// All checks, as the student's kijabi knew them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checks: Option<u32>,
    /// The mistake that showed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mistake: Option<String>,
    /// The line it showed on, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

impl WorkRow {
    /// What is known of the work, nothing where it was done elsewhere; `moment` writes a time as the grader's calendar does.
    #[must_use]
    pub fn of(work: &Work, moment: impl Fn(i64) -> String) -> Option<Self> {
        Some(Self {
            opened: moment(work.opened?),
            last: moment(work.last),
            minutes: work.minutes(),
            hints: work.hints,
            answer_seen: work.answer_seen,
            passed: work.passed,
            held: work.checks.map(|checks| checks.0),
            checks: work.checks.map(|checks| checks.1),
            mistake: work.trouble.as_ref().map(|it| it.mistake.clone()),
            line: work.trouble.as_ref().map(|it| it.line).filter(|line| *line > 0),
        })
    }

    /// How it stood when it was left: `통과`, `확인 2/5`; empty where nothing was tried.
    #[must_use]
    pub fn standing(&self) -> String {
        match (self.passed, self.held.zip(self.checks)) {
            (true, _) => "통과".to_owned(),
            (false, Some((held, of))) => format!("확인 {held}/{of}"),
            (false, None) => String::new(),
        }
    }
}

/// What an exam came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamRow {
    /// Its number.
    pub seed: u64,
    /// Which chapters it was about, by their ids; all where none is named.
    pub chapters: Vec<String>,
    /// How many questions.
    pub count: usize,
    /// How many minutes there were; no limit where absent.
    pub minutes: Option<u32>,
    /// How many questions were answered.
    pub given: usize,
    /// Whether time ran out before the last answer.
    pub out_of_time: bool,
    /// Time spent on answers, in seconds.
    pub seconds: u64,
    /// How often it was sat after this.
    pub again: u32,
    /// By chapter, in the order of the course.
    pub topics: Vec<TopicRow>,
}

/// The score of one chapter in an exam.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicRow {
    /// The chapter.
    pub chapter: String,
    /// Its title.
    pub title: String,
    /// Wholly right answers.
    pub right: usize,
    /// Questions.
    pub total: usize,
}

impl ExamRow {
    /// What it is called: `시험 77`, and what it is about where that is not everything.
    #[must_use]
    pub fn name(&self) -> String {
        let limit = self.minutes.map_or_else(String::new, |minutes| format!(", {minutes}분"));
        let chapters = if self.chapters.is_empty() { String::new() } else { format!(": {}", self.chapters.join(", ")) };
        format!("시험 {}({}문제{limit}){chapters}", self.seed, self.count)
    }

    /// Whether the two are the same exam.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let Self { seed, chapters, count, minutes, .. } = other;
        (self.seed, &self.chapters, self.count, self.minutes) == (*seed, chapters, *count, *minutes)
    }

    /// The score by chapter, in words: `NodePort 3/4 · ClusterIP 1/2`.
    #[must_use]
    pub fn by_topic(&self) -> String {
        let told = self.topics.iter().map(|it| format!("{} {}/{}", it.title, it.right, it.total));
        told.collect::<Vec<_>>().join(" · ")
    }
}

/// How one check came out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRow {
    /// Whether it holds.
    pub passed: bool,
    /// The author's sentence.
    pub sentence: String,
    /// How things stand.
    pub detail: String,
    /// The misconception its failure shows.
    pub mistake: Option<String>,
    /// Its share of the score.
    pub weight: u32,
}

/// A command that failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandRow {
    /// What was typed.
    pub command: String,
    /// What it printed.
    pub printed: String,
    /// Its exit status.
    pub exit: u8,
}

/// What was found in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// Its name.
    pub file: String,
    /// The stage that refuses it.
    pub stage: Option<String>,
    /// What was found, in order.
    pub diagnostics: Vec<Finding>,
    /// How many findings more there were.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: usize,
    /// The text as far as it is shown; left out where rows are for programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Excerpt>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A stretch of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The number of its first line, from 1.
    pub from: usize,
    /// Its lines.
    pub text: String,
}

/// A diagnostic in its place; lines and columns count from 1, columns count characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which mistake it is.
    pub code: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// Where it begins.
    pub line: usize,
    /// Where it begins.
    pub column: usize,
    /// Where it ends.
    pub end_line: usize,
    /// Where it ends.
    pub end_column: usize,
    /// The server's field path.
    pub field: String,
    /// What the server says.
    pub message: String,
    /// What it means and what to do, in Korean.
    pub help: String,
}

impl Row {
    /// What grading found; whose it is and when it came is for the caller to add.
    #[must_use]
    pub fn graded(exercise: &Exercise, answer: &Answer, report: &Report) -> Self {
        let (score, max_score) = report.score();
        let checks = report.checks.iter().map(|check| CheckRow {
            passed: check.passed,
            sentence: short(check.sentence.trim()),
            detail: short(&check.detail),
            mistake: check.mistake.clone(),
            weight: check.weight,
        });
        Self {
            exercise: exercise.id.clone(),
            state: State::Graded,
            passed: report.passed,
            score,
            max_score,
            mistakes: report.mistakes(),
            checks: checks.collect(),
            files: answer.files.iter().zip(&report.files).map(|(file, about)| FileRow::of(file, about)).collect(),
            failed: if report.passed { Vec::new() } else { report.failed.iter().map(CommandRow::of).collect() },
            log: answer.log.iter().take(COMMANDS).map(|command| short(command.trim_end())).collect(),
            ..Self::default()
        }
    }

    /// Where it stands in the sheet: by student, then in the order of the course, then what belongs to no exercise.
    #[must_use]
    pub fn place<'r>(&'r self, head: &Head) -> (&'r str, usize) {
        let exercise = head.exercises.iter().position(|it| it.id == self.exercise);
        (&self.student, exercise.unwrap_or(usize::MAX))
    }

    /// What became of it in a word.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        match self.state {
            State::Missing => "미제출",
            State::Broken => "채점 못 함",
            State::Graded if self.passed => "통과",
            State::Graded => "미통과",
        }
    }

    /// What a teacher should know beside the result: why it could not be graded, what was left out.
    #[must_use]
    pub fn note(&self) -> String {
        let other = if self.other_pack { "다른 버전의 과정으로 만든 답입니다." } else { "" };
        let exam = match &self.exam {
            Some(exam) if exam.again > 0 => format!("{}번 더 보았습니다. 처음 것만 셉니다.", exam.again),
            _ => String::new(),
        };
        let told = [self.reason.as_str(), other, &exam];
        told.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The highest hint that was shown, by what was handed in or else by the class folder.
    #[must_use]
    pub fn hints_shown(&self) -> Option<u32> {
        self.hints.max(self.work.as_ref().map(|work| work.hints))
    }

    /// Whether the reference answer was looked at before a pass, by what was handed in or by the class folder.
    #[must_use]
    pub fn saw_answer(&self) -> bool {
        self.answer_seen || self.work.as_ref().is_some_and(|work| work.answer_seen)
    }

    /// The row without the texts, for programs.
    #[must_use]
    pub fn without_texts(mut self) -> Self {
        self.files.iter_mut().for_each(|file| file.text.clear());
        self
    }
}

impl CommandRow {
    fn of(failed: &FailedCommand) -> Self {
        Self { command: short(&failed.line), printed: short(failed.printed.trim_end()), exit: failed.exit }
    }
}

impl FileRow {
    fn of(file: &File, about: &FileReport) -> Self {
        let kept = about.diagnostics.iter().take(FINDINGS);
        let index = if about.diagnostics.is_empty() { LineIndex::new("") } else { LineIndex::new(&file.text) };
        let diagnostics: Vec<Finding> = kept.map(|it| Finding::of(it, &file.text, &index)).collect();
        let lines: Vec<usize> = diagnostics.iter().flat_map(|it| [it.line, it.end_line]).collect();
        let mut text = excerpt::excerpts(&file.text, &lines);
        for excerpt in &mut text {
            if excerpt.text.chars().any(is_control) {
                excerpt.text = excerpt.text.split('\n').map(visible).collect::<Vec<_>>().join("\n");
            }
        }
        Self {
            file: short(&file.name),
            stage: about.rejected.and_then(crate::diagnostic::Stage::verdict_name).map(str::to_owned),
            more: about.diagnostics.len().saturating_sub(FINDINGS),
            diagnostics,
            text,
        }
    }
}

impl Finding {
    fn of(diagnostic: &Diagnostic, text: &str, index: &LineIndex) -> Self {
        // An end of file that is on a line of its own belongs to the last line that is shown.
        let range = TextRange::new(diagnostic.range.start().min(text.len()), diagnostic.range.end().min(text.len()));
        let (start, end) = (index.line_col(text, range.start()), index.line_col(text, range.end()));
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        Self {
            code: diagnostic.code.to_string(),
            severity: severity.to_owned(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            field: short(&diagnostic.path),
            message: short(&diagnostic.server),
            help: short(&diagnostic.help),
        }
    }
}

/// Text made harmless.
pub(super) fn shown(text: &str) -> String {
    visible(text).into_owned()
}

/// Text made harmless, and cut where it is longer than anybody reads in a report. Line ends stay.
pub(super) fn short(text: &str) -> String {
    let cut = match text.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text.to_owned(),
    };
    if cut.chars().any(is_control) { cut.lines().map(visible).collect::<Vec<_>>().join("\n") } else { cut }
}
