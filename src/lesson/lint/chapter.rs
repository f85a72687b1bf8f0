//! A chapter's text: it opens with its title, its links lead somewhere, its manifests are what they claim to be, its
//! questions have one right answer, its pictures can be drawn.
//!
//! Must not know: exercises' insides.

use super::{Lint, broken_world, quoted};
use crate::cluster::Reach;
use crate::cluster::world::World;
use crate::diagnostic::{Code as Mistake, Severity};
use crate::kube::{self, Version};
use crate::lesson::course::ChapterOutline;
use crate::lesson::fault::Fault;
use crate::lesson::markdown::{self, BlockKind, Code, Document, FenceKind, MarkKind};
use crate::lesson::source::join;
use crate::lesson::spec::{self, Predict, Traffic};
use crate::lesson::traffic;
use crate::lesson::{mistakes, request};
use crate::text::josa::{Josa, with};
use crate::text::near::distance_within;
use crate::text::{LineCol, LineIndex, TextRange};
use crate::yaml;

impl Lint<'_> {
    pub(super) fn chapter(&mut self, outline: &ChapterOutline) {
        let path = format!("{}/chapter.md", outline.folder);
        let text = match self.course.text(&path) {
            Ok(text) => text,
            Err(fault) => {
                self.unread.insert(outline.folder.clone());
                return self.faults.push(fault);
            }
        };
        if text.trim().is_empty() {
            self.unread.insert(outline.folder.clone());
            return;
        }
        match text.lines().next().and_then(|line| line.strip_prefix("# ")) {
            None => self.error(&path, "chapter-title", "첫 줄은 `# 제목`이어야 합니다."),
            Some(title) if title.trim().is_empty() => self.error(&path, "chapter-title", "제목이 비어 있습니다."),
            Some(_) => {}
        }
        let document = markdown::parse(&text);
        let titles = document.blocks.iter().filter(|it| matches!(it.kind, BlockKind::Heading { level: 1, .. }));
        for second in titles.filter(|it| it.source.start() > 0) {
            let message = "장의 제목은 첫 줄의 `# 제목` 하나뿐입니다. 절은 `## 제목`으로 시작하고, 장을 나누려면 폴더를 나누십시오.";
            self.faults.push(Fault::error(&path, "chapter-title", message).in_text(&text, second.source));
        }
        self.prose(&path, &text, &document);
        for code in document.all_code() {
            self.fence(&path, &outline.folder, &text, code);
        }
        self.slips(&path, &text, &document);
        for exercise in &outline.exercises {
            if !text.contains(&format!("](exercise:{})", exercise.id)) {
                let message = format!("이 장의 과제 `{0}`로 가는 링크 `[…](exercise:{0})`가 없습니다.", exercise.id);
                self.error(&path, "exercise-unlinked", message);
            }
        }
    }

    /// Marks of ours that are nearly written: what is meant as one would be shown as code, or not at all.
    fn slips(&mut self, path: &str, text: &str, document: &Document) {
        let mut warn = |range: TextRange, message: String| {
            self.faults.push(Fault::warning(path, "mark-misspelt", message).in_text(text, range));
        };
        for code in document.all_code() {
            match &code.kind {
                FenceKind::Other(word) => {
                    if let Some(mark) = FENCES.into_iter().find(|mark| is_slip(word, mark)) {
                        let name = with(&format!("`{mark}`"), Josa::EulReul);
                        warn(code.content, format!("코드 블록 `{word}`: {name} 잘못 적은 것으로 보입니다."));
                    }
                }
                FenceKind::Text => {
                    let has = |keys: [&str; 2]| keys.iter().all(|key| code.text.lines().any(|it| it.starts_with(key)));
                    let meant = [("predict", ["question:", "choices:"]), ("traffic", ["request:", "caption:"])];
                    if let Some((mark, _)) = meant.into_iter().find(|(_, keys)| has(*keys)) {
                        let message =
                            format!("`{mark}`의 내용으로 보입니다. 코드 블록을 ```` ```{mark} ````로 여십시오.");
                        warn(code.content, message);
                    }
                }
                _ => {}
            }
        }
        for block in document.all_blocks() {
            let BlockKind::Remark(remark) = &block.kind else { continue };
            let word = remark.split([':', ' ', '\n']).next().unwrap_or("");
            let is_known = remark == "pause" || remark.starts_with("note:");
            let mark = match word {
                _ if is_known => None,
                "pause" => Some("<!-- pause -->"),
                "note" => Some("<!-- note: … -->"),
                _ if remark == word && is_slip(word, "pause") => Some("<!-- pause -->"),
                _ if remark != word && is_slip(word, "note") => Some("<!-- note: … -->"),
                _ => None,
            };
            if let Some(mark) = mark {
                let name = with(&format!("`{mark}`"), Josa::EulReul);
                warn(block.source, format!("`<!-- {word} … -->`: {name} 잘못 적은 것으로 보입니다."));
            }
        }
    }

    /// What holds for any Markdown of the pack: links lead somewhere, marks are closed, fences are closed.
    pub(super) fn prose(&mut self, path: &str, text: &str, document: &Document) {
        for range in &document.leftovers {
            let message = "`**`나 `__`가 글자로 남았습니다. 강조가 닫히지 않았거나 조사에 걸렸습니다.";
            self.faults.push(Fault::error(path, "leftover-emphasis", message).in_text(text, *range));
        }
        for mark in document.all_prose().flat_map(|prose| &prose.marks) {
            if let MarkKind::Link(target) = &mark.kind {
                self.link(path, text, mark.source, target);
            }
        }
        for code in document.all_code() {
            let after = text.get(code.content.end()..).unwrap_or("");
            let closing = after.trim_start_matches(['\n', '\r', ' ', '\t', '>']);
            let indented = matches!(code.kind, FenceKind::Text)
                && !text.get(..code.content.start()).unwrap_or("").trim_end().ends_with("```");
            if !indented && !closing.starts_with("```") && !closing.starts_with("~~~") && text.contains("```") {
                let message = "코드 블록이 닫히지 않았습니다.";
                self.faults.push(Fault::error(path, "fence-unclosed", message).in_text(text, code.content));
            }
            if let Some(word) = code.info.unknown.first() {
                let message = format!("코드 블록 뒤의 `{word}`는 모르는 말입니다.");
                self.faults.push(Fault::error(path, "fence-info", message).in_text(text, code.content));
            }
        }
    }

    fn link(&mut self, path: &str, text: &str, source: TextRange, target: &markdown::Target) {
        let course = self.course;
        let (found, what) = match target {
            markdown::Target::Term(id) => {
                self.terms.insert(id.clone());
                (self.catalogue.term(id).is_some(), quoted("용어", id, Josa::EulReul))
            }
            markdown::Target::Exercise(id) => {
                (course.exercises().any(|(_, exercise)| exercise.id == *id), quoted("과제", id, Josa::EulReul))
            }
            markdown::Target::Chapter(id) => {
                (course.chapters().iter().any(|chapter| chapter.id == *id), quoted("장", id, Josa::EulReul))
            }
            markdown::Target::Quiz(id) => {
                let quiz = course.chapters().iter().find(|it| it.id == *id).and_then(|chapter| course.quiz(chapter));
                (quiz.is_some(), quoted("문제", id, Josa::EulReul))
            }
            markdown::Target::Mistake(code) => (self.catalogue.knows(code), quoted("실수", code, Josa::EulReul)),
            markdown::Target::Url(url) => {
                (url.starts_with("https://") || url.starts_with("http://"), quoted("주소", url, Josa::EulReul))
            }
        };
        let advice = match target {
            markdown::Target::Term(id) if !found => self.near_term(id),
            _ => String::new(),
        };
        let is_lost = match target {
            markdown::Target::Exercise(id) | markdown::Target::Chapter(id) | markdown::Target::Quiz(id) => {
                self.lost.contains(id.as_str())
            }
            _ => false,
        };
        if !found && !is_lost {
            let message = format!("링크가 가리키는 {what} 찾을 수 없습니다.{advice}");
            self.faults.push(Fault::error(path, "link", message).in_text(text, source));
        }
    }

    /// The term that is meant by its Korean or English name, or by one that is nearly its id.
    fn near_term(&self, id: &str) -> String {
        let is_name = |term: &&spec::Term| {
            let mut names = [&term.term, &term.english].into_iter().chain(&term.aliases);
            names.any(|name| name.eq_ignore_ascii_case(id))
        };
        let terms = self.catalogue.terms();
        let near = || terms.iter().filter_map(|it| Some((distance_within(&it.id, id, 2)?, it))).min_by_key(|it| it.0);
        match terms.iter().find(is_name).or_else(|| near().map(|(_, term)| term)) {
            Some(term) => format!(" 혹시 `{}`입니까?", term.id),
            None => " 용어는 키잡이의 용어집에 있는 것만 쓸 수 있습니다.".to_owned(),
        }
    }

    fn fence(&mut self, path: &str, folder: &str, text: &str, code: &Code) {
        match code.kind {
            FenceKind::Yaml => self.manifest(path, text, code),
            FenceKind::Predict => self.predict(path, text, code),
            FenceKind::Traffic => self.traffic(path, folder, text, code),
            FenceKind::Console | FenceKind::Shell | FenceKind::World | FenceKind::Text | FenceKind::Other(_) => {}
        }
    }

    /// A manifest is accepted, or gives exactly the codes it claims; a fragment is at least YAML.
    pub(super) fn manifest(&mut self, path: &str, text: &str, code: &Code) {
        if code.info.fragment {
            for error in yaml::parse(&code.text).documents.iter().filter_map(|document| document.error.as_ref()) {
                let place = inside(text, code, LineIndex::new(&code.text).line_col(&code.text, error.range.start()));
                self.faults.push(Fault::of(error, path, "fence-yaml", &code.text).at(place));
            }
            return;
        }
        let checked = kube::check(&code.text, Version::default());
        let mut wrong = code.info.wrong.clone();
        wrong.sort_unstable();
        for wrong in &wrong {
            self.known_code_at(path, in_info(text, code, wrong), wrong);
        }
        let mut found: Vec<&str> = mistakes::shown(&checked).into_iter().map(Mistake::as_str).collect();
        found.sort_unstable();
        if wrong.is_empty() {
            let index = LineIndex::new(&code.text);
            for diagnostic in checked.diagnostics().filter(|it| it.severity <= Severity::Warning) {
                let place = inside(text, code, index.line_col(&code.text, diagnostic.range.start()));
                self.faults.push(Fault::of(diagnostic, path, "fence-manifest", &code.text).at(place));
            }
        } else if found != wrong {
            let found =
                if found.is_empty() { "없습니다".to_owned() } else { format!("`{}`입니다", found.join(",")) };
            let claim = with(&format!("`wrong={}`", wrong.join(",")), Josa::IraneunRaneun);
            let claim = claim.strip_suffix("는").unwrap_or(&claim);
            let message = format!("{claim}고 했으나 나온 것은 {found}.");
            self.faults.push(Fault::error(path, "fence-wrong", message).in_text(text, code.content));
        }
    }

    fn predict(&mut self, path: &str, text: &str, code: &Code) {
        let predict: Predict = match spec::read(path, &code.text) {
            Ok(predict) => predict,
            Err(fault) => {
                let place = inside(text, code, fault.place);
                return self.faults.push(fault.at(place));
            }
        };
        let mut say = |message: &str| {
            self.faults.push(Fault::error(path, "predict", message).in_text(text, code.content));
        };
        if predict.choices.len() < 2 {
            say("선택지가 둘은 있어야 합니다.");
        }
        if predict.choices.iter().filter(|choice| choice.right).count() != 1 {
            say("맞는 답(`right: true`)이 꼭 하나여야 합니다.");
        }
        let texts = predict.choices.iter().flat_map(|choice| [&choice.text, &choice.because]);
        if texts.chain([&predict.question]).any(|text| text.trim().is_empty()) {
            say("물음, 선택지, 까닭은 비어 있을 수 없습니다.");
        }
        for (index, choice) in predict.choices.iter().enumerate() {
            let at = |field: &str| {
                let place = spec::place_of(&code.text, &format!("choices[{index}]{field}"));
                inside(text, code, LineIndex::new(&code.text).line_col(&code.text, place.start()))
            };
            if predict.choices.iter().take(index).any(|earlier| earlier.text.trim() == choice.text.trim()) {
                self.faults.push(Fault::error(path, "predict", "같은 선택지가 두 번 나옵니다.").at(at("")));
            }
            match choice.mistake.as_deref() {
                Some(_) if choice.right => {
                    let message = "맞는 답에는 `mistake`를 적지 않습니다.";
                    self.faults.push(Fault::error(path, "predict", message).at(at(".mistake")));
                }
                Some(mistake) => self.known_code_at(path, at(".mistake"), mistake),
                None => {}
            }
        }
    }

    fn traffic(&mut self, path: &str, folder: &str, text: &str, code: &Code) {
        let traffic: Traffic = match spec::read(path, &code.text) {
            Ok(traffic) => traffic,
            Err(fault) => {
                self.unread.insert(folder.to_owned());
                let place = inside(text, code, fault.place);
                return self.faults.push(fault.at(place));
            }
        };
        for name in traffic.world.iter().chain(&traffic.apply) {
            self.used.extend(join(folder, name));
        }
        if let Some(world) = traffic.world.as_ref().and_then(|name| join(folder, name))
            && broken_world(self.course, &world, &mut self.faults)
        {
            return;
        }
        // What is wrong with that exercise is told in its own files.
        let is_known = |id: &String| self.course.exercises().any(|(_, it)| it.id == *id);
        if let Some(id) = traffic.exercise.as_ref().filter(|id| is_known(id))
            && traffic.world.is_none()
            && self.course.exercise(id).map_or(true, |it| World::read(&it.world).is_err())
        {
            return;
        }
        let mut say = |field: &str, message: String| {
            let at = LineIndex::new(&code.text).line_col(&code.text, spec::place_of(&code.text, field).start());
            self.faults.push(Fault::error(path, "traffic", message).at(inside(text, code, at)));
        };
        let (cluster, requests) = match traffic::prepare(self.course, folder, &traffic) {
            Ok(prepared) => prepared,
            Err(unfit) => return say(&unfit.field, unfit.message),
        };
        if traffic.caption.trim().is_empty() {
            say("caption", "`caption`이 비어 있습니다.".to_owned());
        }
        for request in &requests {
            if let Err(misread) = request::stands(&cluster, request) {
                return say(&format!("request.{}", misread.field), misread.message);
            }
        }
        let ends: Vec<Reach> = requests.iter().map(|request| cluster.reach(request)).collect();
        if let Some(expect) = &traffic.expect {
            if let Some(other) = ends.iter().find(|reach| !request::meets(&cluster, reach, expect)) {
                let told = request::told(other);
                say("expect", format!("`expect`와 다르게 끝납니다. 시뮬레이션한 결과: `{told}`"));
            }
        } else if ends.iter().any(|reach| request::told(reach) != ends.first().map(request::told).unwrap_or_default()) {
            say("request.to", "노드마다 다르게 끝납니다. 그림으로 보일 노드 하나를 적으십시오.".to_owned());
        }
    }
}

/// The place of a word on the line that opens a fence.
fn in_info(text: &str, code: &Code, word: &str) -> LineCol {
    let before = text.get(..code.content.start()).unwrap_or("").trim_end_matches('\n');
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let at = before.get(line..).and_then(|info| info.rfind(word)).unwrap_or(0);
    LineIndex::new(text).line_col(text, line + at)
}

/// The place in the whole text of a place in a fence's content.
fn inside(text: &str, code: &Code, place: LineCol) -> LineCol {
    let start = LineIndex::new(text).line_col(text, code.content.start());
    LineCol { line: start.line + place.line - 1, column: place.column }
}

/// The fences that are ours.
const FENCES: [&str; 5] = ["yaml", "predict", "traffic", "console", "world"];

/// Whether a word is nearly that mark: one slip, in a longer mark two.
fn is_slip(word: &str, mark: &str) -> bool {
    let word = word.to_lowercase();
    let limit = if mark.len() > 5 { 2 } else { 1 };
    distance_within(&word, mark, limit).is_some()
}
