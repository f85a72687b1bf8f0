//! Questions about manifests with a fault put in.
//!
//! Must not know: how faults are found.

use super::cast::{APPS, PORTS, Service, ServicePort, node_port};
use super::{Made, claim, question};
use crate::diagnostic::server_words;
use crate::kube::{self, Version};
use crate::lesson::spec::quiz::Ask;
use crate::quiz::random::Random;

/// A good NodePort Service, its parts in one of several orders.
fn good(random: &mut Random) -> (String, &'static str) {
    let app = random.pick(&APPS);
    let target = PORTS[random.below(PORTS.len())];
    let port = ServicePort::new(80, Some(target)).at_node(node_port(random));
    let mut service = Service::new(&format!("{app}-service"), "app", app, port).of_type("NodePort");
    if random.one_in(2) {
        service.selector.push(("tier".to_owned(), random.pick(&["front", "back"]).to_owned()));
    }
    if random.one_in(3) {
        service.namespace = Some("default");
    }
    (service.yaml(), app)
}

/// Replaces the first line that begins (after blanks and a dash) with `key` by what `change` makes of it.
fn change(text: &str, key: &str, change: impl Fn(&str) -> String) -> String {
    let mut done = false;
    let lines = text.lines().map(|line| {
        let begins = line.trim_start_matches([' ', '-']).starts_with(key);
        let is_it = begins && !done;
        done |= begins;
        if is_it { change(line) } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn value(line: &str, value: &str) -> String {
    let key = line.split(':').next().unwrap_or("");
    format!("{key}: {value}")
}

pub(super) fn faulty_line(random: &mut Random) -> Made {
    let (text, _) = good(random);
    let (code, text, why) = match random.below(9) {
        0 => (
            "yaml-tab",
            change(&text, "type:", |line| format!("\t{}", line.trim_start())),
            "들여쓰기가 탭입니다. YAML에서는 공백으로만 들여 쓸 수 있습니다.",
        ),
        1 => (
            "yaml-missing-space",
            change(&text, "type:", |line| line.replacen(": ", ":", 1)),
            "콜론 뒤에 공백이 없습니다.",
        ),
        2 => (
            "wrong-type",
            change(&text, "targetPort:", |line| line.replacen("targetPort: ", "targetPort: [", 1) + "]"),
            "`targetPort`는 값 하나인데 목록으로 적었습니다.",
        ),
        3 => (
            "unknown-field",
            change(&text, "selector:", |line| line.replacen("selector", "selectors", 1)),
            "`selectors`라는 필드는 없습니다. `selector`라고 적어야 합니다.",
        ),
        4 => {
            let number = if random.one_in(2) { random.between(3000, 29_999) } else { random.between(32_768, 65_000) };
            (
                "node-port-out-of-range",
                change(&text, "nodePort:", |line| value(line, &number.to_string())),
                "`nodePort`는 30000-32767이어야 합니다.",
            )
        }
        5 => (
            "unknown-field",
            change(&text, "nodePort:", |line| line.replacen("nodePort", "nodeport", 1)),
            "필드의 이름은 대문자와 소문자를 구별합니다. `nodePort`라고 적어야 합니다.",
        ),
        6 => (
            "name-not-dns",
            change(&text, "name:", |line| line.replacen("-service", "_service", 1)),
            "이름에 밑줄은 쓸 수 없습니다.",
        ),
        7 => (
            "type-unknown",
            change(&text, "type:", |line| value(line, "Nodeport")),
            "타입의 이름은 대문자와 소문자를 구별합니다. `NodePort`라고 적어야 합니다.",
        ),
        _ => (
            "wrong-type",
            change(&text, "port:", |line| {
                let (key, number) = line.split_once(": ").unwrap_or((line, ""));
                format!("{key}: \"{number}\"")
            }),
            "`port`에는 정수를 적어야 하는데 따옴표로 싸서 문자열이 되었습니다.",
        ),
    };
    let mut spec = question("API 서버가 이 매니페스트를 거절합니다. 잘못된 줄은 어느 것입니까?");
    spec.mistakes = vec![code.to_owned()];
    spec.manifest = Some(text);
    spec.because = Some(why.to_owned());
    Made { spec, world: String::new() }
}

/// A mistake, how a choice tells it, and why a manifest without it does not have it.
const TOLD: [(&str, &str, &str); 7] = [
    ("name-not-dns", "이름에 쓸 수 없는 글자가 있습니다.", "이름은 소문자, 숫자, '-'로만 되어 있습니다."),
    (
        "node-port-on-cluster-ip",
        "ClusterIP 서비스에는 `nodePort`를 적을 수 없습니다.",
        "타입이 NodePort이므로 `nodePort`를 적을 수 있습니다.",
    ),
    ("port-name-missing", "포트가 둘 이상이면 모두 이름이 있어야 합니다.", "포트가 하나뿐이라 이름이 없어도 됩니다."),
    (
        "wrong-type",
        "값의 종류가 다릅니다. 정수가 와야 할 자리에 문자열이 있습니다.",
        "포트 번호는 모두 따옴표 없는 정수입니다.",
    ),
    ("kind-unknown", "그런 종류의 오브젝트가 없습니다.", "`kind: Service`는 대소문자까지 맞는 종류입니다."),
    ("node-port-out-of-range", "`nodePort`가 범위를 벗어났습니다.", "`nodePort`가 30000-32767 안에 있습니다."),
    ("unknown-field", "그런 필드가 없습니다.", "적힌 필드는 모두 서비스에 있는 것입니다."),
];

/// What the server says first against a manifest.
fn refusal(text: &str) -> String {
    let error = kube::check(text, Version::default()).errors.into_iter().next();
    error.map_or_else(String::new, |error| server_words(&error.path, &error.server))
}

pub(super) fn which_mistake(random: &mut Random) -> Made {
    let (text, app) = good(random);
    let which = random.below(TOLD.len());
    let code = TOLD[which].0;
    let text = match code {
        "name-not-dns" => change(&text, "name:", |line| value(line, &format!("{}_{}", app, 1 + line.len()))),
        "node-port-on-cluster-ip" => change(&text, "type:", |line| value(line, "ClusterIP")),
        "port-name-missing" => format!("{text}    - port: 9100\n"),
        "wrong-type" => change(&text, "nodePort:", |line| {
            let (key, number) = line.split_once(": ").unwrap_or((line, ""));
            format!("{key}: \"{number}\"")
        }),
        "kind-unknown" => change(&text, "kind:", |line| value(line, "service")),
        "node-port-out-of-range" => {
            let number = random.between(1000, 29_999);
            change(&text, "nodePort:", |line| value(line, &number.to_string()))
        }
        _ => change(&text, "port:", |line| line.replacen("port", "Port", 1)),
    };
    let mut others: Vec<usize> = (0..TOLD.len()).filter(|at| *at != which).collect();
    random.shuffle(&mut others);
    others.truncate(3);
    let right = format!("API 서버가 말하는 까닭은 이렇습니다. `{}`", refusal(&text));
    let mut spec = question("API 서버는 이 매니페스트를 왜 거절합니까?");
    spec.mistakes = vec![code.to_owned()];
    spec.choices = [which]
        .into_iter()
        .chain(others)
        .map(|at| {
            let (code, claimed, otherwise) = TOLD[at];
            let because = if at == which { right.as_str() } else { otherwise };
            let mut choice = claim(code, code, because);
            claimed.clone_into(&mut choice.text);
            choice
        })
        .collect();
    spec.ask = Ask { verdict: true, ..Ask::default() };
    spec.manifest = Some(text);
    Made { spec, world: String::new() }
}
