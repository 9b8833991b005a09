//! Comments on an issue and closes it, twice: the second time it is closed already.
//! `cargo run -p examples --example close_issue`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use backlog_api::comments::CreateComment;
use backlog_api::issues::{CreateIssue, Ensured, UpdateIssue};
use backlog_api::{PriorityId, ResolutionId, StatusId};
use examples::team::Outcome;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let setup = examples::setup::backlog().await?;
    let backlog = &setup.client;
    let project = backlog.projects().get(setup.project.as_str()).await?;
    let (issue_type, _) = setup.alert_fields().await?;
    let request = CreateIssue::new(project.id, "Public bucket", issue_type, PriorityId::HIGH);
    let key = backlog.issues().create(&request).await?.key;

    backlog.issues().comments(&key).create(&CreateComment::new("The bucket is private now.")).await?;
    let closed = UpdateIssue::new().status(StatusId::CLOSED).resolution(ResolutionId::FIXED);
    for _ in 0..2 {
        match backlog.issues().ensure(&key, &closed).await? {
            Ensured::Applied(issue) => println!("{} is {}", issue.key, issue.status.name),
            Ensured::AlreadyThere(issue) => println!("{} was {} already", issue.key, issue.status.name),
            other => println!("not as wanted: {other:?}"),
        }
    }
    Ok(())
}
