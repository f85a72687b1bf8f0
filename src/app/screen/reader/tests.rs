//! Notes as people really write them, set at the widths people really have.

use proptest::prelude::*;

use super::layout::{Plain, lay_out, markdown};
use super::sheet::{Sheet, StopKind};
use crate::lesson::markdown::{BlockKind, Document, parse};

const NOTES: &str = include_str!("../../../../tests/data/notes-shapes.md");

fn set(source: &str, columns: usize) -> (Document, Sheet) {
    let document = parse(source);
    let sheet = lay_out(&document.blocks, columns, &Plain);
    (document, sheet)
}

fn text_of(sheet: &Sheet) -> String {
    sheet.rows.iter().map(|row| row.line.text() + "\n").collect()
}

/// What a text says, without the blanks that wrapping may take.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The letters of each unit as the rows show them; columns of a table that stand below the others in their place.
fn shown(sheet: &Sheet) -> Vec<String> {
    let mut shown = vec![Vec::new(); sheet.units.len()];
    for row in &sheet.rows {
        let text = row.line.text();
        for part in &row.parts {
            let piece = text.get(part.at..part.at + part.range.len()).unwrap_or("(no text)");
            shown[part.unit].push((part.range.start(), piece.to_owned()));
        }
    }
    let join = |mut pieces: Vec<(usize, String)>| {
        pieces.sort();
        pieces.into_iter().map(|(_, piece)| piece).collect()
    };
    shown.into_iter().map(join).collect()
}

fn assert_whole(document: &Document, sheet: &Sheet, columns: usize) {
    for row in &sheet.rows {
        assert!(row.line.cells() <= columns, "{} cells of {columns}: {}", row.line.cells(), row.line.text());
    }
    for (unit, shown) in sheet.units.iter().zip(shown(sheet)) {
        assert_eq!(letters(unit), letters(&shown));
    }
    let set: String = sheet.units.iter().map(|unit| letters(unit)).collect();
    for block in document.all_blocks() {
        match &block.kind {
            BlockKind::Heading { content, .. } => assert!(set.contains(&letters(&content.text))),
            BlockKind::Code(code) => assert!(set.contains(&letters(&code.text))),
            _ => {}
        }
    }
}

#[test]
fn notes_are_whole_at_every_width() {
    for columns in [20, 40, 56, 60, 76, 80, 120] {
        let (document, sheet) = set(NOTES, columns);
        assert_whole(&document, &sheet, columns);
        assert!(sheet.rows.windows(2).all(|pair| pair[0].source <= pair[1].source));
    }
}

#[test]
fn every_bullet_of_the_notes_is_there_the_empty_one_too() {
    let (_, sheet) = set(NOTES, 76);
    let bullets = text_of(&sheet).lines().filter(|line| line.trim_start().starts_with(['▪', '◦', '‣'])).count();
    assert_eq!(
        bullets,
        NOTES.lines().filter(|line| line.trim_start().starts_with("- ") && !line.contains("targetPort")).count()
    );
}

#[test]
fn manifests_in_the_notes_open_as_they_were_written() {
    let (_, sheet) = set(NOTES, 60);
    let manifests: Vec<&str> = sheet
        .stops
        .iter()
        .filter_map(|stop| if let StopKind::Manifest { text, .. } = &stop.kind { Some(text.as_str()) } else { None })
        .collect();
    assert_eq!(manifests.len(), 2);
    assert!(manifests[0].contains("\tname: sailService\n"), "tabs and all");
}

#[test]
fn the_notes_look_like_this() {
    let (_, sheet) = set(NOTES, 60);
    insta::assert_snapshot!(text_of(&sheet));
}

#[test]
fn a_table_that_does_not_fit_is_stacked() {
    let table = "| 서비스종류라는긴이름 | 어디에서닿을수있는지 |\n|---|---|\n| ClusterIP | 안에서만 |\n";
    let text =
        |columns| markdown(table, columns).iter().map(crate::app::scene::Line::text).collect::<Vec<_>>().join("\n");
    assert!(text(60).contains("서비스종류라는긴이름 │ 어디에서닿을수있는지"));
    assert!(!text(18).contains('│'));
    assert!(letters(&text(18)).contains("안에서만"));
}

proptest! {
    #[test]
    fn whatever_is_written_is_shown_and_fits(
        source in "([가나다 a]{1,9}|\\*\\*[가(a)]{1,4}\\*\\*|`[a-z-]{1,30}`|[\n]{1,2}|\n- |\n\t- |\n1. |\n> |\n# |\n\\| a \\| 나 \\|\n\\|--\\|--\\|\n|\n```\n|\t|한){0,30}",
        columns in 8usize..130,
    ) {
        let (document, sheet) = set(&source, columns);
        assert_whole(&document, &sheet, columns);
    }
}

/// Every Markdown text that comes with kijabi.
#[allow(clippy::disallowed_methods, reason = "a test reads the texts it is about")]
fn own_texts() -> Vec<(std::path::PathBuf, String)> {
    let mut waiting: Vec<std::path::PathBuf> =
        ["lessons", "assets"].iter().map(|name| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).collect();
    let mut texts = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()));
        } else if path.extension().is_some_and(|it| it == "md") {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            texts.push((path, text));
        }
    }
    texts
}

#[test]
fn every_chapter_and_every_mistake_is_whole_at_the_usual_widths() {
    let texts = own_texts();
    assert!(texts.len() > 20);
    for (path, text) in texts {
        let document = parse(&text);
        assert_eq!(document.leftovers, [], "{} has emphasis that never ends", path.display());
        for columns in [56, 76] {
            assert_whole(&document, &lay_out(&document.blocks, columns, &Plain), columns);
        }
    }
}
