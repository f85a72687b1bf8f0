//! The YAML of a pack as plain structs, and the one place where `serde_yaml` reads anything.
//!
//! serde_yaml must never see a learner's manifest (it is not Kubernetes' YAML), nor a hostile text: its time is
//! quadratic in the depth of flow collections, so size and depth are bounded before it starts, and what is not YAML at
//! all is told in our own words by [`crate::yaml`]. Where it finds a field it does not like, the place is looked up in
//! our own tree: a key, not "somewhere after line 3".
//!
//! Must not know: where files come from, what the fields mean for grading.

mod locate;
pub mod quiz;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::fault::Fault;
use crate::kube::model::StringMap;
use crate::text::TextRange;

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

/// Something an answer must bring about.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct Check {
    /// What is looked at.
    pub kind: CheckKind,
    /// What is proved when it holds, in Korean.
    pub proves: String,
    /// What to say while it does not.
    pub not_yet: String,
    /// The misconception a failure shows where no diagnostic already names one.
    pub mistake: Option<String>,
    /// Its share of the score.
    pub weight: u32,
}

/// What a check looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckKind {
    /// Every file is accepted by the server.
    Accepted,
    /// The answer is refused with this code.
    Rejected(String),
    /// What becomes of a request.
    Request(RequestCheck),
    /// Which pods a Service has chosen.
    Endpoints(EndpointsCheck),
    /// What a name resolves to.
    Dns(DnsCheck),
    /// A field of an object, after defaulting.
    Field(FieldCheck),
    /// Whether an object exists.
    Object(ObjectCheck),
    /// At most so many objects of a kind.
    AtMost(AtMostCheck),
    /// A command was run at the console.
    Ran(RanCheck),
}

impl CheckKind {
    /// The key that names it in `exercise.yaml`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected(_) => "rejected",
            Self::Request(_) => "request",
            Self::Endpoints(_) => "endpoints",
            Self::Dns(_) => "dns",
            Self::Field(_) => "field",
            Self::Object(_) => "object",
            Self::AtMost(_) => "at-most",
            Self::Ran(_) => "ran",
        }
    }
}

/// `request: {from, to, protocol, expect, hide}`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequestCheck {
    /// One of [`super::request::FROM_FORMS`].
    pub from: String,
    /// `HOST:PORT`, the host one of [`super::request::TO_FORMS`].
    pub to: String,
    /// `TCP` where absent.
    #[serde(default = "tcp")]
    pub protocol: String,
    /// What must become of it.
    pub expect: Expect,
    /// What of it the learner has to find out: it is not shown before their answer holds it.
    #[serde(default)]
    pub hide: Option<Hidden>,
}

/// What of a request is not to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    /// The port's number.
    Port,
}

impl RequestCheck {
    /// The text that is not to be told, where there is one.
    #[must_use]
    pub fn hidden(&self) -> Option<&str> {
        self.hide.map(|Hidden::Port| self.to.rsplit_once(':').map_or("", |(_, port)| port)).filter(|it| !it.is_empty())
    }
}

fn tcp() -> String {
    "TCP".to_owned()
}

/// What must become of a request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expect {
    /// Nobody listens: refused at once.
    Refused,
    /// It is never answered.
    Timeout,
    /// The name is not known.
    Unresolved,
    /// There is no address yet.
    Pending,
    /// It is answered; over repeated requests by exactly these pods.
    #[serde(untagged)]
    Pods(ExpectPods),
}

/// `{pods: [NAME, …]}`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectPods {
    /// Names of pods.
    pub pods: Vec<String>,
}

/// `endpoints: {service, pods}`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointsCheck {
    /// `NAME`, `NAMESPACE/NAME`, or `*` for the only Service of the answer.
    pub service: String,
    /// Names of the pods, in any order.
    pub pods: Vec<String>,
}

/// `dns: {name, from, expect}`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DnsCheck {
    /// The name asked for.
    pub name: String,
    /// Who asks, as in [`RequestCheck::from`].
    pub from: String,
    /// `service/NAME`, `service/NAMESPACE/NAME`, or `none`.
    pub expect: String,
}

/// `field: {object, path, equals | one-of | matches | absent}`
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FieldCheck {
    /// `KIND/NAME` or `KIND/*`.
    pub object: String,
    /// `spec.ports[0].port`; `[*]` is any item.
    pub path: String,
    /// Exactly this value: 80 and "80" differ, as in Kubernetes.
    #[serde(default)]
    pub equals: Option<Scalar>,
    /// Any of these values.
    #[serde(default)]
    pub one_of: Option<Vec<Scalar>>,
    /// A text of this shape; `*` is any run of characters.
    #[serde(default)]
    pub matches: Option<String>,
    /// Not there, even after defaulting.
    #[serde(default)]
    pub absent: Option<bool>,
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    /// `true`
    Bool(bool),
    /// `80`
    Int(i64),
    /// `"80"`
    Str(String),
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Str(value) => f.write_str(value),
        }
    }
}

/// `object: {kind, name, exists}`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectCheck {
    /// `Service` …
    pub kind: String,
    /// `NAME` or `NAMESPACE/NAME`.
    pub name: String,
    /// Whether it must be there; `true` where absent.
    #[serde(default = "yes")]
    pub exists: bool,
    /// Labels it must carry.
    #[serde(default)]
    pub labels: StringMap,
}

fn yes() -> bool {
    true
}

/// `at-most: {kind, count}`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtMostCheck {
    /// `Service` …
    pub kind: String,
    /// So many objects of it in the whole world, kijabi's own `kubernetes` Service not counted.
    pub count: usize,
}

/// `ran: {command, on, prints, exit}`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RanCheck {
    /// The command's words with one blank between them; `*` is any run of characters. Any of several will do.
    pub command: OneOrMore,
    /// Where it was run: `laptop`, `node/NAME`, `pod/NAME`; anywhere where absent.
    #[serde(default)]
    pub on: Option<String>,
    /// What it printed, on either stream; `*` is any run of characters.
    #[serde(default)]
    pub prints: Option<String>,
    /// How it ended; 0 where absent.
    #[serde(default)]
    pub exit: u8,
}

/// A text, or a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    /// One.
    One(String),
    /// Several.
    More(Vec<String>),
}

impl OneOrMore {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let all = match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::More(more) => more.as_slice(),
        };
        all.iter().map(String::as_str)
    }
}

/// A check as it is written: one key says what kind it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawCheck {
    accepted: Option<bool>,
    rejected: Option<String>,
    request: Option<RequestCheck>,
    endpoints: Option<EndpointsCheck>,
    dns: Option<DnsCheck>,
    field: Option<FieldCheck>,
    object: Option<ObjectCheck>,
    at_most: Option<AtMostCheck>,
    ran: Option<RanCheck>,
    proves: String,
    not_yet: String,
    mistake: Option<String>,
    #[serde(default = "one")]
    weight: u32,
}

fn one() -> u32 {
    1
}

impl TryFrom<RawCheck> for Check {
    type Error = String;

    fn try_from(raw: RawCheck) -> Result<Self, String> {
        if raw.accepted == Some(false) {
            return Err("`accepted: false`는 쓰지 않습니다. `rejected: CODE`를 쓰십시오.".to_owned());
        }
        if let Some(field) = &raw.field {
            let tests =
                [field.equals.is_some(), field.one_of.is_some(), field.matches.is_some(), field.absent.is_some()];
            if tests.iter().filter(|&&given| given).count() != 1 {
                return Err(
                    "`field`에는 `equals`, `one-of`, `matches`, `absent` 가운데 하나가 있어야 합니다.".to_owned()
                );
            }
        }
        let kinds = [
            raw.accepted.map(|_| CheckKind::Accepted),
            raw.rejected.map(CheckKind::Rejected),
            raw.request.map(CheckKind::Request),
            raw.endpoints.map(CheckKind::Endpoints),
            raw.dns.map(CheckKind::Dns),
            raw.field.map(CheckKind::Field),
            raw.object.map(CheckKind::Object),
            raw.at_most.map(CheckKind::AtMost),
            raw.ran.map(CheckKind::Ran),
        ];
        let mut kinds = kinds.into_iter().flatten();
        let (Some(kind), None) = (kinds.next(), kinds.next()) else {
            return Err(
                "확인 항목마다 종류(`accepted`, `rejected`, `request`, `endpoints`, `dns`, `field`, `object`, \
                        `at-most`, `ran`)가 꼭 하나 있어야 합니다."
                    .to_owned(),
            );
        };
        Ok(Self { kind, proves: raw.proves, not_yet: raw.not_yet, mistake: raw.mistake, weight: raw.weight })
    }
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

/// A ```` ```predict ```` fence: a question before the text that answers it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predict {
    /// What is asked.
    pub question: String,
    /// What may be answered.
    pub choices: Vec<Choice>,
    /// Text shown after any answer.
    #[serde(default)]
    pub answer: Option<String>,
}

/// A choice of a [`Predict`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The choice.
    pub text: String,
    /// Whether it is the right one.
    #[serde(default)]
    pub right: bool,
    /// The misconception it catches.
    #[serde(default)]
    pub mistake: Option<String>,
    /// Why it is right or wrong.
    pub because: String,
}

/// A ```` ```traffic ```` fence: a diagram that is the simulated cluster itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traffic {
    /// A world file, relative to the chapter's folder.
    #[serde(default)]
    pub world: Option<String>,
    /// Or an exercise: its world with its solution applied.
    #[serde(default)]
    pub exercise: Option<String>,
    /// Manifests applied on top, relative to the chapter's folder.
    #[serde(default)]
    pub apply: Vec<String>,
    /// The request that is shown.
    pub request: TrafficRequest,
    /// What must become of it, as in [`RequestCheck::expect`]: what the caption says cannot be proved, this is.
    #[serde(default)]
    pub expect: Option<Expect>,
    /// What is to be seen.
    pub caption: String,
}

/// The request of a [`Traffic`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrafficRequest {
    /// As [`RequestCheck::from`].
    pub from: String,
    /// As [`RequestCheck::to`].
    pub to: String,
    /// `TCP` where absent.
    #[serde(default = "tcp")]
    pub protocol: String,
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
