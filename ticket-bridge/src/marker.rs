//! The text that names a finding in a ticket and in the ledger.

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};

/// The ledger's key of a finding in a flow.
pub fn record_key(flow: &str, key: &str) -> String {
    format!("{flow}:{}", ticket_marker(key))
}

/// The text that names the finding in its ticket: the source's own id where it is short and plain, else its hash.
///
/// Plain ids survive a tracker's keyword search. An ARN would not: its colons and slashes split it.
pub fn ticket_marker(key: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (1..=64).contains(&key.len()) && key.bytes().all(is_plain) && !key.starts_with(HASHED) {
        return key.to_owned();
    }
    format!("{HASHED}{}", BASE32_NOPAD.encode(&Sha256::digest(key.as_bytes())).to_ascii_lowercase())
}

/// What a hashed marker begins with. A plain key that begins so is hashed too, so the two never meet.
const HASHED: &str = "f-";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_plain_ids_stay_readable() {
        assert_eq!(ticket_marker("orca-123"), "orca-123");
        assert_eq!(record_key("alerts", "orca-123"), "alerts:orca-123");
    }

    #[test]
    fn all_other_ids_become_one_searchable_word() {
        let arn = "arn:aws:securityhub:us-east-1:123456789012:subscription/x/v/1.0/1.1/finding/1";
        for key in [arn, "", "日本", "a b", &"x".repeat(65), "f-orca"] {
            let marker = ticket_marker(key);
            assert_eq!(marker.len(), 54, "{key}");
            assert!(marker.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        }
        assert_ne!(ticket_marker(arn), ticket_marker(&arn.replace("/1", "/2")));
    }
}
