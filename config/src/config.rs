//! The file as it was read.

use crate::depth::is_too_deep;
use crate::flow::{FlowConfig, Source};
use crate::ids::Ids;
use crate::problem::{Problem, Problems};
use crate::secret::{SecretRef, SecretStore, Secrets};
use crate::table::{Table, whole_number};
use orca_api::Region;
use std::path::PathBuf;
use std::time::Duration;
use ticket_bridge::Budget;
use toml::de::{DeTable, DeValue};

/// One `ticket-bridge.toml`: where the services are, and which flows run between them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The tracker.
    pub backlog: BacklogConfig,
    /// The source of flows of alerts, where these close their alerts.
    pub orca: Option<OrcaConfig>,
    /// Who is told.
    pub chatwork: Option<ChatworkConfig>,
    /// Who may call over HTTP. `None`: nobody.
    pub webhook: Option<WebhookConfig>,
    /// What ties findings and tickets.
    pub ledger: LedgerConfig,
    /// The flows, by name.
    pub flows: Vec<FlowConfig>,
    /// The ids of what the file names, if `ticket-bridge init` wrote them.
    pub ids: Option<Ids>,
}

/// The Backlog space.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BacklogConfig {
    /// The space's host, such as `example.backlog.jp`, or a base URL.
    pub space: String,
    /// The API key.
    pub api_key: SecretRef,
    /// How many tickets are written at once.
    pub writes_at_once: usize,
    /// The time between the beginnings of two writes.
    pub between_writes: Duration,
    /// At most so many writes in a time, over all instances.
    pub most_writes: Option<Budget>,
}

/// The Orca tenant.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OrcaConfig {
    /// Where its API is.
    pub origin: String,
    /// The API token.
    pub token: SecretRef,
}

/// The Chatwork room.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChatworkConfig {
    /// Another base URL than Chatwork's own.
    pub url: Option<String>,
    /// The room.
    pub room: RoomConfig,
    /// The API token.
    pub token: SecretRef,
}

/// How the file says which room it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RoomConfig {
    /// By its name.
    Name(String),
    /// By its id.
    Id(u64),
}

/// Who may call over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookConfig {
    /// Whoever knows the last part of the address's path.
    PathSecret(SecretRef),
    /// Whoever sends this header with this value.
    #[non_exhaustive]
    Header {
        /// The header's name.
        name: String,
        /// Its whole value.
        value: SecretRef,
    },
}

/// What ties findings and tickets. This crate opens no ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LedgerConfig {
    /// A table of DynamoDB.
    #[non_exhaustive]
    DynamoDb {
        /// Its name.
        table: String,
        /// Its region, where it is another than the environment's.
        region: Option<String>,
    },
    /// A file, for one process.
    #[non_exhaustive]
    File {
        /// Where it is. A relative path is meant from the folder of the configuration file.
        path: PathBuf,
    },
    /// The process's memory: for trying it out.
    Memory,
}

const TOP: &[&str] = &["backlog", "orca", "chatwork", "webhook", "ledger", "flows", "ids"];

impl Config {
    /// Reads the file. Nothing is sent, and no secret is needed.
    ///
    /// # Errors
    /// All that is wrong, at once: unknown and missing keys, wrong types and values, contradictions, secrets in plain text.
    /// No secret is quoted. Where the text is no TOML, the first place at which it is none.
    ///
    /// # Examples
    /// ```
    /// let problems = ticket_bridge_config::Config::parse("[backlogs]\n[ledger]\nmemory = true").unwrap_err();
    /// assert!(problems.to_string().contains("did you mean `backlog`?"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, Problems> {
        match Self::read(text) {
            (Some(config), problems) => problems.or(config),
            (None, problems) => Err(problems),
        }
    }

    /// As [`parse`](Self::parse), but gives what could be read beside the problems, so that [`check`](Self::check) can go on
    /// and tell everything in one run. A flow that cannot be read is left out. Run no bridge with it.
    pub fn read(text: &str) -> (Option<Self>, Problems) {
        if text.len() > LARGEST {
            return (None, Problem::new("(file)", "is larger than 1 MiB", "is it the right file?").into());
        }
        if is_too_deep(text) {
            let what = "has tables or lists that stand too deep in each other";
            return (None, Problem::new("(file)", what, "is it the right file?").into());
        }
        let document = match DeTable::parse(text) {
            Ok(document) => document,
            Err(error) => return (None, no_toml(text, &error)),
        };
        let mut problems = Problems::new();
        let top = Table::new("", document.get_ref(), TOP, &mut problems);
        let backlog = backlog(&top, &mut problems);
        let orca = orca(&top, &mut problems);
        let chatwork = chatwork(&top, &mut problems);
        let webhook = webhook(&top, &mut problems);
        let ledger = ledger(&top, &mut problems);
        let flows = FlowConfig::read_all(&top, &mut problems);
        let ids = Ids::read(&top, &mut problems);
        let needs_orca = flows.iter().find(|flow| flow.source == Source::Orca && flow.closes_findings);
        if let Some(flow) = needs_orca.filter(|_| !top.has("orca")) {
            let fix = "add `[orca]` with `region` and `token`, or `closes_findings = false` to the flow";
            problems.add("orca", format!("is missing, and the flow {} closes alerts", flow.name), fix);
        }
        let config = backlog.zip(ledger);
        let config = config.map(|(backlog, ledger)| Self { backlog, orca, chatwork, webhook, ledger, flows, ids });
        (config, problems)
    }

    /// The secrets that the file refers to.
    pub fn secrets(&self) -> impl Iterator<Item = &SecretRef> {
        let webhook = self.webhook.as_ref().map(|webhook| match webhook {
            WebhookConfig::PathSecret(secret) | WebhookConfig::Header { value: secret, .. } => secret,
        });
        let orca = self.orca.as_ref().map(|orca| &orca.token);
        let chatwork = self.chatwork.as_ref().map(|chatwork| &chatwork.token);
        std::iter::once(&self.backlog.api_key).chain(orca).chain(chatwork).chain(webhook)
    }

    /// Fetches all secrets that the file refers to.
    ///
    /// # Errors
    /// All that cannot be had, at once, and those that are empty or begin or end with a blank.
    pub async fn fetch_secrets(&self, store: &dyn SecretStore) -> Result<Secrets, Problems> {
        let (secrets, problems) = Secrets::fetch(self.secrets(), store).await;
        problems.or(secrets)
    }
}

/// The largest file.
const LARGEST: usize = 1 << 20;

/// Line and column, and nothing of the line: it may hold a secret.
fn no_toml(text: &str, error: &toml::de::Error) -> Problems {
    let start = error.span().map_or(text.len(), |span| span.start);
    let before: Vec<&str> = text.get(..start).unwrap_or_default().split('\n').collect();
    let column = before.last().map_or(0, |line| line.chars().count()).saturating_add(1);
    let what = format!("is no TOML at line {}, column {column}: {}", before.len(), error.message());
    Problem::new("(file)", what, "mend this place first").into()
}

fn backlog(top: &Table<'_>, problems: &mut Problems) -> Option<BacklogConfig> {
    const KEYS: &[&str] = &["space", "api_key", "writes_at_once", "between_writes", "most_writes"];
    if !top.has("backlog") {
        problems.add("backlog", "is missing", "add `[backlog]` with `space` and `api_key`");
    }
    let table = top.table("backlog", KEYS, problems)?;
    let space = table.required_text("space", "\"example.backlog.jp\"", problems);
    let space = space.filter(|space| is_plain(&table, "space", space, problems)).filter(|space| {
        let is_space = space.contains("://") || is_host(space);
        if !is_space {
            let fix = "write a host such as example.backlog.jp, or a base URL for any other";
            problems.add(table.at("space"), "is no space of Nulab's cloud", fix);
        }
        is_space
    });
    let api_key = SecretRef::read(&table, "api_key", "BACKLOG_API_KEY", problems);
    let writes_at_once = table.number("writes_at_once", 1, problems).unwrap_or(1);
    let between_writes = table.duration("between_writes", problems).unwrap_or_default();
    let most_writes = budget(&table, "most_writes", problems);
    Some(BacklogConfig { space: space?, api_key: api_key?, writes_at_once, between_writes, most_writes })
}

/// An address without a place for a secret. It is kept and shown, so it must hold none.
fn is_plain(table: &Table<'_>, key: &str, address: &str, problems: &mut Problems) -> bool {
    let is_plain = !address.contains(['@', '?', '#']);
    if !is_plain {
        let what = "holds a user name, a password or parameters";
        problems.add(table.at(key), what, "write scheme, host and port only; if it held a secret, replace that secret");
    }
    is_plain
}

/// As [`backlog_api::Client::from_space`] takes it.
fn is_host(space: &str) -> bool {
    let ends = [".backlog.jp", ".backlog.com", ".backlogtool.com"];
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    ends.iter().find_map(|end| space.strip_suffix(end)).is_some_and(is_label)
}

impl BacklogConfig {
    pub(crate) fn base_url(&self) -> String {
        if self.space.contains("://") { self.space.clone() } else { format!("https://{}", self.space) }
    }
}

/// `{ most = 60, window = "1m" }`.
pub(crate) fn budget(table: &Table<'_>, key: &str, problems: &mut Problems) -> Option<Budget> {
    let table = table.table(key, &["most", "window"], problems)?;
    for (key, example) in [("most", "20"), ("window", "\"1h\"")] {
        if !table.has(key) {
            problems.add(table.at(key), "is missing", format!("add `{key} = {example}`"));
        }
    }
    let most = table.number("most", 1, problems);
    let window = table.duration("window", problems).filter(|window| !window.is_zero());
    Some(Budget::new(most?, window?))
}

fn orca(top: &Table<'_>, problems: &mut Problems) -> Option<OrcaConfig> {
    let table = top.table("orca", &["region", "origin", "token"], problems)?;
    let token = SecretRef::read(&table, "token", "ORCA_API_TOKEN", problems);
    let regions: Vec<_> = Region::ALL.iter().map(|region| (region.name(), *region)).collect();
    let region = table.word("region", &regions, problems).map(String::from);
    let origin = table.text("origin", problems).filter(|origin| is_plain(&table, "origin", origin, problems));
    if table.has("region") == table.has("origin") {
        let what = if table.has("region") { "has both `region` and `origin`" } else { "says not where Orca is" };
        problems.add(table.path(), what, "give `region = \"us\"`, or `origin = \"https://...\"`, and not both");
    }
    Some(OrcaConfig { origin: region.or(origin)?, token: token? })
}

fn chatwork(top: &Table<'_>, problems: &mut Problems) -> Option<ChatworkConfig> {
    let table = top.table("chatwork", &["room", "token", "url"], problems)?;
    let token = SecretRef::read(&table, "token", "CHATWORK_API_TOKEN", problems);
    if !table.has("room") {
        problems.add(table.at("room"), "is missing", "add `room = \"Security alerts\"`, or its id as a number");
    }
    let room = |value: &DeValue<'_>| match value.as_str() {
        Some(name) if !name.trim().is_empty() => Some(RoomConfig::Name(name.to_owned())),
        _ => whole_number(value).map(RoomConfig::Id),
    };
    let room = table.of_type("room", "the room's name in quotes, or its id as a number", room, problems);
    let url = table.text("url", problems).filter(|url| is_plain(&table, "url", url, problems));
    Some(ChatworkConfig { url, room: room?, token: token? })
}

fn webhook(top: &Table<'_>, problems: &mut Problems) -> Option<WebhookConfig> {
    let table = top.table("webhook", &["path_secret", "header"], problems)?;
    if table.has("path_secret") == table.has("header") {
        let what = if table.has("header") { "has both `path_secret` and `header`" } else { "says not who may call" };
        let fix = "give `path_secret = \"env:...\"`, or `header = { name = \"..\", value = \"env:..\" }`, and not both";
        problems.add(table.path(), what, fix);
    }
    if table.has("path_secret") {
        let secret = SecretRef::read(&table, "path_secret", "BACKLOG_WEBHOOK_SECRET", problems);
        return secret.map(WebhookConfig::PathSecret);
    }
    let header = table.table("header", &["name", "value"], problems)?;
    let name = header.required_text("name", "\"x-webhook-secret\"", problems);
    let value = SecretRef::read(&header, "value", "BACKLOG_WEBHOOK_SECRET", problems);
    Some(WebhookConfig::Header { name: name?, value: value? })
}

fn ledger(top: &Table<'_>, problems: &mut Problems) -> Option<LedgerConfig> {
    const KEYS: &[&str] = &["table", "region", "file", "memory"];
    const FIX: &str =
        "give exactly one of `table = \"ticket-bridge\"` (DynamoDB), `file = \"ledger.redb\"` and `memory = true`";
    if !top.has("ledger") {
        problems.add("ledger", "is missing", format!("add `[ledger]`; {FIX}"));
    }
    let table = top.table("ledger", KEYS, problems)?;
    if ["table", "file", "memory"].iter().filter(|key| table.has(key)).count() != 1 {
        problems.add(table.path(), "says not what the one ledger is", FIX);
    }
    if table.has("region") && !table.has("table") {
        problems.add(table.at("region"), "is for a table of DynamoDB only", "leave it out");
    }
    let region = table.text("region", problems);
    if let Some(table) = table.text("table", problems) {
        return Some(LedgerConfig::DynamoDb { table, region });
    }
    if let Some(path) = table.text("file", problems) {
        return Some(LedgerConfig::File { path: path.into() });
    }
    let memory = table.flag("memory", problems)?;
    if !memory {
        problems.add(table.at("memory"), "is false", FIX);
    }
    Some(LedgerConfig::Memory)
}
