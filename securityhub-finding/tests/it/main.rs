//! The public surface.

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod event;
#[cfg(test)]
mod finding;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod lossless;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod support;
#[cfg(test)]
mod transform;
#[cfg(test)]
mod values;
