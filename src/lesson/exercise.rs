//! An exercise as a learner meets it: a task, a world, files to begin with, checks, hints.
//!
//! Must not know: how checks are judged.

use super::catalogue::Catalogue;
use super::spec::{Check, ExerciseSpec};
use super::stream;

/// The file of an answer that holds what was typed in the console.
pub const SCRIPT: &str = "commands.sh";

/// What it begins with where nothing was typed yet.
const SCRIPT_BLANK: &str = "# 콘솔에서 칠 명령을 한 줄에 하나씩 적으십시오.\n";

/// A file of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct File {
    /// Its name, as the editor's tab shows it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// An exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    /// Unique in the course.
    pub id: String,
    /// The chapter it belongs to.
    pub chapter: String,
    /// Its folder, relative to the pack's root.
    pub folder: String,
    /// Its title.
    pub title: String,
    /// What to do, Markdown.
    pub task: String,
    /// What the answer must bring about.
    pub checks: Vec<Check>,
    /// Three steps, each more concrete, Markdown.
    pub hints: Vec<String>,
    /// The mistakes it is there to provoke.
    pub mistakes: Vec<String>,
    /// The name of an answer that is one file.
    pub file: String,
    /// Whether the answer is what is typed at the console.
    pub console: bool,
    /// Whether it is written from nothing.
    pub from_empty: bool,
    /// What the editor shows first.
    pub starter: Vec<File>,
    /// The reference answer.
    pub solution: Vec<File>,
    /// The text of `world.yaml`: what the answer is applied on top of.
    pub world: String,
}

/// A near miss: an answer that must fail in a named way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Its path, relative to the pack's root.
    pub path: String,
    /// Its whole text.
    pub text: String,
    /// The codes that its first line claims, sorted.
    pub codes: Vec<String>,
    /// The answer.
    pub files: Vec<File>,
}

impl Wrong {
    /// Whether it claims anything, and nothing but codes of the vocabulary: otherwise what it is to provoke is not known.
    #[must_use]
    pub fn is_clear(&self, catalogue: &Catalogue) -> bool {
        !self.codes.is_empty() && self.codes.iter().all(|code| catalogue.knows(code))
    }
}

impl Exercise {
    /// Puts an exercise together from its files.
    #[must_use]
    pub fn new(
        id: &str,
        chapter: &str,
        folder: &str,
        spec: ExerciseSpec,
        starter: &str,
        solution: &str,
        world: String,
    ) -> Self {
        let ExerciseSpec { title, task, file, console, from_empty, mistakes, checks, hints } = spec;
        Self {
            id: id.to_owned(),
            chapter: chapter.to_owned(),
            folder: folder.to_owned(),
            title,
            task,
            checks,
            hints,
            mistakes,
            console,
            from_empty,
            starter: stream::split(starter, &file),
            solution: stream::split(solution, &file),
            file,
            world,
        }
    }

    /// The files of an answer that came as one text.
    #[must_use]
    pub fn split(&self, text: &str) -> Vec<File> {
        stream::split(text, &self.file)
    }

    /// The files of an answer that lies in a file called `name`: what of it is not marked as another file is that one.
    #[must_use]
    pub fn split_file(&self, name: &str, text: &str) -> Vec<File> {
        let mut parts = self.split(text);
        // A part that is marked lacks the line of its mark.
        if let [whole] = parts.as_mut_slice()
            && whole.text == text
        {
            name.clone_into(&mut whole.name);
        }
        parts
    }

    /// What an answer in one text begins with: `kept`, what is known of an earlier one, or else the starter. At the console it
    /// has a part for the commands, and none for a file in which nothing is to be written.
    #[must_use]
    pub fn beginning(&self, kept: Option<&str>) -> String {
        let mut files = kept.map_or_else(|| self.starter.clone(), |text| self.split(text));
        if self.console && !files.iter().any(File::is_script) {
            files.retain(|file| !file.holds_nothing());
            files.push(File { name: SCRIPT.to_owned(), text: SCRIPT_BLANK.to_owned() });
        }
        stream::join(&files)
    }
}

impl File {
    /// Whether it holds commands for the console rather than manifests.
    #[must_use]
    pub fn is_script(&self) -> bool {
        std::path::Path::new(&self.name).extension().is_some_and(|ending| ending == "sh")
    }

    /// Whether it is comments and blank lines.
    #[must_use]
    pub fn holds_nothing(&self) -> bool {
        self.text.lines().all(|line| matches!(line.trim(), "" | "---") || line.trim_start().starts_with('#'))
    }
}

impl Wrong {
    /// Reads a near miss. Its first line is `# wrong: CODE, CODE`; without it no codes are claimed.
    #[must_use]
    pub fn new(path: &str, text: String, default_file: &str) -> Self {
        let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let claim = first.strip_prefix("# wrong:");
        let mut codes: Vec<String> = claim
            .unwrap_or("")
            .split([',', ' '])
            .map(|code| code.trim().to_owned())
            .filter(|code| !code.is_empty())
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let answer = if claim.is_some() { rest } else { &text };
        let files = stream::split(answer, default_file);
        Self { path: path.to_owned(), codes, files, text }
    }
}
