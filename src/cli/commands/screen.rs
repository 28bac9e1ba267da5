//! `carnet` without a command: the screens, on the user's carnet or on a demonstration.

use super::demo;
use crate::app::run;
use crate::cli::command::Prepared;
use crate::cli::context::{Context, Failure, Outcome, open_or_wait};
use crate::cli::values::Values;
use crate::store::{Store, StoreError};

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    Ok(match values.switch("demo") {
        true => Box::new(show_demo),
        false => Box::new(show),
    })
}

fn show(context: &Context) -> Outcome {
    let path = context.path()?;
    let store = open_or_wait(|| Store::open_or_create_at(&path, context.clock.now()))?;
    Ok(run::run(store, context.clock)?)
}

/// Opens the screens on a carnet that is deleted at the end.
fn show_demo(context: &Context) -> Outcome {
    let folder = tempfile::Builder::new()
        .prefix("carnet-demo-")
        .tempdir()
        .map_err(|error| Failure::from(StoreError::Io(error)))?;
    let store = demo::create(&folder.path().join("demonstration.db"), context.clock)?;
    Ok(run::run(store, context.clock)?)
}
