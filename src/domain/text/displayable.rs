//! The one door through which text from outside comes: what may reach a screen or a document.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

/// Whether a character has no business in a text: a control, a bidirectional override, a mark of
/// zero width (Unicode Standard Annex 9, and the general categories Cc and Cf). Joiners have: they
/// make one sign of several, `👨‍👩‍👧`.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{3164}'
                | '\u{ffa0}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// A joiner, or what keeps from joining.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200d}')
}

/// How many marks a letter may bear, joiners among them: more, and it would be drawn over the lines
/// around it.
const MOST_MARKS: usize = 4;

/// Counts the marks that follow one another once what is hidden is gone.
fn marks(before: usize, c: char) -> usize {
    if is_hidden(c) && !is_line_end(c) && c != '\t' {
        before
    } else if is_joiner(c) || c >= '\u{300}' && is_combining_mark(c) {
        before + 1
    } else {
        0
    }
}

/// The text on one line: line ends and tabs are spaces, hidden characters are gone.
pub fn line(text: &str) -> Cow<'_, str> {
    clean(text, ' ')
}

/// The text on its own lines, ended by `\n` alone: tabs are spaces, hidden characters are gone.
pub fn lines(text: &str) -> Cow<'_, str> {
    clean(text, '\n')
}

fn clean(text: &str, line_end: char) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut borne = 0;
    let is_clean = text.chars().all(|c| {
        // Nearly every character of a French text: nothing more is asked of it.
        if matches!(c, ' '..='~' | 'À'..='ÿ') {
            borne = 0;
            return true;
        }
        borne = marks(borne, c);
        c == line_end || !is_hidden(c) && !is_line_end(c) && borne <= MOST_MARKS
    });
    if is_clean {
        return Cow::Borrowed(text);
    }
    let ended = text.replace("\r\n", "\n");
    let mut borne = 0;
    let kept = ended.chars().filter_map(|c| {
        borne = marks(borne, c);
        match c {
            '\t' => Some(' '),
            c if is_line_end(c) => Some(line_end),
            c => (!is_hidden(c) && borne <= MOST_MARKS).then_some(c),
        }
    });
    Cow::Owned(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hidden_characters_are_gone_and_french_stays() {
        assert_eq!(
            line("\u{1b}[31mrouge\u{7}\u{202e}envers\u{200b}"),
            "[31mrougeenvers"
        );
        assert_eq!(line("a\r\nb\tc\u{2028}d"), "a b c d");
        assert_eq!(lines("a\r\nb\rc\td\0"), "a\nb\nc d");
        assert_eq!(
            line(&format!("Z{}a", "\u{335}".repeat(9))),
            "Z\u{335}\u{335}\u{335}\u{335}a"
        );
        // What is removed between them parts no marks; a line end does.
        assert_eq!(
            line(&format!("e{}", "\u{301}\u{200b}".repeat(9))),
            "e\u{301}\u{301}\u{301}\u{301}"
        );
        assert_eq!(
            lines(&format!("e{0}\ne{0}", "\u{301}".repeat(4)))
                .matches('\u{301}')
                .count(),
            8
        );
        assert_eq!(
            line("a\u{200d}👨\u{200d}👩\u{200d}👧"),
            "a\u{200d}👨\u{200d}👩\u{200d}👧"
        );
        assert_eq!(
            line(&format!("a{}", "\u{200d}".repeat(9))).chars().count(),
            5
        );
        let french = "L’« école » : 18\u{202f}h, e\u{301}té";
        assert!(matches!(line(french), Cow::Borrowed(same) if same == french));
    }

    proptest! {
        #[test]
        fn nothing_hidden_comes_through(text in any::<String>()) {
            prop_assert!(!line(&text).chars().any(is_hidden));
            prop_assert!(!lines(&text).chars().any(|c| c != '\n' && is_hidden(c)));
            let once = line(&text);
            prop_assert_eq!(line(&once), once.as_ref());
        }
    }
}
