//! What a hostile or careless other side must not bring about.

use crate::support::{TOKEN, faked};
use orca_api::alerts::{AutomationQuery, Changed, Verdict, WaitForVerdict};
use orca_api::assets::ListAssets;
use orca_api::compliance::ListFrameworks;
use orca_api::feed::FeedPosition;
use orca_api::integrations::{CreateIntegrationConfig, ListIntegrationConfigs, WebhookConfig};
use orca_api::legacy_query::{Filter, LegacyQuery};
use orca_api::users::ListUsers;
use orca_api::*;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

fn once() -> (Client, FakeTransport) {
    faked(Auth::token(TOKEN), RetryPolicy::none())
}

fn shown(error: &Error) -> String {
    let body = String::from_utf8_lossy(error.body().unwrap_or_default());
    format!("{error} {error:?} {:?} {body}", error.messages())
}

/// A text that was cut before would end with a part of the secret, which nothing finds.
#[tokio::test]
async fn no_part_of_a_secret_is_left_at_the_end_of_a_long_message() {
    let (client, transport) = faked(Auth::token("canary-0123456789"), RetryPolicy::none());
    for length in 980..1_000 {
        transport.reply(400, json!({"error": format!("{}canary-0123456789", "x".repeat(length))}).to_string());
        let error = client.alerts().get("orca-1").await.unwrap_err();
        assert!(!shown(&error).contains("xca"), "a part of the secret is shown");
    }
}

/// GraphQL quotes the variable that does not fit.
#[tokio::test]
async fn variables_are_in_no_error() {
    let (client, transport) = once();
    let variables = json!({"config": {"key": "canary-variable"}});
    for status in [200, 400, 500] {
        let told = json!({"errors": [{"message": "Variable \"$config\" got invalid value \"canary-variable\""}]});
        transport.reply(status, told.to_string());
        let error = client.gql("mutation { x }", &variables).await.unwrap_err();
        assert!(shown(&error).contains("got invalid value") && !shown(&error).contains("canary"), "{status}");
    }
}

#[tokio::test]
async fn no_part_of_a_webhook_is_in_an_error() {
    let (client, transport) = once();
    let echo = "https://canary-user:canary-password@hooks.example.com?canary=query, canary-password alone, canary-key";
    let url = "https://canary-user:canary-password@hooks.example.com?canary=query";
    let create = CreateIntegrationConfig::webhook("x", WebhookConfig::new(url).api_key("Bearer canary-key"));
    transport.reply(400, json!({"error": echo}).to_string());
    let shown = shown(&client.integrations().create(&create).await.unwrap_err());
    assert!(shown.contains("alone"), "the answer is not told");
    for secret in ["canary-password", "canary=query", "canary-key"] {
        assert!(!shown.contains(secret), "a secret is shown");
    }
}

/// A config in place of the list of them is a row, and its own lists are none. Its secrets are not in `Debug`.
#[tokio::test]
async fn one_thing_in_place_of_a_list_is_one_row() {
    let (client, transport) = once();
    let config = json!({"id": "c-1", "service_name": "webhook", "business_units": [], "config": {"api_key": "canary"}});
    transport.reply(200, json!({"status": "success", "data": config}).to_string());
    let page = client.integrations().list(&ListIntegrationConfigs::new()).await.unwrap();
    assert!(matches!(&page.rows[..], [Entry::Read(row)] if row.id.as_str() == "c-1"));
    // A list that is known by its name, whatever else is beside it.
    let users = json!({"data": {"id": "o-1", "invites": [], "users": [{"id": "u-1"}, {"id": "u-2"}], "key": "canary"}});
    transport.reply(200, users.to_string());
    let users = client.users().of_organization().await.unwrap();
    assert_eq!((users.rows.len(), users.envelope["data"]["key"].as_str()), (2, Some("canary")));
    assert!(!format!("{page:?} {users:?}").contains("canary"), "a secret is shown");
}

#[tokio::test]
async fn an_empty_token_is_the_end_of_a_list() {
    let (client, transport) = once();
    transport.reply(200, json!({"data": [], "next_page_token": ""}).to_string());
    assert_eq!(client.alerts().query(&LegacyQuery::new()).await.unwrap().next_page_token, None);
    transport.reply(200, json!({"data": [], "total_items": 1}).to_string());
    let page = client.alerts().of_automation(&AutomationQuery::new()).await.unwrap();
    assert_eq!(page.next_page_token, None);
}

/// What is sent as nothing finds everything.
#[tokio::test]
async fn a_filter_without_a_value_is_refused_with_its_name() {
    let (client, transport) = once();
    let users = client.users().list(&ListUsers::new().search("")).await.unwrap_err();
    let assets = client.assets().list(&ListAssets::new().filter("asset_type", "")).await.unwrap_err();
    let frameworks = client.compliance().overview(&ListFrameworks::new().partial_name("")).await.unwrap_err();
    for (error, field) in [(users, "search"), (assets, "asset_type"), (frameworks, "partial_name")] {
        assert!(error.to_string().contains(&format!("invalid request: {field}: must not be empty")), "{error}");
    }
    for filter in [
        Filter::includes("state.orca_score", [f64::NAN]),
        Filter::range("state.orca_score").gte(f64::INFINITY),
        Filter::range("state.orca_score").gte(1.0).lt(f64::NAN),
        Filter::range("state.orca_score").gte(Value::Null).lt(1.0),
    ] {
        let error = client.alerts().query(&LegacyQuery::new().filter(filter)).await.unwrap_err();
        assert!(error.to_string().contains("must be a text or a finite number"), "{error}");
    }
    assert!(transport.requests().is_empty());
}

/// A failure that does not call itself one: no success, and the alert is asked where there is a doubt.
#[tokio::test]
async fn an_error_in_a_success_is_none() {
    let (client, transport) = once();
    transport.reply(200, json!({"error": "no permission"}).to_string());
    let error = client.alerts().comment("orca-1", "x").await.unwrap_err();
    assert!(error.to_string().contains("no permission") && error.may_have_been_applied(), "{error}");
    transport.reply(200, json!({"error": "no permission", "data": null}).to_string());
    transport.reply(200, json!({"state": {"alert_id": "orca-1", "status": "open"}}).to_string());
    assert!(client.alerts().close("orca-1").await.unwrap_err().to_string().contains("no permission"));
    transport.reply(200, json!({"error": "alert_id orca-1 does not exist"}).to_string());
    assert!(client.alerts().close("orca-1").await.unwrap_err().is_not_found());
    transport.reply(200, json!({"error": null, "type": "set_status"}).to_string());
    assert!(matches!(client.alerts().dismiss("orca-1").await.unwrap(), Changed::ByThisCall(_)));
    assert_eq!(transport.requests().len(), 5);
}

/// An alert that tells no state may be snoozed or closed: neither is taken for granted.
#[tokio::test]
async fn an_unknown_state_is_not_taken_for_unsnoozed() {
    let (client, transport) = once();
    transport.reply(200, json!({"state": {"alert_id": "orca-1", "status": null}}).to_string());
    let error = client.alerts().unsnooze("orca-1").await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_applied()), (ErrorKind::Decode, false));
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test]
async fn an_answer_without_a_state_is_no_verdict() {
    let (client, transport) = once();
    transport.reply(200, json!({"status": "closed", "in_verification": true}).to_string()).reply(200, "{}");
    transport.reply(200, json!({"status": "open", "in_verification": false}).to_string());
    let wait = WaitForVerdict::within(Duration::from_secs(600)).every(Duration::from_secs(61));
    assert!(matches!(client.alerts().wait_for_verdict("orca-1", &wait).await.unwrap(), Verdict::StillThere(_)));
    assert_eq!(transport.requests().len(), 3);
}

/// Also when nothing else in it is as this version has it.
#[test]
fn a_position_of_a_later_release_is_refused_by_its_version() {
    for later in [json!({"version": 2, "places": []}), json!({"version": "2026-12", "source": {"cloud": "x"}})] {
        let error = serde_json::from_value::<FeedPosition>(later).unwrap_err();
        assert!(error.to_string().contains("is not known; this release writes 1"), "{error}");
    }
}

const ROWS: u64 = 1_200;
/// 2026-01-01T00:00:00Z.
const NEWEST: u64 = 1_767_225_600;

/// A page of rows, the newest first: each a second older than the one before, but the first is of the year 2100.
fn page(rows: std::ops::Range<u64>) -> String {
    let row = |row: u64| {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(if row == 0 { 4_102_444_800 } else { NEWEST - row });
        let at = Timestamp::from_system_time(at).unwrap();
        json!({"type": "Alert", "name": format!("orca-{row}"), "data": {"last_sync": {"value": at}}})
    };
    let total = if rows.end == ROWS { Some(ROWS) } else { None };
    json!({"status": "success", "data": rows.map(row).collect::<Vec<_>>(), "total_items": total}).to_string()
}

/// One `last_sync` in the future must not make the feed forget what the next sweep meets.
#[tokio::test]
async fn a_moment_in_the_future_costs_no_memory() {
    let (client, transport) = once();
    let feed = client.feed(FeedPosition::start_at(SystemTime::UNIX_EPOCH)).page_size(500).remember(1_000);
    let mut feed = feed.overlap(Duration::from_secs(300));
    for rows in [0..500, 499..999, 998..ROWS, 0..500] {
        transport.reply_with(200, [("date", "Thu, 01 Jan 2026 00:00:00 GMT")], page(rows));
    }
    let mut first = 0;
    while feed.next().await.unwrap().is_some() {
        first += 1;
    }
    assert_eq!((first, transport.requests().len()), (ROWS, 3));
    assert!(feed.next().await.unwrap().is_none(), "a row came twice");
}
