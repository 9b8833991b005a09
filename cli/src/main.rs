//! The operators' face.
fn main() {}
