//! A team on local stand-ins: its tracker, its sources, its chat room, and the bridge between them.

use std::error::Error;
use std::fmt::Display;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::adapters::backlog::BacklogTracker;
use ticket_bridge::adapters::chatwork::ChatworkNotifier;
use ticket_bridge::adapters::orca::OrcaSource;
use ticket_bridge::intake::Intake;
use ticket_bridge::{
    Bridge, Deadline, MemoryLedger, Moment, Notifier, Phase, Policy, Severity, Template, TicketRef, TicketTracker,
};
use ticket_bridge_sandbox::{
    Backlog, BacklogField, BacklogOptions, Chatwork, Clock, Options, Orca, OrcaStatus, SecurityHub,
};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A result whose error is a line for a person.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// The team.
#[derive(Debug)]
pub struct Team {
    /// The tracker.
    pub backlog: Backlog,
    /// The source of alerts.
    pub orca: Orca,
    /// The source of findings.
    pub securityhub: SecurityHub,
    /// The chat.
    pub chatwork: Chatwork,
    clock: Clock,
    alerts: Bridge,
    findings: Bridge,
    ledger: MemoryLedger,
    /// Where Backlog posts its webhooks.
    hook: MockServer,
    /// Tracker calls of each observation.
    calls: Vec<usize>,
}

/// The team's time, for its bridges.
#[derive(Debug)]
struct TeamClock(Clock);

impl backlog_api::Clock for TeamClock {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> backlog_api::Sleep {
        let clock = self.0.clone();
        Box::pin(async move { clock.sleep(duration).await })
    }
}

/// What an EventBridge rule of a team would post to Backlog, without a bridge.
const PATHS: [(&str, &str); 4] = [
    ("Title", "$.detail.findings[0].Title"),
    ("Description", "$.detail.findings[0].Description"),
    ("Label", "$.detail.findings[0].Severity.Label"),
    ("Resource", "$.detail.findings[0].Resources[0].Id"),
];
const TEMPLATE: &str =
    r#"{"summary": <Title>, "description": "<Description><br />Severity: <Label><br />Resource: <Resource>"}"#;

impl Team {
    /// Starts everything on loopback, with a clock that moves when told.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start() -> Outcome<Self> {
        let clock = Clock::manual(SystemTime::now());
        let options = || Options::default().clock(clock.clone());
        let backlog = Backlog::start_with(BacklogOptions::default().clock(clock.clone())).await?;
        let (orca, securityhub) = (Orca::start_with(options()).await?, SecurityHub::start_with(options()).await?);
        let chatwork = Chatwork::start_with(options()).await?;

        let project = backlog.add_project("SEC")?;
        let marker = backlog.add_custom_field(project.id, "Alert-Id", BacklogField::Text)?;
        let attempt = backlog.add_custom_field(project.id, "Bridge-Attempt", BacklogField::Text)?;
        let hook = MockServer::start().await;
        Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&hook).await;
        // An unguessable path is all that tells Backlog's webhooks from anyone's.
        backlog.add_webhook(project.id, &format!("{}/hooks/kX3vQ9", hook.uri()), &[])?;

        let key = backlog_api::Auth::api_key(backlog.api_key());
        let client = backlog_api::Client::builder(backlog.url(), key).build()?;
        let tracker = BacklogTracker::new(client, project.id, project.issue_type_id, marker);
        let transformer = securityhub_finding::InputTransformer::new(PATHS, TEMPLATE)?;
        let by_template = tracker.clone().template(Template::eventbridge(transformer)).attempt_field(attempt);
        let token = orca_api::Auth::token(orca.token());
        let source = OrcaSource::new(orca_api::Client::builder(orca.url(), token).build()?);
        let token = chatwork_api::Auth::api_token(chatwork.me().token);
        let room = chatwork_api::Client::builder(chatwork.url(), token).build()?;
        let notifier = Arc::new(ChatworkNotifier::new(room, chatwork.room()));

        let ledger = MemoryLedger::new();
        let mut policy = Policy::new("findings", "SEC");
        policy.opens_from = Severity::High;
        let bridge = |policy: Policy, tracker: Arc<dyn TicketTracker>| {
            let time = Arc::new(TeamClock(clock.clone()));
            let bridge = Bridge::new(policy, Arc::new(ledger.clone()), tracker)
                .notifier(Arc::clone(&notifier) as Arc<dyn Notifier>);
            bridge.clock(time).adopted(true)
        };
        let alerts = bridge(Policy::new("alerts", "SEC"), Arc::new(tracker)).source(Arc::new(source));
        let findings = bridge(policy, Arc::new(by_template));
        Ok(Self { backlog, orca, securityhub, chatwork, clock, alerts, findings, ledger, hook, calls: Vec::new() })
    }

    /// Gives an event to the bridge of its flow; what the trigger is told.
    ///
    /// # Errors
    /// When the event is to come again.
    pub async fn deliver(&mut self, intake: &dyn Intake, event: &serde_json::Value) -> Outcome<String> {
        let before = self.backlog.requests().len();
        let bridge = if event.get("detail-type").is_some() { &self.findings } else { &self.alerts };
        let answer = bridge.handle(intake, event.to_string().as_bytes(), Deadline::none()).await?;
        self.calls.push(self.backlog.requests().len().saturating_sub(before));
        Ok(answer.to_json()?)
    }

    /// Waits for Backlog's newest webhook, and lets the bridge look at the issues that it names.
    ///
    /// # Errors
    /// When none comes within five seconds, or it is none.
    pub async fn receive_webhook(&mut self) -> Outcome<()> {
        for _ in 0..500 {
            let requests = self.hook.received_requests().await.unwrap_or_default();
            let events = requests.iter().map(|request| backlog_api::webhook::WebhookEvent::from_slice(&request.body));
            let changed = events.flatten().find(backlog_api::webhook::WebhookEvent::may_have_changed_status);
            if let Some(event) = changed {
                for issue in event.issues() {
                    self.alerts.ticket_changed(&TicketRef::new(issue.as_str(), "")).await?;
                }
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Err("Backlog's webhook did not arrive within 5 s".into())
    }

    /// Waits until Orca has checked a closed alert again and opened it.
    ///
    /// # Errors
    /// When it does not within five seconds.
    pub async fn verified(&self, alert: &str) -> Outcome<()> {
        for _ in 0..500 {
            if self.orca.status(alert) == Some(OrcaStatus::Open) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Err("Orca did not open the alert again".into())
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// The key of the issue whose text names something.
    ///
    /// # Errors
    /// When there is not exactly one.
    pub fn issue_of(&self, name: &str) -> Outcome<String> {
        let issues = self.backlog.issues();
        let named: Vec<_> = issues.iter().filter(|issue| issue.description.contains(name)).collect();
        match &*named {
            [issue] => Ok(issue.key.clone()),
            _ => Err(format!("{} issues name {name}, not one", named.len()).into()),
        }
    }

    /// The status of an issue, by its number.
    ///
    /// # Errors
    /// When there is no such issue.
    pub fn status(&self, key: &str) -> Outcome<usize> {
        let issue = self.backlog.issue(key).ok_or_else(|| format!("{key} is gone"))?;
        Ok(usize::try_from(issue.status_id)?)
    }

    /// Tracker calls of an observation, counted from 0.
    pub fn calls_of(&self, observation: usize) -> usize {
        self.calls.get(observation).copied().unwrap_or_default()
    }

    /// Tracker calls of the newest observation.
    pub fn calls_of_last(&self) -> usize {
        self.calls.last().copied().unwrap_or_default()
    }

    /// Why inputs could not be read.
    pub fn dead_letters(&self) -> Vec<String> {
        let records = self.ledger.records().into_iter().filter(|record| record.phase == Phase::DeadLetter);
        records.filter_map(|record| record.problem).collect()
    }

    /// Compares what is with what should be.
    ///
    /// # Errors
    /// When they differ.
    pub fn expect(&self, what: &str, is: usize, should_be: usize) -> Outcome<()> {
        if is == should_be { Ok(()) } else { Err(format!("{what}: {is}, and should be {should_be}").into()) }
    }

    /// Prints the sums.
    #[expect(clippy::print_stdout, reason = "the table is what it is for")]
    pub fn table(&self) {
        let issues = self.backlog.issues();
        let comments: usize = issues.iter().map(|issue| self.backlog.comments(&issue.key).len()).sum();
        let closes: usize = self.orca.alerts().iter().map(|alert| self.orca.closes(alert)).sum();
        let calls: Vec<String> = self.calls.iter().map(ToString::to_string).collect();
        println!();
        row("observations in", self.calls.len());
        row("issues", issues.len());
        row("comments and changes", comments);
        row("alerts closed", closes);
        row("Chatwork messages", self.chatwork.messages(self.chatwork.room()).len());
        row("tracker calls for each observation", calls.join(" "));
    }
}

#[expect(clippy::print_stdout, reason = "the table is what it is for")]
fn row(label: &str, value: impl Display) {
    println!("{label:<36} {value}");
}

/// Prints a line of the timeline.
#[expect(clippy::print_stdout, reason = "the timeline is what it is for")]
pub fn say(team: &Team, what: &str) {
    let time = Moment::from(team.clock.now()).to_string();
    println!("{}  {what}", time.get(..19).unwrap_or(&time).replace('T', " "));
}
