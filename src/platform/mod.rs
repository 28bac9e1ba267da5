//! What differs from one system to another, each difference written once.
//!
//! - [`files`]: flushing, renaming, files opened by this process alone
//! - [`names`]: how Windows writes paths, and what it refuses in a name
//! - [`process`]: whether another window of the program is still open
//!
//! What only Unix has (permissions, signals) stays where it is used.

pub mod files;
pub mod names;
pub mod process;
