//! Whose answer to which exercise a file is, by its name alone. Two layouts, which may be mixed:
//!
//! * one folder a student: `학번/과제.yaml`, `학번/과제/…` for answers of several files, `학번/과제.sh` for console commands,
//!   `학번/과제.hand-in.json` as `kijabi class hand-in` writes it;
//! * one file per student and exercise: `학번_과제.yaml` (or `학번.과제.yaml`).
//!
//! Where one exercise alone is graded its name may be left out: `학번.yaml`, and whatever manifests are in `학번/`.
//!
//! Must not know: files.

use crate::text::near::distance_within;

/// Slips of a typist by which a name may differ from the exercise's it is near to.
const SLIPS: usize = 2;
/// The ending of what kijabi hands in.
pub const HAND_IN: &str = ".hand-in.json";

/// What a file is, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What kijabi handed in: files, commands, hints, time.
    HandIn,
    /// A manifest.
    Manifest,
    /// Console commands.
    Script,
    /// A text that may be a manifest whose ending was lost or doubled (`service.yaml.txt`): read as one where it is all there is.
    Text,
    /// Anything else: never read, always told.
    Foreign,
}

/// The exercises whose names are looked for.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    /// The exercises graded, in the order of the course.
    graded: Vec<String>,
    /// The other exercises of the course: their answers are recognised and passed over.
    others: Vec<String>,
}

/// Which exercise a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meant {
    /// One that is graded, by its place.
    Graded(usize),
    /// Another exercise of the course.
    Other,
    /// None is named.
    Unnamed,
}

impl Naming {
    /// Looks for these.
    #[must_use]
    pub fn new(graded: Vec<String>, others: Vec<String>) -> Self {
        Self { graded, others }
    }

    /// What a name without exercise means: the only exercise, where there is one.
    #[must_use]
    pub fn unnamed(&self) -> Meant {
        if self.graded.len() == 1 { Meant::Graded(0) } else { Meant::Unnamed }
    }

    /// The exercise of that id.
    #[must_use]
    pub fn exercise(&self, id: &str) -> Meant {
        match self.graded.iter().position(|it| it == id) {
            Some(place) => Meant::Graded(place),
            None if self.others.iter().any(|it| it == id) => Meant::Other,
            None => Meant::Unnamed,
        }
    }

    /// The exercise that a name of none is a slip or two away from, be it behind a student's.
    #[must_use]
    pub fn near(&self, stem: &str) -> Option<&str> {
        let last = stem.rsplit('_').next().unwrap_or(stem);
        let ids = self.graded.iter().chain(&self.others);
        let near = ids.filter_map(|id| Some((distance_within(last, id, SLIPS)?, id)));
        near.min().map(|(_, id)| id.as_str())
    }

    /// What the stem of a file beside the students' folders says: the student, and the exercise where it names one.
    #[must_use]
    pub fn split<'n>(&self, stem: &'n str) -> (&'n str, Meant) {
        let ids = self.graded.iter().chain(&self.others);
        let named = ids.filter_map(|id| {
            let student = stem.strip_suffix(id.as_str())?.strip_suffix(['_', '.'])?;
            (!student.is_empty()).then_some((student, id))
        });
        // Of two exercises the one with the longer name is meant.
        match named.max_by_key(|(_, id)| id.len()) {
            Some((student, id)) => (student, self.exercise(id)),
            None => (stem, Meant::Unnamed),
        }
    }
}

/// The stem of a file's name and what the file is; `None` for hidden files and what kijabi itself keeps beside answers. Endings
/// count in any case: Windows writes `.YAML` too.
#[must_use]
pub fn kind(name: &str) -> Option<(&str, Kind)> {
    if name.starts_with('.') || is_ours(name) {
        return None;
    }
    if let Some(stem) = name.strip_suffix(HAND_IN) {
        return Some((stem, Kind::HandIn));
    }
    let (stem, kind) = ending(name);
    // Editors that hide endings put their own behind.
    Some(match (kind, ending(stem)) {
        (Kind::Text, (inner, Kind::Manifest)) => (inner, Kind::Text),
        _ => (stem, kind),
    })
}

fn ending(name: &str) -> (&str, Kind) {
    let Some((stem, ending)) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) else {
        return (name, Kind::Text);
    };
    let kind = match ending.to_lowercase().as_str() {
        "yaml" | "yml" | "json" => Kind::Manifest,
        "sh" => Kind::Script,
        "txt" => Kind::Text,
        _ => Kind::Foreign,
    };
    (stem, kind)
}

/// What kijabi keeps in a class folder beside answers: events and the answers to class quizzes, one per line.
fn is_ours(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "jsonl")
}

/// Whether a file of that name is a bundle of files: nobody puts one among submissions but as an answer.
#[must_use]
pub fn is_archive(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|it| matches!(it.as_str(), "zip" | "7z" | "rar" | "tar" | "tgz" | "gz" | "alz" | "egg"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_whose_answer_to_which_exercise_a_file_is() {
        let naming = Naming::new(vec!["ports".into(), "named-ports".into()], vec!["tiers".into()]);
        for (name, student, meant) in [
            ("2026_ports.yaml", "2026", Meant::Graded(0)),
            ("2026.named-ports.yml", "2026", Meant::Graded(1)),
            ("김_민수_tiers.json", "김_민수", Meant::Other),
            ("2026-ports.yaml", "2026-ports", Meant::Unnamed),
            ("ports.yaml", "ports", Meant::Unnamed),
            ("2026_ports.sh", "2026", Meant::Graded(0)),
        ] {
            let (stem, _) = kind(name).unwrap();
            assert_eq!(naming.split(stem), (student, meant), "{name}");
        }
        assert_eq!(kind("ports.hand-in.json"), Some(("ports", Kind::HandIn)));
        for (name, expected) in [
            ("20261_ports.YAML", ("20261_ports", Kind::Manifest)),
            ("ports.yaml.txt", ("ports", Kind::Text)),
            ("ports.txt", ("ports", Kind::Text)),
            ("ports", ("ports", Kind::Text)),
            ("ports.pdf", ("ports", Kind::Foreign)),
            ("notes.md", ("notes", Kind::Foreign)),
        ] {
            assert_eq!(kind(name), Some(expected), "{name}");
        }
        for none in [".ports.yaml", "events.jsonl", "quiz-monday.jsonl"] {
            assert_eq!(kind(none), None, "{none}");
        }
        let near = ["prots", "2026_named-port", "tier", "homework"].map(|stem| naming.near(stem));
        assert_eq!(near, [Some("ports"), Some("named-ports"), Some("tiers"), None]);
        assert!(is_archive("20261.ZIP") && !is_archive("ports.yaml"));
    }
}
