//! Questions about port, targetPort and nodePort.
//!
//! Must not know: how ports are resolved.

use super::cast::{APPS, FRONTS, PORTS, Pod, Service, ServicePort, node_port, world};
use super::{Made, claim, question};
use crate::lesson::spec::TrafficRequest;
use crate::lesson::spec::quiz::{Ask, PairSpec, Shown, ValueSpec};
use crate::quiz::random::Random;

pub(super) fn three_ports(random: &mut Random) -> Made {
    let app = random.pick(&APPS);
    let target = PORTS[random.below(PORTS.len())];
    let front = loop {
        let front = FRONTS[random.below(FRONTS.len())];
        if front != target {
            break front;
        }
    };
    let node = node_port(random);
    let service =
        Service::new(app, "app", app, ServicePort::new(front, Some(target)).at_node(node)).of_type("NodePort");
    let path = |field: &str| Some(format!("service/{app} spec.ports[0].{field}"));
    let mut spec = question(
        "바깥의 사용자가 노드를 부르고, 요청이 서비스를 거쳐 파드에 닿습니다. 화살표가 닿는 곳마다 포트 번호를 짝지으십시오.",
    );
    spec.manifest = Some(service.yaml());
    let pair = |left: &str, field: &str| PairSpec { left: left.to_owned(), right: None, is: path(field) };
    spec.pairs =
        vec![pair("바깥 ──▶ 노드", "nodePort"), pair("노드 ──▶ 서비스", "port"), pair("서비스 ──▶ 파드", "targetPort")];
    spec.extra = vec![(node - 1).max(1).to_string()];
    spec.because =
        Some("`nodePort`는 노드의 포트, `port`는 서비스 자신의 포트, `targetPort`는 파드의 포트입니다.".to_owned());
    Made { spec, world: String::new() }
}

pub(super) fn default_value(random: &mut Random) -> Made {
    let app = random.pick(&APPS);
    let front = PORTS[random.below(PORTS.len())];
    let port = ServicePort::new(front, None);
    let (path, service, why) = match random.below(4) {
        0 => (
            "spec.type",
            Service::new(app, "app", app, ServicePort::new(front, Some(80))),
            "타입을 적지 않으면 `ClusterIP`입니다. 그래서 일부러 적지 않는 한 밖에 열리지 않습니다.",
        ),
        1 => (
            "spec.ports[0].protocol",
            Service::new(app, "app", app, ServicePort::new(front, Some(80))),
            "프로토콜을 적지 않으면 `TCP`입니다.",
        ),
        _ => (
            "spec.ports[0].targetPort",
            Service::new(
                app,
                "app",
                app,
                if random.one_in(2) { port.clone().at_node(node_port(random)) } else { port },
            ),
            "`targetPort`를 적지 않으면 `port`와 같은 번호로 채워집니다. 파드가 다른 번호에서 들으면 연결이 거절됩니다.",
        ),
    };
    let service = if service.ports[0].node.is_some() { service.of_type("NodePort") } else { service };
    let mut spec = question(format!("API 서버가 이 매니페스트를 받아들이면서 `{path}`에 채우는 값은 무엇입니까?"));
    spec.manifest = Some(service.yaml());
    spec.ask =
        Ask { value: Some(ValueSpec { object: format!("service/{app}"), path: path.to_owned() }), ..Ask::default() };
    spec.because = Some(why.to_owned());
    Made { spec, world: String::new() }
}

pub(super) fn swapped_ports(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 2);
    let (app, client) = (apps[0], apps[1]);
    let listens = PORTS[random.below(PORTS.len())];
    let front = if listens == 8000 { 80 } else { random.some(&[80, 443, 8000], 1)[0] };
    let pods = vec![Pod::new(format!("{app}-1"), "app", app, listens), Pod::new(client, "app", client, 9999)];
    let port = match random.below(3) {
        // Swapped.
        0 => ServicePort::new(listens, Some(front)),
        // A number off.
        1 => ServicePort::new(front, Some(listens + 1)),
        // The Service's own number given to the pod.
        _ => ServicePort::new(front, Some(front)),
    };
    let mut service = Service::new(app, "app", app, port);
    if random.one_in(2) {
        // A second port, which is right, before or behind it.
        let right = ServicePort { name: Some("admin".to_owned()), ..ServicePort::new(9999, Some(listens)) };
        service.ports[0].name = Some("http".to_owned());
        service.ports.insert(random.below(2), right);
    }
    let mut spec = question(format!(
        "서비스 `{app}`에 엔드포인트는 있는데 부르면 연결이 거절됩니다. 파드가 듣는 포트를 보고, 고쳐야 할 줄을 찾으십시오."
    ));
    spec.show = Some(vec![Shown::Pods]);
    spec.manifest = Some(service.yaml());
    spec.because = Some(format!(
        "`targetPort`는 파드가 듣는 포트여야 합니다. 이 파드는 {listens}에서 듣습니다. `port`는 서비스 자신의 포트라 무엇이든 됩니다."
    ));
    Made { spec, world: world("bare-metal", &[], &pods) }
}

pub(super) fn service_row(random: &mut Random) -> Made {
    let app = random.pick(&APPS);
    let target = PORTS[random.below(PORTS.len())];
    let front = if target == 8000 { 80 } else { random.some(&[80, 443, 8000], 1)[0] };
    let node = node_port(random);
    let r#type = random.pick(&["ClusterIP", "NodePort", "LoadBalancer"]);
    let port = ServicePort::new(front, Some(target));
    let port = if r#type == "ClusterIP" { port } else { port.at_node(node) };
    let service = Service::new(app, "app", app, port).of_type(r#type);
    let pods = vec![Pod::new(format!("{app}-1"), "app", app, target)];
    let mut spec = question(format!(
        "클라우드가 아닌 사무실의 클러스터에 이 서비스를 만들었습니다. `kubectl get service {app}`는 어떤 줄을 출력합니까? (CLUSTER-IP와 AGE는 줄였습니다.)"
    ));
    spec.manifest = Some(service.yaml());
    spec.ask = Ask { command: Some(format!("kubectl get service {app}")), ..Ask::default() };
    let row = |external: &str, ports: String, mistake: &str, because: &str| {
        let mut choice = claim(format!("{app} {type} * {external} {ports}/TCP *"), mistake, because);
        choice.text = format!("`{app}   {type}   …   {external}   {ports}/TCP   …`");
        choice
    };
    let (absent, pending) = ("<none>", "<pending>");
    let external = if r#type == "LoadBalancer" { pending } else { absent };
    let other = if r#type == "LoadBalancer" { absent } else { pending };
    let both = |one: u16, two: u16| format!("{one}:{two}");
    let (right, wrong) = if r#type == "ClusterIP" {
        (front.to_string(), [both(front, target), both(front, node)])
    } else {
        (both(front, node), [both(node, front), both(target, node)])
    };
    spec.choices = vec![
        row(
            external,
            right.clone(),
            "ports-swapped",
            "`PORT(S)` 칸은 `port`이고, 노드의 포트가 열렸으면 `port:nodePort`입니다.",
        ),
        row(external, wrong[0].clone(), "ports-swapped", "앞이 서비스의 `port`, 뒤가 `nodePort`입니다."),
        row(
            external,
            wrong[1].clone(),
            "ports-swapped",
            "파드의 포트는 이 칸에 나오지 않고, 노드의 포트는 타입이 NodePort나 LoadBalancer일 때만 열립니다.",
        ),
        row(
            other,
            right,
            "load-balancer-pending",
            "`<pending>`은 바깥 주소를 기다리는 LoadBalancer에만 나옵니다. 나머지는 `<none>`입니다.",
        ),
    ];
    Made { spec, world: world("bare-metal", &[], &pods) }
}

/// A request.
pub(super) fn request(from: impl Into<String>, to: impl Into<String>) -> TrafficRequest {
    TrafficRequest { from: from.into(), to: to.into(), protocol: "TCP".to_owned() }
}
