//! A team's services on loopback, and files about them.

use saas_api_core::Sleep;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge_config::Wiring;
use ticket_bridge_config::{Config, Problems, SecretPlace, SecretStore, Secrets, SecretsFn, Team};
use ticket_bridge_sandbox::{
    Backlog, BacklogField, BacklogOptions, BacklogProject, Chatwork, Clock, LoggedRequest, Options, Orca,
};

pub(crate) const HOOK: &str = "canary-of-the-webhook-0123456789";

/// A small file that is right.
pub(crate) const SMALL: &str = r#"
[backlog]
space = "example.backlog.jp"
api_key = "env:BACKLOG_API_KEY"
[orca]
region = "us"
token = "env:ORCA_API_TOKEN"
[ledger]
memory = true
[flows.alerts]
source = "orca"
project = "SEC"
issue_type = "Task"
marker_field = "Alert-Id"
"#;

pub(crate) struct World {
    pub(crate) backlog: Backlog,
    pub(crate) orca: Orca,
    pub(crate) chatwork: Chatwork,
    pub(crate) project: BacklogProject,
    pub(crate) clock: Clock,
}

/// Wall time by the stand-ins' clock; timers in real time, as the sockets are.
#[derive(Debug)]
struct Time(Clock);

impl saas_api_core::Clock for Time {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl World {
    /// A project `SEC` with the text fields `Alert-Id` and `Bridge-Attempt`.
    pub(crate) async fn start() -> Self {
        let clock = Clock::manual(SystemTime::now());
        let options = || Options::default().clock(clock.clone());
        let backlog = Backlog::start_with(BacklogOptions::default().clock(clock.clone())).await.unwrap();
        let orca = Orca::start_with(options()).await.unwrap();
        let chatwork = Chatwork::start_with(options()).await.unwrap();
        let project = backlog.add_project("SEC").unwrap();
        for name in ["Alert-Id", "Bridge-Attempt"] {
            backlog.add_custom_field(project.id, name, BacklogField::Text).unwrap();
        }
        Self { backlog, orca, chatwork, project, clock }
    }

    /// The services of this world, and these flows.
    pub(crate) fn file(&self, flows: &str) -> String {
        let (backlog, orca, chatwork) = (self.backlog.url(), self.orca.url(), self.chatwork.url());
        format!(
            r#"
[backlog]
space = "{backlog}"
api_key = "env:BACKLOG_API_KEY"
[orca]
origin = "{orca}"
token = "env:ORCA_API_TOKEN"
[chatwork]
url = "{chatwork}"
room = {room}
token = "env:CHATWORK_API_TOKEN"
[webhook]
path_secret = "env:BACKLOG_WEBHOOK_SECRET"
[ledger]
memory = true
{flows}
"#,
            room = self.chatwork.room()
        )
    }

    /// The secrets by the places that the file names.
    pub(crate) fn secrets_of(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            ("env:BACKLOG_API_KEY", self.backlog.api_key()),
            ("env:ORCA_API_TOKEN", self.orca.token().to_owned()),
            ("env:CHATWORK_API_TOKEN", self.chatwork.me().token),
            ("env:BACKLOG_WEBHOOK_SECRET", HOOK.to_owned()),
        ])
    }

    pub(crate) fn store(&self) -> impl SecretStore + use<> {
        let secrets = self.secrets_of();
        SecretsFn(move |place: &SecretPlace| {
            let secret = secrets.get(place.to_string().as_str());
            secret.map(|secret| secret.as_str().into()).ok_or_else(|| format!("{place} is not set"))
        })
    }

    pub(crate) async fn secrets(&self, config: &Config) -> Secrets {
        config.fetch_secrets(&self.store()).await.unwrap()
    }

    pub(crate) async fn team(&self, file: &str) -> Team {
        let config = parsed(file);
        config.connect_with(&self.secrets(&config).await, self.wiring()).unwrap()
    }

    /// The stand-ins' clock, for clients and bridges.
    pub(crate) fn wiring(&self) -> Wiring {
        Wiring::new().clock(Arc::new(Time(self.clock.clone())))
    }

    /// Time passes.
    pub(crate) fn an_hour_later(&self) {
        self.clock.advance(Duration::from_secs(60 * 60));
    }

    /// What was asked of all services.
    pub(crate) fn requests(&self) -> Vec<LoggedRequest> {
        let mut requests = self.backlog.requests();
        requests.extend(self.orca.requests());
        requests.extend(self.chatwork.requests());
        requests
    }

    pub(crate) fn clear_requests(&self) {
        self.backlog.clear_requests();
        self.orca.clear_requests();
        self.chatwork.clear_requests();
    }

    /// Nothing but reads went out, and some did.
    pub(crate) fn only_read(&self) {
        let requests = self.requests();
        assert!(!requests.is_empty());
        assert!(requests.iter().all(|request| request.method == "GET"), "{requests:#?}");
    }
}

/// The flow that most tests use.
pub(crate) const ALERTS: &str = r#"
[flows.alerts]
source = "orca"
project = "SEC"
issue_type = "Task"
marker_field = "Alert-Id"
"#;

pub(crate) fn parsed(file: &str) -> Config {
    Config::parse(file).unwrap_or_else(|problems| panic!("{problems}"))
}

pub(crate) fn problems_of(file: &str) -> Problems {
    Config::parse(file).expect_err("the file should be refused")
}

/// The paths of the problems.
pub(crate) fn paths(problems: &Problems) -> Vec<&str> {
    problems.iter().map(|problem| problem.path.as_str()).collect()
}

/// The one problem at a path.
pub(crate) fn at<'a>(problems: &'a Problems, path: &str) -> &'a ticket_bridge_config::Problem {
    let at: Vec<_> = problems.iter().filter(|problem| problem.path == path).collect();
    assert_eq!(at.len(), 1, "{path} in\n{problems}");
    at[0]
}
