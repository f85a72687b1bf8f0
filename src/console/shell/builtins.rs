//! What the shell does itself: `cd`, `echo`, `export`, `exit`, `test` …
//!
//! Must not know: programs.

mod printf;
mod test;

use super::Output;
use super::execute::{Flow, Runner};
use super::parse::is_name;
use crate::console::output::lines;
use crate::console::session::Way;

impl Runner<'_> {
    /// What a builtin of that name does; `None` where there is none.
    pub(super) fn builtin(&mut self, name: &str, args: &[String]) -> Option<Output> {
        Some(match name {
            ":" | "true" => Output::default(),
            "false" => Output::status(1),
            "cd" => self.cd(args),
            "pwd" => Output::ok(format!("{}\n", self.console.frame().folder)),
            "echo" => echo(args),
            "printf" => printf::printf(args),
            "test" | "[" | "[[" => test::test(self.console, name, args),
            "export" | "local" | "declare" | "readonly" => self.export(args),
            "unset" => {
                for name in args.iter().filter(|name| !name.starts_with('-')) {
                    self.console.unset(name);
                    self.console.frame_mut().functions.remove(name);
                }
                Output::default()
            }
            "alias" => self.alias(args),
            "unalias" => {
                for name in args {
                    self.console.frame_mut().aliases.remove(name);
                }
                Output::default()
            }
            "read" => self.read(args),
            "let" => {
                let word = super::tree::Word::of(args.join(" "));
                Output::status(u8::from(self.arithmetic(&word).unwrap_or(0) == 0))
            }
            "shift" => {
                let arguments = &mut self.console.frame_mut().arguments;
                if !arguments.is_empty() {
                    arguments.remove(0);
                }
                Output::default()
            }
            "eval" => {
                let text = args.join(" ");
                match super::parse::script(&text) {
                    Ok(script) => self.script(&script),
                    Err(fault) => Output::fail(2, format!("bash: eval: {fault}\n")),
                }
            }
            "source" | "." => self.source(args),
            "exit" | "logout" => self.exit(args),
            "return" => {
                self.flow = Some(Flow::Return);
                Output::status(self.status_asked(args))
            }
            "break" | "continue" => {
                let levels = args.first().and_then(|text| text.parse().ok()).unwrap_or(1).max(1);
                self.flow = Some(if name == "break" { Flow::Break(levels) } else { Flow::Continue(levels) });
                Output::default()
            }
            "history" => {
                let typed = self.console.history().iter().enumerate();
                Output::ok(lines(typed.map(|(index, line)| format!("{:>5}  {line}", index + 1))))
            }
            "type" | "command" if args.first().is_some_and(|it| it == "-v") || name == "type" => self.which(name, args),
            "command" | "builtin" | "exec" => self.call(args),
            // There is no clock to wait for, and nothing that runs on.
            "sleep" => {
                let times = args.iter().filter_map(|time| super::prefix::milliseconds(time));
                self.console.wait(times.fold(0, u64::saturating_add));
                Output::default()
            }
            "wait" | "set" | "shopt" | "trap" | "jobs" | "fg" | "bg" | "disown" | "umask" | "ulimit" | "complete" => {
                Output::default()
            }
            _ => return None,
        })
    }

    fn cd(&mut self, args: &[String]) -> Output {
        let home = self.console.variable("HOME").unwrap_or("/").to_owned();
        let previous = self.console.variable("OLDPWD").map(str::to_owned);
        let asked = match args.first().map(String::as_str) {
            None | Some("~") => home,
            Some("-") => match previous {
                Some(previous) => previous,
                None => return Output::fail(1, "bash: cd: OLDPWD not set\n"),
            },
            Some(asked) => asked.to_owned(),
        };
        let path = self.console.path(&asked);
        if !self.console.files().is_folder(&path) {
            let why = if self.console.files().exists(&path) { "Not a directory" } else { "No such file or directory" };
            return Output::fail(1, format!("bash: cd: {asked}: {why}\n"));
        }
        let frame = self.console.frame_mut();
        let before = std::mem::replace(&mut frame.folder, path.clone());
        self.console.set("OLDPWD", &before);
        self.console.set("PWD", &path);
        if args.first().is_some_and(|it| it == "-") { Output::ok(format!("{path}\n")) } else { Output::default() }
    }

    fn export(&mut self, args: &[String]) -> Output {
        let mut output = Output::default();
        for arg in args.iter().filter(|arg| !arg.starts_with('-')) {
            let (name, value) = arg.split_once('=').map_or((arg.as_str(), None), |(name, value)| (name, Some(value)));
            if !is_name(name) {
                output.then(Output::fail(1, format!("bash: export: `{arg}': not a valid identifier\n")));
            } else if let Some(value) = value {
                self.console.set(name, value);
            }
        }
        if args.is_empty() {
            let shown = self.console.frame().variables.iter();
            output.stdout = lines(shown.map(|(name, value)| format!("declare -x {name}=\"{value}\"")));
        }
        output
    }

    fn alias(&mut self, args: &[String]) -> Output {
        let mut output = Output::default();
        let shown = |name: &str, text: &str| format!("alias {name}='{text}'\n");
        if args.is_empty() {
            output.stdout = self.console.frame().aliases.iter().map(|(name, text)| shown(name, text)).collect();
        }
        for arg in args {
            match arg.split_once('=') {
                Some((name, text)) => {
                    self.console.frame_mut().aliases.insert(name.to_owned(), text.to_owned());
                }
                None => match self.console.frame().aliases.get(arg) {
                    Some(text) => output.stdout.push_str(&shown(arg, text)),
                    None => output.then(Output::fail(1, format!("bash: alias: {arg}: not found\n"))),
                },
            }
        }
        output
    }

    /// Reads a line of standard input into variables, the rest of it into the last one.
    fn read(&mut self, args: &[String]) -> Output {
        let text = std::sync::Arc::clone(&self.input.text);
        let rest = text.get(self.input.at..).unwrap_or("");
        if rest.is_empty() {
            return Output::status(1);
        }
        let line = rest.split_inclusive('\n').next().unwrap_or("");
        self.input.at += line.len();
        let names: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
        let mut rest = line.trim();
        for (index, name) in names.iter().enumerate() {
            let last = index + 1 == names.len();
            let (word, after) = if last { (rest, "") } else { rest.split_once([' ', '\t']).unwrap_or((rest, "")) };
            self.console.set(name, word);
            rest = after.trim_start();
        }
        if names.is_empty() {
            self.console.set("REPLY", line.trim_end_matches('\n'));
        }
        Output::default()
    }

    fn source(&mut self, args: &[String]) -> Output {
        let Some(name) = args.first() else {
            return Output::fail(
                2,
                "bash: source: filename argument required\nsource: usage: source filename [arguments]\n",
            );
        };
        let text = match self.console.read(name) {
            Ok(text) => text,
            Err(fault) => return Output::fail(1, format!("bash: {name}: {fault}\n")),
        };
        match super::parse::script(&text) {
            Ok(script) => self.script(&script),
            Err(fault) => Output::fail(2, format!("bash: {name}: {fault}\n")),
        }
    }

    fn status_asked(&self, args: &[String]) -> u8 {
        let asked = args.first().and_then(|text| text.parse::<i64>().ok());
        // Only the lowest eight bits of a status leave a process.
        asked.map_or(self.console.frame().status, |status| u8::try_from(status.rem_euclid(256)).unwrap_or(0))
    }

    /// Leaves the innermost shell: a subshell, a machine that was stepped into, or the session.
    fn exit(&mut self, args: &[String]) -> Output {
        let status = self.status_asked(args);
        if self.subshells > 0 || self.console.frame().way == Way::Command {
            self.flow = Some(Flow::Exit);
            return Output::status(status);
        }
        let output = self.console.leave(status);
        if self.console.ended().is_some() {
            self.flow = Some(Flow::Exit);
        }
        output
    }

    fn which(&mut self, name: &str, args: &[String]) -> Output {
        let mut output = Output::default();
        for asked in args.iter().filter(|arg| !arg.starts_with('-')) {
            let found = crate::console::program::find(self.console, asked).is_some();
            let line = match (found, name) {
                (true, "type") => format!("{asked} is /usr/bin/{asked}\n"),
                (true, _) => format!("/usr/bin/{asked}\n"),
                (false, "type") => {
                    output.then(Output::fail(1, format!("bash: type: {asked}: not found\n")));
                    continue;
                }
                (false, _) => {
                    output.exit = 1;
                    continue;
                }
            };
            output.stdout.push_str(&line);
        }
        output
    }
}

/// `printf`.
pub(super) fn printf(args: &[String]) -> Output {
    printf::printf(args)
}

/// `echo`, as bash has it: `-n`, `-e`, `-E`.
fn echo(args: &[String]) -> Output {
    let (mut newline, mut escapes, mut words) = (true, false, args);
    while let Some((first, rest)) = words.split_first() {
        let Some(letters) =
            first.strip_prefix('-').filter(|it| !it.is_empty() && it.chars().all(|c| "neE".contains(c)))
        else {
            break;
        };
        for letter in letters.chars() {
            match letter {
                'n' => newline = false,
                'e' => escapes = true,
                _ => escapes = false,
            }
        }
        words = rest;
    }
    let mut text = words.join(" ");
    if escapes {
        text = printf::unescaped(&text);
    }
    if newline {
        text.push('\n');
    }
    Output::ok(text)
}
