//! Reads a world: a stream of real Kubernetes objects, and at most one `kijabi/v1` `World` document for what
//! Kubernetes has no object for.
//!
//! ```yaml
//! apiVersion: kijabi/v1
//! kind: World
//! metadata: {name: two-nodes}
//! spec:
//!   platform: minikube        # minikube | kind | cloud | bare-metal
//!   driver: docker-linux      # docker-linux | docker-desktop | vm
//!   proxyMode: iptables       # iptables | ipvs | nftables
//!   kubernetesVersion: "1.34"
//!   externalBalancer: {address: 203.0.113.80, port: 80, nodes: [node-1], nodePort: 30008}
//! ```
//!
//! What objects leave open is filled in by [`super::Cluster::new`].
//!
//! Must not know: lessons, files.

use std::collections::BTreeSet;

use super::control::NAMESPACES;
use super::platform::{Driver, ExternalBalancer, Platform, ProxyMode, WorldSpec};
use super::state::ObjectName;
use super::{Cluster, kubelet};
use crate::diagnostic::{Code, Diagnostic, Severity, Stage};
use crate::kube::model::Object;
use crate::kube::{self, Version};
use crate::text::{TextRange, blanked};
use crate::yaml::path::{self, Found, Step};
use crate::yaml::tree::{Node, Value};
use crate::yaml::{self, Parse};

/// The mistake of a text without objects.
const EMPTY: Code = Code("empty-manifest");

/// A world: where a cluster stands and what is in it at the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct World {
    /// Where it stands.
    pub spec: WorldSpec,
    /// What is in it; the order does not matter.
    pub objects: Vec<Object>,
}

impl World {
    /// Reads `text`. Every fault of its author's is a diagnostic with its place.
    pub fn read(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let parse = yaml::parse(text);
        let mut reader = Reader { faults: Vec::new() };
        let (spec, manifests) = reader.world_document(text, &parse);
        let checked = kube::check(&manifests, spec.version);
        // A world may hold no object at all, where kubectl would have nothing to create.
        let refusing = checked.errors.iter().chain(&checked.also).filter(|it| it.rejects() && it.code != EMPTY);
        reader.faults.extend(refusing.cloned());
        let world = Self { spec, objects: checked.objects.iter().map(|it| Object::clone(&it.object)).collect() };
        reader.meets_cluster(&world, &parse, &checked.objects);
        if reader.faults.is_empty() { Ok(world) } else { Err(reader.faults) }
    }

    /// What is filled in where `text` is a world, and is nothing a cluster could be without: namespaces that objects are in and
    /// no document declares. What was printed from a cluster leaves them out; in what is written by hand they are slips.
    #[must_use]
    pub fn gaps(text: &str) -> Vec<Diagnostic> {
        let parse = yaml::parse(text);
        let mut reader = Reader { faults: Vec::new() };
        let (spec, manifests) = reader.world_document(text, &parse);
        let objects = kube::check(&manifests, spec.version).objects;
        let declared = objects.iter().filter(|it| it.object.kind() == "Namespace");
        let declared: BTreeSet<&str> = declared.map(|it| it.object.metadata().name.as_str()).collect();
        reader.faults.clear();
        for decoded in &objects {
            let namespace = decoded.object.metadata().namespace.as_str();
            if namespace.is_empty() || NAMESPACES.contains(&namespace) || declared.contains(namespace) {
                continue;
            }
            let steps = ["metadata", "namespace"].map(|key| Step::Key(key.to_owned()));
            let help = format!(
                "네임스페이스 `{namespace}`: 이 세계에 없습니다. 이름을 고치거나 `kind: Namespace` 오브젝트를 더하십시오."
            );
            reader.fault("namespace-missing", place(&parse, Some(decoded), &steps), help);
        }
        reader.faults
    }
}

struct Reader {
    faults: Vec<Diagnostic>,
}

impl Reader {
    /// Takes the `World` document out of the text: its spec, and the text with spaces in its place, so that
    /// everything else keeps its position.
    fn world_document(&mut self, text: &str, parse: &Parse) -> (WorldSpec, String) {
        let mut spec = None;
        let mut manifests = text.to_owned();
        for document in &parse.documents {
            let Some(root) = document.tree.root().filter(|root| is_ours(*root)) else { continue };
            self.faults.extend(document.error.iter().chain(&document.also).cloned());
            if spec.is_some() {
                self.fault("value-not-supported", root.range(), "World 문서는 하나만 둘 수 있습니다.");
            }
            spec = Some(self.world_spec(root));
            manifests = blanked(&manifests, document.range);
        }
        (spec.unwrap_or_default(), manifests)
    }

    fn world_spec(&mut self, root: Node<'_>) -> WorldSpec {
        let mut spec = WorldSpec::default();
        self.only_keys(root, &["apiVersion", "kind", "metadata", "spec"]);
        self.one_of(root, "apiVersion", &[("kijabi/v1", ())]);
        self.one_of(root, "kind", &[("World", ())]);
        let Some(node) = root.get("spec") else { return spec };
        self.only_keys(node, &["platform", "driver", "proxyMode", "kubernetesVersion", "externalBalancer"]);
        let platforms = [Platform::Minikube, Platform::Kind, Platform::Cloud, Platform::BareMetal];
        let drivers = [Driver::DockerLinux, Driver::DockerDesktop, Driver::Vm];
        let modes = [ProxyMode::Iptables, ProxyMode::Ipvs, ProxyMode::Nftables];
        spec.platform = self.one_of(node, "platform", &platforms.map(|it| (it.name(), it))).unwrap_or_default();
        spec.driver = self.one_of(node, "driver", &drivers.map(|it| (it.name(), it))).unwrap_or_default();
        spec.proxy_mode = self.one_of(node, "proxyMode", &modes.map(|it| (it.name(), it))).unwrap_or_default();
        spec.version =
            self.one_of(node, "kubernetesVersion", &Version::ALL.map(|it| (it.name(), it))).unwrap_or_default();
        spec.external_balancer = node.get("externalBalancer").and_then(|it| self.external_balancer(it));
        spec
    }

    fn external_balancer(&mut self, node: Node<'_>) -> Option<ExternalBalancer> {
        self.only_keys(node, &["address", "port", "nodes", "nodePort"]);
        let address = self.scalar(node, "address", "IP 주소", |text| text.parse().ok());
        let port = self.scalar(node, "port", "1-65535 사이의 포트 번호", parse_port);
        let node_port = self.scalar(node, "nodePort", "1-65535 사이의 포트 번호", parse_port);
        let nodes = node.get("nodes").map(|list| {
            list.items().filter_map(|item| item.scalar().map(|scalar| scalar.text.to_owned())).collect::<Vec<_>>()
        });
        let nodes = nodes.filter(|nodes| !nodes.is_empty());
        if nodes.is_none() {
            self.fault("wrong-type", node.range(), "`nodes`에는 노드 이름의 목록을 적습니다.");
        }
        Some(ExternalBalancer { address: address?, port: port?, nodes: nodes?, node_port: node_port? })
    }

    /// The value of one of a few words; a word that is none of them is a fault.
    fn one_of<T: Copy>(&mut self, node: Node<'_>, key: &str, words: &[(&str, T)]) -> Option<T> {
        let value = node.get(key)?;
        let text = value.scalar().map_or("", |scalar| scalar.text);
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, it)| *it);
        if found.is_none() {
            let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let help = format!("`{key}`에 쓸 수 있는 값: {}.", allowed.join(", "));
            self.fault("value-not-supported", value.range(), help);
        }
        found
    }

    fn scalar<T>(&mut self, node: Node<'_>, key: &str, what: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = node.get(key);
        let scalar = value.and_then(Node::scalar).filter(|scalar| scalar.value != Value::Null);
        let found = scalar.and_then(|scalar| read(scalar.text));
        if found.is_none() {
            let range = value.unwrap_or(node).range();
            self.fault("value-not-supported", range, format!("`{key}`에는 {what} 하나를 적습니다."));
        }
        found
    }

    fn only_keys(&mut self, node: Node<'_>, known: &[&str]) {
        for entry in node.entries() {
            let text = entry.key.scalar().map_or("", |scalar| scalar.text);
            if !known.contains(&text) {
                let help = format!("World 문서에 `{text}` 필드는 없습니다. 쓸 수 있는 필드: {}.", known.join(", "));
                self.fault("unknown-field", entry.key.range(), help);
            }
        }
    }

    /// What shows only when the objects meet: taken ports, nodes that do not exist, annotations that cannot be read.
    fn meets_cluster(&mut self, world: &World, parse: &Parse, decoded: &[kube::Decoded]) {
        let (cluster, refused) = Cluster::build(world);
        for (index, refusal) in refused {
            let range = place(parse, decoded.get(index), &path::split(&refusal.path));
            let code = refusal.code.unwrap_or(Code("value-not-supported"));
            let help = "이 세계의 다른 오브젝트와 함께 둘 수 없습니다.";
            let fault = Diagnostic::new(code, Stage::Allocate, Severity::Error, range, help);
            self.faults.push(fault.with_server("FieldValueInvalid", refusal.path.clone(), refusal.message()));
        }
        let mut seen = BTreeSet::new();
        for (index, object) in world.objects.iter().enumerate() {
            let (kind, name) = (object.kind(), ObjectName::of(object.metadata()));
            if seen.insert((kind, name.clone())) {
                continue;
            }
            let steps = ["metadata", "name"].map(|key| Step::Key(key.to_owned()));
            let help = format!("{kind} `{name}`: 두 번 나옵니다. 이름이 같은 오브젝트는 하나만 둘 수 있습니다.");
            self.fault("object-exists", place(parse, decoded.get(index), &steps), help);
        }
        for (index, object) in world.objects.iter().enumerate() {
            let Object::Pod(pod) = object else { continue };
            for (key, help) in kubelet::faults(pod) {
                let steps = ["metadata", "annotations", key].map(|key| Step::Key(key.to_owned()));
                self.fault("value-not-supported", place(parse, decoded.get(index), &steps), help);
            }
        }
        let balancer = world.spec.external_balancer.iter().flat_map(|balancer| &balancer.nodes);
        for name in balancer.filter(|name| cluster.node(name).is_none()) {
            let at = parse.documents.iter().find_map(|document| document.tree.root().filter(|root| is_ours(*root)));
            let range = at.map_or(TextRange::EMPTY, Node::range);
            self.fault(
                "value-not-supported",
                range,
                format!("externalBalancer의 nodes에 적힌 `{name}` 노드가 없습니다."),
            );
        }
    }

    fn fault(&mut self, code: &'static str, range: TextRange, help: impl Into<String>) {
        self.faults.push(Diagnostic::new(Code(code), Stage::World, Severity::Error, range, help));
    }
}

fn is_ours(root: Node<'_>) -> bool {
    let version = root.get("apiVersion").and_then(Node::scalar);
    version.is_some_and(|scalar| scalar.text.starts_with("kijabi/"))
}

fn parse_port(text: &str) -> Option<u16> {
    text.parse().ok().filter(|port| *port != 0)
}

/// Where a field of a decoded object stands; the whole document where that cannot be told.
fn place(parse: &Parse, decoded: Option<&kube::Decoded>, steps: &[Step]) -> TextRange {
    let Some(decoded) = decoded else { return TextRange::EMPTY };
    match decoded.root(parse).map(|root| path::find(root, steps)) {
        Some(Found::Value { value, .. }) => value.range(),
        Some(Found::Missing { under }) => under,
        None => decoded.range,
    }
}
