//! Questions about what becomes of requests.
//!
//! Must not know: how a request finds its way.

use super::cast::{APPS, PORTS, Pod, Service, ServicePort, node_port, world};
use super::ports::request;
use super::{Made, claim, question};
use crate::lesson::spec::quiz::{Ask, ItemSpec, Shown};
use crate::quiz::random::Random;
use crate::text::josa::{Josa, with};

const NODES: [(&str, &str); 2] = [("node-1", "192.168.1.11"), ("node-2", "192.168.1.12")];

pub(super) fn what_becomes(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 2);
    let (app, client) = (apps[0], apps[1]);
    let listens = PORTS[random.below(PORTS.len())];
    let mut pods = vec![Pod::new(format!("{app}-1"), "app", app, listens), Pod::new(client, "app", client, 9999)];
    let mut service = Service::new(app, "app", app, ServicePort::new(80, Some(listens)));
    let mut from = format!("pod/{client}");
    let mut to = format!("{app}:80");
    let (mistake, why) = match random.below(7) {
        0 => ("target-port-not-listening", "이름, 셀렉터, 포트가 모두 맞습니다."),
        1 => {
            service.ports[0].target = None;
            (
                "target-port-not-listening",
                "`targetPort`를 적지 않아 파드의 80으로 보냅니다. 거기에서 듣는 프로그램이 없습니다.",
            )
        }
        2 => {
            service.selector[0].1 = format!("{app}-app");
            (
                "selector-matches-no-pod",
                "셀렉터가 고르는 파드가 없습니다. 보낼 파드가 없는 서비스를 부르면 연결이 거절됩니다.",
            )
        }
        3 => {
            to = format!("{app}-service:80");
            ("service-missing", "그런 이름의 서비스가 없으므로 이름을 찾지 못합니다.")
        }
        4 => {
            "outside".clone_into(&mut from);
            to = format!("service/{app}:80");
            (
                "cluster-ip-from-outside",
                "ClusterIP는 클러스터 안에서만 통하는 주소입니다. 바깥에서는 가는 길이 없습니다.",
            )
        }
        5 => {
            pods[0].ready = false;
            ("pod-not-ready", "셀렉터는 파드를 고르지만 준비되지 않은 파드에는 보내지 않습니다.")
        }
        _ => {
            to = format!("{app}:{listens}");
            (
                "ports-swapped",
                "서비스의 포트는 `port`인 80뿐입니다. 서비스의 IP에는 다른 포트의 규칙이 없어서 파드의 포트 번호로 부르면 아무도 대답하지 않습니다.",
            )
        }
    };
    let called = if from == "outside" {
        format!("클러스터 바깥의 노트북에서 서비스 `{app}`의 CLUSTER-IP를 80 포트로")
    } else {
        format!("파드 `{client}`에서 {}", with(&format!("`http://{to}`"), Josa::EulReul))
    };
    let mut spec = question(format!("{called} 부릅니다. 어떻게 됩니까?"));
    spec.mistakes = vec![mistake.to_owned()];
    spec.show = Some(vec![Shown::Pods]);
    spec.manifest = Some(service.yaml());
    spec.ask = Ask { request: Some(request(from, to)), ..Ask::default() };
    spec.choices = [
        ("answered", "대답하려면 이름, 셀렉터, 포트가 모두 맞아야 합니다."),
        ("refused", "거절은 주소까지 갔는데 그 포트에서 받아 줄 프로그램이나 파드가 없을 때 일어납니다."),
        ("timeout", "기다리다 끊기는 것은 그 주소로 가는 길이 없거나 서비스에 없는 포트를 불렀을 때입니다."),
        ("unresolved", "이름을 찾지 못하는 것은 그런 이름의 서비스가 없을 때입니다."),
    ]
    .into_iter()
    .map(|(is, because)| claim(is, mistake, because))
    .collect();
    spec.because = Some(why.to_owned());
    Made { spec, world: world("bare-metal", &NODES[..1], &pods) }
}

pub(super) fn who_reaches(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 3);
    let (app, client, inner) = (apps[0], apps[1], apps[2]);
    let (listens, hidden) = (PORTS[random.below(PORTS.len())], 5432);
    let node = node_port(random);
    let r#type = random.pick(&["NodePort", "ClusterIP", "NodePort"]);
    let mut pods = vec![
        Pod::new(format!("{app}-1"), "app", app, listens),
        Pod::new(format!("{inner}-1"), "app", inner, hidden),
        Pod::new(client, "app", client, 9999),
    ];
    for pod in &mut pods {
        pod.node = Some(if random.one_in(2) { "node-1" } else { "node-2" });
    }
    let port = ServicePort::new(80, Some(listens));
    let outer = if r#type == "NodePort" {
        Service::new(app, "app", app, port.at_node(node)).of_type("NodePort")
    } else {
        Service::new(app, "app", app, port).of_type("ClusterIP")
    };
    let hidden_service = Service::new(inner, "app", inner, ServicePort::new(hidden, None));
    let mut spec = question(format!(
        "두 서비스가 있습니다. 누가 어디에 닿습니까? 닿는 칸을 모두 표시하십시오. 노드 포트로 쓸 번호는 {node}입니다."
    ));
    spec.manifest = Some(format!("{}---\n{}", outer.yaml(), hidden_service.yaml()));
    spec.from = vec!["outside".to_owned(), format!("pod/{client}"), "node/node-1".to_owned()];
    spec.to = vec![format!("service/{app}:80"), format!("node-2:{node}"), format!("service/{inner}:{hidden}")];
    if random.one_in(2) {
        spec.to.push("node-1:80".to_owned());
    }
    spec.because = Some(
        "서비스의 IP는 클러스터의 노드와 파드에서만 통합니다. 바깥에서는 노드의 주소와 `nodePort`로만 들어오고, 이 포트는 모든 노드에 열립니다."
            .to_owned(),
    );
    Made { spec, world: world("bare-metal", &NODES, &pods) }
}

pub(super) fn way_of_request(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 2);
    let (app, client) = (apps[0], apps[1]);
    let listens = PORTS[random.below(PORTS.len())];
    let node = node_port(random);
    let case = random.below(3);
    let (platform, r#type) = if case == 2 { ("cloud", "LoadBalancer") } else { ("bare-metal", "NodePort") };
    let pods = vec![Pod::new(format!("{app}-1"), "app", app, listens), Pod::new(client, "app", client, 9999)];
    let port = ServicePort::new(80, Some(listens)).at_node(node);
    let service = Service::new(app, "app", app, port).of_type(r#type);
    let item = |is: &str, text: String| ItemSpec { text, is: Some(is.to_owned()) };
    let (words, way, items) = match case {
        0 => (
            format!("파드 {} `{app}:80`을 부릅니다.", with(&format!("`{client}`"), Josa::IGa)),
            request(format!("pod/{client}"), format!("{app}:80")),
            vec![
                item("client", format!("파드 {} 부릅니다", with(client, Josa::IGa))),
                item("dns", format!("클러스터 DNS가 이름 {app}의 주소를 알려 줍니다")),
                item("service", format!("서비스 {app}의 80 포트가 엔드포인트로 바뀝니다")),
                item("pod", format!("파드 {app}-1의 {listens} 포트가 받습니다")),
            ],
        ),
        1 => (
            format!("바깥의 사용자가 {} 들어옵니다.", with(&format!("`node-1:{node}`"), Josa::EuroRo)),
            request("outside", format!("node-1:{node}")),
            vec![
                item("client", "바깥의 사용자가 부릅니다".to_owned()),
                item("node", format!("노드의 {node} 포트에 닿습니다")),
                item("service", format!("서비스 {app}의 80 포트가 엔드포인트로 바뀝니다")),
                item("pod", format!("파드 {app}-1의 {listens} 포트가 받습니다")),
            ],
        ),
        _ => (
            "바깥의 사용자가 클라우드가 내준 주소의 80 포트로 들어옵니다.".to_owned(),
            request("outside", format!("balancer/{app}:80")),
            vec![
                item("client", "바깥의 사용자가 부릅니다".to_owned()),
                item("balancer", "로드밸런서가 노드 하나를 고릅니다".to_owned()),
                item("service", format!("서비스 {app}의 80 포트가 엔드포인트로 바뀝니다")),
                item("pod", format!("파드 {app}-1의 {listens} 포트가 받습니다")),
            ],
        ),
    };
    let mut spec = question(format!("{words} 요청이 지나는 차례대로 놓으십시오."));
    spec.manifest = Some(service.yaml());
    spec.ask = Ask { way: Some(way), ..Ask::default() };
    spec.items = items;
    spec.because = Some(
        "바깥에서 안으로 `nodePort` → `port` → `targetPort`의 차례입니다. 안에서는 이름을 먼저 주소로 바꿉니다."
            .to_owned(),
    );
    Made { spec, world: world(platform, &NODES, &pods) }
}

pub(super) fn balancer_address(random: &mut Random) -> Made {
    let app = random.pick(&APPS);
    let listens = PORTS[random.below(PORTS.len())];
    let (platform, place) = [
        ("cloud", "클라우드의 클러스터"),
        ("bare-metal", "사무실의 서버로 세운 클러스터"),
        ("minikube", "노트북의 minikube(`minikube tunnel`은 돌리지 않습니다)"),
        ("kind", "노트북의 kind"),
    ][random.below(4)];
    let pods = vec![Pod::new(format!("{app}-1"), "app", app, listens)];
    let target = if random.one_in(4) { None } else { Some(listens) };
    let service = Service::new(app, "app", app, ServicePort::new(80, target)).of_type("LoadBalancer");
    let mut spec = question(format!(
        "{place}에 이 서비스를 만들었습니다. 파드는 {listens}에서 듣습니다. 바깥의 사용자가 EXTERNAL-IP의 80 포트로 들어오려고 합니다. 어떻게 됩니까?"
    ));
    spec.manifest = Some(service.yaml());
    spec.ask = Ask { request: Some(request("outside", format!("balancer/{app}:80"))), ..Ask::default() };
    let code = "load-balancer-pending";
    let choice = |is: &str, text: &str, because: &str| {
        let mut choice = claim(is, code, because);
        text.clone_into(&mut choice.text);
        choice
    };
    spec.choices = vec![
        choice("answered", "파드가 대답합니다.", "주소를 내주는 클라우드이고 `targetPort`가 맞을 때의 일입니다."),
        choice(
            "pending",
            "EXTERNAL-IP가 `<pending>`이라 들어올 주소가 없습니다.",
            "주소를 내줄 곳이 없는 클러스터에서 일어나는 일입니다. 매니페스트의 잘못이 아닙니다.",
        ),
        choice(
            "refused",
            "주소는 나오지만 연결이 거절됩니다.",
            "주소는 있는데 파드가 그 포트에서 듣지 않을 때의 일입니다.",
        ),
        choice(
            "unresolved",
            "API 서버가 `type: LoadBalancer`를 거절해서 서비스가 없습니다.",
            "API 서버는 주소를 내줄 곳이 있는지 따지지 않습니다.",
        ),
    ];
    spec.because = Some(
        "바깥 주소는 클라우드가 내줍니다. 내줄 곳이 없으면 노드의 포트(nodePort)로만 들어올 수 있습니다.".to_owned(),
    );
    Made { spec, world: world(platform, &[], &pods) }
}
