//! What is written, and what must be read.

use super::*;
use proptest::prelude::*;

fn prose(source: &str) -> Prose {
    let document = parse(source);
    document.all_prose().next().cloned().unwrap_or_default()
}

/// The marked words of a paragraph: `Strong:서비스`.
fn marked(source: &str) -> Vec<String> {
    let prose = prose(source);
    prose.marks.iter().map(|mark| format!("{:?}:{}", mark.kind, mark.range.of(&prose.text))).collect()
}

#[test]
fn emphasis_may_touch_a_korean_particle() {
    let cases = [
        ("**서비스(Service)**는 이름입니다", "서비스(Service)는 이름입니다", vec!["Strong:서비스(Service)"]),
        ("**`targetPort`**는 문", "targetPort는 문", vec!["Strong:targetPort", "Code:targetPort"]),
        ("**\"파드\"**를", "\"파드\"를", vec!["Strong:\"파드\""]),
        ("__파드__를", "파드를", vec!["Strong:파드"]),
        ("*파드(Pod)*를", "파드(Pod)를", vec!["Emphasis:파드(Pod)"]),
        ("**쿠버네티스**는", "쿠버네티스는", vec!["Strong:쿠버네티스"]),
        ("파드는**(중요)**합니다", "파드는(중요)합니다", vec!["Strong:(중요)"]),
        ("**가(A)**는 나**를** 쓴다", "가(A)는 나를 쓴다", vec!["Strong:가(A)", "Strong:를"]),
        ("***둘 다!***라고", "둘 다!라고", vec!["Emphasis:둘 다!", "Strong:둘 다!"]),
        ("[**파드(Pod)**를](term:pod)", "파드(Pod)를", vec!["Link(Term(\"pod\")):파드(Pod)를", "Strong:파드(Pod)"]),
    ];
    for (source, text, marks) in cases {
        assert_eq!(prose(source).text, text, "{source}");
        assert_eq!(marked(source), marks, "{source}");
        assert_eq!(parse(source).leftovers, [], "{source}");
    }
}

#[test]
fn what_is_no_emphasis_stays_as_typed() {
    for source in
        ["파일_이름_예시", "my_var_를", "2 * 3 * 4", "*.yaml과 *.json", "3~5개, 6~8개", "`**code**`는", "5 ** 3"]
    {
        assert_eq!(prose(source).text, source.replace('`', ""), "{source}");
    }
    assert_eq!(prose(r"\*\*서비스\*\*는").text, "**서비스**는");
    assert_eq!(parse(r"\*\*서비스\*\*는").leftovers, []);
}

#[test]
fn markers_without_a_partner_are_reported_where_they_stand() {
    let source = "앞 문단\n\n**서비스는 끝이 없다";
    let document = parse(source);
    assert_eq!(
        document.leftovers.iter().map(|range| range.start()).collect::<Vec<_>>(),
        [source.find("**").unwrap_or(0)]
    );
}

#[test]
fn breaks_links_images_and_html_lose_nothing() {
    assert_eq!(prose("서비스는\n파드를 고른다").text, "서비스는 파드를 고른다", "a soft break is one blank");
    assert_eq!(prose("위  \n아래").text, "위\n아래");
    assert_eq!(prose("![그림](a.png)").text, "그림 (a.png)");
    assert_eq!(prose("<div>\n글\n</div>").text, "<div>\n글\n</div>");
    assert_eq!(prose("가 <b>나</b>").text, "가 <b>나</b>");
    let targets: Vec<_> =
        ["term:pod", "exercise:e", "chapter:c", "mistake:m", "https://k8s.io"].map(Target::read).into();
    assert_eq!(
        targets,
        [
            Target::Term("pod".into()),
            Target::Exercise("e".into()),
            Target::Chapter("c".into()),
            Target::Mistake("m".into()),
            Target::Url("https://k8s.io".into())
        ]
    );
}

#[test]
fn lists_nest_and_keep_empty_bullets_and_tasks() {
    let document = parse("- 하나\n\t- 둘\n- \n- [x] 끝\n\n### 다음\n");
    let BlockKind::List(list) = &document.blocks[0].kind else { panic!("{document:?}") };
    assert_eq!(list.items.len(), 3);
    assert!(matches!(list.items[0].blocks[1].kind, BlockKind::List(_)));
    assert!(list.items[1].blocks.is_empty());
    assert_eq!(list.items[2].task, Some(true));
    assert!(matches!(document.blocks[1].kind, BlockKind::Heading { level: 3, .. }));
}

#[test]
fn tables_know_their_columns() {
    let document = parse("| 포트 | 뜻 |\n|---:|:---:|\n| `port` | **서비스(Service)**의 |\n");
    let BlockKind::Table(table) = &document.blocks[0].kind else { panic!("{document:?}") };
    assert_eq!(table.columns, [Align::Right, Align::Center]);
    assert_eq!(table.rows[1][1].text, "서비스(Service)의");
}

#[test]
fn a_fence_says_what_it_is() {
    let read = |source: &str| {
        let document = parse(source);
        let code = document.all_code().next().cloned();
        code.map(|code| (code.kind, code.info))
    };
    let kind = |source: &str| read(source).map(|(kind, _)| kind);
    let tabs = "```\napiVersion: v1\nkind: Service\nmetadata: \n\tname: a\n```\n";
    assert_eq!(kind(tabs), Some(FenceKind::Yaml), "an unnamed manifest, tabs and all");
    assert_eq!(kind("```\n그냥 글\n```"), Some(FenceKind::Text));
    assert_eq!(kind("```predict\nquestion: a\n```"), Some(FenceKind::Predict));
    assert_eq!(kind("```go\n```"), Some(FenceKind::Other("go".into())));
    let (_, info) = read("```yaml wrong=a,b file=x.yaml fragment oops\na: 1\n```").unwrap_or_else(|| panic!("no code"));
    assert_eq!(info.wrong, ["a", "b"]);
    assert_eq!(info.file.as_deref(), Some("x.yaml"));
    assert!(info.fragment);
    assert_eq!(info.unknown, ["oops"]);
}

#[test]
fn code_keeps_its_tabs_and_knows_its_place() {
    let source = "글\n\n```yaml\na:\n\tb: 1\n```\n";
    let document = parse(source);
    let code = document.all_code().next().unwrap_or_else(|| panic!("no code"));
    assert_eq!(code.text, "a:\n\tb: 1\n");
    assert_eq!(code.content.of(source), code.text);
}

#[test]
fn notes_fall_apart_at_their_headings() {
    let source = "머리말\n\n## 쿠버네티스\n\n### 서비스\n\n글\n\n#### 가\n\n글\n\n### 나\n\n### 끝\n";
    let cut = sections(parse(source), "notes.md");
    let paths: Vec<String> = cut.iter().map(|section| section.path.join(" › ")).collect();
    assert_eq!(
        paths,
        ["notes.md", "쿠버네티스 › 서비스", "쿠버네티스 › 서비스 › 가", "쿠버네티스 › 나", "쿠버네티스 › 끝"]
    );
    assert_eq!(sections(parse(""), "빈 파일").len(), 1);
}

#[test]
fn hostile_nesting_stays_shallow() {
    let document = parse(&"> ".repeat(5_000));
    assert!(document.all_blocks().count() < 100);
    let many = format!("{}글", "- ".repeat(3_000));
    assert_eq!(parse(&many).all_prose().map(|prose| prose.text.clone()).collect::<String>(), "글");
    assert!(!parse(&"**a_b*".repeat(20_000)).blocks.is_empty(), "and many delimiters are quick");
}

proptest! {
    /// Every letter and digit of the source is in what is read.
    #[test]
    fn no_letter_is_lost(source in "([가나다ab1]|[*_`~()\"> \n\t-]|\\*\\*|### |- ){0,80}") {
        // Without fences: the word after one is its language, not text.
        let source = source.replace("```", "`").replace("~~~", "~");
        let document = parse(&source);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let mut read = String::new();
        for block in document.all_blocks() {
            match &block.kind {
                BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => read.push_str(&content.text),
                BlockKind::Code(code) => read.push_str(&code.text),
                BlockKind::List(list) => if let Some(start) = list.start { read.push_str(&start.to_string()) },
                _ => {}
            }
        }
        let (mut was, mut is): (Vec<char>, Vec<char>) = (letters(&source).chars().collect(), letters(&read).chars().collect());
        was.sort_unstable();
        is.sort_unstable();
        prop_assert_eq!(was, is);
    }

    /// Marks always lie on the text they mark.
    #[test]
    fn marks_fit_their_text(source in "[가나(a)*_` ~\\[\\]\n]{0,60}") {
        for prose in parse(&source).all_prose() {
            for mark in &prose.marks {
                prop_assert!(prose.text.get(mark.range.start()..mark.range.end()).is_some());
                prop_assert!(source.get(mark.source.start()..mark.source.end()).is_some());
            }
        }
    }
}
