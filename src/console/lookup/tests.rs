//! What machines are told of names.

use crate::cluster::state::ObjectName;
use crate::console::Place;
use crate::console::session::Way;
use crate::console::shell::tests::console;

const WORLD: &str = "apiVersion: v1
kind: Pod
metadata: {name: client, labels: {app: db}}
spec: {containers: [{name: a, image: a, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {clusterIP: 10.96.7.7, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {clusterIP: None, selector: {app: db}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: away}
spec: {type: ExternalName, externalName: db.example.com}
";

#[test]
fn a_pod_is_told_what_the_clusters_dns_knows() {
    let mut console = console(WORLD);
    let outside = console.run("nslookup web");
    assert_eq!(
        outside.stdout,
        "Server:\t\t127.0.0.53\nAddress:\t127.0.0.53#53\n\n** server can't find web: NXDOMAIN\n\n"
    );
    assert_eq!(console.run("nslookup web.default.svc.cluster.local 10.96.0.10").exit, 1);
    assert!(console.enter(Place::Pod(ObjectName::new("default", "client")), Way::Exec));
    let head = "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n";
    for (text, expected, exit) in [
        ("nslookup web", "Name:\tweb.default.svc.cluster.local\nAddress: 10.96.7.7\n\n", 0),
        ("nslookup db", "Name:\tdb.default.svc.cluster.local\nAddress: 10.244.0.2\n\n", 0),
        ("nslookup away", "away.default.svc.cluster.local\tcanonical name = db.example.com.\n\n", 0),
        ("nslookup nope", "** server can't find nope: NXDOMAIN\n\n", 1),
    ] {
        let output = console.run(text);
        assert_eq!((output.stdout, output.exit), (format!("{head}{expected}"), exit), "{text}");
    }
    for (text, expected) in [
        ("dig +short web.default.svc.cluster.local", "10.96.7.7\n"),
        ("dig +short web", ""),
        ("dig +short +search web", "10.96.7.7\n"),
        ("dig +short -x 10.96.7.7", "web.default.svc.cluster.local.\n"),
        ("dig +short SRV _http._tcp.web.default.svc.cluster.local", "0 100 80 web.default.svc.cluster.local.\n"),
        ("dig +noall +answer web.default.svc.cluster.local", "web.default.svc.cluster.local. 30\tIN\tA\t10.96.7.7\n"),
        ("dig +nocmd +nocomments +noquestion +nostats +noanswer web.default.svc.cluster.local", ""),
        ("host web", "web.default.svc.cluster.local has address 10.96.7.7\n"),
        ("nslookup 10.96.7.7", "7.7.96.10.in-addr.arpa\tname = web.default.svc.cluster.local.\n\n"),
        ("getent hosts web", "10.96.7.7       web.default.svc.cluster.local\n"),
        ("grep search /etc/resolv.conf", "search default.svc.cluster.local svc.cluster.local cluster.local\n"),
    ] {
        assert_eq!(console.run(text).stdout, expected, "{text}");
    }
}

#[test]
fn pods_of_a_headless_service_have_names_of_their_own() {
    let mut console = console(
        "apiVersion: v1
kind: Pod
metadata: {name: db-0, labels: {app: db}}
spec: {hostname: db-0, subdomain: db, containers: [{name: db, image: redis, ports: [{containerPort: 6379}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: other, labels: {app: db}}
spec: {containers: [{name: db, image: redis, ports: [{containerPort: 6379}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {clusterIP: None, selector: {app: db}, ports: [{name: redis, port: 1, targetPort: 6379}]}
",
    );
    assert!(console.enter(Place::Pod(ObjectName::new("default", "other")), Way::Exec));
    for (text, expected) in [
        ("dig +short db-0.db.default.svc.cluster.local", "10.244.0.2\n"),
        ("dig +short 10-244-0-3.db.default.svc.cluster.local", "10.244.0.3\n"),
        // What has a hostname is not found by its address.
        ("dig +short 10-244-0-2.db.default.svc.cluster.local", ""),
        (
            "dig +short SRV _redis._tcp.db.default.svc.cluster.local",
            "0 50 6379 10-244-0-3.db.default.svc.cluster.local.\n0 50 6379 db-0.db.default.svc.cluster.local.\n",
        ),
        ("nslookup -type=srv _redis._tcp.db | grep -c 'service = 0 50 6379'", "2\n"),
        ("curl -s db-0.db:6379", "Hello from db-0\n"),
    ] {
        assert_eq!(console.run(text).stdout, expected, "{text}");
    }
}

#[test]
fn an_endpoint_written_by_hand_leads_to_whoever_has_its_address() {
    let mut console = console(
        "apiVersion: v1
kind: Pod
metadata: {name: db, labels: {app: db}}
spec: {containers: [{name: db, image: redis, ports: [{containerPort: 6379}]}]}
status: {podIP: 10.244.0.9}
---
apiVersion: v1
kind: Service
metadata: {name: right}
spec: {ports: [{port: 6379}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: right}
subsets: [{addresses: [{ip: 10.244.0.9}], ports: [{port: 6379}]}]
---
apiVersion: v1
kind: Service
metadata: {name: nobody}
spec: {ports: [{port: 6379}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: nobody}
subsets: [{addresses: [{ip: 10.244.0.200}], ports: [{port: 6379}]}]
",
    );
    let within = "kubectl exec db -- curl -sS -m 1";
    assert_eq!(console.run(&format!("{within} right:6379")).stdout, "Hello from db\n");
    let nobody = console.run(&format!("{within} nobody:6379"));
    assert_eq!((nobody.stdout.as_str(), nobody.exit), ("", 28), "{}", nobody.stderr);
}
