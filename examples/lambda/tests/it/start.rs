//! A configuration that does not hold: told once, all of it, and nothing is written.

use crate::runtime_api::{Function, Outcome};
use crate::world::World;

const FUNCTIONS: [&str; 4] = ["backlog-webhook", "orca-to-backlog", "securityhub-to-backlog", "tick"];

/// What Lambda is told, by each function.
async fn told(world: &World, variables: &[(String, String)]) -> String {
    let mut told = None;
    for name in FUNCTIONS {
        let Outcome::Error { kind, message } = Function::start(name, variables).await.init_error().await else {
            panic!("it told of no error");
        };
        assert_eq!(kind, "Function.CannotStart");
        assert_eq!(told.get_or_insert(message.clone()), &message);
    }
    assert_eq!(world.writes(), 0);
    told.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_the_file_is_told_at_once() {
    let Some(world) = World::start().await else { return };
    let wrong = world.toml("").replace("issue_type", "issue_typo").replace("api_key", "api_kee");
    world.configure(&wrong);
    let told = told(&world, &world.variables()).await;
    for named in ["issue_typo", "issue_type", "api_kee", "api_key"] {
        assert!(told.contains(named), "{named} is not named:\n{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_secrets_and_a_missing_table_are_told_at_once() {
    let Some(world) = World::start().await else { return };
    let mut variables = world.variables();
    variables.retain(|(name, _)| name != "BACKLOG_API_KEY" && name != "ORCA_API_TOKEN");
    world.configure(&world.toml("").replace(world.ledger.table(), "no-such-table"));
    let told = told(&world, &variables).await;
    for named in ["BACKLOG_API_KEY", "ORCA_API_TOKEN", "no-such-table"] {
        assert!(told.contains(named), "{named} is not named:\n{told}");
    }
    assert_eq!(told.lines().count(), 3, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_file_is_named() {
    let Some(world) = World::start().await else { return };
    let mut variables = world.variables();
    variables.retain(|(name, _)| name != "TICKET_BRIDGE_CONFIG");
    variables.push(("LAMBDA_TASK_ROOT".to_owned(), "/nowhere".to_owned()));
    let told = told(&world, &variables).await;
    assert!(told.starts_with("/nowhere/ticket-bridge.toml: cannot be read"), "{told}");
}

/// A secret in Secrets Manager: the whole of it, and a member of its JSON.
#[tokio::test(flavor = "multi_thread")]
async fn secrets_come_from_secrets_manager_too() {
    let Some(world) = World::start().await else { return };
    let sdk = aws_sdk_secretsmanager::Client::new(&world.sdk_config().await);
    let (key, rest) = (crate::world::unique("backlog"), crate::world::unique("rest"));
    let token = serde_json::json!({"orca": world.orca.token()}).to_string();
    for (name, secret) in [(&key, world.backlog.api_key()), (&rest, token)] {
        sdk.create_secret().name(name).secret_string(secret).send().await.unwrap();
    }
    let mut variables = world.variables();
    variables.retain(|(name, _)| name != "BACKLOG_API_KEY" && name != "ORCA_API_TOKEN");
    let toml = world.toml("");
    let toml = toml.replace("env:BACKLOG_API_KEY", &format!("secretsmanager:{key}"));
    world.configure(&toml.replace("env:ORCA_API_TOKEN", &format!("secretsmanager:{rest}#orca")));
    Function::start("orca-to-backlog", &variables).await.first_poll().await;

    // One that is not there, and a member that is not.
    let toml = world.toml("").replace("env:BACKLOG_API_KEY", "secretsmanager:no-such-secret");
    world.configure(&toml.replace("env:ORCA_API_TOKEN", &format!("secretsmanager:{rest}#orcas")));
    let told = told(&world, &variables).await;
    assert!(told.contains("no-such-secret") && told.contains("orcas"), "{told}");
}
