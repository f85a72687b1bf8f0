//! Questions about the one line that a manifest lacks.
//!
//! Must not know: how an answer is tried.

use super::cast::{APPS, PORTS, Pod, node_port, world};
use super::ports::request;
use super::{Made, question};
use crate::lesson::spec::quiz::{Ask, Shown};
use crate::quiz::item::GAP;
use crate::quiz::random::Random;
use crate::text::josa::{Josa, with};

const NODES: [(&str, &str); 1] = [("node-1", "192.168.1.11")];

pub(super) fn missing_line(random: &mut Random) -> Made {
    let apps = random.some(&APPS, 2);
    let (app, client) = (apps[0], apps[1]);
    let listens = PORTS[random.below(PORTS.len())];
    let node = node_port(random);
    let pods = vec![Pod::new(format!("{app}-1"), "app", app, listens), Pod::new(client, "app", client, 9999)];
    let inside = || Some(request(format!("pod/{client}"), format!("{app}:80")));
    let head = format!("apiVersion: v1\nkind: Service\nmetadata:\n  name: {app}\nspec:\n");
    let (code, words, manifest, answer, asked, why) = match random.below(4) {
        0 => (
            "target-port-not-listening",
            format!("파드 {} `{app}:80`으로 닿게 하십시오.", with(&format!("`{client}`"), Josa::IGa)),
            format!("{head}  selector:\n    app: {app}\n  ports:\n    - port: 80\n      {GAP}\n"),
            format!("targetPort: {listens}"),
            inside(),
            "파드는 80이 아닌 번호에서 듣습니다. `targetPort`로 알려 주어야 합니다.",
        ),
        1 => (
            "selector-missing",
            format!("서비스가 파드 `{app}-1`을 찾게 하십시오. 빈자리는 `selector` 아래의 한 줄입니다."),
            format!("{head}  selector:\n    {GAP}\n  ports:\n    - port: 80\n      targetPort: {listens}\n"),
            format!("app: {app}"),
            inside(),
            "셀렉터에는 파드의 레이블을 그대로 옮겨 적습니다.",
        ),
        2 => (
            "node-port-on-cluster-ip",
            format!("바깥의 사용자가 {} 들어오게 하십시오.", with(&format!("`node-1:{node}`"), Josa::EuroRo)),
            format!(
                "{head}  {GAP}\n  selector:\n    app: {app}\n  ports:\n    - port: 80\n      targetPort: {listens}\n      nodePort: {node}\n"
            ),
            "type: NodePort".to_owned(),
            Some(request("outside", format!("node-1:{node}"))),
            "타입을 적지 않으면 ClusterIP이고, ClusterIP에는 `nodePort`를 적을 수 없습니다. `LoadBalancer`도 노드의 포트를 엽니다.",
        ),
        _ => (
            "port-name-missing",
            "API 서버가 받아들이게 하십시오.".to_owned(),
            format!(
                "{head}  selector:\n    app: {app}\n  ports:\n    - name: http\n      port: 80\n      targetPort: {listens}\n    - port: {}\n      {GAP}\n      targetPort: {listens}\n",
                listens + 1
            ),
            "name: metrics".to_owned(),
            None,
            "포트가 둘 이상이면 모두 이름이 있어야 하고, 이름은 서로 달라야 합니다.",
        ),
    };
    let mut spec = question(format!("빈자리 `{GAP}`에 들어갈 한 줄을 적으십시오. {words}"));
    spec.mistakes = vec![code.to_owned()];
    spec.show = Some(vec![Shown::Pods]);
    spec.manifest = Some(manifest);
    spec.answer = vec![answer];
    spec.ask = Ask { request: asked, ..Ask::default() };
    spec.because = Some(why.to_owned());
    Made { spec, world: world("bare-metal", &NODES, &pods) }
}
