//! `field: {object, path, …}`: the value of a field as the server would store it, defaults filled in.
//!
//! Compared as Kubernetes compares: the number 80 and the text "80" are different values.
//!
//! Must not know: other kinds of checks.

use std::borrow::Cow;

use super::{Outcome, Scene, fits, list};
use crate::cluster::state::ObjectName;
use crate::grade::fields::{self, Value};
use crate::kube::model::Object;
use crate::lesson::spec::{FieldCheck, Scalar};

pub(super) fn run(check: &FieldCheck, scene: &Scene<'_>) -> Outcome {
    let Some((kind, name)) = check.object.split_once('/') else {
        return Outcome::of(false, format!("{}: KIND/NAME이 아닙니다.", check.object));
    };
    let answered = scene.objects.iter().filter(|object| is_named(object, kind, name));
    let mut chosen: Vec<Cow<'_, Object>> = answered.map(|object| Cow::Borrowed(*object)).collect();
    if chosen.is_empty() {
        chosen.extend(in_world(scene, kind, name).map(Cow::Owned));
    }
    if chosen.is_empty() {
        return Outcome {
            absent: true,
            ..Outcome::of(false, format!("{}: 없음{}", check.object, scene.instead_of(kind)))
        };
    }
    for object in chosen {
        let found = fields::read(&object, &check.path);
        if !holds(check, &found) {
            let shown = if found.is_empty() { "없음".to_owned() } else { list(&found) };
            return Outcome::of(false, format!("{}: {shown}", check.path));
        }
    }
    Outcome::of(true, String::new())
}

/// The object of the world that an answer leaves alone; it has what the server gives out, too.
fn in_world(scene: &Scene<'_>, kind: &str, name: &str) -> Option<Object> {
    let name = ObjectName::parse(name).filter(|_| name != "*")?;
    let (namespace, plain) = (&*name.namespace, &*name.name);
    match kind.to_ascii_lowercase().as_str() {
        "service" => scene.cluster.services().get(namespace, plain).map(|it| Object::Service(it.service.clone())),
        "pod" => scene.cluster.pods().get(namespace, plain).map(|it| Object::Pod(it.pod.clone())),
        "deployment" => {
            scene.cluster.deployments().get(namespace, plain).map(|it| Object::Deployment(it.deployment.clone()))
        }
        _ => None,
    }
}

/// `KIND/NAME`, `KIND/NAMESPACE/NAME`, `KIND/*`; the kind's case does not matter.
fn is_named(object: &Object, kind: &str, name: &str) -> bool {
    let metadata = object.metadata();
    object.kind().eq_ignore_ascii_case(kind)
        && (name == "*"
            || match name.split_once('/') {
                Some((namespace, name)) => metadata.namespace == namespace && metadata.name == name,
                None => metadata.name == name,
            })
}

/// With `[*]` in the path several values are found, and one that fits is enough.
fn holds(check: &FieldCheck, found: &[Value]) -> bool {
    if check.absent == Some(true) {
        return found.is_empty();
    }
    if check.absent == Some(false) {
        return !found.is_empty();
    }
    found.iter().any(|value| {
        check.equals.as_ref().is_some_and(|wanted| same(value, wanted))
            || check.one_of.as_ref().is_some_and(|wanted| wanted.iter().any(|it| same(value, it)))
            || check.matches.as_ref().is_some_and(|shape| matches!(value, Value::Str(text) if fits(text, shape)))
    })
}

fn same(value: &Value, wanted: &Scalar) -> bool {
    match (value, wanted) {
        (Value::Bool(a), Scalar::Bool(b)) => a == b,
        (Value::Int(a), Scalar::Int(b)) => a == b,
        (Value::Str(a), Scalar::Str(b)) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_not_its_spelling() {
        assert!(same(&Value::Int(80), &Scalar::Int(80)));
        assert!(!same(&Value::Int(80), &Scalar::Str("80".into())));
    }
}
