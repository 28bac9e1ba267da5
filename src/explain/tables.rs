//! The French names of the store's tables and columns.

use crate::domain::text::displayable::line;
use crate::domain::text::typography::{count, quoted};
use crate::store::registry;

/// Returns a number of rows of a table in words: « 12 événements ».
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

/// Returns the label of a column on the screen, or its name in the store where it has none.
pub(super) fn column_name(table: &str, column: &str) -> String {
    let known = registry::table(table).and_then(|table| table.column(column));
    match known.filter(|known| !known.label.is_empty()) {
        Some(known) => known.label.to_owned(),
        None => line(column).into_owned(),
    }
}

/// Returns the beginning of a sentence that says that a derived table is out of date.
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
    fn tables_and_columns_have_french_names() {
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
