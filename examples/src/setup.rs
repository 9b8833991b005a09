//! Clients for the examples: of the services that the environment names, else of local stand-ins.

use crate::team::Outcome;
use chatwork_api::webhook::SIGNATURE_HEADER;
use orca_api::alerts::WaitForVerdict;
use std::time::Duration;
use ticket_bridge_sandbox::{Backlog, BacklogField, Chatwork, ChatworkRole, Orca, OrcaAlert, OrcaBehavior};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A client of Backlog, a project in it, and the stand-in that is behind them, if any.
#[derive(Debug)]
#[non_exhaustive]
pub struct BacklogSetup {
    /// The client.
    pub client: backlog_api::Client,
    /// The project's key.
    pub project: String,
    stand_in: Option<Backlog>,
}

/// A client of Chatwork, a room, and the stand-in that is behind them, if any.
#[derive(Debug)]
#[non_exhaustive]
pub struct ChatworkSetup {
    /// The client.
    pub client: chatwork_api::Client,
    /// The room.
    pub room: u64,
    stand_in: Option<Chatwork>,
}

/// A client of Orca, and the stand-in that is behind it, if any.
#[derive(Debug)]
#[non_exhaustive]
pub struct OrcaSetup {
    /// The client.
    pub client: orca_api::Client,
    /// What it talks to, unless that is the real service.
    pub stand_in: Option<Orca>,
}

/// The space of `BACKLOG_SPACE`, with the key of `BACKLOG_API_KEY` and the project of `BACKLOG_PROJECT`; else a stand-in
/// with a project `SEC` that has a text field `Alert-Id`.
///
/// # Errors
/// When a variable is missing beside another, or malformed: the line names it.
pub async fn backlog() -> Outcome<BacklogSetup> {
    if let Ok(space) = std::env::var("BACKLOG_SPACE") {
        let (key, project) = (variable("BACKLOG_API_KEY")?, variable("BACKLOG_PROJECT")?);
        let auth = backlog_api::Auth::api_key(key);
        let client = if space.contains("://") {
            backlog_api::Client::builder(space, auth).build()?
        } else {
            backlog_api::Client::from_space(&space, auth)?
        };
        return Ok(BacklogSetup { client, project, stand_in: None });
    }
    let stand_in = Backlog::start().await?;
    let project = stand_in.add_project("SEC")?;
    stand_in.add_custom_field(project.id, "Alert-Id", BacklogField::Text)?;
    let auth = backlog_api::Auth::api_key(stand_in.api_key());
    let client = backlog_api::Client::builder(stand_in.url(), auth).build()?;
    Ok(BacklogSetup { client, project: project.key, stand_in: Some(stand_in) })
}

/// The room of `CHATWORK_ROOM`, with the token of `CHATWORK_API_TOKEN`, if that is set. `CHATWORK_URL` is for a stand-in that
/// runs already.
///
/// # Errors
/// When a variable is missing beside the other, or malformed: the line names it.
pub fn chatwork_room() -> Outcome<Option<(chatwork_api::Client, u64)>> {
    let Ok(token) = std::env::var("CHATWORK_API_TOKEN") else { return Ok(None) };
    let room = variable("CHATWORK_ROOM")?.parse().map_err(|_form| "CHATWORK_ROOM: must be a number")?;
    let auth = chatwork_api::Auth::api_token(token);
    let client = match std::env::var("CHATWORK_URL") {
        Ok(url) => chatwork_api::Client::builder(url, auth).build()?,
        Err(_unset) => chatwork_api::Client::new(auth)?,
    };
    Ok(Some((client, room)))
}

/// [`chatwork_room`], else a stand-in.
///
/// # Errors
/// As there.
pub async fn chatwork() -> Outcome<ChatworkSetup> {
    if let Some((client, room)) = chatwork_room()? {
        return Ok(ChatworkSetup { client, room, stand_in: None });
    }
    let stand_in = Chatwork::start().await?;
    let auth = chatwork_api::Auth::api_token(stand_in.me().token);
    let client = chatwork_api::Client::builder(stand_in.url(), auth).build()?;
    Ok(ChatworkSetup { client, room: stand_in.room(), stand_in: Some(stand_in) })
}

/// The Orca of `ORCA_URL`, with the token of `ORCA_API_TOKEN`; else a stand-in that verifies within two seconds.
///
/// # Errors
/// When a variable is missing beside the other, or malformed: the line names it.
pub async fn orca() -> Outcome<OrcaSetup> {
    if let Ok(token) = std::env::var("ORCA_API_TOKEN") {
        let client = orca_api::Client::builder(variable("ORCA_URL")?, orca_api::Auth::token(token)).build()?;
        return Ok(OrcaSetup { client, stand_in: None });
    }
    let stand_in = Orca::start().await?;
    stand_in.behave(OrcaBehavior::new().verification_takes(Duration::from_millis(1_500)));
    let auth = orca_api::Auth::token(stand_in.token());
    let client = orca_api::Client::builder(stand_in.url(), auth).build()?;
    Ok(OrcaSetup { client, stand_in: Some(stand_in) })
}

/// A webhook of Chatwork as a web server gets it, and the token of its setting.
#[derive(Debug)]
#[non_exhaustive]
pub struct Mention {
    /// The token, as Chatwork's settings show it.
    pub token: String,
    /// The value of the signature's header.
    pub signature: String,
    /// The body as it came.
    pub body: Vec<u8>,
}

/// Has a colleague mention the account of a stand-in with this text, and takes the webhook that follows.
///
/// # Errors
/// When none came within ten seconds.
pub async fn mention(text: &str) -> Outcome<Mention> {
    let (stand_in, web) = (Chatwork::start().await?, MockServer::start().await);
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&web).await;
    let (me, colleague) = (stand_in.me().id, stand_in.add_account("colleague").id);
    stand_in.add_member(stand_in.room(), colleague, ChatworkRole::Member);
    let token = stand_in.add_mention_webhook(me, &web.uri()).token;
    stand_in
        .write(stand_in.room(), colleague, &format!("[To:{me}] {text}"))
        .ok_or("the colleague is not in the room")?;
    for _ in 0..1_000 {
        if let Some(request) = web.received_requests().await.and_then(|mut requests| requests.pop()) {
            let signature = request.headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
            let signature = signature.unwrap_or_default().to_owned();
            return Ok(Mention { token, signature, body: request.body });
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Err("no webhook came".into())
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_missing| format!("{name}: must be set"))
}

impl BacklogSetup {
    /// The type of new issues, and the text field for alert ids.
    ///
    /// # Errors
    /// When the project has no issue type, or no field `Alert-Id`.
    pub async fn alert_fields(&self) -> Outcome<(backlog_api::IssueTypeId, backlog_api::CustomFieldId)> {
        let types = self.client.issue_types(self.project.as_str()).list().await?;
        let fields = self.client.custom_fields(self.project.as_str()).list().await?;
        let issue_type = types.first().ok_or("the project has no issue type")?;
        let field = fields.iter().find(|field| field.name == "Alert-Id").ok_or("the project has no field Alert-Id")?;
        Ok((issue_type.id, field.id))
    }

    /// Whether a stand-in answers.
    pub fn is_local(&self) -> bool {
        self.stand_in.is_some()
    }
}

impl OrcaSetup {
    /// The alert of `ORCA_ALERT`; in the stand-in a new one, whose risk is gone.
    ///
    /// # Errors
    /// When the variable is missing.
    pub fn alert(&self) -> Outcome<orca_api::AlertId> {
        match &self.stand_in {
            Some(stand_in) => Ok(stand_in.add_alert(OrcaAlert::public_bucket("invoices-prod")).into()),
            None => Ok(variable("ORCA_ALERT")?.into()),
        }
    }

    /// How long to wait for a verdict: a scan in the cloud takes minutes to hours.
    pub fn patience(&self) -> WaitForVerdict {
        match &self.stand_in {
            Some(_) => WaitForVerdict::within(Duration::from_secs(10)).every(Duration::from_secs(1)),
            None => WaitForVerdict::within(Duration::from_secs(2 * 3_600)).every(Duration::from_secs(60)),
        }
    }
}

impl OrcaSetup {
    /// The config for a queue that `ORCA_SQS_CONFIG` names; `None` in the stand-in, which has none yet.
    ///
    /// # Errors
    /// When the variable is missing.
    pub fn queue_config(&self) -> Outcome<Option<orca_api::IntegrationConfigId>> {
        match &self.stand_in {
            Some(_) => Ok(None),
            None => Ok(Some(variable("ORCA_SQS_CONFIG")?.into())),
        }
    }

    /// Has the stand-in find an alert, and gives the alerts that a function gets from the queue then. The real service is
    /// left alone.
    ///
    /// # Errors
    /// When a message holds no alert.
    pub fn delivered_to(&self, queue: &orca_api::IntegrationConfigId) -> Outcome<Vec<orca_api::AlertId>> {
        let Some(stand_in) = &self.stand_in else { return Ok(Vec::new()) };
        stand_in.add_alert(OrcaAlert::public_bucket("invoices-prod"));
        let event = stand_in.receive_sqs(queue.as_str()).to_string();
        let records = orca_api::event::OrcaEvent::records(event.as_bytes())?.into_iter();
        records.map(|record| Ok(record.event?.alert().id().clone())).collect()
    }
}

impl ChatworkSetup {
    /// Half a minute, in which a person may finish the task. In the stand-in one does so at once.
    pub async fn wait_for_a_person(&self, task: chatwork_api::TaskId) {
        match &self.stand_in {
            Some(stand_in) => drop(stand_in.finish_task(task.get(), true)),
            None => tokio::time::sleep(Duration::from_secs(30)).await,
        }
    }

    /// Whether a stand-in answers.
    pub fn is_local(&self) -> bool {
        self.stand_in.is_some()
    }
}
