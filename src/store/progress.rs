//! How far long work on another thread has come, and whether it has to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What another thread calls when it has something for the program to collect.
pub(in crate::store) type Wake = Arc<dyn Fn() + Send + Sync>;

/// How far long work has come: shared between the thread that does it and counts, and the one that
/// waits and may stop it.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    total: AtomicUsize,
    stopped: AtomicBool,
}

impl Progress {
    /// Sets how much there is to do in all, and starts to count.
    pub fn start(&self, total: usize) {
        self.total.store(total, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
    }

    /// Counts one more as done, and returns whether to go on.
    pub fn advance(&self) -> bool {
        self.done.fetch_add(1, Ordering::Relaxed);
        !self.is_stopped()
    }

    /// Returns how much is done out of how much; `None` before [`Progress::start`].
    pub fn done_of_total(&self) -> Option<(usize, usize)> {
        let total = self.total.load(Ordering::Relaxed);
        (total > 0).then(|| (self.done.load(Ordering::Relaxed).min(total), total))
    }

    /// Asks the work to stop, with nothing changed.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether the work has to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
