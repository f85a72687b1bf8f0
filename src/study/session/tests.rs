//! A learner's year, with the clock as an input: what is asked when, and that no card is lost.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fsrs::{DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview};

use super::*;
use crate::lesson::{Course, MemorySource};
use crate::quiz::random::Random;
use crate::study::memory::{self, Grade, RETENTION};
use crate::study::review::{Review, mistake_card, whole_days};
use crate::study::{Event, exchange};

/// A course of two chapters with `questions` questions each.
fn bank(questions: usize) -> Bank {
    let quiz = |chapter: &str| {
        (0..questions).fold("questions:\n".to_owned(), |mut text, n| {
            let code = if n % 2 == 0 { "ports-swapped" } else { "yaml-tab" };
            let _ = writeln!(
                text,
                "  - {{id: {chapter}-{n}, kind: fill, text: 물음, heading: 가, mistakes: [{code}], answer: [답], because: 까닭}}"
            );
            text
        })
    };
    let files = [
        ("course.yaml".to_owned(), "format: 1\ntitle: 한 해\nchapters: [00-a, 01-b]\n".to_owned()),
        ("00-a/chapter.md".to_owned(), "# 가\n".to_owned()),
        ("00-a/quiz.yaml".to_owned(), quiz("a")),
        ("01-b/chapter.md".to_owned(), "# 나\n".to_owned()),
        ("01-b/quiz.yaml".to_owned(), quiz("b")),
    ];
    let course = Course::open(Box::new(MemorySource::new(files))).unwrap();
    let (bank, faults) = Bank::open(&course);
    assert!(faults.is_empty(), "{faults:?}");
    bank
}

fn answer(pick: &Pick, grade: Grade) -> Event {
    Event::Reviewed(Review {
        card: pick.card.clone(),
        question: pick.question.clone(),
        seed: pick.seed,
        grade,
        millis: 1000,
        mistakes: Vec::new(),
        exam: false,
        reopens: None,
    })
}

/// Asks what is due and new on one day, and answers by chance.
fn study(bank: &Bank, record: &mut Record, day: Day, random: &mut Random) -> Vec<Pick> {
    let wish = Wish { count: usize::MAX, ..Wish::default() };
    let mut session = Session::plan(bank, record, day, &wish);
    let mut asked = Vec::new();
    while let Some(pick) = session.draw() {
        let grade = match random.below(10) {
            0 | 1 => Grade::Again,
            2 => Grade::Hard,
            9 => Grade::Easy,
            _ => Grade::Good,
        };
        // A right answer is kept as good, and how easy it was afterwards.
        record.apply(day, &answer(&pick, if grade.is_right() { Grade::Good } else { Grade::Again }));
        record.apply(day, &Event::Rated { card: pick.card.clone(), seed: pick.seed, grade });
        if !grade.is_right() {
            session.again(&pick);
        }
        asked.push(pick);
    }
    asked
}

#[test]
fn a_year_follows_fsrs_and_loses_no_card() {
    let bank = bank(60);
    let mut record = Record::default();
    record.apply(Day(0), &Event::ChapterRead { chapter: "b".into() });
    let mut random = Random::new("year", 1);
    let start = 20_000;
    let mut away = 0;
    for day in (start..start + 365).map(Day) {
        // Holidays: what was due then is due afterwards.
        if random.one_in(9) {
            away += 1;
            continue;
        }
        let due: Vec<String> =
            record.cards.iter().filter(|(_, card)| card.due <= day).map(|(id, _)| id.clone()).collect();
        let asked = study(&bank, &mut record, day, &mut random);
        for id in due {
            assert!(asked.iter().any(|pick| pick.card == id), "{id} was due on {day:?} and not asked");
        }
        let new = asked.iter().filter(|pick| pick.why == Why::New).count();
        assert!(new <= NEW_A_DAY);
    }
    assert!(away > 20);
    assert_eq!(record.cards.len(), 120, "every question was asked");
    assert!(record.cards.values().all(|card| card.due > Day(start + 300)), "and none forgotten");

    // The crate's own way through a whole history, all at once, must come to the same memory and interval.
    let fsrs = FSRS::new(&DEFAULT_PARAMETERS).unwrap();
    let mut longest = 0;
    for (id, card) in &record.cards {
        let mut last = None;
        let reviews = card.history.iter().map(|(day, grade)| {
            let waited = last.replace(*day).map_or(0, |last| u32::try_from(day.0 - last.0).unwrap());
            FSRSReview { rating: u32::from(grade.number()), delta_t: waited }
        });
        let state = fsrs.memory_state(FSRSItem { reviews: reviews.collect() }, None).unwrap();
        let memory = card.memory.unwrap();
        assert!((state.stability / memory.stability - 1.0).abs() < 1e-4, "{id}: {state:?} {memory:?}");
        assert!((state.difficulty - memory.difficulty).abs() < 1e-3, "{id}: {state:?} {memory:?}");
        let interval = fsrs.next_interval(Some(state.stability), RETENTION, 3);
        assert_eq!(card.due.0 - last.unwrap().0, whole_days(interval), "{id}");
        longest = longest.max(card.due.0 - last.unwrap().0);
    }
    assert!(longest > 60, "what is known well is asked seldom: {longest}");
}

#[test]
fn only_the_last_right_answer_to_a_card_can_be_rated_and_it_is_as_if_given_so() {
    let pick = |seed| Pick { card: "a".into(), question: "a".into(), seed, why: Why::New };
    let rated = |seed, grade| Event::Rated { card: "a".into(), seed, grade };
    let fold = |events: &[(i32, Event)]| {
        let mut record = Record::default();
        for (day, event) in events {
            record.apply(Day(*day), event);
        }
        record
    };
    let (first, second) = (answer(&pick(1), Grade::Good), answer(&pick(2), Grade::Good));
    let said = fold(&[(1, first.clone()), (3, second.clone()), (3, rated(2, Grade::Easy))]);
    let given = fold(&[(1, first.clone()), (3, answer(&pick(2), Grade::Easy))]);
    assert_eq!(said, given);
    let plain = fold(&[(1, first.clone()), (3, second.clone())]);
    for nothing in [rated(1, Grade::Hard), rated(2, Grade::Again), rated(9, Grade::Hard)] {
        assert_eq!(fold(&[(1, first.clone()), (3, second.clone()), (3, nothing.clone())]), plain, "{nothing:?}");
    }
    let wrong = fold(&[(1, answer(&pick(1), Grade::Again)), (1, rated(1, Grade::Easy))]);
    assert_eq!(wrong, fold(&[(1, answer(&pick(1), Grade::Again))]));
}

/// The vectors that the fsrs crate documents for its default parameters.
#[test]
fn the_first_answer_waits_as_the_reference_says() {
    let first = [(Grade::Again, 0.212), (Grade::Hard, 1.2931), (Grade::Good, 2.3065), (Grade::Easy, 8.2956)];
    for (grade, interval) in first {
        let (memory, waited) = memory::after(None, 0, grade);
        assert!((waited - interval).abs() < 1e-4 && (memory.stability - interval).abs() < 1e-4, "{grade:?} {waited}");
        assert!((memory::recall(memory, 0) - 1.0).abs() < 1e-6);
    }
    assert_eq!([0.2, 1.4, 2.3065, 8.2956, 1e9].map(whole_days), [1, 1, 2, 8, 36_500]);
}

#[test]
fn a_mistake_in_an_exercise_is_asked_about_by_a_question_that_catches_it() {
    let bank = bank(4);
    let mut record = Record::default();
    let day = Day(100);
    record.apply(day, &Event::Stumbled { exercise: "first".into(), mistakes: vec!["yaml-tab".into()] });
    let mut session = Session::plan(&bank, &record, day, &Wish { due: true, ..Wish::default() });
    let pick = session.draw().unwrap();
    assert_eq!((pick.card.as_str(), pick.why), (mistake_card("yaml-tab").as_str(), Why::Stumbled));
    assert!(bank.get(&pick.question).unwrap().mistakes.contains(&"yaml-tab".to_owned()));
    assert_eq!(session.draw(), None);
    record.apply(day, &answer(&pick, Grade::Good));
    // The next time another question asks.
    record.apply(Day(101), &Event::Stumbled { exercise: "first".into(), mistakes: vec!["yaml-tab".into()] });
    let again = Session::plan(&bank, &record, Day(101), &Wish { due: true, ..Wish::default() }).draw().unwrap();
    assert_eq!(again.card, pick.card);
    assert_ne!(again.question, pick.question);
    assert_ne!(again.seed, pick.seed);
}

#[test]
fn what_is_most_likely_forgotten_comes_first_and_the_day_has_its_limit() {
    let bank = bank(30);
    let mut record = Record::default();
    let asks = |record: &Record, day| {
        let mut session = Session::plan(&bank, record, Day(day), &Wish { count: 99, ..Wish::default() });
        std::iter::from_fn(move || session.draw()).collect::<Vec<_>>()
    };
    let first = asks(&record, 10);
    assert_eq!(first.len(), NEW_A_DAY, "only chapters that were begun, only so many a day");
    assert!(first.iter().all(|pick| pick.question.starts_with("a-")));
    for (pick, grade) in first.iter().zip([Grade::Again, Grade::Good, Grade::Hard].into_iter().cycle()) {
        record.apply(Day(10), &answer(pick, grade));
    }
    assert!(asks(&record, 10).is_empty(), "the day's new ones are asked, nothing is due");
    let later = asks(&record, 30);
    let recalls: Vec<f32> = later.iter().map_while(|pick| record.card(&pick.card)?.recall(Day(30))).collect();
    assert_eq!(recalls.len(), NEW_A_DAY);
    assert!(recalls.is_sorted(), "{recalls:?}");
}

#[test]
fn an_exported_history_gives_the_same_cards_wherever_and_however_often_it_is_taken_in() {
    let bank = bank(10);
    let (mut mine, mut theirs) = (Record::default(), Record::default());
    let mut random = Random::new("exchange", 3);
    for day in 0..40 {
        study(&bank, &mut mine, Day(day * 2), &mut random);
        study(&bank, &mut theirs, Day(day * 2 + 1), &mut random);
    }
    let json = serde_json::to_string(&exchange::export(None, &theirs)).unwrap();
    let exported = exchange::read(&json).unwrap();
    let mut merged = mine.clone();
    for (day, event) in exchange::merge_reviews(&mine, &exported) {
        merged.apply(day, &event);
    }
    assert!(exchange::merge_reviews(&merged, &exported).is_empty(), "twice is once");
    assert_eq!(merged.reviews.len(), mine.reviews.len() + theirs.reviews.len());
    // As if all had been answered here, in the order of days.
    let mut all: Vec<_> = mine.reviews.iter().chain(&theirs.reviews).cloned().collect();
    all.sort_by_key(|(day, _)| *day);
    let mut expected = Record::default();
    for (day, review) in all {
        expected.apply(day, &Event::Reviewed(review));
    }
    let plain =
        |record: &Record| record.cards.iter().map(|(id, card)| (id.clone(), card.clone())).collect::<BTreeMap<_, _>>();
    assert_eq!(plain(&merged), plain(&expected));
}
