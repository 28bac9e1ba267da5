//! A command without a screen, run as a script runs it.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    reason = "a command that cannot be run has failed"
)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// What a command answered, its narrow no-break spaces made plain.
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace('\u{202f}', " ");
        Self {
            status: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// Runs `carnet` on the store `base`, from the folder `home`, on Tuesday 24 November 2026 at 10 h.
pub fn carnet(home: &Path, base: &Path, arguments: &[&str]) -> Ran {
    let mut command = command(home, base);
    command.args(arguments);
    let output = command.output().or_else(|error| match cfg!(windows) {
        // Wine fails to start a process now and then.
        true => command.output(),
        false => Err(error),
    });
    Ran::of(output.unwrap())
}

/// As [`carnet`], not run yet and without arguments. Nothing of the machine that runs the tests
/// reaches it.
pub fn command(home: &Path, base: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carnet"));
    command
        .current_dir(home)
        .env_clear()
        .env("HOME", home)
        .env("CARNET_BASE", base)
        .env("CARNET_MAINTENANT", "2026-11-24T10:00:00");
    command
}
