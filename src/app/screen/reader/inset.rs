//! What stands in a chapter where it has fences of our own: gates, and pictures of the simulated cluster.
//!
//! Must not know: rows, keys.

use std::collections::BTreeSet;

use super::gate::{Gate, frame};
use super::layout::{Figure, Figures, markdown};
use crate::app::scene::{Line, Role};
use crate::app::screen::traffic::{Show, ending};
use crate::lesson::markdown::{Code, Document, FenceKind};
use crate::lesson::spec::{self, Predict, Traffic};
use crate::lesson::traffic::{Simulated, simulate};
use crate::lesson::{Chapter, Course};
use crate::study::ChapterRecord;

/// The gates and pictures of a chapter, each known by where its fence stands in the source.
#[derive(Debug, Default)]
pub(in crate::app::screen) struct Insets {
    gates: Vec<(usize, Gate)>,
    pictures: Vec<(usize, Picture)>,
}

/// A picture: what it says below, and the way it shows, or why it cannot be shown.
#[derive(Debug)]
struct Picture {
    caption: String,
    shown: Result<Simulated, String>,
}

impl Insets {
    /// Reads the fences of a chapter; `record` has the answers that were given before.
    pub(in crate::app::screen) fn read(
        document: &Document,
        chapter: &Chapter,
        course: &Course,
        record: Option<&ChapterRecord>,
    ) -> Self {
        let mut insets = Self::default();
        let path = format!("{}/chapter.md", chapter.folder);
        for code in document.all_code() {
            let at = code.content.start();
            match code.kind {
                FenceKind::Predict => {
                    let number = u32::try_from(insets.gates.len()).unwrap_or(u32::MAX);
                    let answer = record.and_then(|record| record.gates.get(&number)).map(|it| it.choice as usize);
                    if let Ok(predict) = spec::read::<Predict>(&path, &code.text) {
                        insets.gates.push((at, Gate::new(predict, answer)));
                    }
                }
                FenceKind::Traffic => {
                    if let Ok(traffic) = spec::read::<Traffic>(&path, &code.text) {
                        let shown = simulate(course, &chapter.folder, &traffic).map_err(|unfit| unfit.message);
                        insets.pictures.push((at, Picture { caption: traffic.caption, shown }));
                    }
                }
                _ => {}
            }
        }
        insets
    }

    /// A picture taken out, by its number.
    pub(in crate::app::screen) fn into_picture(self, number: usize) -> Option<(String, Result<Simulated, String>)> {
        self.pictures.into_iter().nth(number).map(|(_, picture)| (picture.caption, picture.shown))
    }

    /// A gate, by its number.
    pub(super) fn gate(&mut self, number: usize) -> Option<&mut Gate> {
        self.gates.get_mut(number).map(|(_, gate)| gate)
    }

    /// Whether the arrows move a gate's choice now.
    pub(super) fn focused(&self) -> Option<usize> {
        self.gates.iter().position(|(_, gate)| gate.focused && gate.waits())
    }

    /// Takes the arrows away from every gate.
    pub(super) fn unfocus(&mut self) {
        for (_, gate) in &mut self.gates {
            gate.focused = false;
        }
    }
}

impl Figures for Insets {
    fn figure(&self, code: &Code, columns: usize) -> Figure {
        let at = code.content.start();
        if let Some((number, (_, gate))) = self.gates.iter().enumerate().find(|(_, (start, _))| *start == at) {
            return Figure::Gate { number, lines: gate.lines(columns), waits: gate.waits() };
        }
        match self.pictures.iter().position(|(start, _)| *start == at).and_then(|at| Some((at, self.pictures.get(at)?)))
        {
            Some((number, (_, picture))) if picture.shown.is_ok() => {
                Figure::Picture { number, lines: picture.lines(columns) }
            }
            Some((_, (_, picture))) => Figure::Lines(picture.lines(columns)),
            None => Figure::Code,
        }
    }
}

impl Picture {
    fn lines(&self, columns: usize) -> Vec<Line<'static>> {
        let inside = columns.saturating_sub(4).max(1);
        let mut lines = match &self.shown {
            Ok(Simulated { cluster, trace }) => {
                let show = Show { cluster, trace, goal: &BTreeSet::new() };
                let mut lines = show.picture(usize::MAX, inside);
                lines.extend(ending(trace, inside));
                lines
            }
            Err(reason) => markdown(reason, inside),
        };
        lines.push(Line::default());
        lines.extend(markdown(&self.caption, inside).into_iter().map(|mut line| {
            for span in &mut line.spans {
                span.style.role = if span.style.role == Role::Text { Role::Info } else { span.style.role };
            }
            line
        }));
        let title = if self.shown.is_ok() { " 트래픽 (v: 한 걸음씩 보기) " } else { " 트래픽 " };
        frame(title, lines, columns, false)
    }
}
