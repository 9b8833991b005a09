//! The ports over the clients of this workspace, each behind its feature.

#[cfg(feature = "backlog")]
#[cfg_attr(docsrs, doc(cfg(feature = "backlog")))]
pub mod backlog;
#[cfg(feature = "chatwork")]
#[cfg_attr(docsrs, doc(cfg(feature = "chatwork")))]
pub mod chatwork;
#[cfg(feature = "orca")]
#[cfg_attr(docsrs, doc(cfg(feature = "orca")))]
pub mod orca;
#[cfg(feature = "securityhub")]
#[cfg_attr(docsrs, doc(cfg(feature = "securityhub")))]
pub mod securityhub;

#[cfg(any(feature = "backlog", feature = "chatwork", feature = "orca"))]
mod outcome;
