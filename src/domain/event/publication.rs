//! The state of an event on the national site.

use serde::{Deserialize, Serialize};

use super::EventContent;

/// The state of an event on the national site, in the order it goes through.
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
    /// It does not take place.
    #[serde(rename = "annule")]
    Cancelled,
}

/// The kind of a change of state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    /// To be entered on the site, which would refuse it: something is missing.
    TooEarly,
    /// Back to a state before: what was done on the site is declared undone.
    Back,
    /// Any other change, the present state included.
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

    /// Returns the state once an event says `content`: what is to be entered on the site and lacks
    /// something again is a draft. A draft that lacks nothing stays one unless `enter`: only the
    /// mediator says that it is ready, whatever the door.
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

    /// Returns the kind of the change to the state `to`, for an event with that content.
    pub fn step_to(self, to: Self, content: &EventContent) -> Transition {
        match to {
            _ if to == self => Transition::Onward,
            Self::ToEnter if !content.missing().is_empty() => Transition::TooEarly,
            _ if self == Self::Cancelled || to < self => Transition::Back,
            _ => Transition::Onward,
        }
    }

    /// Returns the word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "brouillon",
            Self::ToEnter => "à saisir",
            Self::Submitted => "soumis",
            Self::Published => "publié",
            Self::Cancelled => "annulé",
        }
    }

    /// Returns the sign beside the word: colour is never the only mark.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Draft => "○",
            Self::ToEnter => "▸",
            Self::Submitted => "◐",
            Self::Published => "●",
            Self::Cancelled => "×",
        }
    }

    /// Returns the number in the store, which also sorts the column.
    pub fn rank(self) -> u8 {
        self as u8
    }

    /// Finds the state by its rank.
    pub fn from_rank(rank: i64) -> Option<Self> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| Self::ALL.get(rank).copied())
    }

    /// Parses the word of an import or an option, without regard to accents and case.
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
            (
                Publication::Draft,
                Publication::Published,
                Transition::Onward,
            ),
            (
                Publication::Published,
                Publication::Cancelled,
                Transition::Onward,
            ),
            (
                Publication::Published,
                Publication::Submitted,
                Transition::Back,
            ),
            (Publication::Cancelled, Publication::Draft, Transition::Back),
            (
                Publication::Draft,
                Publication::ToEnter,
                Transition::TooEarly,
            ),
            (
                Publication::Published,
                Publication::ToEnter,
                Transition::TooEarly,
            ),
            (
                Publication::ToEnter,
                Publication::ToEnter,
                Transition::Onward,
            ),
        ] {
            assert_eq!(from.step_to(to, &nothing), step, "{from:?} {to:?}");
        }
    }
}
