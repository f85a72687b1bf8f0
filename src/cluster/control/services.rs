//! Services: what the API server gives them, what a cloud does, and their endpoints.
//!
//! Must not know: requests.

use super::{Applied, difference};
use crate::cluster::platform::{Driver, Platform};
use crate::cluster::refusal::Refusal;
use crate::cluster::state::{Endpoints, ObjectName, ServiceEndpoints, ServiceState};
use crate::cluster::{Cluster, allocate, endpoints};
use crate::diagnostic::Code;
use crate::kube::model::{IntOrString, Metadata, Service, ServicePort, ServiceSpec};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

impl Cluster {
    /// Service `kubernetes` leads to the API server on the first node; the server itself keeps it, without selector.
    pub(super) fn put_kubernetes_service(&mut self) {
        let port = ServicePort {
            name: "https".into(),
            protocol: "TCP".into(),
            port: 443,
            target_port: IntOrString::Int(i32::from(self.spec.platform.api_server_port())),
            ..ServicePort::default()
        };
        let labels = [("component", "apiserver"), ("provider", "kubernetes")];
        let metadata = Metadata {
            name: "kubernetes".into(),
            namespace: "default".into(),
            labels: labels.map(|(key, value)| (key.into(), value.into())).into(),
            ..Metadata::default()
        };
        let spec = ServiceSpec {
            r#type: "ClusterIP".into(),
            cluster_ip: "10.96.0.1".into(),
            ports: Arc::new(vec![port]),
            session_affinity: "None".into(),
            ..ServiceSpec::default()
        };
        // Its address is fixed and free: nothing else has been created yet, or it has just been deleted.
        let _ = self.put_service(Service { metadata, spec });
    }

    pub(super) fn put_service(&mut self, mut service: Service) -> Result<Applied, Vec<Refusal>> {
        let name = ObjectName::of(&service.metadata);
        let old = self.services.get(&name.namespace, &name.name).cloned();
        if let Some(old) = &old {
            update(&mut service, &old.service, &name)?;
            let mut allocations = self.allocations.clone();
            allocations.release(old);
            allocations.allocate(&mut service, self.spec.version)?;
            self.allocations = allocations;
        } else {
            self.allocations.allocate(&mut service, self.spec.version)?;
        }
        let applied = difference(old.as_ref().map(|old| &old.service), &service);
        let balancer = self.balancer_for(&service, old.as_ref());
        let chosen = endpoints::compute(&service, self.pods.in_namespace(&name.namespace));
        let mut row = ServiceEndpoints { service: name.clone(), endpoints: chosen };
        if &*name.namespace == "default" && &*name.name == "kubernetes" {
            row.endpoints = endpoints::of_api_server(&service, self.nodes.iter().next());
        }
        self.endpoints.put(row);
        self.services.put(ServiceState {
            cluster_ips: addresses(&service.spec.cluster_ips),
            external_ips: addresses(&service.spec.external_ips),
            balancer,
            service,
            name,
        });
        Ok(applied)
    }

    /// The address a cloud gives: the one asked for, the one it gave before, or the next free one of 203.0.113.0/24,
    /// which is reserved for documentation (RFC 5737).
    fn balancer_for(&mut self, service: &Service, old: Option<&ServiceState>) -> Option<IpAddr> {
        let before = old.and_then(|old| old.balancer);
        if let Some(address) = before {
            Arc::make_mut(&mut self.balancers).remove(&address);
        }
        let spec = &service.spec;
        if self.tunnel && spec.r#type == "LoadBalancer" && spec.load_balancer_class.is_none() {
            return self.tunnel_address(service);
        }
        if spec.r#type != "LoadBalancer" {
            return None;
        }
        if spec.load_balancer_class.is_some() || !self.spec.platform.gives_balancers() {
            // Whoever gave it an address where no cloud does gives it no other.
            let kept = before.filter(|address| !self.balancers.contains_key(address))?;
            Arc::make_mut(&mut self.balancers).insert(kept, ObjectName::of(&service.metadata));
            return Some(kept);
        }
        let own = self.spec.external_balancer.as_ref().map(|balancer| balancer.address);
        let free = |address: &IpAddr| !self.balancers.contains_key(address) && own != Some(*address);
        let address = [spec.load_balancer_ip.parse().ok(), before]
            .into_iter()
            .flatten()
            .chain((10..=254).map(|host| IpAddr::V4(Ipv4Addr::new(203, 0, 113, host))))
            .find(free)?;
        Arc::make_mut(&mut self.balancers).insert(address, ObjectName::of(&service.metadata));
        Some(address)
    }

    /// Gives a LoadBalancer Service the address that its `status` tells of, whoever gave it; another that had got it here by chance
    /// takes what this one had.
    pub fn balance(&mut self, service: &ObjectName, address: IpAddr) {
        let Some(state) = self.services.get(&service.namespace, &service.name) else { return };
        if state.service.spec.r#type != "LoadBalancer" || state.balancer == Some(address) {
            return;
        }
        let before = state.balancer;
        let balancers = Arc::make_mut(&mut self.balancers);
        before.map(|before| balancers.remove(&before));
        let other = balancers.insert(address, service.clone());
        if let (Some(other), Some(before)) = (&other, before) {
            balancers.insert(before, other.clone());
        }
        if let Some(other) = other {
            self.services.update(&other.namespace, &other.name, |state| state.balancer = before);
        }
        self.services.update(&service.namespace, &service.name, |state| state.balancer = Some(address));
    }

    /// Says where a Service without selector leads: to what was written by hand into slices of its name.
    pub fn lead(&mut self, service: &ObjectName, endpoints: Endpoints) {
        let is_selected = |state: &ServiceState| endpoints::is_selected_for(&state.service);
        let Some(state) = self.services.get(&service.namespace, &service.name) else { return };
        if !is_selected(state) && *self.endpoints(&service.namespace, &service.name) != endpoints {
            self.endpoints.put(ServiceEndpoints { service: service.clone(), endpoints });
        }
    }

    /// Whether `minikube tunnel` runs on the laptop.
    #[must_use]
    pub fn has_tunnel(&self) -> bool {
        self.tunnel
    }

    /// What `minikube tunnel` does: the laptop gets a route to the clusterIPs by way of the node, and each LoadBalancer Service its own
    /// clusterIP for an address. Where Docker Desktop hides the node, ports of the laptop's 127.0.0.1 are forwarded instead, and that
    /// is the address (pkg/minikube/tunnel of minikube). False where there is no minikube.
    pub fn open_tunnel(&mut self) -> bool {
        if self.spec.platform != Platform::Minikube {
            return false;
        }
        self.tunnel = true;
        let services: Vec<ObjectName> = self.services.iter().map(|state| state.name.clone()).collect();
        for name in services {
            let Some(state) = self.service(&name) else { continue };
            let own = &state.service.spec;
            let concerned = own.r#type == "LoadBalancer" && own.load_balancer_class.is_none();
            let address = if concerned { self.tunnel_address(&state.service) } else { None };
            if state.balancer != address {
                self.services.update(&name.namespace, &name.name, |state| state.balancer = address);
            }
        }
        true
    }

    fn tunnel_address(&self, service: &Service) -> Option<IpAddr> {
        if self.spec.driver == Driver::DockerDesktop {
            return Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        service.spec.cluster_ip.parse().ok()
    }

    pub(super) fn delete_service(&mut self, namespace: &str, name: &str) -> bool {
        let Some(old) = self.services.remove(namespace, name) else { return false };
        self.allocations.release(&old);
        self.endpoints.remove(namespace, name);
        if let Some(address) = old.balancer {
            Arc::make_mut(&mut self.balancers).remove(&address);
        }
        if namespace == "default" && name == "kubernetes" {
            self.put_kubernetes_service();
        }
        true
    }
}

fn addresses(texts: &[String]) -> Vec<IpAddr> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

/// What an update takes over from the object that is there, and what it must leave.
pub(super) fn update(service: &mut Service, old: &Service, name: &ObjectName) -> Result<(), Vec<Refusal>> {
    keep_allocated(service, old);
    drop_what_the_type_has_not(service, old);
    check_cluster_ip_stays(service, old, name)
}

/// Fields that the new type does not have and that were left as they were are taken out
/// (`dropTypeDependentFields` in pkg/registry/core/service/strategy.go).
fn drop_what_the_type_has_not(service: &mut Service, old: &Service) {
    let (kind, before) = (service.spec.r#type.clone(), old.spec.r#type.as_str());
    let (new, old) = (&mut service.spec, &old.spec);
    let has_address = |kind: &str| matches!(kind, "ClusterIP" | "NodePort" | "LoadBalancer");
    if has_address(before) && !has_address(&kind) && new.cluster_ip == old.cluster_ip {
        new.cluster_ip.clear();
        new.cluster_ips.clear();
        new.ip_families.clear();
        new.ip_family_policy = None;
    }
    let has_node_ports = |kind: &str| matches!(kind, "NodePort" | "LoadBalancer");
    let node_ports = |spec: &ServiceSpec| -> std::collections::BTreeSet<i32> {
        spec.ports.iter().map(|port| port.node_port).filter(|port| *port != 0).collect()
    };
    if has_node_ports(before) && !has_node_ports(&kind) && node_ports(new) == node_ports(old) {
        for port in new.ports_mut() {
            port.node_port = 0;
        }
    }
    if old.needs_health_check() && !new.needs_health_check() && new.health_check_node_port == old.health_check_node_port
    {
        new.health_check_node_port = 0;
    }
    if before == "LoadBalancer" && kind != "LoadBalancer" {
        if new.allocate_load_balancer_node_ports == old.allocate_load_balancer_node_ports {
            new.allocate_load_balancer_node_ports = None;
        }
        if new.load_balancer_class == old.load_balancer_class {
            new.load_balancer_class = None;
        }
    }
    if old.externally_accessible()
        && !new.externally_accessible()
        && new.external_traffic_policy == old.external_traffic_policy
    {
        new.external_traffic_policy.clear();
    }
}

/// On update the server keeps what it has given out where the manifest says nothing
/// (`patchAllocatedValues` in pkg/registry/core/service/storage).
fn keep_allocated(service: &mut Service, old: &Service) {
    let has_address = |service: &Service| service.spec.r#type != "ExternalName";
    if has_address(service) && has_address(old) && service.spec.cluster_ip.is_empty() {
        service.spec.cluster_ip.clone_from(&old.spec.cluster_ip);
        service.spec.cluster_ips.clone_from(&old.spec.cluster_ips);
    }
    if allocate::needs_node_ports(service) && allocate::needs_node_ports(old) {
        let mut taken: Vec<i32> =
            service.spec.ports.iter().map(|port| port.node_port).filter(|port| *port != 0).collect();
        for port in service.spec.ports_mut().iter_mut().filter(|port| port.node_port == 0) {
            // Ports are known again by their names, whatever else of them was changed.
            if let Some(before) = old.spec.ports.iter().rev().find(|it| it.name == port.name)
                && before.node_port != 0
                && !taken.contains(&before.node_port)
            {
                port.node_port = before.node_port;
                taken.push(before.node_port);
            }
        }
    }
    let is_checked = service.spec.needs_health_check() && old.spec.needs_health_check();
    if is_checked && service.spec.health_check_node_port == 0 {
        service.spec.health_check_node_port = old.spec.health_check_node_port;
    }
}

fn check_cluster_ip_stays(service: &Service, old: &Service, name: &ObjectName) -> Result<(), Vec<Refusal>> {
    let (new, before) = (&service.spec.cluster_ip, &old.spec.cluster_ip);
    let has_address = matches!(service.spec.r#type.as_str(), "ClusterIP" | "NodePort" | "LoadBalancer");
    if !has_address || before.is_empty() || new == before {
        return Ok(());
    }
    let detail = format!("Invalid value: [\"{new}\"]: may not change once set");
    let mut refusal = Refusal::invalid("Service", name.clone(), "spec.clusterIPs[0]", detail);
    refusal.code = Some(Code("cluster-ip-invalid"));
    Err(vec![refusal])
}
