//! The order in which people read findings: causes before what follows from them.
//!
//! Machines get them in the server's order; this is for screens and for terminals. Must not know: how a finding is shown.

use super::{Diagnostic, Severity, Stage};
use crate::text::TextRange;

/// Characters that are not what they look like: what the server says of such a place follows from them.
const LOOKALIKES: [&str; 3] = ["smart-quote", "full-width-colon", "non-breaking-space"];

/// What decides where a finding stands among the others.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Which mistake it is.
    pub code: &'static str,
    /// Where on the way it was found.
    pub stage: Stage,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub range: TextRange,
}

impl Standing {
    /// Of a diagnostic.
    #[must_use]
    pub fn of(diagnostic: &Diagnostic) -> Self {
        let Diagnostic { code, stage, severity, range, .. } = diagnostic;
        Self { code: code.0, stage: *stage, severity: *severity, range: *range }
    }
}

/// Puts causes first: what stopped the server (at the stage `stopped`), wherever it stands, for the rest may go away with
/// it, then other errors, then warnings. A character which is not what it looks like goes before the errors it touches.
/// Unknown fields stand as in the text, for a key in the wrong place takes those below it along; findings of one rank
/// keep their order.
///
/// Takes n log n time in the number of findings: a hostile file has very many.
pub fn causes_first<T>(list: &mut [T], stopped: Option<Stage>, standing: impl Fn(&T) -> Standing) {
    let (mut now, mut later) = (Vec::new(), Vec::new());
    for it in list.iter().map(&standing).filter(|it| it.severity == Severity::Error || Some(it.stage) == stopped) {
        if Some(it.stage) == stopped { &mut now } else { &mut later }.push(it.range);
    }
    let (now, later) = (Reach::of(now), Reach::of(later));
    list.sort_by_cached_key(|it| {
        let it = standing(it);
        let start = it.range.start();
        let brings_about =
            |errors: &Reach| LOOKALIKES.contains(&it.code).then(|| errors.first_touched_by(it.range)).flatten();
        match (Some(it.stage) == stopped, it.stage) {
            _ if brings_about(&now).is_some() => (0, None, start, 0),
            (true, Stage::Strict) => (1, None, start, 0),
            (true, _) => (1, None, 0, 0),
            (false, _) => match brings_about(&later) {
                Some(error) => (2, Some(Severity::Error), error, 0),
                None => (2, Some(it.severity), start, 1),
            },
        }
    });
}

/// Ranges to be asked which of them another touches.
struct Reach {
    /// Where each starts, in order, with the furthest end of it and all before it.
    furthest: Vec<(usize, usize)>,
}

impl Reach {
    fn of(mut ranges: Vec<TextRange>) -> Self {
        ranges.sort_unstable_by_key(|it| it.start());
        let furthest = ranges.iter().scan(0, |end, it| {
            *end = it.end().max(*end);
            Some((it.start(), *end))
        });
        Self { furthest: furthest.collect() }
    }

    /// Where the first of them starts that shares a character or an edge with `range`.
    fn first_touched_by(&self, range: TextRange) -> Option<usize> {
        // The one with which the furthest end reaches the range is the first to end there itself.
        let first = self.furthest.partition_point(|(_, end)| *end < range.start());
        self.furthest.get(first).map(|(start, _)| *start).filter(|start| *start <= range.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finding(code: &'static str, stage: Stage, severity: Severity, range: (usize, usize)) -> Standing {
        Standing { code, stage, severity, range: TextRange::new(range.0, range.1) }
    }

    #[test]
    fn what_stopped_the_server_comes_before_the_rest_and_a_lookalike_before_what_it_brought_about() {
        let mut list = [
            finding("selector-is-empty", Stage::Lint, Severity::Warning, (0, 4)),
            finding("smart-quote", Stage::Lint, Severity::Warning, (60, 63)),
            finding("label-value-invalid", Stage::Validate, Severity::Error, (60, 80)),
            finding("name-invalid", Stage::Validate, Severity::Error, (20, 30)),
            finding("smart-quote", Stage::Lint, Severity::Warning, (90, 93)),
            finding("node-port-taken", Stage::Allocate, Severity::Error, (10, 15)),
            finding("full-width-colon", Stage::Lint, Severity::Warning, (12, 15)),
        ];
        causes_first(&mut list, Some(Stage::Validate), |it| *it);
        let order: Vec<_> = list.iter().map(|it| (it.code, it.range.start())).collect();
        let expected = [
            ("smart-quote", 60),
            ("label-value-invalid", 60),
            ("name-invalid", 20),
            ("full-width-colon", 12),
            ("node-port-taken", 10),
            ("selector-is-empty", 0),
            ("smart-quote", 90),
        ];
        assert_eq!(order, expected);
    }

    #[test]
    fn unknown_fields_stand_as_in_the_text() {
        let mut list =
            [(50, 55), (20, 24)].map(|range| finding("unknown-field", Stage::Strict, Severity::Error, range));
        causes_first(&mut list, Some(Stage::Strict), |it| *it);
        assert_eq!(list.map(|it| it.range.start()), [20, 50]);
    }

    proptest! {
        #[test]
        fn reach_equals_asking_each_range(ranges in prop::collection::vec((0_usize..60, 0_usize..9), 0..12), at in 0_usize..60, long in 0_usize..9) {
            let ranges: Vec<_> = ranges.into_iter().map(|(start, long)| TextRange::new(start, start + long)).collect();
            let asked = TextRange::new(at, at + long);
            let touched = ranges.iter().filter(|it| it.touches(asked.start()) || asked.touches(it.start()));
            let expected = touched.map(|it| it.start()).min();
            prop_assert_eq!(Reach::of(ranges.clone()).first_touched_by(asked), expected);
        }
    }
}
