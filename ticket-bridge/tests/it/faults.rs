//! Each fault of the stand-ins, as the shipped client sees it. What was committed before the answer was lost is there.

use backlog_api::issues::{CreateIssue, ListIssues};
use backlog_api::{Auth, Client, Error, ErrorKind, PriorityId, RateGate, RetryPolicy};
use std::time::Duration;
use ticket_bridge_sandbox::{Backlog, BacklogField, BacklogOptions, BacklogProject, Clock, Fault};

async fn backlog() -> (Backlog, BacklogProject, Client) {
    let backlog = Backlog::start().await.unwrap();
    let project = backlog.add_project("SEC").unwrap();
    let client = Client::builder(backlog.url(), Auth::api_key(backlog.api_key()));
    // No gate: after a 429 it would make the next call wait for the minute to pass.
    let client = client.retry(RetryPolicy::none()).rate_gate(RateGate::Off);
    let client = client.attempt_timeout(Duration::from_millis(400)).build().unwrap();
    (backlog, project, client)
}

fn request(project: &BacklogProject) -> CreateIssue {
    CreateIssue::new(project.id, "Public bucket", project.issue_type_id, PriorityId::HIGH)
}

/// What the client says of a create under a fault, and how many issues there are then.
async fn create_under(fault: Fault) -> (Error, usize) {
    let (backlog, project, client) = backlog().await;
    backlog.fault(fault);
    let error = client.issues().create(&request(&project)).await.unwrap_err();
    let issues = backlog.issues().len();
    // The next call is answered again.
    client.issues().create(&request(&project)).await.unwrap();
    (error, issues)
}

#[tokio::test]
async fn a_status_is_an_api_error_and_leaves_open_what_happened_on_the_server_side() {
    for (status, kind, open) in
        [(503, ErrorKind::Api, true), (400, ErrorKind::Api, false), (403, ErrorKind::Auth, false)]
    {
        let (error, issues) = create_under(Fault::status(status)).await;
        assert_eq!((error.kind(), error.status(), error.may_have_been_applied()), (kind, Some(status), open));
        assert_eq!(issues, 0, "{status}");
    }
}

#[tokio::test]
async fn a_reset_before_the_commit_leaves_no_issue_and_nobody_knows() {
    let (error, issues) = create_under(Fault::reset_before()).await;
    assert_eq!((error.kind(), error.may_have_been_applied(), issues), (ErrorKind::Transport, true, 0));
}

#[tokio::test]
async fn a_reset_after_the_commit_leaves_the_issue_in_the_store() {
    let (error, issues) = create_under(Fault::reset_after()).await;
    assert_eq!((error.kind(), error.may_have_been_applied(), issues), (ErrorKind::Transport, true, 1));
}

#[tokio::test]
async fn half_a_body_is_a_broken_answer_to_something_that_was_done() {
    let (error, issues) = create_under(Fault::half_body()).await;
    assert_eq!((error.kind(), error.status(), issues), (ErrorKind::Transport, Some(201), 1));
    assert!(error.may_have_been_applied());
}

#[tokio::test]
async fn a_delay_beyond_the_limit_is_a_timeout_of_something_that_was_done() {
    let (error, issues) = create_under(Fault::delay(Duration::from_millis(900))).await;
    assert_eq!((error.kind(), error.may_have_been_applied(), issues), (ErrorKind::Timeout, true, 1));
}

#[tokio::test]
async fn too_many_requests_say_when_to_come_back_with_and_without_headers() {
    let (error, issues) = create_under(Fault::too_many_requests()).await;
    assert_eq!((error.kind(), error.may_have_been_applied(), issues), (ErrorKind::RateLimited, false, 0));
    assert!(error.retry_after().is_some_and(|wait| wait <= Duration::from_secs(61)), "{error}");

    let (backlog, project, client) = backlog().await;
    backlog.fault(Fault::too_many_requests_bare());
    let error = client.issues().create(&request(&project)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(backlog.issues().len(), 0);
}

#[tokio::test]
async fn a_search_that_lags_does_not_find_what_is_there() {
    let clock = Clock::manual(std::time::SystemTime::now());
    let options = BacklogOptions::default().clock(clock.clone()).search_lag(Duration::from_secs(30));
    let backlog = Backlog::start_with(options).await.unwrap();
    let project = backlog.add_project("SEC").unwrap();
    let field = backlog.add_custom_field(project.id, "Alert-Id", BacklogField::Text).unwrap();
    let client = Client::builder(backlog.url(), Auth::api_key(backlog.api_key())).build().unwrap();
    client.issues().create(&request(&project).custom_field(field, "orca-1")).await.unwrap();
    let find = async || client.issues().find_by_custom_field_exact(project.id, field, "orca-1").await.unwrap().len();
    assert_eq!(find().await, 0);
    clock.advance(Duration::from_secs(31));
    assert_eq!(find().await, 1);
    assert_eq!(client.issues().list(&ListIssues::new().projects([project.id])).await.unwrap().len(), 1);
}
