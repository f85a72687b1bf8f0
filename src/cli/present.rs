//! `kijabi present`: a chapter as slides, or the speaker's notes that follow them on another terminal.
//!
//! Must not know: how slides are made or turned.

use anyhow::{anyhow, bail};

use super::args::{Common, PresentArguments};
use super::{Status, plain, tutor};
use crate::app::screen::present::{Notes, Slides};
use crate::app::{Model, SMALLEST};
use crate::shell::Shell;
use crate::shell::files;
use crate::shell::perform::presentation;
use crate::tui::{self, Letters};

/// Seconds without a slide being turned after which the presentation is over: no class lasts as long.
const OVER: u64 = 6 * 3600;

/// Presents a chapter.
pub(super) fn run(common: &Common, asked: &PresentArguments) -> anyhow::Result<Status> {
    let (mut shared, setup) = tutor::onlooker(common)?;
    let letters = if asked.big { Letters::Doubled } else { Letters::Plain };
    if asked.big {
        can_double()?;
        shared.size = letters.screen(tui::size()).at_least(SMALLEST);
    }
    let setup = setup.with_letters(letters);
    let chapter = &*plain::meant(&shared.course, &asked.chapter);
    plain::known(&shared.course, chapter)?;
    let mut shell = Shell::onlooker(setup.tell());
    let mut model = if asked.notes {
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
    tui::run(&mut model, shell, &setup)?;
    Ok(Status::Good)
}

/// Whether this terminal can draw doubled letters, as far as can be told: one that cannot does not say so.
fn can_double() -> anyhow::Result<()> {
    let within = ["TMUX", "STY", "ZELLIJ"].into_iter().any(|name| std::env::var_os(name).is_some());
    if within {
        bail!(
            "tmux, screen, zellij 안에서는 글자를 두 배로 보일 수 없습니다. 그 밖에서 열거나, --big 없이 터미널의 확대(Ctrl-+)로 키우십시오."
        );
    }
    let (size, needed) = (tui::size(), Letters::Doubled.terminal(SMALLEST));
    if size.at_least(needed) != size {
        bail!(
            "글자를 두 배로 보이려면 터미널이 {}칸×{}줄은 되어야 합니다. 지금은 {}칸×{}줄입니다. 창을 키우거나 글자를 줄인 다음 다시 여십시오.",
            needed.width,
            needed.height,
            size.width,
            size.height
        );
    }
    Ok(())
}
