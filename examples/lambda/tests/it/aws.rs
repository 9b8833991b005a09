//! The way to the stand-in of AWS: it counts the time there, and breaks where a test says so.

use crate::loopback::{self, Server, answer};
use bytes::Bytes;
use http::{Request, Response};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A way that some calls do not get through.
#[derive(Debug)]
pub(crate) struct Way {
    state: Arc<Mutex<State>>,
    server: Server,
}

#[derive(Debug, Default)]
struct State {
    /// The operation, and a text in its body: such calls fail, so many times.
    broken: Option<(&'static str, String, u32)>,
    calls: u32,
    time: Duration,
}

impl Way {
    /// To the stand-in whose address `AWS_STANDIN_URL` names. `None`, and why, without it.
    pub(crate) async fn start() -> Option<Self> {
        let Ok(endpoint) = std::env::var("AWS_STANDIN_URL") else {
            println!("skipped: AWS_STANDIN_URL names no stand-in of AWS; ci/aws.sh starts one");
            return None;
        };
        let address: Arc<str> = endpoint.trim_start_matches("http://").trim_end_matches('/').into();
        let state: Arc<Mutex<State>> = Arc::default();
        let shared = Arc::clone(&state);
        let server = Server::start(move |request| pass(Arc::clone(&address), Arc::clone(&shared), request)).await;
        Some(Self { state, server })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// The next calls of an operation whose body holds a text fail, as when DynamoDB is down.
    pub(crate) fn breaks(&self, operation: &'static str, text: &str, times: u32) {
        self.state.lock().unwrap().broken = Some((operation, text.to_owned(), times));
    }

    pub(crate) fn mend(&self) {
        self.state.lock().unwrap().broken = None;
    }

    /// How many calls there were since the last time, and how long the stand-in took for them.
    pub(crate) fn spent(&self) -> (u32, Duration) {
        let mut state = self.state.lock().unwrap();
        (std::mem::take(&mut state.calls), std::mem::take(&mut state.time))
    }
}

async fn pass(address: Arc<str>, state: Arc<Mutex<State>>, request: Request<Bytes>) -> Response<Bytes> {
    if state.lock().unwrap().is_broken(&request) {
        return answer(500, r#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"down"}"#);
    }
    let begun = Instant::now();
    let answered = loopback::send(&address, request).await;
    let mut state = state.lock().unwrap();
    state.calls += 1;
    state.time += begun.elapsed();
    answered
}

impl State {
    fn is_broken(&mut self, request: &Request<Bytes>) -> bool {
        let Some((operation, text, times @ 1..)) = &mut self.broken else { return false };
        let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
        let is_it = target.ends_with(*operation) && String::from_utf8_lossy(request.body()).contains(&*text);
        *times -= u32::from(is_it);
        is_it
    }
}
