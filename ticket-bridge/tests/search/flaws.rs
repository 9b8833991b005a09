//! The search can fail: each known mistake, built in on purpose, is found, by the invariant that it breaks.

use crate::explore::explore;
use crate::state::{Bounds, Setting, State};
use ticket_bridge::{Flaw, Reopen};

fn is_found(flaw: Flaw, mut setting: Setting, bounds: Bounds, invariant: &str) {
    setting.policy.flaw = Some(flaw);
    let report = explore(&[State::new(setting, bounds)], false);
    println!("{flaw:?}: {report}");
    let violation = report.violation.expect("the search does not find it");
    println!("{violation}");
    assert!(violation.starts_with(invariant), "{violation}");
}

#[test]
fn a_write_without_a_fence_is_found() {
    is_found(Flaw::NoFence, Setting::new(), Bounds::new(1, 0, 0, 0, 0, 0), "I1");
}

#[test]
fn a_create_repeated_before_it_is_settled_is_found() {
    is_found(Flaw::NoSettle, Setting::new(), Bounds::new(1, 0, 1, 0, 0, 0), "I1");
}

#[test]
fn a_create_repeated_without_a_look_is_found() {
    is_found(Flaw::NoEvidence, Setting::new(), Bounds::new(1, 1, 0, 0, 0, 0), "I1");
}

#[test]
fn a_lease_that_is_taken_for_a_create_that_failed_is_found() {
    is_found(Flaw::LeaseExpiryToCreate, Setting::new(), Bounds::new(1, 1, 0, 0, 0, 0), "I1");
}

#[test]
fn a_claim_that_is_forgotten_after_a_failure_is_found() {
    is_found(Flaw::DeleteOnException, Setting::new(), Bounds::new(1, 0, 1, 0, 0, 0), "I1");
}

#[test]
fn a_search_instead_of_a_claim_is_found() {
    let setting = Setting { adopted: false, ..Setting::new() };
    is_found(Flaw::SearchThenCreate, setting, Bounds::new(2, 0, 0, 0, 0, 0), "I1");
}

#[test]
fn a_settling_time_counted_from_the_answer_is_found() {
    is_found(Flaw::SettleFromDetection, Setting::new(), Bounds::new(1, 0, 1, 0, 0, 0), "I1");
}

#[test]
fn a_ticket_taken_for_its_finding_and_not_for_its_create_is_found() {
    let mut setting = Setting::new();
    setting.policy.reopen = Reopen::NewAlways;
    is_found(Flaw::AdoptByKeyMarker, setting, Bounds::new(3, 0, 1, 0, 0, 0).naps(1), "I3");
}
