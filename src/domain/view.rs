//! Views: named combinations of filter, order and columns.

use serde::{Deserialize, Serialize};

use super::event::attestation::AttestationState;
use super::event::publication::Publication;
use super::id::Id;
use super::listing::{Column, Direction, Filter, Period, Query, Sort};
use super::record::{Entity, Field, FieldKind, Noun, Order, Record, Stored, Value, field};

/// What « Mes événements » shows: its rows, their order and its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// The rows and their order.
    pub query: Query,
    /// The columns shown, in order.
    pub columns: Vec<Column>,
}

/// The default columns, in an order that shows the states on a narrow screen.
const DEFAULT_COLUMNS: [Column; 12] = [
    Column::Date,
    Column::Title,
    Column::Publication,
    Column::Attestation,
    Column::Hours,
    Column::Category,
    Column::Venue,
    Column::Commune,
    Column::Themes,
    Column::Audience,
    Column::Seats,
    Column::Attendees,
];

impl Default for Layout {
    fn default() -> Self {
        Self {
            query: Query::default(),
            columns: DEFAULT_COLUMNS.to_vec(),
        }
    }
}

/// A layout with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// `None` for a built-in view, which can't be deleted.
    pub id: Option<ViewId>,
    /// Its name on the screen.
    pub name: String,
    /// The layout it shows.
    pub layout: Layout,
}

/// Identifies a view of « Mes événements ».
pub type ViewId = Id<SavedView>;

/// A view that the user saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedView {
    /// Its name on the screen.
    pub name: String,
    /// The layout it shows.
    pub layout: Layout,
}

impl Record for SavedView {
    const NOUN: Noun = Noun {
        one: "vue",
        several: "vues",
        feminine: true,
    };
    const FIELDS: &'static [Field<Self>] = &[field!(name, "Nom", FieldKind::Line).required()];
}

impl Entity for SavedView {
    const TABLE: &'static str = "saved_view";
    const HIDDEN: &'static [Field<Self>] = &[Field::<Self>::new(
        "layout",
        "Contenu",
        FieldKind::Encoded,
        |it| Value::text(serde_json::to_string(&it.layout).unwrap_or_default()),
        |it, value| it.layout = serde_json::from_str(&value.into_text()).unwrap_or_default(),
    )];
    const ORDER: Order = Order::ByHand { within: None };
    const RETIRES: bool = false;
    const STAMPED: bool = false;

    fn reads(_key: &str, text: &str) -> bool {
        serde_json::from_str::<Layout>(text).is_ok()
    }
}

impl From<Stored<SavedView>> for View {
    fn from(saved: Stored<SavedView>) -> Self {
        Self {
            id: Some(saved.id),
            name: saved.record.name,
            layout: saved.record.layout,
        }
    }
}

/// Returns the views of every carnet: « À venir », « À attester », « À saisir sur le site », «
/// Année scolaire » and « Tout ».
pub fn built_in_views() -> Vec<View> {
    let ascending = Sort {
        column: Column::Date,
        direction: Direction::Ascending,
    };
    let view = |name: &str, filter: Filter, sort: Sort| View {
        id: None,
        name: name.to_owned(),
        layout: Layout {
            query: Query { filter, sort },
            ..Layout::default()
        },
    };
    vec![
        view(
            "À venir",
            Filter {
                period: Some(Period::Upcoming),
                ..Filter::default()
            },
            ascending,
        ),
        view(
            "À attester",
            Filter {
                attestations: vec![AttestationState::ToFill],
                ..Filter::default()
            },
            ascending,
        ),
        view(
            "À saisir sur le site",
            Filter {
                publications: vec![Publication::ToEnter],
                ..Filter::default()
            },
            ascending,
        ),
        view(
            "Année scolaire",
            Filter {
                period: Some(Period::ThisSchoolYear),
                ..Filter::default()
            },
            ascending,
        ),
        view("Tout", Filter::default(), Sort::default()),
    ]
}
