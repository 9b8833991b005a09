//! Ways that the search found to something wrong, each the shortest: they stay right.

use crate::driver::apply;
use crate::oracle;
use crate::state::Fate::Done;
use crate::state::Step::{Act, Decide, Hook, Pass, Say, Tick};
use crate::state::{Bounds, Fate, Setting, State, Step};

const DONE: Fate = Done { shown: 0 };

/// Takes the steps; nothing is wrong in any state, nor once everything has settled.
fn replay(setting: Setting, steps: &[Step]) {
    let mut state = State::new(setting, Bounds::new(9, 9, 9, 9, 9));
    for step in steps {
        let next = apply(&state, *step);
        assert_eq!(next.wrong, None, "{step:?}");
        state = next.state;
        assert_eq!(oracle::wrong(&state), None, "{step:?}");
    }
    if state.is_idle() {
        assert_eq!(oracle::settles(&state), None);
    }
}

#[test]
fn a_reading_from_before_our_own_close_is_not_a_person_reopening() {
    let opened = [Say { worker: 0, is_active: true }, Decide { worker: 0 }, Act { worker: 0, fate: DONE }];
    let closed = [Decide { worker: 0 }, Act { worker: 0, fate: DONE }, Decide { worker: 0 }];
    let mut steps = opened.to_vec();
    steps.extend([Decide { worker: 0 }, Say { worker: 0, is_active: false }, Hook { worker: 1, ticket: 0 }]);
    steps.extend(closed);
    steps.push(Decide { worker: 1 });
    for is_skewed in [false, true] {
        replay(Setting { is_skewed, ..Setting::new() }, &steps);
    }
}

#[test]
fn a_look_from_before_a_create_was_settled_is_no_leave_to_create_again() {
    let setting = Setting { is_skewed: true, ..Setting::new() };
    let pass = Pass { decided: 0 };
    let mut steps = vec![Say { worker: 0, is_active: true }, Decide { worker: 0 }, Act { worker: 0, fate: DONE }];
    steps.extend([Tick { worker: 1 }, Decide { worker: 1 }, Act { worker: 1, fate: DONE }]);
    steps.extend([pass, pass, pass, Decide { worker: 1 }]);
    replay(setting, &steps);
}
