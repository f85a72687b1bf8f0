//! What only the world shows of a manifest: the server takes it, and traffic still does not arrive.
//!
//! Each finding stands at the exact place in the learner's text, names what is there instead, and offers the nearest
//! thing that is. Nothing here knows an exercise: the same findings are wanted in free play.
//!
//! Must not know: checks, exercises.

mod names;
mod place;
mod platform;
mod pods;
mod ports;
mod selector;

use crate::cluster::Cluster;
use crate::cluster::refusal::{Refusal, RefusalReason};
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::kube::Decoded;
use crate::kube::model::Object;
use crate::text::josa::{Josa, with};
use crate::yaml::Parse;
use place::Place;

/// Looks at objects of one text in `cluster`, to which they (and the other files' objects) are already applied. They
/// may come from a mended copy of the text: only their fields are looked up in this one.
#[must_use]
pub fn diagnose(cluster: &Cluster, text: &str, parse: &Parse, objects: &[&Decoded]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for decoded in objects {
        let place = Place::of(text, parse, decoded);
        match &*decoded.object {
            Object::Service(service) => {
                let inspection = cluster.inspect(service);
                selector::look(cluster, service, &inspection, &place, &mut found);
                ports::look(service, &inspection, &place, &mut found);
                platform::look(cluster, service, &place, &mut found);
                names::look(cluster, service, &place, &mut found);
            }
            Object::Pod(pod) => pods::look(cluster, pod, objects, &place, &mut found),
            Object::Deployment(_) | Object::Namespace(_) | Object::Node(_) => {}
        }
    }
    found
}

/// What the server says when an object does not fit what the cluster already holds, at its place in the text.
#[must_use]
pub fn refused(text: &str, parse: &Parse, decoded: &Decoded, refusal: &Refusal) -> Diagnostic {
    let place = Place::of(text, parse, decoded);
    let (code, cause, help) = match refusal.reason {
        RefusalReason::NotFound => (
            "namespace-missing",
            "NotFound",
            format!(
                "{} 이 클러스터에 없습니다. 네임스페이스가 먼저 있어야 그 안에 오브젝트를 만들 수 있습니다.",
                with(&format!("네임스페이스 `{}`", refusal.name.name), Josa::IGa)
            ),
        ),
        RefusalReason::AlreadyExists => {
            ("object-exists", "AlreadyExists", "같은 이름의 오브젝트가 이미 있습니다.".to_owned())
        }
        RefusalReason::Forbidden => {
            ("value-not-supported", "Forbidden", "서버가 이 일을 허락하지 않습니다.".to_owned())
        }
        RefusalReason::Invalid => (
            "value-not-supported",
            "FieldValueInvalid",
            "클러스터에 이미 있는 것과 부딪히는 값입니다. 다른 값을 쓰거나 비워 두십시오.".to_owned(),
        ),
    };
    let code = refusal.code.unwrap_or(Code(code));
    let help = if code.as_str() == "node-port-taken" {
        "이 nodePort는 다른 서비스가 이미 쓰고 있습니다. 노드의 포트 하나에는 서비스 하나만 설 수 있습니다. 다른 번호를 고르거나 비워 두십시오."
            .to_owned()
    } else {
        help
    };
    let path = if refusal.path.is_empty() { "metadata.name" } else { refusal.path.as_str() };
    let server = if refusal.detail.is_empty() { refusal.message() } else { refusal.detail.clone() };
    Diagnostic::new(code, Stage::Allocate, Severity::Error, place.range(path), help).with_server(
        cause,
        refusal.path.clone(),
        server,
    )
}
