//! What is told of a world beside a question: its pods, Services and nodes as tables, and how askers and targets are called.
//!
//! Must not know: what is asked.

use crate::cluster::Cluster;
use crate::cluster::request::{Source, Target};
use crate::cluster::state::{PodState, ServiceState};
use crate::kube::model::StringMap;
use crate::lesson::request::ANY_NODE;
use crate::lesson::spec::quiz::Shown;

/// The parts `shown` of a world as Markdown tables.
pub(super) fn tables(cluster: &Cluster, shown: &[Shown]) -> String {
    let mut text = String::new();
    for part in shown {
        text.push('\n');
        match part {
            Shown::Pods => pods(cluster, &mut text),
            Shown::Services => services(cluster, &mut text),
            Shown::Nodes => nodes(cluster, &mut text),
        }
    }
    text
}

fn pods(cluster: &Cluster, text: &mut String) {
    let spread = cluster.pods().iter().any(|pod| &*pod.name.namespace != "default");
    let several = cluster.nodes().len() > 1;
    let all_ready = cluster.pods().iter().all(PodState::is_ready);
    let mut columns = vec!["파드"];
    if spread {
        columns.push("네임스페이스");
    }
    columns.extend(["레이블", "듣는 포트"]);
    if several {
        columns.push("노드");
    }
    if !all_ready {
        columns.push("준비(Ready)");
    }
    row(text, &columns);
    row(text, &vec!["---"; columns.len()]);
    for pod in cluster.pods().iter() {
        let labels = labels(&pod.pod.metadata.labels);
        let sockets: Vec<String> = pod.sockets.iter().map(ToString::to_string).collect();
        let sockets = if sockets.is_empty() { "없음".to_owned() } else { sockets.join(", ") };
        let name = format!("`{}`", pod.name.name);
        let mut cells = vec![name.as_str()];
        if spread {
            cells.push(&pod.name.namespace);
        }
        cells.extend([labels.as_str(), sockets.as_str()]);
        if several {
            cells.push(&pod.pod.spec.node_name);
        }
        if !all_ready {
            cells.push(if pod.is_ready() { "예" } else { "아니요" });
        }
        row(text, &cells);
    }
}

fn services(cluster: &Cluster, text: &mut String) {
    let spread = cluster.services().iter().any(|it| &*it.name.namespace != "default");
    let mut columns = vec!["서비스"];
    if spread {
        columns.push("네임스페이스");
    }
    columns.extend(["타입", "포트", "셀렉터"]);
    row(text, &columns);
    row(text, &vec!["---"; columns.len()]);
    for service in cluster.services().iter().filter(|it| &*it.name.name != "kubernetes") {
        let ports = ports(service);
        let selector = labels(&service.service.spec.selector);
        let name = format!("`{}`", service.name.name);
        let mut cells = vec![name.as_str()];
        if spread {
            cells.push(&service.name.namespace);
        }
        cells.extend([service.service.spec.r#type.as_str(), ports.as_str(), selector.as_str()]);
        row(text, &cells);
    }
}

/// `80 → 8080, 노드 30008`
fn ports(service: &ServiceState) -> String {
    let ports = service.service.spec.ports.iter().map(|port| {
        let node = if port.node_port == 0 { String::new() } else { format!(", 노드 {}", port.node_port) };
        format!("{} → {}{node}", port.port, port.target_port)
    });
    ports.collect::<Vec<_>>().join("; ")
}

fn nodes(cluster: &Cluster, text: &mut String) {
    row(text, &["노드", "주소"]);
    row(text, &["---", "---"]);
    for node in cluster.nodes().iter() {
        row(text, &[node.name(), &node.external.unwrap_or(node.internal).to_string()]);
    }
}

fn row(text: &mut String, cells: &[&str]) {
    text.push('|');
    for cell in cells {
        text.push(' ');
        text.push_str(cell);
        text.push_str(" |");
    }
    text.push('\n');
}

/// `app=web, tier=front`
pub(super) fn labels(labels: &StringMap) -> String {
    if labels.is_empty() {
        return "없음".to_owned();
    }
    let pairs: Vec<String> = labels.iter().map(|(key, value)| format!("`{key}={value}`")).collect();
    pairs.join(" ")
}

/// An asker as people call it: `바깥`, `파드 web-1`, `노드 node-1`.
pub(crate) fn asker(from: &str) -> String {
    match Source::parse(from) {
        Some(Source::Outside) => "바깥".to_owned(),
        Some(Source::Node(name)) => format!("노드 {name}"),
        Some(Source::Pod(name)) => format!("파드 {name}"),
        None => from.to_owned(),
    }
}

/// A target with its port as people call it: `서비스 web의 주소:80`, `web:80`.
pub(crate) fn target(to: &str) -> String {
    let Some((host, port)) = to.rsplit_once(':') else { return to.to_owned() };
    if host == ANY_NODE {
        return format!("아무 노드:{port}");
    }
    match Target::parse(host, []) {
        Some(Target::Pod(name)) => format!("파드 {name}의 IP:{port}"),
        Some(Target::Service(name)) => format!("서비스 {name}의 IP:{port}"),
        Some(Target::Balancer(name)) => format!("바깥 주소({name}):{port}"),
        _ => format!("{host}:{port}"),
    }
}
