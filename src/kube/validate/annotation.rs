//! Annotations that hold JSON: what now are fields, as they were written when they were new
//! (`GetTolerationsFromPodAnnotations`, `GetTaintsFromNodeAnnotations`, `GetAvoidPodsFromNodeAnnotations`).
//!
//! Must not know: which annotations there are.

use crate::kube::at::At;
use crate::kube::fault::{Entry, Fault, Faults};
use crate::kube::quote::quote;
use crate::yaml;
use crate::yaml::tree::{Kind, Node, Scalar, Tree, Value};

const CODE: &str = "annotation-value-invalid";

/// An annotation with JSON in it.
#[derive(Clone, Copy)]
pub(super) struct Annotation<'a> {
    /// Its key.
    pub(super) key: &'static str,
    /// Its value.
    pub(super) value: &'a str,
    /// The server's path of the annotations.
    pub(super) path: &'a str,
    /// Where they are written, if that is another.
    pub(super) place: &'a str,
}

/// What a value of the annotation has to be.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// A list of Go's type `core.NAME` with these fields.
    List(&'static str, &'static [(&'static str, Shape)]),
    /// A mapping of Go's type `v1.NAME`, looked at no closer.
    Mapping(&'static str),
    Text,
    Whole,
}

impl Annotation<'_> {
    /// Reads the value; the server speaks of one that cannot be read by the path `field`.
    pub(super) fn read(self, shape: Shape, field: &str, faults: &mut Faults) -> Option<Tree> {
        let tree = yaml::json(self.value).and_then(|tree| match tree.root().and_then(|root| misfit(root, shape)) {
            None => Ok(tree),
            Some(message) => Err(message),
        });
        tree.map_err(|message| {
            let help = format!(
                "어노테이션 `{}`의 값은 JSON이어야 하는데 읽을 수 없습니다. 지금은 어노테이션이 아니라 필드에 적으니 어노테이션을 지우십시오.",
                self.key
            );
            let fault = Fault::invalid_raw(field, quote(self.key), &message, CODE, help);
            faults.push(self.placed(fault));
        })
        .ok()
    }

    /// Tells what was found in a value that was called `name`.
    pub(super) fn tell(self, own: Faults, name: &str, faults: &mut Faults) {
        for fault in own.told() {
            let path = format!("{}.{}{}", self.path, self.key, fault.path.strip_prefix(name).unwrap_or(""));
            faults.push(self.placed(Fault { path, remedies: Vec::new(), ..fault }));
        }
    }

    /// A fault of the value as such.
    fn placed(self, fault: Fault) -> Fault {
        fault.at(self.place).entry(Entry::Value(self.key.to_owned()))
    }
}

/// A value that is read, called so.
pub(super) fn read<'t>(tree: &'t Tree, name: &'static str) -> Option<At<'t, 'static>> {
    tree.root().map(|root| At::alone(root, name))
}

/// What encoding/json says of the first value of a wrong type; null fits everywhere.
fn misfit(node: Node<'_>, shape: Shape) -> Option<String> {
    let wrong = |go: &str| Some(format!("json: cannot unmarshal {} into Go {go}", kind_of(node)));
    match (shape, node.kind()) {
        (_, Kind::Scalar(Scalar { value: Value::Null, .. })) | (Shape::Mapping(_), Kind::Mapping) => None,
        (Shape::List(name, fields), Kind::Sequence) => node.items().find_map(|item| match item.kind() {
            Kind::Scalar(Scalar { value: Value::Null, .. }) => None,
            Kind::Mapping => item.entries().find_map(|entry| {
                let key = entry.key.scalar().map_or("", |scalar| scalar.text);
                let (field, shape) = fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(key))?;
                let of = misfit(entry.value, *shape)?;
                Some(of.replace("value of", &format!("struct field {name}.{} of", capitalized(field))))
            }),
            _ => Some(format!("json: cannot unmarshal {} into Go value of type core.{name}", kind_of(item))),
        }),
        (Shape::Text, Kind::Scalar(scalar)) if scalar.value == Value::Str => None,
        (Shape::Whole, Kind::Scalar(Scalar { value: Value::Int(_), .. })) => None,
        (Shape::List(name, _), _) => wrong(&format!("value of type []core.{name}")),
        (Shape::Mapping(name), _) => wrong(&format!("value of type v1.{name}")),
        (Shape::Text, _) => wrong("value of type string"),
        (Shape::Whole, _) => wrong("value of type int64"),
    }
}

fn kind_of(node: Node<'_>) -> &'static str {
    match node.kind() {
        Kind::Mapping => "object",
        Kind::Sequence => "array",
        Kind::Scalar(scalar) => match scalar.value {
            Value::Str => "string",
            Value::Bool(_) => "bool",
            _ => "number",
        },
    }
}

fn capitalized(field: &str) -> String {
    let mut letters = field.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}
