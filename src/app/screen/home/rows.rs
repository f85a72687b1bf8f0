//! The rows of the start screen: what there is to go to, and how it stands.
//!
//! Must not know: where on the screen a row is.

use crate::app::scene::{Role, Style};
use crate::app::shared::{Class, Shared};
use crate::lesson::{ChapterOutline, ExerciseOutline};
use crate::study::{Place, resume};

/// One row of the list.
#[derive(Clone, Copy)]
pub(super) enum Item<'s> {
    /// Where to go on; nothing where everything is done.
    Resume,
    /// The class that was joined.
    Class(&'s Class),
    /// A chapter and its number.
    Chapter(usize, &'s ChapterOutline),
    /// An exercise.
    Exercise(&'s ExerciseOutline),
    /// Free play.
    Lab,
    /// The quiz.
    Quiz,
    /// The glossary.
    Glossary,
}

/// Every row, in order.
pub(super) fn items(shared: &Shared) -> Vec<Item<'_>> {
    let mut items = vec![Item::Resume];
    items.extend(shared.class.as_ref().map(Item::Class));
    for (number, chapter) in shared.course.chapters().iter().enumerate() {
        items.push(Item::Chapter(number + 1, chapter));
        items.extend(chapter.exercises.iter().map(Item::Exercise));
    }
    items.push(Item::Lab);
    if shared.course.chapters().iter().any(|chapter| shared.course.has_quiz(chapter)) {
        items.push(Item::Quiz);
    }
    items.push(Item::Glossary);
    items
}

pub(super) fn resume_at(shared: &Shared) -> Option<Place> {
    if let (Some(place @ Place::Notes(path)), Some(notes)) = (&shared.record.place, &shared.notes)
        && notes.path == *path
    {
        return Some(place.clone());
    }
    resume::resume(&shared.record, &resume::steps(&shared.course))
}

impl Item<'_> {
    /// Its words, what is said at its right end, and how it stands: (words, role, note).
    pub(super) fn words(self, shared: &Shared) -> (String, Style, String) {
        match self {
            Self::Resume => (resume_words(shared), Style::from(Role::Accent).bold(), String::new()),
            Self::Class(class) => {
                let (words, note) = class_words(class, shared);
                (words, Style::from(Role::Accent), note)
            }
            Self::Chapter(number, chapter) => {
                let read = shared.record.has_read(&chapter.id);
                let mark = if read { "✓" } else { " " };
                let passed = chapter.exercises.iter().filter(|it| shared.record.has_passed(&it.id)).count();
                let exercises = match chapter.exercises.len() {
                    0 => String::new(),
                    all => format!("과제 {passed}/{all}"),
                };
                let begun = shared.record.chapter(&chapter.id).is_some_and(|it| it.position > 0);
                let reading = if read {
                    "읽음"
                } else if begun {
                    "읽는 중"
                } else {
                    ""
                };
                let note =
                    [reading, &exercises].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
                (format!("{mark} {number}장 {}", chapter.title), Style::from(Role::Heading).bold(), note)
            }
            Self::Exercise(exercise) => {
                let record = shared.record.exercise(&exercise.id);
                let passed = shared.record.has_passed(&exercise.id);
                let begun = record.is_some_and(|it| it.attempts > 0 || it.text.is_some());
                let (mark, role) = if passed { ("[x]", Role::Good) } else { ("[ ]", Role::Text) };
                let seen = record.is_some_and(|it| it.answer_seen);
                let reopened = record.is_some_and(|it| it.reopened.is_some());
                let note = match (passed, seen) {
                    _ if reopened => "잊은 것이 있어 다시 풀기",
                    (true, false) => "통과",
                    (true, true) => "통과 (정답 봄)",
                    (false, true) => "정답 봄",
                    (false, false) if begun => "하는 중",
                    (false, false) => "",
                };
                let handed_in = shared.class.as_ref().and_then(|class| in_class(class, &exercise.id, shared.time));
                let note = [Some(note.to_owned()).filter(|it| !it.is_empty()), handed_in];
                let note = note.into_iter().flatten().collect::<Vec<_>>().join(" · ");
                (format!("      {mark} {}", exercise.title), Style::from(role), note)
            }
            Self::Lab => {
                let note = format!("세계 {}개", shared.catalogue.worlds().len());
                ("  실험실: 마음대로 만들어 보기".to_owned(), Style::from(Role::Heading).bold(), note)
            }
            Self::Quiz => {
                let note = match shared.due() {
                    0 => String::new(),
                    due => format!("오늘 복습 {due}"),
                };
                ("  문제 풀기".to_owned(), Style::from(Role::Heading).bold(), note)
            }
            Self::Glossary => {
                let note = format!("용어 {}개", shared.catalogue.terms().len());
                ("  용어집".to_owned(), Style::from(Role::Heading).bold(), note)
            }
        }
    }
}

/// Which class, as whom; what was handed in, what is due next.
pub(super) fn class_words(class: &Class, shared: &Shared) -> (String, String) {
    let mut note = vec![format!("제출 {}", class.handed_in.len())];
    if let Some((id, given, of)) = &class.quiz {
        note.push(format!("퀴즈 {id} {given}/{of}"));
    }
    note.push(match class.next_due(shared.time) {
        Some((_, due)) => format!("다음 마감 {}", due.text),
        None if class.due.is_empty() => "정해진 마감 없음".to_owned(),
        None => "낼 것 없음".to_owned(),
    });
    (format!("  수업 {}: {}", class.name, class.student), note.join(" · "))
}

/// What of an exercise was handed in to the class, or when it is due.
pub(super) fn in_class(class: &Class, exercise: &str, now: i64) -> Option<String> {
    let due = class.due.get(exercise);
    match class.handed_in.get(exercise) {
        Some(given) => {
            let late = if due.is_some_and(|due| given.when.at > due.at) { " 지각" } else { "" };
            Some(format!("제출 {}{late}({})", given.when.text, given.word))
        }
        None => {
            due.map(|due| if due.at < now { format!("마감 지남 {}", due.text) } else { format!("마감 {}", due.text) })
        }
    }
}

pub(super) fn resume_words(shared: &Shared) -> String {
    let verb = if shared.record.place.is_some() { "이어서 하기" } else { "처음부터 시작하기" };
    let place = match resume_at(shared) {
        Some(Place::Chapter(id)) => {
            let chapters = shared.course.chapters();
            let at = chapters.iter().position(|it| it.id == id);
            at.and_then(|at| Some(format!("{}장 {}", at + 1, chapters.get(at)?.title)))
        }
        Some(Place::Exercise(id)) => {
            shared.course.exercises().find(|(_, it)| it.id == id).map(|(_, it)| format!("과제 {}", it.title))
        }
        Some(Place::Notes(_)) => shared.notes.as_ref().map(|notes| format!("노트 {}", notes.name)),
        None => return "모두 마쳤습니다. 아래에서 골라 다시 볼 수 있습니다.".to_owned(),
    };
    format!("{verb}: {}", place.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::shared::{Given, Moment};

    #[test]
    fn what_was_handed_in_says_when_and_what_is_due_says_until_when() {
        let moment = |at: i64, text: &str| Moment { at, text: text.into() };
        let given = |at| Given { word: "통과".into(), when: moment(at, "11-14 21:56") };
        let class = Class {
            handed_in: [("a".to_owned(), given(10)), ("b".to_owned(), given(30))].into(),
            due: ["a", "b", "c"].map(|id| (id.to_owned(), moment(20, "11-15 01:00"))).into(),
            ..Class::default()
        };
        let told = |id, now| in_class(&class, id, now).unwrap_or_default();
        assert_eq!(told("a", 40), "제출 11-14 21:56(통과)");
        assert_eq!(told("b", 40), "제출 11-14 21:56 지각(통과)");
        assert_eq!((told("c", 15), told("c", 40)), ("마감 11-15 01:00".to_owned(), "마감 지남 11-15 01:00".to_owned()));
        assert_eq!((told("d", 0), class.next_due(40)), (String::new(), None));
    }
}
