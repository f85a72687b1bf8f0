//! Verdicts for programs: one JSON object a line for each file.
//!
//! Must not know: files; it is handed verdicts.

use serde::Serialize;

use super::{Verdict, stage_name};
use crate::cli::out::json_line;
use crate::cli::report::Finding;
use crate::kube::model::Object;

/// An object that could be decoded.
#[derive(Serialize)]
pub(super) struct ObjectRow {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) namespace: String,
}

impl ObjectRow {
    pub(super) fn of(object: &Object) -> Self {
        let metadata = object.metadata();
        Self { kind: object.kind(), name: metadata.name.clone(), namespace: metadata.namespace.clone() }
    }
}

#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    verdict: &'static str,
    stage: Option<&'static str>,
    errors: &'a [Finding],
    also: &'a [Finding],
    warnings: &'a [Finding],
    objects: &'a [ObjectRow],
}

pub(super) fn render(verdict: &Verdict) -> anyhow::Result<Vec<u8>> {
    let findings = &verdict.findings;
    let row = Row {
        file: &verdict.name,
        verdict: if findings.rejected.is_some() { "reject" } else { "accept" },
        stage: stage_name(findings.rejected),
        errors: &findings.errors,
        also: &findings.also,
        warnings: &findings.warnings,
        objects: &verdict.objects,
    };
    Ok(json_line(&row)?)
}
