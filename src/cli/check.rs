//! `kijabi check`: the API server's verdict on files, for people and for programs.
//!
//! Files are read, judged and rendered in parallel, a bounded number at a time, and printed in the order in which they
//! were named: memory stays flat however many there are.
//!
//! Must not know: why a manifest is refused.

mod gauge;
mod human;
mod json;
mod sarif;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::{CheckFormat, Common};
use super::out::{self, Out};
use super::report::{Finding, Findings, Style};
use super::{Status, explain};
use crate::diagnostic::Stage;
use crate::kube::{self, Version};
use crate::shell::files::{self, Unread, Walk, io_reason};

/// How many files are held at once.
const AT_ONCE: usize = 256;

/// One file as it was found.
struct Verdict {
    name: String,
    text: String,
    findings: Findings,
    objects: Vec<json::ObjectRow>,
}

/// What became of a file.
struct Done {
    bytes: Vec<u8>,
    accepted: bool,
    /// Why it could not be read at all.
    unread: Option<String>,
}

/// Checks `paths`.
pub(super) fn run(common: &Common, paths: &[PathBuf], format: CheckFormat, out: &mut Out) -> anyhow::Result<Status> {
    let style = Style::of(common, out::coloured());
    let render: &(dyn Fn(&Verdict) -> anyhow::Result<Vec<u8>> + Sync) = match format {
        CheckFormat::Human => &|verdict| Ok(human::render(verdict, style)),
        CheckFormat::Json => &|verdict| json::render(verdict),
        CheckFormat::Sarif => &|verdict| sarif::render(verdict),
    };
    if format == CheckFormat::Sarif {
        out.raw(&sarif::begin(&explain::titles()?)?)?;
    }
    let mut tally = Tally::default();
    let mut gauge = gauge::Gauge::new();
    let mut batch: Vec<Input> = Vec::with_capacity(AT_ONCE);
    let mut inputs = paths.iter().flat_map(|path| inputs(path)).peekable();
    while let Some(input) = inputs.next() {
        batch.push(input);
        if batch.len() < AT_ONCE && inputs.peek().is_some() {
            continue;
        }
        let judge = |input: Input| one(input, common.version(), render);
        // A pool of threads costs more than one file is worth.
        let done: Vec<_> = if batch.len() == 1 {
            batch.drain(..).map(judge).collect()
        } else {
            batch.par_drain(..).map(judge).collect()
        };
        let looked_at = done.len();
        gauge.aside(|| -> anyhow::Result<()> {
            for done in done {
                tally.take(done?, format, out)?;
            }
            // What stays in the buffer would come out under the bar.
            if std::io::stdout().is_terminal() {
                out.flush()?;
            }
            Ok(())
        })?;
        gauge.advance(looked_at, tally.rejected, || paths.iter().flat_map(|path| self::inputs(path)).count());
    }
    gauge.end();
    if format == CheckFormat::Sarif {
        out.raw(sarif::END)?;
    }
    out.flush()?;
    tally.sum_up(format)
}

/// Something to look at, or why there is nothing.
enum Input {
    Stdin,
    File(PathBuf),
    Broken(String),
}

fn inputs(path: &Path) -> Box<dyn Iterator<Item = Input> + Send> {
    if path == Path::new("-") {
        return Box::new(std::iter::once(Input::Stdin));
    }
    if !path.is_dir() {
        return Box::new(std::iter::once(Input::File(path.to_owned())));
    }
    let broken =
        |path: &Path, error: &std::io::Error| Input::Broken(format!("{}: {}", path.display(), io_reason(error)));
    match Walk::new(path) {
        Err(error) => Box::new(std::iter::once(broken(path, &error))),
        Ok(walk) => Box::new(walk.map(move |found| match found {
            Ok(file) => Input::File(file),
            Err((folder, error)) => broken(&folder, &error),
        })),
    }
}

fn one(
    input: Input,
    version: Version,
    render: &(dyn Fn(&Verdict) -> anyhow::Result<Vec<u8>> + Sync),
) -> anyhow::Result<Done> {
    let (name, read) = match input {
        Input::Stdin => ("-".to_owned(), files::read_from(std::io::stdin().lock(), 0)),
        Input::File(path) => (path.to_string_lossy().into_owned(), files::read(&path)),
        Input::Broken(reason) => return Ok(Done { bytes: Vec::new(), accepted: false, unread: Some(reason) }),
    };
    let verdict = match read {
        Err(Unread::File(reason)) => {
            return Ok(Done { bytes: Vec::new(), accepted: false, unread: Some(format!("{name}: {reason}")) });
        }
        Err(Unread::Text(refused)) => {
            let findings = Findings::refused(Finding::refused(refused));
            Verdict { name, text: String::new(), findings, objects: Vec::new() }
        }
        Ok(text) => {
            let checked = kube::check(&text, version);
            let objects = checked.objects.iter().map(|it| json::ObjectRow::of(&it.object)).collect();
            Verdict { name, findings: Findings::of(checked, &text), objects, text }
        }
    };
    Ok(Done { bytes: render(&verdict)?, accepted: verdict.findings.rejected.is_none(), unread: None })
}

/// What is counted over all files.
#[derive(Default)]
struct Tally {
    accepted: usize,
    rejected: usize,
    unread: usize,
    printed: bool,
}

impl Tally {
    fn take(&mut self, done: Done, format: CheckFormat, out: &mut Out) -> anyhow::Result<()> {
        if let Some(reason) = done.unread {
            self.unread += 1;
            out::note(&format!("kijabi: {reason}"));
            return Ok(());
        }
        *(if done.accepted { &mut self.accepted } else { &mut self.rejected }) += 1;
        if format == CheckFormat::Sarif && !done.bytes.is_empty() && std::mem::replace(&mut self.printed, true) {
            out.raw(b",")?;
        }
        out.raw(&done.bytes)?;
        Ok(())
    }

    fn sum_up(&self, format: CheckFormat) -> anyhow::Result<Status> {
        let Self { accepted, rejected, unread, .. } = *self;
        let files = accepted + rejected;
        if files + unread == 0 {
            anyhow::bail!("살펴볼 매니페스트(.yaml, .yml, .json)가 없습니다.");
        }
        if format == CheckFormat::Human && files > 1 {
            out::note(&format!("파일 {files}개: 받아들임 {accepted}개, 거절 {rejected}개"));
        }
        if unread > 0 {
            anyhow::bail!("읽지 못한 파일이 {unread}개 있습니다.");
        }
        Ok(Status::of(rejected == 0))
    }
}

/// The stage that refuses, as scripts name it.
fn stage_name(stage: Option<Stage>) -> Option<&'static str> {
    stage.and_then(Stage::verdict_name)
}
