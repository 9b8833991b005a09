//! The bridge over ports in memory.

#[cfg(test)]
mod faults;
#[cfg(test)]
mod handling;
#[cfg(test)]
#[cfg(all(feature = "backlog", feature = "chatwork"))]
mod hostile;
#[cfg(test)]
mod loops;
#[cfg(test)]
mod opening;
#[cfg(test)]
#[cfg(all(feature = "backlog", feature = "orca", feature = "chatwork", feature = "securityhub"))]
mod sandboxed;
#[cfg(test)]
mod storm;
#[cfg(test)]
mod support;
