use crate::support::{Stub, TOKEN, WireTests, fixture, sent};
use orca_api::exports::WaitForExport;
use orca_api::legacy_query::{Filter, LegacyQuery};
use orca_api::model::ExportStatus;
use orca_api::*;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

pub(crate) const WIRE: WireTests = &[
    ("start_alerts_asks_for_a_link", start_alerts_asks_for_a_link),
    ("start_assets_asks_for_a_link", start_assets_asks_for_a_link),
    ("status_names_the_export", status_names_the_export),
];

fn malware() -> LegacyQuery {
    LegacyQuery::new().filter(Filter::includes("category", ["Malware"]))
}

fn asked() -> Value {
    json!({"download_async": true, "get_download_link": true,
        "dsl_filter": {"filter": [{"field": "category", "includes": ["Malware"]}]}})
}

#[tokio::test]
async fn start_alerts_asks_for_a_link() {
    let stub = Stub::replying(200, &fixture("exports/started")).await;
    assert_eq!(stub.client().exports().start_alerts(&malware()).await.unwrap().as_str(), "req-7");
    stub.request().await.is("POST", "/query/alerts", Some(asked()));
}

#[tokio::test]
async fn start_assets_asks_for_a_link() {
    let stub = Stub::replying(200, &fixture("exports/started")).await;
    assert_eq!(stub.client().exports().start_assets(&malware()).await.unwrap().as_str(), "req-7");
    stub.request().await.is("POST", "/query/assets", Some(asked()));
}

#[tokio::test]
async fn status_names_the_export() {
    let stub = Stub::replying(200, &fixture("exports/ready")).await;
    let status = stub.client().exports().status(&ExportToken::new("req&7")).await.unwrap();
    assert_eq!(status.raw(), &fixture("exports/ready"));
    assert!(status.file_location().is_some() && !format!("{status:?}").contains("canary"));
    let seen = stub.request().await;
    assert_eq!(
        (&*seen.method, &*seen.path, seen.query.as_deref()),
        ("GET", "/query/status/", Some("request_token=req%267"))
    );
}

fn clocked() -> (Client, FakeTransport, FakeClock) {
    let (transport, clock) = (FakeTransport::new(), FakeClock::new(SystemTime::UNIX_EPOCH));
    let builder =
        Client::builder("https://orca.example", Auth::token(TOKEN)).transport(transport.clone()).clock(clock.clone());
    (builder.retry(RetryPolicy::none()).build().unwrap(), transport, clock)
}

fn pending() -> String {
    json!({"status": "success", "query_status": "in progress", "file_location": null}).to_string()
}

#[tokio::test]
async fn an_export_is_started_waited_for_and_read_without_the_token() {
    let (client, transport, clock) = clocked();
    let bad = json!({"state": {}});
    let file = json!([fixture("alerts/legacy"), bad, fixture("alerts/row")]).to_string();
    transport.reply(200, fixture("exports/started").to_string()).reply(200, pending()).reply(200, pending());
    transport.reply(200, fixture("exports/ready").to_string()).reply(200, file);
    let mut rows = client.exports().alerts(&malware(), &WaitForExport::default()).await.unwrap();
    assert_eq!(rows.next().await.unwrap().unwrap().read().unwrap().id().as_str(), "orca-700123");
    assert_eq!(rows.next().await.unwrap().unwrap().into_result().unwrap_err().raw(), &bad);
    assert!(rows.next().await.unwrap().unwrap().read().is_some());
    assert!(rows.next().await.is_none() && rows.next().await.is_none());
    assert_eq!((rows.rows_read(), clock.sleeps()), (3, vec![Duration::from_secs(5); 2]));
    let last = transport.requests().pop().unwrap();
    assert_eq!(last.uri.host(), Some("files.example"));
    assert!(!last.headers.contains_key("authorization"));
    assert_eq!(sent(&transport).len(), 5);
}

#[tokio::test]
async fn an_export_that_is_not_ready_in_time_is_a_timeout() {
    let (client, transport, clock) = clocked();
    for _ in 0..5 {
        transport.reply(200, pending());
    }
    let wait = WaitForExport::within(Duration::from_secs(7)).every(Duration::from_secs(2));
    let error = client.exports().wait(&ExportToken::new("req-7"), &wait).await.unwrap_err();
    assert_eq!((error.kind(), error.route()), (ErrorKind::Timeout, "/query/status/"));
    assert_eq!((transport.requests().len(), clock.sleeps().len()), (4, 3));
}

#[tokio::test]
async fn a_file_that_is_cut_off_or_no_list_is_an_error_that_counts_the_rows() {
    for (file, told, rows) in [
        (r#"[{"asset_unique_id": "a"}, {"asset_uni"#, "ends before its list does; 1 rows came before", 1),
        (r#"[{"asset_unique_id": "a"},"#, "ends before its list does; 1 rows came before", 1),
        ("", "ends before its list does; 0 rows came before", 0),
        ("<html>canary</html>", "is no JSON list; 0 rows came before", 0),
        ("[1] canary", "is no JSON list; 1 rows came before", 1),
    ] {
        let (client, transport, _clock) = clocked();
        transport.reply(200, file);
        let status: ExportStatus = serde_json::from_value(fixture("exports/ready")).unwrap();
        let mut export = client.exports().asset_rows(&status).await.unwrap();
        for _ in 0..rows {
            export.next().await.unwrap().unwrap();
        }
        let error = export.next().await.unwrap().unwrap_err();
        assert_eq!(error.to_string(), format!("GET {{file_location}}: unreadable answer: the file {told}"));
        assert!(export.next().await.is_none());
    }
}

#[tokio::test]
async fn an_element_that_is_no_json_spoils_no_other() {
    let (client, transport, _clock) = clocked();
    transport.reply(200, r#"[{"a":}, {"asset_unique_id": "b"}]"#);
    let status: ExportStatus = serde_json::from_value(fixture("exports/ready")).unwrap();
    let mut export = client.exports().asset_rows(&status).await.unwrap();
    assert_eq!(export.next().await.unwrap().unwrap().into_result().unwrap_err().raw(), &json!("{\"a\":}"));
    assert!(export.next().await.unwrap().unwrap().read().is_some());
    assert!(export.next().await.is_none());
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_before_anything_is_sent() {
    let (client, transport, _clock) = clocked();
    let exports = client.exports();
    for query in [malware().limit(5_u32), malware().start(5_u64), malware().next_page_token("x")] {
        let error = exports.start_alerts(&query).await.unwrap_err();
        assert!(error.to_string().ends_with("has no place in an export, which is the whole result"), "{error}");
    }
    let second = Duration::from_secs(1);
    for wait in [
        WaitForExport::default().every(Duration::ZERO),
        WaitForExport::within(second).every(second * 9),
        WaitForExport::within(Duration::MAX),
    ] {
        assert_eq!(exports.alerts(&malware(), &wait).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    let status: ExportStatus = serde_json::from_str(&pending()).unwrap();
    assert_eq!(exports.alert_rows(&status).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    let plain: ExportStatus = serde_json::from_value(json!({"file_location": "http://files.example/x"})).unwrap();
    assert_eq!(exports.alert_rows(&plain).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(transport.requests().len(), 0);
}

/// A second export harms nobody: starting one is repeated.
#[tokio::test]
async fn a_start_is_repeated_after_an_outage() {
    let (client, transport) = crate::support::faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(502, "").reply(200, fixture("exports/started").to_string());
    client.exports().start_assets(&malware()).await.unwrap();
    assert_eq!(transport.requests().len(), 2);
}

/// Over a socket the file comes in many pieces, cut anywhere.
#[tokio::test]
async fn a_file_of_many_pieces_comes_row_by_row() {
    use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};
    let server = MockServer::start().await;
    let text = "日本語\\\"]},{🦀".repeat(40);
    let rows: Vec<_> = (0..2_000).map(|id| json!({"asset_unique_id": id.to_string(), "asset_name": text})).collect();
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(&rows)).mount(&server).await;
    let client = Client::builder(server.uri(), Auth::token(TOKEN)).build().unwrap();
    let ready = json!({"file_location": format!("{}/file.json", server.uri())});
    let status: ExportStatus = serde_json::from_value(ready).unwrap();
    let mut export = client.exports().asset_rows(&status).await.unwrap();
    for row in &rows {
        assert_eq!(export.next().await.unwrap().unwrap().read().unwrap().raw(), row);
    }
    assert!(export.next().await.is_none());
    assert!(!server.received_requests().await.unwrap()[0].headers.contains_key("authorization"));
}
