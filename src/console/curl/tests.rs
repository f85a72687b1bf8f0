//! curl's words, held to what curl 7.88.1 printed (`tests/data/oracle/curl.jsonl` has the recorded runs, this the cases a world needs).

use crate::console::shell::tests::console;

const WORLD: &str = "apiVersion: v1
kind: Pod
metadata: {name: web-1, labels: {app: web}}
spec: {containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, clusterIP: 10.96.7.7, ports: [{port: 80, nodePort: 30080}]}
";

/// Both streams, as a terminal shows them.
fn screen(text: &str) -> (String, u8) {
    let output = console(WORLD).run(text);
    (format!("{}{}", output.stderr, output.stdout), output.exit)
}

#[test]
fn every_end_has_its_words_and_its_status() {
    let node = "192.168.49.2";
    for (text, expected, exit) in [
        (format!("curl {node}:30080"), "Hello from web-1\n".to_owned(), 0),
        (format!("curl -s -o /dev/null -w '%{{http_code}}\\n' http://{node}:30080/"), "200\n".to_owned(), 0),
        (
            format!("curl http://{node}:30081"),
            format!("curl: (7) Failed to connect to {node} port 30081 after 0 ms: Couldn't connect to server\n"),
            7,
        ),
        (format!("curl -s -w '%{{http_code}}' {node}:30081"), "000".to_owned(), 7),
        ("curl minikube:30081".to_owned(), "curl: (6) Could not resolve host: minikube\n".to_owned(), 6),
        ("minikube ssh -- curl -s minikube:30080".to_owned(), "Hello from web-1\n".to_owned(), 0),
        ("curl nope.invalid".to_owned(), "curl: (6) Could not resolve host: nope.invalid\n".to_owned(), 6),
        (
            "curl 10.96.7.7".to_owned(),
            "curl: (28) Failed to connect to 10.96.7.7 port 80 after 129393 ms: Couldn't connect to server\n"
                .to_owned(),
            28,
        ),
        ("curl -m 2 10.96.7.7".to_owned(), "curl: (28) Connection timed out after 2000 milliseconds\n".to_owned(), 28),
        (
            "curl --connect-timeout 1.5 10.96.7.7".to_owned(),
            "curl: (28) Failed to connect to 10.96.7.7 port 80 after 1500 ms: Timeout was reached\n".to_owned(),
            28,
        ),
        (
            format!("curl https://{node}:30080"),
            "curl: (35) OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number\n".to_owned(),
            35,
        ),
        ("curl htp://a".to_owned(), "curl: (1) Protocol \"htp\" not supported or disabled in libcurl\n".to_owned(), 1),
        ("curl http://a:99999".to_owned(), "curl: (3) URL using bad/illegal format or missing URL\n".to_owned(), 3),
        (
            format!("curl --resolve web.example.com:30080:{node} http://web.example.com:30080"),
            "Hello from web-1\n".to_owned(),
            0,
        ),
        (format!("curl -sSk https://{node}:8443/version | head -2"), "{\n  \"kind\": \"Status\",\n".to_owned(), 0),
        (format!("curl {node}:8443"), "Client sent an HTTP request to an HTTPS server.\n".to_owned(), 0),
        (
            "curl -m".to_owned(),
            "curl: option -m: requires parameter\ncurl: try 'curl --help' or 'curl --manual' for more information\n"
                .to_owned(),
            2,
        ),
        (
            "curl --foo".to_owned(),
            "curl: option --foo: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n"
                .to_owned(),
            2,
        ),
    ] {
        assert_eq!(screen(&text), (expected, exit), "{text}");
    }
}

#[test]
fn the_way_is_told_when_asked_for() {
    let (said, _) = screen("curl -v 192.168.49.2:30080/a");
    insta::assert_snapshot!(said.replace('\r', ""), @"
    *   Trying 192.168.49.2:30080...
    * Connected to 192.168.49.2 (192.168.49.2) port 30080 (#0)
    > GET /a HTTP/1.1
    > Host: 192.168.49.2:30080
    > User-Agent: curl/7.88.1
    > Accept: */*
    > 
    < HTTP/1.1 200 OK
    < Server: nginx/1.27.5
    < Date: Fri, 20 Nov 2026 08:00:00 GMT
    < Content-Type: text/plain
    < Content-Length: 17
    < Connection: keep-alive
    < 
    * Connection #0 to host 192.168.49.2 left intact
    Hello from web-1
    ");
}

#[test]
fn a_meter_runs_where_the_answer_does_not_go_to_the_screen() {
    let output = console(WORLD).run("curl 192.168.49.2:30080 | wc -c");
    assert_eq!(output.stdout, "17\n");
    assert!(
        output.stderr.starts_with("  % Total    % Received % Xferd") && output.stderr.ends_with("17000\n"),
        "{output:?}"
    );
    assert_eq!(console(WORLD).run("curl -s 192.168.49.2:30080 | wc -c").stderr, "");
}

#[test]
fn one_call_keeps_its_connection_and_the_next_takes_another_turn() {
    let world = format!("{WORLD}---\n{}", WORLD.split("---").next().unwrap_or("").replace("web-1", "web-2"));
    let mut console = console(&world);
    let kept = console.run("curl -s 192.168.49.2:30080 192.168.49.2:30080").stdout;
    assert_eq!(kept, "Hello from web-1\nHello from web-1\n");
    let turns = console.run("for i in 1 2 3; do curl -s 192.168.49.2:30080; done").stdout;
    assert_eq!(turns, "Hello from web-2\nHello from web-1\nHello from web-2\n");
}
