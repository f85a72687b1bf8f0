//! Reading: chapters, notes, and the pages of mistakes, in one screen.
//!
//! The text is laid out once for a width ([`layout`]) and then only moved over. What can be chosen in it are its
//! stops: links, manifests, and gates that wait for an answer. What a learner answers and how far they read goes into
//! the record.
//!
//! Must not know: where texts are kept, how a cluster decides.

mod bar;
mod book;
mod code;
mod contents;
mod find;
mod gate;
pub(super) mod inset;
mod keys;
pub mod layout;
mod popup;
mod scroll;
mod seek;
pub mod sheet;
mod show;
mod style;
mod table;
mod tabular;
mod visit;

#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod tests;

use super::{Destination, Go, Page};
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{self, Code, HelpRow, Key};
use crate::app::scene::{Point, Scene, Size};
use crate::app::shared::Shared;
use crate::study::{Event as Deed, Place as StudyPlace, notes_id};
use crate::text::width;
use book::{Book, Kind};
use contents::Goal;
use find::{Find, Found};
use keys::{Command, KEYS};
use popup::{Closed, Popup};
use sheet::{Sheet, StopKind};

/// Rows the wheel moves at a notch.
const NOTCH: isize = 3;
/// Rows of the last screen that stay in view on the next.
const OVERLAP: usize = 2;

/// A text being read.
pub struct Reader {
    book: Book,
    sheet: Sheet,
    /// The screen the sheet was laid out for.
    size: Size,
    /// The first row seen.
    top: usize,
    /// The first row seen that the learner went to: where in the text it begins, and the how manieth it is of the rows that begin
    /// there. Another size of the screen may show more above it, and the size before shows it again as it was.
    place: Option<(usize, usize)>,
    /// The stop the learner is on.
    focus: Option<usize>,
    find: Option<Find>,
    popup: Option<Popup>,
    /// Whether the last key asked to leave a chapter with a question open, or half read.
    warned: bool,
}

impl Reader {
    /// A chapter, where it was left or at a heading.
    pub fn chapter(id: &str, heading: Option<&str>, shared: &Shared) -> Result<Self, String> {
        let mut reader = Self::of(Book::chapter(id, shared)?, shared.size);
        let left_at = shared.record.chapter(id).map_or(0, |record| record.position as usize);
        reader.top = reader.row_of(left_at);
        if let Some(row) = heading.and_then(|title| reader.sheet.headings.iter().find(|it| it.title == title)) {
            reader.top = row.row;
        } else if let Some(gate) = reader.first_gate().filter(|_| heading.is_some()) {
            // What is meant stands behind it.
            reader.focus_gate(gate);
        }
        reader.clamp();
        Ok(reader)
    }

    /// Why a heading that was asked for is not seen, and how it comes to be.
    pub fn why_closed(&self, heading: &str) -> Option<String> {
        let is_seen = self.sheet.headings.iter().any(|it| it.title == heading);
        let closed = !is_seen && self.first_gate().is_some();
        closed.then(|| format!("〈{heading}〉 부분은 이 문제 뒤에 있습니다. 생각해 보기에 답하면 이어서 나옵니다."))
    }

    /// The learner's notes, their headings as chapters, where they were left.
    pub fn notes(shared: &Shared) -> Result<Self, String> {
        let notes = shared.notes.as_ref().ok_or("노트를 읽을 수 없습니다. `kijabi read 파일.md`로 여십시오.")?;
        let left_at = shared.record.chapter(&notes_id(&notes.path)).map(|record| record.position as usize);
        let mut reader = Self::of(Book::notes(notes, left_at), shared.size);
        reader.top = left_at.map_or(0, |at| reader.row_of(at));
        reader.clamp();
        Ok(reader)
    }

    /// The page of a mistake.
    pub fn mistake(code: &str, shared: &Shared) -> Result<Self, String> {
        Ok(Self::of(Book::mistake(code, &shared.catalogue)?, shared.size))
    }

    fn of(book: Book, size: Size) -> Self {
        let mut reader = Self {
            book,
            sheet: Sheet::default(),
            size,
            top: 0,
            place: None,
            focus: None,
            find: None,
            popup: None,
            warned: false,
        };
        reader.lay_out();
        reader
    }

    // What slides are shown with.

    /// Shows these blocks of the chapter in place of all.
    pub(super) fn show_blocks(&mut self, blocks: Vec<crate::lesson::markdown::Block>) {
        self.book.blocks = blocks;
        (self.top, self.focus, self.find, self.popup) = (0, None, None, None);
        self.lay_out();
    }

    /// Moves on by a screen; whether there was more to see.
    pub(super) fn scroll_on(&mut self) -> bool {
        let more = self.top < self.last_top();
        self.scroll(self.height().saturating_sub(OVERLAP).max(1).cast_signed());
        more
    }

    /// Whether keys belong to something over the text: a search, a popup.
    pub(super) fn is_busy(&self) -> bool {
        self.popup.is_some() || self.find.is_some()
    }

    /// Whether a question waits for its answer.
    pub(super) fn is_asked(&self) -> bool {
        self.gate_waiting().is_some()
    }

    /// The text, without anything around it.
    pub(super) fn view_slide<'m>(&'m self, scene: &mut Scene<'m>) {
        self.view_page(scene);
        self.view_popup(scene);
    }

    fn view_popup(&self, scene: &mut Scene<'_>) {
        if let Some(popup) = &self.popup {
            let beside = self.focus.and_then(|focus| self.sheet.stops.get(focus)).map(|stop| &stop.rows);
            let row = beside.map(|rows| rows.start.saturating_sub(self.top)).and_then(|row| u16::try_from(row).ok());
            popup.view(chrome::body(self.size), row, scene);
        }
    }

    fn gate_waiting(&self) -> Option<usize> {
        self.sheet.stops.iter().find_map(|stop| match stop.kind {
            StopKind::Gate(number) => Some(number),
            StopKind::Link(_) | StopKind::Manifest { .. } | StopKind::Picture(_) => None,
        })
    }

    // Keys.

    fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
        if let Some(popup) = &mut self.popup {
            return popup.key(key).map_or(Go::Stay, |closed| self.popup_closed(closed));
        }
        if let Some(find) = self.find.as_mut().filter(|find| find.typing) {
            let found = find.key(key);
            self.found(found, shared);
            return Go::Stay;
        }
        let warned = std::mem::take(&mut self.warned);
        if let Some(go) = self.gate_key(key, shared) {
            return go;
        }
        let leaves = key::find(KEYS, key) == Some(Command::Next) && self.find.is_none();
        if leaves && !warned && self.gate_waiting().is_some() {
            self.warned = true;
            shared.say("답하지 않은 문제가 남아 있습니다. 한 번 더 누르면 다음 장으로 갑니다.");
            return Go::Stay;
        }
        if !warned && let Some(words) = self.strays(key) {
            self.warned = true;
            shared.say(words);
            return Go::Stay;
        }
        key::find(KEYS, key).map_or(Go::Stay, |command| self.command(command, shared))
    }

    /// What to say of an arrow that would leave a chapter half read: in a picture arrows are steps, and who presses one for a step
    /// where no picture is open must not find themselves two chapters on.
    fn strays(&self, key: Key) -> Option<&'static str> {
        let turns = !matches!(self.book.kind, Kind::Mistake);
        match key.code {
            Code::Right if turns && self.top < self.last_top() => {
                Some("이 장이 아직 남아 있습니다. 한 번 더 누르면 다음 장으로 갑니다.")
            }
            Code::Left if turns && self.top > 0 => Some("이 장을 읽는 중입니다. 한 번 더 누르면 이전 장으로 갑니다."),
            _ => None,
        }
    }

    fn command(&mut self, command: Command, shared: &mut Shared) -> Go {
        let page = self.height().saturating_sub(OVERLAP).max(1).cast_signed();
        match command {
            Command::Down => self.down(1),
            Command::Up => self.scroll(-1),
            Command::PageDown => self.page_down(page, shared),
            Command::PageUp => self.scroll(-page),
            Command::Top => self.scroll(isize::MIN / 2),
            Command::Bottom => self.scroll(isize::MAX / 2),
            Command::NextStop => self.step(true),
            Command::PreviousStop => self.step(false),
            Command::Act => return self.act(page, shared),
            Command::Edit => return self.edit(shared),
            Command::Watch => return self.watch(shared),
            Command::Exercise => return self.exercise(shared),
            Command::Answer => shared.say("이 화면에는 답을 기다리는 문제가 없습니다."),
            Command::Next if self.find.is_some() => self.found(Found::Step(true), shared),
            Command::FindPrevious if self.find.is_some() => self.found(Found::Step(false), shared),
            Command::FindPrevious => shared.say("찾는 말이 없습니다. /를 눌러 찾으십시오."),
            Command::Next => return self.turn(true, shared),
            Command::Previous => return self.turn(false, shared),
            Command::Contents => self.popup = Some(Popup::Contents(self.table_of_contents(shared))),
            Command::Find => self.find = Some(Find::new(self.top)),
            Command::Glossary => return Go::To(Destination::Glossary { term: None }),
            Command::Back => return self.back(),
        }
        Go::Stay
    }

    /// One thing at a time: the search ends, then the choice, then the text is left.
    fn back(&mut self) -> Go {
        if self.find.take().is_some() || self.focus.take().is_some() {
            return Go::Stay;
        }
        Go::Back
    }

    fn down(&mut self, rows: isize) {
        if self.top == self.last_top()
            && let Some(gate) = self.gate_waiting()
        {
            return self.focus_gate(gate);
        }
        self.scroll(rows);
    }

    fn page_down(&mut self, rows: isize, shared: &mut Shared) {
        if self.top == self.last_top() {
            match (self.gate_waiting(), &self.book.kind) {
                (Some(gate), _) => self.focus_gate(gate),
                (None, Kind::Mistake) => shared.say("끝입니다. Esc를 누르면 돌아갑니다."),
                (None, _) => shared.say("끝입니다. n을 누르면 다음 장으로 갑니다."),
            }
            return;
        }
        self.scroll(rows);
    }

    // What lies over the text.

    fn popup_closed(&mut self, closed: Closed) -> Go {
        self.popup = None;
        match closed {
            Closed::Nothing => {}
            Closed::Glossary(id) => return Go::To(Destination::Glossary { term: Some(id) }),
            Closed::Goal(Goal::Chapter(id)) => return Go::Instead(Destination::Chapter { id, heading: None }),
            Closed::Goal(Goal::Section(section)) => {
                self.open_section(section);
            }
            Closed::Goal(Goal::Row(row)) => {
                self.top = row;
                self.focus = None;
                self.clamp();
            }
        }
        Go::Stay
    }

    // The mouse.

    fn mouse(&mut self, mouse: Mouse, shared: &mut Shared) -> Go {
        match mouse {
            Mouse::Scroll { notches, .. } => self.scroll(notches as isize * NOTCH),
            Mouse::Press(at) if self.popup.is_none() => return self.press(at, shared),
            Mouse::Press(_) => self.popup = None,
            Mouse::Drag(_) | Mouse::Release(_) => {}
        }
        Go::Stay
    }

    fn press(&mut self, at: Point, shared: &mut Shared) -> Go {
        let area = Self::area(self.size);
        let number = self.top + usize::from(at.y.saturating_sub(area.y));
        let Some(row) = self.sheet.rows.get(number).filter(|_| area.has(at)) else { return Go::Stay };
        let offset = width::offset_at_cell(&row.line.text(), usize::from(at.x - area.x));
        let hit = self.sheet.stops.iter().position(|stop| match stop.place {
            Some(place) => row.parts.iter().any(|part| part.has(place, offset)),
            None => stop.rows.contains(&number),
        });
        let Some(stop) = hit else { return Go::Stay };
        self.focus = Some(stop);
        match self.sheet.stops.get(stop).map(|stop| stop.kind.clone()) {
            Some(kind) => self.enter_stop(kind, shared),
            None => Go::Stay,
        }
    }

    /// Notes how far the learner is, every screen or so: a program that is killed forgets no more than that.
    fn remember_way(&self, shared: &mut Shared) {
        let Some(id) = self.book.id() else { return };
        let known = shared.record.chapter(&id).map_or(0, |record| record.position as usize);
        let elsewhere = known < self.book.source.start || self.book.source.end < known;
        if elsewhere || self.top.abs_diff(self.row_of(known)) >= self.height() / 2 {
            self.remember_place(shared);
        }
    }

    fn remember_place(&self, shared: &mut Shared) {
        let Some(id) = self.book.id() else { return };
        // The heading of a section of notes has no place of its own: it goes with what is below it.
        let at = self.sheet.rows.get(self.top).map_or(0, |row| row.source).max(self.book.source.start);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if shared.record.chapter(&id).map_or(0, |record| record.position) != at {
            shared.remember(Deed::Position { chapter: id.into_owned(), at });
        }
    }

    /// Notes that the end was reached.
    fn remember_end(&self, shared: &mut Shared) {
        if let Some(id) = self.book.read_id()
            && self.percent() == 100
            && !shared.record.has_read(&id)
        {
            shared.remember(Deed::ChapterRead { chapter: id.into_owned() });
        }
    }
}

impl Page for Reader {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        self.fit(shared.size);
        let top = self.top;
        let go = match event {
            Event::Key(key) => self.key(*key, shared),
            Event::Mouse(mouse) => self.mouse(*mouse, shared),
            Event::Paste(text) => {
                if let Some(find) = self.find.as_mut().filter(|find| find.typing) {
                    let found = find.type_in(text);
                    self.found(found, shared);
                }
                Go::Stay
            }
            _ => Go::Stay,
        };
        if self.top != top {
            self.place = None;
        }
        self.remember_way(shared);
        self.remember_end(shared);
        go
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        let count = self.book.count(&shared.course).map_or(String::new(), |count| format!("{count} · "));
        chrome::top(shared, &self.book.place, &format!("{count}{}%", self.percent()), scene);
        self.view_page(scene);
        if let Some(find) = self.find.as_ref().filter(|_| self.popup.is_none()) {
            let (line, caret) = find.line(usize::from(self.size.width), self.gate_waiting().is_some());
            let y = self.size.height.saturating_sub(1);
            scene.line(0, y, self.size.width, line);
            scene.caret = find.typing.then_some(Point { y, ..caret });
        } else {
            chrome::bar(shared, &self.bar_rows(shared), scene);
        }
        self.view_popup(scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        self.help_rows()
    }

    fn name(&self) -> &'static str {
        match self.book.kind {
            Kind::Chapter(_) => "읽기",
            Kind::Notes { .. } => "노트 읽기",
            Kind::Mistake => "실수 설명",
        }
    }

    fn typing(&self) -> bool {
        self.popup.is_none() && self.find.as_ref().is_some_and(|find| find.typing)
    }

    fn enter(&mut self, shared: &mut Shared) {
        self.fit(shared.size);
        let place = match &self.book.kind {
            Kind::Chapter(id) => Some(StudyPlace::Chapter(id.clone())),
            Kind::Notes { path, .. } => Some(StudyPlace::Notes(path.clone())),
            Kind::Mistake => None,
        };
        if let Some(place) = place {
            shared.remember(Deed::Went(place));
        }
        self.remember_end(shared);
    }

    fn leave(&mut self, shared: &mut Shared) {
        self.remember_place(shared);
    }
}
