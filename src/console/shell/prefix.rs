//! Programs that run another program: `sh -c`, `env`, `sudo`, `timeout`, `time`, `xargs`, `watch`.
//!
//! Must not know: what the other program does.

use super::Output;
use super::execute::Runner;
use super::parse::is_name;

/// How many times `xargs` may run its command.
const MAX_RUNS: usize = 1_000;

impl Runner<'_> {
    /// What such a program does; `None` where it is none of them.
    pub(super) fn prefix(&mut self, name: &str, args: &[String]) -> Option<Output> {
        Some(match name.rsplit('/').next().unwrap_or(name) {
            "sh" | "bash" | "ash" | "dash" | "zsh" => self.shell(args),
            "env" if args.iter().any(|arg| !arg.contains('=')) => self.env(args),
            "sudo" | "nohup" | "stdbuf" | "nice" => {
                let at = args.iter().position(|arg| !arg.starts_with('-')).unwrap_or(args.len());
                self.call(args.get(at..).unwrap_or(&[]))
            }
            "time" => {
                let mut output = self.call(args);
                output.stderr.push_str("\nreal\t0m0.020s\nuser\t0m0.005s\nsys\t0m0.005s\n");
                output
            }
            "timeout" => self.timeout(args),
            "watch" => self.watch(args),
            "xargs" => self.xargs(args),
            _ => return None,
        })
    }

    /// `timeout DURATION COMMAND`: what waits longer is killed, and what it would have said at its end is not said.
    fn timeout(&mut self, args: &[String]) -> Output {
        let mut rest = args;
        while let Some((flag, after)) = rest.split_first().filter(|(flag, _)| flag.starts_with('-')) {
            let valued = matches!(flag.as_str(), "-s" | "-k" | "--signal" | "--kill-after");
            rest = if valued { after.get(1..).unwrap_or(&[]) } else { after };
        }
        let Some((duration, command)) = rest.split_first().filter(|(_, command)| !command.is_empty()) else {
            return Output::fail(125, "timeout: missing operand\nTry 'timeout --help' for more information.\n");
        };
        let Some(limit) = milliseconds(duration) else {
            let why =
                format!("timeout: invalid time interval '{duration}'\nTry 'timeout --help' for more information.\n");
            return Output::fail(125, why);
        };
        let before = self.console.net.waited;
        let output = self.call(command);
        let waited = self.console.net.waited.saturating_sub(before);
        if limit > 0 && waited > limit {
            return Output { exit: 124, stdout: output.stdout, ..Output::default() };
        }
        output
    }

    /// `sh -c TEXT NAME ARGS…`, `sh FILE ARGS…`, or a script on standard input.
    fn shell(&mut self, args: &[String]) -> Output {
        let mut rest = args;
        while let Some((first, after)) = rest.split_first() {
            match first.strip_prefix('-') {
                Some(letters) if letters.contains('c') => {
                    let Some((text, after)) = after.split_first() else {
                        return Output::fail(2, "bash: -c: option requires an argument\n");
                    };
                    let text = text.clone();
                    return self.script_text(&text, after.get(1..).unwrap_or(&[]));
                }
                Some(_) => rest = after,
                None => break,
            }
        }
        if let Some((file, after)) = rest.split_first() {
            return match self.console.read(file) {
                Ok(text) => self.script_text(&text, after),
                Err(fault) => Output::fail(127, format!("bash: {file}: {fault}\n")),
            };
        }
        let text = std::sync::Arc::clone(&self.input.text);
        self.script_text(text.get(self.input.at..).unwrap_or(""), &[])
    }

    fn env(&mut self, args: &[String]) -> Output {
        let mut rest = args;
        let mut set: Vec<(String, Option<String>)> = Vec::new();
        while let Some((first, after)) = rest.split_first() {
            match first.split_once('=') {
                Some((name, value)) if is_name(name) => {
                    set.push((name.to_owned(), self.console.variable(name).map(str::to_owned)));
                    self.console.set(name, value);
                }
                _ if first.starts_with('-') => {}
                _ => break,
            }
            rest = after;
        }
        let output = self.call(rest);
        for (name, before) in set {
            match before {
                Some(value) => self.console.set(&name, &value),
                None => self.console.unset(&name),
            }
        }
        output
    }

    /// `watch` shows the same again and again; without a clock, once is all there is to see.
    fn watch(&mut self, args: &[String]) -> Output {
        let mut rest = args;
        while let Some((first, after)) = rest.split_first().filter(|(first, _)| first.starts_with('-')) {
            let takes_value = matches!(first.as_str(), "-n" | "--interval");
            rest = if takes_value { after.get(1..).unwrap_or(&[]) } else { after };
        }
        let text = rest.join(" ");
        self.script_text(&text, &[])
    }

    fn xargs(&mut self, args: &[String]) -> Output {
        let (mut rest, mut batch, mut replace) = (args, usize::MAX, None);
        while let Some((first, after)) = rest.split_first().filter(|(first, _)| first.starts_with('-')) {
            let (flag, joined) = first.split_at_checked(2).unwrap_or((first, ""));
            let value = if joined.is_empty() { after.first().map_or("", String::as_str) } else { joined };
            let takes_value = match flag {
                "-n" => {
                    batch = value.parse().unwrap_or(usize::MAX).max(1);
                    true
                }
                "-I" => {
                    replace = Some(value.to_owned());
                    true
                }
                "-P" | "-L" => true,
                _ => false,
            };
            rest = if takes_value && joined.is_empty() { after.get(1..).unwrap_or(&[]) } else { after };
        }
        let command: Vec<String> = if rest.is_empty() { vec!["echo".into()] } else { rest.to_vec() };
        let text = std::sync::Arc::clone(&self.input.text);
        let text = text.get(self.input.at..).unwrap_or("");
        let calls: Vec<Vec<String>> = if let Some(mark) = replace {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(|line| command.iter().map(|word| word.replace(&mark, line)).collect()).collect()
        } else {
            let items: Vec<&str> = text.split_whitespace().collect();
            let chunks = items.chunks(batch.min(items.len().max(1)));
            chunks
                .map(|chunk| command.iter().cloned().chain(chunk.iter().map(|it| (*it).to_owned())).collect())
                .collect()
        };
        let input = std::mem::take(&mut self.input);
        let mut output = Output::default();
        for call in calls.iter().take(MAX_RUNS) {
            let next = self.call(call);
            let failed = next.exit != 0 || output.exit != 0;
            output.then(next);
            // xargs says 123 where any of its commands failed.
            output.exit = if failed { 123 } else { 0 };
        }
        self.input = input;
        output
    }
}

/// `5`, `0.5`, `5s`, `2m`, `1h`, `1d`; the longest that can be told is as good as for ever.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    let units = [('s', 1_000.0), ('m', 60_000.0), ('h', 3_600_000.0), ('d', 86_400_000.0)];
    let unit = units.into_iter().find_map(|(letter, factor)| Some((text.strip_suffix(letter)?, factor)));
    let (number, factor) = unit.unwrap_or((text, 1_000.0));
    let number: f64 = number.parse().ok().filter(|it| *it >= 0.0)?;
    let whole = std::time::Duration::try_from_secs_f64(number * factor / 1_000.0).unwrap_or(std::time::Duration::MAX);
    Some(u64::try_from(whole.as_millis()).unwrap_or(u64::MAX))
}
