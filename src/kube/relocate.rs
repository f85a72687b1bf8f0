//! Fields that exist, one level further out or in than they stand: where such a field belongs and how it gets there.
//!
//! Must not know: the rules of validation, what is told of it.

use super::decode::Strict;
use super::place::Place;
use super::schema::{self, Kind as ObjectKind};
use crate::text::{TextEdit, TextRange};
use crate::yaml::path::{Step, split};
use crate::yaml::tree::{Entry, Kind, Node};

/// How far below its place a field is looked for: `containers` at the root of a Deployment belongs three levels down.
const DEEPEST: usize = 3;

/// Where a field that the server does not know here belongs.
pub(super) struct Move {
    /// The path of the mapping it belongs in; empty for the root.
    pub(super) home: String,
    /// The key beside which it then stands, where it stands too deep.
    pub(super) beside: Option<String>,
    /// The change that brings it there; `None` where that is more than moving lines.
    pub(super) edits: Option<Vec<TextEdit>>,
}

/// The nearest mapping, outwards and then inwards, of which the field is a field and which has it not yet.
pub(super) fn home(place: Place<'_>, kind: &ObjectKind, found: &Strict<'_>, name: &str) -> Option<Move> {
    let parent = found.path.strip_suffix(name)?.trim_end_matches('.');
    outwards(place, kind, (found.key, found.value), parent, name).or_else(|| inwards(place, kind, found, parent, name))
}

/// Where a field belongs that stands so deep that it was taken for a label: the nearest mapping outwards of which it is a
/// field and which has it not yet. `path` is where it stands.
pub(super) fn too_deep<'t>(
    place: Place<'t>,
    kind: &ObjectKind,
    path: &str,
    entry: (Node<'t>, Node<'t>),
) -> Option<Move> {
    let (parent, name) = path.rsplit_once('.')?;
    outwards(place, kind, entry, parent, name)
}

/// Entries that stand right below an empty free mapping (`selector:`, `labels:`), in its own column: the mapping's name, and the
/// change that brings the found one and its like below it.
pub(super) fn fallen_out(place: Place<'_>, found: &Strict<'_>) -> Option<(String, Option<Vec<TextEdit>>)> {
    let is_plain = |entry: &Entry<'_>| matches!(entry.value.kind(), Kind::Scalar(_)) && !entry.value.is_null();
    let type_of = |entry: &Entry<'_>| Some(found.owner.field(entry.key.scalar()?.text)?.kind);
    let mut empty: Option<(Entry<'_>, Vec<Entry<'_>>)> = None;
    let mut is_found = false;
    for entry in found.parent.entries() {
        match (&mut empty, type_of(&entry)) {
            (Some((_, fallen)), None) if is_plain(&entry) => {
                is_found |= entry.key.range() == found.key.range();
                fallen.push(entry);
            }
            // Only what stands right below it has fallen out of it.
            _ if is_found => break,
            (_, Some(schema::Type::Map(..))) if entry.value.is_null() => empty = Some((entry, Vec::new())),
            _ => empty = None,
        }
    }
    let (mapping, fallen) = empty.filter(|_| is_found)?;
    let name = mapping.key.scalar()?.text.to_owned();
    let indented = |entry: &Entry<'_>| {
        let own = lines(place.text, entry.key, entry.value)?;
        Some(TextEdit::insert(own.start(), "  "))
    };
    Some((name, fallen.iter().map(indented).collect()))
}

fn takes(kind: &ObjectKind, path: &str, mapping: Node<'_>, name: &str) -> bool {
    mapping.get(name).is_none() && schema::children(kind.name, &split(path)).iter().any(|field| field.name == name)
}

/// Too deep: a mapping around the one it stands in knows it.
fn outwards<'t>(
    place: Place<'t>,
    kind: &ObjectKind,
    entry: (Node<'t>, Node<'t>),
    parent: &str,
    name: &str,
) -> Option<Move> {
    let mut steps = split(parent);
    while let Some(step) = steps.pop() {
        let home = spelt(&steps);
        let Step::Key(beside) = step else { continue };
        let mapping = follow(place.root, &steps).filter(|node| matches!(node.kind(), Kind::Mapping));
        let Some(mapping) = mapping.filter(|mapping| takes(kind, &home, *mapping, name)) else { continue };
        let edits = mapping.entry(&beside).and_then(|neighbour| {
            let column = column(place.text, neighbour.key.range().start());
            carry(place.text, entry, Some(neighbour), column)
        });
        return Some(Move { home, beside: Some(beside), edits });
    }
    None
}

/// Not deep enough: a mapping below a neighbour knows it.
fn inwards(place: Place<'_>, kind: &ObjectKind, found: &Strict<'_>, parent: &str, name: &str) -> Option<Move> {
    let mut level = vec![(parent.to_owned(), None, found.parent)];
    for _ in 0..DEEPEST {
        let mut below: Vec<(String, Option<Entry<'_>>, Node<'_>)> = Vec::new();
        for (path, _, mapping) in level {
            let fields = schema::children(kind.name, &split(&path));
            for entry in mapping.entries() {
                // Nothing belongs below what is no field itself.
                let key = entry.key.scalar().map(|scalar| scalar.text);
                let Some(key) = key.filter(|key| fields.iter().any(|field| field.name == *key)) else { continue };
                let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
                match entry.value.kind() {
                    Kind::Mapping => below.push((path, Some(entry), entry.value)),
                    Kind::Scalar(_) if entry.value.is_null() => below.push((path, Some(entry), entry.value)),
                    // Of several items nobody knows which is meant.
                    Kind::Sequence => {
                        let mut items = entry.value.items();
                        if let (Some(item), None) = (items.next(), items.next()) {
                            below.push((format!("{path}[0]"), Some(entry), item));
                        }
                    }
                    Kind::Scalar(_) => {}
                }
            }
        }
        let known = below.iter().find(|(path, _, mapping)| takes(kind, path, *mapping, name));
        if let Some((path, entry, mapping)) = known {
            let first = mapping.entries().next().map(|first| first.key.range().start());
            let own = entry.map(|entry| entry.key.range().start());
            let column = first.map(|at| column(place.text, at)).or(own.map(|at| column(place.text, at) + 2));
            let edits = column.and_then(|column| carry(place.text, (found.key, found.value), *entry, column));
            return Some(Move { home: path.clone(), beside: None, edits });
        }
        level = below;
    }
    None
}

fn follow<'t>(root: Node<'t>, steps: &[Step]) -> Option<Node<'t>> {
    steps.iter().try_fold(root, |node, step| match step {
        Step::Key(key) => node.get(key),
        Step::Index(index) => node.item(*index),
    })
}

fn spelt(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => {
                path.push('.');
                path.push_str(key);
            }
            Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
        }
    }
    path
}

/// Takes the lines of an entry out and puts them behind the last line of `neighbour`, at `column`.
fn carry(
    text: &str,
    (key, value): (Node<'_>, Node<'_>),
    neighbour: Option<Entry<'_>>,
    column: usize,
) -> Option<Vec<TextEdit>> {
    let own = lines(text, key, value)?;
    let neighbour = neighbour?;
    let theirs = lines_end(text, neighbour.key, neighbour.value);
    if neighbour.value.range().of(text).starts_with(['{', '[', '&', '*']) {
        return None;
    }
    let by = column.cast_signed() - self::column(text, key.range().start()).cast_signed();
    let mut moved = String::new();
    for line in own.of(text).split_inclusive('\n') {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        if !line.trim().is_empty() {
            moved.push_str(&" ".repeat(blanks.saturating_add_signed(by)));
        }
        moved.push_str(line.get(blanks..)?);
    }
    if theirs == own.start() || theirs == own.end() {
        return Some(vec![TextEdit::replace(own, moved)]);
    }
    let before = text.get(..theirs)?;
    if !before.ends_with('\n') {
        moved = format!("\n{}", moved.trim_end_matches('\n'));
    } else if !moved.ends_with('\n') {
        moved.push('\n');
    }
    // The lines must not go into themselves.
    (theirs <= own.start() || theirs > own.end()).then(|| vec![TextEdit::delete(own), TextEdit::insert(theirs, moved)])
}

/// The whole lines of a block entry; `None` where it shares them with something else.
fn lines(text: &str, key: Node<'_>, value: Node<'_>) -> Option<TextRange> {
    let start = text.get(..key.range().start())?.rfind('\n').map_or(0, |at| at + 1);
    text.get(start..key.range().start())?.bytes().all(|byte| byte == b' ').then_some(())?;
    let end = lines_end(text, key, value);
    let last = value.range().end().max(key.range().end());
    let tail = text.get(last..end)?.trim_start_matches(':').trim();
    (tail.is_empty() || tail.starts_with('#')).then(|| TextRange::new(start, end))
}

/// Behind the last line of an entry.
fn lines_end(text: &str, key: Node<'_>, value: Node<'_>) -> usize {
    let range = key.range().cover(if value.range().is_empty() { key.range() } else { value.range() });
    let end = range.start() + range.of(text).trim_end().len();
    text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| end + at + 1)
}

fn column(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |before| before.len() - before.rfind('\n').map_or(0, |line| line + 1))
}
