//! Background work of an open store, each on a connection of its own: the integrity check, the daily
//! copy, the index of lists, and long work of the screens.

use std::sync::mpsc::{Receiver, TryRecvError, channel, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread;

use chrono::{DateTime, Utc};

use super::error::{Result, StoreError};
use super::list::index::Index;
use super::progress::{Progress, Wake};
use super::sql::access::Access;
use super::sql::connection;
use super::{Note, Store};

/// How many instructions SQLite's virtual machine runs between two checks whether to stop.
const STOP_CHECK_INTERVAL: i32 = 10_000;

/// The result of the integrity check: `None`, or the damage it found.
pub(in crate::store) type Soundness = OnceLock<Option<String>>;

/// The work that runs on other threads.
#[derive(Default)]
pub(in crate::store) struct BackgroundTasks {
    /// Called when there is something to [`Store::gather`]. `None` in commands, where everything
    /// runs in the foreground.
    wake: Option<Wake>,
    /// Receives the notes of the copy being made, and stops it.
    copy: Option<(Receiver<Vec<Note>>, Arc<Progress>)>,
    /// What lists are filtered and searched by.
    pub(in crate::store) index: Index,
}

impl std::fmt::Debug for BackgroundTasks {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let is_copying = self.copy.is_some();
        to.debug_struct("BackgroundTasks")
            .field("is_copying", &is_copying)
            .finish()
    }
}

impl Store {
    /// Moves the integrity check, which starts now, and the daily copy to other threads. They call
    /// `wake` when there is something to [`Store::gather`].
    ///
    /// # Errors
    /// The thread can't be started.
    pub fn work_in_background(&mut self, wake: impl Fn() + Send + Sync + 'static) -> Result<()> {
        if self.is_in_memory() {
            return Ok(());
        }
        let wake: Wake = Arc::new(wake);
        self.background.wake = Some(Arc::clone(&wake));
        let (soundness, access) = (Arc::clone(&self.soundness), self.access.clone());
        let read_index = (self.background.index).read_in_background(&access, Arc::clone(&wake));
        let reads = move || {
            read_index();
            if soundness.get_or_init(|| find_damage(&access)).is_some() {
                wake();
            }
        };
        let thread = thread::Builder::new().name("vérification".into());
        thread.spawn(reads)?;
        Ok(())
    }

    /// Returns what is wrong with the file, as far as is known.
    pub fn damage(&self) -> Option<&str> {
        self.soundness.get()?.as_deref()
    }

    /// Whether the integrity check has ended and found nothing.
    pub(in crate::store) fn is_known_sound(&self) -> bool {
        self.soundness.get() == Some(&None)
    }

    /// Fails unless the file is sound: a damaged one is never written to.
    ///
    /// The check (sqlite.org/pragma.html#pragma_quick_check) runs once; the first write waits for its
    /// end.
    ///
    /// # Errors
    /// [`StoreError::Damaged`]
    pub(in crate::store) fn ensure_sound(&self) -> Result<()> {
        match self.soundness.get_or_init(|| match self.is_in_memory() {
            true => None,
            false => find_damage(&self.access),
        }) {
            None => Ok(()),
            Some(damage) => Err(StoreError::Damaged(damage.clone())),
        }
    }

    /// Opens another connection to the same file, for work on another thread that stops when
    /// `progress` says so.
    ///
    /// # Errors
    /// As [`Store::open`]. A statement that is stopped fails with [`StoreError::Stopped`].
    pub fn second_connection(&self, progress: Arc<Progress>) -> Result<Self> {
        self.ensure_same_file()?;
        let mut connection = self.access.connect()?;
        let stop = move || progress.is_stopped();
        connection.progress_handler(STOP_CHECK_INTERVAL, Some(stop))?;
        let mut store = Self::over(connection, self.path.clone(), Arc::clone(&self.soundness));
        store.access = self.access.clone();
        store.is_trimmed = true;
        store.commits = self.commits.clone();
        Ok(store)
    }

    /// Makes the daily copy on another thread, and returns whether it could start. The copy is of the
    /// store as it is now: this waits until its reading has begun, and not for its end.
    pub(in crate::store) fn copy_in_background(&mut self, now: DateTime<Utc>) -> bool {
        let Some(wake) = self.background.wake.clone() else {
            return false;
        };
        self.gather();
        if self.background.copy.is_some() {
            return true;
        }
        let progress = Arc::new(Progress::default());
        let Ok(mut other) = self.second_connection(Arc::clone(&progress)) else {
            return false;
        };
        let (begin, begun) = sync_channel::<()>(1);
        let stop = Arc::clone(&progress);
        let check_stop = move || {
            // Called while the copy is read: from here on, later writes are not in it.
            let _ = begin.try_send(());
            stop.is_stopped()
        };
        if other
            .connection
            .progress_handler(STOP_CHECK_INTERVAL, Some(check_stop))
            .is_err()
        {
            return false;
        }
        let (sender, copied) = channel();
        let copy = move || {
            other.back_up_today(now);
            // Sent before the receiver is woken.
            let _ = sender.send(other.take_notes());
            // If the handler was never called, dropping it ends the wait below.
            drop(other);
            wake();
        };
        let thread = thread::Builder::new().name("sauvegarde".into());
        if thread.spawn(copy).is_err() {
            return false;
        }
        self.background.copy = Some((copied, progress));
        let _ = begun.recv();
        true
    }

    /// Takes in what other threads have done since; their notes join [`Store::notes`].
    pub fn gather(&mut self) {
        self.background.index.collect();
        let copied = self.background.copy.as_ref();
        match copied.map(|(copied, _)| copied.try_recv()) {
            None | Some(Err(TryRecvError::Empty)) => {}
            Some(notes) => {
                self.background.copy = None;
                self.finish_daily_copy(notes.unwrap_or_default());
            }
        }
    }

    /// Whether a copy is being made on another thread.
    pub fn is_copying(&mut self) -> bool {
        self.gather();
        self.background.copy.is_some()
    }

    /// Stops the copy being made; the next change makes it again.
    pub fn stop_copying(&self) {
        if let Some((_, progress)) = &self.background.copy {
            progress.stop();
        }
    }

    /// Waits for the copy being made.
    pub(in crate::store) fn wait_for_copy(&mut self) {
        if let Some((copied, _)) = self.background.copy.take() {
            self.finish_daily_copy(copied.recv().unwrap_or_default());
        }
    }
}

/// Returns what SQLite finds wrong with the file. A check that can't be made finds nothing: what
/// prevents it prevents writing as well.
fn find_damage(access: &Access) -> Option<String> {
    let checked =
        (access.connect_light()).and_then(|connection| connection::quick_check(&connection));
    match checked {
        Ok(damage) => damage,
        Err(StoreError::Damaged(damage)) => Some(damage),
        Err(_) => None,
    }
}
