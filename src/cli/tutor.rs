//! The tutor itself: opens course and record, and hands both to the terminal.
//!
//! Must not know: what the tutor does while it runs.

use std::path::Path;
use std::rc::Rc;

use anyhow::{anyhow, bail};

use super::args::Common;
use super::quiz::Asked;
use super::{Start, Status, course, out, plain};
use crate::app::Model;
use crate::app::event::Event;
use crate::app::screen::quiz::exam::Exam;
use crate::app::screen::reader::Reader;
use crate::app::screen::{Destination, Page};
use crate::app::shared::{Notes, Options, Outside, Saving, Shared};
use crate::lesson::Course;
use crate::shell::class::{Follower, Membership};
use crate::shell::perform::{Opened, attending, open_record};
use crate::shell::{Shell, clock, content, files};
use crate::study::Place;
use crate::tui::{self, Painter, Setup, Theme, is_light};

/// Opens the tutor at `start`.
pub(super) fn run(common: &Common, start: Start) -> anyhow::Result<Status> {
    let course = course(common, None)?;
    let Opened { record, store, problem } = open_record(course.id());
    let id = course.id().to_owned();
    let notes = match (&start, &record.place) {
        (Start::Read { file }, _) => {
            Some(notes(file).map_err(|unread| anyhow!("{}: {}", file.display(), unread.message()))?)
        }
        // Notes that are gone are no reason not to start.
        (Start::Resume, Some(Place::Notes(path))) => notes(Path::new(path)).ok(),
        _ => None,
    };
    let class = Membership::load();
    let ids: Vec<&str> = course.exercises().map(|(_, exercise)| exercise.id.as_str()).collect();
    let attended = class.as_ref().map(|class| attending(class, &ids));
    let shared = Shared {
        record,
        world: match &start {
            Start::Lab { world } => world.clone().map(Rc::new),
            _ => None,
        },
        notes: notes.map(Rc::new),
        class: attended,
        saving: problem.map_or(Saving::Saved, |problem| Saving::Failed(problem.to_string())),
        ..fresh(common, course)
    };
    let setup = setup(common);
    let mut shell = Shell::new(store, &id, setup.tell());
    if let Some(class) = class {
        shell.attend(class);
    }
    let mut model = model(shared, start, &mut shell)?;
    tui::run(&mut model, shell, &setup)?;
    Ok(Status::Good)
}

/// What screens share where nobody studies: a teacher's board, slides.
pub(super) fn onlooker(common: &Common) -> anyhow::Result<(Shared, Setup)> {
    Ok((fresh(common, course(common, None)?), setup(common)))
}

/// A screen for whoever only looks on, told of what `next` waits for until it ends.
pub(super) fn look_on(
    common: &Common,
    page: impl FnOnce(&Shared) -> Box<dyn Page>,
    mut next: impl FnMut() -> Event + Send + 'static,
) -> anyhow::Result<()> {
    let (shared, setup) = onlooker(common)?;
    let page = page(&shared);
    let mut model = Model::alone(shared, page);
    let tell = setup.tell();
    let _follower = Follower::start(move || tell(next()))?;
    crate::tui::run(&mut model, Shell::onlooker(setup.tell()), &setup)?;
    Ok(())
}

fn fresh(common: &Common, course: Course) -> Shared {
    let options = Options { version: common.version(), ascii: common.ascii, ..Options::default() };
    Shared {
        day: clock::today(),
        time: clock::now(),
        options,
        ..Shared::new(course, content::catalogue(), tui::size())
    }
}

fn setup(common: &Common) -> Setup {
    let light = std::env::var("COLORFGBG").is_ok_and(|said| is_light(&said));
    Setup::new(Painter { theme: Theme { plain: !out::colours_allowed(), light }, ascii: common.ascii })
}

fn model(mut shared: Shared, start: Start, shell: &mut Shell) -> anyhow::Result<Model> {
    match start {
        Start::Resume => Ok(Model::new(shared)),
        Start::At { id, file } => {
            let id = plain::meant(&shared.course, &id).into_owned();
            plain::known(&shared.course, &id)?;
            let is_chapter = shared.course.chapters().iter().any(|chapter| chapter.id == id);
            let destination = if is_chapter {
                Destination::Chapter { id: id.clone(), heading: None }
            } else {
                Destination::Exercise { id: id.clone() }
            };
            if let Some(file) = &file {
                if is_chapter {
                    bail!("--file은 과제를 열 때만 씁니다. `{id}`는 장입니다.");
                }
                let exercise = super::grade::exercise(&shared.course, &id)?;
                plain::begin(&exercise, &shared.record, file)?;
                files::read(file).map_err(|unread| anyhow!("{}: {}", file.display(), unread.message()))?;
                shell.watch(file).map_err(|reason| anyhow!("{}: {reason}", file.display()))?;
            }
            shared.outside = file.is_some().then_some(Outside { exercise: id, text: None });
            let mut model = Model::new(shared);
            model.open(&destination);
            Ok(model)
        }
        Start::Quiz(asked) => {
            let mut model = Model::new(shared);
            model.open(&Destination::QuizMenu);
            match asked {
                Asked::Menu => {}
                Asked::Review(wish) => model.open(&Destination::Quiz { wish }),
                Asked::Exam { plan, seeded, export } => {
                    if let Some(file) = export {
                        shell.export_to(file);
                    }
                    let open = model.shared().record.open_exam(&plan, seeded).map(|paper| paper.plan.clone());
                    let plan = open.unwrap_or(plan);
                    model.open(&Destination::Exam { plan });
                }
            }
            Ok(model)
        }
        Start::ClassQuiz { quiz, sheet } => {
            let lacking = quiz.unrecorded(&shared.bank(), &sheet, &shared.record, shared.day);
            if !lacking.is_empty() {
                shared.remember_all(lacking);
            }
            let page = Exam::class(&quiz, &sheet, &mut shared).map_err(|reason| anyhow!(reason))?;
            Ok(Model::alone(shared, Box::new(page)))
        }
        Start::Lab { world } => {
            let destination =
                world.map_or(Destination::Worlds { from: None }, |world| Destination::Lab { world: world.id });
            let mut model = Model::new(shared);
            model.open(&destination);
            Ok(model)
        }
        Start::Read { .. } => {
            let page = Reader::notes(&shared).map_err(|reason| anyhow!(reason))?;
            Ok(Model::alone(shared, Box::new(page)))
        }
    }
}

/// Reads notes.
fn notes(file: &Path) -> Result<Notes, files::Unread> {
    let text = files::read(file)?;
    let name = file.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(Notes { path: files::absolute(file), name, text })
}
