//! The exercise on the desk: grading, hints, the reference answer, and what is remembered of the learner's work on it.
//!
//! Must not know: keys, where anything is drawn.

use super::burst::Burst;
use super::popup::Kind;
use crate::app::effect::Effect;
use crate::app::scene::Line;
use crate::app::screen::reader::layout::markdown;
use crate::app::shared::Shared;
use crate::classroom::digest::of_course;
use crate::classroom::hand_in::HandIn;
use crate::classroom::live;
use crate::console::Console;
use crate::grade::{Answer, Grader, Report};
use crate::lesson::stream::join;
use crate::lesson::{Exercise, File};
use crate::study::{Event as Deed, Place};
use std::collections::VecDeque;

/// How an exercise stands is told again after so many milliseconds, though it is no news.
const AGAIN: u64 = 60_000;
/// How many of our own writings of a watched file are remembered, to tell them from an outsider's.
const ECHOES: usize = 16;

/// How far a sitting has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sitting {
    /// Nothing was ever written.
    Fresh,
    /// Nothing yet, but there is something of an earlier one.
    Resumed,
    /// Something was written: it counts as an attempt.
    Attempt,
}

/// An exercise being worked on.
pub(super) struct Task {
    grader: Grader,
    /// The chapter's title.
    pub(super) chapter: String,
    /// The task's text, laid out in that many columns.
    laid_out: (usize, Vec<Line<'static>>),
    /// For each mistake the exercise teaches, where to look.
    clues: Vec<(String, String)>,
    /// Whether the learner may be told what would be right.
    tells: bool,
    /// How far this sitting has come.
    sitting: Sitting,
    /// Whether the text as it stands passes.
    passed: bool,
    /// What is typed and not yet kept.
    burst: Burst,
    /// Mistakes that help was asked for, each once.
    stumbled: Vec<String>,
    /// Those that were told in this sitting.
    noted: Vec<String>,
    /// Our own writings of the file that the exercise is also edited in, the latest last.
    written: VecDeque<String>,
    /// How the class was told last that the exercise stands.
    told: Option<(live::Event, u64)>,
}

impl Task {
    pub(super) fn new(exercise: &Exercise, shared: &Shared) -> Self {
        let clue = |code: &String| Some((code.clone(), shared.catalogue.mistake(code).ok()?.clue()));
        let mut task = Self {
            clues: exercise.mistakes.iter().filter_map(clue).collect(),
            tells: false,
            grader: Grader::new(exercise, shared.options.version),
            chapter: shared.course.chapter(&exercise.chapter).map(|chapter| chapter.title).unwrap_or_default(),
            laid_out: (0, Vec::new()),
            sitting: match shared.record.exercise(&exercise.id) {
                Some(known) if known.text.is_some() => Sitting::Resumed,
                _ => Sitting::Fresh,
            },
            passed: false,
            burst: Burst::default(),
            stumbled: Vec::new(),
            noted: Vec::new(),
            written: VecDeque::new(),
            told: None,
        };
        task.tells = task.may_tell(shared);
        task
    }

    /// Whether nothing is left to be found out: every hint is shown, or the exercise was passed or given up.
    fn may_tell(&self, shared: &Shared) -> bool {
        self.hints_shown(shared) >= self.exercise().hints.len() || self.may_see_answer(shared)
    }

    /// Whether the learner has begun to answer; before, the task is there to be read.
    pub(super) fn has_begun(&self) -> bool {
        self.sitting != Sitting::Fresh
    }

    pub(super) fn exercise(&self) -> &Exercise {
        self.grader.exercise()
    }

    fn id(&self) -> String {
        self.exercise().id.clone()
    }

    /// Whether the exercise is there to teach that mistake.
    pub(super) fn teaches(&self, code: &str) -> bool {
        self.exercise().mistakes.iter().any(|it| it == code)
    }

    /// What to say of a mistake that the exercise is there to teach, instead of a help that names the right value: until
    /// the last hint is shown, or the exercise passed or given up.
    pub(super) fn clue(&self, code: &str) -> Option<&str> {
        let found = self.clues.iter().find(|(known, _)| !self.tells && known == code);
        found.map(|(_, clue)| clue.as_str())
    }

    /// Takes over the console at which the answer's commands were run.
    pub(super) fn take_over(&mut self, answer: &Answer, console: Console) {
        self.grader.take_over(answer, console);
    }

    pub(super) fn grade(&mut self, answer: &Answer) -> Report {
        self.grader.grade(answer)
    }

    /// Lays the task's text out anew where the width has changed.
    pub(super) fn lay_out(&mut self, columns: usize) {
        if self.laid_out.0 != columns {
            self.laid_out = (columns, markdown(&self.exercise().task, columns));
        }
    }

    /// The task's text in lines.
    pub(super) fn lines(&self) -> &[Line<'static>] {
        &self.laid_out.1
    }

    /// The lines of it that hold something.
    pub(super) fn told(&self) -> impl Iterator<Item = &Line<'static>> {
        self.lines().iter().filter(|line| line.cells() > 0)
    }

    /// The first of those lines, so many at most. A table or a frame of which only the head would be seen is left out: that
    /// says nothing.
    pub(super) fn excerpt(&self, room: usize) -> Vec<&Line<'static>> {
        let mut told = self.told();
        let mut lines: Vec<_> = told.by_ref().take(room).collect();
        if told.next().is_some() {
            while lines.len() > 1 && lines.last().is_some_and(|line| is_boxed(line)) {
                lines.pop();
            }
        }
        lines
    }

    /// The learner has come to the exercise.
    pub(super) fn arrive(&self, shared: &mut Shared) {
        shared.remember(Deed::Went(Place::Exercise(self.id())));
    }

    /// The text has changed and was graded. A pass is kept at once, typing at the end of the burst.
    pub(super) fn changed(&mut self, passed: bool, answer: &Answer, shared: &mut Shared) {
        let exercise = self.id();
        self.burst.goes_on(shared);
        if self.sitting != Sitting::Attempt {
            self.sitting = Sitting::Attempt;
            shared.remember(Deed::Attempt { exercise: exercise.clone() });
        }
        if passed && !self.passed {
            self.save(answer, shared);
            shared.remember(Deed::Passed { exercise });
            self.tells = true;
        }
        self.passed = passed;
    }

    /// Tells the class how the exercise stands, where that is news or nothing was told for a while: who types is at work.
    pub(super) fn tell_class(&mut self, answer: &Answer, report: &Report, shared: &mut Shared) {
        if shared.class.is_none() {
            return;
        }
        let event = live::Event::stands(&self.exercise().id, answer, report);
        let is_known = |(told, at): &(live::Event, u64)| *told == event && shared.now < at.saturating_add(AGAIN);
        if !self.told.as_ref().is_some_and(is_known) {
            self.told = Some((event.clone(), shared.now));
            shared.tell_class(event);
        }
    }

    /// Hands an answer in to the class.
    pub(super) fn hand_in(&self, answer: &Answer, report: &Report, shared: &mut Shared) {
        if shared.class.is_none() {
            return shared.say("참여한 수업이 없습니다. `kijabi class join --as 학번 폴더`로 참여하십시오.");
        }
        let id = &self.exercise().id;
        let known = shared.record.exercise(id);
        let (hints, answer_seen) = known.map_or((0, false), |known| (known.hints, known.answer_seen));
        let pack = of_course(&shared.course);
        let handed_in = HandIn { hints, answer_seen, pack, ..HandIn::new("", id, answer).standing(report) };
        if let Some(class) = &mut shared.class {
            class.handing_in.push_back((id.clone(), handed_in.word()));
        }
        shared.effects.push(Effect::HandIn(Box::new(handed_in)));
        shared.say("제출하는 중입니다.");
    }

    /// Asks for the text to be kept, where it is not.
    pub(super) fn save(&mut self, answer: &Answer, shared: &mut Shared) {
        if !self.burst.ends(shared) {
            return;
        }
        let text = join(&answer.to_files());
        if let Some(outside) = shared.outside.as_mut().filter(|it| it.exercise == self.exercise().id)
            && outside.text.as_ref() != Some(&text)
        {
            self.written.push_back(text.clone());
            if self.written.len() > ECHOES {
                self.written.pop_front();
            }
            outside.text = Some(text.clone());
            shared.effects.push(Effect::WriteFile(text.clone()));
        }
        shared.remember(Deed::TextSaved { exercise: self.id(), text });
    }

    /// Help was asked for while the text showed these mistakes: a hint, a fix, the answer.
    pub(super) fn helped(&mut self, report: &Report) {
        // What was there from the start and is yet untouched is the exercise's mistake, not the learner's.
        if self.sitting != Sitting::Attempt {
            return;
        }
        for code in report.mistakes() {
            if !self.stumbled.contains(&code) {
                self.stumbled.push(code);
            }
        }
    }

    /// The learner leaves: the mistakes that needed help, and those the text is left with, are to be asked about. What was typed and
    /// mended on the way is nobody's business.
    pub(super) fn part(&mut self, report: &Report, shared: &mut Shared) {
        if !self.passed {
            self.helped(report);
        }
        // A sitting tells each of them once, however often it is interrupted.
        let mut mistakes = std::mem::take(&mut self.stumbled);
        mistakes.retain(|code| !self.noted.contains(code));
        if !mistakes.is_empty() {
            self.noted.extend(mistakes.iter().cloned());
            shared.remember(Deed::Stumbled { exercise: self.id(), mistakes });
        }
    }

    /// The learner has left for another screen.
    pub(super) fn rest(&mut self) {
        self.burst.rest();
    }

    /// Whether the exercise is also edited in a file outside.
    pub(super) fn is_outside(&self, shared: &Shared) -> bool {
        shared.outside.as_ref().is_some_and(|it| it.exercise == self.exercise().id)
    }

    /// Whether a text read from that file is one we wrote ourselves.
    pub(super) fn wrote(&self, text: &str) -> bool {
        self.written.iter().any(|ours| ours == text)
    }

    /// The files that a text from outside holds.
    pub(super) fn restored(&self, text: &str) -> Vec<File> {
        restore(self.exercise(), text)
    }

    /// The files of a pasted stream.
    pub(super) fn split(&self, text: &str) -> Vec<File> {
        self.exercise().split(text)
    }

    /// How many hints are revealed.
    pub(super) fn hints_shown(&self, shared: &Shared) -> usize {
        let shown = shared.record.exercise(&self.exercise().id).map_or(0, |known| known.hints);
        usize::try_from(shown).unwrap_or(usize::MAX).min(self.exercise().hints.len())
    }

    /// The revealed hints as a popup.
    pub(super) fn hints(&self, shared: &Shared) -> Option<Kind> {
        let hints = &self.exercise().hints;
        let shown: Vec<String> = hints.iter().take(self.hints_shown(shared)).cloned().collect();
        (!shown.is_empty()).then_some(Kind::Hints { shown, of: hints.len() })
    }

    /// Reveals one more hint and counts it.
    pub(super) fn count_hint(&mut self, shared: &mut Shared) {
        let next = self.hints_shown(shared) + 1;
        if next <= self.exercise().hints.len() {
            let tier = u32::try_from(next).unwrap_or(u32::MAX);
            shared.remember(Deed::Hint { exercise: self.id(), tier });
            self.tells = self.may_tell(shared);
        }
    }

    /// Whether the answer may be looked at without giving up: the exercise was passed once, or given up before.
    pub(super) fn may_see_answer(&self, shared: &Shared) -> bool {
        let known = shared.record.exercise(&self.exercise().id);
        known.is_some_and(|known| known.passed.is_some() || known.answer_seen)
    }

    /// The learner looks at the answer before passing.
    pub(super) fn give_up(&mut self, shared: &mut Shared) {
        shared.remember(Deed::AnswerSeen { exercise: self.id() });
        self.tells = true;
    }

    /// The reference answer's file of that name, or in that place.
    pub(super) fn reference(&self, name: &str, at: usize) -> File {
        let solution = &self.exercise().solution;
        let file = solution.iter().find(|file| file.name == name).or_else(|| solution.get(at));
        file.cloned().unwrap_or_else(|| File { name: name.to_owned(), text: String::new() })
    }
}

/// Whether a line belongs to a table or a frame.
fn is_boxed(line: &Line<'_>) -> bool {
    line.spans.iter().any(|span| span.text.contains(['│', '┌', '└', '┼', '├']))
}

/// The files of an exercise with the text that was kept or came from outside. An exercise of one file takes the text as it
/// stands; of several, each takes its own part, and what belongs to none is not lost but ends up in the first.
pub(super) fn restore(exercise: &Exercise, text: &str) -> Vec<File> {
    if exercise.console {
        // What was typed is one of the files.
        let mut files = exercise.split(text);
        let missing = exercise.starter.iter().filter(|it| !files.iter().any(|file| file.name == it.name));
        let missing: Vec<File> = missing.cloned().collect();
        files.extend(missing);
        return files;
    }
    if let [only] = exercise.starter.as_slice() {
        return vec![File { name: only.name.clone(), text: text.to_owned() }];
    }
    let mut files: Vec<File> =
        exercise.starter.iter().map(|file| File { name: file.name.clone(), text: String::new() }).collect();
    for part in exercise.split(text) {
        let at = files.iter().position(|file| file.name == part.name).unwrap_or(0);
        if let Some(file) = files.get_mut(at) {
            if !file.text.is_empty() {
                file.text.push_str("---\n");
            }
            file.text.push_str(&part.text);
        }
    }
    files
}

/// An exercise that follows another one.
pub(super) struct Following {
    pub(super) id: String,
    pub(super) title: String,
    /// The title of its chapter, where that is another one.
    pub(super) chapter: Option<String>,
}

/// The exercise that follows in the course.
pub(super) fn after(task: &Task, shared: &Shared) -> Option<Following> {
    let id = &task.exercise().id;
    let mut exercises = shared.course.exercises().skip_while(|(_, outline)| outline.id != *id);
    let (here, _) = exercises.next()?;
    let (chapter, outline) = exercises.next()?;
    Some(Following {
        id: outline.id.clone(),
        title: outline.title.clone(),
        chapter: (chapter.id != here.id).then(|| chapter.title.clone()),
    })
}
