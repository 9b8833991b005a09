//! Backlog over real HTTP.

mod comments;
mod fields;
mod issues;
mod settings;
mod transport;
mod webhooks;

use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use ticket_bridge_sandbox::{Backlog, BacklogOptions, BacklogProject, Clock};

use crate::support::{Answer, encode, send};

struct Bench {
    backlog: Backlog,
    clock: Clock,
    project: BacklogProject,
}

impl Bench {
    async fn start() -> Self {
        Self::with(|options| options).await
    }

    async fn with(change: impl FnOnce(BacklogOptions) -> BacklogOptions) -> Self {
        // 2026-01-01T00:00:00Z
        let clock = Clock::manual(UNIX_EPOCH + Duration::from_secs(1_767_225_600));
        let options = change(BacklogOptions::default().clock(clock.clone()));
        let backlog = Backlog::start_with(options).await.unwrap();
        let project = backlog.add_project("SEC").unwrap();
        Self { backlog, clock, project }
    }

    async fn call(&self, method: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let key = self.backlog.api_key();
        let headers = [("backlog-api-key", key.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        let url = format!("{}/api/v2{path}", self.backlog.url());
        if method == "GET" {
            let query = if pairs.is_empty() { String::new() } else { format!("?{}", encode(pairs)) };
            return send(method, &format!("{url}{query}"), &headers, "").await.unwrap();
        }
        send(method, &url, &headers, &encode(pairs)).await.unwrap()
    }

    async fn get(&self, path: &str, pairs: &[(&str, &str)]) -> Value {
        let answer = self.call("GET", path, pairs).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    async fn done(&self, method: &str, path: &str, pairs: &[(&str, &str)]) -> Value {
        let answer = self.call(method, path, pairs).await;
        assert!(matches!(answer.status, 200 | 201), "{}", answer.body);
        answer.json()
    }

    async fn try_create(&self, summary: &str, more: &[(&str, &str)]) -> Answer {
        let (project, kind) = (self.project.id.to_string(), self.project.issue_type_id.to_string());
        let required = [
            ("projectId", project.as_str()),
            ("summary", summary),
            ("issueTypeId", kind.as_str()),
            ("priorityId", "3"),
        ];
        let pairs: Vec<(&str, &str)> = required.into_iter().chain(more.iter().copied()).collect();
        self.call("POST", "/issues", &pairs).await
    }

    async fn create(&self, summary: &str, more: &[(&str, &str)]) -> Value {
        let answer = self.try_create(summary, more).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()
    }

    async fn found(&self, filter: &[(&str, &str)]) -> Vec<String> {
        let list = self.get("/issues", filter).await;
        list.as_array().unwrap().iter().map(|issue| issue["issueKey"].as_str().unwrap().to_owned()).collect()
    }
}

#[track_caller]
fn refused(answer: &Answer, status: u16, code: u64) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.json()["errors"][0]["code"], code, "{}", answer.body);
}

fn ids(list: &Value) -> Vec<u64> {
    list.as_array().unwrap().iter().map(|row| row["id"].as_u64().unwrap()).collect()
}
