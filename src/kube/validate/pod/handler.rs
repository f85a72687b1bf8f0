//! What is asked of a running container, and what it is told: probes and lifecycle hooks (`validateProbe`, `validateHandler`).
//!
//! Must not know: other fields of a container.

use crate::kube::at::At;
use crate::kube::fault::{Faults, Remedy};
use crate::kube::names;
use crate::kube::quote::quote;
use crate::kube::validate::shape::{choice, not_negative};

const CODE: &str = "probe-invalid";

/// Hooks and probes of a container that may have them; `grace` is how many seconds its pod may take to end.
pub(super) fn handlers(container: &At<'_, '_>, grace: i64, faults: &mut Faults) {
    let lifecycle = container.get("lifecycle");
    for name in ["postStart", "preStop"] {
        let hook = lifecycle.get(name);
        if hook.is_set() {
            handler(&hook, &["exec", "httpGet", "tcpSocket", "sleep"], grace, faults);
        }
    }
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let at = container.get(name);
        if at.is_set() {
            probe(&at, grace, faults);
        }
    }
}

/// Whether a `lifecycle` says nothing but which signal ends the container: its gate is shut (`ContainerStopSignals`), and the
/// server drops the signal and what is then empty (`dropContainerStopSignals`).
pub(super) fn is_stop_signal_alone(lifecycle: &At<'_, '_>) -> bool {
    let has = |field: &str| lifecycle.get(field).is_set();
    has("stopSignal") && !has("postStart") && !has("preStop")
}

fn probe(at: &At<'_, '_>, grace: i64, faults: &mut Faults) {
    handler(at, &["exec", "httpGet", "tcpSocket", "grpc"], grace, faults);
    let counts = [
        ("initialDelaySeconds", "첫 확인까지 기다리는 시간이라"),
        ("timeoutSeconds", "대답을 기다리는 시간이라"),
        ("periodSeconds", "확인하는 간격이라"),
        ("successThreshold", "잇달아 성공해야 하는 횟수라"),
        ("failureThreshold", "잇달아 실패해야 하는 횟수라"),
    ];
    for (field, meaning) in counts {
        faults.extend(not_negative(at.get(field), CODE, meaning));
    }
    let (end, successes) = (at.get("terminationGracePeriodSeconds"), at.get("successThreshold"));
    if let Some(seconds) = end.int().filter(|seconds| *seconds <= 0) {
        let help = format!(
            "{}의 terminationGracePeriodSeconds는 1초 이상이어야 하는데 {seconds}을(를) 적었습니다.",
            at.name()
        );
        faults.push(end.invalid(seconds, "must be greater than 0", CODE, help).remedy(Remedy::Remove));
    }
    if at.name() == "readinessProbe" {
        if let Some(seconds) = end.int() {
            let help = format!(
                "readinessProbe는 실패해도 컨테이너를 끝내지 않으므로 terminationGracePeriodSeconds({seconds})를 적을 수 없습니다. 지우십시오."
            );
            faults.push(end.invalid(seconds, "must not be set for readinessProbes", CODE, help).remedy(Remedy::Remove));
        }
    } else if let Some(count) = successes.int().filter(|count| !matches!(count, 0 | 1)) {
        let help = format!(
            "{}에서는 한 번 성공하면 곧 성공으로 치므로 successThreshold가 1이어야 하는데 {count}을(를) 적었습니다. 이 줄을 지우십시오.",
            at.name()
        );
        faults.push(successes.invalid(count, "must be 1", CODE, help).write(Some("1")));
    }
}

/// Exactly one way, and that way right (`validateHandler`); `ways` in the server's order.
fn handler(at: &At<'_, '_>, ways: &[&str], grace: i64, faults: &mut Faults) {
    let mut chosen: Option<&str> = None;
    for way in ways {
        let action = at.get(way);
        if !action.is_set() {
            continue;
        }
        if let Some(first) = chosen {
            let help = format!(
                "{}에 `{first}`과(와) `{way}`을(를) 함께 적었습니다. 확인하거나 실행할 방법은 하나만 남기십시오.",
                at.name()
            );
            let fault = action.forbidden("may not specify more than 1 handler type", CODE, help);
            faults.push(fault.remedy(Remedy::Remove));
            continue;
        }
        chosen = Some(way);
        match *way {
            "exec" => exec(&action.get("command"), faults),
            "httpGet" => http_get(&action, faults),
            "sleep" => sleep(&action, grace, faults),
            _ => port(&action.get("port"), faults),
        }
    }
    if chosen.is_none() {
        let help = format!("{}에 무엇을 할지가 없습니다. {} 가운데 하나를 적으십시오.", at.name(), ways.join(", "));
        faults.push(at.required("must specify a handler type", CODE, help));
    }
}

fn exec(command: &At<'_, '_>, faults: &mut Faults) {
    if command.len() == 0 {
        let help = "exec에 실행할 command가 없습니다. `command: [cat, /tmp/ready]`처럼 목록으로 적으십시오.";
        faults.push(command.required("", CODE, help));
    }
}

fn http_get(at: &At<'_, '_>, faults: &mut Faults) {
    port(&at.get("port"), faults);
    let scheme = at.get("scheme");
    faults.extend(choice(scheme, scheme.text_or("HTTP"), &["HTTP", "HTTPS"], CODE, "암호화해서 물을지 정하는"));
    let headers = at.get("httpHeaders");
    for header in headers.items() {
        let name = header.get("name");
        if let Some(message) = names::http_header(name.text()) {
            let help = format!("HTTP 헤더의 이름 `{}`은(는) 영문자, 숫자, '-'만 쓸 수 있습니다.", name.text());
            let fault = headers.invalid(quote(name.text()), message, CODE, help);
            faults.push(fault.at(name.path()));
        }
    }
}

/// `ValidatePortNumOrName`.
fn port(at: &At<'_, '_>, faults: &mut Faults) {
    if let Some(name) = at.string() {
        for message in names::port_name(name) {
            let help = format!(
                "port에는 컨테이너가 듣는 포트 번호나 ports에 붙인 이름을 적는데 `{name}`은(는) 포트 이름으로 쓸 수 없습니다. 번호라면 따옴표를 빼십시오."
            );
            let number = name.parse::<u16>().ok().filter(|number| *number > 0).map(|number| number.to_string());
            faults.push(at.invalid_text(&message, CODE, help).write(number));
        }
        return;
    }
    let number = at.int().and_then(|number| i32::try_from(number).ok()).unwrap_or(0);
    if let Some(message) = names::port_number(number) {
        let help = if at.is_set() {
            format!("확인할 port는 1부터 65535까지인데 {number}을(를) 적었습니다.")
        } else {
            "어느 포트에 물을지 port가 없습니다. 컨테이너가 듣는 번호를 `port: 8080`처럼 적으십시오.".to_owned()
        };
        faults.push(at.invalid(number, message, CODE, help));
    }
}

/// `validateSleepAction`: zero is allowed since 1.34 (KEP-4818).
fn sleep(at: &At<'_, '_>, grace: i64, faults: &mut Faults) {
    let seconds = at.get("seconds");
    let count = seconds.int().unwrap_or(0);
    if !(0..=grace).contains(&count) {
        let help =
            format!("sleep은 파드가 끝날 때까지 주어진 시간({grace}초) 안에 끝나야 하는데 {count}초를 적었습니다.");
        let detail = format!("must be non-negative and less than terminationGracePeriodSeconds ({grace})");
        faults.push(at.invalid(count, &detail, CODE, help).at(seconds.path()));
    }
}
