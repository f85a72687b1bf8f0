//! `kubectl` as a program of the console: what it reads, the editor it opens, and the pods it enters.
//!
//! Must not know: what a verb does to objects.

use super::inside::{self, Attached};
use super::kubectl::change::Edited;
use super::kubectl::{self, commands};
use super::{Call, Console, Output, Place};
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
fn ask(console: &mut Console, words: &[String], stdin: &str) -> Output {
    if let Err(complaint) = commands::read(words) {
        return Output::fail(1, complaint).with_note(NOTE);
    }
    let files = console.files().clone();
    let folder = console.path(".");
    let variable = |name: &str| console.variable(name).filter(|value| !value.is_empty()).map(str::to_owned);
    let editor_name = variable("KUBE_EDITOR").or_else(|| variable("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    let place = console.place().clone();
    let mut server = std::mem::take(&mut console.server);
    let mut config = std::mem::take(&mut console.config);
    let mut editor = |text: &str| edited(console, &place, &editor_name, text);
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
fn edited(console: &mut Console, place: &Place, command: &str, text: &str) -> Edited {
    if console.files_mut().write(DRAFT, text).is_err() {
        return Edited { text: text.to_owned(), output: Output::status(1) };
    }
    let output = console.script_at(place.clone(), &format!("{command} {DRAFT}"), "", true);
    let text = console.files().read(DRAFT).map(|text| text.to_string()).unwrap_or_default();
    Edited { text, output }
}

/// Where a text lies while it is edited.
const DRAFT: &str = "/tmp/kubectl-edit-1000000000.yaml";
/// Where help is.
const NOTE: &str = "kubectl --help를 치면 kubectl이 할 수 있는 일이 나옵니다.";
