//! Runs what was typed.
//!
//! There is no clock and no second process: the commands of a pipeline run one after the other, each with all that the one before
//! printed; what is sent to the background is done before the next command; loops that would not end are stopped.
//!
//! Must not know: what programs do.

use super::expand::fits;
use super::tree::{Command, Joint, Kind, Pipeline, Redirect, Script, Statement, Way, Word};
use super::{Console, Output};
use crate::console::program::{self, Call};
use crate::console::session::Frame;
use std::fmt::Write as _;
use std::sync::Arc;

/// How many commands one line may run: more than anybody types, and over in a moment.
pub(in crate::console) const MAX_COMMANDS: u32 = 10_000;
/// How deep commands may call each other.
const MAX_DEPTH: u8 = 24;
/// How much one line may print, in bytes.
const MAX_OUTPUT: usize = 4 * 1024 * 1024;

/// What makes a script end before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// `break N`.
    Break(u32),
    /// `continue N`.
    Continue(u32),
    /// `return`.
    Return,
    /// `exit`, or too much of everything.
    Exit,
}

/// Standard input, and how much of it has been read.
#[derive(Clone, Debug, Default)]
pub(super) struct Input {
    pub(super) text: Arc<str>,
    pub(super) at: usize,
}

pub(super) struct Runner<'c> {
    pub(super) console: &'c mut Console,
    pub(super) input: Input,
    to_screen: bool,
    /// What expansions had to say; it precedes what the command says.
    complaints: String,
    pub(super) flow: Option<Flow>,
    /// How many subshells it is in: `exit` leaves the innermost only.
    pub(super) subshells: u8,
    /// The status of the last `$(…)`.
    substituted: u8,
    /// How many files of `<(…)` were opened.
    pub(super) opened: u8,
}

/// Where a stream goes.
#[derive(Clone, PartialEq)]
enum Sink {
    Out,
    Err,
    File(String),
}

impl<'c> Runner<'c> {
    pub(super) fn new(console: &'c mut Console, stdin: &str, to_screen: bool) -> Self {
        let input = Input { text: stdin.into(), at: 0 };
        Self {
            console,
            input,
            to_screen,
            complaints: String::new(),
            flow: None,
            subshells: 0,
            substituted: 0,
            opened: 0,
        }
    }

    pub(super) fn complain(&mut self, text: &str) {
        self.complaints.push_str(text);
    }

    pub(super) fn script(&mut self, script: &Script) -> Output {
        let mut output = Output::default();
        for statement in &script.statements {
            output.then(self.statement(statement));
            if output.len() > MAX_OUTPUT {
                self.stop();
            }
            if self.flow.is_some() {
                break;
            }
        }
        output
    }

    /// Ends everything, as Ctrl+C would.
    fn stop(&mut self) {
        self.flow = Some(Flow::Exit);
        self.console.interrupted = true;
        self.console.budget = 0;
    }

    pub(super) fn statement(&mut self, statement: &Statement) -> Output {
        let mut output = self.pipeline(&statement.first);
        for (joint, pipeline) in &statement.rest {
            if self.flow.is_some() {
                break;
            }
            if (*joint == Joint::And) == (output.exit == 0) {
                output.then(self.pipeline(pipeline));
            }
        }
        output
    }

    fn pipeline(&mut self, pipeline: &Pipeline) -> Output {
        let mut output = match pipeline.commands.as_slice() {
            [only] => self.command(only),
            commands => self.piped(commands),
        };
        if pipeline.negated {
            output.exit = u8::from(output.exit == 0);
        }
        self.console.frame_mut().status = output.exit;
        output
    }

    fn piped(&mut self, commands: &[Command]) -> Output {
        let (input, to_screen) = (self.input.clone(), self.to_screen);
        let mut whole = Output::default();
        for (index, command) in commands.iter().enumerate() {
            self.to_screen = to_screen && index + 1 == commands.len();
            let output = self.in_subshell(|runner| runner.command(command));
            let reader = commands.get(index + 1);
            if self.console.interrupted && reader.is_some_and(hangs_up) && self.console.go_on() {
                // Nobody reads on: whoever writes ends by SIGPIPE, and the pipeline with its last command.
                self.flow = None;
            }
            self.input = Input { text: output.stdout.as_str().into(), at: 0 };
            whole.stdout.clear();
            whole.then(output);
        }
        (self.input, self.to_screen) = (input, to_screen);
        whole
    }

    /// Does something that leaves folder and variables as they were.
    fn in_subshell(&mut self, act: impl FnOnce(&mut Self) -> Output) -> Output {
        let frames = (self.console.frames.clone(), self.console.laptop.clone());
        self.subshells = self.subshells.saturating_add(1);
        let output = act(self);
        self.subshells -= 1;
        (self.console.frames, self.console.laptop) = frames;
        if !self.console.interrupted {
            self.flow = None;
        }
        output
    }

    /// What a script prints on standard output; the rest goes where it would go.
    pub(super) fn captured(&mut self, script: &Script) -> String {
        let to_screen = std::mem::replace(&mut self.to_screen, false);
        let before = std::mem::take(&mut self.complaints);
        let output = self.in_subshell(|runner| runner.script(script));
        self.to_screen = to_screen;
        self.complaints = before + &output.stderr;
        self.substituted = output.exit;
        output.stdout
    }

    fn command(&mut self, command: &Command) -> Output {
        let (input, to_screen) = (self.input.clone(), self.to_screen);
        let mut sinks = [Sink::Out, Sink::Out, Sink::Err];
        for redirect in &command.redirects {
            if let Err(message) = self.redirect(redirect, &mut sinks) {
                let mut output = Output::fail(1, std::mem::take(&mut self.complaints) + &message);
                output.exit = 1;
                (self.input, self.to_screen) = (input, to_screen);
                return output;
            }
        }
        let given = !command.redirects.iter().any(|redirect| redirect.stream == 0);
        self.to_screen &= sinks[1] == Sink::Out;
        let output = self.kind(&command.kind);
        let output = self.distribute(output, &sinks);
        self.to_screen = to_screen;
        if !given {
            self.input = input;
        }
        output
    }

    fn redirect(&mut self, redirect: &Redirect, sinks: &mut [Sink; 3]) -> Result<(), String> {
        let stream = usize::from(redirect.stream).min(2);
        match &redirect.to {
            Way::Text(word) => {
                let text = self.text(word);
                self.input = Input { text: text.into(), at: 0 };
            }
            Way::Read(word) => {
                let name = self.text(word);
                let read = self.console.read(&name).map_err(|fault| format!("bash: {name}: {fault}\n"))?;
                self.input = Input { text: read, at: 0 };
            }
            Way::Copy(from) => {
                if let Some(sink) = sinks.get(usize::from(*from)).cloned() {
                    sinks[stream] = sink;
                }
            }
            Way::Write(word) | Way::Append(word) | Way::Both(word) => {
                let name = self.text(word);
                let path = self.console.path(&name);
                let fault = |fault| format!("bash: {name}: {fault}\n");
                match redirect.to {
                    Way::Append(_) => self.console.files_mut().append(&path, "").map_err(fault)?,
                    _ => self.console.files_mut().write(&path, "").map_err(fault)?,
                }
                sinks[stream] = Sink::File(path.clone());
                if matches!(redirect.to, Way::Both(_)) {
                    sinks[2] = Sink::File(path);
                }
            }
        }
        Ok(())
    }

    fn distribute(&mut self, mut output: Output, sinks: &[Sink; 3]) -> Output {
        if sinks[1] == Sink::Out && sinks[2] == Sink::Err {
            return output;
        }
        let (stdout, stderr) = (std::mem::take(&mut output.stdout), std::mem::take(&mut output.stderr));
        let streams = [(stdout, &sinks[1]), (stderr, &sinks[2])];
        // What a program says on standard error and yet succeeds, it says on its way; a complaint comes last.
        let order = if output.exit == 0 { [1, 0] } else { [0, 1] };
        for index in order {
            let (text, sink) = &streams[index];
            match sink {
                Sink::Out => output.stdout.push_str(text),
                Sink::Err => output.stderr.push_str(text),
                Sink::File(path) => {
                    if let Err(fault) = self.console.files_mut().append(path, text) {
                        let _ = writeln!(output.stderr, "bash: write error: {fault}");
                    }
                }
            }
        }
        output
    }

    fn kind(&mut self, kind: &Kind) -> Output {
        match kind {
            Kind::Simple { assignments, words } => self.simple(assignments, words),
            Kind::For { variable, words, body } => {
                let values = match words {
                    Some(words) => self.words(words),
                    None => self.console.frame().arguments.clone(),
                };
                let mut output = Output { stderr: std::mem::take(&mut self.complaints), ..Output::default() };
                for value in values {
                    self.console.set(variable, &value);
                    if !self.turn(body, &mut output) {
                        break;
                    }
                }
                output
            }
            Kind::Count { parts: [start, condition, step], body } => {
                let mut output = Output::default();
                self.arithmetic(start);
                while self.number(condition) != "0" && self.complaints.is_empty() && self.turn(body, &mut output) {
                    self.arithmetic(step);
                }
                output.stderr.push_str(&std::mem::take(&mut self.complaints));
                output
            }
            Kind::While { until, condition, body } => {
                let mut output = Output::default();
                loop {
                    let asked = self.script(condition);
                    let holds = (asked.exit == 0) != *until;
                    output.then(Output { exit: output.exit, ..asked });
                    if !holds || self.flow.is_some() || !self.turn(body, &mut output) {
                        return output;
                    }
                }
            }
            Kind::If { branches, otherwise } => {
                let mut output = Output::default();
                for (condition, body) in branches {
                    let asked = self.script(condition);
                    let holds = asked.exit == 0;
                    output.then(Output { exit: 0, ..asked });
                    if self.flow.is_some() {
                        return output;
                    }
                    if holds {
                        output.then(self.script(body));
                        return output;
                    }
                }
                if let Some(body) = otherwise {
                    output.then(self.script(body));
                }
                output
            }
            Kind::Case { word, branches } => {
                let text = self.text(word);
                let mut fits_one = |patterns: &[Word]| patterns.iter().any(|it| fits(&text, &self.pattern(it)));
                let chosen = branches.iter().find(|(patterns, _)| fits_one(patterns));
                let stderr = std::mem::take(&mut self.complaints);
                let mut output = Output { stderr, ..Output::default() };
                if let Some((_, body)) = chosen {
                    output.then(self.script(body));
                }
                output
            }
            Kind::Group(body) => self.script(body),
            Kind::Subshell(body) => self.in_subshell(|runner| runner.script(body)),
            Kind::Arithmetic(word) => {
                let value = self.arithmetic(word);
                let stderr = std::mem::take(&mut self.complaints);
                Output { stderr, exit: u8::from(value.unwrap_or(0) == 0), ..Output::default() }
            }
            Kind::Function { name, body } => {
                let body = Arc::new(body.clone());
                self.console.frame_mut().functions.insert(name.clone(), body);
                Output::default()
            }
        }
    }

    /// One turn of a loop; false where it was the last.
    fn turn(&mut self, body: &Script, output: &mut Output) -> bool {
        if !self.spend() {
            output.exit = 130;
            return false;
        }
        output.then(self.script(body));
        if output.len() > MAX_OUTPUT {
            self.stop();
        }
        match self.flow {
            None => true,
            Some(Flow::Continue(1) | Flow::Break(1)) => self.flow.take() == Some(Flow::Continue(1)),
            Some(Flow::Break(levels)) => {
                self.flow = Some(Flow::Break(levels - 1));
                false
            }
            Some(Flow::Continue(levels)) => {
                self.flow = Some(Flow::Continue(levels - 1));
                false
            }
            Some(Flow::Return | Flow::Exit) => false,
        }
    }

    /// Takes one from what a line may do; false where nothing is left.
    fn spend(&mut self) -> bool {
        if let Some(left) = self.console.budget.checked_sub(1) {
            self.console.budget = left;
            true
        } else {
            self.stop();
            false
        }
    }

    fn simple(&mut self, assignments: &[(String, Word)], words: &[Word]) -> Output {
        self.substituted = 0;
        let words = self.with_alias(words);
        let words = self.words(&words);
        let values: Vec<(&str, String)> =
            assignments.iter().map(|(name, word)| (name.as_str(), self.text(word))).collect();
        let complaints = std::mem::take(&mut self.complaints);
        let mut output = Output { stderr: complaints, ..Output::default() };
        if words.is_empty() {
            for (name, value) in values {
                self.console.set(name, &value);
            }
            output.exit = self.substituted;
            return output;
        }
        let before: Vec<(&str, Option<String>)> =
            values.iter().map(|(name, _)| (*name, self.console.variable(name).map(str::to_owned))).collect();
        for (name, value) in &values {
            self.console.set(name, value);
        }
        output.then(self.call(&words));
        for (name, value) in before {
            match value {
                Some(value) => self.console.set(name, &value),
                None => self.console.unset(name),
            }
        }
        output
    }

    /// The words with an alias at the front replaced by what it stands for.
    fn with_alias(&mut self, words: &[Word]) -> Vec<Word> {
        let Some((first, rest)) = words.split_first() else { return Vec::new() };
        let alias = first.plain().and_then(|name| self.console.frame().aliases.get(name));
        let script = alias.and_then(|text| super::parse::script(text).ok());
        let command = script.and_then(|script| script.statements.into_iter().next());
        match command.and_then(|statement| statement.first.commands.into_iter().next()).map(|command| command.kind) {
            Some(Kind::Simple { words, .. }) => words.into_iter().chain(rest.iter().cloned()).collect(),
            _ => words.to_vec(),
        }
    }

    /// Runs a program (or what the shell itself does) with its arguments.
    pub(super) fn call(&mut self, words: &[String]) -> Output {
        let Some((name, args)) = words.split_first() else { return Output::default() };
        if !self.spend() {
            return Output::status(130);
        }
        if self.console.depth >= MAX_DEPTH {
            return Output::fail(1, format!("bash: {name}: maximum nesting level exceeded\n"));
        }
        let place = self.console.place().clone();
        self.console.depth += 1;
        let output = self.called(name, args);
        self.console.depth -= 1;
        self.console.note(place, words, &output);
        output
    }

    fn called(&mut self, name: &str, args: &[String]) -> Output {
        if let Some(body) = self.console.frame().functions.get(name).cloned() {
            let own = std::mem::replace(&mut self.console.frame_mut().arguments, args.to_vec());
            let output = self.script(&body);
            self.console.frame_mut().arguments = own;
            if self.flow == Some(Flow::Return) {
                self.flow = None;
            }
            return output;
        }
        if let Some(output) = self.builtin(name, args).or_else(|| self.prefix(name, args)) {
            return output;
        }
        let file = name.rsplit('/').next().unwrap_or(name);
        let known =
            if name.contains('/') && !is_program_folder(name) { None } else { program::find(self.console, file) };
        if let Some(run) = known {
            let stdin = Arc::clone(&self.input.text);
            let stdin = stdin.get(self.input.at..).unwrap_or("");
            return run(self.console, &Call { name: file, args, stdin, to_screen: self.to_screen });
        }
        if name.contains('/') {
            return match self.console.read(name) {
                Ok(text) => self.script_text(&text, args),
                Err(fault) => Output::fail(127, format!("bash: {name}: {fault}\n")),
            };
        }
        program::unknown(self.console, name)
    }

    /// Runs the text of a script with arguments of its own, as a shell of its own.
    pub(super) fn script_text(&mut self, text: &str, args: &[String]) -> Output {
        let script = match super::parse::script(text) {
            Ok(script) => script,
            Err(fault) => return Output::fail(2, format!("bash: {fault}\n")),
        };
        self.in_subshell(|runner| {
            let frame: &mut Frame = runner.console.frame_mut();
            frame.arguments = args.to_vec();
            runner.script(&script)
        })
    }
}

/// Whether a command of a pipeline stops reading before its input ends: `head`, `grep -q`, `grep -m 1`.
fn hangs_up(command: &Command) -> bool {
    let Kind::Simple { words, .. } = &command.kind else { return false };
    let plain = |word: &Word| word.plain().map(str::to_owned).unwrap_or_default();
    let early = |flag: &str| flag.starts_with('-') && !flag.starts_with("--") && flag.contains(['q', 'm']);
    match words.first().map(plain).as_deref() {
        Some("head") => true,
        Some("grep") => words.iter().skip(1).map(plain).any(|word| early(&word)),
        _ => false,
    }
}

/// Whether a path such as `/usr/bin/curl` leads where programs are.
fn is_program_folder(path: &str) -> bool {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    matches!(folder, "/bin" | "/usr/bin" | "/usr/local/bin" | "/sbin" | "/usr/sbin")
}
