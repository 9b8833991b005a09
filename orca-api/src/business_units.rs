//! Business units: named parts of the organization.

use crate::client::Client;
use crate::id::BusinessUnitId;
use crate::model::BusinessUnit;
use crate::page::ListPage;
use saas_api_core::{Call, Result};

/// Business units. Made by [`Client::business_units`].
#[derive(Clone, Copy, Debug)]
pub struct BusinessUnits<'c>(&'c Client);

impl<'c> BusinessUnits<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists business units in one answer. Known from one client of Orca's own; the form of the list is not confirmed.
    ///
    /// # Errors
    /// `Auth` when the token's role may not read them.
    #[doc(alias = "ビジネスユニット一覧の取得")]
    pub async fn list(&self) -> Result<ListPage<BusinessUnit>> {
        ListPage::read(&self.0.send(Call::get("/filters")).await?, BusinessUnit::read)
    }

    /// Gets a business unit. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `NotFound` when there is no such business unit.
    #[doc(alias = "ビジネスユニットの取得")]
    pub async fn get(&self, business_unit: impl Into<BusinessUnitId>) -> Result<BusinessUnit> {
        let id = business_unit.into();
        let mut unit: BusinessUnit = self.0.one(Call::get("/filters/{id}").arg(&id)).await?;
        unit.id.get_or_insert(id);
        Ok(unit)
    }
}
