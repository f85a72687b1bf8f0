//! `--record`: the command line that caused a change, written into the object (`genericclioptions.RecordFlags`).
//!
//! Must not know: verbs.

use super::change::Change;
use super::commands::Invocation;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Where it is written.
pub(super) const CHANGE_CAUSE: &str = "kubernetes.io/change-cause";

/// What stands on standard error where the flag is used.
pub(super) const DEPRECATED: &str = "Flag --record has been deprecated, --record will be removed in the future\n";

/// The command line as it is recorded: the words, then the flags in their long form.
fn cause(call: &Invocation) -> String {
    let mut text = call.full_name();
    for word in &call.given.args {
        text.push(' ');
        text.push_str(word);
    }
    for (name, value) in call.given.flags() {
        let _ = write!(text, " --{name}={value}");
    }
    text
}

/// Adds the command line to a patch where `--record` is on.
pub(super) fn patch_recorded(change: &Change<'_, '_>, patch: &mut Value) {
    if !change.given().is("record") {
        return;
    }
    let record = json!({"metadata": {"annotations": {CHANGE_CAUSE: cause(change.call)}}});
    *patch = crate::console::patch::json::merge(patch, &record);
}
