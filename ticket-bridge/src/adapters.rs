//! The ports over the clients of this workspace, each behind its feature.

#[cfg(feature = "backlog")]
#[cfg_attr(docsrs, doc(cfg(feature = "backlog")))]
pub mod backlog;

#[cfg(feature = "backlog")]
mod outcome;
