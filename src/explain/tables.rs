//! The tables of the store by the names that their rows have on the screen.

use crate::domain::text::displayable::line;
use crate::domain::text::typography::{count, quoted};
use crate::store::registry;

/// « 12 événements »: so many rows of a table, as the user knows them.
pub fn rows_of(table: &str, rows: u64) -> String {
    if let Some(known) = registry::table(table) {
        return count(rows, known.noun.one, known.noun.several);
    }
    let (one, several) = match table {
        "memory" => (
            "saisie ou préférence gardée",
            "saisies et préférences gardées",
        ),
        "action" | "journal" | "recording" => ("ligne de l’historique", "lignes de l’historique"),
        other => {
            let rows = count(rows, "ligne", "lignes");
            return format!("{rows} de {}", quoted(&line(other)));
        }
    };
    count(rows, one, several)
}

/// Returns the name on the screen of what a column holds, or its own where the screen has none.
pub(super) fn column_name(table: &str, column: &str) -> String {
    let known = registry::table(table).and_then(|table| table.column(column));
    match known.filter(|known| !known.label.is_empty()) {
        Some(known) => known.label.to_owned(),
        None => line(column).into_owned(),
    }
}

/// Returns a table made from the others, and that it is late, as the beginning of a sentence.
pub(super) fn derived(table: &str) -> &'static str {
    match table {
        "event_words" => "Les mots que la recherche lit ne sont pas à jour",
        _ => "La liste calculée des événements n’est pas à jour",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_store_has_a_french_name() {
        assert_eq!(rows_of("event", 2), "2 événements");
        assert_eq!(rows_of("tick", 1), "1 étape cochée");
        assert_eq!(
            rows_of("autre", 3),
            "3 lignes de «\u{202f}autre\u{202f}»",
            "a table that no Carnet made"
        );
        assert_eq!(column_name("event", "starts"), "Début");
        assert_eq!(column_name("event", "zone"), "zone");
    }
}
