//! Presenting a chapter: slide after slide, with the chapter's manifests, pictures and questions as live as when
//! they are read; and, on another terminal, the speaker's notes that follow.
//!
//! A slide is shown by the [`Reader`]; this screen turns them over.
//!
//! Must not know: files, ratatui, how a slide's blocks are laid out.

use super::reader::Reader;
use super::reader::layout::markdown;
use super::{Go, Page};
use crate::app::chrome;
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::key::{Binding, Code, HelpRow, Key, find};
use crate::app::scene::{Line, Role, Scene, Style};
use crate::app::shared::{Saving, Shared};
use crate::lesson::markdown::{Block, BlockKind, parse};
use crate::lesson::slides::{Slide, slides};
use crate::text::width::ellipsis;

/// Where a presentation is: what the speaker's other terminal follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The chapter.
    pub chapter: String,
    /// The slide, from 0.
    pub slide: usize,
    /// The last piece of it that is shown, from 0.
    pub piece: usize,
}

impl Place {
    /// The place as a line of text.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{} {} {}\n", self.chapter, self.slide, self.piece)
    }

    /// Reads a place; `None` where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let (chapter, slide, piece) = (words.next()?, words.next()?, words.next()?);
        Some(Self { chapter: chapter.to_owned(), slide: slide.parse().ok()?, piece: piece.parse().ok()? })
    }
}

#[derive(Clone, Copy)]
enum Act {
    Forward,
    Back,
    NextSlide,
    PreviousSlide,
    First,
    Last,
    Leave,
}

const KEYS: &[Binding<Act>] = &[
    Binding {
        keys: &[Key::plain(Code::Right), Key::char(' '), Key::plain(Code::PageDown)],
        label: "→",
        title: "다음 (스페이스바, PgDn도)",
        command: Act::Forward,
        bar: true,
    },
    Binding {
        keys: &[Key::plain(Code::Left), Key::plain(Code::Backspace), Key::plain(Code::PageUp)],
        label: "←",
        title: "이전",
        command: Act::Back,
        bar: true,
    },
    Binding { keys: &[Key::char('n')], label: "n", title: "다음 쪽", command: Act::NextSlide, bar: false },
    Binding { keys: &[Key::char('p')], label: "p", title: "이전 쪽", command: Act::PreviousSlide, bar: false },
    Binding { keys: &[Key::plain(Code::Home)], label: "Home", title: "첫 쪽", command: Act::First, bar: false },
    Binding { keys: &[Key::plain(Code::End)], label: "End", title: "마지막 쪽", command: Act::Last, bar: false },
    Binding { keys: &[Key::char('q')], label: "q", title: "끝내기 (Esc도)", command: Act::Leave, bar: true },
];

/// Slides.
pub struct Slides {
    pages: Vec<Slide>,
    place: Place,
    reader: Reader,
}

impl Slides {
    /// The slides of a chapter, at the first.
    pub fn new(chapter: &str, shared: &mut Shared) -> Result<Self, String> {
        let text = shared.course.chapter(chapter).map_err(|fault| fault.message)?.text;
        let reader = Reader::chapter(chapter, None, shared)?;
        let place = Place { chapter: chapter.to_owned(), ..Place::default() };
        let mut presented = Self { pages: slides(parse(&text)), place, reader };
        presented.show(shared);
        Ok(presented)
    }

    fn slide(&self) -> Option<&Slide> {
        self.pages.get(self.place.slide)
    }

    /// Shows what is at the place, and tells where that is.
    fn show(&mut self, shared: &mut Shared) {
        if let Some(slide) = self.slide() {
            let mut blocks = slide.shown(self.place.piece);
            if let Some(first) = blocks.first_mut() {
                raise(first);
            }
            self.reader.show_blocks(blocks);
        }
        shared.effects.push(Effect::Present(self.place.text()));
    }

    fn go(&mut self, slide: usize, piece: usize, shared: &mut Shared) {
        self.place.slide = slide.min(self.pages.len().saturating_sub(1));
        let last = self.slide().map_or(0, |slide| slide.pieces.len().saturating_sub(1));
        self.place.piece = piece.min(last);
        self.show(shared);
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Go {
        let Place { slide, piece, .. } = self.place;
        let pieces = self.slide().map_or(1, |slide| slide.pieces.len());
        match act {
            Act::Forward if self.reader.scroll_on() => {}
            Act::Forward if piece + 1 < pieces => self.go(slide, piece + 1, shared),
            Act::Forward | Act::NextSlide if slide + 1 < self.pages.len() => self.go(slide + 1, 0, shared),
            Act::Forward | Act::NextSlide if self.reader.is_asked() => {
                shared.say("아직 답하지 않은 질문이 있습니다. 숫자로 답하십시오.");
            }
            Act::Forward | Act::NextSlide => shared.say("마지막 쪽입니다. q를 누르면 끝냅니다."),
            Act::Back if piece > 0 => self.go(slide, piece - 1, shared),
            Act::Back if slide > 0 => self.go(slide - 1, usize::MAX, shared),
            Act::PreviousSlide if slide > 0 => self.go(slide - 1, 0, shared),
            Act::Back | Act::PreviousSlide => shared.say("첫 쪽입니다."),
            Act::First => self.go(0, 0, shared),
            Act::Last => self.go(usize::MAX, 0, shared),
            Act::Leave => return Go::Back,
        }
        Go::Stay
    }
}

/// A slide's heading, whatever its depth in the chapter, is the heading of all there is to see. Its letters are not set apart: that
/// tears Korean words to pieces. How large letters are is the affair of who draws.
fn raise(block: &mut Block) {
    if let BlockKind::Heading { level, .. } = &mut block.kind {
        *level = 1;
    }
}

impl Page for Slides {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        if let Event::Key(key) = event
            && !self.reader.is_busy()
            && let Some(act) = find(KEYS, *key)
        {
            return self.act(act, shared);
        }
        let go = self.reader.update(event, shared);
        // A presentation is nobody's study: what the reader remembers of it is not kept.
        shared.effects.retain(|effect| !matches!(effect, Effect::Record(..)));
        (shared.saving, shared.record.last_day) = (Saving::Saved, None);
        match go {
            // Going back from a slide's popup or choice is the reader's; leaving the slides is not.
            Go::Back => self.act(Act::Leave, shared),
            go => go,
        }
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        self.reader.view_slide(scene);
        let title = shared.course.chapters().iter().find(|it| it.id == self.place.chapter);
        let title = title.map_or("", |it| it.title.as_str());
        let pieces = self.slide().map_or(1, |slide| slide.pieces.len());
        let more = if self.place.piece + 1 < pieces { " ▸" } else { "" };
        chrome::top(shared, title, &format!("{}/{}{more}", self.place.slide + 1, self.pages.len()), scene);
        chrome::bar(shared, &self.help(), scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        // A key that turns slides does nothing else here.
        let taken: Vec<Key> = KEYS.iter().flat_map(|it| it.keys).copied().collect();
        KEYS.iter().map(Binding::row).chain(self.reader.help_beside(&taken)).collect()
    }

    fn name(&self) -> &'static str {
        "발표"
    }
}

/// The speaker's notes, following a presentation on another terminal.
pub struct Notes {
    place: Place,
    slides: Vec<Slide>,
}

impl Notes {
    /// Notes on a chapter, at its first slide until the presentation tells.
    pub fn new(chapter: &str, shared: &Shared) -> Result<Self, String> {
        let text = shared.course.chapter(chapter).map_err(|fault| fault.message)?.text;
        let place = Place { chapter: chapter.to_owned(), ..Place::default() };
        Ok(Self { place, slides: slides(parse(&text)) })
    }

    fn follow(&mut self, place: Place, shared: &Shared) {
        if place.chapter != self.place.chapter {
            match Self::new(&place.chapter, shared) {
                Ok(other) => *self = other,
                Err(_) => return,
            }
        }
        self.place = place;
    }
}

impl Page for Notes {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        match event {
            Event::FileChanged { text: Ok(text) } => {
                if let Some(place) = Place::read(text) {
                    self.follow(place, shared);
                }
            }
            Event::Key(key) if matches!(find(KEYS, *key), Some(Act::Leave)) || key.code == Code::Esc => {
                return Go::Back;
            }
            _ => {}
        }
        Go::Stay
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        let body = chrome::body(shared.size);
        let room = usize::from(body.width).saturating_sub(4);
        let Some(slide) = self.slides.get(self.place.slide) else { return };
        let mut lines =
            vec![Line::default(), Line::of(ellipsis(&slide.title, room), Style::from(Role::Heading).bold())];
        let pieces = slide.pieces.len();
        if pieces > 1 {
            lines.push(Line::of(format!("{}/{pieces}까지 보임", self.place.piece + 1), Role::Muted));
        }
        lines.push(Line::default());
        if slide.notes.is_empty() {
            lines.push(Line::of("이 쪽에는 적어 둔 말이 없습니다.", Role::Muted));
        }
        for note in &slide.notes {
            lines.extend(markdown(note, room));
            lines.push(Line::default());
        }
        let next = self.slides.get(self.place.slide + 1).map_or_else(
            || "마지막 쪽입니다.".to_owned(),
            |next| format!("다음: {}", ellipsis(&next.title, room.saturating_sub(6))),
        );
        lines.push(Line::of(next, Role::Accent));
        scene.lines(body.shrink(2, 0), lines);
        chrome::top(shared, "발표자 노트", &format!("{}/{}", self.place.slide + 1, self.slides.len()), scene);
        chrome::bar(shared, &self.help(), scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        vec![HelpRow { label: "Esc", title: "닫기", bar: true }]
    }

    fn name(&self) -> &'static str {
        "발표자 노트"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Model;
    use crate::app::screen::fixture::{USUAL, press, shared};

    #[test]
    fn slides_turn_piece_by_piece_and_the_notes_follow() {
        let mut teller = shared(USUAL);
        let slides = Slides::new("sail", &mut teller).unwrap();
        let mut model = Model::alone(teller, Box::new(slides));
        let seen = model.view().to_text(USUAL);
        assert!(seen.contains("바람") && !seen.contains("apiVersion"), "{seen}");
        let told = model.update(Event::Key(Key::plain(Code::Right)));
        assert!(told.contains(&Effect::Present("sail 1 0\n".into())), "{told:?}");
        let seen = model.view().to_text(USUAL);
        assert!(seen.contains("  돛을 다는 법\n  ──") && seen.contains("apiVersion"), "{seen}");
        let told = model.update(Event::Key(Key::plain(Code::Down)));
        assert!(told.iter().all(|effect| !matches!(effect, Effect::Record(..))), "nobody studies here: {told:?}");
        press(&mut model, "<Right>");
        assert!(model.view().to_text(USUAL).contains("마지막 쪽입니다") || model.view().to_text(USUAL).contains("3/3"));

        let listener = shared(USUAL);
        let notes = Notes::new("sail", &listener).unwrap();
        let mut model = Model::alone(listener, Box::new(notes));
        model.update(Event::FileChanged { text: Ok("rudder 0 0\n".into()) });
        let seen = model.view().to_text(USUAL);
        assert!(seen.contains(" 키\n") || seen.contains("키  "), "{seen}");
        for nonsense in ["", "x", "no-such 0 0", "sail 99 99", "sail -1 x"] {
            model.update(Event::FileChanged { text: Ok(nonsense.into()) });
            let _ = model.view();
        }
    }

    #[test]
    fn no_key_is_listed_twice() {
        let mut teller = shared(USUAL);
        let slides = Slides::new("sail", &mut teller).unwrap();
        let mut keys: Vec<&str> = slides.help().iter().flat_map(|row| row.label.split(", ")).collect();
        keys.extend(["빈칸", "Space", "PageDown", "PageUp"]);
        keys.retain(|key| !key.is_empty());
        for key in ["n", "p", "→", "←", "Home", "End", "q", "Space", "PageDown", "PageUp"] {
            assert_eq!(keys.iter().filter(|it| **it == key).count(), 1, "{key}: {keys:?}");
        }
        assert!(keys.contains(&"Tab") && keys.contains(&"w"), "what the slide itself answers to: {keys:?}");
    }

    #[test]
    fn a_question_on_the_last_slide_is_not_the_end() {
        let mut teller = shared(USUAL);
        let mut slides = Slides::new("sail", &mut teller).unwrap();
        slides.pages.truncate(2);
        let mut model = Model::alone(teller, Box::new(slides));
        let mut last = String::new();
        for _ in 0..6 {
            press(&mut model, "n");
            last = model.view().to_text(USUAL);
        }
        assert!(last.contains("2/2"), "{last}");
        for _ in 0..6 {
            model.update(Event::Key(Key::plain(Code::Right)));
        }
        let seen = model.view().to_text(USUAL);
        assert!(seen.contains("아직 답하지 않은 질문") && !seen.contains("마지막 쪽입니다"), "{seen}");
        press(&mut model, "2");
        for _ in 0..6 {
            model.update(Event::Key(Key::plain(Code::Right)));
        }
        let seen = model.view().to_text(USUAL);
        assert!(seen.contains("마지막 쪽입니다"), "{seen}");
    }
}
