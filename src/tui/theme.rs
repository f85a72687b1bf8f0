//! Roles to colours: the only place that knows a colour.
//!
//! On a dark background hues are the terminal's own sixteen, so that a learner's palette is respected, and shades between are
//! fixed greys; on a light one, where the bright ones of the sixteen cannot be read, they are dark ones of the 256. Wherever a
//! background is set its foreground is set with it, but for that of code, which is a shade of the terminal's own. Nothing is
//! said by colour alone: marks, underlines and words carry it too, so `NO_COLOR` loses nothing.
//!
//! Must not know: which screen it colours.

use ratatui::style::{Color, Modifier, Style};

use crate::app::scene::{Role, Style as Look};

/// A blue that reads on black and on white; the sixteen's own is too dark on many a black.
const BLUE: Color = Color::Indexed(33);

/// How roles become styles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Attributes only, no colours (<https://no-color.org>).
    pub plain: bool,
    /// The terminal writes dark on light.
    pub light: bool,
}

/// Whether a terminal that says so (`COLORFGBG`, rxvt's and Konsole's way: `text;background` by the numbers of the sixteen
/// colours, with a word between on some) has a light background: white, or light grey, which is what many call white.
#[must_use]
pub fn is_light(colorfgbg: &str) -> bool {
    matches!(colorfgbg.rsplit_once(';'), Some((_, "7" | "15")))
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
        if self.light {
            return Self::dark(role).unwrap_or_else(|| self.ground(role));
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
            Role::Code if self.light => style.bg(Color::Indexed(255)),
            Role::Code => style.bg(Color::Indexed(235)),
            Role::Key => style.fg(Color::Indexed(159)).bg(Color::Indexed(236)).add_modifier(Modifier::BOLD),
            _ => style,
        }
    }

    /// The style of a role as foreground on a light background; none for those that are a background themselves.
    fn dark(role: Role) -> Option<Style> {
        let of = |colour| Style::new().fg(Color::Indexed(colour));
        Some(match role {
            Role::Text => Style::new(),
            Role::Title => Style::new().add_modifier(Modifier::BOLD),
            Role::Muted | Role::Punctuation => of(241),
            Role::Comment => of(241).add_modifier(Modifier::ITALIC),
            Role::Heading | Role::Key => of(24).add_modifier(Modifier::BOLD),
            Role::Accent => of(94).add_modifier(Modifier::BOLD),
            Role::Good | Role::Code | Role::YamlString => of(22),
            Role::Bad => of(124),
            Role::Warn | Role::YamlNumber => of(94),
            Role::Info | Role::YamlKey => of(25),
            Role::Link => of(25).add_modifier(Modifier::UNDERLINED),
            Role::Term => of(24).add_modifier(Modifier::UNDERLINED),
            Role::YamlConstant => of(90),
            Role::Border => of(244),
            Role::Focus => of(24),
            Role::Bar | Role::Chosen => return None,
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Every role that is a foreground.
    const FOREGROUNDS: [Role; 21] = [
        Role::Muted,
        Role::Punctuation,
        Role::Comment,
        Role::Heading,
        Role::Title,
        Role::Accent,
        Role::Key,
        Role::Good,
        Role::Bad,
        Role::Warn,
        Role::Info,
        Role::Code,
        Role::Link,
        Role::Term,
        Role::YamlKey,
        Role::YamlString,
        Role::YamlNumber,
        Role::YamlConstant,
        Role::Border,
        Role::Focus,
        Role::Text,
    ];

    /// The relative luminance (WCAG 2.1) of a colour of the 256 beyond the sixteen; what is not set is black.
    fn luminance(colour: Option<Color>) -> f64 {
        let channels = match colour {
            None => [0; 3],
            Some(Color::Indexed(n @ 232..)) => [8 + 10 * (n - 232); 3],
            Some(Color::Indexed(n @ 16..)) => {
                let step = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
                [step((n - 16) / 36), step((n - 16) / 6 % 6), step((n - 16) % 6)]
            }
            Some(other) => panic!("{other:?} is whatever the learner's palette makes of it"),
        };
        let [red, green, blue] = channels.map(|channel| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: f64, other: f64) -> f64 {
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_role_can_be_read_on_a_light_terminal_and_on_what_code_stands_on() {
        let theme = Theme { light: true, plain: false };
        let code = theme.ground(Role::Code).bg;
        for role in FOREGROUNDS {
            let fg = luminance(theme.role(role).fg);
            // WCAG's AA: 4.5 for text, 3 for what only frames it.
            let least = if role == Role::Border { 3.0 } else { 4.5 };
            for ground in [1.0, luminance(code)] {
                assert!(contrast(fg, ground) >= least, "{role:?}: {}", contrast(fg, ground));
            }
        }
        for role in [Role::Bar, Role::Chosen, Role::Good, Role::Bad, Role::Key] {
            let ground = theme.ground(role);
            assert!(contrast(luminance(ground.fg), luminance(ground.bg)) >= 4.5, "{role:?}");
        }
    }

    #[test]
    fn a_terminal_says_that_it_is_light_by_its_second_colour() {
        let table = [("0;15", true), ("0;default;15", true), ("0;7", true), ("15;0", false), ("7;8", false)];
        for (said, light) in table.into_iter().chain([("", false), ("15", false), ("0;default", false)]) {
            assert_eq!(is_light(said), light, "{said}");
        }
    }
}
