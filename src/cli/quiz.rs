//! `kijabi quiz`: questions in the terminal's screen, or line by line for screen readers and scripts.
//!
//! Line by line everything is numbered and answered with a line; an answer is kept before the next question is asked.
//!
//! Must not know: how a question is judged or when it is due; the screens.

use std::collections::{BTreeSet, VecDeque};
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail};

use super::args::{Common, QuizArguments};
use super::near::near;
use super::out::{self, Out};
use super::prose::prose;
use super::{Start, Status, course};
use crate::lesson::Course;
use crate::quiz::exam::{self, Answered, Plan};
use crate::quiz::{Bank, Item, Judgement, Response, Task, judge};
use crate::shell::perform::{Opened, open_record};
use crate::shell::store::Store;
use crate::shell::{clock, files, home};
use crate::study::memory::Grade;
use crate::study::review::Review;
use crate::study::session::{COUNT, NEW_A_DAY, Pick, Session, Why, Wish};
use crate::study::{Event, Record};

/// What was asked for, put in words the other layers know.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    /// The menu.
    Menu,
    /// A sitting.
    Review(Wish),
    /// An exam, and where its result goes.
    Exam(Plan, Option<PathBuf>),
}

/// Does what `arguments` ask for.
pub(super) fn run(common: &Common, arguments: &QuizArguments) -> anyhow::Result<Status> {
    let course = course(common, None)?;
    for chapter in &arguments.chapter {
        if !course.chapters().iter().any(|it| it.id == *chapter) {
            let known = course.chapters().iter().map(|it| it.id.as_str());
            let near = near(chapter, known);
            let hint = if near.is_empty() {
                "`kijabi course list`가 모든 이름을 보여 줍니다.".to_owned()
            } else {
                format!("혹시 {}?", near.join(", "))
            };
            bail!("`{chapter}` 장은 없습니다. {hint}");
        }
    }
    let asked = asked(arguments);
    if !common.plain {
        return super::tutor(common, Start::Quiz(asked));
    }
    let mut out = Out::new(common.ascii);
    let mut lines = std::io::stdin().lock().lines();
    let mut read = || lines.next().transpose();
    let status = match asked {
        Asked::Menu => sitting(&course, &Wish::default(), &mut read, &mut out)?,
        Asked::Review(wish) => sitting(&course, &wish, &mut read, &mut out)?,
        Asked::Exam(plan, export) => examine(&course, &plan, export.as_deref(), &mut read, &mut out)?,
    };
    out.flush()?;
    Ok(status)
}

fn asked(arguments: &QuizArguments) -> Asked {
    if arguments.exam {
        let plan = Plan {
            chapters: arguments.chapter.clone(),
            count: arguments.count.unwrap_or(COUNT),
            minutes: arguments.minutes,
            // Another exam each time; its number is told with the result.
            seed: arguments.seed.unwrap_or_else(|| crate::quiz::random::hash(&clock::stamp()) % 1_000_000),
        };
        return Asked::Exam(plan, arguments.export.clone());
    }
    let nothing_said = arguments.chapter.is_empty()
        && !arguments.due
        && arguments.count.is_none()
        && arguments.seed.is_none()
        && arguments.new.is_none();
    if nothing_said {
        return Asked::Menu;
    }
    let unlimited = if arguments.chapter.is_empty() { NEW_A_DAY } else { usize::MAX };
    Asked::Review(Wish {
        chapters: arguments.chapter.clone(),
        due: arguments.due,
        count: arguments.count.unwrap_or(COUNT),
        new_a_day: arguments.new.unwrap_or(unlimited),
        seed: arguments.seed,
    })
}

/// Reads a line; nothing at the end of input.
type Read<'r> = dyn FnMut() -> std::io::Result<Option<String>> + 'r;

/// The record and where answers are kept, each before it goes on.
struct Keeper {
    record: Record,
    store: Option<Store>,
}

impl Keeper {
    fn open(course: &str) -> Self {
        let Opened { record, store, problem } = open_record(course);
        let store = match (store, problem) {
            (Some(store), problem) => {
                if let Some(problem) = problem {
                    out::note(&format!("kijabi: {problem}"));
                }
                Some(store)
            }
            (None, Some(problem)) => {
                out::note(&format!("kijabi: {problem}"));
                None
            }
            (None, None) => match home::folder().map(|folder| Store::open(&folder, course)) {
                Some(Ok(store)) => Some(store),
                Some(Err(problem)) => {
                    out::note(&format!("kijabi: {problem}"));
                    None
                }
                None => None,
            },
        };
        Self { record, store }
    }

    /// Keeps an answer; says so where it cannot.
    fn keep(&mut self, review: Review) {
        let day = clock::today();
        let event = Event::Reviewed(review);
        self.record.apply(day, &event);
        if let Some(store) = &mut self.store
            && let Err(problem) = store.save(&[(day, event)])
        {
            out::note(&format!("kijabi: {problem}"));
        }
    }
}

fn bank(course: &Course) -> Bank {
    let (bank, faults) = Bank::open(course);
    for fault in faults {
        out::note(&format!("kijabi: {fault}"));
    }
    bank
}

fn sitting(course: &Course, wish: &Wish, read: &mut Read<'_>, out: &mut Out) -> anyhow::Result<Status> {
    let bank = bank(course);
    let mut keeper = Keeper::open(course.id());
    let mut session = Session::plan(&bank, &keeper.record, clock::today(), wish);
    if session.left() == 0 {
        out.line(if wish.due {
            "오늘 복습할 것이 없습니다."
        } else {
            "지금 물을 것이 없습니다."
        })?;
        return Ok(Status::Good);
    }
    let (mut asked, mut right) = (0, 0);
    while let Some(pick) = session.draw() {
        let Some(item) = bank.item(&pick.question, pick.seed) else { continue };
        let of = session.asked + session.left();
        out.line(&format!("문제 {}/{of} ({}) - {}", session.asked, why(&pick), title(course, &item.chapter)))?;
        let started = Instant::now();
        let Some(response) = ask(&item, read, out)? else { break };
        let judgement = judge::judge(&item, &response);
        asked += 1;
        right += usize::from(judgement.right);
        let grade = if judgement.right { Grade::Good } else { Grade::Again };
        let reopens = keeper.record.reopens(&pick.card, clock::today(), grade, item.exercise.as_deref());
        keeper.keep(review(&pick, &judgement, grade, started.elapsed(), false, reopens.clone()));
        tell(course, &item, &judgement, out)?;
        if let Some(exercise) = reopens {
            out.line(&format!(
                "두 번 잊은 것입니다. 빈 파일에서 다시 풀어 보십시오: kijabi --plain open {exercise} --file 답.yaml"
            ))?;
        }
        out.line("")?;
        if !judgement.right {
            session.again(&pick);
        }
    }
    out.line(&format!("{asked}번 답해서 {right}번 맞혔습니다."))?;
    Ok(Status::Good)
}

fn examine(
    course: &Course,
    plan: &Plan,
    export: Option<&Path>,
    read: &mut Read<'_>,
    out: &mut Out,
) -> anyhow::Result<Status> {
    let bank = bank(course);
    let mut keeper = Keeper::open(course.id());
    let mut left: VecDeque<(String, u64)> = exam::draw(&bank, plan).into();
    if left.is_empty() {
        bail!("이 범위에는 문제가 없습니다.");
    }
    let plan = Plan { count: left.len(), ..plan.clone() };
    let limit = plan.minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
    let limit_words = plan.minutes.map_or_else(String::new, |minutes| format!(" 시간은 {minutes}분입니다."));
    out.line(&format!("시험: {}문제, 시험 번호 {}.{limit_words}", plan.count, plan.seed))?;
    out.line("")?;
    let begun = Instant::now();
    let mut done = Vec::new();
    let mut out_of_time = false;
    while let Some((question, seed)) = left.front().cloned() {
        let Some(item) = bank.item(&question, seed) else {
            left.pop_front();
            continue;
        };
        out.line(&format!("문제 {}/{} - {}", done.len() + 1, plan.count, title(course, &item.chapter)))?;
        let started = Instant::now();
        let Some(response) = ask(&item, read, out)? else { break };
        out_of_time = limit.is_some_and(|limit| begun.elapsed() >= limit);
        if out_of_time {
            out.line("시간이 다 되었습니다.")?;
            break;
        }
        left.pop_front();
        let judgement = judge::judge(&item, &response);
        let grade = if judgement.right { Grade::Good } else { Grade::Again };
        let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let pick = Pick { card: question.clone(), question, seed, why: Why::New };
        let reopens = keeper.record.reopens(&pick.card, clock::today(), grade, item.exercise.as_deref());
        keeper.keep(review(&pick, &judgement, grade, started.elapsed(), true, reopens));
        done.push(Answered::new(&item, Some(&response), &judgement, millis));
        out.line("")?;
    }
    let open = left.iter().filter_map(|(question, seed)| bank.item(question, *seed));
    done.extend(
        open.map(|item| {
            Answered::new(&item, None, &Judgement { share: (0, item.places()), ..Judgement::default() }, 0)
        }),
    );
    let outcome = exam::score(&course.title(), &bank, &plan, done, out_of_time);
    out.line(&format!("{}문제 가운데 {}문제를 맞혔습니다.", outcome.total, outcome.right))?;
    for topic in &outcome.topics {
        out.line(&format!("  {}: {}/{}", title(course, &topic.chapter), topic.right, topic.total))?;
    }
    match export {
        Some(file) if file == Path::new("-") => out.json(&outcome)?,
        Some(file) => {
            let json = String::from_utf8(out::json_line(&outcome)?)?;
            files::write(file, &json).map_err(|reason| anyhow!("{}: {reason}", file.display()))?;
            out.line(&format!("결과를 파일에 적었습니다: {}", file.display()))?;
        }
        None => {}
    }
    Ok(Status::Good)
}

fn why(pick: &Pick) -> &'static str {
    match pick.why {
        Why::Due => "복습",
        Why::Stumbled => "과제에서 한 실수",
        Why::New => "새 문제",
        Why::Again => "다시",
        Why::Ahead => "미리 복습",
    }
}

fn review(
    pick: &Pick,
    judgement: &Judgement,
    grade: Grade,
    took: Duration,
    exam: bool,
    reopens: Option<String>,
) -> Review {
    Review {
        card: pick.card.clone(),
        question: pick.question.clone(),
        seed: pick.seed,
        grade,
        millis: u32::try_from(took.as_millis()).unwrap_or(u32::MAX),
        mistakes: judgement.mistakes.clone(),
        exam,
        reopens,
    }
}

fn title(course: &Course, chapter: &str) -> String {
    course.chapters().iter().find(|it| it.id == chapter).map_or_else(String::new, |it| it.title.clone())
}

/// Asks a question until there is an answer; nothing where the learner stops.
fn ask(item: &Item, read: &mut Read<'_>, out: &mut Out) -> anyhow::Result<Option<Response>> {
    prose(&item.text, out)?;
    out.line("")?;
    match &item.task {
        Task::Choose { choices, .. } => numbered(choices.iter().map(|it| it.text.as_str()), out)?,
        Task::Order { items, .. } => numbered(items.iter().map(String::as_str), out)?,
        Task::Match { left, right, .. } => {
            out.line("왼쪽:")?;
            let letters = left.iter().enumerate().map(|(at, text)| format!("  {}번째: {text}", at + 1));
            letters.into_iter().try_for_each(|line| out.line(&line))?;
            out.line("짝:")?;
            numbered(right.iter().map(String::as_str), out)?;
        }
        Task::Grid { rows, columns, .. } => {
            let cells = rows.iter().flat_map(|row| columns.iter().map(move |column| format!("{row} → {column}")));
            let cells: Vec<String> = cells.collect();
            numbered(cells.iter().map(String::as_str), out)?;
        }
        Task::Line { text, .. } => {
            for (at, line) in text.lines().enumerate() {
                out.line(&format!("  {:>2}: {}", at + 1, line.replace('\t', "[탭]")))?;
            }
        }
        Task::Write(_) => {}
    }
    out.line(&how(item))?;
    loop {
        out.flush()?;
        let Some(line) = read()? else { return Ok(None) };
        match line.trim() {
            "q" | "ㅂ" | "그만" => return Ok(None),
            line => match understood(item, line) {
                Ok(response) => return Ok(Some(response)),
                Err(reason) => out.line(&reason)?,
            },
        }
    }
}

fn numbered<'t>(texts: impl Iterator<Item = &'t str>, out: &mut Out) -> anyhow::Result<()> {
    for (at, text) in texts.enumerate() {
        out.line(&format!("  {}. {}", at + 1, plain(text)))?;
    }
    Ok(())
}

/// Markdown of one line without its marks.
fn plain(text: &str) -> String {
    let document = crate::lesson::markdown::parse(text);
    let words: Vec<&str> = document.all_prose().map(|prose| prose.text.as_str()).collect();
    if words.is_empty() { text.to_owned() } else { words.join(" ") }
}

/// How the question is answered.
fn how(item: &Item) -> String {
    let how = match &item.task {
        Task::Choose { several: false, .. } => "번호 하나를 적으십시오.",
        Task::Choose { several: true, .. } => "맞는 번호를 모두 적으십시오(예: 1 3). 하나도 없으면 0.",
        Task::Write(_) => "답을 적으십시오.",
        Task::Order { .. } => "번호를 차례대로 적으십시오(예: 2 1 3).",
        Task::Match { .. } => "왼쪽 첫 번째부터 짝의 번호를 차례대로 적으십시오(예: 3 1 2).",
        Task::Grid { .. } => "닿는 것의 번호를 모두 적으십시오. 하나도 없으면 0.",
        Task::Line { .. } => "줄 번호를 적으십시오.",
    };
    format!("{how} 그만하려면 q.")
}

/// The answer that a line means, or what is wrong with it.
fn understood(item: &Item, line: &str) -> Result<Response, String> {
    if let Task::Write(_) = item.task {
        return if line.is_empty() {
            Err("답을 적으십시오.".to_owned())
        } else {
            Ok(Response::Written(line.to_owned()))
        };
    }
    let words: Vec<&str> = line.split([' ', ',', '\t']).filter(|word| !word.is_empty()).collect();
    let numbers: Option<Vec<usize>> = words.iter().map(|word| word.trim_end_matches('.').parse().ok()).collect();
    let numbers = numbers.filter(|it| !it.is_empty()).ok_or_else(|| format!("번호로 답하십시오. {}", how(item)))?;
    let places = |end: usize, numbers: &[usize]| -> Result<Vec<usize>, String> {
        let place = |number: &usize| number.checked_sub(1).filter(|at| *at < end);
        numbers
            .iter()
            .map(place)
            .collect::<Option<Vec<usize>>>()
            .ok_or_else(|| format!("번호는 1부터 {end}까지입니다."))
    };
    let none = numbers == [0];
    match &item.task {
        Task::Choose { several: false, choices } => match places(choices.len(), &numbers)?.as_slice() {
            [one] => Ok(Response::Chosen(BTreeSet::from([*one]))),
            _ => Err("번호 하나만 적으십시오.".to_owned()),
        },
        Task::Choose { several: true, choices } => {
            let taken = if none { Vec::new() } else { places(choices.len(), &numbers)? };
            Ok(Response::Chosen(taken.into_iter().collect()))
        }
        Task::Order { items, .. } => {
            let order = places(items.len(), &numbers)?;
            let all: BTreeSet<usize> = order.iter().copied().collect();
            if order.len() != items.len() || all.len() != items.len() {
                return Err(format!("번호 {}개를 한 번씩 적으십시오.", items.len()));
            }
            Ok(Response::Ordered(order))
        }
        Task::Match { left, right, .. } => {
            let partners = places(right.len(), &numbers)?;
            if partners.len() != left.len() {
                return Err(format!("번호 {}개를 적으십시오.", left.len()));
            }
            Ok(Response::Matched(partners.into_iter().map(Some).collect()))
        }
        Task::Grid { rows, columns, .. } => {
            let cells = if none { Vec::new() } else { places(rows.len() * columns.len(), &numbers)? };
            Ok(Response::Marked(cells.into_iter().map(|at| (at / columns.len(), at % columns.len())).collect()))
        }
        Task::Line { text, .. } => match places(text.lines().count(), &numbers)?.as_slice() {
            [one] => Ok(Response::Line(one + 1)),
            _ => Err("줄 번호 하나만 적으십시오.".to_owned()),
        },
        Task::Write(_) => Ok(Response::Written(line.to_owned())),
    }
}

/// What is to be said of an answer.
fn tell(course: &Course, item: &Item, judgement: &Judgement, out: &mut Out) -> anyhow::Result<()> {
    out.line(if judgement.right { "맞았습니다." } else { "그렇지 않습니다." })?;
    if !judgement.answer.is_empty() {
        prose(&format!("맞는 답: {}", judgement.answer), out)?;
    }
    for remark in &judgement.remarks {
        // A number and a dot would begin a list.
        prose(
            &remark.text.replacen(". ", "번: ", usize::from(remark.text.starts_with(|c: char| c.is_ascii_digit()))),
            out,
        )?;
    }
    if !item.because.is_empty() {
        prose(&item.because, out)?;
    }
    if !judgement.right {
        out.line(&format!(
            "글: {} › {} (kijabi --plain open {})",
            title(course, &item.chapter),
            item.heading,
            item.chapter
        ))?;
        if let Some(exercise) = &item.exercise {
            out.line(&format!("과제: kijabi --plain open {exercise}"))?;
        }
        for code in &judgement.mistakes {
            out.line(&format!("실수: kijabi explain {code}"))?;
        }
    }
    Ok(())
}
