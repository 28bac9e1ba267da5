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
    Announced,
    /// What the national site says.
    OnSite,
    /// What is written for Carnet alone.
    Content,
    /// Anything else.
    Other,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
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
                | Self::Announced
                | Self::OnSite
                | Self::Content
                | Self::Other
        )
    }
}
