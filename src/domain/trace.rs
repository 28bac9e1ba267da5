//! What a deed changed: of what, which part, from what to what.

use crate::domain::event::Field;

/// What was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Whether it is an event itself.
    pub is_event: bool,
    /// « événement », « attestation », « modèle »...
    pub kind: &'static str,
    /// Its name; may be empty.
    pub name: String,
}

/// Which part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// It was made.
    Made,
    /// It was removed for good.
    Removed,
    /// It was deleted, or brought back.
    Deleted,
    /// A field of an event.
    Field(Field),
    /// The publication state.
    Publication,
    /// Something that is so, or not.
    Flag(&'static str),
    /// What is written for Carnet alone: that it changed is all there is to say.
    Whole(&'static str),
    /// Anything else, by its name on the screen.
    Named(&'static str),
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Of what.
    pub subject: Subject,
    /// Which part.
    pub aspect: Aspect,
    /// What it said before, as the store writes it: identifiers, ranks and ISO dates.
    pub before: String,
    /// What it said after.
    pub after: String,
}

impl Aspect {
    /// The part that a column of a table holds.
    pub fn of_column(table: &str, column: &str) -> Self {
        if table == "event" {
            let key = if column == "notes" {
                Field::Notes.key()
            } else {
                column
            };
            if let Some(field) = Field::ALL.into_iter().find(|field| field.key() == key) {
                return Self::Field(field);
            }
        }
        match column {
            "deleted_at" => Self::Deleted,
            "publication" => Self::Publication,
            "public_link" => Self::Named("Page publique"),
            "submitted_on" => Self::Named("Soumis le"),
            "series" => Self::Whole("Série"),
            "attendees" => Self::Named("Présents"),
            "answers" => Self::Whole("Réponses"),
            "remark" => Self::Named("Remarque"),
            "corrected_at" => Self::Named("Corrigée le"),
            "transmitted_on" => Self::Named("Transmise le"),
            "label" | "name" => Self::Named("Nom"),
            "short" => Self::Named("Nom court"),
            "definition" | "how" => Self::Named("Explication"),
            "position" => Self::Named("Place dans la liste"),
            "retired" => Self::Flag("Retiré des choix"),
            "days" => Self::Named("Échéance"),
            "kind" => Self::Named("Réponse attendue"),
            "choices" => Self::Named("Choix"),
            "usual" => Self::Named("Réponse habituelle"),
            "until" => Self::Named("Reporté au"),
            "at" => Self::Named("Fait le"),
            "told" => Self::Whole("Ce que savent les contacts"),
            "content" | "layout" | "value" => Self::Whole("Contenu"),
            _ => Self::Whole("Autre"),
        }
    }

    /// Its name on the screen.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Made => "création",
            Self::Removed => "suppression",
            Self::Deleted => "Supprimé",
            Self::Field(field) => field.label(),
            Self::Publication => "Publication",
            Self::Flag(name) | Self::Whole(name) | Self::Named(name) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_an_event_are_its_fields() {
        for field in Field::ALL {
            let column = match field {
                Field::Notes => "notes",
                field => field.key(),
            };
            assert_eq!(Aspect::of_column("event", column), Aspect::Field(field));
        }
        assert_eq!(Aspect::of_column("event", "deleted_at"), Aspect::Deleted);
        assert_eq!(Aspect::of_column("step", "label").label(), "Nom");
    }
}
