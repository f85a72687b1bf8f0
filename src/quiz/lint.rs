//! The part of the pack linter that needs the truth: what a typed answer says and what is computed must be the same, and every
//! question can be asked.
//!
//! Must not know: where faults are printed.

use super::written;
use crate::cluster::world::World;
use crate::grade;
use crate::lesson::lint::broken_world;
use crate::lesson::lint::quiz::owed;
use crate::lesson::source::join;
use crate::lesson::{Catalogue, Course, Fault, Quiz, Source, spec};
use crate::text::{LineCol, TextRange};

/// Every fault of a pack, its quizzes included. A pack without errors may be taught from.
#[must_use]
pub fn lint_pack(pack: Box<dyn Source>, catalogue: &Catalogue) -> Vec<Fault> {
    match Course::open(pack) {
        Ok(course) => lint_course(&course, catalogue),
        Err(fault) => vec![fault],
    }
}

/// [`lint_pack`] for a course that is open already.
#[must_use]
pub fn lint_course(course: &Course, catalogue: &Catalogue) -> Vec<Fault> {
    let mut faults = grade::lint::lint_course(course, catalogue);
    for chapter in course.chapters() {
        // One that cannot be read was told already.
        let Some(Ok(quiz)) = course.quiz(chapter) else { continue };
        prove(course, &quiz, &mut faults);
    }
    faults.sort_by(|a, b| a.order().cmp(&b.order()));
    faults.dedup();
    faults
}

fn prove(course: &Course, quiz: &Quiz, faults: &mut Vec<Fault>) {
    for (index, question) in quiz.spec.questions.iter().enumerate() {
        let folder = quiz.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(world) = question.world_file.as_ref().and_then(|name| join(folder, name))
            && broken_world(course, &world, faults)
        {
            continue;
        }
        let mut say = |field: &str, rule: &'static str, message: &str, line: Option<usize>| {
            let place = spec::place_of(&quiz.text, &format!("questions[{index}].{field}"));
            let fault = Fault::error(&quiz.path, rule, message).in_text(&quiz.text, place);
            let fault = match line {
                Some(line) if is_literal(&quiz.text, place) => {
                    let (at, column) = (fault.place.line + 1 + line, fault.place.column + 2);
                    fault.at(LineCol { line: at, column })
                }
                _ => fault,
            };
            faults.push(fault);
        };
        match quiz.world(course, question) {
            Err(reason) => {
                say(if question.world_file.is_some() { "world-file" } else { "world" }, "quiz-world", &reason, None);
            }
            Ok(world) => {
                for gap in World::gaps(&world).iter().filter(|_| question.world_file.is_none()) {
                    say("world", "quiz-world", &gap.help, None);
                }
                let made = written::make(&quiz.chapter, question, &world, 0);
                for wrong in made.err().into_iter().flatten() {
                    say(&wrong.field, wrong.rule, &wrong.message, wrong.line);
                }
                let decided = !question.choices.is_empty() && question.choices.iter().all(|choice| choice.is.is_some());
                let rights = decided.then(|| written::rights(question, &world)).flatten().unwrap_or_default();
                for (at, right) in rights.into_iter().enumerate() {
                    for (field, rule, message) in owed(question, at, right) {
                        say(&field, rule, message, None);
                    }
                }
            }
        }
    }
    for (index, made) in quiz.spec.generators.iter().enumerate() {
        if super::generate::named(&made.generator).is_none() {
            let names: Vec<&str> = super::generate::ALL.iter().map(|it| it.name).collect();
            let message = format!("문제 생성기 `{}`: 없습니다. 있는 것: {}", made.generator, names.join(", "));
            let place = spec::place_of(&quiz.text, &format!("generators[{index}].generator"));
            faults.push(Fault::error(&quiz.path, "generator-unknown", message).in_text(&quiz.text, place));
        }
    }
}

/// Whether the key at `place` has a block scalar that keeps its lines: then a line of the value is a line of the file.
fn is_literal(text: &str, place: TextRange) -> bool {
    let after = text.get(place.end()..).unwrap_or("");
    after.lines().next().is_some_and(|rest| rest.trim_start_matches([':', ' ']).starts_with('|'))
}

#[cfg(test)]
mod tests;
