//! `carnet demo` and `carnet --demo`: a believable carnet to try, or to measure.

use std::path::Path;

use super::arguments::DemoOptions;
use super::{Failure, Outcome, tell};
use crate::app;
use crate::clock::Clock;
use crate::demo;
use crate::domain::text::typography::count;
use crate::domain::time::civil_time;
use crate::explain::shown;
use crate::store::{Moment, Store, StoreError};

/// Events of the demonstration: a year of a mediator who works much.
const EVENTS: usize = 72;
const SEED: u64 = 25;

pub(super) fn run(path: &Path, clock: Clock, options: &DemoOptions) -> Outcome {
    let mut store = Store::create(path)?;
    demo::fill(&mut store, options.events, options.seed, at(clock))?;
    store.close()?;
    let events = count(options.events as u64, "événement", "événements");
    tell(&format!("{} contient {events}.", shown(path)));
    Ok(())
}

/// Opens the screen on a carnet that is thrown away at the end.
pub(super) fn show(clock: Clock) -> Outcome {
    let folder = tempfile::Builder::new()
        .prefix("carnet-demo-")
        .tempdir()
        .map_err(|error| Failure::from(StoreError::Io(error)))?;
    let mut store = Store::create(&folder.path().join("demonstration.db"))?;
    demo::fill(&mut store, EVENTS, SEED, at(clock))?;
    app::run(store, clock)?;
    Ok(())
}

fn at(clock: Clock) -> Moment {
    Moment {
        now: clock.now(),
        today: clock.today(civil_time::zone(&demo::profile().time_zone)),
    }
}
