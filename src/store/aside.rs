//! What the store does beside the window that has it open: a check of the file, the day's copy, and
//! whatever long work is asked for, each on a connection of its own.

use std::cell::RefCell;
use std::path::Path;
use std::sync::mpsc::{Receiver, TryRecvError, channel, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::catalogue::{self, Catalogue, Matching, Stamp};
use super::error::{Result, StoreError};
use super::listing::Moment;
use super::progress::Progress;
use super::{Note, Store, open, private};
use crate::domain::listing::Filter;

/// How many instructions of SQLite's machine go by between two looks at whether to stop.
const BETWEEN_LOOKS: i32 = 10_000;

/// What the check of the file said: nothing, or what is wrong with it.
pub(super) type Soundness = OnceLock<Option<String>>;

/// What happens beside the window.
#[derive(Default)]
pub(super) struct Aside {
    /// Wakes the window: there is something to [`Store::gather`]. None where nobody is to wait, as
    /// in a command: all is then done in its turn.
    wake: Option<Arc<dyn Fn() + Send + Sync>>,
    copy: Option<(JoinHandle<Vec<Note>>, Arc<Progress>)>,
    /// What lists are filtered and searched by, once it was read.
    catalogue: RefCell<Held>,
}

/// The catalogue, or the thread that reads it.
#[derive(Default)]
struct Held {
    known: Option<Catalogue>,
    /// How many events there are, while that is all that was asked.
    total: Option<(Stamp, usize)>,
    reading: Option<Receiver<Read>>,
    wanted: Wanted,
}

/// What a window asked of the catalogue: it takes its room once it is of use.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    #[default]
    Count,
    Facets,
    Words,
}

/// What a thread has read.
enum Read {
    Total(Stamp, usize),
    Catalogue(Option<Box<Catalogue>>),
}

impl std::fmt::Debug for Aside {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let is_copying = self.copy.is_some();
        to.debug_struct("Aside")
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
    pub fn work_aside(&mut self, wake: impl Fn() + Send + Sync + 'static) -> Result<()> {
        if self.is_in_memory() {
            return Ok(());
        }
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
        self.aside.wake = Some(Arc::clone(&wake));
        let (soundness, path) = (Arc::clone(&self.soundness), self.path.clone());
        let read = self.reader();
        let reads = move || {
            read();
            if soundness.get_or_init(|| wrong_with(&path)).is_some() {
                wake();
            }
        };
        let thread = thread::Builder::new().name("vérification".into());
        thread.spawn(reads)?;
        Ok(())
    }

    /// Has what lists are filtered by read, unless it was: a filter is about to be chosen.
    ///
    /// # Errors
    /// A thread could not be had.
    pub fn prepare_filter(&self) -> Result<()> {
        self.prepare(Wanted::Facets)
    }

    /// As [`Store::prepare_filter`], with the words of the events: a search is about to begin.
    ///
    /// # Errors
    /// A thread could not be had.
    pub fn prepare_search(&self) -> Result<()> {
        self.prepare(Wanted::Words)
    }

    fn prepare(&self, wanted: Wanted) -> Result<()> {
        let mut held = self.aside.catalogue.borrow_mut();
        if held.wanted >= wanted {
            return Ok(());
        }
        held.wanted = wanted;
        drop(held);
        self.read_aside("catalogue")
    }

    /// Begins a thread that reads what is wanted, where someone waits for it.
    fn read_aside(&self, name: &str) -> Result<()> {
        if self.aside.wake.is_some() {
            let thread = thread::Builder::new().name(name.into());
            thread.spawn(self.reader())?;
        }
        Ok(())
    }

    /// Reads what lists are filtered and searched by at once, words and all, as threads do for a
    /// window.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn read_catalogue(&self) -> Result<()> {
        let known = Catalogue::load(&self.connection, true)?;
        let mut held = self.aside.catalogue.borrow_mut();
        held.known = known;
        held.wanted = Wanted::Words;
        Ok(())
    }

    /// What reads what is wanted, on a connection of its own, for a thread to do.
    fn reader(&self) -> impl FnOnce() + Send + 'static {
        let (sender, reading) = channel();
        let mut held = self.aside.catalogue.borrow_mut();
        held.reading = Some(reading);
        let (path, wanted) = (self.path.clone(), held.wanted);
        let wake = self.aside.wake.clone();
        move || {
            let read = light(&path).and_then(|connection| match wanted {
                Wanted::Count => {
                    let (stamp, total) = catalogue::count(&connection)?;
                    Ok(Read::Total(stamp, total))
                }
                wanted => {
                    let known = Catalogue::load(&connection, wanted == Wanted::Words)?;
                    Ok(Read::Catalogue(known.map(Box::new)))
                }
            });
            // Where it can't be read, SQLite answers, or says why not.
            let _ = sender.send(read.unwrap_or(Read::Catalogue(None)));
            if let Some(wake) = wake {
                wake();
            }
        }
    }

    /// Whether the catalogue is being read.
    pub(super) fn is_gathering(&self) -> bool {
        self.aside.catalogue.borrow().reading.is_some()
    }

    /// The events that a filter shows, where the catalogue knows.
    pub(super) fn matching(&self, filter: &Filter, at: Moment) -> Result<Option<Arc<Matching>>> {
        self.with_catalogue(|catalogue| catalogue.matching(filter, at, &self.connection))
    }

    /// How many events there are, where that is known.
    pub(super) fn total(&self) -> Result<Option<usize>> {
        if let Some(count) = self.with_catalogue(|catalogue| Ok(Some(catalogue.count())))? {
            return Ok(Some(count));
        }
        let held = self.aside.catalogue.borrow();
        let Some((stamp, total)) = held.total else {
            return Ok(None);
        };
        Ok((stamp == Stamp::of(&self.connection)?).then_some(total))
    }

    /// Counts the events, while one waits.
    pub(super) fn count_total(&self) -> Result<usize> {
        let (stamp, total) = catalogue::count(&self.connection)?;
        self.aside.catalogue.borrow_mut().total = Some((stamp, total));
        Ok(total)
    }

    fn with_catalogue<T>(
        &self,
        ask: impl FnOnce(&mut Catalogue) -> Result<Option<T>>,
    ) -> Result<Option<T>> {
        let mut held = self.aside.catalogue.borrow_mut();
        held.gather();
        let Some(known) = &mut held.known else {
            return Ok(None);
        };
        if known.follow(&self.connection)?.is_some() {
            return ask(known);
        }
        held.known = None;
        drop(held);
        self.read_aside("catalogue")?;
        Ok(None)
    }

    /// What is wrong with the file, as far as is known.
    pub fn damage(&self) -> Option<&str> {
        self.soundness.get()?.as_deref()
    }

    /// Whether the check of the file has ended, and found nothing.
    pub(super) fn is_known_sound(&self) -> bool {
        self.soundness.get() == Some(&None)
    }

    /// Answers for the file being sound: what is damaged is never written to.
    ///
    /// The check (sqlite.org/pragma.html#pragma_quick_check) is made once, where it was not begun
    /// already; whoever is about to write waits for its end.
    ///
    /// # Errors
    /// [`StoreError::Damaged`]
    pub(super) fn is_sound(&self) -> Result<()> {
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
    pub fn beside(&self, progress: Arc<Progress>) -> Result<Self> {
        self.is_there()?;
        let mut connection = open::connect(&self.path)?;
        connection.busy_timeout(open::BUSY)?;
        open::configure(&connection)?;
        let stop = move || progress.is_stopped();
        connection.progress_handler(BETWEEN_LOOKS, Some(stop))?;
        Ok(Self {
            path: self.path.clone(),
            identity: self.identity,
            notes: Vec::new(),
            backup_day: None,
            is_trimmed: true,
            soundness: Arc::clone(&self.soundness),
            aside: Aside::default(),
            connection,
        })
    }

    /// Makes the day's copy beside the window, where it may. The copy is of the store as it is now:
    /// this waits until its reading has begun, and not for its end.
    pub(super) fn copy_aside(&mut self, now: DateTime<Utc>) -> bool {
        let Some(wake) = self.aside.wake.clone() else {
            return false;
        };
        self.gather();
        if self.aside.copy.is_some() {
            return true;
        }
        let progress = Arc::new(Progress::default());
        let Ok(mut other) = self.beside(Arc::clone(&progress)) else {
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
        let copy = move || {
            other.back_up_today(now);
            // A handler that was never called is dropped here: nobody waits any longer.
            let notes = other.take_notes();
            drop(other);
            wake();
            notes
        };
        let thread = thread::Builder::new().name("sauvegarde".into());
        let Ok(handle) = thread.spawn(copy) else {
            return false;
        };
        self.aside.copy = Some((handle, progress));
        let _ = begun.recv();
        true
    }

    /// Takes in what was done aside since: what is to be told joins [`Store::notes`].
    pub fn gather(&mut self) {
        self.aside.catalogue.borrow_mut().gather();
        if let Some((handle, progress)) = self.aside.copy.take() {
            if handle.is_finished() {
                self.copied(handle.join().unwrap_or_default());
            } else {
                self.aside.copy = Some((handle, progress));
            }
        }
    }

    /// Whether a copy is being made beside the window.
    pub fn is_copying(&self) -> bool {
        let copy = self.aside.copy.as_ref();
        copy.is_some_and(|(handle, _)| !handle.is_finished())
    }

    /// Gives up the copy being made; it is made at the next change.
    pub fn stop_copying(&self) {
        if let Some((_, progress)) = &self.aside.copy {
            progress.stop();
        }
    }

    /// Waits for the copy being made.
    pub(super) fn wait_for_copy(&mut self) {
        if let Some((handle, _)) = self.aside.copy.take() {
            self.copied(handle.join().unwrap_or_default());
        }
    }
}

impl Held {
    fn gather(&mut self) {
        let Some(reading) = &self.reading else {
            return;
        };
        match reading.try_recv() {
            Ok(read) => {
                match read {
                    Read::Total(stamp, total) => self.total = Some((stamp, total)),
                    Read::Catalogue(known) => self.known = known.map(|known| *known),
                }
                self.reading = None;
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => self.reading = None,
        }
    }
}

/// A connection for a thread that reads once: its cache is small, and as fast.
fn light(path: &Path) -> Result<Connection> {
    let connection = open::connect(path)?;
    connection.pragma_update(None, "cache_size", -256)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// What SQLite finds wrong with the file. A check that can't be made finds nothing: whatever
/// prevents it prevents writing as well.
fn wrong_with(path: &Path) -> Option<String> {
    if path.as_os_str().is_empty() {
        return None;
    }
    let checked = light(path).and_then(|connection| first_wrong(&connection));
    match checked {
        Ok(wrong) => wrong,
        Err(StoreError::Damaged(wrong)) => Some(wrong),
        Err(_) => None,
    }
}

fn first_wrong(connection: &Connection) -> Result<Option<String>> {
    Ok(private::check(connection, "quick_check", 1)?
        .into_iter()
        .next())
}
