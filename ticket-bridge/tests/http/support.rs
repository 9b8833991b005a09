//! A team's services on loopback, one clock for all of them, and who looks on.

use async_trait::async_trait;
use backlog_api::webhook::WebhookEvent;
use backlog_api::{Body, RateGate, ReqwestTransport, RetryPolicy, Sleep, Transport, TransportError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ticket_bridge::adapters::backlog::BacklogTracker;
use ticket_bridge::adapters::orca::OrcaSource;
use ticket_bridge::engine::Disposition;
use ticket_bridge::*;
use ticket_bridge_sandbox::{
    Backlog, BacklogField, BacklogIssue, BacklogOptions, BacklogProject, Clock, LoggedRequest, Options, Orca, OrcaAlert,
};

pub(crate) const SECOND: Duration = Duration::from_secs(1);
pub(crate) const MINUTE: Duration = Duration::from_secs(60);
/// Longer than any real answer takes here, and short enough to wait for.
const ATTEMPT: Duration = Duration::from_millis(700);

/// Wall time by the stand-ins' clock; timers in real time, as the sockets are.
#[derive(Debug)]
pub(crate) struct Time(pub Clock);

impl backlog_api::Clock for Time {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Whoever waits by this clock moves it.
#[derive(Debug)]
pub(crate) struct Moving(pub(crate) Clock);

impl backlog_api::Clock for Moving {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let clock = self.0.clone();
        Box::pin(async move { clock.advance(duration) })
    }
}

/// Where some calls end instead of at the service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Detour {
    /// At a port where nobody listens.
    Refused,
    /// At a name that does not exist.
    NoName,
    /// At a port that speaks no TLS.
    NoTls,
}

/// The real transport, with detours.
#[derive(Clone, Debug)]
pub(crate) struct Road {
    real: Arc<ReqwestTransport>,
    detour: Arc<Mutex<Option<(Detour, Place)>>>,
}

/// Calls by method, and by a path or its beginning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) whole: bool,
}

impl Place {
    pub(crate) fn fits(self, method: &str, path: &str) -> bool {
        let same = if self.whole { path == self.path } else { path.starts_with(self.path) };
        same && method == self.method
    }
}

impl Road {
    fn new() -> Self {
        let real = ReqwestTransport::builder().no_proxy().build().unwrap();
        Self { real: Arc::new(real), detour: Arc::default() }
    }

    pub(crate) fn close(&self, detour: Detour, place: Place) {
        *self.detour.lock().unwrap() = Some((detour, place));
    }

    pub(crate) fn open(&self) {
        *self.detour.lock().unwrap() = None;
    }
}

#[async_trait]
impl Transport for Road {
    async fn send(&self, mut request: http::Request<Body>) -> Result<http::Response<Body>, TransportError> {
        let detour = *self.detour.lock().unwrap();
        let uri = request.uri().clone();
        let hit = detour.filter(|(_, place)| place.fits(request.method().as_str(), uri.path()));
        if let Some((detour, _)) = hit {
            let path = uri.path_and_query().unwrap();
            let to = match detour {
                Detour::Refused => format!("http://127.0.0.1:{}{path}", closed_port()),
                Detour::NoName => format!("http://nowhere.invalid{path}"),
                Detour::NoTls => format!("https://{}{path}", uri.authority().unwrap()),
            };
            *request.uri_mut() = to.parse().unwrap();
        }
        self.real.send(request).await
    }
}

fn closed_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The shipped tracker, and how each of its calls ended.
pub(crate) struct Spy {
    tracker: BacklogTracker,
    ended: Mutex<Vec<(&'static str, &'static str)>>,
    between: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl std::fmt::Debug for Spy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Spy").finish_non_exhaustive()
    }
}

impl Spy {
    fn note(&self, call: &'static str, ending: &'static str) {
        self.ended.lock().unwrap().push((call, ending));
    }

    /// What happens between the first page and the next.
    pub(crate) fn between_pages(&self, happens: impl FnOnce() + Send + 'static) {
        *self.between.lock().unwrap() = Some(Box::new(happens));
    }

    /// How the calls of one kind ended, in order; forgets all.
    pub(crate) fn take(&self, call: &str) -> Vec<&'static str> {
        let ended = std::mem::take(&mut *self.ended.lock().unwrap());
        ended.into_iter().filter(|(one, _)| *one == call).map(|(_, ending)| ending).collect()
    }
}

pub(crate) fn word<T>(outcome: &CallOutcome<T>) -> &'static str {
    match outcome {
        CallOutcome::Done(_) => "done",
        CallOutcome::NotSent { .. } => "not sent",
        CallOutcome::InDoubt => "in doubt",
        CallOutcome::Rejected(rejection) => match rejection.blame {
            Blame::Item => "item",
            _ => "configuration",
        },
    }
}

#[async_trait]
impl TicketTracker for Spy {
    async fn create(&self, draft: &TicketDraft) -> CallOutcome<TicketSnapshot> {
        let outcome = self.tracker.create(draft).await;
        self.note("create", word(&outcome));
        outcome
    }

    async fn write(&self, write: &TicketWrite) -> CallOutcome<TicketSnapshot> {
        let outcome = self.tracker.write(write).await;
        self.note("write", word(&outcome));
        outcome
    }

    async fn read(&self, ticket: &TicketRef, op: Option<&OpId>) -> Result<TicketState, ReadFailed> {
        let read = self.tracker.read(ticket, op).await;
        let ending = match &read {
            Ok(TicketState::There(_)) => "there",
            Ok(TicketState::Deleted) => "deleted",
            Ok(_) => "hidden",
            Err(_) => "failed",
        };
        self.note("read", ending);
        read
    }

    async fn probe(&self, marker: &str) -> Probe {
        let probe = self.tracker.probe(marker).await;
        let ending = match &probe {
            Probe::None => "none",
            Probe::Failed(_) => "failed",
            _ => "found",
        };
        self.note("probe", ending);
        probe
    }

    async fn evidence(&self, marker: &str, attempts: &[AttemptId], since: Moment) -> Evidence {
        let evidence = self.tracker.evidence(marker, attempts, since).await;
        let ending = match &evidence {
            Evidence::None => "none",
            Evidence::Found(_) => "found",
            _ => "incomplete",
        };
        self.note("evidence", ending);
        evidence
    }

    async fn page(&self, since: Option<Moment>, cursor: Option<&str>) -> Result<TicketPage, ReadFailed> {
        if let Some(happens) = cursor.and_then(|_| self.between.lock().unwrap().take()) {
            happens();
        }
        self.tracker.page(since, cursor).await
    }
}

/// Keeps what people are told.
#[derive(Debug, Default)]
pub(crate) struct Told(Mutex<Vec<Notice>>);

impl Told {
    pub(crate) fn kinds(&self) -> Vec<NoticeKind> {
        self.0.lock().unwrap().iter().map(|notice| notice.kind).collect()
    }

    pub(crate) fn forget(&self) {
        self.0.lock().unwrap().clear();
    }

    pub(crate) fn count(&self, kind: NoticeKind) -> usize {
        self.kinds().into_iter().filter(|one| *one == kind).count()
    }
}

#[async_trait]
impl Notifier for Told {
    async fn notify(&self, notice: &Notice) -> CallOutcome<String> {
        let mut told = self.0.lock().unwrap();
        told.push(notice.clone());
        CallOutcome::Done(told.len().to_string())
    }
}

/// One team.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) backlog: Arc<Backlog>,
    pub(crate) orca: Orca,
    pub(crate) project: BacklogProject,
    pub(crate) field: u64,
    pub(crate) road: Road,
    pub(crate) tracker: BacklogTracker,
    pub(crate) spy: Arc<Spy>,
    pub(crate) source: Arc<OrcaSource>,
    pub(crate) told: Arc<Told>,
    pub(crate) ledger: MemoryLedger,
    pub(crate) policy: Policy,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|options| options).await
    }

    pub(crate) async fn with(options: impl FnOnce(BacklogOptions) -> BacklogOptions) -> Self {
        let clock = Clock::manual(UNIX_EPOCH + Duration::from_secs(1_795_000_000));
        let many = 1_000_000;
        let base = BacklogOptions::default().clock(clock.clone()).rate_limits(many, many, many, many);
        let backlog = Arc::new(Backlog::start_with(options(base)).await.unwrap());
        let orca = Orca::start_with(Options::default().clock(clock.clone())).await.unwrap();
        let project = backlog.add_project("SEC").unwrap();
        let field = backlog.add_custom_field(project.id, "Alert-Id", BacklogField::Text).unwrap();
        let road = Road::new();
        let auth = backlog_api::Auth::api_key(backlog.api_key());
        let client =
            backlog_api::Client::builder(backlog.url(), auth).clock(Time(clock.clone())).transport(road.clone());
        // Once each, and no waiting at a gate: the clock would not move meanwhile.
        let client =
            client.retry(RetryPolicy::none()).rate_gate(RateGate::Off).attempt_timeout(ATTEMPT).build().unwrap();
        let tracker = BacklogTracker::new(client, project.id, project.issue_type_id, field);
        let auth = orca_api::Auth::token(orca.token());
        let client = orca_api::Client::builder(orca.url(), auth).clock(Time(clock.clone()));
        let client = client.retry(RetryPolicy::none()).rate_gate(RateGate::Off).attempt_timeout(ATTEMPT);
        let transport = ReqwestTransport::builder().no_proxy().build().unwrap();
        let source = OrcaSource::new(client.transport(transport).build().unwrap());
        Self {
            spy: Arc::new(Spy { tracker: tracker.clone(), ended: Mutex::default(), between: Mutex::default() }),
            policy: Policy::new("alerts", "SEC"),
            ledger: MemoryLedger::new(),
            told: Arc::default(),
            source: Arc::new(source),
            clock,
            backlog,
            orca,
            project,
            field,
            road,
            tracker,
        }
    }

    /// A worker that knows nothing but the ledger.
    pub(crate) fn unadopted(&self) -> Bridge {
        let bridge = Bridge::new(self.policy.clone(), Arc::new(self.ledger.clone()), Arc::clone(&self.spy) as _);
        bridge
            .source(Arc::clone(&self.source) as _)
            .notifier(Arc::clone(&self.told) as _)
            .clock(Arc::new(Time(self.clock.clone())))
    }

    /// A worker of a flow whose destination was adopted.
    pub(crate) fn bridge(&self) -> Bridge {
        self.unadopted().adopted(true)
    }

    /// The tracker asks for people's comments too.
    pub(crate) fn reads_comments(&mut self) {
        self.tracker = self.tracker.clone().with_comments();
        self.spy = Arc::new(Spy { tracker: self.tracker.clone(), ended: Mutex::default(), between: Mutex::default() });
    }

    /// The ledger is gone.
    pub(crate) fn lose_ledger(&mut self) {
        self.ledger = MemoryLedger::new();
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now().into()
    }

    /// Time passes, and each step a worker does what is due.
    pub(crate) async fn pass(&self, bridge: &Bridge, time: Duration, step: Duration) {
        let end = self.now().after(time);
        while self.now() < end {
            self.clock.advance(step.min(self.now().until(end)));
            let ticked = bridge.tick(Deadline::none()).await.unwrap();
            assert_eq!(ticked.failed, []);
        }
    }

    /// What a source says now.
    pub(crate) fn finding(&self, key: &str) -> Observation {
        Observation::new("orca", key, format!("Public bucket of {key}"), Severity::High, self.now())
    }

    /// A finding that is over now.
    pub(crate) fn over(&self, key: &str) -> Observation {
        let mut finding = self.finding(key);
        finding.state = FindingState::Inactive;
        finding
    }

    /// An alert at Orca, and what it says.
    pub(crate) async fn alert(&self, key: &str) -> Observation {
        self.orca.add_alert(OrcaAlert::new("Public bucket").id(key));
        self.reported(key).await
    }

    /// What Orca says of an alert now.
    pub(crate) async fn reported(&self, key: &str) -> Observation {
        self.source.read(key).await.unwrap().unwrap()
    }

    /// Takes what is seen, and waits for its own notices.
    pub(crate) async fn ingest(&self, observation: Observation) -> Disposition {
        self.bridge().ingest(observation).await.unwrap()
    }

    pub(crate) fn record(&self, key: &str) -> Record {
        let pk = record_key(&self.policy.flow, key);
        self.ledger.records().into_iter().find(|record| record.pk == pk).unwrap()
    }

    pub(crate) fn phase(&self, key: &str) -> Phase {
        self.record(key).phase
    }

    pub(crate) fn ticket(&self, key: &str) -> TicketRef {
        self.record(key).ticket.unwrap()
    }

    /// The issues that name the finding, by the exact text of the field, the oldest first.
    pub(crate) fn issues(&self, key: &str) -> Vec<BacklogIssue> {
        let issues = self.backlog.issues().into_iter();
        issues.filter(|issue| issue.custom_fields.get("Alert-Id").is_some_and(|marker| marker == key)).collect()
    }

    pub(crate) fn issue(&self, key: &str) -> BacklogIssue {
        self.backlog.issue(&self.ticket(key).id).unwrap()
    }

    pub(crate) fn refs(issue: &BacklogIssue) -> TicketRef {
        TicketRef::new(issue.id.to_string(), issue.key.clone())
    }

    /// Calls that the tracker got, by method and the beginning of the path.
    pub(crate) fn calls(&self, method: &str, path: &str) -> usize {
        let fits = |request: &&LoggedRequest| request.method == method && request.path.starts_with(path);
        self.backlog.requests().iter().filter(fits).count()
    }

    /// New issues that were asked for.
    pub(crate) fn creates(&self) -> usize {
        self.calls("POST", "/api/v2/issues")
    }

    /// Everything that was written, at both ends.
    pub(crate) fn writes(&self) -> usize {
        let count = |requests: Vec<LoggedRequest>| requests.iter().filter(|request| request.method != "GET").count();
        count(self.backlog.requests()) + count(self.orca.requests())
    }

    /// A person's own access to the tracker.
    pub(crate) fn person(&self) -> backlog_api::Client {
        let auth = backlog_api::Auth::api_key(self.backlog.add_user("person"));
        let transport = ReqwestTransport::builder().no_proxy().build().unwrap();
        backlog_api::Client::builder(self.backlog.url(), auth).transport(transport).build().unwrap()
    }

    /// The bodies of the webhooks that the tracker sent, once there are so many, as the issues that they name.
    pub(crate) async fn webhooks(&self, least: usize) -> Vec<Vec<TicketRef>> {
        for _ in 0..500 {
            let sent = self.backlog.deliveries();
            if sent.len() >= least {
                return sent.iter().map(|sent| named(&sent.body)).collect();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("no {least} webhooks within 5 s");
    }
}

fn named(body: &str) -> Vec<TicketRef> {
    let event = WebhookEvent::from_slice(body.as_bytes()).unwrap();
    event.issues().into_iter().map(|issue| TicketRef::new(issue.as_str(), "")).collect()
}
