//! The service as its users run it: the real binary, on stand-ins of the outside.

#[cfg(test)]
mod failing;
#[cfg(test)]
mod http;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod prometheus;
#[cfg(test)]
mod queue;
#[cfg(test)]
mod roundtrip;
#[cfg(test)]
mod service;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod stopping;
#[cfg(test)]
mod world;
