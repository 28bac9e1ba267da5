//! The attestation: attendance declared after the event; payment depends on it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::publication::Publication;
use crate::domain::id::QuestionId;
use crate::domain::question::Question;
use crate::domain::record::Stored;

/// The largest number of attendees that is accepted.
pub const MAX_ATTENDEES: u32 = 10_000;

/// How an answer that nobody gave is shown: it is never counted as one.
pub const NOT_GIVEN: &str = "non renseigné";

/// Attendance declared for one event. It is not part of
/// [`EventContent`](crate::domain::event::EventContent), so that a clone can't receive it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// How many came; for parents/enfants, both together (memento, IV.4).
    pub attendees: u32,
    /// Answers to the further questions, by question: those that were given, and no others.
    pub answers: BTreeMap<QuestionId, String>,
    /// A remark of the mediator.
    pub remark: String,
    /// When it was first filled.
    pub filled_at: DateTime<Utc>,
    /// When it was last corrected.
    pub corrected_at: Option<DateTime<Utc>>,
    /// The day it was entered on the national site, if it was.
    pub transmitted_on: Option<NaiveDate>,
}

impl Attestation {
    /// Returns the attestation declared at `now`, for the first time or as a correction of `before`. A
    /// correction is dated, and has to be transmitted again.
    pub fn declared(
        before: Option<&Self>,
        attendees: u32,
        answers: BTreeMap<QuestionId, String>,
        remark: String,
        now: DateTime<Utc>,
    ) -> Self {
        let Some(before) = before else {
            return Self {
                attendees,
                answers,
                remark,
                filled_at: now,
                corrected_at: None,
                transmitted_on: None,
            };
        };
        let same = before.attendees == attendees && before.answers == answers;
        let corrected = !same || before.remark != remark;
        Self {
            attendees,
            answers,
            remark,
            filled_at: before.filled_at,
            corrected_at: if corrected {
                Some(now)
            } else {
                before.corrected_at
            },
            transmitted_on: before.transmitted_on.filter(|_| same),
        }
    }

    /// Returns the answer to each question, `None` where none was given; without the retired questions
    /// that have none.
    pub fn answers_to<'a>(
        &'a self,
        questions: &'a [Stored<Question>],
    ) -> impl Iterator<Item = (&'a Stored<Question>, Option<&'a str>)> {
        let answered = questions.iter().map(|question| {
            let answer = self.answers.get(&question.id).map(String::as_str);
            (question, answer.filter(|answer| !answer.is_empty()))
        });
        answered.filter(|(question, answer)| answer.is_some() || !question.retired)
    }
}

/// The state of an event's attestation: derived, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AttestationState {
    /// The event is over and nothing was declared.
    #[serde(rename = "a-remplir")]
    ToFill,
    /// The event is not over yet, or has no date.
    #[serde(rename = "a-venir")]
    Upcoming,
    /// Declared in Carnet, not yet on the national site.
    #[serde(rename = "remplie")]
    Filled,
    /// Declared on the national site too.
    #[serde(rename = "transmise")]
    Transmitted,
    /// The event is cancelled: none is due.
    #[serde(rename = "sans-objet")]
    NotDue,
}

impl AttestationState {
    /// Every state, in the order of the column: what the mediator has to do first.
    pub const ALL: [Self; 5] = [
        Self::ToFill,
        Self::Upcoming,
        Self::Filled,
        Self::Transmitted,
        Self::NotDue,
    ];

    /// Derives the state. `ends` is the event's end, `None` while it has no date.
    pub fn derive(
        publication: Publication,
        ends: Option<DateTime<Utc>>,
        filled: bool,
        transmitted: bool,
        now: DateTime<Utc>,
    ) -> Self {
        if transmitted {
            Self::Transmitted
        } else if filled {
            Self::Filled
        } else if publication == Publication::Cancelled {
            Self::NotDue
        } else if ends.is_some_and(|ends| ends <= now) {
            Self::ToFill
        } else {
            Self::Upcoming
        }
    }

    /// Returns the words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::ToFill => "à remplir",
            Self::Upcoming => "à venir",
            Self::Filled => "remplie",
            Self::Transmitted => "transmise",
            Self::NotDue => "sans objet",
        }
    }

    /// Returns the sign beside the words.
    pub fn sign(self) -> &'static str {
        match self {
            Self::ToFill => "!",
            Self::Upcoming => "·",
            Self::Filled => "✓",
            Self::Transmitted => "✔",
            Self::NotDue => "–",
        }
    }

    /// Parses the words, without regard to accents and case.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = crate::domain::text::fold::sort_key(text);
        Self::ALL
            .into_iter()
            .find(|state| crate::domain::text::fold::sort_key(state.label()) == typed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_is_dated_and_has_to_be_transmitted_again() {
        let (then, now) = (
            "2026-11-20T10:00:00Z".parse().unwrap(),
            "2026-11-24T10:00:00Z".parse().unwrap(),
        );
        let declare = |before: Option<&Attestation>, attendees, remark: &str, at| {
            Attestation::declared(before, attendees, BTreeMap::new(), remark.to_owned(), at)
        };
        let first = Attestation {
            transmitted_on: "2026-11-21".parse().ok(),
            ..declare(None, 9, "", then)
        };
        assert_eq!(declare(Some(&first), 9, "", now), first);
        let remarked = declare(Some(&first), 9, "bien", now);
        assert_eq!(remarked.corrected_at, Some(now));
        assert_eq!(remarked.transmitted_on, first.transmitted_on);
        let corrected = declare(Some(&first), 10, "", now);
        assert_eq!(
            (corrected.filled_at, corrected.corrected_at),
            (then, Some(now))
        );
        assert_eq!(corrected.transmitted_on, None);
    }

    /// Around midnight, the end of an event and both changes of clocks, in the time of Paris.
    #[test]
    fn the_state_is_derived_from_the_event_the_clock_and_the_attestation() {
        use crate::domain::time::civil_time::{to_utc_or_nearest, zone};
        use AttestationState::{Filled, NotDue, ToFill, Transmitted, Upcoming};
        let ends = |date: &str, time: &str| {
            let time = chrono::NaiveTime::parse_from_str(time, "%H:%M").unwrap();
            Some(to_utc_or_nearest(
                date.parse().unwrap(),
                time,
                zone("Europe/Paris"),
            ))
        };
        let published = Publication::Published;
        let cancelled = Publication::Cancelled;
        for (publication, end, filled, transmitted, now, state) in [
            (
                published,
                None,
                false,
                false,
                "2026-11-24T10:00:00Z",
                Upcoming,
            ),
            (
                published,
                ends("2026-11-24", "19:30"),
                false,
                false,
                "2026-11-24T18:29:59Z",
                Upcoming,
            ),
            (
                published,
                ends("2026-11-24", "19:30"),
                false,
                false,
                "2026-11-24T18:30:00Z",
                ToFill,
            ),
            (
                published,
                ends("2026-11-24", "23:59"),
                false,
                false,
                "2026-11-24T22:58:59Z",
                Upcoming,
            ),
            (
                published,
                ends("2026-11-24", "23:59"),
                false,
                false,
                "2026-11-24T23:00:00Z",
                ToFill,
            ),
            // Clocks go back: 2 h 30 occurs twice, and the event is over the second time.
            (
                published,
                ends("2026-10-25", "02:30"),
                false,
                false,
                "2026-10-25T00:30:00Z",
                Upcoming,
            ),
            (
                published,
                ends("2026-10-25", "02:30"),
                false,
                false,
                "2026-10-25T01:30:00Z",
                ToFill,
            ),
            // Clocks go forward: 2 h 30 never occurs, and 3 h is the first instant after.
            (
                published,
                ends("2026-03-29", "02:30"),
                false,
                false,
                "2026-03-29T00:59:59Z",
                Upcoming,
            ),
            (
                published,
                ends("2026-03-29", "02:30"),
                false,
                false,
                "2026-03-29T01:00:00Z",
                ToFill,
            ),
            (
                Publication::Draft,
                ends("2026-11-23", "19:30"),
                false,
                false,
                "2026-11-24T10:00:00Z",
                ToFill,
            ),
            (
                cancelled,
                ends("2026-11-23", "19:30"),
                false,
                false,
                "2026-11-24T10:00:00Z",
                NotDue,
            ),
            (
                cancelled,
                ends("2026-11-23", "19:30"),
                true,
                false,
                "2026-11-24T10:00:00Z",
                Filled,
            ),
            (
                published,
                ends("2026-11-25", "19:30"),
                true,
                false,
                "2026-11-24T10:00:00Z",
                Filled,
            ),
            (
                published,
                ends("2026-11-23", "19:30"),
                true,
                true,
                "2026-11-24T10:00:00Z",
                Transmitted,
            ),
        ] {
            let derived = AttestationState::derive(
                publication,
                end,
                filled,
                transmitted,
                now.parse().unwrap(),
            );
            assert_eq!(derived, state, "{publication:?} {end:?} at {now}");
        }
    }
}
