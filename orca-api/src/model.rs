//! What Orca returns and delivers.
//!
//! Orca documents no schema, any member may be missing, and two generations of the alert are alive side by side. So the
//! types here are views over the value as it came: a member of another form than expected reads as missing, `raw()` still
//! has it, and writing gives back what was read. Enums are open: a new value never breaks decoding.

mod alert;
mod asset;
mod audit;
mod legacy;
mod members;
mod row;
mod status;
mod view;

pub use alert::Alert;
pub use asset::{Account, Asset};
pub use audit::{AlertEvent, AlertEventDetails, AlertEventKind};
pub use legacy::{Configuration, LegacyAlert, LegacyState, RuleText};
pub use row::AlertRow;
pub use status::{AlertState, AlertStatus, Move, Mover, RiskLevel, Severity, VerificationStatus};
pub use view::{AlertLinks, AlertView};

pub(crate) use alert::Unreadable;
