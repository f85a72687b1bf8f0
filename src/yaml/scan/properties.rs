//! What stands before a node or a document: anchors and aliases, tags, directives.
//!
//! Must not know: which node an anchor names, what a tag does.

use super::token::{Mark, Span, TokenKind, narrow};
use super::{Scan, Scanner};

impl Scanner<'_> {
    /// The name after `&` or `*`.
    pub(super) fn scan_anchor(&mut self, start: Mark) -> Scan<Span> {
        self.cursor.skip_ascii(1);
        let name = self.scan_word();
        let ends = self.cursor.is_blank_or_end(0)
            || matches!(self.cursor.peek(0), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if name.start == name.end || !ends {
            return Err(self.fault("did not find expected alphabetic or numeric character", start));
        }
        Ok(name)
    }

    fn scan_word(&mut self) -> Span {
        let from = self.cursor.at;
        while self.cursor.is_word() {
            self.cursor.skip_ascii(1);
        }
        self.since(from)
    }

    fn since(&self, from: usize) -> Span {
        Span { start: narrow(from), end: narrow(self.cursor.at), rewritten: false }
    }

    /// `!<uri>`, `!handle!suffix` or `!suffix`.
    pub(super) fn scan_tag(&mut self, start: Mark) -> Scan<TokenKind> {
        let from = self.cursor.at;
        let nothing = Span { start: narrow(from), end: narrow(from), rewritten: false };
        let (handle, suffix);
        if self.cursor.peek(1) == b'<' {
            self.cursor.skip_ascii(2);
            handle = nothing;
            suffix = self.scan_tag_uri(start, None)?;
            if self.cursor.peek(0) != b'>' {
                return Err(self.fault("did not find the expected '>'", start));
            }
            self.cursor.skip_ascii(1);
        } else {
            self.cursor.skip_ascii(1);
            let word = self.scan_word();
            if self.cursor.peek(0) == b'!' {
                self.cursor.skip_ascii(1);
                handle = self.since(from);
                suffix = self.scan_tag_uri(start, None)?;
            } else {
                let rest = self.scan_tag_uri(start, Some(word))?;
                let exclamation = Span { start: narrow(from), end: narrow(from + 1), rewritten: false };
                // The lone `!` is a tag of its own.
                (handle, suffix) = if rest.start == rest.end { (nothing, exclamation) } else { (exclamation, rest) };
            }
        }
        if !self.cursor.is_blank_or_end(0) {
            return Err(self.fault("did not find expected whitespace or line break", start));
        }
        Ok(TokenKind::Tag { handle, suffix })
    }

    /// The characters of a URI, escapes resolved. `head` is the part that has been read already.
    fn scan_tag_uri(&mut self, start: Mark, head: Option<Span>) -> Scan<Span> {
        let from = head.map_or(self.cursor.at, |head| head.start as usize);
        let mut rewritten: Option<usize> = None;
        let mut part = from;
        let begun = self.cursor.at;
        while is_uri_byte(self.cursor.peek(0)) {
            if self.cursor.peek(0) == b'%' {
                rewritten.get_or_insert(self.rewritten.len());
                let text = self.source.get(part..self.cursor.at).unwrap_or("");
                self.rewritten.push_str(text);
                let character = self.scan_uri_escape(start)?;
                self.rewritten.push(character);
                part = self.cursor.at;
            } else {
                self.cursor.skip_ascii(1);
            }
        }
        if head.is_none() && self.cursor.at == begun {
            return Err(self.fault("did not find expected tag URI", start));
        }
        let Some(rewritten) = rewritten else { return Ok(self.since(from)) };
        let text = self.source.get(part..self.cursor.at).unwrap_or("");
        self.rewritten.push_str(text);
        Ok(Span { start: narrow(rewritten), end: narrow(self.rewritten.len()), rewritten: true })
    }

    /// One character written as `%xx` for each of its bytes.
    fn scan_uri_escape(&mut self, start: Mark) -> Scan<char> {
        let mut bytes = [0_u8; 4];
        let mut width = 1;
        let mut count = 0;
        while count < width {
            let digit = |ahead| char::from(self.cursor.peek(ahead)).to_digit(16);
            let (b'%', Some(high), Some(low)) = (self.cursor.peek(0), digit(1), digit(2)) else {
                return Err(self.fault("did not find URI escaped octet", start));
            };
            let octet = u8::try_from(high * 16 + low).unwrap_or(0);
            if count == 0 {
                width = match octet {
                    0..0x80 => 1,
                    0xC0..0xE0 => 2,
                    0xE0..0xF0 => 3,
                    0xF0..0xF8 => 4,
                    _ => return Err(self.fault("found an incorrect leading UTF-8 octet", start)),
                };
            } else if octet & 0xC0 != 0x80 {
                return Err(self.fault("found an incorrect trailing UTF-8 octet", start));
            }
            if let Some(slot) = bytes.get_mut(count) {
                *slot = octet;
            }
            self.cursor.skip_ascii(3);
            count += 1;
        }
        let text = bytes.get(..width).and_then(|bytes| std::str::from_utf8(bytes).ok());
        Ok(text.and_then(|text| text.chars().next()).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// `%YAML 1.1` or `%TAG !x! prefix`, with the rest of its line.
    pub(super) fn scan_directive(&mut self, start: Mark) -> Scan<TokenKind> {
        self.cursor.skip_ascii(1);
        let name = self.scan_word();
        if name.start == name.end {
            return Err(self.fault("could not find expected directive name", start));
        }
        if !self.cursor.is_blank_or_end(0) {
            return Err(self.fault("found unexpected non-alphabetical character", start));
        }
        let kind = match self.text(name) {
            "YAML" => self.scan_version(start)?,
            "TAG" => self.scan_tag_directive(start)?,
            _ => return Err(self.fault("found unknown directive name", start)),
        };
        self.skip_blanks();
        if self.cursor.peek(0) == b'#' {
            self.cursor.skip_line_rest();
        }
        if !self.cursor.is_break_or_end(0) {
            return Err(self.fault("did not find expected comment or line break", start));
        }
        self.cursor.skip_break();
        Ok(kind)
    }

    fn skip_blanks(&mut self) {
        while self.cursor.is_blank(0) {
            self.cursor.skip_ascii(1);
        }
    }

    fn scan_version(&mut self, start: Mark) -> Scan<TokenKind> {
        self.skip_blanks();
        let major = self.scan_version_number(start)?;
        if self.cursor.peek(0) != b'.' {
            return Err(self.fault("did not find expected digit or '.' character", start));
        }
        self.cursor.skip_ascii(1);
        let minor = self.scan_version_number(start)?;
        Ok(TokenKind::VersionDirective { major, minor })
    }

    fn scan_version_number(&mut self, start: Mark) -> Scan<u8> {
        let mut value = 0;
        let mut length = 0;
        while self.cursor.peek(0).is_ascii_digit() {
            length += 1;
            if length > 2 {
                return Err(self.fault("found extremely long version number", start));
            }
            value = value * 10 + (self.cursor.peek(0) - b'0');
            self.cursor.skip_ascii(1);
        }
        if length == 0 {
            return Err(self.fault("did not find expected version number", start));
        }
        Ok(value)
    }

    fn scan_tag_directive(&mut self, start: Mark) -> Scan<TokenKind> {
        self.skip_blanks();
        if self.cursor.peek(0) != b'!' {
            return Err(self.fault("did not find expected '!'", start));
        }
        let from = self.cursor.at;
        self.cursor.skip_ascii(1);
        let word = self.scan_word();
        if self.cursor.peek(0) == b'!' {
            self.cursor.skip_ascii(1);
        } else if word.start != word.end {
            return Err(self.fault("did not find expected '!'", start));
        }
        let handle = self.since(from);
        if !self.cursor.is_blank(0) {
            return Err(self.fault("did not find expected whitespace", start));
        }
        self.skip_blanks();
        let prefix = self.scan_tag_uri(start, None)?;
        if !self.cursor.is_blank_or_end(0) {
            return Err(self.fault("did not find expected whitespace or line break", start));
        }
        Ok(TokenKind::TagDirective { handle, prefix })
    }
}

/// A character that a URI may hold, `%` of an escape included.
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-;/?:@&=+$,.!~*'()[]%".contains(&byte)
}
