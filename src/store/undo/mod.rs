//! Every change can be undone and redone, and the history says what it was.
//!
//! ```text
//! journal        records an action, takes it back, makes it again
//! history        the actions as a list, of an event or of the whole store
//! past_rows      rows as they were at an action
//! field_change   one changed field of one row
//! bulk           many writes at once
//! trim           how much of the history is kept
//! ```

pub(in crate::store) mod bulk;
pub mod field_change;
pub(in crate::store) mod history;
pub(in crate::store) mod journal;
pub(in crate::store) mod past_rows;
pub(in crate::store) mod trim;
