//! `carnet sauvegarder`: a verified copy of the carnet.

use std::path::PathBuf;

use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, close, notify};
use crate::cli::values::Values;
use crate::domain::text::typography::{self, NARROW, count};
use crate::explain::{Explain as _, shown};
use crate::store::retention::Reason;
use crate::store::{BackupError, Moment, Store};

struct BackUpOptions {
    /// A file or a folder; none for the folder of the backups.
    destination: Option<PathBuf>,
    overwrite: bool,
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let options = BackUpOptions {
        destination: values.path_argument(),
        overwrite: values.switch("remplacer"),
    };
    Ok(Box::new(move |context| {
        let (store, moment) = context.open()?;
        run(store, moment, &options)
    }))
}

fn run(store: Store, moment: Moment, options: &BackUpOptions) -> Outcome {
    let written = match &options.destination {
        None => store.back_up(Reason::Asked, moment.now),
        Some(path) => store.back_up_to(path, options.overwrite, moment.now),
    };
    let written = written.map_err(|error| match error {
        BackupError::AlreadyThere(_) => Failure::Refused(format!(
            "{} Ajoutez --remplacer pour écrire par-dessus.",
            error.explain()
        )),
        other => other.into(),
    })?;
    close(store);
    notify(&format!(
        "Copie écrite dans {}{NARROW}: {}, {}, relue et vérifiée.",
        shown(&written.path),
        typography::size(written.size),
        count(written.events, "événement", "événements")
    ));
    Ok(())
}
