//! The reference lists that the user edits: types, themes, audiences and kinds of place.

use serde::{Deserialize, Serialize};

use super::id::Id;
use super::record::{
    Entity, Field, FieldKind, Noun, Order, Placed, Record, RecordKind, Stored, Value, field,
};
use super::text::fold::fold;

/// One of the reference lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// Type d'événement.
    #[default]
    Category,
    /// Thématique.
    Theme,
    /// Public cible.
    Audience,
    /// Typologie du lieu.
    VenueKind,
}

impl ListKind {
    /// Every list, in the order of Réglages.
    pub const ALL: [Self; 4] = [Self::Category, Self::Theme, Self::Audience, Self::VenueKind];

    /// Returns the name of the list in the store.
    pub fn key(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Theme => "theme",
            Self::Audience => "audience",
            Self::VenueKind => "venue_kind",
        }
    }

    /// Returns the name of the list on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Category => "Type d’événement",
            Self::Theme => "Thématique",
            Self::Audience => "Public cible",
            Self::VenueKind => "Typologie du lieu",
        }
    }

    /// Finds the list by its name in the store.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Identifies an entry of a reference list.
pub type EntryId = Id<Entry>;

/// An entry of a reference list. A retired one is kept for the events that have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The list it belongs to.
    pub list: ListKind,
    /// Its label, as on the national site.
    pub label: String,
    /// A shorter label for narrow columns; empty when the label is short enough.
    pub short: String,
    /// Its definition, in a sentence or two.
    pub definition: String,
}

impl Record for Entry {
    const NOUN: Noun = Noun {
        one: "entrée de liste",
        several: "entrées de liste",
        feminine: true,
    };
    const FIELDS: &'static [Field<Self>] = &[
        field!(label, "Nom", FieldKind::Line).required(),
        field!(short, "Nom court", FieldKind::Line).listed(),
        field!(definition, "Définition", FieldKind::Line),
    ];
}

impl Entity for Entry {
    const TABLE: &'static str = "entry";
    const HIDDEN: &'static [Field<Self>] = &[Field::<Self>::new(
        "list",
        "Liste",
        FieldKind::Line,
        |it| Value::text(it.list.key()),
        |it, value| it.list = ListKind::from_key(&value.into_text()).unwrap_or_default(),
    )];
    const ORDER: Order = Order::ByHand {
        within: Some("list"),
    };
}

impl Placed for Entry {
    const KIND: &'static RecordKind =
        &RecordKind::of::<Self>("Listes de choix", "Les choix d’un champ de l’événement");
}

impl Entry {
    /// Returns the short label, or the label when there is none.
    pub fn short_label(&self) -> &str {
        if self.short.is_empty() {
            &self.label
        } else {
            &self.short
        }
    }
}

/// Every entry of every list, each list in the user's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    entries: Vec<Stored<Entry>>,
}

impl References {
    /// Wraps entries already in the user's order.
    pub fn new(entries: Vec<Stored<Entry>>) -> Self {
        Self { entries }
    }

    /// Returns the entries of a list, the retired ones included.
    pub fn all(&self, list: ListKind) -> impl Iterator<Item = &Stored<Entry>> {
        self.entries.iter().filter(move |entry| entry.list == list)
    }

    /// Returns the entries of a list that are offered.
    pub fn offered(&self, list: ListKind) -> impl Iterator<Item = &Stored<Entry>> {
        self.all(list).filter(|entry| !entry.retired)
    }

    /// Finds an entry by its identifier.
    pub fn get(&self, id: EntryId) -> Option<&Stored<Entry>> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Returns the label of an entry, empty when there is none.
    pub fn label(&self, id: Option<EntryId>) -> &str {
        id.and_then(|id| self.get(id))
            .map_or("", |entry| &entry.label)
    }

    /// Returns the short label of an entry, empty when there is none.
    pub fn short_label(&self, id: Option<EntryId>) -> &str {
        id.and_then(|id| self.get(id))
            .map_or("", |entry| entry.short_label())
    }

    /// Finds an entry by its label or short label, without regard to accents and case.
    pub fn find(&self, list: ListKind, text: &str) -> Option<&Stored<Entry>> {
        let typed = fold(text);
        self.all(list).find(|entry| {
            fold(&entry.label) == typed || fold(&entry.short) == typed && !typed.is_empty()
        })
    }
}
