//! targetPort and where the chosen pods listen.
//!
//! Why learners meet it: three numbers stand side by side and are all called port. A targetPort at which nobody listens
//! leaves the endpoints looking healthy, while every connection is refused.
//!
//! Must not know: exercises.

use super::place::Place;
use super::warning;
use crate::cluster::inspect::{self, Inspection, PortInspection};
use crate::cluster::state::Socket;
use crate::diagnostic::Diagnostic;
use crate::kube::model::{IntOrString, Service, ServicePort};
use crate::text::josa::{Josa, with};
use crate::text::{TextEdit, TextRange};

/// Of one Service no more ports than so many are told of: whoever mends the first few mends the rest alike.
const MOST_TOLD: usize = 100;

pub(super) fn look(service: &Service, inspection: &Inspection, place: &Place<'_>, found: &mut Vec<Diagnostic>) {
    if inspection.selected.is_empty() {
        return;
    }
    let faults = inspection.ports.iter().filter_map(|port| {
        let written = service.spec.ports.get(port.index)?;
        one(port, written, inspection.selected.len(), place)
    });
    found.extend(faults.take(MOST_TOLD));
}

fn one(port: &PortInspection, written: &ServicePort, selected: usize, place: &Place<'_>) -> Option<Diagnostic> {
    let reached_nowhere = port.nameless.len() == selected || port.localhost_only.len() == selected;
    if !reached_nowhere && (port.deaf.is_empty() || port.deaf.len() + port.nameless.len() < selected) {
        return None;
    }
    let item = format!("spec.ports[{}]", port.index);
    let target = format!("{item}.targetPort");
    let is_written = place.replace(&target, "").is_some();
    let path = if is_written { target } else { format!("{item}.port") };
    let range = place.range(&path);
    let diagnostic = if port.nameless.len() == selected {
        unknown_name(port, written, range, &path, place)
    } else if port.localhost_only.len() == selected {
        let pod = port.localhost_only.first()?;
        let help = format!(
            "파드 {pod}의 프로그램이 이 포트를 127.0.0.1에서만 듣습니다. 파드 밖에서 온 연결은 닿지 않으니, \
             프로그램이 0.0.0.0에서 듣게 하십시오."
        );
        warning("listens-on-localhost", range, help)
    } else if port.swapped && is_written {
        swapped(written, range, &item, place)
    } else {
        deaf(port, written, range, &item, is_written, place)
    };
    Some(diagnostic.with_path(path))
}

fn unknown_name(
    port: &PortInspection,
    written: &ServicePort,
    range: TextRange,
    path: &str,
    place: &Place<'_>,
) -> Diagnostic {
    let name = written.target_port.to_string();
    let names = if port.names.is_empty() { "없음".to_owned() } else { port.names.join(", ") };
    let help = format!("고른 파드에 이름이 `{name}`인 포트가 없습니다. 파드가 이름 붙인 포트: {names}");
    let mut diagnostic = warning("target-port-name-unknown", range, help);
    let closest = inspect::closest(&name, port.names.iter().map(String::as_str));
    let only = (port.names.len() == 1).then(|| port.names.first().map(String::as_str)).flatten();
    if let Some(closest) = closest.or(only)
        && let Some(edit) = place.replace(path, closest)
    {
        let title = format!("targetPort를 {} 바꾸기", with(&format!("`{closest}`"), Josa::EuroRo));
        diagnostic = diagnostic.with_fix(title, vec![edit], false);
    }
    diagnostic
}

fn swapped(written: &ServicePort, range: TextRange, item: &str, place: &Place<'_>) -> Diagnostic {
    let (port, target) = (written.port.to_string(), written.target_port.to_string());
    let help = format!(
        "port와 targetPort가 서로 바뀐 것 같습니다. 파드는 {} 아니라 {port}에서 듣습니다. \
         port는 서비스의 포트이고, targetPort는 파드가 듣는 포트입니다.",
        with(&target, Josa::IGa)
    );
    let diagnostic = warning("ports-swapped", range, help);
    let edits = [place.replace(&format!("{item}.port"), &target), place.replace(&format!("{item}.targetPort"), &port)];
    match edits.into_iter().collect::<Option<Vec<TextEdit>>>() {
        Some(edits) => diagnostic.with_fix("port와 targetPort를 맞바꾸기", edits, false),
        None => diagnostic,
    }
}

fn deaf(
    port: &PortInspection,
    written: &ServicePort,
    range: TextRange,
    item: &str,
    is_written: bool,
    place: &Place<'_>,
) -> Diagnostic {
    let Some(pod) = port.deaf.first() else { return warning("target-port-not-listening", range, "") };
    let sockets = if pod.sockets.is_empty() {
        "어떤 포트에서도 듣지 않습니다".to_owned()
    } else {
        let heard: Vec<String> = pod.sockets.iter().map(ToString::to_string).collect();
        format!("{}에서 듣습니다", heard.join(", "))
    };
    let omitted = match (&written.target_port, is_written) {
        (_, false) => "targetPort를 적지 않으면 port와 같은 번호가 됩니다. ",
        (IntOrString::String(_), true) => "이름이 가리키는 번호에서 아무도 듣지 않습니다. ",
        (IntOrString::Int(_), true) => "",
    };
    let help = format!("{omitted}파드 {}의 {}에서 듣는 프로그램이 없습니다. 이 파드는 {sockets}.", pod.pod, pod.port);
    let mut diagnostic = warning("target-port-not-listening", range, help);
    if let [Socket { port: only, .. }] = pod.sockets.as_slice() {
        let edit = if is_written {
            place.replace(&format!("{item}.targetPort"), &only.to_string())
        } else {
            place.insert_after(&format!("{item}.port"), "targetPort", &only.to_string())
        };
        if let Some(edit) = edit {
            let title = format!("targetPort를 {} 하기", with(&only.to_string(), Josa::EuroRo));
            diagnostic = diagnostic.with_fix(title, vec![edit], false);
        }
    }
    diagnostic
}
