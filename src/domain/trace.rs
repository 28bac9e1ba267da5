//! What a deed changed: of what, which part, from what to what.

use crate::domain::event::Field;

/// What was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What it is.
    pub kind: Kind,
    /// Its name; may be empty.
    pub name: String,
}

/// What the user owns, by kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An event.
    Event,
    /// The attestation of one.
    Attestation,
    /// A step done for an event.
    Tick,
    /// An entry of a reference list.
    Entry,
    /// A question of the attestation.
    Question,
    /// A step of the check-list.
    Step,
    /// A model.
    Model,
    /// A view of the list.
    View,
    /// A notice put off.
    PutOff,
    /// A setting.
    Setting,
}

impl Kind {
    /// What a table of the store holds.
    pub fn of_table(table: &str) -> Self {
        match table {
            "event" => Self::Event,
            "attestation" => Self::Attestation,
            "tick" => Self::Tick,
            "entry" => Self::Entry,
            "question" => Self::Question,
            "step" => Self::Step,
            "model" => Self::Model,
            "saved_view" => Self::View,
            "put_off" => Self::PutOff,
            _ => Self::Setting,
        }
    }
}

/// Which part of it, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// The public page.
    PublicLink,
    /// The day it was entered on the national site.
    SubmittedOn,
    /// The series it belongs to.
    Series,
    /// How many came.
    Attendees,
    /// The answers to the attestation's questions.
    Answers,
    /// The attestation's remark.
    Remark,
    /// When an attestation was corrected.
    CorrectedAt,
    /// The day an attestation was entered on the national site.
    TransmittedOn,
    /// The name of anything but an event.
    Name,
    /// A shorter name.
    Short,
    /// What it means, or how it is done.
    Explanation,
    /// Its place among others.
    Position,
    /// Whether it is no longer offered.
    Retired,
    /// The day a step is due, counted from the event's.
    Days,
    /// What an answer is.
    AnswerKind,
    /// The answers to choose from.
    Choices,
    /// The answer offered first.
    Usual,
    /// Until when a notice is put off.
    Until,
    /// When a step was done.
    At,
    /// What contacts were told.
    Told,
    /// What the national site says.
    OnSite,
    /// What is written for Carnet alone.
    Content,
    /// Anything else.
    Other,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Of what.
    pub subject: Subject,
    /// Which part.
    pub aspect: Aspect,
    /// What it said before, as the store writes it: identifiers, ranks and ISO dates. None where
    /// there was nothing yet.
    pub before: Option<String>,
    /// What it said after; none where nothing is left of it.
    pub after: Option<String>,
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
            "public_link" => Self::PublicLink,
            "submitted_on" => Self::SubmittedOn,
            "series" => Self::Series,
            "attendees" => Self::Attendees,
            "answers" => Self::Answers,
            "remark" => Self::Remark,
            "corrected_at" => Self::CorrectedAt,
            "transmitted_on" => Self::TransmittedOn,
            "label" | "name" => Self::Name,
            "short" => Self::Short,
            "definition" | "how" => Self::Explanation,
            "position" => Self::Position,
            "retired" => Self::Retired,
            "days" => Self::Days,
            "kind" => Self::AnswerKind,
            "choices" => Self::Choices,
            "usual" => Self::Usual,
            "until" => Self::Until,
            "at" => Self::At,
            "told" => Self::Told,
            "on_site" => Self::OnSite,
            "content" | "layout" | "value" => Self::Content,
            _ => Self::Other,
        }
    }

    /// Whether it is so, or not: « 1 » or « 0 ».
    pub fn is_flag(self) -> bool {
        matches!(self, Self::Retired | Self::Field(Field::ChildrenWelcome))
    }

    /// Whether it says something of what was made or deleted whole: what Carnet counts and links by
    /// itself does not.
    pub fn is_told_of_the_whole(self) -> bool {
        !matches!(
            self,
            Self::Deleted
                | Self::Series
                | Self::Position
                | Self::Told
                | Self::OnSite
                | Self::Content
                | Self::Other
        )
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
        assert_eq!(Aspect::of_column("step", "label"), Aspect::Name);
    }
}
