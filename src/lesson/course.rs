//! A course: its outline at the price of a listing and first lines, its chapters and exercises on demand.
//!
//! Folders: `NN-slug/chapter.md` is chapter `slug`; `NN-slug/ex-slug/` is an exercise `slug` of it. Chapters come in the
//! order of `course.yaml`; the exercises of a chapter in the order in which its text first links to them.
//!
//! Must not know: what an exercise checks.

use std::sync::OnceLock;

use super::exercise::{Exercise, Wrong};
use super::fault::Fault;
use super::source::{self, Source};
use super::spec::{self, CourseSpec};

/// A chapter as a table of contents shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterOutline {
    /// Unique in the course.
    pub id: String,
    /// Its folder, relative to the pack's root.
    pub folder: String,
    /// Its title.
    pub title: String,
    /// Its exercises, in order.
    pub exercises: Vec<ExerciseOutline>,
}

/// An exercise as a table of contents shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExerciseOutline {
    /// Unique in the course.
    pub id: String,
    /// Its folder, relative to the pack's root.
    pub folder: String,
    /// Its title.
    pub title: String,
}

/// A chapter's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Unique in the course.
    pub id: String,
    /// Its folder, relative to the pack's root.
    pub folder: String,
    /// Its title: the first line of the text.
    pub title: String,
    /// The whole text, Markdown, the title included.
    pub text: String,
}

/// A course.
pub struct Course {
    source: Box<dyn Source>,
    spec: CourseSpec,
    files: Vec<String>,
    outline: OnceLock<Vec<ChapterOutline>>,
}

/// The file a course begins with.
pub const COURSE: &str = "course.yaml";

impl Course {
    /// Opens a pack: reads `course.yaml` and the list of files, nothing else.
    pub fn open(source: Box<dyn Source>) -> Result<Self, Fault> {
        let text = source::read_text(source.as_ref(), COURSE)?;
        let spec: CourseSpec = spec::read(COURSE, &text)?;
        if spec.format != spec::FORMAT {
            let message =
                format!("과정의 형식(format: {})을 이 키잡이는 모릅니다. 아는 형식: {}", spec.format, spec::FORMAT);
            return Err(Fault::error(COURSE, "format", message));
        }
        let mut files = source.list().map_err(|error| Fault::error(error.path, "listing", error.reason))?;
        files.sort_unstable();
        Ok(Self { source, spec, files, outline: OnceLock::new() })
    }

    /// What a learner's record knows it by: its id or, where its author gave it none, its title.
    #[must_use]
    pub fn id(&self) -> &str {
        self.spec.id.as_deref().unwrap_or(&self.spec.title)
    }

    /// The course's title.
    pub fn title(&self) -> String {
        source::harmless(self.spec.title.clone())
    }

    /// Who wrote it.
    pub fn authors(&self) -> &[String] {
        &self.spec.authors
    }

    /// `course.yaml` as it was read.
    pub fn spec(&self) -> &CourseSpec {
        &self.spec
    }

    /// Every file of the pack, sorted.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// The text of a file of the pack, by its path from the root.
    pub fn text(&self, path: &str) -> Result<String, Fault> {
        source::read_text(self.source.as_ref(), path)
    }

    /// The chapters in reading order, with their titles and exercises.
    pub fn chapters(&self) -> &[ChapterOutline] {
        self.outline.get_or_init(|| self.spec.chapters.iter().map(|folder| self.outline_of(folder)).collect())
    }

    /// All exercises in order, each with its chapter.
    pub fn exercises(&self) -> impl Iterator<Item = (&ChapterOutline, &ExerciseOutline)> {
        self.chapters().iter().flat_map(|chapter| chapter.exercises.iter().map(move |exercise| (chapter, exercise)))
    }

    /// A chapter's text.
    pub fn chapter(&self, id: &str) -> Result<Chapter, Fault> {
        let known = self.chapters().iter().find(|chapter| chapter.id == id);
        let outline =
            known.ok_or_else(|| Fault::error(COURSE, "chapter-unknown", format!("장 `{id}`: 이 과정에 없습니다.")))?;
        let text = source::harmless(self.text(&format!("{}/chapter.md", outline.folder))?);
        Ok(Chapter { id: outline.id.clone(), folder: outline.folder.clone(), title: outline.title.clone(), text })
    }

    /// An exercise with everything that belongs to it.
    pub fn exercise(&self, id: &str) -> Result<Exercise, Fault> {
        let known = self.exercises().find(|(_, exercise)| exercise.id == id);
        let (chapter, outline) = known
            .ok_or_else(|| Fault::error(COURSE, "exercise-unknown", format!("과제 `{id}`: 이 과정에 없습니다.")))?;
        let folder = &outline.folder;
        let file = |name: &str| format!("{folder}/{name}");
        let spec = spec::read(&file("exercise.yaml"), &self.text(&file("exercise.yaml"))?)?;
        let starter = self.text(&file("starter.yaml"))?;
        let solution = self.text(&file("solution.yaml"))?;
        let world = self.text(&file("world.yaml"))?;
        Ok(Exercise::new(id, &chapter.id, folder, harmless(spec), &starter, &solution, world))
    }

    /// The near misses of an exercise: every file in `wrong/`, in the order of their names.
    pub fn wrong(&self, exercise: &Exercise) -> Result<Vec<Wrong>, Fault> {
        let folder = format!("{}/wrong/", exercise.folder);
        self.files_in(&folder).map(|path| Ok(Wrong::new(path, self.text(path)?, &exercise.file))).collect()
    }

    /// The files whose path begins with `folder`.
    pub fn files_in<'c>(&'c self, folder: &'c str) -> impl Iterator<Item = &'c str> {
        let first = self.files.partition_point(|path| path.as_str() < folder);
        self.files.iter().skip(first).take_while(move |path| path.starts_with(folder)).map(String::as_str)
    }

    fn outline_of(&self, folder: &str) -> ChapterOutline {
        let text = self.text(&format!("{folder}/chapter.md")).unwrap_or_default();
        let first = text.lines().next().unwrap_or("");
        let id = chapter_id(folder);
        let title = first.strip_prefix('#').map_or(id, str::trim).to_owned();
        let mut exercises: Vec<ExerciseOutline> =
            self.exercise_folders(folder).map(|it| self.exercise_of(it)).collect();
        exercises.sort_by_cached_key(|exercise| {
            (text.find(&format!("](exercise:{})", exercise.id)).unwrap_or(usize::MAX), exercise.id.clone())
        });
        ChapterOutline { id: id.to_owned(), folder: folder.to_owned(), title: source::harmless(title), exercises }
    }

    /// The folders `chapter/ex-…` that have any file.
    pub(super) fn exercise_folders<'c>(&'c self, chapter: &'c str) -> impl Iterator<Item = &'c str> {
        let mut last = "";
        self.files.iter().filter_map(move |path| {
            let inside = path.strip_prefix(chapter)?.strip_prefix("/ex-")?;
            let (name, _) = inside.split_once('/')?;
            let folder = path.get(..chapter.len() + "/ex-".len() + name.len())?;
            (folder != std::mem::replace(&mut last, folder)).then_some(folder)
        })
    }

    /// The title without reading the specification: the line that begins `title:`.
    fn exercise_of(&self, folder: &str) -> ExerciseOutline {
        let text = self.text(&format!("{folder}/exercise.yaml")).unwrap_or_default();
        let id = folder.rsplit_once("/ex-").map_or(folder, |(_, id)| id);
        let title = text.lines().find_map(|line| line.strip_prefix("title:"));
        let title = title.map(|it| it.trim().trim_matches(['"', '\''])).filter(|it| !it.is_empty()).unwrap_or(id);
        ExerciseOutline { id: id.to_owned(), folder: folder.to_owned(), title: source::harmless(title.to_owned()) }
    }
}

/// `01-services` → `services`.
pub(super) fn chapter_id(folder: &str) -> &str {
    let slug = folder.trim_start_matches(|c: char| c.is_ascii_digit());
    slug.strip_prefix('-').filter(|_| slug.len() < folder.len()).unwrap_or(folder)
}

/// The prose of a specification made harmless for a terminal.
fn harmless(mut spec: spec::ExerciseSpec) -> spec::ExerciseSpec {
    let texts = [&mut spec.title, &mut spec.task, &mut spec.file];
    let checks = spec.checks.iter_mut().flat_map(|check| [&mut check.proves, &mut check.not_yet]);
    for text in texts.into_iter().chain(&mut spec.hints).chain(checks) {
        *text = source::harmless(std::mem::take(text));
    }
    spec
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{MemorySource, SourceError};
    use std::borrow::Cow;
    use std::sync::{Arc, Mutex};

    /// Remembers what is read.
    struct Watched(MemorySource, Arc<Mutex<Vec<String>>>);

    impl Source for Watched {
        fn list(&self) -> Result<Vec<String>, SourceError> {
            self.0.list()
        }

        fn read(&self, path: &str) -> Result<Cow<'static, [u8]>, SourceError> {
            self.1.lock().unwrap().push(path.to_owned());
            self.0.read(path)
        }
    }

    fn pack() -> MemorySource {
        MemorySource::new([
            ("course.yaml", "format: 1\ntitle: 시험\nauthors: [키]\nchapters: [02-b, 01-a]\n".into()),
            ("01-a/chapter.md", "# 가\n[둘](exercise:two) [하나](exercise:one)\n".into()),
            ("01-a/ex-one/exercise.yaml", "title: '하나'\n".into()),
            ("01-a/ex-two/exercise.yaml", "title: 둘\u{1b}[2J\n".into()),
            ("01-a/ex-two/starter.yaml", String::new()),
            ("02-b/chapter.md", "# 나\n".into()),
        ])
    }

    #[test]
    fn opening_reads_the_course_file_alone() {
        let read = Arc::new(Mutex::new(Vec::new()));
        let course = Course::open(Box::new(Watched(pack(), Arc::clone(&read)))).unwrap();
        assert_eq!(*read.lock().unwrap(), ["course.yaml"]);
        assert_eq!(course.title(), "시험");
    }

    #[test]
    fn the_outline_follows_the_course_file_and_the_links() {
        let course = Course::open(Box::new(pack())).unwrap();
        let chapters: Vec<_> = course.chapters().iter().map(|it| (it.id.as_str(), it.title.as_str())).collect();
        assert_eq!(chapters, [("b", "나"), ("a", "가")]);
        let exercises: Vec<_> = course.exercises().map(|(_, it)| (it.id.as_str(), it.title.as_str())).collect();
        assert_eq!(exercises, [("two", "둘␛[2J"), ("one", "하나")]);
    }

    #[test]
    fn what_is_missing_is_told() {
        let course = Course::open(Box::new(pack())).unwrap();
        assert_eq!(course.chapter("c").unwrap_err().rule, "chapter-unknown");
        assert_eq!(course.exercise("none").unwrap_err().rule, "exercise-unknown");
        assert!(course.exercise("one").unwrap_err().message.contains("빠졌습니다"));
    }
}
