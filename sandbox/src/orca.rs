//! The Orca stand-in.

mod alert;
mod answer;
mod automations;
mod behavior;
mod calls;
mod catalogue;
mod clause;
mod document;
mod envelope;
mod files;
mod integrations;
mod legacy;
mod remediation;
mod service;
mod serving;
mod session;
mod state;
mod value;
mod words;

use std::io;
use std::sync::{Arc, Mutex, Weak};
use std::time::SystemTime;

use serde_json::{Value, json};

pub use self::alert::OrcaAlert;
pub use self::behavior::{OrcaBehavior, OrcaWebhook};
pub use self::state::OrcaChange;
pub use self::words::{Generation, OrcaActor, OrcaRiskLevel, OrcaSeverity, OrcaStatus, OrcaVerdict};

use self::service::{Core, TOKEN, VIEWER_TOKEN};
use self::session::API_KEY;
use self::state::{State, Stored};
use crate::clock::Clock;
use crate::delivery::Deliveries;
use crate::server::Server;
use crate::{Delivery, Fault, LoggedRequest, Options};

/// A local Orca with state: alerts, their event logs, verification, delivery in both generations.
///
/// A fresh one holds no alert. Its base address is [`url`](Self::url); paths start with `/api`.
///
/// Here are: an alert, its state, event log and malicious file; `GET /api/alerts`, the scheme and the categories; the
/// queries of `/api/query/alerts` with their export into a file, `/api/rules/query/alerts`,
/// `/api/automations/query/alerts`, the serving layer and `POST /api/sonar/query` for the model `Alert`; status,
/// severity, snooze, verify, comment; remediation texts of one's own; `/api/user/action`; sessions of the old API key;
/// automations whose actions send to SQS, and configs of integrations. Alerts come through SQS, SNS and webhooks.
///
/// All else answers 501. So do, in queries: operators that are not known to work, `grouping`, `flat_json`,
/// `additional_models[]`, a `select` of related fields, relations but the account and the asset of an alert, and
/// `GET /api/sonar/query`.
///
/// Orca publishes no API document. Where its answers are not known, this is what the stand-in does, and a client
/// should match on none of it:
///
/// - Any state can be set from any other. [`OrcaBehavior`] chooses between answers that vary.
/// - Orca verifies an alert that a caller closed, and one that a caller asked for. What it finds is the alert's
///   [`OrcaVerdict`]: a closed alert may open again under the same id. One scan runs at a time: what is asked for
///   meanwhile, by a close too, is answered by that one. Orca's word for a scan that went well is not recorded.
/// - `PUT snooze` answers its event. A body for `PUT status` answers 501.
/// - A score sets the risk level by bands that fit observed pairs; it leaves the older severity as it is.
/// - `/api/query/alerts` leaves out what is not `open`, and informational alerts, unless a filter or flag asks.
///   `GET /api/alerts` leaves out nothing.
/// - The scheme is the list of names. A remediation text that exists cannot be made again: that answers 501.
/// - A malicious file and an export have an address under `/files`, which refuses any credential. An export holds what
///   its query found when it was asked for; limits and pages beside it answer 501.
/// - SNS signs nothing here.
/// - An automation sends each alert that it takes, as the legacy document, whenever the alert opens or changes:
///   [`receive_sqs`](Self::receive_sqs) takes it out of the queue. Other actions, an `end_time`, a second config of one
///   name, and deleting a config in use answer 501. What a config for a queue holds is not known: any object will do.
///   Answers leave out a webhook's `api_key`.
/// - The event log starts with the newest event. A comment is no reason to deliver an alert.
/// - The automation's query answers serving-layer rows. `last_sync` is the time of the last change, or what
///   [`sync`](Self::sync) made it.
///
/// ```
/// use ticket_bridge_sandbox::{Generation, Orca, OrcaAlert, OrcaStatus};
///
/// # #[tokio::main]
/// # async fn main() -> std::io::Result<()> {
/// let orca = Orca::start().await?;
/// let id = orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
/// let event = orca.sqs_event(&id, Generation::Legacy);
/// // Feed the event to the program under test, point it to `orca.url()`, and look at the alert afterwards:
/// assert_eq!(event["Records"][0]["eventSource"], "aws:sqs");
/// assert_eq!(orca.status(&id), Some(OrcaStatus::Open));
/// assert_eq!(orca.closes(&id), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Orca {
    core: Arc<Core>,
    server: Server,
}

impl Orca {
    /// Starts on a free port, with the machine's clock.
    ///
    /// # Errors
    ///
    /// The port cannot be opened.
    pub async fn start() -> io::Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// Starts with a clock and a port of your choice.
    ///
    /// # Errors
    ///
    /// The port is in use or cannot be opened.
    pub async fn start_with(options: Options) -> io::Result<Self> {
        let Options { clock, port } = options;
        let core = Arc::new_cyclic(|this| Core {
            clock: clock.clone(),
            deliveries: Deliveries::start(clock.clone()),
            runtime: tokio::runtime::Handle::current(),
            state: Mutex::new(State::default()),
            this: Weak::clone(this),
        });
        let service: Arc<Core> = Arc::clone(&core);
        let server = Server::start(service, clock, port).await?;
        Ok(Self { core, server })
    }

    /// The server's address, without `/api`.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// What goes into `Authorization: Token ..`.
    pub fn token(&self) -> &'static str {
        TOKEN
    }

    /// The old API key, for `POST /api/user/session`.
    pub fn api_key(&self) -> &'static str {
        API_KEY
    }

    /// Ends all sessions that the API key was traded for: their next call is refused.
    pub fn end_sessions(&self) {
        self.core.now(|state| state.sessions.end());
    }

    /// How many sessions the API key was traded for.
    pub fn logins(&self) -> u64 {
        self.core.now(|state| state.sessions.opened())
    }

    /// A token that may read only.
    pub fn viewer_token(&self) -> &'static str {
        VIEWER_TOKEN
    }

    /// The clock that verification and snoozing follow.
    pub fn clock(&self) -> Clock {
        self.core.clock.clone()
    }

    /// Chooses between answers that vary; for all calls from now on.
    pub fn behave(&self, behavior: OrcaBehavior) {
        self.core.now(|state| state.behavior = behavior);
    }

    /// The next call whose path starts so answers 200 with `"status": "failure"`; nothing is committed.
    pub fn fail_with_200(&self, path_prefix: &str, error: &str) {
        self.core.now(|state| state.failures_on_200.push((path_prefix.to_owned(), error.to_owned())));
    }

    /// Adds an alert, delivers it, and gives its id. It replaces one with the same id.
    pub fn add_alert(&self, alert: OrcaAlert) -> String {
        let now = self.core.clock.now();
        self.core.at(now, |state| state.add(alert, now))
    }

    /// Delivers alerts to a webhook from now on.
    pub fn add_webhook(&self, webhook: OrcaWebhook) {
        self.core.now(|state| state.webhooks.push(webhook));
    }

    /// What the next verification of the alert finds. `false`: there is no such alert.
    pub fn set_verdict(&self, alert: &str, verdict: OrcaVerdict) -> bool {
        self.core.now(|state| state.find_mut(alert).map(|alert| alert.spec.verdict = verdict).is_some())
    }

    /// Has Orca find the same risk again: times move and the alert is delivered. `false`: there is no such alert.
    pub fn see_again(&self, alert: &str) -> bool {
        let now = self.core.clock.now();
        self.core.at(now, |state| state.see_again(alert, now))
    }

    /// Gives the alert's row this `last_sync`, until the alert changes: an earlier one than now is that of a row which shows
    /// late. `false`: there is no such alert.
    pub fn sync(&self, alert: &str, last_sync: SystemTime) -> bool {
        let synced = |alert: &mut Stored| alert.synced = Some((alert.last_updated, last_sync));
        self.core.now(|state| state.find_mut(alert).map(synced).is_some())
    }

    /// Has Orca set a state, as when it closes the alert of an asset that is gone. `false`: there is no such alert,
    /// or it is in this state already.
    pub fn set_status(&self, alert: &str, status: OrcaStatus) -> bool {
        let now = self.core.clock.now();
        self.core.at(now, |state| {
            let differs = state.find(alert).is_some_and(|alert| alert.status != status);
            differs && state.change_status(alert, status, OrcaActor::Orca, "asset deleted", now).is_some()
        })
    }

    /// Ids of all alerts, in the order they were added.
    pub fn alerts(&self) -> Vec<String> {
        self.core.now(|state| state.alerts.iter().map(|alert| alert.id.clone()).collect())
    }

    /// The alert as Orca shows and delivers it.
    pub fn alert(&self, alert: &str, generation: Generation) -> Option<Value> {
        self.core.now(|state| state.find(alert).map(|alert| document::of(alert, generation, &state.behavior)))
    }

    /// The state of the alert.
    pub fn status(&self, alert: &str) -> Option<OrcaStatus> {
        self.core.now(|state| state.find(alert).map(|alert| alert.status))
    }

    /// All changes of the alert's state, oldest first.
    pub fn history(&self, alert: &str) -> Vec<OrcaChange> {
        self.look(alert, |alert| alert.history.clone())
    }

    /// How often callers closed the alert; refused calls do not count.
    pub fn closes(&self, alert: &str) -> usize {
        let closed = |change: &&OrcaChange| change.to == OrcaStatus::Closed && change.by == OrcaActor::Caller;
        self.look(alert, |alert| alert.history.iter().filter(closed).count())
    }

    /// The comments on the alert, oldest first.
    pub fn comments(&self, alert: &str) -> Vec<String> {
        self.look(alert, |alert| alert.comments.clone())
    }

    /// The event that a Lambda function gets when an automation sends the alert, as it is now, to SQS.
    ///
    /// An alert that does not exist gives an event without records.
    pub fn sqs_event(&self, alert: &str, generation: Generation) -> Value {
        self.sqs_batch([(alert, generation)])
    }

    /// One event with a record for each alert, which may mix generations.
    pub fn sqs_batch<'a>(&self, alerts: impl IntoIterator<Item = (&'a str, Generation)>) -> Value {
        let mut records = Vec::new();
        for (id, generation) in alerts {
            records.extend(self.enveloped(id, generation, envelope::sqs_record));
        }
        json!({ "Records": records })
    }

    /// The notification in which SNS carries the alert, as it is now, to an HTTP endpoint; null for one that does not
    /// exist.
    pub fn sns_notification(&self, alert: &str, generation: Generation) -> Value {
        self.enveloped(alert, generation, envelope::sns_notification).unwrap_or_default()
    }

    /// The event that a Lambda function gets when an automation sends the alert, as it is now, to SNS.
    ///
    /// An alert that does not exist gives an event without records.
    pub fn sns_event(&self, alert: &str, generation: Generation) -> Value {
        json!({ "Records": self.enveloped(alert, generation, envelope::sns_record).as_slice() })
    }

    /// The event that a Lambda function gets from a queue that is subscribed to SNS: the alert is text within the
    /// notification, which is text within the record.
    pub fn sqs_event_of_sns(&self, alert: &str, generation: Generation) -> Value {
        let record = self.enveloped(alert, generation, |body, number, sent| {
            envelope::sqs_record(&envelope::sns_notification(body, number, sent), number, sent)
        });
        json!({ "Records": record.as_slice() })
    }

    /// The event that a Lambda function gets from the queue of an integration config: what automations sent there since the
    /// last time.
    pub fn receive_sqs(&self, config: &str) -> Value {
        json!({ "Records": self.core.now(|state| automations::receive(state, config)) })
    }

    /// Webhooks that were sent, with their answers.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.core.deliveries.done()
    }

    /// Adds a fault. Faults apply in the order given.
    pub fn fault(&self, fault: Fault) {
        self.server.fault(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.server.clear_faults();
    }

    /// Requests so far.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.server.requests()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.server.clear_requests();
    }

    /// The alert as it is now in what AWS puts around it.
    fn enveloped(
        &self,
        alert: &str,
        generation: Generation,
        envelope: impl FnOnce(&Value, u64, SystemTime) -> Value,
    ) -> Option<Value> {
        let now = self.core.clock.now();
        self.core.at(now, |state| {
            let number = state.next_message();
            let body = document::of(state.find(alert)?, generation, &state.behavior);
            Some(envelope(&body, number, now))
        })
    }

    fn look<T: Default>(&self, alert: &str, look: impl FnOnce(&Stored) -> T) -> T {
        self.core.now(|state| state.find(alert).map(look).unwrap_or_default())
    }
}
