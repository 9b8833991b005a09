//! From the configuration to the bridges, with one configuration of AWS for all of its services.

use async_trait::async_trait;
use aws_config::timeout::TimeoutConfig;
use aws_config::{Region, SdkConfig};
use aws_sdk_secretsmanager::error::ProvideErrorMetadata;
use secrecy::SecretString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::{Ledger, TracingWatch};
use ticket_bridge_config::{Bridges, Config, Ids, LedgerConfig, Problem, Problems, SecretPlace, SecretStore, Team};
use ticket_bridge_dynamodb::DynamoLedger;

/// A call of AWS that stays without an answer is given up: one attempt, and all of them. Lambda pays for waiting.
const ATTEMPT: Duration = Duration::from_secs(3);
const OPERATION: Duration = Duration::from_secs(10);

/// Reads the configuration, fetches its secrets, and asks the ledger once, so that the connection is there.
pub(crate) async fn bridges() -> Result<Bridges, Problems> {
    let config = Config::parse(&text()?)?;
    let times = TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).operation_timeout(OPERATION).build();
    let aws = aws_config::from_env().timeout_config(times).load().await;
    let (ledger, team) = tokio::join!(ledger(&config.ledger, &aws), team(&config, &aws));
    let (ledger, (team, ids)) = both(ledger, team)?;
    Ok(team.bridges(&ids, ledger)?.customize(|_, bridge| bridge.watch(Arc::new(TracingWatch::new()))))
}

/// The path in `TICKET_BRIDGE_CONFIG`, else `ticket-bridge.toml` beside the program.
fn text() -> Result<String, Problems> {
    let named = std::env::var_os("TICKET_BRIDGE_CONFIG").map(PathBuf::from);
    let beside = || PathBuf::from(std::env::var_os("LAMBDA_TASK_ROOT").unwrap_or_default()).join("ticket-bridge.toml");
    let path = named.unwrap_or_else(beside);
    std::fs::read_to_string(&path).map_err(|error| {
        let fix = "put it beside the program, or name its path in TICKET_BRIDGE_CONFIG";
        Problem::new(path.display().to_string(), format!("cannot be read: {error}"), fix).into()
    })
}

async fn ledger(config: &LedgerConfig, aws: &SdkConfig) -> Result<Arc<dyn Ledger>, Problems> {
    let LedgerConfig::DynamoDb { table, region, .. } = config else {
        let fix = "give `table = \"ticket-bridge\"`, a table of DynamoDB";
        return Err(Problem::new("ledger", "is gone when Lambda stops the function", fix).into());
    };
    let mut client = aws_sdk_dynamodb::config::Builder::from(aws);
    if let Some(region) = region {
        client = client.region(Region::new(region.clone()));
    }
    let ledger = DynamoLedger::new(aws_sdk_dynamodb::Client::from_conf(client.build()), table);
    match ledger.get("!start").await {
        Ok(_) => Ok(Arc::new(ledger)),
        Err(failed) => Err(Problem::new("ledger", "cannot be read", failed.message).into()),
    }
}

async fn team(config: &Config, aws: &SdkConfig) -> Result<(Team, Ids), Problems> {
    let team = config.connect(&config.fetch_secrets(&Secrets(aws)).await?)?;
    let ids = team.ids().await?;
    Ok((team, ids))
}

/// Both, or what is wrong with either.
fn both<A, B>(a: Result<A, Problems>, b: Result<B, Problems>) -> Result<(A, B), Problems> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(mut problems), Err(more)) => {
            problems.extend(more);
            Err(problems)
        }
        (Err(problems), Ok(_)) | (Ok(_), Err(problems)) => Err(problems),
    }
}

/// The environment and Secrets Manager.
struct Secrets<'a>(&'a SdkConfig);

#[async_trait]
impl SecretStore for Secrets<'_> {
    async fn get(&self, place: &SecretPlace) -> Result<SecretString, String> {
        match place {
            SecretPlace::Env(name) => {
                std::env::var(name).map(SecretString::from).map_err(|_unset| format!("the variable {name} is not set"))
            }
            SecretPlace::SecretsManager(id) => self.stored(id).await,
            _ => Err("is kept where this function cannot look".to_owned()),
        }
    }
}

impl Secrets<'_> {
    async fn stored(&self, id: &str) -> Result<SecretString, String> {
        let client = aws_sdk_secretsmanager::Client::new(self.0);
        let found = client.get_secret_value().secret_id(id).send().await.map_err(|error| match error.code() {
            Some("ResourceNotFoundException") => format!("there is no secret {id} in this region and account"),
            Some("AccessDeniedException") => format!("allow secretsmanager:GetSecretValue for {id}"),
            Some(code) => format!("{id}: {code}: {}", error.message().unwrap_or_default()),
            // Its causes may hold an answer, and that a secret.
            None => format!("{id}: {error}: check the network, the region and the credentials"),
        })?;
        found.secret_string.map(SecretString::from).ok_or_else(|| format!("{id} holds bytes, not text"))
    }
}
