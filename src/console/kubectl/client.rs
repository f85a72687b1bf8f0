//! What kubectl works with: a server, the kubeconfig, manifests; and what every command asks of them.
//!
//! Must not know: verbs.

use super::config::Kubeconfig;
use super::flags::Given;
use super::problem::Problem;
use crate::console::resource::Resource;
use crate::console::server::Server;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A named object of a manifest.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its type.
    pub resource: &'static Resource,
    /// Its namespace, the default one filled in.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

/// Reads the objects that `-f` names.
pub type Manifests<'a> = &'a dyn Fn(&Given) -> Result<Vec<Named>, Problem>;

/// A client on its way through one command.
pub struct Client<'a> {
    /// The server.
    pub server: &'a Server,
    /// Contexts and the like.
    pub config: &'a Kubeconfig,
    /// The manifests of `-f`.
    pub manifests: Manifests<'a>,
    /// The warnings that the server sent, each once.
    warnings: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Client<'a> {
    /// A client that has done nothing yet.
    #[must_use]
    pub fn new(server: &'a Server, config: &'a Kubeconfig, manifests: Manifests<'a>) -> Self {
        Self { server, config, manifests, warnings: RefCell::default() }
    }

    /// The namespace that a command is about.
    #[must_use]
    pub fn namespace(&self, given: &Given) -> String {
        match given.text("namespace") {
            Some(namespace) if !namespace.is_empty() => namespace.to_owned(),
            _ => self.config.namespace().to_owned(),
        }
    }

    /// The warnings so far, as they stand on standard error.
    #[must_use]
    pub fn warnings(&self) -> String {
        self.warnings.borrow().iter().flat_map(|warning| ["Warning: ", warning, "\n"]).collect()
    }

    /// The server's warning about a type that is going out of use.
    fn warn(&self, resource: &Resource) {
        let warning = match (resource.group, resource.kind) {
            ("", "Endpoints") => "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
            ("", "ComponentStatus") => "v1 ComponentStatus is deprecated in v1.19+",
            _ => return,
        };
        self.warnings.borrow_mut().insert(warning);
    }

    /// Refuses what a user named by `--as` may not do: only the cluster's admin has rights here.
    pub fn allow(
        given: &Given,
        verb: &str,
        resource: &Resource,
        name: Option<&str>,
        namespace: Option<&str>,
    ) -> Result<(), Problem> {
        match given.text("as").filter(|user| !user.is_empty()) {
            Some(user) if !given.list("as-group").contains(&"system:masters") => {
                Err(Problem::forbidden(user, verb, resource, name, namespace))
            }
            _ => Ok(()),
        }
    }

    /// One object. Where its namespace does not exist either, that is what is said.
    pub fn get(&self, given: &Given, resource: &Resource, namespace: &str, name: &str) -> Result<Arc<Value>, Problem> {
        self.warn(resource);
        Self::allow(given, "get", resource, Some(name), Some(namespace))?;
        if let Some(object) = self.server.get(resource, namespace, name) {
            return Ok(Arc::clone(object));
        }
        let namespaces = *crate::console::resource::NAMESPACES;
        let elsewhere = resource.namespaced && !namespace.is_empty() && namespace != "default";
        if elsewhere && self.server.get(namespaces, "", namespace).is_none() {
            return Err(Problem::not_found(namespaces, namespace));
        }
        Err(Problem::not_found(resource, name))
    }

    /// The objects of a type.
    pub fn list(
        &self,
        given: &Given,
        resource: &Resource,
        namespace: Option<&str>,
    ) -> Result<Vec<Arc<Value>>, Problem> {
        self.warn(resource);
        Self::allow(given, "list", resource, None, namespace)?;
        Ok(self.server.list(resource, namespace))
    }
}
