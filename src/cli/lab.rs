//! `kijabi lab`: the console on a world, at a prompt or as a script.
//!
//! As a script, every command is told of when it is done, in the words of the real programs alone, and the last one's status is
//! that of `kijabi`. Files are read from the disk and never written there.
//!
//! Must not know: what commands do.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{anyhow, bail};
use clap::Args;
use serde::Serialize;

use super::args::{Common, LabFormat};
use super::out::{self, Out};
use super::report::{Finding, Style, snippet};
use super::{Start, Status};
use crate::cluster::world::World;
use crate::console::files::Files;
use crate::console::shell::Told;
use crate::console::{Console, Output};
use crate::lesson::catalogue::WorldEntry;
use crate::shell::disk::RealDisk;
use crate::shell::files::{self, Unread};
use crate::text::width::is_control;
use crate::text::{LineIndex, TextRange};

/// What `kijabi lab` takes.
#[derive(Debug, Args)]
pub struct LabArguments {
    /// 세계: 매니페스트나 kijabi/v1 World 문서가 든 파일. 여러 번 쓰면 합칩니다. `-`는 표준 입력입니다
    #[arg(long, value_name = "파일")]
    world: Vec<PathBuf>,
    /// 이 명령들을 차례로 실행하고 끝냅니다. 줄바꿈이나 `;`으로 나눕니다
    #[arg(short = 'c', value_name = "명령")]
    commands: Option<String>,
    /// 출력 형식: text(기본), json(명령마다 한 줄)
    #[arg(long, value_name = "형식", default_value = "text")]
    format: LabFormat,
}

/// A command as JSON.
#[derive(Serialize)]
struct Row<'a> {
    command: &'a str,
    stdout: &'a str,
    stderr: &'a str,
    exit: u8,
}

/// Where the tutor begins, where what is asked for is free play on the screen.
pub(super) fn on_screen(common: &Common, asked: &LabArguments) -> anyhow::Result<Option<Start>> {
    let scripted = asked.commands.is_some() || common.plain || !cfg!(feature = "tui");
    if scripted || !out::is_conversation() {
        return Ok(None);
    }
    if asked.world.is_empty() {
        return Ok(Some(Start::Lab { world: None }));
    }
    let (text, _) = world(common, &asked.world)?;
    let names: Vec<String> = asked.world.iter().map(|path| path.display().to_string()).collect();
    let whole = asked.world.iter().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    let id = whole.map(|path| path.display().to_string()).collect::<Vec<_>>().join("+");
    let title = crate::lesson::source::harmless(names.join(", "));
    Ok(Some(Start::Lab { world: Some(WorldEntry { id: format!("file:{id}"), title, text }) }))
}

/// Runs it.
pub(super) fn run(common: &Common, asked: &LabArguments, out: &mut Out) -> anyhow::Result<Status> {
    let mut console = console(common, &asked.world)?;
    if let Some(commands) = &asked.commands {
        return script(&mut console, commands, asked.format, out);
    }
    if !std::io::stdin().is_terminal() {
        let text = files::read_from(std::io::stdin().lock(), 0).map_err(|unread| anyhow!("-: {}", unread.message()))?;
        return script(&mut console, &text, asked.format, out);
    }
    prompt(&mut console, out)
}

fn script(console: &mut Console, text: &str, format: LabFormat, out: &mut Out) -> anyhow::Result<Status> {
    let mut failure = None;
    console.run_each(text, |Told { command, output }| {
        let output = output.without_clearing();
        let told = match format {
            LabFormat::Json => {
                let Output { stdout, stderr, exit, .. } = &output;
                out.json(&Row { command: &command, stdout, stderr, exit: *exit })
            }
            LabFormat::Text => tell(&output, out),
        };
        failure = failure.take().or(told.err());
    });
    match failure {
        Some(error) => Err(error.into()),
        None => Ok(Status::Exactly(console.status())),
    }
}

/// A line at a time, as a terminal without a screen of its own.
fn prompt(console: &mut Console, out: &mut Out) -> anyhow::Result<Status> {
    out::note("키잡이 실험실입니다. help를 치면 쓸 수 있는 명령이 나오고, exit로 나갑니다.");
    let mut lines = std::io::stdin().lock().lines();
    let mut text = String::new();
    loop {
        let prompt = if text.is_empty() { console.prompt() } else { "> ".to_owned() };
        out.raw(harmless(&prompt).as_bytes())?;
        out.flush()?;
        let Some(line) = lines.next() else {
            out.line("")?;
            return Ok(Status::Exactly(console.status()));
        };
        text.push_str(&line?);
        text.push('\n');
        if Console::is_unfinished(&text) {
            continue;
        }
        let mut failure = None;
        console.run_each(&std::mem::take(&mut text), |ran| {
            let told = tell(&ran.output.clone().without_clearing(), out);
            ran.output.notes.iter().for_each(|note| out::note(note));
            failure = failure.take().or(told.err());
        });
        if let Some(error) = failure {
            return Err(error.into());
        }
        if let Some(status) = console.ended() {
            return Ok(Status::Exactly(status));
        }
    }
}

/// Both streams, each where it belongs.
fn tell(output: &Output, out: &mut Out) -> std::io::Result<()> {
    out.raw(harmless(&output.stdout).as_bytes())?;
    out.flush()?;
    let mut stderr = std::io::stderr().lock();
    // Where nobody listens on standard error, nothing is lost.
    let _ = stderr.write_all(harmless(&output.stderr).as_bytes());
    Ok(())
}

/// A text that cannot drive the terminal: line ends and tabs stay, other control characters become visible.
fn harmless(text: &str) -> String {
    let keep = |c: &char| !is_control(*c) || matches!(c, '\n' | '\t' | '\r');
    if text.chars().all(|c| keep(&c)) {
        return text.to_owned();
    }
    text.chars().map(|c| if keep(&c) { c } else { crate::text::width::control_picture(c) }).collect()
}

/// The console on the merged worlds.
fn console(common: &Common, paths: &[PathBuf]) -> anyhow::Result<Console> {
    let (text, world) = world(common, paths)?;
    let folder = std::env::current_dir().map_or_else(|_| "/".to_owned(), |it| it.to_string_lossy().into_owned());
    Ok(Console::new(&world, &[&text], Files::over(Arc::new(RealDisk)), &folder))
}

/// The merged worlds, as a text and as what it says.
fn world(common: &Common, paths: &[PathBuf]) -> anyhow::Result<(String, World)> {
    let mut text = String::new();
    let mut starts = Vec::new();
    for path in paths {
        let stdin = path == Path::new("-");
        let read = if stdin { files::read_from(std::io::stdin().lock(), 0) } else { files::read(path) };
        let read = read.map_err(|unread| match unread {
            Unread::File(reason) => anyhow!("{}: {reason}", path.display()),
            unread @ Unread::Text(_) => anyhow!("{}:{}", path.display(), unread.message()),
        })?;
        if !text.is_empty() {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str("---\n");
        }
        starts.push((text.len(), path, read.clone()));
        text.push_str(&read);
    }
    match World::read(&text) {
        Ok(world) => Ok((text, world)),
        Err(faults) => {
            let style = Style::of(common, false);
            for fault in faults {
                let file = starts.iter().rev().find(|(start, ..)| *start <= fault.range.start());
                let Some((start, path, own)) = file else { continue };
                let mut fault = fault.clone();
                let (from, to) = (fault.range.start() - start, fault.range.end().saturating_sub(*start));
                fault.range = TextRange::new(from.min(own.len()), to.min(own.len()).max(from.min(own.len())));
                let finding = Finding::of(fault, own, &LineIndex::new(own));
                out::note(&snippet(&finding, &path.to_string_lossy(), own, style));
            }
            bail!("세계를 읽을 수 없습니다.");
        }
    }
}
