//! Rate limits: what the server says, and the gate that holds calls back.

use super::support::{Fixture, READ, START, UPDATE, at, secs};
use saas_api_core::{Call, CallOptions, ErrorKind, RateGate, RetryPolicy};
use std::time::Duration;

fn get() -> Call {
    Call::get("/issues").class(READ)
}

fn post() -> Call {
    Call::post("/issues").class(UPDATE)
}

fn to_room(room: u64) -> Call {
    Call::post("/rooms/{room}/messages").arg(room).class(UPDATE).scope(room)
}

/// The limit headers of an answer: calls left, and the reset in seconds after the start.
fn quota(left: u32, reset: u64) -> [(&'static str, String); 3] {
    [
        ("x-ratelimit-limit", "600".to_owned()),
        ("x-ratelimit-remaining", left.to_string()),
        ("x-ratelimit-reset", (START + reset).to_string()),
    ]
}

fn reply(fixture: &Fixture, status: u16, quota: &[(&'static str, String)], more: &[(&'static str, &str)]) {
    let quota = quota.iter().map(|(name, value)| (*name, value.as_str()));
    let body = if status < 300 { "[]" } else { "" };
    fixture.transport.reply_with(status, quota.chain(more.iter().copied()), body);
}

/// Not before, and at most a second after.
fn assert_just_after(moment: Duration, expected: u64) {
    assert!((secs(expected)..=secs(expected + 1)).contains(&moment), "{moment:?} is not just after {expected} s");
}

#[tokio::test]
async fn a_call_is_repeated_just_after_the_reset() {
    for round in 0..20 {
        for call in [get(), post()] {
            let fixture = Fixture::new();
            reply(&fixture, 429, &quota(0, 10 + round), &[]);
            reply(&fixture, 200, &[], &[]);
            assert_eq!(fixture.execute(call).await.unwrap().attempts(), 2);
            assert_just_after(fixture.sent_at()[1], 10 + round);
        }
    }
}

#[tokio::test]
async fn retry_after_wins_over_the_reset() {
    // `at(17)`, written as a date.
    for retry_after in ["17", "Fri, 15 Jan 2027 08:00:17 GMT"] {
        for reset in [5, 40] {
            let fixture = Fixture::new();
            reply(&fixture, 429, &quota(0, reset), &[("retry-after", retry_after)]);
            reply(&fixture, 200, &[], &[]);
            fixture.execute(post()).await.unwrap();
            assert_just_after(fixture.sent_at()[1], 17);
        }
    }
}

#[tokio::test]
async fn a_server_error_with_retry_after_is_repeated_then() {
    let fixture = Fixture::new();
    reply(&fixture, 503, &[], &[("retry-after", "9")]);
    reply(&fixture, 200, &[], &[]);
    fixture.execute(get()).await.unwrap();
    assert_just_after(fixture.sent_at()[1], 9);
}

#[tokio::test]
async fn without_a_hint_the_policy_decides() {
    let fixture = Fixture::new();
    reply(&fixture, 429, &[], &[]);
    reply(&fixture, 200, &[], &[]);
    fixture.execute(post()).await.unwrap();
    assert!(fixture.waited() <= Duration::from_millis(500));

    let fixture = Fixture::with(|builder| builder.retry(RetryPolicy::new().rate_limit_wait(secs(12))));
    reply(&fixture, 429, &[], &[]);
    reply(&fixture, 200, &[], &[]);
    fixture.execute(post()).await.unwrap();
    assert_just_after(fixture.sent_at()[1], 12);
}

#[tokio::test]
async fn a_reset_in_the_past_or_years_ahead_is_no_hint() {
    for reset in [at(0) - secs(1), at(1_000), at(1_798_200_000_000)] {
        let fixture = Fixture::new();
        let reset = reset.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs().to_string();
        let headers = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", &*reset)];
        reply(&fixture, 429, &[], &headers);
        reply(&fixture, 200, &[], &[]);
        fixture.execute(get()).await.unwrap();
        assert!(fixture.waited() <= Duration::from_millis(500), "{reset}");
    }
}

#[tokio::test]
async fn a_hint_beyond_the_longest_wait_ends_the_call_at_once() {
    for (quota, more) in [(quota(0, 66), vec![]), (quota(9, 5), vec![("retry-after", "66")])] {
        let fixture = Fixture::new();
        reply(&fixture, 429, &quota, &more);
        let error = fixture.execute(post()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert_eq!(error.retry_after(), Some(secs(66)));
        assert!(error.is_retryable() && !error.may_have_been_applied());
        assert_eq!((error.attempts(), fixture.waited()), (1, Duration::ZERO));
    }
}

#[tokio::test]
async fn a_hint_beyond_the_deadline_ends_the_call_at_once() {
    for by_total in [true, false] {
        let fixture = Fixture::with(|builder| if by_total { builder.total_timeout(secs(20)) } else { builder });
        let pipeline = if by_total {
            fixture.client.0.clone()
        } else {
            fixture.client.0.with(CallOptions::new().deadline(at(20)))
        };
        reply(&fixture, 429, &quota(0, 30), &[]);
        let error = pipeline.execute(get()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert_eq!(error.retry_after(), Some(secs(30)));
        assert_eq!((error.attempts(), fixture.waited()), (1, Duration::ZERO));
        // The gate knows now: the next call is not even sent.
        let error = pipeline.execute(get()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert_eq!(error.retry_after(), Some(secs(30)));
        assert_eq!((error.attempts(), fixture.sends()), (0, 1));
        assert_eq!(fixture.waited(), Duration::ZERO);
    }
}

#[tokio::test]
async fn a_gate_wait_that_could_pass_the_deadline_is_not_begun() {
    // The wait is a little longer than the hint, by chance: whoever cannot afford that either gets the answer at once.
    for _ in 0..30 {
        let fixture = Fixture::new();
        reply(&fixture, 200, &quota(0, 10), &[]);
        fixture.execute(get()).await.unwrap();
        let deadline = at(10) + Duration::from_millis(1);
        let pipeline = fixture.client.0.with(CallOptions::new().deadline(deadline));
        match pipeline.execute(get()).await {
            Ok(_) => panic!("no answer was set"),
            Err(error) if fixture.waited() == Duration::ZERO => {
                assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(secs(10))));
            }
            Err(error) => assert!(error.attempts() > 0, "{error} after waiting in vain"),
        }
    }
}

#[tokio::test]
async fn a_known_limit_holds_the_next_call_until_the_reset() {
    let fixture = Fixture::new();
    reply(&fixture, 200, &quota(0, 30), &[]);
    reply(&fixture, 200, &quota(599, 90), &[]);
    fixture.execute(get()).await.unwrap();
    assert_eq!(fixture.execute(get()).await.unwrap().attempts(), 1);
    assert_just_after(fixture.sent_at()[1], 30);
    let snapshot = fixture.client.0.rate_limit(READ, None).unwrap();
    assert_eq!((snapshot.limit, snapshot.remaining, snapshot.reset), (Some(600), 599, at(90)));
}

#[tokio::test]
async fn a_wait_longer_than_the_gate_allows_fails_at_once() {
    let fixture = Fixture::with(|builder| builder.rate_gate(RateGate::Wait { max: secs(29) }));
    reply(&fixture, 200, &quota(0, 30), &[]);
    fixture.execute(get()).await.unwrap();
    let error = fixture.execute(get()).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(secs(30))));
    assert_eq!((fixture.sends(), fixture.waited()), (1, Duration::ZERO));
}

fn gates() -> [RateGate; 3] {
    [RateGate::default(), RateGate::Fail, RateGate::Off]
}

/// What a held call does in each mode.
async fn assert_held(fixture: &Fixture, gate: RateGate, call: Call, reset: u64) {
    let before = (fixture.sends(), fixture.waited());
    fixture.transport.reply(200, "[]");
    let outcome = fixture.execute(call).await;
    match gate {
        RateGate::Fail => {
            let error = outcome.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 0));
            assert_eq!(error.retry_after(), Some(secs(reset)));
            assert_eq!((fixture.sends(), fixture.waited()), before);
        }
        RateGate::Off => {
            outcome.unwrap();
            assert_eq!(fixture.waited(), before.1);
        }
        _ => {
            outcome.unwrap();
            assert_just_after(*fixture.sent_at().last().unwrap(), reset);
        }
    }
}

#[tokio::test]
async fn classes_do_not_hold_each_other() {
    for gate in gates() {
        let fixture = Fixture::with(|builder| builder.rate_gate(gate).retry(RetryPolicy::none()));
        reply(&fixture, 200, &quota(0, 30), &[]);
        fixture.execute(get()).await.unwrap();
        for _ in 0..3 {
            reply(&fixture, 200, &[], &[]);
            fixture.execute(post()).await.unwrap();
        }
        assert_eq!(fixture.waited(), Duration::ZERO, "{gate:?}");
        assert_held(&fixture, gate, get(), 30).await;
    }
}

#[tokio::test]
async fn scopes_of_a_class_do_not_hold_each_other() {
    for gate in gates() {
        let fixture = Fixture::with(|builder| builder.rate_gate(gate).retry(RetryPolicy::none()));
        // Calls left over all, refused all the same: the room's own limit.
        reply(&fixture, 429, &quota(50, 30), &[("retry-after", "10")]);
        fixture.execute(to_room(1)).await.unwrap_err();
        for call in [to_room(2), post(), to_room(3)] {
            reply(&fixture, 200, &[], &[]);
            fixture.execute(call).await.unwrap();
        }
        assert_eq!(fixture.waited(), Duration::ZERO, "{gate:?}");
        assert_held(&fixture, gate, to_room(1), 10).await;
    }
}

/// The limit headers speak of the class, whatever they say: the answer itself names the limit.
#[tokio::test]
async fn a_refusal_that_names_the_scope_holds_the_scope_alone() {
    for gate in gates() {
        for left in [0, 50] {
            let fixture = Fixture::with(|builder| builder.rate_gate(gate).retry(RetryPolicy::none()));
            let headers = quota(left, 55);
            let headers = headers.iter().map(|(name, value)| (*name, value.as_str()));
            fixture.transport.reply_with(429, headers, r#"{"scope": "room"}"#);
            let error = fixture.execute(to_room(1)).await.unwrap_err();
            assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(secs(10))));
            assert_eq!(fixture.client.0.rate_limit(UPDATE, None).unwrap().remaining, left);
            if left > 0 {
                reply(&fixture, 200, &[], &[]);
                fixture.execute(to_room(2)).await.unwrap();
                assert_held(&fixture, gate, to_room(1), 10).await;
            }
        }
    }
}

#[tokio::test]
async fn a_refusal_that_names_a_scope_which_the_call_does_not_holds_nothing() {
    let fixture = Fixture::with(|builder| builder.retry(RetryPolicy::none()));
    fixture.transport.reply(429, r#"{"scope": "room"}"#);
    let error = fixture.execute(post()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(secs(10)));
    reply(&fixture, 200, &[], &[]);
    fixture.execute(post()).await.unwrap();
    assert_eq!(fixture.waited(), Duration::ZERO);
}

#[tokio::test]
async fn a_paced_scope_holds_calls_that_no_answer_told_of() {
    let paced = |room: u64| to_room(room).class(UPDATE.per_scope(2, secs(10)));
    for gate in gates() {
        let fixture = Fixture::with(|builder| builder.rate_gate(gate).retry(RetryPolicy::none()));
        for room in [1, 2, 1, 2] {
            reply(&fixture, 200, &[], &[]);
            fixture.execute(paced(room)).await.unwrap();
        }
        assert_eq!(fixture.waited(), Duration::ZERO);
        assert_held(&fixture, gate, paced(1), 10).await;
    }
}

#[tokio::test]
async fn a_limit_of_the_whole_class_holds_its_scopes_too() {
    for gate in gates() {
        let fixture = Fixture::with(|builder| builder.rate_gate(gate).retry(RetryPolicy::none()));
        reply(&fixture, 429, &quota(0, 30), &[]);
        fixture.execute(to_room(1)).await.unwrap_err();
        assert_held(&fixture, gate, to_room(2), 30).await;
    }
}

#[tokio::test]
async fn with_the_gate_off_a_refused_call_still_waits_for_the_reset() {
    let fixture = Fixture::with(|builder| builder.rate_gate(RateGate::Off));
    reply(&fixture, 429, &quota(0, 30), &[]);
    reply(&fixture, 200, &[], &[]);
    fixture.execute(get()).await.unwrap();
    assert_just_after(fixture.sent_at()[1], 30);
}

#[tokio::test]
async fn a_late_answer_does_not_shorten_the_wait_that_the_server_asked_for() {
    let fixture = Fixture::with(|builder| builder.retry(RetryPolicy::none()).rate_gate(RateGate::Off));
    reply(&fixture, 429, &quota(0, 20), &[("retry-after", "50")]);
    fixture.execute(get()).await.unwrap_err();
    // Sent before the refusal, answered after it.
    reply(&fixture, 200, &quota(3, 20), &[]);
    fixture.execute(get()).await.unwrap();
    let snapshot = fixture.client.0.rate_limit(READ, None).unwrap();
    assert_eq!((snapshot.remaining, snapshot.reset), (0, at(50)));
}

#[tokio::test]
async fn clones_share_what_is_known_of_limits() {
    let fixture = Fixture::with(|builder| builder.rate_gate(RateGate::Fail));
    reply(&fixture, 200, &quota(0, 30), &[]);
    fixture.execute(get()).await.unwrap();
    for pipeline in [fixture.client.0.clone(), fixture.client.0.with(CallOptions::new().fresh())] {
        assert!(pipeline.execute(get()).await.unwrap_err().is_rate_limited());
    }
    assert_eq!(fixture.sends(), 1);
}
