//! Questions about numbers and names that the server takes or refuses.
//!
//! Must not know: how the server decides.

use super::cast::{APPS, Pod, Service, ServicePort, node_port, world};
use super::{Made, claim, question};
use crate::lesson::spec::quiz::{Ask, QuestionChoice, QuestionSpec, Shown};
use crate::quiz::item::GAP;
use crate::quiz::random::Random;
use crate::text::josa::{Josa, with};

const FILLS: Ask = Ask {
    request: None,
    verdict: false,
    value: None,
    endpoints: None,
    command: None,
    way: None,
    fills: true,
    reaches: false,
};

fn out_of_range(number: u16) -> QuestionChoice {
    let why = if number < 30_000 {
        format!("{} 30000보다 작습니다. 범위는 30000-32767입니다.", with(&number.to_string(), Josa::EunNeun))
    } else {
        format!("{} 32767보다 큽니다. 범위는 30000-32767입니다.", with(&number.to_string(), Josa::EunNeun))
    };
    claim(number.to_string(), "node-port-out-of-range", why)
}

fn in_range(number: u16) -> QuestionChoice {
    claim(
        number.to_string(),
        "node-port-out-of-range",
        format!("{} 30000-32767 안에 있습니다.", with(&number.to_string(), Josa::EunNeun)),
    )
}

/// Some good and some bad, four in all, at least one good.
fn mixed(random: &mut Random, spec: &mut QuestionSpec, mut good: Vec<QuestionChoice>, mut bad: Vec<QuestionChoice>) {
    random.shuffle(&mut good);
    random.shuffle(&mut bad);
    let count = 1 + random.below(3);
    good.truncate(count);
    let missing = 5_usize.saturating_sub(good.len());
    bad.truncate(missing);
    spec.choices = good.into_iter().chain(bad).collect();
}

pub(super) fn node_port_numbers(random: &mut Random) -> Made {
    let app = random.pick(&APPS);
    let port = ServicePort::new(80, Some(8080)).at_node(GAP);
    let mut spec = question("빈자리에 적을 수 있는 `nodePort`를 모두 고르십시오. 다른 서비스가 쓰는 번호는 없습니다.");
    spec.manifest = Some(Service::new(app, "app", app, port).of_type("NodePort").yaml());
    let edges = [30_000, 32_767];
    let good = [edges[random.below(2)], node_port(random), node_port(random)];
    let (low, high) = (random.between(8_000, 29_998), random.between(32_769, 60_000));
    let bad = [29_999, 32_768, low, high, 80, 8080];
    let bad = random.some(&bad, 4).into_iter().map(out_of_range).collect();
    let mut good: Vec<u16> = good.to_vec();
    good.sort_unstable();
    good.dedup();
    mixed(random, &mut spec, good.into_iter().map(in_range).collect(), bad);
    spec.ask = FILLS;
    spec.because = Some("`nodePort`는 30000부터 32767까지이고 양끝도 쓸 수 있습니다.".to_owned());
    Made { spec, world: String::new() }
}

pub(super) fn node_port_taken(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 3);
    let (app, one, two) = (apps[0], apps[1], apps[2]);
    let (first, second) = (random.between(30_000, 31_000), random.between(31_001, 32_000));
    let pods = [app, one, two].map(|name| Pod::new(format!("{name}-1"), "app", name, 8080));
    let mut world = world("bare-metal", &[], &pods);
    for (name, number) in [(one, first), (two, second)] {
        let port = ServicePort::new(80, Some(8080)).at_node(number);
        world.push_str("---\n");
        world.push_str(&Service::new(name, "app", name, port).of_type("NodePort").yaml());
    }
    let mut spec = question("이 클러스터에서 빈자리에 적을 수 있는 `nodePort`를 모두 고르십시오.");
    spec.show = Some(vec![Shown::Services]);
    spec.manifest =
        Some(Service::new(app, "app", app, ServicePort::new(80, Some(8080)).at_node(GAP)).of_type("NodePort").yaml());
    let taken = |number: u16, whose: &str| {
        claim(
            number.to_string(),
            "node-port-taken",
            format!("{number}번은 서비스 `{whose}`가 쓰고 있습니다. nodePort는 서비스끼리 겹칠 수 없습니다."),
        )
    };
    let free = |number: u16| {
        claim(number.to_string(), "node-port-taken", format!("{number}번은 범위 안에 있고 아무도 쓰지 않습니다."))
    };
    let good = vec![free(first + 1), free(second - 1), free(random.between(32_001, 32_767))];
    let bad = vec![taken(first, one), taken(second, two), out_of_range(first - 2000), out_of_range(32_768)];
    let mut good = good;
    // The two may be neighbours.
    good.dedup_by(|a, b| a.is == b.is);
    mixed(random, &mut spec, good, bad);
    spec.ask = FILLS;
    spec.because = Some(
        "같은 번호는 모든 노드를 통틀어 서비스 하나만 씁니다. 번호를 적지 않으면 쿠버네티스가 남는 번호를 골라 줍니다."
            .to_owned(),
    );
    Made { spec, world }
}

pub(super) fn service_names(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 5);
    let number = random.between(1, 99);
    let code = "name-not-dns";
    let capital = |word: &str| format!("{}{}", word.get(..1).unwrap_or("").to_uppercase(), word.get(1..).unwrap_or(""));
    let good = vec![
        claim(format!("{}-{number}", apps[0]), code, "소문자, 숫자, 하이픈뿐이고 소문자로 시작합니다."),
        claim(format!("{}-service", apps[1]), code, "소문자와 하이픈뿐입니다."),
        claim(format!("{}{number}", apps[2]), code, "첫 글자만 아니면 숫자를 쓸 수 있습니다."),
    ];
    let bad = vec![
        claim(format!("{}-Service", apps[0]), code, "대문자는 쓸 수 없습니다."),
        claim(capital(apps[3]), code, "대문자는 쓸 수 없습니다."),
        claim(format!("{}_service", apps[1]), code, "밑줄은 쓸 수 없습니다. 하이픈을 쓰십시오."),
        claim(format!("{number}-{}", apps[2]), code, "1.34에서 서비스의 이름은 숫자로 시작할 수 없습니다."),
        claim(format!("{}-", apps[3]), code, "하이픈으로 끝날 수 없습니다."),
        claim(
            format!("{}.{}", apps[3], apps[4]),
            code,
            "점은 쓸 수 없습니다. 이름 하나가 DNS 이름의 한 마디가 됩니다.",
        ),
        claim(format!("-{}", apps[4]), code, "하이픈으로 시작할 수 없습니다."),
    ];
    let mut spec = question("빈자리에 서비스의 이름으로 적을 수 있는 것을 모두 고르십시오.");
    spec.manifest = Some(Service::new(GAP, "app", apps[0], ServicePort::new(80, Some(8080))).yaml());
    mixed(random, &mut spec, good, bad);
    spec.ask = FILLS;
    spec.because =
        Some("서비스의 이름은 그대로 DNS 이름이 됩니다. 소문자로 시작하고, 소문자·숫자·하이픈만 씁니다.".to_owned());
    Made { spec, world: String::new() }
}

pub(super) fn port_names(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 4);
    let number = random.between(1, 9);
    let code = "target-port-name-invalid";
    let good = vec![
        claim("http", code, "소문자뿐이고 15자를 넘지 않습니다."),
        claim(
            format!("{}-http", apps[0].get(..4.min(apps[0].len())).unwrap_or("web")),
            code,
            "소문자와 하이픈뿐이고 15자를 넘지 않습니다.",
        ),
        claim(
            format!("p{number}-{}", apps[1].get(..4.min(apps[1].len())).unwrap_or("api")),
            code,
            "영문자가 하나는 있고 15자를 넘지 않습니다.",
        ),
    ];
    let bad = vec![
        claim(format!("{}-http-endpoint", apps[0]), code, "15자를 넘습니다."),
        claim(format!("Http{number}"), code, "대문자는 쓸 수 없습니다."),
        claim(format!("{}_port", apps[2].get(..4.min(apps[2].len())).unwrap_or("web")), code, "밑줄은 쓸 수 없습니다."),
        claim(
            format!("{}--{number}", apps[3].get(..4.min(apps[3].len())).unwrap_or("web")),
            code,
            "하이픈을 잇달아 쓸 수 없습니다.",
        ),
        claim("-http", code, "하이픈으로 시작할 수 없습니다."),
    ];
    let port = ServicePort { port: "80".to_owned(), target: Some(GAP.to_owned()), ..ServicePort::default() };
    let app = apps[0];
    let mut spec =
        question("`targetPort`에 번호 대신 포트의 이름을 적으려고 합니다. API 서버가 받아들이는 것을 모두 고르십시오.");
    spec.manifest = Some(Service::new(app, "app", app, port).yaml());
    mixed(random, &mut spec, good, bad);
    spec.ask = FILLS;
    spec.because = Some("포트의 이름은 소문자·숫자·하이픈으로 15자까지이고, 영문자가 하나는 있어야 합니다.".to_owned());
    Made { spec, world: String::new() }
}
