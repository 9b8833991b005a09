//! The bridge over ports in memory.

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod handling;
#[cfg(test)]
#[cfg(all(feature = "backlog", feature = "chatwork", feature = "orca", feature = "securityhub"))]
mod hostile;
#[cfg(test)]
mod intake;
#[cfg(test)]
mod intake_answer;
#[cfg(test)]
#[cfg(all(feature = "backlog", feature = "orca", feature = "securityhub"))]
mod intake_any;
#[cfg(test)]
#[cfg(feature = "backlog")]
mod intake_backlog;
#[cfg(test)]
mod intake_http;
#[cfg(test)]
#[cfg(feature = "orca")]
mod intake_orca;
#[cfg(test)]
#[cfg(feature = "securityhub")]
mod intake_securityhub;
#[cfg(test)]
mod ledger_calls;
#[cfg(test)]
#[cfg(feature = "backlog")]
mod limits;
#[cfg(test)]
mod loops;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod outage;
#[cfg(test)]
mod rounds;
#[cfg(test)]
mod rows;
#[cfg(test)]
#[cfg(all(feature = "backlog", feature = "orca", feature = "chatwork", feature = "securityhub"))]
mod sandboxed;
#[cfg(test)]
mod storm;
#[cfg(test)]
mod support;
