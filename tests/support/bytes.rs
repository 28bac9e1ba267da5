//! The bytes that a terminal like xterm sends for what its user does.

use carnet::terminal::input::{Code, Key};

/// The bytes of a key. With `application_cursor`, which a program may ask for, arrows have other bytes.
pub fn of_key(key: Key, application_cursor: bool) -> Vec<u8> {
    let modifiers = 1 + u8::from(key.shift) + 2 * u8::from(key.alt) + 4 * u8::from(key.ctrl);
    let final_letter = |letter: char| match modifiers {
        1 if application_cursor => format!("\x1bO{letter}"),
        1 => format!("\x1b[{letter}"),
        _ => format!("\x1b[1;{modifiers}{letter}"),
    };
    let number = |number: u8| match modifiers {
        1 => format!("\x1b[{number}~"),
        _ => format!("\x1b[{number};{modifiers}~"),
    };
    let sequence = match key.code {
        Code::Up => final_letter('A'),
        Code::Down => final_letter('B'),
        Code::Right => final_letter('C'),
        Code::Left => final_letter('D'),
        Code::Home => final_letter('H'),
        Code::End => final_letter('F'),
        Code::Insert => number(2),
        Code::Delete => number(3),
        Code::PageUp => number(5),
        Code::PageDown => number(6),
        Code::F(n @ 1..=4) => {
            let letter = char::from(b'P' + n - 1);
            match modifiers {
                1 => format!("\x1bO{letter}"),
                _ => format!("\x1b[1;{modifiers}{letter}"),
            }
        }
        Code::F(n @ 5..=12) => number([15, 17, 18, 19, 20, 21, 23, 24][usize::from(n) - 5]),
        Code::BackTab => "\x1b[Z".into(),
        code => return of_plain(code, key),
    };
    sequence.into_bytes()
}

/// The keys that are one character, to which Ctrl and Alt each do what they did on the first terminals.
fn of_plain(code: Code, key: Key) -> Vec<u8> {
    let character = match code {
        Code::Enter => '\r',
        Code::Tab => '\t',
        Code::Esc => '\x1b',
        Code::Backspace => '\x7f',
        Code::Char(' ') if key.ctrl => '\0',
        Code::Char(letter @ 'a'..='z') if key.ctrl => char::from(letter as u8 & 0x1f),
        Code::Char(character) if !key.ctrl => character,
        _ => panic!("no terminal has a way to send {key}"),
    };
    let alt = if key.alt { "\x1b" } else { "" };
    format!("{alt}{character}").into_bytes()
}

/// The bytes of a paste; `bracketed` when the program asked for it.
pub fn of_paste(text: &str, bracketed: bool) -> Vec<u8> {
    let text = text.replace("\r\n", "\n").replace('\n', "\r");
    if bracketed {
        format!("\x1b[200~{text}\x1b[201~").into_bytes()
    } else {
        text.into_bytes()
    }
}

/// A gesture of the mouse in the SGR encoding: button 0 is the left one, 64 and 65 are the wheel; cells are counted from 0.
pub fn of_mouse(button: u8, column: u16, row: u16, down: bool) -> Vec<u8> {
    let end = if down { 'M' } else { 'm' };
    format!("\x1b[<{button};{};{}{end}", column + 1, row + 1).into_bytes()
}
