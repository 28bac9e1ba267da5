//! Files that nobody but their owner reads: made so, checked, mended, replaced whole.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::functions;
use crate::store::error::Result;

/// What begins and ends the name of whatever is written beside its target and renamed, or removed.
const SIDE_PREFIX: &str = ".carnet-";
const SIDE_SUFFIX: &str = ".tmp";

/// A file or a folder of the store that others may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoosePermissions {
    /// Which.
    pub path: PathBuf,
    /// Its permissions, as `chmod` counts them.
    pub mode: u32,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// `carnet.db` and `-wal` give `carnet.db-wal`.
pub(in crate::store) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The folder of a file, `.` for a name alone.
pub(in crate::store) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The name of a store without its extension.
pub(in crate::store) fn stem(store: &Path) -> String {
    let stem = store.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// Makes the folders that are missing, for the user alone; a folder already there is left as it is.
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

/// What belongs to the store at `path` and is open to others: the file, its log, its copies, and
/// its folder where that one is Carnet's own.
#[cfg(unix)]
pub(in crate::store) fn loose_permissions(store: &Path) -> Vec<LoosePermissions> {
    let mut paths: Vec<PathBuf> = ["", "-wal", "-shm"]
        .iter()
        .map(|suffix| with_suffix(store, suffix))
        .collect();
    let copies = crate::store::safety::backup::folder(store);
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
        // A link is not followed: what it leads to is not of the store's making.
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

/// Gives it back to its owner alone; answers whether it is.
#[cfg(unix)]
pub(in crate::store) fn restrict_to_owner(open: &LoosePermissions) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if open.is_folder { 0o700 } else { 0o600 };
    // Some disks (a USB key) say yes and keep no permissions.
    fs::set_permissions(&open.path, fs::Permissions::from_mode(mode)).is_ok()
        && fs::metadata(&open.path).is_ok_and(|now| now.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
pub(in crate::store) fn restrict_to_owner(_: &LoosePermissions) -> bool {
    true
}

/// Whether the folder is Carnet's own: of its name, and with nothing in it but what is the store's.
/// One that the user chose, or that holds other documents, is theirs to share; the modes of the files
/// protect what is in them all the same.
#[cfg(unix)]
fn is_own_folder(store: &Path) -> bool {
    let folder = folder_of(store);
    let stem = stem(store);
    let is_of_the_store = |name: &String| {
        name.starts_with(&stem)
            || name.starts_with(SIDE_PREFIX)
            || name == crate::store::safety::backup::FOLDER
    };
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with("carnet") && names(folder).iter().all(is_of_the_store)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// A folder held against another window that would write there by the same means, for as long as
/// this lives. What an interrupted run had left there is removed.
#[derive(Debug)]
pub(in crate::store) struct FolderLock {
    #[cfg(unix)]
    _folder: Option<fs::File>,
}

impl FolderLock {
    /// Holds the folder; `None` when another holds it. On a disk without locks nothing holds, and
    /// nothing is cleaned.
    #[cfg(unix)]
    pub(in crate::store) fn new(folder: &Path) -> io::Result<Option<Self>> {
        let file = fs::File::open(folder)?;
        match rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => return Ok(None),
            Err(_) => return Ok(Some(Self { _folder: None })),
        }
        for name in names(folder) {
            if name.starts_with(SIDE_PREFIX) && name.ends_with(SIDE_SUFFIX) {
                let path = folder.join(name);
                let _ = match path.is_dir() {
                    true => fs::remove_dir_all(&path),
                    false => fs::remove_file(&path),
                };
            }
        }
        Ok(Some(Self {
            _folder: Some(file),
        }))
    }

    /// Holds nothing, and cleans nothing: a folder can't be locked here.
    #[cfg(not(unix))]
    pub(in crate::store) fn new(_: &Path) -> io::Result<Option<Self>> {
        Ok(Some(Self {}))
    }
}

/// A new empty file of the user's alone, beside its target; removed unless it is renamed.
pub(in crate::store) fn side_file(folder: &Path) -> io::Result<tempfile::TempPath> {
    let file = tempfile::Builder::new()
        .prefix(SIDE_PREFIX)
        .suffix(SIDE_SUFFIX)
        .tempfile_in(folder)?;
    Ok(file.into_temp_path())
}

/// A new folder of the user's alone, removed with all it holds when it is dropped.
pub(in crate::store) fn side_folder(folder: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(SIDE_PREFIX).suffix(SIDE_SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    builder.tempdir_in(folder)
}

/// Copies the bytes of a file into a new one of the user's alone, safely on the disk.
pub(in crate::store) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let (mut from, mut to) = (fs::File::open(from)?, options.open(to)?);
    io::copy(&mut from, &mut to)?;
    to.sync_all()
}

/// Has what was renamed in a folder survive a power cut.
pub(in crate::store) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        fs::File::open(folder)?.sync_all()
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        Ok(())
    }
}

/// The SHA-256 of a file, in hexadecimal.
pub(in crate::store) fn sha256(path: &Path) -> io::Result<String> {
    let mut file = fs::File::open(path)?;
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

/// A path as the text that SQLite takes for a name, whatever its bytes; never one it reads as a URI.
pub(in crate::store) fn sqlite_name(path: &Path) -> io::Result<Vec<u8>> {
    let path = std::path::absolute(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        Ok(path.as_os_str().as_bytes().to_vec())
    }
    #[cfg(not(unix))]
    {
        let text = path.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
        Ok(text.as_bytes().to_vec())
    }
}

/// Opens a file that nobody writes, to read it: nothing is written there, nor beside it.
pub(in crate::store) fn open_unchanging(path: &Path) -> Result<Connection> {
    let mut uri = "file:".to_owned();
    let name = sqlite_name(path)?;
    if name.first() != Some(&b'/') {
        uri.push('/');
    }
    for byte in name {
        match byte {
            b'/' | b'.' | b'-' | b'_' => uri.push(char::from(byte)),
            b'\\' => uri.push('/'),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags)?;
    functions::register(&connection)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// What `integrity_check` says is wrong, nothing for a sound file.
pub(in crate::store) fn integrity(connection: &Connection, most: usize) -> Result<Vec<String>> {
    check(connection, "integrity_check", most)
}

/// What one of SQLite's own checks says is wrong, up to so many lines.
pub(in crate::store) fn check(
    connection: &Connection,
    pragma: &str,
    most: usize,
) -> Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("PRAGMA {pragma}({most})"))?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let lines = lines.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}
