//! Keeps what is asked to be kept, beside the running program: a keystroke never waits for a disk.
//!
//! What could not be saved is held and tried again with the next event and at the end, so that a disk that was full
//! for a while loses nothing either.
//!
//! Must not know: what is saved.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::store::{Store, StoreProblem};
use crate::study::{Day, Event};

/// What became of what was to be saved, told after every try.
pub type Told = Result<(), StoreProblem>;

/// A thread that saves, in the order it is asked. Dropping it waits until everything is saved, so that not even a
/// panic elsewhere loses what was asked for.
#[derive(Debug)]
pub struct Saver {
    queue: Option<Sender<Vec<(Day, Event)>>>,
    worker: Option<JoinHandle<Told>>,
}

impl Saver {
    /// Starts saving into `store`; where there is none yet, that of `course` is opened in `folder` now and tried again at
    /// every event.
    /// `told` is called on the saving thread.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(
        store: Option<Store>,
        folder: Option<PathBuf>,
        course: &str,
        told: impl Fn(Told) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (queue, events) = channel();
        let work = Work { store, folder, course: course.to_owned(), pending: Vec::new() };
        let worker = std::thread::Builder::new().name("saver".into()).spawn(move || work.run(&events, &told))?;
        Ok(Self { queue: Some(queue), worker: Some(worker) })
    }

    /// Asks for events of a day to be saved, all of them or none, and returns at once.
    pub fn save(&self, day: Day, events: Vec<Event>) {
        if let Some(queue) = &self.queue {
            // The worker only ends when the queue is closed, so nothing can be lost here.
            let _ = queue.send(events.into_iter().map(|event| (day, event)).collect());
        }
    }

    /// Waits until everything is saved; says why where something is not.
    pub fn finish(mut self) -> Told {
        self.close()
    }

    fn close(&mut self) -> Told {
        self.queue = None;
        self.worker.take().map_or(Ok(()), |worker| worker.join().unwrap_or(Ok(())))
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        if let Err(problem) = self.close() {
            log::error!("{problem}");
        }
    }
}

struct Work {
    store: Option<Store>,
    folder: Option<PathBuf>,
    course: String,
    pending: Vec<(Day, Event)>,
}

impl Work {
    fn run(mut self, events: &Receiver<Vec<(Day, Event)>>, told: &impl Fn(Told)) -> Told {
        // Making a new store takes longer than a first frame may; it is done here, and a failure told at once.
        if let Err(problem) = self.store() {
            told(Err(problem));
        }
        while let Ok(together) = events.recv() {
            self.pending.extend(together);
            self.pending.extend(events.try_iter().flatten());
            told(self.try_save());
        }
        if self.pending.is_empty() { Ok(()) } else { self.try_save() }
    }

    fn try_save(&mut self) -> Told {
        coalesce(&mut self.pending);
        let pending = std::mem::take(&mut self.pending);
        let saved = self.store().and_then(|store| store.save(&pending));
        if saved.is_err() {
            self.pending = pending;
        }
        saved
    }

    fn store(&mut self) -> Result<&mut Store, StoreProblem> {
        if self.store.is_none() {
            let folder = self.folder.as_ref().ok_or(StoreProblem::NoHome)?;
            self.store = Some(Store::open(folder, &self.course)?);
        }
        self.store.as_mut().ok_or(StoreProblem::NoHome)
    }
}

/// Drops every text, position and place that a later one of the same subject makes void.
fn coalesce(pending: &mut Vec<(Day, Event)>) {
    let mut later: Vec<(Day, Event)> = Vec::with_capacity(pending.len());
    for (day, event) in pending.drain(..).rev() {
        if !later.iter().any(|(_, newer)| replaces(newer, &event)) {
            later.push((day, event));
        }
    }
    later.reverse();
    *pending = later;
}

fn replaces(newer: &Event, older: &Event) -> bool {
    match (newer, older) {
        (Event::TextSaved { exercise: a, .. }, Event::TextSaved { exercise: b, .. }) => a == b,
        (Event::Position { chapter: a, .. }, Event::Position { chapter: b, .. }) => a == b,
        (Event::Went(_), Event::Went(_)) => true,
        (Event::ExamKept(a), Event::ExamKept(b)) => a.plan.seed == b.plan.seed,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::store::BUILT_IN;
    use crate::study::Record;

    fn text(text: &str) -> Event {
        Event::TextSaved { exercise: "first".into(), text: text.into() }
    }

    #[test]
    fn everything_asked_for_is_saved_when_it_finishes() {
        let folder = tempfile::tempdir().unwrap();
        let saver = Saver::start(None, Some(folder.path().to_owned()), BUILT_IN, |_| {}).unwrap();
        for n in 0..200 {
            saver.save(Day(1), vec![text(&n.to_string()), Event::Attempt { exercise: "first".into() }]);
        }
        saver.finish().unwrap();
        let record = Store::open(folder.path(), BUILT_IN).unwrap().load().unwrap();
        let it = record.exercise("first").unwrap();
        assert_eq!((it.attempts, it.text.as_deref()), (200, Some("199")));
    }

    #[test]
    fn what_could_not_be_saved_is_saved_once_it_can() {
        let outer = tempfile::tempdir().unwrap();
        let blocked = outer.path().join("blocked");
        std::fs::write(&blocked, "a file where the folder should be").unwrap();
        let (tell, told) = channel();
        let saver =
            Saver::start(None, Some(blocked.clone()), BUILT_IN, move |result| tell.send(result).unwrap()).unwrap();
        saver.save(Day(1), vec![Event::Passed { exercise: "first".into() }]);
        assert!(matches!(told.recv().unwrap(), Err(StoreProblem::Folder { .. } | StoreProblem::ReadOnly { .. })));
        std::fs::remove_file(&blocked).unwrap();
        saver.save(Day(1), vec![Event::Attempt { exercise: "first".into() }]);
        saver.finish().unwrap();
        assert!(Store::open(&blocked, BUILT_IN).unwrap().load().unwrap().has_passed("first"));
    }

    #[test]
    fn coalescing_changes_no_record() {
        let events = [
            text("1"),
            Event::Attempt { exercise: "first".into() },
            Event::Attempt { exercise: "first".into() },
            text("2"),
            Event::Position { chapter: "a".into(), at: 1 },
            Event::Position { chapter: "b".into(), at: 2 },
            Event::Position { chapter: "a".into(), at: 3 },
        ];
        let mut pending: Vec<_> = events.iter().map(|event| (Day(1), event.clone())).collect();
        coalesce(&mut pending);
        assert_eq!(pending.len(), 5);
        let fold = |events: &mut dyn Iterator<Item = &Event>| {
            let mut record = Record::default();
            events.for_each(|event| record.apply(Day(1), event));
            record
        };
        assert_eq!(fold(&mut pending.iter().map(|(_, event)| event)), fold(&mut events.iter()));
    }
}
