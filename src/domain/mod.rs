//! The domain: events, attestations, lists and dates, without SQL, terminal, files or clock.
//!
//! ```text
//! event          an animation, its attestation, its check-list, its series
//! record, kinds  a small record described by its fields, and the list of its kinds
//! venue, profile, question, reference, model, view   the small records
//! listing        the columns, the filter and the order of a list
//! search         what a search asks for
//! home           what awaits, and the year
//! time           dates, hours, zones, the school calendar
//! text           typography, cleaning, folding
//! advice, departement, asset   the tables embedded in the program
//! id             identifiers that are the same in every copy
//! ```

pub mod advice;
pub mod asset;
pub mod departement;
pub mod event;
pub mod home;
pub mod id;
pub mod kinds;
pub mod listing;
pub mod model;
pub mod profile;
pub mod question;
pub mod record;
pub mod reference;
pub mod search;
pub mod text;
pub mod time;
pub mod venue;
pub mod view;
