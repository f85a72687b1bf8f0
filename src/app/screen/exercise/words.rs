//! Words that only the exercise's world knows: the labels of its pods and the ports they offer.
//!
//! Must not know: how they are offered.

use crate::kube::{self, Version, model::Container, model::Object, model::StringMap};
use std::collections::{BTreeMap, BTreeSet};

/// What pods of a world are labelled with and offer.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// Label key → value → names of the pods that carry it.
    labels: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// Port number or name → what offers it.
    ports: BTreeMap<String, BTreeSet<String>>,
}

impl Words {
    /// Reads them from the text of a `world.yaml`.
    pub(super) fn of(world: &str) -> Self {
        let mut words = Self::default();
        for decoded in kube::check(world, Version::default()).objects {
            match &*decoded.object {
                Object::Pod(pod) => {
                    words.pod(&pod.metadata.name, &pod.metadata.labels, &pod.spec.containers);
                }
                Object::Deployment(it) => {
                    let name = format!("디플로이먼트 {}의 파드", it.metadata.name);
                    words.pod(&name, &it.template_metadata.labels, &it.template.containers);
                }
                Object::Service(_) | Object::Namespace(_) | Object::Node(_) => {}
            }
        }
        words
    }

    /// Label keys, each with whose it is.
    pub(super) fn label_keys(&self) -> impl Iterator<Item = (&str, String)> {
        self.labels.iter().map(|(key, values)| {
            let of: BTreeSet<&str> = values.values().flatten().map(String::as_str).collect();
            (key.as_str(), format!("{}의 레이블", list(of.into_iter())))
        })
    }

    /// Values of a label, each with whose it is.
    pub(super) fn label_values(&self, key: &str) -> impl Iterator<Item = (&str, String)> {
        let values = self.labels.get(key).into_iter().flatten();
        values.map(|(value, of)| (value.as_str(), format!("{}의 레이블", list(of.iter().map(String::as_str)))))
    }

    /// Ports and port names, each with who offers it.
    pub(super) fn ports(&self) -> impl Iterator<Item = (&str, String)> {
        self.ports
            .iter()
            .map(|(port, of)| (port.as_str(), format!("{}의 containerPort", list(of.iter().map(String::as_str)))))
    }

    fn pod(&mut self, name: &str, labels: &StringMap, containers: &[Container]) {
        for (key, value) in labels {
            let values = self.labels.entry(key.clone()).or_default();
            values.entry(value.clone()).or_default().insert(name.to_owned());
        }
        for port in containers.iter().flat_map(|container| &container.ports) {
            let names = [port.container_port.to_string(), port.name.clone()];
            for word in names.into_iter().filter(|word| !word.is_empty()) {
                self.ports.entry(word).or_default().insert(name.to_owned());
            }
        }
    }
}

/// The first three, and that there are more.
fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    let more = if names.len() > 3 { format!(" 외 {}개", names.len() - 3) } else { String::new() };
    format!("{}{more}", names.iter().take(3).copied().collect::<Vec<_>>().join(", "))
}
