//! The seam between the call pipeline and an HTTP stack.

use crate::retry::Setback;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Sends one request, once. Implement it to bring another HTTP stack, or to observe calls.
///
/// An implementation follows no redirect and repeats nothing: a custom token header would travel to another host, and a
/// write would happen twice. A request whose extensions hold [`Fresh`] must use a connection that was never idle.
#[async_trait::async_trait]
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends the request and gives the answer's head, with its body still to be read.
    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<Body>, TransportError>;
}

#[async_trait::async_trait]
impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<Body>, TransportError> {
        (**self).send(request).await
    }
}

/// Marks a request that needs a connection that was never idle: its fate must be known soon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fresh;

impl Fresh {
    /// The mark.
    pub const fn new() -> Self {
        Self
    }
}

/// A failure of the connection, told apart by the one thing that matters for a write: can it have arrived?
#[derive(Debug)]
pub struct TransportError {
    reach: Reach,
    source: Box<dyn StdError + Send + Sync>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    NotSent,
    Withheld,
    MaybeSent,
}

impl TransportError {
    /// Nothing of the request left this process: sending it again is safe.
    pub fn not_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { reach: Reach::NotSent, source: source.into() }
    }

    /// Nothing of the request left this process, on purpose: sending it again would end the same.
    pub fn withheld(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { reach: Reach::Withheld, source: source.into() }
    }

    /// The request, or a part of it, may have arrived.
    pub fn maybe_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { reach: Reach::MaybeSent, source: source.into() }
    }

    /// Whether the request may have arrived.
    pub fn may_have_been_sent(&self) -> bool {
        self.reach == Reach::MaybeSent
    }

    pub(crate) fn setback(&self) -> Setback {
        match self.reach {
            Reach::NotSent => Setback::NotSent,
            Reach::Withheld => Setback::Refused,
            Reach::MaybeSent => Setback::Unanswered,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.reach {
            Reach::NotSent => "the request was not sent",
            Reach::Withheld => "the request was kept back",
            Reach::MaybeSent => "the connection broke after sending began",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// The error of a body that breaks while it is read.
pub type BodyError = Box<dyn StdError + Send + Sync>;

type Stream = Pin<Box<dyn http_body::Body<Data = Bytes, Error = BodyError> + Send + Sync>>;

/// A request's or answer's body: bytes, or a stream that is never whole in memory.
#[derive(Default)]
pub struct Body(Content);

enum Content {
    Bytes(Bytes),
    Stream(Stream),
}

impl Default for Content {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Body {
    /// A body read piece by piece. A call with such a body is sent at most once.
    pub fn stream(body: impl http_body::Body<Data = Bytes, Error = BodyError> + Send + Sync + 'static) -> Self {
        Self(Content::Stream(Box::pin(body)))
    }

    /// A stream of exactly so many bytes, which are told before it is sent. It breaks when it has more or fewer.
    pub fn sized_stream(
        body: impl http_body::Body<Data = Bytes, Error = BodyError> + Send + Sync + 'static,
        length: u64,
    ) -> Self {
        Self::stream(Measured { body: Box::pin(body), left: length })
    }

    /// The bytes, when the body is not a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }

    /// How many bytes it has, when that is known.
    pub fn length(&self) -> Option<u64> {
        http_body::Body::size_hint(self).exact()
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BodyError> {
        loop {
            let frame = std::future::poll_fn(|cx| http_body::Body::poll_frame(Pin::new(&mut *self), cx)).await;
            match frame.transpose()?.map(Frame::into_data) {
                None => return Ok(None),
                Some(Ok(data)) if !data.is_empty() => return Ok(Some(data)),
                // Trailers and empty pieces carry nothing.
                Some(_) => {}
            }
        }
    }

    /// The bytes, or the stream as it was.
    #[cfg(feature = "reqwest-transport")]
    pub(crate) fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Content::Bytes(bytes) => Ok(bytes),
            Content::Stream(_) => Err(self),
        }
    }

    /// A second body with the same bytes; `None` for a stream.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        self.as_bytes().map(|bytes| Self(Content::Bytes(bytes.clone())))
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Content::Bytes(bytes.into()))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match &mut self.0 {
            Content::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Content::Stream(stream) => stream.as_mut().poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Content::Bytes(bytes) => bytes.is_empty(),
            Content::Stream(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Content::Bytes(bytes) => SizeHint::with_exact(u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
            Content::Stream(stream) => stream.size_hint(),
        }
    }
}

/// A stream that is held to its length.
struct Measured {
    body: Stream,
    left: u64,
}

impl http_body::Body for Measured {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let frame = std::task::ready!(self.body.as_mut().poll_frame(cx));
        let left = match &frame {
            None if self.left > 0 => Err("the stream has fewer bytes than was told"),
            None | Some(Err(_)) => Ok(self.left),
            Some(Ok(frame)) => {
                let size = frame.data_ref().map_or(0, Bytes::len);
                let left = self.left.checked_sub(u64::try_from(size).unwrap_or(u64::MAX));
                left.ok_or("the stream has more bytes than was told")
            }
        };
        Poll::Ready(match left {
            Ok(left) => {
                self.left = left;
                frame
            }
            Err(problem) => Some(Err(problem.into())),
        })
    }

    fn is_end_stream(&self) -> bool {
        // A stream that may have more is asked, so that it is found out.
        self.left == 0 && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

impl fmt::Debug for Body {
    /// The size only: a body may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Content::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}
