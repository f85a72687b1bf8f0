//! `ssh NODE` and `ssh NODE COMMAND`.
//!
//! On the laptop nodes are known by their names, as an entry in `~/.ssh/config` would have it, whatever lies between.
//!
//! Must not know: what is run on the node.

use super::session::Way;
use super::{Call, Console, Output, Place};

/// Options that take a value.
const VALUED: &str = "BbcDEeFIiJLlmOopQRSWw";

/// Runs `ssh`.
pub(super) fn run(console: &mut Console, call: &Call<'_>) -> Output {
    let mut rest = call.args;
    while let Some((first, after)) = rest.split_first().filter(|(first, _)| first.starts_with('-')) {
        let takes_value = first.len() == 2 && first.chars().nth(1).is_some_and(|letter| VALUED.contains(letter));
        rest = if takes_value { after.get(1..).unwrap_or(&[]) } else { after };
    }
    let Some((host, command)) = rest.split_first() else {
        return Output::fail(
            255,
            "usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface] [-b bind_address]\n           [-c cipher_spec] [-D [bind_address:]port] [-E log_file]\n           [-e escape_char] [-F configfile] [-I pkcs11] [-i identity_file]\n           [-J destination] [-L address] [-l login_name] [-m mac_spec]\n           [-O ctl_cmd] [-o option] [-P tag] [-p port] [-R address]\n           [-S ctl_path] [-W host:port] [-w local_tun[:remote_tun]]\n           destination [command [argument ...]]\n",
        );
    };
    let name = host.rsplit('@').next().unwrap_or(host);
    let Some(node) = console.node_called(host).filter(|_| !matches!(console.place(), Place::Pod(_))) else {
        if name.parse::<std::net::IpAddr>().is_ok() {
            return Output::fail(255, format!("ssh: connect to host {name} port 22: Connection timed out\n"));
        }
        return Output::fail(255, format!("ssh: Could not resolve hostname {name}: Name or service not known\n"));
    };
    if !node.is_ready() {
        return Output::fail(255, format!("ssh: connect to host {name} port 22: Connection timed out\n"));
    }
    let place = Place::Node(node.name().to_owned());
    if command.is_empty() {
        return enter(console, place, Way::Ssh(name.to_owned()));
    }
    console.script_at(place, &command.join(" "), call.stdin, false)
}

/// Steps into a machine: what follows runs there.
pub(super) fn enter(console: &mut Console, place: Place, way: Way) -> Output {
    if console.enter(place, way) {
        Output::default()
    } else {
        Output::fail(1, "bash: maximum nesting level exceeded\n")
    }
}
