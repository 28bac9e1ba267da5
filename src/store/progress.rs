//! Long work, seen from another thread: how far it has come, and whether it is to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What another thread calls when it has something for the program to collect.
pub(in crate::store) type Wake = Arc<dyn Fn() + Send + Sync>;

/// How far some long work has come. Whoever does it counts; whoever waits for it looks, and may
/// ask it to stop.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    total: AtomicUsize,
    stopped: AtomicBool,
}

impl Progress {
    /// Says how much there is to do in all.
    pub fn out_of(&self, total: usize) {
        self.total.store(total, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
    }

    /// Says that one more is done; answers whether to go on.
    pub fn one_more(&self) -> bool {
        self.done.fetch_add(1, Ordering::Relaxed);
        !self.is_stopped()
    }

    /// How much is done out of how much; `None` while nobody counts.
    pub fn counted(&self) -> Option<(usize, usize)> {
        let total = self.total.load(Ordering::Relaxed);
        (total > 0).then(|| (self.done.load(Ordering::Relaxed).min(total), total))
    }

    /// Asks whoever does it to stop, with nothing changed.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it is to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
