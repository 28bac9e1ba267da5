//! Measures of a running program from Linux's `/proc` (proc(5)); other systems give none.

use std::fs;
use std::path::PathBuf;

/// A running program, by its number.
#[derive(Clone, Copy, Debug)]
pub struct Process(pub u32);

impl Process {
    fn file(self, name: &str) -> Option<String> {
        fs::read_to_string(format!("/proc/{}/{name}", self.0)).ok()
    }

    /// The folders of its threads.
    fn tasks(self) -> Vec<PathBuf> {
        let folder = fs::read_dir(format!("/proc/{}/task", self.0));
        let entries = folder.into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    }

    /// How long its threads have run, in milliseconds, to the nanosecond.
    pub fn cpu(self) -> f64 {
        let nanoseconds = self.tasks().into_iter().filter_map(|task| {
            let text = fs::read_to_string(task.join("schedstat")).ok()?;
            text.split(' ').next()?.parse::<u64>().ok()
        });
        nanoseconds.sum::<u64>() as f64 / 1e6
    }

    /// Whether every thread waits for something to come: neither works, nor waits for the disk.
    pub fn is_asleep(self) -> bool {
        self.tasks().into_iter().all(|task| {
            let Ok(stat) = fs::read_to_string(task.join("stat")) else {
                return true; // It has just ended.
            };
            // The state follows the name, which is in parentheses and may hold anything.
            let state = stat
                .rsplit(") ")
                .next()
                .and_then(|rest| rest.chars().next());
            matches!(state, Some('S' | 'I' | 'Z' | 'X'))
        })
    }

    /// Its maximum resident memory in megabytes (10⁶ bytes), shared pages included.
    pub fn peak_memory(self) -> Option<f64> {
        let kibibytes = field(&self.file("status")?, "VmHWM:")?;
        Some(kibibytes as f64 * 1024.0 / 1e6)
    }

    /// How often its threads went to sleep so far: each time, something had woken them.
    pub fn wake_ups(self) -> u64 {
        let switches = self.tasks().into_iter().filter_map(|task| {
            let status = fs::read_to_string(task.join("status")).ok()?;
            field(&status, "voluntary_ctxt_switches:")
        });
        switches.sum()
    }

    /// How many bytes it has written so far, to whatever it writes to.
    pub fn written(self) -> Option<u64> {
        field(&self.file("io")?, "wchar:")
    }
}

/// The number after a name, in a file of a line a field.
fn field(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
