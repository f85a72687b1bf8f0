//! Of several answers to one exercise the one that counts.
//!
//! Must not know: how an answer is read.

use std::cmp::Reverse;
use std::fs::Metadata;

use super::found::Part;
use super::named;
use super::read::{handed_in, modified};
use crate::classroom::naming::Kind;
use crate::classroom::student;

/// Of several answers to one exercise the newest, and what is to be said of that. A manifest and a script beside it are one
/// answer; two manifests under two names are two.
pub(super) fn choose(parts: Vec<Part>) -> (Vec<Part>, String) {
    let first = parts.first().map(|part| (part.place, part.root.clone()));
    if parts.iter().all(|part| Some((part.place, part.root.clone())) == first) {
        return (parts, String::new());
    }
    let mut places: Vec<Place> = Vec::new();
    for part in parts {
        match places.iter_mut().find(|it| it.number == part.place) {
            Some(place) => place.parts.push(part),
            None => places.push(Place { number: part.place, time: None, parts: vec![part] }),
        }
    }
    for place in &mut places {
        place.time = place.parts.iter().filter_map(time).max();
    }
    // What kijabi handed in is preferred to files of the same age, and else what stands first.
    places.sort_by_key(|place| Reverse((place.time, place.is_handed_in())));
    let (mut taken, mut left): (Vec<Place>, Vec<Place>) = (Vec::new(), Vec::new());
    for place in places {
        let is_beside = taken.iter().all(|it: &Place| it.root() == place.root() && it.goes_with(&place));
        if is_beside { taken.push(place) } else { left.push(place) }
    }
    let note = match taken.first().filter(|_| !left.is_empty()) {
        None => String::new(),
        Some(chosen) => {
            let is_newest = left.iter().all(|it| it.time < chosen.time);
            let why = if is_newest { "가장 새" } else { "시각으로 가릴 수 없어 첫" };
            let others: Vec<&str> = left.iter().map(Place::name).collect();
            format!(
                "한 과제에 답이 여럿이어서 {why} 답({})만 채점했습니다. 나머지: {}.",
                student::id(chosen.name()),
                named(others.into_iter())
            )
        }
    };
    let mut parts: Vec<Part> = taken.into_iter().flat_map(|place| place.parts).collect();
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    (parts, note)
}

/// Parts that belong together.
struct Place {
    number: usize,
    /// When the newest of them was made, as far as anything tells.
    time: Option<i64>,
    /// Never empty.
    parts: Vec<Part>,
}

impl Place {
    fn is_handed_in(&self) -> bool {
        self.parts.iter().any(|part| part.kind == Some(Kind::HandIn))
    }

    fn root(&self) -> &str {
        self.parts.first().map_or("", |part| &part.root)
    }

    fn name(&self) -> &str {
        self.parts.first().map_or("", |part| &part.name)
    }

    /// Whether the two are one answer: commands and manifests, or what is only told of.
    fn goes_with(&self, other: &Self) -> bool {
        let kinds = |place: &Self| place.parts.iter().filter(|it| it.is_read()).map(|it| it.kind).collect::<Vec<_>>();
        let (own, its) = (kinds(self), kinds(other));
        own.is_empty()
            || its.is_empty()
            || !self.is_handed_in() && !other.is_handed_in() && !own.iter().any(|kind| its.contains(kind))
    }
}

/// When a part was made: what the hand-in says, else when the file was changed.
fn time(part: &Part) -> Option<i64> {
    let changed = part.path.symlink_metadata().ok().filter(Metadata::is_file).as_ref().and_then(modified);
    handed_in(part).map(|given| given.time).filter(|time| *time > 0).or(changed)
}
