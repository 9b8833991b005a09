//! Clients for the examples: of the services that the environment names, else of local stand-ins.

use crate::team::Outcome;
use chatwork_api::webhook::SIGNATURE_HEADER;
use std::time::Duration;
use ticket_bridge_sandbox::{Backlog, BacklogField, Chatwork, ChatworkRole};
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
