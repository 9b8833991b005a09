//! What people do with the tickets stays done.

use crate::support::{MINUTE, World};
use backlog_api::issues::UpdateIssue;
use backlog_api::{Method, PriorityId, ResolutionId, StatusId};
use ticket_bridge::*;
use ticket_bridge_sandbox::OrcaStatus;

fn severe(world: &World, severity: Severity) -> Observation {
    let mut finding = world.finding("orca-1");
    finding.severity = severity;
    finding
}

fn titled(world: &World, title: &str) -> Observation {
    let mut finding = world.finding("orca-1");
    title.clone_into(&mut finding.title);
    finding
}

/// A person changes the ticket. `is_heard`: its event arrives.
async fn edit(world: &World, change: &UpdateIssue, is_heard: bool) {
    let ticket = world.ticket("orca-1");
    world.clock.advance(MINUTE);
    world.person().issues().update(ticket.key.as_str(), change).await.unwrap();
    if is_heard {
        world.bridge().ticket_changed(&ticket).await.unwrap();
    }
    world.clock.advance(MINUTE);
}

/// Changes that the bridge asked for.
fn changes(world: &World) -> usize {
    let ours = world.backlog.user_id();
    let comments = world.backlog.comments(&world.ticket("orca-1").key);
    comments.iter().filter(|comment| comment.user_id == ours).count()
}

#[tokio::test]
async fn a_priority_that_a_person_set_is_never_overwritten() {
    for is_heard in [true, false] {
        for (theirs, id) in [(PriorityId::LOW, 4), (PriorityId::HIGH, 2)] {
            let world = World::new().await;
            world.ingest(severe(&world, Severity::Medium)).await;
            assert_eq!(world.issue("orca-1").priority_id, 3);
            edit(&world, &UpdateIssue::new().priority(theirs), is_heard).await;
            for severity in [Severity::Critical, Severity::Low, Severity::High] {
                world.ingest(severe(&world, severity)).await;
                world.pass(&world.bridge(), 5 * MINUTE, MINUTE).await;
            }
            assert_eq!((world.issue("orca-1").priority_id, changes(&world)), (id, 0), "{is_heard}");
        }
    }
}

#[tokio::test]
async fn a_finding_that_gets_worse_raises_an_untouched_priority_with_one_change() {
    let world = World::new().await;
    world.ingest(severe(&world, Severity::Low)).await;
    assert_eq!(world.issue("orca-1").priority_id, 4);
    for (severity, priority, made) in [
        (Severity::Critical, 2, 1),
        (Severity::High, 2, 1),
        (Severity::Low, 2, 1),
        (Severity::from("odd"), 2, 1),
        (Severity::Critical, 2, 1),
    ] {
        world.clock.advance(MINUTE);
        world.ingest(severe(&world, severity)).await;
        world.pass(&world.bridge(), 5 * MINUTE, MINUTE).await;
        assert_eq!((world.issue("orca-1").priority_id, changes(&world)), (priority, made));
    }
    assert_eq!(world.calls("PATCH", "/api/v2/issues"), 1);
}

#[tokio::test]
async fn a_title_follows_the_finding_until_a_person_edits_it() {
    for is_heard in [true, false] {
        let mut world = World::new().await;
        world.policy.update_title = true;
        world.ingest(titled(&world, "Public bucket")).await;
        world.clock.advance(MINUTE);
        world.ingest(titled(&world, "Public bucket, and worse")).await;
        assert_eq!((world.issue("orca-1").summary.as_str(), changes(&world)), ("Public bucket, and worse", 1));
        edit(&world, &UpdateIssue::new().summary("Ours: look at this first"), is_heard).await;
        world.ingest(titled(&world, "Public bucket, and much worse")).await;
        world.pass(&world.bridge(), 5 * MINUTE, MINUTE).await;
        assert_eq!((world.issue("orca-1").summary.as_str(), changes(&world)), ("Ours: look at this first", 1));
    }
}

/// The tracker holds another text than the finding: cut, and on one line. That is no person's edit, and no reason to write.
#[tokio::test]
async fn a_title_that_is_cut_is_changed_once_for_each_change() {
    let mut world = World::new().await;
    world.policy.update_title = true;
    world.ingest(titled(&world, &"first\n".repeat(100))).await;
    for (word, made) in [("second\n", 1), ("second\n", 1), ("third ", 2)] {
        world.clock.advance(MINUTE);
        world.ingest(titled(&world, &word.repeat(100))).await;
        world.pass(&world.bridge(), 5 * MINUTE, MINUTE).await;
        let summary = world.issue("orca-1").summary;
        assert!(summary.starts_with(word.trim()) && !summary.contains('\n'), "{summary}");
        assert_eq!(changes(&world), made);
    }
}

#[tokio::test]
async fn a_title_is_left_alone_unless_the_policy_says_otherwise() {
    let world = World::new().await;
    world.ingest(titled(&world, "Public bucket")).await;
    world.clock.advance(MINUTE);
    world.ingest(titled(&world, "Another title")).await;
    assert_eq!((world.issue("orca-1").summary.as_str(), changes(&world)), ("Public bucket", 0));
}

#[tokio::test]
async fn a_deleted_ticket_is_followed_by_a_new_one_when_the_finding_is_seen_again() {
    let world = World::new().await;
    world.ingest(world.finding("orca-1")).await;
    let ticket = world.ticket("orca-1");
    world.backlog.delete_issue(&ticket.key).unwrap();
    for named in [&ticket, &TicketRef::new(ticket.id.clone(), "")] {
        world.bridge().ticket_changed(named).await.unwrap();
        assert_eq!((world.phase("orca-1"), world.told.count(NoticeKind::Deleted)), (Phase::Orphaned, 1));
    }
    assert_eq!(world.creates(), 1);
    world.clock.advance(MINUTE);
    world.ingest(world.finding("orca-1")).await;
    let record = world.record("orca-1");
    assert_eq!((record.phase, record.recurrence, world.creates()), (Phase::Linked, 1, 2));
    assert_eq!((world.ticket("orca-1").key.as_str(), record.previous), ("SEC-2", vec![ticket]));
    // Deleting is no closing: nobody told the source anything.
    assert!(world.orca.requests().is_empty());
}

#[tokio::test]
async fn a_deleted_ticket_stays_deleted_where_the_policy_says_so() {
    let mut world = World::new().await;
    world.policy.deleted = Deleted::StaysDeleted;
    world.ingest(world.finding("orca-1")).await;
    let ticket = world.ticket("orca-1");
    world.backlog.delete_issue(&ticket.key).unwrap();
    world.bridge().ticket_changed(&ticket).await.unwrap();
    world.clock.advance(MINUTE);
    world.ingest(world.finding("orca-1")).await;
    assert_eq!((world.phase("orca-1"), world.creates(), world.backlog.issues().len()), (Phase::Orphaned, 1, 0));
}

/// No event tells of the deletion: the next change of the ticket finds out.
#[tokio::test]
async fn a_ticket_whose_deletion_nobody_told_is_found_missing_by_the_next_write() {
    for is_closed in [false, true] {
        let world = World::new().await;
        world.ingest(world.finding("orca-1")).await;
        world.clock.advance(MINUTE);
        if is_closed {
            world.ingest(world.over("orca-1")).await;
            world.clock.advance(MINUTE);
        }
        world.backlog.delete_issue(&world.ticket("orca-1").key).unwrap();
        let news = if is_closed { world.finding("orca-1") } else { world.over("orca-1") };
        world.ingest(news).await;
        world.pass(&world.bridge(), 5 * MINUTE, MINUTE).await;
        assert_eq!(world.phase("orca-1"), Phase::Orphaned, "{is_closed}");
        world.ingest(world.finding("orca-1")).await;
        assert_eq!((world.phase("orca-1"), world.creates()), (Phase::Linked, 2), "{is_closed}");
        assert_eq!(world.issues("orca-1").len(), 1);
    }
}

/// A key that lost its rights sees the same as after a deletion: no ticket is taken for deleted, and none is made.
#[tokio::test]
async fn a_ticket_that_only_the_key_cannot_see_is_not_taken_for_deleted() {
    let world = World::new().await;
    let alert = world.alert("orca-1").await;
    world.ingest(alert).await;
    let (person, ours, ticket) = (world.person(), world.backlog.user_id().to_string(), world.ticket("orca-1"));
    let members = |method| person.request(method, "/api/v2/projects/SEC/users").form("userId", ours.as_str());
    members(Method::DELETE).send().await.unwrap();
    world.backlog.close_issue(&ticket.key).unwrap();
    world.bridge().ticket_changed(&ticket).await.unwrap();
    assert_eq!((world.spy.take("read"), world.phase("orca-1")), (vec!["hidden"], Phase::Linked));
    world.clock.advance(MINUTE);
    world.orca.see_again("orca-1");
    world.ingest(world.reported("orca-1").await).await;
    world.pass(&world.bridge(), 30 * MINUTE, MINUTE).await;
    assert_eq!((world.phase("orca-1"), world.creates(), world.told.count(NoticeKind::Deleted)), (Phase::Linked, 1, 0));
    assert_eq!(world.told.count(NoticeKind::Configuration), 1);
    members(Method::POST).send().await.unwrap();
    world.pass(&world.bridge(), 120 * MINUTE, MINUTE).await;
    assert_eq!((world.phase("orca-1"), world.orca.closes("orca-1"), world.creates()), (Phase::Closed, 1, 1));
}

#[tokio::test]
async fn what_a_person_will_not_fix_stays_closed_for_its_time() {
    for (resolution, status) in [(ResolutionId::WONT_FIX, 4), (ResolutionId::FIXED, 2)] {
        let world = World::new().await;
        world.ingest(world.finding("orca-1")).await;
        edit(&world, &UpdateIssue::new().status(StatusId::CLOSED).resolution(resolution), true).await;
        world.ingest(world.over("orca-1")).await;
        world.clock.advance(MINUTE);
        world.ingest(world.finding("orca-1")).await;
        assert_eq!(world.issue("orca-1").status_id, status, "{resolution}");
        world.pass(&world.bridge(), 91 * 24 * 60 * MINUTE, 24 * 60 * MINUTE).await;
        assert_eq!((world.issue("orca-1").status_id, world.creates()), (2, 1), "{resolution}");
    }
}

/// Whoever starts work on the ticket, and says something, says it to the alert too; our own words are not among them.
#[tokio::test]
async fn work_on_the_ticket_is_told_to_the_alert() {
    let mut world = World::new().await;
    world.policy.sync = SyncBack::all();
    world.reads_comments();
    let alert = world.alert("orca-1").await;
    world.ingest(alert).await;
    edit(&world, &UpdateIssue::new().status(StatusId::IN_PROGRESS).comment("I am on it"), true).await;
    assert_eq!(world.orca.status("orca-1"), Some(OrcaStatus::InProgress));
    assert_eq!(world.orca.comments("orca-1"), ["I am on it"]);
    world.bridge().ticket_changed(&world.ticket("orca-1")).await.unwrap();
    world.clock.advance(MINUTE);
    // Closed by us and reopened by us, each with a comment of ours.
    let mut over = world.reported("orca-1").await;
    over.state = FindingState::Inactive;
    over.observed_at = world.now();
    world.ingest(over).await;
    world.clock.advance(MINUTE);
    world.ingest(world.finding("orca-1")).await;
    assert_eq!((changes(&world), world.issue("orca-1").status_id), (2, 2));
    world.bridge().ticket_changed(&world.ticket("orca-1")).await.unwrap();
    world.pass(&world.bridge(), 10 * MINUTE, MINUTE).await;
    assert_eq!(world.orca.comments("orca-1"), ["I am on it"]);
    assert_eq!(world.told.count(NoticeKind::Refused), 0);
}

/// Orca knows no such thing: people are told once, and what it does know was told to it.
#[tokio::test]
async fn what_an_alert_does_not_take_is_told_to_people() {
    let mut world = World::new().await;
    world.policy.sync = SyncBack::all();
    world.reads_comments();
    let alert = world.alert("orca-1").await;
    world.ingest(alert).await;
    let change = UpdateIssue::new().status(StatusId::RESOLVED).priority(PriorityId::LOW).comment("done, I think");
    edit(&world, &change, true).await;
    world.pass(&world.bridge(), 10 * MINUTE, MINUTE).await;
    assert_eq!((world.orca.status("orca-1"), world.orca.comments("orca-1").len()), (Some(OrcaStatus::Open), 1));
    assert_eq!(world.told.count(NoticeKind::Refused), 1);
}
