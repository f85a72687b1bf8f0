//! Verdicts of hand-written manifests, compared with everything the server says, in its order, each as `field: message`.

use kijabi::diagnostic::Stage;
use kijabi::kube::{self, Version};
use std::fmt::Write as _;

/// What a manifest is answered: the stage that refuses and everything it says.
pub(crate) fn answer(text: &str, version: Version) -> (Option<Stage>, Vec<String>) {
    let checked = kube::check(text, version);
    let told = checked.errors.iter().map(|it| format!("{}: {}", it.path, it.server)).collect();
    (checked.rejected, told)
}

/// Every case is (what it is, what it adds to the manifest, what is said), all of it refused at `stage` where anything is.
pub(crate) fn holds(cases: &[(&str, &str, &[&str])], stage: Stage, manifest: &dyn Fn(&str) -> String) {
    let mut differing = String::new();
    for (what, body, expected) in cases {
        let text = manifest(body);
        let (found, told) = answer(&text, Version::V1_34);
        let wanted = if expected.is_empty() { None } else { Some(stage) };
        if found != wanted || told != *expected {
            let _ = write!(differing, "\n{what}: {found:?}\n  said     {told:#?}\n  expected {expected:#?}\n{text}");
        }
    }
    assert!(differing.is_empty(), "{differing}");
}

/// An object of a kind of v1 with this spec.
pub(crate) fn object(kind: &str, spec: &str) -> String {
    let lines: String = spec.lines().flat_map(|line| ["  ", line, "\n"]).collect();
    format!("apiVersion: v1\nkind: {kind}\nmetadata:\n  name: web\nspec:\n{lines}")
}
