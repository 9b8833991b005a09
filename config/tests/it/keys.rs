//! Each key of a flow takes effect, and each field of `Policy` is a key.

use crate::support::{SMALL, at, parsed, problems_of};
use std::time::Duration;
use ticket_bridge::{
    Budget, Deferral, Deleted, Moment, Mute, MuteRule, Policy, Priority, Reopen, Severity, SyncBack, Unresolved,
};
use ticket_bridge_config::FlowConfig;

fn flow(lines: &str) -> FlowConfig {
    parsed(&format!("{SMALL}\n{lines}\n")).flows.remove(0)
}

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A change of one field.
type Change = fn(&mut Policy);

const CASES: &[(&str, Change)] = &[
    ("opens_from = 'high'", |p| p.opens_from = Severity::High),
    ("opens_from = 'informational'", |p| p.opens_from = Severity::Informational),
    ("opens_from = 'low'", |p| p.opens_from = Severity::Low),
    ("opens_from = 'medium'", |p| p.opens_from = Severity::Medium),
    ("opens_from = 'critical'", |p| p.opens_from = Severity::Critical),
    ("priorities = { medium = 'high', high = 'normal', critical = 'low' }", |p| {
        p.priorities = vec![
            (Severity::Informational, Priority::Low),
            (Severity::Low, Priority::Low),
            (Severity::Medium, Priority::High),
            (Severity::High, Priority::Normal),
            (Severity::Critical, Priority::Low),
        ];
    }),
    ("update_title = true", |p| p.update_title = true),
    ("reopen = 'always'", |p| p.reopen = Reopen::Always),
    ("reopen = 'never'", |p| p.reopen = Reopen::Never),
    ("reopen = 'new'", |p| p.reopen = Reopen::NewAlways),
    ("reopen = { within = '30d' }", |p| p.reopen = Reopen::Within(secs(30 * 86_400))),
    ("wont_fix_for = '0s'", |p| p.wont_fix_for = Duration::ZERO),
    ("deleted = 'stays-deleted'", |p| p.deleted = Deleted::StaysDeleted),
    ("deleted = 'new-ticket'", |p| p.deleted = Deleted::NewTicket),
    ("unresolved = 'ask-person'", |p| p.unresolved = Unresolved::AskPerson),
    ("unresolved = 'create-again'", |p| p.unresolved = Unresolved::CreateAgain),
    ("sync = ['status', 'comments']", |p| {
        p.sync = SyncBack::default();
        p.sync.status = true;
        p.sync.comments = true;
    }),
    ("send_window = '90s'", |p| p.send_window = secs(90)),
    ("commit_within = '3m'", |p| p.commit_within = secs(180)),
    ("shows_within = '1h'", |p| p.shows_within = secs(3_600)),
    ("clock_skew = '7s'", |p| p.clock_skew = secs(7)),
    ("retry_evidence = '2m'", |p| p.retry_evidence = secs(120)),
    ("attempt_timeout = '20s'", |p| p.attempt_timeout = secs(20)),
    ("verify_after = '2h'", |p| p.verify_after = secs(7_200)),
    ("recheck_source = '1d'", |p| p.recheck_source = Some(secs(86_400))),
    ("freshness = '2d'", |p| p.freshness = Some(secs(172_800))),
    ("still_active_after = '3d'", |p| p.still_active_after = secs(259_200)),
    ("max_reverts = 5", |p| p.max_reverts = 5),
    ("flush_repeats = '5m'", |p| p.flush_repeats = secs(300)),
    ("circuit_pause = '10s'", |p| p.circuit_pause = secs(10)),
    ("keep_closed = '30d'", |p| p.keep_closed = secs(30 * 86_400)),
    ("storm = { most = 20, window = '1h' }", |p| p.storm = Some(Budget::new(20, secs(3_600)))),
    (
        "mutes = [{ key = 'k', account = 'a', region = 'r', resource = 's', title_prefix = 't', \
         until = 2027-01-01T00:00:00Z, reason = 'w' }, { key = 'k', until = '2027-01-01T09:00:00+09:00', reason = 'w' }]",
        |p| {
            let rule = || MuteRule::new(Mute::new(Moment::from_millis(1_798_761_600_000), "w")).key("k");
            p.mutes = vec![rule().account("a").region("r").resource("s").title_prefix("t"), rule()];
        },
    ),
];

#[test]
fn each_key_sets_its_field_of_the_policy_and_no_other() {
    for (line, change) in CASES {
        let mut expected = Policy::new("alerts", "SEC");
        change(&mut expected);
        assert_eq!(flow(line).policy, expected, "{line}");
    }
}

/// When `Policy` gains a field, this fails until the file can set it.
#[test]
fn each_field_of_the_policy_is_a_key() {
    let shown = format!("{:#?}", Policy::new("alerts", "SEC"));
    // Those that the flow's name and project say, and a switch of the bridge's own tests.
    let said_elsewhere = ["flow", "destination", "flaw"];
    let fields: Vec<&str> = shown
        .lines()
        .filter_map(|line| line.strip_prefix("    ").filter(|line| !line.starts_with(' '))?.split_once(": "))
        .map(|(field, _)| field)
        .filter(|field| !said_elsewhere.contains(field))
        .collect();
    assert!(fields.len() > 20, "{shown}");
    for field in fields {
        // A value that no key takes: a key that is known says so, and another one says that it is not.
        let problems = problems_of(&format!("{SMALL}\n{field} = -1.5\n"));
        let problem = at(&problems, &format!("flows.alerts.{field}"));
        assert_eq!(problem.what, "has another form than it must have", "{field}");
        assert!(CASES.iter().any(|(line, _)| line.starts_with(&format!("{field} = "))), "{field} has no case");
    }
}

#[test]
fn the_other_keys_take_effect() {
    let plain = flow("");
    assert_eq!((plain.deferral, plain.concurrency, plain.controls_only), (Deferral::Store, None, false));
    assert_eq!((plain.attempt_field, plain.wont_fix_resolutions), (None, None));
    assert_eq!(flow("deferral = 'redeliver'").deferral, Deferral::Redeliver);
    assert_eq!(flow("deferral = 'store'").deferral, Deferral::Store);
    assert_eq!(flow("concurrency = 3").concurrency, Some(3));
    assert_eq!(flow("attempt_field = 'A'").attempt_field.as_deref(), Some("A"));
    assert_eq!(flow("closed_statuses = ['A', 'B']").closed_statuses, ["A", "B"]);
    assert_eq!(flow("wont_fix_resolutions = ['A']").wont_fix_resolutions, Some(vec!["A".to_owned()]));
    assert!(!flow("closes_findings = false").closes_findings);
    let hub = SMALL.replace("source = \"orca\"", "source = \"securityhub\"");
    assert!(parsed(&format!("{hub}controls_only = true\n")).flows[0].controls_only);
}

#[test]
fn a_duration_that_lets_nothing_happen_is_refused() {
    for key in ["send_window", "attempt_timeout", "retry_evidence", "flush_repeats", "circuit_pause", "recheck_source"]
    {
        let problems = problems_of(&format!("{SMALL}\n{key} = '0s'\n"));
        assert_eq!(at(&problems, &format!("flows.alerts.{key}")).what, "is no time at all");
    }
}

#[test]
fn a_value_of_another_form_is_told_with_the_form() {
    for (line, form) in [
        ("freshness = 90", "write a duration such as \"90s\", \"10m\", \"1h\" or \"7d\""),
        ("freshness = '90 s'", "write a duration such as \"90s\", \"10m\", \"1h\" or \"7d\""),
        ("max_reverts = '3'", "write a whole number from 1 on"),
        ("max_reverts = 4294967296", "write a whole number from 1 on"),
        ("update_title = 'yes'", "write true or false"),
        ("sync = 'status'", "write a list of texts, such as [\"Closed\"]"),
        ("sync = ['stat']", "write some of \"status\", \"priority\", \"comments\""),
        ("deleted = 'maybe'", "write \"new-ticket\" or \"stays-deleted\""),
        ("reopen = 'maybe'", "write \"always\", \"never\", \"new\" or { within = \"30d\" }"),
        ("closed_statuses = ['']", "write a list of texts, such as [\"Closed\"]"),
    ] {
        let problems = problems_of(&format!("{SMALL}\n{line}\n"));
        assert_eq!(problems.len(), 1, "{line}: {problems}");
        assert_eq!(problems.iter().next().unwrap().fix, form, "{line}");
    }
}
