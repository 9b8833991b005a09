//! Malicious files, and exports of queries.

use std::time::Duration;

use serde_json::{Value, json};
use ticket_bridge_sandbox::{OrcaAlert, OrcaBehavior, OrcaStatus};

use super::{Bench, good, not_modelled, refused};
use crate::support::{Answer, send};

/// An address is its own permission: nothing but GET is sent.
async fn fetch(address: &Value) -> Answer {
    send("GET", address.as_str().unwrap(), &[], "").await.unwrap()
}

#[tokio::test]
async fn a_malicious_file_is_behind_an_address_that_refuses_the_token() {
    let bench = Bench::with_alert().await;
    let id = bench.orca.add_alert(OrcaAlert::new("Malware").malicious_file("an encrypted archive"));
    let answer = good(&bench.get(&format!("/api/alerts/{id}/download_malicious_file")).await);
    assert_eq!((answer.as_object().unwrap().len(), &answer["status"]), (2, &json!("success")));
    let file = fetch(&answer["link"]).await;
    assert_eq!((file.status, &*file.body), (200, "an encrypted archive"));
    assert_eq!(file.header("content-type"), Some("application/zip"));

    let token = format!("Token {}", bench.orca.token());
    for (name, value) in [("authorization", &*token), ("cookie", "sessionid=canary")] {
        let refused = send("GET", answer["link"].as_str().unwrap(), &[(name, value)], "").await.unwrap();
        assert_eq!(refused.status, 400, "{name}");
    }
    let elsewhere = format!("{}/files/canary-9", bench.orca.url());
    assert_eq!(send("GET", &elsewhere, &[], "").await.unwrap().status, 403);
}

#[tokio::test]
async fn an_alert_without_a_file_and_no_alert_are_both_404() {
    let bench = Bench::with_alert().await;
    let call = |id: &str| format!("/api/alerts/{id}/download_malicious_file");
    refused(&bench.get(&call("orca-700001")).await, 404, "no associated files");
    refused(&bench.get(&call("orca-1")).await, 404, "alert_id orca-1 does not exist");
}

#[tokio::test]
async fn an_export_is_ready_after_a_while_and_holds_what_the_query_found() {
    let bench = Bench::with_alert().await;
    let second = bench.orca.add_alert(OrcaAlert::new("Second").orca_score(9.9));
    bench.orca.add_alert(OrcaAlert::new("Closed").status(OrcaStatus::Closed));
    let query = json!({
        "download_async": true, "get_download_link": true, "exclude": "object.findings",
        "dsl_filter": {"filter": [], "sort": [{"field": "state.orca_score", "order": "desc"}]},
    });
    let asked = good(&bench.post("/api/query/alerts", &query).await);
    assert_eq!((&asked["method"], &asked["status"]), (&json!("async"), &json!("success")));
    // What comes later is not in it.
    bench.orca.add_alert(OrcaAlert::new("Too late"));
    let poll = format!("/api/query/status/?request_token={}", asked["request_token"].as_str().unwrap());
    let waiting = good(&bench.get(&poll).await);
    assert_eq!((&waiting["status"], &waiting["file_location"]), (&json!("success"), &Value::Null));
    bench.clock.advance(Duration::from_secs(3));
    let ready = good(&bench.get(&poll).await);
    let rows = fetch(&ready["file_location"]).await.json();
    let ids: Vec<&Value> = rows.as_array().unwrap().iter().map(|row| &row["state"]["alert_id"]).collect();
    assert_eq!(ids, [&json!(second), &json!("orca-700001")]);
    assert_eq!(rows[0].get("findings"), None);
    let token = format!("Token {}", bench.orca.token());
    let address = ready["file_location"].as_str().unwrap();
    assert_eq!(send("GET", address, &[("authorization", &token)], "").await.unwrap().status, 400);
}

#[tokio::test]
async fn only_the_known_form_of_an_export_is_taken() {
    let bench = Bench::with_alert().await;
    bench.orca.behave(OrcaBehavior::new().export_takes(Duration::ZERO));
    not_modelled(&bench.post("/api/query/alerts", &json!({"download_async": true})).await);
    not_modelled(&bench.post("/api/query/alerts", &json!({"get_download_link": true})).await);
    let limited = json!({"download_async": true, "get_download_link": true, "limit": 5});
    not_modelled(&bench.post("/api/query/alerts", &limited).await);
    refused(&bench.get("/api/query/status/?request_token=x").await, 400, "invalid request_token x");
    let asked = good(&bench.get("/api/query/alerts?download_async=true&get_download_link=true").await);
    let poll = format!("/api/query/status/?request_token={}", asked["request_token"].as_str().unwrap());
    assert!(good(&bench.get(&poll).await)["file_location"].is_string());
}
