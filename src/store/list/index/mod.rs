//! An index of the events in memory: which of them a filter shows, and how many, without reading
//! the file. SQLite puts them in order.
//!
//! Delete this folder and lists are correct, slower: [`Index::matching`] that returns `None` leaves
//! the filter to SQLite. Worth it beyond some 10,000 events, and only `list::pages` uses it.
//!
//! The index follows the store through its journal, which names every row that was changed, by
//! whichever process. What it can't represent exactly is left to SQLite.
//!
//! ```text
//! loaded   the index once it is read
//! facets   what lists are filtered by
//! words    what lists are searched by
//! bitset   a set of rows
//! ```

mod bitset;
mod facets;
mod loaded;
mod words;

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use rusqlite::Connection;

use crate::domain::listing::{Filter, Moment};
use crate::store::error::Result;
use crate::store::progress::Wake;
use crate::store::sql::access::Access;
use loaded::Loaded;
pub(in crate::store) use loaded::Matching;
use loaded::Stamp;

/// The index of an open store, or the thread that reads it.
#[derive(Default)]
pub(in crate::store) struct Index(RefCell<State>);

#[derive(Default)]
struct State {
    loaded: Option<Loaded>,
    /// How many events there are, while nothing more was asked.
    total: Option<(Stamp, usize)>,
    reading: Option<Receiver<Read>>,
    detail: Detail,
    /// What threads read, and what to call when they have. `None` where nobody waits, as
    /// in a command: nothing is read on a thread then.
    background: Option<(Access, Wake)>,
}

/// How much of the index is read: it takes memory once it is of use.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) enum Detail {
    #[default]
    Count,
    Facets,
    Words,
}

/// What a thread has read.
enum Read {
    Total(Stamp, usize),
    Index(Option<Box<Loaded>>),
}

impl Index {
    /// From now on reads on threads, and returns the first reading, for the caller's thread to do.
    pub(in crate::store) fn read_in_background(
        &self,
        access: &Access,
        wake: Wake,
    ) -> impl FnOnce() + Send + use<> {
        let mut state = self.0.borrow_mut();
        state.background = Some((access.clone(), Arc::clone(&wake)));
        state.reader(access.clone(), wake)
    }

    /// Reads more of the index on a thread, unless it was.
    ///
    /// # Errors
    /// The thread can't be started.
    pub(in crate::store) fn prepare(&self, detail: Detail) -> Result<()> {
        let mut state = self.0.borrow_mut();
        if state.detail >= detail {
            return Ok(());
        }
        state.detail = detail;
        state.start_reading()
    }

    /// Reads the whole index at once.
    ///
    /// # Errors
    /// The store can't be read.
    pub(in crate::store) fn read_now(&self, connection: &Connection) -> Result<()> {
        let loaded = Loaded::load(connection, true)?;
        let mut state = self.0.borrow_mut();
        state.loaded = loaded;
        state.detail = Detail::Words;
        Ok(())
    }

    /// Takes in what a thread has read since.
    pub(in crate::store) fn collect(&self) {
        self.0.borrow_mut().collect();
    }

    /// Whether a thread is reading.
    pub(in crate::store) fn is_reading(&self) -> bool {
        self.0.borrow().reading.is_some()
    }

    /// Returns the events that a filter shows; `None` where the index does not know.
    pub(in crate::store) fn matching(
        &self,
        connection: &Connection,
        filter: &Filter,
        moment: Moment,
    ) -> Result<Option<Arc<Matching>>> {
        self.with_loaded(connection, |loaded| {
            loaded.matching(filter, moment, connection)
        })
    }

    /// Returns how many events there are; `None` where that is not known.
    pub(in crate::store) fn total(&self, connection: &Connection) -> Result<Option<usize>> {
        let count = |loaded: &mut Loaded| Ok(Some(loaded.count()));
        if let Some(count) = self.with_loaded(connection, count)? {
            return Ok(Some(count));
        }
        let Some((stamp, total)) = self.0.borrow().total else {
            return Ok(None);
        };
        Ok((stamp == Stamp::of(connection)?).then_some(total))
    }

    /// Counts the events, and remembers it.
    pub(in crate::store) fn count_total(&self, connection: &Connection) -> Result<usize> {
        let (stamp, total) = loaded::count(connection)?;
        self.0.borrow_mut().total = Some((stamp, total));
        Ok(total)
    }

    fn with_loaded<T>(
        &self,
        connection: &Connection,
        ask: impl FnOnce(&mut Loaded) -> Result<Option<T>>,
    ) -> Result<Option<T>> {
        let mut state = self.0.borrow_mut();
        state.collect();
        let Some(loaded) = &mut state.loaded else {
            return Ok(None);
        };
        if loaded.follow(connection)?.is_some() {
            return ask(loaded);
        }
        state.loaded = None;
        state.start_reading()?;
        Ok(None)
    }
}

impl State {
    /// Starts a thread that reads, where someone waits for it.
    fn start_reading(&mut self) -> Result<()> {
        if let Some((access, wake)) = self.background.clone() {
            let thread = thread::Builder::new().name("index".into());
            thread.spawn(self.reader(access, wake))?;
        }
        Ok(())
    }

    /// Returns what reads the index on a connection of its own, for a thread to do.
    fn reader(&mut self, access: Access, wake: Wake) -> impl FnOnce() + Send + use<> {
        let (sender, reading) = channel();
        self.reading = Some(reading);
        let detail = self.detail;
        move || {
            let read = access.connect_light().and_then(|connection| match detail {
                Detail::Count => {
                    let (stamp, total) = loaded::count(&connection)?;
                    Ok(Read::Total(stamp, total))
                }
                detail => {
                    let loaded = Loaded::load(&connection, detail == Detail::Words)?;
                    Ok(Read::Index(loaded.map(Box::new)))
                }
            });
            // Where it can't be read, SQLite filters, or says why not.
            let _ = sender.send(read.unwrap_or(Read::Index(None)));
            wake();
        }
    }

    fn collect(&mut self) {
        let Some(reading) = &self.reading else {
            return;
        };
        match reading.try_recv() {
            Ok(read) => {
                match read {
                    Read::Total(stamp, total) => self.total = Some((stamp, total)),
                    Read::Index(loaded) => self.loaded = loaded.map(|loaded| *loaded),
                }
                self.reading = None;
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => self.reading = None,
        }
    }
}
