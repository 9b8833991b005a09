use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use ticket_bridge_sandbox::ChatworkApp;

use super::Bench;
use crate::support::{Answer, encode, send};

const BACK: &str = "https://app.example/back";
const VERIFIER: &str = "canary-verifier-canary-verifier-canary-verifier";

impl Bench {
    /// The code that the browser brings back.
    fn code(&self, app: &ChatworkApp, scope: &str) -> String {
        let back = self.chatwork.answer_consent(&page(app, scope), self.chatwork.me().id, true).unwrap();
        let back = url::Url::parse(&back).unwrap();
        assert!(back.as_str().starts_with(BACK));
        let pairs: Vec<(String, String)> = back.query_pairs().into_owned().collect();
        assert_eq!((pairs[0].0.as_str(), pairs[1].1.as_str()), ("code", "s+1"));
        pairs[0].1.clone()
    }

    async fn token(&self, app: &ChatworkApp, form: &[(&str, &str)]) -> Answer {
        let pair = STANDARD.encode(format!("{}:{}", app.client_id, app.client_secret.as_deref().unwrap_or_default()));
        let basic = format!("Basic {pair}");
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        if app.client_secret.is_some() {
            headers.push(("authorization", &basic));
        }
        send("POST", &format!("{}/token", self.chatwork.url()), &headers, &encode(form)).await.unwrap()
    }

    async fn exchange(&self, app: &ChatworkApp, code: &str, verifier: &str) -> Answer {
        let form =
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", BACK), ("code_verifier", verifier)];
        self.token(app, &form).await
    }

    async fn refresh(&self, app: &ChatworkApp, tokens: &Value) -> Answer {
        let token = tokens["refresh_token"].as_str().unwrap();
        self.token(app, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    async fn with_bearer(&self, tokens: &Value, path: &str) -> Answer {
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        send("GET", &format!("{}/v2{path}", self.chatwork.url()), &[("authorization", &bearer)], "").await.unwrap()
    }
}

fn page(app: &ChatworkApp, scope: &str) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let query = [
        ("response_type", "code"),
        ("client_id", &app.client_id),
        ("redirect_uri", BACK),
        ("scope", scope),
        ("state", "s+1"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    format!("https://consent.example/login?{}", encode(&query))
}

#[track_caller]
fn refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!((answer.status, &answer.json()["error"]), (status, &json!(error)), "{}", answer.body);
}

#[tokio::test]
async fn a_code_becomes_tokens_that_are_good_for_their_scopes_and_their_time() {
    let bench = Bench::start().await;
    let app = bench.chatwork.add_app(BACK, true);
    let code = bench.code(&app, "users.profile.me:read rooms.all:read");
    let tokens = bench.exchange(&app, &code, VERIFIER).await.json();
    assert_eq!(tokens["scope"], "users.profile.me:read rooms.all:read");
    refused(&bench.exchange(&app, &code, VERIFIER).await, 400, "invalid_grant");

    assert_eq!(bench.with_bearer(&tokens, "/me").await.json()["account_id"], bench.chatwork.me().id);
    assert_eq!(bench.with_bearer(&tokens, &bench.path("/tasks")).await.status, 204);
    let answer = bench.with_bearer(&tokens, "/contacts").await;
    super::refused(&answer, 403, "Insufficient scope");
    bench.clock.advance(Duration::from_secs(30 * 60));
    let answer = bench.with_bearer(&tokens, "/me").await;
    let challenge = "Bearer error=\"invalid_token\", error_description=\"The access token expired\"";
    assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some(challenge)));
    for request in bench.chatwork.requests() {
        assert!(!format!("{request:?}").contains("canary"), "{request:?}");
    }
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_for_fourteen_days() {
    let bench = Bench::start().await;
    let app = bench.chatwork.add_app(BACK, true);
    let first = bench.exchange(&app, &bench.code(&app, "users.all:read"), VERIFIER).await.json();
    let second = bench.refresh(&app, &first).await.json();
    assert_eq!(bench.with_bearer(&second, "/me").await.status, 200);
    refused(&bench.refresh(&app, &first).await, 400, "invalid_grant");
    bench.clock.advance(Duration::from_secs(14 * 24 * 60 * 60));
    refused(&bench.refresh(&app, &second).await, 400, "invalid_grant");

    let offline = bench.exchange(&app, &bench.code(&app, "users.all:read offline_access"), VERIFIER).await.json();
    bench.clock.advance(Duration::from_secs(100 * 24 * 60 * 60));
    let renewed = bench.refresh(&app, &offline).await.json();
    assert_eq!(bench.with_bearer(&renewed, "/me").await.status, 200);
    bench.chatwork.revoke_consent(bench.chatwork.me().id);
    assert_eq!(bench.with_bearer(&renewed, "/me").await.status, 401);
    refused(&bench.refresh(&app, &renewed).await, 400, "invalid_grant");
}

#[tokio::test]
async fn who_is_not_the_application_gets_nothing() {
    let bench = Bench::start().await;
    let (app, public) = (bench.chatwork.add_app(BACK, true), bench.chatwork.add_app(BACK, false));
    let code = bench.code(&app, "users.all:read");
    let (id, secret) = (app.client_id.as_str(), app.client_secret.clone().unwrap());
    let in_form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
        ("client_id", id),
        ("client_secret", &secret),
    ];
    // The secret in the form is no sign-in.
    refused(&bench.token(&public, &in_form).await, 401, "invalid_client");
    let form = [("grant_type", "refresh_token"), ("refresh_token", "canary"), ("client_id", "app9")];
    refused(&bench.token(&public, &form).await, 401, "invalid_client");
    refused(
        &bench.exchange(&app, &code, "canary-another-verifier-canary-another-verifier").await,
        400,
        "invalid_grant",
    );
    refused(&bench.exchange(&app, &code, VERIFIER).await, 400, "invalid_grant");
    let code = bench.code(&app, "users.all:read");
    bench.clock.advance(Duration::from_secs(60));
    refused(&bench.exchange(&app, &code, VERIFIER).await, 400, "invalid_grant");

    let code = bench.code(&public, "users.all:read");
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
        ("client_id", &public.client_id),
    ];
    assert_eq!(bench.token(&public, &form).await.status, 200);
    refused(&bench.token(&app, &[("grant_type", "password")]).await, 400, "unsupported_grant_type");
}

#[tokio::test]
async fn the_consent_page_names_what_is_wrong() {
    let bench = Bench::start().await;
    let (app, public) = (bench.chatwork.add_app(BACK, true), bench.chatwork.add_app(BACK, false));
    let me = bench.chatwork.me().id;
    let good = page(&app, "users.all:read");
    for (url, code) in [
        (good.replace("response_type=code", ""), "1001"),
        (good.replace("=code&", "=token&"), "4001"),
        (good.replace("=code&", "=x&"), "4002"),
        (page(&app, ""), "5001"),
        (page(&app, "users"), "5002"),
        (page(&public, "users.all:read offline_access"), "5002"),
        (good.replace("client_id=app1", "client_id=app9"), "11000"),
        (good.replace("app.example", "evil.example"), "15000"),
        (good.replace("S256", "plain"), "18000"),
        (good.replace("code_challenge=", "code_challenge=x"), "19000"),
    ] {
        assert_eq!(bench.chatwork.answer_consent(&url, me, true), Err(code.to_owned()), "{code}");
    }
    let back = bench.chatwork.answer_consent(&good, me, false).unwrap();
    assert_eq!(back, format!("{BACK}?error=access_denied&state=s%2B1"));
}
