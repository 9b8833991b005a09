use crate::support::{Seen, Stub, TOKEN, WireTests, faked, fixture, lossless};
use orca_api::alerts::ListEvents;
use orca_api::model::{AlertEvent, AlertEventKind, AlertState};
use orca_api::*;
use serde_json::{Value, json};

pub(crate) const WIRE: WireTests = &[
    ("list_sends_kind_and_place", list_sends_kind_and_place),
    ("comments_are_the_entries_of_that_kind", comments_are_the_entries_of_that_kind),
];

fn get(query: &str) -> Seen {
    let query = Some(query.to_owned()).filter(|query| !query.is_empty());
    Seen { method: "GET".into(), path: "/alerts/orca-700123/event_log".into(), query, body: None }
}

/// A page of comments with these ids.
fn page(ids: impl IntoIterator<Item = u32>, total: Option<u32>) -> String {
    let event = |id: u32| json!({"unique_id": id.to_string(), "type": "comment", "details": {"comment": "c"}});
    json!({"event_log": ids.into_iter().map(event).collect::<Vec<_>>(), "total_count": total}).to_string()
}

async fn ids(pager: &mut Pager<AlertEvent>) -> Vec<u32> {
    let events = pager.try_collect(usize::MAX).await.unwrap();
    events.into_iter().map(|event| event.unique_id.unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn list_sends_kind_and_place() {
    let stub = Stub::replying(200, &fixture("event_log/page")).await;
    let request = ListEvents::new().kind(AlertEventKind::SetStatus).limit(50_u32).start(3_u64);
    let page = stub.client().alerts().event_log("orca-700123").list(&request).await.unwrap();
    assert_eq!((page.rows.len(), page.total), (3, Some(3)));
    let [opened, comment, new] = &*page.rows else { panic!("three entries") };
    // Orca itself: it has no address.
    assert_eq!((opened.user_email.as_deref(), opened.kind.clone()), (None, Some(AlertEventKind::SetStatus)));
    assert_eq!(opened.details.from.as_deref().map(AlertState::read), Some(AlertState::Closed));
    assert_eq!(comment.details.comment.as_deref(), Some("Closed from SEC-12"));
    assert_eq!(new.kind.as_ref().map(AlertEventKind::as_str), Some("reset_of_something_new"));
    assert_eq!(stub.request().await, get("limit=50&start_at_index=3&type=set_status"));
}

#[tokio::test]
async fn list_says_nothing_of_its_own() {
    let stub = Stub::replying(200, &json!({"event_log": [], "total_count": 0})).await;
    let page = stub.client().alerts().event_log("orca-700123").list(&ListEvents::new()).await.unwrap();
    assert_eq!((page.rows, page.total), (Vec::new(), Some(0)));
    assert_eq!(stub.request().await, get(""));
}

#[tokio::test]
async fn comments_are_the_entries_of_that_kind() {
    let stub = Stub::replying(200, &fixture("event_log/page")).await;
    let mut comments = stub.client().alerts().event_log("orca-700123").comments();
    assert_eq!(comments.next().await.unwrap().unwrap().unique_id.as_deref(), Some("43"));
    assert_eq!(comments.try_collect(9).await.unwrap().len(), 2);
    assert!(comments.next().await.is_none());
    assert_eq!(stub.request().await, get("limit=20&start_at_index=0&type=comment"));
}

/// Dangerous point of pages: a short one in the middle is no end, and the next one begins after what really came.
#[tokio::test]
async fn short_pages_in_the_middle_do_not_end_the_log() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(200, page(0..10, Some(25))).reply(200, page(10..13, Some(25))).reply(200, page(13..23, Some(25)));
    transport.reply(200, page(23..25, Some(25)));
    let mut pager = client.alerts().event_log("orca-700123").pages(&ListEvents::new().limit(10_u32));
    assert_eq!(ids(&mut pager).await, (0..25).collect::<Vec<_>>());
    let queries = transport.requests().into_iter().map(|request| request.uri.query().unwrap().to_owned());
    let starts = [0, 10, 13, 23].map(|start| format!("limit=10&start_at_index={start}"));
    assert_eq!(queries.collect::<Vec<_>>(), starts);
}

#[tokio::test]
async fn a_log_without_a_count_ends_with_an_empty_page() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(200, page(0..2, None)).reply(200, page(2..3, None)).reply(200, page([], None));
    let mut pager = client.alerts().event_log("orca-700123").pages(&ListEvents::new().limit(2_u32));
    assert_eq!(ids(&mut pager).await, [0, 1, 2]);
    assert_eq!(transport.requests().len(), 3);
}

/// A server that does not look at the place would give the same page for ever.
#[tokio::test]
async fn a_page_that_comes_again_is_an_error() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    for _ in 0..3 {
        transport.reply(200, page(0..2, Some(9)));
    }
    let mut pager = client.alerts().event_log("orca-700123").pages(&ListEvents::new().limit(2_u32));
    let error = pager.try_collect(9).await.unwrap_err();
    assert!(error.to_string().contains("the same page came twice"), "{error}");
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test]
async fn a_failed_page_can_be_asked_again_and_a_place_taken_up() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(200, page(0..2, Some(3))).reply(502, "").reply(200, page(2..3, Some(3)));
    let log = client.alerts().event_log("orca-700123");
    let mut pager = log.pages(&ListEvents::new().limit(2_u32));
    for id in ["0", "1"] {
        assert_eq!(pager.next().await.unwrap().unwrap().unique_id.as_deref(), Some(id));
    }
    assert_eq!(pager.next().await.unwrap().unwrap_err().status(), Some(502));
    let mut resumed = log.pages(&ListEvents::new().limit(2_u32)).resume(pager.position()).unwrap();
    assert_eq!(ids(&mut resumed).await, [2]);
}

#[tokio::test]
async fn a_limit_of_nothing_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let log = client.alerts().event_log("orca-700123");
    let error = log.list(&ListEvents::new().limit(0_u32)).await.unwrap_err();
    assert!(error.to_string().contains("invalid request: limit: must be"), "{error}");
    let mut pages = log.pages(&ListEvents::new().limit(0_u32));
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn the_log_of_an_unknown_alert_is_not_found() {
    let stub = Stub::replying(400, &json!({"status": "failure", "error": "alert_id orca-9 does not exist"})).await;
    let client = stub.client();
    let error = client.alerts().event_log("orca-9").list(&ListEvents::new()).await.unwrap_err();
    assert!(error.is_not_found() && OrcaErrorKind::of(&error) == Some(OrcaErrorKind::UnknownAlert));
}

/// A log that is no list must not read as an empty one.
#[tokio::test]
async fn an_answer_without_a_log_is_unreadable() {
    for body in [json!({"total_count": 3}), json!({"event_log": "canary"}), json!("canary")] {
        let stub = Stub::replying(200, &body).await;
        let client = stub.client();
        let error = client.alerts().event_log("orca-1").list(&ListEvents::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
}

#[test]
fn entries_decode_and_encode_without_loss() {
    for event in fixture("event_log/page")["event_log"].as_array().unwrap() {
        lossless::<AlertEvent>(event);
    }
    // What is no entry at all hides none of its neighbours.
    for odd in [json!("text"), json!(7), Value::Null, json!({"type": ["x"], "details": []})] {
        assert_eq!(lossless::<AlertEvent>(&odd).kind, None);
    }
}
