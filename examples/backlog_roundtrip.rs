//! Creates an issue, finds it by its custom field, comments on it and closes it. Runs against a local stub:
//! `cargo run -p examples --example backlog_roundtrip`. For a real space, use `Client::from_space` instead.
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use backlog_api::comments::CreateComment;
use backlog_api::issues::{CreateIssue, UpdateIssue};
use backlog_api::{Auth, Client, CustomFieldId, IssueTypeId, PriorityId, ProjectId, StatusId};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let stub = examples::BacklogStub::start().await;
    let backlog = Client::builder(stub.url(), Auth::api_key("canary")).build()?;
    let (project, alert_type, alert_id) = (ProjectId::new(4200), IssueTypeId::new(7001), CustomFieldId::new(110));

    let request =
        CreateIssue::new(project, "Public bucket", alert_type, PriorityId::HIGH).custom_field(alert_id, "orca-123");
    let created = backlog.issues().create(&request).await?;
    println!("created   {}  {}", created.key, created.summary);

    let found = backlog.issues().find_by_custom_field_exact(project, alert_id, "orca-123").await?;
    println!("found     {} issue with Alert-Id orca-123", found.len());

    let comment = backlog.issues().comments(&created.key).create(&CreateComment::new("seen again")).await?;
    println!("commented {}", comment.content.unwrap_or_default());

    let update = UpdateIssue::new().status(StatusId::CLOSED).comment("fixed");
    let closed = backlog.issues().update(&created.key, &update).await?;
    println!("closed    {} is {}", closed.key, closed.status.name);

    if found.len() == 1 && closed.is_closed() { Ok(()) } else { Err("the stub did not keep what it was told".into()) }
}
