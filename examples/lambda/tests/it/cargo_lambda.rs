//! A Runtime API by somebody else: `cargo lambda`.

use crate::loopback;
use crate::runtime_api::program;
use crate::world::{World, until};
use http::Request;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use ticket_bridge_sandbox::{Generation, OrcaAlert};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

/// `cargo-lambda`, where it is: named by `CARGO_LAMBDA`, or on the path.
fn cargo_lambda() -> Option<PathBuf> {
    let named = std::env::var_os("CARGO_LAMBDA").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = named.or_else(|| {
        std::env::split_paths(&path).map(|folder| folder.join("cargo-lambda")).find(|program| program.is_file())
    });
    if found.is_none() {
        println!("skipped: cargo-lambda is not here; pip install cargo-lambda brings it");
    }
    found
}

fn start(mut command: Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).spawn().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_passes_the_runtime_api_of_cargo_lambda() {
    let Some(cargo_lambda) = cargo_lambda() else { return };
    let Some(world) = World::start().await else { return };
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let mut watch = Command::new(cargo_lambda);
    watch.args(["lambda", "watch", "--only-lambda-apis", "--invoke-address", "127.0.0.1", "--invoke-port"]);
    watch.arg(port.to_string()).current_dir(env!("CARGO_MANIFEST_DIR"));
    let _watch = start(watch);
    until("cargo lambda listens", async || TcpStream::connect(&address).await.is_ok()).await;

    let mut function = Command::new(program("orca-to-backlog"));
    function.env_clear().envs(world.variables());
    function.env("AWS_LAMBDA_RUNTIME_API", format!("http://{address}/.rt")).env("AWS_LAMBDA_FUNCTION_NAME", "_");
    function.env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128").env("AWS_LAMBDA_FUNCTION_VERSION", "1");
    let _function = start(function);

    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    let event = world.orca.sqs_event(&alert, Generation::Legacy).to_string();
    let request = Request::post("/2015-03-31/functions/_/invocations").body(event.into()).unwrap();
    let answer = tokio::time::timeout(Duration::from_secs(60), loopback::send(&address, request)).await.unwrap();
    assert_eq!((answer.status().as_u16(), &**answer.body()), (200, br#"{"batchItemFailures":[]}"#.as_slice()));
    assert_eq!(world.issue_of(&alert).status_id, 1);
}
