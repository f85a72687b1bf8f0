//! A folder of submissions: which students there are, and what each handed in. Everything in it is somebody else's: links
//! are not followed, what is no plain file is not opened, and whatever is read is bounded, so that one student's folder
//! can neither stop nor slow the grading of a class.
//!
//! Must not know: how answers are graded.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

use super::files::{self, Unread, io_reason};
use crate::classroom::hand_in::{self, HandIn};
use crate::classroom::naming::{Kind, Meant, Naming, is_archive, kind};
use crate::classroom::roster::Roster;
use crate::classroom::student;
use crate::text::width::visible;

/// Names in one student's folder that are looked at.
const MOST_NAMES: usize = 2_000;
/// Files of one answer.
const MOST_FILES: usize = 64;
/// Files named in a note.
const NAMED: usize = 3;
/// Folders within folders of an answer.
const DEEPEST: usize = 6;
/// Bytes of one answer.
const MOST_BYTES: usize = 8 * 1024 * 1024;

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
    /// be this course's: an answer is named after an exercise of it, or `is_own` says so of a hand-in. Who grades the right
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
        self.found(naming).submissions()
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

/// A file that belongs to an answer.
struct Part {
    path: PathBuf,
    /// Its name as the report shows it.
    name: String,
    /// `None` where it cannot be one.
    kind: Option<Kind>,
    /// The student's folder it is in; empty for what lies beside the folders.
    root: String,
    /// Parts of one place belong together: a folder that is one answer, or a single file.
    place: usize,
}

impl Part {
    /// A part; where it belongs is for [`Found::add`] to say.
    fn new(path: PathBuf, name: String, kind: Option<Kind>) -> Self {
        Self { path, name, kind, root: String::new(), place: 0 }
    }

    fn is_read(&self) -> bool {
        !matches!(self.kind, Some(Kind::Text | Kind::Foreign))
    }
}

/// What is found of one student.
#[derive(Default)]
struct Found {
    /// By exercise; what belongs to none comes last.
    answers: Vec<(Meant, Vec<Part>, Option<Reason>)>,
    /// The student's folder that is looked at.
    root: String,
    /// How many places there were.
    places: usize,
    /// Whether what follows belongs to the place before.
    together: bool,
    /// Files beside the answers that belong to none.
    notes: Vec<String>,
    /// Whether there are answers to other exercises of the course.
    has_others: bool,
}

impl Found {
    fn answer(&mut self, meant: Meant) -> &mut (Meant, Vec<Part>, Option<Reason>) {
        let at = self.answers.iter().position(|it| it.0 == meant).unwrap_or_else(|| {
            self.answers.push((meant, Vec::new(), None));
            self.answers.len() - 1
        });
        // `at` is a place of `answers`.
        &mut self.answers[at]
    }

    /// What follows is in this folder of the student's; in none where `root` is empty.
    fn begin(&mut self, root: &str) {
        root.clone_into(&mut self.root);
        self.together = false;
    }

    fn add(&mut self, meant: Meant, naming: &Naming, part: Part) {
        self.places += usize::from(!self.together);
        let part = Part { root: self.root.clone(), place: self.places, ..part };
        let meant = if meant == Meant::Unnamed { naming.unnamed() } else { meant };
        if meant == Meant::Other {
            self.has_others = true;
        } else {
            let answer = self.answer(meant);
            if answer.1.len() <= MOST_FILES {
                answer.1.push(part);
            }
        }
    }

    fn broken(&mut self, meant: Meant, reason: Reason) {
        self.answer(meant).2.get_or_insert(reason);
    }

    /// A student's own folder: answers named after exercises; where one exercise alone is graded, everything else is its.
    fn folder(&mut self, folder: &Path, naming: &Naming) {
        let entries = match list(folder, MOST_NAMES) {
            Ok(entries) => entries,
            Err(reason) => return self.broken(naming.unnamed(), format!("폴더를 읽을 수 없습니다. {reason}")),
        };
        let mut rest: Vec<(PathBuf, String, Option<bool>)> = Vec::new();
        for (path, name, is_folder) in entries {
            if is_folder == Some(true) {
                match naming.exercise(&name) {
                    Meant::Unnamed => rest.push((path, name, is_folder)),
                    meant => {
                        if meant != Meant::Other {
                            // An empty folder is an answer too, though none that can be graded.
                            self.answer(meant);
                        }
                        self.places += 1;
                        self.together = true;
                        self.walk(meant, naming, &path, &name, 1);
                        self.together = false;
                    }
                }
                continue;
            }
            let Some((stem, kind)) = kind(&name) else {
                // What kijabi keeps there is no answer; a pipe of that name is looked at by nobody.
                continue;
            };
            let is_file = is_folder == Some(false);
            match naming.exercise(stem) {
                Meant::Unnamed => rest.push((path, name, is_folder)),
                meant => {
                    let kind = Some(kind).filter(|_| is_file);
                    self.add(meant, naming, Part::new(path, name, kind));
                }
            }
        }
        // Beside an answer that is named, other files are notes of the student's own: told with it, and not graded.
        let unnamed = naming.unnamed();
        let is_answered = self.answers.iter().any(|answer| answer.1.iter().any(|part| part.root == self.root));
        if unnamed != Meant::Unnamed && self.answers.iter().any(|answer| answer.0 == unnamed) {
            self.notes.extend(rest.into_iter().map(|(_, name, _)| name));
            return;
        }
        self.places += 1;
        self.together = true;
        for (path, name, is_folder) in rest {
            let is_note =
                is_folder == Some(false) && matches!(kind(&name), Some((_, Kind::Text | Kind::Foreign))) && is_answered;
            match is_folder {
                _ if is_note => self.notes.push(name),
                Some(true) => self.walk(unnamed, naming, &path, &name, 1),
                Some(false) => self.file(unnamed, naming, path, name),
                None => self.add(Meant::Unnamed, naming, Part::new(path, name, None)),
            }
        }
        self.together = false;
    }

    fn file(&mut self, meant: Meant, naming: &Naming, path: PathBuf, name: String) {
        let Some((_, kind)) = path.file_name().and_then(OsStr::to_str).and_then(kind) else { return };
        self.add(meant, naming, Part::new(path, name, Some(kind)));
    }

    /// A folder that is one answer.
    fn walk(&mut self, meant: Meant, naming: &Naming, folder: &Path, shown: &str, depth: usize) {
        if meant == Meant::Other {
            self.has_others = true;
            return;
        }
        if depth > DEEPEST {
            return self.broken(meant, format!("폴더가 너무 깊습니다. {DEEPEST}겹까지 읽습니다."));
        }
        let entries = match list(folder, MOST_NAMES) {
            Ok(entries) => entries,
            Err(reason) => return self.broken(meant, format!("{shown}: 폴더를 읽을 수 없습니다. {reason}")),
        };
        for (path, name, is_folder) in entries {
            let shown = format!("{shown}/{name}");
            match is_folder {
                Some(true) => self.walk(meant, naming, &path, &shown, depth + 1),
                Some(false) => self.file(meant, naming, path, shown),
                None => self.add(meant, naming, Part::new(path, shown, None)),
            }
        }
    }

    fn submissions(mut self) -> Vec<Submission> {
        self.answers.sort_by_key(|answer| answer.0);
        let mut all: Vec<Submission> =
            self.answers.into_iter().map(|(meant, parts, broken)| submission(meant, parts, broken)).collect();
        if let Some(first) = all.first_mut().filter(|_| !self.notes.is_empty()) {
            first.say(&format!("채점하지 않은 파일이 함께 있습니다: {}", named(self.notes.iter().map(String::as_str))));
        }
        all
    }
}

/// What is in a folder, sorted: path, name, and whether it is a folder (`None`: neither folder nor plain file). Hidden names
/// are passed over; a name that is no Unicode is shown with marks in it.
fn list(folder: &Path, most: usize) -> Result<Vec<(PathBuf, String, Option<bool>)>, Reason> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| io_reason(&error))? {
        let entry = entry.map_err(|error| io_reason(&error))?;
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if found.len() == most {
            return Err(format!("파일이 {most}개가 넘습니다."));
        }
        let about = entry.file_type().map_err(|error| io_reason(&error))?;
        let kind = if about.is_dir() { Some(true) } else { about.is_file().then_some(false) };
        found.push((entry.path(), name.to_string_lossy().into_owned(), kind));
    }
    found.sort_unstable();
    Ok(found)
}

impl Submission {
    fn say(&mut self, note: &str) {
        if !self.note.is_empty() {
            self.note.push(' ');
        }
        self.note.push_str(note);
    }
}

fn submission(meant: Meant, parts: Vec<Part>, broken: Option<Reason>) -> Submission {
    let exercise = match meant {
        Meant::Graded(place) => Some(place),
        Meant::Other | Meant::Unnamed => None,
    };
    let mut submission = Submission { exercise, content: Err(String::new()), note: String::new(), changed: None };
    submission.content = match broken {
        Some(reason) => Err(reason),
        None if exercise.is_none() => Err(unnamed(&parts)),
        None => {
            let (parts, note) = choose(parts);
            submission.say(&note);
            read(parts, &mut submission)
        }
    };
    submission
}

fn unnamed(parts: &[Part]) -> Reason {
    format!("어느 과제의 답인지 이름으로 알 수 없습니다: {}", named(parts.iter().map(|part| part.name.as_str())))
}

/// Some names, and how many more there are.
fn named<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let first: Vec<_> = names.take(NAMED).map(|name| visible(name).into_owned()).collect();
    let more = if more > 0 { format!(" 외 {more}개") } else { String::new() };
    format!("{}{more}", first.join(", "))
}

/// Of several answers to one exercise the newest, and what is to be said of that. A manifest and a script beside it are one
/// answer; two manifests under two names are two.
fn choose(parts: Vec<Part>) -> (Vec<Part>, String) {
    let first = parts.first().map(|part| (part.place, part.root.clone()));
    if parts.iter().all(|part| Some((part.place, part.root.clone())) == first) {
        return (parts, String::new());
    }
    let mut places: Vec<Place> = Vec::new();
    for part in parts {
        match places.iter_mut().find(|it| it.number == part.place) {
            Some(place) => place.parts.push(part),
            None => places.push(Place { number: part.place, time: None, parts: vec![part] }),
        }
    }
    for place in &mut places {
        place.time = place.parts.iter().filter_map(time).max();
    }
    // What kijabi handed in is preferred to files of the same age, and else what stands first.
    places.sort_by_key(|place| Reverse((place.time, place.is_handed_in())));
    let (mut taken, mut left): (Vec<Place>, Vec<Place>) = (Vec::new(), Vec::new());
    for place in places {
        let is_beside = taken.iter().all(|it: &Place| it.root() == place.root() && it.goes_with(&place));
        if is_beside { taken.push(place) } else { left.push(place) }
    }
    let note = match taken.first().filter(|_| !left.is_empty()) {
        None => String::new(),
        Some(chosen) => {
            let is_newest = left.iter().all(|it| it.time < chosen.time);
            let why = if is_newest { "가장 새" } else { "시각으로 가릴 수 없어 첫" };
            let others: Vec<&str> = left.iter().map(Place::name).collect();
            format!(
                "한 과제에 답이 여럿이어서 {why} 답({})만 채점했습니다. 나머지: {}.",
                student::id(chosen.name()),
                named(others.into_iter())
            )
        }
    };
    let mut parts: Vec<Part> = taken.into_iter().flat_map(|place| place.parts).collect();
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    (parts, note)
}

/// Parts that belong together.
struct Place {
    number: usize,
    /// When the newest of them was made, as far as anything tells.
    time: Option<i64>,
    /// Never empty.
    parts: Vec<Part>,
}

impl Place {
    fn is_handed_in(&self) -> bool {
        self.parts.iter().any(|part| part.kind == Some(Kind::HandIn))
    }

    fn root(&self) -> &str {
        self.parts.first().map_or("", |part| &part.root)
    }

    fn name(&self) -> &str {
        self.parts.first().map_or("", |part| &part.name)
    }

    /// Whether the two are one answer: commands and manifests, or what is only told of.
    fn goes_with(&self, other: &Self) -> bool {
        let kinds = |place: &Self| place.parts.iter().filter(|it| it.is_read()).map(|it| it.kind).collect::<Vec<_>>();
        let (own, its) = (kinds(self), kinds(other));
        own.is_empty()
            || its.is_empty()
            || !self.is_handed_in() && !other.is_handed_in() && !own.iter().any(|kind| its.contains(kind))
    }
}

/// When a part was made: what the hand-in says, else when the file was changed.
fn time(part: &Part) -> Option<i64> {
    let changed = part.path.symlink_metadata().ok().filter(Metadata::is_file).as_ref().and_then(modified);
    handed_in(part).map(|given| given.time).filter(|time| *time > 0).or(changed)
}

/// What kijabi handed in, where the part is that and can be read.
fn handed_in(part: &Part) -> Option<HandIn> {
    let is_one = part.kind == Some(Kind::HandIn);
    let text = is_one.then(|| text(part, hand_in::LARGEST, &mut None).ok()).flatten()?;
    HandIn::read(&text).ok()
}

fn read(parts: Vec<Part>, submission: &mut Submission) -> Result<Content, Reason> {
    // What kijabi handed in says more than files beside it.
    if let Some(part) = parts.iter().find(|part| part.kind == Some(Kind::HandIn)) {
        let text = text(part, hand_in::LARGEST, &mut submission.changed)?;
        let read = HandIn::read(&text).map_err(|reason| told(part, &reason))?;
        return Ok(Content::HandIn(Box::new(read)));
    }
    let (mut parts, others): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(Part::is_read);
    let (texts, foreign): (Vec<Part>, Vec<Part>) = others.into_iter().partition(|it| it.kind == Some(Kind::Text));
    let names = |parts: &[Part]| named(parts.iter().map(|part| part.name.as_str()));
    if parts.is_empty() && !texts.is_empty() {
        submission.say(&format!("매니페스트의 이름이 아니지만 그렇게 읽었습니다: {}.", names(&texts)));
        parts = texts;
    } else if !texts.is_empty() {
        submission.say(&format!("읽지 않은 파일: {}.", names(&texts)));
    }
    if !foreign.is_empty() && !parts.is_empty() {
        submission.say(&format!("읽지 않은 파일: {}.", names(&foreign)));
    }
    if parts.is_empty() {
        let there = if foreign.is_empty() { String::new() } else { format!(" 있는 것: {}.", names(&foreign)) };
        let unpack =
            if foreign.iter().any(|part| is_archive(&part.name)) { " 압축을 풀어 넣으십시오." } else { "" };
        return Err(format!("매니페스트(.yaml, .yml, .json)나 명령(.sh)이 없습니다.{there}{unpack}"));
    }
    if parts.len() > MOST_FILES {
        return Err(format!("파일이 {MOST_FILES}개가 넘습니다."));
    }
    let mut all = Vec::with_capacity(parts.len());
    let mut bytes = 0;
    for part in parts {
        let text = text(&part, files::MAX_BYTES, &mut submission.changed)?;
        bytes += text.len();
        if bytes > MOST_BYTES {
            return Err("파일을 모두 합치면 8 MiB가 넘습니다.".to_owned());
        }
        all.push((part.name, text));
    }
    Ok(Content::Files(all))
}

fn text(part: &Part, largest: u64, changed: &mut Option<i64>) -> Result<String, Reason> {
    if part.kind.is_none() {
        return Err(told(part, &strange(&part.path)));
    }
    let (file, about) = open(&part.path).map_err(|reason| told(part, &reason))?;
    *changed = (*changed).max(modified(&about));
    if about.len() > largest {
        let kib = about.len() / 1024;
        return Err(told(part, &format!("너무 큽니다({kib} KiB). {} MiB까지 읽습니다.", largest / 1024 / 1024)));
    }
    let expected = usize::try_from(about.len()).unwrap_or(0);
    files::read_at_most(file, expected, largest).map_err(|unread| match unread {
        Unread::File(reason) => told(part, &reason),
        Unread::Text(refused) => {
            let name = student::id(&part.name);
            format!("{name}:{}:{} {}", refused.place.line, refused.place.column, refused.help)
        }
    })
}

/// Opens a plain file. It is looked at before it is opened (opening a pipe would wait for its other end) and after.
fn open(path: &Path) -> Result<(std::fs::File, Metadata), Reason> {
    let plain = |about: io::Result<Metadata>| match about {
        Ok(about) if about.is_file() => Ok(about),
        Ok(_) => Err(strange(path)),
        Err(error) => Err(io_reason(&error)),
    };
    plain(path.symlink_metadata())?;
    let file = std::fs::File::open(path).map_err(|error| io_reason(&error))?;
    let about = plain(file.metadata())?;
    Ok((file, about))
}

fn strange(path: &Path) -> Reason {
    let link = path.symlink_metadata().is_ok_and(|about| about.is_symlink());
    if link {
        "심볼릭 링크는 채점하지 않습니다."
    } else {
        "보통 파일이 아니어서(파이프, 장치 등) 채점하지 않습니다."
    }
    .to_owned()
}

fn told(part: &Part, reason: &str) -> Reason {
    format!("{}: {reason}", student::id(&part.name))
}

fn modified(about: &Metadata) -> Option<i64> {
    let since = about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}
