//! A quiz as far as it shows without computing a truth: ids are unique and plain, what is named exists, every wrong choice names its
//! misconception and says why, and every field a question has is one that its kind reads.
//!
//! Must not know: which answer is right.

use std::collections::BTreeMap;

use super::{Lint, is_plain, quoted};
use crate::lesson::Quiz;
use crate::lesson::course::ChapterOutline;
use crate::lesson::fault::Fault;
use crate::lesson::markdown;
use crate::lesson::quiz::FILE;
use crate::lesson::source::join;
use crate::lesson::spec;
use crate::lesson::spec::quiz::{QuestionChoice, QuestionKind, QuestionSpec};
use crate::text::TextRange;
use crate::text::josa::Josa;

impl Lint<'_> {
    /// The quizzes of all chapters.
    pub(super) fn quizzes(&mut self) {
        let course = self.course;
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for chapter in course.chapters() {
            seen.insert(chapter.id.clone(), format!("{}/chapter.md", chapter.folder));
            seen.extend(chapter.exercises.iter().map(|it| (it.id.clone(), it.folder.clone())));
        }
        for (index, chapter) in course.chapters().iter().enumerate() {
            if course.chapters().iter().take(index).any(|it| it.folder == chapter.folder) {
                continue;
            }
            match course.quiz(chapter) {
                None => {}
                Some(Err(fault)) => {
                    self.unread.insert(chapter.folder.clone());
                    self.faults.push(fault);
                }
                Some(Ok(quiz)) => self.quiz(chapter, &quiz, &mut seen),
            }
        }
    }

    fn quiz(&mut self, chapter: &ChapterOutline, quiz: &Quiz, seen: &mut BTreeMap<String, String>) {
        let text = self.course.text(&format!("{}/chapter.md", chapter.folder)).unwrap_or_default();
        // Of a chapter without text that is told, and not what of it is missing here.
        let readable = !text.trim().is_empty();
        if readable && !text.contains(&format!("](quiz:{})", chapter.id)) {
            let message = format!("이 장의 문제로 가는 링크 `[…](quiz:{})`가 chapter.md에 없습니다.", chapter.id);
            self.error(&quiz.path, "quiz-unlinked", message);
        }
        let document = markdown::parse(&text);
        let headings: Vec<&str> = document
            .all_blocks()
            .filter_map(|block| match &block.kind {
                markdown::BlockKind::Heading { content, .. } => Some(content.text.as_str()),
                _ => None,
            })
            .collect();
        let headings = readable.then_some(headings.as_slice());
        if quiz.spec.questions.is_empty() && quiz.spec.generators.is_empty() {
            self.error(&quiz.path, "quiz-empty", "문제가 하나도 없습니다.");
        }
        for (index, question) in quiz.spec.questions.iter().enumerate() {
            let at = Place { quiz, at: format!("questions[{index}]") };
            self.common(&at, &question.id, &question.heading, question.exercise.as_deref(), headings, seen);
            self.question(&at, chapter, question);
        }
        for (index, made) in quiz.spec.generators.iter().enumerate() {
            let at = Place { quiz, at: format!("generators[{index}]") };
            self.common(&at, &made.id, &made.heading, made.exercise.as_deref(), headings, seen);
        }
    }

    /// What questions and generators have in common.
    fn common(
        &mut self,
        at: &Place<'_>,
        id: &str,
        heading: &str,
        exercise: Option<&str>,
        headings: Option<&[&str]>,
        seen: &mut BTreeMap<String, String>,
    ) {
        if !is_plain(id) {
            self.say(at, "id", "id", format!("`{id}`: 이름에는 소문자, 숫자, 하이픈만 씁니다."));
        }
        if let Some(first) = seen.insert(id.to_owned(), at.quiz.path.clone()) {
            let name = quoted("이름", id, Josa::EulReul);
            self.say(
                at,
                "id",
                "id-unique",
                format!("{name} {first}에서 이미 썼습니다. 답한 기록이 이 이름에 붙습니다."),
            );
        }
        if headings.is_some_and(|headings| !headings.contains(&heading)) {
            let name = quoted("제목", heading, Josa::IGa);
            self.say(at, "heading", "heading-unknown", format!("이 장에는 {name} 없습니다."));
        }
        if let Some(id) = exercise
            && !self.course.exercises().any(|(_, it)| it.id == id)
            && !self.lost.contains(id)
        {
            let name = quoted("과제", id, Josa::EulReul);
            self.say(at, "exercise", "link", format!("{name} 찾을 수 없습니다."));
        }
    }

    fn question(&mut self, at: &Place<'_>, chapter: &ChapterOutline, question: &QuestionSpec) {
        if let Some(file) = &question.world_file {
            self.used.extend(join(&chapter.folder, file));
        }
        if question.text.trim().is_empty() {
            self.say(at, "text", "question-empty", "물음이 비어 있습니다.");
        }
        if question.mistakes.is_empty() {
            self.say(at, "mistakes", "mistakes", "`mistakes`에 이 물음이 잡아내려는 실수를 적으십시오.");
        }
        for (index, code) in question.mistakes.iter().enumerate() {
            self.known_code(&at.quiz.path, &at.field(&format!("mistakes[{index}]")), code);
        }
        for field in unread(question) {
            let name = quoted("", field, Josa::EunNeun);
            let message = format!("{name} `{}` 물음에서 쓰지 않습니다.", question.kind.name());
            self.say(at, field, "field-unused", message);
        }
        let has_choices = matches!(question.kind, QuestionKind::One | QuestionKind::Several | QuestionKind::Output);
        let explained = question.because.as_ref().is_some_and(|because| !because.trim().is_empty());
        if !has_choices && !explained {
            self.say(at, "because", "explanation-missing", "왜 그런지 `because`에 적으십시오.");
        }
        if has_choices {
            self.choices(at, question);
        }
        self.marked(at, "text", &question.text);
        self.marked(at, "because", question.because.as_deref().unwrap_or(""));
    }

    fn choices(&mut self, at: &Place<'_>, question: &QuestionSpec) {
        let typed = question.choices.iter().any(|choice| choice.right == Some(true));
        let decided = question.choices.iter().all(|choice| choice.is.is_some());
        if !typed && !decided {
            self.say(
                at,
                "choices",
                "right-missing",
                "맞는 것(`right: true`)이 없고, 무엇으로 정하는지(`ask`)도 없습니다.",
            );
        }
        for (index, choice) in question.choices.iter().enumerate() {
            let field = format!("choices[{index}]");
            if let Some(code) = &choice.mistake {
                self.known_code(&at.quiz.path, &at.field(&format!("{field}.mistake")), code);
            }
            // Which are right where something decides is known to who computes it.
            if !decided {
                for (field, rule, message) in owed(question, index, choice.right == Some(true)) {
                    self.say(at, &field, rule, message);
                }
            }
            if question.ask.verdict
                && let Some(code) = choice.is.as_deref().filter(|is| *is != "accept")
            {
                self.known_code(&at.quiz.path, &at.field(&format!("{field}.is")), code);
            }
            if question.ask.command.is_some()
                && choice.text.trim().is_empty()
                && choice.is.as_ref().is_some_and(|is| is.contains('*'))
            {
                let message = "`is`의 `*`가 그대로 보입니다. 선택지로 보일 글을 `text`에 적으십시오.";
                self.say(at, &field, "choice-text", message);
            }
            let words = |it: &QuestionChoice| (it.text.clone(), it.is.clone());
            if question.choices.iter().take(index).any(|earlier| words(earlier) == words(choice)) {
                self.say(at, &field, "choice-twice", "같은 것이 두 번 나옵니다.");
            }
            self.marked(at, &format!("{field}.text"), &choice.text);
            self.marked(at, &format!("{field}.because"), &choice.because);
        }
    }

    /// Marks of Markdown are closed, and links lead somewhere.
    fn marked(&mut self, at: &Place<'_>, field: &str, text: &str) {
        let document = markdown::parse(text);
        let before = self.faults.len();
        self.prose(&at.quiz.path, text, &document);
        if self.faults.len() == before {
            return;
        }
        // Where in a YAML scalar a mark stands depends on how it is quoted; its field is near enough.
        let place = spec::place_of(&at.quiz.text, &at.field(field));
        for fault in self.faults.iter_mut().skip(before) {
            *fault = fault.clone().in_text(&at.quiz.text, place);
        }
    }

    fn say(&mut self, at: &Place<'_>, field: &str, rule: &'static str, message: impl Into<String>) {
        let place: TextRange = spec::place_of(&at.quiz.text, &at.field(field));
        self.faults.push(Fault::error(&at.quiz.path, rule, message).in_text(&at.quiz.text, place));
    }

    /// Whether `path` is the quiz of a chapter.
    pub(super) fn is_quiz(&self, path: &str) -> bool {
        self.course
            .chapters()
            .iter()
            .any(|chapter| path.strip_prefix(chapter.folder.as_str()) == Some(&format!("/{FILE}")))
    }
}

/// What the `index`th choice of a question lacks or has too much, now that it is known whether it is right: field, rule, message.
/// Where several are right, passing one over is a mistake too, which it may name.
#[must_use]
pub fn owed(question: &QuestionSpec, index: usize, right: bool) -> Vec<(String, &'static str, &'static str)> {
    let Some(choice) = question.choices.get(index) else { return Vec::new() };
    let explained = question.because.as_ref().is_some_and(|because| !because.trim().is_empty());
    let field = format!("choices[{index}]");
    let mut owed = Vec::new();
    match &choice.mistake {
        None if !right => {
            let message = "틀린 것에는 그것이 보여 주는 실수(`mistake`)를 적으십시오.";
            owed.push((field.clone(), "mistake-missing", message));
        }
        Some(_) if right && question.kind != QuestionKind::Several => {
            let message = "맞는 것에는 `mistake`를 적지 않습니다. 무엇이 맞는지는 `ask`나 `right`가 정합니다.";
            owed.push((format!("{field}.mistake"), "mistake-on-right", message));
        }
        _ => {}
    }
    if choice.because.trim().is_empty() && !(right && explained) {
        owed.push((field, "explanation-missing", "왜 맞거나 틀린지 `because`에 적으십시오."));
    }
    owed
}

/// A question of a quiz.
struct Place<'q> {
    quiz: &'q Quiz,
    at: String,
}

impl Place<'_> {
    fn field(&self, field: &str) -> String {
        format!("{}.{field}", self.at)
    }
}

/// The fields a question has that its kind does not read.
fn unread(question: &QuestionSpec) -> Vec<&'static str> {
    use QuestionKind::{FaultyLine, Fill, Match, MissingField, One, Order, Output, Reach, Selects, Several};
    let given = [
        ("choices", !question.choices.is_empty(), &[One, Several, Output][..]),
        ("answer", !question.answer.is_empty(), &[Fill, MissingField, FaultyLine][..]),
        ("case", question.case, &[Fill][..]),
        ("items", !question.items.is_empty(), &[Order][..]),
        ("pairs", !question.pairs.is_empty(), &[Match][..]),
        ("extra", !question.extra.is_empty(), &[Match][..]),
        ("service", question.service.is_some(), &[Selects][..]),
        ("from", !question.from.is_empty(), &[Reach][..]),
        ("to", !question.to.is_empty(), &[Reach][..]),
    ];
    given.into_iter().filter(|(_, is, kinds)| *is && !kinds.contains(&question.kind)).map(|(field, ..)| field).collect()
}
