//! What a record can say comes back as it was put.

use super::report::{Verdict, same, won};
use super::{Case, ODD_TEXTS, finding, record};
use crate::moment::Moment;
use crate::observation::{FindingState, Link, Observation, Severity};
use crate::policy::Priority;
use crate::ports::{Expected, NoticeKind};
use crate::record::{
    Attempt, AttemptId, Circuit, FindingUpdate, Made, Mute, Op, OpId, OpKind, OpState, Phase, Place, RECORD_VERSION,
    Record, Repeats, SeenSource, StoredNotice, TicketComment, TicketFields, TicketRef, TicketSnapshot, Wrote,
};
use serde_json::{Map, Value, json};

/// The record comes back equal, after a first put and after a second.
async fn round_trip(case: &Case, what: &str, wanted: &Record) -> Verdict {
    let rev = won(what, case.ledger.put(Expected::Absent, wanted).await?)?;
    let stored = case.ledger.get(&wanted.pk).await?.map(|(record, _)| record);
    same(what, &stored.as_ref(), &Some(wanted))?;
    won(what, case.ledger.put(Expected::Rev(rev), wanted).await?)?;
    let stored = case.ledger.get(&wanted.pk).await?.map(|(record, _)| record);
    same(what, &stored.as_ref(), &Some(wanted))
}

pub(super) async fn full(case: &Case) -> Verdict {
    round_trip(case, "a record with every member set", &full_record()).await?;
    round_trip(case, "a record with no member set", &record("empty", Phase::Deferred)).await
}

pub(super) async fn large(case: &Case) -> Verdict {
    let mut large = record("large", Phase::Deferred);
    let mut pending = finding("large", Moment::from_millis(1));
    let mut deep = Value::Null;
    for _ in 0..100 {
        deep = json!([deep]);
    }
    pending.raw = json!({ "text": "語".repeat(50_000), "words": vec!["\"\\\n"; 30_000], "deep": deep }).into();
    large.pending = Some(pending);
    round_trip(case, "a record with 300 kB of raw text", &large).await
}

pub(super) async fn texts(case: &Case) -> Verdict {
    for (number, text) in ODD_TEXTS.iter().enumerate() {
        let mut odd = record(&format!("{number}:{text}"), Phase::Linked);
        odd.destination = (*text).to_owned();
        odd.problem = Some((*text).to_owned());
        odd.ticket = Some(TicketRef::new(*text, *text));
        odd.tried = vec![AttemptId::new(*text)];
        odd.mute = Some(Mute::new(Moment::default(), ""));
        let mut pending = finding(text, Moment::from_millis(1));
        pending.resource = Some(String::new());
        pending.raw = json!({ *text: [text] }).into();
        odd.pending = Some(pending);
        round_trip(case, &format!("a record with the text {text:?}"), &odd).await?;
        let named = case.setting.eventually(async || {
            same(&format!("by_ticket({text:?})"), &case.ledger.by_ticket(text, text).await?, &vec![odd.pk.clone()])
        });
        named.await?;
    }
    Ok(())
}

pub(super) async fn newer(case: &Case) -> Verdict {
    let mut newer = full_record();
    newer.v = RECORD_VERSION.saturating_add(1);
    newer.extra = unknown_members();
    round_trip(case, "a record of a newer version with more members", &newer).await?;
    // As a phase that only the newer version knows is read.
    let mut unknown = record("unknown", Phase::Unknown);
    unknown.v = newer.v;
    unknown.wake_at = Some(Moment::from_millis(5));
    unknown.extra = unknown_members();
    round_trip(case, "a record of a newer version in an unknown phase", &unknown).await?;
    case.setting
        .eventually(async || {
            let due = case.ledger.due(Moment::from_millis(5), 9).await?;
            same("due, with a record in an unknown phase", &due, &vec![unknown.pk.clone()])?;
            let listed = case.ledger.list(Phase::Unknown, None, 9).await?;
            same("list of the unknown phase", &listed, &vec![unknown.pk.clone()])
        })
        .await
}

fn unknown_members() -> Map<String, Value> {
    let numbers = json!([0, -1, 1.5, i64::MIN, u64::MAX, 1e300, 0.1]);
    let members =
        json!({ "later": { "deep": [null, true, "text", {}, []], "numbers": numbers }, "": "", "null": null });
    members.as_object().cloned().unwrap_or_default()
}

/// Each member says something that it does not say by default. A new member does not compile without its value here.
fn full_record() -> Record {
    let at = Moment::from_millis;
    let ticket = TicketRef::new("12345", "SEC-31");
    Record {
        v: RECORD_VERSION,
        pk: "conformance:full".to_owned(),
        destination: "SEC".to_owned(),
        recurrence: 2,
        phase: Phase::Closed,
        attempt: Some(Attempt { id: AttemptId::new("a1"), owner: "worker".to_owned(), since: at(1), send_by: at(2) }),
        tried: vec![AttemptId::new("t1"), AttemptId::new("t2")],
        made: vec![Made::new(AttemptId::new("m1"), Moment::from_millis(9))],
        probe_first: true,
        owes_close: true,
        op: Some(full_op()),
        ticket: Some(ticket.clone()),
        previous: vec![TicketRef::new("1", "SEC-1"), TicketRef::new("2", "SEC-2")],
        strays: vec![TicketRef::new("3", "SEC-3")],
        seen_ticket: Some(full_snapshot(ticket)),
        seen_ticket_at: Some(at(3)),
        wrote: Wrote {
            from_title: Some("from".to_owned()),
            title: Some("title".to_owned()),
            priority: Some(Priority::from("later")),
        },
        seen_source: Some(SeenSource { state: FindingState::Inactive, severity: Severity::from("dire"), at: at(4) }),
        pending: Some(full_observation()),
        mute: Some(Mute { until: at(5), reason: "noise".to_owned(), by_operator: true }),
        reread_at: Some(at(6)),
        repeats: Repeats { count: u64::MAX, since: at(7) },
        notices: vec![StoredNotice {
            id: "n1".to_owned(),
            kind: NoticeKind::InDoubt,
            detail: "words".to_owned(),
            due: Some(at(8)),
            message_id: Some("99".to_owned()),
        }],
        reverts: u32::MAX,
        defer_until: Some(at(9)),
        verify_at: Some(at(10)),
        held_until: Some(at(11)),
        closed_at: Some(at(12)),
        // A ledger that forgets does so after this moment.
        expires_at: Some(at(9_000_000_000_000)),
        wake_at: Some(at(9_000_000_000_001)),
        problem: Some("refused".to_owned()),
        place: Some(Place {
            adopted_at: Some(at(15)),
            circuit: Some(Circuit { until: at(16), reason: "no right".to_owned(), failures: 3 }),
            reconciled_to: Some(at(17)),
        }),
        extra: Map::new(),
    }
}

fn full_op() -> Op {
    Op {
        id: OpId::new("o1"),
        kind: OpKind::UpdateFinding,
        send_by: Moment::from_millis(20),
        state: OpState::InDoubt,
        reason: "the ticket was edited".to_owned(),
        due: Moment::from_millis(21),
        fields: TicketFields { title: Some("title".to_owned()), priority: Some(Priority::High) },
        update: FindingUpdate {
            status: Some("処理中".to_owned()),
            priority: Some(Priority::Low),
            note: Some("words".to_owned()),
        },
    }
}

fn full_snapshot(ticket: TicketRef) -> TicketSnapshot {
    TicketSnapshot {
        ticket,
        closed: true,
        status: "完了".to_owned(),
        resolution: Some("対応しない".to_owned()),
        wont_fix: true,
        title: Some("title".to_owned()),
        priority: Some(Priority::Normal),
        comment: Some(TicketComment::new("7", "words")),
        updated_by: Some("8".to_owned()),
        created_at: Moment::from_millis(22),
        updated_at: Moment::from_millis(23),
    }
}

fn full_observation() -> Observation {
    Observation {
        source: "conformance".to_owned(),
        key: "arn:aws:s3:::example".to_owned(),
        state: FindingState::Inactive,
        severity: Severity::Critical,
        title: "Public bucket".to_owned(),
        details: "more words".to_owned(),
        resource: Some("arn:aws:s3:::example".to_owned()),
        account: Some("123456789012".to_owned()),
        region: Some("us-east-1".to_owned()),
        links: vec![Link::new("console", "https://example.com/")],
        observed_at: Moment::from_millis(u64::MAX),
        raw: json!({ "any": [1, 2.5, "three", null, { "four": true }] }).into(),
    }
}
