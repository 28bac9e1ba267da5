//! Reading the tables that travel with the program: `;` CSV with a header, one record a struct.

use serde::de::DeserializeOwned;

/// The records of a table of `assets/`, in its order. Its own test says that none is lost: a
/// record that does not fit `T` is left out rather than stopping the program.
pub fn records<T: DeserializeOwned>(table: &str) -> Vec<T> {
    csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(table.as_bytes())
        .into_deserialize()
        .filter_map(Result::ok)
        .collect()
}
