//! The small world a question is about, and what is true in it.
//!
//! Must not know: how a question is asked.

use std::collections::BTreeSet;

use crate::cluster::Cluster;
use crate::cluster::request::Request;
use crate::cluster::state::ObjectName;
use crate::cluster::trace::{Hop, Outcome, Place};
use crate::cluster::world::World;
use crate::diagnostic::{Diagnostic, Severity};
use crate::grade::diagnose;
use crate::grade::session;
use crate::kube::model::{IntOrString, Object, Service, selects};
use crate::kube::{self, Decoded, Version};
use crate::lesson::request::{self, Misread};
use crate::lesson::spec::TrafficRequest;
use crate::lesson::{File, mistakes};
use crate::yaml;

/// A world with a manifest applied to it.
pub(super) struct Scene {
    pub(super) cluster: Cluster,
    world: String,
    manifest: String,
    /// The objects of the manifest, defaulted and, where the server took them, with what it gave out.
    objects: Vec<Object>,
    /// The mistakes the manifest shows, each once: by itself first, then those that only the world shows.
    pub(super) codes: Vec<String>,
    /// All that is told of the manifest, what the server refuses first.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether the server takes everything in the manifest.
    pub(super) accepted: bool,
}

impl Scene {
    /// Applies `manifest` to `world`; either may be empty. Fails where the world cannot be read, in Korean.
    pub(super) fn new(world: &str, manifest: &str) -> Result<Self, String> {
        let read = World::read(world).map_err(|faults| {
            let told: Vec<String> = faults.into_iter().map(|fault| format!("{}: {}", fault.code, fault.help)).collect();
            format!("`world`: {}", told.join(" "))
        })?;
        let mut scene = Self {
            cluster: Cluster::new(&read),
            world: world.to_owned(),
            manifest: manifest.to_owned(),
            objects: Vec::new(),
            codes: Vec::new(),
            diagnostics: Vec::new(),
            accepted: true,
        };
        if !manifest.trim().is_empty() {
            scene.apply(manifest, !world.trim().is_empty());
        }
        Ok(scene)
    }

    fn apply(&mut self, text: &str, in_world: bool) {
        let parse = yaml::parse(text);
        let checked = kube::check_parsed(text, &parse, Version::default());
        self.codes = mistakes::shown(&checked).iter().map(ToString::to_string).collect();
        self.accepted = checked.rejected.is_none();
        self.diagnostics = checked.diagnostics().cloned().collect();
        self.objects = checked.objects.iter().map(|it| Object::clone(&it.object)).collect();
        let taken: Vec<&Decoded> = checked.objects.iter().filter(|it| it.accepted && self.accepted).collect();
        for decoded in &taken {
            if let Err(refusals) = self.cluster.apply(Object::clone(&decoded.object)) {
                self.accepted = false;
                let told = refusals.iter().map(|refusal| diagnose::refused(text, &parse, decoded, refusal));
                self.diagnostics.extend(told);
            }
        }
        if in_world {
            self.diagnostics.extend(diagnose::diagnose(&self.cluster, text, &parse, &taken));
        }
        let of_world =
            self.diagnostics.iter().filter(|it| it.severity <= Severity::Warning).map(|it| it.code.to_string());
        for code in of_world.filter(|_| checked.rejected.is_none()).collect::<Vec<_>>() {
            if !self.codes.contains(&code) {
                self.codes.push(code);
            }
        }
    }

    /// What the server and the world say: `accept` where the manifest is taken, and every mistake it shows.
    pub(super) fn verdict(&self) -> BTreeSet<String> {
        let accept = self.accepted.then(|| "accept".to_owned());
        accept.into_iter().chain(self.codes.iter().cloned()).collect()
    }

    /// The requests that are meant: one for each node where `any-node` is asked.
    pub(super) fn requests(&self, request: &TrafficRequest) -> Result<Vec<Request>, Misread> {
        request::read(&self.cluster, request)
    }

    /// Those requests where everything they name is there; a question about what does not exist is a slip of its author's.
    pub(super) fn standing(&self, wanted: &TrafficRequest) -> Result<Vec<Request>, Misread> {
        let requests = self.requests(wanted)?;
        requests.iter().try_for_each(|request| request::stands(&self.cluster, request))?;
        Ok(requests)
    }

    /// Whether requests are answered, each of them, however often it is repeated.
    pub(super) fn arrives(&self, requests: &[Request]) -> bool {
        requests.iter().all(|request| {
            let reach = self.cluster.reach(request);
            reach.others.iter().all(|end| matches!(end, Outcome::Answered { .. }))
                && !(reach.pods.is_empty() && reach.others.is_empty())
        })
    }

    /// What becomes of requests, in every word a choice may claim: how they end (`answered`, `refused` …) and, where pods answer,
    /// which (`web-1,web-2`). `mixed` where repeating one, or going by another node, ends differently.
    pub(super) fn ends(&self, requests: &[Request]) -> BTreeSet<String> {
        let (mut kinds, mut pods) = (BTreeSet::new(), BTreeSet::new());
        for request in requests {
            let reach = self.cluster.reach(request);
            kinds.extend(reach.others.iter().map(|end| end.kind().name().to_owned()));
            if !reach.pods.is_empty() {
                kinds.insert("answered".to_owned());
                pods.insert(joined(reach.pods.iter()));
            }
        }
        if kinds.len() > 1 {
            return BTreeSet::from(["mixed".to_owned()]);
        }
        if pods.len() == 1 {
            kinds.extend(pods);
        }
        kinds
    }

    /// How the first of these requests ends that does not arrive; where all arrive, the first.
    pub(super) fn end(&self, requests: &[Request]) -> Option<Outcome> {
        let stopped = requests.iter().find(|request| !self.arrives(std::slice::from_ref(*request)));
        Some(self.cluster.request(stopped.or(requests.first())?).end)
    }

    /// Why requests end as they do, in Korean.
    pub(super) fn because(&self, requests: &[Request]) -> String {
        self.end(requests).map(|end| end.explain()).unwrap_or_default()
    }

    /// The places on the way of the first of these requests, in order, each once.
    pub(super) fn way(&self, requests: &[Request]) -> Vec<&'static str> {
        let mut places: Vec<&'static str> = Vec::new();
        let hops = requests.first().map(|request| self.cluster.request(request).hops).unwrap_or_default();
        for place in hops.iter().map(Hop::place).map(place_name) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// What commands print, of several the last: all lines of standard output and standard error. The manifest is the file
    /// `service.yaml` beside the prompt; commands that name a file find the world as it was before, others with the manifest in it.
    pub(super) fn prints(&self, commands: &str) -> Vec<String> {
        let reads_file = commands.contains(MANIFEST);
        let world = match self.manifest.trim() {
            manifest if !reads_file && !manifest.is_empty() => format!("{}\n---\n{manifest}\n", self.world.trim_end()),
            _ => self.world.clone(),
        };
        let file = File { name: MANIFEST.to_owned(), text: self.manifest.clone() };
        let mut console = session::begin(&world, &[file]);
        let mut printed = String::new();
        for command in commands.split(';') {
            let output = console.run(command);
            printed = format!("{}{}", output.stdout, output.stderr);
        }
        printed.lines().map(squeezed).filter(|line| !line.is_empty()).collect()
    }

    /// A Service: of the cluster, or as the manifest has it where the server refused it.
    pub(super) fn service(&self, name: &str) -> Option<&Service> {
        let wanted = ObjectName::parse(name)?;
        let stands = self.cluster.services().get(&wanted.namespace, &wanted.name).map(|it| &it.service);
        stands.or_else(|| {
            self.objects.iter().find_map(|object| match object {
                Object::Service(service) if ObjectName::of(&service.metadata) == wanted => Some(service),
                _ => None,
            })
        })
    }

    /// The pods, by name, that a Service's selector chooses; every pod of its namespace is asked.
    pub(super) fn selected(&self, service: &str) -> Option<Vec<ObjectName>> {
        let service = self.service(service)?;
        let pods = self.cluster.pods().in_namespace(&service.metadata.namespace);
        let chosen = pods.filter(|pod| selects(&service.spec.selector, &pod.pod.metadata.labels));
        Some(chosen.map(|pod| pod.name.clone()).collect())
    }

    /// How many ready endpoints a Service has, and which pods they are: every word a choice may claim.
    pub(super) fn endpoints(&self, service: &str) -> Option<BTreeSet<String>> {
        let name = ObjectName::of(&self.service(service)?.metadata);
        let pods: BTreeSet<&ObjectName> = self.cluster.pods_behind(&name.namespace, &name.name).collect();
        let named = if pods.is_empty() { "none".to_owned() } else { joined(pods.iter().copied()) };
        Some(BTreeSet::from([pods.len().to_string(), named]))
    }

    /// The value of a Service's field after defaulting and allocation; `absent` where it has none. `None` where there is no such
    /// object or the field is none that can be asked for.
    pub(super) fn value(&self, object: &str, path: &str) -> Option<String> {
        let (kind, name) = object.split_once('/')?;
        let service = self.service(name).filter(|_| kind.eq_ignore_ascii_case("service"))?;
        let or_absent = |text: &str| if text.is_empty() { "absent".to_owned() } else { text.to_owned() };
        let number = |number: i32| if number == 0 { "absent".to_owned() } else { number.to_string() };
        if let Some((index, field)) = path.strip_prefix("spec.ports[").and_then(|rest| rest.split_once("].")) {
            let port = service.spec.ports.get(index.parse::<usize>().ok()?)?;
            return Some(match field {
                "port" => number(port.port),
                "nodePort" => number(port.node_port),
                "name" => or_absent(&port.name),
                "protocol" => or_absent(&port.protocol),
                "targetPort" => match &port.target_port {
                    IntOrString::Int(value) => number(*value),
                    IntOrString::String(name) => or_absent(name),
                },
                _ => return None,
            });
        }
        Some(match path {
            "spec.type" => or_absent(&service.spec.r#type),
            "metadata.namespace" => or_absent(&service.metadata.namespace),
            "spec.sessionAffinity" => or_absent(&service.spec.session_affinity),
            "spec.externalTrafficPolicy" => or_absent(&service.spec.external_traffic_policy),
            "spec.internalTrafficPolicy" => or_absent(service.spec.internal_traffic_policy.as_deref().unwrap_or("")),
            _ => return None,
        })
    }
}

/// The manifest's file as commands name it.
const MANIFEST: &str = "service.yaml";

/// A line with single blanks: how wide kubectl sets its columns is nobody's question.
fn squeezed(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a line reads as `claim` says, in which `*` stands for anything.
pub(super) fn reads(line: &str, claim: &str) -> bool {
    let claim = squeezed(claim);
    let mut parts = claim.split('*');
    let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else { return false };
    let mut last = None;
    for part in parts {
        last = Some(part);
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
    }
    // What stands behind the last star is the end of the line.
    last.map_or(rest.is_empty(), |last| line.ends_with(last))
}

/// `web-1,web-2`.
fn joined<'n>(pods: impl Iterator<Item = &'n ObjectName>) -> String {
    let names: BTreeSet<String> = pods.map(ToString::to_string).collect();
    names.into_iter().collect::<Vec<_>>().join(",")
}

/// A place on a way as questions write it.
pub(super) fn place_name(place: Place) -> &'static str {
    match place {
        Place::Client => "client",
        Place::Tunnel => "tunnel",
        Place::Dns => "dns",
        Place::Balancer => "balancer",
        Place::Node => "node",
        Place::Proxy => "proxy",
        Place::Service => "service",
        Place::Endpoint => "endpoint",
        Place::Pod => "pod",
    }
}
