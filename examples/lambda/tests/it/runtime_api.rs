//! The Lambda Runtime API on loopback, and functions that run behind it as programs of their own.

use crate::loopback::{Server, answer};
use bytes::Bytes;
use http::{Method, Request, Response};
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::sync::{Notify, oneshot};

/// So long anything may take that a test waits for.
const PATIENCE: Duration = Duration::from_secs(60);
/// What a function may take for one event, unless a test says otherwise.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How an invocation ended, as Lambda is told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// The text that the function answered, byte for byte.
    Answer(String),
    Error {
        kind: String,
        message: String,
    },
}

impl Outcome {
    /// The answer's text. Panics on an error.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Answer(text) => text,
            Self::Error { kind, message } => panic!("{kind}: {message}"),
        }
    }

    /// The answer as JSON. Panics on an error.
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.text()).unwrap()
    }
}

#[derive(Debug, Default)]
struct State {
    events: VecDeque<(String, String, Duration)>,
    waiting: HashMap<String, oneshot::Sender<Outcome>>,
    next: u32,
    /// When each event was asked for.
    polls: Vec<Instant>,
    init_error: Option<Outcome>,
}

/// What the API knows, with a bell that rings at each change.
#[derive(Debug, Default)]
struct Api {
    state: Mutex<State>,
    changed: Notify,
}

impl Api {
    async fn serve(self: Arc<Self>, request: Request<Bytes>) -> Response<Bytes> {
        let path = request.uri().path().to_owned();
        let Some(path) = path.strip_prefix("/2018-06-01/runtime/") else { return answer(404, "{}") };
        match (request.method(), path.split('/').collect::<Vec<_>>().as_slice()) {
            (&Method::GET, ["invocation", "next"]) => self.next().await,
            (&Method::POST, ["init", "error"]) => {
                self.state.lock().unwrap().init_error = Some(error(request.body()));
                self.changed.notify_waiters();
                answer(202, "{}")
            }
            (&Method::POST, ["invocation", id, ending]) => {
                let outcome = match *ending {
                    "response" => Outcome::Answer(String::from_utf8(request.body().to_vec()).unwrap()),
                    "error" => error(request.body()),
                    _ => return answer(404, "{}"),
                };
                let waiting = self.state.lock().unwrap().waiting.remove(*id);
                match waiting {
                    Some(waiting) => {
                        // Whoever asked may have given up.
                        let _ = waiting.send(outcome);
                        answer(202, "{}")
                    }
                    None => answer(400, "{}"),
                }
            }
            _ => answer(404, "{}"),
        }
    }

    /// Held open until there is an event.
    async fn next(&self) -> Response<Bytes> {
        self.state.lock().unwrap().polls.push(Instant::now());
        self.changed.notify_waiters();
        let (id, event, timeout) = self.when(|state| state.events.pop_front()).await;
        let deadline = (SystemTime::now() + timeout).duration_since(UNIX_EPOCH).unwrap().as_millis();
        let builder = Response::builder()
            .header("content-type", "application/json")
            .header("lambda-runtime-aws-request-id", id)
            .header("lambda-runtime-deadline-ms", deadline.to_string())
            .header(
                "lambda-runtime-invoked-function-arn",
                "arn:aws:lambda:ap-northeast-1:123456789012:function:under-test",
            )
            .header("lambda-runtime-trace-id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0");
        builder.body(event.into()).unwrap()
    }

    /// Waits until the state tells something.
    async fn when<T>(&self, tells: impl Fn(&mut State) -> Option<T>) -> T {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if let Some(told) = tells(&mut self.state.lock().unwrap()) {
                return told;
            }
            changed.await;
        }
    }
}

fn error(body: &[u8]) -> Outcome {
    let error: Value = serde_json::from_slice(body).unwrap();
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    Outcome::Error { kind: text("errorType"), message: text("errorMessage") }
}

/// One instance of a function, with a Runtime API of its own. Dropping it kills the program, by its pid.
#[derive(Debug)]
pub(crate) struct Function {
    api: Arc<Api>,
    child: Child,
    started: Instant,
    output: Arc<Mutex<Vec<u8>>>,
    _server: Server,
}

impl Function {
    /// Starts one of the functions.
    pub(crate) async fn start(name: &str, variables: &[(String, String)]) -> Self {
        Self::run(Command::new(program(name)), variables).await
    }

    /// Starts any program that speaks the Runtime API.
    pub(crate) async fn run(mut command: Command, variables: &[(String, String)]) -> Self {
        let api = Arc::new(Api::default());
        let shared = Arc::clone(&api);
        let server = Server::start(move |request| Arc::clone(&shared).serve(request)).await;
        command
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", server.address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "under-test")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let started = Instant::now();
        let mut child = command.spawn().unwrap();
        let output = Arc::default();
        tokio::spawn(keep(child.stdout.take().unwrap(), Arc::clone(&output)));
        tokio::spawn(keep(child.stderr.take().unwrap(), Arc::clone(&output)));
        Self { api, child, started, output, _server: server }
    }

    /// Gives it an event, and waits for the answer.
    pub(crate) async fn invoke(&self, event: &str) -> Outcome {
        self.invoke_within(event, TIMEOUT).await
    }

    /// Gives it an event with another timeout of the function.
    pub(crate) async fn invoke_within(&self, event: &str, timeout: Duration) -> Outcome {
        let asked = self.send(event, timeout);
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(outcome)) => outcome,
            ended => panic!("no answer ({ended:?}); it wrote:\n{}", self.output()),
        }
    }

    /// Gives it an event. The answer comes if the function lives to give it.
    pub(crate) fn send(&self, event: &str, timeout: Duration) -> oneshot::Receiver<Outcome> {
        let (sender, receiver) = oneshot::channel();
        let mut state = self.api.state.lock().unwrap();
        state.next += 1;
        let id = format!("8476a536-e9f4-11e8-9739-{:012}", state.next);
        state.waiting.insert(id.clone(), sender);
        state.events.push_back((id, event.to_owned(), timeout));
        drop(state);
        self.api.changed.notify_waiters();
        receiver
    }

    /// How long it took from the start to the first time that it asked for an event.
    pub(crate) async fn first_poll(&self) -> Duration {
        self.poll(0).await.duration_since(self.started)
    }

    /// When it asked for its n-th event, from 0.
    pub(crate) async fn poll(&self, n: usize) -> Instant {
        let polled = self.api.when(|state| state.polls.get(n).copied());
        let polled = tokio::time::timeout(PATIENCE, polled).await;
        polled.unwrap_or_else(|_| panic!("it did not ask for an event; it wrote:\n{}", self.output()))
    }

    /// Why it could not start, as Lambda is told. It has ended then, and not with success.
    pub(crate) async fn init_error(&mut self) -> Outcome {
        let told = self.api.when(|state| state.init_error.clone().or_else(|| polled(state)));
        let told = tokio::time::timeout(PATIENCE, told).await;
        let told = told.unwrap_or_else(|_| panic!("it told of no failed start; it wrote:\n{}", self.output()));
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap();
        assert!(!ended.success());
        told
    }

    /// SIGKILL, to its own pid.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// What it wrote so far, on both outputs.
    pub(crate) fn output(&self) -> String {
        String::from_utf8_lossy(&self.output.lock().unwrap()).into_owned()
    }

    /// A number of `/proc/<pid>/status`, such as `VmHWM`, in KiB.
    pub(crate) fn memory(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id().unwrap())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

/// The program of a function. `LAMBDA_BINARIES` names the folder of another build of them.
pub(crate) fn program(name: &str) -> PathBuf {
    let built = match name {
        "backlog-webhook" => env!("CARGO_BIN_EXE_backlog-webhook"),
        "orca-to-backlog" => env!("CARGO_BIN_EXE_orca-to-backlog"),
        "securityhub-to-backlog" => env!("CARGO_BIN_EXE_securityhub-to-backlog"),
        "tick" => env!("CARGO_BIN_EXE_tick"),
        _ => panic!("no function {name}"),
    };
    std::env::var_os("LAMBDA_BINARIES").map_or_else(|| built.into(), |folder| PathBuf::from(folder).join(name))
}

/// Asking for an event is no failed start.
fn polled(state: &State) -> Option<Outcome> {
    assert!(state.polls.is_empty(), "it started");
    None
}

async fn keep(mut from: impl AsyncRead + Unpin, output: Arc<Mutex<Vec<u8>>>) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        output.lock().unwrap().extend_from_slice(&buffer[..read]);
    }
}
