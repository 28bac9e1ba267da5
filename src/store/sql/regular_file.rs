//! Regular files alone: opening a pipe waits for ever, and a device or a folder is never replaced.

use std::fs;
use std::io;
use std::path::Path;

use super::owner_only::with_suffix;

/// What is not a regular file: a pipe, a socket, a device.
#[derive(Debug, thiserror::Error)]
#[error("not a regular file")]
pub struct NotRegular;

/// Opens a file to read it; never waits.
///
/// # Errors
/// [`NotRegular`], as the inner error, for what is not a regular file.
pub fn open_regular(path: &Path) -> io::Result<fs::File> {
    // Looked at first: opening a device can act on it.
    ensure_regular(&fs::metadata(path)?)?;
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // A pipe may have taken its place since.
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    ensure_regular(&file.metadata()?)?;
    Ok(file)
}

/// Fails unless it is a regular file.
///
/// # Errors
/// [`io::ErrorKind::IsADirectory`], or [`NotRegular`] as the inner error.
pub fn ensure_regular(metadata: &fs::Metadata) -> io::Result<()> {
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else {
        Err(io::Error::other(NotRegular))
    }
}

/// Fails unless what SQLite would open at `path`, and next to it, are regular files; a missing one is
/// accepted.
pub(in crate::store) fn ensure_database(path: &Path) -> io::Result<()> {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        // What can't be looked at is explained by SQLite.
        if let Ok(metadata) = fs::metadata(with_suffix(path, suffix)) {
            ensure_regular(&metadata)?;
        }
    }
    Ok(())
}
