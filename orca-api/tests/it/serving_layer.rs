use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless};
use orca_api::model::Row;
use orca_api::serving_layer::{Clause, Query};
use orca_api::*;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

pub(crate) const WIRE: WireTests = &[
    ("query_sends_the_example_of_the_reference", query_sends_the_example_of_the_reference),
    ("assets_are_inventory_rows", assets_are_inventory_rows),
    ("vulnerabilities_are_flat_rows", vulnerabilities_are_flat_rows),
    ("cloud_accounts_are_rows", cloud_accounts_are_rows),
    ("sonar_query_sends_the_same_body", sonar_query_sends_the_same_body),
    ("sonar_text_is_a_parameter", sonar_text_is_a_parameter),
];

#[tokio::test]
async fn query_sends_the_example_of_the_reference() {
    let stub = Stub::replying(200, &fixture("serving_layer/alerts")).await;
    let clause = Clause::all([
        Clause::is_in("Status", ["open", "in_progress"]),
        Clause::is_in("RiskLevel", ["critical", "high"]),
    ]);
    let query = Query::alerts().filter(clause).limit(100).start(0).order_by(["-OrcaScore"]).get_results_and_count(true);
    let page = stub.client().serving_layer().query(&query).await.unwrap();
    assert_eq!((page.total, page.rows.len(), page.next_page_token), (Some(1), 1, None));
    assert_eq!(page.envelope["status"], "success");
    assert_eq!(page.rows[0].text("AlertId").as_deref(), Some("orca-700123"));
    let body = json!({
        "query": {"models": ["Alert"], "type": "object_set", "with": {"type": "operation", "operator": "and", "values": [
            {"key": "Status", "type": "str", "operator": "in", "values": ["open", "in_progress"]},
            {"key": "RiskLevel", "type": "str", "operator": "in", "values": ["critical", "high"]},
        ]}},
        "limit": 100, "start_at_index": 0, "order_by[]": ["-OrcaScore"], "get_results_and_count": true,
        "full_graph_fetch": {"enabled": true}, "max_tier": 2,
    });
    stub.request().await.is("POST", "/serving-layer/query", Some(body));
}

#[tokio::test]
async fn assets_are_inventory_rows() {
    let stub = Stub::replying(200, &fixture("serving_layer/inventory")).await;
    let client = stub.client();
    let query = Query::inventory().filter(Clause::eq("AssetUniqueId", "AwsS3Bucket_123456789012_aaaa"));
    let asset = client.serving_layer().assets(&query).next().await.unwrap().unwrap();
    assert_eq!(asset.unique_id.as_deref(), Some("AwsS3Bucket_123456789012_aaaa"));
    assert_eq!(
        (asset.asset.name.as_deref(), asset.asset.kind.as_deref()),
        (Some("invoices-prod"), Some("AwsS3Bucket"))
    );
    assert_eq!(asset.row.flag("IsInternetFacing"), Some(true));
    assert_eq!(asset.row.related("CloudAccount")[0].text("Name").as_deref(), Some("prod-account"));
    let body = json!({
        "query": {"models": ["Inventory"], "type": "object_set", "with":
            {"key": "AssetUniqueId", "type": "str", "operator": "eq", "values": ["AwsS3Bucket_123456789012_aaaa"]}},
        "limit": 100, "start_at_index": 0, "get_results_and_count": true, "full_graph_fetch": {"enabled": true}, "max_tier": 2,
    });
    stub.request().await.is("POST", "/serving-layer/query", Some(body));
}

#[tokio::test]
async fn vulnerabilities_are_flat_rows() {
    let stub = Stub::replying(200, &fixture("serving_layer/vulnerabilities")).await;
    let client = stub.client();
    let found = client.serving_layer().vulnerabilities(&Query::vulnerabilities()).next().await.unwrap().unwrap();
    assert_eq!((found.cve_id.as_deref(), found.patch_available), (Some("CVE-2026-0001"), Some(true)));
    assert_eq!(found.cvss_score, Some("9.8".parse().unwrap()));
    assert_eq!(found.inventory.unwrap().unique_id.as_deref(), Some("vm_123456789012_bbbb"));
    assert_eq!(found.installed_package.unwrap().text("Version").as_deref(), Some("1.2.3"));
    let request = stub.request().await;
    assert_eq!((&*request.method, &*request.path), ("POST", "/serving-layer/query"));
    let body = request.body.unwrap();
    assert_eq!((&body["query"]["models"], &body["flat_json"]), (&json!(["VulnerabilityV2"]), &json!(true)));
    assert_eq!(body["additional_models[]"], json!(["Inventory", "InstalledPackage"]));
}

/// The other model of vulnerabilities, whose rows are not flat.
#[tokio::test]
async fn the_model_cve_is_asked_for_and_read_too() {
    let stub = Stub::replying(200, &fixture("serving_layer/cves")).await;
    let client = stub.client();
    let query = Query::new("CVE").filter(Clause::eq("CveId", "CVE-2026-0001"));
    let found = client.serving_layer().vulnerabilities(&query).next().await.unwrap().unwrap();
    assert_eq!((found.cve_id.as_deref(), found.patch_available), (Some("CVE-2026-0001"), Some(false)));
    assert_eq!((found.cvss_score, found.cvss_severity.as_deref()), (Some("9.8".parse().unwrap()), Some("CRITICAL")));
    assert_eq!(found.inventory.unwrap().unique_id.as_deref(), Some("vm_123456789012_bbbb"));
    assert_eq!(found.installed_package.unwrap().text("Version").as_deref(), Some("1.2.3"));
    let body = json!({
        "query": {"models": ["CVE"], "type": "object_set", "with":
            {"key": "CveId", "type": "str", "operator": "eq", "values": ["CVE-2026-0001"]}},
        "limit": 100, "start_at_index": 0, "get_results_and_count": true, "full_graph_fetch": {"enabled": true}, "max_tier": 2,
    });
    stub.request().await.is("POST", "/serving-layer/query", Some(body));
}

#[tokio::test]
async fn cloud_accounts_are_rows() {
    let stub = Stub::replying(200, &fixture("serving_layer/cloud_accounts")).await;
    let client = stub.client();
    let account = client.serving_layer().cloud_accounts(&Query::cloud_accounts()).next().await.unwrap().unwrap();
    assert_eq!(
        (account.name.as_deref(), account.row.text("CloudProvider").as_deref()),
        (Some("prod-account"), Some("aws"))
    );
    assert_eq!(stub.request().await.body.unwrap()["query"]["models"], json!(["CloudAccount"]));
}

#[tokio::test]
async fn sonar_query_sends_the_same_body() {
    let stub = Stub::replying(200, &fixture("serving_layer/alerts")).await;
    let query = Query::alerts().limit(1).member("enable_pagination", true);
    let page = stub.client().serving_layer().sonar_query(&query).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    stub.request().await.is("POST", "/sonar/query", Some(query.json().clone()));
}

#[tokio::test]
async fn sonar_text_is_a_parameter() {
    let stub = Stub::replying(200, &json!({"data": [{"name": "orca-1", "data": {"Status": {"value": "open"}}}]})).await;
    let page = stub.client().serving_layer().sonar_text("Alert with Status = \"open\" & x").await.unwrap();
    assert_eq!((page.rows[0].name.as_deref(), page.rows[0].text("Status").as_deref()), (Some("orca-1"), Some("open")));
    let request = stub.request().await;
    assert_eq!((&*request.method, &*request.path), ("GET", "/sonar/query"));
    assert_eq!(request.query.as_deref(), Some("query=Alert+with+Status+%3D+%22open%22+%26+x"));
}

#[test]
fn every_operator_has_the_form_of_the_reference() {
    let moment: Timestamp = "2026-01-01T09:00:00.5+09:00".parse().unwrap();
    let day = |days: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(days * 86_400);
    for (clause, form) in [
        (
            Clause::any([Clause::flag("IsLive", true)]),
            json!({"type": "operation", "operator": "or", "values": [
            {"key": "IsLive", "type": "bool", "operator": "eq", "values": [true]}]}),
        ),
        (
            Clause::not_in("Status", ["closed"]),
            json!({"key": "Status", "type": "str", "operator": "not_in", "values": ["closed"]}),
        ),
        (Clause::eq("Name", "x"), json!({"key": "Name", "type": "str", "operator": "eq", "values": ["x"]})),
        (
            Clause::between("OrcaScore", 7.0..=9.5),
            json!({"key": "OrcaScore", "type": "float", "operator": "range", "values": [7, 9.5]}),
        ),
        (
            Clause::since("CreatedAt", &moment),
            json!({"key": "CreatedAt", "type": "datetime", "operator": "date_gte",
            "value_type": "days", "values": ["2026-01-01T00:00:00.5+00:00"]}),
        ),
        (
            Clause::days("CreatedAt", day(1)..=day(2)),
            json!({"key": "CreatedAt", "type": "datetime", "operator": "date_range",
            "value_type": "days", "values": [86_400_000, 172_800_000]}),
        ),
        (
            Clause::any_match("CveIds", Clause::is_in("CveIds", ["CVE-1"])),
            json!({"key": "CveIds", "type": "list", "operator":
            "any_match", "values": [{"key": "CveIds", "type": "str", "operator": "in", "values": ["CVE-1"]}]}),
        ),
        (
            Clause::has_one("CloudAccount", "CloudAccount", Clause::eq("Name", "a")),
            json!({"keys": ["CloudAccount"], "models":
            ["CloudAccount"], "type": "object", "operator": "has", "with": Clause::eq("Name", "a").json()}),
        ),
        (
            Clause::has_many("Inventories", "Inventory", Clause::eq("Name", "a")).negate(),
            json!({"keys": ["Inventories"], "models":
            ["Inventory"], "type": "object_set", "operator": "has", "with": Clause::eq("Name", "a").json(), "negate": true}),
        ),
        (Clause::raw(json!({"key": "x"})), json!({"key": "x"})),
    ] {
        assert_eq!(*clause.json(), form);
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_with_its_name() {
    let none = [""; 0];
    let day = SystemTime::UNIX_EPOCH;
    for (query, told) in [
        (Query::alerts().limit(0), "limit: must be 1 to 1000"),
        (Query::alerts().limit(1001), "limit: must be 1 to 1000"),
        (Query::alerts().member("limit", "many"), "limit: must be 1 to 1000"),
        (Query::new(" "), "model: must not be empty"),
        (Query::raw(json!([])), "query: must be a JSON object in a JSON object"),
        (Query::alerts().select(none), "select: must name at least one"),
        (Query::alerts().filter(Clause::all([])), "and: must hold at least one condition"),
        (Query::alerts().filter(Clause::any([Clause::is_in("Status", none)])), "Status: must name at least one value"),
        (Query::alerts().filter(Clause::eq("", "x")), "field: must not be empty"),
        (Query::alerts().filter(Clause::between("S", 2.0..=1.0)), "S: must be a range of finite numbers"),
        (Query::alerts().filter(Clause::between("S", f64::NAN..=1.0)), "S: must be a range of finite numbers"),
        (
            Query::alerts().filter(Clause::days("T", day + Duration::from_secs(1)..=day)),
            "T: must be a range of moments after 1970",
        ),
        (Query::alerts().filter(Clause::eq("A", "b").negate()), "negate: must be of a relation: has_one or has_many"),
        (Query::alerts().filter(Clause::raw(json!(1))), "clause: must be a JSON object"),
    ] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        let error = client.serving_layer().query(&query).await.unwrap_err();
        assert_eq!(error.to_string(), format!("POST /serving-layer/query: invalid request: {told}"));
        assert!(client.serving_layer().rows(&query).next().await.unwrap().is_err());
        assert_eq!(transport.requests().len(), 0);
    }
    let (client, _transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    assert_eq!(client.serving_layer().sonar_text("").await.unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn all_that_is_wrong_with_a_query_is_told_at_once() {
    let clause = Clause::all([
        Clause::is_in("Status", [""; 0]),
        Clause::any_match(" ", Clause::between("OrcaScore", 2.0..=1.0)),
        Clause::has_one("", "", Clause::any([])),
    ]);
    let query = Query::alerts().filter(clause).select([""; 0]).limit(0);
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    let told = "Status: must name at least one value; OrcaScore: must be a range of finite numbers; \
                field: must not be empty; or: must hold at least one condition; select: must name at least one; \
                limit: must be 1 to 1000";
    let error = client.serving_layer().query(&query).await.unwrap_err();
    assert_eq!(error.to_string(), format!("POST /serving-layer/query: invalid request: {told}"));
    assert_eq!(transport.requests().len(), 0);
}

/// A query only reads: it is sent again after an outage. What it is refused for is told.
#[tokio::test]
async fn a_query_is_repeated_and_its_refusal_told() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    for _ in 0..2 {
        transport.reply(502, "").reply(200, r#"{"status": "success", "data": []}"#);
    }
    assert_eq!(client.serving_layer().query(&Query::alerts()).await.unwrap().rows, []);
    assert_eq!(client.serving_layer().sonar_query(&Query::alerts()).await.unwrap().rows, []);
    assert_eq!(transport.requests().len(), 4);
    transport.reply(400, r#"{"error": "Unknown field 'CveIds'", "status": "failure"}"#);
    let error = client.serving_layer().query(&Query::alerts()).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /serving-layer/query: 400 Bad Request: Unknown field 'CveIds'");
    transport.reply(200, r#"{"status": "success"}"#);
    assert_eq!(client.serving_layer().query(&Query::alerts()).await.unwrap_err().kind(), ErrorKind::Decode);
}

fn numbered(numbers: std::ops::Range<u32>, total: Option<u32>) -> String {
    let rows: Vec<_> =
        numbers.map(|n| json!({"id": n.to_string(), "type": "Alert", "name": format!("orca-{n}")})).collect();
    // Its own token points elsewhere: pages go by offset.
    json!({"status": "success", "total_items": total, "next_page_token": 777, "data": rows}).to_string()
}

/// Dangerous point: short pages in the middle, and pages longer than asked.
#[tokio::test]
async fn short_and_long_pages_in_the_middle_lose_no_row_and_only_the_first_page_counts() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    for (rows, total) in [(0..3, Some(9)), (3..4, None), (4..8, None), (8..9, None)] {
        transport.reply(200, numbered(rows, total));
    }
    let mut pager = client.serving_layer().alerts(&Query::alerts().limit(3));
    let mut names = Vec::new();
    while let Some(alert) = pager.next().await {
        names.push(alert.unwrap().read().unwrap().id().to_string());
    }
    assert_eq!(names, (0..9).map(|n| format!("orca-{n}")).collect::<Vec<_>>());
    let asked: Vec<_> = transport
        .requests()
        .iter()
        .map(|request| {
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            (body["start_at_index"].as_u64().unwrap(), body["get_results_and_count"].as_bool().unwrap())
        })
        .collect();
    assert_eq!(asked, [(0, true), (3, false), (4, false), (8, false)]);
}

#[tokio::test]
async fn a_row_that_is_no_alert_is_kept_among_its_neighbours() {
    let bad = json!({"id": "x", "data": {"Title": {"value": "nameless"}}});
    let rows = json!({"data": [fixture("alerts/row"), bad, "text", fixture("alerts/row")], "total_items": 4});
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(200, rows.to_string());
    let entries = client.serving_layer().alerts(&Query::alerts()).try_collect(10).await.unwrap();
    let read: Vec<_> = entries.iter().map(|entry| matches!(entry, Entry::Read(_))).collect();
    assert_eq!(read, [true, false, false, true]);
    let unreadable = entries[1].clone().into_result().unwrap_err();
    assert_eq!((unreadable.raw(), unreadable.problem().is_empty()), (&bad, false));
    assert!(!unreadable.to_string().contains("nameless"));
}

#[tokio::test]
async fn a_server_that_gives_the_same_page_again_is_an_error_and_the_place_is_kept() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    for _ in 0..2 {
        transport.reply(200, numbered(0..2, Some(9)));
    }
    let query = Query::alerts().limit(2);
    let mut pager = client.serving_layer().rows(&query);
    assert_eq!(pager.try_collect(2).await.unwrap().len(), 2);
    assert_eq!(pager.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
    // Another process goes on, in the middle of a page too.
    let place: Position = serde_json::from_value(json!({"Offset": 1})).unwrap();
    transport.reply(200, numbered(1..3, None)).reply(200, numbered(3..3, None));
    let rows = client.serving_layer().rows(&query).resume(place).unwrap().try_collect(9).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.name.as_deref().unwrap()).collect::<Vec<_>>(), ["orca-1", "orca-2"]);
}

#[test]
fn rows_decode_and_encode_without_loss() {
    for name in ["alerts", "inventory", "vulnerabilities", "cves", "cloud_accounts"] {
        for row in fixture(&format!("serving_layer/{name}"))["data"].as_array().unwrap() {
            lossless::<Row>(row);
        }
    }
    let odd: Row = lossless(&json!("no row"));
    assert_eq!((odd.id.as_deref(), odd.field("x")), (None, None));
}
