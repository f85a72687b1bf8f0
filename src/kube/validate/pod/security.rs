//! With which rights a pod and its containers run (`validatePodSpecSecurityContext`, `ValidateSecurityContext`). Privileged
//! containers are allowed, as clusters that people set up allow them (`--allow-privileged`).
//!
//! Must not know: admission policies.

use crate::kube::at::At;
use crate::kube::fault::{Fault, Faults, Remedy};
use crate::kube::meant;
use crate::kube::quote::{json_string, quote};
use crate::kube::validate::shape::{choice_if_set, descending_path};

const CODE: &str = "security-context-invalid";
const NUMBER: &str = "must be between 0 and 2147483647, inclusive";

/// A user or a group.
fn id(at: &At<'_, '_>, what: &str, faults: &mut Faults) {
    if let Some(value) = at.int().filter(|value| !(0..=i64::from(i32::MAX)).contains(value)) {
        let help = format!("{}에는 {what} 번호를 0부터 2147483647까지로 적는데 {value}을(를) 적었습니다.", at.name());
        faults.push(at.invalid(value, NUMBER, CODE, help));
    }
}

pub(super) fn of_pod(pod: &At<'_, '_>, faults: &mut Faults) {
    let at = pod.get("securityContext");
    id(&at.get("fsGroup"), "볼륨을 함께 쓸 그룹의", faults);
    id(&at.get("runAsUser"), "파드를 실행할 사용자의", faults);
    id(&at.get("runAsGroup"), "파드를 실행할 그룹의", faults);
    at.get("supplementalGroups").items().for_each(|item| id(&item, "더 속할 그룹의", faults));
    let share = pod.get("shareProcessNamespace");
    if share.is_true() && pod.get("hostPID").is_true() {
        let help = "shareProcessNamespace(파드 안에서만 함께)와 hostPID(노드와 함께)는 서로 다른 것이라 둘 다 true일 수 없습니다. 하나를 지우십시오.";
        let detail = "ShareProcessNamespace and HostPID cannot both be enabled";
        let fault = share.invalid("true", detail, CODE, help);
        let path = at.get("shareProcessNamespace").path();
        faults.push(Fault { path, ..fault }.at(share.path()).remedy(Remedy::Remove));
    }
    sysctls(pod, &at.get("sysctls"), faults);
    let change = at.get("fsGroupChangePolicy");
    faults.extend(choice_if_set(change, &["Always", "OnRootMismatch"], CODE, "볼륨 파일의 그룹을 언제 바꿀지 정하는"));
    seccomp(&at.get("seccompProfile"), faults);
    windows(&at.get("windowsOptions"), faults);
    app_armor(&at.get("appArmorProfile"), faults);
    let groups = at.get("supplementalGroupsPolicy");
    faults.extend(choice_if_set(groups, &["Merge", "Strict"], CODE, "이미지에 적힌 그룹까지 합칠지 정하는"));
    // MountOption is behind a gate that is shut (KEP-1710).
    let labels = at.get("seLinuxChangePolicy");
    faults.extend(choice_if_set(labels, &["Recursive"], CODE, "볼륨에 SELinux 레이블을 붙이는 방법을 정하는"));
}

pub(super) fn of_container(at: &At<'_, '_>, pod: &At<'_, '_>, faults: &mut Faults) {
    if !at.is_set() {
        return;
    }
    id(&at.get("runAsUser"), "컨테이너를 실행할 사용자의", faults);
    id(&at.get("runAsGroup"), "컨테이너를 실행할 그룹의", faults);
    let mount = at.get("procMount");
    faults.extend(choice_if_set(mount, &["Default", "Unmasked"], CODE, "/proc을 어떻게 붙일지 정하는"));
    if mount.text() == "Unmasked" && pod.get("hostUsers").bool() != Some(false) {
        let help = "procMount: Unmasked는 /proc을 가리지 않으므로 노드와 사용자를 나누어 쓸 때(파드의 `hostUsers: false`)만 쓸 수 있습니다.";
        let detail = "`hostUsers` must be false to use `Unmasked`";
        faults.push(mount.invalid_word(detail, CODE, help).remedy(Remedy::Remove));
    }
    seccomp(&at.get("seccompProfile"), faults);
    escalation(at, faults);
    windows(&at.get("windowsOptions"), faults);
    app_armor(&at.get("appArmorProfile"), faults);
}

/// Nobody can be forbidden to gain rights and have them all.
fn escalation(at: &At<'_, '_>, faults: &mut Faults) {
    let escalation = at.get("allowPrivilegeEscalation");
    if escalation.bool() != Some(false) {
        return;
    }
    let capabilities = at.get("capabilities");
    let added = capabilities.get("add");
    let admin = added.items().any(|item| item.text() == "CAP_SYS_ADMIN");
    let wrong = [
        (at.get("privileged").is_true(), "`privileged` to true", "privileged: true"),
        (admin, "`capabilities.Add` CAP_SYS_ADMIN", "CAP_SYS_ADMIN"),
    ];
    for (_, detail, what) in wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong) {
        let help = format!(
            "allowPrivilegeEscalation: false는 더 많은 권한을 얻지 못하게 하는 것이라 {what}과(와) 함께 쓸 수 없습니다. 하나를 지우십시오."
        );
        let detail = format!("cannot set `allowPrivilegeEscalation` to false and {detail}");
        faults.push(at.invalid(go_security_context(at), &detail, CODE, help).at(escalation.path()));
    }
}

/// A container's security context as Go writes the struct that the server holds it in.
fn go_security_context(at: &At<'_, '_>) -> String {
    let flag = |field: &str| at.get(field).bool().map_or_else(|| "null".to_owned(), |value| value.to_string());
    let number = |field: &str| at.get(field).int().map_or_else(|| "null".to_owned(), |value| value.to_string());
    let words = |list: At<'_, '_>| {
        let words: Vec<_> = list.items().map(|item| json_string(item.text())).collect();
        if words.is_empty() { "null".to_owned() } else { format!("[{}]", words.join(",")) }
    };
    let text = |at: At<'_, '_>| at.string().map_or_else(|| "null".to_owned(), json_string);
    let profile = |field: &str| {
        let profile = at.get(field);
        if !profile.is_set() {
            return "null".to_owned();
        }
        let kind = json_string(profile.get("type").text());
        format!("{{\"Type\":{kind},\"LocalhostProfile\":{}}}", text(profile.get("localhostProfile")))
    };
    let parts = |field: &str, names: &[(&str, &str)], is_plain: bool| {
        let part = at.get(field);
        if !part.is_set() {
            return "null".to_owned();
        }
        let fields: Vec<_> = names
            .iter()
            .map(|(name, go)| {
                let value = part.get(name);
                let value = match value.bool() {
                    _ if is_plain => json_string(value.text()),
                    Some(flag) => flag.to_string(),
                    None => text(value),
                };
                format!("\"{go}\":{value}")
            })
            .collect();
        format!("{{{}}}", fields.join(","))
    };
    let capabilities = at.get("capabilities");
    let capabilities = if capabilities.is_set() {
        format!("{{\"Add\":{},\"Drop\":{}}}", words(capabilities.get("add")), words(capabilities.get("drop")))
    } else {
        "null".to_owned()
    };
    let linux = [("user", "User"), ("role", "Role"), ("type", "Type"), ("level", "Level")];
    let windows = [
        ("gmsaCredentialSpecName", "GMSACredentialSpecName"),
        ("gmsaCredentialSpec", "GMSACredentialSpec"),
        ("runAsUserName", "RunAsUserName"),
        ("hostProcess", "HostProcess"),
    ];
    format!(
        "{{\"Capabilities\":{capabilities},\"Privileged\":{},\"SELinuxOptions\":{},\"WindowsOptions\":{},\"RunAsUser\":{},\"RunAsGroup\":{},\"RunAsNonRoot\":{},\"ReadOnlyRootFilesystem\":{},\"AllowPrivilegeEscalation\":{},\"ProcMount\":{},\"SeccompProfile\":{},\"AppArmorProfile\":{}}}",
        flag("privileged"),
        parts("seLinuxOptions", &linux, true),
        parts("windowsOptions", &windows, false),
        number("runAsUser"),
        number("runAsGroup"),
        flag("runAsNonRoot"),
        flag("readOnlyRootFilesystem"),
        flag("allowPrivilegeEscalation"),
        text(at.get("procMount")),
        profile("seccompProfile"),
        profile("appArmorProfile"),
    )
}

const PROFILES: [&str; 3] = ["Localhost", "RuntimeDefault", "Unconfined"];

/// `validateSeccompProfileField`.
fn seccomp(at: &At<'_, '_>, faults: &mut Faults) {
    if !at.is_set() {
        return;
    }
    let (kind, local) = (at.get("type"), at.get("localhostProfile"));
    profile_type(&kind, "type is required when seccompProfile is set", faults);
    if kind.text() != "Localhost" {
        if local.is_set() {
            let help = format!(
                "localhostProfile(`{}`)은 seccompProfile의 type이 Localhost일 때만 적을 수 있습니다. 지우십시오.",
                local.text()
            );
            let value =
                format!("{{\"Type\":{},\"LocalhostProfile\":{}}}", json_string(kind.text()), json_string(local.text()));
            let detail = "can only be set when seccomp type is Localhost";
            faults.push(local.invalid(value, detail, CODE, help).remedy(Remedy::Remove));
        }
    } else if local.is_set() {
        descending_path(local, &local.path(), CODE, faults);
    } else {
        let help = "seccompProfile의 type이 Localhost면 노드의 어느 파일인지 localhostProfile도 적어야 합니다.";
        faults.push(local.required("must be set when seccomp type is Localhost", CODE, help));
    }
}

fn profile_type(kind: &At<'_, '_>, missing: &str, faults: &mut Faults) {
    if kind.text().is_empty() {
        let help =
            format!("설정을 어디에서 가져올지 type이 없습니다. {} 가운데 하나를 적으십시오.", PROFILES.join(", "));
        faults.push(kind.required(missing, CODE, help));
    } else if !PROFILES.contains(&kind.text()) {
        let help = format!(
            "설정을 어디에서 가져올지 정하는 type은 {} 가운데 하나여야 하는데 `{}`을(를) 적었습니다.",
            PROFILES.join(", "),
            kind.text()
        );
        let near = meant::closest(kind.text(), PROFILES.into_iter());
        faults.push(kind.unsupported(kind.text(), &PROFILES, CODE, help).write(near));
    }
}

/// `ValidateAppArmorProfileField`.
fn app_armor(at: &At<'_, '_>, faults: &mut Faults) {
    if !at.is_set() {
        return;
    }
    let (kind, local) = (at.get("type"), at.get("localhostProfile"));
    match kind.text() {
        "Localhost" => {
            let name = local.text();
            if name.trim().is_empty() && name == name.trim() {
                let help = "appArmorProfile의 type이 Localhost면 노드에 올라와 있는 설정의 이름(localhostProfile)도 적어야 합니다.";
                faults.push(local.required("must be set when AppArmor type is Localhost", CODE, help));
            } else if name != name.trim() {
                let help = format!("AppArmor 설정의 이름 `{name}`의 앞뒤에 공백이 있습니다. 공백을 지우십시오.");
                faults.push(
                    local.invalid_text("must not be padded with whitespace", CODE, help).write(Some(name.trim())),
                );
            }
            if name.len() > 4095 {
                let help =
                    format!("AppArmor 설정의 이름(localhostProfile)은 4095바이트까지인데 {}바이트입니다.", name.len());
                let mut fault = local.required("", CODE, help);
                fault.cause = "FieldValueTooLong";
                "Too long: may not be more than 4095 bytes".clone_into(&mut fault.message);
                faults.push(fault);
            }
        }
        "RuntimeDefault" | "Unconfined" if local.is_set() => {
            let help = format!(
                "localhostProfile(`{}`)은 appArmorProfile의 type이 Localhost일 때만 적을 수 있습니다. 지우십시오.",
                local.text()
            );
            let detail = "can only be set when AppArmor type is Localhost";
            faults.push(local.invalid_text(detail, CODE, help).remedy(Remedy::Remove));
        }
        "RuntimeDefault" | "Unconfined" => {}
        _ => profile_type(&kind, "type is required when appArmorProfile is set", faults),
    }
}

/// `validateSysctls`: kernel settings, none that the pod shares with its node.
fn sysctls(pod: &At<'_, '_>, list: &At<'_, '_>, faults: &mut Faults) {
    const SHAPE: &str = "must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
    let mut known = std::collections::BTreeSet::new();
    for item in list.items() {
        let name = item.get("name");
        let written = name.text();
        if written.is_empty() {
            let help = "sysctls의 항목에 name이 없습니다. 바꿀 커널 설정의 이름을 적으십시오.";
            faults.push(name.required("", CODE, help));
        } else if !is_sysctl(written) {
            let help = format!("커널 설정의 이름 `{written}`은(는) `net.core.somaxconn` 같은 모양이어야 합니다.");
            faults.push(name.invalid_text(SHAPE, CODE, help));
        } else if known.contains(written) {
            let help = format!("sysctls에 `{written}`이(가) 두 번 나옵니다. 한 번만 적으십시오.");
            faults.push(name.duplicate(written, CODE, help));
        }
        let dotted = written.replace('/', ".");
        let shared = [
            ("hostNetwork", dotted.starts_with("net.")),
            (
                "hostIPC",
                dotted.starts_with("fs.mqueue.")
                    || IPC.contains(&dotted.as_str())
                    || dotted.starts_with("kernel.shm")
                    || dotted.starts_with("kernel.msg"),
            ),
        ];
        for (field, _) in shared.into_iter().filter(|(field, is_of)| *is_of && pod.get(field).is_true()) {
            let help =
                format!("{field}가 true면 노드의 커널 설정까지 바뀌므로 sysctl `{written}`을(를) 적을 수 없습니다.");
            faults.push(name.invalid(
                quote(written),
                &format!("may not be specified when '{field}' is true"),
                CODE,
                help,
            ));
        }
        known.insert(written);
    }
}

const IPC: [&str; 1] = ["kernel.sem"];

fn is_sysctl(name: &str) -> bool {
    let is_segment = |segment: &str| {
        let bytes = segment.as_bytes();
        let ends = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let inner = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
        ends(bytes.first()) && ends(bytes.last()) && bytes.iter().all(inner)
    };
    name.len() <= 253 && name.split(['.', '/']).all(is_segment)
}

/// `validateWindowsSecurityContextOptions`.
fn windows(at: &At<'_, '_>, faults: &mut Faults) {
    if !at.is_set() {
        return;
    }
    let (spec_name, spec, user) =
        (at.get("gmsaCredentialSpecName"), at.get("gmsaCredentialSpec"), at.get("runAsUserName"));
    if spec_name.is_set() {
        super::object_name(spec_name, CODE, "GMSA 자격 증명의", faults);
    }
    if let Some(text) = spec.string() {
        if text.is_empty() {
            let help = "gmsaCredentialSpec을 적었으면 값이 있어야 합니다. 쓰지 않으면 줄째 지우십시오.";
            faults.push(spec.invalid_text("gmsaCredentialSpec cannot be an empty string", CODE, help));
        } else if text.len() > 64 * 1024 {
            let help = format!("gmsaCredentialSpec은 65536바이트보다 짧아야 하는데 {}바이트입니다.", text.len());
            faults.push(spec.invalid_text("gmsaCredentialSpec size must be under 64 KiB", CODE, help));
        }
    }
    let Some(name) = user.string() else { return };
    let mut refuse = |detail: &str, what: &str| {
        let help = format!("runAsUserName `{name}`은(는) 윈도우 사용자의 이름으로 쓸 수 없습니다. {what}");
        faults.push(user.invalid_text(detail, CODE, help));
    };
    if name.is_empty() {
        return refuse("runAsUserName cannot be an empty string", "쓰지 않으면 줄째 지우십시오.");
    }
    if name.chars().any(|c| c.is_ascii_control()) {
        return refuse("runAsUserName cannot contain control characters", "제어 문자를 지우십시오.");
    }
    if name.matches('\\').count() > 1 {
        return refuse("runAsUserName cannot contain more than one backslash", "'\\'는 도메인 뒤에 한 번만 씁니다.");
    }
    let (domain, user_part) = name.split_once('\\').map_or((None, name), |(domain, user)| (Some(domain), user));
    if domain.is_some_and(|domain| domain.len() >= 256) {
        refuse("runAsUserName's Domain length must be under 256 characters", "도메인은 255자까지입니다.");
    }
    if domain.is_some_and(|domain| !is_windows_domain(domain)) {
        let detail = "runAsUserName's Domain doesn't match the NetBios nor the DNS format";
        refuse(detail, "'\\' 앞의 도메인이 NetBIOS 이름도 DNS 이름도 아닙니다.");
    }
    if user_part.is_empty() {
        refuse("runAsUserName's User cannot be empty", "사용자 이름이 비어 있습니다.");
    } else if user_part.len() > 104 {
        refuse("runAsUserName's User length must not be longer than 104 characters", "104자까지입니다.");
    }
    if !user_part.is_empty() && user_part.chars().all(|c| matches!(c, '.' | ' ')) {
        refuse("runAsUserName's User cannot contain only periods or spaces", "점과 공백만으로는 지을 수 없습니다.");
    }
    if user_part.contains(|c| "\"/\\:;|=,+*?<>@[]".contains(c)) {
        let detail = "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]";
        refuse(detail, "쓸 수 없는 기호가 들어 있습니다.");
    }
}

/// A domain as NetBIOS or as DNS has it (`validNetBiosRegex`, `validWindowsUserDomainDNSRegex`).
fn is_windows_domain(domain: &str) -> bool {
    let length = domain.chars().count();
    let net_bios =
        (1..=15).contains(&length) && !domain.starts_with('.') && !domain.contains(|c| "\\/:*?\"<>|".contains(c));
    let is_label = |label: &str| {
        let bytes = label.as_bytes();
        let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        bytes.len() <= 63
            && ends(bytes.first())
            && ends(bytes.last())
            && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    };
    net_bios || domain.split('.').all(is_label)
}
