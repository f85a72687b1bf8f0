//! Verdicts of a real API server, recorded: 1,315 manifests with what Kubernetes 1.34 said of each
//! (`tests/data/oracle/public.jsonl`; 1.36 where it differs). The floors are what is reached; they only go up.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the corpus is read, and the figures are the result"
)]

use kijabi::diagnostic::{Diagnostic, Severity, Stage};
use kijabi::kube::model::Object;
use kijabi::kube::{self, Checked, Version, json};
use kijabi::text::apply_edits;
use serde_json::Value;
use std::collections::BTreeMap;

fn rows() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/oracle/public.jsonl");
    let text = std::fs::read_to_string(path).expect("the corpus is part of the repository");
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

/// (type, field, message) of recorded errors.
fn recorded(errors: Option<&Value>) -> Vec<(String, String, String)> {
    let errors = errors.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    errors
        .iter()
        .map(|error| {
            (text(error, "type").to_owned(), text(error, "field").to_owned(), text(error, "message").to_owned())
        })
        .collect()
}

fn told(errors: &[Diagnostic]) -> Vec<(String, String, String)> {
    errors.iter().map(|error| (error.cause.to_owned(), error.path.clone(), error.server.clone())).collect()
}

fn stage(checked: &Checked) -> &'static str {
    checked.rejected.and_then(Stage::verdict_name).unwrap_or("")
}

fn without_messages(errors: &[(String, String, String)]) -> Vec<(&str, &str)> {
    errors.iter().map(|(cause, field, _)| (cause.as_str(), field.as_str())).collect()
}

#[test]
fn verdicts_are_those_of_the_server() {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut shown = 0;
    for row in rows() {
        let manifest = text(&row, "manifest");
        let checked = kube::check(manifest, Version::V1_34);
        let (expected, found) = (recorded(row.get("errors")), told(&checked.errors));
        let mut note = |what: &'static str, same: bool, detail: &dyn Fn() -> String| {
            let (good, all) = counts.entry(what).or_default();
            *all += 1;
            *good += usize::from(same);
            if !same && shown < 400 {
                shown += 1;
                println!("{} {what}: {}", text(&row, "id"), detail());
            }
        };
        note("stage", stage(&checked) == text(&row, "stage"), &|| {
            format!("{:?} instead of {:?}: {found:?}", stage(&checked), text(&row, "stage"))
        });
        let same_fields = without_messages(&expected) == without_messages(&found);
        note("fields", same_fields, &|| format!("\n    {found:?}\n    {expected:?}"));
        note("messages", expected == found, &|| {
            if same_fields { format!("\n    {found:?}\n    {expected:?}") } else { String::new() }
        });
        let (also, known) = (told(&checked.also), recorded(row.get("also")));
        note("also", also == known, &|| format!("\n    {also:?}\n    {known:?}"));
        if let Some(service) = row.get("defaulted").filter(|value| value.is_object()) {
            let objects: Vec<_> = checked
                .objects
                .iter()
                .filter_map(|decoded| match &*decoded.object {
                    Object::Service(service) => Some(service),
                    _ => None,
                })
                .collect();
            let found = objects.first().copied().map(json::service);
            note("defaulted", found.as_ref() == Some(service), &|| format!("\n    {found:?}\n    {service:?}"));
            let found = objects.first().and_then(|service| json::stored(service, Version::V1_34));
            note("stored", found.as_ref() == row.get("stored"), &|| {
                format!("\n    {found:?}\n    {:?}", row.get("stored"))
            });
        }
        if let Some(newer) = row.get("gates136").filter(|value| value.is_object()) {
            let checked = kube::check(manifest, Version::V1_36);
            let (expected, found) = (recorded(newer.get("errors")), told(&checked.errors));
            let same = stage(&checked) == text(newer, "stage") && expected == found;
            note("1.36", same, &|| format!("\n    {found:?}\n    {expected:?}"));
        }
        if let Some(warnings) = row.get("warnings").and_then(Value::as_array) {
            let found: Vec<_> =
                checked.warnings.iter().map(|it| it.server.as_str()).filter(|it| !it.is_empty()).collect();
            let same = warnings.iter().filter_map(Value::as_str).eq(found.iter().copied());
            note("warnings", same, &|| format!("\n    {found:?}\n    {warnings:?}"));
        }
    }
    println!("{counts:?}");
    for (what, (good, all)) in &counts {
        // `status` of a manifest is defaulted by the server too, and dropped at once: the one row that is not equal.
        let floor = if *what == "defaulted" { 998 } else { 1000 };
        assert!(good * 1000 >= all * floor, "{what}: {good} of {all}");
    }
}

#[test]
fn every_error_has_a_place_and_a_korean_help_with_the_thing_at_hand() {
    let mut faults = Vec::new();
    for row in rows() {
        let manifest = text(&row, "manifest");
        let checked = kube::check(manifest, Version::V1_34);
        for error in checked.errors.iter().chain(&checked.also).chain(&checked.further) {
            let quoted = error.server.strip_prefix("Invalid value: \"").and_then(|rest| rest.split_once('"'));
            let written = error.range.of(manifest);
            if error.range.end() > manifest.len()
                || (error.range.is_empty()
                    && manifest.len() > error.range.end()
                    && !manifest.trim().is_empty()
                    && error.cause != "Empty"
                    && error.cause != "YAMLSyntax")
            {
                faults.push(format!("{}: no place for {error:?}", text(&row, "id")));
            }
            if !error.help.chars().any(|c| ('가'..='힣').contains(&c)) {
                faults.push(format!("{}: no Korean in {:?}", text(&row, "id"), error.help));
            }
            let resolved = |value: &str| value.is_empty() || value.contains('\\') || !manifest.contains(value);
            if let Some((value, _)) = quoted.filter(|(value, _)| !resolved(value))
                && written != value
                && written.trim_matches(['"', '\'']) != value
            {
                faults.push(format!("{}: {written:?} is not {value:?} ({})", text(&row, "id"), error.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{} faults", faults.join("\n"), faults.len());
}

/// The path without indices and keys: `spec.ports[1].name` is `spec.ports.name`.
fn field_of(path: &str) -> String {
    let mut field = String::new();
    let mut inside = false;
    for c in path.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            c if !inside => field.push(c),
            _ => {}
        }
    }
    field
}

#[test]
fn a_help_names_the_field_or_the_value_at_hand_and_is_said_of_one_code_and_field_alone() {
    let mut faults = Vec::new();
    let mut said: BTreeMap<String, (String, String)> = BTreeMap::new();
    for row in rows() {
        let manifest = text(&row, "manifest");
        for version in [Version::V1_34, Version::V1_36] {
            let checked = kube::check(manifest, version);
            for error in checked.errors.iter().chain(&checked.also).chain(&checked.further) {
                let field = field_of(&error.path);
                let last = field.rsplit('.').next().unwrap_or("");
                let written = error.range.of(manifest).trim_matches(['"', '\'']).trim();
                let first_word = written.split([' ', ':', '\n']).next().unwrap_or("");
                let help = &error.help;
                let quotes = help.split('`').skip(1).step_by(2).map(|word| word.trim_end_matches('…'));
                let in_text = quotes.into_iter().any(|word| !word.is_empty() && manifest.contains(word));
                let is_tab = error.range.of(manifest).contains('\t') && help.contains('탭');
                let missing =
                    error.code.as_str().strip_suffix("-missing").unwrap_or("-").replace("api-version", "apiVersion");
                let words = [last, written, first_word, &missing];
                let help = help.to_lowercase();
                let names = in_text
                    || is_tab
                    || words.iter().any(|word| !word.is_empty() && help.contains(&word.to_lowercase()));
                // An empty manifest has neither field nor value.
                if !names && error.code.as_str() != "empty-manifest" {
                    faults.push(format!("{}: {} {}: {written:?}: {help}", text(&row, "id"), error.code, error.path));
                }
                let owner = (error.code.to_string(), field.clone());
                let known = said.entry(error.help.clone()).or_insert_with(|| owner.clone());
                if *known != owner {
                    faults.push(format!("{}: said of {known:?} and of {owner:?}: {help}", text(&row, "id")));
                }
            }
        }
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{}\n{} faults", faults.join("\n"), faults.len());
}

#[test]
fn a_certain_fix_removes_its_diagnostic_and_adds_none() {
    let (mut certain, mut offered) = (0, 0);
    for row in rows() {
        let manifest = text(&row, "manifest");
        let checked = kube::check(manifest, Version::V1_34);
        let before: Vec<_> = checked.diagnostics().map(|it| (it.code, it.path.clone())).collect();
        for diagnostic in checked.diagnostics() {
            for fix in &diagnostic.fixes {
                offered += 1;
                if !fix.certain {
                    continue;
                }
                certain += 1;
                let mended = apply_edits(manifest, &fix.edits);
                let after = kube::check(&mended, Version::V1_34);
                let gone = (diagnostic.code, diagnostic.path.clone());
                let count = |list: &[(kijabi::diagnostic::Code, String)]| list.iter().filter(|it| **it == gone).count();
                let now: Vec<_> = after.diagnostics().map(|it| (it.code, it.path.clone())).collect();
                assert!(count(&now) < count(&before), "{}: {} stays\n{mended}", text(&row, "id"), diagnostic.server);
                for new in &now {
                    assert!(before.contains(new), "{}: {new:?} is new\n{mended}", text(&row, "id"));
                }
            }
        }
    }
    println!("{certain} certain fixes of {offered}");
    assert!(certain > 100, "{certain} of {offered}");
}

#[test]
fn what_is_accepted_has_no_errors_and_what_is_refused_has_some() {
    for row in rows() {
        let checked = kube::check(text(&row, "manifest"), Version::V1_34);
        assert_eq!(checked.rejected.is_none(), checked.errors.is_empty(), "{}", text(&row, "id"));
        assert!(checked.errors.iter().all(|it| it.severity == Severity::Error));
    }
}
