//! Keys without `?`: only the `:` behind one tells that it was a key, so its place is remembered until it may come no more.
//!
//! Must not know: what keys and values are.

use super::token::Mark;
use super::{Scan, Scanner};

/// How far a `:` may be from the start of its key, in characters.
const MAX_KEY_LENGTH: usize = 1024;

/// A place where a key without `?` may have begun.
#[derive(Clone, Copy, Default)]
pub(super) struct SimpleKey {
    pub(super) possible: bool,
    /// Nothing but a key can stand there: a block mapping goes on in this column.
    pub(super) required: bool,
    /// Number of the token that would be the key, counted from the start of the document.
    pub(super) token: usize,
    pub(super) mark: Mark,
    pub(super) index: usize,
    pub(super) column: usize,
}

impl Scanner<'_> {
    /// Whether a key may still begin where `level` remembers it; a fault where it had to and cannot any more.
    pub(super) fn check_key(&mut self, level: usize) -> Scan<bool> {
        let Some(key) = self.simple_keys.get_mut(level) else { return Ok(false) };
        if !key.possible {
            return Ok(false);
        }
        if (key.mark.line as usize) < self.cursor.line || key.index + MAX_KEY_LENGTH < self.cursor.index() {
            if key.required {
                let mark = key.mark;
                return Err(self.fault("could not find expected ':'", mark));
            }
            key.possible = false;
            return Ok(false);
        }
        Ok(true)
    }

    /// Remembers that the token about to be read may be a key.
    pub(super) fn save_key(&mut self) -> Scan {
        if !self.simple_key_allowed {
            return Ok(());
        }
        let column = self.cursor.column();
        let key = SimpleKey {
            possible: true,
            required: !self.in_flow() && self.indent == column.cast_signed(),
            token: self.handed_out + self.queue.len(),
            mark: self.cursor.mark(),
            index: self.cursor.index(),
            column,
        };
        self.remove_key()?;
        if let Some(last) = self.simple_keys.last_mut() {
            *last = key;
        }
        self.next_starts_key = true;
        Ok(())
    }

    /// Gives up the key that may have begun at this level.
    pub(super) fn remove_key(&mut self) -> Scan {
        let Some(key) = self.simple_keys.last_mut() else { return Ok(()) };
        if key.possible {
            let key = *key;
            if key.required {
                return Err(self.fault("could not find expected ':'", key.mark));
            }
            self.forget_key();
            self.unmark(key.token);
        }
        Ok(())
    }

    pub(super) fn forget_key(&mut self) {
        if let Some(key) = self.simple_keys.last_mut() {
            key.possible = false;
        }
    }

    /// The token of this number is certain not to be a key.
    pub(super) fn unmark(&mut self, token: usize) {
        if let Some(queued) = token.checked_sub(self.handed_out).and_then(|index| self.queue.get_mut(index)) {
            queued.starts_key = false;
        }
    }
}
