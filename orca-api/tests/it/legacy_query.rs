use crate::support::{Seen, Stub, TOKEN, WireTests, faked, fixture};
use orca_api::alerts::AutomationQuery;
use orca_api::legacy_query::{Filter, LegacyQuery};
use orca_api::*;
use serde_json::{Value, json};

pub(crate) const WIRE: WireTests = &[
    ("query_posts_the_conditions_as_an_object", query_posts_the_conditions_as_an_object),
    ("query_by_get_sends_the_conditions_as_text", query_by_get_sends_the_conditions_as_text),
    ("rule_query_posts_a_bare_list", rule_query_posts_a_bare_list),
    ("of_automation_asks_by_page_and_date", of_automation_asks_by_page_and_date),
];

fn malware() -> LegacyQuery {
    LegacyQuery::new().filter(Filter::includes("category", ["Malware"]))
}

#[tokio::test]
async fn query_posts_the_conditions_as_an_object() {
    let stub = Stub::replying(200, &fixture("legacy_query/list")).await;
    let query = malware()
        .filter(Filter::excludes("state.score", [4]))
        .filter(Filter::range("state.last_updated").gte("2026-01-01T00:00:00Z").lt("2026-02-01T00:00:00Z"))
        .sort("state.created_at", Order::Ascending)
        .limit(1000_u32)
        .show_all_statuses_alerts(true)
        .show_informational_alerts(true)
        .grouping(false)
        .exclude(["object.model", "object.findings"])
        .next_page_token(7);
    let page = stub.client().alerts().query(&query).await.unwrap();
    assert_eq!((page.total, page.rows.len()), (Some(1), 1));
    assert_eq!(page.envelope["total_supported_items"], 10_000);
    let body = json!({
        "dsl_filter": {
            "filter": [
                {"field": "category", "includes": ["Malware"]},
                {"field": "state.score", "excludes": [4]},
                {"field": "state.last_updated", "range": {"gte": "2026-01-01T00:00:00Z", "lt": "2026-02-01T00:00:00Z"}},
            ],
            "sort": [{"field": "state.created_at", "order": "asc"}],
        },
        "limit": 1000, "show_all_statuses_alerts": true, "show_informational_alerts": true, "grouping": false,
        "exclude": ["object.model", "object.findings"], "next_page_token": 7,
    });
    stub.request().await.is("POST", "/query/alerts", Some(body));
}

#[tokio::test]
async fn query_by_get_sends_the_conditions_as_text() {
    let stub = Stub::replying(200, &fixture("legacy_query/list")).await;
    let query = malware().limit(5_u32).exclude(["object.model", "object.findings"]).next_page_token("a&b");
    let page = stub.client().alerts().query_by_get(&query).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    let request: Seen = stub.request().await;
    assert_eq!((&*request.method, &*request.path), ("GET", "/query/alerts"));
    let query = request.query.unwrap();
    let mut pairs: Vec<_> = query.split('&').collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            "dsl_filter=%7B%22filter%22%3A%5B%7B%22field%22%3A%22category%22%2C%22includes%22%3A%5B%22Malware%22%5D%7D%5D%7D",
            "exclude=object.model%2Cobject.findings",
            "limit=5",
            "next_page_token=a%26b",
        ]
    );
}

#[tokio::test]
async fn rule_query_posts_a_bare_list() {
    let stub = Stub::replying(200, &fixture("legacy_query/list")).await;
    let page = stub.client().alerts().rule_query(&malware().limit(10_u32)).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    let body = json!({"dsl_filter": [{"field": "category", "includes": ["Malware"]}], "limit": 10});
    stub.request().await.is("POST", "/rules/query/alerts", Some(body));
}

#[tokio::test]
async fn of_automation_asks_by_page_and_date() {
    let stub = Stub::replying(200, &fixture("serving_layer/alerts")).await;
    let moment: Timestamp = "2026-01-01T09:00:00.9+09:00".parse().unwrap();
    let page = stub.client().alerts().of_automation(&AutomationQuery::new().from_date(&moment)).await.unwrap();
    assert_eq!((page.rows.len(), page.next_page_token), (1, None));
    let body = json!({"limit": 100, "page": 1, "from_date": "2026-01-01T00:00:00Z"});
    stub.request().await.is("POST", "/automations/query/alerts", Some(body));
}

/// Some failures are a 200: without this a token without an automation would have no alerts.
#[tokio::test]
async fn a_token_without_an_automation_is_told_at_any_status() {
    let body = json!({"status": "failure", "error": "There is no Automation Rule assigned to API token"});
    for status in [200, 400] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        transport.reply(status, body.to_string()).reply(status, body.to_string());
        for error in [
            client.alerts().of_automation(&AutomationQuery::new()).await.unwrap_err(),
            client.alerts().rule_query_pages(&malware()).next().await.unwrap().unwrap_err(),
        ] {
            assert_eq!(OrcaErrorKind::of(&error), Some(OrcaErrorKind::NoAutomationRule));
        }
    }
}

fn page(ids: std::ops::Range<u32>, members: Value) -> String {
    let mut body = members;
    body["data"] = ids.map(|id| json!({"state": {"alert_id": format!("orca-{id}")}})).collect();
    body.to_string()
}

fn bodies(transport: &FakeTransport) -> Vec<Value> {
    transport.requests().iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
}

#[tokio::test]
async fn tokens_of_any_kind_go_back_unchanged_until_the_answer_says_that_there_is_no_more() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(200, page(0..2, json!({"next_page_token": "t-1", "has_next_page_token": true})));
    transport.reply(200, page(2..3, json!({"next_page_token": 12.5})));
    transport.reply(200, page(3..5, json!({"next_page_token": "t-3", "has_next_page_token": false})));
    let alerts = client.alerts().query_pages(&malware()).try_collect(99).await.unwrap();
    assert_eq!(alerts.len(), 5);
    let tokens: Vec<_> =
        bodies(&transport).iter().map(|body| (body["next_page_token"].clone(), body["limit"].clone())).collect();
    assert_eq!(tokens, [(json!(null), json!(100)), (json!("t-1"), json!(100)), (json!(12.5), json!(100))]);
}

#[tokio::test]
async fn pages_of_the_automation_end_where_the_total_says() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    transport.reply(200, page(0..2, json!({"total_items": 5})));
    transport.reply(200, page(2..3, json!({"total_items": 5})));
    transport.reply(200, page(4..5, json!({"total_items": 5})));
    let alerts = client.alerts().of_automation_pages(&AutomationQuery::new().limit(2)).try_collect(99).await.unwrap();
    assert_eq!(alerts.len(), 4);
    assert_eq!(bodies(&transport).iter().map(|body| body["page"].clone()).collect::<Vec<_>>(), [1, 2, 3]);
}

#[tokio::test]
async fn queries_are_repeated_after_an_outage() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    for _ in 0..3 {
        transport.reply(503, "").reply(200, page(0..1, json!({"total_items": 1})));
    }
    client.alerts().query(&malware()).await.unwrap();
    client.alerts().rule_query(&malware()).await.unwrap();
    client.alerts().of_automation(&AutomationQuery::new()).await.unwrap();
    assert_eq!(transport.requests().len(), 6);
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_with_its_name() {
    for (query, told) in [
        (malware().limit(1001_u32), "limit: must be 1 to 1000"),
        (LegacyQuery::new().filter(Filter::includes("a", [""; 0])), "a: must name at least one value"),
        (LegacyQuery::new().filter(Filter::range("a")), "a: must have an end: gt, gte, lt or lte"),
        (LegacyQuery::new().filter(Filter::range("").gt(1)), "field: must not be empty"),
        (LegacyQuery::new().filter(Filter::includes("a", [1]).gt(1)), "gt: is an end of a range alone"),
        (LegacyQuery::new().filter(Filter::raw(json!([]))), "filter: must be a JSON object"),
        (malware().sort(" ", Order::Descending), "sort: must not be empty"),
        (malware().exclude([""; 0]), "exclude: must name at least one"),
    ] {
        let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
        let error = client.alerts().query(&query).await.unwrap_err();
        assert_eq!(error.to_string(), format!("POST /query/alerts: invalid request: {told}"));
        assert_eq!(client.alerts().query_by_get(&query).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
        assert_eq!(transport.requests().len(), 0);
    }
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::none());
    let alerts = client.alerts();
    let error = alerts.rule_query(&malware().sort("a", Order::Ascending)).await.unwrap_err();
    assert!(error.to_string().ends_with("sort: is not taken by this endpoint"), "{error}");
    let query = LegacyQuery::new()
        .filter(Filter::includes("a", [""; 0]))
        .filter(Filter::range("b"))
        .sort("", Order::Ascending)
        .limit(0_u32)
        .start(1_u64);
    let error = alerts.rule_query(&query).await.unwrap_err();
    let told = "a: must name at least one value; b: must have an end: gt, gte, lt or lte; sort: must not be empty; \
                limit: must be 1 to 1000; sort: is not taken by this endpoint; start: is not taken by this endpoint";
    assert_eq!(error.to_string(), format!("POST /rules/query/alerts: invalid request: {told}"));
    let moment: Timestamp = serde_json::from_value(json!("03.02.2026")).unwrap();
    let error = alerts.of_automation(&AutomationQuery::new().from_date(&moment).limit(0).page(0)).await.unwrap_err();
    let told = "limit: must be 1 to 500; page: counts from 1; from_date: must be a moment with an offset";
    assert_eq!(error.to_string(), format!("POST /automations/query/alerts: invalid request: {told}"));
    for query in [AutomationQuery::new().limit(501), AutomationQuery::new().limit(0), AutomationQuery::new().page(0)] {
        assert_eq!(alerts.of_automation(&query).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(transport.requests().len(), 0);
}
