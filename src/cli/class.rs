//! `kijabi class`: joining a class, handing in, the teacher's board, and shards of a grading run joined.
//!
//! Must not know: what is in a hand-in or an event.

use super::Status;
use super::args::{ClassAction, Common};
use super::grade::batch;
use super::out::Out;

/// Does `action`.
pub(super) fn run(common: &Common, action: ClassAction, out: &mut Out) -> anyhow::Result<Status> {
    match action {
        ClassAction::Merge { shards, format, out: to } => {
            batch::merge(common, &shards, format.unwrap_or_default(), to.as_deref(), out)
        }
    }
}
