//! The binary as a child, its log, and calls to its addresses.

use serde_json::Value;
use std::collections::BTreeMap;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Longer than anything here takes.
const LIMIT: Duration = Duration::from_secs(90);

/// Killed when it is dropped.
pub(crate) struct Service {
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
    pub(crate) web: String,
    pub(crate) ops: String,
}

impl Service {
    /// Starts it, and waits until it listens.
    pub(crate) async fn start(variables: &[(String, String)]) -> Self {
        let mut service = Self::spawn(variables);
        let line = service.logged("listening").await;
        service.web = line["webhooks"].as_str().unwrap().to_owned();
        service.ops = line["operations"].as_str().unwrap().to_owned();
        service
    }

    /// Starts it, and waits until it works.
    pub(crate) async fn running(variables: &[(String, String)]) -> Self {
        let service = Self::start(variables).await;
        service.logged("started").await;
        service
    }

    /// Starts it with no more of the environment than is named.
    pub(crate) fn spawn(variables: &[(String, String)]) -> Self {
        // A limit of the size of files comes as a failed write, as on a full disk, and not as a signal that ends it.
        let script = r#"trap "" XFSZ; exec "$0""#;
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_examples-service")]);
        command.env_clear().envs(variables.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        tokio::spawn(keep(child.stdout.take().unwrap(), Arc::clone(&log)));
        tokio::spawn(keep(child.stderr.take().unwrap(), Arc::clone(&log)));
        Self { child, log, web: String::new(), ops: String::new() }
    }

    pub(crate) fn pid(&self) -> String {
        self.child.id().unwrap().to_string()
    }

    /// All lines of its log.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// Waits for a line with this message.
    pub(crate) async fn logged(&self, message: &str) -> Value {
        let find = || {
            let lines = self.log().into_iter().filter_map(|line| serde_json::from_str::<Value>(&line).ok());
            lines.into_iter().find(|line| line["message"] == message)
        };
        until(&format!("the log says {message:?}"), async || find().is_some()).await;
        find().unwrap()
    }

    /// Waits for its end, and gives how it ended.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        let status = timeout(LIMIT, self.child.wait()).await.unwrap().unwrap();
        // The last lines are read a moment later.
        tokio::time::sleep(Duration::from_millis(100)).await;
        status
    }

    pub(crate) fn signal(&self, name: &str) {
        run("kill", &[&format!("-{name}"), &self.pid()]);
    }

    /// Ends it as the system does when memory is short.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Ends it as an operator does.
    pub(crate) async fn stop(mut self) {
        self.signal("TERM");
        let status = self.ended().await;
        assert_eq!(status.code(), Some(0), "{:#?}", self.log());
    }

    pub(crate) async fn health(&self) -> (u16, Value) {
        let (status, body) = call(&self.ops, "GET", "/healthz", "").await;
        (status, serde_json::from_str(&body).unwrap())
    }

    pub(crate) async fn metrics_text(&self) -> String {
        let (status, text) = call(&self.ops, "GET", "/metrics", "").await;
        assert_eq!(status, 200);
        text
    }

    pub(crate) async fn metrics(&self) -> BTreeMap<String, String> {
        crate::prometheus::parse(&self.metrics_text().await)
    }

    /// One count; 0 where there is none yet.
    pub(crate) async fn metric(&self, series: &str) -> u64 {
        count(&self.metrics().await, series)
    }
}

pub(crate) fn count(metrics: &BTreeMap<String, String>, series: &str) -> u64 {
    metrics.get(&format!("ticket_bridge_{series}")).map_or(0, |value| value.parse().unwrap())
}

async fn keep(from: impl AsyncRead + Unpin, log: Arc<Mutex<Vec<String>>>) {
    let mut lines = BufReader::new(from).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        log.lock().unwrap().push(line);
    }
}

/// One call over HTTP: the status and the body.
pub(crate) async fn call(address: &str, method: &str, path: &str, body: &str) -> (u16, String) {
    let length = body.len();
    let head =
        format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    let exchange = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // An answer may come before all was sent.
        let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    };
    let answer = timeout(LIMIT, exchange).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

/// Waits until something is so.
pub(crate) async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let waited = timeout(LIMIT, async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    assert!(waited.await.is_ok(), "it never came: {what}");
}

/// Runs a command of the system.
pub(crate) fn run(program: &str, arguments: &[&str]) {
    assert!(std::process::Command::new(program).args(arguments).status().unwrap().success(), "{program} {arguments:?}");
}
