//! French typography, cleaning of text from outside, and the folded forms for search and sort.

pub mod displayable;
pub mod fold;
pub mod fuzzy;
pub mod typography;
