//! What crossterm reports, as what the app knows.
//!
//! Must not know: what any key does.

use crossterm::event as term;

use crate::app::event::{Event, Mouse};
use crate::app::key::{Code, Key};
use crate::app::scene::{Point, Size};

/// The app's word for what the terminal reports; `None` for what it has no use for (key releases, focus, …).
#[must_use]
pub(super) fn event(event: term::Event) -> Option<Event> {
    match event {
        term::Event::Key(key) if key.kind != term::KeyEventKind::Release => self::key(key).map(Event::Key),
        term::Event::Paste(text) => Some(Event::Paste(text)),
        term::Event::Resize(width, height) => Some(Event::Resize(Size { width, height })),
        term::Event::Mouse(mouse) => self::mouse(mouse).map(Event::Mouse),
        term::Event::Key(_) | term::Event::FocusGained | term::Event::FocusLost => None,
    }
}

fn key(key: term::KeyEvent) -> Option<Key> {
    let has = |modifier| key.modifiers.contains(modifier);
    let (ctrl, alt, shift) =
        (has(term::KeyModifiers::CONTROL), has(term::KeyModifiers::ALT), has(term::KeyModifiers::SHIFT));
    let code = match key.code {
        // A terminal in Hangul mode may send Ctrl with a jamo; it is the key of that jamo that was pressed.
        term::KeyCode::Char(c) if ctrl || alt => {
            let latin = crate::text::keyboard::latin_keys(c).first().copied().unwrap_or(c);
            Code::Char(latin.to_ascii_lowercase())
        }
        term::KeyCode::Char(c) => Code::Char(c),
        term::KeyCode::F(number) => Code::F(number),
        term::KeyCode::Enter => Code::Enter,
        term::KeyCode::Esc => Code::Esc,
        term::KeyCode::Tab | term::KeyCode::BackTab => Code::Tab,
        term::KeyCode::Backspace => Code::Backspace,
        term::KeyCode::Delete => Code::Delete,
        term::KeyCode::Insert => Code::Insert,
        term::KeyCode::Up => Code::Up,
        term::KeyCode::Down => Code::Down,
        term::KeyCode::Left => Code::Left,
        term::KeyCode::Right => Code::Right,
        term::KeyCode::Home => Code::Home,
        term::KeyCode::End => Code::End,
        term::KeyCode::PageUp => Code::PageUp,
        term::KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    let typed = matches!(code, Code::Char(_));
    let shift = (shift && !typed) || key.code == term::KeyCode::BackTab;
    Some(Key { code, ctrl, alt, shift })
}

fn mouse(mouse: term::MouseEvent) -> Option<Mouse> {
    let at = Point { x: mouse.column, y: mouse.row };
    match mouse.kind {
        term::MouseEventKind::Down(term::MouseButton::Left) => Some(Mouse::Press(at)),
        term::MouseEventKind::Drag(term::MouseButton::Left) => Some(Mouse::Drag(at)),
        term::MouseEventKind::Up(term::MouseButton::Left) => Some(Mouse::Release(at)),
        term::MouseEventKind::ScrollDown => Some(Mouse::Scroll { at, notches: 1 }),
        term::MouseEventKind::ScrollUp => Some(Mouse::Scroll { at, notches: -1 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyEventState, KeyModifiers};

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<Event> {
        event(term::Event::Key(KeyEvent { code, modifiers, kind: KeyEventKind::Press, state: KeyEventState::NONE }))
    }

    #[test]
    fn shift_tab_and_control_jamo_are_the_keys_that_were_pressed() {
        let tab = Key::plain(Code::Tab);
        assert_eq!(press(KeyCode::BackTab, KeyModifiers::SHIFT), Some(Event::Key(tab.shift())));
        assert_eq!(press(KeyCode::BackTab, KeyModifiers::NONE), Some(Event::Key(tab.shift())));
        assert_eq!(press(KeyCode::Char('ㅋ'), KeyModifiers::CONTROL), Some(Event::Key(Key::ctrl('z'))));
        assert_eq!(press(KeyCode::Char('Q'), KeyModifiers::SHIFT), Some(Event::Key(Key::char('Q'))));
    }
}
