use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless, sent};
use orca_api::integrations::{
    CreateIntegrationConfig, IntegrationSettings, ListIntegrationConfigs, ResourceContent, UpdateIntegrationConfig,
    WebhookConfig, WebhookType,
};
use orca_api::model::{IntegrationConfig, IntegrationResource, JiraResource};
use orca_api::*;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

pub(crate) const WIRE: WireTests = &[
    ("list_filters_by_service_and_template", list_filters_by_service_and_template),
    ("create_sends_a_webhook", create_sends_a_webhook),
    ("update_names_the_template_in_the_query", update_names_the_template_in_the_query),
    ("delete_names_the_template_in_the_query", delete_names_the_template_in_the_query),
    ("resources_are_listed_by_service", resources_are_listed_by_service),
    ("a_resource_is_created_whole", a_resource_is_created_whole),
    ("get_reads_a_resource_with_and_without_an_envelope", get_reads_a_resource_with_and_without_an_envelope),
    ("a_resource_is_updated_whole", a_resource_is_updated_whole),
    ("a_resource_is_deleted", a_resource_is_deleted),
    ("jira_sites_are_read_out_of_their_own_envelope", jira_sites_are_read_out_of_their_own_envelope),
];

const ID: &str = "c0f10000-0000-4000-8000-000000000001";

fn webhook() -> WebhookConfig {
    WebhookConfig::new("https://hooks.example.com/orca/canary-path")
        .api_key("Bearer canary-key")
        .body_fields(["state", "type_string"])
        .custom_header("X-Team", "canary-header")
        .custom_header("X-Team", "canary-second")
}

fn webhook_json() -> Value {
    fixture("integrations/configs")["data"][0]["config"].clone()
}

fn config() -> IntegrationConfig {
    lossless(&fixture("integrations/config")["data"])
}

fn token_content() -> ResourceContent {
    ResourceContent::new("Board", "monday", "token", json!({"api_token": "canary-resource"}))
}

#[tokio::test]
async fn list_filters_by_service_and_template() {
    let stub = Stub::replying(200, &fixture("integrations/configs")).await;
    let request = ListIntegrationConfigs::new().service("webhook").template_name("a&b");
    let page = stub.client().integrations().list(&request).await.unwrap();
    let readable: Vec<bool> = page.rows.iter().map(|row| matches!(row, Entry::Read(_))).collect();
    assert_eq!(readable, [true, true, false, true]);
    let seen = stub.request().await;
    assert_eq!((&*seen.method, &*seen.path, seen.body), ("GET", "/external_service/config", None));
    assert_eq!(seen.query.as_deref(), Some("service_name=webhook&template_name=a%26b"));
}

#[tokio::test]
async fn a_list_without_a_filter_has_no_query() {
    let stub = Stub::replying(200, &json!({"status": "success", "data": null})).await;
    assert!(stub.client().integrations().list(&ListIntegrationConfigs::new()).await.unwrap().rows.is_empty());
    stub.request().await.is("GET", "/external_service/config", None);
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    let error = client.integrations().list(&ListIntegrationConfigs::new().service("")).await.unwrap_err();
    assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::InvalidRequest, 0));
}

#[test]
fn configs_are_kept_as_they_came_in_both_forms_of_headers() {
    let rows = fixture("integrations/configs")["data"].as_array().unwrap().clone();
    let first: IntegrationConfig = lossless(&rows[0]);
    assert_eq!((first.id.as_str(), first.template_name.as_deref()), (ID, Some("ticket-bridge")));
    assert_eq!((first.is_enabled, first.is_default), (Some(true), Some(false)));
    assert_eq!(first.webhook(), Some(webhook().kind(WebhookType::Common)));

    let plain: IntegrationConfig = lossless(&rows[1]);
    assert_eq!((plain.is_enabled, plain.is_default), (Some(false), None));
    let webhook = plain.webhook().unwrap();
    assert_eq!(webhook.webhook_type().map(WebhookType::as_str), Some("next_year"));
    assert_eq!((webhook.url(), webhook.key().is_none()), ("https://hooks.example.com/other", true));
    let headers: Vec<_> = webhook.headers().map(|(name, value)| (name, value.expose_secret())).collect();
    assert_eq!((headers, webhook.fields().len()), (vec![("X-Team", "canary-header")], 0));

    let queue: IntegrationConfig = lossless(&rows[3]);
    assert_eq!((queue.webhook(), queue.settings()), (None, Some(&rows[3]["config"])));
}

/// Secrets of an answer and of a request: in the value, in what is sent, nowhere else.
#[tokio::test]
async fn secrets_are_in_no_debug_output() {
    let stub = Stub::replying(200, &fixture("integrations/configs")).await;
    let page = stub.client().integrations().list(&ListIntegrationConfigs::new()).await.unwrap();
    let raw = IntegrationSettings::raw(json!({"secret_key": "canary-queue"}));
    let create = CreateIntegrationConfig::new("queue", "alerts", raw.clone());
    let update = UpdateIntegrationConfig::of(&config(), webhook());
    let resource: IntegrationResource =
        serde_json::from_value(json!({"id": "x", "data": {"password": "canary-resource"}})).unwrap();
    let shown = format!(
        "{page:?} {:?} {:?} {raw:?} {create:?} {update:?} {:?} {resource:?}",
        webhook(),
        CreateIntegrationConfig::webhook("x", webhook()),
        token_content(),
    );
    assert!(!shown.contains("canary"), "a secret is shown");
    assert!(shown.contains("hooks.example.com") && shown.contains("X-Team"), "{shown}");
}

/// Orca may say what it was sent: the secrets among it are cut out, however long the text is.
#[tokio::test]
async fn secrets_that_an_answer_echoes_are_in_no_error() {
    let raw = json!({"credentials": [{"secret_key": "canary-queue"}], "region": "ap-northeast-1"});
    let echo = json!({"status": "failure", "error": format!(
        "cannot reach https://hooks.example.com/orca/canary-path with Bearer canary-key, canary-header, {raw}, \
         canary-resource"
    )});
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    for _ in 0..5 {
        transport.reply(400, echo.to_string());
    }
    let integrations = client.integrations();
    let create = CreateIntegrationConfig::webhook("x", webhook());
    let update = UpdateIntegrationConfig::of(&config(), webhook());
    let queue = CreateIntegrationConfig::new("queue", "x", IntegrationSettings::raw(raw));
    for (error, hidden) in [
        (integrations.create(&create).await.unwrap_err(), ["canary-path", "canary-key", "canary-header"]),
        (
            integrations.update("webhook", "x", &update).await.unwrap_err(),
            ["canary-path", "canary-key", "canary-header"],
        ),
        (integrations.create(&queue).await.unwrap_err(), ["canary-queue"; 3]),
        (integrations.resources().create(&token_content()).await.unwrap_err(), ["canary-resource"; 3]),
        (integrations.resources().update("x", &token_content()).await.unwrap_err(), ["canary-resource"; 3]),
    ] {
        let body = String::from_utf8(error.body().unwrap().to_vec()).unwrap();
        let shown = format!("{error} {error:?} {:?} {body}", error.messages());
        assert!(shown.contains("cannot reach") && shown.contains("[redacted]"));
        for secret in hidden {
            assert!(!shown.contains(secret), "a secret is shown");
        }
    }
}

#[tokio::test]
async fn create_sends_a_webhook() {
    let stub = Stub::replying(200, &fixture("integrations/config")).await;
    let request =
        CreateIntegrationConfig::webhook("ticket-bridge", webhook()).is_default(true).business_units(["bu-1"]);
    assert_eq!(stub.client().integrations().create(&request).await.unwrap(), config());
    let body = json!({
        "service_name": "webhook",
        "template_name": "ticket-bridge",
        "config": webhook_json(),
        "is_enabled": true,
        "is_default": true,
        "business_units": ["bu-1"],
    });
    stub.request().await.is("POST", "/external_service/config", Some(body));
}

#[tokio::test]
async fn settings_of_other_services_are_sent_as_they_are() {
    let stub = Stub::replying(200, &fixture("integrations/config")).await;
    let settings = IntegrationSettings::raw(json!({"x": {"y": [1]}}));
    let request = CreateIntegrationConfig::new("queue", "alerts", settings).is_enabled(false);
    let _config = stub.client().integrations().create(&request).await.unwrap();
    let body = json!({
        "service_name": "queue", "template_name": "alerts", "config": {"x": {"y": [1]}}, "is_enabled": false,
        "is_default": false,
    });
    stub.request().await.is("POST", "/external_service/config", Some(body));
}

#[tokio::test]
async fn what_is_wrong_with_a_config_is_said_at_once_and_without_its_secrets() {
    let bad = WebhookConfig::new("http://hooks.example.com/canary")
        .api_key("canary\nkey")
        .custom_header("X Team", "canary\r\nX: y");
    for (request, wrong) in [
        (
            CreateIntegrationConfig::webhook("", bad),
            "template_name: must not be empty; config.webhook_url: must be an `https` address; config.api_key: must be \
             the value of a header, and not empty: leave it out to keep the stored one; config.custom_headers[0]: must \
             have the name of a header; config.custom_headers[0]: must have the value of a header: no line break",
        ),
        (
            CreateIntegrationConfig::new(" ", "x", IntegrationSettings::raw(json!("canary"))),
            "service_name: must not be empty; config: must be a JSON object",
        ),
        (CreateIntegrationConfig::webhook("x", WebhookConfig::new("https://")), "config.webhook_url: must be"),
        (CreateIntegrationConfig::webhook("x", WebhookConfig::new("/orca")), "config.webhook_url: must be"),
    ] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        let error = client.integrations().create(&request).await.unwrap_err();
        assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::InvalidRequest, 0));
        let error = error.to_string();
        assert!(error.contains(wrong) && !error.contains("canary"), "not as wanted: {wrong}");
    }
}

/// A secret that is left out keeps its stored value; what is read of one is not sent back by itself.
#[tokio::test]
async fn update_names_the_template_in_the_query() {
    let stub = Stub::replying(200, &fixture("integrations/config")).await;
    let settings = webhook().stored_api_key();
    let request = UpdateIntegrationConfig::of(&config(), settings).is_enabled(false);
    let updated = stub.client().integrations().update("webhook", "ticket bridge", &request).await.unwrap();
    assert_eq!(updated, config());
    let seen = stub.request().await;
    assert_eq!((&*seen.method, &*seen.path), ("PUT", "/external_service/config/webhook"));
    assert_eq!(seen.query.as_deref(), Some("template=ticket+bridge"));
    let mut settings = webhook_json();
    settings.as_object_mut().unwrap().remove("api_key");
    assert_eq!(seen.body, Some(json!({"config": settings, "is_enabled": false, "is_default": true})));
}

#[tokio::test]
async fn business_units_of_a_config_are_sent_only_when_they_are_set() {
    let stub = Stub::replying(200, &fixture("integrations/config")).await;
    let raw = IntegrationSettings::raw(json!({}));
    let request = UpdateIntegrationConfig::of(&config(), raw).business_units(["bu-2"]);
    let _config = stub.client().integrations().update("opsgenie", "x", &request).await.unwrap();
    let body = json!({"config": {}, "is_enabled": true, "is_default": true, "business_units": ["bu-2"]});
    assert_eq!(stub.request().await.body, Some(body));
}

#[tokio::test]
async fn delete_names_the_template_in_the_query() {
    let stub = Stub::replying(200, &json!({"status": "success"})).await;
    stub.client().integrations().delete("a/b", "x&y").await.unwrap();
    let seen = stub.request().await;
    assert_eq!((&*seen.method, &*seen.path, seen.body), ("DELETE", "/external_service/config/a%2Fb", None));
    assert_eq!(seen.query.as_deref(), Some("template=x%26y"));
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    assert_eq!(client.integrations().delete("webhook", "").await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert!(transport.requests().is_empty(), "it would delete another config");
}

#[tokio::test]
async fn an_unknown_config_or_resource_is_not_found() {
    let stub = Stub::replying(404, &json!({"error": "not found"})).await;
    let client = stub.client();
    assert!(client.integrations().delete("webhook", "x").await.unwrap_err().is_not_found());
    assert!(client.integrations().resources().get("x").await.unwrap_err().is_not_found());
    let request = UpdateIntegrationConfig::of(&config(), webhook());
    assert!(client.integrations().update("webhook", "x", &request).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn resources_are_listed_by_service() {
    let stub = Stub::replying(200, &fixture("integrations/resources")).await;
    let page = stub.client().integrations().resources().list("sn_incidents").await.unwrap();
    let rows: Vec<_> = page.rows.into_iter().filter_map(Entry::read).collect();
    assert_eq!((rows[0].kind.as_deref(), rows[1].id.as_str()), (Some("token"), "17"));
    assert_eq!(rows[1].host_url.as_deref(), Some("https://service-now.example.com"));
    for (row, raw) in rows.iter().zip(fixture("integrations/resources")["data"].as_array().unwrap()) {
        assert_eq!(lossless::<IntegrationResource>(raw), *row);
    }
    let seen = stub.request().await;
    assert_eq!((&*seen.method, &*seen.path), ("GET", "/external_service/resources"));
    assert_eq!(seen.query.as_deref(), Some("service_name=sn_incidents"));
}

#[tokio::test]
async fn a_resource_is_created_whole() {
    let stub = Stub::replying(200, &json!({"data": fixture("integrations/resources")["data"][0]})).await;
    let content = token_content().host_url("https://service.example.com");
    let resource = stub.client().integrations().resources().create(&content).await.unwrap();
    assert_eq!(resource.data(), Some(&json!({"account_slug": "example"})));
    let body = json!({
        "name": "Board", "service_name": "monday", "type": "token", "host_url": "https://service.example.com",
        "data": {"api_token": "canary-resource"},
    });
    stub.request().await.is("POST", "/external_service/resources", Some(body));
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    let error =
        client.integrations().resources().create(&ResourceContent::new("", "", "", json!(7))).await.unwrap_err();
    let wrong =
        "name: must not be empty; service_name: must not be empty; type: must not be empty; data: must be a JSON";
    assert!(error.to_string().contains(wrong) && transport.requests().is_empty(), "{error}");
}

/// A bare resource has `data` of its own: it is no envelope.
#[tokio::test]
async fn get_reads_a_resource_with_and_without_an_envelope() {
    let bare = fixture("integrations/resources")["data"][0].clone();
    for body in [bare.clone(), json!({"status": "success", "data": bare})] {
        let stub = Stub::replying(200, &body).await;
        let resource = stub.client().integrations().resources().get("a b").await.unwrap();
        assert_eq!(resource.raw(), &bare);
        stub.request().await.is("GET", "/external_service/resources/a%20b", None);
    }
}

#[tokio::test]
async fn a_resource_is_updated_whole() {
    let stub = Stub::replying(200, &json!({"data": fixture("integrations/resources")["data"][0]})).await;
    let content = ResourceContent::new("Board", "monday", "token", json!({}));
    let _resource = stub.client().integrations().resources().update("17", &content).await.unwrap();
    let body = json!({"name": "Board", "service_name": "monday", "type": "token", "data": {}});
    stub.request().await.is("PUT", "/external_service/resources/17", Some(body));
}

#[tokio::test]
async fn a_resource_is_deleted() {
    let stub = Stub::replying(200, &json!({"status": "success"})).await;
    stub.client().integrations().resources().delete("17").await.unwrap();
    stub.request().await.is("DELETE", "/external_service/resources/17", None);
}

#[tokio::test]
async fn jira_sites_are_read_out_of_their_own_envelope() {
    let stub = Stub::replying(200, &fixture("integrations/jira_resources")).await;
    let page = stub.client().integrations().jira_resources().await.unwrap();
    let site: JiraResource = lossless(&fixture("integrations/jira_resources")["data"]["resources"][0]);
    assert_eq!(
        (site.name.as_deref(), site.url.as_deref()),
        (Some("example"), Some("https://example.atlassian.example"))
    );
    assert!(matches!(&page.rows[..], [Entry::Read(read), Entry::Unreadable(_)] if *read == site));
    stub.request().await.is("GET", "/jira/resources", None);
}

#[tokio::test]
async fn only_reads_are_repeated() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    let (integrations, resources) = (client.integrations(), client.integrations().resources());
    let lost = |error: Error| assert!(error.may_have_been_applied() && error.attempts() == 1, "{error}");
    for _ in 0..6 {
        transport.reply(502, "");
    }
    lost(integrations.create(&CreateIntegrationConfig::webhook("x", webhook())).await.unwrap_err());
    lost(integrations.update("webhook", "x", &UpdateIntegrationConfig::of(&config(), webhook())).await.unwrap_err());
    lost(integrations.delete("webhook", "x").await.unwrap_err());
    lost(resources.create(&token_content()).await.unwrap_err());
    lost(resources.update("17", &token_content()).await.unwrap_err());
    lost(resources.delete("17").await.unwrap_err());
    transport.reply(502, "").reply(200, fixture("integrations/configs").to_string());
    assert!(integrations.list(&ListIntegrationConfigs::new()).await.is_ok());
    assert_eq!(sent(&transport).len(), 8);
}
