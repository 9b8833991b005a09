//! The values of enumerations.

pub(super) const ACTION_TYPE: &[&str] = &["NETWORK_CONNECTION", "AWS_API_CALL", "DNS_REQUEST", "PORT_PROBE"];
pub(super) const ACTOR_SESSION_MFA_STATUS: &[&str] = &["ENABLED", "DISABLED"];
pub(super) const CLOUD_PROVIDER_NAME: &[&str] = &["Azure", "AWS", "GCP"];
pub(super) const COMPLIANCE_STATUS: &[&str] = &["PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"];
pub(super) const CONNECTION_DIRECTION: &[&str] = &["INBOUND", "OUTBOUND"];
pub(super) const MALWARE_STATE: &[&str] = &["OBSERVED", "REMOVAL_FAILED", "REMOVED"];
pub(super) const MALWARE_TYPE: &[&str] = &[
    "ADWARE",
    "BLENDED_THREAT",
    "BOTNET_AGENT",
    "COIN_MINER",
    "EXPLOIT_KIT",
    "KEYLOGGER",
    "MACRO",
    "POTENTIALLY_UNWANTED",
    "SPYWARE",
    "RANSOMWARE",
    "REMOTE_ACCESS",
    "ROOTKIT",
    "TROJAN",
    "VIRUS",
    "WORM",
];
pub(super) const NETWORK_DIRECTION: &[&str] = &["IN", "OUT"];
pub(super) const PARTITION: &[&str] = &["aws", "aws-cn", "aws-us-gov", "aws-us-iso", "aws-us-iso-b", "AzureCloud"];
pub(super) const RECORD_STATE: &[&str] = &["ACTIVE", "ARCHIVED"];
pub(super) const SEVERITY_LABEL: &[&str] = &["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
pub(super) const THREAT_INTEL_INDICATOR_CATEGORY: &[&str] =
    &["BACKDOOR", "CARD_STEALER", "COMMAND_AND_CONTROL", "DROP_SITE", "EXPLOIT_SITE", "KEYLOGGER"];
pub(super) const THREAT_INTEL_INDICATOR_TYPE: &[&str] = &[
    "DOMAIN",
    "EMAIL_ADDRESS",
    "HASH_MD5",
    "HASH_SHA1",
    "HASH_SHA256",
    "HASH_SHA512",
    "IPV4_ADDRESS",
    "IPV6_ADDRESS",
    "MUTEX",
    "PROCESS",
    "URL",
];
pub(super) const VERIFICATION_STATE: &[&str] = &["UNKNOWN", "TRUE_POSITIVE", "FALSE_POSITIVE", "BENIGN_POSITIVE"];
pub(super) const VULNERABILITY_EXPLOIT_AVAILABLE: &[&str] = &["YES", "NO"];
pub(super) const VULNERABILITY_FIX_AVAILABLE: &[&str] = &["YES", "NO", "PARTIAL"];
pub(super) const WORKFLOW_STATE: &[&str] = &["NEW", "ASSIGNED", "IN_PROGRESS", "DEFERRED", "RESOLVED"];
pub(super) const WORKFLOW_STATUS: &[&str] = &["NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED"];
