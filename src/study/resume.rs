//! What "go on" means: where a learner who comes back is led, and what comes next in a course.
//!
//! Must not know: what is in a chapter or an exercise.

use super::{Place, Record};
use crate::lesson::Course;

/// One item of a course, in the order in which it is studied: a chapter, then its exercises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// A chapter to read.
    Chapter(&'a str),
    /// An exercise to pass.
    Exercise(&'a str),
}

impl Step<'_> {
    fn is_done(self, record: &Record) -> bool {
        match self {
            Self::Chapter(id) => record.has_read(id),
            Self::Exercise(id) => record.has_passed(id),
        }
    }

    fn is_at(self, place: &Place) -> bool {
        match (self, place) {
            (Self::Chapter(id), Place::Chapter(at)) | (Self::Exercise(id), Place::Exercise(at)) => id == at,
            _ => false,
        }
    }

    fn to_place(self) -> Place {
        match self {
            Self::Chapter(id) => Place::Chapter(id.to_owned()),
            Self::Exercise(id) => Place::Exercise(id.to_owned()),
        }
    }
}

/// The items of a course in their order.
#[must_use]
pub fn steps(course: &Course) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for chapter in course.chapters() {
        steps.push(Step::Chapter(chapter.id.as_str()));
        steps.extend(chapter.exercises.iter().map(|exercise| Step::Exercise(exercise.id.as_str())));
    }
    steps
}

/// Where to go on: the place the learner left, unless it is done, in which case the first thing after it that is not,
/// and failing that the first thing before it. `None` in an empty course and when everything is done.
#[must_use]
pub fn resume(record: &Record, course: &[Step<'_>]) -> Option<Place> {
    let at = record.place.as_ref().and_then(|place| course.iter().position(|step| step.is_at(place))).unwrap_or(0);
    let (before, after) = course.split_at(at.min(course.len()));
    after.iter().chain(before).find(|step| !step.is_done(record)).map(|step| step.to_place())
}

/// How much of a course is done: (items done, items).
#[must_use]
pub fn progress(record: &Record, course: &[Step<'_>]) -> (usize, usize) {
    (course.iter().filter(|step| step.is_done(record)).count(), course.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::{Day, Event};

    const COURSE: &[Step<'_>] =
        &[Step::Chapter("start"), Step::Chapter("nodeport"), Step::Exercise("first"), Step::Exercise("second")];

    fn after(events: &[Event]) -> Option<Place> {
        let mut record = Record::default();
        for event in events {
            record.apply(Day(0), event);
        }
        resume(&record, COURSE)
    }

    fn went(place: Place) -> Event {
        Event::Went(place)
    }

    #[test]
    fn a_new_learner_starts_at_the_beginning() {
        assert_eq!(after(&[]), Some(Place::Chapter("start".into())));
    }

    #[test]
    fn a_learner_goes_on_where_they_left() {
        assert_eq!(after(&[went(Place::Exercise("first".into()))]), Some(Place::Exercise("first".into())));
        let passed = Event::Passed { exercise: "first".into() };
        assert_eq!(
            after(&[went(Place::Exercise("first".into())), passed.clone()]),
            Some(Place::Exercise("second".into()))
        );
        let second = Event::Passed { exercise: "second".into() };
        let left_over = after(&[went(Place::Exercise("second".into())), passed, second]);
        assert_eq!(left_over, Some(Place::Chapter("start".into())), "what was skipped comes last");
    }

    #[test]
    fn a_place_that_the_course_no_longer_has_leads_to_the_first_open_item() {
        let read = Event::ChapterRead { chapter: "start".into() };
        assert_eq!(after(&[read, went(Place::Exercise("gone".into()))]), Some(Place::Chapter("nodeport".into())));
    }
}
