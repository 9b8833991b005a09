//! Sessions of the old API key.

use serde_json::json;

use super::{Bench, good, refused};

const LOGIN: &str = "/api/user/session";

#[tokio::test]
async fn the_key_is_traded_for_a_session_that_ends() {
    let bench = Bench::start().await;
    let key = json!({"security_token": bench.orca.api_key()}).to_string();
    let mut bearers = Vec::new();
    for _ in 0..2 {
        let login = good(&bench.call_as("", "POST", LOGIN, &key).await);
        bearers.push(format!("Bearer {}", login["jwt"]["access"].as_str().unwrap()));
    }
    for bearer in &bearers {
        assert_eq!(bench.call_as(bearer, "GET", "/api/user/action", "").await.status, 200);
        assert_eq!(bench.call_as(bearer, "HEAD", "/api/auth/tokens", "").await.status, 200);
    }
    bench.orca.end_sessions();
    for bearer in &bearers {
        let answer = bench.call_as(bearer, "GET", "/api/user/action", "").await;
        assert_eq!(answer.status, 403);
        assert_eq!(answer.json()["message"], "Given token not valid for any token type");
        assert_eq!(bench.call_as(bearer, "HEAD", "/api/auth/tokens", "").await.status, 403);
    }
    let login = good(&bench.call_as("", "POST", LOGIN, &key).await);
    let bearer = format!("Bearer {}", login["jwt"]["access"].as_str().unwrap());
    assert_eq!(bench.call_as(&bearer, "GET", "/api/user/action", "").await.status, 200);
    assert_eq!(bench.orca.logins(), 3);
}

#[tokio::test]
async fn a_wrong_key_opens_nothing() {
    let bench = Bench::start().await;
    for body in [json!({"security_token": "wrong"}), json!({"security_token": null}), json!({})] {
        refused(&bench.call_as("", "POST", LOGIN, &body.to_string()).await, 401, "Invalid security token");
    }
    let odd = json!({"key": "x"}).to_string();
    refused(&bench.call_as("", "POST", LOGIN, &odd).await, 400, "key field does not exist");
    for bearer in ["Bearer orca-canary-session-1", "Bearer orca-canary-session-0", "Bearer orca-canary-session-"] {
        assert_eq!(bench.call_as(bearer, "GET", "/api/user/action", "").await.status, 403);
    }
    assert_eq!(bench.orca.logins(), 0);
}

#[tokio::test]
async fn the_log_keeps_no_key() {
    let bench = Bench::start().await;
    let key = json!({"security_token": bench.orca.api_key()}).to_string();
    good(&bench.call_as("", "POST", LOGIN, &key).await);
    let logged = format!("{:?}", bench.orca.requests());
    assert!(!logged.contains(bench.orca.api_key()));
}
