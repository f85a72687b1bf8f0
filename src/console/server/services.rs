//! Services: what they are given, and how the whole object looks.
//!
//! Must not know: endpoints, traffic.

use super::Server;
use super::status::Status;
use super::write::Draft;
use crate::cluster::state::ObjectName;
use crate::console::resource::Resource;
use crate::kube::json;
use crate::kube::model::{Object, Service};

/// What a dry run gives where an address is wanted: the first of the range, which no Service ever has.
const DRY_CLUSTER_IP: &str = "10.96.0.0";
/// The first node port that a dry run gives: one past the range (`PortAllocationOperation.AllocateNext`).
const DRY_NODE_PORT: i32 = 32768;

impl Server {
    /// What a new Service is given; what was foreseen where it asks for nothing.
    pub(super) fn allocate_new(
        &self,
        resource: &Resource,
        service: &Service,
        dry_run: bool,
    ) -> Result<Service, Status> {
        let refuse = |refusals| Status::of_refusals(resource, refusals);
        if dry_run {
            return self.allocate_dry(resource, service);
        }
        if let Some(given) = self.foreseen(service)
            && let Ok(given) = self.cluster.allocated_anew(given)
        {
            return Ok(given);
        }
        self.cluster.allocated_anew(service.clone()).map_err(refuse)
    }

    /// What a changed Service is given.
    pub(super) fn allocate_update(
        &self,
        resource: &Resource,
        service: &Service,
        dry_run: bool,
    ) -> Result<Service, Status> {
        let refuse = |refusals| Status::of_refusals(resource, refusals);
        let given = self.cluster.allocated(service.clone());
        if dry_run {
            return match given {
                Ok(given) => Ok(given),
                // Only what is taken or out of range passes a dry run.
                Err(refusals) if refusals.iter().all(|it| it.path.ends_with(".nodePort")) => Ok(service.clone()),
                Err(refusals) => Err(refuse(refusals)),
            };
        }
        let asked_for_nothing = given.map_err(refuse)?;
        let name = ObjectName::of(&service.metadata);
        let had = self.cluster.services().get(&name.namespace, &name.name);
        let had_ports = had.is_some_and(|had| had.service.spec.ports.iter().any(|port| port.node_port != 0));
        let Some(mut foreseen) = self.foreseen(service).filter(|_| !had_ports) else { return Ok(asked_for_nothing) };
        foreseen.spec.cluster_ip.clone_from(&asked_for_nothing.spec.cluster_ip);
        foreseen.spec.cluster_ips.clone_from(&asked_for_nothing.spec.cluster_ips);
        Ok(self.cluster.allocated(foreseen).unwrap_or(asked_for_nothing))
    }

    /// The Service asking for what it was foreseen to be given; `None` where nothing was.
    fn foreseen(&self, service: &Service) -> Option<Service> {
        let fate = self.dice.service(&ObjectName::of(&service.metadata))?;
        let mut service = service.clone();
        let spec = &mut service.spec;
        let has_address = matches!(spec.r#type.as_str(), "ClusterIP" | "NodePort" | "LoadBalancer");
        if has_address && spec.cluster_ip.is_empty() && spec.cluster_ips.is_empty() && fate.cluster_ip != "None" {
            spec.cluster_ip.clone_from(&fate.cluster_ip);
        }
        if matches!(spec.r#type.as_str(), "NodePort" | "LoadBalancer")
            && spec.allocate_load_balancer_node_ports != Some(false)
        {
            for (port, fated) in spec.ports_mut().iter_mut().zip(&fate.node_ports) {
                if port.node_port == 0 {
                    port.node_port = *fated;
                }
            }
        }
        if spec.needs_health_check() && spec.health_check_node_port == 0 {
            spec.health_check_node_port = fate.health_check_node_port;
        }
        Some(service)
    }

    /// A dry run gives placeholders, and asks neither whether a port lies in the range nor whether it is taken.
    fn allocate_dry(&self, resource: &Resource, service: &Service) -> Result<Service, Status> {
        let mut asked = service.clone();
        let mut ports: Vec<i32> = asked.spec.ports.iter().map(|port| port.node_port).collect();
        for port in asked.spec.ports_mut() {
            port.node_port = 0;
        }
        let given = crate::kube::allocate::Allocations::new().allocate(&mut asked, self.cluster.spec().version);
        given.map_err(|faults| Status::of_faults(resource, &service.metadata.name, faults))?;
        if service.spec.cluster_ip.is_empty() && !asked.spec.cluster_ip.is_empty() {
            DRY_CLUSTER_IP.clone_into(&mut asked.spec.cluster_ip);
            asked.spec.cluster_ips = vec![DRY_CLUSTER_IP.to_owned()];
        }
        let mut next = DRY_NODE_PORT.max(ports.iter().copied().max().unwrap_or(0) + 1);
        for (port, wanted) in asked.spec.ports_mut().iter_mut().zip(&mut ports) {
            if *wanted != 0 {
                port.node_port = *wanted;
            } else if port.node_port != 0 {
                port.node_port = next;
                next += 1;
            }
        }
        Ok(asked)
    }
}

impl Draft {
    /// The object as it stands once addresses were given.
    pub(super) fn put_service(&mut self, mut service: Service) {
        if service.spec.r#type == "ExternalName" {
            service.spec.internal_traffic_policy = service.spec.internal_traffic_policy.filter(|it| it != "Cluster");
        }
        let spec = json::service(&service).get("spec").cloned().unwrap_or_default();
        if let Some(object) = self.value.as_object_mut() {
            object.insert("spec".to_owned(), spec);
            object.entry("status").or_insert_with(|| serde_json::json!({"loadBalancer": {}}));
        }
        self.object = Some(Object::Service(service));
    }
}
