//! What all courses share: the glossary and the explanations of mistakes.
//!
//! Must not know: courses.

use std::sync::OnceLock;

use super::fault::Fault;
use super::source::{self, Source};
use super::spec::{self, Term};

/// The shared assets, read on demand from `glossary.yaml` and `mistakes/CODE.md`.
pub struct Catalogue {
    source: Box<dyn Source>,
    codes: OnceLock<Vec<String>>,
    terms: OnceLock<Result<Vec<Term>, Fault>>,
    worlds: OnceLock<Vec<WorldEntry>>,
}

/// The explanation of a mistake: `mistakes/CODE.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its code.
    pub code: String,
    /// What it is called, Korean.
    pub title: String,
    /// The whole explanation after the title, Markdown.
    pub text: String,
    /// A manifest that makes it; empty where there is none.
    pub bad: String,
    /// The same manifest without it.
    pub good: String,
    /// The world both are tried in, for a mistake that only a world shows.
    pub world: Option<String>,
}

impl Mistake {
    /// What it is and where to look, in a sentence or two: the title, and the last line of the first paragraph. It knows
    /// nothing of the manifest at hand, so that it never tells which value would be right there.
    #[must_use]
    pub fn clue(&self) -> String {
        let paragraph = self.text.lines().take_while(|line| !line.trim().is_empty() && !line.starts_with("```"));
        paragraph.last().map_or_else(|| format!("{}.", self.title), |line| format!("{}. {line}", self.title))
    }
}

/// A ready-made world to play with: `worlds/N-ID.yaml`, its title in a comment on the first line, and in the lines of comment below
/// that what is there and what may be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldEntry {
    /// Its name.
    pub id: String,
    /// What it is, Korean.
    pub title: String,
    /// The whole text.
    pub text: String,
}

impl WorldEntry {
    /// What is there and what may be tried, Markdown; empty where nothing is said of it.
    #[must_use]
    pub fn about(&self) -> String {
        let comments = self.text.lines().skip(1).map_while(|line| line.strip_prefix('#'));
        let lines: Vec<&str> = comments.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        source::harmless(lines.join("\n").trim().to_owned())
    }
}

/// The folder the assets are kept in, as faults name it.
pub const ROOT: &str = "assets";
/// The glossary's path within it.
pub const GLOSSARY: &str = "glossary.yaml";

impl Catalogue {
    /// Opens the assets; reads nothing yet.
    #[must_use]
    pub fn open(source: Box<dyn Source>) -> Self {
        Self { source, codes: OnceLock::new(), terms: OnceLock::new(), worlds: OnceLock::new() }
    }

    /// Where the assets come from.
    #[must_use]
    pub fn source(&self) -> &dyn Source {
        self.source.as_ref()
    }

    /// Every mistake code that has an explanation, sorted.
    pub fn codes(&self) -> &[String] {
        self.codes.get_or_init(|| {
            let files = self.source.list().unwrap_or_default();
            let code = |path: &String| Some(path.strip_prefix("mistakes/")?.strip_suffix(".md")?.to_owned());
            let mut codes: Vec<String> = files.iter().filter_map(code).collect();
            codes.sort_unstable();
            codes
        })
    }

    /// Whether `code` is a word of the vocabulary.
    pub fn knows(&self, code: &str) -> bool {
        self.codes().binary_search_by(|known| known.as_str().cmp(code)).is_ok()
    }

    /// The explanation of a mistake.
    pub fn mistake(&self, code: &str) -> Result<Mistake, Fault> {
        let path = format!("mistakes/{code}.md");
        if !self.knows(code) {
            return Err(Fault::error(path, "mistake-unknown", format!("실수 코드 `{code}`: 설명이 없습니다.")));
        }
        let text = source::harmless(source::read_text(self.source(), &path)?);
        Ok(read_mistake(code, &text))
    }

    /// The worlds to play with, in the order of their numbers.
    pub fn worlds(&self) -> &[WorldEntry] {
        self.worlds.get_or_init(|| {
            let mut files = self.source.list().unwrap_or_default();
            files.sort_unstable();
            files.iter().filter_map(|path| self.read_world(path)).collect()
        })
    }

    fn read_world(&self, path: &str) -> Option<WorldEntry> {
        let id = path.strip_prefix("worlds/")?.strip_suffix(".yaml")?;
        let id = id.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-').to_owned();
        let text = source::read_text(self.source(), path).ok()?;
        let first = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or(&id);
        let title = source::harmless(first.to_owned());
        Some(WorldEntry { id, title, text })
    }

    /// The world of that name.
    pub fn world(&self, id: &str) -> Result<WorldEntry, Fault> {
        let found = self.worlds().iter().find(|world| world.id == id);
        found.cloned().ok_or_else(|| Fault::error("worlds", "world-unknown", format!("세계 `{id}`: 없습니다.")))
    }

    /// The glossary's terms, in its order; empty where the glossary cannot be read.
    pub fn terms(&self) -> &[Term] {
        self.glossary().as_ref().map_or(&[], Vec::as_slice)
    }

    /// The glossary, or why it cannot be read.
    pub fn glossary(&self) -> &Result<Vec<Term>, Fault> {
        self.terms.get_or_init(|| {
            let text = source::read_text(self.source(), GLOSSARY)?;
            spec::read(GLOSSARY, &text)
        })
    }

    /// The term with this id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms().iter().find(|term| term.id == id)
    }
}

fn read_mistake(code: &str, text: &str) -> Mistake {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let fences = fences(rest);
    let with =
        |wanted: &dyn Fn(&str) -> bool| fences.iter().find(|(info, _)| wanted(info)).map(|(_, body)| body.clone());
    Mistake {
        code: code.to_owned(),
        title: first.trim_start_matches('#').trim().to_owned(),
        text: rest.trim().to_owned(),
        bad: with(&|info| info.starts_with("yaml") && info.contains("wrong=")).unwrap_or_default(),
        good: with(&|info| info.starts_with("yaml") && !info.contains("wrong=")).unwrap_or_default(),
        world: with(&|info| info == "world"),
    }
}

/// The fenced blocks of a Markdown text that begin in the first column: (info string, content).
fn fences(text: &str) -> Vec<(String, String)> {
    let mut fences = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => fences.extend(open.take()),
            (Some((_, body)), None) => {
                body.push_str(line);
                body.push('\n');
            }
            (None, None) => {}
        }
    }
    fences
}
