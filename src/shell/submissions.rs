//! A folder of submissions: which students there are, and what each handed in. Everything in it is somebody else's: links
//! are not followed, what is no plain file is not opened, and whatever is read is bounded, so that one student's folder
//! can neither stop nor slow the grading of a class.
//!
//! What one student's part of it holds is [`found`], which answer counts [`choose`], what is in it [`read`].
//!
//! Must not know: how answers are graded.

mod choose;
mod found;
mod read;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::files::io_reason;
use crate::classroom::hand_in::HandIn;
use crate::classroom::naming::{Kind, Meant, Naming, is_archive, kind};
use crate::classroom::roster::Roster;
use crate::text::width::visible;
use found::{Found, Part};
use read::handed_in;

/// Files of one answer.
const MOST_FILES: usize = 64;
/// Files named in a note.
const NAMED: usize = 3;
/// Folders within folders of an answer.
const DEEPEST: usize = 6;

/// The folder, listed: names only, packed, in the order of the students.
pub struct Submissions {
    folder: PathBuf,
    names: String,
    entries: Vec<Entry>,
    /// Names that are no Unicode.
    odd: Vec<PathBuf>,
    /// Names of files that are nobody's answer.
    passed_over: Vec<String>,
}

/// A name in the folder: where it stands in `names`, and where its student begins and ends.
struct Entry {
    start: usize,
    name: u16,
    /// Length of the part that names the student; the whole name of a folder.
    student: u16,
    meant: Meant,
    what: What,
}

/// What a name in the folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// A student's folder.
    Folder,
    /// An answer.
    File(Kind),
    /// Something with the name of an answer or a student that is neither folder nor plain file.
    Strange,
}

/// Why there is an answer that cannot be graded, in Korean.
pub type Reason = String;

/// What one student handed in for one exercise.
#[derive(Debug)]
pub struct Submission {
    /// The exercise, by its place in the naming; `None` where nobody can tell.
    pub exercise: Option<usize>,
    /// What is in it.
    pub content: Result<Content, Reason>,
    /// What is to be said of how it was chosen and read; empty where nothing is.
    pub note: String,
    /// When its newest file was changed, in seconds since 1970.
    pub changed: Option<i64>,
}

/// An answer as it was read.
#[derive(Debug)]
pub enum Content {
    /// Files with their names, sorted.
    Files(Vec<(String, String)>),
    /// What kijabi handed in.
    HandIn(Box<HandIn>),
}

impl Submissions {
    /// Lists a folder.
    ///
    /// # Errors
    /// Where it cannot be listed, in Korean.
    pub fn list(folder: &Path, naming: &Naming, roster: &Roster) -> Result<Self, String> {
        let mut listed = Self {
            folder: folder.to_owned(),
            names: String::new(),
            entries: Vec::new(),
            odd: Vec::new(),
            passed_over: Vec::new(),
        };
        for entry in std::fs::read_dir(folder).map_err(|error| io_reason(&error))? {
            let entry = entry.map_err(|error| io_reason(&error))?;
            let about = entry.file_type().map_err(|error| io_reason(&error))?;
            let name = entry.file_name();
            match name.to_str() {
                Some(name) if name.starts_with('.') => {}
                Some(name) => listed.push(name, about, naming, roster),
                None => listed.odd.push(entry.path()),
            }
        }
        listed.odd.sort_unstable();
        listed.passed_over.sort_unstable();
        listed.sort(roster);
        Ok(listed)
    }

    /// Sorts by the student's id as the roster and Unicode have it, not as the disk spells it.
    fn sort(&mut self, roster: &Roster) {
        let Self { names, entries, .. } = self;
        let spelled = |entry: &Entry| slice(names, entry.start, entry.student);
        // Nearly all names are spelled as they are compared: those need no second copy of themselves.
        if entries.iter().all(|entry| roster.student(spelled(entry)) == spelled(entry)) {
            entries.sort_unstable_by(|a, b| key(names, a).cmp(&key(names, b)));
        } else {
            entries.sort_by_cached_key(|entry| {
                let (_, meant, what, name) = key(names, entry);
                (roster.student(spelled(entry)), meant, what, name.to_owned())
            });
        }
    }

    fn push(&mut self, name: &str, about: std::fs::FileType, naming: &Naming, roster: &Roster) {
        let (student, meant, what) = if about.is_dir() {
            (name, Meant::Unnamed, What::Folder)
        } else {
            let Some((stem, kind)) = kind(name) else { return };
            let (student, meant) = naming.split(stem);
            // Whatever has the name of an answer is one; so is what only somebody's answer can be. The rest is the teacher's.
            let is_answer = matches!(kind, Kind::HandIn | Kind::Manifest | Kind::Script)
                || !about.is_file()
                || meant != Meant::Unnamed
                || is_archive(name)
                || roster.students.contains_key(&roster.student(student));
            if !is_answer {
                return self.passed_over.push(name.to_owned());
            }
            (student, meant, if about.is_file() { What::File(kind) } else { What::Strange })
        };
        let lengths = (u16::try_from(name.len()), u16::try_from(student.len()));
        let (Ok(length), Ok(student)) = lengths else { return };
        self.entries.push(Entry { start: self.names.len(), name: length, student, meant, what });
        self.names.push_str(name);
    }

    fn student(&self, entry: &Entry) -> &str {
        slice(&self.names, entry.start, entry.student)
    }

    /// The students in order, each with what is theirs in the folder.
    pub fn students<'s>(&'s self, roster: &'s Roster) -> impl Iterator<Item = Student<'s>> {
        let named = self.entries.chunk_by(|a, b| {
            let (a, b) = (self.student(a), self.student(b));
            a == b || roster.student(a) == roster.student(b)
        });
        named.filter_map(move |entries| {
            let id = roster.student(self.student(entries.first()?));
            Some(Student { folder: &self.folder, names: &self.names, id, entries })
        })
    }

    /// Whether nothing in the folder is anybody's.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.odd.is_empty()
    }

    /// The files beside the students' that are nobody's answer by their names, sorted.
    #[must_use]
    pub fn passed_over(&self) -> &[String] {
        &self.passed_over
    }

    /// The exercises of another course that everything in the folder was handed in for, sorted; empty where anything may
    /// be this course's: an answer is named after an exercise of it, or `is_own` says so of a hand-in. Whoever grades the right
    /// folder waits for the first answer only.
    #[must_use]
    pub fn foreign(&self, naming: &Naming, roster: &Roster, is_own: impl Fn(&HandIn) -> bool) -> BTreeSet<String> {
        let mut foreign = BTreeSet::new();
        for student in self.students(roster) {
            let found = student.found(naming);
            if found.answers.iter().any(|answer| answer.0 != Meant::Unnamed) || found.has_others {
                return BTreeSet::new();
            }
            for given in found.answers.iter().flat_map(|answer| &answer.1).filter_map(handed_in) {
                if is_own(&given) {
                    return BTreeSet::new();
                }
                foreign.insert(given.exercise);
            }
        }
        foreign
    }

    /// What stands in the folder under a name that is no Unicode: nobody can tell whose it is.
    #[must_use]
    pub fn nameless(&self) -> &[PathBuf] {
        &self.odd
    }
}

fn slice(names: &str, start: usize, length: u16) -> &str {
    names.get(start..start + usize::from(length)).unwrap_or("")
}

fn key<'n>(names: &'n str, entry: &Entry) -> (&'n str, Meant, What, &'n str) {
    (slice(names, entry.start, entry.student), entry.meant, entry.what, slice(names, entry.start, entry.name))
}

/// A student with something in the folder.
pub struct Student<'s> {
    folder: &'s Path,
    names: &'s str,
    /// The id.
    pub id: String,
    entries: &'s [Entry],
}

impl Student<'_> {
    /// Reads everything the student handed in, by exercise.
    #[must_use]
    pub fn read(&self, naming: &Naming) -> Vec<Submission> {
        self.found(naming).submissions(naming)
    }

    /// The student's own folders, in the order of their names.
    pub fn folders(&self) -> impl Iterator<Item = PathBuf> {
        let folders = self.entries.iter().filter(|entry| entry.what == What::Folder);
        folders.map(|entry| self.folder.join(slice(self.names, entry.start, entry.name)))
    }

    fn found(&self, naming: &Naming) -> Found {
        let mut found = Found::default();
        for entry in self.entries {
            let name = slice(self.names, entry.start, entry.name);
            let path = self.folder.join(name);
            match entry.what {
                What::Folder => {
                    found.begin(name);
                    found.folder(&path, naming);
                }
                What::File(kind) => {
                    found.begin("");
                    found.add(entry.meant, naming, Part::new(path, name.to_owned(), Some(kind)));
                }
                What::Strange => {
                    found.begin("");
                    found.add(entry.meant, naming, Part::new(path, name.to_owned(), None));
                }
            }
        }
        found
    }
}

impl Submission {
    fn say(&mut self, note: &str) {
        if !self.note.is_empty() {
            self.note.push(' ');
        }
        self.note.push_str(note);
    }
}

/// Some names, and how many more there are.
fn named<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let first: Vec<_> = names.take(NAMED).map(|name| visible(name).into_owned()).collect();
    let more = if more > 0 { format!(" 외 {more}개") } else { String::new() };
    format!("{}{more}", first.join(", "))
}
