//! The records of the store, one or two tables a file: read by methods of `Store`, written by
//! methods of `Change`.

pub(in crate::store) mod app_state;
pub(in crate::store) mod attestations;
pub(in crate::store) mod checklist;
pub(in crate::store) mod crud;
pub(in crate::store) mod drafts;
pub(in crate::store) mod events;
pub(in crate::store) mod going_on;
pub(in crate::store) mod lists;
pub(in crate::store) mod series;
pub(in crate::store) mod setting_rows;
pub(in crate::store) mod settings;
pub(in crate::store) mod venues;
