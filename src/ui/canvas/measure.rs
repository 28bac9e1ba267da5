//! How many cells a text takes, and how it is cut or wrapped to fit.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::text::typography::NARROW;

/// Whether each character takes exactly one cell, as in nearly all texts shown: the fast path that
/// skips the search for grapheme clusters.
pub(super) fn is_plain(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{17f}'
            | '\u{2010}'..='\u{2027}' | '\u{202f}' | '\u{2190}'..='\u{2193}'
            | '\u{2500}'..='\u{25fc}' | '✓' | '✗')
    })
}

/// Returns the number of cells that a text takes.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        text.chars().count()
    } else {
        text.width()
    }
}

/// Returns the text as it is when it fits in `width` cells, or its beginning and « … ».
pub fn fit(text: &str, width: usize) -> Cow<'_, str> {
    if text.len() <= width && text.is_ascii() || self::width(text) <= width {
        return text.into();
    }
    let mut used = 0;
    let mut cut = String::new();
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used + 1 > width {
            break;
        }
        cut.push_str(grapheme);
    }
    let mut cut = cut.trim_end().to_owned();
    if width > 0 {
        cut.push('…');
    }
    cut.into()
}

/// As [`fit`]; a quotation that ends the text is cut inside its guillemets.
pub(super) fn fit_quoted(text: &str, width: usize) -> Cow<'_, str> {
    let end = format!("{NARROW}»");
    match text.strip_suffix(&end) {
        Some(start) if self::width(text) > width => {
            let start = fit(start, width.saturating_sub(self::width(&end)));
            format!("{start}{end}").into()
        }
        _ => fit(text, width),
    }
}

/// Wraps a text into lines of at most `width` cells, between words where possible.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split(' ') {
            let gap = usize::from(!line.is_empty());
            if used + gap + word.width() <= width {
                if gap == 1 {
                    line.push(' ');
                }
                line.push_str(word);
                used += gap + word.width();
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            for grapheme in word.graphemes(true) {
                if used + grapheme.width() > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push_str(grapheme);
                used += grapheme.width();
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_too_long_ends_with_an_ellipsis() {
        assert_eq!(fit("Café des parents", 20), "Café des parents");
        assert_eq!(fit("Café des parents", 9), "Café des…");
        assert_eq!(fit("Café", 1), "…");
        assert_eq!(fit("Café", 0), "");
    }

    #[test]
    fn lines_are_cut_between_words() {
        assert_eq!(wrap("un deux trois", 8), ["un deux", "trois"]);
        assert_eq!(
            wrap("anticonstitutionnel", 8),
            ["anticons", "titution", "nel"]
        );
        assert_eq!(wrap("a\n\nb", 8), ["a", "", "b"]);
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_its_room(text in ".{0,40}", width in 0usize..20) {
            prop_assert!(fit(&text, width).width() <= width);
            for line in wrap(&text, width) {
                prop_assert!(line.width() <= width.max(2));
            }
        }
    }
}
