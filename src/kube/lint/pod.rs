//! What the server takes of a pod or a template and warns of (`pkg/api/pod/warnings.go`, `pkg/api/node/util.go`).
//!
//! Must not know: other objects of a cluster.

use super::{MOST_SHOWN, warn};
use crate::diagnostic::Diagnostic;
use crate::kube::at::At;
use crate::kube::model::Metadata;
use crate::kube::names;
use crate::kube::place::Place;
use crate::kube::quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// Where findings go, and what they are about.
struct Report<'r, 't> {
    place: Place<'t>,
    metadata: &'r Metadata,
    /// What stands before `metadata` on the server's paths.
    prefix: &'static str,
    found: Vec<Diagnostic>,
    warnings: &'r mut Vec<Diagnostic>,
}

impl Report<'_, '_> {
    fn is_full(&self) -> bool {
        self.found.len() >= MOST_SHOWN
    }

    /// `path: detail`, at a value or, where that is missing, at what it is missing in.
    fn tell(&mut self, at: &At<'_, '_>, within: &At<'_, '_>, detail: &str, code: &'static str, help: impl AsRef<str>) {
        if !self.is_full() {
            self.tell_as(&at.path(), at, within, detail, code, help);
        }
    }

    fn tell_as(
        &mut self,
        path: &str,
        at: &At<'_, '_>,
        within: &At<'_, '_>,
        detail: &str,
        code: &'static str,
        help: impl AsRef<str>,
    ) {
        if self.is_full() {
            return;
        }
        let range = at.range().or_else(|| within.node().map(|node| self.place.line_of(node)));
        let range = range.unwrap_or_else(|| self.place.line_of(self.place.root));
        let found = warn(code, range, help.as_ref()).with_server("Warning", path, format!("{path}: {detail}"));
        self.found.push(found);
    }

    fn annotation(&mut self, key: &str, detail: &str, help: String) {
        if self.is_full() {
            return;
        }
        let path = format!("{}metadata.annotations[{key}]", self.prefix);
        let written = format!("{}metadata.annotations", self.prefix);
        let whole = self.place.range(&written).unwrap_or_else(|| self.place.line_of(self.place.root));
        let found = warn("field-deprecated", whole, help);
        self.found.push(found.with_server("Warning", &*path, format!("{path}: {detail}")));
    }
}

/// Adds the warnings about the pod whose spec is `at`, in the server's order.
pub(super) fn pod(
    place: Place<'_>,
    at: &At<'_, '_>,
    metadata: &Metadata,
    prefix: &'static str,
    warnings: &mut Vec<Diagnostic>,
) {
    let mut report = Report { place, metadata, prefix, found: Vec::new(), warnings };
    old_labels(at, &mut report);
    spread(at, &mut report);
    old_annotations(&mut report);
    old_volumes(at, &mut report);
    repeated(at, &mut report);
    for resource in IN_BYTES {
        fraction(&at.get("overhead"), resource, &format!("{resource}의 양"), &mut report);
    }
    profile_annotations(at, &mut report);
    each_container(at, &mut |container| of_container(at, container, &mut report));
    ports(at, &mut report);
    let grace = at.get("terminationGracePeriodSeconds");
    if let Some(seconds) = grace.int().filter(|seconds| *seconds < 0) {
        let help = format!(
            "terminationGracePeriodSeconds에 적은 {seconds}초는 뜻이 없어 1초로 칩니다. 0 이상의 수를 적거나 지우십시오."
        );
        let detail = "must be >= 0; negative values are invalid and will be treated as 1";
        report.tell(&grace, at, detail, "value-not-supported", help);
    }
    near_pods(at, &mut report);
    let Report { found, warnings, .. } = report;
    warnings.extend(found);
}

fn each_container<'t>(pod: &At<'t, '_>, visit: &mut dyn FnMut(&At<'t, '_>)) {
    for field in LISTS {
        let list = pod.get(field);
        list.items().for_each(|item| visit(&item));
    }
}

/// The lists of containers, in the order in which the server visits them.
const LISTS: [&str; 3] = ["initContainers", "containers", "ephemeralContainers"];

/// Labels of nodes that have another name now.
const OLD_LABELS: [(&str, &str, &str); 5] = [
    ("beta.kubernetes.io/arch", "v1.14", "kubernetes.io/arch"),
    ("beta.kubernetes.io/os", "v1.14", "kubernetes.io/os"),
    ("failure-domain.beta.kubernetes.io/region", "v1.17", "topology.kubernetes.io/region"),
    ("failure-domain.beta.kubernetes.io/zone", "v1.17", "topology.kubernetes.io/zone"),
    ("beta.kubernetes.io/instance-type", "v1.17", "node.kubernetes.io/instance-type"),
];

/// What the server says of a label, and what we say.
fn old_label(key: &str) -> Option<(String, String)> {
    let (_, since, now) = OLD_LABELS.iter().find(|(old, ..)| *old == key)?;
    let help =
        format!("노드 레이블 `{key}`은(는) 옛 이름이라 새 클러스터에는 없을 수 있습니다. `{now}`을(를) 쓰십시오.");
    Some((format!("deprecated since {since}; use \"{now}\" instead"), help))
}

fn old_labels(pod: &At<'_, '_>, report: &mut Report<'_, '_>) {
    let selector = pod.get("nodeSelector");
    selector.entries(|key, at| {
        if let Some((detail, help)) = old_label(key) {
            report.tell(&at, &selector, &detail, "field-deprecated", help);
        }
    });
    let affinity = pod.get("affinity");
    let nodes = affinity.get("nodeAffinity");
    let required = nodes.get("requiredDuringSchedulingIgnoredDuringExecution");
    let (terms, preferred) =
        (required.get("nodeSelectorTerms"), nodes.get("preferredDuringSchedulingIgnoredDuringExecution"));
    terms.items().for_each(|term| node_term(&term, false, report));
    preferred.items().for_each(|item| node_term(&item.get("preference"), true, report));
}

/// A wish may compare with values that no label can have.
fn node_term(term: &At<'_, '_>, is_wish: bool, report: &mut Report<'_, '_>) {
    let expressions = term.get("matchExpressions");
    for item in expressions.items() {
        let (key, values) = (item.get("key"), item.get("values"));
        if let Some((detail, help)) = old_label(key.text()) {
            report.tell(&key, &item, &format!("{} is {detail}", key.text()), "field-deprecated", help);
        }
        for value in values.items().filter(|_| is_wish) {
            for message in names::label_value(value.text(), crate::kube::Version::V1_34) {
                let help = format!(
                    "노드의 레이블 가운데 값이 `{}`인 것은 있을 수 없어 이 바람은 이루어지지 않습니다.",
                    value.text()
                );
                report.tell(
                    &value,
                    &item,
                    &format!("{} is invalid, {message}", value.text()),
                    "label-value-invalid",
                    help,
                );
            }
        }
    }
}

const NO_POD: &str = "a null labelSelector results in matching no pod";

fn no_selector(item: &At<'_, '_>, report: &mut Report<'_, '_>) {
    let selector = item.get("labelSelector");
    if !selector.is_set() {
        let help = "labelSelector가 없어 아무 파드도 고르지 않습니다. 볼 파드의 레이블을 적거나, 모든 파드라면 `labelSelector: {}`라고 적으십시오.";
        report.tell(&selector, item, NO_POD, "label-selector-missing", help);
    }
}

fn spread(pod: &At<'_, '_>, report: &mut Report<'_, '_>) {
    let list = pod.get("topologySpreadConstraints");
    for item in list.items() {
        let key = item.get("topologyKey");
        if let Some((detail, help)) = old_label(key.text()) {
            report.tell(&key, &item, &format!("{} is {detail}", key.text()), "field-deprecated", help);
        }
        no_selector(&item, report);
    }
}

fn near_pods(pod: &At<'_, '_>, report: &mut Report<'_, '_>) {
    let affinity = pod.get("affinity");
    for field in ["podAffinity", "podAntiAffinity"] {
        let at = affinity.get(field);
        let required = at.get("requiredDuringSchedulingIgnoredDuringExecution");
        required.items().for_each(|item| no_selector(&item, report));
        let preferred = at.get("preferredDuringSchedulingIgnoredDuringExecution");
        preferred.items().for_each(|item| no_selector(&item.get("podAffinityTerm"), report));
    }
}

fn old_annotations(report: &mut Report<'_, '_>) {
    let old = [
        (
            "scheduler.alpha.kubernetes.io/critical-pod",
            "non-functional in v1.16+; use the \"priorityClassName\" field instead",
            "priorityClassName",
        ),
        (
            "security.alpha.kubernetes.io/sysctls",
            "non-functional in v1.11+; use the \"sysctls\" field instead",
            "sysctls",
        ),
        (
            "security.alpha.kubernetes.io/unsafe-sysctls",
            "non-functional in v1.11+; use the \"sysctls\" field instead",
            "sysctls",
        ),
    ];
    for (key, detail, field) in old {
        if report.metadata.annotations.contains_key(key) {
            let help = format!("어노테이션 `{key}`은(는) 이제 아무 일도 하지 않습니다. {field} 필드를 쓰십시오.");
            report.annotation(key, detail, help);
        }
    }
}

fn profile_annotations(pod: &At<'_, '_>, report: &mut Report<'_, '_>) {
    const SECCOMP: &str = "seccomp.security.alpha.kubernetes.io/pod";
    let security = pod.get("securityContext");
    if report.metadata.annotations.contains_key(SECCOMP) && !security.get("seccompProfile").is_set() {
        let help = "옛 seccomp 어노테이션은 이제 아무 일도 하지 않습니다. securityContext의 seccompProfile을 쓰십시오.";
        let detail = "non-functional in v1.27+; use the \"seccompProfile\" field instead";
        report.annotation(SECCOMP, detail, help.to_owned());
    }
}

fn old_volumes(pod: &At<'_, '_>, report: &mut Report<'_, '_>) {
    const OLD: [(&str, &str); 9] = [
        ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
        ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", "deprecated in v1.22, non-functional in v1.25+"),
        ("storageos", "deprecated in v1.22, non-functional in v1.25+"),
        ("quobyte", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ];
    let list = pod.get("volumes");
    for item in list.items() {
        for (field, detail) in OLD {
            let at = item.get(field);
            if at.is_set() {
                let called = if field == "storageos" { "storageOS" } else { field };
                let help = format!(
                    "볼륨 종류 {field}은(는) 이제 쓰이지 않습니다. 퍼시스턴트볼륨클레임(persistentVolumeClaim)을 쓰십시오."
                );
                report.tell_as(&format!("{}.{called}", item.path()), &at, &item, detail, "field-deprecated", help);
            }
        }
    }
}

fn repeated(pod: &At<'_, '_>, report: &mut Report<'_, '_>) {
    const CODE: &str = "list-entry-repeated";
    for (field, name, word) in [("hostAliases", "ip", "ip"), ("imagePullSecrets", "name", "name")] {
        let list = pod.get(field);
        let mut known = BTreeSet::new();
        for item in list.items().filter(|_| list.len() > 1) {
            let at = item.get(name);
            if !known.insert(at.text()) {
                let help = format!("{field}에 `{}`이(가) 두 번 나옵니다. 한 항목으로 합치십시오.", at.text());
                report.tell(&at, &item, &format!("duplicate {word} {}", quote(at.text())), CODE, help);
            }
        }
    }
    let secrets = pod.get("imagePullSecrets");
    for item in secrets.items() {
        let name = item.get("name");
        if name.text().is_empty() {
            let help = "imagePullSecrets의 항목에 시크릿의 이름(name)이 없어 아무 일도 하지 않습니다. 이름을 적거나 항목을 지우십시오.";
            report.tell(&name, &item, "invalid empty name \"\"", CODE, help);
        }
    }
}

/// An amount of bytes with a part behind the point; `what` is the amount in words.
fn fraction(list: &At<'_, '_>, resource: &str, what: &str, report: &mut Report<'_, '_>) {
    list.entries(|key, at| {
        let Some(amount) = at.quantity().filter(|amount| key == resource && !amount.is_whole()) else { return };
        let help = format!(
            "{what} {amount}은(는) 바이트로 나누어 떨어지지 않습니다. `m`은 천분의 일이라 메모리에는 쓰지 않습니다. `Mi`를 적으려던 것 같습니다."
        );
        let detail = format!("fractional byte value {} is invalid, must be an integer", quote(&amount.to_string()));
        report.tell(&at, list, &detail, "quantity-invalid", help);
    });
}

/// Resources that are counted in bytes.
const IN_BYTES: [&str; 2] = ["memory", "ephemeral-storage"];

fn of_container(pod: &At<'_, '_>, container: &At<'_, '_>, report: &mut Report<'_, '_>) {
    let name = container.get("name").text();
    let own = container.get("securityContext");
    if !report.metadata.annotations.is_empty() {
        let key = format!("container.seccomp.security.alpha.kubernetes.io/{name}");
        if report.metadata.annotations.contains_key(&key) && !own.get("seccompProfile").is_set() {
            let help = format!(
                "컨테이너 `{name}`의 옛 seccomp 어노테이션은 이제 아무 일도 하지 않습니다. securityContext의 seccompProfile을 쓰십시오."
            );
            report.annotation(&key, "non-functional in v1.27+; use the \"seccompProfile\" field instead", help);
        }
        let key = format!("container.apparmor.security.beta.kubernetes.io/{name}");
        let profile = own.get("appArmorProfile").is_set() || pod.get("securityContext").get("appArmorProfile").is_set();
        if report.metadata.annotations.contains_key(&key) && !profile && !report.prefix.is_empty() {
            let help = format!(
                "컨테이너 `{name}`의 옛 AppArmor 어노테이션 대신 securityContext의 appArmorProfile을 쓰십시오."
            );
            report.annotation(&key, "deprecated since v1.30; use the \"appArmorProfile\" field instead", help);
        }
    }
    let resources = container.get("resources");
    if resources.is_set() {
        // Memory of both before storage of both.
        for resource in IN_BYTES {
            for list in ["limits", "requests"] {
                fraction(&resources.get(list), resource, &format!("{list}의 {resource} 양"), report);
            }
        }
    }
    hidden_variables(&container.get("env"), report);
}

/// A variable that is there already, unless it goes on from its former value.
fn hidden_variables(list: &At<'_, '_>, report: &mut Report<'_, '_>) {
    if list.len() < 2 {
        return;
    }
    let mut known = BTreeSet::new();
    for item in list.items() {
        let name = item.get("name").text();
        if known.insert(name) {
            continue;
        }
        let (value, reference) = (item.get("value").text(), format!("$({name})"));
        if item.get("valueFrom").is_set() || value == reference || !value.contains(&reference) {
            let help = format!("환경 변수 `{name}`이(가) 앞에 이미 있어 앞의 값은 쓰이지 않습니다. 하나를 지우십시오.");
            let detail = format!("hides previous definition of {}, which may be dropped when using apply", quote(name));
            report.tell(&item, list, &detail, "env-hidden", help);
        }
    }
}

/// A declared port, as far as others are compared with it.
struct Declared<'t> {
    list: &'static str,
    container: usize,
    index: usize,
    host_ip: &'t str,
    host_port: i64,
}

/// Ports of all containers together, which share one address.
fn ports<'t>(pod: &At<'t, '_>, report: &mut Report<'_, 't>) {
    let mut known: BTreeMap<(i64, &str), Vec<Declared<'t>>> = BTreeMap::new();
    for list in LISTS {
        let containers = pod.get(list);
        for (container, item) in containers.items().enumerate() {
            let ports = item.get("ports");
            for (index, item) in ports.items().enumerate() {
                let number = item.get("containerPort").int().unwrap_or(0);
                let protocol = item.get("protocol").text_or("TCP");
                let (host_ip, host_port) = (item.get("hostIP").text(), item.get("hostPort").int().unwrap_or(0));
                let port = Declared { list, container, index, host_ip, host_port };
                if !host_ip.is_empty() && host_port == 0 {
                    let help = format!(
                        "hostIP(`{host_ip}`)만 적고 hostPort가 없어 노드의 포트는 열리지 않습니다. hostPort를 적거나 hostIP를 지우십시오."
                    );
                    let detail = format!(
                        "hostIP set without hostPort: {{Name:{} HostPort:0 ContainerPort:{number} Protocol:{protocol} HostIP:{host_ip}}}",
                        item.get("name").text()
                    );
                    report.tell(&item, &ports, &detail, "field-ignored", help);
                }
                let others = known.entry((number, protocol)).or_default();
                let held_against = if report.is_full() { 0 } else { MOST_SHOWN };
                for other in others.iter().take(held_against) {
                    let Some((word, what)) = collision(&port, other) else { continue };
                    let help = format!(
                        "{number}/{protocol} 포트를 이 파드에서 {what} 두 번 알렸습니다. 파드의 컨테이너들은 주소를 함께 쓰므로 한 번만 적으십시오."
                    );
                    let Declared { list, container, index, .. } = other;
                    let detail =
                        format!("{word} port definition with {}.{list}[{container}].ports[{index}]", pod.path());
                    report.tell(&item, &ports, &detail, "container-port-repeated", help);
                }
                others.push(port);
            }
        }
    }
}

/// How the server calls it that two ports have one number and protocol, and how we do; `None` where that does no harm.
fn collision(one: &Declared<'_>, other: &Declared<'_>) -> Option<(&'static str, &'static str)> {
    let same = one.host_port == other.host_port;
    if same && one.host_ip == other.host_ip {
        Some(("duplicate", "똑같이"))
    } else if one.host_port == 0 || other.host_port == 0 {
        Some(("overlapping", "겹치게"))
    } else if same && one.host_ip.is_empty() != other.host_ip.is_empty() {
        Some(("dangerously ambiguous", "어느 주소의 것인지 알 수 없게"))
    } else {
        None
    }
}
