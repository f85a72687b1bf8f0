//! The class's quizzes on the shared folder: `FOLDER/quizzes.jsonl` is the teacher's, replaced in one step;
//! `FOLDER/ID/quiz-NAME.jsonl` is a student's answers to one of them, only ever appended to by that student's kijabi.
//!
//! Must not know: what an answer is worth.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Membership, append_to, make, students};
use crate::classroom::quiz::{Answer, Counting, Entry, Quiz, Refused, Sheet, StudentTally, Tally};
use crate::classroom::roster::Roster;
use crate::shell::clock;
use crate::shell::files::{self, io_reason};

/// The teacher's file.
const QUIZZES: &str = "quizzes.jsonl";
/// How much is read of a file, in bytes: more than a class asks in a year, or a student answers to one quiz.
const MOST: u64 = 2 * 1024 * 1024;

/// The quizzes of a class, oldest first; none where none was ever set.
///
/// # Errors
/// In Korean, where they cannot be read.
pub fn quizzes(folder: &Path) -> Result<Vec<Quiz>, String> {
    let path = folder.join(QUIZZES);
    let told = |reason: String| format!("{}: {reason}", path.display());
    match plain(&path, MOST) {
        Ok(Some(bytes)) => Ok(Quiz::read_all(&String::from_utf8_lossy(&bytes))),
        Ok(None) if folder.is_dir() => Ok(Vec::new()),
        Ok(None) => Err(format!("{}: 그런 파일이나 폴더가 없습니다.", folder.display())),
        Err(reason) => Err(told(reason)),
    }
}

/// Keeps the quizzes of a class.
///
/// # Errors
/// In Korean, where they cannot be written.
pub fn keep(folder: &Path, quizzes: &[Quiz]) -> Result<(), String> {
    let path = folder.join(QUIZZES);
    files::sweep(folder);
    files::write(&path, &Quiz::write_all(quizzes)).map_err(|reason| format!("{}: {reason}", path.display()))
}

/// The bytes of a plain file, a bounded piece of them; `None` where there is none. Links, pipes and folders are refused.
pub(super) fn plain(path: &Path, most: u64) -> Result<Option<Vec<u8>>, String> {
    match path.symlink_metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io_reason(&error)),
        Ok(about) if !about.is_file() => return Err("보통 파일이 아닙니다.".to_owned()),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map(|_| Some(bytes)).map_err(|error| io_reason(&error))
}

fn file(own: &Path, quiz: &str) -> PathBuf {
    own.join(format!("quiz-{quiz}.jsonl"))
}

impl Membership {
    /// The quiz that is asked: the last that was set; `None` where none was.
    ///
    /// # Errors
    /// In Korean, where the class folder cannot be read.
    pub fn quiz(&self) -> Result<Option<Quiz>, String> {
        Ok(quizzes(&self.folder)?.pop())
    }

    /// What this student has answered to a quiz.
    ///
    /// # Errors
    /// In Korean, where it cannot be read.
    pub fn sheet(&self, quiz: &str) -> Result<Sheet, String> {
        let path = file(&self.own(), quiz);
        let bytes = plain(&path, MOST).map_err(|reason| format!("{}: {reason}", path.display()))?;
        Ok(Sheet::read(&bytes.unwrap_or_default()))
    }

    /// Says that the student begins; who began already goes on from then. Gives what is answered.
    ///
    /// # Errors
    /// In Korean, where it cannot be written.
    pub fn begin(&self, quiz: &str) -> Result<Sheet, String> {
        let sheet = self.sheet(quiz)?;
        if sheet.begun.is_some() {
            return Ok(sheet);
        }
        self.enter(quiz, &Entry::Begun { time: clock::now() })?;
        self.sheet(quiz)
    }

    /// Gives an answer, and waits until the disk has it. Gives the one that counts: the first to this question, whoever else of this
    /// student's kijabis gave it.
    ///
    /// # Errors
    /// Where the quiz is closed, or nothing can be written.
    pub fn answer(&self, quiz: &str, answer: &Answer) -> Result<Answer, Refused> {
        let quizzes = quizzes(&self.folder).map_err(Refused::Unwritten)?;
        if !quizzes.iter().any(|it| it.id == quiz && it.closed.is_none()) {
            return Err(Refused::Closed);
        }
        let counts = || {
            let sheet = self.sheet(quiz).map_err(Refused::Unwritten)?;
            Ok(sheet.answers.into_iter().find(|it| it.question == answer.question && it.seed == answer.seed))
        };
        if let Some(first) = counts()? {
            return Ok(first);
        }
        self.enter(quiz, &Entry::Answer(answer.clone())).map_err(Refused::Unwritten)?;
        counts()?.ok_or_else(|| Refused::Unwritten("적은 답을 다시 읽을 수 없습니다.".to_owned()))
    }

    fn enter(&self, quiz: &str, entry: &Entry) -> Result<(), String> {
        let own = self.own();
        let line = entry.line().ok_or("답이 너무 깁니다.")?;
        let path = file(&own, quiz);
        make(&own)
            .and_then(|()| append_to(&path, line.as_bytes(), MOST))
            .map_err(|error| format!("{}: {}", path.display(), io_reason(&error)))
    }
}

/// A quiz that is looked at again and again: of each student's file only what changed is judged anew.
pub struct QuizFollow {
    folder: PathBuf,
    roster: Roster,
    counting: Counting,
    seen: BTreeMap<PathBuf, (u64, StudentTally)>,
}

impl QuizFollow {
    /// Follows what `counting` counts in `folder`; the students of `roster` are there from the beginning.
    #[must_use]
    pub fn new(folder: &Path, roster: Roster, counting: Counting) -> Self {
        Self { folder: folder.to_owned(), roster, counting, seen: BTreeMap::new() }
    }

    /// Looks at what is new.
    ///
    /// # Errors
    /// In Korean, where the folder cannot be read.
    pub fn look(&mut self) -> Result<Tally, String> {
        let id = self.counting.quiz().id.clone();
        if let Some(quiz) = quizzes(&self.folder)?.iter().find(|it| it.id == id)
            && quiz != self.counting.quiz()
        {
            // Closed: what is late has changed.
            self.counting.renew(quiz);
            self.seen.clear();
        }
        for (own, student) in students(&self.folder, &self.roster).map_err(|error| io_reason(&error))? {
            let path = file(&own, &id);
            let length = path.symlink_metadata().map_or(0, |about| about.len());
            let known = self.seen.get(&own).is_some_and(|(before, known)| *before == length && known.fault.is_empty());
            if !known {
                let read = plain(&path, MOST);
                let sheet =
                    read.as_ref().map_or_else(|_| Sheet::default(), |it| Sheet::read(it.as_deref().unwrap_or(&[])));
                let mut tally = self.counting.student(&student, &sheet);
                tally.fault = read.err().unwrap_or_default();
                self.seen.insert(own, (length, tally));
            }
        }
        let mut all: BTreeMap<String, StudentTally> = BTreeMap::new();
        for (_, tally) in self.seen.values() {
            // Two folders that mean one student (by name and by id) are the one that has more.
            let is_less = all.get(&tally.id).is_some_and(|known| known.answered() > tally.answered());
            if !is_less {
                all.insert(tally.id.clone(), tally.clone());
            }
        }
        for (id, entry) in &self.roster.students {
            let empty = || self.counting.student(id, &Sheet::default());
            all.entry(id.clone()).or_insert_with(empty).name.clone_from(&entry.name);
        }
        Ok(self.counting.tally(all.into_values().collect()))
    }
}
