//! `kijabi doctor`: whether this terminal and this machine let kijabi do its work, and what to do where they do not.
//!
//! Must not know: what the tutor shows.

use super::Status;
use super::args::Common;
use super::out::{Out, is_conversation};
use crate::shell::store::{BUILT_IN, Store, StoreProblem};
use crate::shell::{content, home};

/// One thing that was looked at.
struct Finding {
    mark: Mark,
    what: &'static str,
    about: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Good,
    /// Works, but not as well as it could.
    Worse,
    Bad,
}

/// Looks at everything.
pub(super) fn run(common: &Common, out: &mut Out) -> anyhow::Result<Status> {
    let findings = [terminal(), locale(), colours(), widths(), record(), lessons(common), keys()];
    for Finding { mark, what, about } in &findings {
        let mark = match (mark, common.ascii) {
            (Mark::Good, false) => "✓",
            (Mark::Worse, false) => "!",
            (Mark::Bad, false) => "✗",
            (Mark::Good, true) => "[o]",
            (Mark::Worse, true) => "[!]",
            (Mark::Bad, true) => "[x]",
        };
        out.line(&format!("{mark} {what}: {about}"))?;
    }
    Ok(Status::of(findings.iter().all(|finding| finding.mark != Mark::Bad)))
}

fn variable(name: &str) -> String {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).unwrap_or_default()
}

fn terminal() -> Finding {
    let what = "터미널";
    let term = variable("TERM");
    if !is_conversation() {
        let about =
            "표준 입출력이 터미널이 아닙니다. 화면은 터미널에서만 열립니다(`--plain`은 어디서나 됩니다).".to_owned();
        return Finding { mark: Mark::Worse, what, about };
    }
    if term.is_empty() || term == "dumb" {
        let about = format!(
            "TERM={term:?}인 터미널에서는 화면을 그릴 수 없습니다. 다른 터미널을 쓰거나 `--plain`을 붙이십시오."
        );
        return Finding { mark: Mark::Bad, what, about };
    }
    Finding { mark: Mark::Good, what, about: format!("TERM={term}{}", size()) }
}

#[cfg(feature = "tui")]
fn size() -> String {
    let size = crate::tui::size();
    let need = crate::app::SMALLEST;
    let small = size.width < need.width || size.height < need.height;
    let more =
        if small { format!(" (적어도 {}×{}이어야 합니다)", need.width, need.height) } else { String::new() };
    format!(", {}×{}{more}", size.width, size.height)
}

#[cfg(not(feature = "tui"))]
fn size() -> String {
    String::new()
}

fn locale() -> Finding {
    let what = "로캘";
    let named = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .map(|name| (name, variable(name)))
        .find(|(_, value)| !value.is_empty());
    let Some((name, value)) = named else {
        let about = "LANG이 비어 있습니다. 한글이 `?`로 보이면 LANG=C.UTF-8이나 ko_KR.UTF-8로 두십시오.".to_owned();
        return Finding { mark: Mark::Worse, what, about };
    };
    let lower = value.to_lowercase();
    if lower.contains("utf-8") || lower.contains("utf8") {
        return Finding { mark: Mark::Good, what, about: format!("{name}={value}") };
    }
    let about =
        format!("{name}={value}: UTF-8이 아니어서 한글이 깨질 수 있습니다. LANG=C.UTF-8이나 ko_KR.UTF-8로 두십시오.");
    Finding { mark: Mark::Bad, what, about }
}

fn colours() -> Finding {
    let what = "색";
    if !variable("NO_COLOR").is_empty() {
        return Finding { mark: Mark::Good, what, about: "NO_COLOR를 따라 색 없이 그립니다.".to_owned() };
    }
    let depth = variable("COLORTERM");
    if depth == "truecolor" || depth == "24bit" {
        return Finding { mark: Mark::Good, what, about: format!("COLORTERM={depth}{}", ground()) };
    }
    Finding { mark: Mark::Good, what, about: format!("터미널의 기본 16색을 씁니다{}", ground()) }
}

/// Which background the colours are chosen for, and how to say that it is another.
#[cfg(feature = "tui")]
fn ground() -> &'static str {
    if crate::tui::is_light(&variable("COLORFGBG")) {
        ", 밝은 바탕(COLORFGBG)에 맞춘 색으로 그립니다."
    } else {
        ". 바탕이 밝아 글자가 흐리면 COLORFGBG=\"0;15\"로 두십시오."
    }
}

#[cfg(not(feature = "tui"))]
fn ground() -> &'static str {
    ""
}

#[cfg(feature = "tui")]
fn widths() -> Finding {
    /// What stands in aligned places of the screen, and what it is called here.
    const PROBES: [(&str, &str); 6] =
        [("가", "가"), ("\u{1100}\u{1161}\u{11a8}", "풀어쓴 각"), ("…", "…"), ("│", "│"), ("✓", "✓"), ("▶", "▶")];
    let what = "글자 폭";
    if !is_conversation() {
        return Finding {
            mark: Mark::Good, what, about: "터미널이 아니어서 재지 않았습니다.".to_owned()
        };
    }
    let Some(measured) = crate::tui::probe::widths(&PROBES.map(|(text, _)| text)) else {
        let about = "터미널이 커서 자리를 답하지 않아 재지 못했습니다.".to_owned();
        return Finding { mark: Mark::Worse, what, about };
    };
    let counted = PROBES.map(|(text, name)| (name, crate::text::width::cells(text)));
    let wrong: Vec<String> = counted
        .iter()
        .zip(&measured)
        .filter(|((_, counted), measured)| counted != *measured)
        .map(|((name, counted), measured)| format!("{name} {measured}칸(키잡이는 {counted}칸으로 셉니다)"))
        .collect();
    if wrong.is_empty() {
        let names = PROBES.map(|(_, name)| name).join(", ");
        return Finding { mark: Mark::Good, what, about: format!("모두 맞습니다({names}).") };
    }
    let about = format!(
        "{}. 줄이 어긋나면 터미널 설정에서 '모호한 폭'을 좁게 두거나 `--ascii`를 붙이십시오.",
        wrong.join(", ")
    );
    Finding { mark: Mark::Worse, what, about }
}

#[cfg(not(feature = "tui"))]
fn widths() -> Finding {
    Finding {
        mark: Mark::Good, what: "글자 폭", about: "화면 없이 만든 키잡이라 재지 않았습니다.".to_owned()
    }
}

fn record() -> Finding {
    let what = "학습 기록";
    let looked = home::folder().ok_or(StoreProblem::NoHome).and_then(|folder| Store::open(&folder, BUILT_IN)).and_then(
        |mut store| {
            store.try_writing()?;
            store.load()?;
            Ok(store)
        },
    );
    match looked {
        Ok(store) => Finding { mark: Mark::Good, what, about: store.file().display().to_string() },
        Err(problem) => Finding { mark: Mark::Bad, what, about: problem.to_string() },
    }
}

fn lessons(common: &Common) -> Finding {
    let what = "과정";
    match super::course(common, None) {
        Ok(course) => {
            let terms = content::catalogue().terms().len();
            let (chapters, exercises) = (course.chapters().len(), course.exercises().count());
            let about = format!("{} (장 {chapters}, 과제 {exercises}, 용어 {terms})", course.title());
            Finding { mark: Mark::Good, what, about }
        }
        Err(error) => Finding { mark: Mark::Bad, what, about: format!("{error:#}") },
    }
}

fn keys() -> Finding {
    let about = "F1은 도움말, Ctrl-Q는 나가기입니다. 터미널이 F1을 가져가면 글을 쓰지 않는 화면에서는 ?를 쓰십시오.";
    Finding { mark: Mark::Good, what: "키", about: about.to_owned() }
}
