//! A queue of SQS: a batch of messages at a time, to the bridges, and away with those that are done.

use crate::settings::Settings;
use crate::{App, WORK_LIMIT};
use aws_config::timeout::TimeoutConfig;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::types::{DeleteMessageBatchRequestEntry, Message, MessageSystemAttributeName};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ticket_bridge::Deadline;
use ticket_bridge::intake::Answer;
use ticket_bridge_config::Accept;

/// A poll without messages ends after so long. It is the most that SQS allows.
const WAIT_SECONDS: i32 = 20;

/// A call without an answer is given up: longer than a poll lasts.
const ANSWER_LIMIT: Duration = Duration::from_secs(25);

/// The most that SQS gives at once.
const BATCH: i32 = 10;

/// So long nobody else sees what was received. A batch ends within [`WORK_LIMIT`], and what failed comes again after this.
const VISIBILITY_SECONDS: i32 = 30;

/// Pauses after a failure: the first, doubled each time, up to the longest.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// One queue.
#[derive(Debug)]
pub(crate) struct Queue {
    client: Client,
    url: String,
    /// Its number in the settings: its name in logs.
    number: usize,
}

/// How one turn ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// Nothing was there, or some of it was done.
    Done,
    /// The queue failed, or nothing of a batch could be done.
    Failed,
    Stopped,
}

/// All queues of the settings.
pub(crate) async fn connect(settings: &Settings) -> Vec<Queue> {
    if settings.queues.is_empty() {
        return Vec::new();
    }
    let times = TimeoutConfig::builder().operation_timeout(ANSWER_LIMIT).build();
    let client = Client::new(&aws_config::from_env().timeout_config(times).load().await);
    let numbered = settings.queues.iter().zip(1..);
    numbered.map(|(url, number)| Queue { client: client.clone(), url: url.clone(), number }).collect()
}

/// Polls until the word to stop. A batch that is under way then is brought to its end.
pub(crate) async fn poll(queue: Queue, app: Arc<App>) {
    let part = format!("queue {}", queue.number);
    let (mut pause, longest) = PAUSES;
    loop {
        let turn = queue.turn(&app).await;
        if turn == Turn::Stopped {
            return;
        }
        app.health.turn(&part, turn == Turn::Done);
        if turn == Turn::Done {
            (pause, _) = PAUSES;
            continue;
        }
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = tokio::time::sleep(pause) => pause = pause.saturating_mul(2).min(longest),
        }
    }
}

impl Queue {
    async fn turn(&self, app: &App) -> Turn {
        let received = tokio::select! {
            biased;
            // What SQS sends just now comes again: nobody deletes it.
            () = app.stop.cancelled() => return Turn::Stopped,
            received = self.receive() => received,
        };
        let messages = match received {
            Ok(messages) => messages,
            Err(error) => {
                app.metrics.queue_failed("receive");
                tracing::error!(queue = self.number, error, "the queue gave nothing");
                return Turn::Failed;
            }
        };
        if messages.is_empty() {
            return Turn::Done;
        }
        app.metrics.messages("received", messages.len());
        let done = self.handle(&messages, app).await;
        app.metrics.messages("left", messages.len().saturating_sub(done.len()));
        if done.is_empty() {
            return Turn::Failed;
        }
        match self.delete(&done).await {
            Ok(refused) => {
                app.metrics.messages("deleted", done.len().saturating_sub(refused));
                if refused > 0 {
                    app.metrics.queue_failed("delete");
                    tracing::error!(queue = self.number, refused, "messages that are done could not be deleted");
                }
            }
            // They come again, and are known then.
            Err(error) => {
                app.metrics.queue_failed("delete");
                tracing::error!(queue = self.number, error, "messages that are done could not be deleted");
                return Turn::Failed;
            }
        }
        Turn::Done
    }

    async fn receive(&self) -> Result<Vec<Message>, String> {
        let receive = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(BATCH)
            .wait_time_seconds(WAIT_SECONDS)
            .visibility_timeout(VISIBILITY_SECONDS)
            .message_system_attribute_names(MessageSystemAttributeName::MessageGroupId);
        let received = receive.send().await.map_err(|error| words(&error))?;
        Ok(received.messages.unwrap_or_default())
    }

    /// Those that are done: all but those that the bridges want again.
    async fn handle<'a>(&self, messages: &'a [Message], app: &App) -> Vec<&'a Message> {
        let deadline = Deadline::from(SystemTime::now() + WORK_LIMIT);
        let event = event(&self.url, messages).to_string();
        match app.bridges.handle(Accept::All, event.as_bytes(), deadline).await {
            Ok(Answer::Sqs(answer)) => {
                let again = answer.batch_item_failures;
                let again: BTreeSet<&str> = again.iter().map(|failure| &*failure.item_identifier).collect();
                messages.iter().filter(|message| !again.contains(id(message))).collect()
            }
            Ok(_) => Vec::new(),
            Err(error) => {
                tracing::error!(queue = self.number, error = %error, "a batch could not be taken");
                Vec::new()
            }
        }
    }

    /// How many SQS refused to delete.
    async fn delete(&self, done: &[&Message]) -> Result<usize, String> {
        let entries = done.iter().enumerate().map(|(index, message)| {
            DeleteMessageBatchRequestEntry::builder()
                .id(index.to_string())
                .receipt_handle(message.receipt_handle().unwrap_or_default())
                .build()
        });
        let entries: Vec<_> = entries.collect::<Result<_, BuildError>>().map_err(|error| error.to_string())?;
        let delete = self.client.delete_message_batch().queue_url(&self.url).set_entries(Some(entries));
        let deleted = delete.send().await.map_err(|error| words(&error))?;
        Ok(deleted.failed.len())
    }
}

/// What SQS says. The causes of an error may hold an answer, and that messages.
fn words<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> String {
    match (error.code(), error.message()) {
        (Some(code), message) => format!("{code}: {}", message.unwrap_or_default()),
        (None, _) => format!("{error}: check the network, the region and the credentials of AWS"),
    }
}

fn id(message: &Message) -> &str {
    message.message_id().unwrap_or_default()
}

/// The event that Lambda makes of a batch. Of the queue's ARN only the end counts: whether it is a FIFO queue.
fn event(url: &str, messages: &[Message]) -> Value {
    let arn = format!("arn:aws:sqs:::{}", url.rsplit('/').next().unwrap_or_default());
    let record = |message: &Message| {
        let group = message.attributes().and_then(|all| all.get(&MessageSystemAttributeName::MessageGroupId));
        json!({
            "messageId": id(message),
            "body": message.body().unwrap_or_default(),
            "attributes": { "MessageGroupId": group },
            "eventSource": "aws:sqs",
            "eventSourceARN": arn,
        })
    };
    json!({ "Records": messages.iter().map(record).collect::<Vec<_>>() })
}
