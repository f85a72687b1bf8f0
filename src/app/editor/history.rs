//! Undo and redo: steps of changes, typing gathered word by word.
//!
//! Must not know: how a text is stored.

use super::Selection;
use std::collections::VecDeque;

/// The most bytes the steps may take together. Past it the oldest are forgotten, so that a long session does not grow without
/// end; a learner's manifest never comes near.
const BUDGET: usize = 16 << 20;

/// A stretch replaced by another.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// Where, in the text before the change.
    pub(super) at: usize,
    /// What stood there.
    pub(super) removed: String,
    /// What came instead.
    pub(super) inserted: String,
}

/// What one undo takes back.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) changes: Vec<Change>,
    pub(super) before: Selection,
    pub(super) after: Selection,
    grouping: Grouping,
}

/// Which steps may grow into one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    /// Typing goes on in the step of the character before it.
    Type,
    /// So does rubbing out.
    Erase,
    /// Always a step of its own.
    Alone,
}

/// The steps made and the steps taken back.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    done: VecDeque<Step>,
    taken_back: Vec<Step>,
    /// Bytes taken by `done`.
    bytes: usize,
    /// The step being made.
    open: Option<Step>,
    /// Whether the last step may not grow any more.
    sealed: bool,
}

impl History {
    /// Begins a step.
    pub(super) fn begin(&mut self, grouping: Grouping, before: Selection) {
        // Nearly every step is one change, and a long session has many thousand steps.
        self.open = Some(Step { changes: Vec::with_capacity(1), before, after: before, grouping });
    }

    /// Adds a change to the step begun.
    pub(super) fn record(&mut self, at: usize, removed: &str, inserted: &str) {
        if let Some(step) = &mut self.open {
            step.changes.push(Change { at, removed: removed.to_owned(), inserted: inserted.to_owned() });
        }
    }

    /// Ends the step begun; one without changes leaves no trace.
    pub(super) fn end(&mut self, after: Selection) {
        let Some(mut step) = self.open.take() else { return };
        if step.changes.is_empty() {
            return;
        }
        step.after = after;
        self.taken_back.clear();
        self.bytes += size(&step);
        let joins = !self.sealed
            && step.grouping != Grouping::Alone
            && self.done.back().is_some_and(|last| last.grouping == step.grouping && last.after == step.before);
        self.sealed = false;
        match self.done.back_mut() {
            Some(last) if joins => {
                last.after = after;
                step.changes.into_iter().for_each(|change| join(&mut last.changes, change));
            }
            _ => self.done.push_back(step),
        }
        while self.bytes > BUDGET && self.done.len() > 1 {
            self.bytes -= self.done.pop_front().as_ref().map_or(0, size);
        }
    }

    /// Lets no later change join the last step.
    pub(super) fn seal(&mut self) {
        self.sealed = true;
    }

    /// The step to take back; hand it to [`History::undone`] afterwards.
    pub(super) fn undo(&mut self) -> Option<Step> {
        self.sealed = true;
        let step = self.done.pop_back()?;
        self.bytes -= size(&step);
        Some(step)
    }

    pub(super) fn undone(&mut self, step: Step) {
        self.taken_back.push(step);
    }

    /// The step to do again; hand it to [`History::redone`] afterwards.
    pub(super) fn redo(&mut self) -> Option<Step> {
        self.taken_back.pop()
    }

    pub(super) fn redone(&mut self, step: Step) {
        self.sealed = true;
        self.bytes += size(&step);
        self.done.push_back(step);
    }
}

fn size(step: &Step) -> usize {
    let changes = step.changes.iter().map(|it| size_of::<Change>() + it.removed.len() + it.inserted.len());
    size_of::<Step>() + changes.sum::<usize>()
}

/// Adds a change, melting it into the last one where the two are one stretch: a word typed or rubbed out is one change.
fn join(changes: &mut Vec<Change>, next: Change) {
    let Some(last) = changes.last_mut() else {
        changes.push(next);
        return;
    };
    if next.removed.is_empty() && next.at == last.at + last.inserted.len() {
        last.inserted.push_str(&next.inserted);
    } else if next.inserted.is_empty() && last.inserted.is_empty() && next.at + next.removed.len() == last.at {
        last.at = next.at;
        last.removed.insert_str(0, &next.removed);
    } else if next.inserted.is_empty() && last.inserted.is_empty() && next.at == last.at {
        last.removed.push_str(&next.removed);
    } else {
        changes.push(next);
    }
}
