//! What stands on the wire, and how a refusal reads.

use super::server::{Reply, Server, ok};
use super::support::{Fixture, TestClient, bearer, builder};
use http::Method;
use saas_api_core::{Call, ErrorKind, Params, RawRequest, Replay, ReqwestTransport, RetryPolicy};
use std::error::Error as _;

fn pairs(pairs: &[(&'static str, &str)]) -> Params {
    let mut params = Params::new();
    for (name, value) in pairs {
        params.push(*name, value);
    }
    params
}

async fn served() -> (Server, TestClient) {
    let server = Server::start(|_request| ok("[]")).await;
    let transport = ReqwestTransport::builder().no_proxy().build().unwrap();
    let client = builder(&server.url(), bearer("canary")).transport(transport).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn a_refusal_reads_as_one_line_with_route_status_message_and_code() {
    let fixture = Fixture::new();
    let body = r#"{"errors":[{"message":"No such issue","code":6}]}"#;
    fixture.transport.reply_with(404, [("x-request-id", "r-1")], body);
    let call = Call::patch("/issues/{issueIdOrKey}").arg("SEC-31").form(Params::new());
    let error = fixture.execute(call).await.unwrap_err();
    assert_eq!(error.to_string(), "PATCH /issues/{issueIdOrKey}: 404 Not Found: No such issue (code 6) (request r-1)");
    assert_eq!((error.method(), error.route()), ("PATCH", "/issues/{issueIdOrKey}"));
    assert_eq!(error.messages()[0].code.as_deref(), Some("6"));
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(error.source().is_none());
}

#[tokio::test]
async fn several_messages_and_strange_ones_stay_on_one_line() {
    let fixture = Fixture::new();
    let body = r#"{"errors":[{"message":"a\nb"},{"message":"c","code":"x\ty"},{"message":""}]}"#;
    fixture.transport.reply(499, body);
    let error = fixture.execute(Call::get("/x")).await.unwrap_err();
    assert!(!error.to_string().contains(['\n', '\t']), "{error}");
    assert!(error.to_string().starts_with("GET /x: 499: a b; c (code "), "{error}");
}

#[tokio::test]
async fn what_failed_in_decoding_is_named_with_its_place() {
    let fixture = Fixture::new();
    fixture.transport.reply_with(200, [("x-request-id", "r-2")], "[1,\n \"two\"]");
    let error = fixture.execute(Call::get("/x")).await.unwrap().json::<Vec<u8>>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let line = error.to_string();
    assert!(line.starts_with("GET /x: 200 OK: cannot read ") && line.contains("Vec<u8>"), "{line}");
    assert!(line.ends_with("at line 2 column 6 (request r-2)"), "{line}");
    assert!(error.source().unwrap().to_string().contains("expected u8"));
    assert_eq!(error.body(), Some(&b"[1,\n \"two\"]"[..]));
}

#[tokio::test]
async fn each_request_says_who_asks_and_what_is_understood() {
    let (server, client) = served().await;
    client
        .0
        .execute(Call::get("/issues").query(pairs(&[("keyword", "a b&c"), ("id[]", "1"), ("id[]", "2")])))
        .await
        .unwrap();
    let request = server.only_request();
    assert_eq!(request.line(), "GET /api/v2/issues?keyword=a+b%26c&id%5B%5D=1&id%5B%5D=2 HTTP/1.1");
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("user-agent"), Some("test-api/1.0"));
    assert_eq!(request.header("authorization"), Some("Bearer canary"));
    assert_eq!(request.header("host"), Some(server.address().to_string().as_str()));
    assert_eq!(request.header("content-type"), None);
    assert_eq!(request.header("content-length"), None);
    assert_eq!(request.header("accept-encoding"), None);
}

#[tokio::test]
async fn the_callers_product_precedes_the_clients_name() {
    let fixture = Fixture::with(|builder| builder.user_agent("bridge/3.1"));
    fixture.transport.reply(200, "[]");
    fixture.execute(Call::get("/x")).await.unwrap();
    assert_eq!(fixture.last_request().headers["user-agent"], "bridge/3.1 test-api/1.0");

    let bad = builder("https://api.example", bearer("canary")).user_agent("a\r\nb").build();
    let error = bad.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("user_agent"));
}

#[tokio::test]
async fn an_empty_form_still_has_a_length() {
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let (server, client) = served().await;
        let call = Call::new(method.clone(), "/x").form(Params::new());
        client.0.execute(call).await.unwrap();
        let request = server.only_request();
        assert_eq!(request.line(), format!("{method} /api/v2/x HTTP/1.1"));
        assert_eq!(request.header("content-length"), Some("0"), "{method}");
        assert_eq!(request.header("transfer-encoding"), None);
        assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    }
}

#[tokio::test]
async fn a_write_without_a_body_says_that_it_has_none() {
    // Some servers answer 411 to a POST that gives no length.
    for method in [Method::POST, Method::PUT, Method::PATCH] {
        let (server, client) = served().await;
        client.0.execute(Call::new(method.clone(), "/x")).await.unwrap();
        let request = server.only_request();
        assert_eq!(request.header("content-length"), Some("0"), "{method}");
        assert_eq!(request.header("content-type"), None);
    }
}

#[tokio::test]
async fn bodies_travel_as_they_were_given() {
    let (server, client) = served().await;
    let form = pairs(&[("summary", "日本 語"), ("dueDate", "")]);
    client.0.execute(Call::post("/form").form(form)).await.unwrap();
    client.0.execute(Call::put("/json").json(&[1, 2])).await.unwrap();
    let raw = Call::post("/raw").body("text/csv", "a;b");
    client.0.execute(raw).await.unwrap();
    let requests = server.requests();
    let seen: Vec<_> = requests
        .iter()
        .map(|request| {
            (
                request.header("content-type").unwrap(),
                request.header("content-length").unwrap(),
                std::str::from_utf8(&request.body).unwrap(),
            )
        })
        .collect();
    let form = "summary=%E6%97%A5%E6%9C%AC+%E8%AA%9E&dueDate=";
    assert_eq!(
        seen,
        [
            ("application/x-www-form-urlencoded", &*form.len().to_string(), form),
            ("application/json", "5", "[1,2]"),
            ("text/csv", "3", "a;b"),
        ]
    );
}

#[tokio::test]
async fn values_that_cannot_be_sent_are_refused_before_sending() {
    let fixture = Fixture::new();
    let unwritable: std::collections::BTreeMap<Vec<u8>, u8> = [(vec![1], 1)].into();
    for (call, field) in [
        (Call::post("/x").json(&unwritable), "body"),
        (Call::post("/x").body("text/\n", "x"), "content_type"),
        (Call::put("/x").json(&[""]).refuse("comment", "must not be empty").refuse("b", "x"), "comment"),
        (Call::get("/x/{id}").arg(".."), "id"),
        (Call::get("/x/{id}"), "id"),
        (Call::raw(Method::GET, "//evil.example/"), "path"),
    ] {
        let error = fixture.execute(call).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
        assert!(error.to_string().contains(field), "{error}");
        assert!(!error.is_retryable() && !error.may_have_been_applied());
    }
    assert_eq!(fixture.sends(), 0);
}

#[tokio::test]
async fn a_raw_request_has_the_same_credentials_and_rules() {
    let fixture = Fixture::new();
    fixture.transport.reply(500, "").reply(200, "{}");
    RawRequest::new(&fixture.client.0, Method::GET, "/api/v9/new")
        .query("a", 1)
        .query("b[]", "x y")
        .send()
        .await
        .unwrap();
    let request = fixture.last_request();
    assert_eq!(request.uri, "https://api.example/api/v9/new?a=1&b%5B%5D=x+y");
    assert_eq!(request.headers["authorization"], "Bearer canary");
    assert_eq!(fixture.sends(), 2);

    fixture.transport.reply(500, "");
    let error =
        RawRequest::new(&fixture.client.0, Method::POST, "/api/v9/new").form("c", true).send().await.unwrap_err();
    assert!(error.may_have_been_applied());
    assert_eq!(error.route(), "/api/v9/new");
    assert_eq!(&*fixture.last_request().body, b"c=true");

    fixture.transport.reply(500, "").reply(200, "{}");
    RawRequest::new(&fixture.client.0, Method::PUT, "/api/v9/new")
        .json(&["j"])
        .replay(Replay::Safe)
        .send()
        .await
        .unwrap();
    let request = fixture.last_request();
    assert_eq!((&*request.body, fixture.sends()), (&br#"["j"]"#[..], 5));
    assert_eq!(request.headers["content-type"], "application/json");
}

#[tokio::test]
async fn a_raw_write_without_parameters_is_an_empty_form() {
    for method in [Method::POST, Method::DELETE] {
        let (server, client) = served().await;
        RawRequest::new(&client.0, method, "/api/v2/x").send().await.unwrap();
        assert_eq!(server.only_request().header("content-length"), Some("0"));
    }
}

#[tokio::test]
async fn plain_http_is_for_this_machine_only() {
    let build = |url: &str| builder(url, bearer("canary")).build();
    assert!(build("http://127.0.0.1:1").is_ok());
    let error = build("http://api.example").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("base_url"), "{error}");
}

#[tokio::test]
async fn a_base_url_keeps_its_own_path() {
    let server = Server::start(|_request| Reply::Send(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())).await;
    let client = builder(&format!("{}/gateway/", server.url()), bearer("canary"))
        .transport(ReqwestTransport::builder().no_proxy().build().unwrap())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    client.0.execute(Call::get("/x")).await.unwrap();
    assert_eq!(server.only_request().line(), "GET /gateway/api/v2/x HTTP/1.1");
}
