//! What a test reads on a screen, whatever it is drawn on.

#![allow(dead_code, reason = "each test crate uses its own part")]

/// Without typography: no-break spaces as spaces, typographic apostrophes as plain ones.
pub fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'")
}

/// Of these texts, those on the screen, from the top down.
pub fn order_on(screen: &str, texts: &[&str]) -> Vec<String> {
    let lines = screen.lines();
    let found = lines.flat_map(|line| texts.iter().find(|text| line.contains(**text)));
    found.map(|text| (*text).to_owned()).collect()
}

/// The selected line holds this text.
pub fn selected(text: &str) -> impl Fn(&str) -> bool {
    move |screen| {
        screen
            .lines()
            .any(|line| line.starts_with('▌') && line.contains(text))
    }
}

/// One line holds all these texts, whatever the kind of its spaces and apostrophes.
pub fn line_with(texts: &[&str]) -> impl Fn(&str) -> bool {
    move |screen| {
        screen.lines().any(|line| {
            let line = plain(line);
            texts.iter().all(|text| line.contains(&plain(text)))
        })
    }
}
