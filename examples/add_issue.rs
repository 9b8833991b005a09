//! Adds an issue with a custom field. `cargo run -p examples --example add_issue`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use backlog_api::PriorityId;
use backlog_api::issues::CreateIssue;
use examples::team::Outcome;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let setup = examples::setup::backlog().await?;
    let backlog = &setup.client;
    let project = backlog.projects().get(setup.project.as_str()).await?;
    let (issue_type, alert_id) = setup.alert_fields().await?;

    let request = CreateIssue::new(project.id, "Public bucket", issue_type, PriorityId::HIGH)
        .description("Anyone can read it.")
        .custom_field(alert_id, "orca-123");
    let issue = backlog.issues().create(&request).await?;

    println!("{}  {}", issue.key, backlog.issue_url(&issue.key));
    Ok(())
}
