//! An organization's own remediation texts: what its people read in place of Orca's advice, one for each type of alert.
//!
//! Known from Orca's Terraform provider.

use crate::client::Client;
use crate::model::RemediationText;
use saas_api_core::{Call, Expect, Params, Result};
use serde::Serialize;

/// An organization's own remediation texts. Made by [`Client::remediation_texts`].
#[derive(Clone, Copy, Debug)]
pub struct RemediationTexts<'c>(&'c Client);

/// A remediation text to write. For [`RemediationTexts::set`] and its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use]
pub struct WriteRemediationText {
    alert_type: String,
    enabled: bool,
    custom_text: String,
}

impl<'c> RemediationTexts<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Gets the text of a type of alert, such as `aws_s3_bucket_public_read`.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty type. `NotFound` when the organization has no text of its own for it.
    #[doc(alias = "修復テキストの取得")]
    pub async fn get(&self, alert_type: &str) -> Result<RemediationText> {
        let mut query = Params::new();
        query.push_required("alert_type", alert_type);
        self.0.json(Call::get("/alerts/custom_remediation_text").query(query)).await
    }

    /// Writes a text, whether the type of alert has one or not: [`update`](Self::update), and where there is nothing to
    /// update [`create`](Self::create).
    ///
    /// # Errors
    /// Those of the two.
    #[doc(alias = "修復テキストの設定")]
    pub async fn set(&self, text: &WriteRemediationText) -> Result<RemediationText> {
        match self.update(text).await {
            Err(error) if error.is_not_found() => self.create(text).await,
            outcome => outcome,
        }
    }

    /// Adds a text for a type of alert that has none. Sent once at most.
    ///
    /// What Orca says where there is one already is not known: [`set`](Self::set) does not run into it.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty type.
    #[doc(alias = "修復テキストの追加")]
    pub async fn create(&self, text: &WriteRemediationText) -> Result<RemediationText> {
        self.write(Call::post("/alerts/custom_remediation_text"), text).await
    }

    /// Changes a text, as a whole.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty type. `NotFound` when the type of alert has no text yet.
    #[doc(alias = "修復テキストの更新")]
    pub async fn update(&self, text: &WriteRemediationText) -> Result<RemediationText> {
        self.write(Call::put("/alerts/custom_remediation_text"), text).await
    }

    /// Deletes the text of a type of alert: Orca's own advice is shown again.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty type. `NotFound` when there is no text.
    #[doc(alias = "修復テキストの削除")]
    pub async fn delete(&self, alert_type: &str) -> Result<()> {
        // The body is what Orca's own client sends: all members, of which the first counts.
        let named = WriteRemediationText::new(alert_type, "").enabled(false);
        let call = named.checked(Call::delete("/alerts/custom_remediation_text"));
        self.0.send(call.expect(Expect::Empty)).await.map(drop)
    }

    async fn write(&self, call: Call, text: &WriteRemediationText) -> Result<RemediationText> {
        let answer = self.0.send(text.checked(call)).await?;
        // Orca's own client does not read this answer.
        if answer.bytes().trim_ascii().is_empty() { Ok(RemediationText::default()) } else { answer.json() }
    }
}

impl WriteRemediationText {
    /// A text for a type of alert, shown in place of Orca's own.
    pub fn new(alert_type: impl Into<String>, text: impl Into<String>) -> Self {
        Self { alert_type: alert_type.into(), enabled: true, custom_text: text.into() }
    }

    /// Whether the text is shown.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    fn checked(&self, call: Call) -> Call {
        let call = call.json(self);
        if self.alert_type.is_empty() { call.refuse("alert_type", "must not be empty") } else { call }
    }
}
