//! Lists the open issues that carry an alert's id. `cargo run -p examples --example list_issues`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use backlog_api::issues::{CreateIssue, ListIssues};
use backlog_api::{PriorityId, StatusId};
use examples::team::Outcome;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let setup = examples::setup::backlog().await?;
    let backlog = &setup.client;
    let project = backlog.projects().get(setup.project.as_str()).await?;
    let (issue_type, alert_id) = setup.alert_fields().await?;
    if setup.is_local() {
        let request = CreateIssue::new(project.id, "Public bucket", issue_type, PriorityId::HIGH);
        backlog.issues().create(&request.custom_field(alert_id, "orca-123")).await?;
    }

    // A keyword search: it may find more than equals. `find_by_custom_field_exact` compares each.
    let filter = ListIssues::new().projects([project.id]).statuses([StatusId::OPEN]).custom_field(alert_id, "orca-123");
    let mut issues = backlog.issues().pages(&filter);
    while let Some(issue) = issues.next().await {
        let issue = issue?;
        println!("{}  {}  {}", issue.key, issue.status.name, issue.summary);
    }
    Ok(())
}
