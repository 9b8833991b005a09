//! What is refused, and how it is said.

use crate::support::{SMALL, at, parsed, paths, problems_of};
use std::path::Path;
use ticket_bridge_config::{Config, LedgerConfig, RoomConfig, Source, WebhookConfig};

fn with(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from}");
    SMALL.replace(from, to)
}

#[test]
fn a_small_file_is_enough() {
    let config = parsed(SMALL);
    let flow = &config.flows[0];
    assert_eq!((flow.name.as_str(), flow.source, flow.project.as_str()), ("alerts", Source::Orca, "SEC"));
    assert_eq!((flow.closes_findings, config.ledger, config.ids), (true, LedgerConfig::Memory, None));
    assert_eq!(flow.policy, ticket_bridge::Policy::new("alerts", "SEC"));
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let problems = problems_of(
        r#"
colour = "red"
[backlog]
spaces = "example.backlog.jp"
api_key = 7
[orca]
region = "mars"
[ledger]
table = "a"
memory = true
[flows.alerts]
source = "orca"
project = "sec"
isue_type = "Task"
marker_field = ""
opens_from = "terrible"
reopen = { within = "soon" }
storm = { most = 0, windw = "1h" }
[[flows.alerts.mutes]]
until = "tomorrow"
"#,
    );
    assert_eq!(
        paths(&problems),
        [
            "colour",
            "backlog.spaces",
            "backlog.space",
            "backlog.api_key",
            "orca.token",
            "orca.region",
            "ledger",
            "flows.alerts.isue_type",
            "flows.alerts.project",
            "flows.alerts.issue_type",
            "flows.alerts.marker_field",
            "flows.alerts.opens_from",
            "flows.alerts.reopen.within",
            "flows.alerts.mutes[0].until",
            "flows.alerts.mutes[0].reason",
            "flows.alerts.mutes[0]",
            "flows.alerts.storm.windw",
            "flows.alerts.storm.window",
            "flows.alerts.storm.most",
        ]
    );
    assert_eq!(problems.to_string().lines().count(), problems.len());
}

#[test]
fn a_mistyped_key_finds_the_one_that_was_meant_at_each_level() {
    for (file, path, meant) in [
        (format!("{SMALL}\n[legder]\n"), "legder", "ledger"),
        (with("region =", "regoin ="), "orca.regoin", "region"),
        (format!("{SMALL}\nwontFixFor = '1d'\n"), "flows.alerts.wontFixFor", "wont_fix_for"),
        (format!("{SMALL}\nstorm = {{ mots = 1, window = '1h' }}\n"), "flows.alerts.storm.mots", "most"),
        (format!("{SMALL}\n[[flows.alerts.mutes]]\nacount = 'a'\n"), "flows.alerts.mutes[0].acount", "account"),
        (format!("{SMALL}\n[ids]\nspase = 'a'\n"), "ids.spase", "space"),
        (format!("{SMALL}\n[ids.projects.SEC]\nfeilds = {{}}\n"), "ids.projects.SEC.feilds", "fields"),
    ] {
        let problems = problems_of(&file);
        assert_eq!(at(&problems, path).fix, format!("did you mean `{meant}`?"));
    }
    let problems = problems_of(&with("[ledger]", "[ledger]\ncolour = 1"));
    assert_eq!(at(&problems, "ledger.colour").fix, "the keys here are: table, region, file, memory");
}

#[test]
fn contradictions_are_told() {
    let second = "\n[flows.more]\nsource = \"orca\"\nproject = \"SEC\"\nissue_type = \"Task\"\nmarker_field = ";
    let hub = with("source = \"orca\"", "source = \"securityhub\"");
    for (file, path) in [
        (format!("{SMALL}{second}\"Alert-Id\"\n"), "flows.more.marker_field"),
        (format!("{SMALL}{second}\"B\"\nattempt_field = \"Alert-Id\"\n"), "flows.more.attempt_field"),
        (format!("{SMALL}attempt_field = \"Alert-Id\"\n"), "flows.alerts.attempt_field"),
        (format!("{SMALL}sync = [\"priority\"]\n"), "flows.alerts.sync"),
        (format!("{SMALL}controls_only = true\n"), "flows.alerts.controls_only"),
        (format!("{SMALL}closes_findings = false\nsync = [\"status\"]\n"), "flows.alerts.sync"),
        (format!("{SMALL}closes_findings = false\nrecheck_source = \"1d\"\n"), "flows.alerts.recheck_source"),
        (format!("{hub}sync = [\"comments\"]\n"), "flows.alerts.sync"),
        (format!("{hub}closes_findings = true\n"), "flows.alerts.closes_findings"),
        (
            format!("{SMALL}template = {{ paths = {{}}, text = '{{\"description\": \"a\"}}' }}\n"),
            "flows.alerts.template",
        ),
        (
            format!("{hub}template = {{ markup = 'backlog', text = 'a', paths = {{}} }}\n"),
            "flows.alerts.template.markup",
        ),
        (format!("{hub}template = {{ text = '<Title>', paths = {{}} }}\n"), "flows.alerts.template"),
        (with("region = \"us\"", "region = \"us\"\norigin = \"https://orca.example.com\""), "orca"),
        (with("region = \"us\"\n", ""), "orca"),
        (with("[orca]\nregion = \"us\"\ntoken = \"env:ORCA_API_TOKEN\"\n", ""), "orca"),
        (with("memory = true", "memory = true\nfile = \"a.redb\""), "ledger"),
        (with("memory = true", "region = \"us-east-1\"\nmemory = true"), "ledger.region"),
        (with("memory = true", "memory = false"), "ledger.memory"),
        (with("memory = true", ""), "ledger"),
        (with("space = \"example.backlog.jp\"", "space = \"example.com\""), "backlog.space"),
        (format!("{SMALL}[webhook]\n"), "webhook"),
        (SMALL.split("[flows").next().unwrap().to_owned(), "flows"),
    ] {
        let problems = problems_of(&file);
        assert_eq!(paths(&problems), [path], "{file}");
    }
}

#[test]
fn an_orca_flow_that_closes_nothing_needs_no_orca() {
    let file = with("[orca]\nregion = \"us\"\ntoken = \"env:ORCA_API_TOKEN\"\n", "") + "closes_findings = false\n";
    assert!(!parsed(&file).flows[0].closes_findings);
}

#[test]
fn flow_names_are_safe_in_the_ledgers_keys() {
    for name in ["a:b", "!dest", "", "a b", "ａ", "a.b", &"x".repeat(41)] {
        let file = with("[flows.alerts]", &format!("[flows.{name:?}]"));
        assert_eq!(problems_of(&file).len(), 1, "{name}");
    }
    for name in ["alerts", "Alerts_2-x", "7"] {
        assert_eq!(parsed(&with("[flows.alerts]", &format!("[flows.{name}]"))).flows[0].name, name);
    }
}

#[test]
fn each_service_can_be_said_in_each_of_its_ways() {
    let file = format!(
        "{SMALL}[chatwork]\nroom = \"Security alerts\"\nurl = \"https://chat.example.com\"\ntoken = \"env:T\"\n\
         [webhook]\nheader = {{ name = \"x-secret\", value = \"secretsmanager:hook#value\" }}\n"
    );
    let config = parsed(&file);
    let chatwork = config.chatwork.as_ref().unwrap();
    assert_eq!(chatwork.room, RoomConfig::Name("Security alerts".to_owned()));
    assert_eq!(chatwork.url.as_deref(), Some("https://chat.example.com"));
    assert!(matches!(&config.webhook, Some(WebhookConfig::Header { name, .. }) if name == "x-secret"));
    let places: Vec<String> = config.secrets().map(|secret| format!("{}={secret}", secret.path)).collect();
    assert_eq!(
        places,
        [
            "backlog.api_key=env:BACKLOG_API_KEY",
            "orca.token=env:ORCA_API_TOKEN",
            "chatwork.token=env:T",
            "webhook.header.value=secretsmanager:hook#value"
        ]
    );
    assert_eq!(config.orca.unwrap().origin, "https://api.orcasecurity.io");
    let file = with("region = \"us\"", "origin = \"https://orca.example.com\"");
    assert_eq!(parsed(&file).orca.unwrap().origin, "https://orca.example.com");
    let file = format!("{SMALL}[chatwork]\nroom = 42\ntoken = \"env:T\"\n[webhook]\npath_secret = \"env:H\"\n");
    let config = parsed(&file);
    assert_eq!(config.chatwork.unwrap().room, RoomConfig::Id(42));
    assert!(matches!(config.webhook, Some(WebhookConfig::PathSecret(secret)) if secret.path == "webhook.path_secret"));
}

#[test]
fn each_ledger_can_be_said() {
    let table = parsed(&with("memory = true", "table = \"t\"\nregion = \"us-east-1\"")).ledger;
    let LedgerConfig::DynamoDb { table, region, .. } = table else { panic!("{table:?}") };
    assert_eq!((table.as_str(), region.as_deref()), ("t", Some("us-east-1")));
    let file = parsed(&with("memory = true", "file = \"data/ledger.redb\"")).ledger;
    assert!(matches!(file, LedgerConfig::File { path, .. } if path == Path::new("data/ledger.redb")));
}

#[test]
fn the_pacing_of_the_key_is_read() {
    let said = "space = \"example.backlog.jp\"\nwrites_at_once = 3\nbetween_writes = \"2s\"\nmost_writes = { most = 60, window = \"1m\" }";
    let backlog = parsed(&with("space = \"example.backlog.jp\"", said)).backlog;
    assert_eq!((backlog.writes_at_once, backlog.between_writes.as_secs()), (3, 2));
    let most = backlog.most_writes.unwrap();
    assert_eq!((most.most, most.window.as_secs()), (60, 60));
}

#[test]
fn what_could_be_read_is_given_beside_the_problems() {
    let (config, problems) = Config::read(&format!("{SMALL}colour = 1\n[flows.broken]\nsource = \"orca\"\n"));
    assert_eq!(config.unwrap().flows.len(), 1);
    assert_eq!(
        paths(&problems),
        ["flows.alerts.colour", "flows.broken.project", "flows.broken.issue_type", "flows.broken.marker_field"]
    );
}
