//! What a file loses when a spreadsheet saves it again in Windows-1252, as Excel's « CSV (séparateur :
//! point-virgule) » does: characters that it can't write become « ? », and no-break spaces may
//! become plain ones.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use crate::domain::text::typography::NARROW;

const NO_BREAK: char = '\u{a0}';

/// The text with the no-break space that Windows-1252 has in the place of the narrow one.
pub fn writable(text: &str) -> Cow<'_, str> {
    if text.contains(NARROW) {
        Cow::Owned(text.replace(NARROW, "\u{a0}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a cell says `text`, but for what it has lost.
pub fn says(cell: &str, text: &str) -> bool {
    let mut said = cell.chars().peekable();
    let is_said = text.chars().all(|c| match said.next() {
        Some(same) if same == c => true,
        // Line ends are not of these spaces.
        Some(space) if is_space(space) && is_space(c) => true,
        Some('?') if is_lost(c) => {
            // One for each half of a character that UTF-16 writes in two.
            let _ = c.len_utf16() == 2 && said.next_if_eq(&'?').is_some();
            true
        }
        _ => false,
    });
    is_said && said.next().is_none()
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && !c.is_control()
}

/// Whether « ? » may stand for the character.
fn is_lost(c: char) -> bool {
    c == NO_BREAK || WINDOWS_1252.encode(c.encode_utf8(&mut [0; 4])).2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_lost_is_told_from_what_was_changed() {
        let text = "«\u{202f}ENT\u{202f}»\u{a0}: la suite\u{202f}?";
        for cell in [
            text,
            "«\u{a0}ENT\u{a0}»\u{a0}: la suite\u{a0}?",
            "« ENT » : la suite ?",
            "«?ENT?»?: la suite??",
        ] {
            assert!(says(cell, text), "{cell}");
        }
        for cell in [
            "« ENT » : la suite",
            "« ENT » : la suite !",
            "«ENT» : la suite ?",
            "« ENT » : la?suite ?",
            "« ENT »\n: la suite ?",
        ] {
            assert!(!says(cell, text), "{cell}");
        }
        assert!(says("?? ? oeuf", "🎮 → oeuf"));
        assert!(!says("?cole", "École"));
    }

    proptest! {
        #[test]
        fn a_text_saved_again_says_the_same(text in "[a-zé?’ \u{a0}\u{202f}\u{2009}→−🎮\n]{0,20}", plain in any::<bool>()) {
            let saved: String = writable(&text)
                .chars()
                .map(|c| match c {
                    NO_BREAK if plain => " ".to_owned(),
                    NO_BREAK => NO_BREAK.to_string(),
                    c if is_lost(c) => "?".repeat(c.len_utf16()),
                    c => c.to_string(),
                })
                .collect();
            prop_assert!(says(&saved, &text), "{:?}", saved);
            prop_assert!(says(&text, &text));
        }

        #[test]
        fn a_letter_changed_is_a_change(text in "[a-z \u{202f}]{0,8}", at in 0usize..8) {
            if text.chars().nth(at).is_some() {
                let edited: String = text.chars().enumerate().map(|(place, c)| if place == at { 'É' } else { c }).collect();
                prop_assert!(!says(&edited, &text));
            }
        }
    }
}
