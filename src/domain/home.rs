//! Mon compte: what awaits the mediator, the week to come, the school year so far.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::EventId;
use super::text::typography;
use super::text::typography::count;

/// Something that awaits, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Notice {
    /// Attestations unfilled.
    ToAttest,
    /// Attestations filled and not transmitted.
    ToTransmit,
    /// Changes of which contacts must be told.
    ToAnnounce,
    /// Events that the national site tells otherwise.
    ToCorrect,
    /// Events complete and not on the national site.
    ToEnter,
    /// Submitted for long and not published.
    Waiting,
    /// Steps of the check-list past their day.
    LateSteps,
    /// Drafts left open.
    Drafts,
}

/// How many days a submitted event waits before its publication is asked about.
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

    /// The name in the store and in JSON.
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

    /// The sign before the words.
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

    /// What awaits, in words: « 3 attestations à remplir ».
    pub fn told(self, many: usize) -> String {
        let many = many as u64;
        match self {
            Self::ToAttest => count(many, "attestation à remplir", "attestations à remplir"),
            Self::ToTransmit => count(
                many,
                "attestation remplie à transmettre",
                "attestations remplies à transmettre",
            ),
            Self::ToAnnounce => count(
                many,
                "changement à annoncer aux contacts",
                "changements à annoncer aux contacts",
            ),
            Self::ToCorrect => count(
                many,
                "événement à corriger sur le site",
                "événements à corriger sur le site",
            ),
            Self::ToEnter => count(
                many,
                "événement à saisir sur le site",
                "événements à saisir sur le site",
            ),
            Self::Waiting => count(
                many,
                "événement soumis depuis plus d’une semaine, non publié",
                "événements soumis depuis plus d’une semaine, non publiés",
            ),
            Self::LateSteps => count(many, "étape en retard", "étapes en retard"),
            Self::Drafts => count(many, "brouillon à reprendre", "brouillons à reprendre"),
        }
    }
}

/// A notice as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeCount {
    /// What awaits.
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
    /// What to say of the first, from `today`: « la plus ancienne il y a 12 jours ».
    pub fn first_told(&self, today: NaiveDate) -> String {
        let Some(first) = self.first else {
            return String::new();
        };
        let day = typography::relative_day(first, today);
        match self.notice {
            Notice::ToAttest | Notice::ToTransmit => format!("la plus ancienne {day}"),
            Notice::Waiting | Notice::ToAnnounce | Notice::ToCorrect | Notice::ToEnter => {
                format!("le premier {day}")
            }
            Notice::LateSteps => format!("la première pour un événement {day}"),
            Notice::Drafts => String::new(),
        }
    }
}

/// What awaits the mediator, and the school year so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeSummary {
    /// What awaits, the most urgent first; a notice that nothing is about is left out.
    pub notice_counts: Vec<NoticeCount>,
    /// How many notices are snoozed, for some event at least.
    pub put_off: usize,
    /// The school year so far.
    pub year: YearSoFar,
}

/// The school year so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearSoFar {
    /// Events held and attested.
    pub held: usize,
    /// People who came.
    pub attendees: u64,
    /// Those of them who came to events whose number of places is known.
    pub seated: u64,
    /// Places offered by those events.
    pub seats: u64,
}

impl YearSoFar {
    /// How many places of a hundred were taken; `None` where no event says how many it has.
    pub fn percent(self) -> Option<u64> {
        // Wide enough for what a hand-made store says of places.
        let (seated, seats) = (u128::from(self.seated), u128::from(self.seats));
        let percent = (200 * seated + seats).checked_div(2 * seats)?;
        u64::try_from(percent).ok()
    }

    /// « 12 événements attestés · 118 présents · 45 % des places ».
    pub fn told(self) -> String {
        let mut parts = vec![
            count(self.held as u64, "événement attesté", "événements attestés"),
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
    fn notices_are_told_with_their_number() {
        assert_eq!(Notice::ToAttest.told(1), "1 attestation à remplir");
        assert_eq!(Notice::LateSteps.told(3), "3 étapes en retard");
        let standing = NoticeCount {
            notice: Notice::ToAttest,
            count: 3,
            event: None,
            first: "2026-11-12".parse().ok(),
        };
        let told = standing.first_told("2026-11-24".parse().unwrap());
        assert_eq!(told, "la plus ancienne il y a 12 jours");
    }

    #[test]
    fn the_year_is_told_in_a_line() {
        let year = YearSoFar {
            held: 12,
            attendees: 118,
            seated: 108,
            seats: 240,
        };
        assert_eq!(
            year.told().replace('\u{202f}', " "),
            "12 événements attestés · 118 présents · 45 % des places"
        );
        assert_eq!(
            YearSoFar::default().told(),
            "0 événement attesté · 0 présent"
        );
    }
}
