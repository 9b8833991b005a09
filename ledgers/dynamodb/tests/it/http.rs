//! A small HTTP server: answers as it is told, or passes on what it gets and loses answers.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// No request of a test takes longer.
const SOON: Duration = Duration::from_secs(20);

type Answer = Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send>>;

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The call, such as `PutItem`.
    pub(crate) call: String,
    pub(crate) body: String,
    raw: Vec<u8>,
}

/// A server of one test. Ends with it.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: String,
    seen: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers each request; `None` closes the connection without an answer.
    pub(crate) async fn start(answer: impl Fn(Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (answer, seen) = (Arc::new(answer), Arc::new(Mutex::new(Vec::new())));
        let log = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                tokio::spawn(timeout(SOON, async move {
                    let Some(request) = read_request(&mut stream).await else { return };
                    log.lock().unwrap().push(request.clone());
                    if let Some(answer) = answer(request).await {
                        let _ = stream.write_all(&answer).await;
                    }
                }));
            }
        });
        Self { address, seen, task }
    }

    /// The calls that came, in order.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|request| request.call.clone()).collect()
    }

    /// How often a call came.
    pub(crate) fn count(&self, call: &str) -> usize {
        self.calls().iter().filter(|seen| *seen == call).count()
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers every request alike.
pub(crate) async fn stub(status: u16, body: &str) -> Server {
    let body = body.to_owned();
    Server::start(move |_| {
        let answer = response(status, &body);
        Box::pin(async move { Some(answer) })
    })
    .await
}

/// Refuses every request, as DynamoDB does.
pub(crate) async fn refusing(status: u16, code: &str, message: &str) -> Server {
    stub(status, &refusal(code, message)).await
}

pub(crate) fn refusal(code: &str, message: &str) -> String {
    serde_json::json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": message }).to_string()
}

pub(crate) fn response(status: u16, body: &str) -> Vec<u8> {
    let head = "content-type: application/x-amz-json-1.0\r\nconnection: close\r\n";
    format!("HTTP/1.1 {status} X\r\n{head}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// What goes wrong with one put.
pub(crate) enum Fault {
    /// It arrives; this is done; then the connection breaks without an answer.
    AnswerLost(Pin<Box<dyn Future<Output = ()> + Send>>),
    /// It arrives; then this is answered instead, with nothing of DynamoDB's in it.
    AnswerReplaced(u16),
    /// It does not arrive.
    RequestLost,
    /// It is refused; then this is done.
    Refused(&'static str, Pin<Box<dyn Future<Output = ()> + Send>>),
}

impl Fault {
    pub(crate) fn answer_lost() -> Self {
        Self::AnswerLost(Box::pin(async {}))
    }
}

/// What is to go wrong, in order.
pub(crate) type Faults = Arc<Mutex<VecDeque<Fault>>>;

/// Passes all on to a stand-in. The next writes meet the faults, one each.
pub(crate) async fn relay(stand_in: &str) -> (Server, Faults) {
    let (to, faults) = (stand_in.to_owned(), Faults::default());
    let due = Arc::clone(&faults);
    let server = Server::start(move |request| {
        let is_write = matches!(request.call.as_str(), "PutItem" | "UpdateItem");
        let fault = if is_write { due.lock().unwrap().pop_front() } else { None };
        let to = to.clone();
        Box::pin(async move {
            match fault {
                None => forward(&to, &request.raw).await,
                Some(Fault::RequestLost) => None,
                Some(Fault::AnswerReplaced(status)) => {
                    forward(&to, &request.raw).await;
                    Some(response(status, "<html>bad gateway</html>"))
                }
                Some(Fault::AnswerLost(then)) => {
                    forward(&to, &request.raw).await;
                    then.await;
                    None
                }
                Some(Fault::Refused(code, then)) => {
                    then.await;
                    Some(response(400, &refusal(code, "slow down")))
                }
            }
        })
    })
    .await;
    (server, faults)
}

/// Sends a request on, and gives the whole answer.
pub(crate) async fn forward(to: &str, request: &[u8]) -> Option<Vec<u8>> {
    let mut upstream = TcpStream::connect(to.trim_start_matches("http://")).await.ok()?;
    let line = request.windows(2).position(|pair| pair == b"\r\n")? + 2;
    upstream.write_all(&request[..line]).await.ok()?;
    upstream.write_all(b"connection: close\r\n").await.ok()?;
    upstream.write_all(&request[line..]).await.ok()?;
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer).await.ok()?;
    Some(answer)
}

async fn read_request(stream: &mut TcpStream) -> Option<Request> {
    let (mut raw, mut buffer) = (Vec::new(), vec![0; 65_536]);
    loop {
        let end = raw.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&raw[..end]).into_owned();
            let header = |name: &str| {
                head.lines().find_map(|line| {
                    line.split_once(':')
                        .filter(|(found, _)| found.eq_ignore_ascii_case(name))
                        .map(|(_, value)| value.trim())
                })
            };
            let length: usize = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            if raw.len() >= end + 4 + length {
                let call =
                    header("x-amz-target").and_then(|target| target.rsplit_once('.')).map_or("", |(_, call)| call);
                let body = String::from_utf8_lossy(&raw[end + 4..]).into_owned();
                return Some(Request { call: call.to_owned(), body, raw });
            }
        }
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => raw.extend_from_slice(&buffer[..read]),
            _ => return None,
        }
    }
}
