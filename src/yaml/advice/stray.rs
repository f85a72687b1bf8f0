//! A word that slipped in before what a line says: `x    - name: web` is one long key, and the fault is told a line below.
//!
//! Must not know: how a line below is judged.

use super::Advice;
use super::lines::{self, Line};
use crate::text::josa::{self, Josa};
use crate::text::{TextEdit, TextRange};

/// That word, where a line begins with one and goes on as a line of its own would: with a dash, or a key far off. A field's name
/// has no blanks.
pub(super) fn word_before(text: &str, line: Line<'_>) -> Option<Advice> {
    let key = line.key()?;
    let content = line.content();
    let end = content.find(' ')?;
    let (word, rest) = content.split_at_checked(end)?;
    let own = rest.trim_start();
    let gap = rest.len() - own.len();
    let has_own_key = !own.is_empty() && key.len() > end;
    if !has_own_key || word.starts_with(['-', '"', '\'', '#']) || (gap < 2 && !own.starts_with("- ")) {
        return None;
    }
    let start = line.content_start();
    let range = TextRange::new(start, start + word.len());
    // The blanks behind it are the line's indentation, unless the word stands behind that already.
    let column = line.indent() + gap;
    let fits = lines::places(text, line).iter().any(|(place, _)| *place == column);
    let gone = if fits { range } else { TextRange::new(start, start + word.len() + gap) };
    let help = format!(
        "줄 앞에 {} 더 있어, YAML은 {} 키 하나로 읽습니다. {} 지우십시오.",
        josa::with(&format!("`{word}`"), Josa::IGa),
        josa::with(&format!("`{key}`"), Josa::EulReul),
        josa::with(&format!("`{word}`"), Josa::EulReul),
    );
    Some(Advice::new("yaml-syntax", range, help).perhaps(format!("`{word}` 지우기"), vec![TextEdit::delete(gone)]))
}

#[cfg(test)]
mod tests {
    use crate::text::apply_edits;
    use crate::yaml::parse;

    #[test]
    fn a_letter_before_a_line_is_what_is_told_and_nothing_after_it() {
        let port = "  ports:\n    - name: a\n      port: 80\n      targetPort: 8080\n    - name: b\n      port: 81\n";
        let text = format!("kind: Service\nspec:\n{port}");
        for (own, slipped) in [
            ("    - name: a\n", "x    - name: a\n"),
            ("    - name: a\n", "    ㅁ - name: a\n"),
            ("    - name: b\n", "x    - name: b\n"),
            ("      port: 80\n", "ab      port: 80\n"),
            ("      port: 80\n", "  x    port: 80\n"),
            ("      targetPort: 8080\n", "x      targetPort: 8080\n"),
        ] {
            let broken = text.replacen(own, slipped, 1);
            let parse = parse(&broken);
            let document = &parse.documents[0];
            let error = document.error.as_ref().unwrap_or_else(|| panic!("{slipped} is read"));
            assert_eq!(error.range.of(&broken), slipped.split_whitespace().next().unwrap(), "{slipped}");
            assert!(document.also.is_empty(), "{slipped}: {:?}", document.also);
            if !slipped.starts_with("  x") {
                assert_eq!(apply_edits(&broken, &error.fixes[0].edits), text, "{slipped}");
            }
        }
    }
}
