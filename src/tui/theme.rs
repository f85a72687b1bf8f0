//! Roles to colours: the only place that knows a colour.
//!
//! Hues are the terminal's own sixteen, so that a learner's palette is respected; shades between are fixed greys that read on
//! dark and light backgrounds alike, and wherever a background is set its foreground is set with it. Nothing is said by
//! colour alone: marks, underlines and words carry it too, so `NO_COLOR` loses nothing.
//!
//! Must not know: which screen it colours.

use ratatui::style::{Color, Modifier, Style};

use crate::app::scene::{Role, Style as Look};

/// A blue that reads on black and on white; the sixteen's own is too dark on many a black.
const BLUE: Color = Color::Indexed(33);

/// How roles become styles.
#[derive(Clone, Copy, Debug, Default)]
pub struct Theme {
    /// Attributes only, no colours (<https://no-color.org>).
    pub plain: bool,
}

impl Theme {
    /// The style of a piece of text.
    #[must_use]
    pub fn style(self, look: Look) -> Style {
        let mut style = self.role(look.role);
        if let Some(on) = look.on {
            style = style.patch(self.ground(on));
        }
        if look.bold {
            style = style.add_modifier(Modifier::BOLD);
        }
        if look.italic {
            style = style.add_modifier(Modifier::ITALIC);
        }
        if look.strike {
            style = style.add_modifier(Modifier::CROSSED_OUT);
        }
        if let Some(role) = look.underline {
            // No coloured underline (SGR 58): terminals that do not know it read it as blinking and struck-through text.
            style = style.patch(self.role(role)).add_modifier(Modifier::UNDERLINED);
        }
        if look.hit {
            style = if self.plain {
                style.add_modifier(Modifier::REVERSED | Modifier::BOLD)
            } else {
                style.fg(Color::Indexed(16)).bg(Color::Indexed(221))
            };
        }
        if look.selected {
            style = if self.plain {
                style.add_modifier(Modifier::REVERSED)
            } else {
                style.fg(Color::Indexed(231)).bg(Color::Indexed(25))
            };
        }
        style
    }

    /// The style of a role as foreground.
    #[must_use]
    pub fn role(self, role: Role) -> Style {
        if self.plain {
            return Self::attributes(role);
        }
        let style = Style::new();
        match role {
            Role::Text => style,
            Role::Muted | Role::Punctuation => style.fg(Color::Indexed(246)),
            Role::Comment => style.fg(Color::Indexed(245)).add_modifier(Modifier::ITALIC),
            Role::Heading => style.fg(Color::LightCyan).add_modifier(Modifier::BOLD),
            Role::Title => style.add_modifier(Modifier::BOLD),
            Role::Accent => style.fg(Color::LightYellow).add_modifier(Modifier::BOLD),
            Role::Key => style.fg(Color::LightCyan).add_modifier(Modifier::BOLD),
            Role::Good => style.fg(Color::LightGreen),
            Role::Bad => style.fg(Color::LightRed),
            Role::Warn => style.fg(Color::LightYellow),
            Role::Info => style.fg(BLUE),
            Role::Code => style.fg(Color::LightGreen),
            Role::Link => style.fg(BLUE).add_modifier(Modifier::UNDERLINED),
            Role::Term => style.fg(Color::LightCyan).add_modifier(Modifier::UNDERLINED),
            Role::YamlKey => style.fg(BLUE),
            Role::YamlString => style.fg(Color::LightGreen),
            Role::YamlNumber => style.fg(Color::LightYellow),
            Role::YamlConstant => style.fg(Color::LightMagenta),
            Role::Border => style.fg(Color::Indexed(243)),
            Role::Focus => style.fg(Color::LightCyan),
            Role::Bar | Role::Chosen => self.ground(role),
        }
    }

    /// The style of a role as background, with a foreground that reads on it.
    #[must_use]
    pub fn ground(self, role: Role) -> Style {
        let style = Style::new();
        if self.plain {
            return if matches!(role, Role::Chosen) { style.add_modifier(Modifier::REVERSED) } else { style };
        }
        match role {
            Role::Bar => style.fg(Color::Indexed(253)).bg(Color::Indexed(236)),
            Role::Chosen => style.fg(Color::Indexed(231)).bg(Color::Indexed(25)),
            Role::Good => style.fg(Color::Indexed(231)).bg(Color::Indexed(22)),
            Role::Bad => style.fg(Color::Indexed(231)).bg(Color::Indexed(52)),
            Role::Code => style.bg(Color::Indexed(235)),
            Role::Key => style.fg(Color::Indexed(159)).bg(Color::Indexed(236)).add_modifier(Modifier::BOLD),
            _ => style,
        }
    }

    fn attributes(role: Role) -> Style {
        let style = Style::new();
        match role {
            Role::Heading | Role::Title | Role::Accent | Role::Key | Role::Bad | Role::Focus => {
                style.add_modifier(Modifier::BOLD)
            }
            Role::Link | Role::Term => style.add_modifier(Modifier::UNDERLINED),
            Role::Chosen => style.add_modifier(Modifier::REVERSED),
            _ => style,
        }
    }
}
