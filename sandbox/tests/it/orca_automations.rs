//! Orca's automations and integration configs over real HTTP, and what automations send.

use serde_json::{Value, json};
use ticket_bridge_sandbox::{Generation, Orca, OrcaAlert, OrcaStatus};

use crate::support::{Answer, send};

const CONFIG: &str = "/api/external_service/config";

struct Bench(Orca);

impl Bench {
    async fn start() -> Self {
        Self(Orca::start().await.unwrap())
    }

    /// With a config for a queue; also gives its id.
    async fn with_queue() -> (Self, String) {
        let bench = Self::start().await;
        let body = json!({"service_name": "queue", "template_name": "alerts", "config": {"queue": "orca-alerts"},
            "is_enabled": true, "is_default": false});
        let config = good(&bench.call("POST", CONFIG, &body).await);
        (bench, config["id"].as_str().unwrap().to_owned())
    }

    async fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        let authorization = format!("Token {}", self.0.token());
        let headers = [("authorization", &*authorization), ("content-type", "application/json")];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        send(method, &format!("{}{path}", self.0.url()), &headers, &body).await.unwrap()
    }

    async fn add(&self, body: &Value) -> String {
        good(&self.call("POST", "/api/automations", body).await)["id"].as_str().unwrap().to_owned()
    }

    async fn names(&self) -> Vec<String> {
        let answer = self.call("GET", "/api/automations", &Value::Null).await.json();
        let rows = answer["data"].as_array().unwrap();
        for (place, row) in rows.iter().enumerate() {
            assert_eq!(row["priority"], place + 1);
        }
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    }

    /// The alerts in the queue, as they came.
    fn received(&self, config: &str) -> Vec<Value> {
        let records = self.0.receive_sqs(config)["Records"].as_array().unwrap().clone();
        let body = |record: &Value| serde_json::from_str(record["body"].as_str().unwrap()).unwrap();
        records.iter().map(body).collect()
    }
}

fn automation(name: &str, config: &str) -> Value {
    let with = json!({"key": "RiskLevel", "type": "str", "operator": "in", "values": ["critical", "high"]});
    json!({
        "name": name, "description": "", "status": "enabled", "business_units": [],
        "filter": {"sonar_query": {"models": ["Alert"], "type": "object_set", "with": with}},
        "actions": [{"type": 33, "data": {}, "external_config": config}],
    })
}

#[track_caller]
fn good(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["status"], "success");
    answer.json()["data"].clone()
}

#[track_caller]
fn refused(answer: &Answer, status: u16, text: &str) {
    assert_eq!((answer.status, &answer.json()["error"]), (status, &json!(text)), "{}", answer.body);
}

#[tokio::test]
async fn an_automation_sends_the_alerts_that_it_takes_to_its_queue() {
    let (bench, config) = Bench::with_queue().await;
    let before = bench.0.add_alert(OrcaAlert::public_bucket("before"));
    bench.add(&automation("urgent", &config)).await;
    let urgent = bench.0.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    let mild = OrcaAlert::public_bucket("docs").risk_level(ticket_bridge_sandbox::OrcaRiskLevel::Low);
    bench.0.add_alert(mild);
    assert_eq!(bench.received(&config), [bench.0.alert(&urgent, Generation::Legacy).unwrap()]);
    assert!(bench.received(&config).is_empty(), "a message is taken once");
    bench.0.set_status(&before, OrcaStatus::InProgress);
    assert_eq!(bench.received(&config)[0]["state"]["status"], "in_progress");
    assert!(bench.received("another").is_empty());
}

#[tokio::test]
async fn a_disabled_or_deleted_automation_sends_nothing() {
    let (bench, config) = Bench::with_queue().await;
    let mut body = automation("urgent", &config);
    let id = bench.add(&body).await;
    body["status"] = json!("disabled");
    let changed = good(&bench.call("PUT", &format!("/api/automations/{id}"), &body).await);
    assert_eq!((&changed["status"], &changed["id"]), (&json!("disabled"), &json!(id)));
    bench.0.add_alert(OrcaAlert::public_bucket("a"));
    assert!(bench.received(&config).is_empty());
    good(&bench.call("GET", &format!("/api/automations/{id}"), &Value::Null).await);
    assert_eq!(bench.call("DELETE", &format!("/api/automations/{id}"), &Value::Null).await.status, 200);
    refused(&bench.call("GET", &format!("/api/automations/{id}"), &Value::Null).await, 404, "not found");
}

#[tokio::test]
async fn only_a_new_automation_can_take_what_is_there_already() {
    let (bench, config) = Bench::with_queue().await;
    bench.0.add_alert(OrcaAlert::public_bucket("a"));
    let path = "/api/automations?apply_on_existing=true";
    good(&bench.call("POST", path, &automation("urgent", &config)).await);
    assert_eq!(bench.received(&config).len(), 1);
}

#[tokio::test]
async fn priorities_are_dense_and_a_high_one_is_clamped() {
    let (bench, config) = Bench::with_queue().await;
    let first = bench.add(&automation("a", &config)).await;
    for name in ["b", "c"] {
        bench.add(&automation(name, &config)).await;
    }
    let path = format!("/api/automations/{first}/priority");
    assert_eq!(good(&bench.call("PUT", &path, &json!({"priority": 900})).await)["priority"], 3);
    assert_eq!(bench.names().await, ["b", "c", "a"]);
    assert_eq!(good(&bench.call("PUT", &path, &json!({"priority": 2})).await)["priority"], 2);
    assert_eq!(bench.names().await, ["b", "a", "c"]);
    refused(&bench.call("PUT", &path, &json!({"priority": 0})).await, 400, "invalid priority");
    refused(&bench.call("GET", "/api/automations?limit=301", &Value::Null).await, 400, "invalid limit 301");
    let page = bench.call("GET", "/api/automations?limit=1&start_at_index=2", &Value::Null).await.json();
    assert_eq!((&page["total_items"], &page["data"][0]["name"]), (&json!(3), &json!("c")));
}

#[tokio::test]
async fn what_is_not_known_of_automations_is_no_success() {
    let (bench, config) = Bench::with_queue().await;
    let id = bench.add(&automation("a", &config)).await;
    let with = |name: &str, value: Value| {
        let mut body = automation("x", &config);
        body[name] = value;
        body
    };
    for (body, status) in [
        (with("actions", json!([{"type": 12, "data": {}, "external_config": config}])), 501),
        (with("end_time", json!("2027-01-01T00:00:00Z")), 501),
        (with("actions", json!([{"type": 33, "data": {}, "external_config": "another"}])), 400),
        (with("actions", json!([])), 400),
        (with("filter", json!({})), 400),
        (with("name", json!("")), 400),
        (with("status", json!("on")), 400),
    ] {
        assert_eq!(bench.call("POST", "/api/automations", &body).await.status, status, "{body}");
    }
    let moved = bench.call("PUT", &format!("/api/automations/{id}"), &with("business_units", json!(["bu-1"]))).await;
    refused(&moved, 400, "business_units cannot change");
    let used = bench.call("DELETE", &format!("{CONFIG}/queue?template=alerts"), &Value::Null).await;
    assert_eq!(used.status, 501);
    assert_eq!(bench.names().await, ["a"]);
}

#[tokio::test]
async fn a_viewer_changes_no_automation() {
    let bench = Bench::start().await;
    let viewer = format!("Token {}", bench.0.viewer_token());
    let call = async |method: &str| {
        let url = format!("{}/api/automations", bench.0.url());
        send(method, &url, &[("authorization", &viewer)], "").await.unwrap().status
    };
    assert_eq!((call("GET").await, call("POST").await), (200, 403));
}

#[tokio::test]
async fn a_config_keeps_a_secret_that_an_update_leaves_out_and_never_shows_it() {
    let bench = Bench::start().await;
    let settings = json!({"webhook_url": "https://hooks.example.com", "type": "common", "api_key": "canary"});
    let body = json!({"service_name": "webhook", "template_name": "a b", "config": settings, "is_enabled": true});
    let config = good(&bench.call("POST", CONFIG, &body).await);
    assert_eq!(config["config"], json!({"webhook_url": "https://hooks.example.com", "type": "common"}));
    assert_eq!(bench.call("POST", CONFIG, &body).await.status, 501, "a second of the same name");

    let path = format!("{CONFIG}/webhook?template=a+b");
    let other = json!({"config": {"webhook_url": "https://hooks.example.com/x"}, "is_enabled": false});
    let changed = good(&bench.call("PUT", &path, &other).await);
    assert_eq!((&changed["is_enabled"], &changed["id"]), (&json!(false), &config["id"]));
    let list = |query: &'static str| bench.call("GET", query, &Value::Null);
    let found = good(&list("/api/external_service/config?service_name=webhook&template_name=a+b").await);
    assert_eq!(found, json!([changed]));
    assert_eq!(good(&list("/api/external_service/config?service_name=queue").await), json!([]));

    refused(&bench.call("PUT", &format!("{CONFIG}/webhook"), &other).await, 400, "template is required");
    refused(&bench.call("PUT", &format!("{CONFIG}/webhook?template=c"), &other).await, 404, "not found");
    assert_eq!(bench.call("DELETE", &path, &Value::Null).await.status, 200);
    refused(&bench.call("DELETE", &path, &Value::Null).await, 404, "not found");
}
