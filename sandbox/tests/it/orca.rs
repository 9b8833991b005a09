//! Orca over real HTTP.

mod delivery;
mod files;
mod queries;
mod remediation;
mod session;
mod verification;

use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Value, json};
use ticket_bridge_sandbox::{Clock, Fault, Generation, Options, Orca, OrcaActor, OrcaAlert, OrcaBehavior, OrcaStatus};

use crate::support::{Answer, encode, send};

const MINUTE: Duration = Duration::from_secs(60);

/// 2026-01-01T00:00:00Z
fn start() -> std::time::SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_767_225_600)
}

struct Bench {
    clock: Clock,
    orca: Orca,
}

impl Bench {
    async fn start() -> Self {
        let clock = Clock::manual(start());
        let orca = Orca::start_with(Options::default().clock(clock.clone())).await.unwrap();
        Self { clock, orca }
    }

    /// With one open alert, `orca-700001`.
    async fn with_alert() -> Self {
        let bench = Self::start().await;
        assert_eq!(bench.orca.add_alert(OrcaAlert::public_bucket("invoices-prod")), "orca-700001");
        bench
    }

    async fn call_as(&self, authorization: &str, method: &str, path: &str, body: &str) -> Answer {
        let headers = [("authorization", authorization), ("content-type", "application/json")];
        send(method, &format!("{}{path}", self.orca.url()), &headers, body).await.unwrap()
    }

    async fn call(&self, method: &str, path: &str, body: &str) -> Answer {
        self.call_as(&format!("Token {}", self.orca.token()), method, path, body).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, "").await
    }

    async fn put(&self, path: &str, body: &Value) -> Answer {
        self.call("PUT", path, &body.to_string()).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path, &body.to_string()).await
    }

    async fn set_status(&self, word: &str) -> Answer {
        self.call("PUT", &format!("/api/alerts/orca-700001/status/{word}"), "").await
    }

    fn status(&self) -> OrcaStatus {
        self.orca.status("orca-700001").unwrap()
    }
}

#[track_caller]
fn good(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

#[track_caller]
fn refused(answer: &Answer, status: u16, text: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.json(), json!({"status": "failure", "error": text}));
}

#[track_caller]
fn not_modelled(answer: &Answer) {
    assert_eq!(answer.status, 501, "{}", answer.body);
    assert_eq!(answer.json()["sandbox"], "not modelled");
}

#[tokio::test]
async fn both_spellings_of_the_token_scheme_are_accepted() {
    let bench = Bench::start().await;
    for scheme in ["Token", "TOKEN"] {
        let authorization = format!("{scheme} {}", bench.orca.token());
        let answer = bench.call_as(&authorization, "GET", "/api/user/action", "").await;
        assert_eq!(good(&answer)["data"]["organization_name"], "Example KK");
    }
}

#[tokio::test]
async fn wrong_credentials_are_refused_in_the_shapes_of_orca() {
    let bench = Bench::start().await;
    let path = "/api/user/action";
    assert_eq!(bench.call_as("", "GET", path, "").await.status, 401);
    assert_eq!(bench.call_as("Token wrong", "GET", path, "").await.status, 401);
    let lower_case = format!("token {}", bench.orca.token());
    assert_eq!(bench.call_as(&lower_case, "GET", path, "").await.status, 401);
    let bearer = bench.call_as(&format!("Bearer {}", bench.orca.token()), "GET", path, "").await;
    assert_eq!(bearer.status, 403);
    assert_eq!(bearer.json(), json!({"status": "failure", "message": "Given token not valid for any token type"}));
    bench.orca.behave(OrcaBehavior::new().bad_token(403));
    assert_eq!(bench.call_as("Token wrong", "GET", path, "").await.status, 403);
}

#[tokio::test]
async fn a_viewer_reads_but_does_not_write() {
    let bench = Bench::with_alert().await;
    let viewer = format!("Token {}", bench.orca.viewer_token());
    assert_eq!(bench.call_as(&viewer, "GET", "/api/alerts/orca-700001", "").await.status, 200);
    assert_eq!(bench.call_as(&viewer, "POST", "/api/query/alerts", "{}").await.status, 200);
    for (method, path) in [
        ("PUT", "/api/alerts/orca-700001/status/close"),
        ("POST", "/api/alerts/custom_remediation_text"),
        ("DELETE", "/api/alerts/custom_remediation_text"),
    ] {
        assert_eq!(bench.call_as(&viewer, method, path, "").await.status, 403);
    }
    assert_eq!(bench.status(), OrcaStatus::Open);
}

#[tokio::test]
async fn every_answer_has_a_request_id_of_its_own() {
    let bench = Bench::with_alert().await;
    let first = bench.get("/api/alerts/orca-700001").await;
    let second = bench.get("/api/alerts/orca-1").await;
    assert_eq!(first.header("content-type"), Some("application/json"));
    assert!(first.header("x-orca-request-id").is_some());
    // By the sandbox's clock, and once.
    assert_eq!(first.header("date"), Some("Thu, 01 Jan 2026 00:00:00 GMT"));
    assert_eq!(first.headers.get_all("date").iter().count(), 1);
    assert_ne!(first.header("x-orca-request-id"), second.header("x-orca-request-id"));
}

#[tokio::test]
async fn an_alert_is_a_bare_legacy_document() {
    let bench = Bench::with_alert().await;
    let alert = good(&bench.get("/api/alerts/orca-700001").await);
    assert_eq!(alert["state"]["alert_id"], "orca-700001");
    assert_eq!(alert["state"]["status"], "open");
    assert_eq!(alert["state"]["created_at"], "2026-01-01T00:00:00+00:00");
    assert_eq!(alert["state"]["score"], 2);
    assert_eq!(alert["details"], "The bucket invoices-prod can be read without credentials.");
    assert_eq!(alert["data"]["details"], "The bucket {AwsS3Bucket} can be read without credentials.");
    assert_eq!(alert.get("status"), None);
    assert_eq!(good(&bench.get("/api/alerts/orca-700001/state").await), alert["state"]);
    assert_eq!(bench.orca.alert("orca-700001", Generation::Legacy), Some(alert));
}

#[tokio::test]
async fn the_scheme_names_what_the_simple_list_filters_by() {
    let bench = Bench::with_alert().await;
    let scheme = good(&bench.get("/api/alerts/scheme").await);
    let names: Vec<&str> = scheme["data"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(names.contains(&"state.risk_level") && names.is_sorted());
    for name in names {
        good(&bench.get(&format!("/api/alerts?{name}=x")).await);
    }
    let categories = good(&bench.get("/api/alerts/catalog/category").await);
    assert!(categories["data"].as_array().unwrap().contains(&json!("Data at risk")));
    assert_eq!(categories.as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn set_up_fields_reach_both_generations() {
    let bench = Bench::start().await;
    let id = bench.orca.add_alert(
        OrcaAlert::weak_hash_in_code("src/login.rs:12")
            .id("orca-42")
            .account("999", "sandbox")
            .region("eu-west-1")
            .field("related_compliances", json!(["cis"]))
            .field("configuration", Value::Null)
            .row_field("MaxCvssScore", 5.5),
    );
    assert_eq!(id, "orca-42");
    let legacy = bench.orca.alert(&id, Generation::Legacy).unwrap();
    assert_eq!(legacy.get("data"), None);
    assert_eq!(legacy.get("configuration"), None);
    assert_eq!(legacy["related_compliances"], json!(["cis"]));
    assert_eq!(legacy["cloud_provider_id"], "999");
    assert_eq!(legacy["asset_regions"], json!(["eu-west-1"]));
    let row = bench.orca.alert(&id, Generation::ServingLayer).unwrap();
    assert_eq!(row["name"], "orca-42");
    assert_eq!(row["data"]["AlertId"]["value"], "orca-42");
    assert_eq!(row["data"]["MaxCvssScore"]["value"], 5.5);
    assert_eq!(row["data"]["AssetData"]["value"]["account_name"], "sandbox");
}

#[tokio::test]
async fn an_unknown_alert_is_500_on_status_and_400_elsewhere_unless_chosen_otherwise() {
    let bench = Bench::start().await;
    let text = "alert_id orca-1 does not exist";
    let status = "/api/alerts/orca-1/status/close";
    refused(&bench.call("PUT", status, "").await, 500, text);
    refused(&bench.get("/api/alerts/orca-1").await, 400, text);
    refused(&bench.get("/api/alerts/orca-1/state").await, 400, text);
    refused(&bench.get("/api/alerts/orca-1/event_log").await, 400, text);
    refused(&bench.put("/api/alerts/orca-1/severity", &json!({"orca_score": 5})).await, 400, text);
    refused(&bench.put("/api/alerts/orca-1/snooze", &json!({"days": 1})).await, 400, text);
    refused(&bench.put("/api/alerts/orca-1/comment", &json!({"comment": "x"})).await, 400, text);
    refused(&bench.call("PUT", "/api/alerts/orca-1/verify", "").await, 400, text);
    bench.orca.behave(OrcaBehavior::new().unknown_alert_on_status(400).unknown_alert(404));
    refused(&bench.call("PUT", status, "").await, 400, text);
    refused(&bench.get("/api/alerts/orca-1").await, 404, text);
    assert!(bench.orca.alerts().is_empty());
}

#[tokio::test]
async fn close_answers_the_event_and_is_counted_once() {
    let bench = Bench::with_alert().await;
    good(&bench.set_status("in_progress").await);
    bench.clock.advance(MINUTE);
    let answer = good(&bench.put("/api/alerts/orca-700001/status/close", &json!({})).await);
    assert_eq!(answer["status"], "success");
    let event = &answer["data"];
    assert_eq!(event["alert_id"], "orca-700001");
    assert_eq!((&event["id"], &event["unique_id"]), (&Value::Null, &json!("None")));
    assert_eq!((&event["type"], &event["sub_type"]), (&json!("set_status"), &json!("closed")));
    assert_eq!(event["create_time"], "2026-01-01T00:01:00+00:00");
    assert_eq!(event["details"], json!({"description": "Alert status changed", "from": "in_progress", "to": "closed"}));
    refused(&bench.set_status("close").await, 400, "requested to set same configuration");
    refused(&bench.set_status("closed").await, 400, "requested to set same configuration");
    assert_eq!(bench.orca.closes("orca-700001"), 1);
    let alert = good(&bench.get("/api/alerts/orca-700001").await);
    assert_eq!(alert["state"]["closed_time"], "2026-01-01T00:01:00+00:00");
    assert_eq!(alert["configuration"]["user_status"], "closed");
}

#[tokio::test]
async fn the_status_answer_can_lack_its_status_and_the_refusal_can_have_another_code() {
    let bench = Bench::with_alert().await;
    bench.orca.behave(OrcaBehavior::new().status_key(false).same_configuration(409));
    let answer = good(&bench.set_status("dismiss").await);
    assert_eq!(answer.get("status"), None);
    assert_eq!(answer["data"]["sub_type"], "dismissed");
    refused(&bench.set_status("dismissed").await, 409, "requested to set same configuration");
}

#[tokio::test]
async fn what_set_status_does_not_know_changes_nothing() {
    let bench = Bench::with_alert().await;
    refused(&bench.set_status("done").await, 400, "invalid status done");
    not_modelled(&bench.put("/api/alerts/orca-700001/status/close", &json!({"reason": "fixed"})).await);
    not_modelled(&bench.call("PUT", "/api/alerts/orca-700001/status/close/", "").await);
    assert_eq!(bench.orca.history("orca-700001").len(), 1);
}

#[tokio::test]
async fn history_tells_who_changed_the_state_and_when() {
    let bench = Bench::with_alert().await;
    good(&bench.set_status("close").await);
    bench.clock.advance(MINUTE);
    assert!(bench.orca.set_status("orca-700001", OrcaStatus::InProgress));
    assert!(!bench.orca.set_status("orca-700001", OrcaStatus::InProgress));
    let history = bench.orca.history("orca-700001");
    let steps: Vec<_> = history.iter().map(|change| (change.from, change.to, change.by)).collect();
    assert_eq!(
        steps,
        [
            (None, OrcaStatus::Open, OrcaActor::Orca),
            (Some(OrcaStatus::Open), OrcaStatus::Closed, OrcaActor::Caller),
            (Some(OrcaStatus::Closed), OrcaStatus::InProgress, OrcaActor::Orca),
        ]
    );
    assert_eq!(history[2].at, start() + MINUTE);
    // The last human choice stays, though the state has moved on.
    let alert = bench.orca.alert("orca-700001", Generation::Legacy).unwrap();
    assert_eq!(alert["configuration"]["user_status"], "closed");
    assert_eq!(alert["state"]["closed_time"], Value::Null);
}

#[tokio::test]
async fn severity_takes_a_score_or_a_word() {
    let bench = Bench::with_alert().await;
    let path = "/api/alerts/orca-700001/severity";
    let event = good(&bench.put(path, &json!({"orca_score": 4.5})).await);
    assert_eq!((&event["type"], event.get("data")), (&json!("score_override"), None));
    refused(&bench.put(path, &json!({"orca_score": 4.5})).await, 400, "requested to set same configuration");
    good(&bench.put(path, &json!({"severity": "Hazardous"})).await);
    let state = good(&bench.get("/api/alerts/orca-700001/state").await);
    assert_eq!((&state["orca_score"], &state["risk_level"]), (&json!(4.5), &json!("low")));
    assert_eq!((&state["severity"], &state["score"]), (&json!("hazardous"), &json!(3)));

    refused(&bench.put(path, &json!({"orca_score": 11})).await, 400, "invalid orca_score 11");
    refused(&bench.put(path, &json!({"severity": "bad"})).await, 400, "invalid severity bad");
    refused(&bench.put(path, &json!({})).await, 400, "one of orca_score and severity is required");
    refused(&bench.put(path, &json!({"score": 1})).await, 400, "score field does not exist");
}

#[tokio::test]
async fn severity_also_takes_a_form() {
    let bench = Bench::with_alert().await;
    let url = format!("{}/api/alerts/orca-700001/severity", bench.orca.url());
    let token = format!("Token {}", bench.orca.token());
    let headers = [("authorization", token.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let answer = send("PUT", &url, &headers, &encode(&[("orca_score", "9.5")])).await.unwrap();
    assert_eq!(good(&answer)["details"]["to"], "9.5");
    assert_eq!(good(&bench.get("/api/alerts/orca-700001/state").await)["risk_level"], "critical");
}

#[tokio::test]
async fn a_snoozed_alert_opens_when_its_days_are_over() {
    let bench = Bench::with_alert().await;
    let path = "/api/alerts/orca-700001/snooze";
    refused(&bench.put(path, &json!({"days": 0})).await, 400, "invalid days 0");
    refused(&bench.put(path, &json!({"days": 366})).await, 400, "invalid days 366");
    refused(&bench.put(path, &json!({})).await, 400, "days is required");
    assert_eq!(good(&bench.put(path, &json!({"days": 2})).await)["type"], "snooze");
    assert_eq!(bench.status(), OrcaStatus::Snoozed);
    let alert = good(&bench.get("/api/alerts/orca-700001").await);
    assert_eq!(alert["configuration"]["snooze_until"], "2026-01-03T00:00:00+00:00");
    bench.clock.advance(MINUTE * 60 * 24);
    assert_eq!(bench.status(), OrcaStatus::Snoozed);
    bench.clock.advance(MINUTE * 60 * 24);
    assert_eq!(bench.status(), OrcaStatus::Open);
    assert_eq!(bench.orca.history("orca-700001")[2].by, OrcaActor::Orca);
}

#[tokio::test]
async fn unsnoozing_by_status_open_leaves_no_timer_behind() {
    let bench = Bench::with_alert().await;
    good(&bench.put("/api/alerts/orca-700001/snooze", &json!({"days": 1})).await);
    let event = good(&bench.set_status("open").await);
    assert_eq!(event["data"]["details"]["from"], "snoozed");
    good(&bench.set_status("dismiss").await);
    bench.clock.advance(MINUTE * 60 * 48);
    assert_eq!(bench.status(), OrcaStatus::Dismissed);
}

#[tokio::test]
async fn a_comment_is_added_each_time() {
    let bench = Bench::with_alert().await;
    let path = "/api/alerts/orca-700001/comment";
    for _ in 0..2 {
        let event = good(&bench.put(path, &json!({"comment": "Closed from SEC-12"})).await);
        assert_eq!((&event["type"], &event["details"]["comment"]), (&json!("comment"), &json!("Closed from SEC-12")));
    }
    refused(&bench.put(path, &json!({"comment": ""})).await, 400, "comment is required");
    refused(&bench.call("PUT", path, "not json").await, 400, "the body is not a JSON object");
    assert_eq!(bench.orca.comments("orca-700001"), ["Closed from SEC-12", "Closed from SEC-12"]);
    let alert = bench.orca.alert("orca-700001", Generation::Legacy).unwrap();
    assert_eq!(alert["configuration"]["comments_count"], 2);
}

#[tokio::test]
async fn the_event_log_is_paged_and_filtered_by_type() {
    let bench = Bench::with_alert().await;
    let path = "/api/alerts/orca-700001/event_log";
    for word in ["in_progress", "open", "dismiss"] {
        good(&bench.set_status(word).await);
    }
    good(&bench.put("/api/alerts/orca-700001/comment", &json!({"comment": "accepted"})).await);
    let log = good(&bench.get(path).await);
    assert_eq!(log["total_count"], 4);
    let types: Vec<&str> = log["event_log"].as_array().unwrap().iter().map(|e| e["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["comment", "set_status", "set_status", "set_status"]);
    let comments = good(&bench.get(&format!("{path}?type=comment")).await);
    assert_eq!(
        (&comments["total_count"], &comments["event_log"][0]["details"]["comment"]),
        (&json!(1), &json!("accepted"))
    );
    let page = good(&bench.get(&format!("{path}?limit=2&start_at_index=3")).await);
    assert_eq!((page["event_log"].as_array().unwrap().len(), &page["total_count"]), (1, &json!(4)));
    refused(&bench.get(&format!("{path}?kind=comment")).await, 400, "kind field does not exist");
}

#[tokio::test]
async fn a_failure_can_come_with_200_and_then_commits_nothing() {
    let bench = Bench::with_alert().await;
    bench.orca.fail_with_200("/api/alerts/orca-700001/status", "try again");
    let answer = bench.set_status("close").await;
    refused(&answer, 200, "try again");
    assert_eq!(bench.status(), OrcaStatus::Open);
    good(&bench.set_status("close").await);
}

#[tokio::test]
async fn a_close_whose_answer_is_lost_is_committed() {
    let bench = Bench::with_alert().await;
    bench.orca.fault(Fault::reset_after().on("PUT", "/api/alerts/"));
    let url = format!("{}/api/alerts/orca-700001/status/close", bench.orca.url());
    let token = format!("Token {}", bench.orca.token());
    send("PUT", &url, &[("authorization", &token)], "").await.unwrap_err();
    assert_eq!(bench.status(), OrcaStatus::Closed);
    refused(&bench.set_status("close").await, 400, "requested to set same configuration");
    let requests = bench.orca.requests();
    assert_eq!((requests[0].status, requests[0].committed), (None, true));
    assert_eq!(requests[0].headers.iter().find(|(name, _)| name == "authorization").unwrap().1, "[redacted]");
}

#[tokio::test]
async fn too_many_requests_names_the_seconds_to_wait() {
    let bench = Bench::with_alert().await;
    bench.orca.fault(Fault::too_many_requests());
    let answer = bench.get("/api/alerts/orca-700001").await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("1")));
    bench.orca.fault(Fault::too_many_requests_bare());
    let answer = bench.get("/api/alerts/orca-700001").await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, None));
}

#[tokio::test]
async fn what_is_not_modelled_answers_501() {
    let bench = Bench::with_alert().await;
    for (method, path) in [
        ("POST", "/api/alerts/scheme"),
        ("GET", "/api/alerts/catalog"),
        ("GET", "/api/alerts/"),
        ("GET", "/api/query/status"),
        ("GET", "/api/sonar/query"),
        ("DELETE", "/api/alerts/orca-700001"),
        ("POST", "/api/query/assets"),
        ("GET", "/api/automations/"),
        ("GET", "/api/external_service/resources"),
        ("GET", "/mcp"),
    ] {
        not_modelled(&bench.call(method, path, "").await);
    }
}

#[tokio::test]
async fn an_id_with_a_slash_stays_one_part_of_the_path() {
    let bench = Bench::with_alert().await;
    refused(&bench.get("/api/alerts/orca-700001%2Fstate").await, 400, "alert_id orca-700001/state does not exist");
}
