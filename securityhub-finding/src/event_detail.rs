//! What stands in the `detail` of events, typed.
//!
//! Each type reads the `detail` of one kind of event: from [`Event::detail`](crate::Event::detail), from text by
//! `serde_json`, or as the parameter of an envelope of your own, such as `EventBridgeEvent<GuardDutyFinding>` of
//! `aws_lambda_events`.
//!
//! ```
//! use securityhub_finding::Event;
//! use securityhub_finding::event_detail::CloudTrailRecord;
//!
//! # fn example(body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let event = Event::from_slice(body)?;
//! if event.detail_type.as_str() == "AWS API Call via CloudTrail" {
//!     let call: CloudTrailRecord = event.detail()?;
//!     if !call.failed() && call.event_name.as_deref() == Some("AuthorizeSecurityGroupIngress") {
//!         println!("{}", call.security_group_id().unwrap_or_default());
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | `detail-type` | Type |
//! |---|---|
//! | `Security Hub Findings - Imported`, `Security Hub Findings - Custom Action` | [`FindingsDetail`] |
//! | `Security Hub Insight Results` | [`InsightDetail`] |
//! | `Findings Imported V2` | [`ImportedV2Detail`] |
//! | `GuardDuty Finding` | [`GuardDutyFinding`] |
//! | `Inspector2 Finding` | [`InspectorFinding`] |
//! | `AWS API Call via CloudTrail` and its relatives | [`CloudTrailRecord`] |
//!
//! They are as tolerant as a finding: no member must be there, unknown ones and those of another form are in `extra`, and
//! written again nothing is lost. They read JSON text; an envelope that collects unknown members by `flatten` hands
//! them something else, and is refused.

mod cloudtrail;
mod guardduty;
mod inspector;
mod securityhub;

pub use cloudtrail::{CloudTrailRecord, SessionAttributes, SessionContext, SessionIssuer, UserIdentity};
pub use guardduty::{GuardDutyFinding, GuardDutyResource, GuardDutyService};
pub use inspector::{
    InspectorFinding, InspectorRecommendation, InspectorRemediation, InspectorResource, InspectorVulnerability,
};
pub use securityhub::{FindingsDetail, ImportedV2Detail, InsightDetail};
