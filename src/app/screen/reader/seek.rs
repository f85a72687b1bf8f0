//! Searching in the text that is open and, from its last place on, in the other chapters or sections.
//!
//! Must not know: how a search is typed or shown.

use super::Reader;
use super::book::{self, Book, Kind};
use super::contents::Goal;
use super::find::Found;
use super::layout;
use super::sheet::Sheet;
use crate::app::screen::Page;
use crate::app::shared::Shared;

impl Reader {
    /// Does what a key asked of the search.
    pub(super) fn found(&mut self, found: Found, shared: &mut Shared) {
        let Some(find) = &mut self.find else { return };
        let row = match found {
            Found::Changed => match find.search(&self.sheet) {
                Some(row) => Some(row),
                // What was found of half a word is no place to be left at.
                None => return self.go_back_to_reading(),
            },
            Found::Step(forward) => match find.beyond(forward).cloned() {
                Some(goal) => return self.go_on(&goal, forward, shared),
                None => find.step(forward, &self.sheet),
            },
            Found::Ended => {
                self.go_back_to_reading();
                self.find = None;
                return;
            }
            Found::Done => return self.look_elsewhere(shared),
            Found::Nothing => None,
        };
        if let Some(row) = row {
            self.show(row);
        }
    }

    /// Shows what was being read when the search began, or the place that was gone to last.
    fn go_back_to_reading(&mut self) {
        match &self.find {
            Some(find) if find.has_stepped() => self.show(find.origin),
            Some(find) => {
                self.top = find.left;
                self.clamp();
            }
            None => {}
        }
    }

    /// Looks where else the words are. All of it is laid out, once a search: in what is not open yet nothing is looked for.
    fn look_elsewhere(&mut self, shared: &Shared) {
        let Some(find) = &self.find else { return };
        let query = find.query();
        let others = self.others(shared).into_iter();
        let places = others.filter_map(|goal| Some((self.sheet_of(&goal, shared)?.find(&query).len(), goal)));
        let places = places.filter(|(count, _)| *count > 0).map(|(count, goal)| (goal, count)).collect();
        if let Some(find) = &mut self.find {
            find.elsewhere = places;
        }
    }

    /// The other chapters or sections, those that follow before those that went before.
    fn others(&self, shared: &Shared) -> Vec<Goal> {
        let (all, at): (Vec<Goal>, usize) = match &self.book.kind {
            Kind::Chapter(id) => {
                let chapters = shared.course.chapters();
                let at = chapters.iter().position(|it| it.id == *id).unwrap_or(0);
                (chapters.iter().map(|it| Goal::Chapter(it.id.clone())).collect(), at)
            }
            Kind::Notes { sections, at, .. } => ((0..sections.len()).map(Goal::Section).collect(), *at),
            Kind::Mistake => return Vec::new(),
        };
        let (before, after) = (all.iter().take(at), all.iter().skip(at + 1));
        after.chain(before).cloned().collect()
    }

    fn sheet_of(&self, goal: &Goal, shared: &Shared) -> Option<Sheet> {
        let book = self.book_of(goal, shared)?;
        Some(layout::page(&book.blocks, usize::from(book::columns(self.size)), &book.insets))
    }

    fn book_of(&self, goal: &Goal, shared: &Shared) -> Option<Book> {
        match goal {
            Goal::Chapter(id) => Book::chapter(id, shared).ok(),
            Goal::Section(section) => self.book.section(*section),
            Goal::Row(_) => None,
        }
    }

    /// Goes on with the search in another chapter or section: at its first place, or at its last where it went backwards.
    fn go_on(&mut self, goal: &Goal, forward: bool, shared: &mut Shared) {
        let (Some(book), Some(mut find)) = (self.book_of(goal, shared), self.find.take()) else { return };
        self.leave(shared);
        *self = Self::of(book, self.size);
        let row = find.begin(forward, &self.sheet);
        self.find = Some(find);
        self.enter(shared);
        self.look_elsewhere(shared);
        if let Some(row) = row {
            self.show(row);
        }
    }
}
