//! Pod and the pods of a template (`ValidatePodCreate`, `ValidatePodTemplateSpec`, `ValidatePodSpec`), in the server's order.
//!
//! So much can be said of pods that it is looked up where it is written ([`At`]) and not first made into an object; what
//! the server fills in is filled in where it is asked.
//!
//! Must not know: Services, Deployments.

mod affinity;
mod annotations;
mod container;
mod env;
mod handler;
mod mounts;
mod network;
mod platform;
mod resources;
mod scheduling;
mod security;
mod volumes;

use super::metadata::{self, Names};
use super::shape::{choice, choice_if_set, dns_label, object_name};
use crate::kube::Version;
use crate::kube::at::At;
use crate::kube::fault::{Faults, Remedy};
use crate::kube::gate::Gate;
use crate::kube::model::Metadata;
use crate::yaml::tree::Node;
use std::collections::BTreeSet;

pub(super) use resources::counted_amount;
pub(super) use scheduling::effect;

/// Of which pod a rule speaks.
#[derive(Clone, Copy)]
struct Context<'c> {
    version: Version,
    /// Its metadata.
    metadata: &'c Metadata,
    /// Whether it is a Pod, and not what others make pods from.
    is_pod: bool,
}

/// How long a pod may take to end.
const GRACE_PERIOD: i64 = 30;

pub(super) fn pod(metadata: &Metadata, root: Node<'_>, version: Version, faults: &mut Faults) {
    metadata::object(metadata, Names::Pod, version, faults);
    let at = At::field(root, "spec");
    let context = Context { version, metadata, is_pod: true };
    annotations::annotations(&at, context, "metadata.annotations", None, faults);
    spec(&at, context, faults);
    // Of pods alone, not of the templates of others (`validatePodMetadataAndSpec`, `ValidatePodCreate`).
    volumes::tokens_of_nobody(&at, faults);
    for field in ["containers", "initContainers"] {
        let list = at.get(field);
        list.items().for_each(|item| container::image_blanks(&item, faults));
    }
    ephemeral_on_create(&at, faults);
    scheduling::bound_behind_gates(&at, faults);
    annotations::profiles_match(&at, context, faults);
}

/// What a Deployment makes pods from, at `spec.template`; its labels and annotations the server calls by a shorter path.
pub(super) fn template(metadata: &Metadata, template: &At<'_, '_>, version: Version, faults: &mut Faults) {
    let (labels, annotations) = ("spec.template.metadata.labels", "spec.template.metadata.annotations");
    metadata::labels(&metadata.labels, "spec.template.labels", Some(labels), version, faults);
    metadata::annotations(&metadata.annotations, "spec.template.annotations", Some(annotations), version, faults);
    let at = template.get("spec");
    let context = Context { version, metadata, is_pod: false };
    annotations::annotations(&at, context, "spec.template.annotations", Some(annotations), faults);
    spec(&at, context, faults);
    annotations::profiles_match(&at, context, faults);
    let ephemeral = at.get("ephemeralContainers");
    if ephemeral.len() > 0 {
        let help = "ephemeralContainers는 이미 도는 파드를 들여다볼 때만 `kubectl debug`로 넣습니다. template에서는 지우십시오.";
        let detail = "ephemeral containers not allowed in pod template";
        faults.push(ephemeral.forbidden(detail, "ephemeral-container-invalid", help).remedy(Remedy::Remove));
    }
}

fn ephemeral_on_create(at: &At<'_, '_>, faults: &mut Faults) {
    let ephemeral = at.get("ephemeralContainers");
    if ephemeral.len() > 0 {
        let help = "ephemeralContainers는 파드를 만들 때 적을 수 없습니다. 파드를 만든 뒤 `kubectl debug`로 넣고, 처음부터 있어야 할 것이라면 containers에 적으십시오.";
        let fault = ephemeral.forbidden("cannot be set on create", "ephemeral-container-invalid", help);
        faults.push(fault.remedy(Remedy::Remove));
    }
}

/// `ValidatePodSpec`.
fn spec(at: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    let grace = at.get("terminationGracePeriodSeconds").int().unwrap_or(GRACE_PERIOD);
    let volumes = volumes::volumes(at, context, faults);
    let claims = scheduling::claims(at, faults);
    let inside = container::Inside { volumes: &volumes, claims: &claims, grace, context, pod: at };
    containers(at, &inside, faults);
    resources::whole_pod(at, context, faults);
    network::host_ports(at, faults);
    policies(at, faults);
    node_selector(at, context, faults);
    security::of_pod(at, faults);
    affinity::affinity(at, context, faults);
    network::dns(at, context, faults);
    scheduling::gates(at, context, faults);
    scheduling::spread(at, context, faults);
    platform::host_process(at, faults);
    network::host_users(at, faults);
    names(at, context, faults);
    let overhead = at.get("overhead");
    if overhead.is_set() {
        resources::overhead(&overhead, context, faults);
    }
    platform::os(at, faults);
}

fn containers(at: &At<'_, '_>, inside: &container::Inside<'_, '_>, faults: &mut Faults) {
    let list = at.get("containers");
    let mut known: BTreeSet<&str> = BTreeSet::new();
    if list.len() == 0 {
        let help = format!(
            "파드에는 컨테이너가 적어도 하나 있어야 합니다. `{}` 안의 containers 아래에 `- name: web`과 `image: nginx`처럼 적으십시오.",
            at.path()
        );
        faults.push(list.required("", "containers-missing", help));
    }
    for item in list.items() {
        container::container(&item, inside, faults);
        if !known.insert(item.get("name").text()) {
            container::same_name(&item, faults);
        }
        handler::handlers(&item, inside.grace, faults);
        container::restarts(&item, inside.context, faults);
    }
    network::host_port_conflicts(list.items(), inside.fills_host_ports(), faults);
    container::init_containers(at, inside, &mut known, faults);
    container::ephemeral_containers(at, inside, known, faults);
}

fn policies(at: &At<'_, '_>, faults: &mut Faults) {
    const CODE: &str = "value-not-supported";
    let restart = at.get("restartPolicy");
    let meaning = "컨테이너가 끝났을 때 다시 띄울지 정하는";
    faults.extend(choice(restart, restart.text_or("Always"), &["Always", "OnFailure", "Never"], CODE, meaning));
    let dns = at.get("dnsPolicy");
    let supported = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
    let meaning = "파드의 DNS 설정을 어디에서 가져올지 정하는";
    faults.extend(choice(dns, dns.text_or("ClusterFirst"), &supported, CODE, meaning));
}

fn node_selector(at: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    super::selector::labels(&at.get("nodeSelector"), context.version, faults);
}

/// The names of other objects, and single values, behind everything else.
fn names(at: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    const CODE: &str = "reference-name-invalid";
    let account = at.get("serviceAccountName");
    let account = if account.is_set() { account } else { at.get("serviceAccount") };
    // The old name is copied into the new one.
    if !account.text().is_empty() {
        object_name(account, CODE, "서비스어카운트의", faults);
    }
    let node = at.get("nodeName");
    if !node.text().is_empty() {
        object_name(node, CODE, "노드의", faults);
    }
    let deadline = at.get("activeDeadlineSeconds");
    if let Some(seconds) = deadline.int().filter(|seconds| !(1..=i64::from(i32::MAX)).contains(seconds)) {
        let help = format!(
            "activeDeadlineSeconds는 파드가 돌 수 있는 시간이라 1초부터 2147483647초까지인데 {seconds}을(를) 적었습니다."
        );
        let detail = "must be between 1 and 2147483647, inclusive";
        faults.push(deadline.invalid(seconds, detail, "value-not-supported", help).remedy(Remedy::Remove));
    }
    let hostname = at.get("hostnameOverride");
    if hostname.is_set() && context.version.opens(Gate::HostnameOverride) {
        object_name(hostname, "hostname-invalid", "파드의 호스트", faults);
    }
    for (field, what) in [("hostname", "파드의 호스트 이름을"), ("subdomain", "헤드리스 서비스의 이름을")]
    {
        let name = at.get(field);
        if !name.text().is_empty() {
            dns_label(name, "hostname-invalid", what, faults);
        }
    }
    scheduling::tolerations(&at.get("tolerations"), context.version, faults);
    network::host_aliases(at, context, faults);
    let class = at.get("priorityClassName");
    if !class.text().is_empty() {
        object_name(class, CODE, "프라이어리티클래스의", faults);
    }
    let class = at.get("runtimeClassName");
    if class.is_set() {
        object_name(class, CODE, "런타임클래스의", faults);
    }
    let preemption = at.get("preemptionPolicy");
    let (supported, meaning) = (["PreemptLowerPriority", "Never"], "우선순위가 낮은 파드를 밀어낼지 정하는");
    if preemption.string() == Some("") {
        let help = "preemptionPolicy를 적었으면 값이 있어야 합니다. 기본값을 쓰려면 이 줄을 지우십시오.";
        faults.push(preemption.required("", "value-not-supported", help).remedy(Remedy::Remove));
    } else {
        faults.extend(choice_if_set(preemption, &supported, "value-not-supported", meaning));
    }
}
