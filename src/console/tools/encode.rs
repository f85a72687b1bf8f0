//! `base64` and `paste`.
//!
//! Must not know: the cluster.

use super::{Call, Console, Flags, inputs};
use crate::console::Output;
use crate::console::server::base64 as encoded;

/// How many characters `base64` puts on a line.
const WIDTH: usize = 76;

/// `base64`, `base64 -d`, `base64 -w0`.
pub(in crate::console) fn base64(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "dDi", "wb", &[("decode", 'd'), ("wrap", 'w')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut output = Output::default();
    let texts = inputs(console, call, &flags.rest, &mut output.stderr);
    for (_, text) in &texts {
        if flags.has('d') || flags.has('D') {
            match decoded(text) {
                Some(bytes) => output.stdout.push_str(&String::from_utf8_lossy(&bytes)),
                None => output.stderr.push_str("base64: invalid input\n"),
            }
            continue;
        }
        let text = encoded(text.as_bytes());
        let width = flags.value('w').and_then(|width| width.parse().ok()).unwrap_or(WIDTH);
        let chars: Vec<char> = text.chars().collect();
        for line in chars.chunks(if width == 0 { usize::MAX } else { width }) {
            output.stdout.extend(line);
            output.stdout.push_str(if width == 0 { "" } else { "\n" });
        }
    }
    output.exit = u8::from(!output.stderr.is_empty());
    output
}

/// The bytes that RFC 4648 says a text stands for; line breaks in it mean nothing.
pub(in crate::console) fn decoded(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0_u32);
    for c in text.bytes().filter(|c| !c.is_ascii_whitespace() && *c != b'=') {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xfff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// `paste -s -d,` and `paste FILE FILE`.
pub(in crate::console) fn paste(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "s", "d", &[("serial", 's'), ("delimiters", 'd')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut output = Output::default();
    let texts = inputs(console, call, &flags.rest, &mut output.stderr);
    let given = flags.value('d').unwrap_or("\t").replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "");
    let between: Vec<String> =
        if given.is_empty() { vec![String::new()] } else { given.chars().map(String::from).collect() };
    let columns: Vec<Vec<&str>> = texts.iter().map(|(_, text)| text.lines().collect()).collect();
    let rows: Vec<Vec<&str>> = if flags.has('s') {
        columns
    } else {
        let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
        (0..longest).map(|row| columns.iter().map(|column| column.get(row).copied().unwrap_or("")).collect()).collect()
    };
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                output.stdout.push_str(between.get((index - 1) % between.len()).map_or("", String::as_str));
            }
            output.stdout.push_str(cell);
        }
        output.stdout.push('\n');
    }
    output.exit = u8::from(!output.stderr.is_empty());
    output
}
