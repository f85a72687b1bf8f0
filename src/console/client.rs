//! `kubectl` as a program of the console: what it reads, the editor it opens, and the pods it enters.
//!
//! Must not know: what a verb does to objects.

use super::inside::{self, Attached};
use super::kubectl::{self, commands};
use super::{Call, Console, Output};
use std::fmt::Write as _;

/// Runs `kubectl`.
pub(super) fn run(console: &mut Console, call: &Call<'_>) -> Output {
    let Ok(asked) = commands::read(call.args) else { return ask(console, call.args, call.stdin) };
    let context = console.config.namespace().to_owned();
    if let Some(output) = inside::run(console, &asked, call.stdin, call.to_screen, &context) {
        return output;
    }
    match Attached::of(&asked, &context) {
        Some(attached) => run_in_terminal(console, call, &attached),
        None => ask(console, call.args, call.stdin),
    }
}

/// `kubectl run -it`: the pod is made, its program runs in the terminal, and with `--rm` the pod goes again.
fn run_in_terminal(console: &mut Console, call: &Call<'_>, attached: &Attached) -> Output {
    let made = ask(console, call.args, call.stdin);
    if made.exit != 0 {
        return made;
    }
    let hint = "If you don't see a command prompt, try pressing enter.\n";
    match inside::run_attached(console, attached, call.stdin, call.to_screen) {
        None => Output { stderr: hint.to_owned(), ..Output::default() },
        Some(mut output) => {
            let exit = output.exit;
            if attached.remove {
                output.then(remove(console, attached));
            }
            if exit != 0 {
                let pod = &attached.pod;
                let _ = writeln!(output.stderr, "pod {}/{} terminated (Error)", pod.namespace, pod.name);
            }
            Output { exit, ..output }
        }
    }
}

fn remove(console: &mut Console, attached: &Attached) -> Output {
    console.delete_pod(&attached.pod)
}

impl Console {
    /// `kubectl delete pod`, for what a terminal leaves behind.
    pub(super) fn delete_pod(&mut self, pod: &crate::cluster::state::ObjectName) -> Output {
        let words = ["delete", "pod", &pod.name, "-n", &pod.namespace].map(str::to_owned);
        ask(self, &words, "")
    }
}

/// Hands the words to kubectl itself.
fn ask(console: &mut Console, words: &[String], _stdin: &str) -> Output {
    let call = match commands::read(words) {
        Ok(call) => call,
        Err(complaint) => return Output::fail(1, complaint).with_note(NOTE),
    };
    let mut config = std::mem::take(&mut console.config);
    let file = |path: &str| console.read(path).ok().map(|text| text.to_string());
    let manifests = |_: &kubectl::flags::Given| Ok(Vec::new());
    let mut reading =
        kubectl::Reading { server: &console.server, config: &mut config, manifests: &manifests, file: &file };
    let output = kubectl::look(&mut reading, &call);
    console.config = config;
    output.unwrap_or_else(|| Output::fail(1, format!("error: kubectl {} is not available here\n", call.name())))
}

/// Where help is.
const NOTE: &str = "kubectl --help를 치면 kubectl이 할 수 있는 일이 나옵니다.";
