//! What a student hands in, in one file: the answer's files, the commands, the hints taken, the course's fingerprint, the
//! time. Whoever reads one back trusts nothing in it.
//!
//! Must not know: files on a disk, the clock.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::grade::{Answer, Report};
use crate::lesson::File;

/// The version of the format.
const VERSION: u32 = 1;
/// The largest hand-in that is read, in bytes.
pub const LARGEST: u64 = 8 * 1024 * 1024;
/// Files of an answer that are looked at.
pub const MOST_FILES: usize = 64;
/// Commands of an answer that are looked at.
const MOST_COMMANDS: usize = 2_000;

/// One answer as it is handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandIn {
    /// The version of the format.
    pub version: u32,
    /// Who hands in; only said, the folder counts.
    pub student: String,
    /// The exercise's id; only said, the file's name counts.
    pub exercise: String,
    /// The answer's files.
    pub files: Vec<FileEntry>,
    /// The console commands.
    #[serde(default)]
    pub log: Vec<String>,
    /// The highest hint shown.
    #[serde(default)]
    pub hints: u32,
    /// Checks that held as the learner's own kijabi saw it; only said, grading counts.
    #[serde(default)]
    pub held: u32,
    /// All checks of the exercise.
    #[serde(default)]
    pub of: u32,
    /// Whether it passed there.
    #[serde(default)]
    pub passed: bool,
    /// Whether the learner had looked at the reference answer before passing.
    #[serde(default)]
    pub answer_seen: bool,
    /// The course's fingerprint ([`super::digest::of_course`]).
    #[serde(default)]
    pub pack: String,
    /// When, in seconds since 1970.
    #[serde(default)]
    pub time: i64,
    /// The version of kijabi.
    #[serde(default)]
    pub kijabi: String,
}

/// A file of a [`HandIn`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl HandIn {
    /// An answer of a student; hints, fingerprint and time are for the caller to add.
    #[must_use]
    pub fn new(student: &str, exercise: &str, answer: &Answer) -> Self {
        // Where on the student's machine a file lay is nobody's business.
        let name = |name: &str| match Path::new(name).file_name() {
            Some(last) if Path::new(name).is_absolute() => last.to_string_lossy().into_owned(),
            _ => name.to_owned(),
        };
        let entry = |file: &File| FileEntry { name: name(&file.name), text: file.text.clone() };
        Self {
            version: VERSION,
            student: student.to_owned(),
            exercise: exercise.to_owned(),
            files: answer.files.iter().map(entry).collect(),
            log: answer.log.clone(),
            kijabi: env!("CARGO_PKG_VERSION").to_owned(),
            ..Self::default()
        }
    }

    /// The same with how it stood at the learner's desk.
    #[must_use]
    pub fn standing(self, report: &Report) -> Self {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let held = count(report.checks.iter().filter(|check| check.passed).count());
        Self { held, of: count(report.checks.len()), passed: report.passed, ..self }
    }

    /// How it stood, in a word: `확인 2/5`, `통과`.
    #[must_use]
    pub fn word(&self) -> String {
        if self.passed { "통과".to_owned() } else { format!("확인 {}/{}", self.held, self.of) }
    }

    /// Reads what was handed in; says in Korean why it cannot be.
    pub fn read(text: &str) -> Result<Self, String> {
        let read: Self = serde_json::from_str(text).map_err(|error| {
            format!("{}:{} 키잡이가 제출한 파일이 아니거나 깨졌습니다.", error.line(), error.column())
        })?;
        if read.version != VERSION {
            return Err(format!("제출 형식({})을 이 키잡이는 모릅니다. 키잡이를 새 판으로 바꾸십시오.", read.version));
        }
        if read.files.len() > MOST_FILES {
            return Err(format!("파일이 {MOST_FILES}개가 넘습니다."));
        }
        if read.log.len() > MOST_COMMANDS {
            return Err(format!("콘솔 명령이 {MOST_COMMANDS}개가 넘습니다."));
        }
        Ok(read)
    }

    /// The answer in it.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let files = self.files.iter().map(|it| File { name: it.name.clone(), text: it.text.clone() }).collect();
        Answer { files, log: self.log.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_in_is_read_back_and_nonsense_is_told() {
        let file = File { name: "service.yaml".into(), text: "kind: 서비스\u{1b}\n".into() };
        let answer = Answer { files: vec![file], log: vec!["kubectl get svc".into()] };
        let given = HandIn { hints: 2, pack: "ab".into(), time: 7, ..HandIn::new("1", "first", &answer) };
        let read = HandIn::read(&serde_json::to_string(&given).unwrap()).unwrap();
        assert_eq!((read.answer(), &read), (answer, &given));
        for bad in
            ["", "{}", "[1]", "{\"version\":9,\"student\":\"\",\"exercise\":\"\",\"files\":[]}", &"[".repeat(10_000)]
        {
            assert!(HandIn::read(bad).is_err(), "{}", bad.get(..20).unwrap_or(bad));
        }
    }
}
