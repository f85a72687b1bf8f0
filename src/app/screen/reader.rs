//! Reading: chapters, notes, and the pages of mistakes, in one screen.
//!
//! The text is laid out once for a width ([`layout`]) and then only moved over. What can be chosen in it are its
//! stops: links, manifests, and gates that wait for an answer. What a learner answers and how far they read goes into
//! the record.
//!
//! Must not know: where texts are kept, how a cluster decides.

mod book;
mod code;
mod find;
mod gate;
mod inset;
mod keys;
pub mod layout;
mod popup;
pub mod sheet;
mod style;
mod table;

#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod tests;

use super::{Destination, Go, Page};
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{self, Code, HelpRow, Key};
use crate::app::scene::{Line, Point, Rect, Role, Scene, Size, Span, Style};
use crate::app::shared::Shared;
use crate::lesson::markdown::Target;
use crate::study::{Event as Deed, Place as StudyPlace};
use crate::text::width;
use book::{Book, Kind};
use find::{Find, Found};
use keys::{Command, KEYS};
use popup::{Closed, Contents, Popup};
use sheet::{Sheet, Stop, StopKind};

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
    /// The stop the learner is on.
    focus: Option<usize>,
    find: Option<Find>,
    popup: Option<Popup>,
}

impl Reader {
    /// A chapter, where it was left or at a heading.
    pub fn chapter(id: &str, heading: Option<&str>, shared: &Shared) -> Result<Self, String> {
        let mut reader = Self::of(Book::chapter(id, shared)?, shared.size);
        let left_at = shared.record.chapter(id).map_or(0, |record| record.position as usize);
        reader.top = reader.sheet.rows.partition_point(|row| row.source < left_at);
        if let Some(row) = heading.and_then(|title| reader.sheet.headings.iter().find(|it| it.title == title)) {
            reader.top = row.row;
        }
        reader.clamp();
        Ok(reader)
    }

    /// Any Markdown notes, their headings as chapters.
    #[must_use]
    pub fn notes(name: &str, text: &str, size: Size) -> Self {
        Self::of(Book::notes(name, text), size)
    }

    /// The page of a mistake.
    pub fn mistake(code: &str, shared: &Shared) -> Result<Self, String> {
        Ok(Self::of(Book::mistake(code, &shared.catalogue)?, shared.size))
    }

    fn of(book: Book, size: Size) -> Self {
        let mut reader = Self { book, sheet: Sheet::default(), size, top: 0, focus: None, find: None, popup: None };
        reader.lay_out();
        reader
    }

    // The page.

    /// Where the text is seen.
    fn area(size: Size) -> Rect {
        let body = chrome::body(size);
        let columns = book::columns(size);
        Rect { x: body.x + (body.width.saturating_sub(columns)) / 2, width: columns, ..body }
    }

    fn height(&self) -> usize {
        usize::from(Self::area(self.size).height).max(1)
    }

    fn lay_out(&mut self) {
        let columns = usize::from(book::columns(self.size));
        self.sheet = layout::lay_out(&self.book.blocks, columns, &self.book.insets);
        if let Some(find) = &mut self.find {
            find.search(&self.sheet);
        }
        self.clamp();
    }

    /// Brings the layout up to the screen's size, the first row seen staying what it was.
    fn fit(&mut self, size: Size) {
        if self.size == size {
            return;
        }
        let same_width = book::columns(self.size) == book::columns(size);
        self.size = size;
        if same_width {
            return self.clamp();
        }
        let source = self.sheet.rows.get(self.top).map_or(0, |row| row.source);
        self.lay_out();
        self.top = self.sheet.rows.partition_point(|row| row.source < source);
        self.clamp();
    }

    fn last_top(&self) -> usize {
        self.sheet.rows.len().saturating_sub(self.height())
    }

    fn clamp(&mut self) {
        self.top = self.top.min(self.last_top());
        self.focus = self.focus.filter(|&focus| focus < self.sheet.stops.len());
    }

    /// Moves the page; what leaves it is no longer chosen.
    fn scroll(&mut self, rows: isize) {
        self.top = self.top.saturating_add_signed(rows);
        self.clamp();
        if self.focus.is_some_and(|focus| !self.is_seen(focus)) {
            self.focus = None;
        }
    }

    fn is_seen(&self, stop: usize) -> bool {
        let seen = self.top..self.top + self.height();
        self.sheet.stops.get(stop).is_some_and(|stop| stop.rows.start < seen.end && seen.start < stop.rows.end)
    }

    /// Moves the page so that `row` is seen, with some text around it.
    fn show(&mut self, row: usize) {
        let height = self.height();
        if row < self.top || row >= self.top + height {
            self.top = row.saturating_sub(height / 3);
        }
        self.clamp();
    }

    fn gate_waiting(&self) -> Option<usize> {
        self.sheet.stops.iter().find_map(|stop| match stop.kind {
            StopKind::Gate(number) => Some(number),
            StopKind::Link(_) | StopKind::Manifest { .. } => None,
        })
    }

    /// How far the text is read, in hundredths.
    fn percent(&self) -> usize {
        let bottom = self.top + self.height();
        if bottom >= self.sheet.rows.len() && self.gate_waiting().is_none() {
            return 100;
        }
        let source =
            self.sheet.rows.get(bottom.min(self.sheet.rows.len()).saturating_sub(1)).map_or(0, |row| row.source);
        (source * 100 / self.book.length.max(1)).min(99)
    }

    // Keys.

    fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
        if let Some(popup) = &mut self.popup {
            return popup.key(key).map_or(Go::Stay, |closed| self.popup_closed(closed));
        }
        if let Some(find) = self.find.as_mut().filter(|find| find.typing) {
            let found = find.key(key);
            self.found(found);
            return Go::Stay;
        }
        if let Some(go) = self.gate_key(key, shared) {
            return go;
        }
        key::find(KEYS, key).map_or(Go::Stay, |command| self.command(command, shared))
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
            Command::Exercise => return self.exercise(shared),
            Command::Next if self.find.is_some() => self.found(Found::Step(true)),
            Command::FindPrevious => self.found(Found::Step(false)),
            Command::Next => return self.turn(true, shared),
            Command::Previous => return self.turn(false, shared),
            Command::Contents => self.contents(),
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
                (None, Kind::Mistake(_)) => shared.say("끝입니다. Esc를 누르면 돌아갑니다."),
                (None, _) => shared.say("끝입니다. n을 누르면 다음 장으로 갑니다."),
            }
            return;
        }
        self.scroll(rows);
    }

    /// Goes to the next stop, or the one before: from the one chosen, else from the top of the page.
    fn step(&mut self, forward: bool) {
        self.book.insets.unfocus();
        let stops = &self.sheet.stops;
        let bottom = self.top + self.height();
        let next = match (self.focus, forward) {
            (Some(focus), true) => focus + 1,
            (Some(focus), false) => match focus.checked_sub(1) {
                Some(before) => before,
                None => return,
            },
            (None, true) => stops.partition_point(|stop| stop.rows.start < self.top),
            (None, false) => match stops.iter().rposition(|stop| stop.rows.start < bottom) {
                Some(last) => last,
                None => return,
            },
        };
        let Some(stop) = stops.get(next) else { return };
        let (row, kind) = (stop.rows.start, stop.kind.clone());
        self.focus = Some(next);
        self.show(row);
        if let StopKind::Gate(gate) = kind {
            self.focus_gate(gate);
        }
    }

    fn act(&mut self, page: isize, shared: &mut Shared) -> Go {
        let Some(stop) = self.focus.and_then(|focus| self.sheet.stops.get(focus)).cloned() else {
            self.page_down(page, shared);
            return Go::Stay;
        };
        self.enter_stop(stop.kind, shared)
    }

    fn enter_stop(&mut self, kind: StopKind, shared: &mut Shared) -> Go {
        match kind {
            StopKind::Manifest { name, text } => Go::To(Destination::Sandbox { name, text }),
            StopKind::Gate(number) => {
                self.focus_gate(number);
                Go::Stay
            }
            StopKind::Link(target) => self.follow(target, shared),
        }
    }

    fn follow(&mut self, target: Target, shared: &mut Shared) -> Go {
        match target {
            Target::Term(id) => match shared.catalogue.term(&id) {
                Some(term) => self.popup = Some(Popup::Term(term.clone())),
                None => shared.say(format!("용어집에 `{id}` 항목이 없습니다.")),
            },
            Target::Exercise(id) => return Go::To(Destination::Exercise { id }),
            Target::Chapter(id) => return Go::To(Destination::Chapter { id, heading: None }),
            Target::Mistake(code) => return Go::To(Destination::Mistake { code }),
            Target::Url(address) => shared.say(address),
        }
        Go::Stay
    }

    /// Opens the chosen manifest, or the one nearest to the middle of the page.
    fn edit(&self, shared: &mut Shared) -> Go {
        let middle = self.top + self.height() / 2;
        let away = |stop: &Stop| {
            let rows = &stop.rows;
            if rows.contains(&middle) { 0 } else { rows.start.abs_diff(middle).min(rows.end.abs_diff(middle)) }
        };
        let manifests = self.sheet.stops.iter().enumerate().filter_map(|(index, stop)| match &stop.kind {
            StopKind::Manifest { name, text } if self.is_seen(index) => Some((index, stop, name, text)),
            _ => None,
        });
        let nearest = manifests.min_by_key(|(index, stop, ..)| (self.focus != Some(*index), away(stop)));
        match nearest {
            Some((_, _, name, text)) => Go::To(Destination::Sandbox { name: name.clone(), text: text.clone() }),
            None => {
                shared.say("이 화면에는 편집기로 열 매니페스트가 없습니다.");
                Go::Stay
            }
        }
    }

    /// Goes to the chapter's first exercise that is not passed.
    fn exercise(&self, shared: &mut Shared) -> Go {
        let chapters = shared.course.chapters();
        let chapter = match &self.book.kind {
            Kind::Chapter(id) => chapters.iter().find(|it| it.id == *id),
            Kind::Notes { .. } | Kind::Mistake(_) => None,
        };
        let exercises = chapter.map_or(&[][..], |chapter| &chapter.exercises);
        let open = exercises.iter().find(|it| !shared.record.has_passed(&it.id)).or_else(|| exercises.first());
        match open {
            Some(exercise) => Go::To(Destination::Exercise { id: exercise.id.clone() }),
            None => {
                shared.say("여기에는 과제가 없습니다.");
                Go::Stay
            }
        }
    }

    /// Turns to the next chapter or section, or the one before.
    fn turn(&mut self, forward: bool, shared: &mut Shared) -> Go {
        let beside = |at: usize| if forward { Some(at + 1) } else { at.checked_sub(1) };
        let nothing = if forward { "마지막 장입니다." } else { "첫 장입니다." };
        match &self.book.kind {
            Kind::Chapter(id) => {
                let chapters = shared.course.chapters();
                let at = chapters.iter().position(|it| it.id == *id);
                if let Some(next) = at.and_then(beside).and_then(|at| chapters.get(at)) {
                    return Go::Instead(Destination::Chapter { id: next.id.clone(), heading: None });
                }
            }
            Kind::Notes { at, .. } => {
                if beside(*at).is_some_and(|section| self.open_section(section)) {
                    return Go::Stay;
                }
            }
            Kind::Mistake(_) => return Go::Stay,
        }
        shared.say(nothing);
        Go::Stay
    }

    fn open_section(&mut self, section: usize) -> bool {
        if !self.book.open_section(section) {
            return false;
        }
        self.top = 0;
        self.focus = None;
        self.find = None;
        self.lay_out();
        true
    }

    // Gates.

    fn focus_gate(&mut self, number: usize) {
        self.book.insets.unfocus();
        if let Some(gate) = self.book.insets.gate(number) {
            gate.focused = true;
        }
        self.focus = self.sheet.stops.iter().position(|stop| stop.kind == StopKind::Gate(number));
        self.lay_out();
    }

    /// What a key does at a gate: a digit answers the one in view, and the arrows those that were gone to.
    fn gate_key(&mut self, key: Key, shared: &mut Shared) -> Option<Go> {
        if let (Some(digit), Some(gate)) = (key.typed().and_then(|c| c.to_digit(10)), self.gate_waiting()) {
            let seen = self.sheet.stops.iter().position(|stop| stop.kind == StopKind::Gate(gate));
            if digit > 0 && seen.is_some_and(|stop| self.is_seen(stop)) {
                self.answer(gate, digit as usize - 1, shared);
            }
            return Some(Go::Stay);
        }
        let number = self.book.insets.focused()?;
        let gate = self.book.insets.gate(number)?;
        let last = gate.predict.choices.len().saturating_sub(1);
        match key.code {
            Code::Down => gate.chosen = (gate.chosen + 1).min(last),
            Code::Up if gate.chosen > 0 => gate.chosen -= 1,
            Code::Enter => {
                let chosen = gate.chosen;
                self.answer(number, chosen, shared);
                return Some(Go::Stay);
            }
            Code::Up | Code::Esc => {
                self.book.insets.unfocus();
                self.focus = None;
            }
            _ => return None,
        }
        self.lay_out();
        Some(Go::Stay)
    }

    fn answer(&mut self, number: usize, choice: usize, shared: &mut Shared) {
        let Some(gate) = self.book.insets.gate(number) else { return };
        if choice >= gate.predict.choices.len() {
            return;
        }
        gate.answer = Some(choice);
        gate.focused = false;
        let right = gate.is_right(choice);
        if let Kind::Chapter(id) = &self.book.kind {
            shared.remember(Deed::GateAnswered {
                chapter: id.clone(),
                gate: u32::try_from(number).unwrap_or(u32::MAX),
                choice: u32::try_from(choice).unwrap_or(u32::MAX),
                right,
            });
        }
        self.focus = None;
        self.lay_out();
    }

    // Searching.

    fn found(&mut self, found: Found) {
        let Some(find) = &mut self.find else { return };
        let row = match found {
            Found::Changed => find.search(&self.sheet),
            Found::Step(forward) => find.step(forward, &self.sheet),
            Found::Ended => {
                let origin = find.origin;
                self.find = None;
                Some(origin)
            }
            Found::Done | Found::Nothing => None,
        };
        if let Some(row) = row {
            self.show(row);
        }
    }

    // What lies over the text.

    fn contents(&mut self) {
        let (rows, chosen) = match &self.book.kind {
            Kind::Notes { sections, at, .. } => {
                let row = |section: &crate::lesson::markdown::Section| {
                    (section.path.len().saturating_sub(1), section.title().to_owned())
                };
                (sections.iter().map(row).collect(), *at)
            }
            Kind::Chapter(_) | Kind::Mistake(_) => {
                let headings = &self.sheet.headings;
                let rows = headings.iter().map(|it| (usize::from(it.level).saturating_sub(1), it.title.clone()));
                (rows.collect(), headings.partition_point(|it| it.row <= self.top).saturating_sub(1))
            }
        };
        self.popup = Some(Popup::Contents(Contents { rows, chosen }));
    }

    fn popup_closed(&mut self, closed: Closed) -> Go {
        self.popup = None;
        match closed {
            Closed::Nothing => {}
            Closed::Glossary(id) => return Go::To(Destination::Glossary { term: Some(id) }),
            Closed::Row(row) if matches!(self.book.kind, Kind::Notes { .. }) => {
                self.open_section(row);
            }
            Closed::Row(row) => {
                self.top = self.sheet.headings.get(row).map_or(self.top, |heading| heading.row);
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
        let Kind::Chapter(id) = &self.book.kind else { return };
        let known = shared.record.chapter(id).map_or(0, |record| record.position as usize);
        let known = self.sheet.rows.partition_point(|row| row.source < known);
        if self.top.abs_diff(known) >= self.height() / 2 {
            self.remember_place(shared);
        }
    }

    fn remember_place(&self, shared: &mut Shared) {
        let Kind::Chapter(id) = &self.book.kind else { return };
        let at = self.sheet.rows.get(self.top).map_or(0, |row| row.source);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if shared.record.chapter(id).map_or(0, |record| record.position) != at {
            shared.remember(Deed::Position { chapter: id.clone(), at });
        }
    }

    /// Notes that the end was reached.
    fn remember_end(&self, shared: &mut Shared) {
        if let Kind::Chapter(id) = &self.book.kind
            && self.percent() == 100
            && !shared.record.has_read(id)
        {
            shared.remember(Deed::ChapterRead { chapter: id.clone() });
        }
    }

    // Showing it.

    fn view_page<'m>(&'m self, scene: &mut Scene<'m>) {
        let area = Self::area(self.size);
        let mut marks: Vec<(sheet::Place, fn(Style) -> Style)> = Vec::new();
        let focus = self.focus.and_then(|focus| self.sheet.stops.get(focus));
        if let Some(place) = focus.and_then(|stop| stop.place) {
            marks.push((place, |style| Style { selected: true, ..style }));
        }
        if let Some(find) = &self.find {
            let (present, others) = find.places();
            marks.extend(others.map(|place| (place, hit as fn(Style) -> Style)));
            marks.extend(present.map(|place| (place, present_hit as fn(Style) -> Style)));
        }
        let rows = self.sheet.rows.iter().enumerate().skip(self.top).take(self.height());
        let lines = rows.map(|(number, row)| {
            let line = row.view(&marks);
            let boxed = focus.is_some_and(|stop| stop.place.is_none() && stop.rows.contains(&number));
            if boxed { with_focus(line) } else { line }
        });
        scene.lines(area, lines.collect());
        // A mark beside what is chosen, for those who see no colours.
        if let Some(row) =
            focus.and_then(|stop| stop.rows.start.checked_sub(self.top)).filter(|row| *row < self.height())
            && area.x >= 2
        {
            let y = area.y + u16::try_from(row).unwrap_or(0);
            scene.line(area.x - 2, y, 1, Line::of(">", Style::from(Role::Focus).bold()));
        }
        let body = chrome::body(self.size);
        scene.scrollbar(body, self.sheet.rows.len(), self.top);
    }
}

fn hit(style: Style) -> Style {
    Style { hit: true, ..style }
}

fn present_hit(style: Style) -> Style {
    Style { hit: true, selected: true, bold: true, ..style }
}

/// The borders of a chosen box in the colour of the focus.
fn with_focus(mut line: Line<'_>) -> Line<'_> {
    let border = |span: &mut &mut Span<'_>| span.style.role == Role::Border;
    for span in line.spans.iter_mut().filter_map(|mut span| border(&mut span).then_some(span)) {
        span.style.role = Role::Focus;
    }
    line
}

impl Page for Reader {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        self.fit(shared.size);
        let go = match event {
            Event::Key(key) => self.key(*key, shared),
            Event::Mouse(mouse) => self.mouse(*mouse, shared),
            Event::Paste(text) => {
                if let Some(find) = self.find.as_mut().filter(|find| find.typing) {
                    let found = find.type_in(text);
                    self.found(found);
                }
                Go::Stay
            }
            _ => Go::Stay,
        };
        self.remember_way(shared);
        self.remember_end(shared);
        go
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        let count = self.book.count(&shared.course).map_or(String::new(), |count| format!("{count} · "));
        chrome::top(shared, &self.book.place, &format!("{count}{}%", self.percent()), scene);
        self.view_page(scene);
        match &self.find {
            Some(find) => {
                let (line, caret) = find.line(usize::from(self.size.width));
                let y = self.size.height.saturating_sub(1);
                scene.line(0, y, self.size.width, line);
                scene.caret = (find.typing && self.popup.is_none()).then_some(Point { y, ..caret });
            }
            None => {
                let answer = self.gate_waiting().map(|_| keys::ANSWER.1);
                let rows: Vec<HelpRow> = answer.into_iter().chain(keys::BAR).collect();
                chrome::bar(shared, &rows, scene);
            }
        }
        if let Some(popup) = &self.popup {
            let beside = self.focus.and_then(|focus| self.sheet.stops.get(focus)).map(|stop| &stop.rows);
            let row = beside.map(|rows| rows.start.saturating_sub(self.top)).and_then(|row| u16::try_from(row).ok());
            popup.view(chrome::body(self.size), row, scene);
        }
    }

    fn help(&self) -> Vec<HelpRow> {
        let answer = self.gate_waiting().map(|_| keys::ANSWER.0);
        answer.into_iter().chain(key::help(KEYS)).collect()
    }

    fn name(&self) -> &'static str {
        match self.book.kind {
            Kind::Chapter(_) => "읽기",
            Kind::Notes { .. } => "노트 읽기",
            Kind::Mistake(_) => "실수 설명",
        }
    }

    fn typing(&self) -> bool {
        self.popup.is_none() && self.find.as_ref().is_some_and(|find| find.typing)
    }

    fn enter(&mut self, shared: &mut Shared) {
        self.fit(shared.size);
        if let Kind::Chapter(id) = &self.book.kind {
            shared.remember(Deed::Went(StudyPlace::Chapter(id.clone())));
        }
        self.remember_end(shared);
    }

    fn leave(&mut self, shared: &mut Shared) {
        self.remember_place(shared);
    }
}
