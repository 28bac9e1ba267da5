//! A flag shared by all that can restore the terminal, so that it is done once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal was restored, by the screen or by the panic hook.
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
