//! The tables: how they are made, filled at first, and recorded.
//!
//! ```text
//! migrate            the list of migrations, applied in one transaction
//! seed               the lists a new store begins with
//! journal_triggers   the triggers that record each changed row
//! derived            what can be rebuilt from the rest
//! ```

pub(in crate::store) mod derived;
pub(in crate::store) mod journal_triggers;
pub(in crate::store) mod migrate;
pub(in crate::store) mod seed;
