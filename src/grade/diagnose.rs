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
use crate::cluster::state::{DeploymentState, PodState, Table};
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::kube::Decoded;
use crate::kube::model::{Object, Service};
use crate::text::josa::{Josa, with};
use crate::text::{TextRange, places_before_edit};
use crate::yaml::Parse;
use crate::yaml::path::split;
use crate::yaml::tree::{Identity, Node, Tree};
use place::Place;
use std::sync::Arc;

/// Looks at objects of one text in `cluster`, to which they (and the other files' objects) are already applied. They
/// may come from a mended copy of the text: only their fields are looked up in this one.
#[must_use]
pub fn diagnose(cluster: &Cluster, text: &str, parse: &Parse, objects: &[&Decoded]) -> Vec<Diagnostic> {
    Findings::default().look(cluster, text, parse, objects)
}

/// What was found in a text, so that looking again after an edit costs only the objects that changed.
#[derive(Default)]
pub struct Findings {
    /// The pods and Deployments that were there: all of a cluster that a Service is held against.
    pods: Table<PodState>,
    deployments: Table<DeploymentState>,
    /// What was found at each object.
    known: Vec<Known>,
}

/// What the pods show of one object, as it stands in the text.
struct Known {
    object: Arc<Object>,
    /// The tree it stood in, and itself there, where it reads so as written.
    tree: Tree,
    node: Option<Identity>,
    start: usize,
    found: Vec<Diagnostic>,
}

impl Findings {
    /// [`diagnose`], once more.
    #[must_use]
    pub fn look(&mut self, cluster: &Cluster, text: &str, parse: &Parse, objects: &[&Decoded]) -> Vec<Diagnostic> {
        if self.pods != *cluster.pods() || self.deployments != *cluster.deployments() {
            *self =
                Self { pods: cluster.pods().clone(), deployments: cluster.deployments().clone(), known: Vec::new() };
        }
        let calls = cluster.calls();
        let mut found = Vec::new();
        let mut known = Vec::with_capacity(objects.len());
        let services = objects.iter().filter(|it| matches!(&*it.object, Object::Service(_))).count();
        for decoded in objects {
            let place = Place::of(text, parse, decoded);
            match &*decoded.object {
                Object::Service(service) => {
                    match parse.documents.get(decoded.document).zip(place.root()) {
                        None => found.extend(against_pods(cluster, service, &place)),
                        Some((document, root)) => {
                            let now = self.known_of(known.len(), services, decoded, &document.tree, root);
                            let now = now.unwrap_or_else(|| Known {
                                object: Arc::clone(&decoded.object),
                                tree: document.tree.clone(),
                                node: root.identity(),
                                start: root.range().start(),
                                found: against_pods(cluster, service, &place),
                            });
                            found.extend_from_slice(&now.found);
                            known.push(now);
                        }
                    }
                    names::look(cluster, &calls, service, &place, &mut found);
                }
                Object::Pod(pod) => pods::look(cluster, pod, objects, &place, &mut found),
                Object::Deployment(_) | Object::Namespace(_) | Object::Node(_) => {}
            }
        }
        self.known = known;
        found
    }

    /// What is known of an object, the `index`th `of` all Services, that now stands at `root`.
    fn known_of(&mut self, index: usize, of: usize, decoded: &Decoded, tree: &Tree, root: Node<'_>) -> Option<Known> {
        let node = root.identity();
        // The object of a mended text may stand elsewhere in this one.
        let is_there = |known: &Known| known.tree.is_same(tree) || node.is_some() && known.node == node;
        let is_it = |known: &Known| Arc::ptr_eq(&known.object, &decoded.object) && is_there(known);
        let at = places_before_edit(index, of, self.known.len()).find(|&at| self.known.get(at).is_some_and(is_it))?;
        let known = self.known.get_mut(at)?;
        let start = root.range().start();
        let by = start.cast_signed() - known.start.cast_signed();
        let mut found = std::mem::take(&mut known.found);
        for diagnostic in &mut found {
            diagnostic.shift(by);
        }
        Some(Known { object: Arc::clone(&known.object), tree: tree.clone(), node, start, found })
    }
}

/// How a Service meets the pods and the place where the cluster stands.
fn against_pods(cluster: &Cluster, service: &Service, place: &Place<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let inspection = cluster.inspect(service);
    selector::look(cluster, service, &inspection, place, &mut found);
    ports::look(service, &inspection, place, &mut found);
    platform::look(cluster, service, place, &mut found);
    found
}

/// What the world shows to be wrong although the server takes it.
fn warning(code: &'static str, range: TextRange, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code(code), Stage::World, Severity::Warning, range, help)
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
        RefusalReason::AlreadyExists => (
            "object-exists",
            "AlreadyExists",
            format!("이름이 `{}`인 오브젝트가 이미 있습니다. 다른 이름을 적으십시오.", refusal.name.name),
        ),
        RefusalReason::Forbidden => {
            ("value-not-supported", "Forbidden", "클러스터에 처음부터 있는 오브젝트라 바꿀 수 없습니다.".to_owned())
        }
        RefusalReason::Invalid => (
            "value-not-supported",
            "FieldValueInvalid",
            "클러스터에 이미 있는 것과 부딪치는 값입니다. 다른 값을 적거나 지우십시오.".to_owned(),
        ),
    };
    let code = refusal.code.unwrap_or(Code(code));
    let path = match refusal.reason {
        // The name it is not found by.
        RefusalReason::NotFound if place.pair(&split("metadata.namespace")).is_some() => "metadata.namespace",
        _ if refusal.path.is_empty() => "metadata.name",
        _ => refusal.path.as_str(),
    };
    let range = place.range(path);
    let help = if code.as_str() == "node-port-taken" {
        format!(
            "노드 포트 {}번은 다른 서비스가 이미 쓰고 있습니다. 노드의 포트 하나는 서비스 하나만 쓸 수 있습니다. 다른 번호를 적거나 nodePort를 지우십시오.",
            range.of(text)
        )
    } else {
        help
    };
    let server = if refusal.detail.is_empty() { refusal.message() } else { refusal.detail.clone() };
    Diagnostic::new(code, Stage::Allocate, Severity::Error, range, help).with_server(
        cause,
        refusal.path.clone(),
        server,
    )
}
