//! A Backlog of one project that keeps its issues in memory: just enough for the examples.

use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use wiremock::http::Method;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// A local stand-in for Backlog. It stops when it is dropped.
#[derive(Debug)]
pub struct BacklogStub(MockServer);

impl BacklogStub {
    /// Starts it on a free loopback port.
    pub async fn start() -> Self {
        let server = MockServer::start().await;
        let issues: Arc<Mutex<Vec<Value>>> = Arc::default();
        let answer = move |request: &Request| {
            let mut issues = issues.lock().unwrap_or_else(PoisonError::into_inner);
            reply(request, &mut issues)
        };
        Mock::given(any()).respond_with(answer).mount(&server).await;
        Self(server)
    }

    /// Its base URL.
    pub fn url(&self) -> String {
        self.0.uri()
    }
}

fn reply(request: &Request, issues: &mut Vec<Value>) -> ResponseTemplate {
    let body = String::from_utf8_lossy(&request.body);
    let form = |name: &str| pair(&body, name);
    let path: Vec<&str> = request.url.path().trim_start_matches("/api/v2/").split('/').collect();
    match (&request.method, &*path) {
        (&Method::POST, ["issues"]) => {
            let issue = new_issue(issues.len().saturating_add(1), &form);
            issues.push(issue.clone());
            ResponseTemplate::new(201).set_body_json(issue)
        }
        (&Method::GET, ["issues"]) => ResponseTemplate::new(200).set_body_json(issues),
        (&Method::POST, ["issues", _, "comments"]) => {
            ResponseTemplate::new(201).set_body_json(comment(form("content").as_deref()))
        }
        (&Method::PATCH, ["issues", key]) => match issues.iter_mut().find(|issue| issue["issueKey"] == **key) {
            Some(issue) => {
                if form("statusId").as_deref() == Some("4") {
                    issue["status"] = json!({"id": 4, "projectId": 4200, "name": "Closed"});
                }
                ResponseTemplate::new(200).set_body_json(issue)
            }
            None => refusal(404, "No issue.", 6),
        },
        _ => refusal(501, "This stub has no such endpoint.", 1),
    }
}

fn new_issue(number: usize, form: &dyn Fn(&str) -> Option<String>) -> Value {
    json!({
        "id": 900_000_usize.saturating_add(number),
        "projectId": 4200,
        "issueKey": format!("SEC-{number}"),
        "keyId": number,
        "issueType": {"id": 7001, "projectId": 4200, "name": "Alert", "color": "#990000"},
        "summary": form("summary"),
        "description": form("description"),
        "priority": {"id": 2, "name": "High"},
        "status": {"id": 1, "projectId": 4200, "name": "Open"},
        "createdUser": user(),
        "created": "2026-11-20T01:02:03Z",
        "updated": "2026-11-20T01:02:03Z",
        "customFields": [{"id": 110, "fieldTypeId": 1, "name": "Alert-Id", "value": form("customField_110")}],
    })
}

fn comment(content: Option<&str>) -> Value {
    json!({
        "id": 55001,
        "content": content,
        "changeLog": [],
        "createdUser": user(),
        "created": "2026-11-20T01:02:04Z",
        "updated": "2026-11-20T01:02:04Z",
    })
}

fn user() -> Value {
    json!({"id": 11, "name": "bridge", "roleType": 2})
}

fn refusal(status: u16, message: &str, code: i64) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({"errors": [{"message": message, "code": code, "moreInfo": ""}]}))
}

fn pair(body: &str, name: &str) -> Option<String> {
    // wiremock's URL type reads form bodies as well: they have the form of a query.
    let url = wiremock::http::Url::parse(&format!("http://localhost/?{body}")).ok()?;
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}
