use super::members::Members;
use super::raw::as_it_came;
use serde_json::Value;

/// An organization's own remediation text, for one type of alert.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct RemediationText {
    /// The type of alert: the rule's key, such as `aws_s3_bucket_public_read`.
    pub alert_type: Option<String>,
    /// Whether it is shown in place of Orca's own.
    pub enabled: Option<bool>,
    /// The text.
    pub custom_text: Option<String>,
    raw: Value,
}

impl RemediationText {
    fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self {
            alert_type: members.text("alert_type"),
            enabled: members.flag("enabled"),
            custom_text: members.text("custom_text"),
            raw,
        }
    }
}

as_it_came!(RemediationText);
