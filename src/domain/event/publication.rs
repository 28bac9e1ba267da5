//! Where an event stands on the national site.

use serde::{Deserialize, Serialize};

use super::EventContent;

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

/// What a change of state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To be entered on the site, which would refuse it: something is missing.
    TooEarly,
    /// What was done on the site, or given up, is said not to be.
    Back,
    /// Any other, the present state included.
    Onward,
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

    /// The state once an event says `content`: what is to be entered on the site and lacks something again is a draft. A draft that
    /// lacks nothing stays one unless `enter`: only the mediator says that it is ready, whatever the door.
    pub fn once_saved(self, content: &EventContent, enter: bool) -> Self {
        match (self, content.missing().is_empty()) {
            (Self::Draft, true) if enter => Self::ToEnter,
            (Self::ToEnter, false) => Self::Draft,
            (present, _) => present,
        }
    }

    /// Whether saving such an event offers to have it entered on the site.
    pub fn is_ready(self, content: &EventContent) -> bool {
        self == Self::Draft && content.missing().is_empty()
    }

    /// What giving an event that says `content` the state `to` would be.
    pub fn step_to(self, to: Self, content: &EventContent) -> Step {
        match to {
            _ if to == self => Step::Onward,
            Self::ToEnter if !content.missing().is_empty() => Step::TooEarly,
            _ if self == Self::Cancelled || to < self => Step::Back,
            _ => Step::Onward,
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
        let typed = crate::domain::text::fold::sort_key(text);
        Self::ALL
            .into_iter()
            .find(|state| crate::domain::text::fold::sort_key(state.label()) == typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_mediator_makes_a_draft_to_be_entered() {
        let nothing = EventContent::default();
        for state in Publication::ALL {
            let saved = match state {
                Publication::ToEnter => Publication::Draft,
                state => state,
            };
            assert_eq!(state.once_saved(&nothing, true), saved);
            assert!(!state.is_ready(&nothing));
        }
    }

    #[test]
    fn a_step_is_onward_or_back_and_only_a_complete_event_is_to_be_entered() {
        let nothing = EventContent::default();
        for (from, to, step) in [
            (Publication::Draft, Publication::Published, Step::Onward),
            (Publication::Published, Publication::Cancelled, Step::Onward),
            (Publication::Published, Publication::Submitted, Step::Back),
            (Publication::Cancelled, Publication::Draft, Step::Back),
            (Publication::Draft, Publication::ToEnter, Step::TooEarly),
            (Publication::Published, Publication::ToEnter, Step::TooEarly),
            (Publication::ToEnter, Publication::ToEnter, Step::Onward),
        ] {
            assert_eq!(from.step_to(to, &nothing), step, "{from:?} {to:?}");
        }
    }
}
