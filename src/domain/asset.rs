//! Reads the tables embedded in the program: `;` CSV with a header, one struct for each record.

use serde::de::DeserializeOwned;

/// Returns the records of a table of `assets/`, in its order. A record that is not a `T` is skipped
/// rather than stopping the program; each table has a test that none is.
pub fn records<T: DeserializeOwned>(table: &str) -> Vec<T> {
    csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(table.as_bytes())
        .into_deserialize()
        .filter_map(Result::ok)
        .collect()
}
