//! french
