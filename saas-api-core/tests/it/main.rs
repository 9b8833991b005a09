//! The public surface of the shared ground.

mod id;
mod open_enum;
