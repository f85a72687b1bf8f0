use super::*;
use crate::classroom::{
    CheckRow, CommandRow, ExamRow, Excerpt, FileRow, Finding, HeadCheck, HeadExercise, State, TopicRow, WorkRow,
};

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
        Row {
            student: student("3"),
            exercise: "ports".into(),
            work: Some(WorkRow {
                opened: HOSTILE.into(),
                last: HOSTILE.into(),
                minutes: 12,
                hints: 2,
                answer_seen: true,
                held: Some(1),
                checks: Some(2),
                mistake: Some("yaml-tab".into()),
                line: Some(7),
                ..WorkRow::default()
            }),
            ..Row::default()
        },
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
    let records: Vec<csv::StringRecord> = reader.records().flatten().collect();
    let column = |heading: &str| {
        table.trim_start_matches('\u{feff}').lines().next().unwrap().split(',').position(|it| it == heading).unwrap()
    };
    let cells = |heading: &str| records.iter().map(|it| it[column(heading)].to_owned()).collect::<Vec<_>>();
    // Behind each student's answers stands what they add up to.
    assert_eq!(cells("과제"), ["ports", "합계", "ports", "", "합계", "ports", "합계"]);
    assert_eq!(cells("점수"), ["0", "0", "0", "0", "0", "0", "0"]);
    assert_eq!(cells("비중"), ["1", "1", "1", "", "1", "1", "1"]);
    assert_eq!(cells("작업 시간(분)"), ["", "", "", "", "", "12", "12"]);
    assert_eq!(cells("마지막 실수의 줄")[5], "7");
}

#[test]
fn a_share_is_rounded_alike_wherever_it_stands() {
    // Two of three: 66.67 %.
    let row = Row { score: 2, max_score: 3, ..hostile_row("1") };
    let mut head = head();
    head.exercises[0].checks[0].weight = 3;
    head.exercises[0].weight = 4;
    let mut summary = Summary::new(&head);
    summary.add(&head, &row);
    let sheet = Sheet { head: &head, summary: &summary, titles: &BTreeMap::new(), ascii: false };
    for format in [Format::Human, Format::Csv, Format::Html] {
        let mut renderer = renderer(format, sheet);
        let shown = renderer.begin() + &renderer.row(&row) + &renderer.end();
        assert!(shown.contains("66.7") && !shown.contains("66.6") && !shown.contains("66%"), "{format:?}: {shown}");
    }
}

#[test]
fn who_handed_nothing_in_is_told_of_with_what_held_them_up() {
    for format in [Format::Human, Format::Json, Format::Csv, Format::Html, Format::Junit] {
        let shown = shown(format, &rows());
        assert!(shown.contains("yaml-tab") && shown.contains("12"), "{format:?}: {shown}");
    }
    let table = shown(Format::Human, &rows());
    assert!(table.contains("미제출 1건(열어 봄 1건)") && table.contains("확인 1/2, 정답을 봄"), "{table}");
}

#[test]
fn an_exam_is_told_by_topic_and_counts_among_no_answers() {
    let topic = |title: &str, right| TopicRow { chapter: title.into(), title: title.into(), right, total: 2 };
    let exam = |student: &str, score, again, topics| Row {
        student: student.into(),
        exercise: "exam-77".into(),
        state: State::Graded,
        score,
        max_score: 4,
        exam: Some(ExamRow { seed: 77, count: 4, given: 3, again, topics, ..ExamRow::default() }),
        ..Row::default()
    };
    let rows =
        [exam("1", 3, 0, vec![topic("문", 2), topic("길", 1)]), exam("2", 1, 2, vec![topic("문", 1), topic("길", 0)])];
    for format in [Format::Human, Format::Html] {
        let shown = shown(format, &rows);
        for word in ["시험 77(4문제)", "75", "25", "2번 더 보았습니다", "빈 답 1"] {
            assert!(shown.contains(word), "{format:?} {word}: {shown}");
        }
    }
    let table = shown(Format::Human, &rows);
    assert!(table.contains("제출 0건") && table.contains("3/4  2/2 1/2"), "{table}");
    assert!(shown(Format::Csv, &rows).contains("문 2/2 · 길 1/2"));
    assert!(!shown(Format::Junit, &rows).contains("exam-77"), "exams have no checks");
}

#[test]
fn the_table_for_people_names_who_could_not_be_graded() {
    let table = shown(Format::Human, &rows());
    assert!(table.contains("채점 못 함 2") && table.contains("학생 3명, 제출 3건"), "{table}");
}
