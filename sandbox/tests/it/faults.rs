//! Each fault as a client sees it.

use std::time::{Duration, Instant};

use ticket_bridge_sandbox::{Backlog, Fault};

use crate::support::{Answer, encode, send};

struct Bench {
    backlog: Backlog,
    form: String,
}

impl Bench {
    async fn start() -> Self {
        let backlog = Backlog::start().await.unwrap();
        let project = backlog.add_project("SEC").unwrap();
        let (id, kind) = (project.id.to_string(), project.issue_type_id.to_string());
        let form = encode(&[("projectId", &id), ("issueTypeId", &kind), ("priorityId", "3"), ("summary", "x")]);
        Self { backlog, form }
    }

    async fn create(&self) -> Result<Answer, String> {
        let key = self.backlog.api_key();
        let headers = [("backlog-api-key", key.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        send("POST", &format!("{}/api/v2/issues", self.backlog.url()), &headers, &self.form).await
    }

    fn last(&self) -> (Option<u16>, bool) {
        let request = self.backlog.requests().pop().unwrap();
        (request.status, request.committed)
    }
}

#[tokio::test]
async fn a_status_commits_nothing() {
    let bench = Bench::start().await;
    bench.backlog.fault(Fault::status(503));
    assert_eq!(bench.create().await.unwrap().status, 503);
    assert_eq!(bench.last(), (Some(503), false));
    assert!(bench.backlog.issues().is_empty());
    // Once only.
    assert_eq!(bench.create().await.unwrap().status, 201);
}

#[tokio::test]
async fn a_fault_on_a_path_leaves_the_paths_below_it_alone() {
    let bench = Bench::start().await;
    bench.create().await.unwrap();
    bench.backlog.fault(Fault::status(503).on_path("GET", "/api/v2/issues").always());
    let key = bench.backlog.api_key();
    for (path, status) in [("/issues", 503), ("/issues/SEC-1", 200), ("/issues/count", 200)] {
        let url = format!("{}/api/v2{path}", bench.backlog.url());
        let answer = send("GET", &url, &[("backlog-api-key", key.as_str())], "").await.unwrap();
        assert_eq!(answer.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_delay_commits_at_once_and_answers_late() {
    let bench = Bench::start().await;
    bench.backlog.fault(Fault::delay(Duration::from_millis(100)));
    let start = Instant::now();
    let impatient = tokio::time::timeout(Duration::from_millis(50), bench.create()).await;
    assert!(impatient.is_err());
    assert_eq!(bench.backlog.issues().len(), 1);
    bench.backlog.fault(Fault::delay(Duration::from_millis(100)));
    assert_eq!(bench.create().await.unwrap().status, 201);
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn a_reset_before_commits_nothing() {
    let bench = Bench::start().await;
    bench.backlog.fault(Fault::reset_before());
    assert!(bench.create().await.is_err());
    assert_eq!(bench.last(), (None, false));
    assert!(bench.backlog.issues().is_empty());
}

#[tokio::test]
async fn a_reset_after_leaves_the_issue_in_the_store() {
    let bench = Bench::start().await;
    bench.backlog.fault(Fault::reset_after());
    assert!(bench.create().await.is_err());
    assert_eq!(bench.last(), (None, true));
    assert_eq!(bench.backlog.issues().len(), 1);
}

#[tokio::test]
async fn half_a_body_is_an_error_of_the_body() {
    let bench = Bench::start().await;
    bench.backlog.fault(Fault::half_body());
    assert!(bench.create().await.is_err());
    assert_eq!(bench.last(), (Some(201), true));
    assert_eq!(bench.backlog.issues().len(), 1);
}

#[tokio::test]
async fn half_of_an_empty_body_is_an_error_too() {
    let bench = Bench::start().await;
    bench.backlog.fault(Fault::half_body());
    let url = format!("{}/api/v2/users", bench.backlog.url());
    // This 401 has no body.
    assert!(send("GET", &url, &[("authorization", "Bearer canary-wrong")], "").await.is_err());
}

#[tokio::test]
async fn too_many_requests_come_with_and_without_headers() {
    let bench = Bench::start().await;
    bench.backlog.fault(Fault::too_many_requests());
    bench.backlog.fault(Fault::too_many_requests_bare());
    let full = bench.create().await.unwrap();
    assert_eq!((full.status, full.header("x-ratelimit-remaining")), (429, Some("0")));
    assert_eq!(full.json()["errors"][0]["code"], 13);
    let bare = bench.create().await.unwrap();
    assert_eq!((bare.status, bare.body.as_str()), (429, ""));
    assert!(bare.header("x-ratelimit-reset").is_none());
    assert!(bench.backlog.issues().is_empty());
}

#[tokio::test]
async fn a_fault_strikes_only_the_calls_it_is_for() {
    let bench = Bench::start().await;
    bench.backlog.fault(Fault::status(500).on("GET", "/api/v2/issues").always());
    bench.backlog.fault(Fault::status(502).on("POST", "/api/v2/issues").times(2));
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(bench.create().await.unwrap().status);
    }
    assert_eq!(statuses, [502, 502, 201]);
    let url = format!("{}/api/v2/issues", bench.backlog.url());
    assert_eq!(send("GET", &url, &[], "").await.unwrap().status, 500);
    bench.backlog.clear_faults();
    assert_eq!(send("GET", &url, &[], "").await.unwrap().status, 401);
}

#[tokio::test]
async fn a_dropped_server_is_gone() {
    let bench = Bench::start().await;
    let url = bench.backlog.url();
    drop(bench);
    for _ in 0..100 {
        if send("GET", &url, &[], "").await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it still answers");
}
