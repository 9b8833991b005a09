use serde_json::Value;
use std::fmt;

/// A value as it came. It may hold secrets, so `Debug` shows nothing of it; reading and writing it do.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Veiled(pub(crate) Value);

impl fmt::Debug for Veiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[not shown]")
    }
}
