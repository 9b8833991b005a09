use crate::{Event, Failure, logs, setup};
use lambda_runtime::{Diagnostic, service_fn};
use lambda_runtime_api_client::body::Body;
use lambda_runtime_api_client::{BoxError, PooledClient, build_request};
use serde::Serialize;
use std::process::ExitCode;
use ticket_bridge_config::Bridges;

/// Sets up what the configuration names, then gives each event to the handler, until Lambda stops the program.
///
/// Without a configuration that holds, Lambda is told all that is wrong with it, and no event is taken.
pub async fn serve<A: Serialize>(handler: impl AsyncFn(&Bridges, Event) -> Result<A, Failure>) -> ExitCode {
    logs::start();
    let (told, code) = match setup::bridges().await {
        Ok(bridges) => (lambda_runtime::run(service_fn(|event| handler(&bridges, event))).await, ExitCode::SUCCESS),
        Err(problems) => (cannot_start(Failure::CannotStart(problems)).await, ExitCode::FAILURE),
    };
    if let Err(error) = told {
        tracing::error!(error, "the Runtime API does not answer");
        return ExitCode::FAILURE;
    }
    code
}

/// Tells Lambda why the function cannot start.
///
/// `lambda_runtime` does so for functions with a snapshot only. Without it, all that Lambda tells is that the program ended.
async fn cannot_start(failure: Failure) -> Result<(), BoxError> {
    tracing::error!("{failure}");
    let diagnostic = Diagnostic::from(failure);
    let request = build_request()
        .method("POST")
        .uri("/2018-06-01/runtime/init/error")
        .header("content-type", "application/json")
        .header("lambda-runtime-function-error-type", &diagnostic.error_type)
        .body(Body::from(serde_json::to_vec(&diagnostic)?))?;
    PooledClient::builder().build().call(request).await?;
    Ok(())
}
