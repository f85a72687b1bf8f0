//! The glossary: every term, found while its name is typed, in Korean, in English, or by its initial consonants; with each
//! the places in the chapters that speak of it.
//!
//! Must not know: where the terms are kept.

use super::reader::layout::markdown;
use super::{Destination, Go, Page};
use crate::app::chrome;
use crate::app::event::{Event, Mouse};
use crate::app::key::{Code, HelpRow, Key, walk};
use crate::app::scene::{Line, Point, Rect, Role, Scene, Style};
use crate::app::shared::Shared;
use crate::lesson::mention::Mention;
use crate::lesson::spec::Term;
use crate::text::search::Query;
use crate::text::width;

/// Its keys; letters are typed into the search.
const KEYS: [HelpRow; 7] = [
    HelpRow { label: "글자", title: "찾기 (초성도)", bar: true },
    HelpRow { label: "↑ ↓", title: "고르기", bar: true },
    HelpRow { label: "Enter", title: "나오는 곳으로", bar: true },
    HelpRow { label: "Tab", title: "나오는 곳 고르기", bar: true },
    HelpRow { label: "Esc", title: "뒤로 (찾는 말이 있으면 먼저 지움)", bar: false },
    HelpRow { label: "PgUp PgDn", title: "한 화면씩", bar: false },
    HelpRow { label: "Ctrl-U", title: "찾는 말 지우기", bar: false },
];

/// Where nothing was found: what to do.
const NOTHING: &str = "찾는 말이 들어간 용어가 없습니다.\n\n\
    Esc를 눌러 지우고, 한글 이름이나 영문 이름 또는 초성으로 다시 찾으십시오.";

/// Columns of the list, at least, where the explanation stands beside it.
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
    /// Where the chapters speak of it.
    places: Vec<Mention>,
    /// Which of those places is chosen.
    place: usize,
}

impl Glossary {
    /// The whole glossary, at a term where one is meant.
    #[must_use]
    pub fn new(term: Option<&str>, shared: &Shared) -> Self {
        let terms = shared.catalogue.terms();
        let chosen = term.and_then(|id| terms.iter().position(|term| term.id == id)).unwrap_or(0);
        let shown = (0..terms.len()).collect();
        let mut glossary = Self { typed: String::new(), shown, chosen, places: Vec::new(), place: 0 };
        glossary.look(shared);
        glossary
    }

    /// The term that is chosen is another one now: looks where it is spoken of.
    fn look(&mut self, shared: &Shared) {
        self.places = self.term(shared).map_or_else(Vec::new, |term| shared.course.mentions(&term.id));
        self.place = 0;
    }

    fn choose(&mut self, chosen: usize, shared: &Shared) {
        if self.chosen != chosen {
            self.chosen = chosen;
            self.look(shared);
        }
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
            self.choose(chosen, shared);
            return Go::Stay;
        }
        match key.code {
            Code::Enter => {
                if let Some(Mention { chapter, heading, .. }) = self.places.get(self.place).cloned() {
                    return Go::To(Destination::Chapter { id: chapter, heading });
                }
            }
            Code::Tab if !self.places.is_empty() => {
                let places = self.places.len();
                self.place = (self.place + if key.shift { places - 1 } else { 1 }) % places;
            }
            Code::Esc if self.typed.is_empty() => return Go::Back,
            Code::Esc => self.retype(shared, String::clear),
            Code::Char('u') if key.ctrl => self.retype(shared, String::clear),
            Code::Backspace => {
                self.retype(shared, |typed| typed.truncate(width::previous_grapheme(typed, typed.len())));
            }
            _ => {
                // In a chapter `/` begins a search; here one is always open.
                if let Some(c) = key.typed().filter(|c| *c != '/' || !self.typed.is_empty()) {
                    self.retype(shared, |typed| typed.push(c));
                }
            }
        }
        Go::Stay
    }

    fn retype(&mut self, shared: &Shared, change: impl FnOnce(&mut String)) {
        change(&mut self.typed);
        self.search(shared.catalogue.terms());
        self.look(shared);
    }

    fn term<'s>(&self, shared: &'s Shared) -> Option<&'s Term> {
        shared.catalogue.terms().get(*self.shown.get(self.chosen)?)
    }

    /// Where the list and the explanation are.
    fn areas(shared: &Shared) -> (Rect, Rect) {
        let body = chrome::body(shared.size);
        if body.width < WIDE {
            return body.top(body.height.div_ceil(2));
        }
        // As wide as the longest name, where that leaves the explanation its room.
        let longest = shared.catalogue.terms().iter().map(|term| width::cells(&term.term) + width::cells(named(term)));
        let wanted = longest.max().and_then(|cells| u16::try_from(cells + 8).ok()).unwrap_or(LIST);
        body.left(wanted.min(body.width / 3).max(LIST))
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
            let english = width::ellipsis(named(term), room.saturating_sub(width::cells(&name) + 2));
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

/// A term's name in English, where it is another.
fn named(term: &Term) -> &str {
    if term.english == term.term { "" } else { &term.english }
}

/// Columns of an explanation at most: longer lines are hard to read.
const READABLE: u16 = 80;

fn view_term<'m>(term: &'m Term, places: &'m [Mention], place: usize, area: Rect, scene: &mut Scene<'m>) {
    let inside = scene.pane(area, Line::of(" 뜻 ", Role::Title), Line::default(), false).shrink(1, 0);
    let columns = usize::from(inside.width.min(READABLE)).max(1);
    let mut lines =
        vec![Line::of(&*term.term, Style::from(Role::Heading).bold()).with(format!("  {}", named(term)), Role::Muted)];
    lines.push(Line::default());
    lines.extend(markdown(&term.sentence, columns));
    if !term.aliases.is_empty() {
        lines.push(Line::default());
        lines.extend(markdown(&format!("다른 말: {}", term.aliases.join(", ")), columns));
    }
    if !places.is_empty() {
        lines.push(Line::default());
        lines.push(Line::of("나오는 곳", Role::Muted));
    }
    for (at, it) in places.iter().enumerate() {
        let heading = it.heading.as_deref().map_or_else(String::new, |heading| format!(" › {heading}"));
        let mark = if at == place { "> " } else { "  " };
        let words = width::ellipsis(&format!("{mark}{}{heading}", it.title), usize::from(inside.width));
        lines.push(Line::of(words, if at == place { Role::Link } else { Role::Text }));
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
                self.choose(self.chosen.saturating_add_signed(*notches as isize).min(last), shared);
            }
            Event::Mouse(Mouse::Press(at)) => {
                let (list, _) = Self::areas(shared);
                let rows = list.inner().top(1).1;
                if rows.has(*at) {
                    let row = self.top(usize::from(rows.height)) + usize::from(at.y - rows.y);
                    self.choose(row.min(self.shown.len().saturating_sub(1)), shared);
                }
            }
            _ => {}
        }
        Go::Stay
    }

    fn view<'m>(&'m self, shared: &'m Shared, scene: &mut Scene<'m>) {
        chrome::top(shared, "용어집", "", scene);
        let (list, detail) = Self::areas(shared);
        if let Some(term) = self.term(shared) {
            view_term(term, &self.places, self.place, detail, scene);
        } else {
            let inside = scene.pane(detail, Line::default(), Line::default(), false).shrink(1, 0);
            scene.lines(inside, markdown(NOTHING, usize::from(inside.width).max(1)));
        }
        self.view_list(list, shared, scene);
        let leave = if self.typed.is_empty() { "뒤로" } else { "지우기" };
        let leave = HelpRow { label: "Esc", title: leave, bar: true };
        let leads = |row: &HelpRow| match row.label {
            "Enter" => !self.places.is_empty(),
            "Tab" => self.places.len() > 1,
            _ => true,
        };
        let rows: Vec<HelpRow> = std::iter::once(leave).chain(KEYS).filter(leads).collect();
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
    fn a_term_leads_to_where_it_is_spoken_of() {
        let mut model = glossary(USUAL, Some("wind"));
        assert!(screen(&model).contains("나오는 곳") && screen(&model).contains("> 돛"), "{}", screen(&model));
        press(&mut model, "<Tab><Enter>");
        assert!(screen(&model).contains("배(ship)"), "{}", screen(&model));
        press(&mut model, "<Esc>");
        assert!(screen(&model).contains("용어집"), "{}", screen(&model));
        // A term that no chapter links leads nowhere.
        let mut model = glossary(USUAL, Some("pod"));
        press(&mut model, "<Tab><Enter>");
        assert!(screen(&model).contains("용어집"), "{}", screen(&model));
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
    fn the_key_that_searches_a_chapter_is_no_part_of_the_word() {
        let mut model = glossary(USUAL, None);
        press(&mut model, "/pod");
        assert!(screen(&model).contains("> 파드"), "{}", screen(&model));
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
