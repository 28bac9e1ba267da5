//! What the tables and columns of the store hold, as the history tells it.

use super::field_change::{Aspect, Kind};
use crate::domain::event::Field;

/// What a table holds.
pub(in crate::store) fn kind_of(table: &str) -> Kind {
    match table {
        "event" => Kind::Event,
        "attestation" => Kind::Attestation,
        "tick" => Kind::Tick,
        "entry" => Kind::Entry,
        "question" => Kind::Question,
        "step" => Kind::Step,
        "model" => Kind::Model,
        "saved_view" => Kind::View,
        "put_off" => Kind::PutOff,
        _ => Kind::Setting,
    }
}

/// The part that a column of a table holds.
pub fn aspect_of(table: &str, column: &str) -> Aspect {
    if table == "event" {
        let key = if column == "notes" {
            Field::Notes.key()
        } else {
            column
        };
        if let Some(field) = Field::ALL.into_iter().find(|field| field.key() == key) {
            return Aspect::Field(field);
        }
    }
    match column {
        "deleted_at" => Aspect::Deleted,
        "publication" => Aspect::Publication,
        "public_link" => Aspect::PublicLink,
        "submitted_on" => Aspect::SubmittedOn,
        "series" => Aspect::Series,
        "attendees" => Aspect::Attendees,
        "answers" => Aspect::Answers,
        "remark" => Aspect::Remark,
        "corrected_at" => Aspect::CorrectedAt,
        "transmitted_on" => Aspect::TransmittedOn,
        "label" | "name" => Aspect::Name,
        "short" => Aspect::Short,
        "definition" | "how" => Aspect::Explanation,
        "position" => Aspect::Position,
        "retired" => Aspect::Retired,
        "days" => Aspect::Days,
        "kind" => Aspect::AnswerKind,
        "choices" => Aspect::Choices,
        "usual" => Aspect::Usual,
        "until" => Aspect::Until,
        "at" => Aspect::At,
        "told" => Aspect::Announced,
        "on_site" => Aspect::OnSite,
        "content" | "layout" | "value" => Aspect::Content,
        _ => Aspect::Other,
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
            assert_eq!(aspect_of("event", column), Aspect::Field(field));
        }
        assert_eq!(aspect_of("event", "deleted_at"), Aspect::Deleted);
        assert_eq!(aspect_of("step", "label"), Aspect::Name);
    }
}
