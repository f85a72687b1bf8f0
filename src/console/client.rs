//! `kubectl` as a program of the console: what it reads, the editor it opens, and the pods it enters.
//!
//! Must not know: what a verb does to objects.

use super::inside::{self, Started};
use super::kubectl::change::Edited;
use super::kubectl::commands::Invocation;
use super::kubectl::{self, commands};
use super::{Call, Console, Output, shell};
use crate::cluster::state::ObjectName;

/// Runs `kubectl`.
pub(super) fn run(console: &mut Console, call: &Call<'_>) -> Output {
    let Ok(asked) = commands::read(call.args) else { return ask(console, call.args, call.stdin) };
    let output = answer(console, call, &asked);
    inside::run_once(console);
    output
}

fn answer(console: &mut Console, call: &Call<'_>, asked: &Invocation) -> Output {
    let context = console.config.namespace().to_owned();
    if let Some(output) = inside::run(console, asked, call.stdin, call.to_screen, &context) {
        return output;
    }
    match Started::of(asked, &context) {
        Some(started) => start(console, call, &started),
        None => ask(console, call.args, call.stdin),
    }
}

/// `kubectl run`: the pod is made, and its program runs: in the terminal, or behind it.
fn start(console: &mut Console, call: &Call<'_>, started: &Started) -> Output {
    let mut made = ask(console, call.args, call.stdin);
    if made.exit != 0 {
        return made;
    }
    if !started.attached {
        inside::run_behind(console, started);
        return made;
    }
    // Who joins the pod is not told that it was made; its Service is told of.
    let pod = format!("pod/{} created\n", started.pod.name);
    made.stdout.truncate(made.stdout.strip_suffix(&pod).map_or(0, str::len));
    match inside::run_in_terminal(console, started, call.stdin, call.to_screen) {
        None if started.quiet => made,
        None => Output { stderr: "If you don't see a command prompt, try pressing enter.\n".to_owned(), ..made },
        Some(output) => {
            made.then(output);
            made
        }
    }
}

impl Console {
    /// `kubectl delete`, for what a terminal leaves behind.
    pub(super) fn delete(&mut self, kind: &str, object: &ObjectName) -> Output {
        let words = ["delete", kind, &object.name, "-n", &object.namespace].map(str::to_owned);
        ask(self, &words, "")
    }
}

/// Hands the words to kubectl itself.
fn ask(console: &mut Console, words: &[String], stdin: &str) -> Output {
    if let Err(complaint) = commands::read(words) {
        return Output::fail(1, complaint).with_note(NOTE);
    }
    let files = console.files().clone();
    let folder = console.path(".");
    let variable = |name: &str| console.variable(name).filter(|value| !value.is_empty()).map(str::to_owned);
    let editor_name = variable("KUBE_EDITOR").or_else(|| variable("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    let mut server = std::mem::take(&mut console.server);
    let mut config = std::mem::take(&mut console.config);
    let mut editor = |text: &str| edited(console, &editor_name, text);
    let mut around = kubectl::Surroundings {
        server: &mut server,
        config: &mut config,
        files: &files,
        folder: &folder,
        stdin,
        editor_name: &editor_name,
        editor: &mut editor,
    };
    let output = kubectl::run(&mut around, words);
    console.server = server;
    console.config = config;
    output
}

/// Lets an editor at a text: it is a command of the shell, with the file behind it.
fn edited(console: &mut Console, command: &str, text: &str) -> Edited {
    if console.files_mut().write(DRAFT, text).is_err() {
        return Edited { text: text.to_owned(), output: Output::status(1) };
    }
    let output = shell::script(console, &format!("{command} {DRAFT}"), "", true);
    let text = console.files().read(DRAFT).map(|text| text.to_string()).unwrap_or_default();
    Edited { text, output }
}

/// Where a text lies while it is edited.
const DRAFT: &str = "/tmp/kubectl-edit-1000000000.yaml";
/// Where help is.
const NOTE: &str = "kubectl --help를 치면 kubectl이 할 수 있는 일이 나옵니다.";
