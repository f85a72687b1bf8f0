//! The part of a submitted text that a report shows: all of a text as people write it, of a larger one the lines
//! around what is wrong. So a row stays small however large the file is.
//!
//! Must not know: what is wrong.

use super::row::Excerpt;

/// The most lines that are shown of a text.
const MOST: usize = 120;
/// Lines shown before and after each of interest.
const AROUND: usize = 3;
/// Characters shown of a line.
const WIDE: usize = 300;

/// The stretches of `text` to be shown, where `lines` (from 1) are of interest.
pub(super) fn excerpts(text: &str, lines: &[usize]) -> Vec<Excerpt> {
    let count = text.lines().take(MOST + 1).count();
    if count <= MOST {
        return stretches(text, |_| true);
    }
    let near = |number: usize| {
        number <= AROUND || lines.iter().any(|&line| number + AROUND >= line && number <= line + AROUND)
    };
    stretches(text, near)
}

fn stretches(text: &str, wanted: impl Fn(usize) -> bool) -> Vec<Excerpt> {
    let mut found: Vec<Excerpt> = Vec::new();
    let mut last = 0;
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    for (number, line) in lines.filter(|(number, _)| wanted(*number)).take(MOST) {
        let excerpt = match found.last_mut() {
            Some(excerpt) if last + 1 == number => {
                excerpt.text.push('\n');
                excerpt
            }
            _ => {
                found.push(Excerpt { from: number, text: String::with_capacity(text.len().min(4096)) });
                let Some(excerpt) = found.last_mut() else { continue };
                excerpt
            }
        };
        match line.char_indices().nth(WIDE) {
            Some((end, _)) => {
                excerpt.text.push_str(line.get(..end).unwrap_or(""));
                excerpt.text.push('…');
            }
            None => excerpt.text.push_str(line),
        }
        last = number;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_as_people_write_it_is_shown_whole() {
        let excerpts = excerpts("a\n\n나\r\n", &[2]);
        assert_eq!(excerpts, [Excerpt { from: 1, text: "a\n\n나".into() }]);
    }

    #[test]
    fn of_a_huge_text_the_lines_around_what_is_wrong_are_shown() {
        let text = "x".repeat(1000) + "\n" + &"line\n".repeat(100_000);
        let excerpts = excerpts(&text, &[500, 502]);
        let shown: Vec<(usize, usize)> = excerpts.iter().map(|it| (it.from, it.text.lines().count())).collect();
        assert_eq!(shown, [(1, 3), (497, 9)]);
        assert!(excerpts[0].text.chars().count() < 320);
        let everywhere: Vec<usize> = (1..100_000).collect();
        assert!(super::excerpts(&text, &everywhere).iter().map(|it| it.text.len()).sum::<usize>() < 20_000);
    }
}
