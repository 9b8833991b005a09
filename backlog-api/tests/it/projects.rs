use crate::support::{Stub, WireTests, error_body, fixture, lossless, lossless_but_for_nulls};
use backlog_api::model::{Project, TextFormattingRule};
use backlog_api::projects::ListProjects;
use backlog_api::*;

pub(crate) const WIRE: WireTests = &[
    ("list_sends_archived_and_all", list_sends_archived_and_all),
    ("get_takes_a_key_or_an_id", get_takes_a_key_or_an_id),
];

#[tokio::test]
async fn list_sends_archived_and_all() {
    let stub = Stub::replying(200, &fixture("projects/list")).await;
    let request = ListProjects::new().archived(false).all(true);
    let projects = stub.client().projects().list(&request).await.unwrap();
    assert_eq!(projects[0].key, ProjectKey::new("SEC"));
    assert_eq!(projects[0].text_formatting_rule, Some(TextFormattingRule::Markdown));
    stub.request().await.is_get("/projects", &[("archived", "false"), ("all", "true")]);
}

#[tokio::test]
async fn list_of_the_callers_projects_sends_nothing() {
    let stub = Stub::replying(200, &fixture("projects/list")).await;
    assert_eq!(stub.client().projects().list(&ListProjects::new()).await.unwrap().len(), 4);
    stub.request().await.is_get("/projects", &[]);
}

#[tokio::test]
async fn get_takes_a_key_or_an_id() {
    for (project, path) in [
        (ProjectIdOrKey::from("SEC"), "/projects/SEC"),
        (ProjectKey::new("OLD_1").into(), "/projects/OLD_1"),
        (ProjectId::new(4200).into(), "/projects/4200"),
    ] {
        let stub = Stub::replying(200, &fixture("projects/list")[0]).await;
        assert_eq!(stub.client().projects().get(project).await.unwrap().id, ProjectId::new(4200));
        stub.request().await.is_get(path, &[]);
    }
}

#[tokio::test]
async fn an_unknown_project_is_not_found() {
    let stub = Stub::replying(404, &error_body(6, "No project.")).await;
    let error = stub.client().projects().get("NONE").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.to_string(), "GET /projects/{projectIdOrKey}: 404 Not Found: No project. (code 6)");
}

#[test]
fn projects_decode_and_encode_without_loss() {
    let projects: Vec<Project> = fixture("projects/list").as_array().unwrap().iter().map(lossless).collect();
    assert_eq!(projects[1].extra["useGantt"], true);
    assert_eq!(projects[3].text_formatting_rule.as_ref().map(TextFormattingRule::as_str), Some("asciidoc"));
    let nulls: Project = lossless_but_for_nulls(&fixture("projects/nulls"));
    assert_eq!((nulls.text_formatting_rule, nulls.use_git, nulls.display_order), (None, None, None));
}
