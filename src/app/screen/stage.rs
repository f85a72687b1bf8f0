//! A picture of a chapter on the whole screen: the request goes its way step by step.
//!
//! Must not know: how the picture is drawn, how traffic is decided.

use std::collections::BTreeSet;

use super::reader::inset::Insets;
use super::reader::layout::markdown;
use super::traffic::player::{KEYS, Player, STEP};
use super::traffic::{Show, ending, story_within};
use super::{Go, Page};
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Code, HelpRow, Key, find, help};
use crate::app::scene::{Line, Rect, Scene};
use crate::app::shared::Shared;
use crate::lesson::markdown::parse;
use crate::lesson::traffic::Simulated;

/// Its keys besides those that play.
const OTHERS: [HelpRow; 2] = [
    HelpRow { label: "↑ ↓", title: "위아래로 넘기기", bar: false },
    HelpRow { label: "Esc", title: "읽던 곳으로", bar: true },
];

/// The picture.
pub struct Stage {
    title: String,
    caption: String,
    shown: Simulated,
    player: Player,
    top: usize,
}

impl Stage {
    /// A picture of a chapter, by its number.
    ///
    /// # Errors
    /// Where there is no such picture, or it cannot be made: why, in Korean.
    pub fn new(chapter: &str, number: usize, shared: &Shared) -> Result<Self, String> {
        let chapter = shared.course.chapter(chapter).map_err(|fault| fault.to_string())?;
        let document = parse(&chapter.text);
        let picture = Insets::read(&document, &chapter, &shared.course, None).into_picture(number);
        let (caption, shown) = picture.ok_or_else(|| format!("이 장에는 {}번째 그림이 없습니다.", number + 1))?;
        Ok(Self { title: chapter.title.clone(), caption, shown: shown?, player: Player::at_start(), top: 0 })
    }

    fn steps(&self) -> usize {
        self.shown.trace.hops.len()
    }

    fn area(shared: &Shared) -> Rect {
        chrome::body(shared.size).shrink(2, 1)
    }

    fn lines(&self, area: Rect) -> Vec<Line<'static>> {
        let columns = usize::from(area.width);
        let Simulated { cluster, trace } = &self.shown;
        let step = self.player.step(self.steps());
        let mut lines = markdown(&self.caption, columns);
        lines.push(Line::default());
        lines.extend(Show { cluster, trace, goal: &BTreeSet::new() }.picture(step, columns));
        lines.push(Line::default());
        let mut end = Vec::new();
        if step + 1 >= self.steps() {
            end.push(Line::default());
            end.extend(ending(trace, columns));
        }
        let room = usize::from(area.height).saturating_sub(lines.len() + end.len());
        lines.extend(story_within(trace, step, columns, room));
        lines.extend(end);
        lines
    }

    fn scroll(&mut self, by: isize, shared: &Shared) {
        let area = Self::area(shared);
        let most = self.lines(area).len().saturating_sub(area.height.into());
        self.top = self.top.saturating_add_signed(by).min(most);
    }

    fn key(&mut self, key: Key, shared: &mut Shared) -> Go {
        if let Some(motion) = find(KEYS, key) {
            self.player.perform(motion, self.steps(), shared);
            return Go::Stay;
        }
        match key.code {
            Code::Esc | Code::Enter | Code::Backspace | Code::Char('q' | 'v') => return Go::Back,
            Code::Down => self.scroll(1, shared),
            Code::Up => self.scroll(-1, shared),
            Code::PageDown => self.scroll(10, shared),
            Code::PageUp => self.scroll(-10, shared),
            _ => {}
        }
        Go::Stay
    }
}

impl Page for Stage {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        match event {
            Event::Key(key) => return self.key(*key, shared),
            Event::Timer(token) if *token == STEP => self.player.tick(self.steps(), shared),
            Event::Mouse(Mouse::Scroll { notches, .. }) => {
                self.scroll(isize::try_from(*notches).unwrap_or(0) * 3, shared);
            }
            Event::Resize(_) => self.scroll(0, shared),
            _ => {}
        }
        Go::Stay
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        let playing = if self.player.is_playing() { "재생 중 " } else { "" };
        let note = format!("{playing}{}/{}", self.player.step(self.steps()) + 1, self.steps());
        chrome::top(shared, &format!("{} › 트래픽", self.title), &note, scene);
        let area = Self::area(shared);
        let lines = self.lines(area);
        let total = lines.len();
        let top = self.top.min(total.saturating_sub(area.height.into()));
        scene.lines(area, lines.into_iter().skip(top).take(area.height.into()).collect());
        scene.scrollbar(chrome::body(shared.size), total, top);
        let keys: Vec<HelpRow> = self.player.keys(self.steps()).chain(OTHERS).collect();
        chrome::bar(shared, &keys, scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        help(KEYS).chain(OTHERS).collect()
    }

    fn name(&self) -> &'static str {
        "트래픽 그림"
    }
}
