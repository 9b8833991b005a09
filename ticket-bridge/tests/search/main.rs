//! Every state that one finding can come to, within bounds: an exhaustive search over the engine.
//!
//! What is searched: one key, two workers that run the shipped driver's loop over `ticket_bridge::engine::decide`
//! (get, decide, conditional put, then one command after the other, then what came of each), the ledger, a tracker, and a
//! source. A worker may stop between any two steps for any time, or die. Breadth first, so that the first way to
//! something wrong is the shortest.
//!
//! Each search states its bounds: how many observations are said (new or said again, active or not,
//! two of them in any order), crashes (also while a call is out), lost and unsent calls, refusals,
//! tickets closed and reopened by a person, webhooks that arrive. Time goes in steps of one unit; each span of the policy
//! is one unit, so that each boundary is met before, at and after. A create or a write whose answer is lost is committed
//! at any time until F after its last moment to be sent, or never (A1). A fresh ticket shows or not, look by look, until
//! L after it was committed (A2). A worker sleeps as often as it likes, except where `naps` says how often; a put that
//! is under way when time passes was decided on at most one unit ago. In one search the second clock is ahead by S (A3), in one the tickets of the destination
//! are not known, and in one both workers are tasks of one process.
//!
//! Checked in each state: I1 to I5 (`oracle.rs`, and `driver.rs` for what a step does), that something is due wherever
//! something is owed, and that each quiet state settles without another fault: at most one open ticket, the record's own.
//!
//! Equal states are one (`canon.rs`): times are relative to now, ids stand in the order in which they appear, and what can
//! mean nothing any more is left out. Not modelled: notices, mutes, changes of severity and title, deleted tickets,
//! client tokens, several destinations, and the record of a destination (an open circuit is only a time).
//!
//! `SEARCH_BOUNDS=deliveries,crashes,losses,closes,reopens,hooks,naps` (255 naps: any) searches once more, with the
//! setting of `SEARCH_SETTING` (`skewed`, `probing`, `shared`); `SEARCH_VERBOSE=1` tells how far it is.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_for_each,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a mistake of the model is to stop the search, and a canonical form reads best field by field"
)]

mod canon;
mod driver;
mod explore;
mod flaws;
mod found;
mod oracle;
mod state;
mod world;

use explore::{Report, explore};
use state::{Bounds, Setting, State};

/// Fewer states than this would prove too little.
const LEAST_STATES: usize = 40_000;

fn search(name: &str, setting: Setting, bounds: Bounds) -> Report {
    let report = explore(&[State::new(setting, bounds)], true);
    println!("{name}, {bounds:?}:\n{report}\n");
    assert!(report.violation.is_none(), "{name}: {}", report.violation.as_deref().unwrap_or_default());
    report
}

fn search_enough(name: &str, setting: Setting, bounds: Bounds) {
    assert!(search(name, setting, bounds).states >= LEAST_STATES, "too few states");
}

#[test]
fn five_deliveries_two_crashes_and_a_lost_answer_break_nothing() {
    search_enough("deliveries", Setting::new(), Bounds::new(5, 2, 1, 0, 0, 0).naps(0));
}

#[test]
fn workers_that_sleep_at_any_point_break_nothing() {
    search_enough("sleepers", Setting::new(), Bounds::new(2, 1, 1, 0, 0, 0));
}

#[test]
fn a_person_who_closes_and_reopens_breaks_nothing() {
    search_enough("people", Setting::new(), Bounds::new(1, 0, 0, 1, 1, 2));
}

#[test]
fn calls_that_are_refused_break_nothing() {
    search("refused", Setting::new(), Bounds::new(3, 1, 0, 0, 0, 0).refusals(1).naps(1));
}

#[test]
fn clocks_that_differ_break_nothing() {
    search("skewed", Setting::new().skewed(), Bounds::new(1, 1, 1, 0, 0, 0));
}

#[test]
fn a_destination_that_is_not_known_breaks_nothing() {
    search("probing", Setting { adopted: false, ..Setting::new() }, Bounds::new(1, 1, 1, 0, 0, 0));
}

#[test]
fn two_tasks_of_one_process_break_nothing() {
    search("shared", Setting { adopted: false, is_shared: true, ..Setting::new() }, Bounds::new(1, 1, 1, 0, 0, 0));
}

#[test]
fn larger_bounds_break_nothing() {
    let Ok(text) = std::env::var("SEARCH_BOUNDS") else { return };
    let parts: Vec<u8> = text.split(',').map(|part| part.parse().unwrap()).collect();
    let [deliveries, crashes, losses, closes, reopens, hooks, naps] = parts[..] else { panic!("seven numbers") };
    let setting = match std::env::var("SEARCH_SETTING").as_deref() {
        Ok("skewed") => Setting::new().skewed(),
        Ok("probing") => Setting { adopted: false, ..Setting::new() },
        Ok("shared") => Setting { adopted: false, is_shared: true, ..Setting::new() },
        _ => Setting::new(),
    };
    search("larger", setting, Bounds::new(deliveries, crashes, losses, closes, reopens, hooks).naps(naps));
}
