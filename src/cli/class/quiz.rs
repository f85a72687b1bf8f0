//! `kijabi class quiz`: a student answers, a teacher sets, follows and closes.
//!
//! Must not know: what an answer is worth, how the class is followed, how a screen looks.

use std::io::BufRead;
use std::path::Path;

use anyhow::{anyhow, bail};

use super::joined;
use crate::classroom::digest::of_course;
use crate::classroom::quiz::report::{self, By, Marks};
use crate::classroom::quiz::{Counting, Quiz, Tally};
use crate::classroom::roster::Roster;
use crate::cli::args::{ClassQuizAction, Common, TallyBy, TallyFormat};
use crate::cli::grade::batch;
use crate::cli::out::{self, Out};
use crate::cli::quiz::{any_seed, exam, known};
use crate::cli::{Start, Status, course, explain, tutor};
use crate::lesson::Course;
use crate::quiz::Bank;
use crate::quiz::exam::{Paper, Plan};
use crate::shell::class::quiz::{QuizFollow, keep, quizzes};
use crate::shell::clock;

/// Questions of a quiz, where nothing else is said.
const COUNT: u16 = 10;

/// The student answers the quiz that is set.
pub(super) fn answer(common: &Common, out: &mut Out) -> anyhow::Result<Status> {
    let class = joined()?;
    let Some(quiz) = class.quiz().map_err(|reason| anyhow!(reason))? else {
        bail!("선생님이 낸 퀴즈가 아직 없습니다.");
    };
    let course = course(common, None)?;
    same_course(&course, &quiz)?;
    let sheet = if quiz.closed.is_some() { class.sheet(&quiz.id) } else { class.begin(&quiz.id) };
    let sheet = sheet.map_err(|reason| anyhow!(reason))?;
    if !common.plain {
        return tutor(common, Start::ClassQuiz { quiz: Box::new(quiz), sheet });
    }
    let mut lines = std::io::stdin().lock().lines();
    exam::class(&course, &class, &quiz, &sheet, &mut || lines.next().transpose(), out)
}

/// Other files would make other questions of the same number.
fn same_course(course: &Course, quiz: &Quiz) -> anyhow::Result<()> {
    if of_course(course) == quiz.pack {
        return Ok(());
    }
    bail!(
        "퀴즈는 〈{}〉에서 냈는데, 여기 과정은 그것과 내용이 다릅니다. 선생님과 같은 버전의 키잡이를 쓰고, 따로 받은 과정이면 `kijabi --course 폴더 class quiz`처럼 적으십시오.",
        quiz.course
    )
}

/// What the teacher does.
pub(super) fn teach(common: &Common, action: ClassQuizAction, out: &mut Out) -> anyhow::Result<()> {
    match action {
        ClassQuizAction::Set { folder, chapter, count, seed, minutes, name } => {
            let plan = Plan {
                chapters: chapter,
                count: count.unwrap_or(COUNT).into(),
                minutes,
                seed: seed.unwrap_or_else(any_seed),
            };
            set(common, &folder, &plan, name)
        }
        ClassQuizAction::Results { folder, name, roster, format, by } => {
            results(common, &folder, name.as_deref(), roster.as_deref(), format, by, out)
        }
        ClassQuizAction::Close { folder } => close(&folder),
    }
}

fn set(common: &Common, folder: &Path, plan: &Plan, name: Option<String>) -> anyhow::Result<()> {
    let course = course(common, None)?;
    known(&course, &plan.chapters)?;
    let mut all = quizzes(folder).map_err(|reason| anyhow!(reason))?;
    if let Some(open) = all.iter().find(|it| it.closed.is_none()) {
        let (folder, id) = (folder.display(), &open.id);
        bail!("퀴즈 {id}: 아직 열려 있습니다. 먼저 `kijabi class quiz close {folder}`로 닫으십시오.");
    }
    let id = name.unwrap_or_else(clock::stamp);
    if !Quiz::is_name(&id) {
        bail!("퀴즈의 이름 `{id}`: 영문 소문자와 숫자와 `-`만 40자까지 쓸 수 있습니다.");
    }
    if all.iter().any(|it| it.id == id) {
        bail!("퀴즈 {id}: 이미 있습니다. 다른 이름을 쓰십시오.");
    }
    let paper = Paper::new(&Bank::open(&course).0, plan, 0);
    if paper.places.is_empty() {
        bail!("이 범위에는 문제가 없습니다.");
    }
    let plan = paper.plan;
    let told = format!("퀴즈 {id}: {}문제를 냈습니다. 번호는 {}입니다.", plan.count, plan.seed);
    all.push(Quiz::new(&id, &course.title(), &of_course(&course), plan, clock::now()));
    keep(folder, &all).map_err(|reason| anyhow!(reason))?;
    out::note(&told);
    let folder = folder.display();
    out::note(&format!(
        "학생은 `kijabi class quiz`로 풀고, 선생님은 `kijabi class quiz results {folder}`로 지켜봅니다."
    ));
    Ok(())
}

fn close(folder: &Path) -> anyhow::Result<()> {
    let mut all = quizzes(folder).map_err(|reason| anyhow!(reason))?;
    let Some(open) = all.iter_mut().rev().find(|it| it.closed.is_none()) else {
        bail!("열려 있는 퀴즈가 없습니다.");
    };
    open.closed = Some(clock::now());
    let id = open.id.clone();
    keep(folder, &all).map_err(|reason| anyhow!(reason))?;
    out::note(&format!("퀴즈 {id}: 닫았습니다. 학생은 `kijabi class quiz`로 맞은 것과 설명을 봅니다."));
    Ok(())
}

fn results(
    common: &Common,
    folder: &Path,
    name: Option<&str>,
    roster: Option<&Path>,
    format: TallyFormat,
    by: TallyBy,
    out: &mut Out,
) -> anyhow::Result<()> {
    let mut all = quizzes(folder).map_err(|reason| anyhow!(reason))?;
    let quiz = match name {
        None => all
            .pop()
            .ok_or_else(|| anyhow!("낸 퀴즈가 없습니다. `kijabi class quiz set {}`로 냅니다.", folder.display()))?,
        Some(name) => {
            let known: Vec<String> = all.iter().map(|it| it.id.clone()).collect();
            all.into_iter()
                .find(|it| it.id == name)
                .ok_or_else(|| anyhow!("퀴즈 {name}: 없습니다. 있는 것: {}", known.join(", ")))?
        }
    };
    let course = course(common, None)?;
    same_course(&course, &quiz)?;
    let roster = roster.map_or_else(|| Ok(Roster::default()), batch::roster)?;
    let counting = Counting::new(&quiz, &Bank::open(&course).0);
    let mut follow = QuizFollow::new(folder, roster, counting);
    let tally = follow.look().map_err(|reason| anyhow!("{}: {reason}", folder.display()))?;
    match format {
        TallyFormat::Json => report::lines(&tally).iter().try_for_each(|line| Ok(out.json(line)?)),
        TallyFormat::Csv => {
            let by = if by == TallyBy::Student { By::Student } else { By::Question };
            Ok(out.raw(report::csv(&tally, by).as_bytes())?)
        }
        TallyFormat::Human if common.plain => plain(common, &tally, out),
        TallyFormat::Human => {
            #[cfg(feature = "tui")]
            return tutor::look_on(
                common,
                |_| Box::new(crate::app::screen::tally::TallyPage::new(tally)),
                move || crate::app::event::Event::Tally(follow.look().map(Box::new)),
            );
            #[cfg(not(feature = "tui"))]
            plain(common, &tally, out)
        }
    }
}

fn plain(common: &Common, tally: &Tally, out: &mut Out) -> anyhow::Result<()> {
    let titles = explain::titles()?.into_iter().collect();
    let marks = match common {
        Common { plain: true, .. } => Marks::Said,
        Common { ascii: true, .. } => Marks::Ascii,
        Common { .. } => Marks::Drawn,
    };
    report::human(tally, &titles, marks).lines().try_for_each(|line| Ok(out.line(line)?))
}
