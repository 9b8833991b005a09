//! Lists and queries.

use serde_json::{Value, json};
use ticket_bridge_sandbox::{Generation, OrcaAlert, OrcaBehavior, OrcaRiskLevel, OrcaSeverity, OrcaStatus};

use super::{Bench, MINUTE, good, not_modelled, refused};
use crate::support::{Answer, encode, send};

const SERVING: &str = "/api/serving-layer/query";
const LEGACY: &str = "/api/query/alerts";

/// Five alerts a minute apart: 1 open, 2 in progress, 3 informational, 4 closed, 5 critical with a CVE.
async fn bench() -> Bench {
    let bench = Bench::start().await;
    let informational = OrcaAlert::new("Log file without encryption")
        .severity(OrcaSeverity::Informational)
        .risk_level(OrcaRiskLevel::Informational)
        .orca_score(1.8);
    for alert in [
        OrcaAlert::public_bucket("invoices-prod"),
        OrcaAlert::public_bucket("reports").status(OrcaStatus::InProgress),
        informational,
        OrcaAlert::public_bucket("old").status(OrcaStatus::Closed),
        OrcaAlert::vulnerable_host("web-1", "CVE-2026-0001").region("us-east-1"),
    ] {
        bench.orca.add_alert(alert);
        bench.clock.advance(MINUTE);
    }
    bench
}

/// The last digit of each id.
fn numbers(answer: &Answer) -> String {
    let id = |row: &Value| row["state"]["alert_id"].as_str().or(row["name"].as_str()).unwrap().to_owned();
    let rows = good(answer)["data"].as_array().unwrap().clone();
    rows.iter().map(|row| id(row).pop().unwrap()).collect()
}

fn with(clause: &Value) -> Value {
    json!({"query": {"models": ["Alert"], "type": "object_set", "with": clause}})
}

#[tokio::test]
async fn the_simple_list_filters_by_fields_of_the_scheme() {
    let bench = bench().await;
    let all = bench.get("/api/alerts").await;
    assert_eq!(numbers(&all), "12345");
    let envelope = all.json();
    assert_eq!((&envelope["status"], &envelope["total_items"]), (&json!("success"), &json!(5)));
    assert_eq!((&envelope["has_next_page_token"], &envelope["next_page_token"]), (&json!(false), &Value::Null));
    assert_eq!(numbers(&bench.get("/api/alerts?state.status=open&state.risk_level=critical,high").await), "15");
    assert_eq!(numbers(&bench.get("/api/alerts?alert_labels=fix_available").await), "5");
    assert_eq!(numbers(&bench.get("/api/alerts?state.score=4").await), "3");
    assert_eq!(numbers(&bench.get("/api/alerts?limit=2").await), "12");
    assert_eq!(numbers(&bench.get("/api/alerts?asset_vpcs=vpc-1").await), "");
    refused(&bench.get("/api/alerts?colour=red").await, 400, "colour field does not exist");
    refused(&bench.get("/api/alerts?limit=1000000").await, 400, "invalid limit 1000000");
}

#[tokio::test]
async fn the_legacy_query_leaves_out_what_is_not_asked_for() {
    let bench = bench().await;
    assert_eq!(numbers(&bench.get(LEGACY).await), "15");
    assert_eq!(numbers(&bench.get(&format!("{LEGACY}?show_all_statuses_alerts=true")).await), "1245");
    let all = json!({"show_all_statuses_alerts": true, "show_informational_alerts": true});
    assert_eq!(numbers(&bench.post(LEGACY, &all).await), "12345");
    let asked = json!({"dsl_filter": {"filter": [
        {"field": "state.status", "includes": ["open", "in_progress"]},
        {"field": "state.score", "includes": [1, 2, 3, 4]},
    ]}});
    assert_eq!(numbers(&bench.post(LEGACY, &asked).await), "1235");
}

#[tokio::test]
async fn the_legacy_filter_includes_excludes_ranges_and_sorts() {
    let bench = bench().await;
    let filter = |filter: Value| {
        let sort =
            json!([{"field": "state.orca_score", "order": "desc"}, {"field": "state.created_at", "order": "asc"}]);
        json!({"show_all_statuses_alerts": true, "dsl_filter": {"filter": filter, "sort": sort}})
    };
    let excluded = filter(json!([{"field": "category", "excludes": ["Vulnerabilities"]}]));
    assert_eq!(numbers(&bench.post(LEGACY, &excluded).await), "124");
    let since = |bound: &str| filter(json!([{"field": "state.created_at", "range": {bound: "2026-01-01T00:03:00Z"}}]));
    assert_eq!(numbers(&bench.post(LEGACY, &since("gte")).await), "54");
    assert_eq!(numbers(&bench.post(LEGACY, &since("gt")).await), "5");
    not_modelled(&bench.post(LEGACY, &since("lte")).await);
    let unknown = filter(json!([{"field": "colour", "includes": ["red"]}]));
    refused(&bench.post(LEGACY, &unknown).await, 400, "colour field does not exist");
    refused(&bench.post(LEGACY, &json!({"filter": []})).await, 400, "filter field does not exist");
}

#[tokio::test]
async fn the_legacy_filter_may_be_text_in_a_query_or_a_form() {
    let bench = bench().await;
    let dsl = json!({"filter": [{"field": "state.status", "includes": ["closed"]}]}).to_string();
    let pairs = encode(&[("dsl_filter", &dsl), ("limit", "10")]);
    assert_eq!(numbers(&bench.get(&format!("{LEGACY}?{pairs}")).await), "4");
    let token = format!("Token {}", bench.orca.token());
    let headers = [("authorization", token.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let answer = send("POST", &format!("{}{LEGACY}", bench.orca.url()), &headers, &pairs).await.unwrap();
    assert_eq!(numbers(&answer), "4");
    refused(&bench.get(&format!("{LEGACY}?dsl_filter=nonsense")).await, 400, "dsl_filter is not JSON");
}

#[tokio::test]
async fn tokens_lead_through_short_pages_to_the_end() {
    let bench = bench().await;
    bench.orca.behave(OrcaBehavior::new().page_rows(2));
    let mut body = json!({"limit": 100, "show_all_statuses_alerts": true, "show_informational_alerts": true});
    let mut pages = Vec::new();
    loop {
        let answer = bench.post(LEGACY, &body).await;
        pages.push(numbers(&answer));
        let answer = answer.json();
        assert_eq!(answer["total_items"], 5);
        if answer["has_next_page_token"] == false {
            assert_eq!(answer["next_page_token"], Value::Null);
            break;
        }
        body["next_page_token"] = answer["next_page_token"].clone();
    }
    assert_eq!(pages, ["12", "34", "5"]);
    body["next_page_token"] = json!("made up");
    refused(&bench.post(LEGACY, &body).await, 400, "invalid next_page_token");
}

#[tokio::test]
async fn excluded_objects_are_left_out() {
    let bench = bench().await;
    let answer = good(&bench.post(LEGACY, &json!({"exclude": "object.model,object.findings"})).await);
    assert_eq!(answer["data"][0].get("findings"), None);
    assert!(answer["data"][0].get("state").is_some());
}

#[tokio::test]
async fn the_rules_query_takes_a_bare_list_of_clauses() {
    let bench = bench().await;
    let path = "/api/rules/query/alerts";
    let body = json!({"dsl_filter": [{"field": "state.severity", "includes": ["compromised"]}]});
    assert_eq!(numbers(&bench.post(path, &body).await), "5");
    bench.orca.behave(OrcaBehavior::new().automation(false));
    refused(&bench.post(path, &body).await, 400, "There is no Automation Rule assigned to API token");
}

#[tokio::test]
async fn the_automation_query_gives_rows_synced_since_a_date() {
    let bench = bench().await;
    let path = "/api/automations/query/alerts";
    let since = |page: u64| json!({"limit": 2, "page": page, "from_date": "2026-01-01T00:02:00Z"});
    assert_eq!(numbers(&bench.post(path, &since(1)).await), "34");
    let second = bench.post(path, &since(2)).await;
    assert_eq!(numbers(&second), "5");
    assert_eq!((&second.json()["total_items"], second.json().get("next_page_token")), (&json!(3), None));
    good(&bench.put("/api/alerts/orca-700001/comment", &json!({"comment": "seen"})).await);
    assert_eq!(numbers(&bench.post(path, &since(2)).await), "51");
    refused(&bench.post(path, &json!({"from_date": "yesterday"})).await, 400, "invalid from_date");
    bench.orca.behave(OrcaBehavior::new().automation(false));
    refused(&bench.post(path, &since(1)).await, 400, "There is no Automation Rule assigned to API token");
}

#[tokio::test]
async fn serving_layer_clauses_choose_the_rows() {
    let bench = bench().await;
    let text = |key: &str, operator: &str, values: Value| json!({"key": key, "type": "str", "operator": operator, "values": values});
    let created = |operator: &str, values: Value| json!({"key": "CreatedAt", "type": "datetime", "operator": operator, "value_type": "days", "values": values});
    let cve = json!({"key": "CveIds", "type": "str", "operator": "in", "values": ["CVE-2026-0001"]});
    let group = |operator: &str, values: Value| json!({"type": "operation", "operator": operator, "values": values});
    // An hour into the day before the alerts, and two days later.
    let day_before = 1_767_225_600_000_u64 - 23 * 3_600_000;
    let day_after = day_before + 86_400_000 * 2;
    for (clause, expected) in [
        (text("AlertId", "in", json!(["orca-700002"])), "2"),
        (text("Status", "in", json!(["open", "in_progress"])), "1235"),
        (text("Status", "not_in", json!(["open"])), "24"),
        (text("RiskLevel", "eq", json!(["critical"])), "5"),
        (json!({"key": "OrcaScore", "type": "float", "operator": "range", "values": [7.4, 9]}), "124"),
        (json!({"key": "IsLive", "type": "bool", "operator": "eq", "values": [false]}), "4"),
        (created("date_gte", json!(["2026-01-01T00:03:00+00:00"])), "45"),
        (created("date_range", json!([day_before, day_after])), "12345"),
        // The start moves up to the next midnight, past all of them.
        (created("date_range", json!([day_before + 86_400_000, day_after])), ""),
        (json!({"key": "CveIds", "type": "list", "operator": "any_match", "values": [cve]}), "5"),
        (
            group(
                "and",
                json!([text("Status", "in", json!(["open"])), text("Category", "in", json!(["Data at risk"]))]),
            ),
            "13",
        ),
        (
            group("or", json!([text("Status", "eq", json!(["closed"])), text("RiskLevel", "eq", json!(["critical"]))])),
            "45",
        ),
    ] {
        assert_eq!(numbers(&bench.post(SERVING, &with(&clause)).await), expected, "{clause}");
    }
}

fn has_account(with: &Value) -> Value {
    json!({"keys": ["CloudAccount"], "models": ["CloudAccount"], "type": "object", "operator": "has", "with": with})
}

#[tokio::test]
async fn serving_layer_clauses_reach_the_account_and_the_asset() {
    let bench = bench().await;
    bench.orca.add_alert(OrcaAlert::public_bucket("logs").account("999999999999", "test-account"));
    let named = |names: Value| json!({"key": "Name", "type": "str", "operator": "in", "values": names});
    let has_asset = |with: Value| json!({"keys": ["Inventories"], "models": ["Inventory"], "type": "object_set", "operator": "has", "with": with});
    let mut not_there = has_account(&named(json!(["test-account"])));
    not_there["negate"] = json!(true);
    let asset = bench.orca.alert("orca-700002", Generation::Legacy).unwrap()["asset_unique_id"].clone();
    let by_id = json!({"key": "AssetUniqueId", "type": "str", "operator": "eq", "values": [asset]});
    let mut nothing = has_account(&Value::Null);
    nothing["negate"] = json!(true);
    for (clause, expected) in [
        (has_account(&named(json!(["test-account"]))), "6"),
        (not_there, "12345"),
        (has_account(&Value::Null), "123456"),
        (nothing, ""),
        (has_asset(named(json!(["reports", "web-1"]))), "25"),
        (has_asset(by_id), "2"),
        (
            json!({"type": "operation", "operator": "and", "values": [
                has_account(&named(json!(["prod-account"]))),
                {"key": "RiskLevel", "type": "str", "operator": "in", "values": ["critical"]},
            ]}),
            "5",
        ),
    ] {
        assert_eq!(numbers(&bench.post(SERVING, &with(&clause)).await), expected, "{clause}");
    }
}

#[tokio::test]
async fn the_older_address_answers_the_same_query() {
    let bench = bench().await;
    let clause = json!({"key": "Status", "type": "str", "operator": "in", "values": ["open"]});
    let mut body = with(&clause);
    body["limit"] = json!(2);
    let serving = good(&bench.post(SERVING, &body).await);
    for name in ["standard_format", "with_model_names", "order_by_pk", "enable_pagination"] {
        refused(&bench.post(SERVING, &json!({name: true})).await, 400, &format!("{name} field does not exist"));
        body[name] = json!(true);
    }
    assert_eq!(good(&bench.post("/api/sonar/query", &body).await), serving);
    refused(&bench.post("/api/sonar/query", &json!({"colour": 1})).await, 400, "colour field does not exist");
}

#[tokio::test]
async fn every_page_limit_is_refused_with_the_recorded_text() {
    let bench = bench().await;
    for (path, most) in [
        (LEGACY, 1000),
        (SERVING, 1000),
        ("/api/sonar/query", 1000),
        ("/api/rules/query/alerts", 1000),
        ("/api/automations/query/alerts", 500),
    ] {
        let queries = [SERVING, "/api/sonar/query"].contains(&path);
        let body = |limit: u64| {
            let mut body = if queries { with(&Value::Null) } else { json!({}) };
            body["limit"] = json!(limit);
            body
        };
        good(&bench.post(path, &body(most)).await);
        for limit in [0, most + 1, 1_000_000] {
            refused(&bench.post(path, &body(limit)).await, 400, &format!("invalid limit {limit}"));
        }
    }
}

#[tokio::test]
async fn serving_layer_clauses_are_refused_or_not_modelled_even_without_alerts() {
    let bench = Bench::start().await;
    let flat = json!({"key": "CveIds", "type": "str", "operator": "in", "values": ["CVE-2026-0001"]});
    refused(&bench.post(SERVING, &with(&flat)).await, 400, "Unknown field 'CveIds'");
    refused(&bench.post(SERVING, &json!({"limit": 1})).await, 400, "query is required");
    let mut body = with(&json!({"key": "Status", "type": "str", "operator": "in", "values": ["open"]}));
    body["limit"] = json!(1001);
    refused(&bench.post(SERVING, &body).await, 400, "invalid limit 1001");
    body["limit"] = json!(1);
    body["colour"] = json!("red");
    refused(&bench.post(SERVING, &body).await, 400, "colour field does not exist");

    let text = |key: &str, operator: &str, values: Value| json!({"key": key, "type": "str", "operator": operator, "values": values});
    for clause in [
        json!({"key": "Colour", "type": "str", "operator": "in", "values": ["red"]}),
        json!({"key": "Title", "type": "str", "operator": "contains", "values": ["S3"]}),
        json!({"key": "last_sync", "type": "datetime", "operator": "date_gte", "values": ["2026-01-01T00:00:00Z"]}),
        json!({"keys": ["CodeOrigins"], "models": ["CodeOrigin"], "type": "object_set", "operator": "has"}),
        json!({"keys": ["CloudAccount"], "models": ["CloudAccount"], "type": "object", "operator": "is"}),
        has_account(&text("Colour", "in", json!(["red"]))),
        // From an account there are no further steps.
        has_account(&has_account(&text("Name", "in", json!(["prod-account"])))),
    ] {
        not_modelled(&bench.post(SERVING, &with(&clause)).await);
    }
    not_modelled(&bench.post(SERVING, &json!({"query": {"models": ["Inventory"], "type": "object_set"}})).await);
}

#[tokio::test]
async fn serving_layer_rows_are_ordered_selected_and_counted_on_request() {
    let bench = bench().await;
    let body = json!({
        "query": {"models": ["Alert"], "type": "object_set"},
        "limit": 2, "start_at_index": 1, "order_by[]": ["-OrcaScore", "CreatedAt"], "select": ["AlertId", "Status"],
        "get_results_and_count": true, "full_graph_fetch": {"enabled": true}, "max_tier": 2,
    });
    let answer = bench.post(SERVING, &body).await;
    assert_eq!(numbers(&answer), "12");
    let answer = answer.json();
    assert_eq!((&answer["status"], &answer["total_items"]), (&json!("success"), &json!(5)));
    assert_eq!(answer["next_page_token"], 3);
    assert_eq!(answer["data"][0]["type"], "Alert");
    assert_eq!(answer["data"][0]["data"], json!({"AlertId": {"value": "orca-700001"}, "Status": {"value": "open"}}));
    let uncounted = good(&bench.post(SERVING, &json!({"query": {"models": ["Alert"], "type": "object_set"}})).await);
    assert_eq!((uncounted.get("total_items"), &uncounted["next_page_token"]), (None, &Value::Null));
}

#[tokio::test]
async fn serving_layer_pages_may_be_short_in_the_middle() {
    let bench = bench().await;
    bench.orca.behave(OrcaBehavior::new().page_rows(3));
    let page = |start: usize| json!({"query": {"models": ["Alert"], "type": "object_set"}, "limit": 4, "start_at_index": start});
    assert_eq!(numbers(&bench.post(SERVING, &page(0)).await), "123");
    assert_eq!(numbers(&bench.post(SERVING, &page(3)).await), "45");
    assert_eq!(numbers(&bench.post(SERVING, &page(5)).await), "");
}

#[tokio::test]
async fn row_fields_can_be_unwrapped_and_ids_plain() {
    let bench = bench().await;
    bench.orca.behave(OrcaBehavior::new().unwrapped_rows(true).plain_row_ids(true));
    let answer = good(&bench.post(SERVING, &json!({"query": {"models": ["Alert"], "type": "object_set"}})).await);
    assert_eq!(answer["data"][0]["data"]["AlertId"], "700001");
    assert_eq!(answer["data"][0]["name"], "orca-700001");
}

#[tokio::test]
async fn a_row_can_show_late_and_is_written_anew_by_a_change() {
    let bench = bench().await;
    let path = "/api/automations/query/alerts";
    let since = json!({"from_date": "2026-01-01T00:03:00Z"});
    assert_eq!(numbers(&bench.post(path, &since).await), "45");
    let late = super::start() + MINUTE * 3;
    assert!(bench.orca.sync("orca-700002", late));
    assert!(!bench.orca.sync("orca-1", late));
    assert_eq!(numbers(&bench.post(path, &since).await), "245");
    good(&bench.put("/api/alerts/orca-700002/comment", &json!({"comment": "seen"})).await);
    assert_eq!(numbers(&bench.post(path, &since).await), "452");
}

#[tokio::test]
async fn pages_of_the_automation_can_be_smaller_than_asked_and_can_repeat() {
    let bench = bench().await;
    let path = "/api/automations/query/alerts";
    let page = |number: u64| json!({"limit": 4, "page": number});
    bench.orca.behave(OrcaBehavior::new().page_rows(2));
    assert_eq!(numbers(&bench.post(path, &page(1)).await), "12");
    assert_eq!(numbers(&bench.post(path, &page(2)).await), "34");
    bench.orca.behave(OrcaBehavior::new().repeats_page(true));
    assert_eq!(numbers(&bench.post(path, &page(2)).await), "1234");
    let next = json!({"query": {"models": ["Alert"], "type": "object_set"}, "limit": 2, "start_at_index": 2});
    assert_eq!(numbers(&bench.post(SERVING, &next).await), "12");
}
