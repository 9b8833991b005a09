//! The AWS Security Hub stand-in.

mod events;
mod filter;
mod service;
mod store;
mod time;
mod validate;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use self::events::{Bus, Listener};
use self::service::{Handler, Hub, State};
use self::store::text;
use crate::clock::Clock;
use crate::delivery::Deliveries;
use crate::server::{Server, lock};
use crate::{Delivery, Fault, LoggedRequest, Options};

const ACCOUNT: &str = "123456789012";
const REGION: &str = "ap-northeast-1";

/// A local Security Hub (the ASFF one) with state: import, read, update, and the events of each change.
///
/// Three calls are here: `BatchImportFindings` (`POST /findings/import`), `GetFindings` (`POST /findings`) and
/// `BatchUpdateFindings` (`PATCH /findings/batchupdate`). All others answer 501, those of the OCSF generation too.
///
/// Each call needs an `AWS4-HMAC-SHA256` header whose scope names the service `securityhub`. **The signature itself is
/// not verified**, nor are date, region and access key: a client that signs wrongly passes here and fails at AWS.
///
/// Each import that changes something and each update sends one `Security Hub Findings - Imported` event per finding.
/// [`events`](Self::events) keeps them; [`on_event`](Self::on_event) and [`deliver_to`](Self::deliver_to) hear of new
/// ones.
///
/// What follows the service's documents:
///
/// - Workflow status: NEW at first; NOTIFIED and RESOLVED return to NEW when the finding comes back from ARCHIVED or
///   its check from PASSED; a control finding that passes becomes RESOLVED; a re-check that changes nothing keeps it.
/// - An update never moves `UpdatedAt`; an import with an older or equal `UpdatedAt` is ignored, without an event.
/// - An import changes neither note, user-defined fields, verification state nor workflow, and no severity,
///   confidence, criticality, types or related findings that a customer has changed.
/// - A finding has one note, and an update replaces it.
///
/// What the documents leave open, and what happens here:
///
/// - `UserDefinedFields` of an update replace the whole map. Merge before you write.
/// - Updates take effect at once. The service may take minutes.
/// - A SUPPRESSED finding that passes stays SUPPRESSED.
/// - Of a finding named twice in an update the first is done, the second unprocessed.
/// - An exclusion filter fits a finding that has no such field.
/// - Each provider may import for each account and product. `Region` in an import over HTTP is refused.
/// - `NextToken` counts findings: changes between two pages move them.
///
/// `GetFindings` knows 33 of the 107 filters. Another filter, or another sort field, answers 501 and is named there.
///
/// # Examples
///
/// ```
/// use ticket_bridge_sandbox::SecurityHub;
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let hub = SecurityHub::start().await?;
/// let finding = hub.control_finding("EC2.19", "sg-0a", "HIGH");
/// hub.import(&finding)?;
/// // Feed the event to the program under test, point it to `hub.url()`, and look at the finding afterwards:
/// assert_eq!(hub.events()[0]["detail"]["findings"][0]["Workflow"]["Status"], "NEW");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct SecurityHub {
    clock: Clock,
    hub: Arc<Hub>,
    server: Server,
}

impl SecurityHub {
    /// Starts on a free port, with the machine's clock.
    ///
    /// # Errors
    ///
    /// The port cannot be opened.
    pub async fn start() -> std::io::Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// Starts with a clock and a port of your choice.
    ///
    /// # Errors
    ///
    /// The port is in use or cannot be opened.
    pub async fn start_with(options: Options) -> std::io::Result<Self> {
        let Options { clock, port } = options;
        let bus = Bus::new(Deliveries::start(clock.clone()));
        let hub = Arc::new(Hub { bus, state: State::default().into() });
        let server = Server::start(Arc::new(Handler(Arc::clone(&hub))), clock.clone(), port).await?;
        Ok(Self { clock, hub, server })
    }

    /// The address to use as endpoint.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// The account that all events name.
    pub fn account(&self) -> &'static str {
        ACCOUNT
    }

    /// A finding of Security Hub's own control, active and failed, ready to be imported.
    ///
    /// `control` is for example `EC2.19`, `label` a severity label such as `HIGH`. Equal arguments give the same `Id`.
    pub fn control_finding(&self, control: &str, resource: &str, label: &str) -> Value {
        let now = time::text(time::stamp(self.clock.now()));
        let number = resource.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(131).wrapping_add(byte.into()));
        let number = number % 1_000_000_000_000;
        json!({
            "SchemaVersion": "2018-10-08",
            "Id": format!(
                "arn:aws:securityhub:{REGION}:{ACCOUNT}:security-control/{control}/finding/\
                00000000-0000-4000-8000-{number:012}"
            ),
            "ProductArn": format!("arn:aws:securityhub:{REGION}::product/aws/securityhub"),
            "ProductName": "Security Hub",
            "CompanyName": "AWS",
            "GeneratorId": format!("security-control/{control}"),
            "AwsAccountId": ACCOUNT,
            "Types": ["Software and Configuration Checks/Industry and Regulatory Standards"],
            "FirstObservedAt": now,
            "LastObservedAt": now,
            "CreatedAt": now,
            "UpdatedAt": now,
            "Severity": { "Label": label },
            "Title": format!("{control} failed on {resource}"),
            "Description": format!("The control {control} checks resources such as {resource}."),
            "Compliance": { "Status": "FAILED", "SecurityControlId": control },
            "RecordState": "ACTIVE",
            "Resources": [{ "Type": "Other", "Id": resource, "Region": REGION }],
        })
    }

    /// Imports one finding as a provider does, and sends the event. An outdated finding is ignored.
    ///
    /// # Errors
    ///
    /// What is wrong with the finding.
    pub fn import(&self, finding: &Value) -> Result<(), String> {
        self.hub.import(finding, self.clock.now())
    }

    /// Has the provider report a finding once more: `change` edits it, times move on, the event is sent.
    ///
    /// Without a change this is the re-check of a control every 12 or 24 hours. To archive, set `RecordState`.
    ///
    /// # Errors
    ///
    /// There is no such finding, or what is wrong with the changed one.
    pub fn report_again(&self, product_arn: &str, id: &str, change: impl FnOnce(&mut Value)) -> Result<(), String> {
        let mut finding = self.finding(product_arn, id).ok_or("there is no such finding")?;
        let before = finding.as_object().and_then(|finding| time::parse(text(finding, "UpdatedAt")));
        change(&mut finding);
        let now = time::stamp(self.clock.now());
        // Also when the clock stands still.
        let later = before.and_then(|before| before.checked_add(Duration::from_millis(1)).ok());
        let at = time::text(later.map_or(now, |later: Timestamp| later.max(now)));
        if let Some(fields) = finding.as_object_mut() {
            fields.insert("UpdatedAt".to_owned(), at.clone().into());
            fields.insert("LastObservedAt".to_owned(), at.into());
        }
        self.import(&finding)
    }

    /// Refuses the next `times` updates of a finding with an error code such as `ConcurrentUpdateError`.
    pub fn refuse_updates(&self, product_arn: &str, id: &str, code: &str, times: u32) {
        let key = (product_arn.to_owned(), id.to_owned());
        lock(&self.hub.state).refusals.insert(key, (code.to_owned(), times));
    }

    /// All findings, in the order of their first import.
    pub fn findings(&self) -> Vec<Value> {
        lock(&self.hub.state).store.all().cloned().map(Value::Object).collect()
    }

    /// One finding.
    pub fn finding(&self, product_arn: &str, id: &str) -> Option<Value> {
        let key = (product_arn.to_owned(), id.to_owned());
        lock(&self.hub.state).store.get(&key).cloned().map(Value::Object)
    }

    /// The EventBridge events so far, oldest first.
    pub fn events(&self) -> Vec<Value> {
        self.hub.bus.events()
    }

    /// Forgets the events so far.
    pub fn clear_events(&self) {
        self.hub.bus.clear();
    }

    /// Calls back with each new event, on the thread of the call that caused it: send it on, do not block.
    pub fn on_event(&self, callback: impl Fn(&Value) + Send + Sync + 'static) {
        self.hub.bus.listen(Listener::Callback(Arc::new(callback)));
    }

    /// Posts each new event to an `http` address on loopback, once.
    pub fn deliver_to(&self, url: &str) {
        self.hub.bus.listen(Listener::Url(url.to_owned()));
    }

    /// Events that were posted, with their answers.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.hub.bus.deliveries().done()
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
}
