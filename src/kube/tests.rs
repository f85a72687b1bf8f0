//! What is said of a text first, where, and what its fix makes of it.

use super::{Version, check};
use crate::diagnostic::Stage;
use crate::text::apply_edits;

fn told(text: &str, version: Version) -> Vec<(String, String)> {
    check(text, version).errors.iter().map(|it| (it.code.to_string(), it.range.of(text).to_owned())).collect()
}

fn one(code: &str, written: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), written.to_owned())]
}

pub(super) const WEB: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n";

#[test]
fn the_first_thing_in_the_way_is_told_at_its_place() {
    assert_eq!(told(WEB, Version::V1_34), []);
    assert_eq!(told(&WEB.replace("name: web", "name: Web"), Version::V1_34), one("name-not-dns", "Web"));
    assert_eq!(told(&WEB.replace("port: 80", "port: \"80\""), Version::V1_34), one("wrong-type", "\"80\""));
    assert_eq!(told(&WEB.replace("port: 80", "prot: 80"), Version::V1_34), one("unknown-field", "prot"));
    assert_eq!(told(&WEB.replace("  name: web\n", "  labels: {}\n"), Version::V1_34), one("name-missing", "metadata"));
    assert_eq!(told("kind: Service\n", Version::V1_34), one("api-version-missing", "kind: Service"));
}

#[test]
fn service_names_are_relaxed_in_1_36() {
    let text = WEB.replace("name: web", "name: 1web");
    assert_eq!(told(&text, Version::V1_34), one("name-not-dns", "1web"));
    assert_eq!(told(&text, Version::V1_36), []);
}

#[test]
fn namespaces_and_nodes_are_judged_by_the_same_rules() {
    assert_eq!(told("apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a}\n", Version::V1_34), []);
    let dotted = "apiVersion: v1\nkind: Namespace\nmetadata: {name: team.a}\n";
    assert_eq!(told(dotted, Version::V1_34), one("name-not-dns", "team.a"));
    let inside = "apiVersion: v1\nkind: Node\nmetadata: {name: node-1, namespace: x}\n";
    assert_eq!(told(inside, Version::V1_34), []);
}

#[test]
fn later_documents_and_later_stages_are_kept_apart_from_the_answer() {
    let text = format!("{}---\n{}", WEB.replace("80", "0"), WEB.replace("name: web", "name: Web"));
    let checked = check(&text, Version::V1_34);
    assert_eq!(checked.rejected, Some(Stage::Validate));
    assert!(checked.errors.iter().all(|it| it.code.as_str() == "port-missing"));
    assert!(checked.further.iter().any(|it| it.code.as_str() == "name-not-dns"));
}

/// What is said first, where, and the text after its first fix, which the server then takes.
fn mended(text: &str) -> (String, String, String) {
    let checked = check(text, Version::V1_34);
    let first = checked.diagnostics().next().expect("something is wrong");
    let fix = first.fixes.first().unwrap_or_else(|| panic!("no fix for {first:?}"));
    let after = apply_edits(text, &fix.edits);
    assert_eq!(check(&after, Version::V1_34).rejected, None, "{after}");
    (first.code.to_string(), first.range.of(text).to_owned(), after)
}

fn told_and_mended(text: &str, code: &str, at: &str) {
    assert_eq!(mended(text), (code.to_owned(), at.to_owned(), WEB.to_owned()));
}

#[test]
fn what_stands_there_misspelt_is_not_said_to_be_missing() {
    for text in [WEB.replace("selector", "selecter"), WEB.replace("name: web", "name:web")] {
        let codes: Vec<_> = check(&text, Version::V1_34).diagnostics().map(|it| it.code.to_string()).collect();
        assert!(!codes.iter().any(|code| code == "selector-missing"), "{codes:?}");
        assert_eq!(codes.len(), 1, "{codes:?}");
    }
    let text = WEB.replace("selector:", "typo:");
    assert!(check(&text, Version::V1_34).diagnostics().any(|it| it.code.as_str() == "selector-missing"));
}

#[test]
fn objects_that_follow_one_another_undivided_are_divided() {
    let other = |name: &str| WEB.replace("name: web", &format!("name: {name}"));
    let text = format!("{WEB}{}{}", other("db"), other("cache"));
    let answer = check(&text, Version::V1_34);
    let told: Vec<_> = answer.diagnostics().collect();
    let [error] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((error.code.as_str(), error.range.start()), ("yaml-duplicate-key", WEB.len()));
    assert!(error.help.contains("`---`"), "{}", error.help);
    let mended = apply_edits(&text, &error.fixes[0].edits);
    assert_eq!(mended, format!("{WEB}---\n{}---\n{}", other("db"), other("cache")));
    assert_eq!(check(&mended, Version::V1_34).diagnostics().count(), 0);
    // A field written twice is only that.
    let text = WEB.replace("kind: Service\n", "kind: Service\nkind: Service\n");
    let answer = check(&text, Version::V1_34);
    assert!(answer.diagnostics().all(|error| error.fixes.is_empty() && !error.help.contains("---")));
}

#[test]
fn keys_of_the_first_lines_are_found_where_they_are_misspelt_or_indented() {
    told_and_mended(&format!("s{WEB}"), "api-version-missing", "sapiVersion");
    told_and_mended(&WEB.replace("kind:", "Kind:"), "kind-missing", "Kind");
    told_and_mended(&format!("  {WEB}"), "kind-missing", "  ");
    told_and_mended(&format!("  {}", WEB.replacen('\n', "\n  ", 1)), "name-missing", "  ");
}

#[test]
fn a_field_that_exists_further_out_or_in_moves_there() {
    let (head, spec) = WEB.split_once("spec:").expect("a spec");
    let deep = format!("{head}  spec:{}", spec.trim_end().replace('\n', "\n  "));
    told_and_mended(&format!("{deep}\n"), "unknown-field", "spec");
    let twice = format!("{WEB}      targetPort: 8080\n");
    let shallow = format!("{WEB}  targetPort: 8080\n");
    let top = format!("{WEB}targetPort: 8080\n");
    for text in [shallow, top] {
        assert_eq!(mended(&text), ("unknown-field".to_owned(), "targetPort".to_owned(), twice.clone()));
    }
    let inside = WEB.replace("port: 80\n", "port: 80\n      type: NodePort # 밖으로\n      name: a\n");
    let out = WEB.replace("port: 80\n", "port: 80\n      name: a\n  type: NodePort # 밖으로\n");
    assert_eq!(mended(&inside), ("unknown-field".to_owned(), "type".to_owned(), out));
}

#[test]
fn a_bare_port_number_is_written_as_a_field() {
    told_and_mended(&WEB.replace("- port: 80", "- 80"), "wrong-type", "80");
    told_and_mended(&WEB.replace("- port: 80", "- port:80"), "wrong-type", "port:80");
    told_and_mended(&WEB.replace("- port: 80", "-port: 80"), "wrong-type", "ports:");
    let checked = check(&WEB.replace("- port: 80", "- 80"), Version::V1_34);
    assert!(checked.errors.first().is_some_and(|it| it.help.contains("`- port: 80`")));
}

#[test]
fn a_selector_is_a_plain_mapping() {
    let wrapped = WEB.replace("    app: web\n", "    matchLabels:\n      app: web\n");
    told_and_mended(&wrapped, "wrong-type", "matchLabels:");
    let (_, at, after) = mended(&WEB.replace("    app: web\n", "    - app: web\n    - tier: x\n"));
    assert_eq!(at, "selector:");
    assert!(after.contains("      app: web\n      tier: x\n"), "{after}");
}
