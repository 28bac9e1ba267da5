//! What would change if a copy took the place of the carnet, a line each.

use crate::domain::displayable::line;
use crate::domain::french::{NARROW, count, list, quoted};
use crate::store::{Difference, Events};

/// The lines; a single one where nothing would change.
pub fn lines(difference: &Difference) -> Vec<String> {
    if difference.is_none() {
        return vec![format!(
            "Elle dit la même chose que le carnet actuel{NARROW}: rien ne changerait."
        )];
    }
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
            let told = count(events.count, one, several);
            format!("{told}{NARROW}: {}.", titles(events))
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
