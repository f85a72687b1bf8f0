//! YAML as sigs.k8s.io/yaml writes it: go-yaml's emitter with its order of keys, its quoting, its folding at 80 columns.
//!
//! Lists stand under their key without indentation. A string stays plain where YAML 1.1 would read it back as that string.
//!
//! Must not know: what the values are.

use serde_json::Value;
use std::cmp::Ordering;
use std::fmt::Write as _;

/// Past this column a long line breaks at its next blank.
const WIDTH: usize = 80;

/// A document, with its final line break.
#[must_use]
pub fn document(value: &Value) -> String {
    let mut out = Emitter::default();
    match value {
        Value::Object(map) if !map.is_empty() => out.mapping(map, 0, false),
        Value::Array(items) if !items.is_empty() => out.sequence(items, 0, false),
        other => {
            out.leaf(other, 2);
            out.text.push('\n');
        }
    }
    out.text
}

#[derive(Default)]
struct Emitter {
    text: String,
    column: usize,
}

impl Emitter {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += text.chars().count();
    }

    fn line(&mut self, indent: usize) {
        self.text.push('\n');
        self.column = 0;
        self.indent(indent);
    }

    fn indent(&mut self, indent: usize) {
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.column += indent;
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.column = 0;
    }

    /// The entries of a mapping; `begun` where its first key follows `- ` on a line that has begun.
    fn mapping(&mut self, map: &serde_json::Map<String, Value>, indent: usize, begun: bool) {
        let mut entries: Vec<_> = map.iter().collect();
        entries.sort_by(|a, b| key_order(a.0, b.0));
        for (index, (key, value)) in entries.into_iter().enumerate() {
            if index > 0 || !begun {
                self.indent(indent);
            }
            self.key(key);
            self.put(":");
            match value {
                Value::Object(map) if !map.is_empty() => {
                    self.end_line();
                    self.mapping(map, indent + 2, false);
                }
                Value::Array(items) if !items.is_empty() => {
                    self.end_line();
                    self.sequence(items, indent, false);
                }
                leaf => {
                    self.put(" ");
                    self.leaf(leaf, indent + 2);
                    self.end_line();
                }
            }
        }
    }

    fn sequence(&mut self, items: &[Value], indent: usize, begun: bool) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 || !begun {
                self.indent(indent);
            }
            self.put("- ");
            match item {
                Value::Object(map) if !map.is_empty() => self.mapping(map, indent + 2, true),
                Value::Array(items) if !items.is_empty() => self.sequence(items, indent + 2, true),
                leaf => {
                    self.leaf(leaf, indent + 2);
                    self.end_line();
                }
            }
        }
    }

    fn leaf(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Null => self.put("null"),
            Value::Bool(value) => self.put(if *value { "true" } else { "false" }),
            Value::Number(number) => self.put(&super::json::number(number)),
            Value::Array(_) => self.put("[]"),
            Value::Object(_) => self.put("{}"),
            Value::String(text) => self.string(text, indent),
        }
    }

    fn key(&mut self, key: &str) {
        let traits = Traits::of(key);
        if key.is_empty() || !is_plain_string(key) {
            self.double_quoted(key, None);
        } else if traits.plain && !traits.multiline {
            self.put(key);
        } else if traits.single {
            self.single_quoted(key, None);
        } else {
            self.double_quoted(key, None);
        }
    }

    fn string(&mut self, text: &str, indent: usize) {
        let traits = Traits::of(text);
        if traits.multiline {
            if traits.block { self.literal(text, indent) } else { self.double_quoted(text, Some(indent)) }
        } else if !is_plain_string(text) {
            self.double_quoted(text, Some(indent));
        } else if traits.plain {
            self.folded(text, indent);
        } else if traits.single {
            self.single_quoted(text, Some(indent));
        } else {
            self.double_quoted(text, Some(indent));
        }
    }

    /// A text whose blanks may become line breaks.
    fn folded(&mut self, text: &str, indent: usize) {
        let letters: Vec<char> = text.chars().collect();
        let mut after_blank = false;
        for (at, &letter) in letters.iter().enumerate() {
            if letter == ' ' {
                let alone = !after_blank && letters.get(at + 1) != Some(&' ');
                if alone && self.column > WIDTH && at > 0 && at + 1 < letters.len() {
                    self.line(indent);
                } else {
                    self.put(" ");
                }
                after_blank = true;
            } else {
                self.text.push(letter);
                self.column += 1;
                after_blank = false;
            }
        }
    }

    fn single_quoted(&mut self, text: &str, fold: Option<usize>) {
        let doubled = text.replace('\'', "''");
        self.put("'");
        match fold {
            Some(indent) => self.folded(&doubled, indent),
            None => self.put(&doubled),
        }
        self.put("'");
    }

    fn double_quoted(&mut self, text: &str, fold: Option<usize>) {
        self.put("\"");
        let letters: Vec<char> = text.chars().collect();
        let mut after_blank = false;
        for (at, &letter) in letters.iter().enumerate() {
            if letter == ' ' {
                match fold {
                    Some(indent) if !after_blank && self.column > WIDTH && at > 0 && at + 1 < letters.len() => {
                        self.line(indent);
                        if letters.get(at + 1) == Some(&' ') {
                            self.put("\\");
                        }
                    }
                    _ => self.put(" "),
                }
                after_blank = true;
                continue;
            }
            after_blank = false;
            if let Some(escaped) = escape(letter) {
                self.put(&escaped);
            } else {
                self.text.push(letter);
                self.column += 1;
            }
        }
        self.put("\"");
    }

    /// A block with `|`; its lines are kept as they are.
    fn literal(&mut self, text: &str, indent: usize) {
        self.put("|");
        if text.starts_with([' ', '\n']) {
            self.put("2");
        }
        if !text.ends_with('\n') {
            self.put("-");
        } else if text == "\n" || text.ends_with("\n\n") {
            self.put("+");
        }
        let body = text.strip_suffix('\n').unwrap_or(text);
        for line in body.split('\n') {
            self.end_line();
            if !line.is_empty() {
                self.indent(indent);
                self.put(line);
            }
        }
    }
}

/// What go-yaml's emitter finds out about a string before it chooses a style.
#[expect(clippy::struct_excessive_bools, reason = "what go-yaml's emitter asks of a string, each for itself")]
struct Traits {
    multiline: bool,
    plain: bool,
    single: bool,
    block: bool,
}

impl Traits {
    fn of(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let multiline = letters.iter().any(|&letter| is_break(letter));
        let special = letters
            .iter()
            .any(|&letter| escape(letter).is_some() && !is_break(letter) && letter != '"' && letter != '\\');
        let blank_before_break = letters.windows(2).any(|pair| matches!(pair, [' ', next] if is_break(*next)));
        let break_before_blank = letters.windows(2).any(|pair| matches!(pair, [before, ' '] if is_break(*before)));
        let (leading, trailing) = (letters.first() == Some(&' '), letters.last() == Some(&' '));
        let refused = special || blank_before_break;
        Self {
            multiline,
            plain: !refused && !leading && !trailing && !multiline && !has_indicator(&letters),
            single: !refused && !break_before_blank,
            block: !refused && !trailing,
        }
    }
}

/// Whether something in it would be read as syntax outside quotes.
fn has_indicator(letters: &[char]) -> bool {
    let text_start: String = letters.iter().take(3).collect();
    if text_start == "---" || text_start == "..." {
        return true;
    }
    letters.iter().enumerate().any(|(at, letter)| {
        let blank_after = letters.get(at + 1).is_none_or(|&next| matches!(next, ' ' | '\t') || is_break(next));
        let blank_before =
            at > 0 && letters.get(at - 1).is_some_and(|&before| matches!(before, ' ' | '\t') || is_break(before));
        match letter {
            '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`'
                if at == 0 =>
            {
                true
            }
            '?' | '-' if at == 0 => blank_after,
            ':' => blank_after,
            '#' => blank_before,
            _ => false,
        }
    })
}

fn is_break(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// How a character stands in double quotes, where it cannot stand for itself.
fn escape(letter: char) -> Option<String> {
    Some(match letter {
        '\0' => "\\0".to_owned(),
        '\u{7}' => "\\a".to_owned(),
        '\u{8}' => "\\b".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\u{b}' => "\\v".to_owned(),
        '\u{c}' => "\\f".to_owned(),
        '\r' => "\\r".to_owned(),
        '\u{1b}' => "\\e".to_owned(),
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\u{85}' => "\\N".to_owned(),
        '\u{2028}' => "\\L".to_owned(),
        '\u{2029}' => "\\P".to_owned(),
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {
            let code = u32::from(letter);
            let mut text = String::new();
            let _ = if code <= 0xff { write!(text, "\\x{code:02X}") } else { write!(text, "\\u{code:04X}") };
            text
        }
        '\u{10000}'.. => format!("\\U{:08X}", u32::from(letter)),
        _ => return None,
    })
}

/// Whether YAML 1.1 reads the bare word as a string.
fn is_plain_string(text: &str) -> bool {
    !text.is_empty() && crate::yaml::reads_as_string(text) && !is_timestamp(text) && !is_sexagesimal(text)
}

/// go-yaml's four forms of a time.
fn is_timestamp(text: &str) -> bool {
    let digits = |text: &str, least: usize, most: usize| {
        (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let (date, clock) = match text.split_once(['T', 't', ' ']) {
        Some((date, clock)) => (date, Some((clock, text.contains(' ')))),
        None => (text, None),
    };
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let in_range = |text: &str, most: u32| text.parse::<u32>().is_ok_and(|value| (1..=most).contains(&value));
    if !(digits(year, 4, 4) && digits(month, 1, 2) && digits(day, 1, 2) && in_range(month, 12) && in_range(day, 31)) {
        return false;
    }
    let Some((clock, spaced)) = clock else { return true };
    let clock = if spaced {
        clock
    } else if let Some(clock) = clock.strip_suffix('Z') {
        clock
    } else {
        let Some(at) = clock.rfind(['+', '-']) else { return false };
        clock.get(..at).unwrap_or("")
    };
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let parts: Vec<&str> = clock.split(':').collect();
    parts.len() == 3 && parts.iter().all(|part| digits(part, 1, 2))
}

/// `12:30:45`, which YAML 1.1 once read as a number to base 60.
fn is_sexagesimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut groups = whole.split(':');
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let numeral = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    first.starts_with(|c: char| c.is_ascii_digit())
        && numeral(first)
        && numeral(fraction)
        && !rest.is_empty()
        && rest.iter().all(|group| matches!(group.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']))
}

/// go-yaml's order of keys: signs before letters, numbers inside by their value, the shorter first.
fn key_order(left: &str, right: &str) -> Ordering {
    let (a, b): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    for (index, (&x, &y)) in a.iter().zip(&b).enumerate() {
        if x == y {
            continue;
        }
        let (x_letter, y_letter) = (x.is_alphabetic(), y.is_alphabetic());
        if x_letter && y_letter {
            return x.cmp(&y);
        }
        if x_letter || y_letter {
            return if y_letter { Ordering::Less } else { Ordering::Greater };
        }
        // Digits that went before with something other than zeros give these their weight.
        let before = a.get(..index).unwrap_or(&[]);
        let weighty = (x == '0' || y == '0')
            && before.iter().rev().take_while(|letter| letter.is_ascii_digit()).any(|&letter| letter != '0');
        let number = |letters: &[char]| {
            let digits: Vec<u32> = letters.iter().skip(index).map_while(|letter| letter.to_digit(10)).collect();
            let start = u64::from(weighty);
            let value = digits.iter().fold(start, |sum, &digit| sum.wrapping_mul(10).wrapping_add(u64::from(digit)));
            (value, digits.len())
        };
        return number(&a).cmp(&number(&b)).then(x.cmp(&y));
    }
    a.len().cmp(&b.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What `kubectl label --local -o yaml` printed of these.
    #[test]
    fn strings_are_quoted_as_kubectl_quotes_them() {
        for (text, expected) in [
            ("has: colon", "'has: colon'"),
            ("- dash", "'- dash'"),
            ("#x", "'#x'"),
            ("0x1", "\"0x1\""),
            ("1_000", "\"1_000\""),
            ("12:30:45", "\"12:30:45\""),
            ("1e3", "\"1e3\""),
            ("y", "\"y\""),
            ("", "\"\""),
            (" lead", "' lead'"),
            ("trail ", "'trail '"),
            ("it's", "it's"),
            ("a\tb", "\"a\\tb\""),
            ("say \"hi\"", "say \"hi\""),
            ("0.1.2", "0.1.2"),
            ("한글 텍스트", "한글 텍스트"),
            ("a # b", "'a # b'"),
            ("[a]", "'[a]'"),
            ("a,b", "a,b"),
            ("?x", "?x"),
            ("-x", "-x"),
            (":x", ":x"),
            ("x:", "'x:'"),
            ("~", "\"~\""),
            ("2001-01-01", "\"2001-01-01\""),
            ("\u{7}", "\"\\a\""),
            (".5", "\".5\""),
            ("---", "'---'"),
            ("%x", "'%x'"),
            ("=", "="),
            ("<<", "<<"),
            ("a\u{a0}b", "a\u{a0}b"),
            ("1.", "\"1.\""),
            ("+1", "\"+1\""),
            ("08", "\"08\""),
            ("1e400", "1e400"),
            ("2026-11-20T08:00:00Z", "\"2026-11-20T08:00:00Z\""),
        ] {
            assert_eq!(document(&json!({ "k": text })), format!("k: {expected}\n"), "{text:?}");
        }
    }

    #[test]
    fn long_lines_fold_and_blocks_keep_theirs() {
        let value = json!({"data": {
            "block": "a\nb\n", "block2": "a\nb", "block3": "a\nb\n\n", "block4": "  a\nb\n", "block5": "a \nb\n", "block6": "\na\n",
            "long": "Failed to pull image \"nosuch:1\": rpc error: code = Unknown desc = Error response from daemon: pull access denied",
            "dq": "tab\tFailed to pull image nosuch rpc error code Unknown desc Error response from daemon pull access denied",
        }});
        let expected = "\
data:
  block: |
    a
    b
  block2: |-
    a
    b
  block3: |+
    a
    b

  block4: |2
      a
    b
  block5: \"a \\nb\\n\"
  block6: |2

    a
  dq: \"tab\\tFailed to pull image nosuch rpc error code Unknown desc Error response
    from daemon pull access denied\"
  long: 'Failed to pull image \"nosuch:1\": rpc error: code = Unknown desc = Error response
    from daemon: pull access denied'
";
        assert_eq!(document(&value), expected);
    }

    #[test]
    fn keys_stand_in_go_yamls_order_and_lists_are_not_indented() {
        let value = json!({"n9": 1, "n10": 2, "app": 3, "app.kubernetes.io/name": 4, "Zed": [{"b": [[1]], "a": []}], "items": []});
        let expected = "Zed:\n- a: []\n  b:\n  - - 1\napp: 3\napp.kubernetes.io/name: 4\nitems: []\nn9: 1\nn10: 2\n";
        assert_eq!(document(&value), expected);
    }
}
