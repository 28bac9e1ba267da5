//! The command line: one table of commands, and what each of them does without a screen.
//!
//! ```text
//! table        the commands, in the order of the help
//! command      what describes one
//! parse        reads a command line by it; values reads each value
//! help, man, completions   made from it
//! commands     what each does, one file each
//! filters      the options that choose events
//! lookup       the event that the end of an identifier names
//! context      the store, the output, why a command stops
//! ```

mod command;
mod commands;
mod completions;
mod context;
mod filters;
mod help;
mod lookup;
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
use crate::store::Commits;
use context::{Context, Failure, Outcome};
use parse::Invocation;

pub use help::examples;

/// The variable that names the store when no option does.
const STORE_VARIABLE: &str = "CARNET_BASE";

/// Runs the program with its arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    #[cfg(unix)]
    survive_file_size_limits();
    let commits = Commits::default();
    let outcome = parse::parse(arguments).and_then(|invocation| execute(invocation, &commits));
    let (sentence, code) = match outcome {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Refused(sentence)) => (sentence, 1),
        Err(Failure::Usage(sentence)) => (sentence, 2),
        // What was asked is done: asked again, it would be done twice.
        Err(Failure::Error(error)) if commits.count() > 0 => (error.explain_after_commit(), 0),
        Err(Failure::Error(error)) => (error.explain(), 1),
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

fn execute(invocation: Invocation, commits: &Commits) -> Outcome {
    let clock = Clock::stopped_at(std::env::var(clock::VARIABLE).ok().as_deref());
    let base = invocation.base.or_else(|| {
        let variable = std::env::var_os(STORE_VARIABLE);
        variable.filter(|path| !path.is_empty()).map(PathBuf::from)
    });
    let context = Context {
        base,
        clock,
        commits: commits.clone(),
    };
    (invocation.action)(&context).map_err(|failure| context.confirm(failure))
}
