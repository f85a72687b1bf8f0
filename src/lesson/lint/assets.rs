//! The catalogue: glossary entries are whole and unique, explanations of mistakes have a title and true examples.
//!
//! Must not know: what a world shows of an example (that needs grading).

use std::collections::BTreeSet;

use super::{Lint, quoted};
use crate::lesson::catalogue::{GLOSSARY, ROOT};
use crate::lesson::fault::Fault;
use crate::lesson::markdown;
use crate::lesson::source;
use crate::text::TextRange;
use crate::text::josa::Josa;

impl Lint<'_> {
    pub(super) fn glossary(&mut self) {
        let path = format!("{ROOT}/{GLOSSARY}");
        let catalogue = self.catalogue;
        let terms = match catalogue.glossary() {
            Ok(terms) => terms,
            Err(fault) => return self.faults.push(Fault { path, ..fault.clone() }),
        };
        let text = source::read_text(catalogue.source(), GLOSSARY).unwrap_or_default();
        self.clean(&path, &text);
        let mut seen = BTreeSet::new();
        for term in terms {
            let at = TextRange::at(text.find(&format!("id: {}", term.id)).unwrap_or(0));
            let mut say = |fault: Fault| self.faults.push(fault.in_text(&text, at));
            if !seen.insert(&term.id) {
                let message = format!("{} 두 번 나옵니다.", quoted("용어", &term.id, Josa::IGa));
                say(Fault::error(&path, "term-twice", message));
            }
            if [&term.id, &term.term, &term.english, &term.sentence].iter().any(|it| it.trim().is_empty()) {
                say(Fault::error(&path, "term-empty", format!("용어 `{}`에 빈 필드가 있습니다.", term.id)));
            }
            if !self.terms.contains(&term.id) {
                let name = quoted("용어", &term.id, Josa::EuroRo);
                let message = format!("{name} 가는 링크가 아무 장에도 없습니다.");
                self.faults.push(Fault::warning(&path, "term-unused", message).in_text(&text, at));
            }
        }
    }

    pub(super) fn mistakes(&mut self) {
        for code in self.catalogue.codes() {
            let file = format!("mistakes/{code}.md");
            let path = format!("{ROOT}/{file}");
            let text = match source::read_text(self.catalogue.source(), &file) {
                Ok(text) => text,
                Err(fault) => {
                    self.faults.push(Fault { path, ..fault });
                    continue;
                }
            };
            self.clean(&path, &text);
            let title = text.lines().next().and_then(|line| line.strip_prefix("# "));
            if title.is_none_or(|title| title.trim().is_empty()) {
                self.error(&path, "mistake-title", "첫 줄은 `# 제목`이어야 합니다.");
            }
            let document = markdown::parse(&text);
            self.prose(&path, &text, &document);
            if document.all_prose().count() < 2 {
                self.error(&path, "mistake-text", "왜 일어나고 무엇이 보이는지 적으십시오.");
            }
        }
    }
}
