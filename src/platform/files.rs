//! Flushing and renaming, where Windows asks for more than Unix: a file is flushed through a handle that may
//! write, and a file that another program has open (Excel, an antivirus, a sync client) is not renamed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::names;

/// Flushes a file to the disk. It is opened to be written: Windows refuses to flush it otherwise.
pub fn sync_file(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Flushes a folder to the disk, so that what was renamed there survives a power cut. Windows has no such
/// operation, and writes names to the journal of the disk by itself.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Does nothing: Windows writes names to the journal of the disk by itself.
#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Returns the absolute path of a file, its links followed, as its user would write it.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    let resolved = fs::canonicalize(path)?;
    Ok(match resolved.to_str() {
        Some(text) if cfg!(windows) => names::without_prefix(text).into(),
        _ => resolved,
    })
}

/// Gives a file another name, in place of the file that has it.
///
/// # Errors
/// On Windows, one for which [`is_in_use`] is true when another program still has one of the two files open
/// after a second.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    retry_in_use(|| fs::rename(from, to))
}

/// Does `action` again, for a second at most, while another program has open the file that it needs.
pub fn retry_in_use(mut action: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    #[cfg(windows)]
    for _ in 0..20 {
        match action() {
            Err(error) if is_in_use(&error) => {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            done => return done,
        }
    }
    action()
}

/// Whether the error says that another program has the file open. On Windows
/// « access denied » (5) may mean it too: the file is being deleted, or is opened without sharing.
pub fn is_in_use(error: &io::Error) -> bool {
    /// `ERROR_ACCESS_DENIED`, `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION`.
    const CODES: [i32; 3] = [5, 32, 33];
    cfg!(windows)
        && error
            .raw_os_error()
            .is_some_and(|code| CODES.contains(&code))
}

/// Creates or opens a file that no other process can open, and that disappears when it is closed, even if
/// the process is killed.
#[cfg(windows)]
pub fn open_alone(path: &Path) -> io::Result<fs::File> {
    use std::os::windows::fs::OpenOptionsExt as _;
    /// `FILE_FLAG_DELETE_ON_CLOSE`.
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .share_mode(0)
        .custom_flags(DELETE_ON_CLOSE)
        .open(path)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_flushed_and_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&from, "new").unwrap();
        fs::write(&to, "old").unwrap();
        sync_file(&from).unwrap();
        rename(&from, &to).unwrap();
        sync_folder(folder.path()).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"new");
        assert!(!from.exists());
    }

    #[test]
    fn an_action_is_done_once_where_no_file_is_in_use() {
        let mut count = 0;
        let refused = || {
            count += 1;
            Err(io::Error::from(io::ErrorKind::NotFound))
        };
        assert!(retry_in_use(refused).is_err());
        assert_eq!(count, 1);
    }

    #[cfg(windows)]
    #[test]
    fn a_file_that_another_has_open_is_in_use_until_it_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&from, "new").unwrap();
        let other = open_alone(&to).unwrap();
        let refused = fs::rename(&from, &to).unwrap_err();
        assert!(is_in_use(&refused), "{refused}");
        assert!(is_in_use(&fs::File::open(&to).unwrap_err()));
        drop(other);
        assert!(!to.exists(), "it disappears when it is closed");
        rename(&from, &to).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"new");
    }
}
