//! The simulator finds what it is to find, and the shipped driver holds.

use bridge_simulator::{Flaw, Hits, run, run_all};

/// So many seeds are enough to catch any of the known mistakes.
const CATCHES: u64 = 1_000;

fn catches(flaw: Flaw) {
    let summary = run_all(0, CATCHES, Some(flaw), 1);
    let first = summary.violations.first();
    assert!(first.is_some(), "{flaw:?} is not caught within {CATCHES} seeds");
}

#[test]
fn the_driver_keeps_its_promises_in_a_thousand_schedules() {
    let summary = run_all(0, 1_000, None, 1);
    assert_eq!(summary.violations, []);
    assert_eq!(summary.schedules, 1_000);
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in 0..20 {
        let (one, other) = (run(seed, None, true), run(seed, None, true));
        assert!(one.trace.len() > 10);
        assert_eq!(one.trace, other.trace);
    }
}

#[test]
fn a_trace_does_not_change_what_happens() {
    for seed in 0..20 {
        assert_eq!(run(seed, None, true).steps, run(seed, None, false).steps);
    }
}

#[test]
fn a_cell_that_was_never_hit_is_named() {
    let missing = Hits::default().missing();
    assert!(missing.contains(&"1 x any".to_owned()), "{missing:?}");
    assert!(missing.contains(&"7 x LateCommit".to_owned()), "{missing:?}");
    let seen = run_all(0, 300, None, 1).hits.missing();
    assert!(!seen.contains(&"1 x any".to_owned()));
    assert!(seen.len() < missing.len());
}

#[test]
fn searching_then_creating_is_caught() {
    catches(Flaw::SearchThenCreate);
}

#[test]
fn forgetting_the_claim_of_a_failed_create_is_caught() {
    catches(Flaw::DeleteOnException);
}

#[test]
fn taking_an_expired_claim_for_one_that_was_not_sent_is_caught() {
    catches(Flaw::LeaseExpiryToCreate);
}

#[test]
fn sending_after_the_fence_is_caught() {
    catches(Flaw::NoFence);
}

#[test]
fn settling_from_the_moment_of_detection_is_caught() {
    catches(Flaw::SettleFromDetection);
}

#[test]
fn not_waiting_for_a_create_to_show_is_caught() {
    catches(Flaw::NoSettle);
}

#[test]
fn not_looking_for_a_create_in_doubt_is_caught() {
    catches(Flaw::NoEvidence);
}

#[test]
fn telling_echoes_by_the_account_is_caught() {
    catches(Flaw::ActorNameEcho);
}

#[test]
fn closing_what_does_not_show_is_caught() {
    catches(Flaw::CloseOnAbsence);
}

#[test]
fn adopting_by_the_key_alone_is_caught() {
    catches(Flaw::AdoptByKeyMarker);
}
