//! Compliance frameworks and how far they are met.

use crate::client::Client;
use crate::model::ComplianceOverview;
use saas_api_core::{Call, Replay, Result, setters};
use serde::Serialize;

/// Compliance. Made by [`Client::compliance`].
#[derive(Clone, Copy, Debug)]
pub struct Compliance<'c>(&'c Client);

/// Which frameworks to ask for. For [`Compliance::overview`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListFrameworks {
    partial_name: Option<String>,
}

#[derive(Serialize)]
struct Body<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    framework_filters: Option<Filters<'r>>,
}

#[derive(Serialize)]
struct Filters<'r> {
    partial_framework_name: &'r str,
}

impl ListFrameworks {
    /// All frameworks.
    pub fn new() -> Self {
        Self::default()
    }

    /// A POST that only reads.
    fn fill(&self, call: Call) -> Call {
        let name = self.partial_name.as_deref();
        let body = Body { framework_filters: name.map(|partial_framework_name| Filters { partial_framework_name }) };
        let call = call.json(&body).replay(Replay::Safe);
        // Sent as nothing, it would find everything.
        if name == Some("") { call.refuse("partial_name", "must not be empty") } else { call }
    }
}

setters!(ListFrameworks {
    /// Those with this text in their name, such as `CIS`.
    partial_name: String;
});

impl<'c> Compliance<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Tells how far the organization meets its compliance frameworks.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty part of a name. `Auth` when the token's role may not read it.
    #[doc(alias = "コンプライアンスの概要の取得")]
    pub async fn overview(&self, request: &ListFrameworks) -> Result<ComplianceOverview> {
        self.0.one(request.fill(Call::post("/serving-layer/compliance/frameworks/overview"))).await
    }

    /// The same at the address of old. Use [`overview`](Self::overview) where it works.
    ///
    /// # Errors
    /// Like [`overview`](Self::overview).
    pub async fn overview_at_old_address(&self, request: &ListFrameworks) -> Result<ComplianceOverview> {
        self.0.one(request.fill(Call::post("/compliance/frameworks/overview"))).await
    }
}
