//! An exhaustive search over the engine (first version).

mod canon;
mod driver;
mod explore;
mod found;
mod oracle;
mod state;
mod world;

use explore::{Report, explore};
use state::{Bounds, Setting, State};

fn start(setting: Setting, bounds: Bounds) -> State {
    State::new(setting, bounds)
}

fn bounds() -> Bounds {
    let text = std::env::var("SEARCH_BOUNDS").unwrap_or_else(|_| "2,1,1,0,0".to_owned());
    let parts: Vec<u8> = text.split(',').map(|part| part.parse().unwrap()).collect();
    Bounds::new(parts[0], parts[1], parts[2], parts[3], parts[4])
}

fn expect_clean(report: &Report) {
    println!("{report}");
    assert!(report.violation.is_none(), "{}", report.violation.as_ref().unwrap());
}

#[test]
fn no_state_within_the_bounds_breaks_an_invariant() {
    let mut starts = Vec::new();
    for (adopted, is_skewed, is_shared) in
        [(true, false, false), (true, true, false), (false, false, false), (false, false, true), (true, false, true)]
    {
        starts.push(start(Setting { adopted, is_skewed, is_shared, ..Setting::new() }, bounds()));
    }
    expect_clean(&explore(starts));
}
