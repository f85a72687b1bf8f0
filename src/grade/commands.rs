//! Commands that an answer carries as a document of kijabi's own, so that files and what was typed are one YAML stream:
//!
//! ```yaml
//! apiVersion: kijabi/v1
//! kind: Commands
//! spec:
//!   commands:
//!     - kubectl create -f service-definition.yaml
//! ```
//!
//! Must not know: what commands do.

use crate::lesson::File;
use crate::text::josa::{Josa, with};
use crate::text::{TextRange, blanked};
use crate::yaml;
use crate::yaml::tree::Node;

/// Takes the commands out of a file, in order; blanks stand in their place, so that everything else keeps its position.
pub(super) fn take(file: &mut File) -> Vec<String> {
    if !file.text.contains("kijabi/v1") {
        return Vec::new();
    }
    let parse = yaml::parse(&file.text);
    let mut commands = Vec::new();
    let mut taken: Vec<TextRange> = Vec::new();
    for document in &parse.documents {
        let Some(root) = document.tree.root().filter(|root| is_ours(*root)) else { continue };
        let list = root.get("spec").and_then(|spec| spec.get("commands"));
        let texts = list.into_iter().flat_map(Node::items).filter_map(Node::scalar);
        commands.extend(texts.map(|scalar| scalar.text.to_owned()));
        taken.push(document.range);
    }
    for range in taken {
        file.text = blanked(&file.text, range);
    }
    commands
}

/// What is wrong with the documents of kijabi's own in a file of a pack: each with its place, in Korean. In an answer of a learner
/// what is no command is passed over; an author has to be told, for nothing would be run.
pub(super) fn faults(text: &str) -> Vec<(TextRange, String)> {
    if !text.contains("kijabi/v1") {
        return Vec::new();
    }
    let parse = yaml::parse(text);
    let mut faults = Vec::new();
    for document in &parse.documents {
        let Some(root) = document.tree.root() else { continue };
        if says(root, "apiVersion") != "kijabi/v1" {
            continue;
        }
        if says(root, "kind") != "Commands" {
            let place = root.get("kind").unwrap_or(root).range();
            faults.push((place, "답에 쓰는 kijabi/v1 문서의 `kind`는 `Commands`입니다.".to_owned()));
            continue;
        }
        unknown_keys(root, &["apiVersion", "kind", "metadata", "spec"], &mut faults);
        let Some(spec) = root.get("spec") else {
            faults
                .push((TextRange::at(root.range().start()), "`spec.commands`에 명령의 목록을 적으십시오.".to_owned()));
            continue;
        };
        let known = faults.len();
        unknown_keys(spec, &["commands"], &mut faults);
        let list = spec.get("commands");
        let is_list = list.is_some_and(|list| list.items().next().is_some());
        if !is_list && known == faults.len() {
            let place = list.unwrap_or(spec).range();
            faults.push((
                TextRange::at(place.start()),
                "`commands`에는 명령의 목록을 적습니다. 한 줄에 `- 명령` 하나씩입니다.".to_owned(),
            ));
        }
        for item in list.into_iter().flat_map(Node::items).filter(|item| item.scalar().is_none()) {
            let message = "명령 하나는 글 하나입니다. `: `가 든 명령은 따옴표로 감싸십시오.";
            faults.push((TextRange::at(item.range().start()), message.to_owned()));
        }
    }
    faults
}

fn unknown_keys(node: Node<'_>, known: &[&str], faults: &mut Vec<(TextRange, String)>) {
    for entry in node.entries() {
        let key = entry.key.scalar().map_or("", |scalar| scalar.text);
        if !known.contains(&key) {
            let name = with(&format!("`{key}`"), Josa::IraneunRaneun);
            let message = format!("Commands 문서에 {name} 필드는 없습니다. 쓸 수 있는 필드: {}.", known.join(", "));
            faults.push((entry.key.range(), message));
        }
    }
}

fn is_ours(root: Node<'_>) -> bool {
    says(root, "apiVersion") == "kijabi/v1" && says(root, "kind") == "Commands"
}

fn says<'t>(root: Node<'t>, key: &str) -> &'t str {
    root.get(key).and_then(Node::scalar).map_or("", |it| it.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LineIndex;

    #[test]
    fn commands_leave_the_manifests_where_they_are() {
        let text = "apiVersion: kijabi/v1\nkind: Commands\nspec:\n  commands:\n    - kubectl get svc\n    - |\n      cat <<EOF\n      안녕\n      EOF\n---\nkind: Service\n";
        let mut file = File { name: "a.yaml".into(), text: text.into() };
        assert_eq!(take(&mut file), ["kubectl get svc", "cat <<EOF\n안녕\nEOF\n"]);
        assert_eq!(file.text.len(), text.len());
        assert_eq!(file.text.trim(), "---\nkind: Service");
        assert!(take(&mut file).is_empty());
        let mut json = File {
            name: "a.json".into(),
            text: r#"{"kind": "Commands", "apiVersion": "kijabi/v1", "spec": {"commands": ["curl x"]}}"#.into(),
        };
        assert_eq!(take(&mut json), ["curl x"]);
    }

    #[test]
    fn an_author_is_told_of_what_would_not_be_run() {
        let told = |spec: &str| {
            let text = format!("apiVersion: kijabi/v1\nkind: Commands\nspec:\n{spec}\n");
            let faults = faults(&text);
            faults.iter().map(|(range, _)| LineIndex::new(&text).line_of(range.start()) + 1).collect::<Vec<_>>()
        };
        assert_eq!(told("  commands:\n    - curl x"), Vec::<usize>::new());
        assert_eq!(told("  comands:\n    - curl x"), [4]);
        assert_eq!(told("  commands: |\n    curl x"), [4]);
        assert_eq!(told("  commands:\n    - curl x\n    - a: b"), [6]);
        assert_eq!(faults("kind: Command\napiVersion: kijabi/v1\n").len(), 1);
        assert!(faults("kind: Service\napiVersion: v1\n# kijabi/v1\n").is_empty());
    }
}
