//! The pack as a heap of files: what `course.yaml` names is there, what is there is used, and all of it is clean text.
//!
//! Must not know: what the files mean.

use unicode_normalization::is_nfc;

use super::{Lint, quoted};
use crate::lesson::course::COURSE;
use crate::lesson::fault::Fault;
use crate::lesson::source::{is_harmful, join};
use crate::text::TextRange;
use crate::text::josa::Josa;
use crate::text::near;

impl Lint<'_> {
    /// `course.yaml` names chapters that exist, each once, and says whose the course is.
    pub(super) fn course_spec(&mut self) {
        let spec = self.course.spec();
        if spec.title.trim().is_empty() {
            self.field(COURSE, "title", "course", "`title`이 비어 있습니다.");
        }
        if spec.id.as_ref().is_some_and(|id| id.trim().is_empty()) {
            self.field(COURSE, "id", "course", "`id`가 비어 있습니다. 학습 기록이 붙을 이름을 적거나 지우십시오.");
        }
        if spec.authors.is_empty() {
            self.field(COURSE, "authors", "course", "`authors`에 지은이를 적으십시오.");
        }
        if spec.chapters.is_empty() {
            self.field(COURSE, "chapters", "course", "`chapters`가 비어 있습니다.");
        }
        for (index, folder) in spec.chapters.iter().enumerate() {
            let field = format!("chapters[{index}]");
            if folder.contains('/') || join("", folder).is_none() {
                let message = format!("{} 폴더 이름이 아닙니다.", quoted("", folder, Josa::EunNeun));
                self.field(COURSE, &field, "path", message);
            } else if !self.is_there(folder) {
                let near = self.unnamed.iter().min_by_key(|name| near::distance(name, folder));
                let advice = near.map_or_else(String::new, |name| format!(" 혹시 `{name}`입니까?"));
                let message = format!("{} 없거나 비어 있습니다.{advice}", quoted("폴더", folder, Josa::IGa));
                self.field(COURSE, &field, "chapter-missing", message);
            }
            if spec.chapters.iter().take(index).any(|earlier| earlier == folder) {
                let message = format!("{} 두 번 나옵니다.", quoted("폴더", folder, Josa::IGa));
                self.field(COURSE, &field, "chapter-twice", message);
            }
        }
    }

    /// Every file belongs to something, and is clean text.
    pub(super) fn files(&mut self) {
        if self.lost.is_empty() {
            for folder in self.unnamed.clone() {
                let message = "이 장은 course.yaml의 `chapters`에 없습니다. 적거나 폴더를 지우십시오.";
                self.error(&format!("{folder}/chapter.md"), "chapter-unnamed", message);
            }
        }
        for path in self.course.files() {
            if join("", path).is_none() {
                self.error(path, "path", "과정의 폴더 밖을 가리키거나 쓸 수 없는 파일 이름입니다.");
            } else if is_about_the_course(path) {
                continue;
            } else if !self.has_a_place(path) {
                self.error(path, "stray-file", stray(path));
            }
            match self.course.text(path) {
                Ok(text) => self.clean(path, &text),
                Err(fault) => self.faults.push(fault),
            }
        }
    }

    fn has_a_place(&self, path: &str) -> bool {
        // Of a chapter that no course names, that is told.
        if self.unnamed.iter().any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))) {
            return true;
        }
        let beside =
            |folder: &String| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with("/worlds/"));
        if self.unread.iter().any(beside) {
            return true;
        }
        if path == COURSE || self.used.contains(path) || self.is_quiz(path) {
            return true;
        }
        self.course.chapters().iter().any(|chapter| {
            let inside = path.strip_prefix(chapter.folder.as_str()).and_then(|rest| rest.strip_prefix('/'));
            let exercise = inside.and_then(|rest| rest.strip_prefix("ex-")).and_then(|rest| rest.split_once('/'));
            inside == Some("chapter.md") || exercise.is_some_and(|(_, file)| is_exercise_file(file))
        })
    }

    /// Not empty, whole to its last line, composed (NFC), and nothing in it that a terminal would obey.
    pub(super) fn clean(&mut self, path: &str, text: &str) {
        // To write from nothing is a task as good as any; whether it is one, the exercise says.
        if text.is_empty() && path.ends_with("/starter.yaml") {
            return;
        }
        if text.trim().is_empty() {
            self.error(path, "empty", "파일이 비어 있습니다.");
            return;
        }
        if !text.ends_with('\n') {
            let end = TextRange::at(text.len());
            let message = "마지막 줄이 줄바꿈으로 끝나지 않습니다. 파일이 잘렸을 수 있습니다.";
            self.faults.push(Fault::error(path, "truncated", message).in_text(text, end));
        }
        if let Some((offset, c)) = text.char_indices().find(|(_, c)| is_harmful(*c)) {
            let message = format!("제어 문자 U+{:04X}가 있습니다.", u32::from(c));
            self.faults.push(Fault::error(path, "control-character", message).in_text(text, TextRange::at(offset)));
        }
        if !is_nfc(text) {
            let at = text.split_inclusive('\n').take_while(|line| is_nfc(line)).map(str::len).sum();
            let message = "NFC로 모아 쓰지 않은 글자가 있습니다(자모가 풀려 있을 수 있습니다).";
            self.faults.push(Fault::error(path, "not-nfc", message).in_text(text, TextRange::at(at)));
        }
    }
}

/// Whether a file is what a repository or an archive has beside any course: nothing of it is shown to a learner.
fn is_about_the_course(path: &str) -> bool {
    const NAMES: [&str; 6] = ["README", "LICENSE", "LICENCE", "NOTICE", "CHANGELOG", "CONTRIBUTING"];
    let name = path.split(['.', '-']).next().unwrap_or(path);
    !path.contains('/') && NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// What to say of a file that nothing refers to.
fn stray(path: &str) -> &'static str {
    let inside = path.split_once("/ex-").and_then(|(_, rest)| rest.split_once('/')).map(|(_, file)| file);
    let is_folder = |file: &str| {
        let (folder, rest) = file.split_once('/').unwrap_or((file, ""));
        matches!(folder, "starter" | "solution") || (folder == "wrong" && rest.contains('/'))
    };
    match inside {
        Some(file) if is_folder(file) => {
            "아무 데서도 쓰지 않는 파일입니다. 파일이 여럿인 답은 YAML 파일 하나에 `---`로 나누고, 문서마다 첫 줄에 `# Source: 파일 이름`을 \
             적습니다."
        }
        _ if path == "glossary.yaml" || path.starts_with("mistakes/") => {
            "아무 데서도 쓰지 않는 파일입니다. 용어와 실수는 키잡이에 든 것만 쓸 수 있습니다."
        }
        _ => "아무 데서도 쓰지 않는 파일입니다. 쓰거나 지우거나, 과정이 아닌 것은 점으로 시작하는 폴더에 두십시오.",
    }
}

/// Whether a file, by its path in an exercise's folder, belongs to an exercise.
fn is_exercise_file(file: &str) -> bool {
    let is_near_miss = |name: &str| !name.contains('/') && name.strip_suffix(".yaml").is_some_and(|it| !it.is_empty());
    matches!(file, "exercise.yaml" | "starter.yaml" | "solution.yaml" | "world.yaml")
        || file.strip_prefix("wrong/").is_some_and(is_near_miss)
}
