//! The commands, run as a script runs them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attesting;
mod cloning;
#[path = "../support/command.rs"]
mod command;
mod completions;
mod files;
mod follow_up;
mod home;
mod listing;
mod usage;
mod venues;
mod workbooks;

use std::path::PathBuf;

use carnet::domain::event::publication::Publication;
use carnet::domain::event::{Event, EventContent, EventVenue};
use carnet::domain::id::EventId;
use carnet::domain::profile::Profile;
use carnet::store::Store;
use chrono::{DateTime, NaiveTime, Utc};
use tempfile::TempDir;

use command::Ran;

const CAFE: &str = "01a05a43-fc00-7c39-bfd0-1cc62be50001";
const ATELIER: &str = "01a05a43-fc00-7c39-bfd0-1cc62be60002";
const AHEAD: &str = "01a05a43-fc00-7c39-bfd0-1cc62be70003";
/// Its last eight characters are those of the café too.
const TWIN: &str = "01a05a43-fc00-7c39-bfd1-1cc62be50001";

/// A folder that holds a store, or will, and what the commands write.
struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    fn without_store() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    /// With what `carnet demo` writes.
    fn with_demo(events: &str) -> Self {
        let sandbox = Self::without_store();
        let base = sandbox.store_path();
        let base = base.to_str().unwrap();
        sandbox.done(&[
            "demo",
            "--evenements",
            events,
            "--graine",
            "7",
            "--base",
            base,
        ]);
        sandbox
    }

    fn empty() -> Self {
        let sandbox = Self::without_store();
        let mut store = Store::create(&sandbox.store_path()).unwrap();
        let profile = Profile {
            departement: "25".to_owned(),
            zone: "A".to_owned(),
            ..Profile::default()
        };
        store
            .record("profil", now(), |change| change.set_profile(&profile))
            .unwrap();
        store.close().unwrap();
        sandbox
    }

    /// Two events that are over, and one to come.
    fn with_events() -> Self {
        let sandbox = Self::empty();
        sandbox.add(CAFE, "Café des parents", "2026-11-17");
        sandbox.add(ATELIER, "Atelier « ENT »", "2026-11-10");
        sandbox.add(AHEAD, "Grandir avec les écrans", "2026-11-26");
        sandbox
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn store_path(&self) -> PathBuf {
        self.path("carnet.db")
    }

    fn store(&self) -> Store {
        Store::open(&self.store_path()).unwrap()
    }

    fn add(&self, id: &str, title: &str, date: &str) {
        let content = EventContent {
            title: title.to_owned(),
            date: date.parse().ok(),
            starts: NaiveTime::from_hms_opt(18, 0, 0),
            ends: NaiveTime::from_hms_opt(19, 30, 0),
            seats: Some(12),
            signup_link: "https://exemple.fr/inscription".to_owned(),
            venue: EventVenue {
                commune: "Vesoul".to_owned(),
                ..EventVenue::default()
            },
            ..EventContent::default()
        };
        let mut store = self.store();
        let id = EventId::parse(id).unwrap();
        store
            .record("création", now(), |change| {
                change.create_event(id, &content, Publication::Published, "Europe/Paris")
            })
            .unwrap();
        store.close().unwrap();
    }

    fn event(&self, id: &str) -> Event {
        let id = EventId::parse(id).unwrap();
        self.store().event(id).unwrap().unwrap()
    }

    fn carnet(&self, arguments: &[&str]) -> Ran {
        command::carnet(self.folder.path(), &self.store_path(), arguments)
    }

    /// As [`Self::carnet`], with a text on standard input.
    fn carnet_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        use std::io::Write as _;
        let mut command = command::command(self.folder.path(), &self.store_path());
        command.args(arguments).stdin(std::process::Stdio::piped());
        command
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped());
        let mut running = command.spawn().unwrap();
        let mut stdin = running.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).unwrap();
        drop(stdin);
        Ran::of(running.wait_with_output().unwrap())
    }

    fn done(&self, arguments: &[&str]) -> Ran {
        let ran = self.carnet(arguments);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        ran
    }

    /// Runs what must fail with that status and change nothing; returns the message.
    fn refused(&self, status: i32, arguments: &[&str]) -> String {
        let seen = |sandbox: &Self| {
            let list = sandbox.done(&["liste", "--json"]).out;
            (list, sandbox.store().undoable().unwrap())
        };
        let before = seen(self);
        let ran = self.carnet(arguments);
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (status, ""),
            "{arguments:?}: {}",
            ran.err
        );
        assert!(ran.err.starts_with("carnet : "), "{}", ran.err);
        assert_eq!(seen(self), before, "{arguments:?}");
        ran.err
    }
}

fn json(ran: &Ran) -> Vec<serde_json::Value> {
    assert_eq!(ran.status, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}
