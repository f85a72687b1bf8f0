//! Where the panes of the desk are: side by side where there is room, else one at a time under a row of tabs.
//!
//! Must not know: what the panes show.

use crate::app::chrome;
use crate::app::scene::{Rect, Size};

/// A pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pane {
    Editor,
    Diagnostics,
    Task,
    Traffic,
    Console,
}

impl Pane {
    /// All, in the order in which the focus goes round.
    pub(super) const ALL: [Self; 5] = [Self::Editor, Self::Task, Self::Traffic, Self::Diagnostics, Self::Console];

    /// Its name on the row of tabs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Editor => "편집",
            Self::Diagnostics => "진단",
            Self::Task => "과제",
            Self::Traffic => "트래픽",
            Self::Console => "콘솔",
        }
    }
}

/// Where the panes are; one that is not seen has no place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) tabs: Option<Rect>,
    /// The first lines of the task, above an editor or a graded console that stands alone.
    pub(super) strip: Option<Rect>,
    pub(super) editor: Option<Rect>,
    pub(super) diagnostics: Option<Rect>,
    pub(super) task: Option<Rect>,
    pub(super) traffic: Option<Rect>,
    pub(super) console: Option<Rect>,
}

/// What a desk has to show.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what there is to show, each for itself")]
pub(super) struct Shape {
    /// There is a task, with checks and traffic.
    pub(super) has_task: bool,
    /// There is a world to play with, and no task.
    pub(super) plays: bool,
    /// The traffic stands alone.
    pub(super) zoomed: bool,
    /// The console stands where the diagnostics do.
    pub(super) console: bool,
    /// What is typed at the console is the answer.
    pub(super) by_commands: bool,
    /// There is nothing in the text, nor is anything being written in it.
    pub(super) idle_text: bool,
    /// Rows that tell of a pass and of all that was checked; none before.
    pub(super) passed: usize,
}

/// From this size on the panes stand side by side.
const SIDE_BY_SIDE: Size = Size { width: 100, height: 24 };

/// From so many rows on the traffic gets more of the left side.
const TALL: u16 = 40;

/// From so many rows on a desk of tabs has room for more than one line of the task.
const ROOMY: u16 = 18;

/// Rows left to a text that plays no part.
const IDLE: u16 = 5;

impl Layout {
    /// The layout of a screen; without a task there is nothing for the left side to show.
    pub(super) fn of(size: Size, focus: Pane, shape: Shape) -> Self {
        let body = chrome::body(size);
        if shape.zoomed && (shape.has_task || shape.plays) {
            return Self { traffic: Some(body), ..Self::default() };
        }
        let wide = size.width >= SIDE_BY_SIDE.width && size.height >= SIDE_BY_SIDE.height;
        if shape.plays && wide {
            // What commands print is wide: it has the whole width.
            let (above, below) = body.bottom_rows(body.height / 2);
            let (traffic, editor) = above.left(size.width / 2);
            return Self {
                editor: Some(editor),
                traffic: Some(traffic),
                diagnostics: Some(below).filter(|_| !shape.console),
                console: Some(below).filter(|_| shape.console),
                ..Self::default()
            };
        }
        if !shape.has_task && !shape.plays {
            let (editor, diagnostics) = body.bottom_rows((body.height / 3).clamp(5, 14));
            return Self { editor: Some(editor), diagnostics: Some(diagnostics), ..Self::default() };
        }
        if wide {
            // Manifests are narrow, what a task tells is not; what commands print is wider still: on a screen of 120 cells the table of
            // `kubectl get services` is whole.
            let columns = if shape.console { size.width * 3 / 8 } else { size.width / 2 };
            let (left, right) = body.left(columns.clamp(40, 88));
            // A tall screen has room for the whole picture.
            let rows = if body.height < TALL { body.height / 3 } else { body.height * 2 / 5 };
            let (task, traffic) = left.bottom_rows(rows.clamp(7, 22));
            let rows = match (shape.console, shape.by_commands && shape.idle_text) {
                (true, true) => body.height.saturating_sub(IDLE),
                (true, false) => body.height * 3 / 5,
                (false, _) => (body.height * 2 / 5).clamp(8, 16),
            };
            let (editor, below) = right.bottom_rows(rows);
            return Self {
                tabs: None,
                strip: None,
                editor: Some(editor),
                diagnostics: Some(below).filter(|_| !shape.console),
                console: Some(below).filter(|_| shape.console),
                task: Some(task),
                traffic: Some(traffic),
            };
        }
        let (tabs, rest) = body.top(1);
        let tabs = Some(tabs);
        // What is to be done stays in sight where it is being done.
        let (strip, beneath) = rest.top(match (shape.has_task, rest.height < ROOMY) {
            (false, _) => 0,
            (true, true) => 2,
            (true, false) => 4,
        });
        match focus {
            // And so does what is wrong.
            Pane::Editor => {
                let rest = beneath;
                // A pass is told whole: the text has done its work.
                let told = u16::try_from(shape.passed + 2).unwrap_or(u16::MAX).min(rest.height * 3 / 5);
                let rows = (rest.height * 2 / 5).clamp(5, 8);
                let rows = if shape.passed > 0 { rows.max(told) } else { rows };
                let (editor, diagnostics) = rest.bottom_rows(rows);
                Self {
                    tabs,
                    strip: Some(strip),
                    editor: Some(editor),
                    diagnostics: Some(diagnostics),
                    ..Self::default()
                }
            }
            Pane::Diagnostics => Self { tabs, diagnostics: Some(rest), ..Self::default() },
            Pane::Task => Self { tabs, task: Some(rest), ..Self::default() },
            Pane::Traffic => Self { tabs, traffic: Some(rest), ..Self::default() },
            Pane::Console if shape.by_commands => {
                Self { tabs, strip: Some(strip), console: Some(beneath), ..Self::default() }
            }
            Pane::Console => Self { tabs, console: Some(rest), ..Self::default() },
        }
    }

    /// How many lines of the task the strip has room for, beside the line of what is still to be proved.
    pub(super) fn strip_room(&self) -> usize {
        self.strip.map_or(0, |strip| usize::from(strip.height.saturating_sub(1)))
    }

    /// Gives the strip rows of a console below it that has nothing to show in them.
    pub(super) fn give_strip(&mut self, rows: usize) {
        if let (Some(strip), Some(console)) = (&mut self.strip, &mut self.console) {
            let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(console.height);
            strip.height += rows;
            (console.y, console.height) = (console.y + rows, console.height - rows);
        }
    }

    /// Leaves the rows of the strip that a text of so many lines does not need to what is below it.
    pub(super) fn fit_strip(&mut self, lines: usize) {
        let below = self.editor.as_mut().or(self.console.as_mut());
        if let (Some(strip), Some(below)) = (&mut self.strip, below) {
            let spare = strip.height.saturating_sub(u16::try_from(lines + 1).unwrap_or(u16::MAX));
            strip.height -= spare;
            (below.y, below.height) = (below.y - spare, below.height + spare);
        }
    }

    /// Leaves the room of the traffic to the task above it.
    pub(super) fn give_task_the_traffic(&mut self) {
        if let (Some(task), Some(traffic)) = (&mut self.task, self.traffic.take()) {
            task.height += traffic.height;
        }
    }

    /// Where a pane is.
    pub(super) fn area(&self, pane: Pane) -> Option<Rect> {
        match pane {
            Pane::Editor => self.editor,
            Pane::Diagnostics => self.diagnostics,
            Pane::Task => self.task,
            Pane::Traffic => self.traffic,
            Pane::Console => self.console,
        }
    }
}
