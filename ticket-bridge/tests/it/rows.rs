//! What else a finding, a ticket and an operator can do: fields, mutes, won't fix, deletions, notices.

use crate::support::{Fault, START, World, active, inactive, only, secs};
use ticket_bridge::engine::Disposition;
use ticket_bridge::*;

async fn linked(policy: Policy) -> (World, MemoryLedger, Bridge) {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge_with(&ledger, policy);
    let mut observation = active("orca-1", 0);
    observation.severity = Severity::Low;
    bridge.ingest(observation).await.unwrap();
    world.calls();
    (world, ledger, bridge)
}

fn policy() -> Policy {
    Policy::new("alerts", "SEC")
}

fn worse(seconds: u64) -> Observation {
    let mut observation = active("orca-1", seconds);
    observation.severity = Severity::Critical;
    observation
}

#[tokio::test]
async fn a_finding_that_gets_worse_raises_the_priority_once_and_one_that_gets_better_lowers_nothing() {
    let (world, ledger, bridge) = linked(policy()).await;
    assert_eq!(world.tickets()[0].snapshot.priority, Some(Priority::Low));
    bridge.ingest(worse(10)).await.unwrap();
    assert_eq!(world.calls(), ["read", "write"]);
    assert_eq!(world.tickets()[0].snapshot.priority, Some(Priority::High));
    assert!(world.tickets()[0].comments[0].starts_with("The finding's severity is critical now."));
    bridge.ingest(worse(20)).await.unwrap();
    let mut better = active("orca-1", 30);
    better.severity = Severity::Low;
    bridge.ingest(better).await.unwrap();
    assert_eq!((world.calls().len(), world.tickets()[0].snapshot.priority.clone()), (0, Some(Priority::High)));
    assert_eq!(only(&ledger).wrote.priority, Some(Priority::High));
}

#[tokio::test]
async fn a_priority_that_a_person_set_is_never_touched_even_if_nobody_told() {
    for told in [true, false] {
        let (world, _ledger, bridge) = linked(policy()).await;
        let ticket = world.person_edits(0, |ticket| ticket.priority = Some(Priority::Normal));
        if told {
            bridge.ticket_changed(&ticket).await.unwrap();
        }
        world.calls();
        bridge.ingest(worse(10)).await.unwrap();
        assert!(!world.calls().contains(&"write"), "told: {told}");
        assert_eq!(world.tickets()[0].snapshot.priority, Some(Priority::Normal));
    }
}

#[tokio::test]
async fn a_title_follows_the_finding_unless_a_person_edited_it() {
    for edited in [true, false] {
        let mut policy = policy();
        policy.update_title = true;
        let (world, _ledger, bridge) = linked(policy).await;
        if edited {
            world.person_edits(0, |ticket| ticket.title = Some("Ours to fix".to_owned()));
        }
        let mut renamed = active("orca-1", 10);
        renamed.severity = Severity::Low;
        renamed.title = "Public bucket with secrets".to_owned();
        bridge.ingest(renamed).await.unwrap();
        let expected = if edited { "Ours to fix" } else { "Public bucket with secrets" };
        assert_eq!(world.tickets()[0].snapshot.title.as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn an_update_that_was_not_sent_is_worked_out_again_from_the_ticket_as_it_is_then() {
    let (world, ledger, bridge) = linked(policy()).await;
    world.fault(Fault::NotSent(60));
    bridge.ingest(worse(10)).await.unwrap();
    world.person_edits(0, |ticket| ticket.priority = Some(Priority::Normal));
    world.pass(secs(61));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((only(&ledger).op, world.tickets()[0].snapshot.priority.clone()), (None, Some(Priority::Normal)));
}

#[tokio::test]
async fn a_lost_update_is_made_once_and_a_refused_one_is_told_and_not_repeated() {
    for fault in [Fault::LostAnswer, Fault::LostRequest, Fault::Rejected(Rejection::item("no such priority"))] {
        let (world, ledger, bridge) = linked(policy()).await;
        world.fault(fault.clone());
        bridge.ingest(worse(10)).await.unwrap();
        for second in 20..40 {
            world.pass(secs(30));
            bridge.ingest(worse(second)).await.unwrap();
            bridge.tick(Deadline::none()).await.unwrap();
        }
        let refused = matches!(fault, Fault::Rejected(_));
        assert_eq!(world.tickets()[0].comments.len(), usize::from(!refused), "{fault:?}");
        assert_eq!(world.notices().contains(&NoticeKind::Refused), refused);
        assert_eq!((only(&ledger).op, only(&ledger).phase), (None, Phase::Linked));
    }
}

#[tokio::test]
async fn a_ticket_closed_as_not_to_be_fixed_stays_closed_for_its_time_and_comes_back_then() {
    let mut policy = policy();
    policy.wont_fix_for = secs(30 * 24 * 3600);
    let (world, ledger, bridge) = linked(policy).await;
    let ticket = world.person_edits(0, |ticket| {
        "Closed".clone_into(&mut ticket.status);
        ticket.closed = true;
        ticket.wont_fix = true;
    });
    bridge.ticket_changed(&ticket).await.unwrap();
    world.calls();
    world.pass(secs(3600));
    world.state.lock().unwrap().source_says = Some(active("orca-1", 3600));
    bridge.tick(Deadline::none()).await.unwrap();
    for hour in 2..6 {
        assert_eq!(bridge.ingest(active("orca-1", hour * 3600)).await.unwrap(), Disposition::Muted);
    }
    assert_eq!((world.open_tickets(), only(&ledger).phase), (0, Phase::Closed));
    world.pass(secs(30 * 24 * 3600));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((world.open_tickets(), world.tickets().len(), only(&ledger).phase), (1, 1, Phase::Linked));
}

#[tokio::test]
async fn a_rule_holds_back_what_it_fits_and_only_that() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let mut policy = policy();
    let mute = Mute::new(world.now().after(secs(3600)), "maintenance");
    policy.mutes.push(MuteRule::new(mute).account("111122223333").title_prefix("Public"));
    let bridge = world.bridge_with(&ledger, policy);
    let mut fits = active("orca-1", 0);
    fits.account = Some("111122223333".to_owned());
    let mut other_account = active("orca-2", 0);
    other_account.account = Some("444455556666".to_owned());
    let mut other_title = fits.clone();
    (other_title.key, other_title.title) = ("orca-3".to_owned(), "Open port".to_owned());
    assert_eq!(bridge.ingest(fits).await.unwrap(), Disposition::Muted);
    assert_eq!(bridge.ingest(other_account).await.unwrap(), Disposition::Linked);
    assert_eq!(bridge.ingest(other_title).await.unwrap(), Disposition::Linked);
}

#[tokio::test]
async fn an_operator_holds_a_linked_finding_back_and_lets_it_go() {
    for waits in [true, false] {
        let (world, ledger, bridge) = linked(policy()).await;
        let until = world.now().after(secs(600));
        assert_eq!(bridge.mute("orca-1", Mute::new(until, "migration")).await.unwrap(), Disposition::Muted);
        assert_eq!(bridge.ingest(inactive("orca-1", 60)).await.unwrap(), Disposition::Muted);
        assert_eq!((world.open_tickets(), only(&ledger).phase), (1, Phase::Linked));
        if waits {
            world.pass(secs(601));
            bridge.tick(Deadline::none()).await.unwrap();
        } else {
            bridge.unmute("orca-1").await.unwrap();
        }
        assert_eq!((world.open_tickets(), only(&ledger).mute), (0, None), "waits: {waits}");
    }
    let (_world, _ledger, bridge) = linked(policy()).await;
    let unknown = bridge.mute("orca-9", Mute::new(Moment::default(), "x")).await;
    assert_eq!(unknown, Err(BridgeError::NoRecord { pk: "alerts:orca-9".to_owned() }));
}

#[tokio::test]
async fn a_deleted_ticket_is_told_and_made_anew_when_the_source_speaks_again_or_never_by_policy() {
    for (deleted, tickets) in [(Deleted::NewTicket, 2), (Deleted::StaysDeleted, 1)] {
        let mut policy = policy();
        policy.deleted = deleted;
        let (world, ledger, bridge) = linked(policy).await;
        let ticket = world.tickets()[0].snapshot.ticket.clone();
        world.state.lock().unwrap().deleted.push(ticket.id.clone());
        bridge.ticket_changed(&ticket).await.unwrap();
        assert_eq!(
            (only(&ledger).phase, world.notices()),
            (Phase::Orphaned, vec![NoticeKind::Opened, NoticeKind::Deleted])
        );
        bridge.ingest(active("orca-1", 0)).await.unwrap();
        assert_eq!(world.tickets().len(), 1, "said before the ticket was deleted");
        bridge.ingest(active("orca-1", 60)).await.unwrap();
        assert_eq!(world.tickets().len(), tickets);
        let record = only(&ledger);
        assert_eq!((record.recurrence, record.previous.len()), (u32::from(tickets == 2), 1));
        bridge.ingest(inactive("orca-1", 90)).await.unwrap();
        assert_eq!(only(&ledger).phase, Phase::Closed);
    }
}

/// A key that lost its rights sees no ticket either: nothing is taken for deleted, and nothing is written meanwhile.
#[tokio::test]
async fn a_ticket_that_is_only_hidden_opens_the_circuit_and_is_found_again() {
    let (world, ledger, bridge) = linked(policy()).await;
    let ticket = world.tickets()[0].snapshot.ticket.clone();
    world.state.lock().unwrap().hidden.push(ticket.id.clone());
    bridge.ticket_changed(&ticket).await.unwrap();
    assert_eq!((only(&ledger).phase, world.notices().last()), (Phase::Linked, Some(&NoticeKind::Configuration)));
    world.calls();
    bridge.ingest(active("orca-2", 0)).await.unwrap();
    bridge.ingest(inactive("orca-1", 9)).await.unwrap();
    assert_eq!(world.calls().len(), 0, "nothing is sent while the circuit is open");
    world.state.lock().unwrap().hidden.clear();
    for _ in 0..10 {
        world.pass(secs(60));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    assert_eq!((world.open_tickets(), world.tickets().len()), (1, 2));
    let notices = world.notices();
    assert_eq!(notices.iter().filter(|kind| **kind == NoticeKind::Configuration).count(), 1);
}

#[tokio::test]
async fn a_circuit_lets_nothing_through_until_its_pause_is_over_and_closes_with_the_first_success() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.fault(Fault::Rejected(Rejection::configuration("401 Unauthorized")));
    for index in 0..20 {
        assert_eq!(bridge.ingest(active(&format!("orca-{index}"), 0)).await.unwrap(), Disposition::Deferred);
    }
    assert_eq!(world.calls(), ["create"]);
    assert_eq!(world.notices(), [NoticeKind::Configuration]);
    world.pass(secs(61));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!(world.open_tickets(), 20);
    let place = ledger.records().into_iter().find_map(|record| record.place).unwrap();
    assert_eq!(place.circuit, None);
}

#[tokio::test]
async fn a_notice_that_could_not_be_sent_is_sent_by_a_later_tick_and_once() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.state.lock().unwrap().deaf = 1;
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    assert_eq!((world.notices().len(), world.open_tickets()), (0, 1));
    for _ in 0..3 {
        world.pass(secs(61));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    assert_eq!(world.notices(), [NoticeKind::Opened]);
    let record = only(&ledger);
    assert_eq!((record.notices[0].message_id.as_deref(), record.wake_at), (Some("1"), None));
}

/// The worker dies after its decision was stored and before it told anybody.
#[tokio::test]
async fn a_notice_outlives_the_worker_that_decided_on_it() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let policy = policy();
    let cx = engine::Context::new(&policy, world.now(), "gone", "first").adopted(true).notifies(true);
    let claimed = engine::decide(None, &engine::Event::Observed(active("orca-1", 0)), &cx);
    let Some(engine::Command::Create(draft)) = claimed.commands.first() else { panic!("a create") };
    let outcome = TicketTracker::create(&world, draft).await;
    let event = engine::Event::Created { attempt: draft.attempt.clone(), send_by: draft.send_by, outcome };
    let linked = engine::decide(claimed.put.as_ref(), &event, &cx);
    assert!(matches!(ledger.put(Expected::Absent, &linked.put.unwrap()).await.unwrap(), Put::Won(_)));
    world.pass(secs(61));
    world.bridge(&ledger).tick(Deadline::none()).await.unwrap();
    assert_eq!(world.notices(), [NoticeKind::Opened]);
}

#[tokio::test]
async fn what_a_person_does_to_an_open_ticket_is_told_to_the_source_if_the_policy_says_so() {
    let mut told = policy();
    told.sync = SyncBack::all();
    for (policy, updates) in [(told, 2), (policy(), 0)] {
        let (world, ledger, bridge) = linked(policy).await;
        let ticket = world.person_edits(0, |ticket| "In Progress".clone_into(&mut ticket.status));
        for _ in 0..3 {
            bridge.ticket_changed(&ticket).await.unwrap();
        }
        world.person_edits(0, |ticket| ticket.comment = Some(TicketComment::new("7", "on it")));
        for _ in 0..3 {
            bridge.ticket_changed(&ticket).await.unwrap();
        }
        let seen = world.state.lock().unwrap().updates.clone();
        assert_eq!(seen.len(), updates);
        if let [status, note] = &*seen {
            assert_eq!((status.status.as_deref(), status.note.as_deref()), (Some("In Progress"), None));
            assert_eq!((note.status.as_deref(), note.note.as_deref()), (None, Some("on it")));
        }
        assert_eq!(only(&ledger).phase, Phase::Linked);
    }
}

#[tokio::test]
async fn an_end_that_was_never_told_is_seen_when_the_source_is_asked_and_absence_is_no_end() {
    let mut policy = policy();
    policy.recheck_source = Some(secs(3600));
    let (world, ledger, bridge) = linked(policy).await;
    for _ in 0..3 {
        world.pass(secs(3601));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    assert_eq!(world.open_tickets(), 1, "the source shows nothing");
    world.state.lock().unwrap().source_says = Some(inactive("orca-1", 4000));
    world.pass(secs(3601));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((world.open_tickets(), only(&ledger).phase), (0, Phase::Closed));
}

#[tokio::test]
async fn a_stale_link_is_read_before_a_repeat_is_taken_as_known() {
    let mut policy = policy();
    policy.freshness = Some(secs(3600));
    let (world, ledger, bridge) = linked(policy).await;
    let mut repeat = active("orca-1", 0);
    repeat.severity = Severity::Low;
    bridge.ingest(repeat.clone()).await.unwrap();
    assert_eq!(world.calls().len(), 0);
    world.person_sets(0, "Closed");
    world.pass(secs(3600));
    bridge.ingest(repeat.clone()).await.unwrap();
    assert_eq!((world.calls(), only(&ledger).phase), (vec!["read"], Phase::Closed));
    assert_eq!(world.state.lock().unwrap().closed_findings, ["orca-1"]);
}

#[tokio::test]
async fn a_tracker_with_client_tokens_is_asked_again_under_the_same_token() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    world.state.lock().unwrap().token = Some(secs(3600));
    let bridge = world.bridge(&ledger);
    world.fault(Fault::LostRequest);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    let first = only(&ledger).tried;
    world.pass(secs(61));
    world.calls();
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((world.calls(), only(&ledger).phase), (vec!["create"], Phase::Linked));
    assert_eq!([world.tickets()[0].attempt.clone()], *first);
}

#[tokio::test]
async fn a_dead_letter_tries_again_when_an_operator_says_so() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.fault(Fault::Rejected(Rejection::item("the field is required")));
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    let pk = only(&ledger).pk;
    bridge.replay(&pk, &crate::handling::Keys).await.unwrap();
    assert_eq!((only(&ledger).phase, world.open_tickets()), (Phase::Linked, 1));
    let again = bridge.replay(&pk, &crate::handling::Keys).await.unwrap();
    assert!(matches!(again, Disposition::Ignored(_)));
}

/// A dead letter that may have a ticket is looked for, not made again.
#[tokio::test]
async fn a_replayed_doubt_is_looked_for_first() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let mut policy = policy();
    policy.unresolved = Unresolved::AskPerson;
    let bridge = world.bridge_with(&ledger, policy);
    world.state.lock().unwrap().lag = 3_600_000;
    world.fault(Fault::LostAnswer);
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    for _ in 0..20 {
        world.pass(secs(60));
        bridge.tick(Deadline::none()).await.unwrap();
    }
    assert_eq!(only(&ledger).phase, Phase::DeadLetter);
    world.pass(secs(3600));
    bridge.replay(&only(&ledger).pk, &crate::handling::Keys).await.unwrap();
    assert_eq!((only(&ledger).phase, world.tickets().len()), (Phase::Linked, 1));
}

#[tokio::test]
async fn an_operator_says_which_of_several_tickets_it_is() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    world.foreign_ticket("orca-1", "Open");
    world.foreign_ticket("orca-1", "Open");
    let bridge = world.bridge(&ledger).adopted(false);
    bridge.ingest(active("orca-1", 10)).await.unwrap();
    assert_eq!(only(&ledger).phase, Phase::DeadLetter);
    let chosen = world.tickets()[1].snapshot.ticket.clone();
    bridge.link(&only(&ledger).pk, &chosen).await.unwrap();
    assert_eq!((only(&ledger).phase, only(&ledger).ticket), (Phase::Linked, Some(chosen)));
}

/// Closed in the tracker while its creation was in doubt: the finding is closed, as it is for any other ticket.
#[tokio::test]
async fn a_ticket_that_was_closed_before_it_was_seen_closes_its_finding() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    let bridge = world.bridge(&ledger);
    world.fault(Fault::LostAnswer);
    world.state.lock().unwrap().lag = 100_000;
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    world.person_sets(0, "Closed");
    world.pass(secs(120));
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!(only(&ledger).phase, Phase::Closed);
    assert_eq!(world.state.lock().unwrap().closed_findings, ["orca-1"]);
    assert!(world.now().as_millis() > START);
}

/// A source whose clock was wrong once.
#[tokio::test]
async fn a_time_far_ahead_does_not_make_all_that_follows_old_news() {
    let (world, ledger, bridge) = linked(policy()).await;
    bridge.ingest(active("orca-1", 1_000_000_000)).await.unwrap();
    world.pass(secs(60));
    bridge.ingest(inactive("orca-1", 60)).await.unwrap();
    assert_eq!((world.open_tickets(), only(&ledger).phase), (0, Phase::Closed));
}

/// A ticket that was moved out of sight holds up the others for one pause, and not for ever.
#[tokio::test]
async fn a_ticket_that_stays_hidden_holds_up_the_others_once() {
    let (world, _ledger, bridge) = linked(policy()).await;
    let ticket = world.tickets()[0].snapshot.ticket.clone();
    world.state.lock().unwrap().hidden.push(ticket.id.clone());
    bridge.ticket_changed(&ticket).await.unwrap();
    for minute in 1..200 {
        world.pass(secs(60));
        bridge.tick(Deadline::none()).await.unwrap();
        bridge.ingest(active(&format!("orca-2{minute}"), minute * 60)).await.unwrap();
    }
    assert_eq!(world.tickets().len(), 200);
    assert_eq!(world.notices().iter().filter(|kind| **kind == NoticeKind::Configuration).count(), 1);
}

/// A copy that a person makes names the finding and the attempt too.
#[tokio::test]
async fn a_persons_copy_of_a_ticket_of_ours_is_left_alone() {
    let (world, ledger, bridge) = linked(policy()).await;
    world.pass(secs(3600));
    let (original, now) = (world.tickets().remove(0), world.now());
    world.foreign_ticket(&original.marker, "Open");
    let copy = {
        let mut state = world.state.lock().unwrap();
        state.tickets[1].attempt = original.attempt;
        state.tickets[1].snapshot.created_at = now;
        state.tickets[1].snapshot.ticket.clone()
    };
    bridge.ticket_changed(&copy).await.unwrap();
    bridge.tick(Deadline::none()).await.unwrap();
    assert_eq!((world.open_tickets(), only(&ledger).strays.len()), (2, 0));
    assert!(!world.notices().contains(&NoticeKind::Duplicate));
}

/// Nothing can be told to the source, and nothing is told.
#[tokio::test]
async fn an_adopted_ticket_that_is_closed_before_its_finding_was_heard_of_is_at_rest() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    world.foreign_ticket("orca-1", "Open");
    let bridge = world.bridge(&ledger).adopted(false);
    bridge.adopt(Deadline::none()).await.unwrap();
    bridge.ticket_changed(&world.person_sets(0, "Closed")).await.unwrap();
    let record = only(&ledger);
    assert_eq!((record.phase, record.op, record.wake_at), (Phase::Closed, None, None));
    bridge.ticket_changed(&world.person_sets(0, "Open")).await.unwrap();
    assert_eq!((only(&ledger).phase, only(&ledger).op), (Phase::Linked, None));
    // The source speaks at last, of the time before the close: what was owed is done.
    bridge.ticket_changed(&world.person_sets(0, "Closed")).await.unwrap();
    bridge.ingest(active("orca-1", 0)).await.unwrap();
    assert_eq!(world.state.lock().unwrap().closed_findings, ["orca-1"]);
    assert_eq!((only(&ledger).phase, only(&ledger).op, world.open_tickets()), (Phase::Closed, None, 0));
}

/// A dead letter for several tickets is no leave to make one more.
#[tokio::test]
async fn a_replayed_ambiguity_is_looked_through_again_even_where_all_is_adopted() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    world.foreign_ticket("orca-1", "Open");
    world.foreign_ticket("orca-1", "Open");
    let bridge = world.bridge(&ledger).adopted(false);
    bridge.adopt(Deadline::none()).await.unwrap();
    bridge.ingest(active("orca-1", 60)).await.unwrap();
    let pk = only(&ledger).pk;
    assert_eq!(bridge.replay(&pk, &crate::handling::Keys).await.unwrap(), Disposition::DeadLetter);
    assert_eq!(world.tickets().len(), 2);
    world.person_sets(0, "Closed");
    bridge.replay(&pk, &crate::handling::Keys).await.unwrap();
    assert_eq!((only(&ledger).phase, world.tickets().len()), (Phase::Linked, 2));
}

/// The source need not have spoken: the tickets name the finding.
#[tokio::test]
async fn a_replayed_ambiguity_of_an_adoption_is_looked_through_before_its_source_has_spoken() {
    for (closed, phase, ticket) in [(&[0][..], Phase::Linked, true), (&[0, 1], Phase::Closed, true)] {
        let (world, ledger) = (World::new(), MemoryLedger::new());
        world.foreign_ticket("orca-1", "Open");
        world.foreign_ticket("orca-1", "Open");
        let bridge = world.bridge(&ledger).adopted(false);
        bridge.adopt(Deadline::none()).await.unwrap();
        let pk = only(&ledger).pk;
        assert_eq!(bridge.replay(&pk, &crate::handling::Keys).await.unwrap(), Disposition::DeadLetter);
        for index in closed {
            world.person_sets(*index, "Closed");
        }
        assert_eq!(bridge.replay(&pk, &crate::handling::Keys).await.unwrap(), Disposition::Linked);
        assert_eq!((only(&ledger).phase, only(&ledger).ticket.is_some()), (phase, ticket));
        assert_eq!(world.tickets().len(), 2, "nothing is made");
    }
}

/// All tickets are gone, and the source has not spoken: there is nothing to do, and nothing is made.
#[tokio::test]
async fn a_replayed_ambiguity_without_tickets_and_without_a_finding_is_over() {
    let (world, ledger) = (World::new(), MemoryLedger::new());
    world.foreign_ticket("orca-1", "Open");
    world.foreign_ticket("orca-1", "Open");
    let bridge = world.bridge(&ledger).adopted(false);
    bridge.adopt(Deadline::none()).await.unwrap();
    world.state.lock().unwrap().tickets.clear();
    bridge.replay(&only(&ledger).pk, &crate::handling::Keys).await.unwrap();
    assert_eq!((only(&ledger).phase, only(&ledger).wake_at), (Phase::Closed, None));
    assert!(world.tickets().is_empty());
    bridge.ingest(active("orca-1", 60)).await.unwrap();
    assert_eq!((only(&ledger).phase, world.tickets().len()), (Phase::Linked, 1));
}

/// A source that does not show the finding for a while has not said that the close holds.
#[tokio::test]
async fn a_close_is_looked_at_again_while_the_source_does_not_show_the_finding() {
    for comes_back in [true, false] {
        let (world, ledger, bridge) = linked(policy()).await;
        bridge.ticket_changed(&world.person_sets(0, "Closed")).await.unwrap();
        for _ in 0..2 {
            world.pass(secs(3601));
            bridge.tick(Deadline::none()).await.unwrap();
            assert_eq!((only(&ledger).phase, only(&ledger).verify_at.is_some()), (Phase::Closed, true));
        }
        world.state.lock().unwrap().source_says = comes_back.then(|| active("orca-1", 7_000));
        for _ in 0..6 {
            world.pass(secs(3601));
            bridge.tick(Deadline::none()).await.unwrap();
        }
        assert_eq!((world.open_tickets(), only(&ledger).reverts), (usize::from(comes_back), u32::from(comes_back)));
        assert_eq!(only(&ledger).wake_at, None, "at rest");
    }
}
