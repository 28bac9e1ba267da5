//! The tables of the store by the names that their rows have on the screen.

use crate::domain::text::displayable::line;
use crate::domain::text::typography::{count, quoted};
use crate::store::aspect_of;
use crate::store::field_change::Aspect;

/// « 12 événements »: so many rows of a table, as the user knows them.
pub fn rows_of(table: &str, many: u64) -> String {
    let (one, several) = match table {
        "event" => ("événement", "événements"),
        "attestation" => ("attestation", "attestations"),
        "tick" => ("étape cochée", "étapes cochées"),
        "entry" => ("entrée de liste", "entrées de liste"),
        "question" => ("question d’attestation", "questions d’attestation"),
        "step" => ("étape de check-list", "étapes de check-list"),
        "model" => ("modèle", "modèles"),
        "saved_view" => ("vue", "vues"),
        "setting" => ("réglage", "réglages"),
        "put_off" => ("rappel remis à plus tard", "rappels remis à plus tard"),
        "memory" => (
            "saisie ou préférence gardée",
            "saisies et préférences gardées",
        ),
        "action" | "journal" | "recording" => ("ligne de l’historique", "lignes de l’historique"),
        other => {
            let rows = count(many, "ligne", "lignes");
            return format!("{rows} de {}", quoted(&line(other)));
        }
    };
    count(many, one, several)
}

/// Returns the name on the screen of what a column holds, or its own where the screen has none.
pub(super) fn column_name(table: &str, column: &str) -> String {
    match aspect_of(table, column) {
        Aspect::Other => line(column).into_owned(),
        Aspect::Deleted => "Suppression".to_owned(),
        aspect => aspect_name(aspect).to_owned(),
    }
}

/// Returns the name of a part on the screen.
pub fn aspect_name(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Made => "création",
        Aspect::Removed | Aspect::Deleted => "suppression",
        Aspect::Field(field) => field.label(),
        Aspect::Publication => "Publication",
        Aspect::PublicLink => "Page publique",
        Aspect::SubmittedOn => "Soumis le",
        Aspect::Series => "Série",
        Aspect::Attendees => "Présents",
        Aspect::Answers => "Réponses",
        Aspect::Remark => "Remarque",
        Aspect::CorrectedAt => "Corrigée le",
        Aspect::TransmittedOn => "Transmise le",
        Aspect::Name => "Nom",
        Aspect::Short => "Nom court",
        Aspect::Explanation => "Explication",
        Aspect::Position => "Place dans la liste",
        Aspect::Retired => "Retiré des choix",
        Aspect::Days => "Échéance",
        Aspect::AnswerKind => "Réponse attendue",
        Aspect::Choices => "Choix",
        Aspect::Usual => "Réponse habituelle",
        Aspect::Until => "Reporté au",
        Aspect::At => "Fait le",
        Aspect::Announced => "Ce que savent les contacts",
        Aspect::OnSite => "Ce que dit le site",
        Aspect::Content => "Contenu",
        Aspect::Other => "Autre",
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
