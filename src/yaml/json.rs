//! A text that begins with `{`: kubectl tries it as JSON first.
//!
//! What is JSON is read as JSON (escapes such as `\/` are no YAML); what is not is tried as YAML, and if that fails
//! too, it is the JSON reader's complaint that is shown, with its offset in bytes. Words and offsets are those of Go's
//! encoding/json.
//!
//! Must not know: YAML.

use super::compose::MAX_DEPTH;
use super::scan::token::{Span, narrow};
use super::tree::piece::{Content, EntryData, NodeData, Nursery};
use super::tree::{NodeId, ScalarData, StoredValue, Style, Tree};

/// Why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It ends too early.
    UnexpectedEnd,
    /// The character at this offset may not stand there.
    Invalid { at: usize, character: u8, problem: &'static str },
}

impl Refusal {
    /// What encoding/json says.
    fn complaint(&self) -> String {
        let Self::Invalid { character, problem, .. } = self else { return "unexpected end of JSON input".to_owned() };
        let quoted = match character {
            b'\'' => "'\\''".to_owned(),
            b'"' => "'\"'".to_owned(),
            b'\n' => "'\\n'".to_owned(),
            b'\t' => "'\\t'".to_owned(),
            b'\r' => "'\\r'".to_owned(),
            // Go looks at bytes, and prints the character of that number.
            &byte @ (0x20..0x7F | 0xA1..) => format!("'{}'", char::from(byte)),
            &byte => format!("'\\x{byte:02x}'"),
        };
        format!("invalid character {quoted} {problem}")
    }

    /// What kubectl prints; `base` is where the text begins in the whole file.
    pub(super) fn message(&self, base: usize) -> String {
        match self {
            Self::UnexpectedEnd => "unexpected EOF".to_owned(),
            Self::Invalid { at, .. } => format!("json: offset {}: {}", base + at + 1, self.complaint()),
        }
    }
}

/// Reads a text that is one JSON value and nothing else; what is wrong with it is told as encoding/json tells it.
pub(super) fn value(text: &str) -> Result<Tree, String> {
    let read = read(text).map_err(|refusal| refusal.complaint())?;
    let rest = text.get(read.end..).unwrap_or("").trim_start_matches([' ', '\t', '\r', '\n']);
    match rest.bytes().next() {
        None => Ok(read.tree),
        Some(character) => Err(Refusal::Invalid { at: 0, character, problem: "after top-level value" }.complaint()),
    }
}

/// A value read from the start of a text.
pub(super) struct Read {
    pub(super) tree: Tree,
    /// Where the value ends.
    pub(super) end: usize,
}

/// Reads the JSON value at the start of `text`, blanks before it passed over.
pub(super) fn read(text: &str) -> Result<Read, Refusal> {
    let mut reader = Reader {
        bytes: text.as_bytes(),
        text,
        at: 0,
        // Many values may follow in one text, and none has a say in how large the others are.
        nursery: Nursery::default(),
        rewritten: String::new(),
        open: Vec::new(),
    };
    let root = reader.document()?;
    let end = reader.at;
    Ok(Read {
        tree: Tree::of(text.get(..end).unwrap_or(text), reader.nursery, reader.rewritten, Some(root), false),
        end,
    })
}

/// A text as it stands in the source.
fn spelt(start: usize, end: usize) -> Span {
    Span { start: narrow(start), end: narrow(end), rewritten: false }
}

/// A collection whose end has not come.
enum Open {
    Object { start: usize, key: Option<NodeId>, entries: Vec<EntryData> },
    Array { start: usize, items: Vec<NodeId> },
}

struct Reader<'s> {
    bytes: &'s [u8],
    text: &'s str,
    at: usize,
    nursery: Nursery,
    rewritten: String,
    open: Vec<Open>,
}

impl Reader<'_> {
    /// One value with all it holds; depth costs heap, not the thread's stack.
    fn document(&mut self) -> Result<NodeId, Refusal> {
        loop {
            let mut value = self.begin_value()?;
            // Close what this value completes.
            while let Some(done) = value {
                if self.open.is_empty() {
                    return Ok(done);
                }
                value = self.after_value(done)?;
            }
        }
    }

    fn blanks(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn byte(&self) -> Result<u8, Refusal> {
        self.bytes.get(self.at).copied().ok_or(Refusal::UnexpectedEnd)
    }

    fn invalid(&self, problem: &'static str) -> Refusal {
        match self.bytes.get(self.at) {
            Some(&character) => Refusal::Invalid { at: self.at, character, problem },
            None => Refusal::UnexpectedEnd,
        }
    }

    /// A scalar, or an empty collection; `None` where a collection has been opened.
    fn begin_value(&mut self) -> Result<Option<NodeId>, Refusal> {
        self.blanks();
        let start = self.at;
        match self.byte()? {
            b'{' => {
                self.at += 1;
                self.blanks();
                self.open.push(Open::Object { start, key: None, entries: Vec::new() });
                if self.byte()? == b'}' {
                    return Ok(Some(self.close()));
                }
                self.key("looking for beginning of object key string")?;
                Ok(None)
            }
            b'[' => {
                self.at += 1;
                self.blanks();
                self.open.push(Open::Array { start, items: Vec::new() });
                if self.byte()? == b']' {
                    return Ok(Some(self.close()));
                }
                Ok(None)
            }
            b'"' => self.string().map(Some),
            b't' => self.literal("true", "in literal true", StoredValue::Bool(true)),
            b'f' => self.literal("false", "in literal false", StoredValue::Bool(false)),
            b'n' => self.literal("null", "in literal null", StoredValue::Null),
            b'-' | b'0'..=b'9' => self.number().map(Some),
            _ => Err(self.invalid("looking for beginning of value")),
        }
    }

    /// After a value inside a collection: on to the next, or the end of the collection.
    fn after_value(&mut self, value: NodeId) -> Result<Option<NodeId>, Refusal> {
        let in_object = match self.open.last_mut() {
            Some(Open::Object { key, entries, .. }) => {
                if let Some(key) = key.take() {
                    entries.push(EntryData { key, value, merged: false });
                }
                true
            }
            Some(Open::Array { items, .. }) => {
                items.push(value);
                false
            }
            None => return Ok(Some(value)),
        };
        self.blanks();
        match (self.byte()?, in_object) {
            (b',', true) => {
                self.at += 1;
                self.blanks();
                self.key("looking for beginning of object key string")?;
                Ok(None)
            }
            (b',', false) => {
                self.at += 1;
                Ok(None)
            }
            (b'}', true) | (b']', false) => Ok(Some(self.close())),
            (_, true) => Err(self.invalid("after object key:value pair")),
            (_, false) => Err(self.invalid("after array element")),
        }
    }

    fn key(&mut self, problem: &'static str) -> Result<(), Refusal> {
        if self.byte()? != b'"' {
            return Err(self.invalid(problem));
        }
        let name = self.string()?;
        if let Some(Open::Object { key, .. }) = self.open.last_mut() {
            *key = Some(name);
        }
        self.blanks();
        if self.byte()? != b':' {
            return Err(self.invalid("after object key"));
        }
        self.at += 1;
        Ok(())
    }

    /// The collection whose closing bracket stands at the cursor.
    fn close(&mut self) -> NodeId {
        self.at += 1;
        let end = narrow(self.at);
        let nothing = Content::Sequence { first: 0, len: 0 };
        match self.open.pop() {
            Some(Open::Object { start, entries, .. }) => {
                let id = self.nursery.push(NodeData::new(narrow(start), end, nothing));
                let too_deep = self.is_too_deep();
                self.nursery.set_mapping(id, end, if too_deep { &[] } else { &entries });
                id
            }
            Some(Open::Array { start, items }) => {
                let id = self.nursery.push(NodeData::new(narrow(start), end, nothing));
                let too_deep = self.is_too_deep();
                self.nursery.set_sequence(id, end, if too_deep { &[] } else { &items });
                id
            }
            None => self.nursery.push(NodeData::new(end, end, nothing)),
        }
    }

    fn is_too_deep(&self) -> bool {
        self.open.len() >= MAX_DEPTH
    }

    fn scalar(&mut self, start: usize, text: Span, style: Style, value: StoredValue) -> NodeId {
        let content = Content::Scalar(ScalarData { text, style, value });
        self.nursery.push(NodeData::new(narrow(start), narrow(self.at), content))
    }

    fn literal(
        &mut self,
        word: &'static str,
        problem: &'static str,
        value: StoredValue,
    ) -> Result<Option<NodeId>, Refusal> {
        let start = self.at;
        for (index, expected) in word.bytes().enumerate() {
            if self.byte()? != expected {
                return Err(self.invalid(expecting(problem, index)));
            }
            self.at += 1;
        }
        let text = spelt(start, self.at);
        Ok(Some(self.scalar(start, text, Style::Plain, value)))
    }

    fn number(&mut self) -> Result<NodeId, Refusal> {
        let start = self.at;
        if self.byte()? == b'-' {
            self.at += 1;
        }
        match self.byte()? {
            b'0' => self.at += 1,
            b'1'..=b'9' => self.digits(),
            _ => return Err(self.invalid("in numeric literal")),
        }
        if self.byte()? == b'.' {
            self.at += 1;
            if !self.byte()?.is_ascii_digit() {
                return Err(self.invalid("after decimal point in numeric literal"));
            }
            self.digits();
        }
        if matches!(self.byte()?, b'e' | b'E') {
            self.at += 1;
            if matches!(self.byte()?, b'+' | b'-') {
                self.at += 1;
            }
            if !self.byte()?.is_ascii_digit() {
                return Err(self.invalid("in exponent of numeric literal"));
            }
            self.digits();
        }
        let spelling = self.text.get(start..self.at).unwrap_or("");
        let value = spelling
            .parse::<i64>()
            .map(StoredValue::Int)
            .or_else(|_| spelling.parse::<u64>().map(StoredValue::Large))
            .unwrap_or_else(|_| spelling.parse().map_or(StoredValue::Str, StoredValue::Float));
        Ok(self.scalar(start, spelt(start, self.at), Style::Plain, value))
    }

    fn digits(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    fn string(&mut self) -> Result<NodeId, Refusal> {
        let start = self.at;
        self.at += 1;
        let mut part = self.at;
        let mut rewritten: Option<usize> = None;
        loop {
            match self.byte()? {
                b'"' => break,
                b'\\' => {
                    rewritten.get_or_insert(self.rewritten.len());
                    self.rewritten.push_str(self.text.get(part..self.at).unwrap_or(""));
                    self.at += 1;
                    self.escape()?;
                    part = self.at;
                }
                0..0x20 => return Err(self.invalid("in string literal")),
                _ => self.at += 1,
            }
        }
        let place = match rewritten {
            None => spelt(part, self.at),
            Some(from) => {
                self.rewritten.push_str(self.text.get(part..self.at).unwrap_or(""));
                Span { rewritten: true, ..spelt(from, self.rewritten.len()) }
            }
        };
        self.at += 1;
        Ok(self.scalar(start, place, Style::DoubleQuoted, StoredValue::Str))
    }

    /// After a backslash.
    fn escape(&mut self) -> Result<(), Refusal> {
        let meaning = match self.byte()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                let high = self.hex()?;
                let character = self.surrogate(high)?;
                self.rewritten.push(character);
                return Ok(());
            }
            _ => return Err(self.invalid("in string escape code")),
        };
        self.at += 1;
        self.rewritten.push(meaning);
        Ok(())
    }

    /// The character of one `\u` escape, or of two that make a pair; half a pair is the replacement character.
    fn surrogate(&mut self, high: u32) -> Result<char, Refusal> {
        let pair_follows = (0xD800..0xDC00).contains(&high)
            && self.bytes.get(self.at) == Some(&b'\\')
            && self.bytes.get(self.at + 1) == Some(&b'u');
        if pair_follows {
            let back = self.at;
            self.at += 2;
            let low = self.hex()?;
            if (0xDC00..0xE000).contains(&low) {
                let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Result<u32, Refusal> {
        let mut value = 0;
        for _ in 0..4 {
            let Some(digit) = char::from(self.byte()?).to_digit(16) else {
                return Err(self.invalid("in \\u hexadecimal character escape"));
            };
            value = value * 16 + digit;
            self.at += 1;
        }
        Ok(value)
    }
}

/// Go says which character of `true`, `false` or `null` it waits for.
fn expecting(problem: &'static str, index: usize) -> &'static str {
    match (problem, index) {
        ("in literal true", 1) => "in literal true (expecting 'r')",
        ("in literal true", 2) => "in literal true (expecting 'u')",
        ("in literal true", _) => "in literal true (expecting 'e')",
        ("in literal false", 1) => "in literal false (expecting 'a')",
        ("in literal false", 2) => "in literal false (expecting 'l')",
        ("in literal false", 3) => "in literal false (expecting 's')",
        ("in literal false", _) => "in literal false (expecting 'e')",
        ("in literal null", 1) => "in literal null (expecting 'u')",
        (_, _) => "in literal null (expecting 'l')",
    }
}
