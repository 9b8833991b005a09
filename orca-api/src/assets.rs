//! Assets (アセット), in the older form. The newer one is [`ServingLayer::assets`](crate::serving_layer::ServingLayer::assets).

use crate::client::Client;
use crate::legacy_query::{LegacyQuery, MOST_ROWS};
use crate::model::LegacyAsset;
use crate::page::{ListPage, by_offset, push_limit};
use http::StatusCode;
use saas_api_core::{ApiMessage, Call, ErrorKind, Failure, Pager, Params, Result};
use serde_json::Value;

/// Assets (アセット), in the older form. Made by [`Client::assets`].
#[derive(Clone, Copy, Debug)]
pub struct Assets<'c>(&'c Client);

/// Which assets to list. For [`Assets::list`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListAssets {
    filters: Vec<(String, String)>,
    limit: Option<u32>,
}

impl<'c> Assets<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Gets an asset by its unique id. One of Orca's own clients has dropped this call: newer tokens may not have it.
    ///
    /// # Errors
    /// `NotFound` when there is no such asset: Orca says so at 400, or at 200 with an empty `error`.
    #[doc(alias = "アセットの取得")]
    pub async fn get(&self, asset_unique_id: &str) -> Result<LegacyAsset> {
        let answer = self.0.send(Call::get("/assets/{asset_unique_id}").arg(asset_unique_id)).await?;
        let body: Value = answer.json()?;
        if let Some(text) = body.get("error").and_then(Value::as_str).filter(|_| body.get("asset_unique_id").is_none())
        {
            let said = if text.is_empty() { Vec::new() } else { vec![ApiMessage::new(text)] };
            let is_unknown = text.is_empty() || text.ends_with("not found");
            let kind = if is_unknown { ErrorKind::NotFound } else { ErrorKind::Api };
            return Err(answer.failure(Failure::of_status(StatusCode::OK, said).kind(kind), false));
        }
        Ok(LegacyAsset::read(body))
    }

    /// Lists assets, without pages. Known from one client of a partner.
    ///
    /// # Errors
    /// `InvalidRequest` for a limit that is not 1 to 1000, and for a filter without a value. Status 400 with
    /// `<field> field does not exist` for a filter that Orca does not have.
    pub async fn list(&self, request: &ListAssets) -> Result<ListPage<LegacyAsset>> {
        ListPage::read(&self.0.send(Call::get("/assets").query(request.params())).await?, LegacyAsset::read)
    }

    /// Asks for one page of assets.
    ///
    /// # Errors
    /// `InvalidRequest` for a limit that is not 1 to 1000, and for conditions that cannot be sent.
    pub async fn query(&self, query: &LegacyQuery) -> Result<ListPage<LegacyAsset>> {
        ListPage::read(&self.0.send(query.post(Call::post("/query/assets"))).await?, LegacyAsset::read)
    }

    /// Reads all assets of a query, page by page, as far as Orca serves them: 10,000 rows.
    pub fn query_pages(&self, query: &LegacyQuery) -> Pager<LegacyAsset> {
        let (client, query) = (self.0.clone(), query.for_all_pages());
        by_offset(query.page_size(), query.first_row(), move |offset| {
            let (client, query) = (client.clone(), query.clone().start(offset));
            async move { Assets(&client).query(&query).await }
        })
    }
}

impl ListAssets {
    /// All assets, as many as Orca gives.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only assets whose field has this value, such as `asset_type`, `asset_labels`, `cloud_provider_id` or
    /// `compute.regions`.
    pub fn filter(mut self, field: impl Into<String>, value: impl Into<String>) -> Self {
        self.filters.push((field.into(), value.into()));
        self
    }

    /// The most rows, 1 to 1000.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        for (field, value) in &self.filters {
            if field.trim().is_empty() || field == "limit" {
                params.refuse("filter", "must name a field of an asset");
            }
            // Sent as nothing, it would find everything.
            if value.is_empty() {
                params.refuse(field.clone(), "must not be empty");
            }
            params.push(field.clone(), value);
        }
        push_limit(&mut params, self.limit, MOST_ROWS);
        params
    }
}
