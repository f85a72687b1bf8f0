//! Filters of lines: `head`, `tail`, `wc`, `sort`, `uniq`, `cut`, `tr`, `tee`, `tac`, `nl`, `seq`, `column`.
//!
//! Must not know: the cluster.

use super::{Call, Console, Flags, inputs};
use crate::console::Output;
use crate::console::print::unified;
use std::fmt::Write as _;

/// How many numbers `seq` gives at most.
const MAX_NUMBERS: usize = 100_000;

/// What a filter that treats each input alike makes of them; its complaints turn the status.
fn filtered(console: &Console, call: &Call<'_>, names: &[String], make: impl Fn(&str, &mut String)) -> Output {
    let mut output = Output::default();
    let texts = inputs(console, call, names, &mut output.stderr);
    for (_, text) in &texts {
        make(text, &mut output.stdout);
    }
    output.exit = u8::from(!output.stderr.is_empty());
    output
}

fn terminated(lines: &[&str]) -> String {
    crate::console::output::lines(lines)
}

/// `head -n 5`, `head -5`, `head -n -1`, `head -c 10`.
pub(in crate::console) fn head(console: &mut Console, call: &Call<'_>) -> Output {
    part(console, call, |lines, count| match count.strip_prefix('-') {
        Some(all_but) => lines.get(..lines.len().saturating_sub(all_but.parse().unwrap_or(0))).unwrap_or(&[]),
        None => lines.get(..count.parse().unwrap_or(10).min(lines.len())).unwrap_or(&[]),
    })
}

/// `tail -n 5`, `tail -5`, `tail -n +2`.
pub(in crate::console) fn tail(console: &mut Console, call: &Call<'_>) -> Output {
    part(console, call, |lines, count| {
        if let Some(from) = count.strip_prefix('+') {
            lines.get(from.parse::<usize>().unwrap_or(1).saturating_sub(1)..).unwrap_or(&[])
        } else {
            let count: usize = count.trim_start_matches('-').parse().unwrap_or(10);
            lines.get(lines.len().saturating_sub(count)..).unwrap_or(&[])
        }
    })
}

fn part(console: &Console, call: &Call<'_>, take: for<'t> fn(&'t [&'t str], &str) -> &'t [&'t str]) -> Output {
    // `-5` is the old way of writing `-n 5`.
    let old = |arg: &String| {
        let digits = arg.strip_prefix('-').filter(|it| !it.is_empty() && it.chars().all(|c| c.is_ascii_digit()));
        digits.map_or_else(|| arg.clone(), |digits| format!("-n{digits}"))
    };
    let args: Vec<String> = call.args.iter().map(old).collect();
    let call = &Call { args: &args, ..*call };
    let flags = match Flags::read(call, "qvfFz", "nc", &[("lines", 'n'), ("bytes", 'c'), ("follow", 'f')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let count = flags.value('n').unwrap_or("10").to_owned();
    if count.trim_start_matches(['+', '-']).parse::<usize>().is_err() {
        return Output::fail(1, format!("{}: invalid number of lines: '{count}'\n", call.name));
    }
    let bytes = flags.value('c').and_then(|it| it.parse::<usize>().ok());
    filtered(console, call, &flags.rest, |text, out| {
        if let Some(bytes) = bytes {
            let chars = text.char_indices();
            if call.name == "head" {
                out.extend(chars.filter(|(at, _)| *at < bytes).map(|(_, c)| c));
            } else {
                out.extend(chars.filter(|(at, _)| at + bytes >= text.len()).map(|(_, c)| c));
            }
            return;
        }
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for line in take(&lines, &count) {
            out.push_str(line);
        }
    })
}

/// `wc -l`, `wc -w`, `wc -c`, `wc`.
pub(in crate::console) fn wc(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "lwcm", "", &[("lines", 'l'), ("words", 'w'), ("bytes", 'c'), ("chars", 'm')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let all = !"lwcm".chars().any(|letter| flags.has(letter));
    let mut output = Output::default();
    let mut sums = [0_usize; 4];
    let texts = inputs(console, call, &flags.rest, &mut output.stderr);
    let shown = |counts: [usize; 4], name: &str| {
        let wanted = "lwmc".chars().zip([counts[0], counts[1], counts[2], counts[3]]);
        let wanted: Vec<usize> =
            wanted.filter(|(letter, _)| flags.has(*letter) || (all && *letter != 'm')).map(|(_, it)| it).collect();
        // A single number from standard input stands alone; several are set in columns of seven.
        let width = if wanted.len() == 1 { 1 } else { 7 };
        let numbers: Vec<String> = wanted.iter().map(|count| format!("{count:>width$}")).collect();
        let name = if name == "-" { String::new() } else { format!(" {name}") };
        format!("{}{name}\n", numbers.join(" "))
    };
    for (name, text) in &texts {
        let counts = [text.matches('\n').count(), text.split_whitespace().count(), text.chars().count(), text.len()];
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
        output.stdout.push_str(&shown(counts, name));
    }
    if texts.len() > 1 {
        output.stdout.push_str(&shown(sums, "total"));
    }
    output.exit = u8::from(!output.stderr.is_empty());
    output
}

/// `sort`, with `-r`, `-n`, `-u`, `-k N`, `-t C`, `-h`, `-V`, `-f`.
pub(in crate::console) fn sort(console: &mut Console, call: &Call<'_>) -> Output {
    let long = [("reverse", 'r'), ("numeric-sort", 'n'), ("unique", 'u'), ("key", 'k'), ("field-separator", 't')];
    let flags = match Flags::read(call, "rnuhVfbsdg", "kto", &long) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut output = Output::default();
    let texts = inputs(console, call, &flags.rest, &mut output.stderr);
    let mut lines: Vec<&str> = texts.iter().flat_map(|(_, text)| text.lines()).collect();
    let spec = flags.value('k').unwrap_or("");
    let field = spec.split([',', '.']).next().and_then(|text| {
        text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<usize>().ok().filter(|field| *field > 0)
    });
    let numeric = ['n', 'h', 'g', 'V'].into_iter().any(|letter| flags.has(letter)) || spec.contains('n');
    let reverse = flags.has('r') || spec.contains('r');
    let separator = flags.value('t').and_then(|text| text.chars().next());
    let key = |line: &str| -> String {
        let Some(field) = field else { return line.to_owned() };
        match separator {
            Some(separator) => line.split(separator).skip(field - 1).collect::<Vec<_>>().join(" "),
            None => line.split_whitespace().skip(field - 1).collect::<Vec<_>>().join(" "),
        }
    };
    let number = |line: &str| -> f64 {
        let key = key(line);
        let text = key.trim_start();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(text.len());
        text.get(..end).and_then(|text| text.parse().ok()).unwrap_or(0.0)
    };
    lines.sort_by(|a, b| {
        let by_number = if numeric { number(a).total_cmp(&number(b)) } else { std::cmp::Ordering::Equal };
        let (left, right) = (key(a), key(b));
        let by_text = if flags.has('f') { left.to_lowercase().cmp(&right.to_lowercase()) } else { left.cmp(&right) };
        let order = by_number.then(by_text).then_with(|| a.cmp(b));
        if reverse { order.reverse() } else { order }
    });
    if flags.has('u') {
        lines.dedup();
    }
    output.stdout = terminated(&lines);
    output.exit = if output.stderr.is_empty() { 0 } else { 2 };
    output
}

/// `uniq`, with `-c`, `-d`, `-u`.
pub(in crate::console) fn uniq(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "cdui", "", &[("count", 'c'), ("repeated", 'd'), ("unique", 'u')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    filtered(console, call, &flags.rest, |text, out| {
        let mut groups: Vec<(&str, usize)> = Vec::new();
        for line in text.lines() {
            match groups.last_mut() {
                Some((last, count)) if *last == line => *count += 1,
                _ => groups.push((line, 1)),
            }
        }
        for (line, count) in groups {
            if (flags.has('d') && count == 1) || (flags.has('u') && count > 1) {
                continue;
            }
            let _ = if flags.has('c') { writeln!(out, "{count:>7} {line}") } else { writeln!(out, "{line}") };
        }
    })
}

/// `cut -d: -f1,3-` and `cut -c1-5`.
pub(in crate::console) fn cut(console: &mut Console, call: &Call<'_>) -> Output {
    let long = [("delimiter", 'd'), ("fields", 'f'), ("characters", 'c'), ("output-delimiter", 'o')];
    let flags = match Flags::read(call, "sn", "dfcbo", &long) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let list = flags.value('f').or(flags.value('c')).or(flags.value('b'));
    let Some(ranges) = list.and_then(ranges) else {
        let why = "you must specify a list of bytes, characters, or fields";
        return Output::fail(1, format!("cut: {why}\nTry 'cut --help' for more information.\n"));
    };
    let wanted = |number: usize| ranges.iter().any(|(from, to)| (*from..=*to).contains(&number));
    let separator = flags.value('d').and_then(|text| text.chars().next()).unwrap_or('\t');
    filtered(console, call, &flags.rest, |text, out| {
        for line in text.lines() {
            if !flags.has('f') {
                out.extend(line.chars().enumerate().filter(|(at, _)| wanted(at + 1)).map(|(_, c)| c));
                out.push('\n');
            } else if line.contains(separator) {
                let fields = line.split(separator).enumerate().filter(|(at, _)| wanted(at + 1)).map(|(_, it)| it);
                let joint = flags.value('o').map_or_else(|| separator.to_string(), str::to_owned);
                let _ = writeln!(out, "{}", fields.collect::<Vec<_>>().join(&joint));
            } else if !flags.has('s') {
                let _ = writeln!(out, "{line}");
            }
        }
    })
}

/// `1,3-5,7-`.
fn ranges(text: &str) -> Option<Vec<(usize, usize)>> {
    let mut ranges = Vec::new();
    for part in text.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let from = if from.is_empty() { 1 } else { from.parse().ok()? };
        let to = if to.is_empty() { usize::MAX } else { to.parse().ok()? };
        ranges.push((from, to));
    }
    Some(ranges).filter(|ranges| ranges.iter().all(|(from, to)| *from > 0 && from <= to))
}

/// `tr a-z A-Z`, `tr -d '"'`, `tr -s ' '`.
pub(in crate::console) fn tr(_: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "dsc", "", &[("delete", 'd'), ("squeeze-repeats", 's')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let Some(from) = flags.rest.first().map(|text| set(text)) else {
        return Output::fail(1, "tr: missing operand\nTry 'tr --help' for more information.\n");
    };
    let to = flags.rest.get(1).map(|text| set(text)).unwrap_or_default();
    let within = |c: char| from.contains(&c) != flags.has('c');
    let mut out = String::with_capacity(call.stdin.len());
    for c in call.stdin.chars() {
        if !within(c) {
            out.push(c);
            continue;
        }
        if flags.has('d') {
            continue;
        }
        let at = from.iter().position(|it| *it == c).unwrap_or(usize::MAX);
        let new = to.get(at).or(to.last()).copied().unwrap_or(c);
        if !(flags.has('s') && out.ends_with(new)) {
            out.push(new);
        }
    }
    Output::ok(out)
}

/// The characters that a set of `tr` means.
fn set(text: &str) -> Vec<char> {
    let text = match text {
        "[:lower:]" => "a-z",
        "[:upper:]" => "A-Z",
        "[:digit:]" => "0-9",
        "[:space:]" => " \\t\\n\\r",
        text => text,
    };
    let mut chars: Vec<char> = Vec::new();
    let mut escaped = text.chars();
    while let Some(c) = escaped.next() {
        chars.push(match c {
            '\\' => match escaped.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            },
            c => c,
        });
    }
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = chars.get(at) {
        match (chars.get(at + 1), chars.get(at + 2)) {
            (Some('-'), Some(last)) if first <= last => {
                out.extend(*first..=*last);
                at += 3;
            }
            _ => {
                out.push(*first);
                at += 1;
            }
        }
    }
    out
}

/// `tee FILE…`, `tee -a`.
pub(in crate::console) fn tee(console: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "ai", "", &[("append", 'a')]) {
        Ok(flags) => flags,
        Err(output) => return output,
    };
    let mut output = Output::ok(call.stdin);
    for name in &flags.rest {
        let path = console.path(name);
        let files = console.files_mut();
        let done = if flags.has('a') { files.append(&path, call.stdin) } else { files.write(&path, call.stdin) };
        if let Err(fault) = done {
            let _ = writeln!(output.stderr, "tee: {name}: {fault}");
            output.exit = 1;
        }
    }
    output
}

/// `tac`, `nl`, `rev`.
pub(in crate::console) fn rearranged(console: &mut Console, call: &Call<'_>) -> Output {
    filtered(console, call, call.args, |text, out| {
        let lines: Vec<&str> = text.lines().collect();
        match call.name {
            "tac" => out.extend(lines.iter().rev().map(|line| format!("{line}\n"))),
            "nl" => out.extend(lines.iter().enumerate().map(|(at, line)| format!("{:>6}\t{line}\n", at + 1))),
            _ => out.extend(lines.iter().map(|line| format!("{}\n", line.chars().rev().collect::<String>()))),
        }
    })
}

/// `column -t`.
pub(in crate::console) fn column(console: &mut Console, call: &Call<'_>) -> Output {
    let names: Vec<String> = call.args.iter().filter(|arg| !arg.starts_with('-')).cloned().collect();
    filtered(console, call, &names, |text, out| {
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let cells = |text: &str| crate::text::width::cells(text);
        let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cells(cell)).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                let fill = width.saturating_sub(cells(cell)) + 2;
                line.push_str(cell);
                line.push_str(&" ".repeat(fill));
            }
            let _ = writeln!(out, "{}", line.trim_end());
        }
    })
}

/// `seq LAST`, `seq FIRST LAST`, `seq FIRST STEP LAST`.
pub(in crate::console) fn seq(_: &mut Console, call: &Call<'_>) -> Output {
    let flags = match Flags::read(call, "w", "s", &[("separator", 's')]) {
        // A negative number is no option.
        Err(_) if call.args.iter().any(|arg| arg.parse::<i64>().is_ok()) => Flags::operands(call.args),
        Err(output) => return output,
        Ok(flags) => flags,
    };
    let mut numbers = Vec::new();
    for text in &flags.rest {
        let Ok(number) = text.parse::<i64>() else {
            let why = format!("seq: invalid floating point argument: '{text}'\n");
            return Output::fail(1, format!("{why}Try 'seq --help' for more information.\n"));
        };
        numbers.push(number);
    }
    let (first, step, last) = match numbers.as_slice() {
        [last] => (1, 1, *last),
        [first, last] => (*first, 1, *last),
        [first, step, last] if *step != 0 => (*first, *step, *last),
        _ => return Output::fail(1, "seq: missing operand\nTry 'seq --help' for more information.\n"),
    };
    let mut texts = Vec::new();
    let mut at = first;
    while (step > 0 && at <= last || step < 0 && at >= last) && texts.len() < MAX_NUMBERS {
        texts.push(at.to_string());
        at = at.saturating_add(step);
    }
    if texts.is_empty() {
        return Output::default();
    }
    Output::ok(format!("{}\n", texts.join(flags.value('s').unwrap_or("\n"))))
}

/// `diff -u OLD NEW`; status 1 where they differ.
pub(in crate::console) fn diff(console: &mut Console, call: &Call<'_>) -> Output {
    let names: Vec<String> = call.args.iter().filter(|arg| !arg.starts_with('-') || *arg == "-").cloned().collect();
    let [old_name, new_name] = names.as_slice() else {
        return Output::fail(2, "diff: missing operand\ndiff: Try 'diff --help' for more information.\n");
    };
    let mut complaints = String::new();
    let texts = inputs(console, call, &names, &mut complaints);
    let [(_, old), (_, new)] = texts.as_slice() else { return Output::fail(2, complaints) };
    if old == new {
        return Output::default();
    }
    let stdout = format!("--- {old_name}\n+++ {new_name}\n{}", unified::hunks(old, new));
    Output { stdout, exit: 1, ..Output::default() }
}

/// `basename`, `dirname`.
pub(in crate::console) fn path_part(_: &mut Console, call: &Call<'_>) -> Output {
    let Some(path) = call.args.first() else {
        return Output::fail(1, format!("{}: missing operand\n", call.name));
    };
    let trimmed = path.trim_end_matches('/');
    let (folder, name) = trimmed.rsplit_once('/').unwrap_or((".", trimmed));
    let ending = call.args.get(1).map_or("", String::as_str);
    let part = if call.name == "dirname" { folder } else { name.strip_suffix(ending).unwrap_or(name) };
    Output::ok(format!("{part}\n"))
}
