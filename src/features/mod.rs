//! Small records, one file or folder each: the columns, sentences and actions specific to each kind.
//!
//! A record is described in `domain` and listed in `domain/kinds.rs`; forms, lists and .csv files work
//! with any of them.
//!
//! ```text
//! record_place   the screen of any kind of record, and what a kind adds to it
//! files          files of any record: exports and imports
//! in_settings    the lists opened from Réglages
//! venues         Lieux
//! ```

pub mod files;
mod in_settings;
pub mod record_place;
pub mod venues;

use record_place::{Feature, RecordPlace};

use crate::domain::event::step::Step;
use crate::domain::kinds::record_kinds;
use crate::domain::question::Question;
use crate::domain::record::{Placed, RecordKind};
use crate::domain::reference::{Entry, ListKind};
use crate::store::Result;
use crate::ui::screen::Screen;
use crate::ui::session::Session;

/// Opens the place of a kind of record.
type Open = fn(&mut Session) -> Result<Box<dyn Screen>>;

macro_rules! places {
    ($($record:ty),+ $(,)?) => {
        &[$((<$record as Placed>::KIND, open_place::<$record>)),+]
    };
}

/// What opens the place of each kind of record.
const PLACES: &[(&RecordKind, Open)] = record_kinds!(places);

/// What opens the places of Réglages that are the whole of a kind.
const IN_SETTINGS: &[(&RecordKind, Open)] = places!(Question, Step);

fn open_place<R: Feature>(session: &mut Session) -> Result<Box<dyn Screen>> {
    Ok(Box::new(RecordPlace::new(R::default(), session)?))
}

/// Opens the place of a reference list.
///
/// # Errors
/// The store could not be read.
pub fn entries(list: ListKind, session: &mut Session) -> Result<RecordPlace<Entry>> {
    let blank = Entry {
        list,
        ..Entry::default()
    };
    RecordPlace::new(blank, session)
}

/// Opens the place of a kind of record; `None` for a kind without a place.
///
/// # Errors
/// The store could not be read.
pub fn open(kind: &RecordKind, session: &mut Session) -> Result<Option<Box<dyn Screen>>> {
    let mut places = PLACES.iter().chain(IN_SETTINGS);
    let place = places.find(|(known, _)| *known == kind);
    place.map(|(_, open)| open(session)).transpose()
}
