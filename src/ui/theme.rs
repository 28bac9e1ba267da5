//! Roles made styles: on dark and light backgrounds, in true colour, in 16 colours, without colour.
//!
//! The colours are the charter's (memento, « Communication »). Colour is never alone: whoever
//! draws a state writes its sign and its word too.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::event::attestation::AttestationState;
use crate::domain::event::publication::Publication;

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// 24 bits a colour.
    True,
    /// The 256 of xterm.
    Indexed,
    /// The 16 that the user chose for their terminal.
    Sixteen,
    /// None: NO_COLOR (no-color.org), or a terminal that has none.
    None,
}

/// The background the user reads on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Background {
    /// Light text on dark.
    #[default]
    Dark,
    /// Dark text on light.
    Light,
}

/// Styles by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    depth: Depth,
    background: Background,
}

/// A colour in each depth: red, green, blue, and the nearest of the sixteen.
#[derive(Clone, Copy)]
struct Ink {
    dark: (u8, u8, u8),
    light: (u8, u8, u8),
    /// On dark, then on light.
    sixteen: [Color; 2],
}

const HOUSE: Ink = ink(
    (0x31, 0x2a, 0x74),
    (0x31, 0x2a, 0x74),
    Color::Blue,
    Color::Blue,
);
const FOCUS: Ink = ink(
    (0x73, 0x8c, 0xff),
    (0x2f, 0x47, 0xc9),
    Color::LightBlue,
    Color::Blue,
);
const AWAITING: Ink = ink(
    (0xf5, 0x69, 0x4b),
    (0xb8, 0x36, 0x1a),
    Color::LightRed,
    Color::Red,
);
const DONE: Ink = ink(
    (0x00, 0xad, 0x7d),
    (0x00, 0x6e, 0x50),
    Color::Green,
    Color::Green,
);
const DRAFT: Ink = ink(
    (0xaa, 0x8c, 0x6e),
    (0x75, 0x59, 0x3b),
    Color::Yellow,
    Color::Yellow,
);
const NOTE: Ink = ink(
    (0xf0, 0xbe, 0xbe),
    (0x8a, 0x3c, 0x3c),
    Color::LightMagenta,
    Color::Magenta,
);
const MUTED: Ink = ink(
    (0x8f, 0x92, 0xa3),
    (0x5f, 0x62, 0x73),
    Color::DarkGray,
    Color::DarkGray,
);
const LINE: Ink = ink(
    (0x45, 0x47, 0x5a),
    (0xc4, 0xc7, 0xd4),
    Color::DarkGray,
    Color::DarkGray,
);
const BAND: Ink = ink(
    (0x26, 0x29, 0x45),
    (0xe2, 0xe6, 0xff),
    Color::Blue,
    Color::Blue,
);
const RAISED: Ink = ink(
    (0x1c, 0x1d, 0x2b),
    (0xf4, 0xf5, 0xfb),
    Color::Black,
    Color::Black,
);

/// Text on a background that the theme sets: the terminal's own text may not be readable there.
const WRITTEN: Ink = ink(
    (0xe8, 0xe9, 0xf3),
    (0x1b, 0x1c, 0x2a),
    Color::White,
    Color::Black,
);

const fn ink(dark: (u8, u8, u8), light: (u8, u8, u8), on_dark: Color, on_light: Color) -> Ink {
    Ink {
        dark,
        light,
        sixteen: [on_dark, on_light],
    }
}

impl Theme {
    /// A theme for a terminal of that depth and background.
    pub const fn new(depth: Depth, background: Background) -> Self {
        Self { depth, background }
    }

    /// The theme that the environment asks for; `variable` reads it.
    ///
    /// `NO_COLOR` is no-color.org's; `COLORTERM` and `TERM` tell the depth; `COLORFGBG`, which
    /// some terminals set, the background, unless the user chose one.
    pub fn detect(variable: impl Fn(&str) -> Option<String>, chosen: Option<Background>) -> Self {
        let term = variable("TERM").unwrap_or_default();
        let depth = if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) || term == "dumb"
        {
            Depth::None
        } else if matches!(
            variable("COLORTERM").as_deref(),
            Some("truecolor" | "24bit")
        ) || variable("WT_SESSION").is_some()
        {
            Depth::True
        } else if term.contains("256color") {
            Depth::Indexed
        } else {
            Depth::Sixteen
        };
        let told = variable("COLORFGBG").and_then(|value| value.rsplit(';').next()?.parse().ok());
        let background = chosen.unwrap_or(match told {
            Some(7u8 | 9..=15) => Background::Light,
            _ => Background::Dark,
        });
        Self { depth, background }
    }

    /// The background it is for.
    pub fn background(self) -> Background {
        self.background
    }

    /// The same colours on another background.
    pub fn on(self, background: Background) -> Self {
        Self { background, ..self }
    }

    fn color(self, ink: Ink) -> Option<Color> {
        let (red, green, blue) = match self.background {
            Background::Dark => ink.dark,
            Background::Light => ink.light,
        };
        match self.depth {
            Depth::True => Some(Color::Rgb(red, green, blue)),
            Depth::Indexed => Some(Color::Indexed(nearest(red, green, blue))),
            Depth::Sixteen => Some(ink.sixteen[usize::from(self.background == Background::Light)]),
            Depth::None => None,
        }
    }

    fn fg(self, ink: Ink) -> Style {
        self.color(ink)
            .map_or(Style::new(), |color| Style::new().fg(color))
    }

    /// A background of the theme's own, with a text that can be read on it.
    fn on_ink(self, ink: Ink) -> Style {
        let mut style = self.fg(WRITTEN);
        style.bg = self.color(ink);
        style
    }

    /// Whether there is no colour at all.
    pub fn is_mono(self) -> bool {
        self.depth == Depth::None
    }

    /// Plain text: the terminal's own colours.
    pub fn text(self) -> Style {
        Style::new()
    }

    /// Text that matters less.
    pub fn muted(self) -> Style {
        if self.is_mono() {
            Style::new().add_modifier(Modifier::DIM)
        } else {
            self.fg(MUTED)
        }
    }

    /// A title within a screen.
    pub fn heading(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The title bar: the house's blue, always behind white text.
    pub fn house(self) -> Style {
        match self.color(HOUSE) {
            Some(blue) => Style::new().bg(blue).fg(Color::White),
            None => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// The tab in hand, within the title bar.
    pub fn tab(self) -> Style {
        match self.color(FOCUS) {
            Some(_) if self.depth == Depth::Sixteen => Style::new()
                .bg(Color::White)
                .fg(Color::Blue)
                .add_modifier(Modifier::BOLD),
            Some(_) => Style::new()
                .bg(Color::White)
                .fg(self
                    .on(Background::Dark)
                    .color(HOUSE)
                    .unwrap_or(Color::Blue))
                .add_modifier(Modifier::BOLD),
            None => Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        }
    }

    /// A button, a day or a cell in hand: the house's blue, behind white text.
    pub fn button(self) -> Style {
        self.house().add_modifier(Modifier::BOLD)
    }

    /// What has the focus: a label, a marker, a border.
    pub fn focus(self) -> Style {
        self.fg(FOCUS).add_modifier(Modifier::BOLD)
    }

    /// An accent without weight: links, what was chosen.
    pub fn accent(self) -> Style {
        self.fg(FOCUS)
    }

    /// The row or the item in hand.
    pub fn selected(self) -> Style {
        match self.depth {
            Depth::True | Depth::Indexed => self.on_ink(BAND).add_modifier(Modifier::BOLD),
            Depth::Sixteen | Depth::None => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// A layer above a screen.
    pub fn raised(self) -> Style {
        match self.depth {
            Depth::True | Depth::Indexed => self.on_ink(RAISED),
            Depth::Sixteen | Depth::None => Style::new(),
        }
    }

    /// A field to type in, and the one in hand.
    pub fn field(self, focused: bool) -> Style {
        match (self.depth, focused) {
            (Depth::True | Depth::Indexed, true) => self.on_ink(BAND),
            (Depth::Sixteen | Depth::None, true) => Style::new().add_modifier(Modifier::UNDERLINED),
            _ => Style::new(),
        }
    }

    /// Lines between regions.
    pub fn border(self) -> Style {
        if self.is_mono() {
            Style::new().add_modifier(Modifier::DIM)
        } else {
            self.fg(LINE)
        }
    }

    /// The name of a key at the foot of the screen.
    pub fn key(self) -> Style {
        self.fg(FOCUS).add_modifier(Modifier::BOLD)
    }

    /// What awaits the user, and what is wrong.
    pub fn awaiting(self) -> Style {
        self.fg(AWAITING).add_modifier(Modifier::BOLD)
    }

    /// What is done.
    pub fn done(self) -> Style {
        self.fg(DONE)
    }

    /// Drafts.
    pub fn draft(self) -> Style {
        self.fg(DRAFT)
    }

    /// Notes and warnings that refuse nothing.
    pub fn note(self) -> Style {
        self.fg(NOTE)
    }

    /// An attestation's state.
    pub fn attestation(self, state: AttestationState) -> Style {
        match state {
            AttestationState::ToFill => self.awaiting(),
            AttestationState::Filled | AttestationState::Transmitted => self.done(),
            AttestationState::Upcoming | AttestationState::NotDue => self.muted(),
        }
    }

    /// A publication state.
    pub fn publication(self, state: Publication) -> Style {
        match state {
            Publication::Draft => self.draft(),
            Publication::ToEnter => self.awaiting(),
            Publication::Submitted => self.accent(),
            Publication::Published => self.done(),
            Publication::Cancelled => self.muted().add_modifier(Modifier::CROSSED_OUT),
        }
    }
}

/// A style on a background: reversed, it keeps its own colours, or each word would be a patch.
pub fn over(base: Style, style: Style) -> Style {
    if base.add_modifier.contains(Modifier::REVERSED) {
        base
    } else {
        base.patch(style)
    }
}

/// The nearest colour of xterm's cube of 6 by 6 by 6, or of its greys.
fn nearest(red: u8, green: u8, blue: u8) -> u8 {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let level = |value: u8| {
        (0u8..6)
            .min_by_key(|&index| LEVELS[usize::from(index)].abs_diff(value))
            .unwrap_or(0)
    };
    let far = |(r, g, b): (u8, u8, u8)| {
        let square = |one: u8, other: u8| u32::from(one.abs_diff(other)).pow(2);
        square(r, red) + square(g, green) + square(b, blue)
    };
    let (r, g, b) = (level(red), level(green), level(blue));
    let cube = (
        LEVELS[usize::from(r)],
        LEVELS[usize::from(g)],
        LEVELS[usize::from(b)],
    );
    let mean = (u16::from(red) + u16::from(green) + u16::from(blue)) / 3;
    let step = u8::try_from(mean.saturating_sub(3) / 10)
        .unwrap_or(23)
        .min(23);
    let grey = 8 + 10 * step;
    if far((grey, grey, grey)) < far(cube) {
        232 + step
    } else {
        16 + 36 * r + 6 * g + b
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(variables: &[(&str, &str)]) -> Theme {
        let variable = |name: &str| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Theme::detect(variable, None)
    }

    #[test]
    fn the_environment_tells_the_depth_and_the_background() {
        for (variables, depth, background) in [
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")][..],
                Depth::True,
                Background::Dark,
            ),
            (
                &[("TERM", "xterm-256color")],
                Depth::Indexed,
                Background::Dark,
            ),
            (
                &[("TERM", "xterm"), ("COLORFGBG", "0;15")],
                Depth::Sixteen,
                Background::Light,
            ),
            (
                &[("COLORTERM", "truecolor"), ("NO_COLOR", "1")],
                Depth::None,
                Background::Dark,
            ),
            (
                &[("TERM", "linux"), ("NO_COLOR", "")],
                Depth::Sixteen,
                Background::Dark,
            ),
        ] {
            assert_eq!(detect(variables), Theme::new(depth, background));
        }
    }

    #[test]
    fn without_colour_no_style_has_one() {
        let theme = Theme::new(Depth::None, Background::Dark);
        let styles = [
            theme.house(),
            theme.tab(),
            theme.focus(),
            theme.selected(),
            theme.raised(),
            theme.awaiting(),
            theme.done(),
            theme.draft(),
            theme.note(),
            theme.key(),
            theme.muted(),
        ];
        assert!(
            styles
                .iter()
                .all(|style| style.fg.is_none() && style.bg.is_none())
        );
        assert!(theme.selected().add_modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn the_nearest_of_256_colours() {
        assert_eq!(nearest(0, 0, 0), 16);
        assert_eq!(nearest(255, 0, 0), 196);
        assert_eq!(nearest(128, 128, 128), 244);
        assert_eq!(nearest(255, 255, 255), 231);
    }
}
