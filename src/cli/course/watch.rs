//! `kijabi course check --watch`: the pack is checked now and after every change in it.
//!
//! Must not know: the rules of the linter.

use std::path::Path;

use anyhow::anyhow;

use crate::cli::Status;
use crate::cli::out::Out;
use crate::shell::{clock, watch};

/// Checks until somebody ends it.
pub(super) fn run(folder: &Path, out: &mut Out) -> anyhow::Result<Status> {
    let changes = watch::Folder::start(folder).map_err(|reason| anyhow!("{}: {reason}", folder.display()))?;
    loop {
        out.line(&format!("── {}", clock::now_text()))?;
        let status = super::check(Some(folder), out);
        if let Err(error) = &status {
            // A file that is just being saved; the next change tells more.
            out.line(&format!("{error:#}"))?;
        }
        out.flush()?;
        if !changes.wait() {
            return status;
        }
    }
}
