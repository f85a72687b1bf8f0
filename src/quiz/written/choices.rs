//! Questions of which one or several given answers are right, and what decides which.
//!
//! Must not know: other kinds of questions.

use std::collections::BTreeSet;

use super::{Maker, request};
use crate::cluster::state::ObjectName;
use crate::lesson::spec::quiz::{Ask, QuestionChoice};
use crate::quiz::item::{Choice, GAP, Task};
use crate::quiz::scene::{self, Scene};
use crate::quiz::told;

/// How requests end, in the words of [`Scene::ends`].
const ENDS: [&str; 6] = ["answered", "refused", "timeout", "unresolved", "pending", "mixed"];

impl Maker<'_> {
    pub(super) fn choose(&mut self, several: bool) -> Option<Task> {
        let spec = self.spec;
        if spec.choices.len() < 2 {
            return self.fault("choices", "choices", "선택지가 둘은 있어야 합니다.");
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
        if let Some(command) = spec.ask.command.as_ref().filter(|_| right == 0) {
            let printed = self.scene.prints(command).join(" / ");
            let message = format!("맞는 것이 없습니다. `{command}`, 출력한 줄: {printed}");
            return self.fault("ask.command", "quiz-truth", message);
        }
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
    pub(super) fn truth(&mut self, ask: &Ask) -> Option<Option<BTreeSet<String>>> {
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

    /// Whether a claim is one that this question's truth could ever be: another word is a slip, and would be a wrong choice for ever.
    fn can_be(&mut self, claim: &str, field: &str) -> Option<()> {
        let ask = &self.spec.ask;
        let names_pods = |claim: &str| {
            let is_there = |name: &str| {
                let name = ObjectName::parse(name.trim());
                name.is_some_and(|it| self.scene.cluster.pods().get(&it.namespace, &it.name).is_some())
            };
            claim.split(',').all(is_there)
        };
        let (able, words) = if ask.request.is_some() && !ask.fills {
            (
                ENDS.contains(&claim) || names_pods(claim),
                format!("`{}`, 또는 이 세계에 있는 파드의 이름", ENDS.join("`, `")),
            )
        } else if ask.endpoints.is_some() {
            let able = claim == "none" || claim.parse::<usize>().is_ok() || names_pods(claim);
            (able, "개수, `none`, 또는 이 세계에 있는 파드의 이름".to_owned())
        } else {
            return Some(());
        };
        if able {
            return Some(());
        }
        let message = format!("`is: {claim}`: 쓸 수 없는 말입니다. 쓸 수 있는 것: {words}.");
        self.fault(format!("{field}.is"), "ask", message)
    }

    pub(super) fn is_right(
        &mut self,
        choice: &QuestionChoice,
        field: &str,
        truth: Option<&BTreeSet<String>>,
    ) -> Option<bool> {
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
                return self.fault(field, "ask", "`ask`가 정하는 물음에서는 선택지마다 `is`가 있어야 합니다.");
            }
            (None, false) => return Some(choice.right.unwrap_or(false)),
            (Some(claim), true) => match truth {
                Some(truth) if !truth.contains(claim) => {
                    self.can_be(claim, field)?;
                    ask.command.is_some() && truth.iter().any(|line| scene::reads(line, claim))
                }
                Some(_) => true,
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
                let message = format!("적힌 답과 계산한 답이 다릅니다. 이 선택지는 {verdict}{said}.");
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
            "mixed" => "때에 따라 다르게 끝납니다.",
            "accept" => "API 서버가 받아들입니다.",
            _ => return format!("`{claim}`"),
        };
        word.to_owned()
    }
}
