//! A sitting line by line: an answer is kept before the next question is asked.
//!
//! How easy a right answer was can be said as a line of its own before the next answer; whoever says nothing found it as easy
//! as usual.
//!
//! Must not know: how a question is judged or when it is due.

use std::time::{Duration, Instant};

use super::ask::{self, Read, Said};
use super::{Keeper, bank, title};
use crate::cli::Status;
use crate::cli::out::Out;
use crate::cli::prose::prose;
use crate::lesson::Course;
use crate::quiz::{Item, Judgement, Task, judge};
use crate::shell::clock;
use crate::study::Event;
use crate::study::memory::Grade;
use crate::study::review::Review;
use crate::study::session::{Pick, Session, Why, Wish, waiting};

/// How it is said that a right answer was hard, or easy. Where a line is typed in answer the letters are one.
const RATINGS: [&[&str]; 2] = [&["어려움", "h", "ㅗ"], &["쉬움", "e", "ㄷ"]];
const RATINGS_TYPING: [&[&str]; 2] = [&["어려움"], &["쉬움"]];

/// Asks what `wish` wants.
pub(super) fn run(
    course: &Course,
    program: &str,
    wish: &Wish,
    read: &mut Read<'_>,
    out: &mut Out,
) -> anyhow::Result<Status> {
    let bank = bank(course);
    let mut keeper = Keeper::open(course.id());
    let mut session = Session::plan(&bank, &keeper.record, clock::today(), wish);
    let waiting = if wish.due || !wish.chapters.is_empty() { Vec::new() } else { waiting(&bank, &keeper.record) };
    let of_others = waiting.first().map(|chapter| {
        format!(
            "새 문제는 첫 장과 읽은 장에서 나옵니다. 아직 읽지 않은 장 {}개의 문제는 `{program} quiz --chapter {chapter}`처럼 장을 골라 풉니다.",
            waiting.len()
        )
    });
    if session.left() == 0 {
        out.line(if wish.due {
            "오늘 복습할 것이 없습니다."
        } else {
            "지금 물을 것이 없습니다."
        })?;
        of_others.iter().try_for_each(|line| out.line(line))?;
        return Ok(Status::Good);
    }
    of_others.iter().try_for_each(|line| out.line(line))?;
    let planned = session.left();
    let (mut asked, mut right) = (0, 0);
    // The last answer that was right, and may still be said to have been hard or easy.
    let mut rated: Option<Pick> = None;
    let mut stopped = false;
    while let Some(pick) = session.draw() {
        let Some(item) = bank.item(&pick.question, pick.seed) else { continue };
        let of = session.asked + session.left();
        let again = match of.saturating_sub(planned) {
            0 => String::new(),
            again => format!(", 다시 물을 것 +{again}"),
        };
        out.line(&format!("문제 {}/{of} ({}{again}) - {}", session.asked, why(&pick), title(course, &item.chapter)))?;
        let started = Instant::now();
        ask::show(&item, out)?;
        let words = if let Task::Write(_) = item.task { RATINGS_TYPING } else { RATINGS };
        let response = loop {
            match ask::ask(&item, &words, read, out)? {
                Said::Answer(response) => break Some(response),
                Said::Stop | Said::End => break None,
                Said::Word(word) => rate(&mut keeper, rated.take(), word, out)?,
            }
        };
        let Some(response) = response else {
            stopped = true;
            break;
        };
        let judgement = judge::judge(&item, &response);
        asked += 1;
        right += usize::from(judgement.right);
        let grade = if judgement.right { Grade::Good } else { Grade::Again };
        let reopens = keeper.record.reopens(&pick.card, clock::today(), grade, item.exercise.as_deref());
        keeper.keep(vec![Event::Reviewed(review(&pick, &judgement, grade, started.elapsed(), reopens.clone()))]);
        tell(course, program, &item, &judgement, out)?;
        if let Some(exercise) = reopens {
            out.line(&format!(
                "두 번 잊은 것입니다. 빈 파일에서 다시 풀어 보십시오: {program} --plain open {exercise} --file 답.yaml"
            ))?;
        }
        rated = judgement.right.then(|| pick.clone());
        if judgement.right {
            out.line("어려웠으면 `어려움`, 쉬웠으면 `쉬움`을 적으십시오. 그냥 두어도 됩니다.")?;
        }
        out.line("")?;
        if !judgement.right {
            session.again(&pick);
        }
    }
    if !stopped && rated.is_some() {
        // Behind the last answer nothing else is asked.
        out.flush()?;
        let word = read()?.unwrap_or_default();
        let known = RATINGS.iter().find(|ways| ways.contains(&word.trim())).and_then(|ways| ways.first());
        if let Some(word) = known {
            rate(&mut keeper, rated.take(), word, out)?;
        }
    }
    out.line(&match asked {
        0 => "답한 문제가 없습니다.".to_owned(),
        _ => format!("{asked}번 답해서 {right}번 맞혔습니다."),
    })?;
    Ok(Status::Good)
}

/// Keeps how easy the last answer was.
fn rate(keeper: &mut Keeper, pick: Option<Pick>, word: &str, out: &mut Out) -> anyhow::Result<()> {
    let Some(pick) = pick else {
        out.line("맞힌 답 바로 뒤에만 적습니다.")?;
        return Ok(());
    };
    let grade = if word == "쉬움" { Grade::Easy } else { Grade::Hard };
    keeper.keep(vec![Event::Rated { card: pick.card, seed: pick.seed, grade }]);
    out.line(&format!("앞 답을 `{word}`으로 적었습니다."))?;
    Ok(())
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

fn review(pick: &Pick, judgement: &Judgement, grade: Grade, took: Duration, reopens: Option<String>) -> Review {
    Review {
        card: pick.card.clone(),
        question: pick.question.clone(),
        seed: pick.seed,
        grade,
        millis: u32::try_from(took.as_millis()).unwrap_or(u32::MAX),
        mistakes: judgement.mistakes.clone(),
        exam: false,
        reopens,
    }
}

/// What is to be said of an answer.
fn tell(course: &Course, program: &str, item: &Item, judgement: &Judgement, out: &mut Out) -> anyhow::Result<()> {
    out.line(if judgement.right { "맞았습니다." } else { "그렇지 않습니다." })?;
    if !judgement.answer.is_empty() {
        let right = ask::numbers(item, &judge::right(item)).unwrap_or_else(|| judgement.answer.clone());
        prose(&format!("맞는 답: {right}"), out)?;
    }
    for remark in &judgement.remarks {
        prose(&ask::remark(item, &remark.text), out)?;
    }
    if !item.because.is_empty() {
        prose(&item.because, out)?;
    }
    if !judgement.right {
        out.line(&format!(
            "글: {} › {} ({program} --plain open {})",
            title(course, &item.chapter),
            item.heading,
            item.chapter
        ))?;
        if let Some(exercise) = &item.exercise {
            out.line(&format!("과제: {program} --plain open {exercise}"))?;
        }
        for code in &judgement.mistakes {
            out.line(&format!("{}: kijabi explain {code}", ask::whose_mistake(item)))?;
        }
    }
    Ok(())
}
