//! What a file means, and what becomes of it on the stand-ins.

mod answers;
mod checking;
mod hostile;
mod ids;
mod keys;
mod parsing;
mod read_only;
mod readme;
mod running;
mod secrets;
mod support;
