//! Other windows: whether one that was open still is.

/// The number of this process: what tells this window from others.
pub fn id() -> u32 {
    std::process::id()
}

/// Whether a process of that number runs. Where the system can't tell, none does: what it left is
/// offered rather than lost.
#[cfg(unix)]
pub fn is_alive(id: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let pid = i32::try_from(id).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| !matches!(test_kill_process(pid), Err(Errno::SRCH)))
}

#[cfg(not(unix))]
pub fn is_alive(_: u32) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn this_process_runs_and_none_has_that_number() {
        assert!(is_alive(id()));
        assert!(!is_alive(u32::MAX));
        assert!(!is_alive(0));
    }
}
