//! Keys as the app knows them, and the tables that bind them: one table drives a screen and its help.
//!
//! Single-letter commands also answer in Hangul mode: 두벌식 jamo, and whole syllables as a terminal commits them, are
//! read as the keys that were pressed ([`latin_keys`](crate::text::keyboard::latin_keys)).
//!
//! Must not know: how a terminal encodes a key.

use std::borrow::Cow;

use crate::text::width;

/// A key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Control was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether Shift was held; never set for [`Code::Char`], whose character already says so.
    pub shift: bool,
}

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A key that types a character.
    Char(char),
    /// F1 to F12.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with `shift` it is Shift-Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character key.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A function key.
    #[must_use]
    pub const fn f(number: u8) -> Self {
        Self::plain(Code::F(number))
    }

    /// Control and a letter (lower case).
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }
    }

    /// Alt and a letter.
    #[must_use]
    pub const fn alt(c: char) -> Self {
        Self { alt: true, ..Self::char(c) }
    }

    /// The same key with Shift.
    #[must_use]
    pub const fn shift(self) -> Self {
        Self { shift: true, ..self }
    }

    /// The same key with Control.
    #[must_use]
    pub const fn with_ctrl(self) -> Self {
        Self { ctrl: true, ..self }
    }

    /// The one key that a label of a table names (`F2`, `Ctrl-S`, `Esc`, `n`); none where it names several.
    #[must_use]
    pub fn labelled(label: &str) -> Option<Self> {
        if let Some(rest) = label.strip_prefix("Ctrl-") {
            let lower = if rest.len() == 1 { rest.to_lowercase() } else { rest.to_owned() };
            return Self::labelled(&lower).map(Self::with_ctrl);
        }
        if let Some(rest) = label.strip_prefix("Alt-") {
            return Self::labelled(rest).map(|key| Self { alt: true, ..key });
        }
        if let Some(rest) = label.strip_prefix("Shift-") {
            return Self::labelled(rest).map(Self::shift);
        }
        let code = match label {
            "Enter" => Code::Enter,
            "Esc" => Code::Esc,
            "Tab" => Code::Tab,
            "Backspace" => Code::Backspace,
            "Delete" => Code::Delete,
            "Insert" => Code::Insert,
            "Space" => Code::Char(' '),
            "↑" => Code::Up,
            "↓" => Code::Down,
            "←" => Code::Left,
            "→" => Code::Right,
            "PgUp" => Code::PageUp,
            "PgDn" => Code::PageDown,
            "Home" => Code::Home,
            "End" => Code::End,
            _ => {
                let mut chars = label.chars();
                match (chars.next()?, chars.as_str()) {
                    (c, "") if c.is_ascii() => Code::Char(c),
                    ('F', number) => Code::F(number.parse().ok()?),
                    _ => return None,
                }
            }
        };
        Some(Self::plain(code))
    }

    /// The character it types, where it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// One row of a key table: what the keys do, and how help and the bar at the bottom call it.
#[derive(Clone, Copy, Debug)]
pub struct Binding<C: 'static> {
    /// Any of these keys.
    pub keys: &'static [Key],
    /// How the keys are written for people: `F2`, `Ctrl-Z`, `↑ ↓`.
    pub label: &'static str,
    /// What it does, in Korean, in a few words.
    pub title: &'static str,
    /// What is done.
    pub command: C,
    /// Whether the bar at the bottom shows it, where there is room; help shows all.
    pub bar: bool,
}

impl<C> Binding<C> {
    /// As help shows it.
    #[must_use]
    pub fn row(&self) -> HelpRow {
        HelpRow { label: self.label, title: self.title, bar: self.bar }
    }
}

/// The command bound to `key`, where one is.
pub fn find<C: Copy>(table: &[Binding<C>], key: Key) -> Option<C> {
    table.iter().find(|binding| binding.keys.contains(&key)).map(|binding| binding.command)
}

/// Where a key moves the choice in a list whose last row is `last`; `None` where it is no such key.
#[must_use]
pub fn walk(key: Key, chosen: usize, last: usize) -> Option<usize> {
    /// Rows of a page up or down.
    const PAGE: usize = 10;
    Some(match key.code {
        Code::Up => chosen.saturating_sub(1),
        Code::Down => (chosen + 1).min(last),
        Code::PageUp => chosen.saturating_sub(PAGE),
        Code::PageDown => (chosen + PAGE).min(last),
        Code::Home => 0,
        Code::End => last,
        _ => return None,
    })
}

/// A binding as help shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpRow {
    /// How the keys are written.
    pub label: &'static str,
    /// What they do.
    pub title: &'static str,
    /// Whether it belongs to the bar.
    pub bar: bool,
}

impl HelpRow {
    /// A row above others that belong together: no key, only what they are for.
    #[must_use]
    pub const fn heading(title: &'static str) -> Self {
        Self { label: "", title, bar: false }
    }

    /// How its keys are written: arrows by their names where `ascii` has no picture of them but that of another key.
    #[must_use]
    pub fn written(self, ascii: bool) -> Cow<'static, str> {
        const NAMES: [(char, &str); 4] = [('↑', "Up"), ('↓', "Down"), ('←', "Left"), ('→', "Right")];
        let name = |c: char| NAMES.iter().find(|(arrow, _)| *arrow == c).map(|(_, name)| *name);
        if !ascii || !self.label.chars().any(|c| name(c).is_some()) {
            return self.label.into();
        }
        self.label.chars().map(|c| name(c).map_or_else(|| c.to_string(), str::to_owned)).collect::<String>().into()
    }

    /// Cells it takes in the bar, with the gap behind it.
    #[must_use]
    pub fn cells(self, ascii: bool) -> usize {
        width::cells(&self.written(ascii)) + 1 + width::cells(self.title) + 2
    }

    /// Whether it is a heading.
    #[must_use]
    pub const fn is_heading(self) -> bool {
        self.label.is_empty()
    }
}

/// The help of a table, in its order.
pub fn help<C>(table: &'static [Binding<C>]) -> impl Iterator<Item = HelpRow> {
    table.iter().map(Binding::row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_is_named_where_its_picture_would_be_another_key() {
        let row = |label| HelpRow { label, title: "", bar: true };
        let table = [("↑ ↓", "Up Down"), ("→", "Right"), ("↑ ↓ ← →", "Up Down Left Right"), ("PgUp", "PgUp")];
        for (label, named) in table {
            assert_eq!((row(label).written(true), row(label).written(false)), (named.into(), label.into()));
        }
    }
}
