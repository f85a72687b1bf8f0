//! `ran: {command, on, prints, exit}`: a command was run at the console.
//!
//! Must not know: other kinds of checks.

use super::{Outcome, Scene, fits};
use crate::cluster::state::ObjectName;
use crate::console::{Place, Ran};
use crate::lesson::spec::RanCheck;

pub(super) fn run(check: &RanCheck, scene: &Scene<'_>) -> Outcome {
    let like = |ran: &&Ran| check.command.iter().any(|shape| fits(&ran.line, shape));
    let mut alike = scene.commands.iter().filter(like).peekable();
    if alike.peek().is_none() {
        return Outcome::of(false, "이 명령은 아직 실행하지 않았습니다.");
    }
    let mut nearest = Outcome::of(false, "");
    for ran in alike {
        let told = match misses(check, ran) {
            None => return Outcome { trace: ran.trace.clone(), ..Outcome::of(true, format!("$ {}", ran.line)) },
            Some(why) => format!("$ {}: {why}", ran.line),
        };
        nearest = Outcome { trace: ran.trace.clone(), ..Outcome::of(false, told) };
    }
    nearest
}

/// What keeps a command that reads right from being it.
fn misses(check: &RanCheck, ran: &Ran) -> Option<String> {
    if let Some(on) = check.on.as_deref().filter(|on| !is_at(&ran.place, on)) {
        return Some(format!("{on}에서 실행한 것이 아닙니다."));
    }
    if ran.exit != check.exit {
        return Some(format!("종료 코드가 {}입니다.", ran.exit));
    }
    let printed = check.prints.as_ref().is_none_or(|shape| fits(ran.printed.trim_end(), shape));
    (!printed).then(|| "바라는 출력이 나오지 않았습니다.".to_owned())
}

/// Whether a command ran where an author says: `laptop`, `node/NAME`, `pod/NAME`, `node/*`, `pod/*`.
fn is_at(place: &Place, on: &str) -> bool {
    match (place, on.split_once('/')) {
        (Place::Laptop, None) => on == "laptop",
        (Place::Node(node), Some(("node", name))) => name == "*" || node == name,
        (Place::Pod(pod), Some(("pod", name))) => name == "*" || ObjectName::parse(name).as_ref() == Some(pod),
        _ => false,
    }
}
