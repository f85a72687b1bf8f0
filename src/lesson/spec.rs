//! The YAML of a pack as plain structs, and the one place where `serde_yaml` reads anything.
//!
//! serde_yaml must never see a learner's manifest (it is not Kubernetes' YAML), nor a hostile text: its time is
//! quadratic in the depth of flow collections, so size and depth are bounded before it starts, and what is not YAML at
//! all is told in our own words by [`crate::yaml`]. Where it finds a field it does not like, the place is looked up in
//! our own tree: a key, not "somewhere after line 3".
//!
//! Must not know: where files come from, what the fields mean for grading.

mod check;
mod fence;
mod locate;
pub mod quiz;

use super::fault::Fault;
use crate::text::TextRange;
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use check::{
    AtMostCheck, Check, CheckKind, DnsCheck, EndpointsCheck, Expect, ExpectPods, FieldCheck, Hidden, ObjectCheck,
    OneOrMore, RanCheck, RequestCheck, Scalar,
};
pub use fence::{Choice, Predict, Traffic, TrafficRequest};

/// `course.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CourseSpec {
    /// Version of the pack format; [`FORMAT`].
    pub format: u32,
    /// A name that stays while the title may change: what a learner's record knows the course by.
    #[serde(default)]
    pub id: Option<String>,
    /// The course's title.
    pub title: String,
    /// Who wrote it.
    #[serde(default)]
    pub authors: Vec<String>,
    /// The folders of the chapters, in reading order.
    pub chapters: Vec<String>,
}

/// The pack format this kijabi reads.
pub const FORMAT: u32 = 1;

/// `exercise.yaml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ExerciseSpec {
    /// Its title.
    pub title: String,
    /// What to do, Markdown.
    pub task: String,
    /// The name of an answer that is one file.
    #[serde(default = "default_file")]
    pub file: String,
    /// Whether the answer is what is typed at the console: the files lie in its folder, and nothing is created by itself.
    #[serde(default)]
    pub console: bool,
    /// Whether the learner writes from nothing: only then may `starter.yaml` be empty.
    #[serde(default, rename = "from-empty")]
    pub from_empty: bool,
    /// The mistakes it is there to provoke.
    #[serde(default)]
    pub mistakes: Vec<String>,
    /// What the answer must bring about.
    pub checks: Vec<Check>,
    /// Three steps, each more concrete, Markdown.
    pub hints: Vec<String>,
}

fn default_file() -> String {
    "service.yaml".to_owned()
}

fn tcp() -> String {
    "TCP".to_owned()
}

/// One entry of `glossary.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What `term:` links name.
    pub id: String,
    /// The Korean term.
    pub term: String,
    /// The English one.
    pub english: String,
    /// What it is, in one sentence.
    pub sentence: String,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// Reads the text of the pack's file `path` as a `T`.
pub fn read<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Fault> {
    locate::bounded(path, text)?;
    serde_yaml::from_str(text).map_err(|error| locate::fault(path, text, &error))
}

/// Where the field `field` (`checks[0].request`) stands in the text of a specification.
#[must_use]
pub fn place_of(text: &str, field: &str) -> TextRange {
    locate::place_of(text, field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        read::<ExerciseSpec>("e.yaml", text).unwrap_err().to_string()
    }

    #[test]
    fn a_fault_stands_at_its_field() {
        let text = "title: 하나\ntask: 둘\nhints: [a, b, c]\nchecks:\n  - accepted: true\n    proves: 예\n    not_yet: 아니요\n";
        assert!(fault(text).starts_with("e.yaml:7:5: 확인 1(`checks[0]`): `not_yet`"), "{}", fault(text));
        let text = text.replace("not_yet", "not-yet").replace("hints: [a, b, c]", "hints: {a: 1}");
        assert!(fault(&text).starts_with("e.yaml:3:1: `hints`: 값의 형이 다릅니다."), "{}", fault(&text));
    }

    #[test]
    fn what_is_no_value_is_told_in_korean_with_what_may_stand_there() {
        let check = |check: &str| {
            let text = format!("title: t\ntask: t\nhints: []\nchecks:\n  - {check}\n    proves: p\n    not-yet: n\n");
            fault(&text)
        };
        let request = |expect: &str| check(&format!("request: {{from: outside, to: 'a:1', {expect}}}"));
        for (told, expected) in [
            (check("accepted: true\n    weight: -3"), "0 이상의 정수 자리에 정수 `-3`이 있습니다."),
            (check("accepted: true\n    weight: 1.5"), "0 이상의 정수 자리에 소수 `1.5`가 있습니다."),
            (check("accepted: 3"), "참·거짓 자리에 정수 `3`이 있습니다."),
            (
                request("expect: refusd"),
                "`refused`, `timeout`, `unresolved`, `pending`, `{pods: [이름]}` 가운데 하나를",
            ),
            (request("expect: refused, hide: prot"), "`prot`: 쓸 수 없는 값입니다. 쓸 수 있는 값: `port`"),
            (check("ran: {command: {a: b}}"), "문자열 하나나 문자열의 목록을"),
        ] {
            assert!(told.contains(expected), "{expected:?} expected in {told}");
            for english in ["expected", "invalid", "variant", "untagged", "one of", "u32"] {
                assert!(!told.contains(english), "{told}");
            }
        }
    }

    #[test]
    fn a_check_has_exactly_one_kind() {
        let text =
            |kinds: &str| format!("title: t\ntask: t\nhints: []\nchecks:\n  - {{{kinds}, proves: p, not-yet: n}}\n");
        assert!(fault(&text("weight: 2")).contains("꼭 하나"));
        assert!(fault(&text("accepted: true, rejected: x")).contains("꼭 하나"));
        let good = read::<ExerciseSpec>("e.yaml", &text("request: {from: outside, to: 'a:1', expect: {pods: [x]}}"));
        let CheckKind::Request(request) = &good.unwrap().checks[0].kind else { panic!("no request") };
        assert_eq!(request.expect, Expect::Pods(ExpectPods { pods: vec!["x".into()] }));
        let hides =
            read::<ExerciseSpec>("e.yaml", &text("request: {from: outside, to: 'a:1', expect: refused, hide: port}"));
        assert!(matches!(&hides.unwrap().checks[0].kind, CheckKind::Request(request) if request.hidden() == Some("1")));
        let refused = read::<ExerciseSpec>("e.yaml", &text("request: {from: outside, to: 'a:1', expect: refused}"));
        let CheckKind::Request(request) = &refused.unwrap().checks[0].kind else { panic!("no request") };
        assert_eq!(request.expect, Expect::Refused);
    }

    #[test]
    fn a_hostile_text_is_refused_before_it_is_read() {
        assert!(fault(&"[".repeat(100_000)).contains("[too-deep]"));
        assert!(fault(&"x".repeat(2_000_000)).contains("[too-large]"));
    }
}
