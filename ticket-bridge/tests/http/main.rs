//! The shipped adapters against the stand-ins, over real HTTP: what the bridge promises holds on the wire.

mod budget;
mod calls;
mod echo;
mod lag;
mod people;
mod race;
mod replay;
mod support;
mod tracker;
