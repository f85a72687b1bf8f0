//! The program as a value: [`Model::update`] takes what happened and changes the model, [`Model::view`] says what is to
//! be seen. What must be done outside comes back as [`effect::Effect`]s.
//!
//! Screens form a stack: the last is seen, `Esc` goes back to the one below. Keys that work everywhere (leaving, help)
//! are handled here and nowhere else; the frame around every screen (too small a terminal, the message line) is drawn here.
//!
//! Must not know: ratatui, crossterm, files, clocks.

pub mod chrome;
pub mod editor;
pub mod effect;
pub mod event;
pub mod key;
pub mod scene;
pub mod screen;
pub mod shared;

use crate::study::Day;
use crate::text::keyboard::latin_keys;
use effect::Effect;
use event::{Event, Mouse};
use key::{Code, Key};
use scene::{Point, Scene, Size};
use screen::{Destination, Go, Page};
use shared::{Saving, Shared};

/// The smallest terminal in which every screen can be used.
pub const SMALLEST: Size = Size { width: 60, height: 16 };

/// Everything the program knows while it runs.
pub struct Model {
    shared: Shared,
    /// The terminal's size. [`Shared::size`] is never smaller than [`SMALLEST`], so that no screen has to lay itself out where it is
    /// not seen.
    size: Size,
    stack: Vec<Box<dyn Page>>,
    help: Option<screen::help::Help>,
}

impl Model {
    /// The program at its start screen.
    #[must_use]
    pub fn new(shared: Shared) -> Self {
        let mut model = Self::empty(shared);
        model.open(&Destination::Home);
        model
    }

    /// The program showing one screen alone, leaving which leaves the program (`kijabi read`).
    #[must_use]
    pub fn alone(mut shared: Shared, page: Box<dyn Page>) -> Self {
        shared.options.alone = true;
        let mut model = Self::empty(shared);
        model.push(page);
        model
    }

    fn empty(mut shared: Shared) -> Self {
        let size = shared.size;
        shared.size = size.at_least(SMALLEST);
        Self { shared, size, stack: Vec::new(), help: None }
    }

    /// Goes to a place, from where the learner can come back here.
    pub fn open(&mut self, destination: &Destination) {
        match screen::build(destination, &mut self.shared) {
            Ok(page) => self.push(page),
            Err(reason) => self.shared.say(reason),
        }
    }

    /// Sets the clocks before what happened is taken in: the program's own, in milliseconds since it was started, the learner's day,
    /// and the time, in seconds since 1970.
    pub fn set_clock(&mut self, millis: u64, day: Day, time: i64) {
        self.shared.now = millis;
        self.shared.day = day;
        self.shared.time = time;
    }

    /// Takes in what happened, and gives what is to be done outside.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Resize(size) => {
                self.size = size;
                self.shared.size = size.at_least(SMALLEST);
                self.tell(&Event::Resize(self.shared.size));
            }
            Event::HandedIn(became) => {
                let told = self.shared.class.as_mut().map(|class| class.became(became));
                self.shared.toast = told.or(self.shared.toast.take());
            }
            Event::ExamHandedIn(Ok(place)) => self.shared.say(format!("시험 결과를 수업에 냈습니다: {place}")),
            Event::ExamHandedIn(Err(reason)) => {
                self.shared.say(format!("시험 결과를 수업에 내지 못했습니다. {reason}"));
            }
            Event::Saved => {
                self.shared.saving = Saving::Saved;
                self.tell(&Event::Saved);
            }
            Event::NotSaved(reason) => {
                self.shared.saving = Saving::Failed(reason.clone());
                self.tell(&Event::NotSaved(reason));
            }
            Event::Exported(Ok(file)) => self.shared.say(format!("결과를 파일에 적었습니다: {file}")),
            Event::Exported(Err(reason)) => self.shared.say(format!("결과를 적지 못했습니다. {reason}")),
            Event::Terminate => self.quit(),
            // Nobody acts on what cannot be seen; only leaving is always possible.
            Event::Key(key) if self.is_hidden() && key != Key::ctrl('q') => {}
            Event::Paste(_) | Event::Mouse(_) if self.is_hidden() => {}
            Event::Key(key) => self.key(key),
            Event::FileChanged { text } => self.file_changed(text),
            Event::Mouse(Mouse::Press(at)) if let Some(key) = self.button_at(at) => self.key(key),
            other @ (Event::Paste(_)
            | Event::Mouse(_)
            | Event::Board(_)
            | Event::Taken(_)
            | Event::Tally(_)
            | Event::Timer(_)) => {
                self.tell(&other);
            }
        }
        std::mem::take(&mut self.shared.effects)
    }

    /// What is to be seen now.
    #[must_use]
    pub fn view(&self) -> Scene<'_> {
        let mut scene = Scene::default();
        if self.is_hidden() {
            chrome::too_small(self.size, SMALLEST, &mut scene);
            return scene;
        }
        if let Some(page) = self.stack.last() {
            page.view(&self.shared, &mut scene);
        }
        if let Some(help) = &self.help {
            scene.caret = None;
            help.view(&self.shared, &mut scene);
        }
        chrome::toast(&self.shared, &mut scene);
        scene
    }

    /// The key of the bar that is pressed with the mouse; a message over the bar hides it.
    fn button_at(&self, at: Point) -> Option<Key> {
        let shared = &self.shared;
        let is_covered = shared.toast.is_some() || matches!(shared.saving, Saving::Failed(_));
        if at.y + 1 == shared.size.height && !is_covered { self.view().button_at(at) } else { None }
    }

    /// Whether the terminal is so small that a notice stands in place of every screen.
    fn is_hidden(&self) -> bool {
        self.size != self.shared.size
    }

    fn key(&mut self, key: Key) {
        let told = self.shared.toast.take();
        if told.is_some() && key == Key::plain(Code::Esc) {
            // What lies over everything goes first.
            return;
        }
        if key == Key::ctrl('q') {
            return self.quit();
        }
        if key == Key::ctrl('l') {
            self.shared.effects.push(Effect::Redraw);
            return;
        }
        let typing = self.help.is_none() && self.typing();
        let asks_help = key == Key::f(1) || (!typing && key == Key::char('?'));
        if let Some(help) = &mut self.help {
            if asks_help || help.closes(key) {
                self.help = None;
            } else {
                help.key(key, self.shared.size);
            }
            return;
        }
        if asks_help {
            self.help = self.stack.last().map(|page| screen::help::Help::new(page.name(), page.help()));
            return;
        }
        match key.typed().filter(|_| !typing).map(latin_keys) {
            Some(pressed) if !pressed.is_empty() => {
                self.shared.say("한글 입력 상태입니다. 명령은 한/영 전환 없이도 그대로 받습니다.");
                for c in pressed {
                    self.tell(&Event::Key(Key::char(c)));
                }
            }
            _ => self.tell(&Event::Key(key)),
        }
    }

    /// Every screen hears of a file that was saved outside: the one it belongs to need not be the one that is seen.
    fn file_changed(&mut self, text: Result<String, String>) {
        if let (Some(outside), Ok(text)) = (&mut self.shared.outside, &text) {
            outside.text = Some(text.clone());
        }
        let event = Event::FileChanged { text };
        for page in &mut self.stack {
            page.update(&event, &mut self.shared);
        }
    }

    /// Hands an event to the screen that is seen and goes where it says.
    fn tell(&mut self, event: &Event) {
        if let (Some(help), Event::Mouse(mouse)) = (&mut self.help, event) {
            help.mouse(*mouse, self.shared.size);
            return;
        }
        let Some(page) = self.stack.last_mut() else { return };
        match page.update(event, &mut self.shared) {
            Go::Stay => {}
            Go::Back => self.back(),
            Go::To(destination) => self.open(&destination),
            Go::Instead(destination) => self.replace(&destination, 1),
            Go::InsteadOfBoth(destination) => self.replace(&destination, 2),
            Go::Quit => self.quit(),
        }
    }

    fn push(&mut self, mut page: Box<dyn Page>) {
        if let Some(below) = self.stack.last_mut() {
            below.leave(&mut self.shared);
        }
        page.enter(&mut self.shared);
        self.stack.push(page);
    }

    /// Goes somewhere in place of as many screens as are seen or lie right below.
    fn replace(&mut self, destination: &Destination, screens: usize) {
        match screen::build(destination, &mut self.shared) {
            Ok(page) => {
                for mut gone in self.stack.drain(self.stack.len().saturating_sub(screens)..).rev() {
                    gone.leave(&mut self.shared);
                }
                if *destination == Destination::Home {
                    self.stack.clear();
                }
                self.push(page);
            }
            Err(reason) => self.shared.say(reason),
        }
    }

    fn back(&mut self) {
        let Some(mut gone) = self.stack.pop() else { return };
        gone.leave(&mut self.shared);
        match self.stack.last_mut() {
            None => self.shared.effects.push(Effect::Quit),
            Some(page) => page.enter(&mut self.shared),
        }
    }

    /// Leaves from anywhere: everything that must not be lost is recorded first.
    fn quit(&mut self) {
        for page in self.stack.iter_mut().rev() {
            page.leave(&mut self.shared);
        }
        self.shared.effects.push(Effect::Quit);
    }

    /// Whether letters are typed into the screen that is seen, so that `?` asks for no help there.
    #[must_use]
    pub fn typing(&self) -> bool {
        self.stack.last().is_some_and(|page| page.typing())
    }

    /// What all screens share.
    #[must_use]
    pub fn shared(&self) -> &Shared {
        &self.shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::screen::fixture::{USUAL, press, screen, shared};

    #[test]
    fn what_the_bar_shows_can_be_pressed() {
        let mut model = Model::new(shared(USUAL));
        model.open(&Destination::Exercise { id: "raise".into() });
        let label = |model: &Model, label: &str| {
            let shown = screen(model);
            let bar = shown.lines().last().unwrap_or_default();
            let at = bar.find(label).unwrap_or_else(|| panic!("no {label}: {bar}"));
            let x = crate::text::width::cells(bar.get(..at).unwrap_or_default());
            Event::Mouse(Mouse::Press(Point { x: u16::try_from(x).unwrap() + 4, y: USUAL.height - 1 }))
        };
        let help = label(&model, "F1 키");
        model.update(help);
        let shown = screen(&model);
        assert!(shown.contains("키 ─ 과제"), "{shown}");
        let bar = shown.lines().last().unwrap_or_default();
        assert!(!bar.contains("F2") && bar.trim_end().ends_with("Esc 닫기"), "the desk's own bar is covered: {bar}");
        let close = label(&model, "Esc 닫기");
        model.update(close);
        let hint = label(&model, "F2 힌트");
        model.update(hint);
        assert!(screen(&model).contains("1단계"), "{}", screen(&model));
        // The bar is the popup's now.
        let close = label(&model, "Esc 닫기");
        model.update(close);
        assert!(screen(&model).contains("돛 올리기") && !screen(&model).contains("1단계"), "{}", screen(&model));
    }

    #[test]
    fn the_help_has_nothing_of_the_screen_below_it_at_its_edges() {
        for (width, height) in [(80, 24), (120, 36), (200, 50)] {
            let mut model = Model::new(shared(Size { width, height }));
            model.update(Event::Key(Key::f(1)));
            let shown = screen(&model);
            // What is beside, above and below the popup, the top line and the bar apart.
            let mut around = String::new();
            for line in shown.lines().skip(1).take(usize::from(height) - 2) {
                let is_edge = |c| matches!(c, '│' | '┌' | '┐' | '└' | '┘');
                let (left, right) = (line.split(is_edge).next(), line.rsplit(is_edge).next());
                around.extend([left, right].into_iter().flatten());
            }
            assert!(shown.contains("키 ─ 처음") && around.trim().is_empty(), "{around}\n{shown}");
        }
    }

    #[test]
    fn nothing_that_is_typed_acts_on_a_screen_that_is_not_seen() {
        let mut model = Model::new(shared(USUAL));
        model.open(&Destination::Exercise { id: "raise".into() });
        press(&mut model, "kind");
        model.update(Event::Resize(Size { width: 59, height: 15 }));
        let notice = screen(&model);
        for words in ["60×16 이상", "키는 받지 않습니다", "Ctrl-Q"] {
            assert!(notice.contains(words), "{notice}");
        }
        press(&mut model, "xyz<Esc>");
        model.update(Event::Paste("붙인 글".into()));
        model.update(Event::Mouse(event::Mouse::Press(scene::Point { x: 2, y: 2 })));
        model.update(Event::Resize(USUAL));
        let shown = screen(&model);
        assert!(shown.contains("1  kind") && !shown.contains("kindx") && !shown.contains("붙인 글"), "{shown}");
        model.update(Event::Resize(Size { width: 20, height: 5 }));
        assert!(model.update(Event::Key(Key::ctrl('q'))).contains(&Effect::Quit), "leaving is always possible");
    }
}
