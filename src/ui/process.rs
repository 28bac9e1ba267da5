//! Other instances of the program: whether the process that left a draft is still running.

/// Returns the identifier of this process.
pub fn id() -> u32 {
    std::process::id()
}

/// Whether a process with that identifier is running. Returns false where the system has no way to
/// know, so that a draft is offered rather than lost.
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
    fn this_process_is_alive_and_an_impossible_one_is_not() {
        assert!(is_alive(id()));
        assert!(!is_alive(u32::MAX));
        assert!(!is_alive(0));
    }
}
