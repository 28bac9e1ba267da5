//! Fuzzy matching: a few typed letters against a name.
//!
//! No crate: a hundred names do not need its speed, and it would not match `œ` with `oe` or `’` with
//! `'`, as [`super::fold`] does.

/// What a letter is worth, in the order of the text, and what is added to it.
const LETTER: u32 = 1;
const FOLLOWS_THE_LAST: u32 = 5;
const BEGINS_A_WORD: u32 = 4;
const BEGINS_THE_TEXT: u32 = 8;

/// Returns how well a typed word matches a text, both folded, the better the higher; none when its
/// letters are not all in the text in that order.
pub fn score(word: &str, text: &str) -> Option<u32> {
    let letters: Vec<char> = text.chars().collect();
    (0..letters.len())
        .filter_map(|start| score_from(word, &letters, start))
        .max()
}

fn score_from(word: &str, letters: &[char], start: usize) -> Option<u32> {
    let mut score = 0;
    let mut next = start;
    for (index, wanted) in word.chars().enumerate() {
        let at = next
            + letters[next..]
                .iter()
                .position(|letter| *letter == wanted)?;
        score += LETTER;
        if index > 0 && at == next {
            score += FOLLOWS_THE_LAST;
        }
        score += match at.checked_sub(1) {
            None => BEGINS_THE_TEXT,
            Some(before) if !letters[before].is_alphanumeric() => BEGINS_A_WORD,
            Some(_) => 0,
        };
        next = at + 1;
    }
    Some(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts that match, the best first.
    fn best<'t>(word: &str, texts: &[&'t str]) -> Vec<&'t str> {
        let mut found: Vec<(u32, &str)> = texts
            .iter()
            .filter_map(|text| Some((score(word, text)?, *text)))
            .collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn beginnings_come_before_letters_in_a_row_and_those_before_scattered_ones() {
        let texts = ["decoche", "tout cocher", "cocher", "carnet, oui, c’est"];
        let best_first = ["cocher", "carnet, oui, c’est", "tout cocher", "decoche"];
        assert_eq!(best("coc", &texts), best_first);
        assert_eq!(
            best("mev", &["mes evenements", "modifier"]),
            ["mes evenements"]
        );
    }

    #[test]
    fn a_letter_that_is_not_there_matches_nothing() {
        assert_eq!(score("xyz", "exporter"), None);
        assert_eq!(score("re", "er"), None);
        assert_eq!(score("a", ""), None);
    }
}
