//! What a real server throws dice for: uids, the letters at the end of generated names, addresses, the order of addresses in a
//! slice. Here each follows from what went before, unless it was said beforehand how the dice will fall.
//!
//! Must not know: kinds of objects.

use crate::cluster::fate::PodFate;
use crate::cluster::state::ObjectName;
use crate::kube::generated::letter;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How the dice will fall for one object.
#[derive(Clone, Debug)]
pub enum Foreseen {
    /// A Service's addresses.
    Service {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// What it will be given.
        fate: ServiceFate,
    },
    /// A slice that a controller makes.
    Slice {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// What will be in it.
        fate: SliceFate,
    },
    /// A pod.
    Pod {
        /// Its namespace.
        namespace: String,
        /// The prefix its name is made of; empty where its author named it.
        generate_name: String,
        /// Its name.
        name: String,
        /// Where it will be.
        fate: PodFate,
    },
    /// The ReplicaSet of a new template.
    ReplicaSet {
        /// Its namespace.
        namespace: String,
        /// Its Deployment.
        deployment: String,
        /// Its name.
        name: String,
    },
}

/// What a Service will be given where it asks for nothing by number.
#[derive(Clone, Debug, Default)]
pub struct ServiceFate {
    /// Its clusterIP; empty where a rule decides.
    pub cluster_ip: String,
    /// The node port of each port; 0 where a rule decides.
    pub node_ports: Vec<i32>,
    /// Its healthCheckNodePort; 0 where a rule decides.
    pub health_check_node_port: i32,
}

/// What will be in a slice.
#[derive(Clone, Debug, Default)]
pub struct SliceFate {
    /// The prefix its name is made of.
    pub generate_name: String,
    /// Its addresses in their order.
    pub endpoints: Vec<String>,
    /// The numbers of its ports.
    pub ports: Vec<i64>,
}

/// The dice of one server.
#[derive(Clone, Debug, Default)]
pub(super) struct Dice {
    /// How often uids and names were thrown for.
    thrown: u64,
    services: Arc<BTreeMap<ObjectName, ServiceFate>>,
    slices: Arc<BTreeMap<ObjectName, SliceFate>>,
    /// Names of objects of any kind, by their prefix.
    names: Arc<BTreeMap<ObjectName, Vec<String>>>,
}

impl Dice {
    pub(super) fn foresee_service(&mut self, namespace: &str, name: &str, fate: ServiceFate) {
        Arc::make_mut(&mut self.services).insert(ObjectName::new(namespace, name), fate);
    }

    pub(super) fn foresee_slice(&mut self, namespace: &str, name: &str, fate: SliceFate) {
        Arc::make_mut(&mut self.slices).insert(ObjectName::new(namespace, name), fate);
    }

    pub(super) fn foresee_name(&mut self, namespace: &str, generate_name: &str, name: &str) {
        if !generate_name.is_empty() {
            let names = Arc::make_mut(&mut self.names).entry(ObjectName::new(namespace, generate_name)).or_default();
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }

    pub(super) fn service(&self, name: &ObjectName) -> Option<&ServiceFate> {
        self.services.get(name)
    }

    pub(super) fn slice(&self, name: &ObjectName) -> Option<&SliceFate> {
        self.slices.get(name)
    }

    /// The foreseen slices of a namespace made of a prefix, by name.
    pub(super) fn slices<'d>(
        &'d self,
        namespace: &'d str,
        prefix: &'d str,
    ) -> impl Iterator<Item = (&'d str, &'d SliceFate)> {
        self.slices
            .iter()
            .filter(move |(name, fate)| &*name.namespace == namespace && fate.generate_name == prefix)
            .map(|(name, fate)| (&*name.name, fate))
    }

    /// A uid: a version 4 UUID in form.
    pub(super) fn uid(&mut self) -> String {
        let (high, low) = (self.throw(), self.throw());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            0x8000 | ((low >> 48) & 0x3fff),
            low & 0xffff_ffff_ffff
        )
    }

    /// A name made of a prefix that is not `taken`.
    pub(super) fn name(&mut self, namespace: &str, prefix: &str, taken: impl Fn(&str) -> bool) -> String {
        let foreseen = self.names.get(&ObjectName::new(namespace, prefix)).into_iter().flatten();
        if let Some(name) = foreseen.into_iter().find(|name| !taken(name)) {
            return name.clone();
        }
        loop {
            let name = format!("{prefix}{}", self.letters());
            if !taken(&name) {
                return name;
            }
        }
    }

    /// Five of the letters of apimachinery's util/rand.
    pub(super) fn letters(&mut self) -> String {
        let mut thrown = self.throw();
        let mut letters = String::with_capacity(5);
        for _ in 0..5 {
            letters.push(letter(thrown));
            thrown /= 27;
        }
        letters
    }

    /// The next number of SplitMix64 (Steele, Lea and Flood, 2014), which begins at the same place in every run.
    fn throw(&mut self) -> u64 {
        self.thrown = self.thrown.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.thrown;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }
}
