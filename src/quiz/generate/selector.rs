//! Questions about which pods a Service chooses.
//!
//! Must not know: how pods are chosen.

use super::cast::{APPS, FRONTS, PORTS, Pod, Service, ServicePort, TIERS, world};
use super::{Made, claim, question};
use crate::lesson::spec::TrafficRequest;
use crate::lesson::spec::quiz::{Ask, Shown};
use crate::quiz::random::Random;
use crate::text::josa::{Josa, with};

/// Pods that share some labels with a selector of two lines and differ in others.
fn crowd(random: &mut Random) -> (Vec<Pod>, &'static str, &'static str) {
    let apps = random.some(&APPS, 2);
    let tiers = random.some(&TIERS, 2);
    let (app, other, tier, far) = (apps[0], apps[1], tiers[0], tiers[1]);
    let port = PORTS[random.below(PORTS.len())];
    let capital = format!("{}{}", app.get(..1).unwrap_or("").to_uppercase(), app.get(1..).unwrap_or(""));
    let mut kinds = vec![
        Pod::new("", "app", app, port).with("tier", tier),
        Pod::new("", "app", app, port).with("tier", tier).with("version", "v2"),
        Pod::new("", "app", app, port),
        Pod::new("", "app", app, port).with("tier", far),
        Pod::new("", "app", other, port).with("tier", tier),
        Pod::new("", "app", &capital, port).with("tier", tier),
        Pod::new("", "run", app, port).with("tier", tier),
        Pod::new("", "name", app, port),
    ];
    random.shuffle(&mut kinds);
    kinds.truncate(4 + random.below(3));
    // A name says nothing, and looks as if it did.
    let mut numbers: Vec<usize> = (1..=kinds.len()).collect();
    random.shuffle(&mut numbers);
    for (pod, number) in kinds.iter_mut().zip(numbers) {
        let named = if random.one_in(3) { other } else { app };
        pod.name = format!("{named}-{number}");
    }
    kinds.sort_by(|a, b| a.name.cmp(&b.name));
    (kinds, app, tier)
}

fn two_line_selector(random: &mut Random, app: &str, tier: &str) -> Vec<(String, String)> {
    let line = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    match random.below(4) {
        0 => vec![line("app", app)],
        1 => vec![line("tier", tier)],
        _ => vec![line("app", app), line("tier", tier)],
    }
}

pub(super) fn pods_of_selector(random: &mut Random) -> Made {
    let (pods, app, tier) = crowd(random);
    let selector = two_line_selector(random, app, tier);
    let service = Service { selector, ..Service::new(app, "app", app, ServicePort::new(80, Some(pods[0].port))) };
    let mut spec = question("이 서비스의 셀렉터가 고르는 파드를 모두 고르십시오.");
    spec.show = Some(Vec::new());
    spec.manifest = Some(service.yaml());
    spec.service = Some(app.to_owned());
    spec.because = Some(
        "셀렉터의 조건은 모두 맞아야 합니다. 파드에 다른 레이블이 더 있어도 괜찮고, 대문자와 소문자는 다르며, 파드의 이름은 보지 않습니다."
            .to_owned(),
    );
    Made { spec, world: world("bare-metal", &[], &pods) }
}

pub(super) fn ready_endpoints(random: &mut Random) -> Made {
    let (mut pods, app, tier) = crowd(random);
    for pod in &mut pods {
        pod.ready = !random.one_in(3);
    }
    let selector = two_line_selector(random, app, tier);
    let service = Service { selector, ..Service::new(app, "app", app, ServicePort::new(80, Some(pods[0].port))) };
    let mut spec = question("이 서비스로 온 요청은 모두 몇 개의 파드가 나누어 받습니까? 숫자로 적으십시오.");
    spec.show = Some(vec![Shown::Pods]);
    spec.manifest = Some(service.yaml());
    spec.ask = Ask { endpoints: Some(app.to_owned()), ..Ask::default() };
    spec.because = Some("셀렉터의 조건이 모두 맞는 파드 가운데 준비된(Ready) 파드만 요청을 받습니다.".to_owned());
    Made { spec, world: world("bare-metal", &[], &pods) }
}

/// A slip of the hand in a word.
pub(super) fn slip(random: &mut Random, word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let at = 1 + random.below(letters.len().saturating_sub(2).max(1));
    let mut wrong = letters.clone();
    match random.below(4) {
        0 if letters.len() > 3 => drop(wrong.remove(at)),
        1 => wrong.insert(at, letters[at.min(letters.len() - 1)]),
        2 if at + 1 < letters.len() && letters[at] != letters[at + 1] => wrong.swap(at, at + 1),
        _ => wrong.push('s'),
    }
    wrong.into_iter().collect()
}

pub(super) fn selector_typo(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 2);
    let (app, other) = (apps[0], apps[1]);
    let tier = random.pick(&TIERS);
    let port = PORTS[random.below(PORTS.len())];
    let pods = vec![
        Pod::new(format!("{app}-1"), "app", app, port).with("tier", tier),
        Pod::new(format!("{app}-2"), "app", app, port).with("tier", tier),
        Pod::new(format!("{other}-1"), "app", other, port),
    ];
    let line = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let selector = match random.below(3) {
        0 => vec![line("app", app), line("tier", &slip(random, tier))],
        1 => vec![line("app", &slip(random, app)), line("tier", tier)],
        _ => vec![line("run", app), line("tier", tier)],
    };
    let front = FRONTS[random.below(FRONTS.len())];
    let service = Service { selector, ..Service::new(app, "app", app, ServicePort::new(front, Some(port))) };
    let mut spec = question(format!(
        "서비스 `{app}`에 엔드포인트가 하나도 없습니다. API 서버는 매니페스트를 받아들였습니다. 고쳐야 할 줄은 어느 것입니까?"
    ));
    spec.show = Some(vec![Shown::Pods]);
    spec.manifest = Some(service.yaml());
    spec.because =
        Some("셀렉터의 조건은 하나라도 어긋나면 아무 파드도 고르지 못하고, 오류도 나지 않습니다.".to_owned());
    Made { spec, world: world("bare-metal", &[], &pods) }
}

pub(super) fn which_pods_answer(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 3);
    let (app, other, client) = (apps[0], apps[1], apps[2]);
    let port = PORTS[random.below(PORTS.len())];
    let (first, second) = (format!("{app}-1"), format!("{app}-2"));
    let (third, fourth) = (format!("{app}-test"), format!("{other}-1"));
    let track = random.pick(&["track", "stage", "env"]);
    let pods = vec![
        Pod::new(&*first, "app", app, port).with(track, "stable"),
        Pod::new(&*second, "app", app, port).with(track, "stable"),
        Pod::new(&*third, "app", app, port).with(track, "test"),
        Pod::new(&*fourth, "app", other, port).with(track, "stable"),
        Pod::new(client, "app", client, 9999),
    ];
    let line = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let selector = match random.below(3) {
        0 => vec![line("app", app)],
        1 => vec![line(track, "stable")],
        _ => vec![line("app", app), line(track, "stable")],
    };
    let front = FRONTS[random.below(FRONTS.len())];
    let service = Service { selector, ..Service::new(app, "app", app, ServicePort::new(front, Some(port))) };
    let mut spec = question(format!(
        "파드 {} {} 되풀이해서 부릅니다. 대답하는 파드는 어느 것입니까?",
        with(&format!("`{client}`"), Josa::IGa),
        with(&format!("`{app}:{front}`"), Josa::EulReul)
    ));
    spec.show = Some(vec![Shown::Pods]);
    spec.manifest = Some(service.yaml());
    spec.ask = Ask {
        request: Some(TrafficRequest {
            from: format!("pod/{client}"),
            to: format!("{app}:{front}"),
            protocol: "TCP".to_owned(),
        }),
        ..Ask::default()
    };
    let joined = |pods: &[&String]| {
        let mut names: Vec<&str> = pods.iter().map(|it| it.as_str()).collect();
        names.sort_unstable();
        names.join(",")
    };
    let many = "selector-matches-too-many";
    let none = "selector-matches-no-pod";
    spec.choices = vec![
        claim(joined(&[&first, &second]), none, "`app`과 나머지 레이블이 모두 맞는 둘입니다."),
        claim(
            joined(&[&first, &second, &third]),
            many,
            format!("{} 붙은 셋입니다.", with(&format!("`app={app}`"), Josa::IGa)),
        ),
        claim(joined(&[&first, &second, &fourth]), many, format!("`{track}=stable`이 붙은 셋입니다.")),
        claim(joined(&[&first]), none, "서비스는 연결마다 새로 고릅니다. 늘 첫 파드만 고르지 않습니다."),
    ];
    for choice in &mut spec.choices {
        choice.text = choice
            .is
            .as_deref()
            .unwrap_or("")
            .split(',')
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ");
    }
    spec.because = Some("서비스는 셀렉터에 적힌 레이블만 봅니다. 적지 않은 레이블은 무엇이든 상관없습니다.".to_owned());
    Made { spec, world: world("bare-metal", &[], &pods) }
}
