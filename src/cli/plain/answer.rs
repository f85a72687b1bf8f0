//! An exercise, answered in a file with any editor: every save is graded, and hints are had by typing.
//!
//! Must not know: ratatui, crossterm; the screens; where typed lines and saves come from.

use std::path::Path;
use std::sync::mpsc::channel;

use anyhow::{anyhow, bail};

use super::Session;
use crate::classroom::live;
use crate::cli::out::Out;
use crate::cli::prose::prose;
use crate::cli::report::Style;
use crate::cli::{Status, grade};
use crate::grade::{Answer, Grader, Report};
use crate::lesson::exercise::SCRIPT;
use crate::lesson::{Exercise, File, stream};
use crate::shell::watch::{Content, Watch};
use crate::shell::{files, typed};
use crate::study::{Event, Record};

/// Words that ask for a hint.
const HINT: [&str; 3] = ["힌트", "hint", "?"];
/// Words that ask for an end.
const STOP: [&str; 3] = crate::cli::quiz::STOP;

/// What happens while a file is watched.
enum Heard {
    /// The file was saved.
    Saved(Content),
    /// A line was typed.
    Typed(String),
}

/// One sitting at an exercise.
struct Sitting<'e> {
    exercise: &'e Exercise,
    /// The highest hint shown, ever.
    hints: u32,
    /// Whether the text was changed.
    attempted: bool,
    /// How the text stands.
    report: Option<Report>,
    /// The mistakes that were told of.
    noted: Vec<String>,
}

impl Session<'_> {
    /// Grades the file now and after every save, until it passes or the learner has enough.
    pub(super) fn answer(&self, exercise: &Exercise, file: &Path, out: &mut Out) -> anyhow::Result<Status> {
        begin(exercise, self.record, file)?;
        let (tell, told) = channel();
        let named = file.display().to_string();
        // What is typed is heard once the file as it stands was graded: only what is saved after that is the learner's.
        let mut typing = Some(tell.clone());
        let watch = Watch::start(file, move |content| drop(tell.send(Heard::Saved(content))))
            .map_err(|reason| anyhow!("{named}: {reason}"))?;
        let mut grader = Grader::new(exercise, self.common.version());
        out.line(&format!(
            "편집기로 여십시오: {named}. 저장할 때마다 채점합니다. 끝내려면 `그만`을 적고 Enter를 누르십시오."
        ))?;
        if !exercise.hints.is_empty() {
            out.line("힌트가 필요하면 `힌트`나 ?를 적고 Enter를 누르십시오.")?;
        }
        out.flush()?;
        let mut sitting = Sitting {
            exercise,
            hints: self.record.exercise(&exercise.id).map_or(0, |known| known.hints),
            attempted: false,
            report: None,
            noted: Vec::new(),
        };
        // The watch lives as long as this loop, and with it the other end of the channel.
        while let Ok(heard) = told.recv() {
            match heard {
                Heard::Typed(line) if STOP.contains(&line.trim()) => break,
                Heard::Typed(line) if HINT.contains(&line.trim()) => self.hint(&mut sitting, out)?,
                Heard::Typed(_) => continue,
                Heard::Saved(content) => {
                    if let Some(typed) = typing.take() {
                        typed::listen(move |line| typed.send(Heard::Typed(line)).is_ok())
                            .map_err(|reason| anyhow!(reason))?;
                    } else if !std::mem::replace(&mut sitting.attempted, true) {
                        self.remember(Event::Attempt { exercise: exercise.id.clone() });
                    }
                    match content {
                        Err(reason) => out.line(&format!("{named}: {reason}"))?,
                        Ok(text) => {
                            let report = self.saved(&mut grader, &named, text, out)?;
                            if report.passed {
                                self.remember(Event::Passed { exercise: exercise.id.clone() });
                                return Ok(Status::Good);
                            }
                            sitting.report = Some(report);
                        }
                    }
                }
            }
            out.line("")?;
            out.flush()?;
        }
        drop(watch);
        self.stumbled(&mut sitting);
        Ok(Status::Faults)
    }

    /// Grades what was saved, and says so.
    fn saved(&self, grader: &mut Grader, named: &str, text: String, out: &mut Out) -> anyhow::Result<Report> {
        let exercise = grader.exercise();
        let id = exercise.id.clone();
        let files = exercise.split_file(named, &text);
        let kept = match files.as_slice() {
            // Elsewhere nothing but its mark will tell that these are commands.
            [only] if only.is_script() => stream::join(&[File { name: SCRIPT.to_owned(), text: only.text.clone() }]),
            _ => text,
        };
        let answer = Answer::files(files);
        let report = grader.grade(&answer);
        let style = Style::of(self.common, false);
        grade::human(&answer, &report, &crate::shell::content::catalogue(), style, out)?;
        if let Some(class) = self.class {
            class.tell(live::Event::stands(&id, &answer, &report));
        }
        self.remember(Event::TextSaved { exercise: id, text: kept });
        Ok(report)
    }

    /// Tells the next hint, and counts it as the screen does; behind the last one, all of them again.
    fn hint(&self, sitting: &mut Sitting<'_>, out: &mut Out) -> anyhow::Result<()> {
        self.stumbled(sitting);
        let exercise = sitting.exercise;
        let of = exercise.hints.len();
        let seen = usize::try_from(sitting.hints).unwrap_or(usize::MAX).min(of);
        let told = if seen < of { seen..seen + 1 } else { 0..of };
        for (number, hint) in (1..).zip(&exercise.hints).skip(told.start).take(told.len()) {
            prose(&format!("힌트 {number}/{of}: {}", hint.trim()), out)?;
        }
        if seen < of {
            sitting.hints = sitting.hints.saturating_add(1);
            self.remember(Event::Hint { exercise: exercise.id.clone(), tier: sitting.hints });
        } else {
            out.line(if of == 0 {
                "이 과제에는 힌트가 없습니다."
            } else {
                "힌트는 이것이 모두입니다."
            })?;
        }
        Ok(())
    }

    /// Keeps the mistakes that needed help or that the text is left with, each once a sitting. What was there from the start and
    /// is yet untouched is the exercise's mistake, not the learner's.
    fn stumbled(&self, sitting: &mut Sitting<'_>) {
        let shown = sitting.report.iter().filter(|_| sitting.attempted).flat_map(Report::mistakes);
        let mistakes: Vec<String> = shown.filter(|code| !sitting.noted.contains(code)).collect();
        if !mistakes.is_empty() {
            sitting.noted.extend(mistakes.iter().cloned());
            self.remember(Event::Stumbled { exercise: sitting.exercise.id.clone(), mistakes });
        }
    }
}

/// Puts the learner's last text, or the starter, into a file that does not exist yet. What was forgotten twice is done again
/// from nothing.
pub(in crate::cli) fn begin(exercise: &Exercise, record: &Record, file: &Path) -> anyhow::Result<()> {
    let named = file.display();
    if !exercise.console && file.extension().is_some_and(|ending| ending == "sh") {
        bail!("{named}: 이 과제의 답은 명령이 아니라 매니페스트입니다. 이름이 .yaml로 끝나는 파일을 쓰십시오.");
    }
    if file.exists() {
        return Ok(());
    }
    let known = record.exercise(&exercise.id);
    let is_forgotten = known.is_some_and(|known| known.reopened.is_some());
    let kept = known.and_then(|known| known.text.as_deref());
    let text = exercise.beginning(if is_forgotten { Some("") } else { kept });
    files::write(file, &text).map_err(|reason| anyhow!("{named}: {reason}"))
}
