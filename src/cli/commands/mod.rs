//! The commands, one file each: `prepare` reads the options of the table, the rest does the work.
//!
//! ```text
//! records    the records of any kind: `carnet lieux`
//! ```

pub(super) mod attest;
pub(super) mod back_up;
pub(super) mod backups;
pub(super) mod clone;
pub(super) mod demo;
pub(super) mod export;
pub(super) mod import;
pub(super) mod list;
pub(super) mod merge;
pub(super) mod purge;
pub(super) mod records;
pub(super) mod restore;
pub(super) mod screen;
pub(super) mod status;
pub(super) mod verify;
