//! Checking again finds what checking afresh finds, and looks at no more than it must.

use super::Checker;
use crate::diagnostic::Stage;
use crate::kube::tests::WEB;
use crate::kube::{Decoded, Version, check};
use crate::text::{TextEdit, TextRange, apply_edits};
use crate::yaml;
use std::sync::Arc;

/// A stream in which every document says something, and pieces of which edits can make something else.
const STREAM: &str = "# 첫째\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: “web”}\n  ports:\n    - port: 80\n      nodePort: 80\n---\nkind: Service\n---\n- a: yes\n  b: 010\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: Web\n  name: b\nspec:\n  containers: [{name: a, image: b, ports: [{containerPort: '1'}]}]\n---\napiVersion: v1\nkind: ConfigMap\n---\nx：y\n---\n";

/// Makes the edits one after the other; each time, checking again must find what checking afresh finds.
fn follow(text: &str, edits: Vec<(usize, usize, String)>) -> Result<(), proptest::test_runner::TestCaseError> {
    let mut text = text.to_owned();
    let mut parse = yaml::parse(&text);
    let mut checker = Checker::default();
    let _ = checker.check(&text, &parse);
    for (at, length, insert) in edits {
        let at = at % (text.len() + 1);
        let floor = |offset: usize| text.floor_char_boundary(offset.min(text.len()));
        let edit = TextEdit::replace(TextRange::new(floor(at), floor(at + length)), insert);
        let next = apply_edits(&text, std::slice::from_ref(&edit));
        parse = parse.reparse(&next, &edit);
        text = next;
        let (again, afresh) = (checker.check(&text, &parse), check(&text, Version::default()));
        proptest::prop_assert_eq!(format!("{:#?}", again), format!("{:#?}", afresh), "{}", text);
    }
    Ok(())
}

/// A Service or a pod of many ports, which lie in several pieces of its tree.
fn long_list(kind: usize) -> String {
    let many = |line: &dyn Fn(usize) -> String| (1..100).map(line).collect::<String>();
    match kind % 3 {
        0 => format!(
            "{}{}  type: NodePort\n",
            WEB.replace("    - port: 80\n", ""),
            many(&|n| format!("    - name: p{n}\n      port: {n}\n      targetPort: 80\n"))
        ),
        1 => format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: a\n    image: b\n    ports:\n{}",
            many(&|n| format!("    - containerPort: {n}\n      name: p{n}\n"))
        ),
        _ => format!(
            "apiVersion: v1\nkind: List\nitems:\n{}",
            many(&|n| {
                format!(
                    "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: s{n}\n  spec:\n    ports:\n    - port: {n}\n"
                )
            })
        ),
    }
}

proptest::proptest! {
    #[test]
    fn checking_again_finds_what_checking_afresh_finds(
        edits in proptest::collection::vec(
            (0usize..420, 0usize..8, "(---\n|\n|  |kind|: |\\{\\{|web|0|“|name: a\n|[ -~])?"), 1..12,
        ),
    ) {
        follow(STREAM, edits)?;
    }
}

/// What the property above once found.
#[test]
fn a_second_quote_of_a_document_is_found_again() {
    let edits = vec![(303, 6, "name: a\n".to_owned()), (239, 0, "“".to_owned())];
    follow(STREAM, edits).unwrap_or_else(|error| panic!("{error}"));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(48))]
    #[test]
    fn checking_a_long_list_again_finds_what_checking_afresh_finds(
        kind in 0usize..3,
        edits in proptest::collection::vec(
            (0usize..10_000, 0usize..6, "(x|\n|  |'|port: |\"|Pod|Service|- |: 0|targetPort: a\n      |[ -~])?"), 1..10,
        ),
    ) {
        follow(&long_list(kind), edits)?;
    }
}

/// A list of objects that are faulty in many ways, some in lists of their own, all told apart by what stands around them.
fn list_of_all_sorts(turn: usize) -> String {
    const SORTS: &[&str] = &[
        "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: sN\n  spec:\n    ports:\n    - port: 80\n",
        "- {apiVersion: v1, kind: Service, metadata: {name: sN}, spec: {ports: [{port: 0}]}} # 끝\n",
        "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: SN\n    name: sN\n  spec:\n    ports: []\n    selector: {app: yes}\n",
        "-  apiVersion: v1\n   kind: Pod\n   spec:\n     containers:\n     - {name: a, image: “b”}\n   metadata:\n     name: pN\n     annotations:\n       note: |\n         글\n",
        "- kind: Service\n",
        "- apiVersion: v1\n  kind: ConfigMap\n  data: {a: 010}\n",
        "- apiVersion: v1\n  kind: List\n  items:\n  - apiVersion: v1\n    kind: Namespace\n    metadata: {name: nN}\n  - apiVersion: v1\n    kind: Service\n    metadata: {name: tN}\n    spec: {ports: [{port: 1, nodePort: 80}], port: 1}\n",
    ];
    let items = (0..60).map(|n| SORTS[(n * (turn % 5 + 1) + n / 7) % SORTS.len()].replace('N', &n.to_string()));
    let text = format!("# 모두\napiVersion: v1\nitems:\n{}kind: List\n", items.collect::<String>());
    if turn.is_multiple_of(2) { text } else { text.replace("kind: List\n", "").replacen("v1\n", "v1\nkind: List\n", 1) }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(16))]
    #[test]
    fn the_items_of_a_list_checked_again_are_judged_as_afresh(
        turn in 0usize..10,
        edits in proptest::collection::vec(
            (
                proptest::prop_oneof![3 => 0usize..9_000, 1 => 0usize..40, 1 => 5_500usize..6_500],
                proptest::prop_oneof![6 => 0usize..6, 1 => 0usize..400],
                "(x|\n|  |'|port: |\"|#|Pod|List|Service|- |: 0|---\n|kind: Service\n|\\{|[ -~])?",
            ),
            1..12,
        ),
    ) {
        follow(&list_of_all_sorts(turn), edits)?;
    }
}

#[test]
fn the_items_of_a_list_that_an_edit_leaves_alone_are_not_judged_again() {
    let text = long_list(2);
    let parse = yaml::parse(&text);
    let mut checker = Checker::default();
    let before = checker.check(&text, &parse);
    let at = text.find("name: s45").expect("it is there");
    // Another name; a text that does not parse, of which the objects count none the less.
    for insert in ["name: a\n    #", "x: y: "] {
        let edit = TextEdit::insert(at, insert);
        let next = apply_edits(&text, std::slice::from_ref(&edit));
        let now = checker.clone().check(&next, &parse.reparse(&next, &edit));
        let same = |now: &&Decoded| before.objects.iter().any(|it| Arc::ptr_eq(&it.object, &now.object));
        let (kept, of) = (now.objects.iter().filter(same).count(), now.objects.len());
        assert!(of >= 98 && of - kept < 30, "{insert:?}: {kept} of {of} are kept");
        assert!(now.objects.iter().all(|it| it.accepted == (now.rejected != Some(Stage::Yaml))));
    }
}
