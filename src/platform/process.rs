//! Other windows of the program: whether the one that left a draft is still open.

/// Returns the identifier of this process, after taking the lock by which other windows see that it is open.
pub fn claim_id() -> u32 {
    #[cfg(windows)]
    own_lock::take();
    std::process::id()
}

/// Whether a process with that identifier is running.
#[cfg(unix)]
pub fn is_alive(id: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let pid = i32::try_from(id).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| !matches!(test_kill_process(pid), Err(Errno::SRCH)))
}

/// Whether a window of the program with that identifier is open.
#[cfg(windows)]
pub fn is_alive(id: u32) -> bool {
    own_lock::is_taken(id)
}

/// A file that each process has open alone while it runs: Windows has no other way without unsafe code to
/// know whether a process runs.
#[cfg(windows)]
mod own_lock {
    use std::fs::File;
    use std::io;
    use std::path::PathBuf;
    use std::sync::OnceLock;

    use crate::platform::files::open_alone;

    /// Open until the process ends; `None` where there is no folder for it.
    static LOCK: OnceLock<Option<File>> = OnceLock::new();

    fn path(id: u32) -> PathBuf {
        std::env::temp_dir().join(format!("carnet-{id}.lock"))
    }

    pub(super) fn take() {
        LOCK.get_or_init(|| open_alone(&path(std::process::id())).ok());
    }

    pub(super) fn is_taken(id: u32) -> bool {
        match File::open(path(id)) {
            // A file left by a power cut.
            Ok(_) => false,
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_alive_and_an_impossible_one_is_not() {
        assert!(is_alive(claim_id()));
        assert!(!is_alive(u32::MAX));
        assert!(!is_alive(0));
    }
}
