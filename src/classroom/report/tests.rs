use super::*;
use crate::classroom::row::{CheckRow, CommandRow, Excerpt, FileRow, Finding, HeadCheck, HeadExercise, State};

const HOSTILE: &str = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'`javascript:alert(1)&";

fn head() -> Head {
    Head {
        kijabi: "0.1.0".into(),
        kubernetes: "1.34".into(),
        course: HOSTILE.into(),
        pack: "ab".into(),
        zone: HOSTILE.into(),
        roster: String::new(),
        exercises: vec![HeadExercise {
            id: "ports".into(),
            title: HOSTILE.into(),
            weight: 1,
            checks: vec![HeadCheck { proves: HOSTILE.into(), weight: 2 }],
        }],
    }
}

/// A row in which every text is hostile.
fn hostile_row(student: &str) -> Row {
    let text = || HOSTILE.to_owned();
    let finding = |line, severity: &str| Finding {
        code: text(),
        severity: severity.into(),
        line,
        column: 3,
        end_line: line,
        end_column: 9,
        field: text(),
        message: text(),
        help: text(),
    };
    Row {
        student: format!("{student}{HOSTILE}"),
        name: text(),
        exercise: "ports".into(),
        state: State::Graded,
        score: 0,
        max_score: 2,
        late: true,
        handed_in: text(),
        hints: Some(1),
        other_pack: true,
        reason: text(),
        mistakes: vec![text()],
        checks: vec![CheckRow { sentence: text(), detail: text(), mistake: Some(text()), weight: 2, passed: false }],
        files: vec![FileRow {
            file: text(),
            stage: Some(text()),
            diagnostics: vec![finding(1, "error"), finding(2, "warning"), finding(77, "info")],
            more: 3,
            text: vec![Excerpt { from: 1, text: format!("{HOSTILE}\n{HOSTILE}") }],
        }],
        log: vec![text()],
        failed: vec![CommandRow { command: text(), printed: text(), exit: 1 }],
        content: text(),
        ..Row::default()
    }
}

fn shown(format: Format, rows: &[Row]) -> String {
    let head = head();
    let mut summary = Summary::new(&head);
    for row in rows {
        summary.add(&head, row);
    }
    let sheet = Sheet { head: &head, summary: &summary, titles: &BTreeMap::new(), ascii: false };
    let mut renderer = renderer(format, sheet);
    let mut out = renderer.begin();
    for row in rows {
        out.push_str(&renderer.row(row));
    }
    out.push_str(&renderer.end());
    out
}

fn rows() -> Vec<Row> {
    let student = |name: &str| format!("{name}{HOSTILE}");
    vec![
        hostile_row("1"),
        Row {
            student: student("2"),
            exercise: "ports".into(),
            state: State::Broken,
            reason: HOSTILE.into(),
            ..Row::default()
        },
        Row { student: student("2"), state: State::Broken, reason: HOSTILE.into(), ..Row::default() },
        Row { student: student("3"), exercise: "ports".into(), ..Row::default() },
    ]
}

/// The tags of a page as a browser's tokenizer sees them: name and attributes. Knows that nothing but `style` holds raw text.
fn tags(page: &str) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let after = rest.get(start + 1..).unwrap_or("");
        let (mut end, mut quote) = (after.len(), None);
        for (at, c) in after.char_indices() {
            match quote {
                Some(open) if c == open => quote = None,
                Some(_) => {}
                None if c == '"' || c == '\'' => quote = Some(c),
                None if c == '>' => {
                    end = at;
                    break;
                }
                None => {}
            }
        }
        let tag = after.get(..end).unwrap_or("");
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        tags.push((name.to_lowercase(), attributes.to_owned()));
        rest = after.get(end + 1..).unwrap_or("");
        if name == "style" {
            rest = rest.split_once("</style>").map_or("", |(_, rest)| rest);
        }
    }
    tags
}

#[test]
fn nothing_handed_in_can_become_a_script() {
    let page = shown(Format::Html, &rows());
    let known = [
        "!doctype",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "h1",
        "h2",
        "h3",
        "nav",
        "a",
        "main",
        "section",
        "div",
        "span",
        "figure",
        "figcaption",
        "svg",
        "rect",
        "text",
        "line",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "br",
        "code",
        "small",
        "ol",
        "ul",
        "li",
        "details",
        "summary",
        "article",
        "pre",
        "mark",
        "footer",
    ];
    for (name, attributes) in tags(&page) {
        assert!(known.contains(&name.trim_start_matches('/')), "<{name} {attributes}>");
        // Outside quotes an attribute is one of ours: what is handed in can only be inside.
        let outside: String = attributes.split('"').step_by(2).collect::<Vec<_>>().join(" ");
        let plain = |c: char| c.is_ascii_alphanumeric() || " -=".contains(c);
        assert!(outside.chars().all(plain) && !outside.to_lowercase().contains(" on"), "<{name} {attributes}>");
        let hrefs = attributes.split("href=\"").skip(1);
        assert!(hrefs.clone().all(|href| href.starts_with('#')), "<{name} {attributes}>");
    }
    assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
    let escaped = HOSTILE.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    assert!(page.matches(&escaped).count() > 20, "it is all there, as text");
    assert!(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "), "{page}");
    assert_eq!(page.matches("</main></body></html>").count(), 1);
    assert_eq!(page.matches("<details").count(), page.matches("</details>").count());
}

#[test]
fn junit_is_well_formed_and_counts_what_it_holds() {
    let xml = shown(Format::Junit, &rows());
    let mut open: Vec<String> = Vec::new();
    for (name, attributes) in tags(&xml) {
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop().as_deref(), Some(closed), "{xml}"),
            None if name.starts_with('?') || attributes.ends_with('/') => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(xml.contains("tests=\"4\" failures=\"1\" errors=\"2\" skipped=\"1\""), "{xml}");
    assert_eq!(xml.matches("<testcase ").count(), 4);
    assert_eq!(xml.matches("<testsuite ").count(), 3);
}

#[test]
fn a_row_is_a_line_of_json_without_the_text() {
    let lines = shown(Format::Json, &rows());
    assert_eq!(lines.lines().count(), 4);
    let first: Row = serde_json::from_str(lines.lines().next().unwrap_or("")).unwrap();
    assert_eq!(first, hostile_row("1").without_texts());
}

#[test]
fn a_spreadsheet_gets_its_mark_its_line_ends_and_a_row_an_answer() {
    let table = shown(Format::Csv, &rows());
    assert!(table.starts_with("\u{feff}학번,이름,") && table.ends_with("\r\n"));
    let mut reader = csv::ReaderBuilder::new().from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(reader.records().flatten().count(), 4);
}

#[test]
fn the_table_for_people_names_who_could_not_be_graded() {
    let table = shown(Format::Human, &rows());
    assert!(table.contains("채점 못 함 2") && table.contains("학생 3명, 제출 3건"), "{table}");
}
