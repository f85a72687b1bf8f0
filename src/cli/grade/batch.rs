//! `kijabi grade --submissions`: a folder of answers, graded on all cores, and `kijabi class merge`: shards of it joined.
//!
//! Students come in one order and are graded a bounded number at a time; each row goes into a spool in that order and is
//! read again for the report. So the report is the same bytes however many cores there are, memory does not grow with
//! the class, and a run that was interrupted finds in its spool what need not be graded again.
//!
//! Must not know: how an answer is graded or shown.

mod cache;
mod one;

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use rayon::prelude::*;

use crate::classroom::digest::{Hasher, of_course};
use crate::classroom::hand_in::HandIn;
use crate::classroom::live;
use crate::classroom::naming::{Meant, Naming};
use crate::classroom::report::{Format, Sheet, renderer};
use crate::classroom::roster::{Entry, Roster};
use crate::classroom::shard::Shard;
use crate::classroom::{Head, HeadExercise, Row, Summary};
use crate::cli::args::{Common, GradeArguments};
use crate::cli::out::{self, Out};
use crate::cli::{Status, course, explain};
use crate::grade::{Answer, Report};
use crate::lesson::{Course, Exercise};
use crate::shell::files::{self, io_reason};
use crate::shell::spool::{self, Merged};
use crate::shell::submissions::{Student, Submissions};
use crate::shell::{clock, home};
use crate::text::width::visible;
use cache::Cache;
use one::Class;

/// How many students are held at once.
const AT_ONCE: usize = 48;

/// Grades the folder `folder`.
pub(super) fn run(common: &Common, asked: &GradeArguments, folder: &Path, out: &mut Out) -> anyhow::Result<Status> {
    if asked.shard.is_some() && !matches!(asked.format, None | Some(Format::Json)) {
        bail!("조각은 `--format` 없이 만들고, 형식은 `kijabi class merge`에서 정합니다.");
    }
    let named = folder.display();
    let due = crate::shell::class::due(folder).map_err(|reason| anyhow!(reason))?;
    let mut roster = asked.roster.as_deref().map_or_else(|| Ok(Roster::default()), roster)?;
    roster.due = due;
    let class = class(common, asked, roster)?;
    let submissions =
        Submissions::list(folder, &class.naming, &class.roster).map_err(|reason| anyhow!("{named}: {reason}"))?;
    if submissions.is_empty() && class.roster.students.is_empty() {
        bail!("{named}: 채점할 답이 없습니다. `학번/과제.yaml`이나 `학번_과제.yaml`처럼 두십시오.");
    }
    let is_own =
        |given: &HandIn| class.head.pack == given.pack || class.naming.exercise(&given.exercise) != Meant::Unnamed;
    let foreign = submissions.foreign(&class.naming, &class.roster, is_own);
    if !foreign.is_empty() {
        let ids: Vec<_> = foreign.iter().take(3).map(|name| format!("`{}`", visible(name))).collect();
        let more = if foreign.len() > 3 { format!(" 외 {}개", foreign.len() - 3) } else { String::new() };
        bail!(
            "{named}: 다른 과정에서 제출한 답입니다. 이 과정({})에는 그 과제가 없습니다: {}{more}\n그 과정의 폴더를 `--course DIR`로 알려 주십시오.",
            class.head.course,
            ids.join(", ")
        );
    }
    if !submissions.passed_over().is_empty() {
        let first: Vec<_> = submissions.passed_over().iter().take(5).map(|name| visible(name)).collect();
        let more = submissions.passed_over().len().saturating_sub(5);
        let more = if more > 0 { format!(" 외 {more}개") } else { String::new() };
        out::note(&format!("누구의 답도 아닌 파일은 읽지 않았습니다: {}{more}", first.join(", ")));
    }
    let shard = asked.shard.unwrap_or(Shard::WHOLE);
    let format = asked.format.unwrap_or_default();
    let spool = Spool::begin(&class, asked, folder, shard)?;
    let status = if asked.shard.is_some() {
        grade(&class, &submissions, shard, &spool, &mut |_| Ok(()))?;
        hand_over(&spool, asked.out.as_deref(), out)?;
        Status::Good
    } else if format.is_row_by_row() {
        let (nothing, titles) = (Summary::new(&class.head), BTreeMap::new());
        let sheet = Sheet { head: &class.head, summary: &nothing, titles: &titles, ascii: common.ascii };
        let mut summary = None;
        deliver(asked.out.as_deref(), out, &mut |put| {
            let mut renderer = renderer(format, sheet);
            put(renderer.begin().as_bytes())?;
            let each = &mut |row: &Row| Ok(put(renderer.row(row).as_bytes())?);
            summary = Some(grade(&class, &submissions, shard, &spool, each)?);
            put(renderer.end().as_bytes())?;
            Ok(())
        })?;
        summary.as_ref().map_or(Status::Good, status)
    } else {
        let summary = grade(&class, &submissions, shard, &spool, &mut |_| Ok(()))?;
        let rows = std::slice::from_ref(&spool.fresh);
        report(&class.head, &summary, format, common.ascii, rows, asked.out.as_deref(), out)?;
        status(&summary)
    };
    spool.remove();
    Ok(status)
}

/// One answer alone, in a form made for a class.
pub(super) fn single(
    common: &Common,
    course: &Course,
    exercise: &Exercise,
    answer: &Answer,
    graded: &Report,
    format: Format,
) -> anyhow::Result<String> {
    let head = head(common, course, vec![HeadExercise::of(exercise, 1)], &Roster::default());
    let row = Row { student: "답".to_owned(), ..Row::graded(exercise, answer, graded) };
    let mut summary = Summary::new(&head);
    summary.add(&head, &row);
    let titles: BTreeMap<String, String> = explain::titles()?.into_iter().collect();
    let mut renderer = renderer(format, Sheet { head: &head, summary: &summary, titles: &titles, ascii: common.ascii });
    Ok([renderer.begin(), renderer.row(&row), renderer.end()].concat())
}

fn head(common: &Common, course: &Course, exercises: Vec<HeadExercise>, roster: &Roster) -> Head {
    Head {
        kijabi: env!("CARGO_PKG_VERSION").to_owned(),
        kubernetes: common.version().to_string(),
        course: visible(&course.title()).into_owned(),
        pack: of_course(course),
        zone: clock::zone_text(),
        roster: roster.fingerprint(),
        exercises,
    }
}

/// Joins `shards` into the report of the whole class.
pub(in crate::cli) fn merge(
    common: &Common,
    shards: &[PathBuf],
    format: Format,
    to: Option<&Path>,
    out: &mut Out,
) -> anyhow::Result<Status> {
    let head = together(shards)?;
    let mut summary = Summary::new(&head);
    for row in rows(&head, shards)? {
        summary.add(&head, &row.map_err(|reason| anyhow!(reason))?);
    }
    report(&head, &summary, format, common.ascii, shards, to, out)?;
    Ok(status(&summary))
}

/// The head of shards that belong together, every one of them whole and there once.
fn together(shards: &[PathBuf]) -> anyhow::Result<Head> {
    let mut found: BTreeMap<Shard, PathBuf> = BTreeMap::new();
    let mut head: Option<Head> = None;
    for path in shards {
        let named = path.display();
        let mut reader = spool::Reader::open(path).map_err(|reason| anyhow!("{named}: {reason}"))?;
        let known = head.get_or_insert_with(|| reader.head.clone());
        if *known != reader.head {
            bail!(
                "{named}: 다른 조각들과 과정, 과제, 배점, 명단(마감), 시간대, 키잡이의 버전 가운데 하나가 다릅니다. 같은 조건으로 다시 채점하십시오."
            );
        }
        let shard = reader.shard;
        if found.keys().next().is_some_and(|other| other.of != shard.of) {
            bail!("{named}: 조각의 수가 다릅니다({shard}).");
        }
        if let Some(other) = found.insert(shard, path.clone()) {
            bail!("{named}: {shard} 조각이 두 번 나옵니다({}).", other.display());
        }
        if let Some(Err(reason)) = reader.by_ref().find(Result::is_err) {
            bail!("{named}: {reason}");
        }
        if !reader.is_complete() {
            bail!("{named}: 끝까지 채점된 조각이 아닙니다. 그 조각을 다시 채점하십시오.");
        }
    }
    let of = found.keys().next().map_or(0, |shard| shard.of);
    let missing: Vec<String> = (1..=of)
        .map(|number| Shard { number, of })
        .filter(|shard| !found.contains_key(shard))
        .map(|shard| shard.to_string())
        .collect();
    if !missing.is_empty() {
        bail!("빠진 조각: {}", missing.join(", "));
    }
    head.ok_or_else(|| anyhow!("합칠 조각이 없습니다."))
}

fn rows(head: &Head, spools: &[PathBuf]) -> anyhow::Result<Merged> {
    let open = |path: &PathBuf| spool::Reader::open(path).map_err(|reason| anyhow!("{}: {reason}", path.display()));
    Ok(Merged::new(head.clone(), spools.iter().map(open).collect::<anyhow::Result<_>>()?))
}

/// Shows the rows of `spools`.
fn report(
    head: &Head,
    summary: &Summary,
    format: Format,
    ascii: bool,
    spools: &[PathBuf],
    to: Option<&Path>,
    out: &mut Out,
) -> anyhow::Result<()> {
    let titles: BTreeMap<String, String> = explain::titles()?.into_iter().collect();
    deliver(to, out, &mut |put| {
        let mut renderer = renderer(format, Sheet { head, summary, titles: &titles, ascii });
        put(renderer.begin().as_bytes())?;
        for row in rows(head, spools)? {
            put(renderer.row(&row.map_err(|reason| anyhow!(reason))?).as_bytes())?;
        }
        put(renderer.end().as_bytes())?;
        Ok(())
    })
}

/// Takes bytes on their way out.
type Put<'p> = &'p mut dyn FnMut(&[u8]) -> std::io::Result<()>;

/// Sends what `render` makes to the file that was named, which is replaced once all is there, or to standard output.
fn deliver(
    to: Option<&Path>,
    out: &mut Out,
    render: &mut dyn FnMut(Put<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let Some(path) = to else { return render(&mut |bytes| out.raw(bytes)) };
    files::sweep(path.parent().unwrap_or(Path::new(".")));
    let mut rendered = Ok(());
    let replaced = files::replace(path, |file| {
        rendered = render(&mut |bytes| file.write_all(bytes));
        // The reason is told by `rendered`; here it only keeps the file as it was.
        if rendered.is_ok() { Ok(()) } else { Err(std::io::Error::other("")) }
    });
    rendered?;
    replaced.map_err(|reason| anyhow!("{}: {reason}", path.display()))
}

fn status(summary: &Summary) -> Status {
    let strays = summary.students.iter().any(|student| student.strays > 0);
    Status::of(summary.handed_in == summary.passed && summary.missing == 0 && !strays)
}

/// The shard itself: the spool as it is.
fn hand_over(spool: &Spool, to: Option<&Path>, out: &mut Out) -> anyhow::Result<()> {
    let mut file = std::fs::File::open(&spool.fresh)?;
    if let Some(path) = to {
        let copied = files::replace(path, |out| std::io::copy(&mut file, out).map(drop));
        return copied.map_err(|reason| anyhow!("{}: {reason}", path.display()));
    }
    std::io::copy(&mut file, out)?;
    Ok(())
}

pub(in crate::cli) fn roster(path: &Path) -> anyhow::Result<Roster> {
    let named = path.display();
    let text = files::read(path).map_err(|unread| anyhow!("{named}: {}", unread.message()))?;
    Roster::read(&text, &clock::parse_moment).map_err(|reason| anyhow!("{named}: {reason}"))
}

/// What is graded, and by what.
fn class(common: &Common, asked: &GradeArguments, roster: Roster) -> anyhow::Result<Class> {
    let course = course(common, None)?;
    for id in asked.exercises() {
        super::exercise(&course, id)?;
    }
    let wanted = |id: &str| asked.exercises().next().is_none() || asked.exercises().any(|it| it == id);
    for (id, _) in &asked.weight {
        if !course.exercises().any(|(_, exercise)| exercise.id == *id && wanted(id)) {
            bail!("--weight: `{id}`: 채점하는 과제가 아닙니다.");
        }
    }
    for id in &roster.columns {
        super::exercise(&course, id).map_err(|error| anyhow!("명단의 `마감:{}` 열: {error}", visible(id)))?;
    }
    let ids = || course.exercises().map(|(_, exercise)| exercise.id.clone());
    let (graded, others): (Vec<String>, Vec<String>) = ids().partition(|id| wanted(id));
    let exercises: Vec<Exercise> =
        graded.iter().map(|id| super::exercise(&course, id)).collect::<anyhow::Result<_>>()?;
    let weight = |id: &str| asked.weight.iter().find(|(it, _)| it == id).map_or(1, |(_, weight)| *weight);
    let expected = exercises.iter().map(|it| HeadExercise::of(it, weight(&it.id))).collect();
    let head = head(common, &course, expected, &roster);
    let class = Class::new(head, exercises, common.version(), Naming::new(graded, others), roster);
    // Who grades one exercise does not ask for exams.
    let is_everything = asked.exercises().next().is_none();
    Ok(if is_everything { class.with_exams(course) } else { class })
}

/// A student to be graded: in the folder, in the roster, or both.
struct Task<'s> {
    id: String,
    entry: Option<&'s Entry>,
    found: Option<Student<'s>>,
    /// A name in the folder that is no text.
    nameless: bool,
}

/// Every student of the share, in order.
fn tasks<'s>(class: &'s Class, submissions: &'s Submissions, shard: Shard) -> impl Iterator<Item = Task<'s>> {
    let roster = &class.roster;
    let mut others: BTreeMap<String, bool> = roster.students.keys().map(|id| (id.clone(), false)).collect();
    for path in submissions.nameless() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        others.insert(crate::classroom::student::id(&name.unwrap_or_default()), true);
    }
    let mut others: Peekable<_> = others.into_iter().peekable();
    let mut found: Peekable<_> = submissions.students(roster).peekable();
    std::iter::from_fn(move || {
        let order = match (found.peek(), others.peek()) {
            (None, None) => return None,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(student), Some((id, _))) => student.id.cmp(id),
        };
        let student = order.is_le().then(|| found.next()).flatten();
        let other = order.is_ge().then(|| others.next()).flatten();
        let id = student.as_ref().map(|it| it.id.clone()).or(other.as_ref().map(|it| it.0.clone()))?;
        let entry = roster.students.get(&id);
        Some(Task { entry, found: student, nameless: other.is_some_and(|it| it.1), id })
    })
    .filter(move |task| shard.has(&task.id))
}

/// Grades everybody of the share into the spool, and shows each row to `each`; gives what they add up to.
fn grade(
    class: &Class,
    submissions: &Submissions,
    shard: Shard,
    spool: &Spool,
    each: &mut dyn FnMut(&Row) -> anyhow::Result<()>,
) -> anyhow::Result<Summary> {
    let broken = |error: std::io::Error| anyhow!("{}: {}", spool.fresh.display(), io_reason(&error));
    let mut writer = spool::Writer::create(&spool.fresh, &class.head, shard).map_err(broken)?;
    let mut cache = Cache::open(&spool.old, &class.head);
    let mut summary = Summary::new(&class.head);
    let progress = progress(tasks(class, submissions, shard).count());
    let _quiet = Quiet::begin();
    let mut tasks = tasks(class, submissions, shard);
    loop {
        let batch: Vec<Task<'_>> = tasks.by_ref().take(AT_ONCE).collect();
        let Some(last) = batch.last() else { break };
        let known = cache.up_to(&last.id);
        let done: Vec<_> = batch.par_iter().map(|task| class.rows(task, &known)).collect();
        for rows in done {
            for row in &rows {
                summary.add(&class.head, &row.row);
                writer.add(&row.line).map_err(broken)?;
                each(&row.row)?;
            }
            progress.inc(1);
        }
        writer.flush().map_err(broken)?;
        progress.set_message(format!("답 {}건, 통과 {}건", summary.handed_in, summary.passed));
    }
    writer.finish().map_err(broken)?;
    progress.finish_and_clear();
    Ok(summary)
}

/// A bar on a terminal's standard error; nothing elsewhere.
fn progress(students: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(students as u64), ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{bar:20} 학생 {pos}/{len} · {msg} · {left}");
    let left = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let seconds = i64::try_from(state.eta().as_secs()).unwrap_or(i64::MAX);
        // What cannot be written on a bar is not written.
        let _ = match seconds {
            ..10 => out.write_str("곧 끝남"),
            _ => write!(out, "{} 남음", live::ago(seconds)),
        };
    };
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).with_key("left", left).progress_chars("=> "))
}

/// While this lives a panic is written to the log alone: it is caught and becomes a row.
struct Quiet;

impl Quiet {
    fn begin() -> Self {
        std::panic::set_hook(Box::new(|info| log::error!("{info}")));
        Self
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        drop(std::panic::take_hook());
    }
}

/// Where rows are kept while they are made: beside the report that is asked for, or in the data folder.
struct Spool {
    fresh: PathBuf,
    old: PathBuf,
}

impl Spool {
    /// What an interrupted run of the same kind left becomes the old spool.
    fn begin(class: &Class, asked: &GradeArguments, folder: &Path, shard: Shard) -> anyhow::Result<Self> {
        let place = if let Some(out) = &asked.out {
            let mut name = std::ffi::OsString::from(".");
            name.push(out.file_name().ok_or_else(|| anyhow!("{}: 파일 이름이 없습니다.", out.display()))?);
            out.with_file_name(name)
        } else {
            let home =
                home::folder().ok_or_else(|| anyhow!("기록할 폴더를 알 수 없습니다. KIJABI_HOME을 정하십시오."))?;
            let place = home.join("grading");
            std::fs::create_dir_all(&place).map_err(|error| anyhow!("{}: {}", place.display(), io_reason(&error)))?;
            let folder = files::absolute(folder);
            let key = Hasher::default().with(folder.as_bytes()).with(format!("{:?}{shard}", class.head).as_bytes());
            place.join(key.finish())
        };
        let with = |end: &str| {
            let mut name = place.clone().into_os_string();
            name.push(end);
            PathBuf::from(name)
        };
        let spool = Self { fresh: with(".part"), old: with(".old") };
        let length = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len());
        if length(&spool.fresh) > length(&spool.old) {
            std::fs::rename(&spool.fresh, &spool.old)?;
        }
        Ok(spool)
    }

    /// The report is there: the rows are needed no more.
    fn remove(&self) {
        for path in [&self.fresh, &self.old] {
            // It may never have been there.
            let _ = std::fs::remove_file(path);
        }
    }
}
