//! The learner's text and the reference answer, line beside line, with what differs marked on both sides.
//!
//! Comments, blank lines and blanks at line ends are no difference, nor is how far a list is indented where both texts are
//! YAML; a tab where the other has blanks is one.
//!
//! Must not know: keys, where it is drawn.

use super::sheet::role;
use crate::app::scene::{Line, Role, Style};
use crate::text::width;
use crate::yaml;
use crate::yaml::highlight::{LineState, Token, lex_line};

/// Two texts aligned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comparison {
    rows: Vec<Row>,
    /// Lines of either text that the other has not in that place.
    pub(super) differing: usize,
    /// Cells of the longest line.
    longest: usize,
    /// Whether both mean the same objects, however they are written.
    same: bool,
}

/// What stands side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    mine: Option<Side>,
    reference: Option<Side>,
}

/// A line, and whether the other text lacks it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Side {
    text: String,
    differs: bool,
}

/// Above this many pairs of lines no common order is looked for: nothing that long is an answer.
const MOST_PAIRS: usize = 1_000_000;

impl Comparison {
    /// Aligns two texts at the longest sequence of lines they have in common. Whether they mean the `same` objects is for
    /// the caller to say.
    pub(super) fn of(mine: &str, reference: &str, same: bool) -> Self {
        let is_yaml = |text| yaml::parse(text).documents.iter().all(|document| document.error.is_none());
        let by_depth = is_yaml(mine) && is_yaml(reference);
        let (left, right) = (read(mine, by_depth), read(reference, by_depth));
        let mut rows = Vec::new();
        let (mut a, mut b) = (0, 0);
        for (i, j) in common(&left, &right).into_iter().chain([(left.len(), right.len())]) {
            let rest = left.get(a..i).unwrap_or_default();
            let other = right.get(b..j).unwrap_or_default();
            rows.extend((0..rest.len().max(other.len())).map(|at| Row {
                mine: rest.get(at).map(|line| line.side(true)),
                reference: other.get(at).map(|line| line.side(true)),
            }));
            if let (Some(one), Some(two)) = (left.get(i), right.get(j)) {
                rows.push(Row { mine: Some(one.side(false)), reference: Some(two.side(false)) });
            }
            (a, b) = (i + 1, j + 1);
        }
        let sides = || rows.iter().flat_map(|row| [&row.mine, &row.reference]).flatten();
        let differing = sides().filter(|side| side.differs).count();
        let longest = sides().map(|side| width::cells(&side.text)).max().unwrap_or(0);
        Self { rows, differing, longest, same: same || differing == 0 }
    }

    /// In a few words how much differs.
    pub(super) fn verdict(&self) -> String {
        match self.differing {
            0 => "같습니다".to_owned(),
            _ if self.same => "뜻은 같습니다. 모양만 다릅니다".to_owned(),
            lines => format!("다른 줄 {lines}"),
        }
    }

    /// How far it can be moved to the left, in cells, before the longest line ends in sight.
    pub(super) fn most_shift(&self, columns: usize) -> usize {
        self.longest.saturating_sub(columns.saturating_sub(5) / 2)
    }

    /// Its rows in `columns` cells, the first `shift` cells of every line left out.
    pub(super) fn lines(&self, columns: usize, shift: usize) -> Vec<Line<'_>> {
        let half = columns.saturating_sub(3) / 2;
        let legend = if self.same {
            "뜻이 같은 답입니다. -와 +는 다르게 적은 줄입니다. (주석과 빈 줄 제외)"
        } else {
            "- 내 답에만 있는 줄  + 정답에만 있는 줄  (주석과 빈 줄 제외)"
        };
        let marks = if self.same { (Role::Muted, Role::Muted) } else { (Role::Warn, Role::Good) };
        let mut out = vec![
            Line::of(width::ellipsis(legend, columns), Role::Muted),
            Line::of(width::pad(" 내 답", half), Role::Heading)
                .with(" │", Role::Border)
                .with(" 정답의 한 가지", Role::Heading),
        ];
        let (mut left, mut right) = (LineState::default(), LineState::default());
        for row in &self.rows {
            let mut line = Line::default();
            put(row.mine.as_ref(), ("-", marks.0), half, shift, &mut left, &mut line);
            line.push(" ".repeat(half.saturating_sub(line.cells())), Role::Text);
            line.push(" │", Role::Border);
            put(row.reference.as_ref(), ("+", marks.1), columns.saturating_sub(half + 2), shift, &mut right, &mut line);
            out.push(line);
        }
        out
    }
}

/// A line and what of it is compared; nothing of a blank one or a comment.
struct Known<'t> {
    text: &'t str,
    key: Option<String>,
}

impl Known<'_> {
    /// As it is shown; only a line that counts can differ.
    fn side(&self, alone: bool) -> Side {
        Side { text: self.text.to_owned(), differs: alone && self.key.is_some() }
    }
}

/// The lines of a text. Where it is read `by_depth`, a line's indentation counts only as how deep it makes it.
fn read(text: &str, by_depth: bool) -> Vec<Known<'_>> {
    let (mut state, mut tokens) = (LineState::default(), Vec::new());
    let mut above: Vec<usize> = Vec::new();
    let mut known = |text| {
        tokens.clear();
        lex_line(text, &mut state, &mut tokens);
        let comment = tokens.iter().find(|(_, token)| *token == Token::Comment).map(|(range, _)| range.start());
        let said = text.get(..comment.unwrap_or(text.len())).unwrap_or(text).trim_end();
        let inner = said.trim_start_matches(' ');
        if !by_depth || inner.is_empty() {
            return Known { text, key: (!said.is_empty()).then(|| said.to_owned()) };
        }
        // The items of a list lie in their key even where they stand in its column.
        let column = 2 * (said.len() - inner.len()) + usize::from(inner.starts_with("- "));
        above.retain(|&outer| outer < column);
        above.push(column);
        Known { text, key: Some(format!("{}{inner}", " ".repeat(above.len()))) }
    };
    text.lines().map(&mut known).collect()
}

/// Pairs of equal lines, ascending on both sides, as many as there can be.
fn common(left: &[Known<'_>], right: &[Known<'_>]) -> Vec<(usize, usize)> {
    if left.len().saturating_mul(right.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let equal = |i: usize, j: usize| match (left.get(i), right.get(j)) {
        (Some(a), Some(b)) => a.key.is_some() && a.key == b.key,
        _ => false,
    };
    // `best[i * wide + j]`: how many pairs there are from line `i` and line `j` on.
    let wide = right.len() + 1;
    let mut best = vec![0u32; (left.len() + 1) * wide];
    let get = |best: &[u32], i: usize, j: usize| best.get(i * wide + j).copied().unwrap_or(0);
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            let skipped = get(&best, i + 1, j).max(get(&best, i, j + 1));
            let taken = if equal(i, j) { get(&best, i + 1, j + 1) + 1 } else { 0 };
            best[i * wide + j] = skipped.max(taken);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < left.len() && j < right.len() {
        if equal(i, j) && get(&best, i, j) == get(&best, i + 1, j + 1) + 1 {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if get(&best, i + 1, j) >= get(&best, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Adds a side: its mark, then its line in colours, `…` where it is cut.
fn put<'m>(
    side: Option<&'m Side>,
    (mark, colour): (&'static str, Role),
    columns: usize,
    shift: usize,
    state: &mut LineState,
    line: &mut Line<'m>,
) {
    let Some(side) = side else { return };
    line.push(if side.differs { mark } else { " " }, Style::from(colour).bold());
    let columns = columns.saturating_sub(1);
    let (content, mut tokens) = (side.text.as_str(), Vec::new());
    lex_line(content, state, &mut tokens);
    let cut = width::cells(content) > shift + columns;
    let room = shift + columns - usize::from(cut && columns > 0);
    // Bytes of the part in sight.
    let (mut cell, mut from, mut to) = (0, content.len(), 0);
    for (at, grapheme) in width::graphemes(content) {
        let end = cell + width::grapheme_cells(grapheme);
        if cell >= shift && end <= room {
            (from, to) = (from.min(at), at + grapheme.len());
        }
        cell = end;
    }
    let mut done = from;
    for (range, token) in tokens {
        let (start, end) = (range.start().clamp(done, to.max(done)), range.end().clamp(done, to.max(done)));
        line.push(content.get(done..start).unwrap_or(""), Role::Text);
        line.push(content.get(start..end).unwrap_or(""), role(token));
        done = end;
    }
    line.push(content.get(done..to).unwrap_or(""), Role::Text);
    if cut {
        line.push("…", Role::Muted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(mine: &str, reference: &str, columns: usize, shift: usize) -> Vec<String> {
        Comparison::of(mine, reference, false).lines(columns, shift).iter().skip(2).map(Line::text).collect()
    }

    #[test]
    fn comments_and_blanks_at_line_ends_are_no_difference_and_a_tab_is() {
        let of = |mine, reference| Comparison::of(mine, reference, false);
        let same = of("# 내 것\nkind: Service  # 서비스\n\nspec:  \n", "kind: Service\nspec:\n");
        assert_eq!(same.verdict(), "같습니다");
        assert_eq!(of("spec:\n\ttype: A\n", "spec:\n  type: A\n").differing, 2);
        assert_eq!(of("a: \"# b\"\n", "a: \"# c\"\n").differing, 2, "no comment within quotes");
    }

    #[test]
    fn how_far_a_list_is_indented_is_no_difference_and_how_deep_a_key_lies_is_one() {
        let of = |mine, reference| Comparison::of(mine, reference, false).differing;
        let far = "spec:\n    ports:\n        - port: 80\n          name: a\n        - port: 81\n    type: A\n";
        let near = "spec:\n  ports:\n  - port: 80\n    name: a\n  - port: 81\n  type: A\n";
        assert_eq!(of(far, near), 0);
        assert_eq!(of("spec:\ntype: A\n", "spec:\n  type: A\n"), 2);
        assert_eq!(of("spec:\n   type: A\n  b: c\n", "spec:\n  type: A\n  b: c\n"), 2, "no YAML: as it stands");
    }

    #[test]
    fn what_means_the_same_is_said_to() {
        let other = Comparison::of("b: 2\na: 1\n", "a: 1\nb: 2\n", true);
        assert_eq!(other.verdict(), "뜻은 같습니다. 모양만 다릅니다");
        assert!(other.lines(80, 0).first().is_some_and(|legend| legend.text().contains("뜻이 같은 답")));
    }

    #[test]
    fn one_line_too_many_leaves_the_rest_aligned() {
        let rows = shown("a: 1\nx: 9\nb: 2\nc: 3\n", "a: 1\nb: 2\nc: 4\n", 23, 0);
        assert_eq!(rows, [" a: 1      │ a: 1", "-x: 9      │", " b: 2      │ b: 2", "-c: 3      │+c: 4"], "{rows:#?}");
    }

    #[test]
    fn what_is_cut_says_so_and_can_be_moved_into_sight() {
        let text = "metadata: {이름: 웹-서비스}\n";
        let all = Comparison::of(text, text, false);
        for shift in 0..=all.most_shift(30) {
            let rows = shown(text, text, 30, shift);
            assert!(rows.iter().all(|row| width::cells(row) <= 30), "{rows:?}");
        }
        assert!(shown(text, text, 30, 0).iter().all(|row| row.ends_with('…')));
        assert!(shown(text, text, 30, all.most_shift(30)).iter().all(|row| row.ends_with('}')));
    }
}
