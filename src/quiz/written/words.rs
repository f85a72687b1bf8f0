//! Questions whose answer is written: a word, a number, what belongs in a gap, the one missing line.
//!
//! Must not know: other kinds of questions.

use super::Maker;
use crate::quiz::item::{Accept, GAP, Gap, Task};
use crate::quiz::judge;
use crate::text::josa::{Josa, with};

impl Maker<'_> {
    pub(super) fn fill(&mut self) -> Option<Task> {
        let spec = self.spec;
        if spec.manifest.as_ref().is_some_and(|manifest| manifest.contains(GAP)) {
            return self.fill_gap();
        }
        let typed: Vec<String> = spec.answer.clone();
        let words = match self.truth(&spec.ask)? {
            None if typed.is_empty() => return self.fault("answer", "answer", "`answer`나 `ask`가 있어야 합니다."),
            None => typed,
            Some(truth) => {
                if let Some(word) = typed.iter().find(|word| !truth.iter().any(|it| judge::same(it, word, spec.case))) {
                    let truth = truth.iter().cloned().collect::<Vec<_>>().join(", ");
                    let word = with(&format!("`{word}`"), Josa::IGa);
                    let message = format!("적힌 답 {word} 계산한 답과 다릅니다. 계산한 답: {truth}");
                    return self.fault("answer", "quiz-truth", message);
                }
                truth.into_iter().collect()
            }
        };
        Some(Task::Write(Accept::Words { words, case: spec.case }))
    }

    /// A word for a gap: every typed answer must make the manifest good. With `fills` so does whatever a learner writes; without it
    /// only what is typed is right, since more may be meant than the server can tell.
    fn fill_gap(&mut self) -> Option<Task> {
        let spec = self.spec;
        let gap = self.gap("빈자리에 들어갈 맞는 답을 `answer`에 적으십시오.")?;
        for (index, word) in spec.answer.iter().enumerate() {
            self.mended(&gap, word, &format!("answer[{index}]"))?;
        }
        let words = || Accept::Words { words: spec.answer.clone(), case: spec.case };
        Some(Task::Write(if spec.ask.fills { Accept::Mends(gap) } else { words() }))
    }

    pub(super) fn missing_field(&mut self) -> Option<Task> {
        let spec = self.spec;
        let gap = self.gap("`answer`에 맞는 줄 하나를 적으십시오.")?;
        let is_line = |line: &str| line.trim().trim_start_matches("- ") == GAP;
        if !gap.manifest.lines().any(is_line) {
            let message = format!(
                "`missing-field`는 한 줄을 통째로 적는 물음이므로 빈자리 `{GAP}`가 한 줄에 혼자 있어야 합니다. 값만 비우려면 \
                 `kind: fill`을 쓰십시오."
            );
            return self.fault("kind", "gap", message);
        }
        if spec.answer.len() > 1 {
            return self.fault("answer", "answer", "`answer`에 맞는 줄 하나만 적으십시오.");
        }
        self.mended(&gap, &gap.reference.clone(), "answer")?;
        Some(Task::Write(Accept::Mends(gap)))
    }

    /// The manifest with its one gap, and the first answer as what is known to be right.
    fn gap(&mut self, unanswered: &str) -> Option<Gap> {
        let spec = self.spec;
        let manifest = spec.manifest.clone().unwrap_or_default();
        if manifest.matches(GAP).count() != 1 {
            return self.fault("manifest", "gap", format!("매니페스트에 빈자리 `{GAP}`가 꼭 하나 있어야 합니다."));
        }
        let Some(reference) = spec.answer.first().cloned() else {
            return self.fault("answer", "answer", unanswered);
        };
        let request = spec.ask.request.clone();
        if let Some(wanted) = &request {
            self.requests(wanted, "ask.request.{field}", false)?;
        }
        Some(Gap { manifest, world: self.world.to_owned(), request, reference })
    }

    /// Says so where `word` in the gap does not make the manifest good.
    fn mended(&mut self, gap: &Gap, word: &str, field: &str) -> Option<()> {
        match judge::mends(gap, word) {
            Ok(()) => Some(()),
            Err((codes, why)) => {
                let codes = codes.join(", ");
                let word = with(&format!("`{word}`"), Josa::EuroRo);
                let message = format!("적힌 답 {word} 채워도 맞지 않습니다. {codes} {why}");
                self.fault(field, "quiz-truth", message)
            }
        }
    }
}
