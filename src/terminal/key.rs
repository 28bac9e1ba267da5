//! A key, and its French name.
//!
//! Independent of crossterm: `input` converts its events, the keymap binds keys, the footer and the help show their names, and the
//! tests press them by the same names.

use std::fmt;

/// Which key, without modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character as the keyboard gives it, accents and case included; never a control character.
    Char(char),
    /// Entrée.
    Enter,
    /// Échap.
    Esc,
    /// Tab, without Maj.
    Tab,
    /// Maj+Tab: a key of its own, since terminals report it in different ways.
    BackTab,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Début.
    Home,
    /// Fin.
    End,
    /// Page préc.
    PageUp,
    /// Page suiv.
    PageDown,
    /// Inser.
    Insert,
    /// Suppr.
    Delete,
    /// Ret. arr.
    Backspace,
    /// A function key, from 1.
    F(u8),
}

/// The keys that have a name rather than a character, as French keyboards print them.
const NAMES: [(Code, &str); 16] = [
    (Code::Enter, "Entrée"),
    (Code::Esc, "Échap"),
    (Code::Tab, "Tab"),
    (Code::BackTab, "Maj+Tab"),
    (Code::Up, "↑"),
    (Code::Down, "↓"),
    (Code::Left, "←"),
    (Code::Right, "→"),
    (Code::Home, "Début"),
    (Code::End, "Fin"),
    (Code::PageUp, "Page préc."),
    (Code::PageDown, "Page suiv."),
    (Code::Insert, "Inser"),
    (Code::Delete, "Suppr"),
    (Code::Backspace, "Ret. arr."),
    (Code::Char(' '), "Espace"),
];

/// The highest function key that a keyboard or a terminal can send.
const LAST_FUNCTION_KEY: u8 = 24;

/// A key with the modifiers that a program can rely on in every terminal.
///
/// Always normalised: Maj is never set with a character (which includes it) nor with Entrée, Échap, Ret. arr. and Maj+Tab (where most
/// terminals do not report it); with Ctrl or Alt a letter is lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Ctrl was down.
    pub ctrl: bool,
    /// Alt was down (not AltGr, which types another character).
    pub alt: bool,
    /// Maj was down, with an arrow or another key that moves.
    pub shift: bool,
}

impl Key {
    /// Returns a key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// Returns the key of a character.
    pub const fn ch(character: char) -> Self {
        Self::plain(Code::Char(character))
    }

    /// Returns Ctrl and a letter, given in lower case.
    pub const fn ctrl(letter: char) -> Self {
        Self {
            ctrl: true,
            ..Self::ch(letter)
        }
    }

    /// Returns the character that the key types in a text field, if any.
    pub const fn text(self) -> Option<char> {
        match self {
            Self {
                code: Code::Char(character),
                ctrl: false,
                alt: false,
                ..
            } => Some(character),
            _ => None,
        }
    }

    /// Returns the key to look up in a table of commands: letters in lower case, so that caps lock changes nothing.
    pub fn as_command(self) -> Self {
        match self.code {
            Code::Char(character) => Self {
                code: Code::Char(lower(character)),
                ..self
            },
            _ => self,
        }
    }

    /// Returns the key as every terminal can report it; see [`Key`].
    ///
    /// A terminal on Unix sends one byte for Ctrl+M and Entrée, Ctrl+J and a pasted line end, Ctrl+I and Tab, and (by its settings)
    /// Ctrl+H and Ret. arr.: they are the same key everywhere, so that none of these four letters can have a command of its own.
    pub fn normalised(self) -> Self {
        let Self {
            mut code,
            mut ctrl,
            alt,
            mut shift,
        } = self;
        if let Code::Char(character) = code {
            shift = false;
            if ctrl || alt {
                code = Code::Char(lower(character));
            }
        }
        if ctrl && !alt {
            let same_byte = match code {
                Code::Char('m' | 'j') => Some(Code::Enter),
                Code::Char('i') => Some(Code::Tab),
                Code::Char('h') => Some(Code::Backspace),
                _ => None,
            };
            if let Some(same) = same_byte {
                code = same;
                ctrl = false;
            }
        }
        if shift && code == Code::Tab {
            code = Code::BackTab;
        }
        shift &= !matches!(
            code,
            Code::Enter | Code::Esc | Code::Backspace | Code::BackTab
        );
        Self {
            code,
            ctrl,
            alt,
            shift,
        }
    }

    /// Finds a key by its name, as [`Key::name`] writes it; a character keeps its case: `Ctrl+S`, `Maj+↑`, `Entrée`, `F1`, `n`.
    pub fn parse(name: &str) -> Option<Self> {
        let mut key = Self::plain(Code::Esc);
        let mut rest = name;
        loop {
            if let Some(code) = code_named(rest) {
                key.code = code;
                return Some(key.normalised());
            }
            rest = if let Some(after) = rest.strip_prefix("Ctrl+") {
                key.ctrl = true;
                after
            } else if let Some(after) = rest.strip_prefix("Alt+") {
                key.alt = true;
                after
            } else if let Some(after) = rest.strip_prefix("Maj+") {
                key.shift = true;
                after
            } else {
                return None;
            };
        }
    }

    /// Returns the name for the footer and the help; a letter is in upper case, as on the keyboard.
    pub fn name(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (is_down, name) in [
            (self.ctrl, "Ctrl+"),
            (self.alt, "Alt+"),
            (self.shift, "Maj+"),
        ] {
            if is_down {
                f.write_str(name)?;
            }
        }
        if let Some((_, name)) = NAMES.iter().find(|(code, _)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::F(number) => write!(f, "F{number}"),
            Code::Char(character) => write!(f, "{}", upper(character)),
            _ => Ok(()),
        }
    }
}

fn code_named(name: &str) -> Option<Code> {
    if let Some((code, _)) = NAMES.iter().find(|(_, known)| *known == name) {
        return Some(*code);
    }
    let mut characters = name.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return (!only.is_control()).then_some(Code::Char(only));
    }
    let number = name.strip_prefix('F')?.parse().ok()?;
    (1..=LAST_FUNCTION_KEY)
        .contains(&number)
        .then_some(Code::F(number))
}

/// Returns the lower case, when that is one character.
fn lower(character: char) -> char {
    single(character.to_lowercase()).unwrap_or(character)
}

/// Returns the upper case, when that is one character (not `ß`) of the same key.
fn upper(character: char) -> char {
    single(character.to_uppercase())
        .filter(|upper| lower(*upper) == lower(character))
        .unwrap_or(character)
}

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_those_of_a_french_keyboard() {
        for (key, name) in [
            (Key::ctrl('s'), "Ctrl+S"),
            (Key::ch('n'), "N"),
            (Key::ch('é'), "É"),
            (Key::ch('ß'), "ß"),
            (Key::ch(' '), "Espace"),
            (Key::plain(Code::Enter), "Entrée"),
            (Key::plain(Code::BackTab), "Maj+Tab"),
            (Key::plain(Code::PageUp), "Page préc."),
            (Key::plain(Code::F(12)), "F12"),
        ] {
            assert_eq!(key.name(), name);
        }
        let shifted = Key {
            shift: true,
            ..Key::plain(Code::Up)
        };
        assert_eq!(shifted.name(), "Maj+↑");
        let alt = Key {
            alt: true,
            ..Key::ch('x')
        };
        assert_eq!(alt.name(), "Alt+X");
        let both = Key {
            ctrl: true,
            ..shifted
        };
        assert_eq!(both.name(), "Ctrl+Maj+↑");
    }

    #[test]
    fn a_name_is_read_back() {
        for name in [
            "Ctrl+S",
            "Alt+X",
            "F1",
            "F24",
            "Entrée",
            "Échap",
            "Tab",
            "Maj+Tab",
            "↑",
            "Espace",
            "Maj+↑",
            "Page suiv.",
            "Ret. arr.",
            "Ctrl+Maj+Fin",
            "Ctrl++",
            "+",
            "&",
            "É",
        ] {
            assert_eq!(Key::parse(name).unwrap().name(), name);
        }
        assert_eq!(Key::parse("n"), Some(Key::ch('n')));
        assert_eq!(Key::parse("N"), Some(Key::ch('N')));
        assert_eq!(Key::parse("Ctrl+S"), Some(Key::ctrl('s')));
        for wrong in [
            "", "F0", "F25", "F256", "Ctrl+", "ctrl+S", "Entree", "ab", "\u{1b}",
        ] {
            assert_eq!(Key::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn keys_that_terminals_report_alike_are_one() {
        assert_eq!(Key::parse("Ctrl+M"), Some(Key::plain(Code::Enter)));
        assert_eq!(Key::parse("Ctrl+J"), Some(Key::plain(Code::Enter)));
        assert_eq!(Key::parse("Ctrl+I"), Some(Key::plain(Code::Tab)));
        assert_eq!(Key::parse("Ctrl+H"), Some(Key::plain(Code::Backspace)));
        assert_eq!(Key::parse("Maj+Entrée"), Some(Key::plain(Code::Enter)));
        assert_eq!(Key::parse("Ctrl+Maj+S"), Some(Key::ctrl('s')));
        assert_eq!(Key::parse("Ctrl+Maj+I"), Some(Key::plain(Code::Tab)));
    }

    #[test]
    fn caps_lock_changes_no_command_but_keeps_the_text() {
        assert_eq!(Key::ch('N').as_command(), Key::ch('n'));
        assert_eq!(Key::ch('É').as_command(), Key::ch('é'));
        assert_eq!(Key::ch('N').text(), Some('N'));
        assert_eq!(Key::ctrl('n').text(), None);
        assert_eq!(Key::plain(Code::Enter).text(), None);
    }

    proptest! {
        #[test]
        fn parse_never_panics_and_gives_tidy_keys(name in "(Ctrl\\+|Alt\\+|Maj\\+){0,4}.{0,6}") {
            if let Some(key) = Key::parse(&name) {
                prop_assert_eq!(key.normalised(), key);
                prop_assert_eq!(Key::parse(&key.name()).map(Key::as_command), Some(key.as_command()));
            }
        }
    }
}
