#![doc = include_str!("../README.md")]

mod crates;
mod sample;
mod server;

pub use crates::{CrateCount, count_crates};
pub use sample::{Sample, cpu_time};
pub use server::{Server, serve};
