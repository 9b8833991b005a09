//! The public surface.

#[cfg(test)]
mod corpus;
#[cfg(test)]
#[cfg(feature = "details")]
mod details;
#[cfg(test)]
#[cfg(feature = "details")]
#[rustfmt::skip]
mod details_list;
#[cfg(test)]
mod event;
#[cfg(test)]
mod event_detail;
#[cfg(test)]
mod filters;
#[cfg(test)]
mod finding;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod generate;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod import;
#[cfg(test)]
mod lossless;
#[cfg(test)]
mod ocsf;
#[cfg(test)]
mod pattern;
#[cfg(test)]
mod producer;
#[cfg(test)]
mod random;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod support;
#[cfg(test)]
mod transform;
#[cfg(test)]
mod triage;
#[cfg(test)]
mod update;
#[cfg(test)]
mod validate;
#[cfg(test)]
mod values;
