//! Tells the class what happens at the desk, beside the running program: neither a key nor a frame waits for a network disk.
//!
//! How an exercise stands is told a few seconds late, so that typing is one line and not hundreds; all else at once. What
//! cannot be written is tried again with the next event, and given up at the end: a class is no reason to hold a learner up.
//!
//! Must not know: what events mean.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::Membership;
use crate::classroom::exam::Sitting;
use crate::classroom::hand_in::HandIn;
use crate::classroom::live::{Event, Stamped};
use crate::classroom::quiz::{Answer, Refused};
use crate::shell::clock;

/// How long the state of an exercise may wait for a newer one.
const PATIENCE: Duration = Duration::from_secs(2);
/// Seconds of typing after which an unchanged state is told again: whoever types is at work.
const AGAIN: i64 = 60;
/// Events kept while they cannot be written.
const KEPT: usize = 200;

/// What was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// An answer: where it is, and when that was, in seconds since 1970.
    Answer(PathBuf, i64),
    /// An exam: where it is.
    Exam(PathBuf),
}

/// What could not be handed in, and why, in Korean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// An answer.
    Answer(String),
    /// An exam.
    Exam(String),
}

/// What became of an answer to the class's quiz: the one that counts, or why there is none.
pub type Taken = Result<Answer, Refused>;

enum Work {
    Event(Stamped),
    HandIn(Box<HandIn>),
    Answer(String, Box<Answer>),
    Exam(Box<Sitting>),
    Leave,
}

/// A thread that writes into the class folder.
pub struct Journal {
    queue: Option<Sender<Work>>,
    worker: Option<JoinHandle<()>>,
}

impl Journal {
    /// Begins to write; `told` is called on the writing thread with what became of each hand-in `taken` with that of each answer to
    /// the class's quiz.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(
        class: Membership,
        told: impl Fn(Result<Told, Lost>) + Send + 'static,
        taken: impl Fn(Taken) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (queue, work) = channel();
        let writer = Writer { class, pending: Vec::new(), last: None, has_told: false };
        let worker =
            std::thread::Builder::new().name("class".into()).spawn(move || writer.run(&work, &told, &taken))?;
        Ok(Self { queue: Some(queue), worker: Some(worker) })
    }

    /// Tells an event, and returns at once.
    pub fn tell(&self, event: Event) {
        self.send(Work::Event(Stamped { time: clock::now(), event }));
    }

    /// Hands in, and returns at once. Student and time are filled in.
    pub fn hand_in(&self, answer: HandIn) {
        self.send(Work::HandIn(Box::new(HandIn { time: clock::now(), ..answer })));
    }

    /// Hands in what an exam came to, and returns at once.
    pub fn exam(&self, sitting: Sitting) {
        self.send(Work::Exam(Box::new(sitting)));
    }

    /// Gives an answer to the quiz of that id, and returns at once.
    pub fn answer(&self, quiz: String, answer: Answer) {
        self.send(Work::Answer(quiz, Box::new(answer)));
    }

    fn send(&self, work: Work) {
        if let Some(queue) = &self.queue {
            // The worker only ends when the queue is closed.
            let _ = queue.send(work);
        }
    }

    /// Waits until everything is written that can be.
    pub fn finish(mut self) {
        self.close();
    }

    /// The learner closes kijabi: tells so, where it was told that they were there, and waits as [`Journal::finish`] does.
    pub fn leave(self) {
        self.send(Work::Leave);
        self.finish();
    }

    fn close(&mut self) {
        self.queue = None;
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.close();
    }
}

struct Writer {
    class: Membership,
    pending: Vec<Stamped>,
    /// The state told last, which is not told twice within [`AGAIN`].
    last: Option<Stamped>,
    /// Whether anything was told of where the learner is.
    has_told: bool,
}

impl Writer {
    fn run(mut self, work: &Receiver<Work>, told: &impl Fn(Result<Told, Lost>), taken: &impl Fn(Taken)) {
        loop {
            let next = if self.waits() {
                match work.recv_timeout(PATIENCE) {
                    Ok(next) => next,
                    Err(RecvTimeoutError::Timeout) => {
                        self.write();
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            } else {
                match work.recv() {
                    Ok(next) => next,
                    Err(_) => break,
                }
            };
            match next {
                Work::Event(stamped) => self.take(stamped),
                Work::Answer(quiz, answer) => taken(self.class.answer(&quiz, &answer)),
                Work::Exam(sitting) => {
                    let sitting = Sitting { student: self.class.student.clone(), ..*sitting };
                    told(self.class.hand_in_exam(&sitting).map(Told::Exam).map_err(Lost::Exam));
                }
                Work::Leave if self.has_told => self.take(Stamped { time: clock::now(), event: Event::Left }),
                Work::Leave => {}
                Work::HandIn(answer) => {
                    let answer = HandIn { student: self.class.student.clone(), ..*answer };
                    let (became, answer_time) = (self.class.hand_in(&answer), answer.time);
                    if became.is_ok() {
                        let event = Event::HandedIn { exercise: answer.exercise, passed: answer.passed };
                        self.take(Stamped { time: answer.time, event });
                    }
                    told(became.map(|place| Told::Answer(place, answer_time)).map_err(Lost::Answer));
                }
            }
        }
        self.write();
    }

    /// Whether a state waits for a newer one.
    fn waits(&self) -> bool {
        self.pending.iter().any(|it| matches!(it.event, Event::Stands { .. }))
    }

    fn take(&mut self, stamped: Stamped) {
        let is_state = matches!(stamped.event, Event::Stands { .. });
        self.has_told |= !matches!(stamped.event, Event::HandedIn { .. });
        self.pending.retain(|before| !before.event.is_replaced_by(&stamped.event));
        let is_known = |last: &Stamped| last.event == stamped.event && stamped.time < last.time.saturating_add(AGAIN);
        let is_news = !self.last.as_ref().is_some_and(is_known);
        if is_news {
            self.pending.push(stamped);
        }
        if !is_state {
            self.write();
        }
    }

    fn write(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        match self.class.append(&self.pending) {
            Ok(()) => {
                let mut states = self.pending.iter().filter(|it| matches!(it.event, Event::Stands { .. }));
                self.last = states.next_back().cloned().or(self.last.take());
                self.pending.clear();
            }
            Err(error) => {
                log::warn!("class folder: {error}");
                let excess = self.pending.len().saturating_sub(KEPT);
                self.pending.drain(..excess);
                // A state that waits would be tried again without end; the next event tries.
                self.pending.retain(|it| !matches!(it.event, Event::Stands { .. }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::Answer;
    use crate::shell::class::EVENTS;

    #[test]
    fn typing_is_one_line_and_everything_else_a_line_each() {
        let folder = tempfile::tempdir().unwrap();
        let class = Membership { student: "1".into(), folder: folder.path().to_owned() };
        let (tell, told) = channel();
        let journal = Journal::start(class.clone(), move |became| tell.send(became).unwrap(), |_| {}).unwrap();
        let exercise = || "ports".to_owned();
        journal.tell(Event::Begins { exercise: exercise() });
        for held in 0..50 {
            journal.tell(Event::Stands { exercise: exercise(), held, of: 50, mistakes: Vec::new(), lines: Vec::new() });
        }
        journal.tell(Event::Hint { exercise: exercise(), tier: 1 });
        journal.hand_in(HandIn::new("", "ports", &Answer::default()));
        assert!(told.recv().unwrap().is_ok());
        journal.leave();
        let text = std::fs::read_to_string(class.own().join(EVENTS)).unwrap();
        let events: Vec<Event> = text.lines().map(|line| Stamped::read(line.as_bytes()).unwrap().event).collect();
        let last = Event::Stands { exercise: exercise(), held: 49, of: 50, mistakes: Vec::new(), lines: Vec::new() };
        let expected = [
            Event::Begins { exercise: exercise() },
            last,
            Event::Hint { exercise: exercise(), tier: 1 },
            Event::HandedIn { exercise: exercise(), passed: false },
            Event::Left,
        ];
        assert_eq!(events, expected);
    }
}
