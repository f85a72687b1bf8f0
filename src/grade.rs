//! Grading: (exercise, answer) → report. Pure, and fast enough for every keystroke.
//!
//! A [`Grader`] holds one exercise with its world decoded, so that an edit costs only the changed file's verdict and the
//! checks. An answer is a set of files and, where an exercise asks for it, a log of console commands; the files'
//! objects are applied to the world as `kubectl apply` does, then each check looks at the end state and at traces.
//!
//! Must not know: screens, the learner's record.

mod checks;
mod commands;
pub mod diagnose;
mod fields;
pub mod fit;
pub mod lint;
mod prepared;
mod report;
pub mod session;
mod words;

pub use report::{CheckResult, FailedCommand, FileReport, Report};

use crate::cluster::world::World;
use crate::cluster::{Cluster, Made};
use crate::console::{Console, Ran};
use crate::diagnostic::{Diagnostic, Severity, Stage};
use crate::kube::model::Object;
use crate::kube::{Decoded, Version};
use crate::lesson::exercise::SCRIPT;
use crate::lesson::spec::{Check, CheckKind};
use crate::lesson::{Exercise, File};
use crate::text::places_before_edit;
use checks::Scene;
use diagnose::Findings;
use prepared::Prepared;
use session::Session;

/// Commands that failed and are told of.
const FAILED: usize = 20;

/// What a learner hands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The files, in the order of the editor's tabs.
    pub files: Vec<File>,
    /// What was typed in the console, in order: one entry for each time Enter was pressed. Empty where nothing was.
    pub log: Vec<String>,
}

impl Answer {
    /// The answer that these files are. Scripts ([`File::is_script`]) and documents of kind `Commands` were typed at the
    /// console.
    #[must_use]
    pub fn files(files: Vec<File>) -> Self {
        let (scripts, mut files): (Vec<File>, Vec<File>) = files.into_iter().partition(File::is_script);
        let mut log: Vec<String> = files.iter_mut().flat_map(commands::take).collect();
        let typed = scripts.into_iter().filter(|script| !script.holds_nothing());
        log.extend(typed.map(|script| script.text));
        Self { files, log }
    }

    /// Whether nothing of it is the learner's: it is what the exercise begins with, or nothing is written at all.
    #[must_use]
    pub fn is_untouched(&self, exercise: &Exercise) -> bool {
        let starter = Self::files(exercise.starter.clone());
        let is_given = |file: &File| file.holds_nothing() || starter.files.iter().any(|it| it.text == file.text);
        (self.log.is_empty() || self.log == starter.log) && self.files.iter().all(is_given)
    }

    /// The answer as files, from which [`Answer::files`] makes it again: what was typed is a file too, a script.
    #[must_use]
    pub fn to_files(&self) -> Vec<File> {
        let mut files = self.files.clone();
        if !self.log.is_empty() {
            files.push(File { name: SCRIPT.to_owned(), text: self.log.join("\n") + "\n" });
        }
        files
    }

    /// Adds what a file holds: of a script (`.sh`) its commands, of a marked stream (`# Source: NAME`) its files, else one
    /// file that keeps its name. At the console files lie in one folder: there `name` is a path within it.
    pub fn add(&mut self, exercise: &Exercise, name: &str, text: &str) {
        let Self { mut files, mut log } = Self::files(exercise.split_file(name, text));
        self.files.append(&mut files);
        self.log.append(&mut log);
    }
}

/// Grades one answer. Whoever grades the same exercise again and again keeps a [`Grader`].
#[must_use]
pub fn grade(exercise: &Exercise, answer: &Answer, version: Version) -> Report {
    Grader::new(exercise, version).grade(answer)
}

/// An exercise made ready: grading through it again only redoes what changed.
pub struct Grader {
    exercise: Exercise,
    version: Version,
    /// The world before any answer; `None` where it cannot be read, and then nothing passes.
    world: Option<Cluster>,
    /// The files of the last answer.
    files: Vec<Prepared>,
    /// What the world showed of each.
    findings: Vec<Findings>,
    /// What the cluster made of the objects of each.
    made: Vec<Vec<Option<Made>>>,
    /// The console of an exercise that is done there.
    session: Session,
}

impl Grader {
    /// Makes an exercise ready.
    #[must_use]
    pub fn new(exercise: &Exercise, version: Version) -> Self {
        let world = World::read(&exercise.world).ok().map(|world| Cluster::new(&world));
        Self {
            exercise: exercise.clone(),
            version,
            world,
            files: Vec::new(),
            findings: Vec::new(),
            made: Vec::new(),
            session: Session::default(),
        }
    }

    /// The exercise.
    #[must_use]
    pub fn exercise(&self) -> &Exercise {
        &self.exercise
    }

    /// The world before any answer.
    #[must_use]
    pub fn world(&self) -> Option<&Cluster> {
        self.world.as_ref()
    }

    /// Grades an answer that has nothing to do with the one before: what that one left is forgotten, so that a report
    /// depends on its own answer alone.
    pub fn grade_anew(&mut self, answer: &Answer) -> Report {
        self.files.clear();
        self.findings.clear();
        self.made.clear();
        self.session = Session::default();
        self.grade(answer)
    }

    /// Takes over the console at which an answer's commands were run, so that they need not be run once more to be graded.
    pub fn take_over(&mut self, answer: &Answer, console: Console) {
        if self.exercise.console {
            let beside = in_folder(&self.exercise, answer);
            self.session.take_over(&beside, &answer.log, console);
        }
    }

    /// Grades an answer.
    pub fn grade(&mut self, answer: &Answer) -> Report {
        self.prepare(&answer.files);
        let world = self.world.clone().unwrap_or_default();
        let mut cluster = world.clone();
        let mut commands: &[Ran] = &[];
        let mut done_by_hand = Vec::new();
        let applied: Vec<Applied<'_>> = if self.exercise.console {
            let beside = in_folder(&self.exercise, answer);
            let console = self.session.run(&self.exercise.world, &beside, &answer.log);
            cluster = console.cluster().clone();
            commands = console.ran();
            done_by_hand = session::changed(&world, &cluster);
            self.files.iter().map(|file| Applied::found(file, &done_by_hand)).collect()
        } else {
            self.made.resize_with(self.files.len(), Vec::new);
            let files = self.files.iter().zip(&mut self.made);
            files.map(|(file, made)| Applied::put(file, &mut cluster, made)).collect()
        };
        self.findings.resize_with(self.files.len(), Findings::default);
        let reports = self.files.iter().zip(&applied).zip(&mut self.findings);
        let mut files: Vec<FileReport> =
            reports.map(|((file, applied), findings)| file_report(file, applied, &cluster, findings)).collect();
        if self.exercise.console {
            // A file in which nothing is written was handed to nobody.
            let given = answer.files.iter().zip(&mut files);
            given
                .filter(|(file, _)| file.holds_nothing())
                .for_each(|(_, report)| *report = FileReport { name: report.name.clone(), ..FileReport::default() });
        }
        let objects: Vec<&Object> = if self.exercise.console {
            done_by_hand.iter().collect()
        } else {
            applied.iter().flat_map(|it| it.objects.iter().map(|it| &*it.object)).collect()
        };
        let refused: Vec<(&str, &Diagnostic)> = files
            .iter()
            .flat_map(|file| file.diagnostics.iter().filter(|it| it.rejects()).map(|it| (file.name.as_str(), it)))
            .collect();
        let assumed = applied.iter().any(|it| it.assumed);
        let scene = Scene { cluster: &cluster, objects: &objects, commands, refused: &refused };
        let told = Told {
            refused: !refused.is_empty(),
            findings: files.iter().flat_map(|file| &file.diagnostics).any(|it| it.severity <= Severity::Warning),
        };
        let mut checks: Vec<CheckResult> =
            self.exercise.checks.iter().map(|check| result(check, &scene, assumed, &told)).collect();
        for (check, result) in self.exercise.checks.iter().zip(&mut checks) {
            withhold(check, result, answer);
        }
        if !told.findings && checks.iter().all(|check| check.mistake.is_none()) {
            checks.iter_mut().for_each(name_by_trace);
        }
        let is_answer = !objects.is_empty() || !refused.is_empty() || !answer.log.is_empty();
        let all_hold = !checks.is_empty() && checks.iter().all(|check| check.passed);
        let passed = all_hold && is_answer && !assumed && self.world.is_some();
        let failed = commands.iter().filter(|ran| ran.exit != 0);
        let failed =
            failed.map(|ran| FailedCommand { line: ran.line.clone(), printed: ran.printed.clone(), exit: ran.exit });
        let failed = failed.take(FAILED).collect();
        Report { passed, checks, files, failed, assumed, cluster }
    }

    /// Brings [`Grader::files`] up to the answer, keeping what has not changed.
    fn prepare(&mut self, files: &[File]) {
        let mut old = std::mem::take(&mut self.files);
        for file in files {
            let same = old.iter().position(|it| it.text == file.text);
            let known = same.or_else(|| old.iter().position(|it| it.name == file.name)).map(|at| old.swap_remove(at));
            self.files.push(match known {
                Some(known) if same.is_some() => Prepared { name: file.name.clone(), ..known },
                Some(known) => known.changed(file),
                None => Prepared::new(file, self.version),
            });
        }
    }
}

/// What lies in the console's folder: the answer's files, and those of the exercise's own that the answer leaves out. Commands
/// that are handed in alone were typed beside them. The only file of an answer is also what commands call by the exercise's
/// name for it, where they do not call it by its own: a file is handed in under the name of a student.
fn in_folder(exercise: &Exercise, answer: &Answer) -> Vec<File> {
    let mut folder = answer.files.clone();
    let is_there = |folder: &[File], name: &str| folder.iter().any(|file| file.name == name);
    if let [only] = answer.files.as_slice()
        && !is_there(&exercise.starter, &only.name)
        && !answer.log.iter().any(|entry| entry.contains(&only.name))
    {
        folder.push(File { name: exercise.file.clone(), text: only.text.clone() });
    }
    let own = exercise.starter.iter().filter(|own| !own.is_script());
    let left_out: Vec<File> = own.filter(|own| !is_there(&folder, &own.name)).cloned().collect();
    folder.extend(left_out);
    folder
}

/// What of a file went into the cluster.
struct Applied<'f> {
    objects: Vec<&'f Decoded>,
    /// What the cluster refused although the manifest by itself is good.
    refusals: Vec<Diagnostic>,
    /// Whether the objects are those of the mended text.
    assumed: bool,
}

impl<'f> Applied<'f> {
    /// Of a file that only lies beside the console: its objects as far as they were created by hand.
    fn found(file: &'f Prepared, by_hand: &[Object]) -> Self {
        let is_there = |decoded: &&Decoded| {
            let its = decoded.object.metadata();
            let same = |it: &Object| {
                let metadata = it.metadata();
                it.kind() == decoded.object.kind()
                    && (&metadata.namespace, &metadata.name) == (&its.namespace, &its.name)
            };
            decoded.accepted && by_hand.iter().any(same)
        };
        let objects = file.checked.objects.iter().filter(is_there).collect();
        Self { objects, refusals: Vec::new(), assumed: false }
    }

    /// Applies the objects of a file, or those it would have if its certain faults were mended. What is refused
    /// creates nothing. `made` is what became of them last time, and then of these.
    fn put(file: &'f Prepared, cluster: &mut Cluster, made: &mut Vec<Option<Made>>) -> Self {
        let mended = file.mended.as_deref();
        let mut applied = Self { objects: Vec::new(), refusals: Vec::new(), assumed: mended.is_some() };
        let objects = mended.unwrap_or(&file.checked.objects);
        let objects: Vec<&Decoded> = objects.iter().filter(|decoded| decoded.accepted).collect();
        let mut before = std::mem::take(made);
        for (index, &decoded) in objects.iter().enumerate() {
            let is_it = |made: &mut Made| made.is_of(&decoded.object);
            let mut places = places_before_edit(index, objects.len(), before.len());
            let known = places.find_map(|at| before.get_mut(at).and_then(|made| made.take_if(is_it)));
            match cluster.apply_again(&decoded.object, known) {
                Ok(now) => {
                    applied.objects.push(decoded);
                    made.push(now);
                }
                Err(refusals) => {
                    let told = refusals.iter().map(|it| diagnose::refused(&file.text, &file.parse, decoded, it));
                    applied.refusals.extend(told);
                    made.push(None);
                }
            }
        }
        applied
    }
}

fn file_report(file: &Prepared, applied: &Applied<'_>, cluster: &Cluster, findings: &mut Findings) -> FileReport {
    let mut diagnostics: Vec<Diagnostic> = file.checked.diagnostics().cloned().collect();
    let from_text = diagnostics.len();
    diagnostics.extend(applied.refusals.iter().cloned());
    // Of a refused object only what it would be when mended is looked at: as it stands, half of it may be missing.
    diagnostics.extend(findings.look(cluster, &file.text, &file.parse, &applied.objects));
    let rejected = file.checked.rejected.or(applied.refusals.first().map(|it| it.stage));
    let mut mistakes = file.mistakes.clone();
    let of_the_world = diagnostics.iter().skip(from_text).filter(|it| it.stage == Stage::Allocate || !applied.assumed);
    for code in of_the_world.map(|it| it.code) {
        if !mistakes.contains(&code) {
            mistakes.push(code);
        }
    }
    FileReport { name: file.name.clone(), rejected, diagnostics, mistakes }
}

/// What diagnostics have said already, so that checks need not name a misconception again.
struct Told {
    /// Something is refused: then nearly every check fails, and for that reason.
    refused: bool,
    /// Something is found, be it that the server takes it: then traffic fails, and for that reason.
    findings: bool,
}

impl Told {
    fn explains(&self, kind: &CheckKind) -> bool {
        match kind {
            CheckKind::Request(_) | CheckKind::Endpoints(_) => self.refused || self.findings,
            _ => self.refused,
        }
    }
}

/// Where nobody names the misconception, the way of a failed request does.
fn name_by_trace(check: &mut CheckResult) {
    if !check.passed {
        check.mistake = check.trace.as_ref().and_then(|trace| trace.end.code()).map(|code| code.to_string());
    }
}

/// Keeps back what an exercise wants to be found out until the answer holds it: trying numbers is finding out, being told
/// is not.
fn withhold(check: &Check, result: &mut CheckResult, answer: &Answer) {
    let CheckKind::Request(request) = &check.kind else { return };
    let Some(hidden) = request.hidden() else { return };
    let mut texts = answer.files.iter().map(|file| &file.text).chain(&answer.log);
    if !texts.any(|text| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == hidden)) {
        result.detail = result.detail.replace(hidden, "(찾을 번호)");
        result.withheld = Some(hidden.to_owned());
    }
}

/// Runs a check. Under an assumption it shows how things would be, and does not hold.
fn result(check: &Check, scene: &Scene<'_>, assumed: bool, told: &Told) -> CheckResult {
    let mut outcome = checks::run(&check.kind, scene);
    let passed = outcome.passed && !assumed;
    if check.quiet && !passed {
        (outcome.detail, outcome.trace) = (String::new(), None);
    }
    let detail = match outcome.detail {
        detail if passed || !outcome.passed || detail.is_empty() => detail,
        detail => format!("고치고 나면: {detail}"),
    };
    let mistake = if passed || outcome.absent || told.explains(&check.kind) { None } else { check.mistake.clone() };
    CheckResult {
        passed,
        would_pass: outcome.passed,
        sentence: if passed { check.proves.clone() } else { check.not_yet.clone() },
        detail,
        mistake,
        trace: outcome.trace,
        goal: outcome.goal,
        withheld: None,
        weight: check.weight,
    }
}

#[cfg(test)]
mod tests;
