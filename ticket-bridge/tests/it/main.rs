//! The bridge over ports in memory.

#[cfg(test)]
mod handling;
#[cfg(test)]
mod loops;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod storm;
#[cfg(test)]
mod support;
