//! The catalogue as a window has it: read on a thread, once it is of use, and asked meanwhile or not.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use super::{Catalogue, Matching, Stamp};
use crate::domain::listing::Filter;
use crate::store::Store;
use crate::store::background::light;
use crate::store::error::Result;
use crate::store::list::query::Moment;

/// The catalogue, or the thread that reads it.
#[derive(Default)]
pub(in crate::store) struct IndexHandle {
    known: Option<Catalogue>,
    /// How many events there are, while that is all that was asked.
    total: Option<(Stamp, usize)>,
    reading: Option<Receiver<Read>>,
    wanted: Detail,
}

/// What a window asked of the catalogue: it takes its room once it is of use.
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
    Catalogue(Option<Box<Catalogue>>),
}

impl Store {
    /// Has what lists are filtered by read, unless it was: a filter is about to be chosen.
    ///
    /// # Errors
    /// A thread could not be had.
    pub fn prepare_filter(&self) -> Result<()> {
        self.prepare(Detail::Facets)
    }

    /// As [`Store::prepare_filter`], with the words of the events: a search is about to begin.
    ///
    /// # Errors
    /// A thread could not be had.
    pub fn prepare_search(&self) -> Result<()> {
        self.prepare(Detail::Words)
    }

    fn prepare(&self, wanted: Detail) -> Result<()> {
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
        held.wanted = Detail::Words;
        Ok(())
    }

    /// What reads what is wanted, on a connection of its own, for a thread to do.
    pub(in crate::store) fn reader(&self) -> impl FnOnce() + Send + 'static {
        let (sender, reading) = channel();
        let mut held = self.aside.catalogue.borrow_mut();
        held.reading = Some(reading);
        let (path, wanted) = (self.path.clone(), held.wanted);
        let wake = self.aside.wake.clone();
        move || {
            let read = light(&path).and_then(|connection| match wanted {
                Detail::Count => {
                    let (stamp, total) = super::count(&connection)?;
                    Ok(Read::Total(stamp, total))
                }
                wanted => {
                    let known = Catalogue::load(&connection, wanted == Detail::Words)?;
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
    pub(in crate::store) fn is_gathering(&self) -> bool {
        self.aside.catalogue.borrow().reading.is_some()
    }

    /// The events that a filter shows, where the catalogue knows.
    pub(in crate::store) fn matching(
        &self,
        filter: &Filter,
        at: Moment,
    ) -> Result<Option<Arc<Matching>>> {
        self.with_catalogue(|catalogue| catalogue.matching(filter, at, &self.connection))
    }

    /// How many events there are, where that is known.
    pub(in crate::store) fn total(&self) -> Result<Option<usize>> {
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
    pub(in crate::store) fn count_total(&self) -> Result<usize> {
        let (stamp, total) = super::count(&self.connection)?;
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
}

impl IndexHandle {
    /// Takes in what a thread has read since.
    pub(in crate::store) fn gather(&mut self) {
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
