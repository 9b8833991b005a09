//! Automations (オートメーション): what Orca does with alerts by itself.
//!
//! All of it is known from one client of Orca's own. An automation has a filter, which is a query for alerts, and actions:
//! some Orca carries out itself, others deliver through the config of an [integration](crate::integrations).
//!
//! ```no_run
//! # async fn example(orca: orca_api::Client, queue: orca_api::IntegrationConfigId) -> orca_api::Result<()> {
//! use orca_api::automations::CreateAutomation;
//! use orca_api::model::Action;
//! use orca_api::serving_layer::Clause;
//!
//! let urgent = Clause::is_in("RiskLevel", ["critical", "high"]);
//! let request = CreateAutomation::new("Urgent alerts to the queue", urgent, [Action::sqs(queue)]);
//! let automation = orca.automations().create(&request).await?;
//! println!("{} works", automation.id);
//! # Ok(())
//! # }
//! ```

mod request;

pub use request::{AutomationFilter, CreateAutomation, ListAutomations, UpdateAutomation};

use crate::client::Client;
use crate::crud::{One, entry};
use crate::id::AutomationId;
use crate::model::Automation;
use crate::page::{Entry, ListPage, by_offset};
use crate::problems::Problems;
use saas_api_core::{Call, Expect, Pager, Params, Result};
use serde::Serialize;

/// Automations (オートメーション). Made by [`Client::automations`].
#[derive(Clone, Copy, Debug)]
pub struct Automations<'c>(&'c Client);

/// Where [`Automations::set_priority`] put an automation, as its answer tells.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum Placed {
    /// At the place that was asked for.
    AsAsked(Box<Automation>),
    /// At another one: a number above that of the automations counts as the last.
    Elsewhere(Box<Automation>),
    /// The answer names no place.
    Untold(Box<Automation>),
}

#[derive(Serialize)]
struct Priority {
    priority: u64,
}

impl<'c> Automations<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists automations, one page, in the order of their evaluation.
    ///
    /// A row that cannot be read comes as [`Entry::Unreadable`]. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `InvalidRequest` for a `limit` that is not 1 to 300.
    #[doc(alias = "オートメーションの一覧")]
    pub async fn list(&self, request: &ListAutomations) -> Result<ListPage<Entry<Automation>>> {
        let answer = self.0.send(Call::get("/automations").query(request.params())).await?;
        ListPage::read(&answer, entry)
    }

    /// Reads all automations, page by page, from the request's `start` on.
    ///
    /// A list by offset drifts: an automation that is deleted while you read hides another.
    pub fn pages(&self, request: &ListAutomations) -> Pager<Entry<Automation>> {
        let (client, request) = (self.0.clone(), request.clone());
        by_offset(request.page_size(), request.first_row(), move |offset| {
            let (client, request) = (client.clone(), request.clone().limit(request.page_size()).start(offset));
            async move { Automations(&client).list(&request).await }
        })
    }

    /// Gets an automation. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `NotFound` when there is no such automation.
    #[doc(alias = "オートメーションの取得")]
    pub async fn get(&self, automation: impl Into<AutomationId>) -> Result<Automation> {
        self.one(Call::get("/automations/{id}").arg(automation.into())).await
    }

    /// Creates an automation. It works at once, unless the request says otherwise.
    ///
    /// Never repeated once it may have arrived: a second try can make a second automation, and each alert would be
    /// delivered twice. When [`may_have_been_applied`](saas_api_core::Error::may_have_been_applied) is true, look at the
    /// list before you try again. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name, no action, or a value that Orca is known to refuse: the error names each.
    #[doc(alias = "オートメーションの作成")]
    pub async fn create(&self, request: &CreateAutomation) -> Result<Automation> {
        self.one(request.call(Call::post("/automations"))).await
    }

    /// Updates an automation. The request is made of the automation as it is: all of it is sent.
    ///
    /// What somebody else changed meanwhile is written over. Not repeated once it may have arrived. Known from one client
    /// of Orca's own.
    ///
    /// # Errors
    /// `NotFound` when there is no such automation. `InvalidRequest` like [`create`](Self::create).
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(orca: orca_api::Client, id: orca_api::AutomationId) -> orca_api::Result<()> {
    /// use orca_api::automations::UpdateAutomation;
    /// use orca_api::model::AutomationStatus;
    ///
    /// let automation = orca.automations().get(&id).await?;
    /// let off = UpdateAutomation::of(&automation).status(AutomationStatus::Disabled);
    /// orca.automations().update(&id, &off).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "オートメーションの更新")]
    pub async fn update(&self, automation: impl Into<AutomationId>, request: &UpdateAutomation) -> Result<Automation> {
        self.one(request.call(Call::put("/automations/{id}").arg(automation.into()))).await
    }

    /// Moves an automation to another place in the order of evaluation, from 1. The others move up or down.
    ///
    /// Orca takes a number that is too high for the last place and says nothing: what it did is in [`Placed`]. Not repeated
    /// once it may have arrived. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `InvalidRequest` for 0. `NotFound` when there is no such automation.
    #[doc(alias = "オートメーションの優先度の変更")]
    pub async fn set_priority(&self, automation: impl Into<AutomationId>, priority: u64) -> Result<Placed> {
        let mut problems = Problems::default();
        if priority == 0 {
            problems.add("priority", "must be 1 or more");
        }
        let call = Call::put("/automations/{id}/priority").arg(automation.into()).json(&Priority { priority });
        let automation = Box::new(self.one(problems.refuse(call)).await?);
        Ok(match automation.priority {
            Some(place) if place == priority => Placed::AsAsked(automation),
            Some(_) => Placed::Elsewhere(automation),
            None => Placed::Untold(automation),
        })
    }

    /// Deletes an automation.
    ///
    /// Not repeated once it may have arrived. Doing it again is safe: `NotFound` then says that it is gone, by the first
    /// try or by somebody else. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `NotFound` when there is no such automation.
    #[doc(alias = "オートメーションの削除")]
    pub async fn delete(&self, automation: impl Into<AutomationId>) -> Result<()> {
        let call = Call::delete("/automations/{id}").arg(automation.into()).expect(Expect::Empty);
        self.0.send(call).await.map(drop)
    }

    async fn one(&self, call: Call) -> Result<Automation> {
        self.0.json(call).await.map(|One(automation)| automation)
    }
}

impl Placed {
    /// The automation, wherever it is.
    pub fn into_automation(self) -> Automation {
        match self {
            Self::AsAsked(automation) | Self::Elsewhere(automation) | Self::Untold(automation) => *automation,
        }
    }
}

impl ListAutomations {
    fn params(&self) -> Params {
        let mut params = Params::new();
        crate::page::push_limit(&mut params, Some(self.page_size()), request::MOST);
        params.push("start_at_index", self.first_row());
        params
    }
}
