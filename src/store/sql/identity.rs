//! Identifies the file at a path, so that a store notices when it was moved or replaced.

use std::path::Path;

/// The device and the number of a file. `None` where there is no file, and on systems that do not
/// let an open file be moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct FileIdentity(Option<(u64, u64)>);

impl FileIdentity {
    #[cfg(unix)]
    pub(in crate::store) fn of(path: &Path) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = std::fs::metadata(path).ok();
        Self(metadata.map(|metadata| (metadata.dev(), metadata.ino())))
    }

    #[cfg(not(unix))]
    pub(in crate::store) fn of(_: &Path) -> Self {
        Self(None)
    }
}
