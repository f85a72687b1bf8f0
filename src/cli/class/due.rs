//! `kijabi class due`: when the answers of a class are due.
//!
//! Must not know: how deadlines are kept, who looks at them.

use std::path::Path;

use anyhow::{anyhow, bail};

use crate::cli::args::Common;
use crate::cli::out::{self, Out};
use crate::cli::{course, grade};
use crate::shell::{class, clock};
use crate::text::width::visible;

/// The word that takes a deadline away.
const NONE: &str = "없음";

/// Says when `exercises` (all, where none is named) are due, or shows what was said.
pub(super) fn run(
    common: &Common,
    folder: &Path,
    when: Option<&str>,
    exercises: &[String],
    out: &mut Out,
) -> anyhow::Result<()> {
    if !folder.is_dir() {
        bail!("{}: 그런 폴더가 없습니다.", folder.display());
    }
    let mut due = class::due(folder).map_err(|reason| anyhow!(reason))?;
    let Some(when) = when else {
        if due.is_empty() {
            return Ok(out.line("정해 둔 마감이 없습니다.")?);
        }
        for (id, time) in &due.exercises {
            out.line(&format!("{id}: {}", clock::moment_text(*time)))?;
        }
        if let Some(time) = due.all {
            let others = if due.exercises.is_empty() { "모든 과제" } else { "다른 모든 과제" };
            out.line(&format!("{others}: {}", clock::moment_text(time)))?;
        }
        return Ok(());
    };
    let course = course(common, None)?;
    for id in exercises {
        grade::exercise(&course, id)?;
    }
    let time = match when.trim() {
        NONE => None,
        text => match clock::parse_moment(text) {
            Some(time) => Some(time),
            None => {
                bail!("`{}`: 때를 알 수 없습니다. `2026-11-30`이나 `2026-11-30 18:00`처럼 적으십시오.", visible(text))
            }
        },
    };
    if exercises.is_empty() {
        due.all = time;
    }
    for id in exercises {
        match time {
            Some(time) => due.exercises.insert(id.clone(), time),
            None => due.exercises.remove(id),
        };
    }
    class::set_due(folder, &due).map_err(|reason| anyhow!(reason))?;
    let what = if exercises.is_empty() { "모든 과제".to_owned() } else { exercises.join(", ") };
    let told = time.map_or_else(|| "마감을 지웠습니다".to_owned(), |time| format!("마감 {}", clock::moment_text(time)));
    out::note(&format!("{what}: {told} ({})", clock::zone_text()));
    Ok(())
}
