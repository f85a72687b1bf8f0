//! `kijabi present`: a chapter as slides, or the speaker's notes that follow them on another terminal.
//!
//! Must not know: how slides are made or turned.

use anyhow::anyhow;

use super::args::Common;
use super::{Status, plain, tutor};
use crate::app::Model;
use crate::app::screen::present::{Notes, Slides};
use crate::shell::Shell;
use crate::shell::files;
use crate::shell::perform::presentation;

/// Seconds without a slide being turned after which the presentation is over: no class lasts as long.
const OVER: u64 = 6 * 3600;

/// Presents `chapter`.
pub(super) fn run(common: &Common, chapter: &str, notes: bool) -> anyhow::Result<Status> {
    let (mut shared, setup) = tutor::onlooker(common)?;
    let chapter = &*plain::meant(&shared.course, chapter);
    plain::known(&shared.course, chapter)?;
    let mut shell = Shell::onlooker(setup.tell());
    let mut model = if notes {
        let page = Notes::new(chapter, &shared).map_err(|reason| anyhow!(reason))?;
        let file = presentation().ok_or_else(|| anyhow!("기록할 폴더를 알 수 없습니다. KIJABI_HOME을 정하십시오."))?;
        if files::is_older(&file, OVER) {
            // Where it cannot be removed, it is yesterday's slide that shows until one is turned.
            let _ = std::fs::remove_file(&file);
        }
        shell.watch(&file).map_err(|reason| anyhow!("{}: {reason}", file.display()))?;
        Model::alone(shared, Box::new(page))
    } else {
        let page = Slides::new(chapter, &mut shared).map_err(|reason| anyhow!(reason))?;
        Model::alone(shared, Box::new(page))
    };
    crate::tui::run(&mut model, shell, &setup)?;
    Ok(Status::Good)
}
