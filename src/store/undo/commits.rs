//! Counts commits, and settles those that failed: an error is explained by whether something was written before it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::Connection;

use crate::store::error::StoreError;
use crate::store::sql::connection::fold;

/// How many times what the user owns was changed, by this program and through this count. The connections
/// to one store share it.
#[derive(Clone, Debug, Default)]
pub struct Commits(Arc<AtomicU64>);

impl Commits {
    /// Returns the count.
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// Counts one more.
    pub(in crate::store) fn add(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

/// Returns the error of a commit that failed. A log that could not be flushed may hold all of it, and the
/// next opening would read it: the log is folded, which leaves that out.
pub(in crate::store) fn settle(connection: &Connection, error: StoreError) -> StoreError {
    // A write that failed leaves the log without its end, which is never read.
    if !matches!(error, StoreError::Disk(_)) {
        return error;
    }
    match fold(connection) {
        Ok(_) => error,
        Err(_) => StoreError::Doubtful(Box::new(error)),
    }
}
