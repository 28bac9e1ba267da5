//! Undo, redo and history: every change has a label, and can be undone.
//!
//! ```text
//! journal        records an action, undoes it, redoes it
//! history        the actions as a list, of an event or of the whole store
//! past_rows      rows as they were at an action
//! field_change   one changed field of one row
//! vocabulary     which columns the history shows, and as what
//! bulk           thousands of writes at once, faster
//! commits        commits, counts them, and settles those that failed
//! trim           how much of the history is kept
//! ```

pub(in crate::store) mod bulk;
pub(in crate::store) mod commits;
pub mod field_change;
pub(in crate::store) mod history;
pub(in crate::store) mod journal;
pub(in crate::store) mod past_rows;
pub(in crate::store) mod trim;
