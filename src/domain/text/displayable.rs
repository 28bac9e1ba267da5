//! Cleans text from outside before it reaches a screen or a document.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

/// Whether a character is removed from text: a control, a bidirectional override, a mark of zero width
/// (Unicode Standard Annex 9, and the general categories Cc and Cf). Joiners stay: they combine several
/// characters, `👨‍👩‍👧`.
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

/// Whether a character is a joiner or a non-joiner.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200d}')
}

/// How many marks a letter can have, joiners included: more would be drawn over the lines around it.
const MAX_MARKS: usize = 4;

/// Counts consecutive marks, without regard to hidden characters between them.
fn marks(before: usize, c: char) -> usize {
    if is_hidden(c) && !is_line_end(c) && c != '\t' {
        before
    } else if is_joiner(c) || c >= '\u{300}' && is_combining_mark(c) {
        before + 1
    } else {
        0
    }
}

/// Returns the text on one line: line ends and tabs become spaces, hidden characters are removed.
pub fn line(text: &str) -> Cow<'_, str> {
    clean(text, ' ')
}

/// Returns the text with `\n` as its only line end: tabs become spaces, hidden characters are removed.
pub fn lines(text: &str) -> Cow<'_, str> {
    clean(text, '\n')
}

fn clean(text: &str, line_end: char) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut mark_count = 0;
    let is_clean = text.chars().all(|c| {
        // Fast path: nearly every character of a French text.
        if matches!(c, ' '..='~' | 'À'..='ÿ') {
            mark_count = 0;
            return true;
        }
        mark_count = marks(mark_count, c);
        c == line_end || !is_hidden(c) && !is_line_end(c) && mark_count <= MAX_MARKS
    });
    if is_clean {
        return Cow::Borrowed(text);
    }
    let ended = text.replace("\r\n", "\n");
    let mut mark_count = 0;
    let kept = ended.chars().filter_map(|c| {
        mark_count = marks(mark_count, c);
        match c {
            '\t' => Some(' '),
            c if is_line_end(c) => Some(line_end),
            c => (!is_hidden(c) && mark_count <= MAX_MARKS).then_some(c),
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
        // Marks stay consecutive over what is removed between them, but not over a line end.
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
