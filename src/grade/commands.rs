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

fn is_ours(root: Node<'_>) -> bool {
    let says = |key: &str, value: &str| root.get(key).and_then(Node::scalar).is_some_and(|it| it.text == value);
    says("apiVersion", "kijabi/v1") && says("kind", "Commands")
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
