//! `--plain`: the course line by line, for screen readers and for terminals that cannot draw.
//!
//! Nothing is redrawn and nothing moves: what is printed stays.
//!
//! Must not know: ratatui, crossterm; the screens.

mod answer;

use std::borrow::Cow;
use std::io::BufRead;
use std::path::Path;

use anyhow::{anyhow, bail};

use super::args::Common;
use super::near::{called, near};
use super::out::{self, Out};
use super::prose::{self, prose};
use super::{Start, Status, course, grade};
use crate::classroom::live;
use crate::lesson::{Course, Exercise};
use crate::shell::class::{Journal, Membership};
use crate::shell::perform::{Opened, open_record};
use crate::shell::saver::Saver;
use crate::shell::{clock, files, home};
use crate::study::resume::{resume, steps};
use crate::study::{Event, Place, Record};

#[cfg(feature = "tui")]
pub(super) use answer::begin;

/// Begins at `start`.
pub(super) fn run(common: &Common, start: &Start, out: &mut Out) -> anyhow::Result<Status> {
    if let Start::Read { file } = start {
        let text = files::read(file).map_err(|unread| anyhow!("{}: {}", file.display(), unread.message()))?;
        prose(&text, out)?;
        return Ok(Status::Good);
    }
    let course = course(common, None)?;
    let Opened { record, store, problem } = open_record(course.id());
    if let Some(problem) = problem {
        out::note(&format!("kijabi: {problem}"));
    }
    let saver = Saver::start(store, home::folder(), course.id(), |_| {});
    let saver = saver.map_err(|error| anyhow!(files::io_reason(&error)))?;
    let class = Membership::load().and_then(|class| Journal::start(class, drop, drop).ok());
    let session = Session { common, course: &course, record: &record, saver: &saver, class: class.as_ref() };
    let is_at_work = matches!(start, Start::At { file: Some(_), .. });
    let status = match start {
        Start::At { id, file } => session.open(id, file.as_deref(), out)?,
        Start::Resume | Start::Read { .. } | Start::Quiz(_) | Start::ClassQuiz { .. } | Start::Lab { .. } => {
            session.contents(out)?
        }
    };
    saver.finish()?;
    // Who only reads a task goes on working at it elsewhere.
    if let Some(class) = class.filter(|_| is_at_work) {
        class.leave();
    }
    Ok(status)
}

struct Session<'a> {
    common: &'a Common,
    course: &'a Course,
    record: &'a Record,
    saver: &'a Saver,
    class: Option<&'a Journal>,
}

impl Session<'_> {
    /// Keeps what happened, and tells it in class.
    fn remember(&self, event: Event) {
        if let Some((class, told)) = self.class.zip(live::Event::of(&event)) {
            class.tell(told);
        }
        self.saver.save(clock::today(), vec![event]);
    }

    /// The table of contents, and where to go on.
    fn contents(&self, out: &mut Out) -> anyhow::Result<Status> {
        out.line(&self.course.title())?;
        for chapter in self.course.chapters() {
            let read = if self.record.has_read(&chapter.id) { " - 읽음" } else { "" };
            out.line(&format!("장 {}: {}{read}", chapter.id, chapter.title))?;
            for exercise in &chapter.exercises {
                let passed = if self.record.has_passed(&exercise.id) { " - 통과" } else { "" };
                out.line(&format!("  과제 {}: {}{passed}", exercise.id, exercise.title))?;
            }
        }
        let next = match resume(self.record, &steps(self.course)) {
            None => "모든 장을 읽고 모든 과제를 통과했습니다.".to_owned(),
            Some(Place::Chapter(id)) => format!("이어서: kijabi --plain open {id}"),
            Some(Place::Exercise(id)) => {
                let file = grade::exercise(self.course, &id).map_or("답.yaml", |exercise| answer_file(&exercise));
                format!("이어서: kijabi --plain open {id} --file {file}")
            }
            Some(Place::Notes(path)) => format!("이어서: kijabi --plain read {path}"),
        };
        out.line(&next)?;
        Ok(Status::Good)
    }

    fn open(&self, id: &str, file: Option<&Path>, out: &mut Out) -> anyhow::Result<Status> {
        let id = &*meant(self.course, id);
        if self.course.chapters().iter().any(|chapter| chapter.id == id) {
            if file.is_some() {
                bail!("--file은 과제를 열 때만 씁니다. `{id}`는 장입니다.");
            }
            let chapter = self.course.chapter(id).map_err(|fault| anyhow!("{fault}"))?;
            self.chapter(id, &chapter.text, out)?;
            out.flush()?;
            self.remember(Event::Went(Place::Chapter(id.to_owned())));
            self.remember(Event::ChapterRead { chapter: id.to_owned() });
            return Ok(Status::Good);
        }
        known(self.course, id)?;
        let exercise = grade::exercise(self.course, id)?;
        self.remember(Event::Went(Place::Exercise(id.to_owned())));
        out.line(&exercise.title)?;
        out.line("")?;
        prose(&exercise.task, out)?;
        out.line("")?;
        keys(&exercise.task, out)?;
        if let Some(file) = file {
            return self.answer(&exercise, file, out);
        }
        if exercise.console {
            out.line(
                "답은 콘솔에서 칠 명령입니다. 명령을 한 줄에 하나씩 파일에 적으면 저장할 때마다 실행하고 채점합니다.",
            )?;
        }
        let file = answer_file(&exercise);
        out.line(&format!("답을 파일에 쓰면서 채점받으려면: kijabi --plain open {id} --file {file}"))?;
        Ok(Status::Good)
    }

    /// Reads a chapter out. At a gate it waits for an answer, where somebody sits at a terminal; else what each answer is
    /// worth is told at once.
    fn chapter(&self, id: &str, text: &str, out: &mut Out) -> anyhow::Result<()> {
        let mut answers = out::is_conversation().then(|| std::io::stdin().lock().lines());
        prose::chapter(text, out, &mut |number, gate, out| {
            prose::question(gate, out)?;
            let mut chosen = None;
            while let (Some(lines), None) = (&mut answers, chosen) {
                out.line(&format!(
                    "번호를 적고 Enter를 누르십시오(1-{}). 그냥 Enter는 답을 모두 봅니다.",
                    gate.choices.len()
                ))?;
                out.flush()?;
                let Some(line) = lines.next().transpose()? else { break };
                let number = line.trim().parse().ok().and_then(|number: usize| number.checked_sub(1));
                chosen = number.filter(|&it| it < gate.choices.len());
                if line.trim().is_empty() {
                    break;
                }
            }
            match chosen {
                None => (0..gate.choices.len()).try_for_each(|choice| prose::verdict(gate, choice, out))?,
                Some(chosen) => {
                    let right = gate.choices.get(chosen).is_some_and(|choice| choice.right);
                    self.remember(Event::GateAnswered {
                        chapter: id.to_owned(),
                        gate: number,
                        choice: u32::try_from(chosen).unwrap_or(u32::MAX),
                        right,
                    });
                    prose::verdict(gate, chosen, out)?;
                    if !right {
                        let rest = gate.choices.iter().enumerate().filter(|(_, choice)| choice.right);
                        rest.map(|(at, _)| at).try_for_each(|choice| prose::verdict(gate, choice, out))?;
                    }
                }
            }
            prose::moral(gate, out)
        })
    }
}

/// Where a text names keys of the screen: what is done here instead.
fn keys(text: &str, out: &mut Out) -> anyhow::Result<()> {
    let is_key = |word: &str| word.strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok());
    if text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_key) {
        out.line(KEYS)?;
        out.line("")?;
    }
    Ok(())
}

/// What is done instead of pressing the keys that a text names.
const KEYS: &str = "글에 나오는 F5, F7 같은 키는 화면에서만 씁니다. 여기서는 창을 옮기는 대신 답 파일을 편집기로 고쳐 저장하고, \
                    콘솔에서 칠 명령은 그 파일에 한 줄에 하나씩 적습니다. 매니페스트와 명령을 함께 적을 때는 각각 `# Source: 파일 이름` 줄로 \
                    시작하고 사이를 `---` 줄로 나눕니다(예: `# Source: service-definition.yaml`, `# Source: commands.sh`).";

/// What the file of an answer may be called: its ending tells commands from manifests.
fn answer_file(exercise: &Exercise) -> &'static str {
    if exercise.console { "답.sh" } else { "답.yaml" }
}

/// The id that is meant: of a chapter its number will do, as every screen shows it (`4`, `4장`).
pub(super) fn meant<'i>(course: &Course, id: &'i str) -> Cow<'i, str> {
    let number = id.strip_suffix('장').unwrap_or(id).parse().ok();
    let chapter = number.and_then(|number: usize| course.chapters().get(number.checked_sub(1)?));
    match chapter.filter(|_| known(course, id).is_err()) {
        Some(chapter) => chapter.id.clone().into(),
        None => id.into(),
    }
}

/// Fails where `id` is neither chapter nor exercise, with the names near to it.
pub(super) fn known(course: &Course, id: &str) -> anyhow::Result<()> {
    let chapters = course.chapters().iter().map(|chapter| chapter.id.as_str());
    let exercises = course.exercises().map(|(_, exercise)| exercise.id.as_str());
    let all: Vec<&str> = chapters.chain(exercises).collect();
    if all.contains(&id) {
        return Ok(());
    }
    let near = near(id, all);
    let hint = if near.is_empty() {
        "`kijabi course list`가 모든 이름을 보여 줍니다.".to_owned()
    } else {
        format!("혹시 {}?", near.join(", "))
    };
    bail!("{} 장이나 과제는 없습니다. {hint}", called(id))
}
