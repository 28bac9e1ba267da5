//! Whether the terminal was restored: once, whoever does it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is as it was before Carnet; shared between the screen and the panic hook, whichever comes first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Restored(Arc<AtomicBool>);

impl Restored {
    /// Marks it, and returns whether the caller is the first: it then has to restore the terminal.
    pub(crate) fn claim(&self) -> bool {
        !self.0.swap(true, Ordering::SeqCst)
    }

    /// Whether it is marked.
    pub(crate) fn is_claimed(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
