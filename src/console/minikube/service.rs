//! `minikube service`: the addresses of a Service for the laptop.
//!
//! Where the laptop reaches the node, they are the node's address and node ports (cmd/minikube/cmd/service.go). Where Docker Desktop
//! hides the node, and for Services without node port, a port of 127.0.0.1 is forwarded, for as long as the terminal stays open.
//!
//! Must not know: how a connection is made.

use super::node_of;
use crate::cluster::platform::Driver;
use crate::cluster::state::ServiceState;
use crate::console::net::{Inlet, Tunnel};
use crate::console::{Console, Output};
use crate::kube::model::has_all;
use crate::text::width::{cells, pad};
use std::fmt::Write as _;

/// What the options say.
#[derive(Default)]
struct Asked<'a> {
    names: Vec<&'a str>,
    namespace: Option<&'a str>,
    url: bool,
    https: bool,
    all: bool,
    format: Option<&'a str>,
}

/// Runs it.
pub(super) fn run(console: &mut Console, args: &[&str]) -> Output {
    let asked = match read(args) {
        Ok(asked) => asked,
        Err(output) => return output,
    };
    let namespace = asked.namespace.unwrap_or("default");
    if asked.names.first() == Some(&"list") {
        return list(console, asked.namespace);
    }
    let names: Vec<String> = if asked.all {
        console.cluster().services().in_namespace(namespace).map(|state| state.name.name.to_string()).collect()
    } else {
        asked.names.iter().map(|name| (*name).to_owned()).collect()
    };
    if names.is_empty() {
        return Output::fail(14, "\n❌  Exiting due to MK_USAGE: You must specify service name(s) or --all\n");
    }
    let mut output = Output::default();
    for name in names {
        let Some(state) = console.cluster().services().get(namespace, &name).cloned() else {
            output.then(not_found(&name, namespace));
            return output;
        };
        if state.service.spec.ports.is_empty() {
            output.then(not_found(&name, namespace));
            return output;
        }
        let next = one(console, &asked, &state);
        let failed = next.exit != 0;
        output.then(next);
        if failed {
            return output;
        }
    }
    output
}

fn read<'a>(args: &[&'a str]) -> Result<Asked<'a>, Output> {
    let mut asked = Asked::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match *arg {
            "--url" | "--url=true" => asked.url = true,
            "--https" => asked.https = true,
            "--all" => asked.all = true,
            "-n" | "--namespace" => asked.namespace = args.next().copied(),
            "--format" => asked.format = args.next().copied(),
            "--wait" | "--interval" => drop(args.next()),
            flag if flag.starts_with('-') => match flag.split_once('=') {
                Some(("--namespace", value)) => asked.namespace = Some(value),
                Some(("--format", value)) => asked.format = Some(value),
                Some(("--wait" | "--interval", _)) => {}
                _ if flag.starts_with("-n") && !flag.starts_with("--") => asked.namespace = flag.get(2..),
                _ => {
                    let name = flag.split('=').next().unwrap_or(flag);
                    return Err(Output::fail(
                        1,
                        format!("Error: unknown flag: {name}\nSee 'minikube service --help' for usage.\n"),
                    ));
                }
            },
            name => asked.names.push(name),
        }
    }
    Ok(asked)
}

fn not_found(name: &str, namespace: &str) -> Output {
    Output::fail(
        115,
        format!(
            "\n❌  Exiting due to SVC_NOT_FOUND: Service '{name}' was not found in '{namespace}' namespace.\nYou may select another namespace by using 'minikube service {name} -n <namespace>'. Or list out all the services using 'minikube service list'\n"
        ),
    )
}

fn one(console: &mut Console, asked: &Asked<'_>, state: &ServiceState) -> Output {
    let (name, namespace) = (&state.name.name, &state.name.namespace);
    if has_node_ports(state) && !has_running_pod(console, state) {
        let why = format!("service not available: no running pod for service {name} found");
        return Output::fail(115, format!("\n❌  Exiting due to SVC_UNREACHABLE: {why}\n"));
    }
    let (node, address) = match node_of(console, &[]) {
        Ok(node) => node,
        Err(output) => return output,
    };
    let doors: Vec<(String, String)> = state
        .service
        .spec
        .ports
        .iter()
        .filter(|port| port.node_port > 0)
        .map(|port| {
            let role =
                if port.name.is_empty() { port.port.to_string() } else { format!("{}/{}", port.name, port.port) };
            (role, formatted(asked, &address.to_string(), port.node_port))
        })
        .collect();
    let mut output = Output::default();
    if !asked.url {
        let row = if doors.is_empty() {
            vec![namespace.to_string(), name.to_string(), String::new(), "No node port".to_owned()]
        } else {
            let lines =
                |pick: fn(&(String, String)) -> &String| doors.iter().map(pick).cloned().collect::<Vec<_>>().join("\n");
            vec![namespace.to_string(), name.to_string(), lines(|it| &it.0), lines(|it| &it.1)]
        };
        output.stdout.push_str(&table(&HEAD, &[row]));
    }
    let urls: Vec<String> = doors.into_iter().map(|(_, url)| url).collect();
    let hidden = console.cluster().spec().driver == Driver::DockerDesktop;
    if urls.is_empty() {
        output.then(Output::ok(format!("😿  service {namespace}/{name} has no node port\n")));
        if state.cluster_ips.is_empty() {
            return output;
        }
        let _ = writeln!(
            output.stderr,
            "❗  Services [{namespace}/{name}] have type \"{}\" not meant to be exposed, however for local development minikube allows you to access this !",
            state.service.spec.r#type
        );
    } else if !hidden {
        for url in urls {
            output.stdout.push_str(&shown(asked, &url, namespace, name));
        }
        return output;
    }
    let urls = forward(console, asked, state, &node);
    if !asked.url {
        let _ = writeln!(output.stdout, "🏃  Starting tunnel for service {name}.");
        let row = vec![namespace.to_string(), name.to_string(), String::new(), urls.join("\n")];
        output.stdout.push_str(&table(&HEAD, &[row]));
    }
    for url in &urls {
        output.stdout.push_str(&shown(asked, url, namespace, name));
    }
    let system = if hidden { "darwin" } else { "linux" };
    let _ = writeln!(
        output.stderr,
        "❗  Because you are using a Docker driver on {system}, the terminal needs to be open to run it."
    );
    output.with_note("이 터미널은 열려 있고, 다음 명령은 다른 터미널에서 친 것으로 봅니다.")
}

const HEAD: [&str; 4] = ["NAMESPACE", "NAME", "TARGET PORT", "URL"];

fn shown(asked: &Asked<'_>, url: &str, namespace: &str, name: &str) -> String {
    if asked.url {
        format!("{url}\n")
    } else {
        format!("🎉  Opening service {namespace}/{name} in default browser...\n")
    }
}

fn formatted(asked: &Asked<'_>, address: &str, port: impl std::fmt::Display) -> String {
    let scheme = if asked.https { "https" } else { "http" };
    match asked.format {
        Some(format) => format.replace("{{.IP}}", address).replace("{{.Port}}", &port.to_string()),
        None => format!("{scheme}://{address}:{port}"),
    }
}

fn has_node_ports(state: &ServiceState) -> bool {
    matches!(state.service.spec.r#type.as_str(), "NodePort" | "LoadBalancer")
}

/// Whether a pod that the selector takes runs; an empty selector takes them all.
fn has_running_pod(console: &Console, state: &ServiceState) -> bool {
    let selector = &state.service.spec.selector;
    console
        .cluster()
        .pods()
        .in_namespace(&state.name.namespace)
        .any(|pod| pod.is_running() && has_all(&pod.pod.metadata.labels, selector))
}

/// Ports of the laptop, one for each of the Service's, by way of the node to the clusterIP.
fn forward(console: &mut Console, asked: &Asked<'_>, state: &ServiceState, node: &str) -> Vec<String> {
    let Some(address) = state.cluster_ips.first().copied() else { return Vec::new() };
    let mut urls = Vec::new();
    for port in state.service.spec.ports.iter() {
        let Ok(inside) = u16::try_from(port.port) else { continue };
        let local = console.free_port();
        console.open_tunnel(Tunnel { port: local, to: Inlet::Node(node.to_owned(), address, inside) });
        urls.push(formatted(asked, "127.0.0.1", local));
    }
    urls
}

/// `minikube service list`. On a Mac it leaves out addresses that lead nowhere from there.
fn list(console: &Console, namespace: Option<&str>) -> Output {
    let Ok((_, address)) = node_of(console, &[]) else { return Output::status(80) };
    let mut rows = Vec::new();
    for state in console.cluster().services().iter() {
        if namespace.is_some_and(|namespace| *state.name.namespace != *namespace) {
            continue;
        }
        let ports: Vec<_> = state.service.spec.ports.iter().filter(|port| port.node_port > 0).collect();
        let row = if ports.is_empty() {
            ["No node port".to_owned(), String::new()]
        } else {
            let role = |port: &&crate::kube::model::ServicePort| {
                if port.name.is_empty() { port.port.to_string() } else { format!("{}/{}", port.name, port.port) }
            };
            let roles: Vec<String> = ports.iter().map(role).collect();
            let urls: Vec<String> = if console.cluster().spec().driver == Driver::DockerDesktop {
                Vec::new()
            } else {
                ports.iter().map(|port| format!("http://{address}:{}", port.node_port)).collect()
            };
            [roles.join("\n"), urls.join("\n")]
        };
        let [role, url] = row;
        rows.push(vec![state.name.namespace.to_string(), state.name.name.to_string(), role, url]);
    }
    Output::ok(table(&HEAD, &rows))
}

/// A table as minikube draws it: headings in the middle of their columns, cells of several lines.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let lines = |cell: &str| cell.split('\n').map(str::to_owned).collect::<Vec<_>>();
    let width = |column: usize| {
        let inside = rows.iter().filter_map(|row| row.get(column)).flat_map(|cell| lines(cell));
        inside.map(|line| cells(&line)).chain(head.get(column).map(|text| cells(text))).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let rule = |left: char, middle: char, right: char| {
        let bars: Vec<String> = widths.iter().map(|width| "─".repeat(width + 2)).collect();
        format!("{left}{}{right}\n", bars.join(&middle.to_string()))
    };
    let centred = |text: &str, width: usize| {
        let space = width - cells(text);
        format!("{}{text}{}", " ".repeat(space / 2), " ".repeat(space - space / 2))
    };
    let mut text = rule('┌', '┬', '┐');
    let titles: Vec<String> = head.iter().zip(&widths).map(|(title, width)| centred(title, *width)).collect();
    let _ = write!(text, "│ {} │\n{}", titles.join(" │ "), rule('├', '┼', '┤'));
    for row in rows {
        let height = row.iter().map(|cell| lines(cell).len()).max().unwrap_or(1);
        for line in 0..height {
            let shown: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| pad(lines(cell).get(line).map_or("", String::as_str), *width))
                .collect();
            let _ = writeln!(text, "│ {} │", shown.join(" │ "));
        }
    }
    text + &rule('└', '┴', '┘')
}

#[cfg(test)]
mod tests {
    use crate::console::shell::tests::console;

    fn world(driver: &str, kind: &str) -> String {
        format!(
            "apiVersion: kijabi/v1\nkind: World\nspec: {{platform: minikube, driver: {driver}}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: web-1, labels: {{app: web}}}}\nspec: {{containers: [{{name: web, image: nginx, ports: [{{containerPort: 80}}]}}]}}\n---\napiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{type: {kind}, selector: {{app: web}}, clusterIP: 10.96.7.7, ports: [{{port: 80}}]}}\n"
        )
    }

    fn with_node_port(driver: &str) -> String {
        world(driver, "NodePort").replace("{port: 80}]}\n", "{port: 80, nodePort: 30080}]}\n")
    }

    #[test]
    fn the_address_is_the_nodes_where_the_laptop_reaches_it() {
        let mut console = console(&with_node_port("docker-linux"));
        assert_eq!(console.run("minikube service web --url").stdout, "http://192.168.49.2:30080\n");
        assert_eq!(console.run("curl -s $(minikube service web --url)").stdout, "Hello from web-1\n");
        assert_eq!(console.run("curl -s $(minikube ip):30080").stdout, "Hello from web-1\n");
        insta::assert_snapshot!(console.run("minikube service web").stdout, @"
        ┌───────────┬──────┬─────────────┬───────────────────────────┐
        │ NAMESPACE │ NAME │ TARGET PORT │            URL            │
        ├───────────┼──────┼─────────────┼───────────────────────────┤
        │ default   │ web  │ 80          │ http://192.168.49.2:30080 │
        └───────────┴──────┴─────────────┴───────────────────────────┘
        🎉  Opening service default/web in default browser...
        ");
        let missing = console.run("minikube service nope --url");
        assert_eq!(missing.exit, 115);
        assert!(
            missing
                .stderr
                .contains("❌  Exiting due to SVC_NOT_FOUND: Service 'nope' was not found in 'default' namespace.")
        );
    }

    #[test]
    fn docker_desktop_forwards_a_port_of_the_laptop() {
        let mut console = console(&with_node_port("docker-desktop"));
        assert_eq!(console.run("curl -s -m 1 192.168.49.2:30080").exit, 28, "the node is hidden");
        let output = console.run("minikube service web --url");
        assert!(output.stdout.starts_with("http://127.0.0.1:"), "{output:?}");
        assert!(output.stderr.contains("the terminal needs to be open"), "{output:?}");
        assert_eq!(console.run(&format!("curl -s {}", output.stdout.trim())).stdout, "Hello from web-1\n");
    }

    #[test]
    fn a_service_without_node_port_is_forwarded_too() {
        let mut console = console(&world("docker-linux", "ClusterIP"));
        let output = console.run("minikube service web --url");
        assert!(output.stdout.starts_with("😿  service default/web has no node port\nhttp://127.0.0.1:"), "{output:?}");
    }

    #[test]
    fn a_tunnel_gives_load_balancers_an_address() {
        for (driver, address) in [("docker-linux", "10.96.7.7"), ("docker-desktop", "127.0.0.1")] {
            let mut console = console(&world(driver, "LoadBalancer"));
            assert_ne!(console.run("curl -s -m 1 10.96.7.7").exit, 0, "no way before");
            assert_eq!(console.run("minikube tunnel").exit, 0);
            assert_eq!(console.run(&format!("curl -s {address}")).stdout, "Hello from web-1\n", "{driver}");
            let state = console.cluster().services().get("default", "web").and_then(|state| state.balancer);
            assert_eq!(state.map(|it| it.to_string()).as_deref(), Some(address));
        }
    }
}
