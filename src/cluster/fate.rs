//! What a real cluster throws dice for: names, addresses and nodes of pods. Here a rule decides, unless it was said beforehand
//! how the dice fell, which replaying a recorded cluster needs.
//!
//! Must not know: how anything becomes of objects.

use super::state::ObjectName;
use std::collections::BTreeMap;

/// How the dice will fall; empty where rules decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// Names still to be given to pods, by namespace and `generateName`, in order.
    names: BTreeMap<ObjectName, Vec<String>>,
    pods: BTreeMap<ObjectName, PodFate>,
    /// Hashes still to be given to new templates, by Deployment.
    hashes: BTreeMap<ObjectName, Vec<String>>,
}

/// Where a pod will come to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodFate {
    /// Its address; empty where a rule decides.
    pub address: String,
    /// Its node; empty where a rule decides.
    pub node: String,
}

impl Fate {
    /// A pod called `name` will be made of `generate_name`, which is empty for a pod that is named by its author.
    pub fn foresee_pod(&mut self, namespace: &str, generate_name: &str, name: &str, fate: PodFate) {
        let full = ObjectName::new(namespace, name);
        if !generate_name.is_empty() {
            let names = self.names.entry(ObjectName::new(namespace, generate_name)).or_default();
            if !self.pods.contains_key(&full) && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        let known = self.pods.entry(full).or_default();
        if !fate.address.is_empty() {
            known.address = fate.address;
        }
        if !fate.node.is_empty() {
            known.node = fate.node;
        }
    }

    /// The next new template of a Deployment will have this hash.
    pub fn foresee_hash(&mut self, namespace: &str, deployment: &str, hash: &str) {
        self.hashes.entry(ObjectName::new(namespace, deployment)).or_default().push(hash.to_owned());
    }

    /// The name of the next pod made of `generate_name`.
    pub(super) fn take_name(&mut self, namespace: &str, generate_name: &str) -> Option<String> {
        let names = self.names.get_mut(&ObjectName::new(namespace, generate_name))?;
        (!names.is_empty()).then(|| names.remove(0))
    }

    /// The hash of a new template, where one was foreseen.
    pub(super) fn take_hash(&mut self, deployment: &ObjectName) -> Option<String> {
        let hashes = self.hashes.get_mut(deployment)?;
        (!hashes.is_empty()).then(|| hashes.remove(0))
    }

    /// Where a pod will come to be.
    pub(super) fn of_pod(&self, name: &ObjectName) -> Option<&PodFate> {
        self.pods.get(name)
    }
}

/// What stands in for a throw: a number that follows from a name and `lot` (FNV-1a over both).
pub(super) fn hash(name: &ObjectName, lot: u32) -> u32 {
    let bytes = name.namespace.bytes().chain([b'/']).chain(name.name.bytes()).chain(lot.to_le_bytes());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
