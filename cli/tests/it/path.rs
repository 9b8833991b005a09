//! The whole path of an operator: init, check, adopt, plan, and what comes after.

use crate::support::{Team, mode};
use serde_json::{Value, json};
use std::time::Duration;
use ticket_bridge::{Expected, Ledger, Put, Record};
use ticket_bridge_config::Config;
use ticket_bridge_redb::RedbLedger;
use ticket_bridge_sandbox::{Fault, Generation, OrcaAlert};

#[tokio::test(flavor = "multi_thread")]
async fn init_creates_what_is_missing_and_writes_ids_and_nothing_else() {
    let team = Team::start().await;
    let example = team.run(&["init", "--print-example"]).await.ends(0);
    assert!(Config::parse(&example.stdout).is_ok());
    team.run(&["init", "--dry-run"]).await.ends(1);
    assert!(!team.path("ticket-bridge.toml").exists());
    let written = team.run(&["init"]).await.ends(1);
    assert!(written.stdout.contains("fill it in"), "{}", written.stdout);
    assert_eq!(team.read_config(), example.stdout);

    let config = team.config();
    team.write_config(&config);
    for args in [&["init"][..], &["init", "--dry-run"]] {
        let ended = team.run(args).await.ends(1);
        for part in ["Alert-Id", "Finding-Id", "Bridge-Attempt", "ledger.redb"] {
            assert!(ended.stdout.contains(part), "{part}: {}", ended.stdout);
        }
        assert_eq!((team.writes(), team.read_config()), (vec![], config.clone()));
        assert!(!team.path("ledger.redb").exists());
    }

    let done = team.json(&["init", "--yes"], 0).await;
    assert_eq!(done["created"].as_array().unwrap().len(), 4);
    assert_eq!((&done["ids_written"], &done["check"]["ok"]), (&json!(true), &json!(true)));
    let with_ids = team.read_config();
    let ids = with_ids.strip_prefix(&config).expect("nothing else moved");
    assert!(ids.starts_with("\n[ids]\n"), "{ids}");
    assert!(Config::parse(&with_ids).unwrap().ids.is_some());
    assert_eq!(team.writes().len(), 3);

    let again = team.run(&["init", "--yes"]).await.ends(0);
    assert!(again.stdout.contains("the ids are up to date"), "{}", again.stdout);
    assert_eq!((team.read_config(), team.writes().len()), (with_ids, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_path() {
    let team = Team::ready().await;
    let checked = team.run(&["check"]).await.ends(0);
    assert_eq!((&*checked.stdout, &*checked.stderr), ("all is well\n", ""));
    let field = field_of(&team, "Alert-Id");
    let old = team.backlog.add_issue(team.project.id, "known before", &[(field, "orca-600001")]).unwrap();
    for number in 1..=2 {
        team.backlog.add_issue(team.project.id, &format!("twice {number}"), &[(field, "orca-600002")]).unwrap();
    }

    // Several open tickets of one finding are for a person.
    let adopted = team.json(&["adopt"], 1).await;
    assert_eq!(adopted["complete"], true);
    let alerts = &adopted["flows"][0];
    assert_eq!((&alerts["flow"], &alerts["tickets"], &alerts["linked"]), (&json!("alerts"), &json!(3), &json!(1)));
    assert_eq!(alerts["ambiguous"], json!([{"key": "alerts:orca-600002", "tickets": ["SEC-2", "SEC-3"]}]));

    let alert = team.orca.add_alert(OrcaAlert::public_bucket("invoices-prod").id("orca-700123"));
    let event = team.orca.sqs_event(&alert, Generation::Legacy);
    team.run(&["plan", "--events", &team.events(&event)]).await.ends(0);
    team.deliver(&event).await;
    let twice = team.orca.add_alert(OrcaAlert::public_bucket("twice").id("orca-600002"));
    team.deliver(&team.orca.sqs_event(&twice, Generation::Legacy)).await;
    // One whose answer is lost.
    team.backlog.fault(Fault::reset_after().on("POST", "/api/v2/issues"));
    let lost = team.orca.add_alert(OrcaAlert::public_bucket("logs").id("orca-700124"));
    team.deliver(&team.orca.sqs_event(&lost, Generation::Legacy)).await;

    let listed = team.json(&["list"], 0).await;
    let rows = listed["records"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]["key"]), (1, &json!("alerts:orca-600002")), "{listed}");
    assert_eq!(team.json(&["list", "--all"], 0).await["records"].as_array().unwrap().len(), 4);
    let table = team.run(&["list", "--phase", "linked", "--flow", "alerts"]).await.ends(0).stdout;
    assert_eq!(table.lines().count(), 4, "{table}");

    for name in ["alerts:orca-700123", "orca-700123", "SEC-4"] {
        assert_eq!(team.json(&["show", name], 0).await["pk"], "alerts:orca-700123", "{name}");
    }
    let shown = team.run(&["show", &old]).await.ends(0).stdout;
    assert!(shown.contains("key") && shown.contains("alerts:orca-600001") && shown.contains("SEC-1 (id "), "{shown}");

    // A person closes one of the two, and lets the dead letter try again.
    let still = team.json(&["replay", "--all-dead-letters"], 1).await;
    assert_eq!(still["records"][0]["disposition"], "dead_letter", "{still}");
    team.backlog.close_issue("SEC-3").unwrap();
    let replayed = team.json(&["replay", "orca-600002"], 0).await;
    assert_eq!(
        replayed["records"],
        json!([{"key": "alerts:orca-600002", "disposition": "linked", "why": null, "error": null}])
    );
    assert_eq!(team.json(&["list"], 0).await["records"], json!([]));
    let nothing = team.run(&["replay", "--all-dead-letters"]).await.ends(0);
    assert_eq!(nothing.stdout, "no such records\n");

    let muted = team.json(&["mute", "orca-700123", "--until", "30d", "--reason", "移行まで"], 0).await;
    assert_eq!(muted["records"][0]["disposition"], "muted");
    assert_eq!(team.json(&["show", "orca-700123"], 0).await["mute"]["reason"], "移行まで");
    team.run(&["unmute", "orca-700123"]).await.ends(0);
    assert_eq!(team.json(&["show", "orca-700123"], 0).await.get("mute"), None);
    // Nothing holds it back any more: said so, and not taken for done.
    team.run(&["unmute", "orca-700123"]).await.ends(1);

    for command in ["tick", "reconcile"] {
        let done = team.json(&[command], 0).await;
        assert_eq!((done["flows"].as_array().unwrap().len(), &done["complete"]), (2, &json!(true)), "{command}");
        let table = team.run(&[command, "--flow", "findings"]).await.ends(0).stdout;
        assert_eq!(table.lines().count(), 2, "{table}");
    }
    export(&team).await;
}

async fn export(team: &Team) {
    let whole = team.run(&["export"]).await.ends(0).stdout;
    let records: Vec<Value> = whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let keys: Vec<&str> = records.iter().map(|record| record["pk"].as_str().unwrap()).collect();
    assert!(keys.is_sorted() && keys.len() == 6, "{keys:?}");
    let after = team.run(&["export", "--after", keys[2]]).await.ends(0).stdout;
    assert_eq!(after.lines().collect::<Vec<_>>(), whole.lines().skip(3).collect::<Vec<_>>());

    // What is stored is what is exported.
    let ledger = RedbLedger::open_existing(team.path("ledger.redb")).await.unwrap();
    for (key, record) in keys.iter().zip(&records) {
        assert_eq!(serde_json::to_value(ledger.get(key).await.unwrap().unwrap().0).unwrap(), *record);
    }
    ledger.close().await.unwrap();

    team.run(&["export", "--output", "all.jsonl"]).await.ends(0);
    let file = team.path("all.jsonl");
    assert_eq!((mode(&file), std::fs::read_to_string(&file).unwrap()), (0o600, whole.clone()));
    let refused = team.run(&["export", "--output", "all.jsonl"]).await.ends(1);
    assert!(refused.stderr.contains("is there already"), "{}", refused.stderr);
    // An export that was stopped goes on in its file.
    let half: String = whole.split_inclusive('\n').take(3).collect();
    std::fs::write(&file, half).unwrap();
    team.run(&["export", "--output", "all.jsonl", "--after", keys[2]]).await.ends(0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_says_which_ticket_it_is() {
    let team = Team::ready().await;
    let field = field_of(&team, "Alert-Id");
    for number in 1..=2 {
        team.backlog.add_issue(team.project.id, &format!("twice {number}"), &[(field, "orca-600002")]).unwrap();
    }
    team.run(&["adopt", "--flow", "alerts"]).await.ends(1);
    // To let it try again would say that there is no ticket.
    let unheard = team.json(&["replay", "orca-600002"], 1).await;
    assert!(unheard["records"][0]["error"].as_str().unwrap().contains("ticket-bridge link"), "{unheard}");
    assert_eq!(team.json(&["show", "orca-600002"], 0).await["phase"], "dead_letter");
    let missing = team.run(&["link", "orca-600002", "SEC-99"]).await.ends(1);
    assert!(missing.stdout.contains("failed"), "{}", missing.stdout);
    let linked = team.json(&["link", "orca-600002", "SEC-2"], 0).await;
    assert_eq!(linked["records"][0]["disposition"], "linked");
    assert_eq!(team.json(&["show", "SEC-2"], 0).await["ticket"]["key"], "SEC-2");
}

/// Each flow keeps what it cannot read. What a flow of today reads is not for the others.
#[tokio::test(flavor = "multi_thread")]
async fn input_that_could_not_be_read_is_read_again() {
    let team = Team::ready().await;
    team.deliver(&json!({"Records": [{"messageId": "m-1", "eventSource": "aws:sqs", "body": "{\"nobody\": 1}"}]}))
        .await;
    let still = team.json(&["replay", "--all-dead-letters"], 1).await;
    let records = still["records"].as_array().unwrap();
    assert_eq!(records.len(), 2, "{still}");
    for record in records {
        assert!(record["key"].as_str().unwrap().starts_with("!dead:"), "{record}");
        assert_eq!(record["error"], "no flow can read it yet");
    }

    // An older version did not know this form.
    let alert = team.orca.add_alert(OrcaAlert::public_bucket("invoices-prod").id("orca-700123"));
    let ledger = RedbLedger::open_existing(team.path("ledger.redb")).await.unwrap();
    let pk = records[0]["key"].as_str().unwrap();
    let (mut record, rev) = ledger.get(pk).await.unwrap().unwrap();
    record.pending.as_mut().unwrap().raw = team.orca.alert(&alert, Generation::Legacy).unwrap().into();
    assert!(matches!(ledger.put(Expected::Rev(rev), &record).await.unwrap(), Put::Won(_)));
    ledger.close().await.unwrap();
    let replayed = team.json(&["replay", pk], 0).await;
    assert_eq!(replayed["records"][0]["disposition"], "linked");
    assert_eq!(team.json(&["show", "SEC-1"], 0).await["pk"], "alerts:orca-700123");
}

fn field_of(team: &Team, name: &str) -> u64 {
    let ids = Config::parse(&team.read_config()).unwrap().ids.unwrap();
    ids.projects["SEC"].fields[name]
}

/// Nobody reads the rest of it: no message, no panic.
#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_is_no_failure_that_is_told() {
    let team = Team::ready().await;
    team.run(&["adopt"]).await.ends(0);
    let mut child = team.command(&["export"]).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().await.unwrap();
    assert_eq!((ended.status.code(), String::from_utf8(ended.stderr).unwrap()), (Some(1), String::new()));
}

/// Ctrl-C: what is under way is done, nothing new is begun, and the next run goes on.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_stops_between_two_records() {
    const ALL: usize = 30;
    let team = Team::ready().await;
    team.run(&["adopt"]).await.ends(0);
    let ledger = RedbLedger::open_existing(team.path("ledger.redb")).await.unwrap();
    for number in 0..ALL {
        let key = format!("orca-7{number:05}");
        let finding = json!({"source": "orca", "key": key, "state": "active", "severity": "high", "title": key,
            "observed_at": 1_700_000_000_000_u64});
        let record = json!({"v": 1, "pk": format!("alerts:{key}"), "destination": "SEC", "recurrence": 0,
            "phase": "deferred", "pending": finding, "defer_until": 1, "wake_at": 1});
        let record = Record::from_json(&record.to_string()).unwrap();
        assert!(matches!(ledger.put(Expected::Absent, &record).await.unwrap(), Put::Won(_)));
    }
    ledger.close().await.unwrap();
    team.backlog.fault(Fault::delay(Duration::from_millis(200)).on("POST", "/api/v2/issues").always());
    let child = team.command(&["tick", "--json"]).spawn().unwrap();
    while team.backlog.issues().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let pid = child.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let output = tokio::time::timeout(Duration::from_mins(1), child.wait_with_output()).await.unwrap().unwrap();
    let ticked: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &ticked["complete"]), (Some(1), &json!(false)), "{ticked}");
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("stopping after what is under way"));
    let made = team.backlog.issues().len();
    assert!(made < ALL, "{made} of {ALL}");
    // Nothing was left halfway.
    let count =
        async |phase: &str| team.json(&["list", "--phase", phase], 0).await["records"].as_array().unwrap().len();
    assert_eq!((count("linked").await, count("deferred").await, count("claimed").await), (made, ALL - made, 0));
    assert_eq!(ticked["flows"][0]["failed"], json!([]));

    team.backlog.clear_faults();
    let ticked = team.json(&["tick"], 0).await;
    assert_eq!((&ticked["flows"][0]["woken"], team.backlog.issues().len()), (&json!(ALL - made), ALL));
}
