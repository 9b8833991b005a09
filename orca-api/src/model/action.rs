use super::members::Members;
use super::veiled::Veiled;
use crate::id::IntegrationConfigId;
use saas_api_core::{Decimal, open_enum};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

open_enum! {
    /// What an action of an automation does, by its number.
    pub enum ActionType: i64 {
        /// Dismisses the alert.
        Dismiss = 1,
        /// Slack.
        Slack = 2,
        /// `PagerDuty`.
        PagerDuty = 3,
        /// Opsgenie.
        Opsgenie = 4,
        /// E-mail.
        Email = 5,
        /// Sumo Logic.
        SumoLogic = 6,
        /// Microsoft Sentinel.
        Sentinel = 7,
        /// Splunk.
        Splunk = 8,
        /// Jira Cloud.
        JiraCloud = 10,
        /// A webhook.
        Webhook = 12,
        /// GCP Pub/Sub.
        PubSub = 13,
        /// Torq.
        Torq = 16,
        /// Azure DevOps.
        AzureDevops = 17,
        /// Datadog.
        Datadog = 18,
        /// Microsoft Teams.
        MsTeams = 19,
        /// A remediation in the cloud account.
        Remediation = 20,
        /// A queue that an API token reads: see [`Action::siem_token`].
        SiemToken = 21,
        /// An incident of ServiceNow.
        ServiceNowIncident = 22,
        /// Jira Server.
        JiraServer = 23,
        /// A security incident of ServiceNow.
        ServiceNowSecurityIncident = 24,
        /// AWS Security Lake.
        SecurityLake = 25,
        /// Snowflake.
        Snowflake = 26,
        /// Chronicle, now Google Security Operations.
        Chronicle = 27,
        /// Changes the alert's score.
        ChangeScore = 28,
        /// Cribl.
        Cribl = 29,
        /// Tines.
        Tines = 30,
        /// Snoozes the alert.
        Snooze = 31,
        /// Cloudflare.
        Cloudflare = 32,
        /// AWS SQS.
        AwsSqs = 33,
        /// AWS SNS.
        AwsSns = 34,
        /// Opus.
        Opus = 35,
        /// Coralogix.
        Coralogix = 36,
        /// AWS Security Hub.
        AwsSecurityHub = 37,
        /// Monday.
        Monday = 38,
        /// Akamai.
        Akamai = 39,
        /// Linear.
        Linear = 40,
        /// Panther.
        Panther = 41,
    }
}

open_enum! {
    /// What a [`Action::datadog`] action writes.
    pub enum DatadogKind: str {
        /// Logs.
        Logs = "LOGS",
        /// Events.
        Event = "EVENT",
    }
}

/// What a [`Action::change_score`] action does with an alert's score.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ScoreChange {
    /// One less.
    Decrease,
    /// One more.
    Increase,
    /// This score, 1 to 10.
    To(Decimal),
}

/// What an automation does with an alert. Both what Orca answers and what is sent.
///
/// An action that delivers names the [config of an integration](crate::integrations). `Debug` does not show its data.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Action {
    /// The id, once it is stored.
    pub id: Option<String>,
    /// What it does.
    pub kind: Option<ActionType>,
    /// What it delivers through.
    pub external_config: Option<IntegrationConfigId>,
    /// The API token whose queue it fills, by the token's id.
    pub siem_token: Option<String>,
    raw: Veiled,
    /// What is wrong with it: the field and the rule. Said when it is sent.
    problems: Vec<(&'static str, &'static str)>,
}

/// The kinds that take a reason and a justification.
const EXPLAINED: &[ActionType] = &[ActionType::Dismiss, ActionType::ChangeScore, ActionType::Snooze];
/// The kinds that make a ticket below another.
const WITH_PARENT: &[ActionType] = &[ActionType::JiraCloud, ActionType::JiraServer, ActionType::AzureDevops];

/// Actions that Orca carries out itself.
impl Action {
    /// Dismisses the alert.
    pub fn dismiss() -> Self {
        Self::of(ActionType::Dismiss, json!({}))
    }

    /// Snoozes the alert for so many days, 1 to 365.
    pub fn snooze(days: u32) -> Self {
        let action = Self::of(ActionType::Snooze, json!({ "days": days }));
        action.checked((1..=365).contains(&days), "data.days", "must be 1 to 365")
    }

    /// Changes the alert's score.
    pub fn change_score(change: ScoreChange) -> Self {
        let (data, is_score) = match change {
            ScoreChange::Decrease => (json!({"decrease_orca_score": 1}), true),
            ScoreChange::Increase => (json!({"increase_orca_score": 1}), true),
            ScoreChange::To(score) => (json!({ "change_orca_score": score }), (1.0..=10.0).contains(&score.as_f64())),
        };
        Self::of(ActionType::ChangeScore, data).checked(is_score, "data.change_orca_score", "must be 1 to 10")
    }

    /// Sends an e-mail to each of the addresses; none where keys of tags name the receivers.
    pub fn email(addresses: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let addresses: Vec<String> = addresses.into_iter().map(Into::into).collect();
        Self::of(ActionType::Email, json!({ "email": addresses }))
    }

    /// Puts the alert into the queue that an API token reads with `POST /api/automations/query/alerts`. The token is named
    /// by its id: this is no secret.
    pub fn siem_token(token_id: impl Into<String>) -> Self {
        let token_id = token_id.into();
        let is_named = !token_id.is_empty();
        Self::of(ActionType::SiemToken, json!({})).member("siem_token", token_id).checked(
            is_named,
            "siem_token",
            "must not be empty",
        )
    }

    /// Runs a remediation in the cloud account, such as `AWS-S3-004`. Orca must be allowed to write there.
    pub fn remediation(action: impl Into<String>) -> Self {
        let action = action.into();
        let is_named = !action.is_empty();
        let remediation = Self::of(ActionType::Remediation, json!({ "remediation_action": action }));
        remediation.checked(is_named, "data.remediation_action", "must not be empty")
    }
}

/// Actions that deliver to another service, through the config of an integration.
impl Action {
    /// Delivers to AWS SQS: one message for each alert, whose body [`OrcaEvent`](crate::event::OrcaEvent) reads.
    pub fn sqs(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::AwsSqs, config)
    }

    /// Delivers to AWS SNS.
    pub fn sns(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::AwsSns, config)
    }

    /// Posts the alert to a webhook.
    pub fn webhook(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Webhook, config)
    }

    /// Writes findings to AWS Security Hub.
    pub fn security_hub(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::AwsSecurityHub, config)
    }

    /// Writes to AWS Security Lake.
    pub fn security_lake(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::SecurityLake, config)
    }

    /// Writes to Slack.
    pub fn slack(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Slack, config)
    }

    /// Writes to Microsoft Teams.
    pub fn ms_teams(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::MsTeams, config)
    }

    /// Calls people through `PagerDuty`.
    pub fn pager_duty(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::PagerDuty, config)
    }

    /// Calls people through Opsgenie.
    pub fn opsgenie(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Opsgenie, config)
    }

    /// Makes an issue in Jira Cloud. [`parent`](Self::parent) puts it below another.
    pub fn jira_cloud(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::JiraCloud, config)
    }

    /// Makes an issue in Jira Server. [`parent`](Self::parent) puts it below another.
    pub fn jira_server(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::JiraServer, config)
    }

    /// Makes a work item in Azure DevOps. [`parent`](Self::parent) puts it below another.
    pub fn azure_devops(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::AzureDevops, config)
    }

    /// Makes an incident in ServiceNow.
    pub fn service_now_incident(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::ServiceNowIncident, config)
    }

    /// Makes a security incident in ServiceNow.
    pub fn service_now_security_incident(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::ServiceNowSecurityIncident, config)
    }

    /// Makes an item in Monday.
    pub fn monday(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Monday, config)
    }

    /// Makes an issue in Linear.
    pub fn linear(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Linear, config)
    }

    /// Writes to Datadog, as logs or as events.
    pub fn datadog(config: impl Into<IntegrationConfigId>, kind: impl Into<DatadogKind>) -> Self {
        Self::deliver(ActionType::Datadog, config).datum("type", json!(kind.into()))
    }

    /// Writes to Sumo Logic.
    pub fn sumo_logic(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::SumoLogic, config)
    }

    /// Writes to Microsoft Sentinel.
    pub fn sentinel(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Sentinel, config)
    }

    /// Writes to Splunk.
    pub fn splunk(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Splunk, config)
    }

    /// Writes to Chronicle, now Google Security Operations.
    pub fn chronicle(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Chronicle, config)
    }

    /// Writes to Coralogix.
    pub fn coralogix(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Coralogix, config)
    }

    /// Writes to Cribl.
    pub fn cribl(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Cribl, config)
    }

    /// Writes to Panther.
    pub fn panther(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Panther, config)
    }

    /// Writes to Snowflake.
    pub fn snowflake(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Snowflake, config)
    }

    /// Delivers to GCP Pub/Sub.
    pub fn pub_sub(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::PubSub, config)
    }

    /// Starts a workflow of Torq.
    pub fn torq(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Torq, config)
    }

    /// Starts a story of Tines.
    pub fn tines(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Tines, config)
    }

    /// Starts a workflow of Opus.
    pub fn opus(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Opus, config)
    }

    /// Tells Cloudflare.
    pub fn cloudflare(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Cloudflare, config)
    }

    /// Tells Akamai.
    pub fn akamai(config: impl Into<IntegrationConfigId>) -> Self {
        Self::deliver(ActionType::Akamai, config)
    }

    /// An action of any kind that delivers through a config and needs no data.
    pub fn deliver(kind: impl Into<ActionType>, config: impl Into<IntegrationConfigId>) -> Self {
        let config: IntegrationConfigId = config.into();
        let is_named = !config.as_str().is_empty();
        Self::of(kind, json!({})).member("external_config", config.to_string()).checked(
            is_named,
            "external_config",
            "must not be empty",
        )
    }

    /// An action of any kind, also one that this version does not name, with its data as they are sent.
    pub fn of(kind: impl Into<ActionType>, data: Value) -> Self {
        let is_object = data.is_object();
        let kind: ActionType = kind.into();
        let mut action = Map::new();
        action.insert("type".to_owned(), kind.code().into());
        action.insert("data".to_owned(), data);
        Self::read(Value::Object(action)).checked(is_object, "data", "must be a JSON object")
    }
}

/// More about an action.
impl Action {
    /// The reason: of an action that dismisses, snoozes or changes the score.
    #[must_use]
    pub fn reason(self, reason: impl Into<String>) -> Self {
        let rule = "is only for actions that dismiss, snooze or change the score";
        self.only(EXPLAINED, "data.reason", rule).datum("reason", Value::String(reason.into()))
    }

    /// More on the [reason](Self::reason).
    #[must_use]
    pub fn justification(self, justification: impl Into<String>) -> Self {
        let rule = "is only for actions that dismiss, snooze or change the score";
        self.only(EXPLAINED, "data.justification", rule).datum("justification", Value::String(justification.into()))
    }

    /// The issue or work item that each new one goes below: of an action for Jira or Azure DevOps.
    #[must_use]
    pub fn parent(self, parent: impl Into<String>) -> Self {
        let rule = "is only for actions that write to Jira or Azure DevOps";
        self.only(WITH_PARENT, "data.parent_id", rule).datum("parent_id", Value::String(parent.into()))
    }

    /// Keys of the asset's tags that hold further receivers: of an [e-mail](Self::email).
    #[must_use]
    pub fn asset_tag_keys(self, keys: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let keys: Vec<String> = keys.into_iter().map(Into::into).collect();
        self.only(&[ActionType::Email], "data.asset_tag_keys", "is only for e-mails")
            .datum("asset_tag_keys", json!(keys))
    }

    /// Keys of custom tags that hold further receivers: of an [e-mail](Self::email).
    #[must_use]
    pub fn custom_tag_keys(self, keys: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let keys: Vec<String> = keys.into_iter().map(Into::into).collect();
        self.only(&[ActionType::Email], "data.custom_tag_keys", "is only for e-mails")
            .datum("custom_tag_keys", json!(keys))
    }

    /// Whether one [e-mail](Self::email) may tell of several alerts.
    #[must_use]
    pub fn multi_alerts(self, multi_alerts: bool) -> Self {
        self.only(&[ActionType::Email], "data.multi_alerts", "is only for e-mails")
            .datum("multi_alerts", Value::Bool(multi_alerts))
    }

    /// Its data as they came, or as they are sent.
    pub fn data(&self) -> Option<&Value> {
        self.raw.0.get("data")
    }

    /// The action as it came, or as it is sent.
    pub fn raw(&self) -> &Value {
        &self.raw.0
    }

    /// What is wrong with it: each field, and the rule that it breaks.
    pub(crate) fn problems(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.problems.iter().copied().chain(self.lacks_receivers())
    }

    fn lacks_receivers(&self) -> Option<(&'static str, &'static str)> {
        let data = Members::of(self.data());
        // One that Orca answered is sent back as it is.
        let is_ours = self.id.is_none() && self.kind == Some(ActionType::Email);
        let named = ["email", "asset_tag_keys", "custom_tag_keys"].iter().any(|name| !data.list(name).is_empty());
        (is_ours && !named).then_some(("data.email", "must name an address, or keys of tags that hold one"))
    }

    fn only(self, kinds: &[ActionType], field: &'static str, rule: &'static str) -> Self {
        let is_one = self.kind.is_some_and(|kind| kinds.contains(&kind));
        self.checked(is_one, field, rule)
    }

    fn checked(mut self, holds: bool, field: &'static str, rule: &'static str) -> Self {
        if !holds {
            self.problems.push((field, rule));
        }
        self
    }

    fn datum(mut self, name: &str, value: Value) -> Self {
        if let Some(data) = self.raw.0.get_mut("data").and_then(Value::as_object_mut) {
            data.insert(name.to_owned(), value);
        }
        self
    }

    fn member(self, name: &str, text: String) -> Self {
        let mut members = match self.raw.0 {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        members.insert(name.to_owned(), Value::String(text));
        Self { problems: self.problems, ..Self::read(Value::Object(members)) }
    }

    pub(super) fn read(raw: Value) -> Self {
        let members = Members::of(Some(&raw));
        Self {
            id: members.text("id"),
            kind: members.int("type").map(ActionType::from),
            external_config: members.text("external_config").map(IntegrationConfigId::from),
            siem_token: members.text("siem_token"),
            raw: Veiled(raw),
            problems: Vec::new(),
        }
    }
}

impl Serialize for Action {
    /// Writes the action as it came, or as it is sent.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::read)
    }
}
