//! Items of a list that are one item cut up: a dash before each of its fields, as `- port: 80` and `- targetPort: 8080`.
//!
//! The server speaks of every field that then is missing; what is wrong is the dashes.
//!
//! Must not know: the rules of validation.

use super::without_dash;
use crate::diagnostic::{Diagnostic, Fix};
use crate::kube::place::Place;
use crate::text::TextEdit;
use crate::text::josa::{Josa, with};
use crate::yaml::path::{Found, find, split};
use crate::yaml::tree::{Kind, Node};
use std::collections::BTreeSet;

/// The lists of a kind in which that happens, and the field without which an item is none.
fn lists(kind: &str, root: Node<'_>) -> Vec<(String, &'static str)> {
    let pod = match kind {
        "Service" => return vec![("spec.ports".to_owned(), "port")],
        "Pod" => "spec",
        "Deployment" => "spec.template.spec",
        _ => return Vec::new(),
    };
    let containers = format!("{pod}.containers");
    let count = at(root, &containers).map_or(0, |list| list.items().count());
    let ports = (0..count).map(|index| (format!("{containers}[{index}].ports"), "containerPort"));
    std::iter::once((containers.clone(), "name")).chain(ports).collect()
}

/// Says so of all that was found at items which are one item cut up.
pub(in crate::kube) fn explain(place: Place<'_>, kind: &str, found: &mut [Diagnostic]) {
    let is_missing = |error: &Diagnostic| error.cause == "FieldValueRequired" || error.code.as_str() == "port-missing";
    if !found.iter().any(is_missing) {
        return;
    }
    for (path, own) in lists(kind, place.root) {
        let Some(list) = at(place.root, &path) else { continue };
        let mut items = list.items().enumerate().peekable();
        while let Some((first, item)) = items.next() {
            let mut known = keys(item);
            let mut parts = Vec::new();
            while let Some((_, part)) = items.next_if(|(_, part)| {
                let new = keys(*part);
                !new.is_empty() && new.is_disjoint(&known)
            }) {
                known.extend(keys(part));
                parts.push(part);
            }
            if !parts.is_empty() && known.contains(own) {
                tell(place, (&path, first), (item, &parts), found);
            }
        }
    }
}

fn at<'t>(root: Node<'t>, path: &str) -> Option<Node<'t>> {
    match find(root, &split(path)) {
        Found::Value { value, .. } if matches!(value.kind(), Kind::Sequence) => Some(value),
        _ => None,
    }
}

/// Tells it of the item at `first` of the list at `path` and the `parts` behind it.
fn tell(
    place: Place<'_>,
    (path, first): (&str, usize),
    (item, parts): (Node<'_>, &[Node<'_>]),
    found: &mut [Diagnostic],
) {
    let name = |part: &Node<'_>| part.entries().next().and_then(|entry| Some(entry.key.scalar()?.text.to_owned()));
    let Some(head) = name(&item) else { return };
    let names: Vec<String> = parts.iter().filter_map(name).map(|key| format!("`{key}`")).collect();
    let edits: Option<Vec<TextEdit>> = parts.iter().map(|part| without_dash(place.text, *part)).collect();
    let items: Vec<String> = (first..=first + parts.len()).map(|index| format!("{path}[{index}]")).collect();
    for error in found.iter_mut().filter(|error| items.iter().any(|item| error.path.starts_with(item.as_str()))) {
        error.help = format!(
            "{} 앞에도 `-`가 있어 항목 하나가 {}개로 나뉘었습니다. `-`는 항목마다 첫 줄인 `{head}` 앞에만 씁니다. 나머지 `-`를 지우고 \
             {} 같은 칸에 맞추면 {}의 오류도 사라집니다.",
            names.join(", "),
            parts.len() + 1,
            with(&format!("`{head}`"), Josa::GwaWa),
            error.path,
        );
        error.fixes.clear();
        if let Some(edits) = &edits {
            let title = format!("{} 앞의 `-` 지우기", names.join(", "));
            // What the fields then hold is not known yet.
            error.fixes.push(Fix { title, edits: edits.clone(), certain: false });
        }
    }
}

fn keys(item: Node<'_>) -> BTreeSet<&str> {
    if !matches!(item.kind(), Kind::Mapping) {
        return BTreeSet::new();
    }
    item.entries().filter_map(|entry| Some(entry.key.scalar()?.text)).collect()
}
