//! Identifies the file at a path, so that a store notices when it was moved, replaced or written.

use std::fs;
use std::path::Path;

/// The device and the number of a file. `None` where there is no file, and on systems that do not
/// let an open file be moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct FileIdentity(Option<(u64, u64)>);

impl FileIdentity {
    pub(in crate::store) fn of(path: &Path) -> Self {
        FileState::of(path).identity
    }

    #[cfg(unix)]
    fn from_metadata(metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self(Some((metadata.dev(), metadata.ino())))
    }

    #[cfg(not(unix))]
    fn from_metadata(_: &fs::Metadata) -> Self {
        Self(None)
    }
}

/// What the system says of a file: it changes when the file is moved, replaced or written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct FileState {
    pub(in crate::store) identity: FileIdentity,
    pub(in crate::store) length: u64,
    /// When it was last changed, in seconds and nanoseconds.
    changed: (i64, i64),
}

impl FileState {
    /// Returns the state of the file at `path`; the default where there is none.
    pub(in crate::store) fn of(path: &Path) -> Self {
        fs::metadata(path).map_or_else(
            |_| Self::default(),
            |metadata| Self {
                identity: FileIdentity::from_metadata(&metadata),
                length: metadata.len(),
                changed: changed(&metadata),
            },
        )
    }
}

/// Unlike the time of the last write, a copy can't set this one back.
#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(metadata: &fs::Metadata) -> (i64, i64) {
    let since = metadata.modified().ok().and_then(|time| {
        let since = time.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some((i64::try_from(since.as_secs()).ok()?, since.subsec_nanos()))
    });
    since.map_or((0, 0), |(seconds, nanos)| (seconds, i64::from(nanos)))
}
