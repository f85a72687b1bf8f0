//! Names, numbers and the pieces of YAML that generators put together.
//!
//! Must not know: what is asked about them.

use std::fmt::Write;

use crate::quiz::random::Random;

/// What apps are called.
pub(super) const APPS: [&str; 28] = [
    "web", "api", "cart", "orders", "reviews", "blog", "chat", "search", "login", "mailer", "photos", "stock",
    "billing", "feed", "wiki", "vote", "tickets", "maps", "music", "notes", "forum", "shop", "report", "coupon",
    "wallet", "board", "catalog", "gateway",
];

/// Where apps listen.
pub(super) const PORTS: [u16; 14] =
    [3000, 4000, 5000, 6060, 7000, 7070, 8000, 8080, 8081, 8088, 8443, 9000, 9090, 9376];

/// What Services listen at.
pub(super) const FRONTS: [u16; 5] = [80, 443, 8000, 3306, 5432];

/// Values of the label `tier`.
pub(super) const TIERS: [&str; 5] = ["front", "back", "cache", "data", "edge"];

/// Namespaces.
pub(super) const SPACES: [&str; 8] = ["shop", "dev", "staging", "bank", "lab", "school", "team-a", "media"];

/// A node port in its range.
pub(super) fn node_port(random: &mut Random) -> u16 {
    random.between(30_000, 32_767)
}

/// A pod.
#[derive(Clone, Debug)]
pub(super) struct Pod {
    pub(super) name: String,
    pub(super) namespace: &'static str,
    pub(super) labels: Vec<(String, String)>,
    pub(super) port: u16,
    pub(super) port_name: Option<&'static str>,
    pub(super) node: Option<&'static str>,
    pub(super) ready: bool,
}

impl Pod {
    /// A ready pod in `default` with one label.
    pub(super) fn new(name: impl Into<String>, key: &str, value: &str, port: u16) -> Self {
        Self {
            name: name.into(),
            namespace: "default",
            labels: vec![(key.to_owned(), value.to_owned())],
            port,
            port_name: None,
            node: None,
            ready: true,
        }
    }

    /// The same with one more label.
    pub(super) fn with(mut self, key: &str, value: &str) -> Self {
        self.labels.push((key.to_owned(), value.to_owned()));
        self
    }

    fn write(&self, out: &mut String) {
        let labels: Vec<String> = self.labels.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        let _ = write!(
            out,
            "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {}\n  namespace: {}\n  labels: {{{}}}\nspec:\n",
            self.name,
            self.namespace,
            labels.join(", ")
        );
        if let Some(node) = self.node {
            let _ = writeln!(out, "  nodeName: {node}");
        }
        let name = self.port_name.map_or_else(String::new, |name| format!("name: {name}, "));
        let port = self.port;
        let _ = write!(
            out,
            "  containers:\n    - name: main\n      image: example/main:1\n      ports: [{{{name}containerPort: {port}}}]\n"
        );
        if !self.ready {
            out.push_str("status:\n  phase: Running\n  conditions: [{type: Ready, status: \"False\"}]\n");
        }
    }
}

/// A world of pods on a platform, with nodes where they are named.
pub(super) fn world(platform: &str, nodes: &[(&str, &str)], pods: &[Pod]) -> String {
    let mut out =
        format!("apiVersion: kijabi/v1\nkind: World\nmetadata: {{name: made}}\nspec: {{platform: {platform}}}\n");
    for (name, address) in nodes {
        let _ = write!(
            out,
            "---\napiVersion: v1\nkind: Node\nmetadata: {{name: {name}}}\nstatus:\n  addresses: [{{type: InternalIP, address: {address}}}]\n"
        );
    }
    for namespace in
        pods.iter().map(|pod| pod.namespace).filter(|it| *it != "default").collect::<std::collections::BTreeSet<_>>()
    {
        let _ = write!(out, "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: {namespace}}}\n");
    }
    for pod in pods {
        pod.write(&mut out);
    }
    out
}

/// A port's number as it is written, or what stands in its place.
pub(super) struct Number(String);

impl From<u16> for Number {
    fn from(number: u16) -> Self {
        Self(number.to_string())
    }
}

impl From<&str> for Number {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// A Service's manifest.
#[derive(Clone, Debug)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) namespace: Option<&'static str>,
    pub(super) r#type: Option<&'static str>,
    pub(super) selector: Vec<(String, String)>,
    pub(super) ports: Vec<ServicePort>,
}

/// A port of it; texts, so that a number may be missing or wrong.
#[derive(Clone, Debug, Default)]
pub(super) struct ServicePort {
    pub(super) name: Option<String>,
    pub(super) port: String,
    pub(super) target: Option<String>,
    pub(super) node: Option<String>,
}

impl ServicePort {
    /// A port with its target.
    pub(super) fn new(port: u16, target: Option<u16>) -> Self {
        Self { port: port.to_string(), target: target.map(|it| it.to_string()), ..Self::default() }
    }

    /// The same with a port of the node.
    pub(super) fn at_node(self, node: impl Into<Number>) -> Self {
        Self { node: Some(node.into().0), ..self }
    }
}

impl Service {
    /// A ClusterIP Service, its type not written, that chooses by one label.
    pub(super) fn new(name: &str, key: &str, value: &str, port: ServicePort) -> Self {
        Self {
            name: name.to_owned(),
            namespace: None,
            r#type: None,
            selector: vec![(key.to_owned(), value.to_owned())],
            ports: vec![port],
        }
    }

    /// The same of another type.
    pub(super) fn of_type(self, r#type: &'static str) -> Self {
        Self { r#type: Some(r#type), ..self }
    }

    /// The manifest.
    pub(super) fn yaml(&self) -> String {
        let mut out = format!("apiVersion: v1\nkind: Service\nmetadata:\n  name: {}\n", self.name);
        if let Some(namespace) = self.namespace {
            let _ = writeln!(out, "  namespace: {namespace}");
        }
        out.push_str("spec:\n");
        if let Some(r#type) = self.r#type {
            let _ = writeln!(out, "  type: {type}");
        }
        if !self.selector.is_empty() {
            out.push_str("  selector:\n");
            for (key, value) in &self.selector {
                let _ = writeln!(out, "    {key}: {value}");
            }
        }
        out.push_str("  ports:\n");
        for port in &self.ports {
            let fields = [
                ("name", &port.name),
                ("port", &Some(port.port.clone())),
                ("targetPort", &port.target),
                ("nodePort", &port.node),
            ];
            let written = fields.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
            for (index, (key, value)) in written.enumerate() {
                let _ = writeln!(out, "{}{key}: {value}", if index == 0 { "    - " } else { "      " });
            }
        }
        out
    }
}
