//! Questions about the names by which a Service is called.
//!
//! Must not know: how names are resolved.

use super::cast::{APPS, PORTS, Pod, SPACES, Service, ServicePort, world};
use super::{Made, claim, question};
use crate::lesson::spec::quiz::Ask;
use crate::quiz::random::Random;
use crate::text::josa::{Josa, with};

pub(super) fn dns_names(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 2);
    let (app, client) = (apps[0], apps[1]);
    let spaces = random.some(&SPACES, 2);
    let home = spaces[0];
    let away = if random.one_in(3) { home } else { spaces[1] };
    let port = PORTS[random.below(PORTS.len())];
    let pods = vec![
        Pod { namespace: home, ..Pod::new(format!("{app}-pod"), "app", app, port) },
        Pod { namespace: away, ..Pod::new(client, "app", client, 9999) },
    ];
    let service = Service { namespace: Some(home), ..Service::new(app, "app", app, ServicePort::new(port, None)) };
    let mut spec = question(format!(
        "네임스페이스 `{away}`의 파드 {} 이 서비스를 부릅니다. 파드 `{app}-pod`에 닿는 이름을 모두 고르십시오.",
        with(&format!("`{client}`"), Josa::IGa)
    ));
    spec.manifest = Some(service.yaml());
    spec.ask = Ask { reaches: true, ..Ask::default() };
    let wrong = spaces[1];
    let names = [
        (app.to_owned(), "dns-wrong-namespace", "짧은 이름은 부르는 파드의 네임스페이스에서만 찾습니다."),
        (format!("{app}.{home}"), "dns-wrong-namespace", "네임스페이스까지 붙이면 어디에서든 통합니다."),
        (format!("{app}.{home}.svc"), "dns-wrong-namespace", "`svc`까지 적어도 통합니다."),
        (format!("{app}.{home}.svc.cluster.local"), "dns-wrong-namespace", "전체 이름(FQDN)은 어디에서든 통합니다."),
        (format!("{app}.{wrong}"), "dns-wrong-namespace", "서비스가 그 네임스페이스에 있지 않습니다."),
        (format!("{home}.{app}"), "dns-wrong-namespace", "서비스의 이름을 앞에, 네임스페이스를 뒤에 적습니다."),
        (format!("{app}-pod.{home}"), "service-name-contract", "파드의 이름은 DNS에 오르지 않습니다."),
    ];
    let mut names = random.some(&names, 5);
    if !names.iter().any(|(name, ..)| name.starts_with(&format!("{app}.{home}"))) {
        names[0] = (format!("{app}.{home}"), "dns-wrong-namespace", "네임스페이스까지 붙이면 어디에서든 통합니다.");
    }
    spec.choices = names
        .into_iter()
        .map(|(name, code, because)| {
            let mut choice = claim(format!("pod/{away}/{client} -> {name}:{port}"), code, because);
            choice.text = format!("`{name}`");
            choice
        })
        .collect();
    spec.because = Some("이름은 `서비스.네임스페이스.svc.cluster.local`이고, 뒤에서부터 줄일 수 있습니다.".to_owned());
    Made { spec, world: world("bare-metal", &[], &pods) }
}
