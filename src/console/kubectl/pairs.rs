//! Arguments of the form `TYPE NAME KEY=VALUE KEY-` (cmdutil.GetResourcesAndPairs): objects first, changes behind them.
//!
//! Must not know: what is changed.

use super::change::{Done, Fail};

/// `key=value` and `key-` are changes; a word that begins with `=` and a bare `-` are not.
pub(super) fn is_change(word: &str) -> bool {
    (word.contains('=') && !word.starts_with('=')) || (word.ends_with('-') && word != "-")
}

/// The words that name objects, and those that say what to change. `what` is the kind of change, for the complaint about an
/// object behind a change.
pub(super) fn split(args: &[String], what: &str) -> Done<(Vec<String>, Vec<String>)> {
    let at = args.iter().position(|word| is_change(word)).unwrap_or(args.len());
    let (objects, changes) = args.split_at(at);
    match changes.iter().find(|word| !is_change(word)) {
        Some(stray) => Err(Fail::Client(format!("all resources must be specified before {what} changes: {stray}"))),
        None => Ok((objects.to_vec(), changes.to_vec())),
    }
}
