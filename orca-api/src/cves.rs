//! Vulnerabilities of assets, in the older form. The newer one is
//! [`ServingLayer::vulnerabilities`](crate::serving_layer::ServingLayer::vulnerabilities).

use crate::client::Client;
use crate::legacy_query::LegacyQuery;
use crate::model::LegacyCve;
use crate::page::{ListPage, by_offset};
use saas_api_core::{Call, Pager, Params, Result};

/// Vulnerabilities of assets, in the older form. Made by [`Client::cves`].
#[derive(Clone, Copy, Debug)]
pub struct Cves<'c>(&'c Client);

impl<'c> Cves<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Asks for one page of vulnerabilities.
    ///
    /// # Errors
    /// `InvalidRequest` for a limit that is not 1 to 1000, and for conditions that cannot be sent.
    pub async fn query(&self, query: &LegacyQuery) -> Result<ListPage<LegacyCve>> {
        ListPage::read(&self.0.send(query.post(Call::post("/query/cves"))).await?, LegacyCve::read)
    }

    /// Reads all vulnerabilities of a query, page by page, as far as Orca serves them: 10,000 rows. By offset: the answers'
    /// tokens are not used.
    pub fn query_pages(&self, query: &LegacyQuery) -> Pager<LegacyCve> {
        let (client, query) = (self.0.clone(), query.for_all_pages());
        by_offset(query.page_size(), query.first_row(), move |offset| {
            let (client, query) = (client.clone(), query.clone().start(offset));
            async move { Cves(&client).query(&query).await }
        })
    }

    /// Lists the vulnerabilities of one asset.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty id.
    pub async fn of_asset(&self, asset_unique_id: &str) -> Result<ListPage<LegacyCve>> {
        let mut params = Params::new();
        params.push_required("asset_unique_id", asset_unique_id);
        ListPage::read(&self.0.send(Call::get("/cves").query(params)).await?, LegacyCve::read)
    }
}
