//! The listener under each service: connections, faults, the log.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use http_body_util::{BodyExt, Limited};
use hyper::{
    body::{Body, Frame, Incoming, SizeHint},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

use crate::{
    Clock, Fault, LoggedRequest,
    fault::{Faults, Kind},
    http::{Reply, Request},
    log::Log,
};

/// More than any call of the modelled services carries.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// Long enough for the first half to reach the client before the connection breaks.
const HALF_BODY_PAUSE: Duration = Duration::from_millis(50);

/// Locks even after a panic elsewhere: a test that failed must not hide behind a second failure.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One stand-in. `handle` never blocks; the state is in a `Mutex` inside.
pub(crate) trait Service: Send + Sync + 'static {
    fn name(&self) -> &'static str;

    fn handle(&self, request: &Request) -> Reply;

    /// The service's own 429, with its headers.
    fn too_many_requests(&self, request: &Request) -> Reply;
}

/// Stops, with all its connections, when dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    clock: Clock,
    faults: Faults,
    log: Log,
    service: Arc<dyn Service>,
}

impl Server {
    /// Listens on 127.0.0.1; port 0 lets the system choose.
    pub(crate) async fn start(service: Arc<dyn Service>, clock: Clock, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| {
            let name = service.name();
            match error.kind() {
                io::ErrorKind::AddrInUse => {
                    io::Error::new(error.kind(), format!("{name}: port {port} is already in use"))
                }
                kind => io::Error::new(kind, format!("{name}: cannot listen on port {port}: {error}")),
            }
        })?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { clock, faults: Faults::default(), log: Log::default(), service });
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, task })
    }

    /// `http://127.0.0.1:PORT`, without a trailing slash.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn fault(&self, fault: Fault) {
        self.shared.faults.add(fault);
    }

    pub(crate) fn clear_faults(&self) {
        self.shared.faults.clear();
    }

    pub(crate) fn requests(&self) -> Vec<LoggedRequest> {
        self.shared.log.requests()
    }

    pub(crate) fn clear_requests(&self) {
        self.shared.log.clear();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // Dropped with this task, and every connection with it.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => { connections.spawn(serve(stream, Arc::clone(&shared))); }
                // Out of file handles, for example: others may close meanwhile.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    // Small answers go out at once.
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&reset);
    let service = service_fn(move |request| {
        let (shared, reset) = (Arc::clone(&shared), Arc::clone(&flag));
        Box::pin(async move {
            let answer = answer(request, &shared).await;
            if answer.is_err() {
                reset.store(true, Ordering::Relaxed);
            }
            answer
        })
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A client that goes away is no event here.
    let _ = std::future::poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let stream = connection.into_parts().io.into_inner();
    if reset.load(Ordering::Relaxed) {
        // Closing with zero linger sends a reset instead of an orderly end.
        let _ = stream.set_zero_linger();
    }
}

/// The connection is to be reset instead of answered.
#[derive(Debug)]
struct Reset;

impl fmt::Display for Reset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("reset on demand")
    }
}

impl std::error::Error for Reset {}

async fn answer(request: http::Request<Incoming>, shared: &Shared) -> Result<Response<Answer>, Reset> {
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, BODY_LIMIT).collect().await else {
        return Ok(response(Reply::empty(413), false));
    };
    let request = Request::new(parts, body.to_bytes(), shared.clock.now());
    let number = shared.log.arrived(&request);
    let handle = || {
        let reply = shared.service.handle(&request);
        shared.log.committed(number);
        reply
    };
    let fault = shared.faults.strike(&request);
    let reply = match fault {
        None => handle(),
        Some(Kind::HalfBody) => {
            let reply = handle();
            // An empty body has no half: the connection breaks before it.
            if reply.body.is_empty() {
                return Err(Reset);
            }
            reply
        }
        Some(Kind::Status(status)) => Reply::empty(status),
        Some(Kind::TooManyRequests) => shared.service.too_many_requests(&request),
        Some(Kind::TooManyRequestsBare) => Reply::empty(429),
        Some(Kind::ResetBefore) => return Err(Reset),
        Some(Kind::ResetAfter) => {
            handle();
            return Err(Reset);
        }
        Some(Kind::Delay(delay)) => {
            let reply = handle();
            tokio::time::sleep(delay).await;
            reply
        }
    };
    shared.log.answered(number, reply.status);
    Ok(response(reply, fault == Some(Kind::HalfBody)))
}

fn response(reply: Reply, half: bool) -> Response<Answer> {
    let mut response = Response::new(Answer::new(reply.body, half));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::try_from(&reply.content_type)
        && !value.is_empty()
    {
        headers.insert(CONTENT_TYPE, value);
    }
    for (name, value) in reply.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    response
}

/// A body that can stop half way.
struct Answer {
    left: Bytes,
    length: u64,
    breaking: Breaking,
}

enum Breaking {
    No,
    Half,
    Pause(Pin<Box<tokio::time::Sleep>>),
}

impl Answer {
    fn new(body: Bytes, half: bool) -> Self {
        let length = body.len() as u64;
        Self { left: body, length, breaking: if half { Breaking::Half } else { Breaking::No } }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Reset;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Reset>>> {
        match &mut self.breaking {
            Breaking::No => {
                let all = std::mem::take(&mut self.left);
                Poll::Ready((!all.is_empty()).then(|| Ok(Frame::data(all))))
            }
            Breaking::Half => {
                self.breaking = Breaking::Pause(Box::pin(tokio::time::sleep(HALF_BODY_PAUSE)));
                let middle = self.left.len() / 2;
                let half = self.left.split_to(middle);
                Poll::Ready(Some(Ok(Frame::data(half))))
            }
            Breaking::Pause(pause) => {
                std::task::ready!(pause.as_mut().poll(context));
                Poll::Ready(Some(Err(Reset)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.breaking, Breaking::No) && self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        // The full length even of half a body: the client must see that something is missing.
        SizeHint::with_exact(self.length)
    }
}
