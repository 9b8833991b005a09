//! What is wrong is told at once, with what to do, and nothing is written.

use crate::support::Team;
use serde_json::{Value, json};
use ticket_bridge_redb::RedbLedger;
use ticket_bridge_sandbox::BacklogField;

/// The problems of a check, by their place.
fn places(checked: &Value) -> Vec<&str> {
    let problems = checked["problems"].as_array().unwrap();
    for problem in problems {
        for part in ["what", "fix"] {
            assert!(!problem[part].as_str().unwrap().is_empty(), "{problem}");
        }
    }
    problems.iter().map(|problem| problem["path"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_is_told_in_one_run() {
    let team = Team::start().await;
    // A field of another type, a name with a slip, a type that is not there, a table that says nothing.
    team.backlog.add_custom_field(team.project.id, "Finding-Id", BacklogField::Numeric).unwrap();
    let config = team.config();
    let config = config.replace("[flows.alerts]\n", "[flows.alerts]\nopen_from = \"high\"\n");
    let (first, second) = config.split_once("# W1").unwrap();
    let config = format!("{}# W1{second}", first.replace("issue_type = \"Task\"", "issue_type = \"Bug\""));
    team.write_config(&config);
    let without_chatwork: &[(&str, Option<&str>)] = &[("CHATWORK_API_TOKEN", None)];
    let ended = team.run_with(&["check", "--json"], without_chatwork, "").await.ends(1);
    let checked: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(checked["ok"], false);
    let mut places = places(&checked);
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "chatwork.token",
            "flows.alerts.issue_type",
            "flows.alerts.marker_field",
            "flows.alerts.open_from",
            "flows.findings.attempt_field",
            "flows.findings.marker_field",
            "ledger.file",
        ]
    );
    let ended = team.run_with(&["check"], without_chatwork, "").await.ends(1);
    assert!(ended.stdout.contains("7 problems"), "{}", ended.stdout);
    assert!(ended.stdout.contains("did you mean `opens_from`?"), "{}", ended.stdout);

    // What cannot go on says why, and does no harm.
    for args in [&["init", "--yes"][..], &["tick"], &["adopt"], &["list"], &["export"]] {
        let ended = team.run_with(args, without_chatwork, "").await.ends(1);
        assert!(ended.stderr.starts_with("error: "), "{args:?} {}", ended.stderr);
    }
    assert_eq!((team.writes(), team.read_config()), (vec![], config));
    assert!(!team.path("ledger.redb").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_are_refused_are_told_at_once() {
    let team = Team::ready().await;
    team.forget_requests();
    let wrong = [
        ("BACKLOG_API_KEY", Some("canary-wrong-key")),
        ("ORCA_API_TOKEN", Some("canary-wrong-token")),
        ("CHATWORK_API_TOKEN", Some("canary-wrong-token")),
        ("WEBHOOK_SECRET", Some("short")),
    ];
    let ended = team.run_with(&["check", "--json"], &wrong, "").await.ends(1);
    let checked: Value = serde_json::from_str(&ended.stdout).unwrap();
    let mut places = places(&checked);
    places.sort_unstable();
    places.dedup();
    assert_eq!(places, ["backlog.api_key", "chatwork.token", "orca.token", "webhook.path_secret"], "{checked}");
    assert!(!ended.stdout.contains("canary"), "no secret is quoted");
    assert_eq!(team.writes(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_the_service_holds_is_told_plainly() {
    let team = Team::ready().await;
    let service = RedbLedger::open_existing(team.path("ledger.redb")).await.unwrap();
    for args in [&["list"][..], &["show", "orca-1"], &["tick"], &["export"]] {
        let ended = team.run(args).await.ends(1);
        assert!(ended.stderr.contains("another process has this ledger open"), "{args:?} {}", ended.stderr);
        assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
    }
    let checked = team.json(&["check"], 0).await;
    assert_eq!((&checked["ok"], checked["notes"].as_array().unwrap().len()), (&json!(true), 1));
    service.close().await.unwrap();
    team.run(&["list"]).await.ends(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn to_look_into_the_ledger_needs_no_secret() {
    let mut team = Team::ready().await;
    team.forget_requests();
    team.variables.clear();
    for args in [&["list"][..], &["list", "--all"], &["export"]] {
        team.run(args).await.ends(0);
    }
    let none = team.run(&["show", "orca-1"]).await.ends(1);
    assert!(none.stderr.contains("no record is named orca-1"), "{}", none.stderr);
    assert!(team.backlog.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_in_memory_is_for_plans_only() {
    let team = Team::ready().await;
    team.write_config(&team.read_config().replace("file = \"ledger.redb\"", "memory = true"));
    let events = team.events(&json!([]));
    std::fs::write(&events, "{\"a\": 1}").unwrap();
    team.run(&["check"]).await.ends(0);
    team.run(&["plan", "--events", &events]).await.ends(1);
    for args in [&["list"][..], &["tick"], &["export"], &["show", "a"]] {
        let ended = team.run(args).await.ends(1);
        assert!(ended.stderr.contains("set ledger.table or ledger.file"), "{args:?} {}", ended.stderr);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_command_line_is_told_before_anything_is_asked() {
    let team = Team::ready().await;
    team.forget_requests();
    for args in [
        &["frobnicate"][..],
        &[],
        &["list", "--phase", "open"],
        &["list", "--flow", "alert"],
        &["list", "--limit", "0"],
        &["replay"],
        &["plan"],
        &["mute", "a", "--until", "tomorrow", "--reason", "b"],
        &["mute", "a", "--until", "2020-01-01", "--reason", "b"],
        &["init", "--yes", "--dry-run"],
    ] {
        let ended = team.run(args).await.ends(2);
        assert!(!ended.stderr.is_empty(), "{args:?}");
    }
    let none = team.run(&["check", "--config", "none.toml"]).await.ends(1);
    assert!(none.stderr.contains("let `ticket-bridge init` write an example"), "{}", none.stderr);
    let none = team.run(&["plan", "--events", "none.json"]).await.ends(1);
    assert!(none.stderr.contains("--events none.json: "), "{}", none.stderr);
    assert!(team.backlog.requests().is_empty());
}
