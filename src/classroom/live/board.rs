//! What a teacher sees of a live class: where each learner is, and who has been stuck for how long on what.
//!
//! Must not know: files, screens, the clock (now is an input).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::work::{Trouble, Work};
use super::{Event, Stamped};

/// A mistake that goes and comes back within this many seconds never went: while somebody types, half of the text is wrong.
const BLINK: i64 = 60;
/// How far ahead of the teacher's clock a learner's may be, in seconds.
const SKEW: i64 = 120;
/// After this many seconds a mistake is no longer one that typing makes and mends by itself.
const STUCK: i64 = 180;
/// After this many seconds without progress, or since opening, a learner is stuck though no mistake shows: reading what is asked
/// takes a few minutes.
const STANDING: i64 = 300;
/// After this many seconds without an event a learner may be away.
const AWAY: i64 = 600;
/// Ids kept of one learner, of each kind: more than any course has exercises.
const MOST_IDS: usize = 500;

/// All learners of a class at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// By id.
    pub learners: Vec<Learner>,
    /// The moment, in seconds since 1970.
    pub now: i64,
}

/// One learner, folded from their events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learner {
    /// The id: the name of the folder the events came from.
    pub id: String,
    /// The name, where the roster has one.
    pub name: String,
    /// The chapter that is read.
    pub chapter: Option<String>,
    /// The exercise that is worked on.
    pub exercise: Option<String>,
    /// Checks that hold in it, and how many there are; `None` before anything was tried.
    pub checks: Option<(u32, u32)>,
    /// When the exercise was come to, or a check more held: the last progress.
    pub progress: Option<i64>,
    /// Exercises that were passed.
    pub passed: BTreeSet<String>,
    /// By exercise, what is known of the work on it.
    pub work: BTreeMap<String, Work>,
    /// When kijabi was closed, where nothing happened since.
    pub left: Option<i64>,
    /// When anything happened last; `None` where nothing did.
    pub last: Option<i64>,
    /// The learner's clock is ahead: times are the teacher's.
    pub clock_ahead: bool,
    /// Why the learner's events cannot be read, in Korean; empty where they can.
    pub fault: String,
    /// The mistakes that show or did a blink ago: since when, and until when.
    mistakes: BTreeMap<String, (i64, i64)>,
    /// The mistakes that show now, each with its line (0: none).
    showing: Vec<(String, u32)>,
}

/// What keeps a learner from going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck<'l> {
    /// The mistake that has shown longest.
    pub mistake: &'l str,
    /// The line it shows on, from 1; 0 where none does.
    pub line: u32,
    /// For how many seconds.
    pub seconds: i64,
}

/// Whether a learner is there, as far as anything tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// Something happened a while ago at most.
    Here,
    /// For how many seconds nothing was heard.
    Quiet(i64),
    /// How many seconds ago kijabi was closed.
    Left(i64),
    /// Nothing was ever heard.
    Unseen,
}

/// In which order learners are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorting {
    /// Who has been stuck longest comes first.
    #[default]
    Stuck,
    /// By id.
    Id,
}

impl Learner {
    /// A learner of whom nothing is known yet.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), ..Self::default() }
    }

    /// Takes in an event, read at `now`. Times that lie ahead are now; times never go back.
    pub fn apply(&mut self, stamped: &Stamped, now: i64) {
        self.clock_ahead = stamped.time > now.saturating_add(SKEW);
        let before = self.last;
        let time = stamped.time.min(now).max(before.unwrap_or(0));
        self.last = Some(time);
        if let (Some(before), Some(exercise), None) = (before, &self.exercise, self.left)
            && let Some(work) = self.work.get_mut(exercise)
        {
            work.goes_on(before, time);
        }
        // What is handed in from another terminal is no coming back.
        if !matches!(stamped.event, Event::HandedIn { .. }) {
            self.left = None;
        }
        match &stamped.event {
            Event::Reads { chapter } => {
                self.leave();
                self.chapter = Some(chapter.clone());
            }
            Event::Begins { exercise } => self.come(exercise, time),
            Event::Stands { exercise, held, of, mistakes, lines } => {
                self.come(exercise, time);
                let lines = lines.iter().copied().chain(std::iter::repeat(0));
                self.stand(*held, *of, mistakes.iter().cloned().zip(lines).collect(), time);
            }
            Event::Hint { exercise, tier } => {
                self.at(exercise, time, |work| work.hints = work.hints.max(*tier));
            }
            Event::AnswerSeen { exercise } => self.at(exercise, time, |work| work.answer_seen |= !work.passed),
            Event::Passed { exercise } => self.pass(exercise, time),
            Event::HandedIn { exercise, passed } => {
                // What was written elsewhere was never open here.
                let opened = self.work.get(exercise).and_then(|work| work.opened);
                if *passed && !self.passed.contains(exercise) {
                    self.pass(exercise, time);
                }
                self.at(exercise, time, |work| (work.handed_in, work.opened) = (Some(time), opened));
            }
            Event::Left => self.left = Some(time),
        }
    }

    fn pass(&mut self, exercise: &str, time: i64) {
        if self.passed.len() < MOST_IDS {
            self.passed.insert(exercise.to_owned());
        }
        self.at(exercise, time, |work| (work.passed, work.trouble) = (true, None));
        self.progress = Some(time);
        if self.exercise.as_deref() == Some(exercise) {
            self.mistakes.clear();
            self.showing.clear();
        }
    }

    /// Notes something of the work on an exercise.
    fn at(&mut self, exercise: &str, time: i64, note: impl FnOnce(&mut Work)) {
        if self.work.len() < MOST_IDS || self.work.contains_key(exercise) {
            note(self.work.entry(exercise.to_owned()).or_insert_with(|| Work::begun(time)));
        }
    }

    fn leave(&mut self) {
        (self.chapter, self.exercise, self.checks) = (None, None, None);
        self.mistakes.clear();
        self.showing.clear();
    }

    fn come(&mut self, exercise: &str, time: i64) {
        if self.exercise.as_deref() == Some(exercise) {
            return;
        }
        self.leave();
        self.exercise = Some(exercise.to_owned());
        self.progress = Some(time);
        self.at(exercise, time, |work| {
            work.opened.get_or_insert(time);
        });
    }

    fn stand(&mut self, held: u32, of: u32, mistakes: Vec<(String, u32)>, time: i64) {
        if self.checks.is_none_or(|(before, _)| held > before) {
            self.progress = Some(time);
        }
        self.checks = Some((held.min(of), of));
        for (code, _) in &self.showing {
            if let Some((_, until)) = self.mistakes.get_mut(code) {
                *until = time;
            }
        }
        self.mistakes.retain(|_, (_, until)| time - *until <= BLINK);
        for (code, _) in &mistakes {
            self.mistakes.entry(code.clone()).or_insert((time, time)).1 = time;
        }
        self.showing = mistakes;
        let checks = self.checks;
        let trouble = self.oldest().map(|(_, stuck)| Trouble { mistake: stuck.mistake.to_owned(), line: stuck.line });
        if let Some(exercise) = self.exercise.clone() {
            self.at(&exercise, time, |work| {
                work.checks = checks;
                if trouble.is_some() && !work.passed {
                    work.trouble = trouble;
                }
            });
        }
    }

    /// The mistake that has shown longest, and since when.
    fn oldest(&self) -> Option<(i64, Stuck<'_>)> {
        let since = |code: &String| self.mistakes.get(code).map(|(since, _)| *since);
        let shown = self.showing.iter().filter_map(|(code, line)| Some((since(code)?, code, *line)));
        let (since, mistake, line) = shown.min()?;
        Some((since, Stuck { mistake, line, seconds: 0 }))
    }

    /// What has kept the learner longest at `now`; `None` where no mistake shows.
    #[must_use]
    pub fn stuck(&self, now: i64) -> Option<Stuck<'_>> {
        let (since, stuck) = self.oldest()?;
        Some(Stuck { seconds: (now - since).max(0), ..stuck })
    }

    /// What is known of the work on the exercise the learner is at.
    #[must_use]
    pub fn here(&self) -> Option<&Work> {
        self.work.get(self.exercise.as_ref()?)
    }

    /// Exercises that an answer was handed in for, with the time of the last.
    pub fn handed_in(&self) -> impl Iterator<Item = (&str, i64)> {
        self.work.iter().filter_map(|(id, work)| Some((id.as_str(), work.handed_in?)))
    }

    /// How it stands with the learner at `now`, in a few words: gone, held up by which mistake, handed in, passed; `title` says
    /// what a mistake is called.
    #[must_use]
    pub fn situation(&self, now: i64, title: impl Fn(&str) -> String) -> String {
        let work = self.here().cloned().unwrap_or_default();
        let passed = if work.answer_seen { "정답을 보고 통과" } else { "통과" };
        let done = match (work.handed_in, work.passed) {
            (Some(_), _) => "제출함",
            (None, true) => "제출 전",
            (None, false) => "내지 않음",
        };
        match (self.whereabouts(now), self.stuck(now)) {
            _ if !self.fault.is_empty() => self.fault.clone(),
            (Whereabouts::Left(seconds), _) if self.exercise.is_some() => format!("떠남 {} · {done}", ago(seconds)),
            (Whereabouts::Left(seconds), _) => format!("떠남 {}", ago(seconds)),
            (_, Some(stuck)) if stuck.line > 0 => format!("{}줄: {}", stuck.line, title(stuck.mistake)),
            (_, Some(stuck)) => title(stuck.mistake),
            (_, None) => match work.handed_in {
                Some(time) if work.passed => format!("제출함 {} · {passed}", before(now - time)),
                Some(time) => format!("제출함 {}", before(now - time)),
                None if work.passed => format!("{passed}, 제출 전"),
                None if work.answer_seen => "정답을 봄".to_owned(),
                None => "-".to_owned(),
            },
        }
    }

    /// Whether the learner is there at `now`.
    #[must_use]
    pub fn whereabouts(&self, now: i64) -> Whereabouts {
        let since = |time: i64| (now - time).max(0);
        match (self.left.map(since), self.last.map(since)) {
            (Some(seconds), _) => Whereabouts::Left(seconds),
            (None, None) => Whereabouts::Unseen,
            (None, Some(seconds)) if seconds > AWAY => Whereabouts::Quiet(seconds),
            (None, Some(_)) => Whereabouts::Here,
        }
    }

    /// Whether the learner counts as stuck at `now`: a mistake has shown for a while, or an exercise is open and nothing has
    /// come of it for a longer one, be it that nothing was typed. Who has left is not: nobody can be helped who is not there.
    #[must_use]
    pub fn is_stuck(&self, now: i64) -> bool {
        match self.stuck(now) {
            _ if self.left.is_some() => false,
            Some(stuck) => stuck.seconds >= STUCK,
            None => self.standing(now).is_some_and(|seconds| seconds >= STANDING),
        }
    }

    /// Seconds since the last progress in an exercise that is not passed yet.
    #[must_use]
    pub fn standing(&self, now: i64) -> Option<i64> {
        let is_open = self.exercise.as_ref().is_some_and(|exercise| !self.passed.contains(exercise));
        self.progress.filter(|_| is_open).map(|progress| (now - progress).max(0))
    }
}

impl Board {
    /// The learners in an order.
    #[must_use]
    pub fn sorted(&self, sorting: Sorting) -> Vec<&Learner> {
        let mut learners: Vec<&Learner> = self.learners.iter().collect();
        let is_here = |learner: &Learner| learner.left.is_none();
        let stuck = |learner: &Learner| {
            let standing = learner.standing(self.now).filter(|_| learner.is_stuck(self.now));
            let seconds = learner.stuck(self.now).map(|stuck| stuck.seconds).or(standing);
            (is_here(learner), seconds.filter(|_| is_here(learner)))
        };
        match sorting {
            Sorting::Id => learners.sort_by(|a, b| a.id.cmp(&b.id)),
            Sorting::Stuck => {
                learners.sort_by(|a, b| (Reverse(stuck(a)), &a.id).cmp(&(Reverse(stuck(b)), &b.id)));
            }
        }
        learners
    }

    /// The mistakes that learners are stuck on now, with how many, the most frequent first.
    #[must_use]
    pub fn mistakes(&self) -> Vec<(&str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let learners = self.learners.iter().filter(|learner| learner.is_stuck(self.now));
        for stuck in learners.filter_map(|learner| learner.stuck(self.now)) {
            *counts.entry(stuck.mistake).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(code, count)| (Reverse(*count), *code));
        counts
    }
}

/// For how long something has lasted: `방금부터`, `3분째`.
#[must_use]
pub fn lasting(seconds: i64) -> String {
    if seconds < 10 { "방금부터".to_owned() } else { format!("{}째", ago(seconds)) }
}

/// How long ago something was: `방금`, `3분 전`.
#[must_use]
pub fn before(seconds: i64) -> String {
    if seconds < 10 { "방금".to_owned() } else { format!("{} 전", ago(seconds)) }
}

/// A stretch of time in a word: `방금`, `3분`, `1시간 5분`.
#[must_use]
pub fn ago(seconds: i64) -> String {
    match seconds {
        ..10 => "방금".to_owned(),
        10..60 => format!("{seconds}초"),
        60..3600 => format!("{}분", seconds / 60),
        3600..86_400 => match (seconds / 3600, seconds % 3600 / 60) {
            (hours, 0) => format!("{hours}시간"),
            (hours, minutes) => format!("{hours}시간 {minutes}분"),
        },
        _ => format!("{}일", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(time: i64, held: u32, mistakes: &[&str]) -> Stamped {
        let mistakes = mistakes.iter().map(|&code| code.to_owned()).collect();
        Stamped { time, event: Event::Stands { exercise: "ports".into(), held, of: 4, mistakes, lines: vec![2] } }
    }

    fn learner(events: &[Stamped], now: i64) -> Learner {
        let mut learner = Learner::new("1");
        for event in events {
            learner.apply(event, now);
        }
        learner
    }

    #[test]
    fn a_mistake_is_counted_from_when_it_came_though_typing_hides_it_for_a_moment() {
        let events = [
            stands(100, 0, &["selector-matches-no-pod"]),
            stands(400, 0, &["selector-matches-no-pod"]),
            stands(410, 0, &["yaml-syntax"]),
            stands(420, 1, &["selector-matches-no-pod"]),
        ];
        let it = learner(&events, 500);
        assert_eq!(it.stuck(500), Some(Stuck { mistake: "selector-matches-no-pod", line: 2, seconds: 400 }));
        assert_eq!((it.standing(500), it.checks), (Some(80), Some((1, 4))));
        // Away for longer than a blink, it comes anew.
        let again = [stands(100, 0, &["a"]), stands(200, 0, &[]), stands(300, 0, &["a"])];
        assert_eq!(learner(&again, 310).stuck(310), Some(Stuck { mistake: "a", line: 2, seconds: 10 }));
    }

    #[test]
    fn passing_and_leaving_end_it() {
        let passed = Stamped { time: 300, event: Event::Passed { exercise: "ports".into() } };
        let it = learner(&[stands(100, 0, &["a"]), passed], 400);
        assert_eq!((it.stuck(400), it.standing(400), it.passed.len()), (None, None, 1));
        let reads = Stamped { time: 300, event: Event::Reads { chapter: "nodeport".into() } };
        let it = learner(&[stands(100, 0, &["a"]), reads], 400);
        assert_eq!((it.stuck(400), it.chapter.as_deref(), it.exercise.as_deref()), (None, Some("nodeport"), None));
    }

    #[test]
    fn a_clock_that_lies_moves_nothing() {
        let it = learner(&[stands(i64::MAX, 0, &["a"]), stands(i64::MIN, 0, &["a"])], 1000);
        assert_eq!((it.last, it.stuck(1600).map(|stuck| stuck.seconds)), (Some(1000), Some(600)));
        assert!(learner(&[stands(i64::MAX, 0, &[])], 1000).clock_ahead);
    }

    #[test]
    fn an_answer_that_passes_is_passed_wherever_it_was_written() {
        let given = |passed| Stamped { time: 100, event: Event::HandedIn { exercise: "ports".into(), passed } };
        let counts = |passed| {
            let it = learner(&[given(passed)], 200);
            (it.passed.len(), it.handed_in().count())
        };
        assert_eq!((counts(true), counts(false)), ((1, 1), (0, 1)));
        // Nobody knows when it was opened there, nor for how long; what is opened here afterwards is.
        let mut it = learner(&[given(true)], 200);
        assert_eq!(it.work["ports"].opened, None);
        it.apply(&Stamped { time: 150, event: Event::Begins { exercise: "ports".into() } }, 200);
        it.apply(&given(true), 200);
        assert_eq!(it.work["ports"].opened, Some(150));
        // What an older kijabi wrote says nothing of it.
        let old = Stamped::read(br#"{"time":100,"event":{"handed-in":{"exercise":"ports"}}}"#);
        assert_eq!(old, Some(given(false)));
    }

    #[test]
    fn who_has_left_is_not_stuck_and_comes_last_until_anything_happens() {
        let at = |time, event| Stamped { time, event };
        let handed_in = at(300, Event::HandedIn { exercise: "ports".into(), passed: false });
        let mut it = learner(&[stands(100, 0, &["a"]), at(200, Event::Left), handed_in], 2000);
        assert_eq!((it.whereabouts(900), it.is_stuck(900)), (Whereabouts::Left(700), false));
        assert_eq!(it.handed_in().collect::<Vec<_>>(), [("ports", 300)]);
        let mut other = Learner::new("9");
        other.apply(&at(100, Event::Begins { exercise: "ports".into() }), 2000);
        it.id = "1".into();
        let board = Board { learners: vec![it.clone(), other], now: 900 };
        assert_eq!(board.sorted(Sorting::Stuck)[0].id, "9");
        it.apply(&stands(1000, 0, &["a"]), 2000);
        assert_eq!(it.whereabouts(1100), Whereabouts::Here);
        assert_eq!(it.whereabouts(1700), Whereabouts::Quiet(700));
    }

    #[test]
    fn of_each_exercise_is_known_what_was_done_and_for_how_long() {
        let exercise = || "ports".to_owned();
        let at = |time, event| Stamped { time, event };
        let it = learner(
            &[
                at(100, Event::Begins { exercise: exercise() }),
                stands(160, 0, &["b", "a"]),
                at(200, Event::Hint { exercise: exercise(), tier: 2 }),
                // Lunch is one short pause.
                stands(4000, 1, &["a"]),
                at(4010, Event::AnswerSeen { exercise: exercise() }),
                stands(4020, 1, &[]),
                at(4030, Event::Left),
                at(9000, Event::Reads { chapter: "sail".into() }),
                at(9500, Event::Begins { exercise: "other".into() }),
            ],
            10_000,
        );
        let work = &it.work["ports"];
        assert_eq!((work.opened, work.last, work.seconds, work.minutes()), (Some(100), 4030, 100 + 300 + 30, 8));
        assert_eq!((work.hints, work.answer_seen, work.checks), (2, true, Some((1, 4))));
        assert_eq!(work.trouble, Some(Trouble { mistake: "a".into(), line: 2 }), "the last that showed");
        assert_eq!(it.work["other"], Work { opened: Some(9500), last: 9500, ..Work::default() });
        let passed = learner(&[stands(1, 0, &["a"]), at(9, Event::Passed { exercise: exercise() })], 10);
        assert_eq!((passed.work["ports"].passed, &passed.work["ports"].trouble), (true, &None));
    }

    #[test]
    fn a_stretch_of_time_is_said_in_a_word() {
        assert_eq!([lasting(3), lasting(12), lasting(3900)], ["방금부터", "12초째", "1시간 5분째"]);
    }

    #[test]
    fn who_is_stuck_longest_comes_first() {
        let of = |id: &str, since| {
            let mut it = Learner::new(id);
            it.apply(&stands(since, 0, &["a"]), 1000);
            it
        };
        let board = Board { learners: vec![of("1", 900), of("2", 100), Learner::new("3")], now: 1000 };
        let ids = |sorting| board.sorted(sorting).iter().map(|it| it.id.clone()).collect::<Vec<_>>().concat();
        assert_eq!((ids(Sorting::Stuck), ids(Sorting::Id)), ("213".to_owned(), "123".to_owned()));
        assert_eq!(board.mistakes(), [("a", 1)], "one of them has just come");
    }

    #[test]
    fn what_was_typed_a_second_ago_is_nobodys_trouble_and_an_exercise_left_open_is() {
        let at = |events: &[Stamped]| [279, 280, 399, 400].map(|now| learner(events, now).is_stuck(now));
        assert_eq!(at(&[stands(100, 0, &["a"])]), [false, true, true, true]);
        let opened = Stamped { time: 100, event: Event::Begins { exercise: "ports".into() } };
        let hint = Stamped { time: 200, event: Event::Hint { exercise: "ports".into(), tier: 2 } };
        assert_eq!(at(&[opened.clone(), hint]), [false, false, false, true]);
        let passed = Stamped { time: 200, event: Event::Passed { exercise: "ports".into() } };
        assert_eq!(at(&[opened, passed]), [false; 4]);
    }
}
