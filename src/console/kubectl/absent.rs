//! Commands of kubectl for which there is nothing here to be done, each answered so that a learner knows.
//!
//! Must not know: the commands that are there.

use super::commands::Invocation;
use crate::console::Output;

/// What such a command answers; `None` for every other.
pub(super) fn run(call: &Invocation) -> Option<Output> {
    let name = call.name();
    Some(match name.as_str() {
        "plugin list" => Output::fail(1, "error: unable to find any kubectl plugins in your PATH\n"),
        "completion" => Output::fail(
            1,
            match call.given.args.as_slice() {
                [] => call.usage_error("Shell not specified."),
                [shell] if matches!(shell.as_str(), "bash" | "zsh" | "fish" | "powershell") => {
                    return Some(Output::default().with_note("이 콘솔에서는 Tab으로 바로 이어 쓸 수 있습니다."));
                }
                [shell, ..] => {
                    call.usage_error(&format!("Unsupported shell type {}.", crate::kube::quote::quote(shell)))
                }
            },
        ),
        "create token"
        | "set subject"
        | "debug"
        | "kustomize"
        | "certificate approve"
        | "certificate deny"
        | "auth reconcile"
        | "cluster-info dump" => Output::fail(1, format!("error: kubectl {name}: 이 콘솔에는 없는 명령입니다.\n"))
            .with_note("쓸 수 있는 명령은 kubectl help로 볼 수 있습니다."),
        _ => return None,
    })
}
