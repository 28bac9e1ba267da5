//! The table of places: the title bar, the menu, the palette and the keys that go there read it.

use std::sync::LazyLock;

use super::keymap::Context;
use super::route::Route;
use super::tab::Tab;
use crate::domain::kinds::KINDS;
use crate::domain::record::RecordKind;

/// A place of the program, under one name everywhere.
#[derive(Debug)]
pub struct Place {
    /// What it is called.
    pub name: &'static str,
    /// The keys that go there from anywhere, even while a text is being typed.
    pub keys: &'static [&'static str],
    /// The keys that go there where no text is being typed.
    pub letters: &'static [&'static str],
    /// What is found there.
    pub help: &'static str,
    /// Where its keys go. The title bar shows the places that are a tab, in this order.
    pub route: Route,
    /// The context of its own keys, from which an open place is recognised and not opened twice.
    pub context: Context,
}

/// Every place of the program.
pub static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let records = KINDS.iter().map(|kind| Place::of_records(kind));
    TABS.into_iter().chain(records).chain(OTHERS).collect()
});

/// The tabs of the title bar.
const TABS: [Place; 5] = [
    Place {
        name: "Accueil",
        keys: &["F2"],
        letters: &["&", "1"],
        help: "Ce qui attend, les sept jours à venir, l’année en chiffres",
        route: Route::Tab(Tab::Home, None),
        context: Context::Home,
    },
    Place {
        name: "Mes événements",
        keys: &["F3"],
        letters: &["é", "2"],
        help: "La liste des événements, à filtrer, trier, exporter",
        route: Route::Tab(Tab::Events, None),
        context: Context::List,
    },
    Place {
        name: "Attestations",
        keys: &["F4"],
        letters: &["\"", "3"],
        help: "Les attestations à remplir, remplies, transmises",
        route: Route::Tab(Tab::Attestations, None),
        context: Context::Attestations,
    },
    Place {
        name: "Check-list",
        keys: &["F5"],
        letters: &["'", "4"],
        help: "Les étapes des événements à venir",
        route: Route::Tab(Tab::Checklist, None),
        context: Context::Steps,
    },
    Place {
        name: "Réglages",
        keys: &["F6"],
        letters: &["(", "5"],
        help: "Vous, cet ordinateur, les listes, les sauvegardes",
        route: Route::Tab(Tab::Settings, None),
        context: Context::Settings,
    },
];

/// What concerns the carnet as a whole.
const OTHERS: [Place; 2] = [
    Place {
        name: "Historique",
        keys: &[],
        letters: &["H"],
        help: "Ce qui a été fait, et revenir à un point",
        route: Route::History(None),
        context: Context::History,
    },
    Place {
        name: "Sauvegardes",
        keys: &[],
        letters: &[],
        help: "Les copies du carnet, à comparer, vérifier, restaurer",
        route: Route::Backups,
        context: Context::Backups,
    },
];

impl Place {
    /// The place of a kind of record.
    fn of_records(kind: &'static RecordKind) -> Self {
        Self {
            name: kind.place,
            keys: kind.keys,
            letters: &[],
            help: kind.help,
            route: Route::Records(kind),
            context: Context::Records(kind),
        }
    }

    /// Returns its tab in the title bar, if it has one.
    pub fn tab(&self) -> Option<Tab> {
        match self.route {
            Route::Tab(tab, _) => Some(tab),
            _ => None,
        }
    }

    /// Returns the key shown beside its name; empty for a place that only the menu reaches.
    pub fn key(&self) -> &'static str {
        let mut keys = self.keys.iter().chain(self.letters);
        keys.next().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tab_is_a_place_and_five_to_seven_have_one() {
        let tabs: Vec<Tab> = PLACES.iter().filter_map(Place::tab).collect();
        assert_eq!(tabs, Tab::ALL);
        assert!((5..=7).contains(&tabs.len()));
    }
}
