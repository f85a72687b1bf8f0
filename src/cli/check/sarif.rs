//! Verdicts as SARIF 2.1.0 (OASIS), for code hosts that show findings beside the lines.
//!
//! The log is written piece by piece, so that it never stands in memory whole. Columns count characters
//! (`columnKind: unicodeCodePoints`).
//!
//! Must not know: files; it is handed verdicts.

use std::fmt::Write;

use serde::Serialize;
use serde_json::json;

use super::Verdict;
use crate::cli::out::json_line;
use crate::cli::report::Finding;
use crate::diagnostic::Severity;

/// What follows the last result.
pub(super) const END: &[u8] = b"]}]}\n";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation<'a>,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation<'a> {
    uri: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// What comes before the first result; `rules` are (code, title).
pub(super) fn begin(rules: &[(String, String)]) -> anyhow::Result<Vec<u8>> {
    let rules: Vec<_> =
        rules.iter().map(|(code, title)| json!({"id": code, "shortDescription": {"text": title}})).collect();
    let driver = json!({"name": "kijabi", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    let mut bytes = br#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints","tool":{"driver":"#.to_vec();
    let driver = json_line(&driver)?;
    bytes.extend_from_slice(driver.trim_ascii_end());
    bytes.extend_from_slice(br#"},"results":["#);
    Ok(bytes)
}

/// The results of one file, commas between them; nothing where there are none.
pub(super) fn render(verdict: &Verdict) -> anyhow::Result<Vec<u8>> {
    let uri = uri(&verdict.name);
    let mut bytes = Vec::new();
    for finding in verdict.findings.all() {
        if !bytes.is_empty() {
            bytes.push(b',');
        }
        bytes.extend_from_slice(json_line(&result(finding, &uri))?.trim_ascii_end());
    }
    Ok(bytes)
}

fn result<'a>(finding: &'a Finding, uri: &'a str) -> SarifResult<'a> {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let region = Region {
        start_line: finding.line,
        start_column: finding.column,
        end_line: finding.end_line,
        end_column: finding.end_column,
    };
    let physical_location = PhysicalLocation { artifact_location: ArtifactLocation { uri }, region };
    SarifResult {
        rule_id: finding.code,
        level,
        message: Message { text: &finding.help },
        locations: [Location { physical_location }],
    }
}

/// A path as a relative URI reference: what is not unreserved in RFC 3986 is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
