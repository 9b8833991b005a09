//! Integrations: where automations deliver to.
//!
//! A config says how alerts go to one place: the address of a webhook, a queue. It belongs to a service and is known by its
//! template name; an [`Action`](crate::model::Action) refers to it by its id. A resource is an account of another service
//! that configs use. All of it is known from one client of Orca's own.
//!
//! Configs and resources hold secrets. They are in no `Debug` output and are cut out of errors that echo them.
//!
//! ```no_run
//! # async fn example(orca: orca_api::Client, key: secrecy::SecretString) -> orca_api::Result<()> {
//! use orca_api::integrations::{CreateIntegrationConfig, WebhookConfig};
//!
//! let webhook = WebhookConfig::new("https://hooks.example.com/orca").api_key(key);
//! let request = CreateIntegrationConfig::webhook("ticket-bridge", webhook);
//! let config = orca.integrations().create(&request).await?;
//! println!("actions refer to it by {}", config.id);
//! # Ok(())
//! # }
//! ```

mod request;
mod resources;
mod secret;
mod webhook;

pub use request::{CreateIntegrationConfig, IntegrationSettings, ListIntegrationConfigs, UpdateIntegrationConfig};
pub use resources::{IntegrationResources, ResourceContent};
pub use webhook::{WebhookConfig, WebhookType};

pub(crate) use secret::hide_texts;

use crate::client::Client;
use crate::crud::{One, entry};
use crate::model::{IntegrationConfig, JiraResource};
use crate::page::{Entry, ListPage};
use crate::problems::Problems;
use saas_api_core::{Call, Expect, Params, Result};

/// Integrations. Made by [`Client::integrations`].
#[derive(Clone, Copy, Debug)]
pub struct Integrations<'c>(&'c Client);

impl<'c> Integrations<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists configs: those of a service, those of a template name. There are no pages.
    ///
    /// A row that cannot be read comes as [`Entry::Unreadable`]. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `NotFound`, where Orca says so instead of giving an empty list: its own client expects both.
    #[doc(alias = "連携設定の一覧")]
    pub async fn list(&self, request: &ListIntegrationConfigs) -> Result<ListPage<Entry<IntegrationConfig>>> {
        let answer = self.0.send(Call::get("/external_service/config").query(request.params())).await?;
        ListPage::read(&answer, entry)
    }

    /// Creates a config.
    ///
    /// Never repeated once it may have arrived. When
    /// [`may_have_been_applied`](saas_api_core::Error::may_have_been_applied) is true, list the template name before you
    /// try again. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name, and settings that are known to be refused: the error names each field.
    #[doc(alias = "連携設定の作成")]
    pub async fn create(&self, request: &CreateIntegrationConfig) -> Result<IntegrationConfig> {
        self.one(request.call(Call::post("/external_service/config"))).await
    }

    /// Updates the config of a service with a template name.
    ///
    /// Secrets that the settings leave out keep their stored value. Not repeated once it may have arrived. Known from one
    /// client of Orca's own.
    ///
    /// # Errors
    /// `NotFound` when there is no such config. `InvalidRequest` like [`create`](Self::create).
    #[doc(alias = "連携設定の更新")]
    pub async fn update(
        &self,
        service: &str,
        template_name: &str,
        request: &UpdateIntegrationConfig,
    ) -> Result<IntegrationConfig> {
        let call = Call::put("/external_service/config/{service}").arg(service).query(template(template_name));
        self.one(request.call(call)).await
    }

    /// Deletes the config of a service with a template name. What Orca does when an automation uses it is not known.
    ///
    /// Not repeated once it may have arrived. Doing it again is safe as long as nobody makes a config of the same name
    /// meanwhile: `NotFound` then says that it is gone. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `NotFound` when there is no such config.
    #[doc(alias = "連携設定の削除")]
    pub async fn delete(&self, service: &str, template_name: &str) -> Result<()> {
        let call = Call::delete("/external_service/config/{service}").arg(service).query(template(template_name));
        self.0.send(call.expect(Expect::Empty)).await.map(drop)
    }

    /// Resources: accounts of other services.
    pub fn resources(&self) -> IntegrationResources<'c> {
        IntegrationResources::new(self.0)
    }

    /// Lists the sites of Jira Cloud that are connected. They are connected in the console only.
    ///
    /// Known from one client of Orca's own.
    ///
    /// # Errors
    /// Those of every call.
    pub async fn jira_resources(&self) -> Result<ListPage<Entry<JiraResource>>> {
        let answer = self.0.send(Call::get("/jira/resources")).await?;
        ListPage::read(&answer, entry)
    }

    async fn one(&self, call: Call) -> Result<IntegrationConfig> {
        self.0.json(call).await.map(|One(config)| config)
    }
}

fn template(name: &str) -> Params {
    let mut query = Params::new();
    query.push_required("template", name);
    query
}

fn check_names(service: &str, template_name: &str, problems: &mut Problems) {
    problems.require("service_name", service);
    problems.require("template_name", template_name);
}
