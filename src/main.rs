//! Carnet: parse the arguments, open the store, hand over.

fn main() {}
