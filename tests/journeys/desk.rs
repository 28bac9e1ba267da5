//! A mediator's computer: a folder of their own, with a carnet already begun.

use std::path::PathBuf;
use std::rc::Rc;

use carnet::clock::Clock;
use carnet::demo;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{Event, EventContent};
use carnet::domain::id::EventId;
use carnet::domain::listing::Query;
use carnet::exchange::csv::import::{Mapping, Plan};
use carnet::exchange::csv::text_table::TextTable;
use carnet::store::{Change, Moment, Progress, Result, Store};
use tempfile::TempDir;

use crate::support::Carnet;

/// When the stores of the tests are filled: the day before the journeys.
const FILLED: &str = "2026-11-23T10:00:00";

const ZONE: &str = "Europe/Paris";

pub struct Desk(Rc<TempDir>);

impl Desk {
    /// A carnet without events, whose mediator works in the Doubs (zone A).
    pub fn empty() -> Self {
        Self::demo(0)
    }

    /// A carnet with as many believable events.
    pub fn demo(events: usize) -> Self {
        let desk = Self(Rc::new(tempfile::tempdir().unwrap()));
        let mut store = Store::create(&desk.path("carnet.db")).unwrap();
        demo::fill(&mut store, events, 7, moment()).unwrap();
        store.close().unwrap();
        desk
    }

    /// A carnet with the events of a .csv.
    pub fn of(csv: &str) -> Self {
        let desk = Self::empty();
        let mut store = desk.store();
        let table = TextTable::read(csv.as_bytes()).unwrap();
        let mapping = Mapping::by_name(&table.header);
        let plan = Plan::new(&table, &mapping, &store, moment(), &Progress::default()).unwrap();
        let tally =
            carnet::actions::import::write(&mut store, moment().now, &plan, &Progress::default())
                .unwrap();
        assert_eq!(tally.refused, 0, "{plan:?}");
        store.close().unwrap();
        desk
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

    /// Changes the store as another window would, when it was filled.
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

    pub fn store(&self) -> Store {
        Store::open(&self.path("carnet.db")).unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Opens Carnet on the list, in a terminal of this size.
    pub fn open(&self, columns: u16, rows: u16) -> Carnet {
        self.open_with(columns, rows, &[])
    }

    /// Starts Carnet on the store, and stays on what it opens on.
    pub fn start(&self, columns: u16, rows: u16) -> Carnet {
        self.start_with(columns, rows, &[])
    }

    /// As [`Desk::start`], with these variables besides.
    pub fn start_with(&self, columns: u16, rows: u16, envs: &[(&str, &str)]) -> Carnet {
        let base = self.path("carnet.db");
        let args = ["--base", base.to_str().unwrap()];
        let carnet = Carnet::start_at(Rc::clone(&self.0), &args, columns, rows, envs);
        // The last line drawn: what is above it is whole.
        carnet.wait_for("F1 aide");
        carnet
    }

    /// Opens Carnet on the list, with these variables besides.
    pub fn open_with(&self, columns: u16, rows: u16, envs: &[(&str, &str)]) -> Carnet {
        let mut carnet = self.start_with(columns, rows, envs);
        // A question stands above the first screen when something typed was left.
        if !carnet.screen().contains("Plus tard") {
            carnet.press("F3");
            carnet.wait_for("Mes événements ·");
        }
        carnet
    }
}

fn moment() -> Moment {
    let clock = Clock::stopped_at(Some(FILLED));
    Moment {
        now: clock.now(),
        today: clock.today(carnet::domain::time::zone::PARIS),
    }
}

/// Leaves Carnet, and checks that it ends well and gives the terminal back.
#[track_caller]
pub fn quit(carnet: &mut Carnet) {
    carnet.press("Ctrl+Q");
    assert_eq!(carnet.wait_exit(), 0);
    assert_given_back(carnet);
}

/// The terminal is as it was: the usual screen, the cursor shown, neither the mouse nor pastes told to a program.
#[track_caller]
pub fn assert_given_back(carnet: &Carnet) {
    carnet.look(|screen| {
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes are left alone");
        assert_eq!(
            screen.mouse_protocol_mode(),
            vt100::MouseProtocolMode::None,
            "the mouse is left alone"
        );
    });
}

/// Erases the last `many` characters of the field in hand.
pub fn erase(carnet: &mut Carnet, many: usize) {
    for _ in 0..many {
        carnet.press("Ret._arr.");
    }
}

/// Presses a key several times.
pub fn press_times(carnet: &mut Carnet, key: &str, times: usize) {
    for _ in 0..times {
        carnet.press(key);
    }
}

/// Of these texts, those on the screen, from the top down.
pub fn order_on(screen: &str, texts: &[&str]) -> Vec<String> {
    let lines = screen.lines();
    let found = lines.flat_map(|line| texts.iter().find(|text| line.contains(**text)));
    found.map(|text| (*text).to_owned()).collect()
}

/// Waits until the screen shows exactly these of `all` the texts, in this order from the top down.
#[track_caller]
pub fn wait_order(carnet: &Carnet, all: &[&str], expected: &[&str]) {
    carnet.wait_until(&format!("the order {expected:?}"), |screen| {
        order_on(screen, all) == expected
    });
}

/// The line in hand holds this text.
pub fn in_hand(text: &str) -> impl Fn(&str) -> bool {
    move |screen| {
        screen
            .lines()
            .any(|line| line.starts_with('▌') && line.contains(text))
    }
}

/// One line holds all these texts, whatever the kind of its spaces.
pub fn line_with(texts: &[&str]) -> impl Fn(&str) -> bool {
    move |screen| {
        screen.lines().any(|line| {
            let line = line.replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'");
            texts.iter().all(|text| line.contains(text))
        })
    }
}
