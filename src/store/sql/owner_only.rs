//! Files and folders that only their owner can read: created so, checked, restricted, replaced whole.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::{NamedTempFile, TempDir, TempPath};

use super::regular_file::open_regular;
use crate::platform::files::{retry_in_use, sync_file, sync_folder};

/// The folder of the backups, next to the store.
pub(in crate::store) const BACKUPS: &str = "sauvegardes";

/// How the name begins of a file that is written next to its target, then renamed.
const SIDE_PREFIX: &str = ".carnet-";

/// How the name ends of one that a [`FolderLock`] removes, when an interrupted run left it there.
const SIDE_SUFFIX: &str = ".tmp";

/// The name of the file by which a folder is locked on Windows.
#[cfg(windows)]
const LOCK: &str = ".carnet-verrou";

/// A file or a folder of the store that other users can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoosePermissions {
    /// Its path.
    pub path: PathBuf,
    /// Its permissions, as `chmod` writes them.
    pub mode: u32,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// Appends a suffix to a path: `carnet.db` and `-wal` give `carnet.db-wal`.
pub(in crate::store) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Returns the folder of a file, `.` for a name alone.
pub(in crate::store) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Returns where the backups of a store are.
pub fn backups_folder(store: &Path) -> PathBuf {
    folder_of(store).join(BACKUPS)
}

/// Returns the name of a store without its extension.
pub(in crate::store) fn stem(store: &Path) -> String {
    let stem = store.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// Creates the missing folders, for the user alone; an existing folder is left as it is.
#[cfg(unix)]
pub(in crate::store) fn create_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
pub(in crate::store) fn create_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Returns what other users can read of a store: the file, its log, its copies, and its folder when
/// that is Carnet's own.
#[cfg(unix)]
pub(in crate::store) fn loose_permissions(store: &Path) -> Vec<LoosePermissions> {
    let mut paths: Vec<PathBuf> = ["", "-wal", "-shm"]
        .iter()
        .map(|suffix| with_suffix(store, suffix))
        .collect();
    let copies = backups_folder(store);
    for name in names(&copies) {
        if name.starts_with(&stem(store)) || name.starts_with(SIDE_PREFIX) {
            paths.push(copies.join(name));
        }
    }
    paths.push(copies);
    if is_own_folder(store) {
        paths.push(folder_of(store).to_owned());
    }
    let open = paths.into_iter().filter_map(|path| {
        use std::os::unix::fs::PermissionsExt as _;
        // A link is not followed: its target is not the store's.
        let metadata = fs::symlink_metadata(&path).ok()?;
        let mode = metadata.permissions().mode() & 0o7777;
        let ours = metadata.is_file() || metadata.is_dir();
        (ours && mode & 0o077 != 0).then_some(LoosePermissions {
            path,
            mode,
            is_folder: metadata.is_dir(),
        })
    });
    open.collect()
}

#[cfg(not(unix))]
pub(in crate::store) fn loose_permissions(_: &Path) -> Vec<LoosePermissions> {
    Vec::new()
}

/// Restricts a file or a folder to its owner, and returns whether that worked.
#[cfg(unix)]
pub(in crate::store) fn restrict_to_owner(open: &LoosePermissions) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if open.is_folder { 0o700 } else { 0o600 };
    // Some disks (a USB key) accept the change and keep no permissions.
    fs::set_permissions(&open.path, fs::Permissions::from_mode(mode)).is_ok()
        && fs::metadata(&open.path).is_ok_and(|now| now.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
pub(in crate::store) fn restrict_to_owner(_: &LoosePermissions) -> bool {
    true
}

/// Whether the folder is Carnet's own: it has its name, and contains only files of the store. A folder
/// that the user chose, or that has other documents, is theirs to share; the modes of the files protect
/// them anyway.
#[cfg(unix)]
fn is_own_folder(store: &Path) -> bool {
    let folder = folder_of(store);
    let stem = stem(store);
    let is_of_the_store =
        |name: &String| name.starts_with(&stem) || name.starts_with(SIDE_PREFIX) || name == BACKUPS;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with("carnet") && names(folder).iter().all(is_of_the_store)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// A lock against other processes that would write side files in the same folder, until it is dropped.
/// Locking removes what an interrupted run left there.
#[derive(Debug)]
pub(in crate::store) struct FolderLock {
    _lock: Option<fs::File>,
}

impl FolderLock {
    /// Locks the folder; returns `None` when another process has locked it. On a disk without locks,
    /// nothing is locked or removed.
    #[cfg(unix)]
    pub(in crate::store) fn new(folder: &Path) -> io::Result<Option<Self>> {
        let file = fs::File::open(folder)?;
        match lock(&file) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(_) => return Ok(Some(Self { _lock: None })),
        }
        Ok(Some(Self::taken(file, folder)))
    }

    /// As on Unix. Windows can't lock a folder: a file in it is locked instead, and exists only as long as
    /// the lock.
    #[cfg(windows)]
    pub(in crate::store) fn new(folder: &Path) -> io::Result<Option<Self>> {
        use crate::platform::files::{is_in_use, open_alone};
        match open_alone(&folder.join(LOCK)) {
            Ok(file) => Ok(Some(Self::taken(file, folder))),
            // « Access denied » may also say that the folder is read-only.
            Err(error) if is_in_use(&error) && folder.join(LOCK).exists() => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
            Err(_) => Ok(Some(Self { _lock: None })),
        }
    }

    /// Removes what an interrupted run left in the folder that `lock` locks.
    fn taken(lock: fs::File, folder: &Path) -> Self {
        for name in names(folder) {
            // SQLite's own file next to one, too.
            let stem = name.strip_suffix("-journal").unwrap_or(&name);
            if stem.starts_with(SIDE_PREFIX) && stem.ends_with(SIDE_SUFFIX) {
                let path = folder.join(name);
                let _ = match path.is_dir() {
                    true => fs::remove_dir_all(&path),
                    false => fs::remove_file(&path),
                };
            }
        }
        Self { _lock: Some(lock) }
    }
}

/// Creates an empty file in a folder, readable by its owner alone, to be written and then given to
/// [`put_in_place`]. It is removed when it is dropped before.
pub fn side_file(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(SIDE_PREFIX)
        .tempfile_in(folder)
}

/// Whether a file that was given its name will keep it.
#[derive(Debug)]
#[must_use]
pub enum Flush {
    /// It survives a power cut.
    Done,
    /// It is there, and the disk failed to say that it will stay there.
    Failed(io::Error),
}

/// Gives a finished file its name, once it is safely on the disk.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where `overwrite` is false and a file is there. What is at `target` is
/// untouched.
pub fn put_in_place(side: TempPath, target: &Path, overwrite: bool) -> io::Result<Flush> {
    sync_file(&side)?;
    let mut side = Some(side);
    retry_in_use(|| {
        let Some(path) = side.take() else {
            return Ok(());
        };
        let renamed = if overwrite {
            path.persist(target)
        } else {
            path.persist_noclobber(target)
        };
        renamed.map_err(|error| {
            side = Some(error.path);
            error.error
        })
    })?;
    Ok(match sync_folder(folder_of(target)) {
        Ok(()) => Flush::Done,
        Err(error) => Flush::Failed(error),
    })
}

/// Creates a folder for the user alone, removed with its content when it is dropped; see
/// [`super::side_folder`].
pub(super) fn create_side_folder(folder: &Path) -> io::Result<TempDir> {
    create_folder_named(folder, SIDE_PREFIX)
}

fn create_folder_named(folder: &Path, prefix: &str) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).suffix(SIDE_SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    builder.tempdir_in(folder)
}

/// How the name begins of a folder that holds a private copy: nothing else removes those.
const PRIVATE_PREFIX: &str = ".lecture-carnet-";

/// How many times a folder that another process removed at its creation is created again.
#[cfg(unix)]
const MAX_ATTEMPTS: usize = 5;

/// Creates a folder for a private copy, and the lock that says that it is used: the next process that creates
/// one removes those that no process uses any more.
#[cfg(unix)]
pub(super) fn create_private_folder(folder: &Path) -> io::Result<(TempDir, Option<fs::File>)> {
    for name in names(folder) {
        let path = folder.join(&name);
        let is_one = name.starts_with(PRIVATE_PREFIX) && name.ends_with(SIDE_SUFFIX);
        if is_one && fs::symlink_metadata(&path).is_ok_and(|it| it.is_dir()) {
            // Kept until the folder is removed.
            if let Ok(Some(_lock)) = lock_folder(&path) {
                let _ = fs::remove_dir_all(&path);
            }
        }
    }
    for _ in 0..MAX_ATTEMPTS {
        let created = create_folder_named(folder, PRIVATE_PREFIX)?;
        match lock_folder(created.path()) {
            // Another process took it for one that is not used, between its creation and its lock.
            Ok(None) => {}
            Ok(lock) if created.path().exists() => return Ok((created, lock)),
            Ok(_) => {}
            // A disk without locks.
            Err(_) if created.path().exists() => return Ok((created, None)),
            Err(_) => {}
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

#[cfg(not(unix))]
pub(super) fn create_private_folder(folder: &Path) -> io::Result<(TempDir, Option<fs::File>)> {
    Ok((create_folder_named(folder, PRIVATE_PREFIX)?, None))
}

/// Locks a folder until the file is dropped; returns `None` when another process has locked it.
#[cfg(unix)]
fn lock_folder(folder: &Path) -> io::Result<Option<fs::File>> {
    let file = fs::File::open(folder)?;
    Ok(lock(&file)?.then_some(file))
}

/// Locks an open folder until it is dropped; returns whether no other process has locked it.
#[cfg(unix)]
fn lock(folder: &fs::File) -> io::Result<bool> {
    match rustix::fs::flock(folder, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(true),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Creates an empty file at `path`, readable by its owner alone.
pub(in crate::store) fn create_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// Copies a file into a new one, readable by its owner alone and safely on the disk.
pub(in crate::store) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let (mut from, mut to) = (open_regular(from)?, create_file(to)?);
    io::copy(&mut from, &mut to)?;
    to.sync_all()
}

/// Returns the SHA-256 of a file, in hexadecimal.
pub(in crate::store) fn sha256(path: &Path) -> io::Result<String> {
    let mut file = open_regular(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        match file.read(&mut piece)? {
            0 => break,
            read => hash.update(&piece[..read]),
        }
    }
    let bytes = hash.finalize();
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_locked_once_and_what_an_interrupted_run_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".carnet-x.tmp");
        fs::create_dir(&left).unwrap();
        fs::write(left.join("carnet.db"), "").unwrap();
        fs::write(folder.path().join("carnet.db"), "").unwrap();
        let lock = FolderLock::new(folder.path()).unwrap();
        assert!(lock.is_some() && !left.exists());
        assert!(FolderLock::new(folder.path()).unwrap().is_none());
        drop(lock);
        assert!(FolderLock::new(folder.path()).unwrap().is_some());
        assert_eq!(names(folder.path()), ["carnet.db"]);
    }
}
