//! Every generator: enough different items, and each solved by another way than the one that computed its truth: by counting
//! labels in the text, by a second and simpler network, by the rules as a book states them.

use std::collections::BTreeSet;

use super::*;
use crate::quiz::item::{Accept, Choice, Item, Task};
use crate::quiz::judge::{self, Response};
use crate::yaml;
use crate::yaml::tree::Node;

const SEEDS: u64 = 1000;

/// A pod as its YAML reads.
#[derive(Debug)]
struct Pod {
    name: String,
    namespace: String,
    labels: Vec<(String, String)>,
    port: u16,
    ready: bool,
}

/// A Service as its YAML reads.
#[derive(Debug)]
struct Service {
    name: String,
    namespace: String,
    kind: String,
    selector: Vec<(String, String)>,
    port: u16,
    target: u16,
    node: Option<u16>,
}

fn text_of(node: Node<'_>, path: &[&str]) -> Option<String> {
    let end = path.iter().try_fold(node, |node, key| node.get(key))?;
    Some(end.scalar()?.text.to_owned())
}

fn pairs(node: Option<Node<'_>>) -> Vec<(String, String)> {
    let entries = node.into_iter().flat_map(|it| it.entries().collect::<Vec<_>>());
    entries
        .filter_map(|entry| Some((entry.key.scalar()?.text.to_owned(), entry.value.scalar()?.text.to_owned())))
        .collect()
}

/// What the texts of a world and a manifest say, read as plain YAML.
fn read(texts: &[&str]) -> (Vec<Pod>, Vec<Service>, String) {
    let (mut pods, mut services, mut platform) = (Vec::new(), Vec::new(), String::new());
    for text in texts {
        let parse = yaml::parse(text);
        for root in parse.documents.iter().filter_map(|document| document.tree.root()) {
            let kind = text_of(root, &["kind"]).unwrap_or_default();
            let name = text_of(root, &["metadata", "name"]).unwrap_or_default();
            let namespace = text_of(root, &["metadata", "namespace"]).unwrap_or_else(|| "default".to_owned());
            match kind.as_str() {
                "World" => platform = text_of(root, &["spec", "platform"]).unwrap_or_default(),
                "Pod" => {
                    let container = root.get("spec").unwrap().get("containers").unwrap().items().next().unwrap();
                    let port = container.get("ports").unwrap().items().next().unwrap();
                    pods.push(Pod {
                        name,
                        namespace,
                        labels: pairs(root.get("metadata").and_then(|it| it.get("labels"))),
                        port: text_of(port, &["containerPort"]).unwrap().parse().unwrap(),
                        ready: root.get("status").is_none(),
                    });
                }
                "Service" => {
                    let spec = root.get("spec").unwrap();
                    let Some(port) = spec.get("ports").and_then(|ports| ports.items().next()) else { continue };
                    let number = |key: &str| text_of(port, &[key]).and_then(|text| text.parse().ok());
                    let own: u16 = number("port").unwrap_or(0);
                    services.push(Service {
                        name,
                        namespace,
                        kind: text_of(spec, &["type"]).unwrap_or_else(|| "ClusterIP".to_owned()),
                        selector: pairs(spec.get("selector")),
                        port: own,
                        target: number("targetPort").unwrap_or(own),
                        node: number("nodePort"),
                    });
                }
                _ => {}
            }
        }
    }
    (pods, services, platform)
}

impl Service {
    fn chooses(&self, pod: &Pod) -> bool {
        self.namespace == pod.namespace && self.selector.iter().all(|pair| pod.labels.contains(pair))
    }

    /// How a connection to its own port ends, for somebody who may call it.
    fn ends(&self, pods: &[Pod]) -> (&'static str, Vec<String>) {
        let ready: Vec<&Pod> = pods.iter().filter(|pod| pod.ready && self.chooses(pod)).collect();
        let hear: Vec<String> =
            ready.iter().filter(|pod| pod.port == self.target).map(|pod| pod.name.clone()).collect();
        if hear.is_empty() { ("refused", hear) } else { ("answered", hear) }
    }
}

/// A second network, simpler than the simulator: how a request ends.
fn network(from: &str, to: &str, pods: &[Pod], services: &[Service], platform: &str) -> (&'static str, Vec<String>) {
    let (host, port) = to.rsplit_once(':').unwrap();
    let port: u16 = port.parse().unwrap();
    let inside = from != "outside";
    let called =
        |service: &Service, at: u16| if at == service.port { service.ends(pods) } else { ("timeout", Vec::new()) };
    if let Some(name) = host.strip_prefix("service/") {
        let service = services.iter().find(|it| it.name == name).unwrap();
        return if inside { called(service, port) } else { ("timeout", Vec::new()) };
    }
    if let Some(name) = host.strip_prefix("balancer/") {
        let service = services.iter().find(|it| it.name == name).unwrap();
        return if platform == "cloud" { called(service, port) } else { ("pending", Vec::new()) };
    }
    if host.starts_with("node-") {
        let door = services.iter().find(|it| it.kind != "ClusterIP" && it.node == Some(port));
        return door.map_or(("refused", Vec::new()), |service| service.ends(pods));
    }
    // A name: service, service.namespace, service.namespace.svc, service.namespace.svc.cluster.local.
    let asker = from.strip_prefix("pod/").unwrap();
    let own = asker.split_once('/').map_or("default", |(namespace, _)| namespace);
    let mut parts = host.split('.');
    let (name, namespace) = (parts.next().unwrap(), parts.next().unwrap_or(own));
    let rest: Vec<&str> = parts.collect();
    let is_name = ["", "svc", "svc.cluster.local"].contains(&rest.join(".").as_str());
    match services.iter().find(|it| it.name == name && it.namespace == namespace).filter(|_| is_name) {
        Some(service) => called(service, port),
        None => ("unresolved", Vec::new()),
    }
}

fn is_dns_1035(name: &str) -> bool {
    name.len() <= 63
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_port_name(name: &str) -> bool {
    name.len() <= 15
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && name.chars().any(|c| c.is_ascii_lowercase())
}

fn is_free_node_port(number: &str, services: &[Service]) -> bool {
    let number: u16 = number.parse().unwrap();
    (30_000..=32_767).contains(&number) && services.iter().all(|service| service.node != Some(number))
}

/// The choices that are right by another way, told by their texts.
fn choices_by<F: Fn(&str) -> bool>(choices: &[Choice], is_right: F) -> Response {
    let plain = |choice: &Choice| choice.text.trim_matches('`').to_owned();
    Response::Chosen(choices.iter().enumerate().filter(|(_, it)| is_right(&plain(it))).map(|(at, _)| at).collect())
}

const WORDS: [(&str, &str); 5] = [
    ("answered", "대답합니다"),
    ("refused", "거절됩니다"),
    ("timeout", "끊깁니다"),
    ("unresolved", "이름을 주소로"),
    ("pending", "<pending>"),
];

/// The answer to an item by another way than the one that computed its truth.
#[expect(clippy::too_many_lines, reason = "one table: a solution of its own for each generator")]
fn solve(generator: &Generator, made: &Made, item: &Item) -> Response {
    let manifest = made.spec.manifest.as_deref().unwrap();
    let (pods, services, platform) = read(&[&made.world, manifest]);
    let last = services.last();
    match (&item.task, generator.name) {
        (Task::Choose { choices, .. }, "pods-of-selector") => {
            let chosen: Vec<&str> =
                pods.iter().filter(|pod| last.unwrap().chooses(pod)).map(|pod| pod.name.as_str()).collect();
            choices_by(choices, |text| chosen.contains(&text.split('`').next().unwrap()))
        }
        (Task::Choose { choices, .. }, "which-pods-answer") => {
            let mut names = last.unwrap().ends(&pods).1;
            names.sort_unstable();
            let wanted = names.join("`, `");
            choices_by(choices, |text| text == wanted)
        }
        (Task::Choose { choices, .. }, "node-port-numbers" | "node-port-taken") => {
            let others: Vec<Service> = services.into_iter().filter(|it| it.node.is_some()).collect();
            choices_by(choices, |text| is_free_node_port(text, &others))
        }
        (Task::Choose { choices, .. }, "service-names") => choices_by(choices, is_dns_1035),
        (Task::Choose { choices, .. }, "port-names") => choices_by(choices, is_port_name),
        (Task::Choose { choices, .. }, "what-becomes" | "balancer-address") => {
            let asked = made.spec.ask.request.as_ref().unwrap();
            let (end, _) = network(&asked.from, &asked.to, &pods, &services, &platform);
            let word = WORDS.iter().find(|(name, _)| *name == end).unwrap().1;
            choices_by(choices, |text| text.contains(word))
        }
        (Task::Choose { choices, .. }, "service-row") => {
            let service = last.unwrap();
            let external = if service.kind == "LoadBalancer" { "<pending>" } else { "<none>" };
            let door = service.node.map_or_else(String::new, |node| format!(":{node}"));
            let row = format!("{}   {}   …   {external}   {}{door}/TCP   …", service.name, service.kind, service.port);
            choices_by(choices, |text| text == row)
        }
        (Task::Choose { choices, .. }, "dns-names") => {
            let from = made.spec.choices[0].is.as_ref().unwrap().split(" -> ").next().unwrap();
            let port = last.unwrap().port;
            choices_by(choices, |text| {
                network(from, &format!("{text}:{port}"), &pods, &services, &platform).0 == "answered"
            })
        }
        (Task::Choose { choices, .. }, "which-mistake") => choices_by(choices, |text| {
            let has = |line: &str| manifest.lines().any(|it| it.trim_start_matches([' ', '-']).starts_with(line));
            let quoted = manifest.lines().any(|it| it.ends_with('"'));
            let node: Option<u32> = manifest.lines().find_map(|it| it.trim().strip_prefix("nodePort: ")?.parse().ok());
            match text {
                _ if text.contains("쓸 수 없는 글자") => {
                    manifest.lines().any(|it| it.starts_with("  name: ") && it.contains('_'))
                }
                _ if text.contains("ClusterIP") => has("type: ClusterIP"),
                _ if text.contains("모두 이름이") => manifest.matches("- port:").count() == 2,
                _ if text.contains("종류가 다릅니다") => quoted,
                _ if text.contains("종류의 오브젝트") => has("kind: service"),
                _ if text.contains("범위") => node.is_some_and(|it| !(30_000..=32_767).contains(&it)),
                _ => has("Port:"),
            }
        }),
        (Task::Write(Accept::Words { .. }), "ready-endpoints") => {
            let count = pods.iter().filter(|pod| pod.ready && last.unwrap().chooses(pod)).count();
            Response::Written(format!(" {count} "))
        }
        (Task::Write(Accept::Words { .. }), "default-value") => {
            let path = &made.spec.ask.value.as_ref().unwrap().path;
            Response::Written(match path.as_str() {
                "spec.type" => "clusterip".to_owned(),
                "spec.ports[0].protocol" => "tcp".to_owned(),
                _ => last.unwrap().port.to_string(),
            })
        }
        (Task::Write(Accept::Mends(_)), "missing-line") => {
            let pod = &pods[0];
            Response::Written(match made.spec.mistakes[0].as_str() {
                "target-port-not-listening" => format!("targetPort: {}", pod.port),
                "selector-missing" => format!("{}: {}", pod.labels[0].0, pod.labels[0].1),
                "node-port-on-cluster-ip" => "type: LoadBalancer".to_owned(),
                _ => "name: anything-else".to_owned(),
            })
        }
        (Task::Match { left, right, .. }, "three-ports") => {
            let service = last.unwrap();
            let wanted = |left: &str| match left {
                _ if left.ends_with("노드") => service.node.unwrap(),
                _ if left.ends_with("서비스") => service.port,
                _ => service.target,
            };
            let place = |left: &String| right.iter().position(|it| *it == wanted(left).to_string());
            Response::Matched(left.iter().map(place).collect())
        }
        (Task::Order { items, .. }, "way-of-request") => {
            let rank = |text: &str| {
                ["부릅니다", "DNS|노드의|로드밸런서", "서비스", "받습니다"]
                    .iter()
                    .position(|words| words.split('|').any(|word| text.contains(word)))
            };
            let mut order: Vec<usize> = (0..items.len()).collect();
            order.sort_by_key(|&at| {
                let text = &items[at];
                if text.ends_with("받습니다") { Some(3) } else { rank(text) }
            });
            Response::Ordered(order)
        }
        (Task::Grid { rows, columns, .. }, "who-reaches") => {
            let cells = (0..rows.len()).flat_map(|y| (0..columns.len()).map(move |x| (y, x)));
            let reaches = |&(y, x): &(usize, usize)| {
                network(&made.spec.from[y], &made.spec.to[x], &pods, &services, &platform).0 == "answered"
            };
            Response::Marked(cells.filter(reaches).collect())
        }
        (Task::Line { text, .. }, "selector-typo") => {
            let labels: Vec<String> =
                pods.iter().flat_map(|pod| &pod.labels).map(|(key, value)| format!("{key}: {value}")).collect();
            let inside =
                |line: &str| line.starts_with("    ") && !line.starts_with("    - ") && !line.starts_with("      ");
            let at = text.lines().position(|line| inside(line) && !labels.contains(&line.trim().to_owned()));
            Response::Line(at.unwrap() + 1)
        }
        (Task::Line { text, .. }, "swapped-ports") => {
            let good = format!("targetPort: {}", pods[0].port);
            let at = text.lines().position(|line| line.contains("targetPort") && !line.contains(&good));
            Response::Line(at.unwrap() + 1)
        }
        (Task::Line { text, .. }, "faulty-line") => {
            let good = |line: &str| {
                let (key, value) = match line.trim_start_matches([' ', '-']).split_once(':') {
                    Some((key, value)) if value.is_empty() || value.starts_with(' ') => (key, value.trim()),
                    _ => return false,
                };
                let number = value.parse::<u32>();
                !line.contains('\t')
                    && match key {
                        "apiVersion" | "kind" | "metadata" | "spec" | "selector" | "ports" | "namespace" | "app"
                        | "tier" => true,
                        "name" => is_dns_1035(value),
                        "type" => ["NodePort", "ClusterIP", "LoadBalancer"].contains(&value),
                        "port" | "targetPort" => number.is_ok(),
                        "nodePort" => number.is_ok_and(|it| (30_000..=32_767).contains(&it)),
                        _ => false,
                    }
            };
            Response::Line(text.lines().position(|line| !good(line)).unwrap() + 1)
        }
        (task, name) => panic!("{name} has no other way: {task:?}"),
    }
}

#[test]
fn every_generator_is_solved_by_another_way() {
    let mut unsolved = Vec::new();
    for generator in &ALL {
        for seed in 0..SEEDS / 8 {
            let made = generator.made(seed);
            let Some(item) = generator.item(seed) else {
                let wrong = written::make("", &made.spec, &made.world, seed).unwrap_err();
                unsolved.push(format!("{} {seed}: {wrong:?}\n{:#?}", generator.name, made.spec));
                break;
            };
            let answer = solve(generator, &made, &item);
            let judgement = judge::judge(&item, &answer);
            if !judgement.right {
                unsolved.push(format!("{} {seed}\n{answer:?}\n{item:#?}\n{}", generator.name, made.world));
                break;
            }
        }
    }
    assert!(unsolved.is_empty(), "{}", unsolved.join("\n\n"));
}

#[test]
fn a_thousand_seeds_give_two_hundred_items_and_every_answer_has_its_turn() {
    for generator in &ALL {
        let mut items = BTreeSet::new();
        let mut rights = BTreeSet::new();
        for seed in 0..SEEDS {
            let made = generator.made(seed);
            // The order of the choices makes no other item.
            items.insert(format!("{}{:?}{:?}{}", made.spec.text, made.spec.manifest, made.spec.choices, made.world));
            if seed < 60 {
                let item = generator.item(seed).unwrap();
                rights.insert(format!(
                    "{:?}",
                    match item.task {
                        Task::Choose { choices, .. } =>
                            choices.iter().filter(|it| it.right).map(|it| it.text.clone()).collect(),
                        Task::Line { right, .. } => right.iter().map(ToString::to_string).collect(),
                        Task::Grid { marked, .. } => vec![format!("{marked:?}")],
                        other => vec![format!("{other:?}")],
                    }
                ));
            }
        }
        assert!(items.len() >= 200, "{}: {}", generator.name, items.len());
        assert!(rights.len() >= 2, "{} always has the same answer", generator.name);
    }
}

#[test]
fn wrong_answers_are_wrong_and_name_a_known_mistake() {
    for generator in &ALL {
        for seed in 0..40 {
            let item = generator.item(seed).unwrap();
            let wrong = match &item.task {
                Task::Choose { choices, .. } => {
                    Response::Chosen(choices.iter().enumerate().filter(|(_, it)| !it.right).map(|(at, _)| at).collect())
                }
                Task::Write(_) => Response::Written("port: nowhere".to_owned()),
                Task::Order { right, .. } => Response::Ordered(right.iter().rev().copied().collect()),
                Task::Match { partners, .. } => Response::Matched(vec![Some(partners[0]); partners.len()]),
                Task::Grid { marked, .. } => Response::Marked(
                    (0..marked.len())
                        .flat_map(|y| (0..marked[y].len()).map(move |x| (y, x)))
                        .filter(|&(y, x)| !marked[y][x])
                        .collect(),
                ),
                Task::Line { right, .. } => Response::Line(if right.contains(&1) { 2 } else { 1 }),
            };
            let judgement = judge::judge(&item, &wrong);
            assert!(!judgement.right && !judgement.answer.is_empty(), "{} {seed}", generator.name);
            assert!(!judgement.mistakes.is_empty(), "{} {seed}: {item:#?}", generator.name);
        }
    }
}

#[test]
fn the_right_place_is_spread_evenly() {
    let mut places = [0_u32; 4];
    for generator in ALL.iter().filter(|it| matches!(it.kind, QuestionKind::One | QuestionKind::Output)) {
        for seed in 0..100 {
            let Some(Task::Choose { choices, .. }) = generator.item(seed).map(|it| it.task) else { panic!() };
            places[choices.iter().position(|it| it.right).unwrap()] += 1;
        }
    }
    assert!(places.iter().all(|count| (90..160).contains(count)), "{places:?}");
}
