//! The checks of an `exercise.yaml`: what an answer must bring about.
//!
//! Must not know: how a check is tried, where its file comes from.

use super::tcp;
use crate::kube::model::StringMap;
use serde::Deserialize;

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
    /// How things stand is not told while it does not hold: to find that out is the task.
    pub quiet: bool,
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
    /// At most that many objects of a kind.
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
    /// One of [`crate::lesson::request::FROM_FORMS`].
    pub from: String,
    /// `HOST:PORT`, the host one of [`crate::lesson::request::TO_FORMS`].
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
    /// The most objects of it in the whole world, kijabi's own `kubernetes` Service not counted.
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
    #[serde(default)]
    quiet: bool,
}

fn one() -> u32 {
    1
}

impl TryFrom<RawCheck> for Check {
    type Error = String;

    fn try_from(raw: RawCheck) -> Result<Self, String> {
        if raw.accepted == Some(false) {
            return Err("`accepted: false`는 쓰지 않습니다. `rejected: 코드`를 쓰십시오.".to_owned());
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
        let RawCheck { proves, not_yet, mistake, weight, quiet, .. } = raw;
        Ok(Self { kind, proves, not_yet, mistake, weight, quiet })
    }
}
