//! Applying the same Services to a like cluster once more, which an editor does at every keystroke: what was made of them
//! is taken over where it would come out the same.
//!
//! Must not know: who applies, texts.

use super::Cluster;
use crate::cluster::refusal::Refusal;
use crate::cluster::state::{PodState, ServiceEndpoints, ServiceState, Table};
use crate::kube::model::Object;
use std::sync::Arc;

/// What a cluster made of a Service.
#[derive(Debug)]
pub struct Made {
    object: Arc<Object>,
    /// The pods there were: its endpoints are those among them.
    pods: Table<PodState>,
    service: Arc<ServiceState>,
    endpoints: Arc<ServiceEndpoints>,
}

impl Made {
    /// Whether it was made of this very object.
    #[must_use]
    pub fn is_of(&self, object: &Arc<Object>) -> bool {
        Arc::ptr_eq(&self.object, object)
    }
}

impl Cluster {
    /// [`Cluster::apply`], with what a cluster of the same world made of the object before. Gives what is made of it now,
    /// where that is worth keeping. The cluster is the same as without; a property test holds it to that.
    pub fn apply_again(&mut self, object: &Arc<Object>, before: Option<Made>) -> Result<Option<Made>, Vec<Refusal>> {
        let Object::Service(service) = &**object else {
            return self.apply(Object::clone(object)).map(|_| None);
        };
        let (namespace, name) = (&service.metadata.namespace, &service.metadata.name);
        let is_new = self.services.get(namespace, name).is_none();
        if let Some(mut made) = before.filter(|made| is_new && self.pods.is_same(&made.pods) && made.is_of(object))
            && self.namespaces.get("", namespace).is_some()
            && self.allocations.allocate_again(&service.spec, &mut made.service)
        {
            self.endpoints.put_shared(Arc::clone(&made.endpoints));
            self.services.put_shared(Arc::clone(&made.service));
            return Ok(Some(made));
        }
        self.apply(Object::clone(object))?;
        // What replaced another may have kept something of it, and a balancer's address depends on those before.
        if !is_new || service.spec.r#type == "LoadBalancer" {
            return Ok(None);
        }
        let rows = self.services.shared(namespace, name).zip(self.endpoints.shared(namespace, name));
        Ok(rows.map(|(service, endpoints)| Made {
            object: Arc::clone(object),
            pods: self.pods.clone(),
            service: Arc::clone(service),
            endpoints: Arc::clone(endpoints),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::world::World;
    use crate::kube::{Version, check};
    use proptest::prelude::*;

    const WORLD: &str = "apiVersion: kijabi/v1\nkind: World\nmetadata: {name: a}\nspec: {platform: cloud}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: web, image: web}]}\n";

    /// Services that get in each other's way, and others that change what they stand on.
    fn objects() -> Vec<Arc<Object>> {
        let services = [
            ("a", "type: NodePort", "nodePort: 30086"),
            ("b", "type: NodePort", "protocol: TCP"),
            ("c", "type: NodePort", "nodePort: 30087"),
            ("a", "type: NodePort", "nodePort: 30087"),
            ("d", "clusterIP: 10.96.1.1", "protocol: TCP"),
            ("e", "clusterIP: 10.96.1.2", "protocol: TCP"),
            ("f", "clusterIP: None", "protocol: TCP"),
            ("g", "type: LoadBalancer", "protocol: TCP"),
            ("h", "type: ExternalName, externalName: a.b", "protocol: TCP"),
            ("i", "type: ClusterIP", "targetPort: 8080"),
            ("j", "type: ClusterIP", "protocol: UDP"),
            ("k, namespace: late", "type: ClusterIP", "protocol: UDP"),
        ];
        let service = |(name, spec, port)| {
            format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{app: web}}, {spec}, ports: [{{port: 80, {port}}}]}}\n"
            )
        };
        let others = [
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: late}\n".to_owned(),
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web-2, labels: {app: web}}\nspec: {containers: [{name: web, image: web}]}\n".to_owned(),
        ];
        let texts = services.map(service).into_iter().chain(others);
        let found = texts.flat_map(|text| check(&text, Version::default()).objects);
        found.filter(|decoded| decoded.accepted).map(|decoded| decoded.object).collect()
    }

    proptest! {
        #[test]
        fn applying_again_comes_to_what_applying_comes_to(
            rounds in prop::collection::vec(prop::collection::vec(0usize..14, 0..14), 1..6),
        ) {
            let objects = objects();
            prop_assert_eq!(objects.len(), 14);
            let world = Cluster::new(&World::read(WORLD).expect("a world"));
            let mut known: Vec<Made> = Vec::new();
            for round in rounds {
                let (mut kept, mut fresh) = (world.clone(), world.clone());
                let mut made = Vec::new();
                for object in round.into_iter().filter_map(|index| objects.get(index)) {
                    let before = known.iter().position(|it| it.is_of(object)).map(|at| known.swap_remove(at));
                    let again = kept.apply_again(object, before);
                    let afresh = fresh.apply(Object::clone(object));
                    prop_assert_eq!(again.as_ref().err(), afresh.as_ref().err());
                    made.extend(again.ok().flatten());
                }
                prop_assert_eq!(format!("{kept:#?}"), format!("{fresh:#?}"));
                known = made;
            }
        }
    }
}
