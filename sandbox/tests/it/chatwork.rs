//! Chatwork over real HTTP.

mod contacts;
mod files;
mod oauth;
mod rooms;

use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use ticket_bridge_sandbox::{Chatwork, ChatworkRole, Clock, Fault, Options};

use crate::support::{Answer, Receiver, encode, send};

struct Bench {
    chatwork: Chatwork,
    clock: Clock,
    token: String,
    room: u64,
}

impl Bench {
    async fn start() -> Self {
        let clock = Clock::manual(UNIX_EPOCH + Duration::from_secs(1_767_225_600));
        let chatwork = Chatwork::start_with(Options::default().clock(clock.clone())).await.unwrap();
        let (token, room) = (chatwork.me().token, chatwork.room());
        Self { chatwork, clock, token, room }
    }

    async fn call(&self, method: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        self.call_as(&self.token, method, path, form).await
    }

    async fn call_as(&self, token: &str, method: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let headers = [("x-chatworktoken", token), ("content-type", "application/x-www-form-urlencoded")];
        send(method, &format!("{}/v2{path}", self.chatwork.url()), &headers, &encode(form)).await.unwrap()
    }

    fn path(&self, rest: &str) -> String {
        format!("/rooms/{}{rest}", self.room)
    }

    async fn post(&self, body: &str) -> String {
        let answer = self.call("POST", &self.path("/messages"), &[("body", body)]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["message_id"].as_str().unwrap().to_owned()
    }
}

#[track_caller]
fn refused(answer: &Answer, status: u16, text: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.json(), json!({ "errors": [text] }));
}

fn bodies(answer: &Answer) -> Vec<String> {
    let messages: Vec<Value> = serde_json::from_str(&answer.body).unwrap();
    messages.iter().map(|message| message["body"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_wrong_token_or_none_is_401() {
    let bench = Bench::start().await;
    refused(&bench.call_as("canary-wrong", "GET", "/me", &[]).await, 401, "Invalid API token");
    let answer = send("GET", &format!("{}/v2/me", bench.chatwork.url()), &[], "").await.unwrap();
    refused(&answer, 401, "Invalid API token");
    let headers = [("authorization", "Bearer canary-x")];
    let answer = send("GET", &format!("{}/v2/me", bench.chatwork.url()), &headers, "").await.unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (401, ""));
    assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer error=\"invalid_token\""));
}

#[tokio::test]
async fn me_and_my_status_tell_of_the_account() {
    let bench = Bench::start().await;
    let me = bench.call("GET", "/me", &[]).await;
    assert_eq!(me.json()["account_id"], bench.chatwork.me().id);
    assert_eq!(me.json().as_object().unwrap().len(), 19);
    assert_eq!(me.header("content-type"), Some("application/json; charset=utf-8"));

    let other = bench.chatwork.add_account("other");
    bench.chatwork.add_member(bench.room, other.id, ChatworkRole::Member);
    let call = format!("[To:{}] look", bench.chatwork.me().id);
    bench.chatwork.write(bench.room, other.id, &call).unwrap();
    bench.chatwork.write(bench.room, other.id, "more").unwrap();
    let status = bench.call("GET", "/my/status", &[]).await.json();
    let expected = json!({
        "unread_room_num": 1, "mention_room_num": 1, "mytask_room_num": 0,
        "unread_num": 2, "mention_num": 1, "mytask_num": 0,
    });
    assert_eq!(status, expected);
}

#[tokio::test]
async fn a_room_is_made_found_and_listed() {
    let bench = Bench::start().await;
    let (me, other) = (bench.chatwork.me().id, bench.chatwork.add_account("other"));
    let form = [
        ("name", "SOC"),
        ("description", "alerts"),
        ("icon_preset", "security"),
        ("members_admin_ids", &me.to_string()),
        ("members_readonly_ids", &other.id.to_string()),
    ];
    let id = bench.call("POST", "/rooms", &form).await.json()["room_id"].as_u64().unwrap();
    let room = bench.call("GET", &format!("/rooms/{id}"), &[]).await.json();
    assert_eq!(room["name"], "SOC");
    assert_eq!(room["description"], "alerts");
    assert_eq!((&room["type"], &room["role"]), (&json!("group"), &json!("admin")));
    assert_eq!(room.as_object().unwrap().len(), 14);
    let members = bench.call("GET", &format!("/rooms/{id}/members"), &[]).await.json();
    assert_eq!(members[1]["account_id"], other.id);
    assert_eq!(members[1]["role"], "readonly");
    let rooms = bench.call("GET", "/rooms", &[]).await.json();
    assert_eq!(rooms.as_array().unwrap().len(), 3, "the own room, the first room, the new one");
    assert!(rooms[2].get("description").is_none());

    let answer = bench.call("POST", "/rooms", &[("name", "x")]).await;
    refused(&answer, 400, "Parameter 'members_admin_ids' is required");
    let answer = bench.call("POST", "/rooms", &[("name", "x"), ("members_admin_ids", "1")]).await;
    refused(&answer, 400, "Parameter 'members_admin_ids' is invalid");
    let form = [("members_admin_ids", "1"), ("name", "x"), ("icon_preset", "rocket")];
    assert_eq!(bench.call("POST", "/rooms", &form).await.status, 400);
}

#[tokio::test]
async fn rooms_of_others_are_403_and_readers_cannot_write() {
    let bench = Bench::start().await;
    let other = bench.chatwork.add_account("other");
    let answer = bench.call_as(&other.token, "GET", &bench.path("/messages"), &[]).await;
    refused(&answer, 403, "You don't have permission to get this room");
    assert_eq!(bench.call("GET", "/rooms/1", &[]).await.status, 403);
    bench.chatwork.add_member(bench.room, other.id, ChatworkRole::Readonly);
    let answer = bench.call_as(&other.token, "POST", &bench.path("/messages"), &[("body", "x")]).await;
    refused(&answer, 403, "You don't have permission to send/edit message.");
}

#[tokio::test]
async fn parameters_are_read_from_the_form_alone() {
    let bench = Bench::start().await;
    let answer = bench.call("POST", &bench.path("/messages?body=hello"), &[]).await;
    refused(&answer, 400, "Parameter 'body' is required");
    let url = format!("{}/v2{}", bench.chatwork.url(), bench.path("/messages"));
    let headers = [("x-chatworktoken", bench.token.as_str()), ("content-type", "application/json")];
    let answer = send("POST", &url, &headers, r#"{"body":"hello"}"#).await.unwrap();
    refused(&answer, 400, "Parameter 'body' is required");
    let answer = bench.call("POST", &bench.path("/messages?method=DELETE"), &[("text", "hello")]).await;
    refused(&answer, 400, "Parameter 'text' is unknown");
    let answer = bench.call("POST", &bench.path("/messages"), &[("body", "x"), ("self_unread", "true")]).await;
    refused(&answer, 400, "Parameter 'self_unread' is invalid");
    let answer = bench.call("POST", &bench.path("/messages"), &[("body", &"あ".repeat(65_536))]).await;
    refused(&answer, 400, "Parameter 'body' is too long");
    assert!(bench.chatwork.messages(bench.room).is_empty());
    bench.post(&"あ".repeat(65_535)).await;
}

#[tokio::test]
async fn a_message_is_written_edited_and_removed() {
    let bench = Bench::start().await;
    let id = bench.post("検知 [info]a & b[/info]").await;
    assert_eq!(id.len(), 19);
    let path = bench.path(&format!("/messages/{id}"));
    let answer = bench.call("GET", &path, &[]).await;
    assert!(answer.body.is_ascii(), "the service escapes: {}", answer.body);
    let message = answer.json();
    assert_eq!(message["message_id"], id.as_str());
    assert_eq!(message["body"], "検知 [info]a & b[/info]");
    assert_eq!((&message["send_time"], &message["update_time"]), (&json!(1_767_225_600), &json!(0)));
    assert_eq!(message["account"]["account_id"], bench.chatwork.me().id);

    bench.clock.advance(Duration::from_secs(60));
    assert_eq!(bench.call("PUT", &path, &[("body", "resolved")]).await.json()["message_id"], id.as_str());
    let message = bench.call("GET", &path, &[]).await.json();
    assert_eq!((&message["body"], &message["update_time"]), (&json!("resolved"), &json!(1_767_225_660)));
    assert_eq!(bench.chatwork.messages(bench.room)[0].body, "resolved");

    let removed = bench.call("DELETE", &path, &[]).await;
    assert_eq!((removed.status, removed.json()), (200, json!({ "message_id": id })));
    assert_eq!(bench.call("GET", &path, &[]).await.json()["body"], "[deleted]");
    assert_eq!(bench.call("PUT", &path, &[("body", "x")]).await.status, 404);
}

#[tokio::test]
async fn only_the_author_changes_a_message() {
    let bench = Bench::start().await;
    let other = bench.chatwork.add_account("other");
    bench.chatwork.add_member(bench.room, other.id, ChatworkRole::Member);
    let id = bench.chatwork.write(bench.room, other.id, "mine").unwrap();
    let path = bench.path(&format!("/messages/{id}"));
    assert_eq!(bench.call("PUT", &path, &[("body", "x")]).await.status, 403);
    assert_eq!(bench.call("DELETE", &path, &[]).await.status, 403);
    assert_eq!(bench.call("GET", &bench.path("/messages/7"), &[]).await.status, 404);
    refused(&bench.call("GET", &bench.path("/messages/x"), &[]).await, 404, "Invalid Endpoint or HTTP method");
}

#[tokio::test]
async fn a_list_gives_what_no_list_gave_before_and_force_the_last_hundred() {
    let bench = Bench::start().await;
    let list = bench.path("/messages");
    let empty = bench.call("GET", &list, &[]).await;
    assert_eq!((empty.status, empty.body.as_str()), (204, ""));

    bench.post("one").await;
    bench.post("two").await;
    assert_eq!(bodies(&bench.call("GET", &list, &[]).await), ["one", "two"]);
    assert_eq!(bench.call("GET", &list, &[]).await.status, 204);
    bench.post("three").await;
    assert_eq!(bodies(&bench.call("GET", &list, &[]).await), ["three"]);
    assert_eq!(bodies(&bench.call("GET", &format!("{list}?force=1"), &[]).await), ["one", "two", "three"]);

    for n in 0..150 {
        bench.chatwork.write(bench.room, bench.chatwork.me().id, &n.to_string()).unwrap();
    }
    let newest = bodies(&bench.call("GET", &list, &[]).await);
    assert_eq!((newest.len(), newest[0].as_str(), newest[99].as_str()), (100, "50", "149"));
    assert_eq!(bench.call("GET", &list, &[]).await.status, 204, "the older fifty are lost");
}

#[tokio::test]
async fn reading_and_unreading_answer_what_is_left() {
    let bench = Bench::start().await;
    let other = bench.chatwork.add_account("other");
    bench.chatwork.add_member(bench.room, other.id, ChatworkRole::Member);
    let ids: Vec<String> =
        ["a", "b", "[toall] c"].iter().map(|body| bench.chatwork.write(bench.room, other.id, body).unwrap()).collect();
    let (read, unread) = (bench.path("/messages/read"), bench.path("/messages/unread"));
    let answer = bench.call("PUT", &read, &[("message_id", &ids[1])]).await;
    assert_eq!(answer.json(), json!({ "unread_num": 1, "mention_num": 1 }));
    assert_eq!(bench.call("PUT", &read, &[("message_id", &ids[0])]).await.status, 400, "already read");
    let answer = bench.call("PUT", &read, &[]).await;
    assert_eq!(answer.json(), json!({ "unread_num": 0, "mention_num": 0 }));
    let answer = bench.call("PUT", &unread, &[("message_id", &ids[1])]).await;
    assert_eq!(answer.json(), json!({ "unread_num": 2, "mention_num": 1 }));
    assert_eq!(bench.call("PUT", &unread, &[("message_id", &ids[1])]).await.status, 400, "already unread");
    refused(&bench.call("PUT", &unread, &[]).await, 400, "Parameter 'message_id' is required");

    assert_eq!(bench.chatwork.messages(bench.room)[2].notified, [bench.chatwork.me().id]);
    bench.call("PUT", &read, &[]).await;
    bench.call("POST", &bench.path("/messages"), &[("body", "mine"), ("self_unread", "1")]).await;
    assert_eq!(bench.call("GET", &bench.path(""), &[]).await.json()["unread_num"], 1);
}

#[tokio::test]
async fn one_task_for_each_assignee() {
    let bench = Bench::start().await;
    let other = bench.chatwork.add_account("other");
    bench.chatwork.add_member(bench.room, other.id, ChatworkRole::Member);
    let me = bench.chatwork.me().id;
    let (tasks, both) = (bench.path("/tasks"), format!("{me},{}", other.id));
    assert_eq!(bench.call("GET", &tasks, &[]).await.status, 204);
    let form = [("body", "fix sg-0a"), ("to_ids", both.as_str()), ("limit", "1767312000"), ("limit_type", "date")];
    let ids = bench.call("POST", &tasks, &form).await.json()["task_ids"].clone();
    assert_eq!(ids.as_array().unwrap().len(), 2);

    let mine = bench.call("GET", &format!("{tasks}?account_id={me}"), &[]).await.json();
    assert_eq!(mine.as_array().unwrap().len(), 1);
    assert_eq!(mine[0]["task_id"], ids[0]);
    assert_eq!((&mine[0]["limit_time"], &mine[0]["limit_type"]), (&json!(1_767_312_000), &json!("date")));
    assert_eq!(bench.chatwork.messages(bench.room).len(), 1, "the card in the room");
    let all = bench.call("GET", "/my/tasks", &[]).await.json();
    assert_eq!(all[0]["room"]["room_id"], bench.room);

    let one = format!("{tasks}/{}", ids[0]);
    let answer = bench.call("PUT", &format!("{one}/status"), &[("body", "done")]).await;
    assert_eq!(answer.json(), json!({ "task_id": ids[0] }));
    assert_eq!(bench.call("GET", &one, &[]).await.json()["status"], "done");
    assert_eq!(bench.call("GET", "/my/tasks", &[]).await.status, 204);
    assert_eq!(bench.call("GET", "/my/tasks?status=done", &[]).await.json()[0]["task_id"], ids[0]);
    assert!(bench.chatwork.tasks(bench.room)[0].done);

    refused(&bench.call("POST", &tasks, &[("body", "x")]).await, 400, "Parameter 'to_ids' is required");
    let form = [("body", "x"), ("to_ids", "1")];
    refused(&bench.call("POST", &tasks, &form).await, 400, "Parameter 'to_ids' is invalid");
    let form = [("body", "x"), ("to_ids", both.as_str()), ("limit_type", "none"), ("limit", "1")];
    assert_eq!(bench.call("POST", &tasks, &form).await.status, 501);
    refused(&bench.call("GET", &format!("{tasks}/1"), &[]).await, 404, "Task not found");
    assert_eq!(bench.call("PUT", &format!("{one}/status"), &[("body", "closed")]).await.status, 400);
}

#[tokio::test]
async fn a_room_takes_ten_posts_in_ten_seconds_messages_and_tasks_together() {
    let bench = Bench::start().await;
    let me = bench.chatwork.me().id.to_string();
    for _ in 0..9 {
        bench.post("x").await;
    }
    let form = [("body", "x"), ("to_ids", me.as_str())];
    assert_eq!(bench.call("POST", &bench.path("/tasks"), &form).await.status, 200);
    let answer = bench.call("POST", &bench.path("/messages"), &[("body", "x")]).await;
    refused(&answer, 429, "Rate limit for message posting per room exceeded.");
    assert!(answer.header("x-ratelimit-remaining").unwrap().parse::<u32>().unwrap() > 0);
    assert_eq!(bench.call("POST", &bench.path("/tasks"), &form).await.status, 429);

    let form = [("name", "other"), ("members_admin_ids", me.as_str())];
    let other = bench.call("POST", "/rooms", &form).await.json()["room_id"].clone();
    let answer = bench.call("POST", &format!("/rooms/{other}/messages"), &[("body", "x")]).await;
    assert_eq!(answer.status, 200, "each room has its own limit");
    bench.clock.advance(Duration::from_secs(10));
    bench.post("x").await;
}

#[tokio::test]
async fn an_account_has_three_hundred_calls_in_five_minutes() {
    let bench = Bench::start().await;
    let first = bench.call("GET", "/me", &[]).await;
    assert_eq!(first.header("x-ratelimit-limit"), Some("300"));
    assert_eq!(first.header("x-ratelimit-remaining"), Some("299"));
    assert_eq!(first.header("x-ratelimit-reset"), Some("1767225900"));
    for _ in 0..299 {
        assert_eq!(bench.call("GET", "/me", &[]).await.status, 200);
    }
    let answer = bench.call("POST", &bench.path("/messages"), &[("body", "x")]).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("0"));
    assert!(bench.chatwork.messages(bench.room).is_empty());
    let other = bench.chatwork.add_account("other");
    assert_eq!(bench.call_as(&other.token, "GET", "/me", &[]).await.status, 200);
    bench.clock.advance(Duration::from_secs(300));
    assert_eq!(bench.call("GET", "/me", &[]).await.header("x-ratelimit-remaining"), Some("299"));
}

#[tokio::test]
async fn webhooks_are_delivered_and_signed() {
    let bench = Bench::start().await;
    let receiver = Receiver::start().await;
    let me = bench.chatwork.me().id;
    let room_hook = bench.chatwork.add_room_webhook(bench.room, &format!("{}/room", receiver.url()));
    let mention_hook = bench.chatwork.add_mention_webhook(me, &format!("{}/me?x=canary", receiver.url()));
    let id = bench.post(&format!("検知 [To:{me}]")).await;
    bench.call("PUT", &bench.path(&format!("/messages/{id}")), &[("body", "edited")]).await;
    bench.call("DELETE", &bench.path(&format!("/messages/{id}")), &[]).await;
    let form = [("body", "x"), ("to_ids", &me.to_string())];
    bench.call("POST", &bench.path("/tasks"), &form).await;

    let calls = receiver.wait_for(3).await;
    let kinds: Vec<_> = calls.iter().map(|call| call.json()["webhook_event_type"].clone()).collect();
    assert_eq!(kinds, ["message_created", "mention_to_me", "message_updated"], "nothing for removals and tasks");
    let event = &calls[0].json()["webhook_event"];
    assert_eq!((&event["message_id"], &event["account_id"]), (&json!(id), &json!(me)));
    assert_eq!(event["update_time"], 0);
    assert_eq!(calls[1].json()["webhook_event"]["to_account_id"], me);
    assert_eq!(calls[2].json()["webhook_event"]["body"], "edited");
    assert_eq!(calls[0].json()["webhook_setting_id"], room_hook.id);

    for (call, hook) in calls.iter().zip([&room_hook, &mention_hook, &room_hook]) {
        let mut mac = Hmac::<Sha256>::new_from_slice(&STANDARD.decode(&hook.token).unwrap()).unwrap();
        mac.update(&call.body);
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        assert_eq!(call.headers["x-chatworkwebhooksignature"], signature);
        assert!(call.headers["user-agent"].to_str().unwrap().starts_with("ChatWork-Webhook/"));
        let query = call.path.split_once("chatwork_webhook_signature=").unwrap().1;
        assert!(query.ends_with("%3d") && query.len() > 44, "{query}");
    }
    assert!(calls[1].path.starts_with("/me?x=canary&chatwork_webhook_signature="));
}

#[tokio::test]
async fn a_failed_webhook_is_not_sent_again() {
    let bench = Bench::start().await;
    bench.chatwork.add_room_webhook(bench.room, "http://127.0.0.1:1/");
    bench.post("x").await;
    while bench.chatwork.deliveries().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(bench.chatwork.deliveries().len(), 1);
    assert!(bench.chatwork.deliveries()[0].result.is_err());
}

#[tokio::test]
async fn what_never_was_answers_404() {
    let bench = Bench::start().await;
    let request = ("PATCH", bench.path(""));
    refused(&bench.call(request.0, &request.1, &[]).await, 404, "Invalid Endpoint or HTTP method");
    for path in ["/nothing", "/rooms//messages", "/me/"] {
        refused(&bench.call("GET", path, &[]).await, 404, "Invalid Endpoint or HTTP method");
    }
}

#[tokio::test]
async fn faults_strike_chatwork() {
    let bench = Bench::start().await;
    let post = bench.path("/messages");
    bench.chatwork.fault(Fault::too_many_requests().on("POST", &format!("/v2{post}")));
    let answer = bench.call("POST", &post, &[("body", "x")]).await;
    assert_eq!((answer.status, answer.header("x-ratelimit-remaining")), (429, Some("0")));
    assert!(answer.header("x-ratelimit-reset").unwrap().parse::<u64>().unwrap() > 1_767_225_600);
    bench.chatwork.fault(Fault::reset_after());
    let url = format!("{}/v2{post}", bench.chatwork.url());
    let headers = [("x-chatworktoken", bench.token.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    send("POST", &url, &headers, "body=kept").await.unwrap_err();
    assert_eq!(bench.chatwork.messages(bench.room)[0].body, "kept");
    let log = bench.chatwork.requests();
    assert_eq!((log[1].committed, log[1].status), (true, None));
    assert!(log.iter().all(|entry| !format!("{entry:?}").contains(&bench.token)));
}
