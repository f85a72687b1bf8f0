//! Words with everything in them expanded: braces, `~`, variables, what commands print, file names.
//!
//! Must not know: what programs do.

mod braces;
mod pattern;

use super::execute::Runner;
use super::tree::{Change, Part, Script, Word};
use super::{Console, arithmetic};

pub(super) use pattern::fits;

/// So many files of `<(…)` there are at once.
const FILES: u8 = 63;

/// What a word came to.
#[derive(Default)]
struct Fields {
    done: Vec<Field>,
    open: Option<Field>,
}

#[derive(Default)]
struct Field {
    text: String,
    /// The same with what was quoted escaped, so that it can be matched against file names.
    pattern: String,
    /// Whether an unquoted `*`, `?` or `[` is in it.
    wild: bool,
}

impl Fields {
    fn field(&mut self) -> &mut Field {
        self.open.get_or_insert_with(Field::default)
    }

    fn quoted(&mut self, text: &str) {
        let field = self.field();
        field.text.push_str(text);
        for c in text.chars() {
            if "*?[]\\".contains(c) {
                field.pattern.push('\\');
            }
            field.pattern.push(c);
        }
    }

    fn unquoted(&mut self, text: &str) {
        let field = self.field();
        field.text.push_str(text);
        field.pattern.push_str(text);
        field.wild |= text.contains(['*', '?', '[']);
    }

    /// A value outside of quotes: blanks in it end words.
    fn split(&mut self, value: &str) {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n');
        if value.starts_with(blank) {
            self.end();
        }
        let mut first = true;
        for piece in value.split(blank).filter(|piece| !piece.is_empty()) {
            if !first {
                self.end();
            }
            first = false;
            self.unquoted(piece);
        }
        if value.ends_with(blank) {
            self.end();
        }
    }

    fn end(&mut self) {
        self.done.extend(self.open.take());
    }
}

impl Runner<'_> {
    /// The words that `words` come to.
    pub(super) fn words(&mut self, words: &[Word]) -> Vec<String> {
        let mut out = Vec::new();
        for word in words.iter().flat_map(braces::expand) {
            let mut fields = Fields::default();
            self.expand(&word, &mut fields);
            fields.end();
            for field in fields.done {
                let found = if field.wild { files(self.console, &field.pattern) } else { Vec::new() };
                if found.is_empty() { out.push(field.text) } else { out.extend(found) }
            }
        }
        out
    }

    /// What a word comes to where it stays one word: a value, a file name, a here-document.
    pub(super) fn text(&mut self, word: &Word) -> String {
        let mut text = String::new();
        for (index, part) in word.parts.iter().enumerate() {
            match part {
                Part::Text { text: piece, quoted } => {
                    let home = index == 0 && !quoted;
                    text.push_str(&if home { self.tilde(piece) } else { piece.clone() });
                }
                Part::Parameter { name, change, .. } => text.push_str(&self.parameter(name, change)),
                Part::Output { script, .. } => text.push_str(&self.printed(script)),
                Part::Arithmetic(word) => text.push_str(&self.number(word)),
                Part::File(script) => text.push_str(&self.file(script)),
            }
        }
        text
    }

    /// A word as a pattern, what is quoted in it escaped.
    pub(super) fn pattern(&mut self, word: &Word) -> String {
        let mut fields = Fields::default();
        for part in &word.parts {
            match part {
                Part::Text { text, quoted: false } => fields.unquoted(text),
                Part::Text { text, .. } => fields.quoted(text),
                Part::Parameter { name, change, .. } => {
                    let value = self.parameter(name, change);
                    fields.unquoted(&value);
                }
                Part::Output { script, .. } => {
                    let value = self.printed(script);
                    fields.unquoted(&value);
                }
                Part::Arithmetic(word) => {
                    let value = self.number(word);
                    fields.unquoted(&value);
                }
                Part::File(script) => {
                    let name = self.file(script);
                    fields.quoted(&name);
                }
            }
        }
        fields.open.map(|field| field.pattern).unwrap_or_default()
    }

    fn expand(&mut self, word: &Word, fields: &mut Fields) {
        for (index, part) in word.parts.iter().enumerate() {
            match part {
                Part::Text { text, quoted: true } => fields.quoted(text),
                Part::Text { text, .. } if index == 0 => {
                    let text = self.tilde(text);
                    fields.unquoted(&text);
                }
                Part::Text { text, .. } => fields.unquoted(text),
                Part::Parameter { name, quoted: true, .. } if name == "@" => {
                    let arguments = self.console.frame().arguments.clone();
                    for (index, argument) in arguments.iter().enumerate() {
                        if index > 0 {
                            fields.end();
                        }
                        fields.quoted(argument);
                    }
                }
                Part::Parameter { name, change, quoted } => {
                    let value = self.parameter(name, change);
                    if *quoted { fields.quoted(&value) } else { fields.split(&value) }
                }
                Part::Output { script, quoted } => {
                    let value = self.printed(script);
                    if *quoted { fields.quoted(&value) } else { fields.split(&value) }
                }
                Part::Arithmetic(word) => {
                    let value = self.number(word);
                    fields.split(&value);
                }
                Part::File(script) => {
                    let name = self.file(script);
                    fields.quoted(&name);
                }
            }
        }
    }

    /// The name of a file that holds what a script prints; bash gives out such names from 63 downwards.
    fn file(&mut self, script: &Script) -> String {
        let text = self.captured(script);
        self.opened = self.opened % FILES + 1;
        let name = format!("/dev/fd/{}", FILES + 1 - self.opened);
        self.console.files_mut().put(&name, &text);
        name
    }

    fn tilde(&self, text: &str) -> String {
        match text.strip_prefix('~') {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                format!("{}{rest}", self.console.variable("HOME").unwrap_or("~"))
            }
            _ => text.to_owned(),
        }
    }

    /// What a script prints, without the line breaks at its end.
    fn printed(&mut self, script: &super::tree::Script) -> String {
        let output = self.captured(script);
        output.trim_end_matches('\n').to_owned()
    }

    pub(super) fn number(&mut self, word: &Word) -> String {
        self.arithmetic(word).map_or_else(String::new, |value| value.to_string())
    }

    /// The value of an expression; a fault is told on standard error.
    pub(super) fn arithmetic(&mut self, word: &Word) -> Option<i64> {
        let text = self.text(word);
        match arithmetic::value(&text, &mut Counters(self.console)) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.complain(&format!("bash: {fault}\n"));
                None
            }
        }
    }

    fn parameter(&mut self, name: &str, change: &Change) -> String {
        let value = self.value(name);
        match change {
            Change::None => value.unwrap_or_default(),
            Change::Length => value.unwrap_or_default().chars().count().to_string(),
            Change::By(by, word) => self.changed(name, value, by, word),
        }
    }

    fn changed(&mut self, name: &str, value: Option<String>, by: &str, word: &Word) -> String {
        // With a colon, an empty value counts as none.
        let given = value.clone().filter(|value| !(by.starts_with(':') && value.is_empty()));
        match by.trim_start_matches(':') {
            "-" => given.unwrap_or_else(|| self.text(word)),
            "+" => given.map(|_| self.text(word)).unwrap_or_default(),
            "=" => given.unwrap_or_else(|| {
                let value = self.text(word);
                self.console.set(name, &value);
                value
            }),
            "?" => given.unwrap_or_else(|| {
                let message = self.text(word);
                let message = if message.is_empty() { "parameter null or not set" } else { &message };
                self.complain(&format!("bash: {name}: {message}\n"));
                String::new()
            }),
            "#" => pattern::without_start(&value.unwrap_or_default(), &self.pattern(word), false),
            "##" => pattern::without_start(&value.unwrap_or_default(), &self.pattern(word), true),
            "%" => pattern::without_end(&value.unwrap_or_default(), &self.pattern(word), false),
            "%%" => pattern::without_end(&value.unwrap_or_default(), &self.pattern(word), true),
            all => {
                let text = self.text(word);
                let (old, new) = text.split_once('/').unwrap_or((&text, ""));
                let value = value.unwrap_or_default();
                match old {
                    "" => value,
                    old if all == "//" => value.replace(old, new),
                    old => value.replacen(old, new, 1),
                }
            }
        }
    }

    fn value(&mut self, name: &str) -> Option<String> {
        let frame = self.console.frame();
        match name {
            "?" => return Some(frame.status.to_string()),
            "#" => return Some(frame.arguments.len().to_string()),
            "@" | "*" => return Some(frame.arguments.join(" ")),
            // A process number: there are no processes, and the same in every run is what is wanted.
            "$" => return Some("1000".to_owned()),
            "!" | "-" => return None,
            "0" => return Some("bash".to_owned()),
            "RANDOM" => return Some(self.console.random().to_string()),
            _ => {}
        }
        if let Ok(number) = name.parse::<usize>() {
            return frame.arguments.get(number.checked_sub(1)?).cloned();
        }
        self.console.variable(name).map(str::to_owned)
    }
}

/// The session's variables as numbers.
struct Counters<'c>(&'c mut Console);

impl arithmetic::Variables for Counters<'_> {
    fn get(&self, name: &str) -> i64 {
        self.0.variable(name).and_then(|value| value.trim().parse().ok()).unwrap_or(0)
    }

    fn set(&mut self, name: &str, value: i64) {
        self.0.set(name, &value.to_string());
    }
}

/// The files whose names fit a pattern, sorted; only the last part of a path may be one.
fn files(console: &Console, pattern: &str) -> Vec<String> {
    let (folder, name) = pattern.rsplit_once('/').map_or(("", pattern), |(folder, name)| (folder, name));
    if folder.contains(['*', '?', '[']) {
        return Vec::new();
    }
    let path = console.path(if folder.is_empty() && !pattern.starts_with('/') { "." } else { folder });
    let entries = if console.files().is_folder(&path) { console.files().list(&path) } else { return Vec::new() };
    let shown = |name: &str| if pattern.contains('/') { format!("{folder}/{name}") } else { name.to_owned() };
    let visible = |it: &str| !it.starts_with('.') || name.starts_with('.');
    let names = entries.unwrap_or_default().into_iter().map(|entry| entry.name);
    names.filter(|it| visible(it) && fits(it, name)).map(|it| shown(&it)).collect()
}
