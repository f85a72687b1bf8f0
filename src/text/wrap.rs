//! Breaking Korean prose into lines: at blanks, never inside an 어절 that fits a line, never losing a character.
//!
//! UAX #14 allows a break between any two syllables; Korean readers expect one only between 어절. An 어절 that is
//! wider than a whole line (an address, a path) is broken after `/`, `-`, `.` and their like, and only where it has
//! none of those between two graphemes. Styles play no part: a line is a range of the text, and whatever is marked in
//! the text is cut along with it.
//!
//! Must not know: Markdown, colours.

use super::{TextRange, width};

/// The lines of `text`, each at most `columns` cells wide. A `\n` ends a line. What lies between two lines, and
/// belongs to neither, is the blanks or the line end broken at; everything else of the text is in exactly one line.
/// A single grapheme wider than `columns` has a line of its own: it cannot be cut.
///
/// No line begins with closing punctuation or ends with an opening bracket unless a piece as wide as a line leaves no
/// other way.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<TextRange> {
    let mut lines = Vec::with_capacity(text.len() / 60 + 1);
    let mut start = 0;
    for paragraph in text.split('\n') {
        Wrapper { text: paragraph, base: start, columns: columns.max(1), line: None, lines: &mut lines }.run();
        start += paragraph.len() + 1;
    }
    lines
}

/// Cells of the widest 어절 of `text`: the narrowest column that breaks none.
#[must_use]
pub fn widest_word(text: &str) -> usize {
    text.split(is_blank).map(width::cells).max().unwrap_or(0)
}

/// The line being filled.
#[derive(Clone, Copy)]
struct Filling {
    start: usize,
    end: usize,
    cells: usize,
}

struct Wrapper<'t, 'l> {
    text: &'t str,
    /// Where `text` begins in the whole.
    base: usize,
    columns: usize,
    line: Option<Filling>,
    lines: &'l mut Vec<TextRange>,
}

impl Wrapper<'_, '_> {
    fn run(mut self) {
        let before = self.lines.len();
        let mut unit: Option<Word> = None;
        for word in words(self.text, self.columns) {
            match &mut unit {
                // ` )` and `( ` hold together: a break there would orphan the bracket.
                Some(unit) if unit.holds(&word, self.text) && unit.cells + word.gap + word.cells <= self.columns => {
                    unit.end = word.end;
                    unit.cells += word.gap + word.cells;
                }
                _ => {
                    if let Some(unit) = unit.replace(word) {
                        self.place(unit);
                    }
                }
            }
        }
        if let Some(unit) = unit {
            self.place(unit);
        }
        self.flush();
        if self.lines.len() == before {
            self.lines.push(TextRange::at(self.base));
        }
    }

    fn place(&mut self, word: Word) {
        match &mut self.line {
            Some(line) if line.cells + word.gap + word.cells <= self.columns => {
                line.end = word.end;
                line.cells += word.gap + word.cells;
            }
            _ if word.cells <= self.columns => {
                self.flush();
                self.line = Some(Filling { start: word.start, end: word.end, cells: word.cells });
            }
            _ => self.place_long(word),
        }
    }

    /// An 어절 wider than a line begins on the line being filled only if it can be broken there decently.
    fn place_long(&mut self, word: Word) {
        let mut start = word.start;
        if let Some(line) = self.line {
            let room = self.columns.saturating_sub(line.cells + word.gap);
            if let Some((end, _)) = soft_break(self.text, TextRange::new(start, word.end), room) {
                self.line = Some(Filling { end, ..line });
                start = end;
            }
            self.flush();
        }
        loop {
            let rest = TextRange::new(start, word.end);
            let piece = rest.of(self.text);
            if width::prefix(piece, self.columns).len() == piece.len() {
                self.line = Some(Filling { start, end: word.end, cells: width::cells(piece) });
                return;
            }
            let end = soft_break(self.text, rest, self.columns)
                .filter(|&(_, filled)| filled * 2 >= self.columns)
                .map_or_else(|| hard_break(self.text, rest, self.columns), |(end, _)| end);
            self.line = Some(Filling { start, end, cells: 0 });
            self.flush();
            start = end;
        }
    }

    fn flush(&mut self) {
        if let Some(line) = self.line.take() {
            self.lines.push(TextRange::new(self.base + line.start, self.base + line.end));
        }
    }
}

/// An 어절, or several that hold together, and the blanks before it.
#[derive(Clone, Copy)]
struct Word {
    /// Blanks before it, in cells.
    gap: usize,
    start: usize,
    end: usize,
    cells: usize,
}

impl Word {
    /// Whether no line should end between this word and the next.
    fn holds(&self, next: &Word, text: &str) -> bool {
        let last = text.get(..self.end).and_then(|t| t.chars().next_back());
        let first = text.get(next.start..).and_then(|t| t.chars().next());
        last.is_some_and(opens) || first.is_some_and(closes)
    }
}

/// The words of a line in order. An indentation belongs to the first word where both fit into `columns`.
fn words(text: &str, columns: usize) -> impl Iterator<Item = Word> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let rest = text.get(done..)?;
        let ahead = rest.find(|c| !is_blank(c))?;
        let first = done == 0;
        let start = done + ahead;
        let word = text.get(start..)?;
        let end = start + word.find(is_blank).unwrap_or(word.len());
        let gap = width::cells(rest.get(..ahead)?);
        let cells = width::cells(text.get(start..end)?);
        done = end;
        // An indented line stays so.
        let indented = first && gap + cells <= columns;
        Some(if indented {
            Word { gap: 0, start: 0, end, cells: gap + cells }
        } else {
            Word { gap, start, end, cells }
        })
    })
}

/// The last place after `/`, `-`, `.` … within `room` cells where a long piece may be broken, and the cells before it.
fn soft_break(text: &str, range: TextRange, room: usize) -> Option<(usize, usize)> {
    let mut found = None;
    let (mut done, mut last) = (0, ' ');
    for (offset, grapheme) in width::graphemes(range.of(text)) {
        let next = grapheme.chars().next().unwrap_or(' ');
        if offset > 0 && breaks_after(last) && !breaks_after(next) && !closes(next) {
            found = Some((range.start() + offset, done));
        }
        done += width::grapheme_cells(grapheme);
        if done > room {
            break;
        }
        last = grapheme.chars().next_back().unwrap_or(' ');
    }
    found
}

/// The end of the longest part of a long piece that fits, moved back where the next line would begin with closing
/// punctuation or this one end with an opening bracket. Never empty.
fn hard_break(text: &str, range: TextRange, columns: usize) -> usize {
    let mut done = 0;
    // Where it may end: the last decent place, and the last place at all.
    let (mut decent, mut any) = (None, None);
    let mut last = ' ';
    for (offset, grapheme) in width::graphemes(range.of(text)) {
        let next = grapheme.chars().next().unwrap_or(' ');
        if offset > 0 {
            any = Some(offset);
            if !closes(next) && !opens(last) {
                decent = Some(offset);
            }
        }
        done += width::grapheme_cells(grapheme);
        if done > columns && any.is_some() {
            break;
        }
        last = grapheme.chars().next_back().unwrap_or(' ');
    }
    range.start() + decent.or(any).unwrap_or(range.len())
}

/// Blanks a line may break at; a no-break space is not one.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\u{3000}')
}

/// After these an address or a path may be broken.
fn breaks_after(c: char) -> bool {
    matches!(c, '/' | '-' | '.' | '_' | '?' | '&' | '=' | ',' | ':' | ';' | '\\')
}

/// Punctuation that belongs to what stands before it.
fn closes(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ')'
            | ']'
            | '}'
            | '!'
            | '?'
            | ':'
            | ';'
            | '%'
            | '”'
            | '’'
            | '…'
            | '·'
            | '»'
            | '›'
            | '、'
            | '。'
            | '〉'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '！'
            | '）'
            | '，'
            | '．'
            | '：'
            | '；'
            | '？'
            | '］'
            | '｝'
    )
}

/// Brackets and quotes that belong to what stands after them.
fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '“' | '‘' | '«' | '‹' | '〈' | '《' | '「' | '『' | '【' | '〔' | '（' | '［' | '｛')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns).into_iter().map(|range| range.of(text)).collect()
    }

    #[test]
    fn lines_break_between_words_and_not_inside_them() {
        let text = "서비스는 파드들 앞에 서는 하나의 주소입니다 그리고 targetPort는 문입니다.";
        assert_eq!(
            lines(text, 20),
            ["서비스는 파드들 앞에", "서는 하나의", "주소입니다 그리고", "targetPort는", "문입니다."]
        );
    }

    #[test]
    fn a_long_address_breaks_after_its_joints() {
        assert_eq!(
            lines("출처 https://kubernetes.io/docs/concepts/services-networking", 24),
            ["출처 https://kubernetes.", "io/docs/concepts/", "services-networking"]
        );
        assert_eq!(lines("가나다라마바사", 6), ["가나다", "라마바", "사"]);
    }

    #[test]
    fn brackets_stay_with_what_they_hold() {
        assert_eq!(lines("가나 다라 ) 마", 9), ["가나", "다라 ) 마"]);
        assert_eq!(lines("가나 다 ( 라", 9), ["가나 다", "( 라"]);
        assert_eq!(lines("가나다라마.", 10), ["가나다라", "마."], "no line begins with a full stop");
        assert_eq!(lines("가나다라마바(예", 12), ["가나다라마바", "(예"], "nor ends with a bracket");
    }

    #[test]
    fn hard_breaks_and_indents_are_kept() {
        assert_eq!(lines("위\n\n  아래 ", 10), ["위", "", "  아래"]);
        assert_eq!(lines("", 10), [""]);
    }

    #[test]
    fn the_widest_word_is_measured_in_cells() {
        assert_eq!(widest_word("파드 엔드포인트 web"), 10);
    }

    fn any_text() -> impl Strategy<Value = String> {
        "([가-힣]{1,12}|[a-z/.:-]{1,30}|\u{1112}\u{1161}\u{11ab}|👩‍👩‍👧|e\u{301}|[(「)」.,!?]{1,3}|[ ]{1,3}|\n){0,40}"
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_character_is_lost(text in any_text(), columns in 1usize..200) {
            let ranges = wrap(&text, columns);
            let mut done = 0;
            for range in &ranges {
                let gap = text.get(done..range.start()).unwrap_or("lost");
                prop_assert!(gap.chars().all(|c| is_blank(c) || c == '\n'), "between lines: {gap:?}");
                let line = range.of(&text);
                prop_assert!(!line.contains('\n'));
                prop_assert!(width::cells(line) <= columns || width::graphemes(line).count() == 1, "{line:?}");
                done = range.end();
            }
            prop_assert!(text.get(done..).is_some_and(|rest| rest.chars().all(|c| is_blank(c) || c == '\n')));
        }

        #[test]
        fn a_word_that_fits_is_never_broken(text in any_text(), columns in 1usize..80) {
            let ranges = wrap(&text, columns);
            for range in ranges {
                let inside = text.get(..range.end()).and_then(|t| t.rsplit(|c| is_blank(c) || c == '\n').next()).unwrap_or("");
                let after = text.get(range.end()..).and_then(|t| t.split(|c| is_blank(c) || c == '\n').next()).unwrap_or("");
                let broken = !inside.is_empty() && !after.is_empty();
                prop_assert!(!broken || width::cells(&format!("{inside}{after}")) > columns, "{inside}|{after}");
            }
        }
    }
}
