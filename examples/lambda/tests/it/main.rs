//! The compiled functions behind a Lambda Runtime API, with stand-ins of all services.
//!
//! `ci/lambda.sh` runs them against the build that is deployed, and starts the stand-in of AWS. Without it they are skipped.

#[cfg(test)]
mod aws;
#[cfg(test)]
mod batch;
#[cfg(test)]
mod cargo_lambda;
#[cfg(test)]
mod events;
#[cfg(test)]
mod gateway;
#[cfg(test)]
mod handler;
#[cfg(test)]
mod logs;
#[cfg(test)]
mod loopback;
#[cfg(test)]
mod measure;
#[cfg(test)]
mod race;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod runtime_api;
#[cfg(test)]
mod securityhub;
#[cfg(test)]
mod start;
#[cfg(test)]
mod tick;
#[cfg(test)]
mod world;
