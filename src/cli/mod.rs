//! The command line: one table of commands, and what each of them does without a screen.

mod command;
mod commands;
mod completions;
mod help;
mod man;
mod parse;
mod table;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
mod values;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::clock::{self, Clock};
use crate::domain::text::typography::NARROW;
use crate::domain::time::civil_time;
use crate::explain::Explain;
use crate::store::{Moment, Store, StoreError};
use parse::Invocation;

pub use help::examples;

/// The variable that names the store when no option does.
const STORE_VARIABLE: &str = "CARNET_BASE";

/// How many times to try again to open a locked store; SQLite waits 0.4 s each time.
const MAX_ATTEMPTS: usize = 30;

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
    survive_file_size_limits();
    let outcome = parse::parse(arguments).and_then(execute);
    let (sentence, code) = match outcome {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Refused(sentence)) => (sentence, 1),
        Err(Failure::Usage(sentence)) => (sentence, 2),
    };
    // A failure of this write has nowhere to go.
    let _ = writeln!(std::io::stderr(), "carnet\u{202f}: {sentence}");
    ExitCode::from(code)
}

/// Makes a limit on the size of files (`ulimit -f`, a quota) an ordinary write error, which is
/// explained and loses no typed text. By default the system ends the program.
#[cfg(unix)]
fn survive_file_size_limits() {
    let received = std::sync::Arc::default();
    // Best effort: without it, the limit ends the program.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, received);
}

/// What a command runs in.
struct Context {
    /// The store that an option or the environment names.
    base: Option<PathBuf>,
    clock: Clock,
}

impl Context {
    /// Returns the path of the store.
    fn path(&self) -> Result<PathBuf, Failure> {
        self.base.clone().map_or_else(default_path, Ok)
    }

    /// Opens the store, which must exist.
    fn open(&self) -> Result<(Store, Moment), Failure> {
        let path = self.path()?;
        let mut store = open_or_wait(|| Store::open_at(&path, self.clock.now()))?;
        notify_all(store.take_notes());
        let at = moment(&store, self.clock)?;
        Ok((store, at))
    }
}

fn execute(invocation: Invocation) -> Outcome {
    let clock = Clock::stopped_at(std::env::var(clock::VARIABLE).ok().as_deref());
    let base = invocation
        .base
        .or_else(|| std::env::var_os(STORE_VARIABLE).map(PathBuf::from));
    (invocation.action)(&Context { base, clock })
}

/// Opens a store, waiting for another program to release it.
fn open_or_wait(open: impl Fn() -> Result<Store, StoreError>) -> Result<Store, StoreError> {
    let mut opened = open();
    for attempt in 0..MAX_ATTEMPTS {
        if !matches!(opened, Err(StoreError::Busy)) {
            break;
        }
        if attempt == 0 {
            notify(&format!(
                "Un autre programme retient le carnet{NARROW}: Carnet attend qu’il le rende. Ctrl+C renonce."
            ));
        }
        opened = open();
    }
    opened
}

/// Shows what the store did by itself, or failed to do.
fn notify_all(notes: Vec<impl Explain>) {
    for note in notes {
        notify(&note.explain());
    }
}

/// Closes the store after showing its last notes.
fn close(mut store: Store) -> Outcome {
    notify_all(store.take_notes());
    Ok(store.close()?)
}

/// Returns the time, and the date in the time zone of the mediator.
fn moment(store: &Store, clock: Clock) -> Result<Moment, StoreError> {
    let profile = store.profile()?.unwrap_or_default();
    Ok(Moment {
        now: clock.now(),
        today: clock.today(civil_time::zone(&profile.time_zone)),
    })
}

/// Returns the path of the user's own store, in the platform's data folder.
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
fn print(text: &str) -> Outcome {
    let written = std::io::stdout().write_all(text.as_bytes());
    written.or_else(ignore_broken_pipe)
}

/// Ends the command silently, with status 0, once nobody reads its output (`| head`), as ripgrep
/// does.
fn ignore_broken_pipe(error: std::io::Error) -> Outcome {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Ok(());
    }
    Err(StoreError::Io(error).into())
}

/// Writes a message to standard error: standard output is for the result.
fn notify(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}
