//! A team's services on loopback, and the configuration of its service.

use crate::queue::Queue;
use crate::service::Service;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use ticket_bridge_sandbox::{
    Backlog, BacklogField, BacklogOptions, BacklogProject, Generation, LoggedRequest, Orca, OrcaAlert,
};

/// The last part of the webhook's address.
pub(crate) const SECRET: &str = "canary-of-the-webhook-0123456789";

/// A create whose answer is lost is looked for soon.
const SHORT_TIMES: &str = r#"
send_window = "2s"
commit_within = "2s"
shows_within = "2s"
clock_skew = "0s"
retry_evidence = "1s"
attempt_timeout = "30s"
"#;

pub(crate) struct World {
    pub(crate) backlog: Backlog,
    pub(crate) orca: Orca,
    pub(crate) project: BacklogProject,
    pub(crate) field: u64,
    pub(crate) folder: PathBuf,
}

impl World {
    pub(crate) async fn start() -> Self {
        let many = 1_000_000;
        let backlog = BacklogOptions::default().rate_limits(many, many, many, many);
        let backlog = Backlog::start_with(backlog).await.unwrap();
        let project = backlog.add_project("SEC").unwrap();
        let field = backlog.add_custom_field(project.id, "Alert-Id", BacklogField::Text).unwrap();
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(unique("service"));
        std::fs::create_dir_all(&folder).unwrap();
        let world = Self { backlog, orca: Orca::start().await.unwrap(), project, field, folder };
        world.configure(&world.toml());
        world
    }

    pub(crate) fn toml(&self) -> String {
        let (backlog, orca) = (self.backlog.url(), self.orca.url());
        format!(
            r#"
[backlog]
space = "{backlog}"
api_key = "env:BACKLOG_API_KEY"

[orca]
origin = "{orca}"
token = "env:ORCA_API_TOKEN"

[webhook]
path_secret = "env:HOOK_SECRET"

[ledger]
file = "ledger.redb"

[flows.alerts]
source = "orca"
project = "SEC"
issue_type = "Task"
marker_field = "Alert-Id"
{SHORT_TIMES}"#
        )
    }

    pub(crate) fn configure(&self, toml: &str) {
        std::fs::write(self.folder.join("ticket-bridge.toml"), toml).unwrap();
    }

    /// The environment of the service. Free ports: it says in its log which it got.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let config = self.folder.join("ticket-bridge.toml").display().to_string();
        let own = [
            ("TICKET_BRIDGE_CONFIG", config),
            ("TICKET_BRIDGE_LISTEN", "127.0.0.1:0".to_owned()),
            ("TICKET_BRIDGE_OPS_LISTEN", "127.0.0.1:0".to_owned()),
            ("TICKET_BRIDGE_TICK_SECONDS", "1".to_owned()),
            ("TICKET_BRIDGE_LOG", "debug".to_owned()),
            ("BACKLOG_API_KEY", self.backlog.api_key()),
            ("ORCA_API_TOKEN", self.orca.token().to_owned()),
            ("HOOK_SECRET", SECRET.to_owned()),
        ];
        own.map(|(name, value)| (name.to_owned(), value)).to_vec()
    }

    /// A running service that polls a queue.
    pub(crate) async fn service(&self, queue: &Queue) -> Service {
        Service::running(&queue.variables(self.variables())).await
    }

    /// Backlog posts to the service from now on.
    pub(crate) fn hook(&self, service: &Service) {
        let url = format!("http://{}/hooks/backlog/{SECRET}", service.web);
        self.backlog.add_webhook(self.project.id, &url, &[]).unwrap();
    }

    /// A new alert, and the message that its automation sends.
    pub(crate) fn alert(&self, bucket: &str) -> (String, String) {
        let alert = self.orca.add_alert(OrcaAlert::public_bucket(bucket));
        let message = self.message(&alert);
        (alert, message)
    }

    pub(crate) fn message(&self, alert: &str) -> String {
        let event = self.orca.sqs_event(alert, Generation::Legacy);
        event["Records"][0]["body"].as_str().unwrap().to_owned()
    }

    /// The creates that Backlog got.
    pub(crate) fn creates(&self) -> Vec<LoggedRequest> {
        let creates = self.backlog.requests().into_iter();
        creates.filter(|request| request.method == "POST" && request.path == "/api/v2/issues").collect()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn unique(name: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{name}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
