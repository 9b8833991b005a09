//! Secrets where they are kept: the environment, or AWS Secrets Manager.

use crate::aws::Aws;
use async_trait::async_trait;
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use secrecy::SecretString;
use ticket_bridge_config::{SecretPlace, SecretStore};

/// Where this process looks for secrets.
#[derive(Debug)]
pub(crate) struct Store<'a>(pub(crate) &'a Aws);

#[async_trait]
impl SecretStore for Store<'_> {
    async fn get(&self, place: &SecretPlace) -> Result<SecretString, String> {
        match place {
            SecretPlace::Env(name) => match std::env::var(name) {
                Ok(value) if value.is_empty() => Err("is set, and empty".to_owned()),
                Ok(value) => Ok(value.into()),
                Err(std::env::VarError::NotPresent) => Err("is not set".to_owned()),
                Err(std::env::VarError::NotUnicode(_)) => Err("is no UTF-8 text".to_owned()),
            },
            SecretPlace::SecretsManager(id) => {
                let client = Client::new(self.0.config().await);
                match client.get_secret_value().secret_id(id).send().await {
                    Ok(secret) => {
                        secret.secret_string.map(Into::into).ok_or_else(|| "holds bytes, not text".to_owned())
                    }
                    Err(error) => Err(why(&error)),
                }
            }
            other => Err(format!("{other:?} is a place that this version does not know")),
        }
    }
}

fn why(error: &SdkError<GetSecretValueError>) -> String {
    match error.code() {
        Some("ResourceNotFoundException") => "is not there, in this region and account".to_owned(),
        Some("AccessDeniedException") => "may not be read: allow secretsmanager:GetSecretValue for it".to_owned(),
        // The service's own words, without the request.
        Some(code) => format!("cannot be read: {code}: {}", error.message().unwrap_or_default()),
        // Its causes may hold an answer, and that a secret.
        None => format!("cannot be read: {error}: check the network, the region and the credentials of AWS"),
    }
}
