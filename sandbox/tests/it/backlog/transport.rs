use std::time::Duration;

use ticket_bridge_sandbox::Backlog;

use super::{Bench, refused};
use crate::support::send;

#[tokio::test]
async fn a_key_works_in_the_header_and_in_the_query_and_a_token_as_bearer() {
    let bench = Bench::start().await;
    let url = format!("{}/api/v2/users/myself", bench.backlog.url());
    let key = bench.backlog.api_key();
    let bearer = format!("Bearer {}", bench.backlog.access_token());
    let header = send("GET", &url, &[("backlog-api-key", &key)], "").await.unwrap();
    let query = send("GET", &format!("{url}?apiKey={key}"), &[], "").await.unwrap();
    let token = send("GET", &url, &[("authorization", &bearer)], "").await.unwrap();
    for answer in [header, query, token] {
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json()["id"], bench.backlog.user_id());
    }
}

#[tokio::test]
async fn wrong_credentials_answer_401_in_two_shapes() {
    let bench = Bench::start().await;
    let url = format!("{}/api/v2/users/myself", bench.backlog.url());
    refused(&send("GET", &url, &[], "").await.unwrap(), 401, 11);
    refused(&send("GET", &url, &[("backlog-api-key", "canary-wrong")], "").await.unwrap(), 401, 11);
    let bearer = send("GET", &url, &[("authorization", "Bearer canary-wrong")], "").await.unwrap();
    assert_eq!(bearer.status, 401);
    assert!(bearer.header("www-authenticate").unwrap().starts_with("Bearer"));
    assert_eq!(bearer.body, "");
}

#[tokio::test]
async fn oauth_is_not_modelled_and_says_so_without_credentials() {
    let bench = Bench::start().await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let url = format!("{}/api/v2/oauth2/token", bench.backlog.url());
    let token = send("POST", &url, &form, "grant_type=refresh_token&refresh_token=canary").await.unwrap();
    let url = format!("{}/OAuth2AccessRequest.action?response_type=code", bench.backlog.url());
    for answer in [token, send("GET", &url, &[], "").await.unwrap()] {
        assert_eq!(answer.status, 501, "{}", answer.body);
        assert_eq!(answer.json()["sandbox"], "not modelled");
    }
}

#[tokio::test]
async fn the_log_holds_no_secret() {
    let bench = Bench::start().await;
    let key = bench.backlog.api_key();
    let url = format!("{}/api/v2/users?apiKey={key}", bench.backlog.url());
    send("GET", &url, &[("backlog-api-key", &key), ("authorization", &key)], "").await.unwrap();
    assert!(!format!("{:?}", bench.backlog.requests()).contains(&key));
    assert_eq!(bench.backlog.requests()[0].query, [("apiKey".to_owned(), "[redacted]".to_owned())]);
}

#[tokio::test]
async fn each_class_has_its_own_limit_and_window() {
    let bench = Bench::with(|options| options.rate_limits(600, 2, 1, 60)).await;
    let search = bench.call("GET", "/issues", &[]).await;
    assert_eq!(search.header("x-ratelimit-limit"), Some("1"));
    assert_eq!(search.header("x-ratelimit-remaining"), Some("0"));
    assert_eq!(search.header("x-ratelimit-reset"), Some("1767225660"));
    let over = bench.call("GET", "/issues/count", &[]).await;
    refused(&over, 429, 13);
    assert_eq!(over.header("x-ratelimit-reset"), Some("1767225660"));
    // Another class goes on.
    let limits = bench.get("/rateLimit", &[]).await;
    assert_eq!(limits["rateLimit"]["read"]["remaining"], 599);
    assert_eq!(limits["rateLimit"]["search"]["remaining"], 0);
    bench.clock.advance(Duration::from_secs(60));
    assert_eq!(bench.call("GET", "/issues", &[]).await.status, 200);
}

#[tokio::test]
async fn a_refused_write_changes_nothing() {
    let bench = Bench::with(|options| options.rate_limits(600, 1, 150, 60)).await;
    bench.create("one", &[]).await;
    refused(&bench.try_create("two", &[]).await, 429, 13);
    assert_eq!(bench.backlog.issues().len(), 1);
}

#[tokio::test]
async fn what_backlog_does_not_take_is_refused() {
    let bench = Bench::start().await;
    refused(&bench.call("GET", "/issues/", &[]).await, 404, 6);
    refused(&bench.call("GET", "/issues", &[("statusId", "1")]).await, 400, 7);
    refused(&bench.try_create("x", &[("color", "red")]).await, 400, 7);
    let key = bench.backlog.api_key();
    let url = format!("{}/api/v2/issues", bench.backlog.url());
    let json = [("backlog-api-key", key.as_str()), ("content-type", "application/json")];
    refused(&send("POST", &url, &json, r#"{"summary":"x"}"#).await.unwrap(), 400, 7);
    assert!(bench.backlog.issues().is_empty());
}

#[tokio::test]
async fn what_is_not_modelled_says_so() {
    let bench = Bench::start().await;
    let calls = [
        ("GET", "/wikis"),
        ("POST", "/space/attachment"),
        ("GET", "/projects/SEC/git/repositories"),
        // The root folder's path ends so.
        ("GET", "/projects/SEC/files/metadata/"),
    ];
    for (method, path) in calls {
        let answer = bench.call(method, path, &[("a", "b")]).await;
        assert_eq!(answer.status, 501, "{path}");
        assert!(answer.body.contains(path), "{}", answer.body);
    }
    assert_eq!(bench.call("GET", "/issues", &[("sort", "assignee")]).await.status, 501);
    refused(&bench.call("GET", "/issues", &[("sort", "nonsense")]).await, 400, 7);
}

#[tokio::test]
async fn a_write_without_a_length_is_411() {
    let bench = Bench::start().await;
    assert_eq!(bench.call("POST", "/issues", &[]).await.status, 411);
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let first = Backlog::start().await.unwrap();
    let port = first.url().rsplit(':').next().unwrap().parse().unwrap();
    let error = Backlog::start_with(ticket_bridge_sandbox::Options::default().port(port)).await.unwrap_err();
    assert_eq!(error.to_string(), format!("Backlog: port {port} is already in use"));
}
