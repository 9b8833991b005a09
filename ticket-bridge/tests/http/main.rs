//! The shipped adapters against the stand-ins, over real HTTP: what the bridge promises holds on the wire.

#[cfg(test)]
mod budget;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod deadline;
#[cfg(test)]
mod echo;
#[cfg(test)]
mod lag;
#[cfg(test)]
mod people;
#[cfg(test)]
mod race;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tracker;
