//! Ways that the search found to something wrong, each the shortest: they stay right.

use crate::driver::{apply, choices};
use crate::oracle;
use crate::state::Fate::Done;
use crate::state::Step::{Act, Close, Commit, Crash, Decide, Deliver, Hook, Pass, Say, Tick};
use crate::state::{Bounds, Fate, Setting, State, Step};

const DONE: Fate = Done { shown: 0 };
const GIVEN: Step = Deliver { worker: 0, index: 0 };

/// Takes the steps; nothing is wrong in any state, nor once everything has settled.
fn replay(setting: Setting, steps: &[Step]) {
    let mut state = State::new(setting, Bounds::new(9, 9, 9, 9, 9, 9));
    for step in steps {
        if !choices(&state).contains(step) {
            // The way is closed by now.
            continue;
        }
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
    let opened = [Say { is_active: true }, GIVEN, Act { worker: 0, fate: DONE }];
    let closed = [GIVEN, Act { worker: 0, fate: DONE }, Decide { worker: 0 }];
    let mut steps = opened.to_vec();
    steps.extend([Decide { worker: 0 }, Say { is_active: false }, Hook { worker: 1, ticket: 0 }]);
    steps.extend(closed);
    steps.push(Decide { worker: 1 });
    replay(Setting::new(), &steps);
    replay(Setting::new().skewed(), &steps);
}

#[test]
fn a_look_from_before_a_create_was_settled_is_no_leave_to_create_again() {
    let setting = Setting::new().skewed();
    let pass = Pass { decided: 0 };
    let mut steps = vec![Say { is_active: true }, GIVEN, Act { worker: 0, fate: DONE }];
    steps.extend([Tick { worker: 1 }, Act { worker: 1, fate: DONE }]);
    steps.extend([pass, pass, pass, Decide { worker: 1 }]);
    replay(setting, &steps);
}

#[test]
fn a_task_does_not_create_for_a_claim_of_another_task_of_its_process() {
    let setting = Setting { adopted: false, is_shared: true, ..Setting::new() };
    let pass = Pass { decided: 0 };
    let mut steps = vec![Say { is_active: true }, GIVEN, Act { worker: 0, fate: DONE }];
    steps.extend([pass, Tick { worker: 1 }, pass, pass, pass]);
    steps.extend([Act { worker: 1, fate: DONE }, Decide { worker: 1 }, Decide { worker: 0 }]);
    steps.extend([Act { worker: 0, fate: DONE }, Act { worker: 1, fate: DONE }]);
    replay(setting, &steps);
}

#[test]
fn a_look_for_an_older_create_says_nothing_of_a_younger_one() {
    let (pass, crash) = (Pass { decided: 0 }, Crash { worker: 0 });
    let lost = Act { worker: 0, fate: Fate::Lost };
    let mut steps = vec![Say { is_active: true }, GIVEN, lost, Decide { worker: 0 }];
    steps.extend([pass, Tick { worker: 1 }, pass, pass]);
    // The first one found nothing, creates again, and dies. The second one's look is as old as the first one's.
    steps.extend([Act { worker: 0, fate: DONE }, Decide { worker: 0 }, Act { worker: 0, fate: DONE }, crash]);
    steps.extend([pass, Tick { worker: 0 }, pass, pass]);
    steps.extend([Act { worker: 1, fate: DONE }, Decide { worker: 1 }, Act { worker: 1, fate: DONE }]);
    replay(Setting::new(), &steps);
}

#[test]
fn what_was_said_while_a_ticket_was_to_be_read_is_acted_on_after() {
    let pass = Pass { decided: 0 };
    let mut steps = vec![Say { is_active: true }, GIVEN, Act { worker: 0, fate: DONE }, Decide { worker: 0 }];
    steps.extend([Say { is_active: false }, GIVEN, Say { is_active: true }, pass, Tick { worker: 1 }, pass]);
    // The first one was too late to send, and the second one looks whether it did.
    steps.extend([Act { worker: 0, fate: Fate::NotSent }, Tick { worker: 1 }, Decide { worker: 0 }]);
    steps.extend([Act { worker: 1, fate: DONE }, Decide { worker: 1 }]);
    replay(Setting::new(), &steps);
}

#[test]
fn an_earlier_sending_that_came_too_late_does_not_start_a_third_beside_the_second() {
    let (pass, too_late) = (Pass { decided: 0 }, Act { worker: 0, fate: Fate::NotSent });
    let mut steps = vec![Say { is_active: true }, GIVEN, Act { worker: 0, fate: DONE }, Decide { worker: 0 }];
    steps.extend([Say { is_active: false }, GIVEN, Say { is_active: true }, pass, Tick { worker: 1 }, pass]);
    steps.extend([too_late, Tick { worker: 1 }, Act { worker: 1, fate: DONE }, Decide { worker: 1 }]);
    steps.extend([Decide { worker: 0 }, Tick { worker: 0 }, Act { worker: 0, fate: DONE }, Decide { worker: 0 }]);
    steps.extend([GIVEN, Act { worker: 0, fate: DONE }, Act { worker: 1, fate: DONE }]);
    replay(Setting::new(), &steps);
}

#[test]
fn what_was_said_before_our_close_is_no_news_after_the_close_was_seen_to_hold() {
    let pass = Pass { decided: 0 };
    let mut steps = vec![Say { is_active: true }, GIVEN, Act { worker: 0, fate: DONE }, Decide { worker: 0 }];
    steps.extend([Say { is_active: true }, Close { ticket: 0 }, pass, Hook { worker: 0, ticket: 0 }]);
    steps.extend([Decide { worker: 0 }, Act { worker: 0, fate: DONE }, Decide { worker: 0 }, pass]);
    steps.extend([Tick { worker: 0 }, Act { worker: 0, fate: DONE }, Decide { worker: 0 }]);
    replay(Setting::new(), &steps);
}

#[test]
fn a_close_that_arrives_at_the_last_moment_of_a1_is_not_taken_for_a_persons() {
    let (pass, lost) = (Pass { decided: 0 }, Act { worker: 0, fate: Fate::Lost });
    let mut steps = vec![Say { is_active: true }, GIVEN, Act { worker: 0, fate: DONE }, Decide { worker: 0 }];
    steps.extend([Say { is_active: false }, GIVEN, lost, Decide { worker: 0 }, Say { is_active: true }, GIVEN]);
    steps.extend([pass, pass, Tick { worker: 0 }]);
    steps.extend([Act { worker: 0, fate: DONE }, Decide { worker: 0 }].repeat(3));
    steps.push(Commit { flight: 0 });
    replay(Setting::new(), &steps);
}
