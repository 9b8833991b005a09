//! What Orca returns and delivers.
//!
//! Orca documents no schema, any member may be missing, and two generations of the alert are alive side by side. So the
//! types here are views over the value as it came: a member of another form than expected reads as missing, `raw()` still
//! has it, and writing gives back what was read. Enums are open: a new value never breaks decoding.

mod action;
mod alert;
mod asset;
mod audit;
mod automation;
mod business_unit;
mod compliance;
mod export;
mod group;
mod integration;
mod legacy;
mod malicious_file;
mod members;
mod names;
mod older;
mod raw;
mod remediation_text;
mod role;
mod row;
mod rule;
mod scan;
mod serving_row;
mod status;
mod user;
mod veiled;
mod verification;
mod view;
mod whoami;

pub use action::{Action, ActionType, DatadogKind, ScoreChange};
pub use alert::Alert;
pub use asset::{Account, Asset};
pub use audit::{AlertEvent, AlertEventDetails, AlertEventKind};
pub use automation::{Automation, AutomationStatus};
pub use business_unit::BusinessUnit;
pub use compliance::{ComplianceOverview, Framework};
pub use export::ExportStatus;
pub use group::Group;
pub use integration::{IntegrationConfig, IntegrationResource, JiraResource};
pub use legacy::{Configuration, LegacyAlert, LegacyState, RuleText};
pub use malicious_file::MaliciousFileUrl;
pub use names::Names;
pub use older::{LegacyAsset, LegacyCve};
pub use remediation_text::RemediationText;
pub use role::{Role, RoleName};
pub use row::AlertRow;
pub use rule::{Rule, RuleCompliance};
pub use scan::{Scan, ScanStatus};
pub use serving_row::{CloudAccountRow, InventoryRow, Row, VulnerabilityRow};
pub use status::{AlertState, AlertStatus, Move, Mover, RiskLevel, Severity, VerificationStatus};
pub use user::{User, UserAccess};
pub use verification::{StateReport, Verification};
pub use view::{AlertLinks, AlertView};
pub use whoami::Whoami;

pub(crate) use alert::Unreadable;
pub(crate) use veiled::Veiled;
