//! From a specification to an item: what is shown, in which order, and the truth. What cannot be made tells its author why and
//! at which field. What each kind of question needs is in the modules below.
//!
//! Must not know: files, lines, who wrote the specification (a person or a generator).

mod arranged;
mod choices;
mod lines;
mod words;
mod worlds;

use super::item::{GAP, Item, Task};
use super::random::Random;
use super::scene::Scene;
use super::told;
use crate::cluster::request::Request;
use crate::diagnostic::Stage;
use crate::lesson::spec::TrafficRequest;
use crate::lesson::spec::quiz::{Ask, QuestionKind, QuestionSpec, Shown};
use crate::text::LineIndex;

/// What is wrong with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The field, from the question on (`choices[1].right`).
    pub(super) field: String,
    /// Which rule it breaks.
    pub(super) rule: &'static str,
    /// In Korean.
    pub(super) message: String,
    /// The line of the field's text at which it is wrong, from 0; `None` where it is the field as a whole.
    pub(super) line: Option<usize>,
}

impl Wrong {
    fn new(field: impl Into<String>, rule: &'static str, message: impl Into<String>) -> Self {
        Self { field: field.into(), rule, message: message.into(), line: None }
    }
}

/// Makes the item of a question. `world` is the text of its world, wherever that stands.
pub(super) fn make(chapter: &str, spec: &QuestionSpec, world: &str, seed: u64) -> Result<Item, Vec<Wrong>> {
    let manifest = spec.manifest.as_deref().unwrap_or("");
    let gapped = manifest.contains(GAP);
    let told_field = if spec.world_file.is_some() { "world-file" } else { "world" };
    let scene = Scene::new(world, if gapped { "" } else { manifest })
        .map_err(|reason| vec![Wrong::new(told_field, "quiz-world", reason)])?;
    let mut maker = Maker { spec, world, scene: &scene, random: Random::new(&spec.id, seed), wrong: Vec::new() };
    let task = maker.task();
    if let Some(task) = task.filter(|_| maker.wrong.is_empty()) {
        return Ok(Item {
            question: spec.id.clone(),
            seed,
            kind: spec.kind,
            chapter: chapter.to_owned(),
            heading: spec.heading.clone(),
            exercise: spec.exercise.clone(),
            mistakes: spec.mistakes.clone(),
            text: text(spec, world, &task),
            task,
            because: spec.because.clone().unwrap_or_default(),
        });
    }
    Err(maker.wrong)
}

/// Which choices are right, where something decides that; `None` where nothing does, or the question cannot be made.
pub(super) fn rights(spec: &QuestionSpec, world: &str) -> Option<Vec<bool>> {
    if !matches!(spec.kind, QuestionKind::One | QuestionKind::Several | QuestionKind::Output) {
        return None;
    }
    let manifest = spec.manifest.as_deref().filter(|manifest| !manifest.contains(GAP)).unwrap_or("");
    let scene = Scene::new(world, manifest).ok()?;
    let mut maker = Maker { spec, world, scene: &scene, random: Random::new(&spec.id, 0), wrong: Vec::new() };
    let truth = maker.truth(&spec.ask)?;
    let choices = spec.choices.iter().enumerate();
    choices.map(|(index, choice)| maker.is_right(choice, &format!("choices[{index}]"), truth.as_ref())).collect()
}

/// What is asked with what is told of the world and the manifest. The manifest of a faulty line is the task itself.
fn text(spec: &QuestionSpec, world: &str, task: &Task) -> String {
    let mut text = spec.text.trim_end().to_owned();
    let default: &[Shown] = match spec.kind {
        QuestionKind::Selects | QuestionKind::Reach => &[Shown::Pods],
        _ => &[],
    };
    let shown = spec.show.as_deref().unwrap_or(default);
    if !shown.is_empty()
        && let Ok(scene) = Scene::new(world, "")
    {
        text.push('\n');
        text.push_str(&told::tables(&scene.cluster, shown));
    }
    if let Some(manifest) = &spec.manifest
        && !matches!(task, Task::Line { .. })
    {
        text.push_str("\n\n```yaml\n");
        text.push_str(manifest.trim_end());
        text.push_str("\n```\n");
    }
    text
}

struct Maker<'m> {
    spec: &'m QuestionSpec,
    world: &'m str,
    scene: &'m Scene,
    random: Random,
    wrong: Vec<Wrong>,
}

impl Maker<'_> {
    fn fault<T>(&mut self, field: impl Into<String>, rule: &'static str, message: impl Into<String>) -> Option<T> {
        self.wrong.push(Wrong::new(field, rule, message));
        None
    }

    fn task(&mut self) -> Option<Task> {
        self.suits()?;
        self.readable()?;
        match self.spec.kind {
            QuestionKind::One | QuestionKind::Output => self.choose(false),
            QuestionKind::Several => self.choose(true),
            QuestionKind::Fill => self.fill(),
            QuestionKind::Order => self.order(),
            QuestionKind::Match => self.matching(),
            QuestionKind::Selects => self.selects(),
            QuestionKind::Reach => self.reach(),
            QuestionKind::FaultyLine => self.faulty_line(),
            QuestionKind::MissingField => self.missing_field(),
        }
    }

    /// Whether what decides fits the kind of question and the manifest.
    fn suits(&mut self) -> Option<()> {
        let spec = self.spec;
        let (kind, asked, able) = (spec.kind.name(), asked(&spec.ask), deciding(spec.kind));
        if let Some(name) = asked.iter().find(|name| !able.contains(name)) {
            let able: Vec<String> = able.iter().map(|name| format!("`{name}`")).collect();
            let able =
                if able.is_empty() { "없음(`ask`를 적지 않습니다)".to_owned() } else { able.join(", ") };
            let message = format!("`{name}`: `{kind}` 물음의 답을 정하지 못합니다. 쓸 수 있는 것: {able}");
            return self.fault(format!("ask.{name}"), "ask", message);
        }
        let alone = asked.len() < 2 || asked == ["request", "fills"];
        if !alone {
            return self.fault(
                "ask",
                "ask",
                "무엇으로 정하는지는 하나만 적으십시오(`fills`에는 `request`를 더할 수 있습니다).",
            );
        }
        let gapped = spec.manifest.as_ref().is_some_and(|manifest| manifest.contains(GAP));
        if spec.ask.fills && !gapped {
            return self.fault("manifest", "gap", format!("매니페스트에 빈자리 `{GAP}`가 없습니다."));
        }
        if !gapped || spec.kind == QuestionKind::MissingField {
            return Some(());
        }
        if !able.contains(&"fills") {
            return self.fault(
                "manifest",
                "gap",
                format!("`{kind}` 물음의 매니페스트에는 빈자리 `{GAP}`를 두지 않습니다."),
            );
        }
        // A manifest with a gap is not applied: whatever else is asked of it would be asked of the bare world.
        match asked.first() {
            Some(name) if !spec.ask.fills => {
                let message = format!(
                    "빈자리 `{GAP}`가 있는 매니페스트는 채우기 전에는 적용되지 않으므로 `{name}`만으로는 답이 나오지 않습니다. \
                     `fills: true`를 적으십시오(`request`는 함께 쓸 수 있습니다)."
                );
                self.fault(format!("ask.{name}"), "ask", message)
            }
            _ => Some(()),
        }
    }

    /// Whether a manifest that is only there to be applied can be read: what does not arise from one that cannot is no answer.
    fn readable(&mut self) -> Option<()> {
        let spec = self.spec;
        let is_told = spec.ask.verdict || spec.ask.command.is_some() || spec.kind == QuestionKind::FaultyLine;
        let decides = !asked(&spec.ask).is_empty()
            || matches!(spec.kind, QuestionKind::Match | QuestionKind::Selects | QuestionKind::Reach);
        let Some(error) = self.scene.diagnostics.iter().find(|it| it.stage == Stage::Yaml && it.rejects()) else {
            return Some(());
        };
        if is_told || !decides {
            return Some(());
        }
        let text = spec.manifest.as_deref().unwrap_or("");
        let line = LineIndex::new(text).line_of(error.range.start());
        let message = format!("매니페스트를 읽을 수 없습니다. {}: {}", error.code, error.help);
        self.wrong.push(Wrong { line: Some(line), ..Wrong::new("manifest", "quiz-manifest", message) });
        None
    }

    /// The requests an author means by `wanted`, which stands at the field `at`. Of one that is made of a manifest whose gap is not
    /// filled yet, only the asker must be there.
    fn requests(&mut self, wanted: &TrafficRequest, at: &str, filled: bool) -> Option<Vec<Request>> {
        let found = if filled { self.scene.standing(wanted) } else { self.scene.requests(wanted) };
        let found = found.and_then(|requests| match self.scene.standing(wanted) {
            Err(misread) if misread.field == "from" => Err(misread),
            _ => Ok(requests),
        });
        match found {
            Ok(requests) => Some(requests),
            Err(misread) => self.fault(at.replace("{field}", misread.field), "ask", misread.message),
        }
    }
}

/// What an `ask` says decides, in the words it is written with.
fn asked(ask: &Ask) -> Vec<&'static str> {
    let all = [
        ("request", ask.request.is_some()),
        ("verdict", ask.verdict),
        ("value", ask.value.is_some()),
        ("endpoints", ask.endpoints.is_some()),
        ("command", ask.command.is_some()),
        ("way", ask.way.is_some()),
        ("fills", ask.fills),
        ("reaches", ask.reaches),
    ];
    all.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
}

/// What may decide a question of a kind.
fn deciding(kind: QuestionKind) -> &'static [&'static str] {
    match kind {
        QuestionKind::One | QuestionKind::Several | QuestionKind::Output => {
            &["request", "verdict", "value", "endpoints", "command", "fills", "reaches"]
        }
        QuestionKind::Fill => &["request", "verdict", "value", "endpoints", "command", "fills"],
        QuestionKind::MissingField => &["request", "fills"],
        QuestionKind::Order => &["way"],
        QuestionKind::Match | QuestionKind::Selects | QuestionKind::Reach | QuestionKind::FaultyLine => &[],
    }
}

/// A TCP request.
fn request(from: &str, to: &str) -> TrafficRequest {
    TrafficRequest { from: from.to_owned(), to: to.to_owned(), protocol: "TCP".to_owned() }
}
