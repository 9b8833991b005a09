//! A team's services on loopback, a folder with its configuration, and the program.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use ticket_bridge::{Deadline, Ledger};
use ticket_bridge_config::{Accept, Bridges, Config, SecretPlace, SecretsFn};
use ticket_bridge_redb::RedbLedger;
use ticket_bridge_sandbox::{Backlog, BacklogProject, Chatwork, LoggedRequest, Orca, SecurityHub};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// No command takes so long.
const LIMIT: Duration = Duration::from_secs(90);

pub(crate) struct Team {
    pub(crate) backlog: Backlog,
    pub(crate) orca: Orca,
    pub(crate) chatwork: Chatwork,
    pub(crate) securityhub: SecurityHub,
    pub(crate) project: BacklogProject,
    pub(crate) folder: TempDir,
    /// What the program finds in its environment.
    pub(crate) variables: Vec<(String, String)>,
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A webhook's secret.
pub(crate) const HOOK: &str = "canary-hook-0123456789";

impl Team {
    /// A project without any field, and no configuration.
    pub(crate) async fn start() -> Self {
        let backlog = Backlog::start().await.unwrap();
        let project = backlog.add_project("SEC").unwrap();
        let (orca, chatwork) = (Orca::start().await.unwrap(), Chatwork::start().await.unwrap());
        let securityhub = SecurityHub::start().await.unwrap();
        let variables = [
            ("BACKLOG_API_KEY", backlog.api_key()),
            ("ORCA_API_TOKEN", orca.token().to_owned()),
            ("CHATWORK_API_TOKEN", chatwork.me().token),
            ("WEBHOOK_SECRET", HOOK.to_owned()),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value)).to_vec();
        let folder = tempfile::tempdir().unwrap();
        Self { backlog, orca, chatwork, securityhub, project, folder, variables }
    }

    /// The same with a configuration, fields, ids and a ledger.
    pub(crate) async fn ready() -> Self {
        let team = Self::start().await;
        team.write_config(&team.config());
        team.run(&["init", "--yes"]).await.ends(0);
        team
    }

    /// A whole configuration, with what people write into such a file.
    pub(crate) fn config(&self) -> String {
        let (backlog, orca, chatwork) = (self.backlog.url(), self.orca.url(), self.chatwork.url());
        let room = self.chatwork.room();
        format!(
            r#"# 本番の設定 (the team's own words)
[backlog]
space = "{backlog}"   # stand-in
api_key = 'env:BACKLOG_API_KEY'

[orca]
origin = "{orca}"
token = "env:ORCA_API_TOKEN"

[chatwork]
url = "{chatwork}"
room = {room}
token = "env:CHATWORK_API_TOKEN"

[webhook]
path_secret = "env:WEBHOOK_SECRET"

[ledger]
file = "ledger.redb"

[flows.alerts]
source = "orca"
project = "SEC"
issue_type = "Task"
marker_field = "Alert-Id"
update_title = true

# W1
[flows.findings]
source = "securityhub"
project = "SEC"
issue_type = "Task"
marker_field = "Finding-Id"
attempt_field = "Bridge-Attempt"
opens_from = "high"

[flows.findings.template]
paths = {{ Title = "$.detail.findings[0].Title", Label = "$.detail.findings[0].Severity.Label" }}
text = '{{"description": "<Title><br />Severity: <Label>"}}'
"#
        )
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write_config(&self, text: &str) {
        std::fs::write(self.path("ticket-bridge.toml"), text).unwrap();
    }

    pub(crate) fn read_config(&self) -> String {
        std::fs::read_to_string(self.path("ticket-bridge.toml")).unwrap()
    }

    /// A file of events; gives its path.
    pub(crate) fn events(&self, events: &Value) -> String {
        let path = self.path("events.json");
        std::fs::write(&path, events.to_string()).unwrap();
        path.display().to_string()
    }

    /// Runs the program in the folder of the configuration.
    pub(crate) async fn run(&self, args: &[&str]) -> Ended {
        self.run_with(args, &[], "").await
    }

    /// The same, with more in the environment and something to read. A name without a value is taken out.
    pub(crate) async fn run_with(&self, args: &[&str], more: &[(&str, Option<&str>)], input: &str) -> Ended {
        let mut command = self.command(args);
        for (name, value) in more {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that does not read may have ended by now.
        _ = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        let output = tokio::time::timeout(LIMIT, child.wait_with_output()).await.expect("it ends").unwrap();
        let ended = Ended {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        // Shown by no failing assertion either.
        for text in [&ended.stdout, &ended.stderr] {
            let secrets = self.variables.iter().filter(|(name, _)| !name.ends_with("REGION") && !name.ends_with("URL"));
            assert!(secrets.into_iter().all(|(_, secret)| !text.contains(secret.as_str())), "a secret in the output");
        }
        ended
    }

    /// The program, ready to be started; killed when it is dropped.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ticket-bridge"));
        command.args(args).current_dir(self.folder.path()).env_clear().kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in ["PATH", "LLVM_PROFILE_FILE", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
            if let Ok(value) = std::env::var(name) {
                command.env(name, value);
            }
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the program with `--json`, and gives what it printed.
    pub(crate) async fn json(&self, args: &[&str], code: i32) -> Value {
        let ended = self.run(&[args, &["--json"]].concat()).await.ends(code);
        serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}: {}", ended.stdout))
    }

    /// The bridges of the same file, over the same ledger, in this process.
    pub(crate) async fn bridges(&self, ledger: Arc<dyn Ledger>) -> Bridges {
        let config = Config::parse(&self.read_config()).unwrap();
        let variables = self.variables.clone();
        let store = SecretsFn(move |place: &SecretPlace| {
            let SecretPlace::Env(wanted) = place else { return Err("not here".to_owned()) };
            let found = variables.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.clone().into()).ok_or_else(|| "not set".to_owned())
        });
        let secrets = config.fetch_secrets(&store).await.unwrap();
        let team = config.connect(&secrets).unwrap();
        team.bridges(&team.ids().await.unwrap(), ledger).unwrap()
    }

    /// What a function of the same configuration does with an event.
    pub(crate) async fn deliver(&self, event: &Value) {
        let ledger = RedbLedger::open_existing(self.path("ledger.redb")).await.unwrap();
        let bridges = self.bridges(Arc::new(ledger.clone())).await;
        bridges.handle(Accept::All, event.to_string().as_bytes(), Deadline::none()).await.unwrap();
        drop(bridges);
        ledger.close().await.unwrap();
    }

    /// All requests that may have changed something, with their service, in the order of their arrival.
    pub(crate) fn writes(&self) -> Vec<(&'static str, LoggedRequest)> {
        let services = [
            ("backlog", self.backlog.requests()),
            ("orca", self.orca.requests()),
            ("chatwork", self.chatwork.requests()),
        ];
        let all = services.into_iter().flat_map(|(name, requests)| requests.into_iter().map(move |seen| (name, seen)));
        let mut writes: Vec<_> = all.filter(|(_, seen)| seen.method != "GET").collect();
        writes.sort_by_key(|(_, seen)| seen.at);
        writes
    }

    pub(crate) fn forget_requests(&self) {
        self.backlog.clear_requests();
        self.orca.clear_requests();
        self.chatwork.clear_requests();
    }

    /// The body of the newest webhook of the project. It is sent to a port that nobody listens on.
    pub(crate) async fn webhook(&self) -> Value {
        for _ in 0..500 {
            if let Some(delivery) = self.backlog.deliveries().last() {
                return serde_json::from_str(&delivery.body).unwrap();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("no webhook within 5 s");
    }
}

impl Ended {
    /// Checks the exit status, and shows what was said if it is another.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }
}

/// The file's mode.
#[cfg(unix)]
pub(crate) fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions()) & 0o777
}
