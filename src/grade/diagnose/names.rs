//! A Service's name is what its clients call: one that nobody calls, while a client calls a name like it that does not
//! exist, is misspelt.
//!
//! Must not know: exercises.

use super::place::{self, Place};
use crate::cluster::Cluster;
use crate::cluster::inspect::{self, Call};
use crate::cluster::trace::Outcome;
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::kube::model::Service;
use crate::text::josa::{Josa, with};

/// Looks at a Service; `calls` are all that apps in the cluster make.
pub(super) fn look(
    cluster: &Cluster,
    calls: &[Call],
    service: &Service,
    place: &Place<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let (namespace, name) = (service.metadata.namespace.as_str(), service.metadata.name.as_str());
    if calls.is_empty() || !cluster.callers(namespace, name).is_empty() {
        return;
    }
    let unmet = calls.iter().filter(|call| matches!(call.trace.end, Outcome::Unresolved(_)));
    let unmet: Vec<_> = unmet.filter(|call| &*call.from.namespace == namespace).collect();
    let Some(wanted) = inspect::closest(name, unmet.iter().map(|call| call.to.host.as_str())) else { return };
    let Some(call) = unmet.iter().find(|call| call.to.host == wanted) else { return };
    let help = format!(
        "아무도 {} 부르지 않습니다. 파드 {}의 프로그램은 `{wanted}:{}`에 연결하려 합니다. 서비스의 이름은 부르는 쪽과의 약속이니 둘을 맞추십시오.",
        with(&format!("`{name}`"), Josa::EulReul),
        call.from,
        call.to.port
    );
    let mut diagnostic = Diagnostic::new(
        Code("service-name-contract"),
        Stage::World,
        Severity::Warning,
        place.range("metadata.name"),
        help,
    )
    .with_path("metadata.name");
    if let Some(edit) = place.replace("metadata.name", &place::scalar(wanted)) {
        let title = format!("이름을 {} 바꾸기", with(&format!("`{wanted}`"), Josa::EuroRo));
        diagnostic = diagnostic.with_fix(title, vec![edit], false);
    }
    found.push(diagnostic);
}
