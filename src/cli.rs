//! The command line: what was asked, done by the layers below, and the exit status that scripts build on.
//!
//! Status 0: all good; 1: the work has faults; 2: kijabi could not do what was asked. Data goes to standard output,
//! everything else to standard error, and nothing of anybody's input drives the terminal.
//!
//! Must not know: how anything is judged, kept or drawn; it only asks the layers below.

#![allow(clippy::disallowed_methods, reason = "this layer reads arguments, environment and the files they name")]

pub mod args;
mod check;
mod class;
mod course;
mod doctor;
mod explain;
mod grade;
mod lab;
mod man;
mod near;
mod out;
mod plain;
#[cfg(feature = "tui")]
mod present;
mod progress;
mod prose;
mod quiz;
mod refusal;
mod report;
#[cfg(feature = "tui")]
mod tutor;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::FromArgMatches;

use crate::lesson::Course;
use crate::shell::content;
use args::{Action, Arguments, Common, PresentArguments};
use out::Out;

/// How a command ended when it could do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// All good.
    Good,
    /// The work has faults.
    Faults,
    /// The status of what was run.
    Exactly(u8),
}

impl Status {
    fn of(good: bool) -> Self {
        if good { Self::Good } else { Self::Faults }
    }
}

/// Does what `arguments` (the program's name first) ask for.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    crate::shell::log_file::start();
    let parsed = args::command().try_get_matches_from(arguments);
    let arguments = match parsed.and_then(|mut matches| Arguments::from_arg_matches_mut(&mut matches)) {
        Ok(arguments) => arguments,
        Err(error) => return refusal::tell(&error),
    };
    match act(arguments) {
        Ok(Status::Good) => ExitCode::SUCCESS,
        Ok(Status::Faults) => ExitCode::from(1),
        Ok(Status::Exactly(status)) => ExitCode::from(status),
        Err(error) if out::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            out::note(&format!("kijabi: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn act(arguments: Arguments) -> anyhow::Result<Status> {
    let Arguments { common, action } = arguments;
    let mut out = Out::new(common.ascii);
    let status = match action {
        None => return tutor(&common, Start::Resume),
        Some(Action::Open { id, file }) => return tutor(&common, Start::At { id, file }),
        Some(Action::Read { file }) => return tutor(&common, Start::Read { file }),
        Some(Action::Check { paths, format }) => check::run(&common, &paths, format, &mut out)?,
        Some(Action::Explain { what, format }) => explain::run(&common, what.as_deref(), format, &mut out)?,
        Some(Action::Lab(asked)) => match lab::on_screen(&common, &asked)? {
            Some(start) => return tutor(&common, start),
            None => lab::run(&common, &asked, &mut out)?,
        },
        Some(Action::Grade(asked)) => grade::run(&common, &asked, &mut out)?,
        Some(Action::Class { action }) => class::run(&common, action, &mut out)?,
        Some(Action::Quiz(arguments)) => return quiz::run(&common, &arguments),
        Some(Action::Present(asked)) => return present(&common, &asked),
        Some(Action::Course { action }) => course::run(&common, action, &mut out)?,
        Some(Action::Progress { action }) => progress::run(&common, action, &mut out)?,
        Some(Action::Doctor) => doctor::run(&common, &mut out)?,
        Some(Action::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut args::command(), "kijabi", &mut script);
            out.raw(&script)?;
            Status::Good
        }
        Some(Action::Man) => {
            out.raw(&man::page(args::command())?)?;
            Status::Good
        }
    };
    out.flush()?;
    Ok(status)
}

/// Where the tutor begins.
#[cfg_attr(not(feature = "tui"), expect(dead_code, reason = "only a screen needs to know what to show"))]
#[derive(Debug)]
pub(crate) enum Start {
    /// Where the learner left, by way of the start screen.
    Resume,
    /// At a chapter or an exercise.
    At {
        /// Its id.
        id: String,
        /// Where the answer is also edited.
        file: Option<std::path::PathBuf>,
    },
    /// At the console of a world to play with; without one, at the choice of worlds.
    Lab {
        /// The learner's own.
        world: Option<crate::lesson::catalogue::WorldEntry>,
    },
    /// Any Markdown notes.
    Read {
        /// The notes.
        file: std::path::PathBuf,
    },
    /// The quiz.
    Quiz(quiz::Asked),
    /// The quiz of the class that was joined.
    ClassQuiz {
        /// The quiz.
        quiz: Box<crate::classroom::quiz::Quiz>,
        /// What is answered.
        sheet: crate::classroom::quiz::Sheet,
    },
}

fn tutor(common: &Common, start: Start) -> anyhow::Result<Status> {
    if common.plain {
        let mut out = Out::new(common.ascii);
        let status = plain::run(common, &start, &mut out)?;
        out.flush()?;
        return Ok(status);
    }
    #[cfg(feature = "tui")]
    return tutor::run(common, start);
    #[cfg(not(feature = "tui"))]
    Err(anyhow!("이 키잡이는 화면 없이 만들어졌습니다. --plain을 붙이거나, tui 기능을 켜고 다시 만드십시오."))
}

#[cfg_attr(not(feature = "tui"), expect(unused_variables, reason = "only a screen needs to know what to show"))]
fn present(common: &Common, asked: &PresentArguments) -> anyhow::Result<Status> {
    #[cfg(feature = "tui")]
    return present::run(common, asked);
    #[cfg(not(feature = "tui"))]
    Err(anyhow!("이 키잡이는 화면 없이 만들어졌습니다. tui 기능을 켜고 다시 만드십시오."))
}

/// The course asked for: an own folder, `--course`, or the built-in one.
pub(crate) fn course(common: &Common, folder: Option<&Path>) -> anyhow::Result<Course> {
    let folder = folder.or(common.course.as_deref());
    let source = content::lessons(folder).map_err(|error| anyhow!("과정을 열 수 없습니다. {error}"))?;
    Course::open(source).map_err(|fault| anyhow!("과정에 잘못이 있습니다. {fault}"))
}
