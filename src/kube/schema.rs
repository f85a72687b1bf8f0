//! The fields of the kinds kijabi knows: names, types, defaults, allowed values, and one Korean sentence for each.
//!
//! One table serves strict decoding (which fields exist, which JSON type each wants, and how Go's decoder names the
//! type in its message), completion (what may stand here) and the field help. Names, types and defaults are those of
//! `k8s.io/api` 1.34 (`core/v1/types.go`, `apps/v1/types.go`) and `apimachinery/pkg/apis/meta/v1/types.go`.
//!
//! Must not know: texts, trees, where a value stands.

mod container;
mod deployment;
mod example;
mod meaning;
mod metadata;
mod node;
mod pitfall;
mod placement;
mod pod;
mod security;
mod service;
mod volume;

pub use crate::yaml::path::Step;
pub use example::example;
pub use meaning::meaning;
pub use pitfall::pitfalls;

/// A field of a Kubernetes object.
#[derive(Debug)]
pub struct Field {
    /// The name as it is written in a manifest.
    pub name: &'static str,
    /// What its value must be.
    pub kind: Type,
    /// What it is for, in one Korean sentence.
    pub doc: &'static str,
    /// What the server fills in where it is absent; empty where it fills in nothing.
    pub default: &'static str,
    /// The only values the server takes; empty where the value is free.
    pub values: &'static [&'static str],
    /// Who has to write it.
    pub presence: Presence,
}

/// Who writes a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The author of a manifest, if wanted.
    Optional,
    /// The author of a manifest, always.
    Required,
    /// The cluster: what a manifest says there is ignored or refused.
    System,
    /// Nobody any more: kept for old manifests.
    Deprecated,
}

/// What a value must be, as Go's JSON decoder sees it.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// A string.
    String,
    /// A string with a type name of its own (`v1.Protocol`).
    Named(&'static str),
    /// `true` or `false`.
    Bool,
    /// A number of 32 bits.
    Int32,
    /// A number of 64 bits.
    Int64,
    /// A number of 32 bits or a string (`targetPort`).
    IntOrString,
    /// An amount such as `100m` or `128Mi`.
    Quantity,
    /// An RFC 3339 time.
    Time,
    /// Anything: kept as it is.
    Any,
    /// A mapping with fixed keys.
    Struct(&'static Struct),
    /// A sequence.
    List(&'static Type),
    /// A mapping with free keys; the name is empty for `map[string]…` without a type name of its own.
    Map(&'static str, &'static Type),
}

/// A mapping with fixed keys.
#[derive(Debug)]
pub struct Struct {
    /// The Go type with its package, as error messages show it (`v1.ServicePort`).
    pub go: &'static str,
    /// Its fields, in the order in which people write them.
    pub fields: &'static [Field],
}

impl Struct {
    /// The field called `name`; names are case-sensitive.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The type name without its package (`ServicePort`).
    #[must_use]
    pub fn short_name(&self) -> &'static str {
        self.go.split_once('.').map_or(self.go, |(_, name)| name)
    }
}

impl Type {
    /// The name under which Go's decoder speaks of it: `int32`, `[]v1.ServicePort`, `map[string]string`.
    #[must_use]
    pub fn go_name(self) -> String {
        match self {
            Self::String | Self::Time => "string".to_owned(),
            Self::Named(name) => name.to_owned(),
            Self::Bool => "bool".to_owned(),
            Self::Int32 | Self::IntOrString => "int32".to_owned(),
            Self::Int64 => "int64".to_owned(),
            Self::Quantity => "resource.Quantity".to_owned(),
            Self::Any => "interface {}".to_owned(),
            Self::Struct(fields) => fields.go.to_owned(),
            Self::List(item) => format!("[]{}", item.go_name()),
            Self::Map("", value) => format!("map[string]{}", value.go_name()),
            Self::Map(name, _) => name.to_owned(),
        }
    }

    /// What a learner would call it, in Korean.
    #[must_use]
    pub fn korean(self) -> &'static str {
        match self {
            Self::String | Self::Named(_) => "문자열",
            Self::Bool => "true 또는 false",
            Self::Int32 | Self::Int64 => "정수",
            Self::IntOrString => "정수 또는 이름",
            Self::Quantity => "수량(예: 100m, 128Mi)",
            Self::Time => "시각(예: 2025-01-01T00:00:00Z)",
            Self::Any => "아무 값",
            Self::Struct(_) => "하위 필드가 있는 매핑",
            Self::List(_) => "'-'로 시작하는 목록",
            Self::Map(..) => "키: 값 쌍",
        }
    }
}

/// An optional field.
const fn field(name: &'static str, kind: Type, doc: &'static str) -> Field {
    Field { name, kind, doc, default: "", values: &[], presence: Presence::Optional }
}

impl Field {
    /// The server fills in `value` where the field is absent.
    const fn default(self, value: &'static str) -> Self {
        Self { default: value, ..self }
    }

    /// No other values are taken.
    const fn one_of(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    /// Has to be there.
    const fn required(self) -> Self {
        Self { presence: Presence::Required, ..self }
    }

    /// Filled in by the cluster.
    const fn system(self) -> Self {
        Self { presence: Presence::System, ..self }
    }

    /// Not to be used any more.
    const fn deprecated(self) -> Self {
        Self { presence: Presence::Deprecated, ..self }
    }
}

/// A kind of object.
#[derive(Debug)]
pub struct Kind {
    /// `Service`.
    pub name: &'static str,
    /// `v1`, `apps/v1`.
    pub api_version: &'static str,
    /// Whether its objects live in a namespace.
    pub namespaced: bool,
    /// What it is, in one Korean sentence.
    pub doc: &'static str,
    /// Its fields.
    pub root: &'static Struct,
}

/// The kinds whose manifests kijabi judges in full.
pub static KINDS: &[Kind] = &[
    Kind {
        name: "Service",
        api_version: "v1",
        namespaced: true,
        doc: "파드 묶음 앞에 바뀌지 않는 이름과 주소를 세우고, 들어온 연결을 그 파드들에 나누어 보냅니다.",
        root: &service::SERVICE,
    },
    Kind {
        name: "Pod",
        api_version: "v1",
        namespaced: true,
        doc: "주소 하나를 함께 쓰는 컨테이너 묶음으로, 쿠버네티스가 실행하는 가장 작은 단위입니다.",
        root: &pod::POD,
    },
    Kind {
        name: "Deployment",
        api_version: "apps/v1",
        namespaced: true,
        doc: "같은 모양의 파드를 정해진 수만큼 띄워 두고, 새 버전으로 차례차례 바꿉니다.",
        root: &deployment::DEPLOYMENT,
    },
    Kind {
        name: "Namespace",
        api_version: "v1",
        namespaced: false,
        doc: "오브젝트 이름이 서로 부딪치지 않도록 클러스터를 나누는 칸입니다.",
        root: &node::NAMESPACE,
    },
    Kind {
        name: "Node",
        api_version: "v1",
        namespaced: false,
        doc: "파드가 실제로 돌아가는 컴퓨터입니다.",
        root: &node::NODE,
    },
];

/// What kubectl reads of an object of any kind.
pub(super) static METADATA_ONLY: Kind = Kind {
    name: "",
    api_version: "",
    namespaced: true,
    doc: "",
    root: &Struct { go: "v1.metadataOnlyObject", fields: &[metadata::metadata()] },
};

/// The kind called `name`, in its right spelling.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// The field that `path` leads to from the top of a `kind` object; indices and keys of free mappings are stepped over.
/// `None` for the top itself, for a key that is no field, and for an unknown kind.
#[must_use]
pub fn describe(kind: &str, path: &[Step]) -> Option<&'static Field> {
    walk(kind, path).and_then(|(_, field)| field)
}

/// The fields that may stand in the mapping at `path`; empty where none are fixed. A path to a sequence answers for
/// its items, so that completion also works before the first `-` is written.
#[must_use]
pub fn children(kind: &str, path: &[Step]) -> &'static [Field] {
    let Some((mut here, _)) = walk(kind, path) else { return &[] };
    while let Type::List(item) = here {
        here = *item;
    }
    match here {
        Type::Struct(fields) => fields.fields,
        _ => &[],
    }
}

/// The values worth offering for `field`: its allowed ones, both booleans, or its default.
#[must_use]
pub fn values(field: &Field) -> Vec<&'static str> {
    match field.kind {
        _ if !field.values.is_empty() => field.values.to_vec(),
        Type::Bool => vec!["true", "false"],
        _ if !field.default.is_empty() => vec![field.default],
        _ => Vec::new(),
    }
}

/// Follows `path`; gives the type it leads to and the field whose value that is (the list's field for its items).
fn walk(kind_name: &str, path: &[Step]) -> Option<(Type, Option<&'static Field>)> {
    let mut here = Type::Struct(kind(kind_name)?.root);
    let mut field = None;
    for step in path {
        match (step, here) {
            (Step::Index(_), Type::List(item)) => here = *item,
            (Step::Key(_), Type::Map(_, value)) => here = *value,
            (Step::Key(name), Type::Struct(fields)) => {
                let next = fields.field(name)?;
                (here, field) = (next.kind, Some(next));
            }
            _ => return None,
        }
    }
    Some((here, field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::path::split;

    #[test]
    fn a_path_leads_to_its_field_and_a_mapping_to_its_children() {
        let port =
            describe("Service", &split("spec.ports[0].nodePort")).map(|field| (field.name, field.kind.go_name()));
        assert_eq!(port, Some(("nodePort", "int32".to_owned())));
        let names: Vec<_> = children("Service", &split("spec.ports[0]")).iter().map(|field| field.name).collect();
        assert_eq!(names, ["name", "protocol", "port", "targetPort", "nodePort", "appProtocol"]);
        assert!(describe("Service", &split("spec.port")).is_none());
        assert!(children("Service", &split("spec.selector")).is_empty());
        assert!(describe("Deployment", &split("spec.template.spec.containers[0].ports[0].containerPort")).is_some());
    }

    #[test]
    fn go_names_are_those_of_the_decoder() {
        let name = |path| describe("Service", &split(path)).map(|field| field.kind.go_name()).unwrap_or_default();
        assert_eq!(name("spec.ports"), "[]v1.ServicePort");
        assert_eq!(name("metadata.labels"), "map[string]string");
        assert_eq!(name("spec.ipFamilies"), "[]v1.IPFamily");
    }

    /// Every field, reached once.
    fn all(fields: &'static Struct, seen: &mut Vec<&'static Struct>, out: &mut Vec<(&'static str, &'static Field)>) {
        if seen.iter().any(|known| std::ptr::eq(*known, fields)) {
            return;
        }
        seen.push(fields);
        for field in fields.fields {
            out.push((fields.go, field));
            let mut kind = field.kind;
            while let Type::List(inner) | Type::Map(_, inner) = kind {
                kind = *inner;
            }
            if let Type::Struct(inner) = kind {
                all(inner, seen, out);
            }
        }
    }

    #[test]
    fn every_field_has_its_own_korean_sentence_and_no_name_twice() {
        let (mut seen, mut fields) = (Vec::new(), Vec::new());
        for kind in KINDS {
            all(kind.root, &mut seen, &mut fields);
        }
        let mut docs = std::collections::BTreeMap::new();
        let mut names = std::collections::BTreeSet::new();
        for (owner, field) in fields {
            assert!(field.doc.ends_with("다.") || field.doc.ends_with("요."), "{owner}.{}: {}", field.name, field.doc);
            assert!(names.insert((owner, field.name)), "{owner}.{} stands twice", field.name);
            let shared = ["apiVersion", "kind", "metadata", "items", "defaultMode"].contains(&field.name)
                || owner == "v1.EphemeralContainer";
            if let Some(other) = docs.insert(field.doc, (owner, field.name)).filter(|_| !shared) {
                panic!("{owner}.{} says what {other:?} says: {}", field.name, field.doc);
            }
            if !field.values.is_empty() && !field.default.is_empty() {
                assert!(field.values.contains(&field.default), "{owner}.{}", field.name);
            }
        }
    }
}
