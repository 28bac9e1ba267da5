//! Converts crossterm's events to keys, pastes and mouse gestures; the only file that knows them.
//!
//! The same gesture gives the same [`Input`] on every system. Windows reports each key twice (press and release), AltGr as Ctrl+Alt,
//! and Maj with symbols; a terminal on Unix reports none of that.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

pub use super::key::{Code, Key};

/// Something the user did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed, or repeats while it is down.
    Key(Key),
    /// A text was pasted: line ends are `\n`, tabs stay, other control characters are removed.
    ///
    /// Only terminals with bracketed paste report it. Elsewhere (Windows) a paste arrives as the keys that would type it, Entrée
    /// for each line end: so Entrée alone must never submit a form.
    Paste(String),
    /// The mouse was used.
    Mouse(Mouse),
    /// The terminal now has this many columns and rows.
    Resize(u16, u16),
    /// The window gained the focus, or lost it; few terminals report it.
    Focus(bool),
}

/// A gesture of the mouse, at a cell counted from the top left corner, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What was done.
    pub kind: MouseKind,
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
}

/// What was done with the mouse; only the left button and the wheel do anything in Carnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Down,
    /// The mouse moved with the left button down.
    Drag,
    /// The left button went up.
    Up,
    /// The wheel turned away from the user.
    ScrollUp,
    /// The wheel turned towards the user.
    ScrollDown,
}

/// Converts crossterm's events to [`Input`], in the order they come.
#[derive(Debug, Default)]
pub struct Normaliser {
    /// The keys pressed and not yet released, oldest first.
    ///
    /// They identify the characters that Windows composes from a number: for Alt+0201 it reports only the *release* of É. Any other
    /// release follows its press, so a release while no key is down is such a character.
    pressed: Vec<KeyCode>,
}

/// The maximum number of keys tracked as pressed. Beyond it the oldest is dropped: its release was not
/// reported (on Unix, none is).
const MAX_PRESSED: usize = 8;

impl Normaliser {
    /// Converts an event; returns `None` for a release, an unused gesture, or a key that types no character.
    pub fn normalise(&mut self, event: Event) -> Option<Input> {
        match event {
            Event::Key(event) => self.key(event).map(Input::Key),
            Event::Paste(text) => Some(Input::Paste(pasted(&text))),
            Event::Mouse(event) => mouse(event).map(Input::Mouse),
            Event::Resize(columns, rows) => Some(Input::Resize(columns, rows)),
            Event::FocusGained => Some(Input::Focus(true)),
            Event::FocusLost => {
                // The releases that follow are reported to another window.
                self.pressed.clear();
                Some(Input::Focus(false))
            }
        }
    }

    fn key(&mut self, event: KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            let composed = self.pressed.is_empty();
            self.release(event.code);
            return match event.code {
                KeyCode::Char(character) if composed && !character.is_control() => {
                    Some(Key::ch(character))
                }
                _ => None,
            };
        }
        self.press(event.code);
        key(event)
    }

    fn press(&mut self, code: KeyCode) {
        if self.pressed.contains(&code) {
            return;
        }
        if self.pressed.len() == MAX_PRESSED {
            self.pressed.remove(0);
        }
        self.pressed.push(code);
    }

    fn release(&mut self, code: KeyCode) {
        // When Shift is released first, the release of the key reports another character: if no pressed key
        // matches, the oldest is removed.
        let which = self.pressed.iter().position(|pressed| *pressed == code);
        if !self.pressed.is_empty() {
            self.pressed.remove(which.unwrap_or(0));
        }
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let modifiers = event.modifiers;
    if modifiers.intersects(KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META) {
        return None;
    }
    let code = code(event.code)?;
    let ctrl = modifiers.contains(KeyModifiers::CONTROL);
    let alt = modifiers.contains(KeyModifiers::ALT);
    // AltGr is Ctrl+Alt on Windows. Its characters are not those of commands; a real Ctrl+Alt+letter stays one.
    if let Code::Char(character) = code
        && ctrl
        && alt
        && !character.is_ascii_alphanumeric()
    {
        return Some(Key::ch(character));
    }
    let key = Key {
        code,
        ctrl,
        alt,
        shift: modifiers.contains(KeyModifiers::SHIFT),
    };
    Some(key.normalised())
}

fn code(code: KeyCode) -> Option<Code> {
    Some(match code {
        KeyCode::Char(character) if !character.is_control() => Code::Char(character),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Insert => Code::Insert,
        KeyCode::Delete => Code::Delete,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    })
}

/// Cleans a paste: a terminal sends line ends as `\r`, and escape sequences as they are.
fn pasted(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|character| match character {
            '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\n' | '\t' => Some(character),
            other => (!other.is_control()).then_some(other),
        })
        .collect()
}

fn mouse(event: MouseEvent) -> Option<Mouse> {
    let kind = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Down,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Up,
        MouseEventKind::ScrollUp => MouseKind::ScrollUp,
        MouseEventKind::ScrollDown => MouseKind::ScrollDown,
        _ => return None,
    };
    Some(Mouse {
        kind,
        column: event.column,
        row: event.row,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crossterm::event::{KeyEventState, ModifierKeyCode};
    use proptest::prelude::*;

    const NONE: KeyModifiers = KeyModifiers::NONE;
    const CTRL: KeyModifiers = KeyModifiers::CONTROL;
    const ALT: KeyModifiers = KeyModifiers::ALT;
    const SHIFT: KeyModifiers = KeyModifiers::SHIFT;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    fn release(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new_with_kind(code, NONE, KeyEventKind::Release))
    }

    /// Converts a single event.
    fn one(event: Event) -> Option<Input> {
        Normaliser::default().normalise(event)
    }

    /// Returns the text that a sequence of events types.
    fn typed(events: impl IntoIterator<Item = Event>) -> String {
        let mut normaliser = Normaliser::default();
        events
            .into_iter()
            .filter_map(|event| match normaliser.normalise(event) {
                Some(Input::Key(key)) => key.text(),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn each_key_means_the_same_on_every_system() {
        let shifted_up = Key {
            shift: true,
            ..Key::plain(Code::Up)
        };
        let alt_x = Key {
            alt: true,
            ..Key::ch('x')
        };
        let alt_enter = Key {
            alt: true,
            ..Key::plain(Code::Enter)
        };
        for (code, modifiers, expected) in [
            (KeyCode::Char('n'), NONE, Key::ch('n')),
            (KeyCode::Char('N'), SHIFT, Key::ch('N')),
            (KeyCode::Char('1'), SHIFT, Key::ch('1')),
            (KeyCode::Char('s'), CTRL, Key::ctrl('s')),
            (KeyCode::Char('S'), CTRL | SHIFT, Key::ctrl('s')),
            (KeyCode::Char('X'), ALT | SHIFT, alt_x),
            (KeyCode::Char('m'), CTRL, Key::plain(Code::Enter)),
            (KeyCode::Char('h'), CTRL, Key::plain(Code::Backspace)),
            (KeyCode::Tab, SHIFT, Key::plain(Code::BackTab)),
            (KeyCode::BackTab, SHIFT, Key::plain(Code::BackTab)),
            (KeyCode::BackTab, NONE, Key::plain(Code::BackTab)),
            (KeyCode::Backspace, SHIFT, Key::plain(Code::Backspace)),
            (KeyCode::Enter, ALT, alt_enter),
            (KeyCode::Up, SHIFT, shifted_up),
            (KeyCode::F(1), NONE, Key::plain(Code::F(1))),
        ] {
            assert_eq!(one(press(code, modifiers)), Some(Input::Key(expected)));
        }
    }

    #[test]
    fn characters_of_altgr_are_text_but_ctrl_alt_letters_are_not() {
        for character in ['@', '#', '{', '€', '~', '\\', ' ', 'ł'] {
            let event = press(KeyCode::Char(character), CTRL | ALT);
            assert_eq!(one(event), Some(Input::Key(Key::ch(character))));
        }
        assert_eq!(typed([press(KeyCode::Char('d'), CTRL | ALT)]), "");
        assert_eq!(typed([press(KeyCode::Char('d'), CTRL)]), "");
        assert_eq!(typed([press(KeyCode::Char('d'), ALT)]), "");
        assert_eq!(typed([press(KeyCode::Char('d'), KeyModifiers::SUPER)]), "");
    }

    #[test]
    fn of_the_two_reports_of_windows_for_a_key_one_counts() {
        let key = |character| {
            [
                press(KeyCode::Char(character), NONE),
                release(KeyCode::Char(character)),
            ]
        };
        assert_eq!(typed("événement".chars().flat_map(key)), "événement");
    }

    #[test]
    fn rolling_fingers_and_a_late_release_type_nothing_twice() {
        let down = |character| press(KeyCode::Char(character), NONE);
        let up = |character| release(KeyCode::Char(character));
        assert_eq!(
            typed([down('a'), down('b'), up('a'), down('c'), up('b'), up('c')]),
            "abc"
        );
        // Maj released before the letter; a dead key that composed; a key that repeats.
        assert_eq!(typed([down('A'), up('a'), down('b'), up('b')]), "Ab");
        assert_eq!(typed([down('ê'), up('e'), down('t'), up('t')]), "êt");
        assert_eq!(typed([down('a'), down('a'), down('a'), up('a')]), "aaa");
    }

    #[test]
    fn a_character_composed_from_its_number_reaches_the_text() {
        let letter = |character| {
            [
                press(KeyCode::Char(character), NONE),
                release(KeyCode::Char(character)),
            ]
        };
        let events = letter('l')
            .into_iter()
            .chain([release(KeyCode::Char('É'))])
            .chain(letter('t'))
            .chain([release(KeyCode::Char('œ')), release(KeyCode::Char('\u{7}'))]);
        assert_eq!(typed(events), "lÉtœ");
    }

    #[test]
    fn a_key_released_in_another_window_does_not_stop_composed_characters() {
        let events = [
            press(KeyCode::Tab, ALT),
            Event::FocusLost,
            Event::FocusGained,
            release(KeyCode::Char('É')),
        ];
        assert_eq!(typed(events), "É");
    }

    #[test]
    fn a_repeat_is_a_press() {
        let event = KeyEvent::new_with_kind(KeyCode::Down, NONE, KeyEventKind::Repeat);
        assert_eq!(
            one(Event::Key(event)),
            Some(Input::Key(Key::plain(Code::Down)))
        );
    }

    #[test]
    fn a_paste_has_plain_line_ends_and_no_control_character() {
        let paste = |text: &str| match one(Event::Paste(text.into())) {
            Some(Input::Paste(text)) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(paste("a\r\nb\rc\nd\u{2028}e"), "a\nb\nc\nd\ne");
        assert_eq!(paste("a\r\n\r\nb"), "a\n\nb");
        assert_eq!(paste("\u{1b}[31mrouge\u{7}\u{9b}2J\ta\0"), "[31mrouge2J\ta");
    }

    #[test]
    fn only_useful_gestures_of_the_mouse_are_reported() {
        let gesture = |kind| {
            one(Event::Mouse(MouseEvent {
                kind,
                column: 3,
                row: 7,
                modifiers: NONE,
            }))
        };
        let expected = |kind| {
            Some(Input::Mouse(Mouse {
                kind,
                column: 3,
                row: 7,
            }))
        };
        for (kind, reported) in [
            (MouseEventKind::Down(MouseButton::Left), MouseKind::Down),
            (MouseEventKind::Drag(MouseButton::Left), MouseKind::Drag),
            (MouseEventKind::Up(MouseButton::Left), MouseKind::Up),
            (MouseEventKind::ScrollUp, MouseKind::ScrollUp),
            (MouseEventKind::ScrollDown, MouseKind::ScrollDown),
        ] {
            assert_eq!(gesture(kind), expected(reported));
        }
        for kind in [
            MouseEventKind::Moved,
            MouseEventKind::Down(MouseButton::Right),
        ] {
            assert_eq!(gesture(kind), None);
        }
    }

    fn any_code() -> impl Strategy<Value = KeyCode> {
        prop_oneof![
            any::<char>().prop_map(KeyCode::Char),
            (0u8..0xa0).prop_map(|byte| KeyCode::Char(char::from(byte))),
            any::<u8>().prop_map(KeyCode::F),
            Just(KeyCode::Tab),
            Just(KeyCode::BackTab),
            Just(KeyCode::Enter),
            Just(KeyCode::Left),
            Just(KeyCode::Null),
            Just(KeyCode::CapsLock),
            Just(KeyCode::Modifier(ModifierKeyCode::LeftAlt)),
        ]
    }

    fn any_event() -> impl Strategy<Value = Event> {
        let kind = prop_oneof![
            Just(KeyEventKind::Press),
            Just(KeyEventKind::Repeat),
            Just(KeyEventKind::Release)
        ];
        let key = (any_code(), any::<u8>(), kind).prop_map(|(code, bits, kind)| {
            Event::Key(KeyEvent {
                code,
                modifiers: KeyModifiers::from_bits_truncate(bits),
                kind,
                state: KeyEventState::NONE,
            })
        });
        prop_oneof![8 => key, 1 => any::<String>().prop_map(Event::Paste), 1 => Just(Event::FocusLost)]
    }

    proptest! {
        #[test]
        fn no_event_panics_or_lets_a_control_character_through(
            events in prop::collection::vec(any_event(), 0..40)
        ) {
            let mut normaliser = Normaliser::default();
            for event in events {
                match normaliser.normalise(event) {
                    Some(Input::Key(key)) => {
                        prop_assert_eq!(key.normalised(), key);
                        if let Code::Char(character) = key.code {
                            prop_assert!(!character.is_control());
                        }
                    }
                    Some(Input::Paste(text)) => {
                        prop_assert!(!text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
                    }
                    _ => {}
                }
                prop_assert!(normaliser.pressed.len() <= MAX_PRESSED);
            }
        }
    }
}
