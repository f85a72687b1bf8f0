//! What a student's folders and files hold, sorted by the exercise it is an answer to.
//!
//! Must not know: whose it is, what is in a file.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::choose::choose;
use super::read::read;
use super::{DEEPEST, MOST_FILES, Reason, Submission, named};
use crate::classroom::naming::{Kind, Meant, Naming, kind};
use crate::shell::files::io_reason;

/// Exercises that are suggested for names of none.
const NEAR: usize = 3;
/// Names in one student's folder that are looked at.
const MOST_NAMES: usize = 2_000;

/// A file that belongs to an answer.
pub(super) struct Part {
    pub(super) path: PathBuf,
    /// Its name as the report shows it.
    pub(super) name: String,
    /// `None` where it cannot be one.
    pub(super) kind: Option<Kind>,
    /// The student's folder it is in; empty for what lies beside the folders.
    pub(super) root: String,
    /// Parts of one place belong together: a folder that is one answer, or a single file.
    pub(super) place: usize,
}

impl Part {
    /// A part; where it belongs is for [`Found::add`] to say.
    pub(super) fn new(path: PathBuf, name: String, kind: Option<Kind>) -> Self {
        Self { path, name, kind, root: String::new(), place: 0 }
    }

    pub(super) fn is_read(&self) -> bool {
        !matches!(self.kind, Some(Kind::Text | Kind::Foreign))
    }
}

/// What is found of one student.
#[derive(Default)]
pub(super) struct Found {
    /// By exercise; what belongs to none comes last.
    pub(super) answers: Vec<(Meant, Vec<Part>, Option<Reason>)>,
    /// The student's folder that is looked at.
    root: String,
    /// How many places there were.
    places: usize,
    /// Whether what follows belongs to the place before.
    together: bool,
    /// Files beside the answers that belong to none.
    notes: Vec<String>,
    /// Whether there are answers to other exercises of the course.
    pub(super) has_others: bool,
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
    pub(super) fn begin(&mut self, root: &str) {
        root.clone_into(&mut self.root);
        self.together = false;
    }

    pub(super) fn add(&mut self, meant: Meant, naming: &Naming, part: Part) {
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
    pub(super) fn folder(&mut self, folder: &Path, naming: &Naming) {
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

    pub(super) fn submissions(mut self, naming: &Naming) -> Vec<Submission> {
        self.answers.sort_by_key(|answer| answer.0);
        let answers = self.answers.into_iter();
        let mut all: Vec<Submission> =
            answers.map(|(meant, parts, broken)| submission(meant, parts, broken, naming)).collect();
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

fn submission(meant: Meant, parts: Vec<Part>, broken: Option<Reason>, naming: &Naming) -> Submission {
    let exercise = match meant {
        Meant::Graded(place) => Some(place),
        Meant::Other | Meant::Unnamed => None,
    };
    let mut submission = Submission { exercise, content: Err(String::new()), note: String::new(), changed: None };
    submission.content = match broken {
        Some(reason) => Err(reason),
        None if exercise.is_none() => Err(unnamed(&parts, naming)),
        None => {
            let (parts, note) = choose(parts);
            submission.say(&note);
            read(parts, &mut submission)
        }
    };
    submission
}

fn unnamed(parts: &[Part], naming: &Naming) -> Reason {
    let names = || parts.iter().map(|part| part.name.as_str());
    let told = format!("어느 과제의 답인지 이름으로 알 수 없습니다: {}", named(names()));
    let mut near: Vec<&str> = names().filter_map(kind).filter_map(|(stem, _)| naming.near(stem)).take(NEAR).collect();
    near.dedup();
    if near.is_empty() { told } else { format!("{told}. 혹시 {}?", near.join(", ")) }
}
