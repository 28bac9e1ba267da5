//! The folded form of a French text: what search and sort compare.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Returns `text` without case, accents, ligatures, or variants of apostrophe, dash and space.
///
/// Two texts a French reader takes for the same word have the same folded form:
/// `Œuvre` and `oeuvre`, `l’École` and `l'ecole`. Runs of white space become one space and both
/// ends are trimmed. Punctuation stays, so that a search can still name it.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            fold_one(&mut folded, c);
        } else {
            // Letter by letter: composition would only reorder marks, and all are dropped.
            decompose_compatible(c, |part| fold_one(&mut folded, part));
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn fold_one(folded: &mut String, c: char) {
    match c {
        '`' => folded.push('\''),
        '!'..='~' => folded.push(c.to_ascii_lowercase()),
        c if is_combining_mark(c) => {}
        'œ' | 'Œ' => folded.push_str("oe"),
        'æ' | 'Æ' => folded.push_str("ae"),
        '’' | '‘' | 'ʼ' | '′' | '´' => folded.push('\''),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => folded.push('-'),
        c if c.is_whitespace() || c.is_control() => {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        c => folded.extend(c.to_lowercase()),
    }
}

/// Returns the key that sorts `text` as a French dictionary does: folded and without punctuation, so
/// that « École » sorts with `ecole` and not before `a`.
pub fn sort_key(text: &str) -> String {
    let folded = fold(text);
    let mut key = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c.is_alphanumeric() {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization as _;

    #[test]
    fn folding_drops_accents_case_and_variants() {
        assert_eq!(fold("  L’ÉCOLE\u{a0}du\tCœur  "), "l'ecole du coeur");
        assert_eq!(fold("Temps d‑écran – 2"), "temps d-ecran - 2");
        assert_eq!(fold("e\u{301}te\u{301}"), fold("été"));
    }

    proptest! {
        #[test]
        fn letter_by_letter_is_as_the_whole_decomposed(text in "[a-zéÀœ`´ ’\u{300}-\u{330}\u{1100}-\u{11ff}ﬁ½Å가]{0,8}|\\PC{0,8}") {
            let decomposed: String = text.nfkd().collect();
            prop_assert_eq!(fold(&text), fold(&decomposed));
            let mut whole = String::new();
            text.nfkd().for_each(|c| fold_one(&mut whole, c));
            prop_assert_eq!(fold(&text), whole.trim_end());
        }
    }

    #[test]
    fn the_sort_key_drops_punctuation() {
        assert_eq!(sort_key("« École » (Vesoul)"), "ecole vesoul");
        assert!(sort_key("École") < sort_key("ecoles"));
        assert!(sort_key("« Zoom »") > sort_key("Atelier"));
    }
}
