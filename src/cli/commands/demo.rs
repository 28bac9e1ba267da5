//! `carnet demo`: a carnet of plausible events, to try or to measure.

use std::path::Path;

use crate::cli::command::Prepared;
use crate::cli::context::{Context, Failure, Outcome, notify};
use crate::cli::values::Values;
use crate::clock::Clock;
use crate::demo;
use crate::domain::text::typography::{NARROW, count, quoted};
use crate::domain::time::civil_time;
use crate::explain::shown;
use crate::store::{Moment, Result, Store};

/// The events and the seed of `carnet --demo`: a busy year of one mediator.
const SCREEN_EVENTS: usize = 72;
const SCREEN_SEED: u64 = 25;

/// The events and the seed of `carnet demo`, unless options say otherwise.
const EVENTS: usize = 80;
const SEED: u64 = 1;

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let events = values.number("evenements")?.unwrap_or(EVENTS);
    let seed = values.number("graine")?.unwrap_or(SEED);
    Ok(Box::new(move |context| run(context, events, seed)))
}

fn run(context: &Context, events: usize, seed: u64) -> Outcome {
    let Some(path) = &context.base else {
        return Err(Failure::Usage(format!(
            "{} demande où écrire{NARROW}: --base FICHIER.",
            quoted("carnet demo")
        )));
    };
    fill(path, context.clock, events, seed)?;
    let events = count(events as u64, "événement", "événements");
    notify(&format!("{} contient {events}.", shown(path)));
    Ok(())
}

/// Creates the carnet that `carnet --demo` shows.
pub(in crate::cli) fn create(path: &Path, clock: Clock) -> Result<Store> {
    fill(path, clock, SCREEN_EVENTS, SCREEN_SEED)?;
    Store::open(path)
}

/// Creates the carnet, whole or not at all.
fn fill(path: &Path, clock: Clock, events: usize, seed: u64) -> Result<()> {
    let moment = Moment {
        now: clock.now(),
        today: clock.today(civil_time::zone(&demo::profile().time_zone)),
    };
    Store::create_filled(path, |store| demo::fill(store, events, seed, moment))
}
