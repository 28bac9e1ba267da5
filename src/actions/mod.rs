//! What a mediator does, one function an act: its rule, and its name in the history.

pub mod records;
pub mod venues;
