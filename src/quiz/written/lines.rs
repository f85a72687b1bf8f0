//! Questions that ask for the line of a manifest at which the server stops.
//!
//! Must not know: other kinds of questions.

use super::Maker;
use crate::quiz::item::Task;
use crate::text::LineIndex;
use crate::text::josa::{Josa, with};

impl Maker<'_> {
    pub(super) fn faulty_line(&mut self) -> Option<Task> {
        let spec = self.spec;
        let text = spec.manifest.clone().unwrap_or_default();
        let Some(first) = self.scene.diagnostics.first() else {
            return self.fault("manifest", "quiz-truth", "매니페스트에 잘못된 줄이 없습니다.");
        };
        if !spec.mistakes.iter().any(|code| self.scene.codes.contains(code)) {
            let message = format!("`mistakes`에 적은 실수가 나오지 않습니다. 나온 것: {}", self.scene.codes.join(", "));
            return self.fault("mistakes", "quiz-truth", message);
        }
        let index = LineIndex::new(&text);
        let lines = |at: usize| index.line_of(at) + 1;
        // Where the server stops, and where what explains that stands: either is where the learner must look.
        let wanted = |code: &str| spec.mistakes.iter().any(|it| it == code);
        let ours = self.scene.diagnostics.iter().filter(|it| wanted(it.code.as_str()));
        let at: Vec<usize> = ours.chain([first]).map(|it| lines(it.range.start())).collect();
        let mut right: Vec<usize> = at.iter().flat_map(|&line| with_block(&text, line)).collect();
        right.sort_unstable();
        right.dedup();
        if let Some(typed) = spec.answer.first()
            && !typed.parse().is_ok_and(|line: usize| right.contains(&line))
        {
            let right: Vec<String> = right.iter().map(ToString::to_string).collect();
            let typed = with(&format!("`{typed}`"), Josa::IGa);
            let message = format!("적힌 줄 {typed} 계산한 줄과 다릅니다. 계산한 줄: {}", right.join(", "));
            return self.fault("answer", "quiz-truth", message);
        }
        // The line to name comes first. Where the author names one, the others of its block are not as good.
        let named = spec.answer.first().and_then(|typed| typed.parse().ok()).or(at.first().copied()).unwrap_or(1);
        right.retain(|line| *line != named && (spec.answer.is_empty() || at.contains(line)));
        right.insert(0, named);
        Some(Task::Line { text, right })
    }
}

/// A line (from 1) and, where it is a key that opens a short block, the lines of that block: pointing at `selector:` and at what
/// is wrong below it is the same answer.
fn with_block(text: &str, line: usize) -> Vec<usize> {
    /// A longer block holds other things as well.
    const SHORT: usize = 3;
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut rest = text.lines().skip(line.saturating_sub(1));
    let Some(first) = rest.next() else { return vec![line] };
    let block = rest.take_while(|it| indent(it) > indent(first)).count();
    let opens = first.trim_end().ends_with(':') && block <= SHORT;
    if opens { (line..=line + block).collect() } else { vec![line] }
}
