//! Whether a change to an answer leads away from what the task wants: a fix that satisfies the server may still contradict it.
//!
//! Told by the reference answer: with what the change says in the place of what the reference says there, would the exercise
//! still be passed? A port that only has to be free may be any; one that the task names may not.
//!
//! Must not know: where a change comes from, screens.

use std::collections::BTreeMap;

use super::{Answer, grade};
use crate::kube::Version;
use crate::lesson::{Exercise, File};
use crate::text::{TextEdit, apply_edits};
use crate::yaml::path::{Found, Step, find};
use crate::yaml::tree::{Kind, Node};
use crate::yaml::{Document, edit, parse};

/// Levels below a document that are looked at; a manifest of a lesson has a dozen at most.
const DEEPEST: usize = 32;

/// Whether the file `name` of an answer, changed from `before` to `after`, says something that the task does not allow. Where
/// that cannot be told - the answer is typed at a console, the text could not be read before, the reference has no such
/// place - it does not.
#[must_use]
pub fn contradicts(exercise: &Exercise, version: Version, name: &str, before: &str, after: &str) -> bool {
    if exercise.console {
        return false;
    }
    let Some(reference) = exercise.solution.iter().find(|file| file.name == name) else { return false };
    let (old, new) = (parse(before), parse(after));
    if old.documents.len() != new.documents.len() || old.documents.iter().any(|it| it.error.is_some()) {
        return false;
    }
    let solved = parse(&reference.text);
    let mut edits = Vec::new();
    for (old, new) in old.documents.iter().zip(&new.documents) {
        if let Some(place) = counterpart(&solved.documents, new) {
            edits.extend(transfer(&reference.text, place, &changes(&leaves(old), &leaves(new))));
        }
    }
    if edits.is_empty() {
        return false;
    }
    let told = apply_edits(&reference.text, &edits);
    let files = exercise.solution.iter().map(|file| {
        let text = if file.name == name { &told } else { &file.text };
        File { name: file.name.clone(), text: text.clone() }
    });
    !grade(exercise, &Answer::files(files.collect()), version).passed
}

/// The document of the reference that speaks of the same kind of object, where there is exactly one.
fn counterpart<'s>(solved: &'s [Document], document: &Document) -> Option<Node<'s>> {
    let kind = |document: &Document| {
        let kind = document.tree.root()?.get("kind")?;
        Some(kind.scalar()?.text.to_owned())
    };
    let wanted = kind(document)?;
    let mut same = solved.iter().filter(|it| kind(it).as_ref() == Some(&wanted));
    let found = same.next()?.tree.root();
    found.filter(|_| same.next().is_none())
}

/// A path and the scalar at its end, as it is written.
type Leaves = BTreeMap<Vec<Step>, String>;

fn leaves(document: &Document) -> Leaves {
    let mut found = Leaves::new();
    if let Some(root) = document.tree.root() {
        gather(root, &mut Vec::new(), &mut found);
    }
    found
}

fn gather(node: Node<'_>, path: &mut Vec<Step>, found: &mut Leaves) {
    if path.len() > DEEPEST {
        return;
    }
    match node.kind() {
        Kind::Scalar(scalar) => {
            found.insert(path.clone(), scalar.text.to_owned());
        }
        Kind::Mapping => {
            for entry in node.entries() {
                let Some(key) = entry.key.scalar() else { continue };
                path.push(Step::Key(key.text.to_owned()));
                gather(entry.value, path, found);
                path.pop();
            }
        }
        Kind::Sequence => {
            for (index, item) in node.items().enumerate() {
                path.push(Step::Index(index));
                gather(item, path, found);
                path.pop();
            }
        }
    }
}

/// What is said anew, and what is no longer said (`None`). Where something moves, what it says is as it was.
fn changes(old: &Leaves, new: &Leaves) -> Vec<(Vec<Step>, Option<String>)> {
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let mut changes: Vec<_> = gone.map(|path| (path.clone(), None)).collect();
    let moves = !changes.is_empty();
    for (path, text) in new {
        match old.get(path) {
            Some(before) if before == text => {}
            None if moves => {}
            _ => changes.push((path.clone(), Some(text.clone()))),
        }
    }
    changes
}

/// The edits that make the reference say so too, wherever it says something else there.
fn transfer(text: &str, root: Node<'_>, changes: &[(Vec<Step>, Option<String>)]) -> Vec<TextEdit> {
    let change = |(path, said): &(Vec<Step>, Option<String>)| {
        let Found::Value { value, .. } = find(root, path) else { return None };
        let here = value.scalar()?;
        match said {
            Some(said) if here.text == said.as_str() => None,
            Some(said) => Some(TextEdit::replace(value.range(), said.clone())),
            None => {
                let (last, above) = path.split_last()?;
                let (Found::Value { value: parent, .. }, Step::Key(key)) = (find(root, above), last) else {
                    return None;
                };
                Some(edit::delete_entry(text, parent.entry(key)?))
            }
        }
    };
    changes.iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Course, MemorySource};

    const SOLUTION: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: NodePort\n  selector:\n    \
        app: web\n  ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n      nodePort: 30008\n";

    fn exercise() -> Exercise {
        let task = "title: 문\ntask: 30008로 여십시오.\nfile: service.yaml\nchecks:\n  - request: {from: outside, to: \
            \"any-node:30008\", expect: {pods: [web-1]}}\n    proves: 닿습니다.\n    not-yet: 닿지 않습니다.\nhints: [하나, 둘, 셋]\n";
        let world = "apiVersion: kijabi/v1\nkind: World\nmetadata: {name: w}\nspec: {platform: bare-metal}\n---\napiVersion: v1\nkind: \
            Node\nmetadata: {name: node-1}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web-1, labels: {app: web}}\nspec: \
            {nodeName: node-1, containers: [{name: web, image: web, ports: [{containerPort: 8080}]}]}\n";
        let course = [
            ("course.yaml", "format: 1\ntitle: 과정\nauthors: [키잡이]\nchapters: [00-a]\n"),
            ("00-a/chapter.md", "# 장\n\n글.\n"),
            ("00-a/ex-door/exercise.yaml", task),
            ("00-a/ex-door/starter.yaml", ""),
            ("00-a/ex-door/solution.yaml", SOLUTION),
            ("00-a/ex-door/world.yaml", world),
        ];
        let course = Course::open(Box::new(MemorySource::new(course))).unwrap_or_else(|fault| panic!("{fault:?}"));
        course.exercise("door").unwrap_or_else(|fault| panic!("{fault:?}"))
    }

    #[test]
    fn what_the_task_names_may_not_be_said_otherwise_and_what_it_leaves_open_may() {
        let exercise = exercise();
        let version = Version::default();
        assert!(grade(&exercise, &Answer::files(exercise.solution.clone()), version).passed);
        let name = exercise.solution[0].name.clone();
        // (what the learner wrote, what a fix makes of it, whether the task forbids it)
        let table = [
            ("nodePort: 30008", "nodePort: 80", "nodePort: 30080", true),
            ("nodePort: 30008", "nodePort: 80", "nodePort: 30008", false),
            ("      nodePort: 30008\n", "      nodePort: 80\n", "", true),
            ("type: NodePort", "type: nodeport", "type: NodePort", false),
            ("type: NodePort", "type: nodeport", "type: ClusterIP", true),
            ("name: http", "name: HTTP", "name: web", false),
            ("      name: http\n", "      name: http\n      colour: red\n", "      name: http\n", false),
            // A key that is spelled right now still holds the learner's own value.
            ("selector:\n    app: web", "Selector:\n    app: wbe", "selector:\n    app: wbe", false),
            ("app: web", "app: [web", "app: web", false),
        ];
        for (reference, wrote, fixed, forbidden) in table {
            let (before, after) = (SOLUTION.replace(reference, wrote), SOLUTION.replace(reference, fixed));
            assert_eq!(contradicts(&exercise, version, &name, &before, &after), forbidden, "{wrote} -> {fixed}");
        }
    }
}
