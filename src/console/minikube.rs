//! `minikube` 1.37, as far as it leads into the cluster: `service`, `ip`, `ssh`, `tunnel`, `status`, `profile`, `node list`.
//!
//! Where the world is no minikube it says so, as the real one does without a profile.
//!
//! Must not know: kubectl, how a connection is made.

mod service;

use super::session::Way;
use super::{Call, Console, Output, Place, ssh};
use crate::cluster::platform::{Driver, Platform};
use std::fmt::Write as _;

/// Runs `minikube`.
pub(super) fn run(console: &mut Console, call: &Call<'_>) -> Output {
    let mut args: Vec<&str> = call.args.iter().map(String::as_str).collect();
    // `-p NAME` may stand anywhere; there is one profile.
    if let Some(at) = args.iter().position(|arg| matches!(*arg, "-p" | "--profile")) {
        if args.get(at + 1).is_some_and(|name| *name != "minikube") {
            return no_profile(args.get(at + 1).copied().unwrap_or(""));
        }
        args.drain(at..(at + 2).min(args.len()));
    }
    let Some((verb, rest)) = args.split_first() else { return Output::ok(HELP) };
    if matches!(*verb, "help" | "--help" | "-h") {
        return Output::ok(HELP);
    }
    if *verb == "version" {
        return Output::ok("minikube version: v1.37.0\ncommit: 65318f4cfff9c12cc87ec9eb8f4cdd57b25047f3\n");
    }
    if console.cluster().spec().platform != Platform::Minikube && !matches!(*verb, "start" | "delete") {
        return no_profile("minikube").with_note("이 세계의 클러스터는 minikube가 아닙니다.");
    }
    match *verb {
        "ip" => ip(console, rest),
        "ssh" => minikube_ssh(console, rest, call.stdin),
        "service" => service::run(console, rest),
        "tunnel" => tunnel(console),
        "status" => Output::ok(status(console)),
        "profile" => profile(console, rest),
        "node" if rest.first() == Some(&"list") => {
            let nodes = console.cluster().nodes().iter();
            Output::ok(nodes.fold(String::new(), |text, node| format!("{text}{}\t{}\n", node.name(), node.internal)))
        }
        "kubectl" => {
            let from = rest.iter().position(|arg| *arg != "--").unwrap_or(rest.len());
            let words: Vec<String> =
                ["kubectl"].iter().chain(rest.get(from..).unwrap_or(&[])).map(|word| (*word).to_owned()).collect();
            super::shell::call(console, &words, call.stdin, call.to_screen)
        }
        "start" => start(console),
        "stop" | "delete" | "pause" | "unpause" | "addons" | "node" | "dashboard" | "image" | "cache" | "config" | "logs"
        | "mount" | "update" | "update-context" | "docker-env" | "cp" => Output::fail(
            10,
            format!("minikube {verb}: 이 콘솔에는 없는 명령입니다.\n"),
        )
        .with_note("이 콘솔의 클러스터는 늘 켜져 있고, minikube로는 service, ip, ssh, tunnel, status, profile, node list만 쓸 수 있습니다."),
        _ => Output::fail(
            1,
            format!("Error: unknown command \"{verb}\" for \"minikube\"\nRun 'minikube --help' for usage.\n"),
        ),
    }
}

const HELP: &str = "minikube provisions and manages local Kubernetes clusters optimized for development workflows.

Basic Commands:
  start            Starts a local Kubernetes cluster
  status           Gets the status of a local Kubernetes cluster
  stop             Stops a running local Kubernetes cluster
  delete           Deletes a local Kubernetes cluster
  dashboard        Access the Kubernetes dashboard running within the minikube cluster

Networking and Connectivity Commands:
  service          Returns a URL to connect to a service
  tunnel           Connect to LoadBalancer services

Advanced Commands:
  ssh              Log into the minikube environment (for debugging)
  kubectl          Run a kubectl binary matching the cluster version
  node             Add, remove, or list additional nodes

Troubleshooting Commands:
  ip               Retrieves the IP address of the specified node

Other Commands:
  version          Print the version of minikube

Use \"minikube <command> --help\" for more information about a given command.
";

fn no_profile(name: &str) -> Output {
    Output::fail(
        85,
        format!(
            "🤷  Profile \"{name}\" not found. Run \"minikube profile list\" to view all profiles.\n👉  To start a cluster, run: \"minikube start\"\n"
        ),
    )
}

/// The node that `-n NAME` means; the first without it.
fn node_of(console: &Console, args: &[&str]) -> Result<(String, std::net::IpAddr), Output> {
    let at = args.iter().position(|arg| matches!(*arg, "-n" | "--node"));
    let joined = args.iter().find_map(|arg| arg.strip_prefix("--node="));
    let name = joined.or_else(|| at.and_then(|at| args.get(at + 1).copied()));
    let nodes = console.cluster().nodes();
    let found = match name {
        Some(name) => nodes.get("", name),
        None => nodes.get("", "minikube").or_else(|| nodes.iter().next()),
    };
    found.map(|node| (node.name().to_owned(), node.internal)).ok_or_else(|| {
        let name = name.unwrap_or("minikube");
        Output::fail(
            80,
            format!("\n❌  Exiting due to GUEST_NODE_RETRIEVE: retrieving node: Could not find node {name}\n"),
        )
    })
}

fn ip(console: &Console, args: &[&str]) -> Output {
    match node_of(console, args) {
        Ok((_, address)) => Output::ok(format!("{address}\n")),
        Err(output) => output,
    }
}

fn minikube_ssh(console: &mut Console, args: &[&str], stdin: &str) -> Output {
    let (name, _) = match node_of(console, args) {
        Ok(node) => node,
        Err(output) => return output,
    };
    let mut rest = args;
    while let Some((first, after)) = rest.split_first().filter(|(first, _)| first.starts_with('-')) {
        rest = match *first {
            "--" => {
                rest = after;
                break;
            }
            "-n" | "--node" => after.get(1..).unwrap_or(&[]),
            _ => after,
        };
    }
    let place = Place::Node(name);
    if rest.is_empty() {
        return ssh::enter(console, place, Way::Login);
    }
    let output = console.script_at(place, &rest.join(" "), stdin, false);
    if output.exit == 0 {
        return output;
    }
    let said = format!("ssh: Process exited with status {}\n", output.exit);
    Output { stderr: output.stderr + &said, exit: 1, ..output }
}

/// The tunnel goes on beside, as in a terminal of its own.
fn tunnel(console: &mut Console) -> Output {
    console.open_minikube_tunnel();
    let cluster = console.cluster();
    let mut text = "✅  Tunnel successfully started\n\n📌  NOTE: Please do not close this terminal as this process must stay alive for the tunnel to be accessible ...\n\n".to_owned();
    if cluster.spec().driver == Driver::DockerDesktop {
        for state in cluster.services().iter().filter(|state| state.balancer.is_some()) {
            let _ = writeln!(text, "🏃  Starting tunnel for service {}.", state.name.name);
        }
    } else {
        let names: Vec<String> = cluster
            .services()
            .iter()
            .filter(|state| state.balancer.is_some())
            .map(|state| state.name.name.to_string())
            .collect();
        let (node, address) = match node_of(console, &[]) {
            Ok(node) => node,
            Err(output) => return output,
        };
        text = format!(
            "Status:\n\tmachine: {node}\n\tpid: 1000\n\troute: 10.96.0.0/12 -> {address}\n\tminikube: Running\n\tservices: [{}]\n    errors: \n\t\tminikube: no errors\n\t\trouter: no errors\n\t\tloadbalancer emulator: no errors\n",
            names.join(", ")
        );
    }
    Output::ok(text).with_note("터널은 다른 터미널에서 계속 돌고 있는 것으로 봅니다.")
}

fn status(console: &Console) -> String {
    let mut text = String::new();
    for (index, node) in console.cluster().nodes().iter().enumerate() {
        let state = if node.is_ready() { "Running" } else { "Stopped" };
        let _ = if index == 0 {
            writeln!(
                text,
                "{}\ntype: Control Plane\nhost: Running\nkubelet: {state}\napiserver: {state}\nkubeconfig: Configured\n",
                node.name()
            )
        } else {
            writeln!(text, "{}\ntype: Worker\nhost: Running\nkubelet: {state}\n", node.name())
        };
    }
    text
}

fn profile(console: &Console, args: &[&str]) -> Output {
    match args.first().copied() {
        Some("list") => {
            let nodes = console.cluster().nodes();
            let address = nodes.iter().next().map(|node| node.internal.to_string()).unwrap_or_default();
            let driver = if console.cluster().spec().driver == Driver::Vm { "kvm2" } else { "docker" };
            let row = ["minikube", driver, "docker", &address, "v1.34.0", "OK", &nodes.len().to_string(), "*", "*"]
                .map(str::to_owned)
                .to_vec();
            let head = [
                "PROFILE",
                "DRIVER",
                "RUNTIME",
                "IP",
                "VERSION",
                "STATUS",
                "NODES",
                "ACTIVE PROFILE",
                "ACTIVE KUBECONTEXT",
            ];
            Output::ok(service::table(&head, &[row]))
        }
        None | Some("minikube") => Output::ok("minikube\n"),
        Some(name) => no_profile(name),
    }
}

fn start(console: &Console) -> Output {
    if console.cluster().spec().platform != Platform::Minikube {
        return Output::fail(80, "\n❌  Exiting due to GUEST_START: the cluster of this world is no minikube\n")
            .with_note("이 세계의 클러스터는 minikube가 아닙니다. kubectl은 지금 있는 클러스터에 씁니다.");
    }
    let driver = if console.cluster().spec().driver == Driver::Vm { "kvm2" } else { "docker" };
    Output::ok(format!(
        "😄  minikube v1.37.0 on Debian 12.12\n✨  Using the {driver} driver based on existing profile\n👍  Starting \"minikube\" primary control-plane node in \"minikube\" cluster\n🏃  Updating the running {driver} \"minikube\" machine ...\n🔎  Verifying Kubernetes components...\n🌟  Enabled addons: default-storageclass, storage-provisioner\n🏄  Done! kubectl is now configured to use \"minikube\" cluster and \"default\" namespace by default\n"
    ))
    .with_note("이 콘솔의 클러스터는 이미 켜져 있습니다.")
}
