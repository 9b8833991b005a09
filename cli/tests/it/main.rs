//! The command as operators run it: the real program, on stand-ins of the services and a real ledger.

#[cfg(test)]
mod aws;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod path;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod support;
#[cfg(test)]
mod wrong;
