//! What every other room of the store uses to speak to SQLite and to the file.
//!
//! ```text
//! functions    functions registered for views and triggers
//! owner_only   files and folders that only their owner can read
//! text         dates, hours and instants as the store writes them
//! ```

pub(in crate::store) mod functions;
pub(in crate::store) mod owner_only;
pub(in crate::store) mod text;
