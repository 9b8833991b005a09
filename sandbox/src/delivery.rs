//! Webhooks, really sent, and only to this machine.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpStream,
    sync::mpsc::{UnboundedSender, unbounded_channel},
    task::JoinHandle,
};
use url::{Host, Position, Url};

use crate::{Clock, server::lock};

/// Real time: the receiver is a real program.
const TIMEOUT: Duration = Duration::from_secs(10);

/// One webhook call that a service made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// When it ended, by the sandbox's clock.
    pub at: SystemTime,
    /// The body sent.
    pub body: String,
    /// The status of the receiver's answer, or why there is none.
    pub result: Result<u16, String>,
    /// Where it went.
    pub url: String,
}

struct Job {
    url: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

/// Sends one after the other in the order given; never sends again.
#[derive(Debug)]
pub(crate) struct Deliveries {
    done: Arc<Mutex<Vec<Delivery>>>,
    jobs: UnboundedSender<Job>,
    task: JoinHandle<()>,
}

impl Deliveries {
    /// Starts the sender; needs a running tokio.
    pub(crate) fn start(clock: Clock) -> Self {
        let done: Arc<Mutex<Vec<Delivery>>> = Arc::default();
        let (jobs, mut queue) = unbounded_channel::<Job>();
        let ended = Arc::clone(&done);
        let task = tokio::spawn(async move {
            while let Some(job) = queue.recv().await {
                let body = String::from_utf8_lossy(&job.body).into_owned();
                let url = job.url.clone();
                let result = tokio::time::timeout(TIMEOUT, post(job)).await;
                let result = result.unwrap_or_else(|_elapsed| Err("no answer in time".to_owned()));
                lock(&ended).push(Delivery { at: clock.now(), body, result, url });
            }
        });
        Self { done, jobs, task }
    }

    /// Queues a POST. A handler may call this; it does not wait.
    pub(crate) fn send(&self, url: &str, headers: Vec<(String, String)>, body: impl Into<Bytes>) {
        // Fails only once the task is gone, and then nobody looks any more.
        let _ = self.jobs.send(Job { url: url.to_owned(), headers, body: body.into() });
    }

    /// What was sent so far, failures included.
    pub(crate) fn done(&self) -> Vec<Delivery> {
        lock(&self.done).clone()
    }
}

impl Drop for Deliveries {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn post(job: Job) -> Result<u16, String> {
    let url = Url::parse(&job.url).map_err(|e| e.to_string())?;
    let address = loopback(&url).ok_or("the sandbox delivers only to http addresses of this machine")?;
    let stream = TcpStream::connect(address).await.map_err(|e| e.to_string())?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|e| e.to_string())?;
    let connection = tokio::spawn(connection);
    let mut request = http::Request::post(&url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, &url[Position::BeforeHost..Position::AfterPort])
        .header(CONTENT_LENGTH, job.body.len());
    for (name, value) in &job.headers {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(job.body)).map_err(|e| e.to_string())?;
    let answer = sender.send_request(request).await.map_err(|e| e.to_string());
    connection.abort();
    Ok(answer?.status().as_u16())
}

/// A sandbox must never reach the outside by a URL that a test made up.
fn loopback(url: &Url) -> Option<SocketAddr> {
    let port = url.port_or_known_default()?;
    let ip = match url.host()? {
        Host::Domain("localhost") => IpAddr::V4(Ipv4Addr::LOCALHOST),
        Host::Domain(_) => return None,
        Host::Ipv4(ip) => IpAddr::V4(ip),
        Host::Ipv6(ip) => IpAddr::V6(ip),
    };
    (url.scheme() == "http" && ip.is_loopback()).then_some(SocketAddr::new(ip, port))
}
