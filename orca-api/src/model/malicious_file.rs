use serde::{Deserialize, Serialize};
use std::fmt;

/// The address of an alert's malicious file. Whoever has it can fetch the file: `Debug` does not show it.
///
/// What is there is malware: give the address to nobody who does not expect that.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MaliciousFileUrl(String);

impl MaliciousFileUrl {
    /// An address.
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The address. Send no Orca token there: the host is another one.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MaliciousFileUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaliciousFileUrl([redacted])")
    }
}
