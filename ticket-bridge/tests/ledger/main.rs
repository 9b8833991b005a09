//! The ledger in memory and the fakes keep the rules of their ports; and each rule catches who breaks it.

#[cfg(test)]
mod broken;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod lagging;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod shared;
#[cfg(test)]
mod wrong_ports;
