//! The rules of a flow: each field of `ticket_bridge::Policy` is a key.

use crate::config::budget;
use crate::problem::Problems;
use crate::table::Table;
use saas_api_core::Timestamp;
use std::time::Duration;
use ticket_bridge::{Deleted, Moment, Mute, MuteRule, Policy, Priority, Reopen, Severity, SyncBack, Unresolved};
use toml::de::{DeTable, DeValue};

const SEVERITIES: [(&str, Severity); 5] = [
    ("informational", Severity::Informational),
    ("low", Severity::Low),
    ("medium", Severity::Medium),
    ("high", Severity::High),
    ("critical", Severity::Critical),
];
const SEVERITY_NAMES: &[&str] = &["informational", "low", "medium", "high", "critical"];
const PRIORITIES: [(&str, Priority); 3] =
    [("low", Priority::Low), ("normal", Priority::Normal), ("high", Priority::High)];

pub(super) fn read(flow: &str, project: &str, table: &Table<'_>, problems: &mut Problems) -> Policy {
    let mut policy = Policy::new(flow, project);
    set(&mut policy.opens_from, table.word("opens_from", &SEVERITIES, problems));
    priorities(&mut policy, table, problems);
    set(&mut policy.update_title, table.flag("update_title", problems));
    set(&mut policy.reopen, reopen(table, problems));
    let deleted = [("new-ticket", Deleted::NewTicket), ("stays-deleted", Deleted::StaysDeleted)];
    set(&mut policy.deleted, table.word("deleted", &deleted, problems));
    let unresolved = [("create-again", Unresolved::CreateAgain), ("ask-person", Unresolved::AskPerson)];
    set(&mut policy.unresolved, table.word("unresolved", &unresolved, problems));
    policy.mutes = mutes(table, problems);
    set(&mut policy.sync, sync(table, problems));
    durations(&mut policy, table, problems);
    policy.recheck_source = some_time(table, "recheck_source", problems);
    policy.freshness = some_time(table, "freshness", problems);
    set(&mut policy.max_reverts, table.number("max_reverts", 1, problems));
    policy.storm = budget(table, "storm", problems);
    policy
}

fn set<T>(field: &mut T, said: Option<T>) {
    if let Some(said) = said {
        *field = said;
    }
}

fn durations(policy: &mut Policy, table: &Table<'_>, problems: &mut Problems) {
    set(&mut policy.wont_fix_for, table.duration("wont_fix_for", problems));
    set(&mut policy.commit_within, table.duration("commit_within", problems));
    set(&mut policy.shows_within, table.duration("shows_within", problems));
    set(&mut policy.clock_skew, table.duration("clock_skew", problems));
    set(&mut policy.verify_after, table.duration("verify_after", problems));
    set(&mut policy.still_active_after, table.duration("still_active_after", problems));
    set(&mut policy.keep_closed, table.duration("keep_closed", problems));
    set(&mut policy.send_window, some_time(table, "send_window", problems));
    set(&mut policy.retry_evidence, some_time(table, "retry_evidence", problems));
    set(&mut policy.attempt_timeout, some_time(table, "attempt_timeout", problems));
    set(&mut policy.flush_repeats, some_time(table, "flush_repeats", problems));
    set(&mut policy.circuit_pause, some_time(table, "circuit_pause", problems));
}

/// A duration that must not be nothing: nothing could be sent, or nothing would ever rest.
fn some_time(table: &Table<'_>, key: &str, problems: &mut Problems) -> Option<Duration> {
    let duration = table.duration(key, problems)?;
    if duration.is_zero() {
        problems.add(table.at(key), "is no time at all", "write a longer one, or leave the key out");
        return None;
    }
    Some(duration)
}

/// What is said replaces the default of that severity. Others keep theirs.
fn priorities(policy: &mut Policy, table: &Table<'_>, problems: &mut Problems) {
    let Some(said) = table.table("priorities", SEVERITY_NAMES, problems) else { return };
    for (severity, priority) in &mut policy.priorities {
        set(priority, said.word(severity.as_str(), &PRIORITIES, problems));
    }
}

fn reopen(table: &Table<'_>, problems: &mut Problems) -> Option<Reopen> {
    if table.get("reopen")?.is_table() {
        let within = table.table("reopen", &["within"], problems)?;
        if !within.has("within") {
            problems.add(within.at("within"), "is missing", "add `within = \"30d\"`");
        }
        return within.duration("within", problems).map(Reopen::Within);
    }
    let words = [("always", Reopen::Always), ("never", Reopen::Never), ("new", Reopen::NewAlways)];
    let form = "\"always\", \"never\", \"new\" or { within = \"30d\" }";
    let word =
        |value: &DeValue<'_>| words.iter().find(|(word, _)| value.as_str() == Some(word)).map(|(_, reopen)| *reopen);
    table.of_type("reopen", form, word, problems)
}

fn sync(table: &Table<'_>, problems: &mut Problems) -> Option<SyncBack> {
    let mut sync = SyncBack::default();
    for word in table.texts("sync", problems)? {
        match word.as_str() {
            "status" => sync.status = true,
            "priority" => sync.priority = true,
            "comments" => sync.comments = true,
            _ => {
                let fix = "write some of \"status\", \"priority\", \"comments\"";
                problems.add(table.at("sync"), "holds a word that it cannot hold", fix);
            }
        }
    }
    Some(sync)
}

fn mutes(table: &Table<'_>, problems: &mut Problems) -> Vec<MuteRule> {
    let form = "a list of tables: `[[flows.NAME.mutes]]` for each";
    let tables = |value| -> Option<Vec<&DeTable<'_>>> {
        DeValue::as_array(value)?.iter().map(|value| value.get_ref().as_table()).collect()
    };
    let tables = table.of_type("mutes", form, tables, problems).unwrap_or_default();
    let rule = |(index, rule): (usize, _)| {
        const KEYS: &[&str] = &["key", "account", "region", "resource", "title_prefix", "until", "reason"];
        let path = format!("{}[{index}]", table.at("mutes"));
        mute(&Table::new(path, rule, KEYS, problems), problems)
    };
    tables.into_iter().enumerate().filter_map(rule).collect()
}

fn mute(table: &Table<'_>, problems: &mut Problems) -> Option<MuteRule> {
    let until = until(table, problems);
    let reason = table.required_text("reason", "\"accepted until the migration is over\"", problems);
    let [key, account, region, resource, title_prefix] =
        ["key", "account", "region", "resource", "title_prefix"].map(|key| table.text(key, problems));
    if [&key, &account, &region, &resource, &title_prefix].iter().all(|part| part.is_none()) {
        let fix = "give one of `key`, `account`, `region`, `resource`, `title_prefix`";
        problems.add(table.path(), "would hold back every finding", fix);
    }
    let mut rule = MuteRule::new(Mute::new(until?, reason?));
    (rule.key, rule.account, rule.region, rule.resource, rule.title_prefix) =
        (key, account, region, resource, title_prefix);
    Some(rule)
}

/// A moment, with quotes or without.
fn until(table: &Table<'_>, problems: &mut Problems) -> Option<Moment> {
    if !table.has("until") {
        problems.add(table.at("until"), "is missing", "add `until = \"2030-01-01T00:00:00Z\"`");
    }
    let moment = |value: &DeValue<'_>| {
        let text = match value.as_datetime() {
            Some(moment) => moment.to_string(),
            None => value.as_str()?.to_owned(),
        };
        text.parse::<Timestamp>().ok()?.to_system_time().map(Moment::from)
    };
    table.of_type("until", "a moment such as \"2030-01-01T00:00:00Z\"", moment, problems)
}
