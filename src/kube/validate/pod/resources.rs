//! How much of what a container or a whole pod gets (`validateResourceRequirements`, `validatePodResources`).
//!
//! Must not know: nodes.

use super::Context;
use super::container::{Inside, is_sidecar};
use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::quantity::Quantity;
use crate::kube::quote::{json_string, named, quote};
use crate::kube::{Version, meant, names};
use std::borrow::Cow;
use std::collections::BTreeMap;

const CODE: &str = "resources-invalid";
const CLAIM: &str = "resource-claim-invalid";

/// `IsHugePageResourceName`.
fn is_huge(name: &str) -> bool {
    name.starts_with("hugepages-")
}

/// Whether a name is Kubernetes' own (`IsNativeResource`).
fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

/// Whether more may be promised than there is (`IsOvercommitAllowed`).
fn may_exceed(name: &str) -> bool {
    is_native(name) && !is_huge(name)
}

/// A device of somebody else's (`IsExtendedResourceName`).
fn is_extended(name: &str, version: Version) -> bool {
    !is_native(name)
        && !name.starts_with("requests.")
        && names::qualified_name(&format!("requests.{name}"), version).is_empty()
}

/// What is measured in whole things (`IsIntegerResourceName`).
fn is_counted(name: &str, version: Version) -> bool {
    const COUNTED: [&str; 9] = [
        "pods",
        "resourcequotas",
        "services",
        "replicationcontrollers",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "services.nodeports",
        "services.loadbalancers",
    ];
    COUNTED.contains(&name) || is_extended(name, version)
}

/// Names of resources that mean something without a prefix (`IsStandardResourceName`).
const STANDARD: [&str; 20] = [
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "storage",
    "requests.storage",
    "services.nodeports",
    "services.loadbalancers",
];
const OF_CONTAINERS: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

/// Whose resources they are: it decides which there may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Container,
    Pod,
}

/// `validateContainerResourceName`, `validatePodResourceName`.
fn name(at: &At<'_, '_>, name: &str, owner: Owner, context: Context<'_>, faults: &mut Faults) {
    let help = || {
        format!(
            "{}의 `{name}`은(는) 적을 수 있는 리소스가 아닙니다. cpu, memory, ephemeral-storage를 적거나, 장치라면 `example.com/gpu`처럼 접두사를 붙이십시오.",
            at.owner()
        )
    };
    let mut refuse = |written: String, detail: &str| faults.push(at.invalid(written, detail, CODE, help()));
    let complaints = names::qualified_name(name, context.version);
    let is_plain = !name.contains('/');
    let mut wrong = !complaints.is_empty();
    for message in &complaints {
        refuse(quote(name), message);
    }
    if !wrong && is_plain && !STANDARD.contains(&name) && !is_huge(name) && !name.starts_with("requests.hugepages-") {
        wrong = true;
        refuse(named(name), "must be a standard resource type or fully qualified");
    }
    if owner == Owner::Pod {
        if !wrong && !["cpu", "memory"].contains(&name) && !is_huge(name) {
            let help = format!("파드 전체의 resources에는 cpu와 memory만 적을 수 있는데 `{name}`을(를) 적었습니다.");
            faults.push(at.unsupported(name, &["cpu", "memory"], CODE, help));
        }
        return;
    }
    if is_plain && !OF_CONTAINERS.contains(&name) && !is_huge(name) {
        refuse(named(name), "must be a standard resource for containers");
    } else if !is_plain && !is_native(name) && !is_extended(name, context.version) {
        refuse(named(name), "doesn't follow extended resource name standard");
    }
}

/// `ValidateResourceQuantityValue` of the resource called so.
pub(in crate::kube::validate) fn counted_amount(at: &At<'_, '_>, name: &str, version: Version, faults: &mut Faults) {
    let Some(amount) = at.amount() else { return };
    if amount.is_negative() {
        let help = format!("{}에 적은 {}의 양은 0보다 작을 수 없는데 {amount}입니다.", at.owner(), at.name());
        let detail = "must be greater than or equal to 0";
        faults.push(at.invalid(quote(&amount.to_string()), detail, CODE, help));
    }
    if !amount.is_whole() && is_counted(name, version) {
        let help =
            format!("{}에 적은 {}은(는) 하나씩 세는 것이라 정수여야 하는데 {amount}입니다.", at.owner(), at.name());
        faults.push(at.invalid(json_string(&amount.to_string()), "must be an integer", CODE, help));
    }
}

fn huge_pages(at: &At<'_, '_>, name: &str, faults: &mut Faults) {
    let Some(amount) = at.amount().filter(|_| is_huge(name)) else { return };
    let size = name.strip_prefix("hugepages-").and_then(|size| Quantity::parse(Cow::Borrowed(size)));
    if !size.is_some_and(|size| amount.is_multiple_of(&size)) {
        let help = format!("{}에 적은 {name}의 양은 그 크기의 배수여야 하는데 {amount}입니다.", at.owner());
        let detail = format!("{amount} is not positive integer multiple of {name}");
        faults.push(at.invalid(quote(&amount.to_string()), &detail, CODE, help));
    }
}

/// Limits and requests by themselves and against each other. `follows` says that a limit without a request is a request
/// too, as the server fills it in for pods; `more` are requests that it fills in otherwise.
fn requirements(at: &At<'_, '_>, owner: Owner, follows: bool, context: Context<'_>, faults: &mut Faults) {
    let (limits, requests) = (at.get("limits"), at.get("requests"));
    let (mut huge, mut plain) = (false, false);
    let mut check = |at: &At<'_, '_>, key: &str, faults: &mut Faults| {
        name(at, key, owner, context, faults);
        counted_amount(at, key, context.version, faults);
        huge |= is_huge(key);
        plain |= matches!(key, "cpu" | "memory");
    };
    limits.entries(|key, at| {
        check(&at, key, faults);
        huge_pages(&at, key, faults);
    });
    requests.entries(|key, request| {
        check(&request, key, faults);
        against_limit(&request, key, &requests, &limits, faults);
        huge_pages(&request, key, faults);
    });
    if follows {
        limits.entries(|key, limit| {
            if !requests.get(key).is_set() {
                let mut own = Faults::default();
                let request = limit.moved(&requests, key);
                check(&request, key, &mut own);
                huge_pages(&request, key, &mut own);
                // It stands where the limit stands.
                let place = |fault: Fault| fault.at(limits.path());
                faults.extend(own.told().into_iter().map(place));
            }
        });
    }
    if huge && !plain {
        let help = "resources에 hugepages만 적을 수는 없습니다. cpu나 memory도 함께 적으십시오.";
        faults.push(at.forbidden("HugePages require cpu or memory", CODE, help));
    }
}

fn against_limit(request: &At<'_, '_>, key: &str, requests: &At<'_, '_>, limits: &At<'_, '_>, faults: &mut Faults) {
    let Some(wanted) = request.amount() else { return };
    // The server speaks of the requests altogether.
    let called = |fault: Fault| Fault { path: requests.path(), ..fault };
    let Some(limit) = limits.get(key).amount() else {
        if !may_exceed(key) {
            let help = format!("`{key}`은(는) 남는 것을 나누어 쓸 수 없으므로 limits에도 같은 양을 적어야 합니다.");
            let fault = limits.required("Limit must be set for non overcommitable resources", CODE, help);
            faults.push(if limits.is_set() { fault } else { fault.at(requests.path()) });
        }
        return;
    };
    let detail = if !may_exceed(key) && wanted != limit {
        format!("must be equal to {key} limit of {limit}")
    } else if wanted > limit {
        format!("must be less than or equal to {key} limit of {limit}")
    } else {
        return;
    };
    let help = format!(
        "{key}의 요청량(requests) {wanted}이(가) 한도(limits) {limit}과(와) 맞지 않습니다. 요청량은 보장받을 양, 한도는 넘을 수 없는 양이라 요청량이 한도보다 클 수 없습니다."
    );
    faults.push(called(request.invalid(quote(&wanted.to_string()), &detail, CODE, help)));
}

pub(super) fn container(at: &At<'_, '_>, inside: &Inside<'_, '_>, faults: &mut Faults) {
    if !at.is_set() {
        return;
    }
    // Templates are no pods yet (`SetDefaults_Pod`), and ephemeral containers have none.
    let follows = inside.context.is_pod && !at.path().contains("ephemeral");
    requirements(at, Owner::Container, follows, inside.context, faults);
    claims(&at.get("claims"), inside, faults);
}

/// `validateOverhead`: as if they were a container's limits.
pub(super) fn overhead(at: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    at.entries(|key, entry| {
        let mut own = Faults::default();
        name(&entry, key, Owner::Container, context, &mut own);
        counted_amount(&entry, key, context.version, &mut own);
        huge_pages(&entry, key, &mut own);
        let path = format!("{}.limits[{key}]", at.path());
        faults.extend(own.told().into_iter().map(|fault| Fault { path: path.clone(), ..fault }));
    });
}

/// `validateResourceClaimNames`.
fn claims(list: &At<'_, '_>, inside: &Inside<'_, '_>, faults: &mut Faults) {
    let mut known = std::collections::BTreeSet::new();
    // Claims of which a single request is used already.
    let mut in_part = std::collections::BTreeSet::new();
    for item in list.items() {
        let (name, request) = (item.get("name").text(), item.get("request"));
        if name.is_empty() {
            let help = "resources의 claims에 name이 없습니다. 파드의 resourceClaims에 적은 이름을 적으십시오.";
            faults.push(item.required("", CLAIM, help));
            continue;
        }
        let again = |value: &str| {
            let help = format!("클레임 `{value}`을(를) 이 컨테이너의 claims에 두 번 적었습니다. 한 번만 적으십시오.");
            item.duplicate(value, CLAIM, help)
        };
        if known.contains(name) {
            faults.push(again(name));
        } else {
            let part = request.text();
            if !part.is_empty() {
                super::dns_label(request, CLAIM, "클레임 안의 요청의 이름을", faults);
            }
            let key = if part.is_empty() { name.to_owned() } else { format!("{name}/{part}") };
            if known.contains(&key) {
                faults.push(again(&key));
            } else if part.is_empty() && in_part.contains(name) {
                faults.push(again(name));
            }
            if !part.is_empty() {
                in_part.insert(name.to_owned());
            }
            known.insert(key);
        }
        if !inside.claims.contains(name) {
            faults.push_with(|| {
                let listed: Vec<&str> = inside.claims.iter().copied().collect();
                let rest =
                    if listed.is_empty() { " which is empty".to_owned() } else { format!(": {}", listed.join(", ")) };
                let help = format!(
                    "claims의 `{name}`은(는) 파드의 resourceClaims에 없습니다. 거기에 같은 이름의 클레임을 적으십시오."
                );
                let mut fault = item.not_found(name, CLAIM, help);
                fault.message.push_str(": must be one of the names in pod.spec.resourceClaims");
                fault.message.push_str(&rest);
                fault.write(meant::closest(name, listed.into_iter()))
            });
        }
    }
}

/// `validateResizePolicy`: the server speaks of the list.
pub(super) fn resize(container: &At<'_, '_>, inside: &Inside<'_, '_>, faults: &mut Faults) {
    let list = container.get("resizePolicy");
    let mut known = std::collections::BTreeSet::new();
    for item in list.items() {
        let (resource, policy) = (item.get("resourceName"), item.get("restartPolicy"));
        let called = |fault: Fault, at: &At<'_, '_>| Fault { path: list.path(), ..fault }.at(at.path());
        if !known.insert(resource.text()) {
            let help = format!("resizePolicy에 `{}`이(가) 두 번 나옵니다. 한 번만 적으십시오.", resource.text());
            faults.push(item.duplicate_word(resource.text(), CODE, help));
        }
        let fields = [
            (resource, &["cpu", "memory"], "크기를 바꿀 리소스를 정하는"),
            (policy, &["NotRequired", "RestartContainer"], "크기를 바꿀 때 다시 띄울지 정하는"),
        ];
        for (at, supported, meaning) in fields {
            if at.text().is_empty() {
                let help = format!(
                    "resizePolicy의 항목에 {}이(가) 없습니다. {} 가운데 하나를 적으십시오.",
                    at.name(),
                    supported.join(", ")
                );
                faults.push(called(at.required("", CODE, help), &at));
            } else {
                let told = super::choice(at, at.text(), supported, CODE, meaning);
                faults.extend(told.map(|fault| called(fault, &at)));
            }
        }
        if inside.pod.get("restartPolicy").text() == "Never" && policy.text() != "NotRequired" {
            let help = format!(
                "파드의 restartPolicy가 Never라 다시 띄울 수 없으므로 resizePolicy의 restartPolicy는 NotRequired여야 하는데 `{}`입니다.",
                policy.text()
            );
            let detail = "must be 'NotRequired' when `restartPolicy` is 'Never'";
            faults.push(called(policy.invalid_word(detail, CODE, help).write(Some("NotRequired")), &policy));
        }
    }
}

type Sums<'t> = BTreeMap<String, Quantity<'t>>;

/// `validatePodResources`: what the pod gets altogether against what its containers get (KEP-2837, on since 1.34).
pub(super) fn whole_pod(pod: &At<'_, '_>, context: Context<'_>, faults: &mut Faults) {
    let at = pod.get("resources");
    if !at.is_set() {
        return;
    }
    let (limits, requests) = (at.get("limits"), at.get("requests"));
    let claims = at.get("claims");
    if claims.is_set() {
        let help = "장치 클레임(claims)은 파드 전체의 resources에는 적을 수 없습니다. 그것을 쓸 컨테이너의 resources에 적으십시오.";
        faults.push(
            claims.forbidden("claims cannot be set for Resources at pod-level", CLAIM, help).remedy(Remedy::Remove),
        );
    }
    let sums = requested(pod, context);
    requirements(&at, Owner::Pod, false, context, faults);
    for (key, sum) in sums.iter().filter(|(key, _)| matches!(key.as_str(), "cpu" | "memory") || is_huge(key)) {
        let request = requests.get(key);
        let path = format!("{}[{key}]", requests.path());
        let place = |fault: Fault| Fault { path: path.clone(), ..fault };
        match request.amount() {
            Some(given) if *sum > given => {
                let help = format!(
                    "컨테이너들이 요청한 {key}를 합치면 {sum}인데 파드 전체의 요청량은 {given}입니다. 파드의 requests를 {sum} 이상으로 적으십시오."
                );
                let detail = format!("must be greater than or equal to aggregate container requests of {sum}");
                faults.push(place(request.invalid(quote(&given.to_string()), &detail, CODE, help)));
            }
            // Of a pod the sum is filled in.
            None if context.is_pod => {
                if let Some(limit) = limits.get(key).amount().filter(|limit| sum > limit) {
                    let help = format!(
                        "컨테이너들이 요청한 {key}를 합치면 {sum}인데 파드 전체의 한도는 {limit}입니다. 한도를 늘리거나 요청량을 줄이십시오."
                    );
                    let detail = format!("must be less than or equal to {key} limit of {limit}");
                    faults.push(
                        requests.invalid(quote(&sum.to_string()), &detail, CODE, help).at(limits.get(key).path()),
                    );
                }
            }
            None if !sum.is_zero() && !sum.is_negative() => {
                let help = format!(
                    "컨테이너들이 요청한 {key}를 합치면 {sum}인데 파드 전체의 requests에는 {key}가 없습니다. {sum} 이상을 적으십시오."
                );
                let detail = format!("must be greater than or equal to aggregate container requests of {sum}");
                faults.push(place(request.invalid("\"0\"", &detail, CODE, help)).at(requests.path()));
            }
            _ => {}
        }
    }
    let list = pod.get("containers");
    for (index, item) in list.items().enumerate() {
        let resources = item.get("resources");
        resources.get("limits").entries(|key, own| {
            let (Some(own_limit), Some(limit)) = (own.amount(), limits.get(key).amount()) else { return };
            if own_limit > limit {
                let help = format!("컨테이너의 {key} 한도 {own_limit}이(가) 파드 전체의 한도 {limit}보다 큽니다. 컨테이너의 한도를 줄이십시오.");
                let detail = format!("must be less than or equal to pod limits of {limit}");
                let fault = own.invalid(quote(&own_limit.to_string()), &detail, CODE, help);
                faults.push(Fault { path: format!("{}.containers[{index}][{key}].limits", at.path()), ..fault });
            }
        });
    }
}

/// What the containers of a pod ask for altogether (`AggregateContainerRequests`): those that run at one time together, and
/// no less than any init container by itself beside the sidecars before it.
fn requested<'t>(pod: &At<'t, '_>, context: Context<'_>) -> Sums<'t> {
    let own = |item: &At<'t, '_>| {
        let mut sums = Sums::new();
        let resources = item.get("resources");
        let (limits, requests) = (resources.get("limits"), resources.get("requests"));
        let lists = if context.is_pod { [Some(limits), Some(requests)] } else { [None, Some(requests)] };
        for list in lists.into_iter().flatten() {
            list.entries(|key, at| {
                if let Some(amount) = at.amount() {
                    sums.insert(key.to_owned(), amount);
                }
            });
        }
        sums
    };
    let add = |to: &mut Sums<'t>, more: &Sums<'t>| {
        for (key, amount) in more {
            let sum = match to.remove(key) {
                Some(sum) => sum.plus(amount),
                None => amount.clone(),
            };
            to.insert(key.clone(), sum);
        }
    };
    let mut sums = Sums::new();
    pod.get("containers").items().for_each(|item| add(&mut sums, &own(&item)));
    let (mut sidecars, mut highest) = (Sums::new(), Sums::new());
    for item in pod.get("initContainers").items() {
        let mut alone = own(&item);
        if is_sidecar(&item) {
            add(&mut sums, &alone);
            add(&mut sidecars, &alone);
            alone.clone_from(&sidecars);
        } else {
            add(&mut alone, &sidecars);
        }
        for (key, amount) in alone {
            if highest.get(&key).is_none_or(|known| amount > *known) {
                highest.insert(key, amount);
            }
        }
    }
    for (key, amount) in highest {
        if sums.get(&key).is_none_or(|known| amount > *known) {
            sums.insert(key, amount);
        }
    }
    sums
}
