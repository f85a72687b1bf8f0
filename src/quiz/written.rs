//! From a specification to an item: what is shown, in which order, and the truth. What cannot be made tells its author why and
//! at which field.
//!
//! Must not know: files, lines, who wrote the specification (a person or a generator).

use std::collections::BTreeSet;

use super::item::{Accept, Choice, GAP, Gap, Item, Task};
use super::random::Random;
use super::scene::Scene;
use super::{judge, scene, told};
use crate::cluster::request::Request;
use crate::lesson::spec::TrafficRequest;
use crate::lesson::spec::quiz::{Ask, QuestionChoice, QuestionKind, QuestionSpec, Shown};
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
}

impl Wrong {
    fn new(field: impl Into<String>, rule: &'static str, message: impl Into<String>) -> Self {
        Self { field: field.into(), rule, message: message.into() }
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

    // --- Choices --------------------------------------------------------------------------------------------------

    fn choose(&mut self, several: bool) -> Option<Task> {
        let spec = self.spec;
        if spec.choices.len() < 2 {
            return self.fault("choices", "choices", "고를 것이 둘은 있어야 합니다.");
        }
        let truth = self.truth(&spec.ask)?;
        let mut choices = Vec::new();
        for (index, choice) in spec.choices.iter().enumerate() {
            let field = format!("choices[{index}]");
            let right = self.is_right(choice, &field, truth.as_ref())?;
            if choice.text.trim().is_empty() && choice.is.is_none() {
                return self.fault(field, "choice-empty", "`text`가 비어 있습니다.");
            }
            let text = if choice.text.is_empty() {
                self.said(choice.is.as_deref().unwrap_or(""))
            } else {
                choice.text.clone()
            };
            choices.push(Choice { text, right, mistake: choice.mistake.clone(), because: choice.because.clone() });
        }
        let right = choices.iter().filter(|choice| choice.right).count();
        if !several && right != 1 {
            let said = truth.map(|truth| truth.into_iter().collect::<Vec<_>>().join(", ")).unwrap_or_default();
            let said = if said.is_empty() { String::new() } else { format!(" 계산한 답: {said}.") };
            let message = format!("맞는 것이 꼭 하나여야 하는데 {right}개입니다.{said}");
            return self.fault("choices", "quiz-truth", message);
        }
        self.random.shuffle(&mut choices);
        Some(Task::Choose { several, choices })
    }

    /// The words a right choice may claim; `Some(None)` where nothing decides, or each choice by itself.
    #[allow(clippy::option_option, reason = "no truth to compute is not the same as a truth that cannot be computed")]
    fn truth(&mut self, ask: &Ask) -> Option<Option<BTreeSet<String>>> {
        if let Some(request) = ask.request.as_ref().filter(|_| !ask.fills) {
            let requests = self.requests(request, "ask.request.{field}", true)?;
            return Some(Some(self.scene.ends(&requests)));
        }
        if ask.verdict {
            return Some(Some(self.scene.verdict()));
        }
        if let Some(value) = &ask.value {
            return match self.scene.value(&value.object, &value.path) {
                Some(found) => Some(Some(BTreeSet::from([found]))),
                None => {
                    self.fault("ask.value", "ask", format!("`{}`의 `{}`: 찾을 수 없습니다.", value.object, value.path))
                }
            };
        }
        if let Some(service) = &ask.endpoints {
            return match self.scene.endpoints(service) {
                Some(found) => Some(Some(found)),
                None => self.fault("ask.endpoints", "ask", format!("서비스 `{service}`: 찾을 수 없습니다.")),
            };
        }
        if let Some(command) = &ask.command {
            let printed = self.scene.prints(command);
            if printed.is_empty() {
                return self.fault("ask.command", "ask", format!("`{command}`: 아무것도 출력하지 않습니다."));
            }
            return Some(Some(printed.into_iter().collect()));
        }
        Some(None)
    }

    fn is_right(&mut self, choice: &QuestionChoice, field: &str, truth: Option<&BTreeSet<String>>) -> Option<bool> {
        let ask = &self.spec.ask;
        let decides = truth.is_some() || ask.fills || ask.reaches;
        let computed = match (&choice.is, decides) {
            (Some(_), false) => {
                return self.fault(
                    format!("{field}.is"),
                    "ask",
                    "`ask`가 없으면 `is`는 쓰지 않습니다. `right: true`를 쓰십시오.",
                );
            }
            (None, true) => {
                return self.fault(field, "ask", "`ask`가 정하는 물음에서는 고를 것마다 `is`가 있어야 합니다.");
            }
            (None, false) => return Some(choice.right.unwrap_or(false)),
            (Some(claim), true) => match truth {
                Some(truth) if ask.command.is_some() => truth.iter().any(|line| scene::reads(line, claim)),
                Some(truth) => truth.contains(claim),
                None if ask.fills => self.fills(claim, field)?,
                None => {
                    let at = format!("{field}.is");
                    let Some((from, to)) = claim.split_once("->") else {
                        return self.fault(at, "ask", "`보내는 곳 -> 호스트:포트`로 적습니다.");
                    };
                    let requests = self.requests(&request(from.trim(), to.trim()), &at, true)?;
                    self.scene.arrives(&requests)
                }
            },
        };
        match choice.right {
            Some(typed) if typed != computed => {
                let said = truth.map(|it| it.iter().cloned().collect::<Vec<_>>().join(", ")).unwrap_or_default();
                let said = if said.is_empty() { String::new() } else { format!("(계산한 답: {said})") };
                let verdict = if computed { "맞습니다" } else { "틀립니다" };
                let message = format!("적힌 답과 계산한 답이 다릅니다. 이 고를 것은 {verdict}{said}.");
                self.fault(format!("{field}.right"), "quiz-truth", message)
            }
            _ => Some(computed),
        }
    }

    fn fills(&mut self, claim: &str, field: &str) -> Option<bool> {
        let filled = self.spec.manifest.as_deref().unwrap_or("").replace(GAP, claim);
        let scene = match Scene::new(self.world, &filled) {
            Ok(scene) => scene,
            Err(reason) => return self.fault(field, "quiz-world", reason),
        };
        let Some(wanted) = &self.spec.ask.request else { return Some(scene.accepted) };
        self.requests(wanted, "ask.request.{field}", false)?;
        Some(scene.accepted && scene.requests(wanted).is_ok_and(|requests| scene.arrives(&requests)))
    }

    /// A claim in words.
    fn said(&self, claim: &str) -> String {
        let ask = &self.spec.ask;
        if let Some((from, to)) = claim.split_once("->").filter(|_| ask.reaches) {
            return format!("{} → {}", told::asker(from.trim()), told::target(to.trim()));
        }
        let word = match claim {
            "answered" => "파드가 대답합니다.",
            "refused" => "연결이 곧바로 거절됩니다.",
            "timeout" => "대답 없이 기다리다 끊깁니다.",
            "unresolved" => "이름을 주소로 바꾸지 못합니다.",
            "pending" => "아직 주소가 없습니다.",
            "accept" => "API 서버가 받아들입니다.",
            _ => return format!("`{claim}`"),
        };
        word.to_owned()
    }

    // --- Words ----------------------------------------------------------------------------------------------------

    fn fill(&mut self) -> Option<Task> {
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
                    let message = format!("적힌 답 `{word}`가 계산한 답과 다릅니다. 계산한 답: {truth}");
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

    fn missing_field(&mut self) -> Option<Task> {
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
                let message = format!("적힌 답 `{word}`로 채워도 맞지 않습니다. {codes} {why}");
                self.fault(field, "quiz-truth", message)
            }
        }
    }

    // --- Order, pairs ---------------------------------------------------------------------------------------------

    fn order(&mut self) -> Option<Task> {
        let spec = self.spec;
        if spec.items.len() < 3 {
            return self.fault("items", "items", "차례를 물으려면 항목이 셋은 있어야 합니다.");
        }
        let mut order: Vec<usize> = (0..spec.items.len()).collect();
        if let Some(way) = &spec.ask.way {
            let requests = self.requests(way, "ask.way.{field}", true)?;
            let way = self.scene.way(&requests);
            let mut ranks = Vec::new();
            for (index, item) in spec.items.iter().enumerate() {
                let place = item.is.as_deref().and_then(|is| way.iter().position(|place| *place == is));
                match place {
                    Some(place) if !ranks.contains(&place) => ranks.push(place),
                    _ => {
                        let message =
                            format!("이 요청이 지나는 곳이 아니거나 두 번 적었습니다. 지나는 곳: {}", way.join(", "));
                        return self.fault(format!("items[{index}]"), "quiz-truth", message);
                    }
                }
            }
            order.sort_by_key(|&at| ranks.get(at).copied());
        } else if let Some(index) = spec.items.iter().position(|item| item.is.is_some()) {
            let message = "`ask.way`가 없으면 `is`는 쓰지 않습니다. 항목을 맞는 차례로 적으십시오.";
            return self.fault(format!("items[{index}].is"), "ask", message);
        }
        let mut shown: Vec<usize> = order.clone();
        self.random.shuffle(&mut shown);
        if shown == order {
            shown.rotate_left(1);
        }
        let right = order.iter().filter_map(|at| shown.iter().position(|it| it == at)).collect();
        let items = shown.iter().filter_map(|&at| spec.items.get(at)).map(|item| item.text.clone()).collect();
        Some(Task::Order { items, right })
    }

    fn matching(&mut self) -> Option<Task> {
        let spec = self.spec;
        if spec.pairs.len() < 2 {
            return self.fault("pairs", "pairs", "짝이 둘은 있어야 합니다.");
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (index, pair) in spec.pairs.iter().enumerate() {
            let field = format!("pairs[{index}]");
            let computed = match &pair.is {
                None => None,
                Some(is) => {
                    let found = is.split_once(' ').and_then(|(object, path)| self.scene.value(object, path));
                    match found {
                        Some(found) => Some(found),
                        None => return self.fault(format!("{field}.is"), "ask", format!("`{is}`: 찾을 수 없습니다.")),
                    }
                }
            };
            let right = match (&pair.right, computed) {
                (Some(typed), Some(computed)) if *typed != computed => {
                    let message = format!("적힌 짝 `{typed}`와 계산한 짝 `{computed}`가 다릅니다.");
                    return self.fault(format!("{field}.right"), "quiz-truth", message);
                }
                (_, Some(computed)) => computed,
                (Some(typed), None) => typed.clone(),
                (None, None) => return self.fault(field, "pairs", "`right`나 `is`가 있어야 합니다."),
            };
            pairs.push((pair.left.clone(), right));
        }
        // Two on the left may share a partner, which is then shown once.
        let mut right: Vec<String> =
            pairs.iter().map(|(_, right)| right.clone()).chain(spec.extra.iter().cloned()).collect();
        right.sort_unstable();
        right.dedup();
        self.random.shuffle(&mut right);
        let partners = pairs.iter().filter_map(|(_, it)| right.iter().position(|right| right == it)).collect();
        Some(Task::Match { left: pairs.into_iter().map(|(left, _)| left).collect(), right, partners })
    }

    // --- Worlds ---------------------------------------------------------------------------------------------------

    fn selects(&mut self) -> Option<Task> {
        let name = self.spec.service.clone().unwrap_or_default();
        let Some(chosen) = self.scene.selected(&name) else {
            return self.fault("service", "ask", format!("서비스 `{name}`: 찾을 수 없습니다."));
        };
        let mistake = self.spec.mistakes.first().cloned();
        let pods = self.scene.cluster.pods().iter();
        let mut choices: Vec<Choice> = pods
            .map(|pod| Choice {
                text: format!("`{}` {}", pod.name, told::labels(&pod.pod.metadata.labels)),
                right: chosen.contains(&pod.name),
                mistake: mistake.clone(),
                because: String::new(),
            })
            .collect();
        if choices.len() < 2 {
            return self.fault("world", "choices", "파드가 둘은 있어야 합니다.");
        }
        self.random.shuffle(&mut choices);
        Some(Task::Choose { several: true, choices })
    }

    fn reach(&mut self) -> Option<Task> {
        let spec = self.spec;
        if spec.from.is_empty() || spec.to.is_empty() || spec.from.len() * spec.to.len() < 4 {
            return self.fault("from", "reach", "칸이 넷은 있어야 합니다.");
        }
        let (mut marked, mut because) = (Vec::new(), Vec::new());
        for (y, from) in spec.from.iter().enumerate() {
            let (mut marks, mut whys) = (Vec::new(), Vec::new());
            for (x, to) in spec.to.iter().enumerate() {
                let requests = match self.scene.standing(&request(from, to)) {
                    Ok(requests) => requests,
                    Err(misread) => {
                        let at = if misread.field == "from" { format!("from[{y}]") } else { format!("to[{x}]") };
                        return self.fault(at, "ask", misread.message);
                    }
                };
                marks.push(self.scene.arrives(&requests));
                whys.push(self.scene.because(&requests));
            }
            marked.push(marks);
            because.push(whys);
        }
        let rows = spec.from.iter().map(|from| told::asker(from)).collect();
        let columns = spec.to.iter().map(|to| told::target(to)).collect();
        Some(Task::Grid { rows, columns, marked, because })
    }

    fn faulty_line(&mut self) -> Option<Task> {
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
            let message = format!("적힌 줄 `{typed}`가 계산한 줄과 다릅니다. 계산한 줄: {}", right.join(", "));
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
