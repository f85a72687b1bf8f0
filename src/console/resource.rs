//! The resource types a 1.34 server serves: what `kubectl api-resources` lists, and how a word on the command line finds one.
//!
//! The order is that of `kubectl api-resources`: by group, the core group first, then by name.
//!
//! Must not know: objects, what may be done with a type.

/// A resource type.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resource {
    /// `services`.
    pub plural: &'static str,
    /// `service`.
    pub singular: &'static str,
    /// `svc`; none for many.
    pub short_names: &'static [&'static str],
    /// `Service`.
    pub kind: &'static str,
    /// `apps`; empty for the core group.
    pub group: &'static str,
    /// `v1`.
    pub version: &'static str,
    /// Whether its objects live in a namespace.
    pub namespaced: bool,
}

const fn core(
    plural: &'static str,
    singular: &'static str,
    short_names: &'static [&'static str],
    kind: &'static str,
    namespaced: bool,
) -> Resource {
    Resource { plural, singular, short_names, kind, group: "", version: "v1", namespaced }
}

#[allow(clippy::needless_pass_by_value, reason = "a constant function cannot drop what it takes apart")]
const fn of(group: &'static str, version: &'static str, resource: Resource) -> Resource {
    Resource { group, version, ..resource }
}

const ADMISSION: &str = "admissionregistration.k8s.io";
const AUTHENTICATION: &str = "authentication.k8s.io";
const AUTHORIZATION: &str = "authorization.k8s.io";
const FLOW: &str = "flowcontrol.apiserver.k8s.io";
const NETWORKING: &str = "networking.k8s.io";
const RBAC: &str = "rbac.authorization.k8s.io";
const DYNAMIC: &str = "resource.k8s.io";
const STORAGE: &str = "storage.k8s.io";

/// Every type, in the order of `kubectl api-resources`.
pub static RESOURCES: &[Resource] = &[
    core("bindings", "binding", &[], "Binding", true),
    core("componentstatuses", "componentstatus", &["cs"], "ComponentStatus", false),
    core("configmaps", "configmap", &["cm"], "ConfigMap", true),
    core("endpoints", "endpoints", &["ep"], "Endpoints", true),
    core("events", "event", &["ev"], "Event", true),
    core("limitranges", "limitrange", &["limits"], "LimitRange", true),
    core("namespaces", "namespace", &["ns"], "Namespace", false),
    core("nodes", "node", &["no"], "Node", false),
    core("persistentvolumeclaims", "persistentvolumeclaim", &["pvc"], "PersistentVolumeClaim", true),
    core("persistentvolumes", "persistentvolume", &["pv"], "PersistentVolume", false),
    core("pods", "pod", &["po"], "Pod", true),
    core("podtemplates", "podtemplate", &[], "PodTemplate", true),
    core("replicationcontrollers", "replicationcontroller", &["rc"], "ReplicationController", true),
    core("resourcequotas", "resourcequota", &["quota"], "ResourceQuota", true),
    core("secrets", "secret", &[], "Secret", true),
    core("serviceaccounts", "serviceaccount", &["sa"], "ServiceAccount", true),
    core("services", "service", &["svc"], "Service", true),
    of(
        ADMISSION,
        "v1",
        core(
            "mutatingwebhookconfigurations",
            "mutatingwebhookconfiguration",
            &[],
            "MutatingWebhookConfiguration",
            false,
        ),
    ),
    of(
        ADMISSION,
        "v1",
        core("validatingadmissionpolicies", "validatingadmissionpolicy", &[], "ValidatingAdmissionPolicy", false),
    ),
    of(
        ADMISSION,
        "v1",
        core(
            "validatingadmissionpolicybindings",
            "validatingadmissionpolicybinding",
            &[],
            "ValidatingAdmissionPolicyBinding",
            false,
        ),
    ),
    of(
        ADMISSION,
        "v1",
        core(
            "validatingwebhookconfigurations",
            "validatingwebhookconfiguration",
            &[],
            "ValidatingWebhookConfiguration",
            false,
        ),
    ),
    of(
        "apiextensions.k8s.io",
        "v1",
        core(
            "customresourcedefinitions",
            "customresourcedefinition",
            &["crd", "crds"],
            "CustomResourceDefinition",
            false,
        ),
    ),
    of("apiregistration.k8s.io", "v1", core("apiservices", "apiservice", &[], "APIService", false)),
    of("apps", "v1", core("controllerrevisions", "controllerrevision", &[], "ControllerRevision", true)),
    of("apps", "v1", core("daemonsets", "daemonset", &["ds"], "DaemonSet", true)),
    of("apps", "v1", core("deployments", "deployment", &["deploy"], "Deployment", true)),
    of("apps", "v1", core("replicasets", "replicaset", &["rs"], "ReplicaSet", true)),
    of("apps", "v1", core("statefulsets", "statefulset", &["sts"], "StatefulSet", true)),
    of(AUTHENTICATION, "v1", core("selfsubjectreviews", "selfsubjectreview", &[], "SelfSubjectReview", false)),
    of(AUTHENTICATION, "v1", core("tokenreviews", "tokenreview", &[], "TokenReview", false)),
    of(
        AUTHORIZATION,
        "v1",
        core("localsubjectaccessreviews", "localsubjectaccessreview", &[], "LocalSubjectAccessReview", true),
    ),
    of(
        AUTHORIZATION,
        "v1",
        core("selfsubjectaccessreviews", "selfsubjectaccessreview", &[], "SelfSubjectAccessReview", false),
    ),
    of(
        AUTHORIZATION,
        "v1",
        core("selfsubjectrulesreviews", "selfsubjectrulesreview", &[], "SelfSubjectRulesReview", false),
    ),
    of(AUTHORIZATION, "v1", core("subjectaccessreviews", "subjectaccessreview", &[], "SubjectAccessReview", false)),
    of(
        "autoscaling",
        "v2",
        core("horizontalpodautoscalers", "horizontalpodautoscaler", &["hpa"], "HorizontalPodAutoscaler", true),
    ),
    of("batch", "v1", core("cronjobs", "cronjob", &["cj"], "CronJob", true)),
    of("batch", "v1", core("jobs", "job", &[], "Job", true)),
    of(
        "certificates.k8s.io",
        "v1",
        core("certificatesigningrequests", "certificatesigningrequest", &["csr"], "CertificateSigningRequest", false),
    ),
    of("coordination.k8s.io", "v1", core("leases", "lease", &[], "Lease", true)),
    of("discovery.k8s.io", "v1", core("endpointslices", "endpointslice", &[], "EndpointSlice", true)),
    of("events.k8s.io", "v1", core("events", "event", &["ev"], "Event", true)),
    of(FLOW, "v1", core("flowschemas", "flowschema", &[], "FlowSchema", false)),
    of(
        FLOW,
        "v1",
        core("prioritylevelconfigurations", "prioritylevelconfiguration", &[], "PriorityLevelConfiguration", false),
    ),
    of(NETWORKING, "v1", core("ingressclasses", "ingressclass", &[], "IngressClass", false)),
    of(NETWORKING, "v1", core("ingresses", "ingress", &["ing"], "Ingress", true)),
    of(NETWORKING, "v1", core("ipaddresses", "ipaddress", &["ip"], "IPAddress", false)),
    of(NETWORKING, "v1", core("networkpolicies", "networkpolicy", &["netpol"], "NetworkPolicy", true)),
    of(NETWORKING, "v1", core("servicecidrs", "servicecidr", &[], "ServiceCIDR", false)),
    of("node.k8s.io", "v1", core("runtimeclasses", "runtimeclass", &[], "RuntimeClass", false)),
    of("policy", "v1", core("poddisruptionbudgets", "poddisruptionbudget", &["pdb"], "PodDisruptionBudget", true)),
    of(RBAC, "v1", core("clusterrolebindings", "clusterrolebinding", &[], "ClusterRoleBinding", false)),
    of(RBAC, "v1", core("clusterroles", "clusterrole", &[], "ClusterRole", false)),
    of(RBAC, "v1", core("rolebindings", "rolebinding", &[], "RoleBinding", true)),
    of(RBAC, "v1", core("roles", "role", &[], "Role", true)),
    of(DYNAMIC, "v1", core("deviceclasses", "deviceclass", &[], "DeviceClass", false)),
    of(DYNAMIC, "v1", core("resourceclaims", "resourceclaim", &[], "ResourceClaim", true)),
    of(DYNAMIC, "v1", core("resourceclaimtemplates", "resourceclaimtemplate", &[], "ResourceClaimTemplate", true)),
    of(DYNAMIC, "v1", core("resourceslices", "resourceslice", &[], "ResourceSlice", false)),
    of("scheduling.k8s.io", "v1", core("priorityclasses", "priorityclass", &["pc"], "PriorityClass", false)),
    of(STORAGE, "v1", core("csidrivers", "csidriver", &[], "CSIDriver", false)),
    of(STORAGE, "v1", core("csinodes", "csinode", &[], "CSINode", false)),
    of(STORAGE, "v1", core("csistoragecapacities", "csistoragecapacity", &[], "CSIStorageCapacity", true)),
    of(STORAGE, "v1", core("storageclasses", "storageclass", &["sc"], "StorageClass", false)),
    of(STORAGE, "v1", core("volumeattachments", "volumeattachment", &[], "VolumeAttachment", false)),
    of(
        STORAGE,
        "v1",
        core("volumeattributesclasses", "volumeattributesclass", &["vac"], "VolumeAttributesClass", false),
    ),
];

/// The categories of the discovery document that name several types at once; the order is the one in which kubectl asks.
const ALL: [(&str, &str); 10] = [
    ("", "pods"),
    ("", "replicationcontrollers"),
    ("", "services"),
    ("apps", "daemonsets"),
    ("apps", "deployments"),
    ("apps", "replicasets"),
    ("apps", "statefulsets"),
    ("autoscaling", "horizontalpodautoscalers"),
    ("batch", "cronjobs"),
    ("batch", "jobs"),
];

impl Resource {
    /// `v1`, `apps/v1`.
    #[must_use]
    pub fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.to_owned() } else { format!("{}/{}", self.group, self.version) }
    }

    /// `services`, `deployments.apps`: as error messages say it.
    #[must_use]
    pub fn qualified(&self) -> String {
        if self.group.is_empty() { self.plural.to_owned() } else { format!("{}.{}", self.plural, self.group) }
    }

    /// `service`, `deployment.apps`: as `service/web created` says it.
    #[must_use]
    pub fn qualified_singular(&self) -> String {
        if self.group.is_empty() { self.singular.to_owned() } else { format!("{}.{}", self.singular, self.group) }
    }

    /// The type that the words on a command line mean: plural, singular, short name, kind, each with `.VERSION.GROUP` or
    /// `.GROUP` behind it where wanted. Plural and singular names may be written in any case, short names may not (`SVC` is none).
    #[must_use]
    pub fn find(word: &str) -> Option<&'static Self> {
        let (name, rest) = word.split_once('.').map_or((word, None), |(name, rest)| (name, Some(rest)));
        let lower = name.to_ascii_lowercase();
        let means = |resource: &&Self| {
            let is_name =
                resource.plural == lower || resource.singular == lower || resource.short_names.contains(&name);
            is_name || resource.kind == name
        };
        let qualifies = |resource: &&Self| match rest {
            None => true,
            Some(rest) => rest == resource.group || rest.split_once('.') == Some((resource.version, resource.group)),
        };
        RESOURCES.iter().find(|resource| means(resource) && qualifies(resource))
    }

    /// The type of an object with that `apiVersion` and `kind`.
    #[must_use]
    pub fn of_kind(api_version: &str, kind: &str) -> Option<&'static Self> {
        let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
        RESOURCES
            .iter()
            .find(|it| it.kind == kind && it.group == group && it.version == version)
            // autoscaling/v1 is served beside v2 and kept as the same objects.
            .or_else(|| {
                RESOURCES
                    .iter()
                    .find(|it| it.kind == kind && it.group == group && group == "autoscaling" && version == "v1")
            })
    }

    /// The type called `plural` in `group`, which is known to exist.
    #[must_use]
    pub fn known(group: &str, plural: &str) -> Option<&'static Self> {
        RESOURCES.iter().find(|it| it.plural == plural && it.group == group)
    }

    /// The types of the category `all`.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        ALL.iter().filter_map(|(group, plural)| Self::known(group, plural))
    }
}

macro_rules! shorthands {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {
        $($(#[$doc])*
        pub static $name: std::sync::LazyLock<&'static Resource> = std::sync::LazyLock::new(|| {
            RESOURCES.iter().find(|it| it.kind == $kind).unwrap_or(&RESOURCES[0])
        });)*
    };
}

shorthands! {
    /// v1 Service.
    SERVICES = "Service";
    /// v1 Pod.
    PODS = "Pod";
    /// v1 Node.
    NODES = "Node";
    /// v1 Namespace.
    NAMESPACES = "Namespace";
    /// v1 Endpoints.
    ENDPOINTS = "Endpoints";
    /// v1 Event.
    EVENTS = "Event";
    /// v1 ServiceAccount.
    SERVICE_ACCOUNTS = "ServiceAccount";
    /// v1 Secret.
    SECRETS = "Secret";
    /// v1 ConfigMap.
    CONFIG_MAPS = "ConfigMap";
    /// discovery.k8s.io/v1 EndpointSlice.
    ENDPOINT_SLICES = "EndpointSlice";
    /// apps/v1 Deployment.
    DEPLOYMENTS = "Deployment";
    /// apps/v1 ReplicaSet.
    REPLICA_SETS = "ReplicaSet";
    /// apps/v1 StatefulSet.
    STATEFUL_SETS = "StatefulSet";
    /// apps/v1 DaemonSet.
    DAEMON_SETS = "DaemonSet";
    /// batch/v1 Job.
    JOBS = "Job";
    /// apps/v1 ControllerRevision.
    CONTROLLER_REVISIONS = "ControllerRevision";
    /// v1 ReplicationController.
    REPLICATION_CONTROLLERS = "ReplicationController";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_its_type() {
        let kind = |word| Resource::find(word).map(|it| it.kind);
        for word in ["svc", "service", "services", "Service", "services.v1."] {
            assert_eq!(kind(word), Some("Service"), "{word}");
        }
        for word in ["deploy", "deployments.apps", "deployment.v1.apps", "Deployment"] {
            assert_eq!(kind(word), Some("Deployment"), "{word}");
        }
        for word in ["svcs", "SVC", "services.apps", "", "services.v1"] {
            assert_eq!(kind(word), None, "{word}");
        }
        assert_eq!(Resource::find("events.events.k8s.io").map(|it| it.group), Some("events.k8s.io"));
    }

    #[test]
    fn types_stand_in_the_order_of_api_resources() {
        let keys: Vec<_> = RESOURCES.iter().map(|it| (it.group, it.plural)).collect();
        assert!(keys.is_sorted());
    }
}
