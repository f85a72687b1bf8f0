//! Free play: a desk without a task beside a ready-made world. Nothing is graded; what is typed at the console happens, can be
//! taken back, and is there again the next time.
//!
//! Must not know: what commands do.

use std::collections::BTreeSet;

use super::burst::Burst;
use super::{Desk, File, Sheet};
use crate::app::scene::{Line, Role, Style};
use crate::app::screen::traffic::{self, Show};
use crate::app::shared::Shared;
use crate::cluster::Cluster;
use crate::cluster::trace::{Outcome, Trace};
use crate::cluster::world::World;
use crate::console::Console;
use crate::grade::session::writes_a_file;
use crate::lesson::catalogue::WorldEntry;
use crate::lesson::stream::{join, split};
use crate::study::Event as Deed;

/// So many commands can be taken back.
const MOST_UNDONE: usize = 200;
/// The file that a world begins with.
const FILE: &str = "service.yaml";
/// What it says.
const BLANK: &str = "# 매니페스트를 적고 콘솔에서 적용합니다:\n# kubectl apply -f service.yaml\n";

/// What stands below what an earlier sitting did.
const GONE_ON: &str = "여기까지가 지난번에 한 일입니다. 이어서 합니다.";

/// A world being played with.
#[derive(Debug)]
pub(super) struct Lab {
    /// Its name, and behind `@` the name it was kept under.
    id: String,
    pub(super) title: String,
    /// As it is at the start, as a text.
    pub(super) text: String,
    /// The commands that changed anything, the oldest first.
    done: Vec<Done>,
    /// The cluster as it stands, for the picture.
    cluster: Cluster,
    /// What is typed into the files and not yet kept.
    pub(super) burst: Burst,
    /// What can be looked at: the last request, and what the apps ask each other.
    shows: Vec<(String, Trace)>,
}

/// A command that changed the cluster, a file or where one stands, and the way back to before it.
#[derive(Debug)]
struct Done {
    line: String,
    /// The session before it.
    before: Console,
    /// How many entries the log had then.
    logged: usize,
}

/// What the record's names of worlds begin with.
const RECORD: &str = "lab:";

/// Under which name the record keeps a world.
pub fn record_id(id: &str) -> String {
    format!("{RECORD}{id}")
}

/// The world that the record keeps under a name; nothing where the name is not one of a world.
pub fn of_record(name: &str) -> Option<&str> {
    name.strip_prefix(RECORD)
}

impl Lab {
    fn new(id: &str, title: String, text: String) -> Self {
        Self {
            id: id.to_owned(),
            title,
            text,
            done: Vec::new(),
            cluster: Cluster::default(),
            burst: Burst::default(),
            shows: Vec::new(),
        }
    }

    fn mark(&mut self, line: &str, before: Console, logged: usize, console: &Console) {
        if console.has_changed_since(&before) {
            if self.done.len() == MOST_UNDONE {
                self.done.remove(0);
            }
            self.done.push(Done { line: line.to_owned(), before, logged });
        }
    }

    /// Looks at the cluster again.
    fn look(&mut self, console: &Console) {
        self.cluster = console.cluster().clone();
        self.shows.clear();
        if let Some((name, trace)) = console.last_request() {
            self.shows.push((format!("마지막 요청: {name}"), trace.clone()));
        }
        let calls = self.cluster.calls();
        self.shows.extend(calls.into_iter().map(|call| {
            let to = format!("{}:{}", call.to.host, call.to.port);
            (format!("{} → {to}", call.from), call.trace)
        }));
    }
}

impl Desk {
    /// A world to play with, where it was left.
    ///
    /// # Errors
    /// Where there is no such world, in Korean.
    pub fn lab(id: &str, shared: &Shared) -> Result<Self, String> {
        let name = id.split('@').next().unwrap_or(id);
        let own = shared.world.as_ref().filter(|it| it.id == id).map(|it| WorldEntry::clone(it));
        let entry = own.map_or_else(|| shared.catalogue.world(name).map_err(|fault| fault.to_string()), Ok)?;
        World::read(&entry.text).map_err(|_| format!("세계 `{name}`을 읽을 수 없습니다."))?;
        let kept = shared.record.exercise(&record_id(id)).and_then(|known| known.text.as_deref());
        let files = match kept {
            Some(text) => split(text, FILE),
            None => vec![File { name: FILE.to_owned(), text: BLANK.to_owned() }],
        };
        let starter = vec![File { name: FILE.to_owned(), text: BLANK.to_owned() }];
        let mut desk = Self::new(None, files, starter, super::Words::of(&entry.text), shared);
        // The record keeps one script of what was entered one by one.
        let entries = desk.answer.log.iter().flat_map(|script| Console::entries(script)).map(str::to_owned);
        desk.answer.log = entries.collect();
        desk.lab = Some(Lab::new(id, entry.title, entry.text));
        desk.grade();
        desk.show_console();
        desk.begin_session();
        desk.look_at_lab();
        desk.arrange(shared.size);
        Ok(desk)
    }

    /// The session as it stands before a command, where that can be taken back.
    pub(super) fn way_back(&self) -> Option<(Console, usize)> {
        self.prompt.console().filter(|_| self.plays()).map(|console| (console.clone(), self.answer.log.len()))
    }

    /// Takes note of a command that was run, if it changed anything: one that only looked is nothing to take back.
    pub(super) fn mark(&mut self, line: &str, way_back: Option<(Console, usize)>) {
        let (Some(lab), Some(console), Some((before, logged))) = (&mut self.lab, self.prompt.console(), way_back)
        else {
            return;
        };
        lab.mark(line, before, logged, console);
    }

    /// Takes back the last command that changed anything, and what was only looked at since; says which it was.
    pub(super) fn take_back(&mut self, shared: &mut Shared) -> String {
        let Some(Done { line, before, logged }) = self.lab.as_mut().and_then(|lab| lab.done.pop()) else {
            return "되돌릴 것이 없습니다. 클러스터나 파일을 바꾼 명령이 없습니다.".to_owned();
        };
        self.take_files_off(&before, shared);
        self.prompt.set_console(before);
        self.answer.log.truncate(logged);
        // What lies in the session's folder is told again with the next command.
        self.prompt.forget_files();
        self.look_at_lab();
        self.player.finish();
        self.keep_lab(shared);
        format!("되돌렸습니다: {}", line.lines().next().unwrap_or(""))
    }

    /// What commands wrote into files since `before`, out of the editor again, if it stands there as they wrote it.
    fn take_files_off(&mut self, before: &Console, shared: &mut Shared) {
        let Some(now) = self.prompt.console() else { return };
        let mut changed = Vec::new();
        let mut gone = Vec::new();
        for (at, sheet) in self.sheets.iter().enumerate() {
            let path = format!("{}/{}", crate::grade::session::FOLDER, sheet.name);
            if now.laptop_files().read(&path).is_ok_and(|text| &*text == sheet.editor.text()) {
                match before.laptop_files().read(&path) {
                    Ok(text) => changed.push(File { name: sheet.name.clone(), text: text.to_string() }),
                    Err(_) => gone.push(at),
                }
            }
        }
        for at in gone.into_iter().rev().filter(|at| *at > 0) {
            self.sheets.remove(at);
            self.answer.files.remove(at);
            self.active = if self.active >= at { self.active - 1 } else { self.active };
        }
        self.set_files(&changed, shared);
    }

    /// The picture follows the session.
    pub(super) fn look_at_lab(&mut self) {
        if let (Some(lab), Some(console)) = (&mut self.lab, self.prompt.console()) {
            lab.look(console);
        }
    }

    /// Keeps the world as it was played.
    pub(super) fn keep_lab(&self, shared: &mut Shared) {
        if let Some(lab) = &self.lab {
            shared.remember(Deed::TextSaved { exercise: record_id(&lab.id), text: join(&self.answer.to_files()) });
        }
    }

    /// The prompt's own commands of free play: `save NAME`, `undo`; whether it was one.
    pub(super) fn lab_command(&mut self, line: &str, shared: &mut Shared) -> bool {
        let Some(lab) = &mut self.lab else { return false };
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["undo"] => {
                let words = self.take_back(shared);
                self.prompt.terminal.note(&words);
            }
            ["save", name] => {
                let world = lab.id.split('@').next().unwrap_or("").to_owned();
                lab.id = format!("{world}@{name}");
                self.keep_lab(shared);
                let words = format!("`{name}` 이름으로 저장했습니다. 세계 목록(F2)에서 다시 엽니다.");
                self.prompt.terminal.note(&words);
            }
            ["save"] => self.prompt.terminal.note("저장할 이름을 적으십시오: save 이름"),
            _ => return false,
        }
        true
    }

    /// Runs again what the record tells of an earlier sitting, so that it is seen and can be taken back like what follows.
    pub(super) fn go_on_playing(&mut self, console: &mut Console) {
        let Some(lab) = &mut self.lab else { return };
        for (logged, line) in self.answer.log.iter().enumerate() {
            let (before, sign) = (console.clone(), console.prompt());
            let output = console.run(line);
            if !writes_a_file(line) {
                self.prompt.terminal.echo(&sign, line);
                self.prompt.terminal.print(&output.stdout, &output.stderr, &output.notes);
                lab.mark(line, before, logged, console);
            }
        }
        if !self.answer.log.is_empty() {
            self.prompt.terminal.note(GONE_ON);
        }
    }

    /// How many things there are to look at, the cluster itself among them.
    pub(super) fn lab_shows(&self) -> usize {
        self.lab.as_ref().map_or(0, |lab| lab.shows.len() + 1)
    }

    /// The picture: the cluster as a whole, or one request in it.
    pub(super) fn lab_lines(&self, columns: usize, rows: usize) -> Vec<Line<'static>> {
        let Some(lab) = &self.lab else { return Vec::new() };
        let chosen = self.followed.unwrap_or(0);
        let mut lines = Vec::new();
        let row = |at: usize, mark: &'static str, role: Role, name: &str| {
            let here = at == chosen;
            let style = if here { Style::from(Role::Text).bold() } else { Role::Muted.into() };
            let name = crate::text::width::ellipsis(name, columns.saturating_sub(4));
            Line::of(if here { "> " } else { "  " }, Role::Accent).with(format!("{mark} "), role).with(name, style)
        };
        lines.push(row(0, " ", Role::Text, "클러스터 전체"));
        for (at, (name, trace)) in lab.shows.iter().enumerate() {
            let (mark, role) = match trace.end {
                Outcome::Answered { .. } | Outcome::Left { .. } => ("✓", Role::Good),
                _ => ("✗", Role::Bad),
            };
            lines.push(row(at + 1, mark, role, name));
        }
        lines.push(Line::default());
        match chosen.checked_sub(1).and_then(|at| lab.shows.get(at)) {
            None => lines.extend(traffic::overview(&lab.cluster, columns)),
            Some((_, trace)) => {
                let step = self.player.step(trace.hops.len());
                let show = Show { cluster: &lab.cluster, trace, goal: &BTreeSet::new() };
                lines.extend(show.picture(step, columns));
                lines.push(Line::default());
                if step + 1 >= trace.hops.len() {
                    lines.extend(traffic::ending(trace, columns));
                    lines.push(Line::default());
                }
                let room = rows.saturating_sub(lines.len());
                lines.extend(traffic::story_within(trace, step, columns, room));
            }
        }
        lines
    }

    /// How many hops the request that is looked at has.
    pub(super) fn lab_steps(&self) -> usize {
        let Some(lab) = &self.lab else { return 0 };
        self.followed.unwrap_or(0).checked_sub(1).and_then(|at| lab.shows.get(at)).map_or(0, |(_, it)| it.hops.len())
    }

    /// Everything as at the start.
    pub(super) fn reset_lab(&mut self, shared: &mut Shared) {
        let Some(lab) = &mut self.lab else { return };
        lab.done.clear();
        self.followed = None;
        self.prompt.reset();
        self.show_console();
        self.begin_session();
        self.look_at_lab();
        self.keep_lab(shared);
    }

    /// A manifest that a command wrote gets a tab of its own.
    pub(super) fn open_written(&mut self) {
        let Some(console) = self.prompt.console().filter(|_| self.lab.is_some()) else { return };
        let folder = crate::grade::session::FOLDER;
        let mut new = Vec::new();
        for entry in console.laptop_files().list(folder).unwrap_or_default() {
            let is_manifest = [".yaml", ".yml", ".json"].iter().any(|ending| entry.name.ends_with(ending));
            if is_manifest && !entry.is_folder && !self.sheets.iter().any(|sheet| sheet.name == entry.name) {
                let text = console.laptop_files().read(&format!("{folder}/{}", entry.name));
                new.extend(text.ok().map(|text| Sheet::new(entry.name.clone(), text.to_string())));
            }
        }
        for sheet in new {
            let file = File { name: sheet.name.clone(), text: sheet.editor.text().to_owned() };
            self.prompt.knows(&file);
            self.answer.files.push(file);
            self.sheets.push(sheet);
        }
    }

    /// The world that is played with, as [`Destination::Lab`](crate::app::screen::Destination::Lab) names it.
    pub(super) fn world_id(&self) -> Option<String> {
        self.lab.as_ref().map(|lab| lab.id.clone())
    }

    /// Whether the traffic pane shows a world to play with.
    pub(super) fn plays(&self) -> bool {
        self.lab.is_some()
    }
}
