//! Going to what a text holds: its stops one after the other, and into them; other chapters; the gates.
//!
//! Must not know: how any of it is drawn.

use super::Reader;
use super::book::{self, Kind};
use super::popup::Popup;
use super::sheet::{Stop, StopKind};
use crate::app::key::{Code, Key};
use crate::app::screen::{Destination, Go};
use crate::app::shared::Shared;
use crate::lesson::markdown::Target;
use crate::study::Event as Deed;
use crate::study::session::Wish;

impl Reader {
    /// Goes to the next stop, or the one before: from the one chosen, else from the top of the page.
    pub(super) fn step(&mut self, forward: bool) {
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

    pub(super) fn act(&mut self, page: isize, shared: &mut Shared) -> Go {
        let Some(stop) = self.focus.and_then(|focus| self.sheet.stops.get(focus)).cloned() else {
            self.page_down(page, shared);
            return Go::Stay;
        };
        self.enter_stop(stop.kind, shared)
    }

    pub(super) fn enter_stop(&mut self, kind: StopKind, shared: &mut Shared) -> Go {
        match kind {
            StopKind::Manifest { name, text } => Go::To(Destination::Sandbox { name, text }),
            StopKind::Gate(number) => {
                self.focus_gate(number);
                Go::Stay
            }
            StopKind::Picture(number) => self.play(number),
            StopKind::Link(target) => self.follow(target, shared),
        }
    }

    pub(super) fn follow(&mut self, target: Target, shared: &mut Shared) -> Go {
        match target {
            Target::Term(id) => match shared.catalogue.term(&id) {
                Some(term) => self.popup = Some(Popup::Term(term.clone())),
                None => shared.say(format!("용어집에 `{id}` 항목이 없습니다.")),
            },
            Target::Exercise(id) => return Go::To(Destination::Exercise { id }),
            Target::Chapter(id) => return Go::To(Destination::Chapter { id, heading: None }),
            Target::Mistake(code) => return Go::To(Destination::Mistake { code }),
            Target::Quiz(id) => {
                let wish = Wish { chapters: vec![id], new_a_day: usize::MAX, ..Wish::default() };
                return Go::To(Destination::Quiz { wish });
            }
            Target::Url(address) => shared.say(address),
        }
        Go::Stay
    }

    /// Opens the manifest in view.
    pub(super) fn edit(&self, shared: &mut Shared) -> Go {
        if let Some(StopKind::Manifest { name, text }) = self.manifest_in_view().map(|stop| &stop.kind) {
            return Go::To(Destination::Sandbox { name: name.clone(), text: text.clone() });
        }
        shared.say("이 화면에는 편집기로 열 매니페스트가 없습니다.");
        Go::Stay
    }

    /// Opens the picture in view, to be played step by step.
    pub(super) fn watch(&self, shared: &mut Shared) -> Go {
        if let Some(StopKind::Picture(number)) = self.picture_in_view().map(|stop| &stop.kind) {
            return self.play(*number);
        }
        shared.say("이 화면에는 트래픽 그림이 없습니다.");
        Go::Stay
    }

    fn play(&self, number: usize) -> Go {
        match &self.book.kind {
            Kind::Chapter(id) => Go::To(Destination::Picture { chapter: id.clone(), number }),
            Kind::Notes { .. } | Kind::Mistake => Go::Stay,
        }
    }

    /// The chosen picture, or the one nearest to the middle of the page.
    pub(super) fn picture_in_view(&self) -> Option<&Stop> {
        self.stop_in_view(|stop| matches!(stop.kind, StopKind::Picture(_)))
    }

    /// The chosen manifest, or the one nearest to the middle of the page.
    pub(super) fn manifest_in_view(&self) -> Option<&Stop> {
        self.stop_in_view(|stop| matches!(stop.kind, StopKind::Manifest { .. }))
    }

    fn stop_in_view(&self, is_meant: impl Fn(&Stop) -> bool) -> Option<&Stop> {
        let middle = self.top + self.height() / 2;
        let away = |stop: &Stop| {
            let rows = &stop.rows;
            if rows.contains(&middle) { 0 } else { rows.start.abs_diff(middle).min(rows.end.abs_diff(middle)) }
        };
        let seen = self.sheet.stops.iter().enumerate().filter(|(index, stop)| is_meant(stop) && self.is_seen(*index));
        seen.min_by_key(|(index, stop)| (self.focus != Some(*index), away(stop))).map(|(_, stop)| stop)
    }

    /// Goes to the chapter's first exercise that is not passed.
    pub(super) fn exercise(&self, shared: &mut Shared) -> Go {
        let chapters = shared.course.chapters();
        let chapter = match &self.book.kind {
            Kind::Chapter(id) => chapters.iter().find(|it| it.id == *id),
            Kind::Notes { .. } | Kind::Mistake => None,
        };
        let exercises = chapter.map_or(&[][..], |chapter| &chapter.exercises);
        let open = exercises.iter().find(|it| !shared.record.has_passed(&it.id)).or_else(|| exercises.first());
        if let Some(exercise) = open {
            return Go::To(Destination::Exercise { id: exercise.id.clone() });
        }
        shared.say(match chapter {
            Some(_) => "이 장에는 과제가 없습니다.",
            None => "여기에는 과제가 없습니다. 과제는 과정의 장에 있습니다.",
        });
        Go::Stay
    }

    /// Turns to the next chapter or section, or the one before.
    pub(super) fn turn(&mut self, forward: bool, shared: &mut Shared) -> Go {
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
            Kind::Mistake => {
                shared.say("실수 설명은 한 쪽입니다. Esc를 누르면 돌아갑니다.");
                return Go::Stay;
            }
        }
        shared.say(nothing);
        Go::Stay
    }

    pub(super) fn open_section(&mut self, section: usize) -> bool {
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

    /// The gate that hides what follows, where there is one.
    pub(super) fn first_gate(&self) -> Option<usize> {
        self.sheet
            .stops
            .iter()
            .find_map(|stop| if let StopKind::Gate(number) = stop.kind { Some(number) } else { None })
    }

    pub(super) fn focus_gate(&mut self, number: usize) {
        self.book.insets.unfocus();
        if let Some(gate) = self.book.insets.gate(number) {
            gate.focused = true;
        }
        self.focus = self.sheet.stops.iter().position(|stop| stop.kind == StopKind::Gate(number));
        self.lay_out();
        if let Some(rows) = self.focus.and_then(|focus| self.sheet.stops.get(focus)).map(|stop| stop.rows.clone()) {
            self.show_rows(rows.start, rows.end);
        }
    }

    /// Whether all of a gate is in view, or as much of its end as there is room for: the choices are its end.
    pub(super) fn is_whole(&self, gate: usize) -> bool {
        let stop = self.sheet.stops.iter().find(|stop| stop.kind == StopKind::Gate(gate));
        stop.is_some_and(|stop| {
            let bottom = self.top + self.height();
            stop.rows.end <= bottom && (stop.rows.start >= self.top || stop.rows.len() > self.height())
        })
    }

    /// What a key does at a gate: a digit answers the one in view, and the arrows those that were gone to.
    pub(super) fn gate_key(&mut self, key: Key, shared: &mut Shared) -> Option<Go> {
        let digit = key.typed().and_then(|c| c.to_digit(10)).filter(|digit| *digit > 0);
        if let (Some(digit), Some(gate)) = (digit, self.gate_in_view()) {
            if self.is_whole(gate) {
                self.answer(gate, digit as usize - 1, shared);
            } else {
                // Nobody chooses among what is out of sight.
                self.focus_gate(gate);
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

    pub(super) fn answer(&mut self, number: usize, choice: usize, shared: &mut Shared) {
        let Some(gate) = self.book.insets.gate(number) else { return };
        let choices = gate.predict.choices.len();
        if choice >= choices {
            return shared.say(format!("이 문제의 답은 1번부터 {choices}번까지입니다."));
        }
        let before = gate.lines(usize::from(book::columns(self.size))).len();
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
        let after = gate.lines(usize::from(book::columns(self.size))).len();
        let gate_row = self.sheet.stops.iter().find(|it| it.kind == StopKind::Gate(number)).map(|it| it.rows.start);
        self.focus = None;
        self.lay_out();
        if let Some(row) = gate_row {
            // The hint and the border were below the choices; there the explanation begins now.
            self.show_rows(row + before.saturating_sub(2), row + after);
        }
    }
}
