//! Where an event stands on the national site.

use serde::{Deserialize, Serialize};

use super::event::EventContent;

/// Where an event stands on the national site, in the order it goes through.
///
/// The site does not publish the names of its own statuses: these are Carnet's.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Publication {
    /// Not yet complete, or not yet meant for the site.
    #[default]
    #[serde(rename = "brouillon")]
    Draft,
    /// Complete: to be entered on the site.
    #[serde(rename = "a-saisir")]
    ToEnter,
    /// Entered on the site; its team has yet to publish it.
    #[serde(rename = "soumis")]
    Submitted,
    /// Public on the site.
    #[serde(rename = "publie")]
    Published,
    /// Will not be held.
    #[serde(rename = "annule")]
    Cancelled,
}

impl Publication {
    /// Every state, in order.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::ToEnter,
        Self::Submitted,
        Self::Published,
        Self::Cancelled,
    ];

    /// The state after a save: a draft that lacks nothing is to be entered on the site; one that
    /// lacks something again is a draft.
    pub fn once_saved(self, content: &EventContent) -> Self {
        match (self, content.missing().is_empty()) {
            (Self::Draft, true) => Self::ToEnter,
            (Self::ToEnter, false) => Self::Draft,
            (present, _) => present,
        }
    }

    /// The word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "brouillon",
            Self::ToEnter => "à saisir",
            Self::Submitted => "soumis",
            Self::Published => "publié",
            Self::Cancelled => "annulé",
        }
    }

    /// The sign beside the word: colour is never alone.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Draft => "○",
            Self::ToEnter => "▸",
            Self::Submitted => "◐",
            Self::Published => "●",
            Self::Cancelled => "×",
        }
    }

    /// The number kept in the store; it also sorts the column.
    pub fn rank(self) -> u8 {
        self as u8
    }

    /// The state of that rank, if any.
    pub fn from_rank(rank: i64) -> Option<Self> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| Self::ALL.get(rank).copied())
    }

    /// Reads the word back, accents and case aside, as an import or an option gives it.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = crate::domain::fold::sort_key(text);
        Self::ALL
            .into_iter()
            .find(|state| crate::domain::fold::sort_key(state.label()) == typed)
    }
}
