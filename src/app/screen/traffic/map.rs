//! What a picture of traffic shows, before anything has a place in cells: the learner's own objects in columns from the
//! asker to the pods, which of them are joined, and where each step of a request stands.
//!
//! What the request came by is the backbone. Around it stands what it could have met: the other nodes' doors, the other
//! endpoints of the Service, pods that no selector chose, other Services.
//!
//! Must not know: cells, colours, how the cluster decides.

use std::collections::BTreeSet;

use crate::cluster::Cluster;
use crate::cluster::request::{Source, Target};
use crate::cluster::state::{ObjectName, PodState, ServiceState};
use crate::cluster::trace::{DnsStep, Hop, Outcome, Reason, Trace};
use crate::kube::model::{IntOrString, ServicePort};

/// Something in the picture that a request can stand at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// The asker.
    Client,
    /// A program on the asker's laptop that leads into the cluster.
    Tunnel,
    /// The asker's question to the DNS.
    Dns,
    /// A balancer before the nodes.
    Balancer,
    /// A port of a node, seen from outside.
    Door(String),
    /// A Service.
    Service(ObjectName),
    /// A pod.
    Pod(ObjectName),
    /// The API server of a node.
    ApiServer(String),
}

/// How a row stands in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// As it should be.
    Plain,
    /// It gets traffic.
    Good,
    /// It should get traffic and does not.
    Bad,
    /// It is there, and no part of this.
    Muted,
}

/// A line of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// What it says.
    pub text: String,
    /// What of the request can stand here.
    pub spot: Option<Spot>,
    /// How it stands.
    pub tone: Tone,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Card {
    /// Set into its border.
    pub title: String,
    /// What of the request can stand at the whole of it.
    pub spot: Option<Spot>,
    /// Its lines.
    pub rows: Vec<Row>,
}

/// Cards one below the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Column {
    /// What they are.
    pub heading: &'static str,
    /// The cards.
    pub cards: Vec<Card>,
}

/// A line between two spots of neighbouring columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// At the right of this.
    pub from: Spot,
    /// At the left of that.
    pub to: Spot,
}

/// A picture's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Map {
    /// From left to right.
    pub columns: Vec<Column>,
    /// What is joined, whether or not the request goes there.
    pub links: Vec<Link>,
    /// Where the request stands after each hop of its trace.
    pub route: Vec<Spot>,
    /// Whether nobody answered.
    pub dies: bool,
}

/// So many doors, Services, or pods on a node that are no part of the request are shown; the rest is counted.
const BYSTANDERS: usize = 2;
/// So many pods of one node are shown where no request is.
const PODS: usize = 8;
/// So many endpoints on one node are shown.
const ENDPOINTS: usize = 5;

impl Map {
    /// What there is to see of a request in the cluster it was made in; `goal` are the pods that it should reach.
    pub(super) fn of(cluster: &Cluster, trace: &Trace, goal: &BTreeSet<ObjectName>) -> Self {
        let route = route(trace);
        let dies = !matches!(trace.end, Outcome::Answered { .. } | Outcome::Left { .. });
        let mut map = Self { columns: Vec::new(), links: Vec::new(), route, dies };
        map.push("요청", vec![client(trace)]);
        map.tunnel(trace);
        map.balancer(trace);
        map.doors(cluster, trace);
        let service = traced_service(trace).and_then(|name| cluster.services().get(&name.namespace, &name.name));
        map.services(cluster, service, trace);
        map.pods(cluster, service, trace, goal);
        map.join(cluster, service);
        map
    }

    /// The cluster as a whole, without a request: every Service and the pods it has chosen.
    pub(super) fn overview(cluster: &Cluster) -> Self {
        let mut map = Self { columns: Vec::new(), links: Vec::new(), route: Vec::new(), dies: false };
        let services: Vec<&ServiceState> = cluster.services().iter().filter(|it| is_ours(it)).collect();
        map.push("서비스", services.iter().map(|service| service_card(cluster, service, None)).collect());
        let mut cards = Vec::new();
        for node in cluster.nodes().iter() {
            let on_node = cluster.pods().iter().filter(|pod| is_on(pod, node.name()));
            let mut rows: Vec<Row> = on_node.map(standing).collect();
            if rows.len() > PODS {
                let rest = rows.len() - PODS;
                rows.truncate(PODS);
                rows.push(Row { text: format!("외 {rest}개"), spot: None, tone: Tone::Muted });
            }
            cards.push(Card { title: node.name().to_owned(), spot: None, rows });
        }
        map.push("파드", cards);
        for service in services {
            for pod in cluster.pods_behind(&service.name.namespace, &service.name.name) {
                let link = Link { from: Spot::Service(service.name.clone()), to: Spot::Pod(pod.clone()) };
                if map.has(&link.to) && !map.links.contains(&link) {
                    map.links.push(link);
                }
            }
        }
        map
    }

    fn push(&mut self, heading: &'static str, cards: Vec<Card>) {
        if !cards.is_empty() {
            self.columns.push(Column { heading, cards });
        }
    }

    fn tunnel(&mut self, trace: &Trace) {
        let hop = trace
            .hops
            .iter()
            .find_map(|hop| if let Hop::Tunnel { by, out, .. } = hop { Some((by, out)) } else { None });
        let Some((by, out)) = hop else { return };
        let text = match out {
            Source::Node(node) => format!("-> 노드 {node}"),
            Source::Pod(pod) => format!("-> 파드 {pod}"),
            Source::Outside => String::new(),
        };
        let rows = vec![Row { text, spot: None, tone: Tone::Plain }];
        self.push("터널", vec![Card { title: by.name().to_owned(), spot: Some(Spot::Tunnel), rows }]);
    }

    fn balancer(&mut self, trace: &Trace) {
        let waits = matches!(trace.end, Outcome::Pending(_));
        let hop = trace.hops.iter().find_map(|hop| match hop {
            Hop::Balancer { address, .. } => Some(address.to_string()),
            _ => None,
        });
        let address = match hop {
            Some(address) => address,
            None if waits => "<pending>".to_owned(),
            None => return,
        };
        let tone = if waits { Tone::Bad } else { Tone::Plain };
        let card = Card {
            title: "LB".to_owned(),
            spot: Some(Spot::Balancer),
            rows: vec![Row { text: address, spot: None, tone }],
        };
        self.push("로드밸런서", vec![card]);
    }

    /// The port on every node, where the request comes to a node from outside it.
    fn doors(&mut self, cluster: &Cluster, trace: &Trace) {
        let hop = trace.hops.iter().find_map(|hop| match hop {
            Hop::Node { node, port, .. } => Some((node, *port)),
            _ => None,
        });
        let Some((through, port)) = hop.filter(|_| !self.has(&Spot::Tunnel)) else { return };
        let mut others = BYSTANDERS;
        let mut cards = Vec::new();
        for node in cluster.nodes().iter() {
            let own = node.name() == through;
            if !own && others == 0 {
                continue;
            }
            others -= usize::from(!own);
            let tone = if own { Tone::Plain } else { Tone::Muted };
            let spot = Spot::Door(node.name().to_owned());
            let rows = vec![Row { text: format!(":{port}"), spot: None, tone }];
            cards.push(Card { title: node.name().to_owned(), spot: Some(spot), rows });
        }
        self.push("노드의 포트", cards);
    }

    fn services(&mut self, cluster: &Cluster, traced: Option<&ServiceState>, trace: &Trace) {
        // A request to a pod's own address meets no Service.
        if traced.is_none() && trace.hops.iter().any(|hop| matches!(hop, Hop::Pod { .. })) {
            return;
        }
        let port = trace.hops.iter().find_map(|hop| match hop {
            Hop::Service { port, .. } => Some(i32::from(*port)),
            _ => None,
        });
        let mut cards: Vec<Card> = traced.map(|service| service_card(cluster, service, port)).into_iter().collect();
        let others: Vec<&ServiceState> = cluster
            .services()
            .iter()
            .filter(|it| is_ours(it))
            .filter(|it| traced.is_none_or(|own| own.name != it.name))
            .collect();
        match traced {
            None => cards.extend(others.iter().take(BYSTANDERS).map(|it| service_card(cluster, it, None))),
            Some(_) if !others.is_empty() => {
                let rows = counted(others.iter(), BYSTANDERS, |it| it.name.to_string());
                cards.push(Card { title: "다른 서비스".to_owned(), spot: None, rows });
            }
            Some(_) => {}
        }
        self.push("서비스", cards);
    }

    /// The pods by node: what the Service has chosen first.
    fn pods(&mut self, cluster: &Cluster, service: Option<&ServiceState>, trace: &Trace, goal: &BTreeSet<ObjectName>) {
        let asker = match trace.hops.first() {
            Some(Hop::Client { from: Source::Pod(name), .. }) => Some(name),
            _ => None,
        };
        let reached = trace.hops.iter().rev().find_map(|hop| match hop {
            Hop::Pod { pod, node, port, answers } => Some((pod, node, *port, *answers)),
            _ => None,
        });
        let mut cards = Vec::new();
        if let Some((None, node, port, _)) = reached {
            let row =
                Row {
                    text: format!("API 서버 :{port}"), spot: Some(Spot::ApiServer(node.clone())), tone: Tone::Good
                };
            cards.push(Card { title: node.clone(), spot: None, rows: vec![row] });
        }
        for node in cluster.nodes().iter() {
            let mut rows: Vec<Row> = Vec::new();
            let mut bystanders = Vec::new();
            for pod in cluster.pods().iter().filter(|pod| is_on(pod, node.name())) {
                let hit = reached
                    .filter(|(it, ..)| it.as_ref() == Some(&pod.name))
                    .map(|(_, _, port, answers)| (port, answers));
                match pod_row(cluster, service, pod, hit, goal) {
                    Some(row) => rows.push(row),
                    None if Some(&pod.name) != asker => bystanders.push(pod.name.to_string()),
                    None => {}
                }
            }
            if rows.len() > ENDPOINTS {
                // What the request came to is always seen.
                rows.sort_by_key(|row| !self.route.iter().any(|spot| row.spot.as_ref() == Some(spot)));
                let rest = rows.len() - ENDPOINTS;
                rows.truncate(ENDPOINTS);
                rows.push(Row { text: format!("외 {rest}개"), spot: None, tone: Tone::Muted });
            }
            rows.extend(counted(bystanders.into_iter(), BYSTANDERS, |name| format!("- {name}")));
            if !rows.is_empty() {
                cards.push(Card { title: node.name().to_owned(), spot: None, rows });
            }
        }
        self.push("파드", cards);
    }

    /// Joins what belongs together, and what the request went by.
    fn join(&mut self, cluster: &Cluster, service: Option<&ServiceState>) {
        let mut links: Vec<Link> = Vec::new();
        let steps: Vec<&Spot> = self.route.iter().filter(|spot| **spot != Spot::Dns).collect();
        links.extend(
            steps
                .windows(2)
                .filter(|pair| pair[0] != pair[1])
                .map(|pair| Link { from: pair[0].clone(), to: pair[1].clone() }),
        );
        if let Some(service) = service {
            let own = Spot::Service(service.name.clone());
            let opens = self.route.contains(&own);
            let doors = self.all_spots().filter(|spot| matches!(spot, Spot::Door(_)) && opens);
            links.extend(doors.map(|door| Link { from: door.clone(), to: own.clone() }));
            let behind = cluster.pods_behind(&service.name.namespace, &service.name.name);
            links.extend(behind.map(|pod| Link { from: own.clone(), to: Spot::Pod(pod.clone()) }));
        }
        let seen: Vec<Link> = links.into_iter().filter(|link| self.has(&link.from) && self.has(&link.to)).collect();
        for link in seen {
            if !self.links.contains(&link) {
                self.links.push(link);
            }
        }
    }

    fn all_spots(&self) -> impl Iterator<Item = &Spot> {
        let cards = self.columns.iter().flat_map(|column| &column.cards);
        cards.flat_map(|card| card.spot.iter().chain(card.rows.iter().filter_map(|row| row.spot.as_ref())))
    }

    fn has(&self, spot: &Spot) -> bool {
        self.all_spots().any(|it| it == spot)
    }
}

/// Where the request stands after each hop; hops that only decide happen where the one before them was.
fn route(trace: &Trace) -> Vec<Spot> {
    let mut route: Vec<Spot> = Vec::new();
    for hop in &trace.hops {
        let spot = match hop {
            Hop::Client { .. } => Spot::Client,
            Hop::Tunnel { .. } => Spot::Tunnel,
            Hop::Dns { .. } => Spot::Dns,
            Hop::Balancer { .. } => Spot::Balancer,
            // A tunnel comes out behind the node's ports.
            Hop::Node { .. } if route.last() == Some(&Spot::Tunnel) => Spot::Tunnel,
            Hop::Node { node, .. } => Spot::Door(node.clone()),
            Hop::Service { service, .. } => Spot::Service(service.clone()),
            Hop::Pod { pod: Some(pod), .. } => Spot::Pod(pod.clone()),
            Hop::Pod { pod: None, node, .. } => Spot::ApiServer(node.clone()),
            Hop::Proxy { .. } | Hop::Endpoint { .. } => route.last().cloned().unwrap_or(Spot::Client),
        };
        route.push(spot);
    }
    route
}

/// The Service that the request came to, or that it was for.
fn traced_service(trace: &Trace) -> Option<&ObjectName> {
    let met = trace.hops.iter().find_map(|hop| match hop {
        Hop::Service { service, .. }
        | Hop::Dns { found: DnsStep::ClusterIp { service, .. } | DnsStep::Alias { service, .. }, .. } => Some(service),
        Hop::Client { to: Target::Service(service) | Target::Balancer(service), .. } => Some(service),
        _ => None,
    });
    met.or_else(|| match trace.end.reason()? {
        Reason::NothingOnNode { meant: Some(mixup), .. } => Some(&mixup.service),
        Reason::ClusterIpFromOutside { service }
        | Reason::NoEndpoints { service, .. }
        | Reason::NoAddresses { service, .. }
        | Reason::NoSuchPort { service, .. } => Some(service),
        _ => None,
    })
}

fn client(trace: &Trace) -> Card {
    let Some(Hop::Client { from, to, port, .. }) = trace.hops.first() else {
        return Card { title: "요청".to_owned(), spot: Some(Spot::Client), rows: Vec::new() };
    };
    let title = match from {
        Source::Outside if trace.hops.iter().any(|hop| matches!(hop, Hop::Tunnel { .. })) => "노트북".to_owned(),
        Source::Outside => "바깥".to_owned(),
        Source::Node(name) => format!("노드 {name}"),
        Source::Pod(name) => format!("파드 {name}"),
    };
    // A balancer stands beside the asker with its address.
    let balanced = trace.hops.iter().any(|hop| matches!(hop, Hop::Balancer { .. }));
    let whom = if balanced || matches!(to, Target::Balancer(_)) { String::new() } else { to.to_string() };
    let mut rows = vec![Row { text: format!("{whom}:{port}"), spot: None, tone: Tone::Plain }];
    for hop in &trace.hops {
        let Hop::Dns { found, .. } = hop else { continue };
        let (text, tone) = match found {
            DnsStep::ClusterIp { address, .. } | DnsStep::Pods { address, .. } => {
                (format!("DNS → {address}"), Tone::Plain)
            }
            DnsStep::Alias { target, .. } => (format!("DNS → {target}"), Tone::Plain),
            DnsStep::Nothing => ("DNS: 없는 이름".to_owned(), Tone::Bad),
            DnsStep::NotAsked => ("DNS에 묻지 않음".to_owned(), Tone::Bad),
        };
        rows.push(Row { text, spot: Some(Spot::Dns), tone });
    }
    Card { title, spot: Some(Spot::Client), rows }
}

/// A Service: its type, its ports (the one asked for where one is), how many endpoints are ready.
fn service_card(cluster: &Cluster, state: &ServiceState, asked: Option<i32>) -> Card {
    let spec = &state.service.spec;
    let row = |text: String, tone: Tone| Row { text, spot: None, tone };
    let mut rows = vec![row(if spec.is_headless() { "헤드리스".to_owned() } else { spec.r#type.clone() }, Tone::Plain)];
    let shown = spec.ports.iter().filter(|port| asked.is_none_or(|asked| port.port == asked));
    // A request comes in by a port of a node that stands beside the Service; a Service alone tells it itself.
    let written = |port: &ServicePort| match port.node_port {
        door if door > 0 && asked.is_none() => format!("{door} -> {}", ports(port)),
        _ => ports(port),
    };
    rows.extend(counted(shown, BYSTANDERS + 1, written).into_iter().map(|it| Row { tone: Tone::Plain, ..it }));
    let ready = cluster.endpoints_in_use(&state.name.namespace, &state.name.name).count();
    let tone = if ready == 0 { Tone::Bad } else { Tone::Plain };
    rows.push(row(format!("엔드포인트 {ready}개"), tone));
    Card { title: state.name.to_string(), spot: Some(Spot::Service(state.name.clone())), rows }
}

/// `80 -> 8080`
fn ports(port: &ServicePort) -> String {
    match &port.target_port {
        IntOrString::Int(target) => format!("{} -> {target}", port.port),
        IntOrString::String(name) => format!("{} -> {name}", port.port),
    }
}

/// A pod that is part of this: chosen by the Service, reached by the request, or meant to be.
fn pod_row(
    cluster: &Cluster,
    service: Option<&ServiceState>,
    pod: &PodState,
    hit: Option<(u16, bool)>,
    goal: &BTreeSet<ObjectName>,
) -> Option<Row> {
    let has_ports = service.is_some_and(|it| !it.service.spec.ports.is_empty());
    let endpoints = service.map(|service| cluster.endpoints(&service.name.namespace, &service.name.name));
    let endpoint = endpoints.and_then(|it| {
        it.slices.iter().find_map(|slice| {
            let endpoint = slice.endpoints.iter().find(|endpoint| endpoint.pod.as_ref() == Some(&pod.name))?;
            Some((endpoint.ready, slice.ports.first().map(|port| port.port)))
        })
    });
    let wanted = if goal.contains(&pod.name) { " 목표" } else { "" };
    let name = &pod.name;
    let at = |port: Option<u16>| port.map(|port| format!(" :{port}")).unwrap_or_default();
    let (text, tone) = match (hit, endpoint) {
        (Some((port, true)), _) => (format!("✓ {name} :{port}"), Tone::Good),
        (Some((port, false)), _) => (format!("✗ {name} :{port}"), Tone::Bad),
        (None, Some((true, Some(port)))) if !listens(pod, port) => (format!("✗ {name} :{port} 듣지 않음"), Tone::Bad),
        // A port that the Service asks for by a name the pod does not know.
        (None, Some((true, None))) if has_ports => (format!("✗ {name} 포트 이름 없음"), Tone::Bad),
        (None, Some((true, port))) => (format!("✓ {name}{}", at(port)), Tone::Plain),
        (None, Some((false, _))) => (format!("✗ {name} 준비 안 됨"), Tone::Bad),
        (None, None) if !wanted.is_empty() => (format!("- {name}"), Tone::Muted),
        (None, None) => return None,
    };
    Some(Row { text: text + wanted, spot: Some(Spot::Pod(name.clone())), tone })
}

/// Whether somebody in the pod would answer there.
fn listens(pod: &PodState, port: u16) -> bool {
    pod.sockets.iter().any(|socket| socket.port == port && !socket.localhost_only)
}

/// A Service that is the learner's, and not the cluster's own.
fn is_ours(service: &ServiceState) -> bool {
    &*service.name.name != "kubernetes" && &*service.name.namespace != "kube-system"
}

/// Whether a pod of the learner's is on a node.
fn is_on(pod: &PodState, node: &str) -> bool {
    pod.pod.spec.node_name == node && &*pod.name.namespace != "kube-system"
}

/// A pod by itself.
fn standing(pod: &PodState) -> Row {
    let at = pod.sockets.first().map(|socket| format!(" :{}", socket.port)).unwrap_or_default();
    let (mark, tone) = if pod.is_ready() { ("✓", Tone::Plain) } else { ("✗", Tone::Bad) };
    let wait = if pod.is_ready() { "" } else { " 준비 안 됨" };
    Row { text: format!("{mark} {}{at}{wait}", pod.name), spot: Some(Spot::Pod(pod.name.clone())), tone }
}

/// The first few of a list, and how many more there are.
fn counted<T>(mut items: impl Iterator<Item = T>, most: usize, show: impl Fn(T) -> String) -> Vec<Row> {
    let row = |item| Row { text: show(item), spot: None, tone: Tone::Muted };
    let mut rows: Vec<Row> = items.by_ref().take(most).map(row).collect();
    let rest = items.count();
    if rest > 0 {
        rows.push(Row { text: format!("외 {rest}개"), spot: None, tone: Tone::Muted });
    }
    rows
}
