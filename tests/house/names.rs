//! The names in the code: no private idiolect, no type name used for two things in one floor.

use std::collections::BTreeMap;

use crate::source::sources;

/// What no identifier says; the plain word beside each.
const BANNED: [(&str, &str); 6] = [
    ("told", "shown, announced, reported"),
    ("aside", "background, unused, without"),
    ("anew", "again, new"),
    ("in_hand", "selected, current"),
    ("whoever", "caller"),
    ("held", "lock, cached, pressed, attested"),
];

/// How no constant is named: by a measure without its subject.
const BANNED_CONSTANTS: [&str; 4] = ["MOST", "FEW", "PATIENCE", "TIMES"];

/// The words of an identifier, in lower case: `last_told`, `LastTold` and `LAST_TOLD` are of two.
fn words(identifier: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in identifier.chars() {
        if c == '_' || c.is_uppercase() && was_lower {
            words.push(String::new());
        }
        if c != '_' {
            words.last_mut().unwrap().extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    words
}

fn is_banned(identifier: &str) -> bool {
    let words = words(identifier);
    let says = |banned: &str| {
        let banned: Vec<&str> = banned.split('_').collect();
        words.windows(banned.len()).any(|words| words == banned)
    };
    BANNED.iter().any(|(banned, _)| says(banned))
        || identifier.chars().all(|c| c.is_uppercase() || c == '_')
            && BANNED_CONSTANTS
                .iter()
                .any(|banned| identifier.split('_').any(|word| word == *banned))
}

fn identifiers(code: &str) -> impl Iterator<Item = &str> {
    let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

#[test]
fn no_identifier_speaks_the_idiolect() {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources() {
        for identifier in identifiers(&source.code).filter(|it| is_banned(it)) {
            *found
                .entry(format!("{} in src/{}", identifier, source.path))
                .or_default() += 1;
        }
    }
    assert!(found.is_empty(), "{found:#?}\nsay instead: {BANNED:?}");
}

#[test]
fn a_type_name_stands_for_one_thing_in_its_floor() {
    let mut places: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for source in sources() {
        for line in source.without_tests().lines() {
            let line = line.trim_start();
            let line = line
                .strip_prefix("pub")
                .map_or(line, |rest| match rest.strip_prefix('(') {
                    Some(rest) => rest.split_once(')').map_or(rest, |(_, rest)| rest),
                    None => rest,
                });
            let mut words = line.split_whitespace();
            if matches!(words.next(), Some("struct" | "enum" | "trait" | "type"))
                && let Some(name) = words.next().and_then(|name| identifiers(name).next())
            {
                let floor = crate::source::floor(&source.path).to_owned();
                places
                    .entry((floor, name.to_owned()))
                    .or_default()
                    .push(source.path.clone());
            }
        }
    }
    // An associated type is named by its trait.
    places.retain(|(_, name), files| {
        files.len() > 1 && !["Error", "Err", "Id", "Item"].contains(&name.as_str())
    });
    assert!(places.is_empty(), "{places:#?}");
}

#[test]
fn a_banned_word_is_seen_in_any_case_and_not_within_another() {
    for name in [
        "told",
        "is_told_of",
        "LastTold",
        "LAST_TOLD",
        "card_in_hand",
        "MOST",
        "MOST_ROWS",
    ] {
        assert!(is_banned(name), "{name}");
    }
    for name in [
        "threshold",
        "upheld",
        "most",
        "in_handler",
        "Sometimes",
        "MAX_ROWS",
    ] {
        assert!(!is_banned(name), "{name}");
    }
}
