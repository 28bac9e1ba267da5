//! The folded form of a French text: what search and sort compare.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Returns `text` without case, accents, ligatures, or variants of apostrophe, dash and space.
///
/// Two texts a French reader takes for the same word have the same folded form:
/// `Œuvre` and `oeuvre`, `l’École` and `l'ecole`. Runs of white space become one space and both
/// ends are trimmed. Punctuation stays, so that a search can still name it.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let is_after_space = folded.is_empty() || folded.ends_with(' ');
        let (plain, after) = rest.split_at(plain_length(rest, is_after_space));
        let start = folded.len();
        folded.push_str(plain);
        folded[start..].make_ascii_lowercase();
        let mut chars = after.chars();
        match chars.next() {
            // Letter by letter: composition would only reorder marks, and all are dropped.
            Some(c) if !c.is_ascii() => decompose_compatible(c, |part| fold_one(&mut folded, part)),
            Some(c) => fold_one(&mut folded, c),
            None => {}
        }
        rest = chars.as_str();
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Returns how many bytes of a text fold to themselves but for their case: whole words at once.
fn plain_length(text: &str, mut is_after_space: bool) -> usize {
    let is_other = |byte: u8| {
        let is_space = byte == b' ';
        let is_other = match byte {
            b'`' => true,
            b' ' => is_after_space,
            byte => !byte.is_ascii_graphic(),
        };
        is_after_space = is_space;
        is_other
    };
    text.bytes().position(is_other).unwrap_or(text.len())
}

fn fold_one(folded: &mut String, c: char) {
    match c {
        '`' => folded.push('\''),
        '!'..='~' => folded.push(c.to_ascii_lowercase()),
        c if is_combining_mark(c) => {}
        'œ' | 'Œ' => folded.push_str("oe"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'ß' | 'ẞ' => folded.push_str("ss"),
        // Letters with a stroke, which no decomposition knows.
        'ø' | 'Ø' => folded.push('o'),
        'ł' | 'Ł' => folded.push('l'),
        'đ' | 'Đ' => folded.push('d'),
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

/// Returns the folded form of a text that is searched: `25 000` and `100 %` are also found by `25000` and
/// `100%`, since words that are searched occur in it whole.
pub fn searched(text: &str) -> String {
    let folded = fold(text);
    if !folded.bytes().any(|byte| byte.is_ascii_digit()) {
        return folded;
    }
    let mut searched = String::with_capacity(folded.len());
    let mut rest = folded.chars().peekable();
    while let Some(c) = rest.next() {
        let joins = c == ' '
            && searched.ends_with(|c: char| c.is_ascii_digit())
            && rest
                .peek()
                .is_some_and(|next| matches!(next, '0'..='9' | '%' | '€'));
        if !joins {
            searched.push(c);
        }
    }
    searched
}

/// Returns the key that sorts `text` as a French reader does: « École » sorts with `ecole` and not before
/// `a`, « Atelier 2 » before « Atelier 10 ». Two texts have the same key when they have the same
/// [`plain_key`].
pub fn sort_key(text: &str) -> String {
    let plain = plain_key(text);
    if !plain.bytes().any(|byte| byte.is_ascii_digit()) {
        return plain;
    }
    let mut key = String::with_capacity(plain.len() + 4);
    let mut rest = plain.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        key.push_str(&rest[..start]);
        let number = &rest[start..];
        let end = number.find(|c: char| !c.is_ascii_digit());
        let (number, after) = number.split_at(end.unwrap_or(number.len()));
        let digits = number.trim_start_matches('0');
        // The number of digits first, nine by nine: the longer a number, the greater.
        let (nines, units) = (digits.len() / 9, digits.len() % 9);
        key.extend(std::iter::repeat_n('9', nines));
        key.push_str(&units.to_string());
        key.push_str(digits);
        // « 07 » remains another text than « 7 ».
        key.push_str(&number[..number.len() - digits.len()]);
        rest = after;
    }
    key.push_str(rest);
    key
}

/// Returns a text folded and without punctuation.
pub fn plain_key(text: &str) -> String {
    let folded = fold(text);
    if folded
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b' ')
    {
        return folded;
    }
    let mut key = String::with_capacity(folded.len());
    let words = folded.split(|c: char| !c.is_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
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
    fn letters_that_do_not_decompose_fold_to_what_a_reader_types() {
        assert_eq!(fold("Straße"), "strasse");
        assert_eq!(fold("STRAẞE"), "strasse");
        assert_eq!(fold("Søren Łódź Đurić"), "soren lodz duric");
    }

    #[test]
    fn digits_are_found_however_they_are_grouped() {
        assert_eq!(
            searched("25\u{202f}000 Besançon, 100 %"),
            "25000 besancon, 100%"
        );
        assert_eq!(searched("03 81 12 34 56"), "0381123456");
        assert_eq!(searched("Salle 2 bis"), "salle 2 bis");
    }

    #[test]
    fn numbers_sort_by_their_value() {
        let mut titles = [
            "Atelier 10",
            "Atelier",
            "Atelier 2",
            "Atelier 1",
            "Atelier 123456789012",
            "Atelier 100",
            "Atelier 2 bis",
            "Atelier 99999999999",
            "Atelier B",
            "10 idées",
            "2 idées",
            "Atelier 0",
        ];
        titles.sort_by_key(|title| sort_key(title));
        assert_eq!(
            titles,
            [
                "2 idées",
                "10 idées",
                "Atelier",
                "Atelier 0",
                "Atelier 1",
                "Atelier 2",
                "Atelier 2 bis",
                "Atelier 10",
                "Atelier 100",
                "Atelier 99999999999",
                "Atelier 123456789012",
                "Atelier B",
            ]
        );
    }

    proptest! {
        #[test]
        fn keys_are_equal_as_plain_ones_are(one in "[019 a]{0,12}", other in "[019 a]{0,12}") {
            prop_assert_eq!(sort_key(&one) == sort_key(&other), plain_key(&one) == plain_key(&other));
        }

        #[test]
        fn numbers_of_any_size_are_in_order(one in 0u128.., other in 0u128..) {
            let key = |number: u128| sort_key(&format!("a {number} b"));
            prop_assert_eq!(key(one).cmp(&key(other)), one.cmp(&other));
        }
    }

    #[test]
    fn the_sort_key_drops_punctuation() {
        assert_eq!(sort_key("« École » (Vesoul)"), "ecole vesoul");
        assert!(sort_key("École") < sort_key("ecoles"));
        assert!(sort_key("« Zoom »") > sort_key("Atelier"));
    }
}
