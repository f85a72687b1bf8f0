//! The glossary: every term, found while its name is typed, in Korean, in English, or by its initial consonants.
//!
//! Must not know: where the terms are kept.

use super::reader::layout::markdown;
use super::{Go, Page};
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Code, HelpRow, Key, walk};
use crate::app::scene::{Line, Point, Rect, Role, Scene, Style};
use crate::app::shared::Shared;
use crate::lesson::spec::Term;
use crate::text::search::Query;
use crate::text::width;

/// Its keys; letters are typed into the search.
const KEYS: [HelpRow; 5] = [
    HelpRow { label: "글자", title: "찾기 (초성도)", bar: true },
    HelpRow { label: "↑ ↓", title: "고르기", bar: true },
    HelpRow { label: "Esc", title: "뒤로 (찾는 말이 있으면 먼저 지움)", bar: false },
    HelpRow { label: "PgUp PgDn", title: "한 화면씩", bar: false },
    HelpRow { label: "Ctrl-U", title: "찾는 말 지우기", bar: false },
];

/// Where nothing was found: what to do.
const NOTHING: &str = "찾는 말이 들어간 용어가 없습니다.\n\n\
    Esc를 눌러 지우고, 한글 이름이나 영문 이름 또는 초성으로 다시 찾으십시오.";

/// Columns of the list where the explanation stands beside it.
const LIST: u16 = 34;
/// From this width on list and explanation stand side by side.
const WIDE: u16 = 76;

/// The glossary.
pub struct Glossary {
    typed: String,
    /// The terms that fit what was typed, by their place in the glossary.
    shown: Vec<usize>,
    /// Which of those is chosen.
    chosen: usize,
}

impl Glossary {
    /// The whole glossary, at a term where one is meant.
    #[must_use]
    pub fn new(term: Option<&str>, shared: &Shared) -> Self {
        let terms = shared.catalogue.terms();
        let chosen = term.and_then(|id| terms.iter().position(|term| term.id == id)).unwrap_or(0);
        Self { typed: String::new(), shown: (0..terms.len()).collect(), chosen }
    }

    /// Looks for what was typed; a term whose name begins so comes before one that only mentions it.
    fn search(&mut self, terms: &[Term]) {
        let query = Query::new(&self.typed);
        let rank = |term: &Term| {
            let names = [&term.term, &term.english];
            if names.iter().any(|name| query.find_all(name).first().is_some_and(|range| range.start() == 0)) {
                return Some(0);
            }
            if names.into_iter().chain(&term.aliases).any(|name| query.matches(name)) {
                return Some(1);
            }
            // Initials name a word; sentences are full of words that begin alike.
            (!query.is_initials() && query.matches(&term.sentence)).then_some(2)
        };
        let mut ranked: Vec<(usize, usize)> =
            terms.iter().enumerate().filter_map(|(index, term)| Some((rank(term)?, index))).collect();
        if query.is_empty() {
            ranked = (0..terms.len()).map(|index| (0, index)).collect();
        }
        ranked.sort_unstable();
        self.shown = ranked.into_iter().map(|(_, index)| index).collect();
        self.chosen = 0;
    }

    fn key(&mut self, key: Key, shared: &Shared) -> Go {
        let last = self.shown.len().saturating_sub(1);
        if let Some(chosen) = walk(key, self.chosen, last) {
            self.chosen = chosen;
            return Go::Stay;
        }
        match key.code {
            Code::Esc if self.typed.is_empty() => return Go::Back,
            Code::Esc => self.retype(shared, String::clear),
            Code::Char('u') if key.ctrl => self.retype(shared, String::clear),
            Code::Backspace => {
                self.retype(shared, |typed| typed.truncate(width::previous_grapheme(typed, typed.len())));
            }
            _ => {
                if let Some(c) = key.typed() {
                    self.retype(shared, |typed| typed.push(c));
                }
            }
        }
        Go::Stay
    }

    fn retype(&mut self, shared: &Shared, change: impl FnOnce(&mut String)) {
        change(&mut self.typed);
        self.search(shared.catalogue.terms());
    }

    fn term<'s>(&self, shared: &'s Shared) -> Option<&'s Term> {
        shared.catalogue.terms().get(*self.shown.get(self.chosen)?)
    }

    /// Where the list and the explanation are.
    fn areas(body: Rect) -> (Rect, Rect) {
        if body.width >= WIDE { body.left(LIST) } else { body.top(body.height.div_ceil(2)) }
    }

    fn view_list<'m>(&self, area: Rect, shared: &'m Shared, scene: &mut Scene<'m>) {
        let title = Line::of(" 용어집 ", Role::Title);
        let note = Line::of(format!(" {}개 ", self.shown.len()), Role::Muted);
        let inside = scene.pane(area, title, note, true);
        let (search, list) = inside.top(1);
        let room = usize::from(search.width);
        let typed = width::ellipsis(&self.typed, room.saturating_sub(7));
        let caret = 6 + u16::try_from(width::cells(&typed)).unwrap_or(0);
        let mut line = Line::of(" 찾기 ", Role::Muted).with(typed, Style::default().bold());
        if self.typed.is_empty() {
            line.push(" 이름이나 초성", Role::Muted);
        }
        scene.lines(search, vec![line]);
        scene.caret = Some(Point { x: search.x + caret, y: search.y });
        let height = usize::from(list.height);
        let top = self.top(height);
        let terms = shared.catalogue.terms();
        let rows = self.shown.iter().enumerate().skip(top).take(height).filter_map(|(row, index)| {
            let term = terms.get(*index)?;
            let chosen = row == self.chosen;
            let name = width::ellipsis(&format!("{} {}", if chosen { ">" } else { " " }, term.term), room);
            let english = width::ellipsis(&term.english, room.saturating_sub(width::cells(&name) + 2));
            let role = if chosen { Role::Chosen } else { Role::Text };
            let line = Line::of(name, Style::from(role).bold());
            let line = line.with(format!("  {english}"), if chosen { Role::Chosen } else { Role::Muted });
            Some(if chosen { line.filled(Role::Chosen) } else { line })
        });
        let mut lines: Vec<Line<'m>> = rows.collect();
        if lines.is_empty() {
            lines.push(Line::of("  없습니다.", Role::Info));
        }
        scene.lines(list, lines);
        scene.scrollbar(Rect { width: list.width + 1, ..list }, self.shown.len(), top);
    }

    /// The first row seen, so that the chosen one is.
    fn top(&self, height: usize) -> usize {
        self.chosen.saturating_sub(height / 2).min(self.shown.len().saturating_sub(height))
    }
}

fn view_term<'m>(term: &'m Term, area: Rect, scene: &mut Scene<'m>) {
    let inside = scene.pane(area, Line::of(" 뜻 ", Role::Title), Line::default(), false).shrink(1, 0);
    let mut lines =
        vec![Line::of(&*term.term, Style::from(Role::Term).bold()).with(format!("  {}", term.english), Role::Muted)];
    lines.push(Line::default());
    lines.extend(markdown(&term.sentence, usize::from(inside.width).max(1)));
    if !term.aliases.is_empty() {
        lines.push(Line::default());
        lines.extend(markdown(&format!("다른 말: {}", term.aliases.join(", ")), usize::from(inside.width).max(1)));
    }
    scene.lines(inside, lines);
}

impl Page for Glossary {
    fn update(&mut self, event: &Event, shared: &mut Shared) -> Go {
        match event {
            Event::Key(key) => return self.key(*key, shared),
            Event::Paste(text) => {
                let line = text.lines().next().unwrap_or("").to_owned();
                self.retype(shared, |typed| typed.push_str(&line));
            }
            Event::Mouse(Mouse::Scroll { notches, .. }) => {
                let last = self.shown.len().saturating_sub(1);
                self.chosen = self.chosen.saturating_add_signed(*notches as isize).min(last);
            }
            Event::Mouse(Mouse::Press(at)) => {
                let (list, _) = Self::areas(chrome::body(shared.size));
                let rows = list.inner().top(1).1;
                if rows.has(*at) {
                    let row = self.top(usize::from(rows.height)) + usize::from(at.y - rows.y);
                    self.chosen = row.min(self.shown.len().saturating_sub(1));
                }
            }
            _ => {}
        }
        Go::Stay
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        chrome::top(shared, "용어집", "", scene);
        let (list, detail) = Self::areas(chrome::body(shared.size));
        if let Some(term) = self.term(shared) {
            view_term(term, detail, scene);
        } else {
            let inside = scene.pane(detail, Line::default(), Line::default(), false).shrink(1, 0);
            scene.lines(inside, markdown(NOTHING, usize::from(inside.width).max(1)));
        }
        self.view_list(list, shared, scene);
        let leave = if self.typed.is_empty() { "뒤로" } else { "지우기" };
        let leave = HelpRow { label: "Esc", title: leave, bar: true };
        let rows: Vec<HelpRow> = std::iter::once(leave).chain(KEYS).collect();
        chrome::bar(shared, &rows, scene);
    }

    fn help(&self) -> Vec<HelpRow> {
        KEYS.to_vec()
    }

    fn name(&self) -> &'static str {
        "용어집"
    }

    fn typing(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::app::Model;
    use crate::app::scene::Size;
    use crate::app::screen::Destination;
    use crate::app::screen::fixture::{USUAL, press, screen, shared};

    fn glossary(size: Size, term: Option<&str>) -> Model {
        let mut model = Model::new(shared(size));
        model.open(&Destination::Glossary { term: term.map(str::to_owned) });
        model
    }

    #[test]
    fn it_opens_on_a_term() {
        insta::assert_snapshot!(screen(&glossary(USUAL, Some("pod"))));
    }

    #[test]
    fn terms_are_found_by_initials_by_english_and_by_other_names() {
        for typed in ["ㅍㄷ", "팓", "pod", "팟"] {
            let mut model = glossary(Size { width: 60, height: 16 }, None);
            press(&mut model, typed);
            let shown = screen(&model);
            assert!(shown.contains("> 파드") && !shown.contains("  바람"), "{typed}\n{shown}");
        }
    }

    #[test]
    fn where_nothing_is_found_the_way_on_is_told_whole() {
        for size in [Size { width: 60, height: 16 }, USUAL, Size { width: 200, height: 50 }] {
            let mut model = glossary(size, None);
            press(&mut model, "ㄴㄷ");
            let shown: String = screen(&model).split_whitespace().collect();
            for word in ["없습니다.", "다시", "찾으십시오."] {
                assert!(shown.contains(word), "{word}\n{shown}");
            }
        }
    }
}
