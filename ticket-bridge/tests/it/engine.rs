//! The rules by themselves: what one event does to one record, where the driver would hide it.

use crate::support::{START, active, inactive};
use ticket_bridge::engine::{Command, Context, Decision, Disposition, Event, decide};
use ticket_bridge::*;

const FRESH: &str = "abcdefghijklmnopqrstuvwxyz";

fn policy() -> Policy {
    Policy::new("alerts", "SEC")
}

fn at(seconds: u64) -> Moment {
    Moment::from_millis(START + seconds * 1000)
}

fn told(record: Option<&Record>, event: &Event, seconds: u64, policy: &Policy) -> Decision {
    decide(record, event, &Context::new(policy, at(seconds), "me", FRESH).adopted(true).notifies(true))
}

fn claimed(policy: &Policy) -> Record {
    told(None, &Event::Observed(active("orca-1", 0)), 0, policy).put.unwrap()
}

fn ended(record: &Record, outcome: CallOutcome<TicketSnapshot>, seconds: u64, policy: &Policy) -> Record {
    let Attempt { id: attempt, send_by, .. } = record.attempt.clone().unwrap();
    told(Some(record), &Event::Created { attempt, send_by, outcome }, seconds, policy).put.unwrap()
}

fn linked(policy: &Policy) -> Record {
    let ticket = TicketSnapshot::new(TicketRef::new("1", "SEC-1"), "Open", false, at(0), at(0));
    ended(&claimed(policy), CallOutcome::Done(ticket), 0, policy)
}

fn doubted(policy: &Policy) -> Record {
    ended(&claimed(policy), CallOutcome::InDoubt, 0, policy)
}

/// The row, what becomes of the event, and whether the phase stays.
fn brief(record: &Record, event: &Event, seconds: u64, policy: &Policy) -> (&'static str, Disposition, bool) {
    let decision = told(Some(record), event, seconds, policy);
    let stays = decision.put.is_none_or(|put| put.phase == record.phase);
    (decision.row, decision.disposition, stays)
}

#[test]
fn a_record_of_a_newer_version_is_left_alone_by_every_event() {
    let policy = policy();
    let mut record = linked(&policy);
    record.v = RECORD_VERSION + 1;
    for event in [Event::Observed(inactive("orca-1", 60)), Event::Woken, Event::Unmuted, Event::Replayed] {
        let decision = told(Some(&record), &event, 100_000, &policy);
        assert_eq!((decision.put, decision.commands.len(), decision.row), (None, 0, "-"), "{event:?}");
    }
}

#[test]
fn a_repeat_is_decided_by_what_the_record_waits_for() {
    let quiet = policy();
    let repeat = Event::Observed(active("orca-1", 0));
    let mut muting = policy();
    muting.mutes.push(MuteRule::new(Mute::new(at(600), "maintenance")));
    let record = linked(&quiet);
    assert_eq!(brief(&record, &repeat, 1, &quiet), ("11", Disposition::Attached, true));
    assert_eq!(brief(&record, &repeat, 1, &muting), ("16", Disposition::Muted, true));
    let held = told(Some(&record), &Event::Muted(Mute::new(at(600), "migration")), 1, &quiet).put.unwrap();
    assert_eq!(brief(&held, &repeat, 2, &quiet), ("16", Disposition::Muted, true));
    let writing = told(Some(&record), &Event::Observed(inactive("orca-1", 60)), 60, &quiet).put.unwrap();
    assert_eq!(brief(&writing, &repeat, 61, &quiet), ("12e", Disposition::Superseded, true));
    assert_eq!(
        brief(&writing, &Event::Observed(active("orca-1", 61)), 61, &quiet),
        ("12e", Disposition::Attached, true)
    );
    // A record that has news and nothing under way goes on with it, even at a repeat.
    let mut unread = record;
    unread.seen_source = None;
    assert_eq!(brief(&unread, &repeat, 1, &quiet), ("11", Disposition::Linked, true));
}

/// A rule that is taken back holds nothing any more; what an operator said holds until its time.
#[test]
fn a_rules_mute_ends_with_the_rule_and_an_operators_with_its_time() {
    let (plain, mut muting) = (policy(), policy());
    muting.mutes.push(MuteRule::new(Mute::new(at(600), "maintenance")));
    let seen = Event::Observed(active("orca-1", 0));
    let by_rule = told(None, &seen, 0, &muting).put.unwrap();
    assert_eq!(told(Some(&by_rule), &seen, 1, &plain).row, "1");
    let mut by_operator = by_rule;
    by_operator.mute.as_mut().unwrap().by_operator = true;
    assert_eq!(told(Some(&by_operator), &seen, 599, &plain).row, "1b");
    assert_eq!(told(Some(&by_operator), &seen, 600, &plain).row, "1");
}

/// Only an open ticket makes a repeat nothing: a finding that waits goes on with it, and one that is closed says so.
#[test]
fn a_repeat_of_a_finding_without_an_open_ticket_is_decided_like_any_other() {
    let policy = policy();
    let mut waiting = claimed(&policy);
    (waiting.phase, waiting.attempt, waiting.defer_until) = (Phase::Deferred, None, Some(at(60)));
    let repeat = Event::Observed(active("orca-1", 0));
    assert_eq!(brief(&waiting, &repeat, 59, &policy), ("1a", Disposition::Superseded, true));
    assert_eq!(brief(&waiting, &repeat, 60, &policy), ("1", Disposition::Deferred, false));
    let mut closed = linked(&policy);
    (closed.phase, closed.closed_at) = (Phase::Closed, Some(at(10)));
    assert_eq!(told(Some(&closed), &repeat, 11, &policy).row, "14b");
    closed.phase = Phase::Orphaned;
    assert_eq!(told(Some(&closed), &repeat, 11, &policy).row, "15a");
}

#[test]
fn observations_join_what_is_under_way() {
    let policy = policy();
    for record in [claimed(&policy), doubted(&policy)] {
        let newer = Event::Observed(active("orca-1", 9));
        assert_eq!(brief(&record, &newer, 9, &policy), ("6", Disposition::Attached, true));
        let older = Event::Observed(active("orca-1", 0));
        assert_eq!(brief(&record, &older, 9, &policy), ("6", Disposition::Superseded, true));
        assert_eq!(told(Some(&record), &newer, 9, &policy).put.unwrap().pending, Some(active("orca-1", 9)));
    }
    let place = told(None, &Event::PlaceRefused("401".to_owned()), 0, &policy).put.unwrap();
    assert_eq!(brief(&place, &Event::Observed(active("orca-1", 0)), 1, &policy).0, "-");
}

#[test]
fn a_rule_that_holds_back_a_new_finding_is_row_1b_and_one_that_holds_a_known_one_row_16() {
    let mut muting = policy();
    muting.mutes.push(MuteRule::new(Mute::new(at(600), "maintenance")));
    let seen = Event::Observed(active("orca-1", 0));
    let first = told(None, &seen, 0, &muting);
    assert_eq!((first.row, first.disposition), ("1b", Disposition::Muted));
    let record = first.put.unwrap();
    assert_eq!((record.phase, record.wake_at), (Phase::Deferred, Some(at(600))));
    assert_eq!(brief(&record, &Event::Observed(active("orca-1", 5)), 5, &muting), ("1b", Disposition::Muted, true));
    // Not a moment before its end, and at its end.
    assert_eq!(told(Some(&record), &Event::Woken, 599, &muting).row, "-");
    assert_eq!(told(Some(&record), &Event::Woken, 600, &muting).row, "1");
}

/// A notice that is due does not bring forward what is not.
#[test]
fn a_notice_that_is_due_wakes_nothing_else() {
    let policy = policy();
    let record = doubted(&policy);
    // The first look is at 60 s, as is the notice: the look moves.
    let looked = told(Some(&record), &Event::Woken, 60, &policy).put.unwrap();
    let mut waiting = looked.clone();
    waiting.defer_until = Some(at(1_000));
    let mut claimed = claimed(&policy);
    claimed.notices = looked.notices.clone();
    claimed.attempt.as_mut().unwrap().send_by = at(1_000);
    let mut deferred = claimed.clone();
    (deferred.phase, deferred.attempt, deferred.defer_until) = (Phase::Deferred, None, Some(at(1_000)));
    let mut muted = deferred.clone();
    (muted.defer_until, muted.mute) = (None, Some(Mute::new(at(1_000), "maintenance")));
    for mut record in [waiting, claimed, deferred, muted] {
        record.wake_at = Some(at(120));
        let decision = told(Some(&record), &Event::Woken, 120, &policy);
        assert!(matches!(&*decision.commands, [Command::Notify(_)]), "{:?}", decision.commands);
        let put = decision.put.unwrap();
        assert_eq!((decision.row, put.phase, put.wake_at), ("n", record.phase, Some(at(180))));
    }
}

#[test]
fn what_is_due_at_this_very_moment_is_due() {
    let policy = policy();
    let mut record = claimed(&policy);
    assert_eq!(told(Some(&record), &Event::Woken, 59, &policy).row, "-");
    assert_eq!(told(Some(&record), &Event::Woken, 60, &policy).row, "5");
    record.phase = Phase::Deferred;
    (record.attempt, record.defer_until, record.wake_at) = (None, Some(at(90)), Some(at(90)));
    assert_eq!(told(Some(&record), &Event::Woken, 90, &policy).row, "1");
    let doubted = doubted(&policy);
    assert_eq!(told(Some(&doubted), &Event::Woken, 60, &policy).row, "8");
}

/// What was said while a mute holds is not acted on when a write ends, and is when the mute has.
#[test]
fn a_mute_outlasts_a_write_that_ends() {
    let policy = policy();
    let record = linked(&policy);
    let writing = told(Some(&record), &Event::Observed(inactive("orca-1", 60)), 60, &policy).put.unwrap();
    let held = told(Some(&writing), &Event::Muted(Mute::new(at(600), "migration")), 61, &policy).put.unwrap();
    let said = told(Some(&held), &Event::Observed(active("orca-1", 70)), 70, &policy).put.unwrap();
    let closed = TicketSnapshot::new(TicketRef::new("1", "SEC-1"), "Closed", true, at(0), at(80));
    let Op { id: op, send_by, .. } = said.op.clone().unwrap();
    let done = Event::TicketWritten { op, send_by, outcome: CallOutcome::Done(closed) };
    for (seconds, commands) in [(80, 1), (600, 2)] {
        let decision = told(Some(&said), &done, seconds, &policy);
        // A notice that it was resolved; once the mute has ended, the write that opens it again.
        assert_eq!(decision.commands.len(), commands, "{:?}", decision.commands);
        assert_eq!(decision.put.unwrap().phase, Phase::Closed);
    }
}
