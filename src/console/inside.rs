//! What kubectl does inside pods, by way of the API server and a node's kubelet: `exec`, `attach`, `logs`, `port-forward`, `cp`, `debug`, and
//! `run` with a terminal.
//!
//! Must not know: how objects are printed or changed.

mod copy;
mod debug;
mod exec;
mod forward;
mod image;
mod logs;
mod once;
mod pick;
mod run;

use super::kubectl::commands::Invocation;
use super::{Console, Output};

pub(super) use logs::Logs;
pub(super) use once::run_once;
pub(super) use run::{Started, leave, run_behind, run_in_terminal};

/// Does what `call` asks for; `None` where it is a command for the API server alone.
pub(super) fn run(
    console: &mut Console,
    call: &Invocation,
    stdin: &str,
    to_screen: bool,
    context: &str,
) -> Option<Output> {
    if call.help {
        return None;
    }
    let namespace = call.given.text("namespace").filter(|it| !it.is_empty()).unwrap_or(context).to_owned();
    Some(match call.name().as_str() {
        "exec" => exec::exec(console, call, &namespace, stdin, to_screen),
        "attach" => exec::attach(console, call, &namespace),
        "logs" => logs::logs(console, call, &namespace),
        "port-forward" => forward::forward(console, call, &namespace),
        "proxy" => forward::proxy(console, call),
        "cp" => copy::copy(console, call, &namespace),
        "top pod" | "top node" => Output::fail(1, "error: Metrics API not available\n"),
        "debug" => debug::debug(console, call, &namespace, stdin, to_screen),
        _ => return None,
    })
}
