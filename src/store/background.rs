//! What the store does beside the window that has it open: a check of the file, the day's copy, and
//! whatever long work is asked for, each on a connection of its own.

use std::path::Path;
use std::sync::mpsc::{Receiver, TryRecvError, channel, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread;

use chrono::{DateTime, Utc};

use super::error::{Result, StoreError};
use super::list::index::Index;
use super::progress::{Progress, Wake};
use super::sql::connection;
use super::{Note, Store};

/// How many instructions of SQLite's machine go by between two looks at whether to stop.
const BETWEEN_LOOKS: i32 = 10_000;

/// What the check of the file said: nothing, or what is wrong with it.
pub(in crate::store) type Soundness = OnceLock<Option<String>>;

/// What happens beside the window.
#[derive(Default)]
pub(in crate::store) struct BackgroundTasks {
    /// Wakes the window: there is something to [`Store::gather`]. None where nobody is to wait, as
    /// in a command: all is then done in its turn.
    wake: Option<Wake>,
    /// What is to be told of the copy being made, and what stops it.
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
    /// From now on the window waits neither for the check of the file, which begins now, nor for
    /// the day's copy; `wake` is called, from another thread, when there is something to
    /// [`Store::gather`].
    ///
    /// # Errors
    /// A thread could not be had.
    pub fn work_in_background(&mut self, wake: impl Fn() + Send + Sync + 'static) -> Result<()> {
        if self.is_in_memory() {
            return Ok(());
        }
        let wake: Wake = Arc::new(wake);
        self.background.wake = Some(Arc::clone(&wake));
        let (soundness, path) = (Arc::clone(&self.soundness), self.path.clone());
        let read_index = (self.background.index).read_in_background(&path, Arc::clone(&wake));
        let reads = move || {
            read_index();
            if soundness.get_or_init(|| wrong_with(&path)).is_some() {
                wake();
            }
        };
        let thread = thread::Builder::new().name("vérification".into());
        thread.spawn(reads)?;
        Ok(())
    }

    /// What is wrong with the file, as far as is known.
    pub fn damage(&self) -> Option<&str> {
        self.soundness.get()?.as_deref()
    }

    /// Whether the check of the file has ended, and found nothing.
    pub(in crate::store) fn is_known_sound(&self) -> bool {
        self.soundness.get() == Some(&None)
    }

    /// Answers for the file being sound: what is damaged is never written to.
    ///
    /// The check (sqlite.org/pragma.html#pragma_quick_check) is made once, where it was not begun
    /// already; whoever is about to write waits for its end.
    ///
    /// # Errors
    /// [`StoreError::Damaged`]
    pub(in crate::store) fn ensure_sound(&self) -> Result<()> {
        match self.soundness.get_or_init(|| wrong_with(&self.path)) {
            None => Ok(()),
            Some(wrong) => Err(StoreError::Damaged(wrong.clone())),
        }
    }

    /// Another connection to the same file, for work on another thread, that stops when `progress`
    /// is told to.
    ///
    /// # Errors
    /// As [`Store::open`]. A statement that was stopped answers [`StoreError::Stopped`].
    pub fn second_connection(&self, progress: Arc<Progress>) -> Result<Self> {
        self.ensure_same_file()?;
        let mut connection = connection::connect(&self.path)?;
        connection.busy_timeout(connection::BUSY_TIMEOUT)?;
        connection::configure(&connection)?;
        let stop = move || progress.is_stopped();
        connection.progress_handler(BETWEEN_LOOKS, Some(stop))?;
        Ok(Self {
            is_trimmed: true,
            identity: self.identity,
            ..Self::over(connection, self.path.clone(), Arc::clone(&self.soundness))
        })
    }

    /// Makes the day's copy beside the window, where it may. The copy is of the store as it is now:
    /// this waits until its reading has begun, and not for its end.
    pub(in crate::store) fn copy_aside(&mut self, now: DateTime<Utc>) -> bool {
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
        let (begins, begun) = sync_channel::<()>(1);
        let stop = Arc::clone(&progress);
        let looks = move || {
            // Called from within the copying: what it reads is settled.
            let _ = begins.try_send(());
            stop.is_stopped()
        };
        if other
            .connection
            .progress_handler(BETWEEN_LOOKS, Some(looks))
            .is_err()
        {
            return false;
        }
        let (sender, copied) = channel();
        let copy = move || {
            other.back_up_today(now);
            // Announced before anyone is woken to hear it.
            let _ = sender.send(other.take_notes());
            // A handler that was never called is dropped here: nobody waits any longer.
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

    /// Takes in what was done aside since: what is to be told joins [`Store::notes`].
    pub fn gather(&mut self) {
        self.background.index.collect();
        let told = self
            .background
            .copy
            .as_ref()
            .map(|(told, _)| told.try_recv());
        match told {
            None | Some(Err(TryRecvError::Empty)) => {}
            Some(told) => {
                self.background.copy = None;
                self.copied(told.unwrap_or_default());
            }
        }
    }

    /// Whether a copy is being made beside the window.
    pub fn is_copying(&mut self) -> bool {
        self.gather();
        self.background.copy.is_some()
    }

    /// Gives up the copy being made; it is made at the next change.
    pub fn stop_copying(&self) {
        if let Some((_, progress)) = &self.background.copy {
            progress.stop();
        }
    }

    /// Waits for the copy being made.
    pub(in crate::store) fn wait_for_copy(&mut self) {
        if let Some((told, _)) = self.background.copy.take() {
            self.copied(told.recv().unwrap_or_default());
        }
    }
}

/// What SQLite finds wrong with the file. A check that can't be made finds nothing: whatever
/// prevents it prevents writing as well.
fn wrong_with(path: &Path) -> Option<String> {
    if path.as_os_str().is_empty() {
        return None;
    }
    let checked =
        connection::connect_light(path).and_then(|connection| connection::quick_check(&connection));
    match checked {
        Ok(wrong) => wrong,
        Err(StoreError::Damaged(wrong)) => Some(wrong),
        Err(_) => None,
    }
}
