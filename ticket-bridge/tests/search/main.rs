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
    let text = std::env::var("SEARCH_BOUNDS").unwrap_or_else(|_| "2,1,1,0,0,1".to_owned());
    let parts: Vec<u8> = text.split(',').map(|part| part.parse().unwrap()).collect();
    Bounds::new(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
}

fn expect_clean(report: &Report) {
    println!("{report}");
    assert!(report.violation.is_none(), "{}", report.violation.as_ref().unwrap());
}

#[test]
fn no_state_within_the_bounds_breaks_an_invariant() {
    let setting = match std::env::var("SEARCH_SETTING").as_deref() {
        Ok("skewed") => Setting::new().skewed(),
        Ok("probing") => Setting { adopted: false, ..Setting::new() },
        Ok("shared") => Setting { adopted: false, is_shared: true, ..Setting::new() },
        _ => Setting::new(),
    };
    expect_clean(&explore(vec![start(setting, bounds())]));
}
