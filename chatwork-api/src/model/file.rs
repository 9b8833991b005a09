use super::account::Account;
use crate::id::{FileId, MessageId};
use crate::time::UnixTime;
use saas_api_core::{Extra, null_default};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A file (ファイル) of a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct File {
    /// The number.
    pub file_id: FileId,
    /// Who uploaded it.
    pub account: Account,
    /// The message that shows it in the room.
    pub message_id: MessageId,
    /// The name. It is the user's own text: no path to write to.
    #[serde(default, deserialize_with = "null_default")]
    pub filename: String,
    /// The size, in bytes.
    pub filesize: u64,
    /// When it was uploaded.
    pub upload_time: UnixTime,
    /// Where it can be fetched for 30 seconds, when that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub download_url: Option<DownloadUrl>,
    /// Members that this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The address of a file, for 30 seconds. Whoever has it can fetch the file: `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DownloadUrl(String);

impl DownloadUrl {
    /// An address.
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The address. A client that fetches it sends no Chatwork token there: the host is another one.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DownloadUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DownloadUrl([redacted])")
    }
}
