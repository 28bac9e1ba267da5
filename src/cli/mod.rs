//! What `carnet` does without a screen, and how its arguments are read.

mod arguments;
mod attester;
mod cloner;
mod demo;
mod etat;
mod exporter;
mod filters;
mod help;
mod importer;
mod liste;
mod named;
mod purger;
mod restaurer;
mod safety;
mod sauvegarder;
mod verifier;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::app;
use crate::clock::{self, Clock};
use crate::domain::text::typography::{NARROW, quoted};
use crate::domain::time::civil_time;
use crate::explain::Explain;
use crate::store::{Moment, Store, StoreError, zone_of};
use arguments::{Arguments, Command};

/// The variable that names the store when no option does.
const STORE_VARIABLE: &str = "CARNET_BASE";

/// How many times a held store is asked again, each for 0.4 s.
const TRIES: usize = 30;

/// Why a command stopped.
#[derive(Debug)]
enum Failure {
    /// All or part of the input was refused, or what was looked at is wrong: exit status 1.
    Refused(String),
    /// The command was used wrongly: exit status 2.
    Usage(String),
}

impl<E: Explain> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Refused(error.explain())
    }
}

type Outcome = Result<(), Failure>;

/// Runs the program with its arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    #[cfg(unix)]
    outlive_file_limits();
    let outcome = arguments::parse(arguments).and_then(execute);
    let (sentence, code) = match outcome {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Refused(sentence)) => (sentence, 1),
        Err(Failure::Usage(sentence)) => (sentence, 2),
    };
    // Nobody is left to tell if this fails too.
    let _ = writeln!(std::io::stderr(), "carnet\u{202f}: {sentence}");
    ExitCode::from(code)
}

/// Past a limit on the size of files (`ulimit -f`, a quota), the system would end the program: a
/// write that fails is told in a sentence instead, and what is typed is kept.
#[cfg(unix)]
fn outlive_file_limits() {
    let told = std::sync::Arc::default();
    // Where the signal can't be caught, nothing is worse than before.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, told);
}

fn execute(arguments: Arguments) -> Outcome {
    let clock = Clock::stopped_at(std::env::var(clock::VARIABLE).ok().as_deref());
    let base = arguments
        .base
        .or_else(|| std::env::var_os(STORE_VARIABLE).map(PathBuf::from));
    match arguments.command {
        Command::Help(topic) => help::print(topic),
        Command::Version => say(&format!("carnet {}\n", env!("CARGO_PKG_VERSION"))),
        Command::Screen { demo: false } => {
            let path = base.map_or_else(default_path, Ok)?;
            let store = patiently(|| Store::open_or_create_at(&path, clock.now()))?;
            Ok(app::run(store, clock)?)
        }
        Command::Screen { demo: true } => demo::show(clock),
        Command::List(options) => {
            let (store, at) = existing(base, clock)?;
            liste::run(&store, at, &options)
        }
        Command::Account(options) => {
            let (store, at) = existing(base, clock)?;
            etat::run(&store, at, &options)
        }
        Command::Attest(options) => {
            let (store, at) = existing(base, clock)?;
            attester::run(store, at, &options)
        }
        Command::Clone(options) => {
            let (store, at) = existing(base, clock)?;
            cloner::run(store, at, &options)
        }
        Command::Export(options) => {
            let (store, at) = existing(base, clock)?;
            exporter::run(&store, at, &options)
        }
        Command::Import(options) => {
            let path = base.map_or_else(default_path, Ok)?;
            importer::run(&path, clock, &options)
        }
        Command::Purge(options) => {
            let (store, at) = existing(base, clock)?;
            purger::run(store, at, &options)
        }
        Command::BackUp(options) => {
            let (store, at) = existing(base, clock)?;
            sauvegarder::run(store, at, &options)
        }
        Command::Backups(options) => {
            let path = base.map_or_else(default_path, Ok)?;
            sauvegarder::list(&path, zone_of(&path), &options)
        }
        Command::Restore(options) => {
            let path = base.map_or_else(default_path, Ok)?;
            restaurer::run(&path, clock.now(), &options)
        }
        Command::Verify(options) => {
            let path = base.map_or_else(default_path, Ok)?;
            verifier::run(&path, clock.now(), &options)
        }
        Command::Demo(options) => {
            let Some(path) = base else {
                return Err(Failure::Usage(format!(
                    "{} demande où écrire\u{202f}: --base FICHIER.",
                    quoted("carnet demo")
                )));
            };
            demo::run(&path, clock, &options)
        }
    }
}

/// Opens the store that a command reads; it must be there.
fn existing(base: Option<PathBuf>, clock: Clock) -> Result<(Store, Moment), Failure> {
    let path = base.map_or_else(default_path, Ok)?;
    let mut store = patiently(|| Store::open_at(&path, clock.now()))?;
    tell_notes(&mut store);
    let at = moment(&store, clock)?;
    Ok((store, at))
}

/// Opens a store that another program may hold for a while: says that it waits, and does.
fn patiently(open: impl Fn() -> Result<Store, StoreError>) -> Result<Store, StoreError> {
    let mut opened = open();
    for tried in 0..TRIES {
        if !matches!(opened, Err(StoreError::Busy)) {
            break;
        }
        if tried == 0 {
            tell(&format!(
                "Un autre programme retient le carnet{NARROW}: Carnet attend qu’il le rende. Ctrl+C renonce."
            ));
        }
        opened = open();
    }
    opened
}

/// Tells what the store did by itself, or failed to.
fn tell_notes(store: &mut Store) {
    for note in store.take_notes() {
        tell(&note.explain());
    }
}

/// Closes the store, what is left to tell told.
fn close(mut store: Store) -> Outcome {
    tell_notes(&mut store);
    Ok(store.close()?)
}

/// Now, and the day it is where the mediator is.
fn moment(store: &Store, clock: Clock) -> Result<Moment, StoreError> {
    let profile = store.profile()?.unwrap_or_default();
    Ok(Moment {
        now: clock.now(),
        today: clock.today(civil_time::zone(&profile.time_zone)),
    })
}

/// The user's own store, in the platform's data folder.
fn default_path() -> Result<PathBuf, Failure> {
    directories::ProjectDirs::from("fr", "", "carnet")
        .map(|folders| folders.data_dir().join("carnet.db"))
        .ok_or_else(|| {
            Failure::Refused(
                "Aucun dossier personnel sur ce compte. Dites où est le carnet avec --base FICHIER."
                    .to_owned(),
            )
        })
}

/// Writes to standard output.
fn say(text: &str) -> Outcome {
    let written = std::io::stdout().write_all(text.as_bytes());
    written.or_else(whoever_stops_reading)
}

/// Whoever stops reading (`| head`) has what they wanted: the command ends there, in silence and
/// with status 0, as ripgrep does. The rest of what the system says is an error.
fn whoever_stops_reading(error: std::io::Error) -> Outcome {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Ok(());
    }
    Err(StoreError::Io(error).into())
}

/// Writes a message, to standard error: standard output is for what was asked.
fn tell(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}
