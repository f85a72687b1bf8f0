//! `help`: what can be done at this prompt, in Korean.
//!
//! Must not know: what programs do.

use super::{Call, Console, Output, Place};
use std::fmt::Write as _;

/// What is told where: a heading, and each command with what it is for.
type Section = (&'static str, &'static [(&'static str, &'static str)]);

const ON_LAPTOP: &[Section] = &[
    (
        "클러스터",
        &[
            ("kubectl get|describe|create|apply|delete …", "오브젝트를 보고, 만들고, 고치고, 지웁니다"),
            ("kubectl exec -it 파드 -- sh", "파드 안으로 들어갑니다"),
            ("kubectl port-forward svc/이름 8080:80", "내 컴퓨터의 포트를 파드로 잇습니다"),
            ("kubectl logs 파드", "파드가 받은 요청을 봅니다"),
            ("kubectl explain service.spec.ports", "필드를 설명합니다"),
        ],
    ),
    (
        "노드",
        &[
            ("minikube service 이름 --url", "서비스로 들어가는 주소를 알려 줍니다"),
            ("minikube ip | ssh | tunnel | status", "minikube 클러스터를 다룹니다"),
            ("ssh 노드", "노드로 들어갑니다. exit로 나옵니다"),
            ("docker exec -it 노드 bash", "컨테이너로 띄운 노드로 들어갑니다"),
        ],
    ),
];

const EVERYWHERE: &[Section] = &[
    (
        "요청",
        &[
            ("curl 주소:포트", "HTTP 요청을 보냅니다(-s -v -i -I -m -o -w -f -H -d --resolve …)"),
            ("wget -qO- 주소", "HTTP 요청을 보냅니다"),
            ("nslookup | dig | host 이름", "이름을 주소로 바꿉니다"),
            ("nc -zv 주소 포트", "포트가 열렸는지 봅니다"),
            ("ping 주소", "주소가 대답하는지 봅니다"),
            ("netstat -tln | ss -tln", "무엇이 듣고 있는지 봅니다"),
        ],
    ),
    (
        "파일과 글",
        &[
            ("ls, cat, cp, mv, rm, mkdir, cd, pwd", "파일을 다룹니다. 실제 디스크에는 쓰지 않습니다"),
            ("grep, head, tail, sort, uniq, wc, cut, sed, awk, tee, xargs", "출력을 거릅니다"),
        ],
    ),
    (
        "셸",
        &[
            ("|  >  >>  <  &&  ||  ;  $(…)  <<EOF", "명령을 잇습니다"),
            ("for i in 1 2 3; do …; done", "되풀이합니다"),
            ("history, clear, alias, export, exit", "지난 명령, 지우기, 별명, 변수, 나가기"),
        ],
    ),
];

/// Runs it.
pub(super) fn run(console: &mut Console, _: &Call<'_>) -> Output {
    let own: &[Section] = if *console.place() == Place::Laptop { ON_LAPTOP } else { &[] };
    let mut text = String::new();
    for (index, (title, rows)) in own.iter().chain(EVERYWHERE).enumerate() {
        let gap = if index == 0 { "" } else { "\n" };
        let _ = writeln!(text, "{gap}{title}");
        for (command, about) in *rows {
            let _ = writeln!(text, "  {command}\n      {about}");
        }
    }
    Output::ok(text)
}
