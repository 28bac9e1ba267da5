//! Reads files that SQLite may have open in this process.
//!
//! On Unix, a process that closes any handle to a file loses all its locks on it, those of SQLite among
//! them (sqlite.org/howtocorrupt.html, 2.2): another process would then take itself for the only one, and
//! delete the log that this one writes to. So each file read here stays open until the program ends.

use std::io;
use std::path::Path;

use super::regular_file::open_regular;

/// Reads up to `length` bytes of the file at `path`, fewer where it ends.
#[cfg(unix)]
pub(in crate::store) fn read_at(path: &Path, offset: u64, length: usize) -> io::Result<Vec<u8>> {
    use std::collections::BTreeMap;
    use std::fs::{self, File};
    use std::os::unix::fs::{FileExt as _, MetadataExt as _};
    use std::sync::{Mutex, PoisonError};

    /// The files, by device and number.
    static FILES: Mutex<BTreeMap<(u64, u64), File>> = Mutex::new(BTreeMap::new());

    let named = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let mut name = named(fs::metadata(path)?);
    if files.get(&name).is_none() {
        let file = open_regular(path)?;
        // Another file may have taken the place of the one that was looked at.
        name = named(file.metadata()?);
        if let Some(former) = files.insert(name, file) {
            // Closing it would lose the locks.
            std::mem::forget(former);
        }
    }
    let Some(file) = files.get(&name) else {
        return Ok(Vec::new());
    };
    let mut bytes = vec![0; length];
    let mut read = 0;
    while read < length {
        match file.read_at(&mut bytes[read..], offset + read as u64) {
            Ok(0) => break,
            Ok(count) => read += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(read);
    Ok(bytes)
}

/// Reads up to `length` bytes of the file at `path`, fewer where it ends.
#[cfg(not(unix))]
pub(in crate::store) fn read_at(path: &Path, offset: u64, length: usize) -> io::Result<Vec<u8>> {
    use std::io::{Read as _, Seek as _, SeekFrom};

    let mut file = open_regular(path)?;
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::with_capacity(length);
    file.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}
