//! What is known of a destination: whether it was adopted, and whether it takes writes.

use super::{Context, Decision, Disposition, Event};
use crate::ports::NoticeKind;
use crate::record::{Circuit, Phase, Place, Record};
use std::time::Duration;

/// A circuit is open for this time at most.
const LONGEST: Duration = Duration::from_secs(60 * 60);

pub(super) fn decide(mut next: Record, event: &Event, cx: &Context<'_>) -> Decision {
    let place = next.place.get_or_insert_with(Place::default);
    let mut opened = None;
    match event {
        Event::PlaceAdopted => place.adopted_at = Some(cx.now),
        Event::PlaceReconciled(to) => place.reconciled_to = Some(*to),
        Event::PlaceAccepted => place.circuit = None,
        Event::PlaceRefused(reason) => match &mut place.circuit {
            // Others that were refused meanwhile say nothing new.
            Some(circuit) if circuit.until > cx.now => {}
            Some(circuit) => {
                let pause = cx.policy.circuit_pause.saturating_mul(2_u32.saturating_pow(circuit.failures)).min(LONGEST);
                circuit.failures = circuit.failures.saturating_add(1);
                circuit.until = cx.now.after(pause);
                circuit.reason.clone_from(reason);
            }
            None => {
                let until = cx.now.after(cx.policy.circuit_pause);
                place.circuit = Some(Circuit { until, reason: reason.clone(), failures: 1 });
                opened = Some(reason.clone());
            }
        },
        _ => return Decision::ignore("p", "not about a destination"),
    }
    let decision = Decision::put(next, "p", Disposition::Ignored("about a destination"));
    match opened {
        Some(reason) => decision.tell(NoticeKind::Configuration, reason, cx),
        None => decision,
    }
}

impl Record {
    /// The key of a destination's own record.
    pub(crate) fn place_key(flow: &str, destination: &str) -> String {
        format!("!dest:{flow}:{destination}")
    }

    pub(super) fn of_place(flow: &str, destination: &str) -> Self {
        Self::new(Self::place_key(flow, destination), destination.to_owned(), Phase::Place)
    }
}
