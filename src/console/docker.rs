//! `docker ps` and `docker exec`, where nodes are containers: kind's always, minikube's with a docker driver.
//!
//! Must not know: what is run on the node.

use super::session::Way;
use super::{Call, Console, Output, Place, ssh};
use crate::cluster::platform::{Driver, Platform};
use std::fmt::Write as _;

/// Runs `docker`.
pub(super) fn run(console: &mut Console, call: &Call<'_>) -> Output {
    let args: Vec<&str> = call.args.iter().map(String::as_str).collect();
    let args = if args.first() == Some(&"container") { args.get(1..).unwrap_or(&[]) } else { &args };
    match args.split_first() {
        Some((&("ps" | "ls"), _)) => Output::ok(ps(console)),
        Some((&"exec", rest)) => exec(console, rest, call),
        Some((&verb, _)) if !verb.starts_with('-') => Output::fail(
            1,
            format!("docker: unknown command: docker {verb}\n\nRun 'docker --help' for more information\n"),
        )
        .with_note("이 콘솔의 docker로는 ps와 exec만 쓸 수 있습니다."),
        _ => Output::ok(
            "Usage:  docker [OPTIONS] COMMAND\n\nCommon Commands:\n  exec        Execute a command in a running container\n  ps          List containers\n",
        ),
    }
}

/// Whether the nodes are containers of this laptop.
fn has_nodes(console: &Console) -> bool {
    let spec = console.cluster().spec();
    match spec.platform {
        Platform::Kind => true,
        Platform::Minikube => spec.driver != Driver::Vm,
        Platform::Cloud | Platform::BareMetal => false,
    }
}

fn ps(console: &Console) -> String {
    let mut rows = vec![["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"].map(str::to_owned)];
    if has_nodes(console) {
        let spec = console.cluster().spec();
        let image = if spec.platform == Platform::Kind {
            "kindest/node:v1.34.0"
        } else {
            "gcr.io/k8s-minikube/kicbase:v0.0.48"
        };
        for (index, node) in console.cluster().nodes().iter().enumerate() {
            let port = spec.platform.api_server_port();
            let ports = if index == 0 { format!("127.0.0.1:{}->{port}/tcp", 32_769) } else { String::new() };
            let id = format!("{:012x}", 0x5a3c_91e0_7d42_u64 + index as u64);
            let command = "\"/usr/local/bin/entr…\"".to_owned();
            let times = ["About an hour ago".to_owned(), "Up About an hour".to_owned()];
            let [created, status] = times;
            rows.push([id, image.to_owned(), command, created, status, ports, node.name().to_owned()]);
        }
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..7).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        let _ = writeln!(text, "{}", cells.join("   ").trim_end());
    }
    text
}

fn exec(console: &mut Console, args: &[&str], call: &Call<'_>) -> Output {
    let mut rest = args;
    let (mut interactive, mut tty) = (false, false);
    while let Some((first, after)) = rest.split_first().filter(|(first, _)| first.starts_with('-')) {
        interactive |= first.contains('i') && !first.starts_with("--") || *first == "--interactive";
        tty |= first.contains('t') && !first.starts_with("--") || *first == "--tty";
        let takes_value = matches!(*first, "-e" | "--env" | "-u" | "--user" | "-w" | "--workdir");
        rest = if takes_value { after.get(1..).unwrap_or(&[]) } else { after };
    }
    let Some((name, command)) = rest.split_first().filter(|(_, command)| !command.is_empty()) else {
        return Output::fail(
            1,
            "docker: 'docker exec' requires at least 2 arguments\n\nUsage:  docker exec [OPTIONS] CONTAINER COMMAND [ARG...]\n\nRun 'docker exec --help' for more information\n",
        );
    };
    if !has_nodes(console) || console.cluster().nodes().get("", name).is_none() {
        return Output::fail(1, format!("Error response from daemon: No such container: {name}\n"));
    }
    let place = Place::Node((*name).to_owned());
    let words: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
    let shell = matches!(words.first().map(|word| word.rsplit('/').next().unwrap_or(word)), Some("bash" | "sh"));
    if shell && words.len() == 1 && interactive && call.stdin.is_empty() {
        return ssh::enter(console, place, Way::Exec);
    }
    let stdin = if interactive { call.stdin } else { "" };
    console.call_at(place, &words, stdin, tty && call.to_screen)
}
