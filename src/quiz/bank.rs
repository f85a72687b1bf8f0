//! Every question of a course, found by its id, its chapter, or the mistake it catches.
//!
//! Must not know: when a question is due.

use super::generate::{self, Generator};
use super::item::{Item, head};
use super::written;
use crate::lesson::spec::quiz::{QuestionKind, QuestionSpec};
use crate::lesson::{Course, Fault};

/// The questions of a course.
#[derive(Clone, Debug, Default)]
pub struct Bank {
    entries: Vec<Entry>,
}

/// A question or a generator.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Unique in the course.
    pub id: String,
    /// The chapter it belongs to.
    pub chapter: String,
    /// What a learner has to do.
    pub kind: QuestionKind,
    /// The heading of the paragraph that answers it.
    pub heading: String,
    /// The exercise that practises it.
    pub exercise: Option<String>,
    /// The mistakes it catches: its own and those of its choices, each once.
    pub mistakes: Vec<String>,
    /// A few words for a list.
    pub title: String,
    origin: Origin,
}

#[derive(Clone, Debug)]
enum Origin {
    Written { spec: Box<QuestionSpec>, world: String },
    Generated(&'static Generator),
}

impl Bank {
    /// Reads the quizzes of all chapters. What cannot be read is left out and told.
    #[must_use]
    pub fn open(course: &Course) -> (Self, Vec<Fault>) {
        let (mut entries, mut faults) = (Vec::new(), Vec::new());
        for chapter in course.chapters() {
            let quiz = match course.quiz(chapter) {
                None => continue,
                Some(Ok(quiz)) => quiz,
                Some(Err(fault)) => {
                    faults.push(fault);
                    continue;
                }
            };
            for spec in &quiz.spec.questions {
                match quiz.world(course, spec) {
                    Ok(world) => entries.push(Entry::written(&chapter.id, spec, world)),
                    Err(reason) => faults.push(Fault::error(&quiz.path, "quiz-world", reason)),
                }
            }
            for spec in &quiz.spec.generators {
                let Some(generator) = generate::named(&spec.generator) else {
                    let message = format!("문제 생성기 `{}`: 없습니다.", spec.generator);
                    faults.push(Fault::error(&quiz.path, "generator-unknown", message));
                    continue;
                };
                entries.push(Entry {
                    id: spec.id.clone(),
                    chapter: chapter.id.clone(),
                    kind: generator.kind,
                    heading: spec.heading.clone(),
                    exercise: spec.exercise.clone(),
                    mistakes: generator.mistakes.iter().map(|&code| code.to_owned()).collect(),
                    title: generator.title.to_owned(),
                    origin: Origin::Generated(generator),
                });
            }
        }
        (Self { entries }, faults)
    }

    /// All entries, in the order of the course.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The entries that catch a mistake, in the order of the course.
    pub fn catching<'b>(&'b self, code: &str) -> impl Iterator<Item = &'b Entry> {
        self.entries.iter().filter(move |entry| entry.mistakes.iter().any(|it| it == code))
    }

    /// The item of a question and a seed; `None` where there is no such question, or it is one that the linter would refuse.
    #[must_use]
    pub fn item(&self, id: &str, seed: u64) -> Option<Item> {
        self.get(id)?.item(seed)
    }
}

impl Entry {
    fn written(chapter: &str, spec: &QuestionSpec, world: String) -> Self {
        let mut mistakes = spec.mistakes.clone();
        for code in spec.choices.iter().filter_map(|choice| choice.mistake.as_ref()) {
            if !mistakes.contains(code) {
                mistakes.push(code.clone());
            }
        }
        Self {
            id: spec.id.clone(),
            chapter: chapter.to_owned(),
            kind: spec.kind,
            heading: spec.heading.clone(),
            exercise: spec.exercise.clone(),
            mistakes,
            title: head(&spec.text).to_owned(),
            origin: Origin::Written { spec: Box::new(spec.clone()), world },
        }
    }

    /// The item of a seed; `None` for a question that the linter would refuse.
    #[must_use]
    pub fn item(&self, seed: u64) -> Option<Item> {
        match &self.origin {
            Origin::Written { spec, world } => written::make(&self.chapter, spec, world, seed).ok(),
            Origin::Generated(generator) => {
                let mut item = generator.item(seed)?;
                item.question.clone_from(&self.id);
                item.chapter.clone_from(&self.chapter);
                item.heading.clone_from(&self.heading);
                item.exercise.clone_from(&self.exercise);
                Some(item)
            }
        }
    }

    /// Whether each seed makes another question, not only another order.
    #[must_use]
    pub fn is_generated(&self) -> bool {
        matches!(self.origin, Origin::Generated(_))
    }
}
