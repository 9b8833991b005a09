//! The two limits: all calls of the caller, and the posts of one room.

use crate::support::error_body;
use chatwork_api::messages::{CreateMessage, ListMessages};
use chatwork_api::tasks::CreateTask;
use chatwork_api::*;
use std::time::{Duration, SystemTime};

const START: u64 = 1_767_225_600;
const ROOM_TEXT: &str = "Rate limit for message posting per room exceeded.";

struct Fixture {
    client: Client,
    transport: FakeTransport,
    clock: FakeClock,
}

impl Fixture {
    fn new(configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        let clock = FakeClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(START));
        let transport = FakeTransport::new();
        let builder = Client::builder("https://api.example", Auth::api_token("canary"));
        let builder = builder.transport(transport.clone()).clock(clock.clone());
        Self { client: configure(builder).build().unwrap(), transport, clock }
    }

    /// A client that tries once.
    fn once() -> Self {
        Self::new(|builder| builder.retry(RetryPolicy::none()))
    }

    /// Answers with a refusal: its text, calls left over all, and the reset in seconds from the start.
    fn refuse(&self, text: &str, left: u64, reset: u64) {
        let (left, reset) = (left.to_string(), (START + reset).to_string());
        let headers = [("x-ratelimit-limit", "300"), ("x-ratelimit-remaining", &left), ("x-ratelimit-reset", &reset)];
        self.transport.reply_with(429, headers, error_body(text).to_string());
    }

    /// A post that gets the answer that is next.
    async fn post_as_set(&self, room: u64) -> Result<MessageId> {
        self.client.rooms().messages(room).create(&CreateMessage::new("x")).await
    }

    async fn post(&self, room: u64) -> Result<MessageId> {
        self.transport.reply(200, r#"{"message_id": "1"}"#);
        self.post_as_set(room).await
    }

    async fn set_task(&self, room: u64) -> Result<Vec<TaskId>> {
        self.transport.reply(200, r#"{"task_ids": [1]}"#);
        self.client.rooms().tasks(room).create(&CreateTask::new("x", [1])).await
    }

    async fn read(&self, room: u64) -> Result<()> {
        self.transport.reply(204, "");
        self.client.rooms().messages(room).list(&ListMessages::new()).await.map(drop)
    }

    fn waited(&self) -> Duration {
        self.clock.sleeps().iter().sum()
    }

    #[track_caller]
    fn assert_waited(&self, seconds: u64) {
        let least = Duration::from_secs(seconds);
        assert!((least..=least + Duration::from_secs(1)).contains(&self.waited()), "{:?}", self.waited());
    }
}

/// The headers tell of the other limit, whatever they say.
#[tokio::test]
async fn a_used_up_room_waits_ten_seconds_and_not_until_the_reset() {
    for text in
        [ROOM_TEXT, "RATE LIMIT FOR MESSAGE POSTING PER ROOM EXCEEDED", "(rate limit for message posting per room)"]
    {
        for left in [212, 0] {
            let fixture = Fixture::once();
            fixture.refuse(text, left, 60);
            let error = fixture.post_as_set(1).await.unwrap_err();
            assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(Duration::from_secs(10))));
            assert!(error.is_retryable() && !error.may_have_been_applied());
        }
    }
    let fixture = Fixture::new(|builder| builder);
    fixture.refuse(ROOM_TEXT, 212, 60);
    fixture.post(1).await.unwrap();
    fixture.assert_waited(10);
}

#[tokio::test]
async fn a_used_up_room_holds_its_own_posts_only() {
    let fixture = Fixture::once();
    fixture.refuse(ROOM_TEXT, 212, 60);
    fixture.post_as_set(1).await.unwrap_err();
    fixture.post(2).await.unwrap();
    fixture.read(1).await.unwrap();
    assert_eq!(fixture.client.rate_limit().unwrap().remaining, 212 - 2);
    assert_eq!(fixture.waited(), Duration::ZERO);
    fixture.set_task(1).await.unwrap();
    fixture.assert_waited(10);
}

#[tokio::test]
async fn used_up_calls_wait_for_the_reset_and_hold_every_call() {
    let fixture = Fixture::once();
    fixture.refuse("Rate limit exceeded", 0, 60);
    let error = fixture.post_as_set(1).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(fixture.client.rate_limit().unwrap().remaining, 0);
    fixture.read(2).await.unwrap();
    fixture.assert_waited(60);
}

#[tokio::test]
async fn a_reset_minutes_ahead_ends_the_call_at_once_and_tells_when() {
    let fixture = Fixture::new(|builder| builder);
    fixture.refuse("Rate limit exceeded", 0, 290);
    let error = fixture.read(1).await.unwrap_err();
    assert_eq!((error.attempts(), error.retry_after()), (1, Some(Duration::from_secs(290))));
    let error = fixture.read(1).await.unwrap_err();
    assert_eq!((error.attempts(), error.retry_after()), (0, Some(Duration::from_secs(290))));
    assert_eq!(fixture.waited(), Duration::ZERO);
}

#[tokio::test]
async fn a_refusal_that_names_neither_limit_waits_ten_seconds() {
    for body in ["", "<html>", r#"{"errors": ["slow down"]}"#] {
        let fixture = Fixture::new(|builder| builder);
        fixture.transport.reply(429, body.to_owned());
        fixture.read(1).await.unwrap();
        fixture.assert_waited(10);
    }
}

#[tokio::test]
async fn the_text_of_the_room_limit_counts_at_429_only() {
    let fixture = Fixture::once();
    fixture.transport.reply(400, error_body(ROOM_TEXT).to_string());
    let error = fixture.post_as_set(1).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Api, None));
}

#[tokio::test]
async fn the_eleventh_post_of_ten_seconds_waits_messages_and_tasks_together() {
    let fixture = Fixture::once();
    for _ in 0..5 {
        fixture.post(1).await.unwrap();
        fixture.set_task(1).await.unwrap();
    }
    fixture.post(2).await.unwrap();
    fixture.read(1).await.unwrap();
    assert_eq!(fixture.waited(), Duration::ZERO);
    fixture.post(1).await.unwrap();
    fixture.assert_waited(10);
}

#[tokio::test]
async fn the_gate_decides_whether_posts_are_held_back() {
    for (gate, passes) in [(RateGate::Off, true), (RateGate::Fail, false)] {
        let fixture = Fixture::new(|builder| builder.rate_gate(gate));
        for _ in 0..10 {
            fixture.post(1).await.unwrap();
        }
        let outcome = fixture.post(1).await;
        assert_eq!((outcome.is_ok(), fixture.waited()), (passes, Duration::ZERO));
        if let Err(error) = outcome {
            assert_eq!((error.attempts(), error.retry_after()), (0, Some(Duration::from_secs(10))));
        }
    }
}

#[tokio::test]
async fn editing_is_no_post() {
    let fixture = Fixture::once();
    let edit = messages::UpdateMessage::new("x");
    for _ in 0..20 {
        fixture.transport.reply(200, r#"{"message_id": "1"}"#);
        fixture.client.rooms().messages(1).update("1", &edit).await.unwrap();
    }
    assert_eq!(fixture.waited(), Duration::ZERO);
}

/// Pieces are posts: the eleventh waits, and each is posted once.
#[tokio::test]
async fn the_pieces_of_a_long_message_are_paced() {
    let fixture = Fixture::once();
    let request = CreateMessage::new("x".repeat(11 * 65_535)).self_unread(true);
    for number in 1..=11 {
        fixture.transport.reply(200, format!("{{\"message_id\": \"{number}\"}}"));
    }
    let mut sent = Vec::new();
    fixture.client.rooms().messages(1).create_in_pieces(&request, &mut sent).await.unwrap();
    assert_eq!(sent, (1..=11_u64).map(MessageId::from).collect::<Vec<_>>());
    fixture.assert_waited(10);
    for request in fixture.transport.requests() {
        assert_eq!(request.body.len(), "body=&self_unread=1".len() + 65_535);
    }
}

#[tokio::test]
async fn a_long_message_goes_on_where_it_broke_off() {
    let fixture = Fixture::once();
    let messages = fixture.client.rooms().messages(1);
    let request = CreateMessage::new(format!("{}b", "a".repeat(65_535)));
    fixture.transport.reply(200, r#"{"message_id": "1"}"#).reply(403, error_body("no").to_string());
    let mut sent = Vec::new();
    assert_eq!(messages.create_in_pieces(&request, &mut sent).await.unwrap_err().status(), Some(403));
    assert_eq!(sent, [MessageId::from("1")]);
    fixture.transport.reply(200, r#"{"message_id": "2"}"#);
    messages.create_in_pieces(&request, &mut sent).await.unwrap();
    assert_eq!(sent, ["1", "2"].map(MessageId::from));
    assert_eq!(fixture.transport.requests()[2].body, "body=b");
    // Everything was sent: nothing is sent again.
    messages.create_in_pieces(&request, &mut sent).await.unwrap();
    assert_eq!(fixture.transport.requests().len(), 3);
    for empty in ["", " \n "] {
        let error = messages.create_in_pieces(&CreateMessage::new(empty), &mut Vec::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{empty:?}");
    }
    assert_eq!(fixture.transport.requests().len(), 3);
}
