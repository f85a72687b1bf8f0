//! The quiz of a chapter: its questions, read when they are asked for, and their ids at the price of a glance.
//!
//! Must not know: which answer is right.

use super::course::{ChapterOutline, Course};
use super::fault::Fault;
use super::source;
use super::spec;
use super::spec::quiz::{QuestionSpec, QuizSpec};

/// The name of the file in a chapter's folder.
pub const FILE: &str = "quiz.yaml";

/// The questions of one chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiz {
    /// The chapter.
    pub chapter: String,
    /// The file, relative to the pack's root.
    pub path: String,
    /// Its text: where faults are looked up.
    pub text: String,
    /// What it holds.
    pub spec: QuizSpec,
}

impl Quiz {
    /// The text of the world a question names; empty where it names none.
    pub fn world(&self, course: &Course, question: &QuestionSpec) -> Result<String, String> {
        match (&question.world, &question.world_file) {
            (Some(_), Some(_)) => Err("`world`와 `world-file` 가운데 하나만 적으십시오.".to_owned()),
            (Some(text), None) => Ok(text.clone()),
            (None, None) => Ok(String::new()),
            (None, Some(file)) => {
                let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let path = source::join(folder, file).ok_or_else(|| format!("`{file}`: 장의 폴더를 벗어납니다."))?;
                course.text(&path).map_err(|fault| format!("`{file}`: {}", fault.message))
            }
        }
    }
}

impl Course {
    /// The quiz of a chapter; `None` where it has none.
    #[must_use]
    pub fn quiz(&self, chapter: &ChapterOutline) -> Option<Result<Quiz, Fault>> {
        let path = format!("{}/{FILE}", chapter.folder);
        self.files().binary_search(&path).ok()?;
        Some(self.text(&path).and_then(|text| {
            let spec = harmless(spec::read(&path, &text)?);
            Ok(Quiz { chapter: chapter.id.clone(), path, text, spec })
        }))
    }

    /// Whether a chapter has a quiz.
    #[must_use]
    pub fn has_quiz(&self, chapter: &ChapterOutline) -> bool {
        self.files().binary_search(&format!("{}/{FILE}", chapter.folder)).is_ok()
    }

    /// The ids of the questions and generators of a chapter, in their order, without reading what they ask: the lines that begin an
    /// item with its id.
    #[must_use]
    pub fn question_ids(&self, chapter: &ChapterOutline) -> Vec<String> {
        let path = format!("{}/{FILE}", chapter.folder);
        if self.files().binary_search(&path).is_err() {
            return Vec::new();
        }
        let text = self.text(&path).unwrap_or_default();
        let id = |line: &str| {
            let rest = line.trim_start_matches(' ').strip_prefix("- ")?;
            let rest = rest.strip_prefix('{').unwrap_or(rest).strip_prefix("id:")?;
            let id = rest.split([',', '#', '}']).next().unwrap_or("").trim().trim_matches(['"', '\'']);
            (!id.is_empty()).then(|| id.to_owned())
        };
        text.lines().filter_map(id).collect()
    }
}

/// The prose of a quiz made harmless for a terminal. What a world or a manifest holds is shown through the same doors.
fn harmless(mut quiz: QuizSpec) -> QuizSpec {
    for question in &mut quiz.questions {
        let QuestionSpec { text, heading, because, manifest, choices, items, pairs, extra, answer, .. } = question;
        let choices = choices.iter_mut().flat_map(|it| [&mut it.text, &mut it.because].into_iter().chain(&mut it.is));
        let items = items.iter_mut().map(|it| &mut it.text);
        let pairs = pairs.iter_mut().flat_map(|it| [&mut it.left].into_iter().chain(&mut it.right));
        let texts = [text, heading].into_iter().chain(because).chain(manifest).chain(extra).chain(answer);
        for text in texts.chain(choices).chain(items).chain(pairs) {
            *text = source::harmless(std::mem::take(text));
        }
    }
    quiz
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::MemorySource;

    const QUIZ: &str = "questions:\n  - id: first\n    kind: one\n    text: \"물음\\e[2J\"\n    heading: 돛\n    mistakes: []\n\
                        generators:\n  - {id: made, generator: selector, heading: 돛}\n";

    fn course(quiz: &str) -> Course {
        let files = [
            ("course.yaml", "format: 1\ntitle: 시험\nchapters: [00-a]\n"),
            ("00-a/chapter.md", "# 가\n"),
            ("00-a/quiz.yaml", quiz),
        ];
        Course::open(Box::new(MemorySource::new(files))).unwrap()
    }

    #[test]
    fn ids_are_told_without_reading_the_questions() {
        let course = course(QUIZ);
        let chapter = &course.chapters()[0];
        assert_eq!(course.question_ids(chapter), ["first", "made"]);
        let quiz = course.quiz(chapter).unwrap().unwrap();
        assert_eq!((quiz.spec.questions[0].id.as_str(), quiz.spec.generators[0].id.as_str()), ("first", "made"));
        assert_eq!(quiz.spec.questions[0].text, "물음␛[2J");
    }

    #[test]
    fn a_field_that_is_none_is_told_with_its_place() {
        let course = course(&QUIZ.replace("heading: 돛\n    mistakes", "haeding: 돛\n    mistakes"));
        let fault = course.quiz(&course.chapters()[0]).unwrap().unwrap_err();
        assert!(fault.to_string().starts_with("00-a/quiz.yaml:5:5: 문제 1(`questions[0]`): `haeding`"), "{fault}");
    }
}
