//! The ids of Orca.

use saas_api_core::{Error, Result, encode_segment, id};

id! {
    /// An alert, such as `orca-123456`. The same over closing and reopening: the key to deduplicate by.
    pub struct AlertId(str);
}
id! {
    /// An automation.
    pub struct AutomationId(str);
}
id! {
    /// A business unit.
    pub struct BusinessUnitId(str);
}
id! {
    /// A bulk export that was started.
    pub struct ExportToken(str);
}
id! {
    /// A group of users.
    pub struct GroupId(str);
}
id! {
    /// The config of an integration: what an automation's action delivers through.
    pub struct IntegrationConfigId(str);
}
id! {
    /// A resource of an integration: an account of another service.
    pub struct IntegrationResourceId(str);
}
id! {
    /// A role.
    pub struct RoleId(str);
}
id! {
    /// An alert rule.
    pub struct RuleId(str);
}
id! {
    /// A scan of an asset.
    pub struct ScanId(str);
}
id! {
    /// A user of the organization.
    pub struct UserId(str);
}

impl AlertId {
    /// The alert that a person means by `orca-123456`, `123456`, `#123456` or `alert-123456`, in any case, with blanks
    /// around it, also in full-width letters.
    ///
    /// `From` takes a text as it is: this is for what people type.
    ///
    /// # Errors
    /// `InvalidRequest` when it is none of these.
    ///
    /// ```
    /// use orca_api::AlertId;
    ///
    /// assert_eq!(AlertId::from_human("#123456")?.as_str(), "orca-123456");
    /// # Ok::<(), orca_api::Error>(())
    /// ```
    pub fn from_human(text: &str) -> Result<Self> {
        let typed: String = text.trim().chars().map(half_width).map(|typed| typed.to_ascii_lowercase()).collect();
        let prefixes = ["orca-", "alert-", "#"];
        let number = prefixes.iter().find_map(|prefix| typed.strip_prefix(prefix)).unwrap_or(&typed);
        if number.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(Error::invalid_request("alert", "must be a number such as 123456, or orca-123456"));
        }
        Ok(Self::new(format!("orca-{number}")))
    }

    /// The address of the alert's page in the console, for people: below [`Region::console`](crate::Region::console), or
    /// the origin of your own console.
    pub fn console_url(&self, console: &str) -> String {
        format!("{}/alerts/{}", console.trim_end_matches('/'), encode_segment(self.as_str()))
    }
}

/// The letter that a full-width one stands for: `#` for `＃`.
fn half_width(letter: char) -> char {
    const SHIFT: u32 = 0xfee0;
    match letter {
        '！'..='～' => u32::from(letter).checked_sub(SHIFT).and_then(char::from_u32).unwrap_or(letter),
        other => other,
    }
}
