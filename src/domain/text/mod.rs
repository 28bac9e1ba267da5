//! Text: how French writes it, what can be displayed, how it is searched and sorted.

pub mod displayable;
pub mod fold;
pub mod fuzzy;
pub mod typography;
