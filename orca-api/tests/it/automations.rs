use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless, sent};
use orca_api::automations::{AutomationFilter, CreateAutomation, ListAutomations, Placed, UpdateAutomation};
use orca_api::model::{Action, ActionType, Automation, AutomationStatus, DatadogKind, ScoreChange};
use orca_api::serving_layer::{Clause, Query};
use orca_api::*;
use serde_json::{Value, json};

pub(crate) const WIRE: WireTests = &[
    ("list_asks_for_the_largest_page", list_asks_for_the_largest_page),
    ("get_unwraps_the_envelope", get_unwraps_the_envelope),
    ("create_sends_every_member", create_sends_every_member),
    ("update_sends_the_automation_with_its_changes", update_sends_the_automation_with_its_changes),
    ("set_priority_tells_where_the_automation_went", set_priority_tells_where_the_automation_went),
    ("delete_takes_any_answer", delete_takes_any_answer),
];

const ID: &str = "a1b20000-0000-4000-8000-000000000001";
const CONFIG: &str = "c0f10000-0000-4000-8000-000000000001";

fn urgent() -> Clause {
    Clause::is_in("RiskLevel", ["critical", "high"])
}

fn urgent_json() -> Value {
    let with = json!({"key": "RiskLevel", "type": "str", "operator": "in", "values": ["critical", "high"]});
    json!({"sonar_query": {"models": ["Alert"], "type": "object_set", "with": with}})
}

fn to_the_queue() -> CreateAutomation {
    CreateAutomation::new("Urgent alerts to the queue", urgent(), [Action::sqs(CONFIG)])
}

fn automation() -> Automation {
    lossless(&fixture("automations/one")["data"])
}

/// The error of a request that is refused before anything is sent.
async fn refused(request: &CreateAutomation) -> String {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    let error = client.automations().create(request).await.unwrap_err();
    assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::InvalidRequest, 0));
    error.to_string()
}

#[tokio::test]
async fn list_asks_for_the_largest_page() {
    let stub = Stub::replying(200, &fixture("automations/list")).await;
    let page = stub.client().automations().list(&ListAutomations::new()).await.unwrap();
    assert_eq!((page.rows.len(), page.total), (3, Some(3)));
    let seen = stub.request().await;
    assert_eq!((&*seen.method, &*seen.path, seen.body), ("GET", "/automations", None));
    assert_eq!(seen.query.as_deref(), Some("limit=300&start_at_index=0"));
}

#[tokio::test]
async fn a_page_is_1_to_300_rows() {
    for limit in [0, 301] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        let error = client.automations().list(&ListAutomations::new().limit(limit)).await.unwrap_err();
        assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::InvalidRequest, 0));
        assert!(error.to_string().contains("limit: must be 1 to 300"), "{error}");
    }
}

#[test]
fn automations_are_kept_as_they_came_and_a_bad_row_breaks_no_other() {
    let rows = fixture("automations/list")["data"].as_array().unwrap().clone();
    let first: Automation = lossless(&rows[0]);
    assert_eq!((first.id.as_str(), first.name.as_deref()), (ID, Some("Urgent alerts to the queue")));
    assert_eq!((first.status, first.priority), (Some(AutomationStatus::Enabled), Some(1)));
    assert_eq!(first.end_time.unwrap().as_str(), "2027-01-01T00:00:00+00:00");
    let (sqs, new) = (&first.actions[0], &first.actions[1]);
    assert_eq!((sqs.kind, sqs.external_config.clone()), (Some(ActionType::AwsSqs), Some(CONFIG.into())));
    assert_eq!((new.kind.unwrap().code(), new.data()), (99, Some(&json!({"new": {"kind": true}}))));

    let third: Automation = lossless(&rows[2]);
    assert_eq!((third.name, third.description.as_deref(), third.priority), (None, Some("7"), None));
    assert_eq!(third.status.unwrap().as_str(), "paused");
    assert_eq!(third.business_units, [BusinessUnitId::new("5b0f1d7e-0000-4000-8000-0000000000b1")]);
    let kinds: Vec<_> = third.actions.iter().map(|action| action.kind).collect();
    assert_eq!(kinds, [None, None, Some(ActionType::Snooze)]);
    assert!(serde_json::from_value::<Automation>(rows[1].clone()).is_err());
}

/// Pages may be short: what is read on is what was received, unreadable rows included.
#[tokio::test]
async fn pages_go_on_after_short_ones_until_the_total() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    let row = |id: &str| json!({ "id": id });
    let page = |rows: Vec<Value>| json!({"status": "success", "total_items": 4, "data": rows}).to_string();
    transport
        .reply(200, page(vec![row("a"), json!("odd")]))
        .reply(200, page(vec![row("c")]))
        .reply(200, page(vec![row("d")]));
    let mut pages = client.automations().pages(&ListAutomations::new());
    let mut seen = Vec::new();
    while let Some(entry) = pages.next().await {
        seen.push(entry.unwrap().read().map(|automation| automation.id.to_string()));
    }
    assert_eq!(seen, [Some("a".into()), None, Some("c".into()), Some("d".into())]);
    let asked: Vec<_> = transport.requests().iter().map(|request| request.uri.query().unwrap().to_owned()).collect();
    assert_eq!(asked, ["limit=300&start_at_index=0", "limit=300&start_at_index=2", "limit=300&start_at_index=3"]);
}

#[tokio::test]
async fn get_unwraps_the_envelope() {
    let stub = Stub::replying(200, &fixture("automations/one")).await;
    let automation = stub.client().automations().get(ID).await.unwrap();
    assert_eq!((automation.id.as_str(), automation.query()), (ID, Some(&urgent_json()["sonar_query"])));
    stub.request().await.is("GET", &format!("/automations/{ID}"), None);
}

#[tokio::test]
async fn a_bare_answer_is_read_too_and_one_without_an_id_is_unreadable() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(200, fixture("automations/one")["data"].to_string());
    assert_eq!(client.automations().get(ID).await.unwrap().id.as_str(), ID);
    for body in [json!({"status": "success", "data": {"name": "x"}}), json!({"status": "success"}), json!([])] {
        transport.reply(200, body.to_string());
        assert_eq!(client.automations().get(ID).await.unwrap_err().kind(), ErrorKind::Decode, "{body}");
    }
}

#[tokio::test]
async fn an_unknown_automation_is_not_found() {
    for body in [json!({"error": "not found"}), json!({"error": "not found", "status": "failure"})] {
        let stub = Stub::replying(404, &body).await;
        let error = stub.client().automations().get("a/../b").await.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(error.to_string(), "GET /automations/{id}: 404 Not Found: not found");
        assert_eq!(stub.request().await.path, "/automations/a%2F..%2Fb");
    }
}

#[tokio::test]
async fn create_sends_every_member() {
    let stub = Stub::replying(200, &fixture("automations/one")).await;
    let request = to_the_queue()
        .description("all accounts")
        .business_units(["bu-1"])
        .status(AutomationStatus::Disabled)
        .end_time("2027-01-01T00:00:00Z".parse::<Timestamp>().unwrap())
        .apply_on_existing(true);
    assert_eq!(stub.client().automations().create(&request).await.unwrap(), automation());
    let seen = stub.request().await;
    assert_eq!((&*seen.method, &*seen.path), ("POST", "/automations"));
    assert_eq!(seen.query.as_deref(), Some("apply_on_existing=true"));
    let body = json!({
        "name": "Urgent alerts to the queue",
        "description": "all accounts",
        "status": "disabled",
        "business_units": ["bu-1"],
        "filter": urgent_json(),
        "actions": [{"type": 33, "data": {}, "external_config": CONFIG}],
        "end_time": "2027-01-01T00:00:00Z",
    });
    assert_eq!(seen.body, Some(body));
}

#[tokio::test]
async fn a_new_automation_works_and_leaves_what_is_there_unless_told_otherwise() {
    for request in [to_the_queue(), to_the_queue().apply_on_existing(false)] {
        let stub = Stub::replying(200, &fixture("automations/one")).await;
        let _automation = stub.client().automations().create(&request).await.unwrap();
        let body = json!({
            "name": "Urgent alerts to the queue", "description": "", "status": "enabled", "business_units": [],
            "filter": urgent_json(), "actions": [{"type": 33, "data": {}, "external_config": CONFIG}],
        });
        stub.request().await.is("POST", "/automations", Some(body));
    }
}

/// A clause, a query and raw JSON are the same filter. What a query says of pages is no part of it.
#[test]
fn a_filter_is_a_clause_a_query_or_raw() {
    let clause: AutomationFilter = urgent().into();
    let query: AutomationFilter = Query::alerts().filter(urgent()).limit(7).order_by(["-OrcaScore"]).into();
    let raw = AutomationFilter::raw(urgent_json()["sonar_query"].clone());
    assert_eq!((&clause, &query), (&raw, &raw));
    assert_eq!(format!("{raw:?}"), "AutomationFilter([not shown])");
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_said_at_once() {
    let nothing = CreateAutomation::new(" ", Query::inventory(), []);
    assert_eq!(
        refused(&nothing).await,
        "POST /automations: invalid request: name: must not be empty; filter: must be a query for the model `Alert`; \
         actions: must name at least one"
    );
    let clause = refused(&CreateAutomation::new("x", Clause::is_in("Status", [""; 0]), [Action::dismiss()])).await;
    assert!(clause.contains("filter: Status: must name at least one value"), "{clause}");
    for (action, wrong) in [
        (Action::snooze(0), "data.days: must be 1 to 365"),
        (Action::snooze(366), "data.days: must be 1 to 365"),
        (Action::change_score(ScoreChange::To(11.into())), "data.change_orca_score: must be 1 to 10"),
        (Action::change_score(ScoreChange::To(0.into())), "data.change_orca_score: must be 1 to 10"),
        (Action::email([""; 0]), "data.email: must name an address"),
        (Action::sqs(""), "external_config: must not be empty"),
        (Action::siem_token(""), "siem_token: must not be empty"),
        (Action::remediation(""), "data.remediation_action: must not be empty"),
        (Action::sqs(CONFIG).reason("x"), "data.reason: is only for"),
        (Action::sqs(CONFIG).justification("x"), "data.justification: is only for"),
        (Action::slack(CONFIG).parent("SEC-1"), "data.parent_id: is only for"),
        (Action::dismiss().multi_alerts(true), "data.multi_alerts: is only for"),
        (Action::dismiss().asset_tag_keys(["owner"]), "data.asset_tag_keys: is only for"),
        (Action::dismiss().custom_tag_keys(["owner"]), "data.custom_tag_keys: is only for"),
        (Action::of(77_i64, json!(7)), "data: must be a JSON object"),
    ] {
        let error = refused(&CreateAutomation::new("x", urgent(), [Action::dismiss(), action])).await;
        assert!(error.contains(&format!("actions[1].{wrong}")), "{error}");
    }
}

/// Each type of the known ones, with the data that it is known to take.
#[test]
fn every_action_is_sent_as_its_number_and_data() {
    type Deliver = fn(IntegrationConfigId) -> Action;
    let deliver: [(i64, Deliver); 31] = [
        (2, Action::slack),
        (3, Action::pager_duty),
        (4, Action::opsgenie),
        (6, Action::sumo_logic),
        (7, Action::sentinel),
        (8, Action::splunk),
        (10, Action::jira_cloud),
        (12, Action::webhook),
        (13, Action::pub_sub),
        (16, Action::torq),
        (17, Action::azure_devops),
        (19, Action::ms_teams),
        (22, Action::service_now_incident),
        (23, Action::jira_server),
        (24, Action::service_now_security_incident),
        (25, Action::security_lake),
        (26, Action::snowflake),
        (27, Action::chronicle),
        (29, Action::cribl),
        (30, Action::tines),
        (32, Action::cloudflare),
        (33, Action::sqs),
        (34, Action::sns),
        (35, Action::opus),
        (36, Action::coralogix),
        (37, Action::security_hub),
        (38, Action::monday),
        (39, Action::akamai),
        (40, Action::linear),
        (41, Action::panther),
        (77, |config| Action::deliver(77_i64, config)),
    ];
    for (number, action) in deliver {
        let sent = json!({"type": number, "data": {}, "external_config": CONFIG});
        assert_eq!(serde_json::to_value(action(CONFIG.into())).unwrap(), sent);
    }
    for (action, number, data) in [
        (Action::dismiss().reason("r").justification("j"), 1, json!({"reason": "r", "justification": "j"})),
        (
            Action::email(["team@example.com"]).asset_tag_keys(["owner"]).custom_tag_keys(["team"]).multi_alerts(false),
            5,
            json!({"email": ["team@example.com"], "asset_tag_keys": ["owner"], "custom_tag_keys": ["team"],
                   "multi_alerts": false}),
        ),
        (Action::remediation("AWS-S3-004"), 20, json!({"remediation_action": "AWS-S3-004"})),
        (Action::change_score(ScoreChange::Decrease), 28, json!({"decrease_orca_score": 1})),
        (Action::change_score(ScoreChange::Increase).reason("r"), 28, json!({"increase_orca_score": 1, "reason": "r"})),
        (Action::change_score(ScoreChange::To("6.5".parse().unwrap())), 28, json!({"change_orca_score": 6.5})),
        (Action::snooze(7).reason("r"), 31, json!({"days": 7, "reason": "r"})),
        (Action::of(77_i64, json!({"x": 1})), 77, json!({"x": 1})),
    ] {
        assert_eq!(serde_json::to_value(&action).unwrap(), json!({"type": number, "data": data}));
        assert_eq!(action.kind.map(ActionType::code), Some(number));
    }
    for (action, number, data) in [
        (Action::datadog(CONFIG, DatadogKind::Logs), 18, json!({"type": "LOGS"})),
        (Action::datadog(CONFIG, "EVENT"), 18, json!({"type": "EVENT"})),
        (Action::jira_cloud(CONFIG).parent("SEC-1"), 10, json!({"parent_id": "SEC-1"})),
        (Action::jira_server(CONFIG).parent("SEC-1"), 23, json!({"parent_id": "SEC-1"})),
        (Action::azure_devops(CONFIG).parent("7"), 17, json!({"parent_id": "7"})),
    ] {
        let sent = json!({"type": number, "data": data, "external_config": CONFIG});
        assert_eq!(serde_json::to_value(action).unwrap(), sent);
    }
    let siem = json!({"type": 21, "data": {}, "siem_token": "7a1c0000-0000-4000-8000-000000000001"});
    assert_eq!(serde_json::to_value(Action::siem_token("7a1c0000-0000-4000-8000-000000000001")).unwrap(), siem);
}

/// Data of kinds that nobody knows may hold anything.
#[test]
fn the_data_of_an_action_are_in_no_debug_output() {
    let action = Action::of(77_i64, json!({"token": "canary"}));
    let mut raw = fixture("automations/one")["data"].clone();
    raw["actions"] = json!([action]);
    let automation: Automation = lossless(&raw);
    let shown = format!("{action:?} {automation:?} {:?}", UpdateAutomation::of(&automation).actions([action.clone()]));
    assert!(!shown.contains("canary"));
}

#[tokio::test]
async fn update_sends_the_automation_with_its_changes() {
    let stub = Stub::replying(200, &fixture("automations/one")).await;
    let read = automation();
    let request = UpdateAutomation::of(&read)
        .name("Other name")
        .status(AutomationStatus::Disabled)
        .actions(read.actions.clone().into_iter().chain([Action::snooze(30)]));
    assert_eq!(stub.client().automations().update(&read.id, &request).await.unwrap(), read);
    let stored = json!({
        "id": "ac010000-0000-4000-8000-000000000001", "type": 33, "data": {}, "external_config": CONFIG
    });
    let body = json!({
        "name": "Other name",
        "description": "",
        "status": "disabled",
        "business_units": ["5b0f1d7e-0000-4000-8000-0000000000b1"],
        "filter": urgent_json(),
        "actions": [stored, {"type": 31, "data": {"days": 30}}],
    });
    stub.request().await.is("PUT", &format!("/automations/{ID}"), Some(body));
}

#[tokio::test]
async fn an_update_needs_what_the_answer_lacked() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    let read: Automation = lossless(&fixture("automations/list")["data"][2]);
    let error = client.automations().update(&read.id, &UpdateAutomation::of(&read)).await.unwrap_err().to_string();
    assert!(error.contains("name: must not be empty; filter: is not in the automation"), "{error}");
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn set_priority_tells_where_the_automation_went() {
    let stub = Stub::replying(200, &fixture("automations/one")).await;
    let placed = stub.client().automations().set_priority(ID, 3).await.unwrap();
    assert!(matches!(placed, Placed::AsAsked(_)));
    stub.request().await.is("PUT", &format!("/automations/{ID}/priority"), Some(json!({"priority": 3})));
}

/// Orca clamps silently: the answer alone tells.
#[tokio::test]
async fn a_priority_that_was_clamped_is_no_success_as_asked() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(200, fixture("automations/one").to_string());
    let placed = client.automations().set_priority(ID, 500).await.unwrap();
    assert!(matches!(&placed, Placed::Elsewhere(automation) if automation.priority == Some(3)));
    assert_eq!(placed.into_automation().id.as_str(), ID);
    transport.reply(200, json!({"data": {"id": ID}}).to_string());
    assert!(matches!(client.automations().set_priority(ID, 1).await.unwrap(), Placed::Untold(_)));
    let error = client.automations().set_priority(ID, 0).await.unwrap_err();
    assert!(error.to_string().contains("priority: must be 1 or more"), "{error}");
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test]
async fn delete_takes_any_answer() {
    let stub = Stub::replying(200, &json!({"status": "success"})).await;
    stub.client().automations().delete(ID).await.unwrap();
    stub.request().await.is("DELETE", &format!("/automations/{ID}"), None);
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(204, "");
    client.automations().delete(ID).await.unwrap();
}

/// Writes are sent once when their answer is lost; reads are repeated.
#[tokio::test]
async fn only_reads_are_repeated() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    let automations = client.automations();
    let lost = |error: Error| assert!(error.may_have_been_applied() && error.attempts() == 1, "{error}");
    for _ in 0..4 {
        transport.reply(502, "");
    }
    lost(automations.create(&to_the_queue()).await.unwrap_err());
    lost(automations.update(ID, &UpdateAutomation::of(&automation())).await.unwrap_err());
    lost(automations.set_priority(ID, 1).await.unwrap_err());
    lost(automations.delete(ID).await.unwrap_err());
    transport.reply(502, "").reply(200, fixture("automations/one").to_string());
    let _automation = automations.get(ID).await.unwrap();
    assert_eq!(sent(&transport).len(), 6);
}

/// From the config of a queue to the alert in it, on the stand-in.
#[tokio::test]
async fn an_automation_made_by_this_client_delivers_what_it_takes() {
    let orca = ticket_bridge_sandbox::Orca::start().await.unwrap();
    let client = Client::builder(orca.url(), Auth::token(orca.token())).build().unwrap();
    let settings = integrations::IntegrationSettings::raw(json!({"queue": "orca-alerts"}));
    let request = integrations::CreateIntegrationConfig::new("queue", "alerts", settings);
    let queue = client.integrations().create(&request).await.unwrap().id;
    let automations = client.automations();
    let request = CreateAutomation::new("urgent", urgent(), [Action::sqs(&queue)]);
    let automation = automations.create(&request).await.unwrap();

    let id = orca.add_alert(ticket_bridge_sandbox::OrcaAlert::public_bucket("invoices-prod"));
    let event = orca.receive_sqs(queue.as_str()).to_string();
    let records = event::OrcaEvent::records(event.as_bytes()).unwrap();
    let ids: Vec<_> = records.into_iter().map(|record| record.event.unwrap().alert().id().to_string()).collect();
    assert_eq!(ids, [id]);

    let placed = automations.set_priority(&automation.id, 7).await.unwrap();
    assert!(matches!(&placed, Placed::Elsewhere(automation) if automation.priority == Some(1)));
    let off = UpdateAutomation::of(&placed.into_automation()).status(AutomationStatus::Disabled);
    let off = automations.update(&automation.id, &off).await.unwrap();
    assert_eq!((off.status, off.actions[0].external_config.as_ref()), (Some(AutomationStatus::Disabled), Some(&queue)));
    let mut pages = automations.pages(&ListAutomations::new().limit(1));
    let names: Vec<_> =
        pages.try_collect(9).await.unwrap().into_iter().filter_map(Entry::read).map(|a| a.name).collect();
    assert_eq!(names, [Some("urgent".to_owned())]);
    automations.delete(&automation.id).await.unwrap();
    assert!(automations.delete(&automation.id).await.unwrap_err().is_not_found());
    client.integrations().delete("queue", "alerts").await.unwrap();
}
