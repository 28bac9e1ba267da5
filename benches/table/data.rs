//! Seeded carnets: written once by `carnet demo`, cached in the target folder, copied before anything may write in them.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use carnet::clock::{Clock, VARIABLE};
use carnet::domain::time::zone::PARIS;
use carnet::store::{Moment, Store};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::terminal::{Answer, KEY, NOW, Result, Terminal};

/// The program that is measured.
pub const CARNET: &str = env!("CARGO_BIN_EXE_carnet");

/// The chance that the events are made with.
const SEED: u32 = 25;

/// The folder of the cached carnets.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench")
}

/// What every measure takes for now.
pub fn moment() -> Moment {
    let clock = Clock::stopped_at(Some(NOW));
    Moment {
        now: clock.now(),
        today: clock.today(PARIS),
    }
}

/// A command of the program, as its user would run it.
pub fn command(arguments: &[&OsStr]) -> Command {
    let mut command = Command::new(CARNET);
    command
        .args(arguments)
        .env(VARIABLE, NOW)
        .stderr(Stdio::null());
    command
}

/// A carnet of that many events, not to be written in.
fn cached(events: usize) -> Result<PathBuf> {
    let path = folder().join(format!("{}-{SEED}-{events}.db", recipe()?));
    if !path.exists() {
        eprintln!("making a carnet of {events} events");
        fs::create_dir_all(folder())?;
        let begun = path.with_extension("begun");
        // One that was not finished is begun again.
        for left in ["begun", "begun-wal", "begun-shm"] {
            let _ = fs::remove_file(path.with_extension(left));
        }
        let made = command(&[
            "demo".as_ref(),
            "--base".as_ref(),
            begun.as_ref(),
            "--evenements".as_ref(),
            events.to_string().as_ref(),
            "--graine".as_ref(),
            SEED.to_string().as_ref(),
        ]);
        run(made)?;
        fs::rename(begun, &path)?;
    }
    Ok(path)
}

/// Runs a command that must succeed.
pub fn run(mut command: Command) -> Result<()> {
    if command.status()?.success() {
        Ok(())
    } else {
        Err(format!("{command:?} failed").into())
    }
}

/// Eight letters that change with whatever a carnet is made from; carnets made from anything else are thrown away.
fn recipe() -> Result<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for part in ["assets", "src/domain", "src/store", "src/demo.rs"] {
        gather(&root.join(part), &mut files)?;
    }
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        digest.update(fs::read(file)?);
    }
    let recipe: String = digest.finalize()[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    for entry in fs::read_dir(folder()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if entry.path().is_file() && !name.to_string_lossy().starts_with(&recipe) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(recipe)
}

/// The files of a folder and of those within it, or the file itself.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        gather(&entry?.path(), files)?;
    }
    Ok(())
}

/// A carnet to use as one likes, thrown away when dropped.
pub struct Carnet {
    /// How many events it holds.
    pub events: usize,
    path: PathBuf,
    folder: TempDir,
}

impl Carnet {
    /// A copy of the carnet of that many events.
    pub fn of(events: usize) -> Result<Self> {
        let cached = cached(events)?;
        let folder = TempDir::new_in(self::folder())?;
        let path = folder.path().join("carnet.db");
        fs::copy(cached, &path)?;
        // What the system still has to write would be in the figures.
        File::open(&path)?.sync_all()?;
        Ok(Self {
            events,
            path,
            folder,
        })
    }

    /// The carnet's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A file beside it.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The carnet, open.
    pub fn store(&self) -> Result<Store> {
        Ok(Store::open_at(&self.path, moment().now)?)
    }

    /// The program, on its first screen.
    pub fn open(&self) -> Result<Terminal> {
        let (mut terminal, _) = Terminal::start(CARNET.as_ref(), &self.arguments())?;
        terminal.expect("Ce qui attend")?;
        Ok(terminal)
    }

    /// The program, on « Mes événements », in the order of dates and without a filter.
    pub fn open_list(&self) -> Result<Terminal> {
        let mut terminal = self.open()?;
        terminal.press(LIST, KEY)?;
        show_all(&mut terminal)?;
        Ok(terminal)
    }

    /// The arguments that open it.
    pub fn arguments(&self) -> [&OsStr; 2] {
        ["--base".as_ref(), self.path.as_os_str()]
    }
}

/// Chooses the view without a filter, in the order of dates.
pub fn show_all(terminal: &mut Terminal) -> Result<Answer> {
    terminal.press_all(&["v", "tout"])?;
    terminal.press_until("\r", KEY, |screen| {
        screen.contains("Mes événements · ") && screen.contains("Tri : date ↓") && shows_all(screen)
    })
}

/// Whether nothing is filtered, and no choice is open over the list.
pub fn shows_all(screen: &str) -> bool {
    !screen.contains("Filtres") && !screen.contains('╭')
}

/// Ctrl+Q.
pub const QUIT: &str = "\x11";

/// The key that shows « Mes événements ».
pub const LIST: &str = "\x1bOR";
