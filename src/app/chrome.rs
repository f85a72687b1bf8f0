//! What frames every screen: the top line, the bar of keys at the bottom, the message line, the notice of too small a terminal.
//!
//! Must not know: any screen.

use super::key::{HelpRow, Key};
use super::scene::{Line, Rect, Role, Scene, Size, Style};
use super::shared::{Saving, Shared};
use crate::text::width;
use crate::text::wrap::wrap;

/// The screen between its top line and its bar of keys.
#[must_use]
pub fn body(size: Size) -> Rect {
    let (_, rest) = Rect::all(size).top(1);
    rest.bottom_rows(1).0
}

/// The top line: where the learner is, and at the right what is worth knowing (progress, whether it is saved).
pub fn top(shared: &Shared, place: &str, note: &str, scene: &mut Scene<'_>) {
    let (words, role) = match &shared.saving {
        Saving::Failed(_) => ("저장 안 됨!", Role::Bad),
        // Nothing was ever to be kept: nothing to say.
        Saving::Saved if !shared.unsaved && shared.record.last_day.is_none() => ("", Role::Bar),
        Saving::Saved if !shared.unsaved => ("저장됨", Role::Bar),
        Saving::Saved | Saving::Pending => ("저장 중", Role::Bar),
    };
    let columns = usize::from(shared.size.width);
    let due = match shared.due() {
        0 => String::new(),
        due => format!("오늘 복습 {due}"),
    };
    let notes: Vec<&str> = [due.as_str(), note].into_iter().filter(|it| !it.is_empty()).collect();
    let mut right = Line::of(notes.join(" · "), Role::Bar);
    right.push(if notes.is_empty() || words.is_empty() { "" } else { " · " }, Role::Bar);
    right.push(words, Style::from(role).on(if role == Role::Bad { Role::Bad } else { Role::Bar }));
    right.push(" ", Role::Bar);
    let left = named(place, columns.saturating_sub(right.cells() + 1));
    let gap = columns.saturating_sub(width::cells(&left) + right.cells());
    let mut line = Line::of(left, Style::from(Role::Bar).bold()).filled(Role::Bar);
    line.push(" ".repeat(gap), Role::Bar);
    line.spans.append(&mut right.spans);
    scene.line(0, 0, shared.size.width, line);
}

/// The program and the place in it. Where that is too long, what the place lies in goes first: its own name tells most.
fn named(place: &str, columns: usize) -> String {
    let mut rest = place;
    loop {
        let whole = format!(" 키잡이 ─ {rest}");
        match rest.split_once(WITHIN) {
            Some((_, inner)) if width::cells(&whole) > columns => rest = inner,
            _ => return width::ellipsis(&whole, columns),
        }
    }
}

/// Between a place and what lies in it.
const WITHIN: &str = " › ";

/// What every bar begins with.
const HELP: HelpRow = HelpRow { label: "F1", title: "키", bar: true };

/// Whether all of the rows marked for the bar have room in it.
#[must_use]
pub fn has_room(shared: &Shared, rows: &[HelpRow]) -> bool {
    let shown = rows.iter().filter(|row| row.bar).chain([&HELP]);
    let wide: usize = shown.map(|row| row.cells(shared.options.ascii)).sum();
    wide < usize::from(shared.size.width)
}

/// The bar of keys at the bottom: as many of the rows marked for it as fit whole, help always among them.
pub fn bar(shared: &Shared, rows: &[HelpRow], scene: &mut Scene<'_>) {
    let Some(y) = shared.size.height.checked_sub(1) else { return };
    let mut line = Line::of(" ", Role::Bar).filled(Role::Bar);
    let mut room = usize::from(shared.size.width).saturating_sub(1);
    // There is one bar: that of what lies over a screen takes the place of the screen's own.
    scene.buttons.clear();
    let rest = rows.iter().filter(|row| row.bar && row.label != HELP.label);
    for row in std::iter::once(&HELP).chain(rest) {
        let label = row.written(shared.options.ascii);
        let cells = row.cells(shared.options.ascii);
        if cells > room {
            continue;
        }
        if let (Some(key), Ok(x)) = (Key::labelled(row.label), u16::try_from(line.cells())) {
            scene.buttons.push((Rect::new(x, y, u16::try_from(cells - 2).unwrap_or(u16::MAX), 1), key));
        }
        room -= cells;
        line.push(label, Style::from(Role::Key).on(Role::Key));
        line.push(format!(" {}  ", row.title), Role::Bar);
    }
    // Over what another bar may have said here.
    line.push(" ".repeat(room), Role::Bar);
    scene.line(0, y, shared.size.width, line);
}

/// The message of [`Shared::toast`], over the bar, and over as many rows above it as it needs.
pub fn toast<'m>(shared: &'m Shared, scene: &mut Scene<'m>) {
    let message = match (&shared.toast, &shared.saving) {
        (Some(message), _) => message,
        (None, Saving::Failed(reason)) => reason,
        (None, _) => return,
    };
    let columns = usize::from(shared.size.width);
    let role = if shared.toast.is_some() { Role::Chosen } else { Role::Bad };
    let lines = wrap(message, columns.saturating_sub(2).max(1)).into_iter().map(|range| {
        let text = width::pad(&width::ellipsis(&format!(" {}", range.of(message)), columns), columns);
        Line::of(text, Style::from(role).on(role)).filled(role)
    });
    let lines: Vec<_> = lines.collect();
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    scene.lines(Rect::all(shared.size).bottom_rows(rows).1, lines);
}

/// In place of every screen where the terminal is too small: what is needed.
pub fn too_small(size: Size, needed: Size, scene: &mut Scene<'_>) {
    let lines = [
        "터미널이 작습니다.".to_owned(),
        format!("{}×{} 이상 필요", needed.width, needed.height),
        format!("지금 {}×{}", size.width, size.height),
        "Ctrl-Q 나가기".to_owned(),
        "다른 키는 받지 않습니다. 창을 키우면 이어집니다.".to_owned(),
    ];
    let columns = usize::from(size.width).max(1);
    let rows = lines.iter().flat_map(|line| wrap(line, columns).into_iter().map(move |range| range.of(line)));
    scene.lines(Rect::all(size), rows.map(|row| Line::of(row.to_owned(), Role::Text)).collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_place_lies_in_is_cut_before_its_own_name() {
        assert_eq!(named("노드의 문 › 남은 문 찾기", 60), " 키잡이 ─ 노드의 문 › 남은 문 찾기");
        assert_eq!(named("노드의 문 › 남은 문 찾기", 30), " 키잡이 ─ 남은 문 찾기");
        assert_eq!(named("노드의 문 › 남은 문 찾기", 16), " 키잡이 ─ 남은 …");
    }
}
