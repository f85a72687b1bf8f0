//! What may be set on which operating system (`validateOS`, `validateLinux`, `validateWindows`,
//! `validateWindowsHostProcessPod`).
//!
//! Must not know: nodes.

use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::meant;

const CODE: &str = "os-not-applicable";
const LISTS: [&str; 3] = ["initContainers", "containers", "ephemeralContainers"];

/// Calls `visit` for every container, as `VisitContainersWithPath` does.
fn each_container(pod: &At<'_, '_>, mut visit: impl FnMut(&At<'_, '_>)) {
    for field in LISTS {
        let list = pod.get(field);
        list.items().for_each(|item| visit(&item));
    }
}

pub(super) fn os(pod: &At<'_, '_>, faults: &mut Faults) {
    let at = pod.get("os");
    if !at.is_set() {
        return;
    }
    let name = at.get("name");
    match name.text() {
        "linux" => linux(pod, faults),
        "windows" => windows(pod, faults),
        "" => {
            let help = "os를 적었으면 운영체제의 이름(name)이 있어야 합니다. linux나 windows를 적거나 os를 지우십시오.";
            faults.push(name.required("cannot be empty", CODE, help));
        }
        other => {
            let supported = ["linux", "windows"];
            let help = format!("os의 name은 linux나 windows인데 `{other}`을(를) 적었습니다.");
            let fault = at.unsupported(other, &supported, CODE, help).at(name.path());
            faults.push(fault.write(meant::closest(other, supported.into_iter())));
        }
    }
}

fn linux(pod: &At<'_, '_>, faults: &mut Faults) {
    let mut check = |at: &At<'_, '_>| {
        let security = at.get("securityContext");
        let options = security.get("windowsOptions");
        if options.is_set() {
            let help = "os가 linux인 파드에는 윈도우의 설정인 windowsOptions를 적을 수 없습니다. 지우십시오.";
            let fault = options.forbidden("windows options cannot be set for a linux pod", CODE, help);
            faults.push(fault.remedy(Remedy::Remove));
        }
    };
    check(pod);
    each_container(pod, check);
}

fn windows(pod: &At<'_, '_>, faults: &mut Faults) {
    let mut refuse = |at: At<'_, '_>| {
        let help = format!("os가 windows인 파드에는 리눅스의 설정인 {}을(를) 적을 수 없습니다. 지우십시오.", at.name());
        faults.push(at.forbidden("cannot be set for a windows pod", CODE, help).remedy(Remedy::Remove));
    };
    let security = pod.get("securityContext");
    // Fields of the pod itself stand among those of its security context: there the server keeps them.
    let of_pod = [
        ("appArmorProfile", false),
        ("seLinuxOptions", false),
        ("hostUsers", true),
        ("hostPID", true),
        ("hostIPC", true),
        ("seccompProfile", false),
        ("fsGroup", false),
        ("fsGroupChangePolicy", false),
        ("sysctls", false),
        ("shareProcessNamespace", true),
        ("runAsUser", false),
        ("runAsGroup", false),
        ("supplementalGroups", false),
        ("supplementalGroupsPolicy", false),
        ("seLinuxChangePolicy", false),
    ];
    for (field, outside) in of_pod {
        let at = if outside { pod.get(field) } else { security.get(field) };
        let is_set = match field {
            "hostPID" | "hostIPC" => at.is_true(),
            "sysctls" => at.len() > 0,
            _ => at.is_set(),
        };
        if is_set {
            refuse(at);
        }
    }
    let of_container = [
        "appArmorProfile",
        "seLinuxOptions",
        "seccompProfile",
        "capabilities",
        "readOnlyRootFilesystem",
        "privileged",
        "allowPrivilegeEscalation",
        "procMount",
        "runAsUser",
        "runAsGroup",
    ];
    each_container(pod, |container| {
        let security = container.get("securityContext");
        for field in of_container {
            let at = security.get(field);
            if at.is_set() {
                refuse(at);
            }
        }
    });
}

/// Containers that are processes of a Windows node: all of them or none, on the node's network.
pub(super) fn host_process(pod: &At<'_, '_>, faults: &mut Faults) {
    let of = |at: &At<'_, '_>| at.get("securityContext").get("windowsOptions").get("hostProcess").bool();
    let whole = of(pod);
    let (mut all, mut processes) = (0, 0);
    each_container(pod, |container| {
        all += 1;
        let own = of(container);
        processes += usize::from(own.or(whole) == Some(true));
        if let (Some(whole), Some(own)) = (whole, own)
            && whole != own
        {
            let security = container.get("securityContext");
            let options = security.get("windowsOptions");
            let at = options.get("hostProcess");
            let help =
                format!("hostProcess가 파드에서는 {whole}인데 이 컨테이너에서는 {own}입니다. 둘을 같게 적으십시오.");
            let detail = format!("pod hostProcess value must be identical if both are specified, was {whole}");
            faults.push(at.invalid(own, &detail, CODE, help));
        }
    });
    if processes == 0 {
        return;
    }
    if processes != all {
        let help = "hostProcess 컨테이너가 하나라도 있으면 모든 컨테이너가 hostProcess여야 합니다.";
        let detail = "If pod contains any hostProcess containers then all containers must be HostProcess containers";
        faults.push(pod.invalid("\"\"", detail, CODE, help));
    }
    let network = pod.get("hostNetwork");
    if !network.is_true() {
        let help = "hostProcess 컨테이너는 노드의 네트워크를 쓰므로 파드에 `hostNetwork: true`가 있어야 합니다.";
        let detail = "hostNetwork must be true if pod contains any hostProcess containers";
        let fault: Fault = network.invalid("false", detail, CODE, help);
        faults.push(fault);
    }
}
