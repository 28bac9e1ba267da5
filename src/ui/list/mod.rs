//! Lists: which row is selected and which are visible, and how rows are drawn.
//!
//! ```text
//! selection  the selected row of a list, moved by keys, clicks and reloads
//! cursor     the same over the events of a query, of which only the visible page is read
//! scroll     a text longer than its room
//! row        the background, the bar and the cursor of a row
//! grid       draws rows in columns, under a header
//! lines      draws rows of one line or more, under titles
//! records    a list of small records: search, sort, columns
//! ```

pub mod cursor;
pub mod grid;
pub mod lines;
pub mod records;
pub mod row;
pub mod scroll;
pub mod selection;
