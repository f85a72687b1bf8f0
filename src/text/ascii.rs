//! Stand-ins in ASCII for everything that is drawn rather than read (`--ascii`), one cell for one cell. Letters, Korean ones
//! too, stay, and so do the quotes, brackets and colons of a text and the pictograms that a program prints.
//!
//! Must not know: where it is shown.

use std::borrow::Cow;

/// A character that is no letter in ASCII.
#[must_use]
pub fn ascii(c: char) -> char {
    match c {
        '─' | '━' | '═' | '╌' | '╍' | '┄' | '┅' | '┈' | '┉' | '╴' | '╶' | '╸' | '╺' | '╼' | '╾' | '—' | '–' => {
            '-'
        }
        '│' | '┃' | '║' | '╎' | '╏' | '┆' | '┇' | '┊' | '┋' | '╵' | '╷' | '╹' | '╻' | '╽' | '╿' | '▌' | '▐' | '↕' => {
            '|'
        }
        '╱' => '/',
        '╲' => '\\',
        '╳' => 'x',
        // Every other box drawing joins lines.
        '\u{2500}'..='\u{257f}' => '+',
        '▶' | '▸' | '›' | '→' | '❯' | '►' | '‣' => '>',
        '◀' | '◂' | '‹' | '←' => '<',
        '▲' | '↑' | '▴' => '^',
        '▼' | '↓' | '▾' => 'v',
        '✓' | '✔' => 'o',
        '✗' | '✘' | '×' => 'x',
        '●' | '•' | '◆' | '■' | '█' | '▀' | '▄' | '▪' => '*',
        '○' | '◇' | '□' | '·' | '░' | '◦' => '.',
        '…' => '~',
        // What stands for a control character.
        '\u{2400}'..='\u{2426}' => '?',
        _ => c,
    }
}

/// A text in which every such character has its stand-in.
#[must_use]
pub fn in_ascii(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| ascii(c) != c) { text.chars().map(ascii).collect::<String>().into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::cells;

    #[test]
    fn one_cell_stands_in_for_one_cell_and_letters_stay() {
        let drawn = "┌─ ✓ 확인 ▶ ●──┐ 서비스 … ▪ 읽기 ✗";
        let plain = in_ascii(drawn);
        assert_eq!(plain, "+- o 확인 > *--+ 서비스 ~ * 읽기 x");
        assert_eq!(cells(drawn), cells(&plain));
    }
}
