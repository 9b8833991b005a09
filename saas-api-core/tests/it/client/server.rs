//! A server on loopback that answers each request with the bytes, or the silence, that a test wants.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What becomes of a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// These bytes; the connection stays.
    Send(Vec<u8>),
    /// These bytes, and then the end of the connection.
    SendAndClose(Vec<u8>),
    /// The connection ends as soon as something of the request is there. The rest is unread, so the client is reset.
    Reset,
    /// Nothing, for ever.
    Silence,
}

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    pub(crate) fn header(&self, wanted: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim())
        })
    }
}

type Handler = dyn Fn(&Seen) -> Reply + Send + Sync;

/// Ends with the test.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    accepted: Arc<AtomicUsize>,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A 200 with this JSON.
pub(crate) fn ok(body: &str) -> Reply {
    Reply::Send(answer("200 OK", body))
}

pub(crate) fn answer(status: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

impl Server {
    pub(crate) async fn start(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen(handler, None).await
    }

    /// With TLS when there is an acceptor.
    pub(crate) async fn listen(
        handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
        tls: Option<tokio_rustls::TlsAcceptor>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let accepted = Arc::new(AtomicUsize::new(0));
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let handler: Arc<Handler> = Arc::new(handler);
        let (counter, log) = (Arc::clone(&accepted), Arc::clone(&seen));
        let task = tokio::spawn(async move {
            while let Ok((stream, _peer)) = listener.accept().await {
                counter.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(connection(stream, tls.clone(), Arc::clone(&handler), Arc::clone(&log)));
            }
        });
        Self { address, accepted, seen, task }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections there were.
    pub(crate) fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }

    pub(crate) fn requests(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn only_request(&self) -> Seen {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1);
        requests.remove(0)
    }
}

/// An address where nobody listens.
pub(crate) async fn dead_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}

async fn connection(
    stream: TcpStream,
    tls: Option<tokio_rustls::TlsAcceptor>,
    handler: Arc<Handler>,
    log: Arc<Mutex<Vec<Seen>>>,
) {
    match tls {
        None => serve(stream, handler, log).await,
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream, handler, log).await;
            }
        }
    }
}

async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin, handler: Arc<Handler>, log: Arc<Mutex<Vec<Seen>>>) {
    loop {
        let mut seen = Seen::default();
        // The request's first byte only: to reset, the rest must stay unread.
        let Ok(first) = stream.read_u8().await else {
            return;
        };
        if matches!(handler(&seen), Reply::Reset) {
            return;
        }
        seen.head.push(char::from(first));
        while !seen.head.ends_with("\r\n\r\n") {
            let Ok(byte) = stream.read_u8().await else {
                return;
            };
            seen.head.push(char::from(byte));
        }
        let length = seen.header("content-length").and_then(|length| length.parse().ok());
        seen.body = vec![0; length.unwrap_or(0)];
        if stream.read_exact(&mut seen.body).await.is_err() {
            return;
        }
        let reply = handler(&seen);
        log.lock().unwrap().push(seen);
        match reply {
            Reply::Send(bytes) => {
                let _ = stream.write_all(&bytes).await;
            }
            Reply::SendAndClose(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                return;
            }
            Reply::Reset => return,
            Reply::Silence => std::future::pending().await,
        }
    }
}
