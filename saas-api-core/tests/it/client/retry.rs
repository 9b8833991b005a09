//! What is sent again, what is not, and what the error then says.

use super::support::{Fixture, Pieces, at, bearer, secs};
use async_trait::async_trait;
use http::{Method, Response, StatusCode};
use saas_api_core::{
    Answer, Body, Call, CallOptions, Credential, Error, ErrorKind, Expect, Replay, Result, RetryPolicy, TokenSource,
    TransportError,
};
use std::sync::Mutex;
use std::time::Duration;

fn get() -> Call {
    Call::get("/issues")
}

fn post() -> Call {
    Call::post("/issues").form(saas_api_core::Params::new())
}

fn broken() -> Response<Body> {
    Response::new(Pieces::broken(&[b"[1,"]))
}

/// Prepares the transport's next answer.
type Prepare = fn(&Fixture);

/// What can go wrong in one attempt, each way that leaves open whether a write happened.
fn doubtful() -> Vec<(&'static str, Prepare)> {
    fn status(fixture: &Fixture, status: u16) {
        fixture.transport.reply(status, "");
    }
    vec![
        ("500", |fixture| status(fixture, 500)),
        ("502", |fixture| status(fixture, 502)),
        ("503", |fixture| status(fixture, 503)),
        ("504", |fixture| status(fixture, 504)),
        ("408", |fixture| status(fixture, 408)),
        ("timeout", |fixture| {
            fixture.transport.hang();
        }),
        ("maybe sent", |fixture| {
            fixture.transport.fail(TransportError::maybe_sent("reset"));
        }),
        ("broken body", |fixture| {
            fixture.transport.answer(broken());
        }),
    ]
}

#[tokio::test]
async fn a_write_is_not_repeated_when_it_may_have_arrived() {
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for (name, break_it) in doubtful() {
            let fixture = Fixture::new();
            break_it(&fixture);
            let error = fixture.execute(Call::new(method.clone(), "/issues")).await.unwrap_err();
            assert!(error.may_have_been_applied(), "{method} {name}: {error}");
            assert!(!error.is_retryable(), "{method} {name}");
            assert_eq!((fixture.sends(), error.attempts()), (1, 1), "{method} {name}");
        }
    }
}

#[tokio::test]
async fn a_read_is_repeated_when_it_may_have_arrived() {
    for (name, break_it) in doubtful() {
        let fixture = Fixture::new();
        break_it(&fixture);
        break_it(&fixture);
        fixture.transport.reply(200, "[]");
        let answer = fixture.execute(get()).await.unwrap();
        assert_eq!((fixture.sends(), answer.attempts()), (3, 3), "{name}");
    }
}

#[tokio::test]
async fn attempts_end_after_the_third_with_the_last_error() {
    for (name, break_it) in doubtful() {
        let fixture = Fixture::new();
        for _ in 0..4 {
            break_it(&fixture);
        }
        let error = fixture.execute(get()).await.unwrap_err();
        assert_eq!((fixture.sends(), error.attempts()), (3, 3), "{name}");
        assert!(error.is_retryable(), "{name}");
        assert!(!error.may_have_been_applied(), "{name}: a read changes nothing");
    }
}

#[tokio::test]
async fn a_write_declared_safe_is_repeated() {
    for (name, break_it) in doubtful() {
        let fixture = Fixture::new();
        break_it(&fixture);
        fixture.transport.reply(200, "{}");
        let answer = fixture.execute(post().replay(Replay::Safe)).await.unwrap();
        assert_eq!(answer.attempts(), 2, "{name}");
    }
}

#[tokio::test]
async fn a_read_declared_unsafe_is_not_repeated() {
    let fixture = Fixture::new();
    fixture.transport.reply(500, "");
    let error = fixture.execute(get().replay(Replay::Never)).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn a_write_that_was_not_sent_is_repeated() {
    let fixture = Fixture::new();
    fixture.transport.fail(TransportError::not_sent("refused"));
    fixture.transport.reply(201, "{}");
    assert_eq!(fixture.execute(post()).await.unwrap().attempts(), 2);

    let fixture = Fixture::new();
    let error = fixture.execute(post()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.attempts(), 3);
    assert!(error.is_retryable() && !error.may_have_been_applied());
}

#[tokio::test]
async fn what_an_earlier_attempt_may_have_done_is_not_forgotten() {
    // The first attempt may have deleted it: that is why the second finds nothing, or cannot connect.
    let seconds: [(&str, Prepare); 3] = [
        ("404", |fixture| {
            fixture.transport.reply(404, "");
        }),
        ("not sent", |_fixture| {}),
        ("429 beyond the longest wait", |fixture| {
            fixture.transport.reply_with(429, [("retry-after", "3600")], "");
        }),
    ];
    for (name, second) in seconds {
        let fixture = Fixture::new();
        fixture.transport.hang();
        second(&fixture);
        let error = fixture.execute(Call::delete("/issues/{id}").arg(1).replay(Replay::Safe)).await.unwrap_err();
        assert!(error.attempts() > 1, "{name}");
        assert!(error.may_have_been_applied(), "{name}: {error}");
    }
}

#[tokio::test]
async fn a_redirect_of_a_write_leaves_open_what_happened_and_is_never_repeated() {
    for status in [301, 302, 303, 307, 308] {
        let fixture = Fixture::new();
        fixture.transport.reply_with(status, [("location", "https://elsewhere.example/secret")], "");
        let error = fixture.execute(post().replay(Replay::Safe)).await.unwrap_err();
        assert!(error.may_have_been_applied());
        assert!(!error.is_retryable());
        assert_eq!(fixture.sends(), 1);
        assert!(!error.to_string().contains("elsewhere"), "{error}");
    }
}

#[tokio::test]
async fn a_refused_write_was_not_applied() {
    for status in [400, 401, 403, 404, 409, 422, 429] {
        let fixture = Fixture::with(|builder| builder.retry(RetryPolicy::none()));
        fixture.transport.reply(status, "");
        let error = fixture.execute(post()).await.unwrap_err();
        assert!(!error.may_have_been_applied(), "{status}");
        assert_eq!(error.is_retryable(), status == 429, "{status}");
        assert_eq!(error.status(), Some(status));
    }
}

#[tokio::test]
async fn statuses_have_their_kinds() {
    for (status, kind) in [
        (400, ErrorKind::Api),
        (401, ErrorKind::Auth),
        (403, ErrorKind::Auth),
        (404, ErrorKind::NotFound),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Api),
    ] {
        let fixture = Fixture::with(|builder| builder.retry(RetryPolicy::none()));
        fixture.transport.reply(status, "");
        assert_eq!(fixture.execute(get()).await.unwrap_err().kind(), kind, "{status}");
    }
}

#[tokio::test]
async fn waits_between_attempts_follow_the_policy_without_a_hint() {
    let fixture = Fixture::with(|builder| {
        let retry = RetryPolicy::new().attempts(8).base(secs(1)).cap(secs(4));
        builder.retry(retry)
    });
    for _ in 0..8 {
        fixture.transport.reply(500, "");
    }
    assert_eq!(fixture.execute(get()).await.unwrap_err().attempts(), 8);
    let sleeps = fixture.clock.sleeps();
    assert_eq!(sleeps.len(), 7);
    for (sleep, bound) in sleeps.iter().zip([1, 2, 4, 4, 4, 4, 4]) {
        assert!(*sleep <= secs(bound), "{sleeps:?}");
    }
}

#[tokio::test]
async fn one_caller_can_have_another_policy() {
    let fixture = Fixture::new();
    fixture.transport.reply(500, "").reply(500, "");
    let options = CallOptions::new().retry(RetryPolicy::new().attempts(2));
    let error = fixture.client.0.with(options).execute(get()).await.unwrap_err();
    assert_eq!((error.attempts(), fixture.sends()), (2, 2));
}

#[tokio::test]
async fn a_deadline_in_the_past_sends_nothing() {
    let fixture = Fixture::new();
    let options = CallOptions::new().deadline(at(0) - secs(1));
    let error = fixture.client.0.with(options).execute(post()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!((error.attempts(), fixture.sends()), (0, 0));
    assert!(!error.may_have_been_applied());
    assert_eq!(fixture.waited(), Duration::ZERO);
}

#[tokio::test]
async fn a_deadline_cuts_attempts_and_waits() {
    let fixture = Fixture::new();
    fixture.transport.hang();
    let options = CallOptions::new().deadline(at(7));
    let error = fixture.client.0.with(options).execute(get()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!((error.attempts(), fixture.waited()), (1, secs(7)));
}

#[tokio::test]
async fn a_total_timeout_holds_for_each_call_anew() {
    let fixture = Fixture::with(|builder| builder.total_timeout(secs(40)).attempt_timeout(secs(30)));
    for _ in 0..2 {
        fixture.transport.hang().hang().hang();
        let started = fixture.waited();
        let error = fixture.execute(get()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
        assert_eq!(fixture.waited(), started + secs(40));
        fixture.transport.reply(200, "[]");
        // Takes the hang that was left over, and then the answer.
        fixture.execute(get()).await.unwrap();
    }
}

#[tokio::test]
async fn the_nearer_of_deadline_and_total_timeout_counts() {
    for (total, deadline, expected) in [(5, 9, 5), (9, 5, 5)] {
        let fixture = Fixture::with(|builder| builder.total_timeout(secs(total)));
        fixture.transport.hang();
        let options = CallOptions::new().deadline(at(deadline));
        fixture.client.0.with(options).execute(get()).await.unwrap_err();
        assert_eq!(fixture.waited(), secs(expected));
    }
}

#[tokio::test]
async fn a_stream_is_sent_once_whatever_happens() {
    let failures: [(&str, Prepare); 4] = [
        ("429", |fixture| {
            fixture.transport.reply_with(429, [("retry-after", "1")], "");
        }),
        ("not sent", |fixture| {
            fixture.transport.fail(TransportError::not_sent("refused"));
        }),
        ("500", |fixture| {
            fixture.transport.reply(500, "");
        }),
        ("401", |fixture| {
            fixture.transport.reply(401, "");
        }),
    ];
    for (name, fail) in failures {
        let fixture = Fixture::over(Renewing::default(), |builder| builder);
        fail(&fixture);
        let body = Pieces::whole(&[b"one,", b"", b"two"]);
        let call = Call::post("/files").body("text/plain", body).replay(Replay::Safe);
        let error = fixture.execute(call).await.unwrap_err();
        assert_eq!((error.attempts(), fixture.sends()), (1, 1), "{name}");
        assert_eq!(&*fixture.last_request().body, b"one,two", "{name}");
    }
}

/// Gives `canary-0`, and after each refusal the next.
#[derive(Debug, Default)]
struct Renewing(Mutex<u32>);

#[async_trait]
impl TokenSource for Renewing {
    async fn credential(&self) -> Result<Credential> {
        Ok(bearer(&format!("canary-{}", self.0.lock().unwrap())))
    }

    async fn refused(&self, _credential: &Credential) -> Result<bool> {
        *self.0.lock().unwrap() += 1;
        Ok(true)
    }
}

#[tokio::test]
async fn a_refused_credential_is_renewed_and_the_call_sent_once_more() {
    let fixture = Fixture::over(Renewing::default(), |builder| builder.retry(RetryPolicy::none()));
    fixture.transport.reply(401, "").reply(200, "{}");
    let answer: Answer = fixture.execute(post()).await.unwrap();
    assert_eq!(answer.attempts(), 2);
    let sent: Vec<_> =
        fixture.transport.requests().iter().map(|request| request.headers["authorization"].clone()).collect();
    assert_eq!(sent, ["Bearer canary-0", "Bearer canary-1"]);
    assert_eq!(fixture.waited(), Duration::ZERO);
}

#[tokio::test]
async fn a_credential_is_renewed_once_per_call_only() {
    let fixture = Fixture::over(Renewing::default(), |builder| builder);
    for _ in 0..4 {
        fixture.transport.reply(401, "");
    }
    let error = fixture.execute(post()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 2));
    assert_eq!(fixture.sends(), 2);
}

#[tokio::test]
async fn a_fixed_credential_is_not_tried_twice() {
    let fixture = Fixture::new();
    fixture.transport.reply(401, "");
    assert_eq!(fixture.execute(get()).await.unwrap_err().attempts(), 1);
}

/// Cannot renew.
#[derive(Debug)]
struct Stuck;

#[async_trait]
impl TokenSource for Stuck {
    async fn credential(&self) -> Result<Credential> {
        Ok(bearer("canary-old"))
    }

    async fn refused(&self, _credential: &Credential) -> Result<bool> {
        Err(Error::invalid_request("refresh_token", "is used up"))
    }
}

#[tokio::test]
async fn a_renewal_that_fails_says_which_call_it_was_for_and_that_it_was_sent() {
    let fixture = Fixture::over(Stuck, |builder| builder);
    fixture.transport.reply(401, "");
    let error = fixture.execute(get()).await.unwrap_err();
    assert_eq!((error.method(), error.route()), ("GET", "/issues"));
    assert!(error.to_string().contains("refresh_token"), "{error}");
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn the_mark_of_a_fresh_connection_reaches_the_transport() {
    let fixture = Fixture::new();
    for _ in 0..3 {
        fixture.transport.reply(200, "[]");
    }
    fixture.execute(get()).await.unwrap();
    fixture.execute(get().fresh()).await.unwrap();
    let fresh = fixture.client.0.with(CallOptions::new().fresh());
    fresh.execute(get()).await.unwrap();
    assert_eq!(fixture.asked_fresh(), [false, true, true]);
}

#[tokio::test]
async fn an_answer_beyond_the_limit_is_an_error_and_not_memory() {
    let limited = || Fixture::with(|builder| builder.max_response_bytes(10));
    let fixture = limited();
    fixture.transport.reply(200, "0123456789");
    assert_eq!(fixture.execute(get()).await.unwrap().bytes(), b"0123456789");

    for whole in [true, false] {
        let fixture = limited();
        let body = if whole { Body::from("0123456789!") } else { Pieces::broken(&[b"012345", b"6789!"]) };
        fixture.transport.answer(Response::new(body));
        let error = fixture.execute(post()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.may_have_been_applied() && !error.is_retryable());
    }
}

#[tokio::test]
async fn a_failure_status_counts_even_when_its_body_cannot_be_read() {
    let fixture = Fixture::new();
    let mut response = broken();
    *response.status_mut() = StatusCode::NOT_FOUND;
    fixture.transport.answer(response);
    let error = fixture.execute(post()).await.unwrap_err();
    assert!(error.is_not_found() && !error.may_have_been_applied());
}

#[tokio::test]
async fn a_call_that_expects_nothing_ignores_a_broken_body() {
    let fixture = Fixture::new();
    fixture.transport.answer(broken());
    let answer = fixture.execute(post().expect(Expect::Empty)).await.unwrap();
    assert_eq!((answer.status(), answer.bytes()), (200, &b""[..]));
}

#[tokio::test]
async fn no_content_is_an_empty_list_where_the_endpoint_says_so() {
    let fixture = Fixture::new();
    fixture.transport.reply(204, "").reply(204, "").reply(200, "[7]");
    let call = || get().expect(Expect::JsonOrEmpty);
    let rows: Vec<u8> = fixture.execute(call()).await.unwrap().json().unwrap();
    assert_eq!(rows, [0; 0]);
    let error = fixture.execute(get()).await.unwrap().json::<Vec<u8>>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let rows: Vec<u8> = fixture.execute(call()).await.unwrap().json().unwrap();
    assert_eq!(rows, [7]);
}
