use crate::service::Service;
use crate::world::{SECRET, World};

fn set(variables: &mut Vec<(String, String)>, name: &str, value: &str) {
    variables.retain(|(known, _)| known != name);
    variables.push((name.to_owned(), value.to_owned()));
}

/// All that is wrong is told at once, in the log; nothing is asked and nothing is written.
#[tokio::test(flavor = "multi_thread")]
async fn bad_settings_are_told_at_once_and_nothing_is_written() {
    let world = World::start().await;
    let mut variables = world.variables();
    set(&mut variables, "TICKET_BRIDGE_LISTEN", "localhost");
    set(&mut variables, "TICKET_BRIDGE_OPS_LISTEN", "127.0.0.1:99999");
    set(&mut variables, "TICKET_BRIDGE_TICK_SECONDS", "0");
    set(&mut variables, "TICKET_BRIDGE_RECONCILE_MINUTES", "often");
    set(&mut variables, "TICKET_BRIDGE_QUEUES", "alerts https://sqs.example.com/1/a https://sqs.example.com/1/a");
    variables.retain(|(name, _)| name != "BACKLOG_API_KEY" && name != "ORCA_API_TOKEN");
    world.configure(&world.toml().replace("ledger.redb", "nowhere/ledger.redb"));

    let mut service = Service::spawn(&variables);
    assert_eq!(service.ended().await.code(), Some(1));
    let log = service.log();
    let paths: Vec<String> = log
        .iter()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(!line["fix"].as_str().unwrap().is_empty(), "{line}");
            line["path"].as_str().unwrap().to_owned()
        })
        .collect();
    let wanted = [
        "TICKET_BRIDGE_LISTEN",
        "TICKET_BRIDGE_OPS_LISTEN",
        "TICKET_BRIDGE_QUEUES",
        "TICKET_BRIDGE_QUEUES",
        "TICKET_BRIDGE_TICK_SECONDS",
        "TICKET_BRIDGE_RECONCILE_MINUTES",
        "ledger.file",
        "backlog.api_key",
        "orca.token",
    ];
    assert_eq!(paths, wanted, "{log:#?}");
    assert!(!log.join("\n").contains(SECRET));
    assert!(world.backlog.requests().is_empty() && world.orca.requests().is_empty());
    let files: Vec<_> = std::fs::read_dir(&world.folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["ticket-bridge.toml"]);
}

/// Names that do not exist are found by reading, before the first delivery.
#[tokio::test(flavor = "multi_thread")]
async fn names_that_do_not_exist_are_told_at_once() {
    let world = World::start().await;
    world.configure(&world.toml().replace("\"Task\"", "\"Tasks\"").replace("\"Alert-Id\"", "\"Alert\""));
    let mut service = Service::spawn(&world.variables());
    assert_eq!(service.ended().await.code(), Some(1));
    let log = service.log().join("\n");
    assert!(log.contains("flows.alerts.issue_type") && log.contains("flows.alerts.marker_field"), "{log}");
    assert!(world.backlog.requests().iter().all(|request| request.method == "GET"));
}

/// An address that is taken is named.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_taken_is_named() {
    let world = World::start().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut variables = world.variables();
    set(&mut variables, "TICKET_BRIDGE_OPS_LISTEN", &taken.local_addr().unwrap().to_string());
    let mut service = Service::spawn(&variables);
    assert_eq!(service.ended().await.code(), Some(1));
    let log = service.log().join("\n");
    assert!(log.contains("TICKET_BRIDGE_OPS_LISTEN") && log.contains("cannot listen on"), "{log}");
    assert!(!world.folder.join("ledger.redb").exists());
}

/// The help names each variable that the READMEs do, with the same defaults.
#[test]
fn help_and_readmes_name_the_same_settings() {
    let run =
        |argument: &str| std::process::Command::new(env!("CARGO_BIN_EXE_examples-service")).arg(argument).output();
    let (help, wrong) = (run("--help").unwrap(), run("--hlep").unwrap());
    assert_eq!((help.status.code(), wrong.status.code()), (Some(0), Some(2)));
    assert_eq!(help.stdout, wrong.stdout);
    let help = String::from_utf8(help.stdout).unwrap();
    let lines: Vec<_> = help.lines().filter_map(|line| line.strip_prefix("  TICKET_BRIDGE_")).collect();
    assert_eq!(lines.len(), 7);
    for readme in [include_str!("../../README.md"), include_str!("../../README.ja.md")] {
        for line in &lines {
            let name = line.split(' ').next().unwrap();
            let row = readme.lines().find(|row| row.starts_with(&format!("| `TICKET_BRIDGE_{name}` |"))).unwrap();
            let default = line.rsplit_once('[').map(|(_, default)| default.trim_end_matches(']'));
            assert!(default.is_none_or(|default| row.contains(default)), "{line}: {row}");
        }
    }
}
