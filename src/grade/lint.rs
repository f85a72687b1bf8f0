//! The part of the pack linter that needs grading: the starter fails for an intended reason, the solution passes with
//! nothing to remark, every near miss gives exactly the codes it claims, every check can fail, and the examples of the
//! mistake catalogue do what they say.
//!
//! Must not know: where faults are printed.

use super::{Answer, Grader, Report};
use super::{commands, diagnose};
use crate::cluster::Cluster;
use crate::cluster::world::World;
use crate::kube::model::Object;
use crate::kube::{self, Decoded, Version};
use crate::lesson::catalogue::{Mistake, ROOT};
use crate::lesson::source::read_text;
use crate::lesson::{Catalogue, Course, Exercise, Fault, File, Wrong};
use crate::lesson::{mistakes, spec};
use crate::text::TextRange;
use crate::yaml;

/// The faults of a course but for the truth of its questions, those of a file together.
#[must_use]
pub fn lint_course(course: &Course, catalogue: &Catalogue) -> Vec<Fault> {
    let mut faults = crate::lesson::lint::lint(course, catalogue);
    for (_, outline) in course.exercises() {
        let Ok(exercise) = course.exercise(&outline.id) else { continue };
        // In a world that cannot be read, and by checks that cannot be made, everything would fail: that follows from what was told.
        let follows = |fault: &Fault| {
            let file = fault.path.strip_prefix(&exercise.folder).unwrap_or("");
            matches!((file, fault.rule), ("/world.yaml", "world") | ("/exercise.yaml", "check" | "checks"))
        };
        if faults.iter().any(follows) {
            continue;
        }
        let wrong = course.wrong(&exercise).unwrap_or_default();
        let answers = ["starter.yaml", "solution.yaml"].map(|name| format!("{}/{name}", exercise.folder));
        let before = faults.len();
        for path in answers.iter().chain(wrong.iter().map(|it| &it.path)) {
            let text = course.text(path).unwrap_or_default();
            let told = commands::faults(&text).into_iter();
            faults.extend(told.map(|(at, message)| Fault::error(path, "commands", message).in_text(&text, at)));
        }
        // Commands that are not read are not run, and then every check fails.
        if faults.len() == before {
            prove(course, catalogue, &exercise, &wrong, &mut faults);
        }
    }
    for code in catalogue.codes() {
        if let Ok(mistake) = catalogue.mistake(code) {
            let text = read_text(catalogue.source(), &format!("mistakes/{code}.md")).unwrap_or_default();
            examples(&mistake, &text, &mut faults);
        }
    }
    faults.sort_by(|a, b| a.order().cmp(&b.order()));
    faults.dedup();
    faults
}

/// The proofs of one exercise.
fn prove(course: &Course, catalogue: &Catalogue, exercise: &Exercise, wrong: &[Wrong], faults: &mut Vec<Fault>) {
    let mut grader = Grader::new(exercise, Version::default());
    let file = |name: &str| format!("{}/{name}", exercise.folder);
    let text = course.text(&file("exercise.yaml")).unwrap_or_default();
    let at_check = |index: usize, rule: &'static str, message: String| {
        let kind = exercise.checks.get(index).map_or("", |check| check.kind.key());
        let place = spec::place_of(&text, &format!("checks[{index}].{kind}"));
        Fault::error(file("exercise.yaml"), rule, message).in_text(&text, place)
    };

    let starter = grader.grade(&Answer::files(exercise.starter.clone()));
    prove_starter(exercise, &starter, &file("starter.yaml"), faults);

    let solution = grader.grade(&Answer::files(exercise.solution.clone()));
    prove_solution(exercise, &solution, &file("solution.yaml"), at_check, faults);
    if !solution.passed {
        failed_commands(course, &solution, &file("solution.yaml"), faults);
    }

    let mut failing = vec![starter];
    for near_miss in wrong {
        let report = grader.grade(&Answer::files(near_miss.files.clone()));
        // What a near miss claims that claims nothing known was told.
        prove_wrong(near_miss, &report, near_miss.is_clear(catalogue), faults);
        failing.push(report);
    }
    for index in 0..exercise.checks.len() {
        let fails = |report: &Report| report.checks.get(index).is_some_and(|result| !result.passed);
        if !failing.iter().any(fails) {
            let message = "이 확인 항목에 걸리는 파일이 starter와 wrong/에 하나도 없습니다.";
            faults.push(at_check(index, "check-never-fails", message.to_owned()));
        }
    }
}

/// The starter fails, and shows nothing but mistakes the exercise is about; one without any object asks to write from
/// empty.
fn prove_starter(exercise: &Exercise, report: &Report, path: &str, faults: &mut Vec<Fault>) {
    if report.passed {
        faults.push(Fault::error(path, "starter-passes", "시작 파일이 이미 과제를 통과합니다."));
    }
    let is_blank = exercise.starter.iter().all(File::holds_nothing);
    if is_blank {
        return;
    }
    // At a console nothing is created yet: what then does not come about is no mistake, only what the files show is.
    let is_undone = exercise.console && Answer::files(exercise.starter.clone()).log.is_empty();
    let of_files = || report.files.iter().flat_map(|file| &file.mistakes).map(ToString::to_string).collect();
    let codes: Vec<String> = if is_undone { of_files() } else { report.mistakes() };
    if codes.is_empty() && !is_undone {
        let message = "시작 파일이 왜 통과하지 못하는지 진단도 `mistake`도 말하지 않습니다.";
        faults.push(Fault::error(path, "starter-unexplained", message));
    }
    for code in codes.iter().filter(|code| !exercise.mistakes.contains(code)) {
        let message =
            format!("시작 파일이 `{code}`를 보이는데 exercise.yaml의 `mistakes`에 없습니다.{}", shown(report, code));
        faults.push(Fault::error(path, "starter-unintended", message));
    }
}

/// The solution passes every check with nothing to remark. One that the server refuses brings about nothing: only that is told.
fn prove_solution(
    exercise: &Exercise,
    report: &Report,
    path: &str,
    at_check: impl Fn(usize, &'static str, String) -> Fault,
    faults: &mut Vec<Fault>,
) {
    let before = faults.len();
    for (file, answer) in report.files.iter().zip(exercise.solution.iter().filter(|file| !file.is_script())) {
        for diagnostic in &file.diagnostics {
            faults.push(Fault::of(diagnostic, path, "solution-diagnostic", &answer.text));
        }
    }
    if faults.len() > before && report.files.iter().any(|file| file.rejected.is_some()) {
        return;
    }
    for (index, result) in report.checks.iter().enumerate().filter(|(_, result)| !result.passed) {
        let message =
            format!("정답(solution.yaml)이 이 확인 항목을 통과하지 못합니다: {} {}", result.sentence, result.detail);
        faults.push(at_check(index, "solution-fails", message));
    }
    if !report.passed && report.checks.iter().all(|result| result.passed) {
        faults.push(Fault::error(path, "solution-fails", "정답이 통과하지 못합니다."));
    }
}

/// The commands of a solution that fail: with what they print, at their line, for an author who only sees what did not come about.
fn failed_commands(course: &Course, report: &Report, path: &str, faults: &mut Vec<Fault>) {
    let text = course.text(path).unwrap_or_default();
    for failed in &report.failed {
        let said = failed.printed.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
        let message = format!("명령 `{}`: 실패했습니다(종료 코드 {}). {said}", failed.line, failed.exit);
        let place = TextRange::at(text.find(&failed.line).unwrap_or(0));
        faults.push(Fault::error(path, "solution-command", message.trim_end()).in_text(&text, place));
    }
}

fn prove_wrong(near_miss: &Wrong, report: &Report, is_clear: bool, faults: &mut Vec<Fault>) {
    if report.passed {
        let message = "wrong/의 파일인데 과제를 통과합니다.";
        faults.push(Fault::error(&near_miss.path, "wrong-passes", message));
    }
    let found = report.mistakes();
    if is_clear && found != near_miss.codes {
        let claimed = near_miss.codes.join(", ");
        let message = match found.as_slice() {
            [] => format!(
                "첫 줄의 코드는 `{claimed}`인데 채점에서 나온 코드가 없습니다. 이 파일이 어기는 확인 항목에 `mistake`를 적었는지도 \
                 살펴보십시오."
            ),
            found => format!("첫 줄의 코드는 `{claimed}`인데 채점에서 나온 코드는 `{}`입니다.", found.join(", ")),
        };
        faults.push(Fault::error(&near_miss.path, "wrong-codes", message));
    }
}

/// The examples of a mistake's explanation: the bad one makes exactly this mistake, the good one none.
fn examples(mistake: &Mistake, text: &str, faults: &mut Vec<Fault>) {
    let path = format!("{ROOT}/mistakes/{}.md", mistake.code);
    let at = |example: &str| TextRange::at(text.find(example).unwrap_or(0));
    let world = match &mistake.world {
        None => None,
        Some(source) => match World::read(source) {
            Ok(world) => Some(Cluster::new(&world)),
            Err(wrong) => {
                let fault = |help: &String| Fault::error(&path, "mistake-world", help).in_text(text, at(source));
                faults.extend(wrong.iter().map(|it| fault(&it.help)));
                return;
            }
        },
    };
    if !mistake.bad.is_empty() {
        let found = codes(&mistake.bad, world.as_ref());
        if found != [mistake.code.as_str()] {
            let found = if found.is_empty() { "없음".to_owned() } else { format!("`{}`", found.join(", ")) };
            let message = format!("나쁜 보기에서 나온 코드: {found}");
            faults.push(Fault::error(&path, "mistake-bad", message).in_text(text, at(&mistake.bad)));
        }
    }
    if !mistake.good.is_empty() {
        let found = codes(&mistake.good, world.as_ref());
        if !found.is_empty() {
            let message = format!("좋은 보기에서 `{}` 코드가 나왔습니다.", found.join(", "));
            faults.push(Fault::error(&path, "mistake-good", message).in_text(text, at(&mistake.good)));
        }
    }
}

/// The codes that a manifest shows, by itself or in a world.
fn codes(text: &str, world: Option<&Cluster>) -> Vec<String> {
    let parse = yaml::parse(text);
    let checked = kube::check_parsed(text, &parse, Version::default());
    let mut codes: Vec<String> = mistakes::shown(&checked).iter().map(ToString::to_string).collect();
    if let Some(world) = world {
        let mut cluster = world.clone();
        let accepted: Vec<&Decoded> = checked.objects.iter().filter(|it| it.accepted).collect();
        for decoded in &accepted {
            if let Err(refusals) = cluster.apply(Object::clone(&decoded.object)) {
                codes.extend(refusals.iter().map(|it| diagnose::refused(text, &parse, decoded, it).code.to_string()));
            }
        }
        codes.extend(diagnose::diagnose(&cluster, text, &parse, &accepted).iter().map(|it| it.code.to_string()));
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The help of the diagnostic with that code, for an author who did not expect it.
fn shown(report: &Report, code: &str) -> String {
    let help = report.diagnostics().find(|it| it.code.as_str() == code).map(|it| format!(" ({})", it.help));
    help.unwrap_or_default()
}

#[cfg(test)]
mod tests;
