//! One answer of several flows: nothing is acknowledged that one of them did not take.

use ticket_bridge::BridgeError;
use ticket_bridge::intake::{Answer, Counts, HttpAnswer};

/// One answer for the sender of what several flows were given. `None`: no flow was.
pub(crate) fn combined(answers: Vec<Result<Answer, BridgeError>>) -> Result<Option<Answer>, BridgeError> {
    let mut all: Option<Answer> = None;
    for answer in answers {
        // Each error means that only an error makes the sender deliver it again.
        let answer = answer?;
        all = Some(match all {
            Some(other) => both(other, answer),
            None => answer,
        });
    }
    Ok(all)
}

fn both(one: Answer, other: Answer) -> Answer {
    match (one, other) {
        (Answer::Sqs(mut one), Answer::Sqs(other)) => {
            for failure in other.batch_item_failures {
                if !one.batch_item_failures.contains(&failure) {
                    one.batch_item_failures.push(failure);
                }
            }
            Answer::Sqs(one)
        }
        (Answer::Http(one), Answer::Http(other)) => Answer::Http(worse(one, other)),
        (Answer::Plain { mut counts, failed, .. }, mut other) => {
            if let Answer::Plain { counts: others, failed: also, .. } = &mut other {
                add(&mut counts, *others);
                *others = counts;
                *also |= failed;
            }
            other
        }
        // One trigger has one kind of answer.
        (one, _) => one,
    }
}

/// The worse status, with the counts of both.
fn worse(one: HttpAnswer, other: HttpAnswer) -> HttpAnswer {
    let (mut worse, better) = if other.status_code > one.status_code { (other, one) } else { (one, other) };
    if let (Some(mut counts), Some(others)) = (counts(&worse), counts(&better)) {
        add(&mut counts, others);
        worse.body = serde_json::to_string(&counts).unwrap_or(worse.body);
    }
    worse
}

fn counts(answer: &HttpAnswer) -> Option<Counts> {
    serde_json::from_str(&answer.body).ok()
}

fn add(counts: &mut Counts, others: Counts) {
    counts.accepted = counts.accepted.saturating_add(others.accepted);
    counts.again = counts.again.saturating_add(others.again);
    counts.dead_letters = counts.dead_letters.saturating_add(others.dead_letters);
    counts.skipped = counts.skipped.saturating_add(others.skipped);
}
