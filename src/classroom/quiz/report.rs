//! A tally in words, for programs, and for spreadsheets.
//!
//! Must not know: where a report goes.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::{QuestionTally, StudentTally, Tally};
use crate::classroom::report::cells::{guard, line};
use crate::classroom::report::human::table;
use crate::text::width::ellipsis;

/// Cells of the longest bar.
const BAR: usize = 16;
/// Students named who have not answered; the others are counted.
const NAMED: usize = 10;

/// What each mistake is called, by its code.
pub type Titles = BTreeMap<String, String>;

/// Whether a table is about questions or about students.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// A row an answer to a question.
    #[default]
    Question,
    /// One row per student.
    Student,
}

/// How shares and verdicts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// Drawn.
    Drawn,
    /// Drawn in ASCII.
    Ascii,
    /// Said: for whoever listens.
    Said,
}

/// In words: each question with its answers, then each student.
#[must_use]
pub fn human(tally: &Tally, titles: &Titles, marks: Marks) -> String {
    let quiz = &tally.quiz;
    let (done, busy, away) = tally.progress();
    let minutes = quiz.plan.minutes.map_or_else(String::new, |minutes| format!(", {minutes}분"));
    let state = if quiz.closed.is_some() { "닫힘" } else { "열려 있음" };
    let mut out = format!(
        "퀴즈 {}: {}, {}문제, 번호 {}{minutes}, {state}\n",
        quiz.id,
        quiz.course,
        tally.questions.len(),
        quiz.plan.seed
    );
    let _ = writeln!(
        out,
        "학생 {}명: 모두 답함 {done}명, 푸는 중 {busy}명, 아직 시작하지 않음 {away}명",
        tally.students.len()
    );
    for question in &tally.questions {
        out.push('\n');
        about(question, tally, titles, marks, &mut out);
    }
    out.push('\n');
    let mut rows = vec![["학번", "이름", "답함", "맞음", "비고"].map(str::to_owned)];
    for student in &tally.students {
        rows.push([
            ellipsis(&student.id, 24),
            ellipsis(&student.name, 16),
            format!("{}/{}", student.answered(), tally.questions.len()),
            student.right().to_string(),
            note(student),
        ]);
    }
    table(&rows, &[false, false, true, true, false], &mut out);
    out
}

fn about(question: &QuestionTally, tally: &Tally, titles: &Titles, marks: Marks, out: &mut String) {
    let QuestionTally { number, text, answered, right, .. } = question;
    let percent = question.share().map_or_else(String::new, |share| format!(" ({share}%)"));
    let _ = writeln!(out, "{number}. {}", ellipsis(text, 90));
    let _ = writeln!(out, "   {} [{}]: 답 {answered}, 맞음 {right}{percent}", question.question, question.kind);
    for answer in &question.answers {
        let mistakes: Vec<String> = answer.mistakes.iter().map(|code| called(code, titles)).collect();
        let shows =
            if answer.right || mistakes.is_empty() { String::new() } else { format!(" [{}]", mistakes.join(", ")) };
        let (count, text) = (answer.count, ellipsis(&answer.text, 60));
        let drawn = |mark: &str, ascii| format!("{mark} {count:>3} {} {text}", bar(count, *answered, ascii));
        let told = match (marks, answer.right) {
            (Marks::Drawn, true) => drawn("✓", false),
            (Marks::Drawn, false) => drawn("✗", false),
            (Marks::Ascii, true) => drawn("o", true),
            (Marks::Ascii, false) => drawn("x", true),
            (Marks::Said, true) => format!("맞는 답, {count}명: {text}"),
            (Marks::Said, false) => format!("틀린 답, {count}명: {text}"),
        };
        let _ = writeln!(out, "   {told}{shows}");
    }
    if question.others > 0 {
        let _ = writeln!(out, "   그 밖의 답 {}", question.others);
    }
    if !question.mistakes.is_empty() {
        let told = question.mistakes.iter().map(|(code, count)| format!("{} {count}명", called(code, titles)));
        let _ = writeln!(out, "   실수: {}", told.collect::<Vec<_>>().join(", "));
    }
    if !question.open.is_empty() {
        let _ = writeln!(out, "   아직 답하지 않음: {}", open(question, tally));
    }
}

/// A bar for a share of all, as wide as [`BAR`] for the whole.
#[must_use]
pub fn bar(count: usize, of: usize, ascii: bool) -> String {
    let full = (count * BAR).div_ceil(of.max(1)).min(BAR);
    let (on, off) = if ascii { ("#", ".") } else { ("█", "·") };
    on.repeat(full) + &off.repeat(BAR - full)
}

/// Who has not answered a question yet.
#[must_use]
pub fn open(question: &QuestionTally, tally: &Tally) -> String {
    let mut named: Vec<String> = question.open.iter().take(NAMED).map(|id| tally.called(id)).collect();
    if question.open.len() > NAMED {
        named.push(format!("그 밖에 {}명", question.open.len() - NAMED));
    }
    named.join(", ")
}

fn called(code: &str, titles: &Titles) -> String {
    titles.get(code).map_or_else(|| code.to_owned(), |title| format!("{title} ({code})"))
}

/// What a teacher should know of a student beside the numbers.
#[must_use]
pub fn note(student: &StudentTally) -> String {
    let mut notes = Vec::new();
    if !student.fault.is_empty() {
        notes.push(format!("읽을 수 없음: {}", student.fault));
    } else if student.begun.is_none() && student.answered() == 0 {
        notes.push("아직 시작하지 않음".to_owned());
    }
    if student.late > 0 {
        notes.push(format!("시간 뒤의 답 {}", student.late));
    }
    notes.join(", ")
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Line<'t> {
    Quiz {
        id: &'t str,
        course: &'t str,
        chapters: &'t [String],
        questions: usize,
        seed: u64,
        minutes: Option<u32>,
        set: i64,
        closed: Option<i64>,
        students: usize,
        done: usize,
        busy: usize,
        away: usize,
    },
    Question {
        number: usize,
        question: &'t str,
        seed: u64,
        chapter: &'t str,
        task: &'static str,
        text: &'t str,
        answered: usize,
        right: usize,
        answers: &'t [super::AnswerTally],
        others: usize,
        mistakes: BTreeMap<&'t str, usize>,
        open: &'t [String],
    },
    Student {
        student: &'t str,
        name: &'t str,
        begun: Option<i64>,
        answered: usize,
        right: usize,
        of: usize,
        marks: Vec<Option<bool>>,
        mistakes: Vec<&'t str>,
        late: usize,
        fault: &'t str,
    },
}

/// For programs: the quiz, each question, each student, each a value of its own.
#[must_use]
pub fn lines(tally: &Tally) -> Vec<impl Serialize> {
    let quiz = &tally.quiz;
    let (done, busy, away) = tally.progress();
    let mut lines = vec![Line::Quiz {
        id: &quiz.id,
        course: &quiz.course,
        chapters: &quiz.plan.chapters,
        questions: tally.questions.len(),
        seed: quiz.plan.seed,
        minutes: quiz.plan.minutes,
        set: quiz.set,
        closed: quiz.closed,
        students: tally.students.len(),
        done,
        busy,
        away,
    }];
    lines.extend(tally.questions.iter().map(|it| Line::Question {
        number: it.number,
        question: &it.question,
        seed: it.seed,
        chapter: &it.chapter,
        task: it.kind,
        text: &it.text,
        answered: it.answered,
        right: it.right,
        answers: &it.answers,
        others: it.others,
        mistakes: it.mistakes.iter().map(|(code, count)| (code.as_str(), *count)).collect(),
        open: &it.open,
    }));
    lines.extend(tally.students.iter().map(|it| {
        let mut mistakes: Vec<&str> =
            it.marks.iter().flatten().flat_map(|mark| &mark.mistakes).map(String::as_str).collect();
        mistakes.sort_unstable();
        mistakes.dedup();
        Line::Student {
            student: &it.id,
            name: &it.name,
            begun: it.begun,
            answered: it.answered(),
            right: it.right(),
            of: tally.questions.len(),
            marks: it.marks.iter().map(|mark| mark.as_ref().map(|mark| mark.right)).collect(),
            mistakes,
            late: it.late,
            fault: &it.fault,
        }
    }));
    lines
}

/// For spreadsheets: one row per answer, or one per student.
#[must_use]
pub fn csv(tally: &Tally, by: By) -> String {
    let mut out = String::from("\u{feff}");
    let mut row = |cells: &[String]| out.push_str(&line(cells));
    let headed = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<String>>();
    match by {
        By::Question => {
            let headings =
                ["번호", "문제", "장", "종류", "물음", "답한 학생", "맞은 학생", "답", "맞는 답", "학생 수", "실수"];
            row(&headed(&headings));
            for it in &tally.questions {
                let rest = (it.others > 0).then(|| super::AnswerTally {
                    text: "그 밖의 답".into(),
                    count: it.others,
                    ..Default::default()
                });
                for answer in it.answers.iter().chain(&rest) {
                    row(&[
                        it.number.to_string(),
                        guard(&it.question),
                        guard(&it.chapter),
                        it.kind.to_owned(),
                        guard(&it.text),
                        it.answered.to_string(),
                        it.right.to_string(),
                        guard(&answer.text),
                        if answer.right { "예" } else { "" }.to_owned(),
                        answer.count.to_string(),
                        guard(&answer.mistakes.join(" ")),
                    ]);
                }
            }
        }
        By::Student => {
            let mut headings = headed(&["학번", "이름", "답함", "맞음", "문제 수"]);
            headings.extend(tally.questions.iter().map(|it| it.number.to_string()));
            headings.push("비고".to_owned());
            row(&headings);
            for it in &tally.students {
                let mut cells = vec![
                    guard(&it.id),
                    guard(&it.name),
                    it.answered().to_string(),
                    it.right().to_string(),
                    tally.questions.len().to_string(),
                ];
                let marks = (0..tally.questions.len()).map(|at| it.marks.get(at).and_then(Option::as_ref));
                cells.extend(marks.map(|mark| mark.map_or("", |mark| if mark.right { "1" } else { "0" }).to_owned()));
                cells.push(guard(&note(it)));
                row(&cells);
            }
        }
    }
    out
}
