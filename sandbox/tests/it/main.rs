//! The sandbox over real HTTP, as its users see it.

#[cfg(test)]
mod backlog;
#[cfg(test)]
mod chatwork;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod orca;
#[cfg(test)]
mod orca_automations;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
mod securityhub;
#[cfg(test)]
mod support;
