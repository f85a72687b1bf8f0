//! Choices that a real cluster throws dice for, here counted.
//!
//! Must not know: what is chosen.

/// The choices made on the way, where a real cluster throws dice.
pub(super) struct Choices {
    /// What is left of the request's number; `None` while all ways are tried in turn.
    nth: Option<u32>,
    /// Which of how many was taken at each choice so far.
    taken: Vec<(usize, usize)>,
    /// The choice that is next.
    at: usize,
}

impl Choices {
    pub(super) fn nth(nth: u32) -> Self {
        Self { nth: Some(nth), taken: Vec::new(), at: 0 }
    }

    pub(super) fn all() -> Self {
        Self { nth: None, taken: Vec::new(), at: 0 }
    }

    /// One of `of` (at least one). Choices one after the other count like the digits of a number, so that consecutive requests take
    /// turns and every combination comes up; each is turned on by those before it, so that later choices take turns at once too,
    /// and not only when all earlier ones have gone round.
    pub(super) fn pick(&mut self, of: usize) -> usize {
        if let Some(nth) = &mut self.nth {
            let of = u32::try_from(of).unwrap_or(u32::MAX).max(1);
            let picked = *nth % of;
            *nth = *nth / of + picked;
            return picked as usize;
        }
        if self.at == self.taken.len() {
            self.taken.push((0, of));
        }
        let picked = self.taken.get(self.at).map_or(0, |(picked, _)| *picked);
        self.at += 1;
        picked
    }

    /// Whether all ways are being tried.
    pub(super) fn is_exhaustive(&self) -> bool {
        self.nth.is_none()
    }

    /// Goes on to the next way; false when there is none.
    pub(super) fn next(&mut self) -> bool {
        self.at = 0;
        while let Some((picked, of)) = self.taken.pop() {
            if picked + 1 < of {
                self.taken.push((picked + 1, of));
                return true;
            }
        }
        false
    }
}
