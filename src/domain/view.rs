//! Views: named combinations of filter, order and columns.

use serde::{Deserialize, Serialize};

use super::event::attestation::AttestationState;
use super::event::publication::Publication;
use super::id::ViewId;
use super::listing::{Column, Direction, Filter, Period, Query, Sort};

/// What « Mes événements » shows: which rows, in which order, with which columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// Rows and order.
    pub query: Query,
    /// The columns shown, in their order.
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
    /// What it shows.
    pub layout: Layout,
}

/// Returns the built-in views: « À venir », « À attester », « À saisir sur le site »,
/// « Année scolaire » and « Tout ».
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
