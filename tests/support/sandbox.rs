//! A mediator's computer: a folder of their own, with a carnet already begun.

#![allow(dead_code, reason = "each test crate uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::PathBuf;
use std::rc::Rc;

use carnet::clock::Clock;
use carnet::demo;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{Event, EventContent};
use carnet::domain::id::EventId;
use carnet::domain::listing::Query;
use carnet::exchange::csv::import::{Mapping, Plan};
use carnet::exchange::table::Table;
use carnet::store::{Change, Moment, Progress, Result, Store};
use tempfile::TempDir;

/// When the stores of the tests are filled: the day before the journeys.
const FILLED: &str = "2026-11-23T10:00:00";

const ZONE: &str = "Europe/Paris";

/// The folder, and in it `carnet.db`; removed when nothing uses it any more.
pub struct Sandbox(Rc<TempDir>);

impl Sandbox {
    /// A carnet without events, whose mediator works in the Doubs (zone A).
    pub fn empty() -> Self {
        Self::demo(0)
    }

    /// A folder without a carnet.
    pub fn nothing() -> Self {
        Self(Rc::new(tempfile::tempdir().unwrap()))
    }

    /// A carnet with as many believable events.
    pub fn demo(events: usize) -> Self {
        let sandbox = Self(Rc::new(tempfile::tempdir().unwrap()));
        let mut store = Store::create(&sandbox.path("carnet.db")).unwrap();
        demo::fill(&mut store, events, 7, moment()).unwrap();
        store.close().unwrap();
        sandbox
    }

    /// A carnet with the events of a .csv.
    pub fn of(csv: &str) -> Self {
        let sandbox = Self::empty();
        let mut store = sandbox.store();
        let table = Table::read(csv.as_bytes()).unwrap();
        let mapping = Mapping::guess(&table, moment().today).0;
        let plan = Plan::new(&table, &mapping, &store, moment(), &Progress::default()).unwrap();
        let tally =
            carnet::actions::import::write(&mut store, moment().now, &plan, &Progress::default())
                .unwrap();
        assert_eq!(tally.refused, 0, "{plan:?}");
        store.close().unwrap();
        sandbox
    }

    /// Puts an event in the store as it is, whatever it holds.
    pub fn put(&self, content: &EventContent) {
        let mut store = self.store();
        let now = moment().now;
        let put = store.record("création", now, |change| {
            change.create_event(EventId::new(now), content, Publication::Draft, ZONE)
        });
        put.unwrap();
        store.close().unwrap();
    }

    /// Changes the store as another process would, when it was filled.
    pub fn change(&self, change: impl FnOnce(&Change<'_>) -> Result<()>) {
        let mut store = self.store();
        store.record("changement", moment().now, change).unwrap();
        store.close().unwrap();
    }

    /// Every event, by date.
    pub fn events(&self) -> Vec<Event> {
        let mut events = Vec::new();
        let read = self.store().for_each(&Query::default(), moment(), |event| {
            events.push(event);
            true
        });
        read.unwrap();
        events.reverse();
        events
    }

    /// The one event of that title.
    pub fn event(&self, title: &str) -> Event {
        let mut events = self.events();
        events.retain(|event| event.content.title == title);
        assert_eq!(events.len(), 1, "events called {title}");
        events.remove(0)
    }

    /// The folder, for a program that outlives this.
    pub fn folder(&self) -> Rc<TempDir> {
        Rc::clone(&self.0)
    }

    /// The store, opened as another process would.
    pub fn store(&self) -> Store {
        Store::open(&self.path("carnet.db")).unwrap()
    }

    /// The path of a file of that name in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file in the folder.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// What a file of the folder holds.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }
}

/// When the stores of the tests are filled.
pub fn moment() -> Moment {
    let clock = Clock::stopped_at(Some(FILLED));
    Moment {
        now: clock.now(),
        today: clock.today(carnet::domain::time::zone::PARIS),
    }
}
