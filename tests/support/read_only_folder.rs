//! A folder that refuses writing.

#![allow(dead_code, reason = "each test crate uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::sandbox::Sandbox;

/// A folder that refuses writing: a disk mounted so or, where mounting is not permitted, by its permissions.
pub struct ReadOnlyFolder {
    path: PathBuf,
    is_mounted: bool,
}

impl ReadOnlyFolder {
    /// Makes one in the sandbox, with these files under these names; `None` where nothing refuses writing here.
    pub fn with(sandbox: &Sandbox, files: &[(&Path, &str)]) -> Option<Self> {
        let path = sandbox.path("cle");
        fs::create_dir(&path).unwrap();
        let name = path.to_str().unwrap();
        let is_mounted = permitted("mount", &["-t", "tmpfs", "tmpfs", name]);
        let folder = Self { path, is_mounted };
        for (from, name) in files {
            fs::copy(from, folder.file(name)).unwrap();
            set_mode(&folder.file(name), 0o600);
        }
        folder.set_writable(false);
        if fs::write(folder.file("essai"), "").is_ok() {
            println!("passé : rien ne refuse l’écriture ici");
            return None;
        }
        Some(folder)
    }

    pub fn set_writable(&self, is_writable: bool) {
        if self.is_mounted {
            let mode = if is_writable {
                "remount,rw"
            } else {
                "remount,ro"
            };
            let options = ["-o", mode, self.path.to_str().unwrap()];
            // A program that another test is starting has the files open until it runs.
            let remounted = (0..50).any(|_| {
                permitted("mount", &options) || {
                    std::thread::sleep(std::time::Duration::from_millis(20));
                    false
                }
            });
            assert!(remounted);
        } else {
            set_mode(&self.path, if is_writable { 0o755 } else { 0o555 });
        }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub fn base(&self) -> PathBuf {
        self.file("carnet.db")
    }

    /// Every file, with its bytes.
    pub fn content(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = fs::read_dir(&self.path).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = paths
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .collect();
        files.sort();
        files
    }
}

impl Drop for ReadOnlyFolder {
    fn drop(&mut self) {
        if self.is_mounted {
            permitted("umount", &["-l", self.path.to_str().unwrap()]);
        } else {
            set_mode(&self.path, 0o755);
        }
    }
}

pub fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs a command as the system's administrator would; false where that is not permitted.
pub fn permitted(command: &str, arguments: &[&str]) -> bool {
    let ran = Command::new(command).args(arguments).output();
    ran.is_ok_and(|output| output.status.success())
}
