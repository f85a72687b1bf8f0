//! The lessons are code: the whole pack is proved by the linter, and its faults are printed as an author would see them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kijabi::grade::{self, Answer};
use kijabi::kube::Version;
use kijabi::lesson::{Catalogue, Course, MemorySource, Source, SourceError};
use kijabi::quiz::lint;
use kijabi::text::ascii::ascii;
use rayon::prelude::*;

/// A file of a pack: its path and its bytes.
type Content = (String, Vec<u8>);

/// A folder of the repository as a pack.
struct Folder(PathBuf);

impl Folder {
    fn of(name: &str) -> Self {
        Self(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
    }
}

impl Source for Folder {
    fn list(&self) -> Result<Vec<String>, SourceError> {
        let files =
            walkdir::WalkDir::new(&self.0).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file());
        let relative = files.filter_map(|it| Some(it.path().strip_prefix(&self.0).ok()?.to_str()?.replace('\\', "/")));
        Ok(relative.collect())
    }

    #[allow(clippy::disallowed_methods, reason = "a test reads the repository's own lessons")]
    fn read(&self, path: &str) -> Result<Cow<'static, [u8]>, SourceError> {
        let missing = |error: std::io::Error| SourceError { path: path.to_owned(), reason: error.to_string() };
        std::fs::read(self.0.join(path)).map(Cow::Owned).map_err(missing)
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "the list of faults is what an author runs this for")]
fn the_lessons_have_no_fault() {
    let catalogue = Catalogue::open(Box::new(Folder::of("assets")));
    let faults = lint::lint_pack(Box::new(Folder::of("lessons")), &catalogue);
    for fault in &faults {
        eprintln!("{}{fault}", if fault.is_error() { "" } else { "(warning) " });
    }
    let errors = faults.iter().filter(|fault| fault.is_error()).count();
    assert_eq!(errors, 0, "{errors} faults, listed above");
}

/// Where a mistake is to be understood first, its clue stands in for the help: it must not name what a fix would write.
#[test]
fn no_clue_to_what_an_exercise_teaches_names_the_right_value() {
    let catalogue = Catalogue::open(Box::new(Folder::of("assets")));
    let course = Course::open(Box::new(Folder::of("lessons"))).expect("the course");
    let (mut seen, mut named) = (0, std::collections::BTreeSet::new());
    for (_, outline) in course.exercises() {
        let exercise = course.exercise(&outline.id).expect("the exercise");
        let wrong = course.wrong(&exercise).expect("its near misses");
        for files in wrong.into_iter().map(|wrong| wrong.files).chain([exercise.starter.clone()]) {
            let report = grade::grade(&exercise, &Answer::files(files), Version::default());
            for found in report.diagnostics().filter(|it| exercise.mistakes.iter().any(|code| code == it.code.as_str()))
            {
                let page = catalogue.mistake(found.code.as_str()).expect("its page");
                // The title is the rule that was broken, and may hold its bounds.
                let clue = page.clue().replace(&page.title, "");
                let written = found.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.insert.trim());
                for value in written.filter(|value| value.len() > 2 && value.chars().any(char::is_alphanumeric)) {
                    seen += 1;
                    if clue.contains(value) {
                        named.insert(format!("{}: {value}", found.code));
                    }
                }
            }
        }
    }
    assert!(named.is_empty(), "{named:?}");
    assert!(seen > 40, "{seen} values looked for");
}

/// Deleting, emptying or halving any one file of the lessons is noticed. Each chapter is tried by itself, and only what
/// the damage adds counts, so that the thousand and more packs are linted in little time.
#[test]
fn damage_to_any_file_of_the_lessons_shows() {
    let lessons = Folder::of("lessons");
    let assets = Folder::of("assets");
    let names = |source: &Folder| source.list().unwrap();
    let words = names(&assets).into_iter().filter(|path| path.starts_with("mistakes/"));
    let glossary = ("glossary.yaml".to_owned(), assets.read("glossary.yaml").unwrap().into_owned());
    let words = words.map(|path| (path, "# 실수\n\n까닭.\n".into()));
    let vocabulary: Vec<Content> = words.chain([glossary]).collect();

    let files: Vec<Content> =
        names(&lessons).into_iter().map(|path| (path.clone(), lessons.read(&path).unwrap().into_owned())).collect();
    let folders: Vec<&str> = files.iter().filter_map(|(path, _)| path.strip_suffix("/chapter.md")).collect();
    let unnoticed: Vec<String> =
        folders.par_iter().flat_map_iter(|folder| unnoticed_damage(folder, &files, &vocabulary)).collect();
    assert_eq!(unnoticed, Vec::<String>::new());
}

/// The damages to a chapter's files that add no fault. An exercise is proved by itself: that the chapter's others are then
/// missing is a fault before and after.
fn unnoticed_damage(folder: &str, files: &[Content], vocabulary: &[Content]) -> Vec<String> {
    let course = format!("format: 1\ntitle: 한 장\nauthors: [키잡이]\nchapters: [{folder}]\n");
    let inside = files.iter().filter(|(path, _)| path.starts_with(&format!("{folder}/"))).cloned();
    let pack: Vec<Content> = inside.chain([("course.yaml".into(), course.into_bytes())]).collect();
    let faults = |pack: Vec<Content>| {
        let catalogue = Catalogue::open(Box::new(MemorySource::new(vocabulary.to_vec())));
        // What a damage does to the truth of a question is tried in `tests/quiz.rs`.
        match Course::open(Box::new(MemorySource::new(pack))) {
            Ok(course) => grade::lint::lint_course(&course, &catalogue),
            Err(fault) => vec![fault],
        }
    };
    let exercise_of = |path: &str| -> Option<String> {
        let inside = path.strip_prefix(folder)?.strip_prefix("/ex-")?;
        Some(format!("{folder}/ex-{}/", inside.split_once('/')?.0))
    };
    let exercises: BTreeSet<Option<String>> = pack.iter().map(|(path, _)| exercise_of(path)).collect();
    let mut unnoticed = Vec::new();
    for exercise in exercises {
        let is_near = |path: &str| exercise.is_none() || exercise_of(path).is_none_or(|of| Some(of) == exercise);
        let pack: Vec<Content> = pack.iter().filter(|(path, _)| is_near(path)).cloned().collect();
        let before = faults(pack.clone());
        for (index, (path, text)) in pack.iter().enumerate().filter(|(_, (path, _))| exercise_of(path) == exercise) {
            for (damage, rest) in [("deleted", None), ("emptied", Some(0)), ("halved", Some(text.len() / 2))] {
                let mut pack = pack.clone();
                match rest {
                    None => drop(pack.remove(index)),
                    Some(length) => pack[index].1.truncate(length),
                }
                if !faults(pack).iter().any(|fault| fault.is_error() && !before.contains(fault)) {
                    unnoticed.push(format!("{path} {damage}"));
                }
            }
        }
    }
    unnoticed
}

#[test]
fn everything_that_is_no_letter_has_its_stand_in() {
    for folder in ["lessons", "assets"].map(Folder::of) {
        for path in folder.list().unwrap() {
            let bytes = folder.read(&path).unwrap();
            let is_drawn = |c: char| !c.is_alphanumeric() && !matches!(c, '：' | '“' | '”' | '〈' | '〉' | '❗');
            let left = String::from_utf8_lossy(&bytes).chars().find(|&c| is_drawn(c) && !ascii(c).is_ascii());
            assert_eq!(left, None, "{path}");
        }
    }
}
