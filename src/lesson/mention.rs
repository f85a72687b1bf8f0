//! Where the chapters speak of a term: the links to it, by the heading they stand under.
//!
//! Must not know: what the glossary says of the term.

use super::Course;
use super::markdown::{BlockKind, MarkKind, Target, parse};

/// A place in a chapter that links to a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The chapter's id.
    pub chapter: String,
    /// The chapter's title.
    pub title: String,
    /// The text of the heading it stands under; the chapter's own title is none.
    pub heading: Option<String>,
}

impl Course {
    /// The places that link to `term`, in reading order, each heading once. Only the chapters that do are read closely.
    #[must_use]
    pub fn mentions(&self, term: &str) -> Vec<Mention> {
        let address = format!("](term:{term})");
        let mut found = Vec::new();
        for outline in self.chapters() {
            let Some(chapter) = self.chapter(&outline.id).ok().filter(|it| it.text.contains(&address)) else {
                continue;
            };
            let document = parse(&chapter.text);
            let mut heading = None;
            for block in document.all_blocks() {
                if let BlockKind::Heading { level, content } = &block.kind {
                    heading = (*level > 1).then(|| content.text.clone());
                }
                let links = |kind: &MarkKind| matches!(kind, MarkKind::Link(Target::Term(id)) if id == term);
                if block.prose().iter().any(|prose| prose.marks.iter().any(|mark| links(&mark.kind))) {
                    let (chapter, title) = (outline.id.clone(), outline.title.clone());
                    found.push(Mention { chapter, title, heading: heading.clone() });
                }
            }
        }
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::MemorySource;

    #[test]
    fn each_heading_that_links_to_a_term_is_found_once() {
        let first = "# 돛\n\n[바람](term:wind)이 붑니다.\n\n## 다는 법\n\n- [바람](term:wind)을 봅니다.\n- [바람](term:wind)을 또 봅니다.\n\n\
                     ## 접는 법\n\n```text\n[바람](term:wind)\n```\n";
        let files = [
            ("course.yaml", "format: 1\ntitle: 항해\nchapters: [00-sail, 01-rudder]\n"),
            ("00-sail/chapter.md", first),
            ("01-rudder/chapter.md", "# 키\n\n키입니다.\n"),
        ];
        let course = Course::open(Box::new(MemorySource::new(files))).unwrap();
        let at = |heading: Option<&str>| Mention {
            chapter: "sail".into(),
            title: "돛".into(),
            heading: heading.map(str::to_owned),
        };
        assert_eq!(course.mentions("wind"), [at(None), at(Some("다는 법"))]);
        assert_eq!(course.mentions("rope"), []);
    }
}
