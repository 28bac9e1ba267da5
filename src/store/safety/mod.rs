//! What keeps data from being lost: copies, restoring, checking, repairing.
//!
//! ```text
//! backup          daily and requested copies
//! retention       names of copies, and which are kept
//! copy            writes one copy, and checks it
//! restore         puts a copy in the place of the store
//! evidence        whether a file is a store, or was one
//! compare         what differs between two stores
//! verify          whether a store is sound
//! stored_forms    whether each value has the form its column expects
//! repair          rebuilds what can be rebuilt
//! salvage         copies all that can still be read from a damaged file
//! salvage_table   reads the rows of one damaged table
//! stray_log       moves the log of another file away
//! conflicts       the conflicting copies to compare
//! siblings        copies next to the store, which a purge does not reach; conflicts of synchronisations
//! ```

pub(in crate::store) mod backup;
pub(in crate::store) mod compare;
mod conflicts;
pub(in crate::store) mod copy;
pub(in crate::store) mod evidence;
pub(in crate::store) mod repair;
pub(in crate::store) mod restore;
pub mod retention;
pub(in crate::store) mod salvage;
pub(in crate::store) mod salvage_table;
pub(in crate::store) mod siblings;
pub(in crate::store) mod stored_forms;
pub(in crate::store) mod stray_log;
pub(in crate::store) mod verify;
