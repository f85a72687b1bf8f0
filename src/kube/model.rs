//! Kubernetes objects as plain data: only what Services are about, under Kubernetes' own names.
//!
//! Field names are those of the API in snake case (`targetPort` is `target_port`). A value is as it stands after
//! decoding; [`super::default`] fills in what the server would.
//!
//! Must not know: YAML, where a value stood in a text, other objects.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Labels, selectors, annotations.
pub type StringMap = BTreeMap<String, String>;

/// Any object kijabi knows.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// v1 Service.
    Service(Service),
    /// v1 Pod.
    Pod(Pod),
    /// apps/v1 Deployment.
    Deployment(Deployment),
    /// v1 Namespace.
    Namespace(Namespace),
    /// v1 Node.
    Node(Node),
}

impl Object {
    /// `Service`, `Pod` …
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Service(_) => "Service",
            Self::Pod(_) => "Pod",
            Self::Deployment(_) => "Deployment",
            Self::Namespace(_) => "Namespace",
            Self::Node(_) => "Node",
        }
    }

    /// What every object has.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        match self {
            Self::Service(it) => &it.metadata,
            Self::Pod(it) => &it.metadata,
            Self::Deployment(it) => &it.metadata,
            Self::Namespace(it) => &it.metadata,
            Self::Node(it) => &it.metadata,
        }
    }

    /// The same, to be changed.
    pub fn metadata_mut(&mut self) -> &mut Metadata {
        match self {
            Self::Service(it) => &mut it.metadata,
            Self::Pod(it) => &mut it.metadata,
            Self::Deployment(it) => &mut it.metadata,
            Self::Namespace(it) => &mut it.metadata,
            Self::Node(it) => &mut it.metadata,
        }
    }
}

/// ObjectMeta.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Unique in its namespace and kind.
    pub name: String,
    /// Prefix of a name the server makes up.
    pub generate_name: String,
    /// `default` where none was given; empty for kinds without namespace.
    pub namespace: String,
    /// What selectors look at.
    pub labels: StringMap,
    /// What nobody selects by.
    pub annotations: StringMap,
    /// What has to be done before it may vanish.
    pub finalizers: Vec<String>,
    /// Whose it is.
    pub owner_references: Vec<OwnerReference>,
    /// A counter of the server's.
    pub generation: i64,
    /// When it is to be gone; empty while nobody has deleted it.
    pub deletion_timestamp: String,
}

/// OwnerReference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnerReference {
    /// The owner's API version.
    pub api_version: String,
    /// The owner's kind.
    pub kind: String,
    /// The owner's name.
    pub name: String,
    /// The owner's number.
    pub uid: String,
    /// Whether the owner manages the object; `None` where unset.
    pub controller: Option<bool>,
    /// Whether the owner waits for the object when it is deleted in the foreground; `None` where unset.
    pub block_owner_deletion: Option<bool>,
}

/// A Service: a stable name and address before a set of pods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// ObjectMeta.
    pub metadata: Metadata,
    /// What was asked for.
    pub spec: ServiceSpec,
}

/// ServiceSpec.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceSpec {
    /// `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`, or what was written instead.
    pub r#type: String,
    /// Pods that carry all of these labels are chosen; empty chooses none.
    pub selector: StringMap,
    /// The ports, in order. Shared until they are changed: a long list is what makes a Service long.
    pub ports: Arc<Vec<ServicePort>>,
    /// `None` for a headless Service; empty until given out.
    pub cluster_ip: String,
    /// All cluster addresses, the first being `cluster_ip`.
    pub cluster_ips: Vec<String>,
    /// The name that DNS answers with for type ExternalName.
    pub external_name: String,
    /// Further addresses at which nodes accept the Service's traffic.
    pub external_ips: Vec<String>,
    /// `None` or `ClientIP`.
    pub session_affinity: String,
    /// How long ClientIP affinity lasts, in seconds.
    pub session_affinity_timeout: Option<i32>,
    /// `Cluster` or `Local`.
    pub external_traffic_policy: String,
    /// `Cluster` or `Local`; `None` where unset.
    pub internal_traffic_policy: Option<String>,
    /// Where the cloud's health checks ask, for policy Local.
    pub health_check_node_port: i32,
    /// Whether not-ready pods are endpoints too.
    pub publish_not_ready_addresses: bool,
    /// An address asked of the cloud.
    pub load_balancer_ip: String,
    /// Which implementation shall serve it.
    pub load_balancer_class: Option<String>,
    /// From where clients may come.
    pub load_balancer_source_ranges: Vec<String>,
    /// Whether a LoadBalancer gets node ports; `None` where unset.
    pub allocate_load_balancer_node_ports: Option<bool>,
    /// `SingleStack`, `PreferDualStack`, `RequireDualStack`; `None` where unset.
    pub ip_family_policy: Option<String>,
    /// `IPv4`, `IPv6`.
    pub ip_families: Vec<String>,
    /// A wish about near endpoints.
    pub traffic_distribution: Option<String>,
}

impl ServiceSpec {
    /// The ports, to be changed; those of a clone stay as they are.
    pub fn ports_mut(&mut self) -> &mut Vec<ServicePort> {
        Arc::make_mut(&mut self.ports)
    }

    /// Whether its clusterIP is `None`: it has no address, and DNS answers with the pods'.
    #[must_use]
    pub fn is_headless(&self) -> bool {
        match self.cluster_ips.as_slice() {
            [] => self.cluster_ip == "None",
            [only] => only == "None",
            _ => false,
        }
    }

    /// Whether traffic from outside the cluster can come in: node ports, a load balancer, or external IPs.
    #[must_use]
    pub fn externally_accessible(&self) -> bool {
        match self.r#type.as_str() {
            "NodePort" | "LoadBalancer" => true,
            "ClusterIP" => !self.external_ips.is_empty(),
            _ => false,
        }
    }

    /// Whether the load balancer asks every node for its health at a port of its own.
    #[must_use]
    pub fn needs_health_check(&self) -> bool {
        self.r#type == "LoadBalancer" && self.external_traffic_policy == "Local"
    }
}

/// ServicePort: a port of the Service and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServicePort {
    /// Needed as soon as there are two.
    pub name: String,
    /// `TCP`, `UDP`, `SCTP`.
    pub protocol: String,
    /// A hint for proxies; `None` where unset.
    pub app_protocol: Option<String>,
    /// The Service's own port.
    pub port: i32,
    /// The pod's port.
    pub target_port: IntOrString,
    /// The port on every node; 0 where none.
    pub node_port: i32,
}

/// A number or a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntOrString {
    /// A number; 0 where absent.
    Int(i32),
    /// A container port's name.
    String(String),
}

impl Default for IntOrString {
    fn default() -> Self {
        Self::Int(0)
    }
}

impl std::fmt::Display for IntOrString {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Int(number) => write!(f, "{number}"),
            Self::String(name) => f.write_str(name),
        }
    }
}

/// A Pod: containers that share one address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pod {
    /// ObjectMeta.
    pub metadata: Metadata,
    /// What was asked for.
    pub spec: PodSpec,
    /// What a world says about it.
    pub status: PodStatus,
}

/// PodSpec, as far as Services need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodSpec {
    /// The containers.
    pub containers: Vec<Container>,
    /// The node it runs on; empty until bound.
    pub node_name: String,
    /// Whether it uses its node's address.
    pub host_network: bool,
    /// What runs first.
    pub init_containers: Vec<Container>,
    /// `Always`, `OnFailure`, `Never`; empty where unset.
    pub restart_policy: String,
    /// `ClusterFirst` …; empty where unset.
    pub dns_policy: String,
    /// On which nodes it may run.
    pub node_selector: StringMap,
    /// The name it knows itself by; empty for its own.
    pub hostname: String,
    /// The headless Service below whose name its hostname is found; empty for none.
    pub subdomain: String,
    /// Which taints of nodes it puts up with.
    pub tolerations: Arc<Vec<Toleration>>,
}

/// What keeps pods from a node that do not tolerate it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taint {
    /// Its key.
    pub key: String,
    /// Its value; may be empty.
    pub value: String,
    /// `NoSchedule`, `PreferNoSchedule`, `NoExecute`.
    pub effect: String,
}

/// That a pod puts up with certain taints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Toleration {
    /// The taint's key; empty for every key, if the operator is `Exists`.
    pub key: String,
    /// `Exists` or `Equal`; empty means `Equal`.
    pub operator: String,
    /// The taint's value, for `Equal`.
    pub value: String,
    /// The taint's effect; empty for every effect.
    pub effect: String,
}

impl Toleration {
    /// Whether it is of that taint (`Toleration.ToleratesTaint`).
    #[must_use]
    pub fn tolerates(&self, taint: &Taint) -> bool {
        let exists = self.operator == "Exists";
        (self.effect.is_empty() || self.effect == taint.effect)
            && (self.key == taint.key || (self.key.is_empty() && exists))
            && (exists || self.value == taint.value)
    }
}

/// A container, as far as Services need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// Its name.
    pub name: String,
    /// What it runs.
    pub image: String,
    /// What it runs in place of the image's entrypoint.
    pub command: Vec<String>,
    /// What it gives to that, in place of the image's own.
    pub args: Vec<String>,
    /// What it declares; declaring opens nothing.
    pub ports: Vec<ContainerPort>,
    /// The port its readinessProbe connects to (`httpGet`, `tcpSocket`, `grpc`); `None` where it asks nothing of the network.
    pub ready_port: Option<IntOrString>,
}

/// ContainerPort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContainerPort {
    /// What a targetPort may call it.
    pub name: String,
    /// The number.
    pub container_port: i32,
    /// `TCP`, `UDP`, `SCTP`.
    pub protocol: String,
    /// The node's port that leads here; 0 where none.
    pub host_port: i32,
    /// The node's address at which that port is open; empty for all of them.
    pub host_ip: String,
}

/// PodStatus, as far as Services need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodStatus {
    /// `Pending`, `Running`, `Succeeded`, `Failed`; empty where the world says nothing.
    pub phase: String,
    /// The pod's address; empty where the world says nothing.
    pub pod_ip: String,
    /// The `Ready` condition; `None` where the world says nothing.
    pub ready: Option<bool>,
}

/// A Deployment: keeps a number of pods of one template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deployment {
    /// ObjectMeta.
    pub metadata: Metadata,
    /// How many pods; 1 where absent.
    pub replicas: i32,
    /// Whether it has a selector at all.
    pub has_selector: bool,
    /// `matchLabels` of its selector.
    pub match_labels: StringMap,
    /// `matchExpressions` of its selector.
    pub match_expressions: Vec<Requirement>,
    /// `RollingUpdate` or `Recreate`; empty where unset.
    pub strategy: String,
    /// Whether `rollingUpdate` is given.
    pub has_rolling_update: bool,
    /// How long a new pod has to hold before it counts, in seconds.
    pub min_ready_seconds: i32,
    /// How many old versions are kept; `None` where unset.
    pub revision_history_limit: Option<i32>,
    /// Within how many seconds a new version has to get on; `None` where unset.
    pub progress_deadline_seconds: Option<i32>,
    /// `rollingUpdate.maxSurge`; `None` where unset (25 %).
    pub max_surge: Option<IntOrString>,
    /// `rollingUpdate.maxUnavailable`; `None` where unset (25 %).
    pub max_unavailable: Option<IntOrString>,
    /// Whether a changed template is kept from being rolled out.
    pub paused: bool,
    /// `pod-template-hash` of its template, where the whole template was there to be hashed; otherwise empty.
    pub template_hash: String,
    /// The labels of the pods it makes: what a Service's selector must meet.
    pub template_metadata: Metadata,
    /// The pods it makes.
    pub template: PodSpec,
}

impl Deployment {
    /// Whether its selector takes a pod with `labels`.
    #[must_use]
    pub fn selects(&self, labels: &StringMap) -> bool {
        takes(&self.match_labels, &self.match_expressions, labels)
    }
}

/// LabelSelectorRequirement: one expression of a selector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirement {
    /// The label's key.
    pub key: String,
    /// `In`, `NotIn`, `Exists`, `DoesNotExist`.
    pub operator: String,
    /// What the label's value is compared with.
    pub values: Vec<String>,
}

impl Requirement {
    /// Whether `labels` meet it.
    #[must_use]
    pub fn matches(&self, labels: &StringMap) -> bool {
        let value = labels.get(&self.key);
        match self.operator.as_str() {
            "In" => value.is_some_and(|value| self.values.contains(value)),
            "NotIn" => !value.is_some_and(|value| self.values.contains(value)),
            "Exists" => value.is_some(),
            _ => value.is_none(),
        }
    }
}

/// A Namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namespace {
    /// ObjectMeta.
    pub metadata: Metadata,
}

/// A Node: a machine on which pods run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// ObjectMeta.
    pub metadata: Metadata,
    /// The address inside the machines' network; empty where the world says nothing.
    pub internal_ip: String,
    /// The address on the internet; empty where there is none.
    pub external_ip: String,
    /// The `Ready` condition; `None` where the world says nothing.
    pub ready: Option<bool>,
    /// Whether new pods may not be put here.
    pub unschedulable: bool,
    /// What keeps pods away.
    pub taints: Vec<Taint>,
}

/// Whether an object with `labels` is chosen by `selector`: every pair is there. An empty selector chooses nothing,
/// as the endpoints controller has it (a Service without selector gets no endpoints).
#[must_use]
pub fn selects(selector: &StringMap, labels: &StringMap) -> bool {
    !selector.is_empty() && has_all(labels, selector)
}

/// Whether every one of `pairs` is among `labels`; where there is none to be asked for, it is.
#[must_use]
pub fn has_all(labels: &StringMap, pairs: &StringMap) -> bool {
    pairs.iter().all(|(key, value)| labels.get(key) == Some(value))
}

/// Whether a label selector of pairs and expressions together (LabelSelector) takes an object with `labels`; an empty one takes all.
#[must_use]
pub fn takes(pairs: &StringMap, expressions: &[Requirement], labels: &StringMap) -> bool {
    has_all(labels, pairs) && expressions.iter().all(|requirement| requirement.matches(labels))
}
