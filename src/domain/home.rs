//! The home screen: what the mediator has to do, and the school year so far.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::{EntryId, EventId};
use super::text::typography;
use super::text::typography::count;

/// Something that the mediator has to do, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Notice {
    /// Attestations unfilled.
    ToAttest,
    /// Attestations filled and not transmitted.
    ToTransmit,
    /// Changes to announce to contacts.
    ToAnnounce,
    /// Events whose published details are out of date.
    ToCorrect,
    /// Complete events to enter on the national site.
    ToEnter,
    /// Events submitted more than [`OVERDUE_DAYS`] ago and not published.
    Waiting,
    /// Steps of the checklist past their day.
    LateSteps,
    /// Drafts to complete.
    Drafts,
}

/// How many days after its submission an event is overdue for publication.
pub const OVERDUE_DAYS: i64 = 7;

impl Notice {
    /// Every notice, the most urgent first.
    pub const ALL: [Self; 8] = [
        Self::ToAttest,
        Self::ToTransmit,
        Self::ToAnnounce,
        Self::ToCorrect,
        Self::ToEnter,
        Self::Waiting,
        Self::LateSteps,
        Self::Drafts,
    ];

    /// Returns the name in the store and in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::ToAttest => "attestations_a_remplir",
            Self::ToTransmit => "attestations_a_transmettre",
            Self::ToAnnounce => "changements_a_annoncer",
            Self::ToCorrect => "a_corriger_sur_le_site",
            Self::ToEnter => "a_saisir_sur_le_site",
            Self::Waiting => "soumis_non_publies",
            Self::LateSteps => "etapes_en_retard",
            Self::Drafts => "brouillons",
        }
    }

    /// Returns the sign before the words.
    pub fn sign(self) -> &'static str {
        match self {
            Self::ToAttest => "!",
            Self::ToTransmit => "✓",
            Self::ToAnnounce | Self::ToCorrect => "↻",
            Self::ToEnter => "▸",
            Self::Waiting => "◐",
            Self::LateSteps => "!",
            Self::Drafts => "○",
        }
    }

    /// Returns the notice in words: « 3 attestations à remplir ».
    pub fn sentence(self, number: usize) -> String {
        let number = number as u64;
        match self {
            Self::ToAttest => count(number, "attestation à remplir", "attestations à remplir"),
            Self::ToTransmit => count(
                number,
                "attestation remplie à transmettre",
                "attestations remplies à transmettre",
            ),
            Self::ToAnnounce => count(
                number,
                "changement à annoncer aux contacts",
                "changements à annoncer aux contacts",
            ),
            Self::ToCorrect => count(
                number,
                "événement à corriger sur le site",
                "événements à corriger sur le site",
            ),
            Self::ToEnter => count(
                number,
                "événement à saisir sur le site",
                "événements à saisir sur le site",
            ),
            Self::Waiting => count(
                number,
                "événement soumis depuis plus d’une semaine, non publié",
                "événements soumis depuis plus d’une semaine, non publiés",
            ),
            Self::LateSteps => count(number, "étape en retard", "étapes en retard"),
            Self::Drafts => count(number, "brouillon à reprendre", "brouillons à reprendre"),
        }
    }
}

/// Returns how many conflicting copies of the carnet are to compare, in words.
pub fn conflicts(number: usize) -> String {
    count(
        number as u64,
        "copie en conflit à comparer",
        "copies en conflit à comparer",
    )
}

/// A notice, and how many things it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeCount {
    /// The notice.
    pub notice: Notice,
    /// How many things it is about, without those snoozed.
    #[serde(rename = "many")]
    pub count: usize,
    /// The event to look at first.
    pub event: Option<EventId>,
    /// Its date.
    pub first: Option<NaiveDate>,
}

impl NoticeCount {
    /// Describes the first event, as of `today`: « la plus ancienne il y a 12 jours ».
    pub fn first_sentence(&self, today: NaiveDate) -> String {
        let Some(first) = self.first else {
            return String::new();
        };
        let day = match self.notice {
            // They are about events that are not over.
            Notice::ToAnnounce | Notice::ToCorrect | Notice::LateSteps if first < today => {
                "en cours".to_owned()
            }
            _ => typography::relative_day(first, today),
        };
        match self.notice {
            Notice::ToAttest | Notice::ToTransmit => format!("la plus ancienne {day}"),
            Notice::ToAnnounce | Notice::ToCorrect | Notice::ToEnter => {
                format!("le premier {day}")
            }
            // Beside « depuis plus d’une semaine », the day of the event must not read as a delay.
            Notice::Waiting => format!("le premier a lieu {day}"),
            Notice::LateSteps => format!("la première pour un événement {day}"),
            Notice::Drafts => String::new(),
        }
    }
}

/// What the mediator has to do, and the school year so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeSummary {
    /// The notices, the most urgent first, without those that are about nothing.
    pub notice_counts: Vec<NoticeCount>,
    /// How many notices are snoozed, for some event at least.
    pub put_off: usize,
    /// The school year so far.
    pub year: YearSoFar,
    /// The whole school year, month by month.
    pub overview: YearOverview,
}

/// The whole school year, past and to come: its events that are not cancelled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearOverview {
    /// How many there are each month, from September to August.
    pub months: [u32; 12],
    /// The main themes with the most events, each with how many, the most frequent first.
    pub themes: Vec<(EntryId, u32)>,
}

/// The school year so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearSoFar {
    /// Events that took place and are attested.
    #[serde(rename = "held")]
    pub attested: usize,
    /// People who came.
    pub attendees: u64,
    /// How many of them came to events with a known number of places.
    pub seated: u64,
    /// Places offered by those events.
    pub seats: u64,
}

impl YearSoFar {
    /// Returns the percentage of places that were taken; `None` when no event has a number of places.
    pub fn percent(self) -> Option<u64> {
        // Wide enough for the numbers of a hand-made store.
        let (seated, seats) = (u128::from(self.seated), u128::from(self.seats));
        let percent = (200 * seated + seats).checked_div(2 * seats)?;
        u64::try_from(percent).ok()
    }

    /// Returns the year in words: « 12 événements attestés · 118 présents · 45 % des places ».
    pub fn sentence(self) -> String {
        if self.attested == 0 {
            return "aucun événement attesté".to_owned();
        }
        let mut parts = vec![
            count(
                self.attested as u64,
                "événement attesté",
                "événements attestés",
            ),
            count(self.attendees, "présent", "présents"),
        ];
        if let Some(filled) = self.percent() {
            parts.push(format!("{filled}{}% des places", typography::NARROW));
        }
        parts.join(" · ")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn notices_have_their_number() {
        assert_eq!(Notice::ToAttest.sentence(1), "1 attestation à remplir");
        assert_eq!(Notice::LateSteps.sentence(3), "3 étapes en retard");
        let notice_count = NoticeCount {
            notice: Notice::ToAttest,
            count: 3,
            event: None,
            first: "2026-11-12".parse().ok(),
        };
        let sentence = notice_count.first_sentence("2026-11-24".parse().unwrap());
        assert_eq!(sentence, "la plus ancienne il y a 12 jours");
        // It began, and goes on.
        let late = NoticeCount {
            notice: Notice::LateSteps,
            ..notice_count
        };
        let sentence = late.first_sentence("2026-11-24".parse().unwrap());
        assert_eq!(sentence, "la première pour un événement en cours");
    }

    #[test]
    fn the_year_is_one_line() {
        let year = YearSoFar {
            attested: 12,
            attendees: 118,
            seated: 108,
            seats: 240,
        };
        assert_eq!(
            year.sentence().replace('\u{202f}', " "),
            "12 événements attestés · 118 présents · 45 % des places"
        );
        assert_eq!(YearSoFar::default().sentence(), "aucun événement attesté");
    }
}
