//! `kijabi lab -c`: the contract scripts and classrooms build on.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test runs the program and fails by panicking")]

use std::process::{Command, Output};

const WORLD: &str = "apiVersion: kijabi/v1
kind: World
spec: {platform: minikube}
---
apiVersion: v1
kind: Node
metadata: {name: node-1}
---
apiVersion: v1
kind: Node
metadata: {name: node-2}
";

const PODS: &str = "apiVersion: v1
kind: Pod
metadata: {name: web-1, labels: {app: web}}
spec: {containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web-2, labels: {app: web}}
spec: {containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]}
";

const SERVICE: &str = "apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
";

fn lab(arguments: &[&str], commands: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("world.yaml", WORLD), ("pods.yaml", PODS), ("web.yaml", SERVICE)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    Command::new(env!("CARGO_BIN_EXE_kijabi"))
        .current_dir(folder.path())
        .args(["lab", "--world", "world.yaml", "--world", "pods.yaml"])
        .args(arguments)
        .args(["-c", commands])
        .output()
        .unwrap()
}

fn rows(output: &Output) -> Vec<serde_json::Value> {
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn commands_run_one_after_another_in_one_world_and_the_last_status_counts() {
    let output = lab(
        &["--format", "json"],
        "kubectl create -f web.yaml; curl 192.168.49.2:30080\ncurl 192.168.49.2:30081; foo; echo 'a;b'; ssh node-1\nhostname; curl -s web; exit; kubectl get svc nope",
    );
    let rows = rows(&output);
    let told: Vec<(&str, &str, u64)> = rows
        .iter()
        .map(|row| (row["command"].as_str().unwrap(), row["stdout"].as_str().unwrap(), row["exit"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("kubectl create -f web.yaml", "service/web created\n", 0),
            ("curl 192.168.49.2:30080", "Hello from web-1\n", 0),
            ("curl 192.168.49.2:30081", "", 7),
            ("foo", "", 127),
            ("echo 'a;b'", "a;b\n", 0),
            ("ssh node-1", "", 0),
            ("hostname", "node-1\n", 0),
            ("curl -s web", "", 6),
            ("exit", "logout\n", 6),
            ("kubectl get svc nope", "", 1),
        ]
    );
    assert_eq!(rows[9]["stderr"], "Error from server (NotFound): services \"nope\" not found\n");
    assert_eq!(output.status.code(), Some(1));
    let keys: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["command", "stdout", "stderr", "exit"]);
    assert!(output.stderr.is_empty(), "nothing of kijabi's own is mixed in");
}

#[test]
fn every_run_prints_the_same() {
    let commands = "kubectl create deployment shop --image=nginx --replicas=3; kubectl expose deployment shop --port=80 --type=NodePort; kubectl get all -o wide; kubectl get nodes";
    let first = lab(&[], commands);
    assert_eq!(first.stdout, lab(&[], commands).stdout);
    let text = String::from_utf8_lossy(&first.stdout);
    assert!(text.contains("node-1   Ready"), "{text}");
    assert!(first.status.success());
}

#[test]
fn a_pod_that_was_only_made_for_a_command_goes_again() {
    let text = "kubectl apply -f web.yaml; kubectl run tmp --rm -it --restart=Never --image=busybox -- wget -qO- http://web; kubectl get pod tmp";
    let rows = rows(&lab(&["--format", "json"], text));
    assert_eq!(rows[1]["stdout"], "Hello from web-1\npod \"tmp\" deleted from default namespace\n");
    assert_eq!(rows[2]["exit"], 1);
}

#[test]
fn the_image_of_a_pod_decides_what_its_arguments_mean() {
    let text = "kubectl apply -f web.yaml
kubectl run tmp --rm -it --restart=Never --image=docker.io/curlimages/curl:8.11.0 -- -s http://web
kubectl run tmp --rm -i -q --restart=Never --image=curlimages/curl -- curl -s http://web
kubectl run tmp --rm -i --restart=Never --image=busybox -- -s http://web
kubectl run tmp --rm -i --restart=Never --image=nosuch -- wget -qO- http://web
kubectl run tmp --rm -i --restart=Never --image=curlimages/curl -- -s http://web:81";
    let rows = rows(&lab(&["--format", "json"], text));
    let gone = "pod \"tmp\" deleted from default namespace\n";
    assert_eq!(rows[1]["stdout"], format!("Hello from web-1\n{gone}"));
    assert_eq!(rows[2]["stdout"], "Hello from web-2\n", "quiet kubectl says nothing of the pod");
    assert_eq!((&rows[3]["stdout"], &rows[3]["exit"]), (&gone.into(), &128.into()), "busybox has no entrypoint");
    assert!(rows[3]["stderr"].as_str().unwrap().starts_with("pod default/tmp terminated (StartError)\n"));
    assert_eq!(rows[4]["stderr"], "error: timed out waiting for the condition\n");
    assert_eq!(rows[5]["stderr"], "pod default/tmp terminated (Error)\n");
}

#[test]
fn a_pod_whose_program_ends_is_completed_and_its_log_stays() {
    let text = "kubectl apply -f web.yaml
kubectl run ask --restart=Never --image=busybox -- wget -qO- http://web
kubectl run stay --restart=Never --image=busybox -- sh -c 'while true; do sleep 1; done'
kubectl get pods ask stay --no-headers -o custom-columns=P:.status.phase
kubectl logs ask
kubectl exec ask -- ls";
    let rows = rows(&lab(&["--format", "json"], text));
    assert_eq!(rows[3]["stdout"], "Succeeded\nRunning\n");
    assert_eq!(rows[4]["stdout"], "Hello from web-1\n");
    let refused = "error: cannot exec into a container in a completed pod; current phase is Succeeded\n";
    assert_eq!(rows[5]["stderr"], refused);
}

/// Each with what it prints and how it ends.
#[test]
fn the_shell_reads_what_is_pasted_from_notes() {
    let table = [
        (
            "case $(kubectl get svc web -o jsonpath='{.spec.type}') in ClusterIP) echo in;; Node* | X) echo out;; esac",
            "out\n",
            0,
        ),
        ("case x in a) echo a ;; *) ;; esac; echo $?", "0\n", 0),
        ("case x in\n  (a|x)\n    echo found\n    ;;\nesac", "found\n", 0),
        ("timeout 3 curl -s 10.96.0.1", "", 124),
        ("timeout 3 curl -s -m 1 10.96.0.1", "", 28),
        ("timeout 1m kubectl get svc web -o name", "service/web\n", 0),
        ("timeout 2 sleep 5", "", 124),
        ("kubectl get pods -o name | paste -sd,", "pod/web-1,pod/web-2\n", 0),
        ("echo -n admin | base64 | base64 -d", "admin", 0),
    ];
    for (text, printed, exit) in table {
        let rows = rows(&lab(&["--format", "json"], &format!("kubectl apply -f web.yaml\n{text}")));
        let last = rows.last().unwrap();
        assert_eq!((&last["stdout"], &last["exit"]), (&printed.into(), &exit.into()), "{text}");
    }
}

#[test]
fn a_watch_tells_of_each_object_and_other_views_of_an_object_are_the_servers() {
    let table = [
        ("kubectl get pods -w -o name", "pod/web-1\npod/web-2\n"),
        (
            "kubectl get svc web -w --output-watch-events",
            "EVENT      NAME   TYPE       CLUSTER-IP   EXTERNAL-IP   PORT(S)        AGE\nADDED      web    NodePort   10.96.1.1    <none>        80:30080/TCP   1s\n",
        ),
        ("kubectl get pods -w -o jsonpath='{.metadata.name};'", "web-1;web-2;"),
        ("kubectl get svc web --server-print=false", "NAME   AGE\nweb    1s\n"),
        (
            "kubectl create deployment d --image=nginx --replicas=2 -o name; kubectl get deploy d --subresource=scale",
            "NAME   DESIRED   AVAILABLE   AGE\nd      2         2           1s\n",
        ),
        (
            "kubectl run p --image=nginx --save-config -o name; kubectl get pod p -o jsonpath='{.metadata.annotations.kubectl\\.kubernetes\\.io/last-applied-configuration}'",
            "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\",\"labels\":{\"run\":\"p\"}},\"spec\":{\"containers\":[{\"name\":\"p\",\"image\":\"nginx\",\"resources\":{}}],\"restartPolicy\":\"Always\",\"dnsPolicy\":\"ClusterFirst\"},\"status\":{}}\n",
        ),
        ("KUBE_EDITOR='sed -i s/tier:.*/tier:/' kubectl edit svc web -o name", ""),
    ];
    for (text, printed) in table {
        let rows = rows(&lab(&["--format", "json"], &format!("kubectl apply -f web.yaml; {text}")));
        assert_eq!(rows.last().unwrap()["stdout"], printed, "{text}");
    }
    let edit = "kubectl create -f web.yaml; KUBE_EDITOR='sed -i s/30080/30081/' kubectl edit svc web -o json";
    let rows = rows(&lab(&["--format", "json"], edit));
    let printed: serde_json::Value = serde_json::from_str(rows[1]["stdout"].as_str().unwrap()).unwrap();
    assert_eq!(printed["spec"]["ports"][0]["nodePort"], 30081);
}

#[test]
fn what_a_container_is_given_is_there_in_the_container() {
    let pods = "kubectl apply -f - <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: conf}
data: {level: debug}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {token: s3}
---
apiVersion: v1
kind: Pod
metadata: {name: app, labels: {tier: front}}
spec:
  containers:
  - name: app
    image: nginx
    envFrom: [{configMapRef: {name: conf}, prefix: LOG_}]
    env:
    - {name: HOST, value: redis}
    - {name: URL, value: 'redis://$(HOST):6379/$(NONE)$$(HOST)'}
    - {name: TIER, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['tier']\"}}}
    - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
    - {name: TOKEN, valueFrom: {secretKeyRef: {name: key, key: token}}}
EOF
kubectl exec app -- printenv LOG_level URL TIER NODE TOKEN
kubectl cp app:/etc/hosts hosts
grep -c app hosts
while true; do printenv; done > /dev/null
while true; do echo x; done | head -2
echo on";
    let rows = rows(&lab(&["--format", "json"], pods));
    let printed: Vec<&str> = rows.iter().skip(1).map(|row| row["stdout"].as_str().unwrap()).collect();
    assert_eq!(printed[0], "debug\nredis://redis:6379/$(NONE)$(HOST)\nfront\nnode-1\ns3\n");
    assert_eq!(printed[2], "1\n");
    assert_eq!(printed[4..], ["x\nx\n", "on\n"], "a loop without end does not end what follows");
}

#[test]
fn minikube_lists_ports_and_no_node_port_in_the_same_column() {
    let rows = rows(&lab(&["--format", "json"], "kubectl apply -f web.yaml; minikube service list"));
    let table = "┌───────────┬────────────┬──────────────┬───────────────────────────┐
│ NAMESPACE │    NAME    │ TARGET PORT  │            URL            │
├───────────┼────────────┼──────────────┼───────────────────────────┤
│ default   │ kubernetes │ No node port │                           │
│ default   │ web        │ 80           │ http://192.168.49.2:30080 │
└───────────┴────────────┴──────────────┴───────────────────────────┘
";
    assert_eq!(rows[1]["stdout"], table);
}

/// What the list of worlds says may be tried there does what it says: every command of it runs.
#[test]
fn what_may_be_tried_in_a_ready_made_world_works_there() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/worlds");
    let mut tried = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let about: String = text.lines().map_while(|line| line.strip_prefix('#')).collect::<Vec<_>>().join("\n");
        let quoted = about.split('`').skip(1).step_by(2);
        let runs = |it: &&str| ["kubectl ", "curl -", "minikube ", "ssh "].iter().any(|start| it.starts_with(start));
        let commands: Vec<&str> = quoted.filter(runs).collect();
        assert!(commands.len() > 1, "{}", path.display());
        let output = Command::new(env!("CARGO_BIN_EXE_kijabi"))
            .args(["lab", "--format", "json", "--world"])
            .arg(&path)
            .args(["-c", &commands.join("\n")])
            .output()
            .unwrap();
        for row in rows(&output) {
            // Nobody may answer yet: that is what is to be seen.
            let calls = row["command"].as_str().unwrap().starts_with("curl ");
            assert!(row["exit"] == 0 || (calls && row["exit"] != 127), "{}: {row}", path.display());
            tried += 1;
        }
    }
    assert!(tried > 15, "{tried}");
}

#[test]
fn a_debugging_container_shares_the_network_of_what_it_stands_beside() {
    let text = "kubectl apply -f web.yaml
kubectl debug web-1 -it --image=busybox --profile=general -c look -- sh -c 'hostname; wget -qO- web'
kubectl label pod web-1 seen=yes
kubectl get pod web-1 -o jsonpath='{.status.ephemeralContainerStatuses[0].state.terminated.reason}'
kubectl debug node/node-2 -it -q --image=busybox --profile=general
hostname
curl -s localhost:30080
exit
kubectl debug web-1 -it --image=busybox
exit
kubectl debug nope --image=busybox
kubectl debug web-1";
    let rows = rows(&lab(&["--format", "json"], text));
    assert_eq!(rows[1]["stdout"], "web-1\nHello from web-1\n");
    assert_eq!((&rows[2]["stdout"], &rows[3]["stdout"]), (&"pod/web-1 labeled\n".into(), &"Completed".into()));
    assert_eq!(rows[5]["stdout"], "node-2\n");
    assert!(rows[6]["stdout"].as_str().unwrap().starts_with("Hello from web-"));
    assert_eq!(rows[10]["stderr"], "Error from server (NotFound): pods \"nope\" not found\n");
    assert_eq!(rows[11]["stderr"], "error: you must specify --image when not using --copy-to.\n");
}

/// A pod whose two containers listen, beside one that prepares it.
const TWO_CONTAINERS: &str = "kubectl apply -f - <<EOF
apiVersion: v1
kind: Pod
metadata: {name: two, labels: {app: two}}
spec:
  initContainers: [{name: init, image: busybox, command: [sh, -c, 'echo ready']}]
  containers:
  - {name: web, image: nginx, ports: [{containerPort: 80}], env: [{name: ROLE, value: web}]}
  - {name: side, image: busybox, ports: [{containerPort: 8080}], env: [{name: ROLE, value: side}]}
EOF
";

#[test]
fn each_container_of_a_pod_has_its_own_variables_and_its_own_log() {
    let text = format!(
        "{TWO_CONTAINERS}kubectl expose pod two --port=80
kubectl expose pod two --name=side --port=8080
kubectl run c --image=busybox --restart=Never -- sh -c 'wget -qO- two; wget -qO- side:8080'
kubectl exec two -- printenv ROLE
kubectl exec two -c side -- printenv ROLE
kubectl exec two -c init -- env
kubectl exec two -c nope -- env
kubectl attach two -c nope
kubectl logs two
kubectl logs two side
kubectl logs -l 'app in (two)' --all-containers --prefix
kubectl logs two -c side --all-containers
kubectl logs cm/kube-root-ca.crt"
    );
    let rows = rows(&lab(&["--format", "json"], &text));
    let told: Vec<(&str, &str)> =
        rows[4..].iter().map(|row| (row["stdout"].as_str().unwrap(), row["stderr"].as_str().unwrap())).collect();
    let defaulted = "Defaulted container \"web\" out of: web, side, init (init)\n";
    let line = "10.244.1.3 - - [20/Nov/2026:08:00:00 +0000] \"GET / HTTP/1.1\" 200 15 \"-\" \"Wget\"\n";
    let both = format!("[pod/two/web] {line}[pod/two/side] {line}");
    assert_eq!(
        told,
        [
            ("web\n", defaulted),
            ("side\n", ""),
            ("", "error: unable to upgrade connection: container not found (\"init\")\n"),
            ("", "Error from server (BadRequest): container nope is not valid for pod two\n"),
            ("", "error: container nope not found in pod two\n"),
            (line, defaulted),
            (line, ""),
            (both.as_str(), ""),
            ("", "error: --all-containers=true should not be specified with container name side\n"),
            ("", "error: cannot get the logs from *v1.ConfigMap: selector for *v1.ConfigMap not implemented\n"),
        ]
    );
}

#[test]
fn a_copy_to_look_from_is_selected_by_no_service() {
    let text = format!(
        "{TWO_CONTAINERS}kubectl debug two --copy-to=copy --set-image=web=httpd --profile=general
kubectl debug two --copy-to=copy --image=busybox --profile=general
kubectl debug two --copy-to=other
kubectl get pod copy --show-labels --no-headers
kubectl get pod copy -o jsonpath='{{.spec.containers[*].image}} {{.spec.initContainers}}'
kubectl debug two --copy-to=new --container=side --replace -it --profile=general -- sh
echo $ROLE
exit
kubectl get pods -o name"
    );
    let rows = rows(&lab(&["--format", "json"], &text));
    assert_eq!(rows[1]["stderr"], "");
    assert_eq!(rows[2]["stderr"], "Error from server (AlreadyExists): pods \"copy\" already exists\n");
    assert_eq!(rows[3]["stderr"], "error: you must specify --image, --set-image or command arguments.\n");
    assert!(rows[4]["stdout"].as_str().unwrap().ends_with("<none>\n"), "{}", rows[4]["stdout"]);
    assert_eq!(rows[5]["stdout"], "httpd busybox ");
    assert_eq!(rows[7]["stdout"], "side\n");
    assert_eq!(rows[9]["stdout"], "pod/copy\npod/new\npod/web-1\npod/web-2\n");
}

/// A CronJob, described.
const CRON_JOB: &str = "\
Name:                          tick
Namespace:                     default
Labels:                        <none>
Annotations:                   <none>
Schedule:                      */5 * * * *
Concurrency Policy:            Allow
Suspend:                       False
Successful Job History Limit:  3
Failed Job History Limit:      1
Starting Deadline Seconds:     <unset>
Selector:                      <unset>
Parallelism:                   <unset>
Completions:                   <unset>
Pod Template:
  Labels:  <none>
  Containers:
   tick:
    Image:      busybox
    Port:       <none>
    Host Port:  <none>
    Command:
      echo
      hi
    Environment:     <none>
    Mounts:          <none>
  Volumes:           <none>
  Node-Selectors:    <none>
  Tolerations:       <none>
Last Schedule Time:  <unset>
Active Jobs:         <none>
Events:              <none>
";

#[test]
fn a_job_runs_until_it_is_done_and_its_pods_are_no_endpoints() {
    let text = "kubectl apply -f web.yaml
kubectl create job ask --image=curlimages/curl -- curl -s http://web
kubectl get jobs
kubectl logs job/ask
kubectl wait --for=condition=complete job/ask
kubectl create job vain --image=busybox -- wget -qO- http://nowhere
kubectl get job vain -o jsonpath='{.status.failed} {.status.conditions[*].type}'
kubectl get pod -l job-name=vain --no-headers | grep -c ' 0/1 *Error '
kubectl create job long --image=busybox -- sleep 3600
kubectl get jobs long --no-headers
kubectl wait --for=condition=complete job/long --timeout=1s
kubectl apply -f - <<EOF
apiVersion: batch/v1
kind: Job
metadata: {name: many}
spec:
  completions: 5
  parallelism: 2
  template:
    metadata: {labels: {app: web}}
    spec: {restartPolicy: OnFailure, containers: [{name: c, image: busybox, command: [echo, done]}]}
EOF
kubectl get job many --no-headers
kubectl get endpointslices -l kubernetes.io/service-name=web -o jsonpath='{.items[*].endpoints[*].targetRef.name}'
kubectl delete job --all
kubectl get pods -o name
kubectl create cronjob tick --image=busybox --schedule='*/5 * * * *' -- echo hi
kubectl create job now --from=cronjob/tick
kubectl get jobs now --no-headers
kubectl describe cronjob tick
kubectl apply -f - <<EOF
apiVersion: batch/v1
kind: Job
metadata: {name: ever}
spec: {template: {spec: {containers: [{name: c, image: busybox}]}}}
EOF";
    let rows = rows(&lab(&["--format", "json"], text));
    let out = |at: usize| rows[at]["stdout"].as_str().unwrap();
    assert_eq!(
        out(2),
        "NAME   STATUS     COMPLETIONS   DURATION   AGE\nask    Complete   1/1           0s         1s\n",
        "{rows:?}"
    );
    assert_eq!(out(3), "Hello from web-1\n");
    assert_eq!(out(4), "job.batch/ask condition met\n");
    assert_eq!(out(6), "7 FailureTarget Failed");
    assert_eq!(out(7), "7\n");
    assert_eq!(out(9), "long   Running   0/1   1s    1s\n");
    assert_eq!(rows[10]["stderr"], "error: timed out waiting for the condition on jobs/long\n");
    assert_eq!(out(12), "many   Complete   5/5   0s    1s\n");
    assert_eq!(out(13), "web-1 web-2");
    assert_eq!(out(15), "pod/web-1\npod/web-2\n");
    assert_eq!(out(18), "now   Complete   1/1   0s    1s\n");
    assert_eq!(out(19), CRON_JOB);
    assert_eq!(
        rows[20]["stderr"],
        "The Job \"ever\" is invalid: spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"\n"
    );
}

#[test]
fn every_workload_that_keeps_versions_can_go_back() {
    let text = "kubectl apply -f - <<EOF
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, annotations: {kubernetes.io/change-cause: first}}
spec:
  replicas: 2
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: 'mysql:8.0'}]}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: agent, image: 'agent:1'}]}}
EOF
kubectl rollout undo ds/agent
kubectl set image sts/db db=mysql:8.4
kubectl rollout undo sts/db
kubectl rollout history sts/db
kubectl get pods -l app=db -o jsonpath='{.items[*].spec.containers[*].image}'
kubectl rollout history ds/agent
kubectl get controllerrevisions --no-headers -o custom-columns=C:.metadata.ownerReferences[0].name,R:.revision
kubectl rollout history pod/web-1
kubectl create deployment site --image=nginx:1.25
kubectl annotate deploy site kubernetes.io/change-cause=one
kubectl set image deploy/site nginx=nginx:1.26
kubectl annotate deploy site kubernetes.io/change-cause=two --overwrite
kubectl rollout undo deploy/site
kubectl rollout history deploy/site
kubectl delete sts/db
kubectl get controllerrevisions -o name | wc -l";
    let rows = rows(&lab(&["--format", "json"], text));
    let out = |at: usize| rows[at]["stdout"].as_str().unwrap();
    assert_eq!(rows[1]["stderr"], "error: no last revision to roll back to\n");
    assert_eq!(out(3), "statefulset.apps/db rolled back\n");
    assert_eq!(out(4), "statefulset.apps/db \nREVISION  CHANGE-CAUSE\n2         first\n3         first\n\n");
    assert_eq!(out(5), "mysql:8.0 mysql:8.0");
    assert_eq!(out(6), "daemonset.apps/agent \nREVISION  CHANGE-CAUSE\n1         <none>\n\n");
    assert_eq!(out(7), "agent   1\ndb      3\ndb      2\n");
    assert_eq!(rows[8]["stderr"], "error: no history viewer has been implemented for \"Pod\"\n");
    assert_eq!(
        out(14),
        "deployment.apps/site \nREVISION  CHANGE-CAUSE\n2         two\n3         one\n\n",
        "its cause too"
    );
    assert_eq!(out(16), "1\n");
}

#[test]
fn through_kubectl_proxy_the_api_answers_and_leads_to_services() {
    let text = "kubectl proxy --port=8001
kubectl proxy
kubectl apply -f web.yaml
curl -s localhost:8001/api/v1/namespaces/default/services/web/proxy/
curl -s localhost:8001/api/v1/namespaces/default/services/http:web:80/proxy/
curl -s localhost:8001/api/v1/namespaces/default/pods/web-2/proxy/
curl -s localhost:8001/api/v1/namespaces/default/services/web:81/proxy/ | grep message
curl -s localhost:8001/api/v1/namespaces/default/services/nope/proxy/ | grep message
curl -s localhost:8001/api/v1/namespaces/default/services/web | grep '\"nodePort\"'
curl -sf localhost:8001/api/v2/nothing
kubectl set selector svc web app=none
curl -s localhost:8001/api/v1/namespaces/default/services/web/proxy/ | grep -E 'message|code'";
    let rows = rows(&lab(&["--format", "json"], text));
    let out: Vec<&str> = rows.iter().map(|row| row["stdout"].as_str().unwrap()).collect();
    assert_eq!(out[0], "Starting to serve on 127.0.0.1:8001\n");
    assert_eq!(rows[1]["stderr"], "error: listen tcp 127.0.0.1:8001: bind: address already in use\n");
    assert_eq!((out[3], out[4], out[5]), ("Hello from web-1\n", "Hello from web-1\n", "Hello from web-2\n"));
    assert_eq!(out[6], "  \"message\": \"no service port 81 found for service \\\"web\\\"\",\n");
    assert_eq!(out[7], "  \"message\": \"services \\\"nope\\\" not found\",\n");
    assert_eq!(out[8].trim(), "\"nodePort\": 30080,");
    assert_eq!(rows[9]["exit"], 22);
    assert_eq!(out[11], "  \"code\": 503,\n  \"message\": \"no endpoints available for service \\\"web\\\"\",\n");
}

#[test]
fn what_guides_say_to_put_into_a_shell_is_taken() {
    let text = "source <(kubectl completion bash)
complete -o default -F __start_kubectl k
cat <(printf 'x\\ny') <(echo z)
kubectl auth can-i --list --no-headers | head -3
kubectl auth can-i --list --as=system:serviceaccount:default:default --no-headers | head -1";
    let rows = rows(&lab(&["--format", "json"], text));
    let told: Vec<(&str, &str)> =
        rows.iter().map(|row| (row["stdout"].as_str().unwrap(), row["stderr"].as_str().unwrap())).collect();
    assert_eq!((told[0], told[1]), (("", ""), ("", "")));
    assert_eq!((&rows[0]["exit"], &rows[1]["exit"]), (&0.into(), &0.into()));
    assert_eq!(told[2].0, "x\nyz\n");
    let own = "selfsubjectreviews.authentication.k8s.io";
    let everything = told[3].0.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect::<Vec<_>>();
    assert_eq!(
        everything,
        [vec!["*.*", "[]", "[]", "[*]"], vec!["[*]", "[]", "[*]"], vec![own, "[]", "[]", "[create]"]]
    );
    assert!(told[4].0.starts_with(own), "{}", told[4].0);
}

#[test]
fn a_service_that_is_asked_for_a_pod_gives_one_of_its_own() {
    let text = "kubectl apply -f web.yaml
kubectl run aaa --image=nginx
kubectl port-forward svc/web 8080:80 &
curl -s localhost:8080
kubectl exec svc/web -- hostname
kubectl label pod aaa app=web
kubectl exec svc/web -- hostname";
    let rows = rows(&lab(&["--format", "json"], text));
    assert_eq!(rows[3]["stdout"], "Hello from web-1\n");
    assert_eq!(rows[4]["stdout"], "web-1\n");
    assert_eq!(rows[6]["stdout"], "web-1\n", "who has been ready for longest");
}

#[test]
fn an_image_that_is_known_listens_though_nobody_declared_its_port() {
    let text = "kubectl create deployment web --image=nginx
kubectl expose deployment web --port=80 --name=site
kubectl run redis --image=redis:7
kubectl run idle --image=nginx -- sleep 1d
kubectl exec redis -- curl -s -o /dev/null -w '%{http_code}' site
kubectl exec redis -- curl -s localhost:6379
kubectl exec idle -- curl -sS localhost";
    let rows = rows(&lab(&["--format", "json"], text));
    assert_eq!(rows[4]["stdout"], "200");
    assert_eq!(rows[5]["stdout"], "Hello from redis\n");
    assert_eq!(rows[6]["exit"], 7);
}

#[test]
fn a_pod_that_names_its_service_knows_its_full_name() {
    let text = "kubectl apply -f - <<EOF
apiVersion: v1
kind: Pod
metadata: {name: one}
spec: {hostname: alpha, subdomain: db, containers: [{name: c, image: nginx, ports: [{containerPort: 80}]}]}
EOF
kubectl exec one -- hostname
kubectl exec one -- hostname -f
kubectl exec one -- printenv HOSTNAME
kubectl exec one -- curl -s alpha.db.default.svc.cluster.local
kubectl exec web-1 -- hostname -f";
    let rows = rows(&lab(&["--format", "json"], text));
    let told: Vec<&str> = rows[1..].iter().map(|row| row["stdout"].as_str().unwrap()).collect();
    let full = "alpha.db.default.svc.cluster.local\n";
    assert_eq!(told, ["alpha\n", full, "alpha\n", "Hello from one\n", "web-1\n"]);
}

#[test]
fn a_proxy_is_asked_in_the_hosts_stead() {
    let text = "kubectl apply -f web.yaml
curl -sS -x http://192.168.49.2:3128 http://web
curl -sS -x nowhere:3128 http://web
curl -s -x 192.168.49.2:30080 http://web
curl -sS -x 192.168.49.2:30080 --noproxy web http://web
curl -sS -x 192.168.49.2:30080 https://web";
    let rows = rows(&lab(&["--format", "json"], text));
    let told: Vec<(&str, u64)> =
        rows[1..].iter().map(|row| (row["stderr"].as_str().unwrap(), row["exit"].as_u64().unwrap())).collect();
    assert_eq!(
        told,
        [
            ("curl: (7) Failed to connect to 192.168.49.2 port 3128 after 0 ms: Couldn't connect to server\n", 7),
            ("curl: (5) Could not resolve proxy: nowhere\n", 5),
            ("", 0),
            ("curl: (6) Could not resolve host: web\n", 6),
            ("curl: (56) CONNECT tunnel failed, response 405\n", 56),
        ]
    );
}

/// What kube-proxy answers at a healthCheckNodePort (pkg/proxy/healthcheck/service_health.go).
#[test]
fn a_balancer_may_ask_a_node_whether_it_has_endpoints() {
    let text = "kubectl apply -f - <<EOF
apiVersion: v1
kind: Service
metadata: {name: lb}
spec: {type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 30999, selector: {app: web}, ports: [{port: 80}]}
EOF
curl -s 192.168.49.2:30999
kubectl delete pods --all
curl -si 192.168.49.2:30999/healthz | head -4";
    let rows = rows(&lab(&["--format", "json"], text));
    assert_eq!(
        rows[1]["stdout"],
        "{\n\t\"service\": {\n\t\t\"namespace\": \"default\",\n\t\t\"name\": \"lb\"\n\t},\n\t\"localEndpoints\": 1,\n\t\"serviceProxyHealthy\": true\n}"
    );
    assert_eq!(
        rows[3]["stdout"],
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\nX-Load-Balancing-Endpoint-Weight: 0\r\n"
    );
}

#[test]
fn a_probe_that_fails_is_told_of_and_holds_a_rollout_up() {
    let text = "kubectl apply -f - <<EOF
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: c, image: nginx, ports: [{containerPort: 80}], readinessProbe: {httpGet: {path: /ready, port: 80}}}]}
EOF
kubectl get deploy shop --no-headers
kubectl patch deploy shop -p '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"readinessProbe\":{\"httpGet\":{\"port\":8080}}}]}}}}'
kubectl get deploy shop --no-headers
kubectl get events --field-selector reason=Unhealthy --no-headers -o custom-columns=T:.type,M:.message
kubectl rollout status deploy/shop --timeout=1s";
    let rows = rows(&lab(&["--format", "json"], text));
    let out = |at: usize| rows[at]["stdout"].as_str().unwrap();
    assert_eq!(out(1).split_whitespace().nth(1), Some("2/2"));
    let cells: Vec<&str> = out(3).split_whitespace().take(4).collect();
    assert_eq!(cells, ["shop", "2/2", "1", "2"]);
    let told = "Warning   Readiness probe failed: Get \"http://10.244.0.4:8080/ready\": dial tcp 10.244.0.4:8080: connect: connection refused\n";
    assert_eq!(out(4), told);
    assert_eq!(rows[5]["exit"], 1);
}

#[test]
fn what_listens_in_a_pod_is_listed_there_and_a_node_port_nowhere() {
    let text = "kubectl apply -f web.yaml
kubectl run web-3 --image=nginx --labels=app=other --annotations=kijabi/listens=8080,127.0.0.1:9000,53/udp
kubectl exec web-3 -- netstat -tln
kubectl exec web-3 -- ss -lntu
ssh node-1
netstat -tlnp | grep -c 30080
sudo ss -tln | grep -c 10250";
    let rows = rows(&lab(&["--format", "json"], text));
    assert_eq!(
        rows[2]["stdout"],
        "\
Active Internet connections (only servers)
Proto Recv-Q Send-Q Local Address           Foreign Address         State      \n\
tcp        0      0 0.0.0.0:8080            0.0.0.0:*               LISTEN      \n\
tcp        0      0 127.0.0.1:9000          0.0.0.0:*               LISTEN      \n"
    );
    let listed: Vec<Vec<&str>> =
        rows[3]["stdout"].as_str().unwrap().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(listed[1], ["tcp", "LISTEN", "0", "511", "0.0.0.0:8080", "0.0.0.0:*"]);
    assert_eq!(listed[3], ["udp", "UNCONN", "0", "0", "0.0.0.0:53", "0.0.0.0:*"]);
    assert_eq!((&rows[5]["stdout"], &rows[6]["stdout"]), (&"0\n".into(), &"1\n".into()));
}

#[test]
fn a_replica_set_tells_of_the_pods_it_takes_away() {
    let text = "kubectl create deployment shop --image=nginx --replicas=2
kubectl scale deployment shop --replicas=1
kubectl delete pod -l app=shop
kubectl get events --field-selector reason=SuccessfulDelete --no-headers | grep -c 'Deleted pod: shop-'";
    let rows = rows(&lab(&["--format", "json"], text));
    assert_eq!(rows[3]["stdout"], "1\n", "what a person deletes is none of its doing");
}

/// A Service as `kubectl get -o yaml` prints it where a balancer, a cloud's or another, has given it an address.
#[test]
fn the_balancers_address_that_a_world_tells_of_answers_and_stays() {
    const BALANCED: &str = "apiVersion: v1
kind: Service
metadata: {name: lb}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
status: {loadBalancer: {ingress: [{ip: ADDRESS}]}}
";
    for (platform, address) in [
        ("cloud", "35.1.2.3"),
        ("bare-metal", "192.168.49.240"),
        ("bare-metal", "192.168.49.2"),
        ("cloud", "203.0.113.10"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let world = format!(
            "{}---\n{PODS}---\n{}---\n{}",
            WORLD.replace("minikube", platform),
            BALANCED.replace("lb}", "aa}").replace("status: {loadBalancer: {ingress: [{ip: ADDRESS}]}}\n", ""),
            BALANCED.replace("ADDRESS", address)
        );
        std::fs::write(folder.path().join("world.yaml"), world).unwrap();
        let text = format!(
            "curl -s {address}
kubectl exec web-1 -- curl -s {address}
kubectl label svc lb a=b
kubectl get svc lb aa -o jsonpath='{{.items[*].status.loadBalancer}}'
curl -s {address}"
        );
        let output = Command::new(env!("CARGO_BIN_EXE_kijabi"))
            .current_dir(folder.path())
            .args(["lab", "--world", "world.yaml", "--format", "json", "-c", &text])
            .output()
            .unwrap();
        let rows = rows(&output);
        for at in [0, 1, 4] {
            assert!(
                rows[at]["stdout"].as_str().unwrap().starts_with("Hello from web-"),
                "{platform} {address}: {rows:?}"
            );
        }
        let told = rows[3]["stdout"].as_str().unwrap();
        assert!(told.starts_with(&format!("{{\"ingress\":[{{\"ip\":\"{address}\"}}]}} ")), "{told}");
        assert_eq!(told.matches(&format!("\"{address}\"")).count(), 1, "nobody else has it: {told}");
    }
}
