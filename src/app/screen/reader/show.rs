//! The rows of a text on the screen, with what is chosen and what was found marked on them.
//!
//! Must not know: keys.

use super::Reader;
use super::sheet::{Place, Restyle};
use crate::app::chrome;
use crate::app::scene::{Line, Role, Scene, Style};

impl Reader {
    pub(super) fn view_page<'m>(&'m self, scene: &mut Scene<'m>) {
        let area = Self::area(self.size);
        let mut marks: Vec<(Place, Restyle)> = Vec::new();
        let focus = self.focus.and_then(|focus| self.sheet.stops.get(focus));
        if let Some(place) = focus.and_then(|stop| stop.place) {
            marks.push((place, |style| Style { selected: true, ..style }));
        }
        if let Some(find) = &self.find {
            let (present, others) = find.places();
            marks.extend(others.map(|place| (place, hit as Restyle)));
            marks.extend(present.map(|place| (place, present_hit as Restyle)));
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
    for span in &mut line.spans {
        if span.style.role == Role::Border {
            span.style.role = Role::Focus;
        }
    }
    line
}
