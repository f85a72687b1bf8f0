//! Does what the app asks for, and tells the app what became of it.
//!
//! Must not know: what the app is doing; how anything looks.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::class::{self, Journal, Lost, Membership, Told};
use super::saver::Saver;
use super::store::{Store, StoreProblem};
use super::watch::Watch;
use super::{clock, files, home};
use crate::app::effect::Effect;
use crate::app::event::{Event, Receipt};
use crate::app::shared::{self, Moment};
use crate::classroom::due::Due;
use crate::classroom::hand_in::HandIn;
use crate::classroom::quiz::Refused;
use crate::study::Record;

/// How an event reaches the app from whatever thread it happens on.
pub type Tell = Arc<dyn Fn(Event) + Send + Sync>;

/// The learner's record as it was when the program started.
#[derive(Debug)]
pub struct Opened {
    /// What is remembered; empty where nothing could be read.
    pub record: Record,
    /// Where it is kept, if it could be opened.
    pub store: Option<Store>,
    /// Why nothing will be kept, where that is known already.
    pub problem: Option<StoreProblem>,
}

/// Opens the learner's record of a course. Where there is none yet, none is made: that is the saver's work, beside the first frame.
/// The program goes on without it where it cannot be read.
#[must_use]
pub fn open_record(course: &str) -> Opened {
    let Some(folder) = home::folder() else { return Opened::without(Some(StoreProblem::NoHome)) };
    if !Store::exists(&folder) {
        return Opened::without(None);
    }
    match Store::open(&folder, course).and_then(|store| store.load().map(|record| (store, record))) {
        Ok((store, record)) => {
            let read_only = store.is_read_only().then(|| StoreProblem::ReadOnly { file: store.file().to_owned() });
            Opened { record, store: Some(store), problem: read_only }
        }
        Err(problem) => Opened::without(Some(problem)),
    }
}

/// The file in the data folder that tells where a presentation is; the folder is made.
#[must_use]
pub fn presentation() -> Option<PathBuf> {
    let home = home::folder()?;
    std::fs::create_dir_all(&home).ok()?;
    Some(home.join("present"))
}

/// A moment with its words.
#[must_use]
pub fn moment(at: i64) -> Moment {
    Moment { at, text: clock::short_text(at) }
}

/// The class as screens tell of it; `exercises` are those of the course. What cannot be read is as if it were not there, and logged.
#[must_use]
pub fn attending(class: &Membership, exercises: &[&str]) -> shared::Class {
    let given = |id: String, it: HandIn| (id, shared::Given { word: it.word(), when: moment(it.time) });
    let handed_in = class.all_handed_in(exercises.iter().copied());
    let due = class::due(&class.folder).unwrap_or_else(|reason| {
        log::warn!("{reason}");
        Due::default()
    });
    let quiz = class.quiz().unwrap_or_else(|reason| {
        log::warn!("{reason}");
        None
    });
    let quiz = quiz.filter(|quiz| quiz.closed.is_none()).map(|quiz| {
        let given = class.sheet(&quiz.id).map_or(0, |sheet| sheet.answers.len());
        (quiz.id, given, quiz.plan.count)
    });
    shared::Class {
        student: class.student.clone(),
        name: class.name(),
        handed_in: handed_in.into_iter().map(|(id, it)| given(id, it)).collect(),
        due: exercises.iter().filter_map(|id| Some(((*id).to_owned(), moment(due.of(id)?)))).collect(),
        quiz,
        ..shared::Class::default()
    }
}

impl Opened {
    fn without(problem: Option<StoreProblem>) -> Self {
        if let Some(problem) = &problem {
            log::error!("{problem}");
        }
        Self { record: Record::default(), store: None, problem }
    }
}

/// Everything outside the program that it works on while it runs.
pub struct Shell {
    saver: Option<Saver>,
    watch: Option<Watch>,
    class: Option<Journal>,
    /// Where the result of an exam goes, where the command line said so.
    export: Option<PathBuf>,
    tell: Tell,
}

impl Shell {
    /// Begins to serve an app that is reached by `tell`; `store` is where it keeps what is to be kept of `course`.
    #[must_use]
    pub fn new(store: Option<Store>, course: &str, tell: Tell) -> Self {
        let told = Arc::clone(&tell);
        let saver = Saver::start(store, home::folder(), course, move |became| match became {
            Ok(()) => told(Event::Saved),
            Err(problem) => {
                log::error!("{problem}");
                told(Event::NotSaved(problem.to_string()));
            }
        });
        if let Err(error) = &saver {
            tell(Event::NotSaved(files::io_reason(error)));
        }
        Self { saver: saver.ok(), watch: None, class: None, export: None, tell }
    }

    /// Serves an app in which nobody studies: nothing is kept.
    #[must_use]
    pub fn onlooker(tell: Tell) -> Self {
        Self { saver: None, watch: None, class: None, export: None, tell }
    }

    /// Writes the result of an exam to this file, not into the data folder.
    pub fn export_to(&mut self, file: PathBuf) {
        self.export = Some(file);
    }

    /// Watches the file that is also edited outside: what it holds now, and each save, becomes [`Event::FileChanged`].
    pub fn watch(&mut self, file: &Path) -> Result<(), String> {
        let tell = Arc::clone(&self.tell);
        self.watch = Some(Watch::start(file, move |text| tell(Event::FileChanged { text }))?);
        Ok(())
    }

    /// Tells a class from now on what happens, and hands answers in to it.
    pub fn attend(&mut self, class: Membership) {
        let tell = Arc::clone(&self.tell);
        let told = move |became: Result<Told, Lost>| {
            tell(match became {
                Ok(Told::Answer(place, time)) => {
                    Event::HandedIn(Ok(Receipt { place: place.display().to_string(), when: moment(time) }))
                }
                Ok(Told::Exam(place)) => Event::ExamHandedIn(Ok(place.display().to_string())),
                Err(Lost::Answer(reason)) => Event::HandedIn(Err(reason)),
                Err(Lost::Exam(reason)) => Event::ExamHandedIn(Err(reason)),
            });
        };
        let tell = Arc::clone(&self.tell);
        let taken = move |became: class::Taken| tell(Event::Taken(became.map(Box::new)));
        self.class = Journal::start(class, told, taken).map_err(|error| log::error!("class: {error}")).ok();
    }

    /// Does what was asked for; gives back what only a terminal can do.
    pub fn perform(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Record(day, events) => {
                if let Some(saver) = &self.saver {
                    saver.save(day, events);
                }
            }
            Effect::WriteFile(text) => {
                let written = self.watch.as_ref().map_or(Ok(()), |watch| watch.write(&text));
                if let Err(reason) = written {
                    (self.tell)(Event::NotSaved(format!("파일에 쓰지 못했습니다. {reason}")));
                }
            }
            Effect::Class(event) => {
                if let Some(class) = &self.class {
                    class.tell(event);
                }
            }
            Effect::Present(place) => {
                if let Some(file) = presentation() {
                    let told = files::write(&file, &place);
                    told.unwrap_or_else(|reason| log::warn!("{}: {reason}", file.display()));
                }
            }
            Effect::Answer(quiz, answer) => match &self.class {
                Some(class) => class.answer(quiz, *answer),
                None => (self.tell)(Event::Taken(Err(Refused::Unwritten("참여한 수업이 없습니다.".to_owned())))),
            },
            Effect::HandIn(answer) => match &self.class {
                Some(class) => class.hand_in(*answer),
                None => (self.tell)(Event::HandedIn(Err("참여한 수업이 없습니다.".to_owned()))),
            },
            Effect::HandInExam(sitting) => match &self.class {
                Some(class) => class.exam(*sitting),
                None => (self.tell)(Event::ExamHandedIn(Err("참여한 수업이 없습니다.".to_owned()))),
            },
            Effect::Export(text) => {
                let file =
                    self.export.clone().or_else(|| Some(home::folder()?.join(format!("exam-{}.json", clock::stamp()))));
                let written = match &file {
                    None => Err(StoreProblem::NoHome.to_string()),
                    Some(file) => files::write(file, &(text + "\n")).map(|()| file.display().to_string()),
                };
                (self.tell)(Event::Exported(written));
            }
            other @ (Effect::Copy(_) | Effect::After { .. } | Effect::Redraw | Effect::Quit) => return Some(other),
        }
        None
    }

    /// Waits until everything is kept; says why where something is not.
    pub fn finish(self) -> Result<(), StoreProblem> {
        if let Some(class) = self.class {
            class.leave();
        }
        self.saver.map_or(Ok(()), Saver::finish)
    }
}
