//! The pods' side: a pod in the text that nearly has what a Service of the world looks for, which finds nothing at all.
//!
//! The Service may be somebody else's; then it is the pod's labels that are to be mended.
//!
//! Must not know: exercises.

use super::place::{self, Place};
use crate::cluster::Cluster;
use crate::cluster::state::ObjectName;
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::kube::Decoded;
use crate::kube::model::{Object, Pod};
use crate::text::TextEdit;
use crate::text::josa::{Josa, with};
use crate::yaml::path::Step;

/// Looks at a pod of the text; `objects` are all of the text's objects.
pub(super) fn look(cluster: &Cluster, pod: &Pod, objects: &[&Decoded], place: &Place<'_>, found: &mut Vec<Diagnostic>) {
    let name = ObjectName::of(&pod.metadata);
    for state in cluster.services().in_namespace(&name.namespace) {
        let is_ours = objects
            .iter()
            .any(|it| matches!(&*it.object, Object::Service(own) if own.metadata.name == *state.name.name));
        if is_ours || state.service.spec.selector.is_empty() {
            continue;
        }
        let inspection = cluster.inspect(&state.service);
        let Some(miss) = inspection.near_misses.iter().find(|miss| miss.pod == name) else { continue };
        let Some(difference) = miss.differences.first() else { continue };
        let steps = [Step::Key("metadata".into()), Step::Key("labels".into()), Step::Key(difference.key.clone())];
        let help = format!(
            "{} `{}={}` 레이블이 붙은 파드를 찾는데, 그런 파드가 하나도 없습니다. 이 파드가 가장 가깝습니다.",
            with(&format!("서비스 {}", state.name), Josa::EunNeun),
            difference.key,
            difference.value
        );
        let mut diagnostic =
            Diagnostic::new(Code("selector-matches-no-pod"), Stage::World, Severity::Warning, place.at(&steps), help)
                .with_path("metadata.labels");
        if let Some((_, value)) = place.pair(&steps) {
            let wanted = format!("`{}={}`", difference.key, difference.value);
            let title = format!("레이블을 {} 바꾸기", with(&wanted, Josa::EuroRo));
            let edit = TextEdit::replace(value.range(), place::scalar(&difference.value));
            diagnostic = diagnostic.with_fix(title, vec![edit], false);
        }
        found.push(diagnostic);
    }
}
