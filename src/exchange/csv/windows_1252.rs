//! What a file loses when a spreadsheet saves it in Windows-1252, as Excel's « CSV (séparateur :
//! point-virgule) » does: characters that it can't encode become « ? », and no-break spaces may become
//! plain ones.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use crate::domain::text::typography::NARROW;

const NO_BREAK: char = '\u{a0}';

/// Replaces narrow no-break spaces with the no-break space of Windows-1252.
pub fn writable(text: &str) -> Cow<'_, str> {
    // Most cells are ASCII, which is quickly seen.
    if !text.is_ascii() && text.contains(NARROW) {
        Cow::Owned(text.replace(NARROW, "\u{a0}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a cell is `text`, without regard to what it has lost.
pub fn is_same(cell: &str, text: &str) -> bool {
    let mut found = cell.chars().peekable();
    let is_found = text.chars().all(|c| match found.next() {
        Some(same) if same == c => true,
        // Line ends do not count as spaces here.
        Some(space) if is_space(space) && is_space(c) => true,
        Some('?') if is_lost(c) => {
            // One for each half of a character that UTF-16 encodes in two.
            let _ = c.len_utf16() == 2 && found.next_if_eq(&'?').is_some();
            true
        }
        _ => false,
    });
    is_found && found.next().is_none()
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && !c.is_control()
}

/// Whether « ? » may replace the character.
fn is_lost(c: char) -> bool {
    c == NO_BREAK || WINDOWS_1252.encode(c.encode_utf8(&mut [0; 4])).2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_lost_is_not_a_change() {
        let text = "«\u{202f}ENT\u{202f}»\u{a0}: la suite\u{202f}?";
        for cell in [
            text,
            "«\u{a0}ENT\u{a0}»\u{a0}: la suite\u{a0}?",
            "« ENT » : la suite ?",
            "«?ENT?»?: la suite??",
        ] {
            assert!(is_same(cell, text), "{cell}");
        }
        for cell in [
            "« ENT » : la suite",
            "« ENT » : la suite !",
            "«ENT» : la suite ?",
            "« ENT » : la?suite ?",
            "« ENT »\n: la suite ?",
        ] {
            assert!(!is_same(cell, text), "{cell}");
        }
        assert!(is_same("?? ? oeuf", "🎮 → oeuf"));
        assert!(!is_same("?cole", "École"));
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
            prop_assert!(is_same(&saved, &text), "{:?}", saved);
            prop_assert!(is_same(&text, &text));
        }

        #[test]
        fn a_letter_changed_is_a_change(text in "[a-z \u{202f}]{0,8}", at in 0usize..8) {
            if text.chars().nth(at).is_some() {
                let edited: String = text.chars().enumerate().map(|(place, c)| if place == at { 'É' } else { c }).collect();
                prop_assert!(!is_same(&edited, &text));
            }
        }
    }
}
