//! The command as operators run it: the real program, on stand-ins of the services and a real ledger.

mod aws;
mod hostile;
mod path;
mod plan;
mod support;
mod wrong;
