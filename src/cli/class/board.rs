//! `kijabi class board`: the live class on a screen, or as it is now in lines.
//!
//! Must not know: how the class is followed, how the screen looks.

use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;

use crate::classroom::live::{Board, Learner, Sorting, Whereabouts, Work, before, lasting};
use crate::classroom::roster::Roster;
use crate::cli::args::Common;
use crate::cli::grade::batch;
use crate::cli::out::Out;
use crate::shell::class::Follow;

/// Shows the class on `folder`.
pub(super) fn run(
    common: &Common,
    folder: &Path,
    roster: Option<&Path>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<()> {
    let roster = roster.map_or_else(|| Ok(Roster::default()), batch::roster)?;
    let mut follow = Follow::new(folder, roster);
    let board = follow.look().map_err(|reason| anyhow!("{}: {reason}", folder.display()))?;
    if json {
        return board.learners.iter().try_for_each(|learner| Ok(out.json(&Row::of(learner, board.now))?));
    }
    if common.plain {
        return plain(&board, out);
    }
    #[cfg(feature = "tui")]
    return crate::cli::tutor::look_on(
        common,
        |shared| Box::new(crate::app::screen::board::BoardPage::new(board, shared)),
        move || crate::app::event::Event::Board(follow.look()),
    );
    #[cfg(not(feature = "tui"))]
    plain(&board, out)
}

/// A learner for programs.
#[derive(Serialize)]
struct Row<'a> {
    student: &'a str,
    name: &'a str,
    chapter: Option<&'a str>,
    exercise: Option<&'a str>,
    held: Option<u32>,
    checks: Option<u32>,
    mistake: Option<&'a str>,
    mistake_line: Option<u32>,
    stuck_seconds: Option<i64>,
    seconds_since_progress: Option<i64>,
    seconds_since_last: Option<i64>,
    passed: Vec<&'a str>,
    handed_in: Vec<&'a str>,
    seconds_since_handed_in: Option<i64>,
    hint: u32,
    answer_seen: bool,
    minutes: u32,
    left_seconds: Option<i64>,
    fault: &'a str,
}

impl<'a> Row<'a> {
    fn of(learner: &'a Learner, now: i64) -> Self {
        let stuck = learner.stuck(now);
        let here = learner.here();
        Self {
            student: &learner.id,
            name: &learner.name,
            chapter: learner.chapter.as_deref(),
            exercise: learner.exercise.as_deref(),
            held: learner.checks.map(|checks| checks.0),
            checks: learner.checks.map(|checks| checks.1),
            mistake: stuck.as_ref().map(|stuck| stuck.mistake),
            mistake_line: stuck.as_ref().map(|stuck| stuck.line).filter(|line| *line > 0),
            stuck_seconds: stuck.as_ref().map(|stuck| stuck.seconds),
            seconds_since_progress: learner.standing(now),
            seconds_since_last: learner.last.map(|last| now - last),
            passed: learner.passed.iter().map(String::as_str).collect(),
            handed_in: learner.handed_in().map(|(id, _)| id).collect(),
            seconds_since_handed_in: here.and_then(|work| work.handed_in).map(|time| now - time),
            hint: here.map_or(0, |work| work.hints),
            answer_seen: here.is_some_and(|work| work.answer_seen),
            minutes: here.map_or(0, Work::minutes),
            left_seconds: match learner.whereabouts(now) {
                Whereabouts::Left(seconds) => Some(seconds),
                _ => None,
            },
            fault: &learner.fault,
        }
    }
}

/// A sentence a learner, those who are stuck longest first.
fn plain(board: &Board, out: &mut Out) -> anyhow::Result<()> {
    for learner in board.sorted(Sorting::Stuck) {
        let name = if learner.name.is_empty() { String::new() } else { format!(" {}", learner.name) };
        let place = match (&learner.exercise, &learner.chapter) {
            (Some(id), _) => format!("과제 {id}"),
            (None, Some(id)) => format!("장 {id}"),
            (None, None) if learner.handed_in().next().is_some() => "키잡이 밖에서 제출".to_owned(),
            (None, None) => "시작 전".to_owned(),
        };
        let mut told = vec![format!("{}{name}: {place}", learner.id)];
        told.extend(learner.checks.map(|(held, of)| format!("확인 {held}/{of}")));
        let stuck = learner.stuck(board.now);
        told.extend(stuck.map(|stuck| {
            let line = if stuck.line > 0 { format!(" {}번째 줄", stuck.line) } else { String::new() };
            format!("막힌 실수 {}{line} ({})", stuck.mistake, lasting(stuck.seconds))
        }));
        let here = learner.here();
        told.extend(here.filter(|work| work.answer_seen).map(|_| "정답을 봄".to_owned()));
        told.push(format!("통과 {}", learner.passed.len()));
        told.push(format!("제출 {}", learner.handed_in().count()));
        told.extend(
            here.and_then(|work| work.handed_in).map(|time| format!("이 과제 {} 제출", before(board.now - time))),
        );
        match learner.whereabouts(board.now) {
            Whereabouts::Left(seconds) => told.push(format!("{} 떠남", before(seconds))),
            _ => told.extend(learner.last.map(|last| format!("마지막 활동 {}", before(board.now - last)))),
        }
        if !learner.fault.is_empty() {
            told.push(format!("읽을 수 없음: {}", learner.fault));
        }
        out.line(&told.join(", "))?;
    }
    let mistakes: Vec<String> = board.mistakes().iter().map(|(code, count)| format!("{code} {count}명")).collect();
    if !mistakes.is_empty() {
        out.line(&format!("지금 막힌 실수: {}", mistakes.join(", ")))?;
    }
    Ok(())
}
