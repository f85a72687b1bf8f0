//! An exam line by line, of the learner's own or of the whole class: questions can be gone through in any order, and nothing is said
//! of right and wrong until the end.
//!
//! The end of input ends an own exam; a kill does not: what was kept is gone on with the next time, its time running.
//!
//! Must not know: how a question is judged.

use std::path::Path;
use std::time::Instant;

use anyhow::{anyhow, bail};

use super::ask::{self, Read, STOP, Said};
use super::{Keeper, bank, title};
use crate::classroom::digest::of_course;
use crate::classroom::exam::Sitting;
use crate::classroom::quiz::{Answer, Quiz, Refused, Sheet};
use crate::cli::Status;
use crate::cli::out::{self, Out};
use crate::cli::prose::prose;
use crate::lesson::Course;
use crate::quiz::exam::{self, Judged, Outcome, Paper, Plan, said};
use crate::quiz::{Bank, Item, Response, judge};
use crate::shell::class::Membership;
use crate::shell::{clock, files};
use crate::study::Event;

/// Words that move, beside answers.
const WORDS: [&[&str]; 3] = [&["이전", "<"], &["다음", ">"], &["목록", "?"]];

/// Where answers go.
enum Desk<'d> {
    /// An own exam: they can be changed.
    Own,
    /// A class's: the first counts.
    Class(&'d Membership, &'d Quiz),
}

/// How a paper was left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    /// It is to be scored.
    Ended,
    /// Time is up.
    OutOfTime,
    /// The student stopped, and may come back.
    Stopped,
    /// The teacher closed the quiz.
    Closed,
}

/// Holds an exam of the learner's own, or goes on with one that was broken off.
pub(super) fn own(
    course: &Course,
    plan: &Plan,
    seeded: bool,
    export: Option<&Path>,
    read: &mut Read<'_>,
    out: &mut Out,
) -> anyhow::Result<Status> {
    let bank = bank(course);
    let mut keeper = Keeper::open(course.id());
    let open = keeper.record.open_exam(plan, seeded).cloned();
    let is_open = open.is_some();
    let mut paper = open.unwrap_or_else(|| Paper::new(&bank, plan, clock::now()));
    if paper.places.is_empty() {
        bail!("이 범위에는 문제가 없습니다.");
    }
    if !is_open {
        keeper.keep(keeper.record.begun(clock::today(), &bank, &paper));
    }
    let limit = paper.plan.minutes.map_or_else(String::new, |minutes| format!(" 시간은 {minutes}분입니다."));
    out.line(&format!("시험: {}문제, 시험 번호 {}.{limit}", paper.places.len(), paper.plan.seed))?;
    if is_open {
        out.line(&format!("멈춘 시험을 이어서 봅니다. 답한 문제는 {}개입니다.", paper.given()))?;
    }
    out.line("`이전`, `다음`, `목록`으로 오갑니다. 답은 끝낼 때까지 다시 적어 바꿀 수 있습니다.")?;
    let class = Membership::load();
    if let Some(class) = &class {
        out.line(&format!("끝내면 결과가 수업 {}에 {} 이름으로 제출됩니다.", class.name(), class.student))?;
    }
    out.line("")?;
    let left = sit(course, &bank, &mut paper, &Desk::Own, &mut keeper, read, out)?;
    let judged = paper.judged(&bank);
    let day = clock::today();
    let out_of_time = left == Left::OutOfTime;
    let student = class.as_ref().map(|class| class.student.clone());
    let scored = exam::score(&course.title(), &bank, &paper.plan, &judged, out_of_time);
    let outcome = Outcome { student, ..scored };
    keeper.keep(keeper.record.scored(day, &paper, &judged));
    sum_up(course, &outcome, &judged, out)?;
    if let Some(class) = class {
        let sitting = Sitting::new(&paper, out_of_time, of_course(course), clock::now());
        let became = class.hand_in_exam(&Sitting { student: class.student.clone(), ..sitting });
        out.line(&match became {
            Ok(path) => format!("결과를 수업에 제출했습니다: {}", path.display()),
            Err(reason) => format!("결과를 수업에 제출하지 못했습니다. {reason}"),
        })?;
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

/// Answers the class's quiz, or shows what it came to where it is closed.
pub(in crate::cli) fn class(
    course: &Course,
    class: &Membership,
    quiz: &Quiz,
    sheet: &Sheet,
    read: &mut Read<'_>,
    out: &mut Out,
) -> anyhow::Result<Status> {
    let bank = bank(course);
    let mut keeper = Keeper::open(course.id());
    let lacking = quiz.unrecorded(&bank, sheet, &keeper.record, clock::today());
    keeper.keep(lacking);
    let mut paper = quiz.paper(&bank, sheet);
    if paper.places.is_empty() {
        bail!("이 퀴즈에는 문제가 없습니다.");
    }
    let limit = paper.plan.minutes.map_or_else(String::new, |minutes| format!(" 시간은 {minutes}분입니다."));
    out.line(&format!("퀴즈 {}: {}문제.{limit}", quiz.id, paper.places.len()))?;
    let mut left = Left::Closed;
    if quiz.closed.is_none() {
        if paper.given() > 0 {
            out.line(&format!("이어서 풉니다. 답한 문제는 {}개입니다.", paper.given()))?;
        }
        out.line("`이전`, `다음`, `목록`으로 오갑니다. 낸 답은 바꿀 수 없습니다.")?;
        out.line("")?;
        left = sit(course, &bank, &mut paper, &Desk::Class(class, quiz), &mut keeper, read, out)?;
    }
    let (given, of) = (paper.given(), paper.places.len());
    if left != Left::Closed {
        out.line(&format!("{of}문제 가운데 {given}문제에 답했습니다. 답은 수업 폴더에 있습니다."))?;
        let open = left == Left::Stopped && given < of;
        out.line(if open {
            "`kijabi class quiz`로 이어서 풉니다."
        } else {
            "맞은 것과 설명은 선생님이 퀴즈를 닫은 뒤에 `kijabi class quiz`로 봅니다."
        })?;
        return Ok(Status::Good);
    }
    let judged = paper.judged(&bank);
    out.line("선생님이 닫은 퀴즈입니다.")?;
    sum_up(course, &exam::score(&course.title(), &bank, &paper.plan, &judged, false), &judged, out)?;
    Ok(Status::Good)
}

/// An answer as it is typed, and in words.
fn told(item: &Item, response: &Response) -> String {
    ask::numbers(item, response).unwrap_or_else(|| said(item, response))
}

/// What a question that was not answered right should have been.
fn wrong(at: usize, judged: &Judged, out: &mut Out) -> anyhow::Result<()> {
    let Judged { item, response, .. } = judged;
    out.line("")?;
    out.line(&format!("{}번:", at + 1))?;
    ask::show(item, out)?;
    let given = response.as_ref().map_or_else(|| "답하지 않았습니다.".to_owned(), |it| told(item, it));
    out.line(&format!("내 답: {given}"))?;
    let right = judge::right(item);
    out.line(&format!("맞는 답: {}", told(item, &right)))?;
    // Of what was left open it is said why the right answer is right.
    let why = if response.is_some() { judged.judgement.remarks.clone() } else { judge::judge(item, &right).remarks };
    for remark in &why {
        prose(&ask::remark(item, &remark.text), out)?;
    }
    if !item.because.is_empty() {
        prose(&item.because, out)?;
    }
    for code in &judged.judgement.mistakes {
        out.line(&format!("{}: kijabi explain {code}", ask::whose_mistake(item)))?;
    }
    Ok(())
}

/// The score, by chapter, and then everything that was not right.
fn sum_up(course: &Course, outcome: &Outcome, judged: &[Judged], out: &mut Out) -> anyhow::Result<()> {
    out.line(&format!("{}문제 가운데 {}문제를 맞혔습니다.", outcome.total, outcome.right))?;
    for topic in &outcome.topics {
        out.line(&format!("  {}: {}/{}", title(course, &topic.chapter), topic.right, topic.total))?;
    }
    for (at, it) in judged.iter().enumerate().filter(|(_, it)| !it.judgement.right) {
        wrong(at, it, out)?;
    }
    out.line("")?;
    Ok(())
}

/// Goes through a paper until it ends.
fn sit(
    course: &Course,
    bank: &Bank,
    paper: &mut Paper,
    desk: &Desk<'_>,
    keeper: &mut Keeper,
    read: &mut Read<'_>,
    out: &mut Out,
) -> anyhow::Result<Left> {
    let of = paper.places.len();
    let is_class = matches!(desk, Desk::Class(..));
    // An own exam that was broken off with everything answered goes on at its end.
    let mut at = paper.next_open(of - 1);
    loop {
        if out_of_time(paper, out)? {
            return Ok(Left::OutOfTime);
        }
        let Some(here) = at else {
            if is_class {
                return Ok(Left::Ended);
            }
            match all_answered(of, read, out)? {
                Some(to) => at = Some(to),
                None => return Ok(Left::Ended),
            }
            continue;
        };
        let place = &paper.places[here];
        let Some(item) = bank.item(&place.question, place.seed) else {
            bail!("문제를 만들 수 없습니다: {}", place.question)
        };
        out.line(&format!("문제 {}/{of} - {}", here + 1, title(course, &item.chapter)))?;
        let started = Instant::now();
        ask::show(&item, out)?;
        if let Some(given) = &place.response {
            out.line(&format!("지금 답: {}", told(&item, given)))?;
            if is_class {
                out.line("낸 답은 바꿀 수 없습니다.")?;
                out.line("")?;
                at = paper.next_open(here);
                continue;
            }
        }
        match ask::ask(&item, &WORDS, read, out)? {
            Said::End => return Ok(if is_class { Left::Stopped } else { Left::Ended }),
            Said::Stop => {
                let open: Vec<String> =
                    (0..of).filter(|&at| !paper.is_given(at)).map(|at| (at + 1).to_string()).collect();
                if is_class {
                    return Ok(Left::Stopped);
                }
                if open.is_empty() {
                    return Ok(Left::Ended);
                }
                out.line(&format!("비어 있는 문제: {}. 틀린 것으로 셉니다. 끝내려면 한 번 더 q.", open.join(", ")))?;
                out.flush()?;
                match read()? {
                    Some(line) if !STOP.contains(&line.trim()) => {}
                    _ => return Ok(Left::Ended),
                }
            }
            Said::Word("이전") => at = Some((here + of - 1) % of),
            Said::Word("다음") => at = Some((here + 1) % of),
            Said::Word(_) => list(bank, paper, out)?,
            Said::Answer(response) => {
                if out_of_time(paper, out)? {
                    return Ok(Left::OutOfTime);
                }
                let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
                match give(bank, paper, here, response, millis, desk, keeper) {
                    Ok(()) => at = paper.next_open(here),
                    Err(Refused::Closed) => {
                        out.line("선생님이 퀴즈를 닫았습니다. 이 답은 세지 않습니다.")?;
                        return Ok(Left::Closed);
                    }
                    Err(Refused::Unwritten(reason)) => out.line(&format!("답을 내지 못했습니다. {reason}"))?,
                }
            }
        }
        out.line("")?;
    }
}

fn out_of_time(paper: &Paper, out: &mut Out) -> anyhow::Result<bool> {
    let is_over = paper.seconds_left(clock::now()) == Some(0);
    if is_over {
        out.line("시간이 다 되었습니다.")?;
    }
    Ok(is_over)
}

/// Keeps an answer.
fn give(
    bank: &Bank,
    paper: &mut Paper,
    at: usize,
    response: Response,
    millis: u64,
    desk: &Desk<'_>,
    keeper: &mut Keeper,
) -> Result<(), Refused> {
    let Some(place) = paper.places.get(at) else { return Ok(()) };
    if let Desk::Class(class, quiz) = desk {
        let (question, seed) = (place.question.clone(), place.seed);
        let answer = class.answer(&quiz.id, &Answer { question, seed, response, millis, time: clock::now() })?;
        paper.give(at, answer.response, answer.millis);
        if let Some(judged) = paper.judged(bank).get(at) {
            keeper.keep(vec![Event::Reviewed(keeper.record.exam_review(clock::today(), judged))]);
        }
    } else {
        paper.give(at, response, millis);
        keeper.keep(vec![Event::ExamKept(Box::new(paper.clone()))]);
    }
    Ok(())
}

/// The questions and whether they are answered.
fn list(bank: &Bank, paper: &Paper, out: &mut Out) -> anyhow::Result<()> {
    for (at, place) in paper.places.iter().enumerate() {
        let state = if place.response.is_some() { "답함" } else { "비어 있음" };
        let words = bank.get(&place.question).map_or("", |entry| entry.title.as_str());
        out.line(&format!("  {}. {state}: {}", at + 1, words.replace(['`', '*'], "")))?;
    }
    Ok(())
}

/// Everything is answered: where the learner wants to go once more; nowhere where it is the end.
fn all_answered(of: usize, read: &mut Read<'_>, out: &mut Out) -> anyhow::Result<Option<usize>> {
    out.line("모두 답했습니다. 끝내려면 Enter, 고치려면 문제 번호를 적으십시오.")?;
    loop {
        out.flush()?;
        let Some(line) = read()? else { return Ok(None) };
        match line.trim() {
            "" => return Ok(None),
            word if STOP.contains(&word) => return Ok(None),
            word => match word.parse::<usize>() {
                Ok(number) if (1..=of).contains(&number) => return Ok(Some(number - 1)),
                _ => out.line(&format!("끝내려면 Enter, 고치려면 1부터 {of}까지의 번호를 적으십시오."))?,
            },
        }
    }
}
