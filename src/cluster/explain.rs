//! What a trace says to a learner, in Korean: a sentence or two for each hop and each end.
//!
//! Must not know: how a decision was reached; everything said here stands in the data.

use super::platform::{Driver, Platform};
use super::request::{Source, Target};
use super::state::{ObjectName, Socket};
use super::trace::{DnsStep, Hop, NoEndpoints, Outcome, Policy, PortRole, Reason, Rule, Server, Trace, Tunneler};
use crate::text::josa::{Josa, with};
use std::net::IpAddr;

impl Trace {
    /// The whole way, a line for each hop and one for the end.
    #[must_use]
    pub fn explain(&self) -> Vec<String> {
        self.hops.iter().map(Hop::explain).chain([self.end.explain()]).collect()
    }
}

impl Hop {
    /// What was decided here and why.
    #[must_use]
    pub fn explain(&self) -> String {
        match self {
            Self::Client { from, to, port, protocol } => {
                let who = match (from, to) {
                    (Source::Outside, Target::Address(address)) if address.is_loopback() => {
                        "노트북의 클라이언트가".to_owned()
                    }
                    _ => subject(from),
                };
                format!("{who} {}에 {protocol}로 요청을 보냅니다.", whom(to, *port))
            }
            Self::Tunnel { by, at, out, to } => tunnel(*by, *at, out, *to),
            Self::Dns { name, found } => dns(name, found),
            Self::Balancer { address, service, node, of } => {
                balancer(&address.to_string(), service.as_ref(), node.as_deref(), *of)
            }
            Self::Node { node, address, port } => {
                format!("패킷이 노드 {node}의 {address}:{port}에 도착합니다.")
            }
            Self::Proxy { node, mode, rule, port } => proxy(node, mode.name(), *rule, *port),
            Self::Service { service, port, target_port, ready, usable, policy } => {
                let route = format!("서비스 {service}의 port {port} → targetPort {target_port}.");
                let count = match policy {
                    _ if *ready == 0 => "준비된 엔드포인트가 없습니다.".to_owned(),
                    Policy::Cluster => format!("준비된 엔드포인트는 {ready}개입니다."),
                    Policy::ExternalLocal => local_count("externalTrafficPolicy", *ready, *usable),
                    Policy::InternalLocal => local_count("internalTrafficPolicy", *ready, *usable),
                    Policy::SameZone => near_count("이 노드와 같은 영역(zone)에 있는", *ready, *usable),
                    Policy::SameNode => near_count("이 노드에 있는", *ready, *usable),
                };
                format!("{route} {count}")
            }
            Self::Endpoint { address, port, pod, node, of, sticky, hairpin, other_node } => {
                let whose = pod.as_ref().map_or_else(|| "API 서버".to_owned(), |pod| format!("파드 {pod}"));
                let endpoint = format!("{address}:{port} ({whose})");
                let mut text = if *of == 1 {
                    format!("하나뿐인 엔드포인트 {} 보냅니다.", with(&endpoint, Josa::EuroRo))
                } else {
                    format!("엔드포인트 {of}개 가운데 {} 고릅니다.", with(&endpoint, Josa::EulReul))
                };
                if *sticky {
                    text.push_str(" sessionAffinity가 ClientIP라서 같은 클라이언트는 늘 같은 파드로 갑니다.");
                }
                if *hairpin {
                    text.push_str(" 요청을 보낸 파드 자신이 뽑혔습니다.");
                } else if *other_node {
                    text.push_str(" 다른 노드 ");
                    text.push_str(node);
                    text.push_str("에 있어서 패킷이 노드를 건너갑니다.");
                }
                text
            }
            Self::Pod { pod, node, port, answers } => {
                let whose = pod.as_ref().map_or_else(|| format!("노드 {node}의 API 서버"), |pod| format!("파드 {pod}"));
                if *answers {
                    format!("{whose}의 프로세스가 {port} 포트에서 요청을 받습니다.")
                } else {
                    format!("패킷이 {whose}까지 왔지만 {port} 포트에서 받아 줄 프로세스가 없습니다.")
                }
            }
        }
    }
}

impl Outcome {
    /// How it ended and why.
    #[must_use]
    pub fn explain(&self) -> String {
        match self {
            Self::Answered { by: Server::Pod(pod), body } => {
                format!("{} 대답했습니다: {body}", with(&format!("파드 {pod}"), Josa::IGa))
            }
            Self::Answered { by: Server::HealthCheck { service, endpoints }, .. } => format!(
                "이 노드의 kube-proxy가 대답했습니다: 여기에 있는 서비스 {service}의 준비된 엔드포인트는 {endpoints}개입니다."
            ),
            Self::Answered { by: Server::ApiServer, .. } => "API 서버가 대답했습니다.".to_owned(),
            Self::Refused(reason) => format!("연결이 거절되었습니다. {}", reason.explain()),
            Self::Timeout(reason) => format!("대답이 오지 않아 시간이 초과되었습니다. {}", reason.explain()),
            Self::Unresolved(reason) => format!("보낼 주소를 알아내지 못했습니다. {}", reason.explain()),
            Self::Pending(reason) => format!("아직 주소가 없습니다. {}", reason.explain()),
            Self::Left { host } => format!("요청이 클러스터 밖의 {} 나갑니다.", with(host, Josa::EuroRo)),
        }
    }
}

impl Reason {
    /// Why, in a sentence or two.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one table: a sentence for each reason")]
    pub fn explain(&self) -> String {
        match self {
            Self::NoEndpoints { service, why } | Self::NoAddresses { service, why } => {
                format!("서비스 {service}에 준비된 엔드포인트가 없습니다. {}", why.explain())
            }
            Self::NoLocalEndpoints { service, node, policy } => {
                let field =
                    if *policy == Policy::InternalLocal { "internalTrafficPolicy" } else { "externalTrafficPolicy" };
                format!(
                    "서비스 {service}의 {} Local이라서 노드 {node}에 있는 파드에만 보낼 수 있는데, 이 노드에는 준비된 파드가 없습니다. kube-proxy는 이런 패킷을 버립니다.",
                    with(field, Josa::IGa)
                )
            }
            Self::NothingListens { pod, port, protocol, sockets } => {
                let heard = if sockets.is_empty() {
                    "이 파드는 어떤 포트에서도 듣지 않습니다.".to_owned()
                } else {
                    format!("이 파드가 듣는 포트는 {}입니다.", listed(sockets))
                };
                format!("파드 {pod}에는 {port}/{protocol}에서 듣는 프로세스가 없습니다. {heard}")
            }
            Self::ListensOnLocalhost { pod, port } => format!(
                "파드 {pod}의 프로세스가 {port} 포트를 127.0.0.1에서만 듣습니다. 파드 밖에서 온 연결을 받으려면 0.0.0.0에서 들어야 합니다."
            ),
            Self::NothingOnNode { node, port, meant, open } => {
                let base =
                    format!("노드 {node}의 {port} 포트를 쓰는 프로세스도, 그 번호를 nodePort로 둔 서비스도 없습니다.");
                match meant {
                    Some(mixup) => {
                        let role = mixup.role.name();
                        let door = mixup
                            .node_port
                            .map(|port| format!(" 노드로는 nodePort {port}번으로 들어갑니다."))
                            .unwrap_or_default();
                        format!("{base} {port}번은 서비스 {}의 {role}입니다.{door}", mixup.service)
                    }
                    None if open.is_empty() => base,
                    None => {
                        let open = open.iter().map(|(service, port)| format!("{port}(서비스 {service})"));
                        format!("{base} 열려 있는 nodePort는 {}입니다.", open.collect::<Vec<_>>().join(", "))
                    }
                }
            }
            Self::NoSuchPort { service, port, protocol, role } => {
                let base = format!("서비스 {service}에는 port가 {port}/{protocol}인 항목이 없습니다.");
                match role {
                    Some(PortRole::TargetPort) => {
                        format!("{base} {port}번은 targetPort, 곧 파드의 포트입니다. 서비스에는 port로 연결합니다.")
                    }
                    Some(PortRole::NodePort) => {
                        format!("{base} {port}번은 nodePort, 곧 노드의 포트입니다. 서비스 주소에는 port로 연결합니다.")
                    }
                    _ => base,
                }
            }
            Self::ClusterIpFromOutside { service } => format!(
                "서비스 {service}의 clusterIP는 클러스터 노드의 규칙 안에만 있는 가상 주소입니다. 클러스터 밖에는 그리로 가는 길이 없습니다."
            ),
            Self::PodAddressFromOutside { address } => format!(
                "{} 클러스터 안의 파드 네트워크 주소입니다. 클러스터 밖에는 그리로 가는 길이 없습니다.",
                with(&address.to_string(), Josa::EunNeun)
            ),
            Self::NodeUnreachable { node, platform, driver } => unreachable(node, *platform, *driver),
            Self::NodeAddressPrivate { node } => format!(
                "노드 {node}의 주소는 클라우드 안에서만 통하는 사설 주소입니다. 인터넷에서는 로드밸런서나 노드의 외부 주소로 들어와야 합니다."
            ),
            Self::NodeDown { node } => {
                format!("노드 {} Ready 상태가 아니라서 아무 대답도 하지 않습니다.", with(node, Josa::IGa))
            }
            Self::BalancerPending { service, platform } => format!(
                "서비스 {service}의 EXTERNAL-IP가 <pending>입니다. 이 클러스터({})에는 로드밸런서를 내줄 클라우드가 없습니다. nodePort로는 들어올 수 있습니다.",
                platform.name()
            ),
            Self::NotABalancer { service, r#type: kind } => {
                format!(
                    "서비스 {service}의 type은 {kind}입니다. 로드밸런서의 주소는 type이 LoadBalancer일 때만 생깁니다."
                )
            }
            Self::BalancerPortClosed { address, port } => {
                format!("로드밸런서 {} {port} 포트를 열어 두지 않았습니다.", with(&address.to_string(), Josa::EunNeun))
            }
            Self::NoHealthyNode { service: Some(service) } => {
                format!("로드밸런서의 상태 확인을 통과한 노드가 없어서 서비스 {service}로 보낼 곳이 없습니다.")
            }
            Self::NoHealthyNode { service: None } => "로드밸런서가 넘겨줄 노드가 하나도 없습니다.".to_owned(),
            Self::SourceNotAllowed { service, client } => format!(
                "서비스 {service}의 loadBalancerSourceRanges에 클라이언트 주소 {} 들어 있지 않습니다.",
                with(&client.to_string(), Josa::IGa)
            ),
            Self::NoSuchName { name, namespace, elsewhere, nearest } => {
                no_such_name(name, namespace, elsewhere, nearest.as_deref())
            }
            Self::NoClusterDns { name, from } => {
                let who = match from {
                    Source::Outside => "클러스터 밖의 클라이언트는",
                    Source::Node(_) => "노드는",
                    Source::Pod(_) => "노드의 DNS 설정을 쓰는 파드(hostNetwork, dnsPolicy: Default)는",
                };
                format!("{name} 같은 서비스 이름은 클러스터 DNS만 압니다. {who} 클러스터 DNS에 묻지 않습니다.")
            }
            Self::NoClusterIp { service } => {
                format!(
                    "서비스 {service}에는 clusterIP가 없습니다. 헤드리스 서비스와 ExternalName 서비스는 이름으로만 찾습니다."
                )
            }
            Self::NobodyThere { address } => format!("주소가 {address}인 것이 없습니다."),
            Self::PodHasNoAddress { pod, phase } => {
                format!("파드 {} {phase} 상태라서 IP 주소가 없습니다.", with(&pod.to_string(), Josa::IGa))
            }
            Self::NoSuchObject { kind, name } => {
                format!("{} {} 이 클러스터에 없습니다.", korean_kind(kind), with(&name.to_string(), Josa::EunNeun))
            }
            Self::NoSuchSource { from } => match from {
                Source::Pod(pod) => {
                    format!("요청을 보낼 파드 {} 없거나 실행 중이 아닙니다.", with(&pod.to_string(), Josa::IGa))
                }
                Source::Node(node) => format!("요청을 보낼 노드 {} 없습니다.", with(node, Josa::IGa)),
                Source::Outside => "요청을 보낼 클라이언트가 없습니다.".to_owned(),
            },
            Self::NothingOnLoopback { from, port } => {
                let who = match from {
                    Source::Outside => "클라이언트 자신의 컴퓨터",
                    Source::Node(_) => "그 노드 자신",
                    Source::Pod(_) => "그 파드 자신",
                };
                let who = with(who, Josa::EulReul);
                format!("127.0.0.1은 {who} 뜻하는데, 거기에는 {port} 포트에서 듣는 프로세스가 없습니다.")
            }
        }
    }
}

impl NoEndpoints {
    /// Why, in a sentence.
    #[must_use]
    pub fn explain(&self) -> String {
        match self {
            Self::NoSelector => "셀렉터가 없어서 어떤 파드도 고르지 않습니다.".to_owned(),
            Self::NothingSelected => {
                "같은 네임스페이스에 셀렉터의 레이블이 모두 붙은 파드가 하나도 없습니다.".to_owned()
            }
            Self::NotReady { pods } => format!("셀렉터가 고른 {} 아직 Ready가 아닙니다.", which(pods)),
            Self::NoAddress { pods } => format!("셀렉터가 고른 {} 아직 IP 주소를 받지 못했습니다.", which(pods)),
            Self::NoNamedPort { name, names } if names.is_empty() => {
                format!("셀렉터가 고른 파드에는 이름이 {name}인 포트가 없습니다. 이름 붙은 포트 자체가 없습니다.")
            }
            Self::NoNamedPort { name, names } => {
                format!("셀렉터가 고른 파드에는 이름이 {name}인 포트가 없습니다. 있는 이름: {}.", names.join(", "))
            }
        }
    }
}

fn subject(from: &Source) -> String {
    match from {
        Source::Outside => "클러스터 밖의 사용자가".to_owned(),
        Source::Node(node) => with(&format!("노드 {node}"), Josa::IGa),
        Source::Pod(pod) => with(&format!("파드 {pod}"), Josa::IGa),
    }
}

fn whom(to: &Target, port: u16) -> String {
    match to {
        Target::Address(address) => format!("{address}:{port}"),
        Target::Node(name) => format!("노드 {name}:{port}"),
        Target::Pod(name) => format!("파드 {name}:{port}"),
        Target::Service(name) => format!("서비스 {name}:{port}"),
        Target::Balancer(name) => format!("서비스 {name}의 로드밸런서:{port}"),
        Target::Name(name) => format!("{name}:{port}"),
    }
}

fn tunnel(by: Tunneler, at: (IpAddr, u16), out: &Source, to: (IpAddr, u16)) -> String {
    let ((address, port), (inside, inside_port)) = (at, to);
    let listens = format!("노트북의 {address}:{port}에서 {} 듣고 있다가", with(by.name(), Josa::IGa));
    let whose = match out {
        Source::Node(node) => format!("노드 {node}"),
        Source::Pod(pod) => format!("파드 {pod}"),
        Source::Outside => "클러스터".to_owned(),
    };
    match by {
        Tunneler::MinikubeService => format!(
            "{listens} 연결을 받아 ssh 터널로 {whose} 안에 넘깁니다. 거기에서 서비스의 clusterIP {inside}:{inside_port}에 다시 요청합니다."
        ),
        Tunneler::PortForward => format!(
            "{listens} 연결을 받아 API 서버를 거쳐 {whose} 안의 {inside}:{inside_port}에 넘깁니다. 서비스와 kube-proxy는 거치지 않습니다."
        ),
        Tunneler::MinikubeTunnel if address.is_loopback() => {
            format!(
                "{listens} 연결을 받아 {whose} 안에 넘깁니다. 거기에서 서비스의 clusterIP {inside}:{inside_port}에 다시 요청합니다."
            )
        }
        Tunneler::MinikubeTunnel => {
            format!("노트북에서 도는 minikube tunnel이 {address}로 가는 길을 {whose} 쪽으로 내 두었습니다.")
        }
    }
}

fn dns(name: &str, found: &DnsStep) -> String {
    match found {
        DnsStep::ClusterIp { full, service, address } => format!(
            "클러스터 DNS가 {} {} 찾아 서비스 {service}의 clusterIP {} 알려 줍니다.",
            with(name, Josa::EulReul),
            with(full, Josa::EuroRo),
            with(&address.to_string(), Josa::EulReul)
        ),
        DnsStep::Pods { address, of, .. } => format!(
            "클러스터 DNS가 {name}에 파드 주소 {of}개로 답하고, 클라이언트는 그 가운데 {} 씁니다.",
            with(&address.to_string(), Josa::EulReul)
        ),
        DnsStep::Alias { service, target, .. } => {
            format!(
                "{} ExternalName 서비스 {service}의 이름입니다. DNS는 {} 다시 찾으라고 답합니다.",
                with(name, Josa::EunNeun),
                with(target, Josa::EuroRo)
            )
        }
        DnsStep::Nothing => format!("클러스터 DNS에 {} 이름이 없습니다.", with(name, Josa::IraneunRaneun)),
        DnsStep::NotAsked => "클러스터 DNS가 아니라 자신의 DNS에 묻습니다.".to_owned(),
    }
}

fn balancer(address: &str, service: Option<&ObjectName>, node: Option<&str>, of: usize) -> String {
    let whose = match service {
        Some(service) => format!("서비스 {service}의 로드밸런서({address})"),
        None => format!("노드 앞에 세운 로드밸런서({address})"),
    };
    match node {
        Some(node) if of > 1 => format!("{whose}가 노드 {of}개 가운데 {} 고릅니다.", with(node, Josa::EulReul)),
        Some(node) => format!("{whose}가 노드 {} 넘깁니다.", with(node, Josa::EuroRo)),
        None => format!("{whose}가 넘겨줄 노드를 찾지 못합니다."),
    }
}

fn proxy(node: &str, mode: &str, rule: Option<Rule>, port: u16) -> String {
    let rules = format!("노드 {node}의 kube-proxy 규칙({mode})");
    match rule {
        Some(Rule::ClusterIp) => format!("{rules}이 목적지를 서비스의 clusterIP로 알아봅니다."),
        Some(Rule::NodePort) => format!("{rules}이 {port}번을 서비스의 nodePort로 알아봅니다."),
        Some(Rule::Balancer) => format!("{rules}이 목적지를 서비스의 로드밸런서 주소로 알아봅니다."),
        Some(Rule::ExternalIp) => format!("{rules}이 목적지를 서비스의 externalIPs 주소로 알아봅니다."),
        None => format!("{rules}에 {port}번 포트로 가는 규칙이 없습니다."),
    }
}

fn local_count(field: &str, ready: usize, usable: usize) -> String {
    format!(
        "{} Local이라서 준비된 엔드포인트 {ready}개 가운데 이 노드에 있는 {usable}개만 씁니다.",
        with(field, Josa::IGa)
    )
}

fn near_count(which: &str, ready: usize, usable: usize) -> String {
    format!(
        "trafficDistribution에 가까운 파드를 먼저 고르라고 적혀 있어서, 준비된 엔드포인트 {ready}개 가운데 {which} {usable}개를 씁니다."
    )
}

fn unreachable(node: &str, platform: Platform, driver: Driver) -> String {
    let inside = match driver {
        Driver::DockerLinux | Driver::DockerDesktop => "도커 드라이버가 만든 도커 안쪽의 네트워크에",
        Driver::Vm => "가상 머신 드라이버가 만든 가상 머신 안에",
    };
    let base = format!(
        "{} 노드 {} {inside} 있어서, 노트북에서 노드 주소로 가는 길이 없습니다.",
        platform.name(),
        with(node, Josa::EunNeun),
    );
    match platform {
        Platform::Minikube => format!("{base} `minikube service 이름 --url`이 열어 주는 주소로 들어가야 합니다."),
        _ => base,
    }
}

fn no_such_name(name: &str, namespace: &str, elsewhere: &[String], nearest: Option<&str>) -> String {
    let service = name.split('.').next().unwrap_or(name);
    if let Some(other) = elsewhere.first() {
        return format!(
            "서비스 {} 네임스페이스 {other}에 있습니다. 네임스페이스 {namespace}의 파드는 `{service}.{other}`처럼 네임스페이스까지 붙여 불러야 합니다.",
            with(service, Josa::EunNeun)
        );
    }
    let base = format!("{} 이름의 서비스가 없습니다.", with(name, Josa::IraneunRaneun));
    match nearest {
        Some(nearest) => format!("{base} 가장 비슷한 이름은 {nearest}입니다."),
        None => base,
    }
}

fn listed(sockets: &[Socket]) -> String {
    let texts: Vec<String> = sockets.iter().map(ToString::to_string).collect();
    texts.join(", ")
}

/// The pods as a subject: `파드 web-1이`, `파드 4개(a, b, c 외 1개)가`.
fn which(pods: &[ObjectName]) -> String {
    match pods {
        [only] => with(&format!("파드 {only}"), Josa::IGa),
        _ => format!("파드 {}개({})가 모두", pods.len(), joined(pods)),
    }
}

fn joined(pods: &[ObjectName]) -> String {
    const SHOWN: usize = 3;
    let names: Vec<String> = pods.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = pods.len().saturating_sub(SHOWN);
    if more == 0 { names.join(", ") } else { format!("{} 외 {more}개", names.join(", ")) }
}

fn korean_kind(kind: &str) -> &str {
    match kind {
        "Service" => "서비스",
        "Pod" => "파드",
        "Node" => "노드",
        other => other,
    }
}
