use super::secret::hide_texts;
use crate::client::Client;
use crate::crud::{One, entry};
use crate::id::IntegrationResourceId;
use crate::model::IntegrationResource;
use crate::page::{Entry, ListPage};
use crate::problems::Problems;
use saas_api_core::{Call, Expect, Params, Result, setters};
use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// Resources of integrations: accounts of other services. Made by [`Integrations::resources`](super::Integrations::resources).
#[derive(Clone, Copy, Debug)]
pub struct IntegrationResources<'c>(&'c Client);

/// All that a resource holds: what a new one is, or what one becomes. For [`IntegrationResources::create`] and
/// [`IntegrationResources::update`].
///
/// `Debug` does not show its data.
#[derive(Clone, PartialEq)]
#[must_use]
pub struct ResourceContent {
    name: String,
    service: String,
    kind: String,
    data: Value,
    host_url: Option<String>,
}

#[derive(Serialize)]
struct Body<'r> {
    name: &'r str,
    service_name: &'r str,
    r#type: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    host_url: Option<&'r str>,
    data: &'r Value,
}

impl<'c> IntegrationResources<'c> {
    pub(super) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists the resources of a service, such as `monday`. There are no pages.
    ///
    /// A row that cannot be read comes as [`Entry::Unreadable`]. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name.
    pub async fn list(&self, service: &str) -> Result<ListPage<Entry<IntegrationResource>>> {
        let mut query = Params::new();
        query.push_required("service_name", service);
        let answer = self.0.send(Call::get("/external_service/resources").query(query)).await?;
        ListPage::read(&answer, entry)
    }

    /// Creates a resource.
    ///
    /// Never repeated once it may have arrived: list the service before you try again. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name, service or type, and data that are no object: the error names each.
    pub async fn create(&self, content: &ResourceContent) -> Result<IntegrationResource> {
        self.one(content.call(Call::post("/external_service/resources"))).await
    }

    /// Gets a resource. Orca leaves its secrets out. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `NotFound` when there is no such resource.
    pub async fn get(&self, resource: impl Into<IntegrationResourceId>) -> Result<IntegrationResource> {
        self.one(Call::get("/external_service/resources/{id}").arg(resource.into())).await
    }

    /// Gives a resource other content. Secrets that the data leave out keep their stored value.
    ///
    /// Not repeated once it may have arrived. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `NotFound` when there is no such resource. `InvalidRequest` like [`create`](Self::create).
    pub async fn update(
        &self,
        resource: impl Into<IntegrationResourceId>,
        content: &ResourceContent,
    ) -> Result<IntegrationResource> {
        self.one(content.call(Call::put("/external_service/resources/{id}").arg(resource.into()))).await
    }

    /// Deletes a resource.
    ///
    /// Not repeated once it may have arrived. Doing it again is safe: `NotFound` then says that it is gone. Known from one
    /// client of Orca's own.
    ///
    /// # Errors
    /// `NotFound` when there is no such resource.
    pub async fn delete(&self, resource: impl Into<IntegrationResourceId>) -> Result<()> {
        let call = Call::delete("/external_service/resources/{id}").arg(resource.into());
        self.0.send(call.expect(Expect::Empty)).await.map(drop)
    }

    async fn one(&self, call: Call) -> Result<IntegrationResource> {
        self.0.json(call).await.map(|One(resource)| resource)
    }
}

impl ResourceContent {
    /// A resource of a service, such as `monday`; its type, such as `token`; and its data, which hold the secrets: errors
    /// show `[redacted]` in place of each text of six letters or more.
    pub fn new(name: impl Into<String>, service: impl Into<String>, kind: impl Into<String>, data: Value) -> Self {
        Self { name: name.into(), service: service.into(), kind: kind.into(), data, host_url: None }
    }

    fn call(&self, call: Call) -> Call {
        let mut problems = Problems::default();
        problems.require("name", &self.name);
        problems.require("service_name", &self.service);
        problems.require("type", &self.kind);
        if !self.data.is_object() {
            problems.add("data", "must be a JSON object");
        }
        let body = Body {
            name: &self.name,
            service_name: &self.service,
            r#type: &self.kind,
            host_url: self.host_url.as_deref(),
            data: &self.data,
        };
        hide_texts(problems.refuse(call.json(&body)), &self.data)
    }
}

impl fmt::Debug for ResourceContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResourceContent")
            .field("name", &self.name)
            .field("service", &self.service)
            .field("kind", &self.kind)
            .field("host_url", &self.host_url)
            .finish_non_exhaustive()
    }
}

setters! {
    ResourceContent {
        /// The address of the service, where it has one of its own.
        host_url: String;
    }
}
