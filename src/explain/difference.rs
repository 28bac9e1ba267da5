//! What would change if a copy took the place of the store, in sentences.

use crate::domain::text::displayable::line;
use crate::domain::text::typography::{NARROW, count, list, quoted};
use crate::store::{Difference, Events};

/// Returns a line for each kind of change; none when nothing would change.
pub fn lines(difference: &Difference) -> Vec<String> {
    let kinds = [
        (
            &difference.more,
            "événement reviendrait",
            "événements reviendraient",
        ),
        (
            &difference.fewer,
            "événement disparaîtrait",
            "événements disparaîtraient",
        ),
        (
            &difference.changed,
            "événement changerait",
            "événements changeraient",
        ),
    ];
    let mut lines: Vec<String> = kinds
        .into_iter()
        .filter(|(events, ..)| events.count > 0)
        .map(|(events, one, several)| {
            let number = count(events.count, one, several);
            format!("{number}{NARROW}: {}.", titles(events))
        })
        .collect();
    if difference.others > 0 {
        lines.push(format!(
            "{} dans les listes, les réglages, les check-lists ou les modèles.",
            count(difference.others, "autre différence", "autres différences")
        ));
    }
    lines
}

fn titles(events: &Events) -> String {
    let mut named: Vec<String> = events.titles.iter().map(|it| quoted(&line(it))).collect();
    let more = events.count.saturating_sub(named.len() as u64);
    if more > 0 {
        named.push(count(more, "autre", "autres"));
    }
    list(&named)
}
