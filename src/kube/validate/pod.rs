//! Pod (`ValidatePodCreate`, `ValidatePodSpec`), as far as the model goes.
//!
//! Must not know: Services, Deployments.

use super::metadata::{self, Names};
use crate::kube::Version;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::model::{Container, Pod, PodSpec};
use crate::kube::names;
use crate::kube::quote::quote;
use crate::text::josa::{Josa, with};
use std::collections::BTreeSet;

pub(super) fn pod(pod: &Pod, version: Version, faults: &mut Faults) {
    metadata::object(&pod.metadata, Names::Pod, version, faults);
    spec(&pod.spec, "spec", version, faults);
    // Of pods alone, not of the templates of others (`validateContainersOnlyForPod`).
    for (field, list) in [("containers", &pod.spec.containers), ("initContainers", &pod.spec.init_containers)] {
        for (index, container) in list.iter().enumerate() {
            image_blanks(container, &format!("spec.{field}[{index}]"), faults);
        }
    }
}

fn image_blanks(container: &Container, path: &str, faults: &mut Faults) {
    let image = &container.image;
    if image.trim() != image {
        let help = format!("이미지 이름 `{image}`의 앞뒤에 빈칸이 있습니다. 빈칸을 지우십시오.");
        let message = "must not have leading or trailing whitespace";
        faults.push(
            Fault::invalid(format!("{path}.image"), image, message, "image-invalid", help).write(Some(image.trim())),
        );
    }
}

/// A pod's spec at `path`.
pub(super) fn spec(spec: &PodSpec, path: &str, version: Version, faults: &mut Faults) {
    let volumes = volumes(spec, path, faults);
    if spec.containers.is_empty() {
        let help = format!(
            "파드에는 컨테이너가 적어도 하나 있어야 합니다. `{path}` 안의 containers 아래에 `- name: web`과 `image: nginx`처럼 적으십시오."
        );
        faults.push(Fault::required(format!("{path}.containers"), "", "containers-missing", help));
    }
    let mut known = BTreeSet::new();
    for (field, list) in [("containers", &spec.containers), ("initContainers", &spec.init_containers)] {
        for (index, it) in list.iter().enumerate() {
            container(it, &format!("{path}.{field}[{index}]"), &volumes, faults);
            // The server compares even names that are missing; of init containers it does not remember them.
            let again = known.contains(it.name.as_str());
            if field == "containers" || !it.name.is_empty() {
                known.insert(it.name.as_str());
            }
            if again {
                let help = if it.name.is_empty() {
                    "이름(name) 없는 컨테이너가 둘 이상이라 서로 구별할 수 없습니다. 저마다 다른 이름을 적으십시오."
                        .to_owned()
                } else {
                    format!(
                        "컨테이너 이름 `{}`이(가) 이미 이 파드에 있습니다. 파드 안에서는 이름이 서로 달라야 합니다.",
                        it.name
                    )
                };
                faults.push(Fault::duplicate(
                    format!("{path}.{field}[{index}].name"),
                    quote(&it.name),
                    "container-name-duplicate",
                    help,
                ));
            }
        }
        if field == "containers" {
            host_port_conflicts(list, &format!("{path}.containers"), faults);
        }
    }
    host_network(spec, path, faults);
    policies(spec, path, faults);
    let selector = if path == "spec" { "spec.nodeSelector" } else { "spec.template.spec.nodeSelector" };
    metadata::labels(&spec.node_selector, selector, None, version, faults);
}

/// Names of volumes (`ValidateVolumes`); gives those that containers may mount.
fn volumes<'s>(spec: &'s PodSpec, path: &str, faults: &mut Faults) -> BTreeSet<&'s str> {
    const CODE: &str = "volume-name-invalid";
    let mut known = BTreeSet::new();
    for (index, name) in spec.volumes.iter().enumerate() {
        let path = format!("{path}.volumes[{index}].name");
        let complaints = names::dns_1123_label(name);
        if name.is_empty() {
            let help =
                "volumes의 볼륨에 name이 없습니다. 컨테이너의 volumeMounts가 부를 이름을 `name: data`처럼 적으십시오.";
            let fault = Fault::required(path, "", CODE, help.to_owned());
            faults.push(fault.remedy(Remedy::Add("name", "data".to_owned())));
        } else if !complaints.is_empty() {
            for message in complaints {
                let help = format!("볼륨 이름 `{name}`은(는) 소문자, 숫자, '-'만으로 63자까지여야 합니다.");
                let fault = Fault::invalid(path.clone(), name, &message, CODE, help);
                faults.push(fault.write(names::mend(name)));
            }
        } else if !known.insert(name.as_str()) {
            let help = format!("볼륨 이름 `{name}`이(가) 이 파드에 두 번 나옵니다. 서로 다른 이름을 붙이십시오.");
            faults.push(Fault::duplicate(path, quote(name), CODE, help));
        }
    }
    known
}

/// What a container mounts has to be a volume of its pod, each at a place of its own (`ValidateVolumeMounts`).
fn volume_mounts(container: &Container, path: &str, volumes: &BTreeSet<&str>, faults: &mut Faults) {
    const CODE: &str = "volume-mount-invalid";
    let mut places = BTreeSet::new();
    for (index, mount) in container.volume_mounts.iter().enumerate() {
        let path = format!("{path}.volumeMounts[{index}]");
        if mount.name.is_empty() {
            let help = "volumeMounts의 항목에 name이 없습니다. 어느 볼륨을 붙일지 volumes에 적은 이름을 적으십시오.";
            faults.push(Fault::required(format!("{path}.name"), "", CODE, help.to_owned()));
        }
        if !volumes.contains(mount.name.as_str()) {
            let near = names::closest(&mount.name, volumes.iter().copied());
            let hint = near.map(|near| format!(" `{near}`을(를) 적으려던 것 같습니다.")).unwrap_or_default();
            let help = format!(
                "volumeMounts의 name이 `{}`인 볼륨은 이 파드의 volumes에 없습니다.{hint} volumes에 같은 이름의 볼륨을 적거나 이름을 맞추십시오.",
                mount.name
            );
            faults.push(Fault::not_found(format!("{path}.name"), &mount.name, CODE, help).write(near));
        }
        if mount.mount_path.is_empty() {
            let help = "볼륨을 컨테이너의 어느 폴더에 붙일지 mountPath가 없습니다. `mountPath: /data`처럼 적으십시오.";
            let fault = Fault::required(format!("{path}.mountPath"), "", CODE, help.to_owned());
            faults.push(fault.remedy(Remedy::Add("mountPath", "/data".to_owned())));
        }
        if !places.insert(&mount.mount_path) {
            let help = format!(
                "mountPath `{}`에 볼륨을 둘 붙이려 합니다. 한 폴더에는 하나만 붙일 수 있으니 다른 폴더를 적으십시오.",
                mount.mount_path
            );
            faults.push(Fault::invalid(format!("{path}.mountPath"), &mount.mount_path, "must be unique", CODE, help));
        }
    }
}

/// A port of the node can lead to one container only (`AccumulateUniqueHostPorts`).
fn host_port_conflicts(containers: &[Container], path: &str, faults: &mut Faults) {
    let mut known = BTreeSet::new();
    for (at, container) in containers.iter().enumerate() {
        for (index, port) in container.ports.iter().enumerate().filter(|(_, port)| port.host_port != 0) {
            let taken = format!("{}/{}/{}", port.protocol, port.host_ip, port.host_port);
            if !known.insert(taken.clone()) {
                let help = format!(
                    "hostPort {}번을 이 파드의 포트 둘이 함께 쓰려 합니다. 노드의 한 포트는 한 곳으로만 이어지니 하나를 지우거나 번호를 바꾸십시오.",
                    port.host_port
                );
                let path = format!("{path}[{at}].ports[{index}].hostPort");
                faults.push(Fault::duplicate(path, quote(&taken), "port-duplicate", help).remedy(Remedy::Remove));
            }
        }
    }
}

/// With the node's network a container's port is the node's (`validatePodHostNetworkDeps`).
fn host_network(spec: &PodSpec, path: &str, faults: &mut Faults) {
    for (at, container) in spec.containers.iter().enumerate().filter(|_| spec.host_network) {
        for (index, port) in container.ports.iter().enumerate() {
            if port.host_port == port.container_port || (path != "spec" && port.host_port == 0) {
                continue;
            }
            let help = format!(
                "hostNetwork가 true면 컨테이너가 노드의 포트를 그대로 쓰므로 hostPort({})는 containerPort({})와 같아야 합니다. hostPort를 지우십시오.",
                port.host_port, port.container_port
            );
            let message = "must match `containerPort` when `hostNetwork` is true";
            let path = format!("{path}.containers[{at}].ports[{index}].hostPort");
            let fault = Fault::invalid_raw(path, port.host_port, message, "field-not-applicable", help);
            faults.push(fault.remedy(Remedy::Remove));
        }
    }
}

fn policies(spec: &PodSpec, path: &str, faults: &mut Faults) {
    let checks: [(&str, &str, &[&str], &str); 2] = [
        (
            "restartPolicy",
            &spec.restart_policy,
            &["Always", "OnFailure", "Never"],
            "컨테이너가 끝났을 때 다시 띄울지 정하는 값",
        ),
        (
            "dnsPolicy",
            &spec.dns_policy,
            &["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
            "파드의 DNS 설정을 어디에서 가져올지 정하는 값",
        ),
    ];
    for (field, value, supported, meaning) in checks {
        if !supported.contains(&value) {
            let help = format!(
                "{} {meaning}이며 {} 가운데 하나여야 하는데 `{value}`을(를) 적었습니다. 대소문자까지 같아야 합니다.",
                with(field, Josa::EunNeun),
                supported.join(", ")
            );
            faults.push(
                Fault::unsupported(format!("{path}.{field}"), quote(value), supported, "value-not-supported", help)
                    .write(names::closest(value, supported.iter().copied())),
            );
        }
    }
}

fn container(container: &Container, path: &str, volumes: &BTreeSet<&str>, faults: &mut Faults) {
    if container.name.is_empty() {
        let help = "컨테이너에 name이 없습니다. 파드 안에서 컨테이너를 부를 이름을 `name: web`처럼 적으십시오.";
        let fault = Fault::required(format!("{path}.name"), "", "container-name-missing", help.to_owned());
        faults.push(fault.remedy(Remedy::Add("name", "web".to_owned())));
    } else {
        for message in names::dns_1123_label(&container.name) {
            let help = format!(
                "컨테이너 이름 {} 소문자, 숫자, '-'만으로 63자까지여야 합니다.",
                with(&format!("`{}`", container.name), Josa::EunNeun)
            );
            faults.push(
                Fault::invalid(format!("{path}.name"), &container.name, &message, "container-name-invalid", help)
                    .write(names::mend(&container.name)),
            );
        }
    }
    if container.image.is_empty() {
        let help = "컨테이너에 image가 없습니다. 무엇을 실행할지 `image: nginx`처럼 이미지 이름을 적으십시오.";
        faults.push(Fault::required(format!("{path}.image"), "", "image-missing", help.to_owned()));
    }
    ports(container, path, faults);
    for (index, name) in container.env.iter().enumerate() {
        env_name(name, &format!("{path}.env[{index}].name"), faults);
    }
    volume_mounts(container, path, volumes, faults);
    let supported = ["Always", "IfNotPresent", "Never"];
    if !supported.contains(&container.image_pull_policy.as_str()) {
        let value = &container.image_pull_policy;
        let help = format!(
            "imagePullPolicy는 이미지를 언제 내려받을지 정하며 Always, IfNotPresent, Never 가운데 하나여야 하는데 `{value}`을(를) 적었습니다."
        );
        faults.push(
            Fault::unsupported(
                format!("{path}.imagePullPolicy"),
                quote(value),
                &supported,
                "value-not-supported",
                help,
            )
            .write(names::closest(value, supported.into_iter())),
        );
    }
}

fn ports(container: &Container, path: &str, faults: &mut Faults) {
    let mut known = BTreeSet::new();
    for (index, port) in container.ports.iter().enumerate() {
        let path = format!("{path}.ports[{index}]");
        if !port.name.is_empty() {
            let complaints = names::port_name(&port.name);
            for message in &complaints {
                let help = format!(
                    "컨테이너 포트 이름 {} 소문자, 숫자, '-'로 15자까지이고 글자가 적어도 하나 있어야 합니다.",
                    with(&format!("`{}`", port.name), Josa::EunNeun)
                );
                faults.push(Fault::invalid(format!("{path}.name"), &port.name, message, "port-name-invalid", help));
            }
            if complaints.is_empty() && !known.insert(port.name.as_str()) {
                let help = format!(
                    "포트 이름 `{}`이(가) 이 컨테이너에 두 번 나옵니다. 서로 다른 이름을 붙이십시오.",
                    port.name
                );
                faults.push(Fault::duplicate(format!("{path}.name"), quote(&port.name), "port-name-duplicate", help));
            }
        }
        if port.container_port == 0 {
            let help = "컨테이너 포트 항목에 containerPort가 없습니다. 프로그램이 듣는 포트 번호를 `containerPort: 80`처럼 적으십시오.";
            let fault = Fault::required(format!("{path}.containerPort"), "", "container-port-missing", help.to_owned());
            faults.push(fault.remedy(Remedy::Add("containerPort", "80".to_owned())));
        } else if let Some(message) = names::port_number(port.container_port) {
            let help =
                format!("포트 번호는 1부터 65535까지인데 containerPort에 {}을(를) 적었습니다.", port.container_port);
            faults.push(Fault::invalid_raw(
                format!("{path}.containerPort"),
                port.container_port,
                message,
                "port-out-of-range",
                help,
            ));
        }
        if let Some(message) = names::port_number(port.host_port).filter(|_| port.host_port != 0) {
            let help = format!("포트 번호는 1부터 65535까지인데 hostPort에 {}을(를) 적었습니다.", port.host_port);
            faults.push(Fault::invalid_raw(
                format!("{path}.hostPort"),
                port.host_port,
                message,
                "port-out-of-range",
                help,
            ));
        }
        if !["SCTP", "TCP", "UDP"].contains(&port.protocol.as_str()) {
            let help = format!(
                "컨테이너 포트의 protocol은 TCP, UDP, SCTP 가운데 하나여야 하는데 `{}`(이)라고 적었습니다.",
                port.protocol
            );
            faults.push(
                Fault::unsupported(
                    format!("{path}.protocol"),
                    quote(&port.protocol),
                    &["SCTP", "TCP", "UDP"],
                    "protocol-unknown",
                    help,
                )
                .write(names::closest(&port.protocol, ["TCP", "UDP", "SCTP"].into_iter())),
            );
        }
    }
}

/// Since 1.34 any printable ASCII but `=` (KEP-4369).
fn env_name(name: &str, path: &str, faults: &mut Faults) {
    if name.is_empty() {
        let help = "환경 변수에 name이 없습니다. `- name: PORT`처럼 이름부터 적으십시오.";
        faults.push(Fault::required(path, "", "env-name-missing", help.to_owned()));
    } else if !name.chars().all(|c| (' '..='~').contains(&c) && c != '=') {
        let help = format!(
            "환경 변수 이름 {} '='를 뺀 영문자와 숫자, 기호만 쓸 수 있습니다.",
            with(&format!("`{name}`"), Josa::EunNeun)
        );
        let message =
            "a valid environment variable name must consist only of printable ASCII characters other than '='";
        faults.push(Fault::invalid(path, name, message, "env-name-invalid", help));
    }
}
