//! The lists opened from Réglages, a line each.

use crate::domain::event::step::Step;
use crate::domain::question::Question;
use crate::domain::record::{Entity, Placed, Stored};
use crate::domain::reference::ListKind;
use crate::domain::text::typography::count;
use crate::ui::route::Route;
use crate::ui::session::Session;

/// A list opened from Réglages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SettingsList {
    Entries(ListKind),
    Questions,
    Steps,
}

impl SettingsList {
    /// Every list, in the order of the screen.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let entries = ListKind::ALL.into_iter().map(Self::Entries);
        entries.chain([Self::Questions, Self::Steps])
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Entries(list) => list.label(),
            Self::Questions => Question::KIND.place,
            Self::Steps => Step::KIND.place,
        }
    }

    pub(super) fn route(self) -> Route {
        match self {
            Self::Entries(list) => Route::Entries(list),
            Self::Questions => Route::Records(Question::KIND),
            Self::Steps => Route::Records(Step::KIND),
        }
    }

    /// Returns the name under which the drafts of its form are stored.
    pub(super) fn form(self) -> &'static str {
        match self {
            Self::Entries(list) => list.key(),
            Self::Questions => Question::TABLE,
            Self::Steps => Step::TABLE,
        }
    }

    /// Returns how many rows it has, and how many of them are retired.
    pub(super) fn count(self, session: &Session) -> (String, String) {
        let (one, several) = match self {
            Self::Entries(_) => ("entrée", "entrées"),
            Self::Questions => ("question", "questions"),
            Self::Steps => ("étape", "étapes"),
        };
        let rows = self.rows(session);
        let retired = match rows.iter().filter(|(_, retired)| *retired).count() {
            0 => String::new(),
            retired => format!("dont {}", count(retired as u64, "retirée", "retirées")),
        };
        (count(rows.len() as u64, one, several), retired)
    }

    /// Whether it has the row of that identifier.
    pub(super) fn has(self, id: &str, session: &Session) -> bool {
        self.rows(session).iter().any(|(known, _)| known == id)
    }

    /// Returns the identifier of each row, and whether it is retired.
    fn rows(self, session: &Session) -> Vec<(String, bool)> {
        match self {
            Self::Entries(list) => session.references.all(list).map(summary).collect(),
            Self::Questions => session.questions.iter().map(summary).collect(),
            Self::Steps => session.steps.iter().map(summary).collect(),
        }
    }
}

fn summary<R: Entity>(row: &Stored<R>) -> (String, bool) {
    (row.id.to_string(), row.retired)
}
