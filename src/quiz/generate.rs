//! Generators: a seed becomes a question of a known shape with other names, numbers, labels and faults.
//!
//! A generator writes a specification as an author would and never the truth: that is computed from it as for every
//! other question. What it does write is why a choice is right or wrong, by the rule it was made from.
//!
//! To add one: its function in a file here, its row in [`ALL`], and its independent solution in the tests.
//!
//! Must not know: courses, how a truth is computed.

mod cast;
mod dns;
mod faults;
mod missing;
mod numbers;
mod ports;
mod selector;
#[cfg(test)]
mod tests;
mod traffic;

use super::item::Item;
use super::random::Random;
use super::written;
use crate::lesson::spec::quiz::{Ask, QuestionChoice, QuestionKind, QuestionSpec};

/// A kind of question that is made anew from a seed.
#[derive(Debug)]
pub struct Generator {
    /// As `quiz.yaml` names it.
    pub name: &'static str,
    /// What it asks, in a few words.
    pub title: &'static str,
    /// What a learner has to do.
    pub kind: QuestionKind,
    /// The mistakes it catches.
    pub mistakes: &'static [&'static str],
    make: fn(&mut Random) -> Made,
}

/// A question and its world.
struct Made {
    spec: QuestionSpec,
    world: String,
}

/// Every generator.
pub static ALL: [Generator; 20] = [
    Generator {
        name: "pods-of-selector",
        title: "이 셀렉터가 고르는 파드",
        kind: QuestionKind::Selects,
        mistakes: &["selector-matches-no-pod", "selector-matches-too-many"],
        make: selector::pods_of_selector,
    },
    Generator {
        name: "ready-endpoints",
        title: "요청을 받는 파드의 수",
        kind: QuestionKind::Fill,
        mistakes: &["pod-not-ready", "selector-matches-no-pod"],
        make: selector::ready_endpoints,
    },
    Generator {
        name: "selector-typo",
        title: "파드를 고르지 못하는 줄",
        kind: QuestionKind::FaultyLine,
        mistakes: &["selector-matches-no-pod"],
        make: selector::selector_typo,
    },
    Generator {
        name: "which-pods-answer",
        title: "대답하는 파드",
        kind: QuestionKind::One,
        mistakes: &["selector-matches-too-many", "selector-matches-no-pod"],
        make: selector::which_pods_answer,
    },
    Generator {
        name: "three-ports",
        title: "세 포트의 자리",
        kind: QuestionKind::Match,
        mistakes: &["ports-swapped"],
        make: ports::three_ports,
    },
    Generator {
        name: "default-value",
        title: "적지 않은 필드의 값",
        kind: QuestionKind::Fill,
        mistakes: &["target-port-not-listening", "ports-swapped"],
        make: ports::default_value,
    },
    Generator {
        name: "swapped-ports",
        title: "자리가 틀린 포트",
        kind: QuestionKind::FaultyLine,
        mistakes: &["target-port-not-listening", "ports-swapped"],
        make: ports::swapped_ports,
    },
    Generator {
        name: "node-port-numbers",
        title: "nodePort로 쓸 수 있는 번호",
        kind: QuestionKind::Several,
        mistakes: &["node-port-out-of-range"],
        make: numbers::node_port_numbers,
    },
    Generator {
        name: "node-port-taken",
        title: "남아 있는 nodePort",
        kind: QuestionKind::Several,
        mistakes: &["node-port-taken", "node-port-out-of-range"],
        make: numbers::node_port_taken,
    },
    Generator {
        name: "service-names",
        title: "서비스의 이름으로 쓸 수 있는 것",
        kind: QuestionKind::Several,
        mistakes: &["name-not-dns"],
        make: numbers::service_names,
    },
    Generator {
        name: "port-names",
        title: "targetPort의 이름으로 쓸 수 있는 것",
        kind: QuestionKind::Several,
        mistakes: &["target-port-name-invalid"],
        make: numbers::port_names,
    },
    Generator {
        name: "faulty-line",
        title: "잘못된 줄 찾기",
        kind: QuestionKind::FaultyLine,
        mistakes: &["yaml-tab", "yaml-missing-space", "wrong-type", "unknown-field", "node-port-out-of-range"],
        make: faults::faulty_line,
    },
    Generator {
        name: "which-mistake",
        title: "API 서버가 하는 말",
        kind: QuestionKind::One,
        mistakes: &["name-not-dns", "node-port-on-cluster-ip", "port-name-missing", "wrong-type", "kind-unknown"],
        make: faults::which_mistake,
    },
    Generator {
        name: "what-becomes",
        title: "요청은 어떻게 됩니까",
        kind: QuestionKind::One,
        mistakes: &[
            "target-port-not-listening",
            "selector-matches-no-pod",
            "service-missing",
            "cluster-ip-from-outside",
        ],
        make: traffic::what_becomes,
    },
    Generator {
        name: "who-reaches",
        title: "누가 어디에 닿습니까",
        kind: QuestionKind::Reach,
        mistakes: &["cluster-ip-from-outside", "ports-swapped"],
        make: traffic::who_reaches,
    },
    Generator {
        name: "way-of-request",
        title: "요청이 지나는 차례",
        kind: QuestionKind::Order,
        mistakes: &["ports-swapped"],
        make: traffic::way_of_request,
    },
    Generator {
        name: "balancer-address",
        title: "바깥 주소가 나옵니까",
        kind: QuestionKind::One,
        mistakes: &["load-balancer-pending"],
        make: traffic::balancer_address,
    },
    Generator {
        name: "service-row",
        title: "kubectl get service가 출력하는 줄",
        kind: QuestionKind::Output,
        mistakes: &["ports-swapped", "load-balancer-pending"],
        make: ports::service_row,
    },
    Generator {
        name: "dns-names",
        title: "통하는 이름",
        kind: QuestionKind::Several,
        mistakes: &["dns-wrong-namespace", "service-name-contract"],
        make: dns::dns_names,
    },
    Generator {
        name: "missing-line",
        title: "빠진 한 줄",
        kind: QuestionKind::MissingField,
        mistakes: &["target-port-not-listening", "port-name-missing", "selector-missing", "node-port-on-cluster-ip"],
        make: missing::missing_line,
    },
];

/// The generator of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Generator> {
    ALL.iter().find(|generator| generator.name == name)
}

impl Generator {
    /// The item of a seed; `None` would be a fault of the generator, which the tests look for.
    #[must_use]
    pub fn item(&self, seed: u64) -> Option<Item> {
        let Made { spec, world } = self.made(seed);
        written::make("", &spec, &world, seed).ok()
    }

    fn made(&self, seed: u64) -> Made {
        let mut made = (self.make)(&mut Random::new(self.name, seed));
        self.name.clone_into(&mut made.spec.id);
        made.spec.kind = self.kind;
        if made.spec.mistakes.is_empty() {
            made.spec.mistakes = self.mistakes.iter().map(|&code| code.to_owned()).collect();
        }
        made
    }
}

/// A question that asks `text`, and nothing else yet.
fn question(text: impl Into<String>) -> QuestionSpec {
    QuestionSpec {
        id: String::new(),
        kind: QuestionKind::One,
        text: text.into(),
        heading: String::new(),
        exercise: None,
        mistakes: Vec::new(),
        because: None,
        world: None,
        world_file: None,
        show: None,
        manifest: None,
        ask: Ask::default(),
        choices: Vec::new(),
        answer: Vec::new(),
        case: false,
        items: Vec::new(),
        pairs: Vec::new(),
        extra: Vec::new(),
        service: None,
        from: Vec::new(),
        to: Vec::new(),
    }
}

/// A choice that claims `is`.
fn claim(is: impl Into<String>, mistake: &str, because: impl Into<String>) -> QuestionChoice {
    QuestionChoice {
        text: String::new(),
        is: Some(is.into()),
        right: None,
        mistake: Some(mistake.to_owned()),
        because: because.into(),
    }
}
