//! Styles by role, on dark and light backgrounds, in true colour, 256 or 16 colours, or none.
//!
//! The colours are those of the programme's charter (memento, « Communication »). Colour is never the
//! only information: a state is drawn with its sign and its word too.

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

/// The background of the user's terminal.
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

/// A colour for each background and depth.
#[derive(Clone, Copy)]
struct Ink {
    dark: (u8, u8, u8),
    light: (u8, u8, u8),
    /// The nearest of the 16 colours on dark, then on light.
    sixteen: [Color; 2],
}

const BRAND: Ink = ink(
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
const SOON: Ink = ink(
    (0xf2, 0xb8, 0x3d),
    (0x8a, 0x5c, 0x00),
    Color::LightYellow,
    Color::Yellow,
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
const PAST: Ink = ink(
    (0xb9, 0xbb, 0xc9),
    (0x43, 0x46, 0x55),
    Color::Gray,
    Color::DarkGray,
);
const BORDER: Ink = ink(
    (0x45, 0x47, 0x5a),
    (0xc4, 0xc7, 0xd4),
    Color::DarkGray,
    Color::DarkGray,
);
const SELECTED: Ink = ink(
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

/// Text on a background set by the theme, where the terminal's own text colour may be unreadable.
const TEXT: Ink = ink(
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

    /// Detects the theme from the environment, which `variable` reads.
    ///
    /// `NO_COLOR` (no-color.org), `COLORTERM` and `TERM` give the depth. `chosen`, or else `COLORFGBG`
    /// that some terminals set, gives the background.
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
        let detected =
            variable("COLORFGBG").and_then(|value| value.rsplit(';').next()?.parse().ok());
        let background = chosen.unwrap_or(match detected {
            Some(7u8 | 9..=15) => Background::Light,
            _ => Background::Dark,
        });
        Self { depth, background }
    }

    /// Returns the background it is for.
    pub fn background(self) -> Background {
        self.background
    }

    /// Returns the same theme for another background.
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

    /// Returns a background colour with a text colour that is readable on it.
    fn on_ink(self, ink: Ink) -> Style {
        let mut style = self.fg(TEXT);
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

    /// Less important text.
    pub fn muted(self) -> Style {
        if self.is_mono() {
            Style::new().add_modifier(Modifier::DIM)
        } else {
            self.fg(MUTED)
        }
    }

    /// What is past: slightly less than plain text.
    pub fn past(self) -> Style {
        if self.is_mono() {
            Style::new()
        } else {
            self.fg(PAST)
        }
    }

    /// An answer that is offered and not given: never the look of a value.
    pub fn offered(self) -> Style {
        self.muted().add_modifier(Modifier::ITALIC)
    }

    /// A title within a screen.
    pub fn heading(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Titles of groups, which stay in the background.
    pub fn quiet_title(self) -> Style {
        self.muted().add_modifier(Modifier::BOLD)
    }

    /// The title bar: the charter's blue behind white text.
    pub fn brand(self) -> Style {
        match self.color(BRAND) {
            Some(blue) => Style::new().bg(blue).fg(Color::White),
            None => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// The open tab in the title bar.
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
                    .color(BRAND)
                    .unwrap_or(Color::Blue))
                .add_modifier(Modifier::BOLD),
            None => Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        }
    }

    /// The selected button, day or cell: the charter's blue behind white text.
    pub fn button(self) -> Style {
        self.brand().add_modifier(Modifier::BOLD)
    }

    /// The selected cell of the selected row: as the other rows, where that one is reversed.
    pub fn selected_cell(self) -> Style {
        match self.selected().add_modifier.contains(Modifier::REVERSED) {
            true => Style::new()
                .remove_modifier(Modifier::REVERSED)
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            false => self.button(),
        }
    }

    /// What has the focus: a label, a marker, a border.
    pub fn focus(self) -> Style {
        self.fg(FOCUS).add_modifier(Modifier::BOLD)
    }

    /// An accent without weight: links, what was chosen.
    pub fn accent(self) -> Style {
        self.fg(FOCUS)
    }

    /// The selected row or item.
    pub fn selected(self) -> Style {
        match self.depth {
            Depth::True | Depth::Indexed => self.on_ink(SELECTED).add_modifier(Modifier::BOLD),
            Depth::Sixteen | Depth::None => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// A dialog above a screen.
    pub fn raised(self) -> Style {
        match self.depth {
            Depth::True | Depth::Indexed => self.on_ink(RAISED),
            Depth::Sixteen | Depth::None => Style::new(),
        }
    }

    /// A text field, focused or not.
    pub fn field(self, focused: bool) -> Style {
        match (self.depth, focused) {
            (Depth::True | Depth::Indexed, true) => self.on_ink(SELECTED),
            (Depth::Sixteen | Depth::None, true) => Style::new().add_modifier(Modifier::UNDERLINED),
            _ => Style::new(),
        }
    }

    /// Lines between regions.
    pub fn border(self) -> Style {
        if self.is_mono() {
            Style::new().add_modifier(Modifier::DIM)
        } else {
            self.fg(BORDER)
        }
    }

    /// The name of a key at the foot of the screen.
    pub fn key(self) -> Style {
        self.fg(FOCUS).add_modifier(Modifier::BOLD)
    }

    /// What there is to do, and errors.
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

    /// What is to do within some days.
    pub fn soon(self) -> Style {
        self.fg(SOON)
    }

    /// Notes and warnings.
    pub fn note(self) -> Style {
        self.fg(NOTE)
    }

    /// The state of an attestation.
    pub fn attestation(self, state: AttestationState) -> Style {
        match state {
            AttestationState::ToFill => self.awaiting(),
            // Still to be transmitted.
            AttestationState::Filled => self.accent(),
            AttestationState::Transmitted => self.done(),
            AttestationState::Upcoming | AttestationState::NotDue => self.muted(),
        }
    }

    /// A publication state.
    pub fn publication(self, state: Publication) -> Style {
        match state {
            Publication::Draft => self.draft(),
            // Nothing is late: there may be months left.
            Publication::ToEnter | Publication::Submitted => self.accent(),
            Publication::Published => self.done(),
            Publication::Cancelled => self.muted().add_modifier(Modifier::CROSSED_OUT),
        }
    }
}

/// Returns `style` on top of `base`. A reversed base is kept as it is: coloured words in a reversed row
/// would be unreadable patches.
pub fn over(base: Style, style: Style) -> Style {
    if base.add_modifier.contains(Modifier::REVERSED) {
        base
    } else {
        base.patch(style)
    }
}

/// Returns the nearest colour of xterm's 6 × 6 × 6 cube or of its greys.
fn nearest(red: u8, green: u8, blue: u8) -> u8 {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let level = |value: u8| {
        (0u8..6)
            .min_by_key(|&index| LEVELS[usize::from(index)].abs_diff(value))
            .unwrap_or(0)
    };
    let distance = |(r, g, b): (u8, u8, u8)| {
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
    if distance((grey, grey, grey)) < distance(cube) {
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
    fn the_environment_gives_the_depth_and_the_background() {
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
            theme.brand(),
            theme.tab(),
            theme.focus(),
            theme.selected(),
            theme.raised(),
            theme.awaiting(),
            theme.done(),
            theme.soon(),
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
