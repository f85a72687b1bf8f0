//! Graphemes and terminal cells: 한 is one grapheme, two cells.
//!
//! The rule is the one ratatui draws by (its `CellWidth`), so that a caret computed here stands where the
//! glyph was drawn; a test under `tui` holds the two together. Widths are unicode-width's, of whole graphemes,
//! plus one for each halfwidth (semi-)voiced sound mark, which terminals give a cell of its own.
//!
//! Must not know: ratatui.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Terminal cells of `text`, which must hold no line end. Control characters count one cell: what draws
/// shows a visible stand-in for each ([`visible`]).
#[must_use]
pub fn cells(text: &str) -> usize {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return text.len();
    }
    let mut sum = 0;
    for c in text.chars() {
        let Some(cells) = plain_cells(c) else {
            return graphemes(text).map(|(_, grapheme)| grapheme_cells(grapheme)).sum();
        };
        sum += cells;
    }
    sum
}

/// The graphemes of a line, each with its byte offset and its cells, in order.
///
/// Nearly all text is letters that each stand for themselves whatever is beside them; only other text is looked at by
/// the rules of Unicode, which take several times as long.
pub fn glyphs(line: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let plain = line.chars().all(|c| plain_cells(c).is_some());
    let letters = if plain { line } else { "" }
        .char_indices()
        .map(move |(at, c)| (at, line.get(at..at + c.len_utf8()).unwrap_or(""), plain_cells(c).unwrap_or(0)));
    let others = graphemes(if plain { "" } else { line });
    letters.chain(others.map(|(at, grapheme)| (at, grapheme, grapheme_cells(grapheme))))
}

/// The cells of a character that is a grapheme of its own beside any other of its kind: ASCII, Hangul syllables, lines of
/// boxes, the marks that stand in nearly every sentence and picture here. A syllable would join only with jamo, which are not
/// among them.
fn plain_cells(c: char) -> Option<usize> {
    match c {
        ' '..='~' | '─'..='╿' => Some(1),
        '가'..='힣' => Some(2),
        '\u{a0}'
        | '·'
        | '…'
        | '‘'..='’'
        | '“'..='”'
        | '←'..='↓'
        | '█'
        | '░'
        | '■'
        | '▲'
        | '▶'
        | '▼'
        | '◀'
        | '○'
        | '●'
        | '✓'
        | '✗' => Some(1),
        _ => None,
    }
}

/// Cells of one grapheme.
#[must_use]
pub fn grapheme_cells(grapheme: &str) -> usize {
    if grapheme.len() == 1 || grapheme.chars().all(is_control) {
        return 1;
    }
    grapheme.width() + grapheme.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count()
}

/// The graphemes of a line, each with its byte offset, in order.
pub fn graphemes(line: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    line.grapheme_indices(true)
}

/// The end of the grapheme that begins at or covers `offset`; the end of the text at its end.
#[must_use]
pub fn next_grapheme(text: &str, offset: usize) -> usize {
    let line_start = text.get(..offset).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let rest = text.get(line_start..).unwrap_or("");
    let line_end = rest.find('\n').map_or(text.len(), |i| line_start + i + 1);
    let line = text.get(line_start..line_end).unwrap_or("");
    line.grapheme_indices(true)
        .map(|(i, g)| line_start + i + g.len())
        .find(|&end| end > offset)
        .unwrap_or(text.len().min(offset.max(line_end)))
}

/// The start of the grapheme that ends at or covers the byte before `offset`; 0 at the start.
#[must_use]
pub fn previous_grapheme(text: &str, offset: usize) -> usize {
    let Some(before) = text.get(..offset) else { return 0 };
    let line_start = before.strip_suffix('\n').unwrap_or(before).rfind('\n').map_or(0, |i| i + 1);
    before.get(line_start..).and_then(|line| line.grapheme_indices(true).next_back()).map_or(0, |(i, _)| line_start + i)
}

/// The byte offset in `line` of the grapheme that covers cell `cell` (from 0); the line's length past its end.
#[must_use]
pub fn offset_at_cell(line: &str, cell: usize) -> usize {
    let mut done = 0;
    for (offset, _, wide) in glyphs(line) {
        if cell < done + wide.max(1) {
            return offset;
        }
        done += wide;
    }
    line.len()
}

/// The longest prefix of `text` that fits `max` cells, never half a grapheme.
#[must_use]
pub fn prefix(text: &str, max: usize) -> &str {
    let mut done = 0;
    for (offset, _, wide) in glyphs(text) {
        done += wide;
        if done > max {
            return text.get(..offset).unwrap_or("");
        }
    }
    text
}

/// `text` cut to `max` cells, ending in `…` where something was left out.
#[must_use]
pub fn ellipsis(text: &str, max: usize) -> String {
    if cells(text) <= max {
        return text.to_owned();
    }
    let mut out = prefix(text, max.saturating_sub(1)).to_owned();
    if max > 0 {
        out.push('…');
    }
    out
}

/// `text` followed by blanks up to `wide` cells; as it is where it is wider already.
#[must_use]
pub fn pad(text: &str, wide: usize) -> String {
    let missing = wide.saturating_sub(cells(text));
    let mut out = String::with_capacity(text.len() + missing);
    out.push_str(text);
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// Whether sending `c` to a terminal would drive it rather than show something: the C0 and C1 controls and
/// the characters that turn the direction of text around.
#[must_use]
pub fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether `c` takes no cell and shows nothing: zero-width spaces and joiners, the byte order mark, the soft hyphen.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// `text` as it may be shown: every control character becomes a one-cell picture of itself (`␛` for ESC, `→` for a tab).
#[must_use]
pub fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.chars().any(is_control) {
        return text.into();
    }
    text.chars().map(|c| if is_control(c) { control_picture(c) } else { c }).collect::<String>().into()
}

/// The picture of a control character, one cell wide.
#[must_use]
pub fn control_picture(c: char) -> char {
    match c {
        // U+2409 is missing in fonts that Korean terminals use.
        '\t' => '→',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('?'),
        '\u{7f}' => '\u{2421}',
        _ => '\u{fffd}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_is_two_cells_composed_or_not() {
        assert_eq!(cells("키잡이 web"), 10);
        assert_eq!(cells("각"), 2, "NFD jamo are one glyph");
        assert_eq!(cells("👩‍👩‍👧"), 2);
    }

    proptest::proptest! {
        #[test]
        fn letters_known_to_stand_alone_are_what_unicode_makes_of_them(text in "([ -~]|[가-힣]|[─-╿]|[\u{a0}·…‘’“”←↑→↓█░■▲▶▼◀○●✓✗]){0,20}") {
            let by_unicode: Vec<_> = graphemes(&text).map(|(at, it)| (at, it, grapheme_cells(it))).collect();
            proptest::prop_assert_eq!(glyphs(&text).collect::<Vec<_>>(), by_unicode);
        }
    }

    #[test]
    fn steps_go_by_grapheme_and_cross_line_ends() {
        let text = "가각\nb";
        let nfd_end = "가각".len();
        assert_eq!(next_grapheme(text, "가".len()), nfd_end);
        assert_eq!(next_grapheme(text, nfd_end), nfd_end + 1);
        assert_eq!(previous_grapheme(text, nfd_end), "가".len());
        assert_eq!(previous_grapheme(text, nfd_end + 1), nfd_end);
        assert_eq!(next_grapheme(text, text.len()), text.len());
        assert_eq!(previous_grapheme(text, 0), 0);
    }

    #[test]
    fn cutting_never_leaves_half_a_glyph() {
        assert_eq!(prefix("서비스", 3), "서");
        assert_eq!(ellipsis("서비스", 5), "서비…");
        assert_eq!(offset_at_cell("서비스", 3), "서".len());
    }

    #[test]
    fn control_characters_are_shown_and_never_sent() {
        assert_eq!(visible("a\u{1b}[2J\u{202e}"), "a␛[2J\u{fffd}");
    }
}
