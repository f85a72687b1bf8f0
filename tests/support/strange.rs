//! Texts that nobody would write, made by chance and repeatable: manifests with small changes, and YAML grown from its grammar.
#![allow(dead_code, unreachable_pub, reason = "each program that includes it uses its part")]

/// A small generator of random numbers (xorshift), so that a failure can be repeated.
pub struct Random(pub u64);

impl Random {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or(0)
    }

    /// One of `list`.
    pub fn pick<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }
}

/// Characters and words at which readers of YAML change their mind.
const PIECES: &[&str] = &[
    " ",
    "  ",
    "\t",
    "\n",
    ":",
    ": ",
    "-",
    "- ",
    "'",
    "\"",
    "#",
    " #",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a",
    "!",
    "!!str ",
    "|",
    ">",
    "|\n",
    "? ",
    "%",
    "@",
    "---\n",
    "...\n",
    "\r\n",
    "\\",
    "：",
    "가",
    "\u{a0}",
    "<<: ",
    "~",
    "0x",
    "\u{feff}",
    "|2-\n",
    ">+\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "!!int ",
    "!!binary ",
    "!<tag> ",
    "%YAML 1.1\n",
    "\\x41",
    "\\u00e9",
    "''",
    "\0",
    "\u{7f}",
    "<<: *a\n",
    "1e400",
    "0777",
    ".inf",
    "null: ",
    "{}",
    "[]",
    "\n\n",
];

/// One to four small changes.
pub fn mutate(text: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(characters.len() + 1);
        match random.below(6) {
            0 if at < characters.len() => {
                characters.remove(at);
            }
            1 => {
                let end = (at + random.below(12)).min(characters.len());
                characters.drain(at..end);
            }
            2 => {
                let end = (at + random.below(30)).min(characters.len());
                let copy: Vec<char> = characters[at..end].to_vec();
                let to = random.below(characters.len() + 1);
                characters.splice(to..to, copy);
            }
            3 => {
                // A line moved in or out.
                let start = characters[..at].iter().rposition(|c| *c == '\n').map_or(0, |line| line + 1);
                if random.below(2) == 0 {
                    let blanks = characters[start..].iter().take_while(|c| **c == ' ').count();
                    characters.drain(start..start + random.below(blanks + 1));
                } else {
                    characters.splice(start..start, std::iter::repeat_n(' ', 1 + random.below(3)));
                }
            }
            _ => {
                let piece = random.pick(PIECES);
                characters.splice(at..at, piece.chars());
            }
        }
    }
    characters.into_iter().collect()
}

/// The first lines of one text and the last of another.
pub fn splice(one: &str, other: &str, random: &mut Random) -> String {
    let (head, tail) = (one.lines().count(), other.lines().count());
    let (keep, skip) = (random.below(head + 1), random.below(tail + 1));
    let mut text = String::new();
    for line in one.lines().take(keep).chain(other.lines().skip(skip)) {
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// A text grown from the grammar of YAML, valid for the most part.
pub fn grow(random: &mut Random) -> String {
    let mut text = String::new();
    if random.below(8) == 0 {
        text.push_str(random.pick(&["# 주석\n", "---\n", "\n", "--- # x\n"]));
    }
    block(random, &mut text, 0, 0);
    if random.below(10) == 0 {
        text.push_str(random.pick(&["...\n", "# 끝", "\n\n", "---\n"]));
    }
    text
}

fn indent(text: &mut String, by: usize) {
    text.extend(std::iter::repeat_n(' ', by));
}

/// A block node whose lines begin at column `column`.
fn block(random: &mut Random, text: &mut String, column: usize, depth: usize) {
    let items = 1 + random.below(4);
    let sequence = random.below(3) == 0;
    for item in 0..items {
        if random.below(12) == 0 {
            indent(text, random.below(6));
            text.push_str(random.pick(&["# 한 줄\n", "#\n", "\n"]));
        }
        indent(text, column);
        if sequence {
            text.push('-');
            match random.below(6) {
                0 if depth < 4 => {
                    text.push('\n');
                    let deeper = column + 1 + random.below(3);
                    block(random, text, deeper, depth + 1);
                }
                1 if depth < 4 => {
                    text.push(' ');
                    let key = key(random, item);
                    text.push_str(&key);
                    text.push(':');
                    value(random, text, column + 2, depth + 1);
                    if random.below(2) == 0 {
                        indent(text, column + 2);
                        text.push_str("more: 1\n");
                    }
                }
                2 if depth < 4 => {
                    text.push_str(" - ");
                    scalar(random, text, column + 2);
                    text.push('\n');
                }
                _ => value(random, text, column, depth),
            }
        } else if random.below(25) == 0 {
            text.push_str("? ");
            scalar(random, text, column);
            text.push('\n');
            indent(text, column);
            text.push(':');
            value(random, text, column, depth);
        } else {
            let key = key(random, item);
            text.push_str(&key);
            if random.below(20) == 0 {
                text.push_str(random.pick(&[" ", "  ", "\t"]));
            }
            text.push(':');
            value(random, text, column, depth);
        }
    }
}

fn key(random: &mut Random, item: usize) -> String {
    let name = random.pick(&["name", "port", "app", "k", "key with blank", "\"q\"", "'s'", "가", "a-b", "1", "x.y/z"]);
    if random.below(30) == 0 {
        format!("&k{item} {name}{item}")
    } else {
        format!("{name}{item}").replace(['"', '\''], "")
    }
}

/// What stands behind `key:` or a dash, to the end of its lines.
fn value(random: &mut Random, text: &mut String, column: usize, depth: usize) {
    match random.below(12) {
        0..=2 if depth < 5 => {
            if random.below(10) == 0 {
                text.push_str(random.pick(&[" &a", " !!map", " # 주석", "  "]));
            }
            text.push('\n');
            let deeper = column + 1 + random.below(4);
            block(random, text, deeper, depth + 1);
        }
        3 => {
            text.push(' ');
            flow(random, text, depth);
            end(random, text);
        }
        4 => {
            text.push(' ');
            text.push_str(random.pick(&["|", ">", "|-", ">+", "|2", ">-", "| # 주석", "|+"]));
            text.push('\n');
            for _ in 0..random.below(4) {
                indent(text, column + 2 + random.below(2));
                text.push_str(random.pick(&["한 줄", "text: more", "# not a comment", "", "- x", "\ttab"]));
                text.push('\n');
            }
        }
        5 => end(random, text),
        _ => {
            text.push(' ');
            if random.below(12) == 0 {
                text.push_str(random.pick(&["&a ", "!!str ", "!x ", "&b !!str ", "! "]));
            }
            scalar(random, text, column);
            end(random, text);
        }
    }
}

fn end(random: &mut Random, text: &mut String) {
    text.push_str(random.pick(&["\n", "\n", "\n", "\n", " \n", " # 주석\n", "\r\n", "\t\n", "\n\n"]));
}

fn flow(random: &mut Random, text: &mut String, depth: usize) {
    let items = random.below(4);
    let mapping = random.below(2) == 0;
    text.push(if mapping { '{' } else { '[' });
    for item in 0..items {
        if item > 0 {
            text.push(',');
        }
        text.push_str(random.pick(&["", " ", " ", "  ", "\n      "]));
        if mapping {
            text.push_str(&key(random, item));
            text.push_str(": ");
        }
        if depth < 5 && random.below(4) == 0 {
            flow(random, text, depth + 1);
        } else {
            text.push_str(random.pick(&["a", "1", "\"q, r\"", "'s'", "x y", "80", "true", "~", "*a", "&a b", "a b c"]));
        }
    }
    text.push_str(random.pick(&["", "", " ", ","]));
    text.push(if mapping { '}' } else { ']' });
}

fn scalar(random: &mut Random, text: &mut String, column: usize) {
    match random.below(14) {
        0 => text.push_str("\"a \\t \\u00e9 \\\"x\\\"\""),
        1 => text.push_str("'it''s'"),
        2 => {
            text.push_str("\"two\n");
            indent(text, column + 2);
            text.push_str("lines\"");
        }
        3 => {
            text.push_str("two\n");
            indent(text, column + 2);
            text.push_str("lines");
        }
        4 => text.push_str(random.pick(&["*a", "*unknown", "'", "\"", "@x", "`x`", "%x", "a: b", "- x", "{", "]"])),
        5 => text.push_str(random.pick(&["yes", "0777", "1e3", ".inf", "~", "0x1F", "1_000", "2001-01-01", "080"])),
        _ => {
            text.push_str(
                random.pick(&["web", "80", "TCP", "a#b", "a:b", "한글", "10.0.0.1", "app=web", "a, b", "-x"]),
            );
        }
    }
}
