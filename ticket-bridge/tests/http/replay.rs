//! The ledger is gone, and everything comes again.

use crate::support::{MINUTE, SECOND, World};
use std::sync::Arc;
use ticket_bridge::*;
use ticket_bridge_sandbox::{BacklogField, Fault};

/// Opens a ticket for each finding, and forgets the ledger.
async fn forgotten(keys: &[&str]) -> World {
    let mut world = World::new().await;
    for key in keys {
        world.ingest(world.finding(key)).await;
    }
    world.lose_ledger();
    world.backlog.clear_requests();
    world
}

async fn adopt(world: &World) -> Adopted {
    let adopted = world.unadopted().adopt(Deadline::none()).await.unwrap();
    assert!(adopted.is_complete);
    adopted
}

#[tokio::test]
async fn open_tickets_are_linked_again_and_none_is_made() {
    for adopts in [true, false] {
        let keys: Vec<String> = (0..120).map(|number| format!("orca-{number}")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let world = forgotten(&keys).await;
        if adopts {
            let adopted = adopt(&world).await;
            assert_eq!((adopted.tickets, adopted.linked, adopted.ambiguous), (120, 120, Vec::new()));
        }
        for key in &keys {
            world.unadopted().ingest(world.finding(key)).await.unwrap();
            assert_eq!(world.phase(key), Phase::Linked, "{key}");
            assert_eq!(world.ticket(key).id, world.issues(key)[0].id.to_string());
        }
        assert_eq!((world.creates(), world.writes(), world.backlog.issues().len()), (0, 0, 120));
        // Whoever knows all tickets looks for none.
        assert_eq!(world.calls("GET", "/api/v2/issues"), if adopts { 2 } else { 120 });
    }
}

/// A ticket that was closed before the ledger was lost. `after`: the finding is seen again after that.
async fn closed(after: bool, adopts: bool, policy: impl FnOnce(&mut Policy)) -> World {
    let mut world = forgotten(&["orca-1"]).await;
    policy(&mut world.policy);
    let before = world.finding("orca-1");
    world.clock.advance(MINUTE);
    world.backlog.close_issue("SEC-1").unwrap();
    world.clock.advance(MINUTE);
    if adopts {
        assert_eq!(adopt(&world).await.linked, 1);
    }
    let finding = if after { world.finding("orca-1") } else { before };
    world.unadopted().ingest(finding).await.unwrap();
    world
}

#[tokio::test]
async fn a_closed_ticket_is_linked_as_closed_and_what_is_not_newer_leaves_it() {
    for adopts in [true, false] {
        let world = closed(false, adopts, |_| {}).await;
        assert_eq!((world.phase("orca-1"), world.ticket("orca-1").key.as_str()), (Phase::Closed, "SEC-1"));
        assert_eq!((world.writes(), world.issue("orca-1").status_id), (0, 4));
    }
}

#[tokio::test]
async fn a_closed_ticket_is_reopened_by_what_is_newer() {
    for adopts in [true, false] {
        let world = closed(true, adopts, |_| {}).await;
        assert_eq!((world.phase("orca-1"), world.issue("orca-1").status_id), (Phase::Linked, 2));
        assert_eq!((world.creates(), world.writes()), (0, 1));
    }
}

#[tokio::test]
async fn a_closed_ticket_is_followed_by_a_new_one_where_the_policy_says_so() {
    for adopts in [true, false] {
        let world = closed(true, adopts, |policy| policy.reopen = Reopen::NewAlways).await;
        assert_eq!((world.creates(), world.writes(), world.record("orca-1").recurrence), (1, 1, 1));
        assert_eq!((world.phase("orca-1"), world.ticket("orca-1").key.as_str()), (Phase::Linked, "SEC-2"));
    }
}

#[tokio::test]
async fn a_key_adopts_no_ticket_of_a_longer_or_shorter_key() {
    for (has, comes) in [("orca-123", "orca-12"), ("orca-12", "orca-123"), ("orca-12", "orca-1"), ("orca-1", "ORCA-1")]
    {
        for adopts in [true, false] {
            let world = forgotten(&[has]).await;
            if adopts {
                assert_eq!(adopt(&world).await.tickets, 1);
            }
            world.unadopted().ingest(world.finding(comes)).await.unwrap();
            assert_eq!((world.creates(), world.ticket(comes).key.as_str()), (1, "SEC-2"), "{has} {comes}");
            assert_eq!(world.issues(has).len(), 1);
        }
    }
}

/// The key stands in the title, in another field, among other words: none of these is a ticket of the finding.
#[tokio::test]
async fn a_persons_copy_is_adopted_by_nobody() {
    let world = World::new().await;
    let notes = world.backlog.add_custom_field(world.project.id, "Notes", BacklogField::Text).unwrap();
    for (field, text) in [(notes, "orca-12"), (world.field, "see orca-12"), (world.field, "orca-12 ")] {
        world.backlog.add_issue(world.project.id, "orca-12", &[(field, text)]).unwrap();
    }
    world.unadopted().ingest(world.finding("orca-12")).await.unwrap();
    assert_eq!((world.creates(), world.ticket("orca-12").key.as_str()), (1, "SEC-4"));
    let adopted = adopt(&world).await;
    assert_eq!((adopted.tickets, adopted.ambiguous.len()), (3, 0));
}

/// A person's copy of a whole issue, the marker included: two are open, and a person decides.
#[tokio::test]
async fn an_exact_copy_makes_it_a_persons_matter() {
    for adopts in [true, false] {
        let world = forgotten(&["orca-1"]).await;
        world.backlog.add_issue(world.project.id, "Public bucket", &[(world.field, "orca-1")]).unwrap();
        if adopts {
            let ambiguous = adopt(&world).await.ambiguous;
            let keys = vec!["SEC-1".to_owned(), "SEC-2".to_owned()];
            assert_eq!(ambiguous, [("alerts:orca-1".to_owned(), keys)]);
        }
        world.unadopted().ingest(world.finding("orca-1")).await.unwrap();
        assert_eq!((world.phase("orca-1"), world.creates()), (Phase::DeadLetter, 0));
    }
}

/// Recurrence 1 is in doubt: the ticket of recurrence 0 has the same key, and settles nothing.
#[tokio::test]
async fn an_earlier_ticket_of_the_key_settles_no_doubt() {
    for is_committed in [true, false] {
        let mut world = World::new().await;
        world.policy.reopen = Reopen::NewAlways;
        world.ingest(world.finding("orca-1")).await;
        world.clock.advance(MINUTE);
        world.ingest(world.over("orca-1")).await;
        assert_eq!(world.issue("orca-1").status_id, 4);
        world.clock.advance(MINUTE);
        let fault = if is_committed { Fault::reset_after() } else { Fault::reset_before() };
        world.backlog.fault(fault.on("POST", "/api/v2/issues"));
        world.ingest(world.finding("orca-1")).await;
        if !is_committed {
            world.pass(&world.bridge(), 10 * MINUTE, MINUTE).await;
            assert_eq!((world.phase("orca-1"), world.creates()), (Phase::InDoubt, 2));
        }
        world.pass(&world.bridge(), 10 * MINUTE, MINUTE).await;
        let [first, second] = <[_; 2]>::try_from(world.issues("orca-1")).unwrap();
        assert_eq!((world.phase("orca-1"), world.ticket("orca-1").key), (Phase::Linked, second.key));
        assert_eq!((first.status_id, second.status_id), (4, 1));
        assert_eq!(world.creates(), if is_committed { 2 } else { 3 });
    }
}

/// Issues go while the pages are read: those behind them move up, and one of them is the mark between the pages.
#[tokio::test]
async fn an_adoption_misses_and_doubles_nothing_when_issues_are_deleted_meanwhile() {
    for deleted in [vec![1, 2, 3], vec![100], vec![98, 99, 100], (1..=40).collect()] {
        let world = World::new().await;
        for number in 1..=150 {
            let key = format!("orca-{number}");
            world.backlog.add_issue(world.project.id, "Public bucket", &[(world.field, &key)]).unwrap();
            world.clock.advance(SECOND);
        }
        let (backlog, gone) = (Arc::clone(&world.backlog), deleted.clone());
        world.spy.between_pages(move || {
            for number in gone {
                backlog.delete_issue(&format!("SEC-{number}")).unwrap();
            }
        });
        let adopted = adopt(&world).await;
        assert_eq!((adopted.linked, adopted.ambiguous), (150, Vec::new()), "{deleted:?}");
        for number in (1..=150).filter(|number| !deleted.contains(number)) {
            assert_eq!(world.phase(&format!("orca-{number}")), Phase::Linked, "{number}");
        }
    }
}
