//! What every other room of the store uses to speak to SQLite and to the file.
//!
//! ```text
//! access             whether a store is opened to be written, or only read
//! connection         each kind of connection, opened and set up
//! functions          functions that views call
//! journal_functions  functions that the journal's triggers call
//! header             whether a file is SQLite's, and a store
//! identity           whether the file at a path is still the same
//! kept_open          reads files that SQLite may have open
//! log                whether the write-ahead log next to a file is its own
//! owner_only         files and folders that only their owner can read
//! regular_file       regular files alone, for what is opened or replaced
//! side_folder        a folder for files being written
//! text               dates, hours and instants as the store writes them
//! ```

pub(in crate::store) mod access;
pub(in crate::store) mod connection;
pub(in crate::store) mod functions;
pub(in crate::store) mod header;
pub(in crate::store) mod identity;
mod journal_functions;
pub(in crate::store) mod kept_open;
pub(in crate::store) mod log;
pub(in crate::store) mod owner_only;
pub(in crate::store) mod regular_file;
pub(in crate::store) mod side_folder;
pub(in crate::store) mod text;
