//! The sandbox over real HTTP, as its users see it.

#[cfg(test)]
mod chatwork;
#[cfg(test)]
mod orca;
#[cfg(test)]
mod securityhub;
#[cfg(test)]
mod support;
