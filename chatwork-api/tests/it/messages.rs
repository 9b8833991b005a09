use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::messages::{CreateMessage, ListMessages, UpdateMessage};
use chatwork_api::model::{Message, MessageLimitation, ReadState};
use chatwork_api::notation::RawNotation;
use chatwork_api::*;
use serde_json::json;
use std::time::{Duration, SystemTime};

pub(crate) const WIRE: WireTests = &[
    ("list_sends_force_as_one_or_zero", list_sends_force_as_one_or_zero),
    ("create_sends_the_body_as_a_form", create_sends_the_body_as_a_form),
    ("mark_as_read_sends_the_message_or_nothing", mark_as_read_sends_the_message_or_nothing),
    ("mark_as_unread_sends_the_message", mark_as_unread_sends_the_message),
    ("get_names_room_and_message", get_names_room_and_message),
    ("update_sends_the_body", update_sends_the_body),
    ("delete_takes_an_answer_with_or_without_a_body", delete_takes_an_answer_with_or_without_a_body),
];

const ROOM: u64 = 400_000_001;
const ID: &str = "2000000000000000001";

#[tokio::test]
async fn list_sends_force_as_one_or_zero() {
    let stub = Stub::replying(200, &fixture("messages/list")).await;
    let client = stub.client();
    let messages = client.rooms().messages(ROOM);
    let list = messages.list(&ListMessages::new()).await.unwrap();
    assert_eq!(list.limitation, None);
    assert_eq!(list.messages[1].edited(), Some(UnixTime::new(1_767_225_660)));
    assert_eq!(list.into_iter().next().unwrap().edited(), None);
    messages.list(&ListMessages::new().force(true)).await.unwrap();
    messages.list(&ListMessages::new().force(false)).await.unwrap();
    let requests = stub.requests().await;
    requests[0].is_get("/rooms/400000001/messages", &[]);
    requests[1].is_get("/rooms/400000001/messages", &[("force", "1")]);
    requests[2].is_get("/rooms/400000001/messages", &[("force", "0")]);
}

#[tokio::test]
async fn no_messages_and_hidden_messages_are_told_apart() {
    let list = async |status: u16, headers: &[(&str, &str)]| {
        let stub = Stub::without_body(status, headers).await;
        stub.client().rooms().messages(ROOM).list(&ListMessages::new()).await.unwrap()
    };
    let empty = list(204, &[]).await;
    assert_eq!((empty.messages, empty.limitation), (vec![], None));

    let summary = "Messages older than 40 days are hidden";
    let headers = [("chatwork-message-limitation", "true"), ("chatwork-message-limitation-summary", summary)];
    let hidden = list(204, &headers).await;
    assert_eq!(hidden.messages, []);
    assert_eq!(hidden.limitation.unwrap().summary.as_deref(), Some(summary));
    let silent = list(204, &headers[..1]).await;
    assert_eq!(silent.limitation.unwrap().summary, None);
}

#[tokio::test]
async fn messages_come_oldest_first_whatever_order_they_are_sent_in() {
    let message = |id: &str, time: u64| json!({"message_id": id, "account": {"account_id": 1}, "send_time": time, "update_time": 0});
    let sent = json!([message("10", 7), message("8", 6), message("9", 7)]);
    let stub = Stub::replying(200, &sent).await;
    let list = stub.client().rooms().messages(ROOM).list(&ListMessages::new()).await.unwrap();
    let ids: Vec<_> = list.into_iter().map(|message| message.message_id.to_string()).collect();
    assert_eq!(ids, ["8", "9", "10"]);
}

/// Without `force` the API gives each message once: to ask again would skip what the lost answer held.
#[tokio::test]
async fn a_list_that_moves_the_mark_is_not_sent_again() {
    for (request, sends) in [(ListMessages::new(), 1), (ListMessages::new().force(true), 2)] {
        let (transport, clock) =
            (FakeTransport::new(), FakeClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(9)));
        let builder = Client::builder("https://api.example", Auth::api_token("canary")).clock(clock);
        let client = builder.transport(transport.clone()).retry(RetryPolicy::new().attempts(2)).build().unwrap();
        transport.reply(502, "").reply(204, "");
        let outcome = client.rooms().messages(ROOM).list(&request).await;
        assert_eq!((outcome.is_ok(), transport.requests().len()), (sends == 2, sends));
    }
}

/// The reference's own example, byte for byte.
#[tokio::test]
async fn create_sends_the_body_as_a_form() {
    let stub = Stub::replying(200, &json!({"message_id": "2000000000000000003"})).await;
    let body = notation::Message::new().to(5_000_001).line(" Ops").info("CRITICAL EC2.19", "sg-0a [toall]");
    let request = CreateMessage::new(body).self_unread(true);
    let id = stub.client().rooms().messages(ROOM).create(&request).await.unwrap();
    assert_eq!(id, MessageId::new("2000000000000000003"));
    let form = [
        ("body", "[To:5000001] Ops\n[info][title]CRITICAL EC2.19[/title]sg-0a ［toall］[/info]"),
        ("self_unread", "1"),
    ];
    stub.request().await.is_form("POST", "/rooms/400000001/messages", &form);
}

#[tokio::test]
async fn plain_text_is_neutralised_and_raw_notation_is_not() {
    let stub = Stub::replying(200, &json!({"message_id": ID})).await;
    let client = stub.client();
    let messages = client.rooms().messages(ROOM);
    messages.create(&CreateMessage::new("[toall] & + %\r\n日本")).await.unwrap();
    messages.create(&CreateMessage::new(RawNotation::new("[toall]"))).await.unwrap();
    let requests = stub.requests().await;
    requests[0].is_form("POST", "/rooms/400000001/messages", &[("body", "［toall］ & + %\n日本")]);
    requests[1].is_form("POST", "/rooms/400000001/messages", &[("body", "[toall]")]);
}

#[tokio::test]
async fn a_body_that_is_empty_or_too_long_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let messages = client.rooms().messages(ROOM);
    // 65,535 characters fit, of any size; the tags count.
    let fits = "検".repeat(65_535);
    let over = notation::Message::new().code(&fits);
    for (body, rule) in [
        (notation::Message::new(), "must not be empty"),
        ("\u{7}".into(), "must not be empty"),
        (over, "must have at most 65535 characters with its tags and has 65548; split it"),
    ] {
        let created = messages.create(&CreateMessage::new(&body)).await.unwrap_err();
        let updated = messages.update(ID, &UpdateMessage::new(body)).await.unwrap_err();
        for error in [created, updated] {
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(
                error.to_string().ends_with(&format!("}}/messages: invalid request: body: {rule}"))
                    || error.to_string().ends_with(&format!("{{message_id}}: invalid request: body: {rule}")),
                "{error}"
            );
        }
    }
    assert_eq!(stub.requests().await, []);
    stub.then(200, &json!({"message_id": ID})).await;
    messages.create(&CreateMessage::new(&*fits)).await.unwrap();
}

#[tokio::test]
async fn a_post_of_unknown_fate_is_sent_once_and_says_so() {
    for broken in [500, 502, 200] {
        let transport = FakeTransport::new();
        let builder = Client::builder("https://api.example", Auth::api_token("canary"));
        let client = builder.transport(transport.clone()).build().unwrap();
        transport.reply(broken, "<html>");
        let error = client.rooms().messages(ROOM).create(&CreateMessage::new("x")).await.unwrap_err();
        assert!(error.may_have_been_applied() && !error.is_retryable(), "{error}");
        assert_eq!(transport.requests().len(), 1);
    }
}

#[tokio::test]
async fn no_permission_to_write_is_an_auth_error() {
    let stub = Stub::replying(403, &error_body("You don't have permission to send/edit message.")).await;
    let error = stub.client().rooms().messages(ROOM).create(&CreateMessage::new("x")).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_applied()), (ErrorKind::Auth, false));
}

#[tokio::test]
async fn get_names_room_and_message() {
    let stub = Stub::replying(200, &fixture("messages/list")[0]).await;
    let message = stub.client().rooms().messages(ROOM).get(ID).await.unwrap();
    assert_eq!((message.message_id.as_str(), &*message.account.name), (ID, "sec-bot"));
    stub.request().await.is_get("/rooms/400000001/messages/2000000000000000001", &[]);
}

#[tokio::test]
async fn an_absent_message_and_a_hidden_one_are_told_apart() {
    let get = async |headers: &[(&str, &str)]| {
        let stub = Stub::without_body(404, headers).await;
        stub.client().rooms().messages(ROOM).get(ID).await.unwrap_err()
    };
    let absent = get(&[]).await;
    assert!(absent.is_not_found());
    assert_eq!(MessageLimitation::of(&absent), None);

    let headers = [("chatwork-message-limitation", "true"), ("chatwork-message-limitation-summary", "over 40 days")];
    let hidden = get(&headers).await;
    assert!(hidden.is_not_found());
    assert_eq!(MessageLimitation::of(&hidden).unwrap().summary.as_deref(), Some("over 40 days"));
    assert_eq!(MessageLimitation::of(&get(&headers[..1]).await).unwrap().summary, None);
}

#[tokio::test]
async fn update_sends_the_body() {
    let stub = Stub::replying(200, &json!({"message_id": ID})).await;
    let id = stub.client().rooms().messages(ROOM).update(ID, &UpdateMessage::new("resolved")).await.unwrap();
    assert_eq!(id.as_str(), ID);
    stub.request().await.is_form("PUT", "/rooms/400000001/messages/2000000000000000001", &[("body", "resolved")]);
}

#[tokio::test]
async fn delete_takes_an_answer_with_or_without_a_body() {
    for stub in [Stub::replying(200, &json!({"message_id": ID})).await, Stub::without_body(204, &[]).await] {
        stub.client().rooms().messages(ROOM).delete(&MessageId::new(ID)).await.unwrap();
        stub.request().await.is_form("DELETE", "/rooms/400000001/messages/2000000000000000001", &[]);
    }
}

#[tokio::test]
async fn deleting_what_is_not_there_is_not_found() {
    let stub = Stub::replying(404, &error_body("Message not found")).await;
    let client = stub.client();
    let messages = client.rooms().messages(ROOM);
    assert!(messages.delete(ID).await.unwrap_err().is_not_found());
    assert!(messages.update(ID, &UpdateMessage::new("x")).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn mark_as_read_sends_the_message_or_nothing() {
    let stub = Stub::replying(200, &fixture("messages/read_state")).await;
    let client = stub.client();
    let left = client.rooms().messages(ROOM).mark_as_read(ID).await.unwrap();
    assert_eq!((left.unread_num, left.mention_num), (461, 2));
    client.rooms().messages(ROOM).mark_all_as_read().await.unwrap();
    let requests = stub.requests().await;
    requests[0].is_form("PUT", "/rooms/400000001/messages/read", &[("message_id", ID)]);
    requests[1].is_form("PUT", "/rooms/400000001/messages/read", &[]);
}

#[tokio::test]
async fn mark_as_unread_sends_the_message() {
    let stub = Stub::replying(200, &fixture("messages/read_state")).await;
    stub.client().rooms().messages(ROOM).mark_as_unread(ID).await.unwrap();
    stub.request().await.is_form("PUT", "/rooms/400000001/messages/unread", &[("message_id", ID)]);
}

#[tokio::test]
async fn what_is_marked_already_is_refused_with_400() {
    let stub = Stub::replying(400, &error_body("Message is already read")).await;
    let client = stub.client();
    let messages = client.rooms().messages(ROOM);
    for error in [
        messages.mark_as_read(ID).await.unwrap_err(),
        messages.mark_all_as_read().await.unwrap_err(),
        messages.mark_as_unread(ID).await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.status(), error.may_have_been_applied()), (ErrorKind::Api, Some(400), false));
    }
}

/// `read` and `unread` are endpoints beside `{message_id}`, and a path argument must not reach another one either.
#[tokio::test]
async fn what_is_no_message_id_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let messages = client.rooms().messages(ROOM);
    for id in [
        "", "0", "012", "-1", "+1", "1 ", " 1", "1.0", "1e3", "0x1", "read", "unread", "..", ".", "1/../2", "1?x=1",
        "1#x", "%31", "１", "1\n", "1,2",
    ] {
        let body = UpdateMessage::new("x");
        for error in [
            messages.get(id).await.unwrap_err(),
            messages.update(id, &body).await.unwrap_err(),
            messages.delete(id).await.unwrap_err(),
            messages.mark_as_read(id).await.unwrap_err(),
            messages.mark_as_unread(id).await.unwrap_err(),
        ] {
            let rule = "invalid request: message_id: must be digits that do not begin with 0";
            assert!(error.to_string().ends_with(rule), "{id:?}: {error}");
            assert_eq!(error.attempts(), 0);
        }
    }
    assert_eq!(stub.requests().await, []);
}

#[test]
fn message_ids_are_texts_ordered_as_numbers() {
    let id = |id: &str| MessageId::new(id);
    assert!(id("9") < id("10") && id("1999999999999999999") < id("2000000000000000000"));
    assert_eq!(MessageId::from(7), id("7"));
    assert!(id(ID).is_valid() && !id("read").is_valid());
}

#[test]
fn messages_decode_and_encode_without_loss() {
    for message in fixture("messages/list").as_array().unwrap() {
        lossless::<Message>(message);
    }
    lossless::<ReadState>(&fixture("messages/read_state"));
    let sparse: Message = serde_json::from_value(fixture("messages/number_id")).unwrap();
    assert_eq!((sparse.message_id.as_str(), &*sparse.body), ("2000000000000000003", ""));
}
