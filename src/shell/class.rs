//! A class on a shared folder, without any server: who this kijabi is in it, what it writes there, what a teacher reads.
//!
//! `FOLDER/ID/` is a student's own: `EXERCISE.hand-in.json` is replaced in one step at each hand-in, `events.jsonl` and
//! `exams.jsonl` are only ever appended to, by that student's kijabi alone. The class's quizzes are in [`quiz`].
//!
//! Must not know: what events mean.

mod follow;
mod journal;
pub mod quiz;

pub use follow::{Follow, Follower, work};
pub use journal::{Journal, Lost, Taken, Told};

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::{self, io_reason};
use super::home;
use crate::classroom::due::Due;
use crate::classroom::exam::Sitting;
use crate::classroom::hand_in::HandIn;
use crate::classroom::live::Stamped;
use crate::classroom::naming::HAND_IN;
use crate::classroom::roster::Roster;
use crate::classroom::student;

/// The file in a student's folder that events are appended to.
pub const EVENTS: &str = "events.jsonl";
/// The file in a student's folder that exams are appended to.
const EXAMS: &str = "exams.jsonl";
/// The teacher's file in the class folder that says when answers are due.
const DUE: &str = "due.jsonl";
/// How much of it is read, in bytes.
const LARGEST_DUE: u64 = 256 * 1024;
/// The file in the data folder that remembers the class.
const MEMBERSHIP: &str = "class.json";
/// The length, in bytes, beyond which a file of events is not written: a class of many days.
const LARGEST: u64 = 8 * 1024 * 1024;
/// Nor one of exams: some hundred of them.
const LARGEST_EXAMS: u64 = 4 * 1024 * 1024;

/// A class this kijabi has joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The student's id.
    pub student: String,
    /// The class folder, absolute.
    pub folder: PathBuf,
}

impl Membership {
    /// The class that was joined; `None` where none was. A file that cannot be read is as none, and logged.
    #[must_use]
    pub fn load() -> Option<Self> {
        let file = home::folder()?.join(MEMBERSHIP);
        let text = std::fs::read_to_string(file).ok()?;
        serde_json::from_str(&text).map_err(|error| log::warn!("{MEMBERSHIP}: {error}")).ok()
    }

    /// Joins: makes the student's folder and remembers the class.
    ///
    /// # Errors
    /// In Korean, where the folder cannot be written to or the data folder not be found.
    pub fn join(student: &str, folder: &Path) -> Result<Self, String> {
        let folder = folder.canonicalize().map_err(|error| format!("{}: {}", folder.display(), io_reason(&error)))?;
        if !folder.is_dir() {
            return Err(format!("{}: 수업 폴더는 폴더여야 하는데 파일입니다.", folder.display()));
        }
        let membership = Self { student: student.to_owned(), folder };
        let own = membership.own();
        make(&own).map_err(|error| format!("{}: {}", own.display(), io_reason(&error)))?;
        files::sweep(&own);
        let home = home::folder().ok_or("기록할 폴더를 알 수 없습니다. KIJABI_HOME을 정하십시오.")?;
        let named = |error: &std::io::Error| format!("{}: {}", home.display(), io_reason(error));
        std::fs::create_dir_all(&home).map_err(|error| named(&error))?;
        let text = serde_json::to_string(&membership).map_err(|error| error.to_string())?;
        files::write(&home.join(MEMBERSHIP), &text)?;
        Ok(membership)
    }

    /// Forgets the class; whether there was one.
    ///
    /// # Errors
    /// In Korean, where what is remembered cannot be removed.
    pub fn leave() -> Result<bool, String> {
        let Some(home) = home::folder() else { return Ok(false) };
        match std::fs::remove_file(home.join(MEMBERSHIP)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(io_reason(&error)),
        }
    }

    /// The student's own folder.
    #[must_use]
    pub fn own(&self) -> PathBuf {
        self.folder.join(&self.student)
    }

    /// What the student handed in before for an exercise, as far as it can be read.
    #[must_use]
    pub fn handed_in(&self, exercise: &str) -> Option<HandIn> {
        let text = files::read(&self.own().join(format!("{exercise}{HAND_IN}"))).ok()?;
        HandIn::read(&text).ok()
    }

    /// Everything the student handed in, by exercise; `exercises` says which are looked for.
    #[must_use]
    pub fn all_handed_in<'e>(&self, exercises: impl Iterator<Item = &'e str>) -> BTreeMap<String, HandIn> {
        exercises.filter_map(|id| Some((id.to_owned(), self.handed_in(id)?))).collect()
    }

    /// What the class is called: its folder's name.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.folder.file_name().unwrap_or(self.folder.as_os_str());
        student::id(&name.to_string_lossy())
    }

    /// Hands an answer in, in one step: a teacher who grades meanwhile sees the last answer or this one. Gives where it is.
    ///
    /// # Errors
    /// In Korean, where it cannot be written.
    pub fn hand_in(&self, answer: &HandIn) -> Result<PathBuf, String> {
        let own = self.own();
        make(&own).map_err(|error| format!("{}: {}", own.display(), io_reason(&error)))?;
        // What a hand-in that was killed left beside it.
        files::sweep(&own);
        let path = own.join(format!("{}{HAND_IN}", answer.exercise));
        let written = files::replace(&path, |file| {
            serde_json::to_writer(&mut *file, answer)?;
            file.write_all(b"\n")
        });
        written.map_err(|reason| format!("{}: {reason}", path.display()))?;
        Ok(path)
    }

    /// Hands in what an exam came to; gives where it is.
    ///
    /// # Errors
    /// In Korean, where it cannot be written.
    pub fn hand_in_exam(&self, sitting: &Sitting) -> Result<PathBuf, String> {
        let path = self.own().join(EXAMS);
        let line = sitting.line().ok_or("시험의 답이 너무 깁니다.")?;
        make(&self.own())
            .and_then(|()| append_to(&path, line.as_bytes(), LARGEST_EXAMS))
            .map_err(|error| format!("{}: {}", path.display(), io_reason(&error)))?;
        Ok(path)
    }

    /// Appends events and waits until the disk has them. A line that a kill cut off is ended first.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn append(&self, events: &[Stamped]) -> std::io::Result<()> {
        make(&self.own())?;
        let lines: String = events.iter().filter_map(Stamped::line).collect();
        append_to(&self.own().join(EVENTS), lines.as_bytes(), LARGEST)
    }
}

/// Appends lines to a file, unless that makes it longer than `most` bytes, and waits until the disk has them. A line that a kill
/// cut off is ended first.
fn append_to(path: &Path, lines: &[u8], most: u64) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).read(true).open(path)?;
    let length = file.metadata()?.len();
    if length.saturating_add(lines.len() as u64) > most {
        return Err(std::io::ErrorKind::QuotaExceeded.into());
    }
    let mut bytes = Vec::with_capacity(lines.len() + 1);
    if length > 0 && !ends_a_line(&mut file, length)? {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(lines);
    // One write: two kijabi of one student do not mix their lines.
    file.write_all(&bytes)?;
    file.sync_data()
}

/// When the answers of a class are due; nothing where nothing was said.
///
/// # Errors
/// In Korean, where what was said cannot be read.
pub fn due(folder: &Path) -> Result<Due, String> {
    let path = folder.join(DUE);
    let bytes = quiz::plain(&path, LARGEST_DUE).map_err(|reason| format!("{}: {reason}", path.display()))?;
    Ok(bytes.map(|bytes| Due::read(&String::from_utf8_lossy(&bytes))).unwrap_or_default())
}

/// Says when the answers of a class are due.
///
/// # Errors
/// In Korean, where it cannot be written.
pub fn set_due(folder: &Path, due: &Due) -> Result<(), String> {
    let path = folder.join(DUE);
    files::sweep(folder);
    files::write(&path, &due.text()).map_err(|reason| format!("{}: {reason}", path.display()))
}

/// The exams in a student's folder, as far as they can be read: of each the first sitting, and how many more there were.
#[must_use]
pub fn exams(own: &Path) -> Vec<(Sitting, u32)> {
    let bytes = quiz::plain(&own.join(EXAMS), LARGEST_EXAMS).ok().flatten();
    bytes.map(|bytes| Sitting::read_all(&bytes)).unwrap_or_default()
}

/// Students that are followed.
const MOST_STUDENTS: usize = 5_000;

/// The students' folders in a class folder, each with whose it is by the roster.
fn students(folder: &Path, roster: &Roster) -> std::io::Result<Vec<(PathBuf, String)>> {
    let entries = std::fs::read_dir(folder)?.filter_map(Result::ok);
    let folders = entries.filter(|entry| {
        entry.file_type().is_ok_and(|about| about.is_dir()) && !entry.file_name().as_encoded_bytes().starts_with(b".")
    });
    let mut named: Vec<(PathBuf, String)> =
        folders.map(|it| (it.path(), student::id(&roster.joined_as(&it.file_name().to_string_lossy())))).collect();
    // Where there are too many, the same are left out each time.
    named.sort_unstable();
    named.truncate(MOST_STUDENTS);
    Ok(named)
}

fn ends_a_line(file: &mut std::fs::File, length: u64) -> std::io::Result<bool> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(length - 1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Makes the student's folder: theirs, readable by the group (the teacher's, where the class folder passes its group on), and by
/// nobody else.
fn make(own: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o750);
    match builder.create(own) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && own.is_dir() => Ok(()),
        made => made,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::live::Event;
    use crate::grade::Answer;
    use crate::quiz::exam::Paper;

    fn class(folder: &Path) -> Membership {
        Membership { student: "20261".into(), folder: folder.to_owned() }
    }

    fn passed(time: i64) -> Stamped {
        Stamped { time, event: Event::Passed { exercise: "ports".into() } }
    }

    #[test]
    fn a_line_cut_off_by_a_kill_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let class = class(folder.path());
        class.append(&[passed(1)]).unwrap();
        let path = class.own().join(EVENTS);
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{whole}{}", whole.get(..20).unwrap())).unwrap();
        class.append(&[passed(2)]).unwrap();
        let text = std::fs::read(&path).unwrap();
        let read: Vec<Option<i64>> =
            text.split(|byte| *byte == b'\n').map(|line| Stamped::read(line).map(|it| it.time)).collect();
        assert_eq!(read, [Some(1), None, Some(2), None]);
    }

    #[test]
    fn an_exam_is_handed_in_and_read_back_beside_what_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let class = class(folder.path());
        assert_eq!(exams(&class.own()), []);
        let sitting = Sitting { student: "20261".into(), ..Sitting::new(&Paper::default(), false, "ab".into(), 9) };
        for _ in 0..3 {
            class.hand_in_exam(&sitting).unwrap();
        }
        assert_eq!(exams(&class.own()), [(sitting, 2)]);
    }

    #[test]
    fn what_a_killed_hand_in_left_is_swept_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let class = class(folder.path());
        make(&class.own()).unwrap();
        let left = class.own().join(".kijabi-Xy12Z3");
        let file = std::fs::File::create(&left).unwrap();
        let answer = HandIn::new("20261", "ports", &Answer::default());
        class.hand_in(&answer).unwrap();
        assert!(left.exists(), "somebody may still be writing it");
        file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_hours(2)).unwrap();
        class.hand_in(&answer).unwrap();
        assert!(!left.exists());
    }

    #[test]
    fn handing_in_again_replaces_in_one_step() {
        let folder = tempfile::tempdir().unwrap();
        let class = class(folder.path());
        for hints in [1, 2] {
            let answer = HandIn { hints, ..HandIn::new("20261", "ports", &Answer::default()) };
            let path = class.hand_in(&answer).unwrap();
            assert_eq!(HandIn::read(&std::fs::read_to_string(path).unwrap()), Ok(answer));
        }
        assert_eq!(std::fs::read_dir(class.own()).unwrap().count(), 1, "nothing is left beside it");
    }
}
