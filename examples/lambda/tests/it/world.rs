//! A team's services on loopback, its ledger, and the functions between them.

use crate::aws::Way;
use crate::runtime_api::Function;
use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::config::{Credentials, Region};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use ticket_bridge::{Deadline, Ledger, Record, record_key};
use ticket_bridge_config::{Config, SecretPlace, SecretsFn, Team};
use ticket_bridge_dynamodb::DynamoLedger;
use ticket_bridge_sandbox::{
    Backlog, BacklogField, BacklogIssue, BacklogOptions, BacklogProject, Chatwork, LoggedRequest, Orca, SecurityHub,
};

/// The last part of the webhook's address.
pub(crate) const HOOK: &str = "canary-of-the-webhook-0123456789";
const REGION: &str = "ap-northeast-1";
const PLACE: &str = "project = \"SEC\"\nissue_type = \"Task\"\nattempt_field = \"Bridge-Attempt\"";
/// Of the policy: short, so that a create in doubt is looked for at once.
pub(crate) const SHORT_TIMES: &str = r#"
send_window = "1s"
commit_within = "2s"
shows_within = "2s"
clock_skew = "0s"
retry_evidence = "1s"
attempt_timeout = "20s"
"#;
/// What the stand-in of AWS takes for credentials: anything.
const ACCESS: &str = "canary-access";

/// One team. Its clocks are the system's, for the functions have no other.
pub(crate) struct World {
    pub(crate) alert_field: u64,
    pub(crate) aws: Way,
    pub(crate) backlog: Backlog,
    pub(crate) chatwork: Chatwork,
    pub(crate) hub: SecurityHub,
    pub(crate) ledger: DynamoLedger,
    pub(crate) orca: Orca,
    pub(crate) project: BacklogProject,
    config: PathBuf,
}

impl World {
    /// `None`, and why, where there is no stand-in of AWS.
    pub(crate) async fn start() -> Option<Self> {
        let aws = Way::start().await?;
        let many = 1_000_000;
        let backlog = BacklogOptions::default().rate_limits(many, many, many, many);
        let backlog = Backlog::start_with(backlog).await.unwrap();
        let project = backlog.add_project("SEC").unwrap();
        let field = |name| backlog.add_custom_field(project.id, name, BacklogField::Text).unwrap();
        let [alert_field, _, _] = ["Alert-Id", "Finding-Id", "Bridge-Attempt"].map(field);
        let table = unique("bridge");
        let ledger = DynamoLedger::new(aws_sdk_dynamodb::Client::new(&sdk_config(&aws).await), table);
        ledger.create_table(Duration::from_secs(30)).await.unwrap();
        let world = Self {
            alert_field,
            aws,
            backlog,
            chatwork: Chatwork::start().await.unwrap(),
            hub: SecurityHub::start().await.unwrap(),
            ledger,
            orca: Orca::start().await.unwrap(),
            project,
            config: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(unique("ticket-bridge") + ".toml"),
        };
        world.configure(&world.toml(""));
        Some(world)
    }

    /// The configuration as a team would write it, with more lines for the flow of alerts.
    pub(crate) fn toml(&self, more: &str) -> String {
        let (paths, template) = (crate::securityhub::PATHS, crate::securityhub::TEMPLATE);
        let paths: Vec<String> = paths.iter().map(|(name, path)| format!("{name} = \"{path}\"")).collect();
        format!(
            r#"{start}
[orca]
origin = "{orca}"
token = "env:ORCA_API_TOKEN"

[chatwork]
url = "{chatwork}"
room = {room}
token = "env:CHATWORK_API_TOKEN"

[webhook]
path_secret = "env:HOOK_SECRET"

[flows.alerts]
source = "orca"
{PLACE}
marker_field = "Alert-Id"
{more}

[flows.findings]
source = "securityhub"
{PLACE}
marker_field = "Finding-Id"
template = {{ paths = {{ {paths} }}, text = '{template}' }}
"#,
            start = self.start_of_toml(),
            orca = self.orca.url(),
            chatwork = self.chatwork.url(),
            room = self.chatwork.room(),
            paths = paths.join(", "),
        )
    }

    /// Only what the Python script does, too: from alerts to issues. The ids are in it, as `ticket-bridge init` writes them.
    pub(crate) async fn configure_for_measuring(&self) {
        let flow = format!(
            "[flows.alerts]\nsource = \"orca\"\n{PLACE}\nmarker_field = \"Alert-Id\"\ncloses_findings = false\n"
        );
        let toml = format!("{}\n{flow}", self.start_of_toml());
        let ids = self.team(&toml).await.resolve().await.unwrap();
        self.configure(&format!("{toml}\n{}", ids.to_toml()));
        let bridges = self.team(&toml).await.bridges(&ids, Arc::new(self.ledger.clone())).unwrap();
        for (_, adopted) in bridges.adopt(Deadline::none()).await {
            assert!(adopted.unwrap().is_complete);
        }
    }

    fn start_of_toml(&self) -> String {
        let (space, table) = (self.backlog.url(), self.ledger.table());
        format!("[backlog]\nspace = \"{space}\"\napi_key = \"env:BACKLOG_API_KEY\"\n\n[ledger]\ntable = \"{table}\"\n")
    }

    async fn team(&self, toml: &str) -> Team {
        let config = Config::parse(toml).unwrap();
        let key = self.backlog.api_key();
        let secrets = config.fetch_secrets(&SecretsFn(move |_: &SecretPlace| Ok(key.clone().into()))).await.unwrap();
        config.connect(&secrets).unwrap()
    }

    /// Writes the functions' configuration.
    pub(crate) fn configure(&self, toml: &str) {
        std::fs::write(&self.config, toml).unwrap();
    }

    /// What each function gets from its environment.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let variables = [
            ("AWS_ACCESS_KEY_ID", ACCESS.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", ACCESS.to_owned()),
            ("AWS_ENDPOINT_URL", self.aws.url()),
            ("AWS_REGION", REGION.to_owned()),
            ("BACKLOG_API_KEY", self.backlog.api_key()),
            ("CHATWORK_API_TOKEN", self.chatwork.me().token),
            ("HOOK_SECRET", HOOK.to_owned()),
            ("ORCA_API_TOKEN", self.orca.token().to_owned()),
            ("TICKET_BRIDGE_CONFIG", self.config.display().to_string()),
        ];
        variables.map(|(name, value)| (name.to_owned(), value)).to_vec()
    }

    /// Starts a function, and waits until it asks for its first event.
    pub(crate) async fn function(&self, name: &str) -> Function {
        let function = Function::start(name, &self.variables()).await;
        function.first_poll().await;
        function
    }

    pub(crate) async fn record(&self, flow: &str, key: &str) -> Option<Record> {
        let found = self.ledger.get(&record_key(flow, key)).await.unwrap();
        found.map(|(record, _)| record)
    }

    /// The issues whose marker field is exactly this.
    pub(crate) fn issues_of(&self, key: &str) -> Vec<BacklogIssue> {
        let issues = self.backlog.issues().into_iter();
        issues
            .filter(|issue| {
                ["Alert-Id", "Finding-Id"]
                    .iter()
                    .any(|field| issue.custom_fields.get(*field).is_some_and(|marker| marker == key))
            })
            .collect()
    }

    /// The only issue whose marker field is exactly this.
    pub(crate) fn issue_of(&self, key: &str) -> BacklogIssue {
        let mut issues = self.issues_of(key);
        assert_eq!(issues.len(), 1, "issues of {key}");
        issues.remove(0)
    }

    /// A while later: a change in the second of the creation would be looked at again by a tick.
    pub(crate) async fn person_closes(&self, issue: &str) {
        tokio::time::sleep(Duration::from_secs(2)).await;
        self.backlog.close_issue(issue).unwrap();
    }

    /// New issues that the tracker was asked for.
    pub(crate) fn creates(&self) -> Vec<LoggedRequest> {
        let mut requests = self.backlog.requests();
        requests.retain(|request| request.method == "POST" && request.path == "/api/v2/issues");
        requests
    }

    /// What people were told, the oldest first.
    pub(crate) fn told(&self) -> Vec<String> {
        self.chatwork.messages(self.chatwork.room()).into_iter().map(|message| message.body).collect()
    }

    /// All that was written anywhere but in the ledger.
    pub(crate) fn writes(&self) -> usize {
        let services = [self.backlog.requests(), self.orca.requests(), self.chatwork.requests(), self.hub.requests()];
        services.iter().flatten().filter(|request| request.method != "GET").count()
    }

    /// The SDK of the tests themselves, over the same way.
    pub(crate) async fn sdk_config(&self) -> aws_config::SdkConfig {
        sdk_config(&self.aws).await
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.config);
    }
}

async fn sdk_config(aws: &Way) -> aws_config::SdkConfig {
    let credentials = Credentials::new(ACCESS, ACCESS, None, None, "tests");
    let config = aws_config::defaults(BehaviorVersion::latest()).credentials_provider(credentials);
    config.region(Region::new(REGION)).endpoint_url(aws.url()).load().await
}

/// A name that no other test has, nor an earlier run.
pub(crate) fn unique(name: &str) -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    format!("{name}-{}-{}-{now}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed))
}

/// Waits until it is so, for half a minute.
pub(crate) async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !is_so().await {
        assert!(begun.elapsed() < Duration::from_secs(30), "not within 30 s: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
