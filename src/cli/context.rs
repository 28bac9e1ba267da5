//! What every command runs in: the store it opens, where its text goes, why it stops.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::clock::Clock;
use crate::domain::text::typography::NARROW;
use crate::domain::time::civil_time;
use crate::explain::{Explain, NotPrinted, not_closed};
use crate::store::{Commits, Moment, Store, StoreError, confirm_damage};

/// How many times to try again to open a locked store; SQLite waits 0.4 s each time.
const MAX_ATTEMPTS: usize = 30;

/// Why a command stopped.
pub(in crate::cli) enum Failure {
    /// All or part of the input was refused, or what was looked at is wrong: exit status 1.
    Refused(String),
    /// The command was used wrongly: exit status 2.
    Usage(String),
    /// Something failed: exit status 1 when nothing was written, and 0 when it came after. It is not
    /// put in words before that is known.
    Error(Box<dyn Explain>),
}

impl<E: Explain + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Error(Box::new(error))
    }
}

pub(in crate::cli) type Outcome = Result<(), Failure>;

/// What a command runs in.
pub(in crate::cli) struct Context {
    /// The store that an option or the environment names.
    pub(in crate::cli) base: Option<PathBuf>,
    pub(in crate::cli) clock: Clock,
    /// What the command has written, whatever store it was written to.
    pub(in crate::cli) commits: Commits,
}

impl Context {
    /// Returns the path of the store.
    pub(in crate::cli) fn path(&self) -> Result<PathBuf, Failure> {
        self.base.clone().map_or_else(default_path, Ok)
    }

    /// Returns what a failure is worth that says that the store is damaged.
    pub(in crate::cli) fn confirm(&self, failure: Failure) -> Failure {
        match (failure, self.path()) {
            (Failure::Error(error), Ok(path)) if error.claims_damage() => {
                match confirm_damage(&path, StoreError::Damaged(String::new())) {
                    StoreError::Damaged(_) => Failure::Error(error),
                    other => other.into(),
                }
            }
            (failure, _) => failure,
        }
    }

    /// Opens the store, which must exist.
    pub(in crate::cli) fn open(&self) -> Result<(Store, Moment), Failure> {
        let path = self.path()?;
        self.opened(open_or_wait(|| Store::open_at(&path, self.clock.now()))?)
    }

    /// Opens the store, or creates it where there is no file.
    pub(in crate::cli) fn open_or_create(&self) -> Result<(Store, Moment), Failure> {
        let path = self.path()?;
        self.opened(open_or_wait(|| {
            Store::open_or_create_at(&path, self.clock.now())
        })?)
    }

    /// Counts what is written to a store that was just opened, and shows its notes.
    pub(in crate::cli) fn opened(&self, mut store: Store) -> Result<(Store, Moment), Failure> {
        store.count_commits_in(&self.commits);
        notify_all(store.take_notes());
        let moment = moment(&store, self.clock)?;
        Ok((store, moment))
    }
}

/// Opens a store, waiting for another program to release it.
pub(in crate::cli) fn open_or_wait(
    open: impl Fn() -> Result<Store, StoreError>,
) -> Result<Store, StoreError> {
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
pub(in crate::cli) fn notify_all(notes: Vec<impl Explain>) {
    for note in notes {
        notify(&note.explain());
    }
}

/// Closes the store after showing its last notes. What fails then is shown and stops nothing: all that was
/// written is in the file or in its log.
pub(in crate::cli) fn close(mut store: Store) {
    notify_all(store.take_notes());
    if let Err(error) = store.close() {
        notify(&not_closed(&error));
    }
}

/// Returns the time, and the date in the time zone of the mediator.
pub(in crate::cli) fn moment(store: &Store, clock: Clock) -> Result<Moment, StoreError> {
    let profile = store.profile()?.unwrap_or_default();
    Ok(Moment {
        now: clock.now(),
        today: clock.today(civil_time::zone(&profile.time_zone)),
    })
}

/// Returns the path of the user's own store, in the platform's data folder; on Windows in the local one:
/// what is in the roaming one is copied whole over the network at each session.
fn default_path() -> Result<PathBuf, Failure> {
    directories::ProjectDirs::from("fr", "", "carnet")
        .map(|folders| moved_from_roaming(folders.data_dir(), folders.data_local_dir()))
        .map(|folder| folder.join("carnet.db"))
        .ok_or_else(|| {
            Failure::Refused(
                "Aucun dossier personnel sur ce compte. Dites où est le carnet avec --base FICHIER."
                    .to_owned(),
            )
        })
}

/// Writes to standard output.
pub(in crate::cli) fn print(text: &str) -> Outcome {
    let written = std::io::stdout().write_all(text.as_bytes());
    written.or_else(ignore_broken_pipe)
}

/// Ends the command silently, with status 0, once nobody reads its output (`| head`), as ripgrep
/// does.
pub(in crate::cli) fn ignore_broken_pipe(error: std::io::Error) -> Outcome {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Ok(());
    }
    Err(NotPrinted(error).into())
}

/// Writes a message to standard error: standard output is for the result.
pub(in crate::cli) fn notify(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}

/// Returns the local data folder, after moving there that of former versions, which was the roaming one
/// (on Linux and macOS they are one folder). The roaming one while it can't be moved, as a window has its store
/// open.
fn moved_from_roaming(roaming: &Path, local: &Path) -> PathBuf {
    if roaming == local || local.join("carnet.db").exists() || !roaming.join("carnet.db").exists() {
        return local.to_owned();
    }
    // An empty folder would be in the way of the other.
    let _ = fs::remove_dir(local);
    let parent = local.parent().map_or(Ok(()), fs::create_dir_all);
    match parent.and_then(|()| fs::rename(roaming, local)) {
        Ok(()) => local.to_owned(),
        Err(_) => roaming.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_store_of_the_roaming_folder_is_moved_to_the_local_one_once() {
        let folder = tempfile::tempdir().unwrap();
        let roaming = folder.path().join("Roaming").join("carnet");
        let local = folder.path().join("Local").join("carnet");
        assert_eq!(moved_from_roaming(&roaming, &local), local);
        fs::create_dir_all(roaming.join("sauvegardes")).unwrap();
        fs::write(roaming.join("carnet.db"), "a").unwrap();
        fs::create_dir_all(&local).unwrap();
        assert_eq!(moved_from_roaming(&roaming, &local), local);
        assert_eq!(fs::read(local.join("carnet.db")).unwrap(), b"a");
        assert!(local.join("sauvegardes").is_dir() && !roaming.exists());
        // A second one is never put over the first.
        fs::create_dir_all(&roaming).unwrap();
        fs::write(roaming.join("carnet.db"), "b").unwrap();
        assert_eq!(moved_from_roaming(&roaming, &local), local);
        assert_eq!(fs::read(local.join("carnet.db")).unwrap(), b"a");
    }
}
