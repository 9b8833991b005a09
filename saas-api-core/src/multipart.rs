//! `multipart/form-data` bodies: texts, and files that are never whole in memory.

use crate::transport::{Body, BodyError};
use bytes::Bytes;
use http::HeaderValue;
use http_body::{Frame, SizeHint};
use std::collections::VecDeque;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

type Refusal = (&'static str, &'static str);

/// The parts of a form with a file. Give it to [`Call::multipart`](crate::Call::multipart).
///
/// When all parts are bytes the body is bytes too. With a stream it is a stream, whose length is told when the stream's
/// is known.
pub struct Multipart {
    boundary: String,
    pieces: VecDeque<Body>,
    /// The first part found wrong: its name and the rule.
    refusal: Option<Refusal>,
}

impl Multipart {
    /// No parts yet.
    pub fn new() -> Self {
        // No text or file holds these 128 random bits by chance.
        let random = || RandomState::new().hash_one(0_u8);
        Self { boundary: format!("form-{:016x}{:016x}", random(), random()), pieces: VecDeque::new(), refusal: None }
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: &str) -> Self {
        let head = format!("--{}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n", self.boundary);
        self.pieces.push_back(Body::from(format!("{head}{value}\r\n")));
        self
    }

    /// Adds a file. Control characters of its name are dropped and quotes encoded, so that no name adds a header.
    ///
    /// A name of which nothing is left, and a content type that is no header value, fail the call before it is sent.
    #[must_use]
    pub fn file(mut self, name: &'static str, file_name: &str, content_type: &str, content: Body) -> Self {
        let file_name = in_quotes(file_name);
        if file_name.trim().is_empty() {
            self.refuse("file_name", "must not be empty");
        }
        if content_type.trim().is_empty() || HeaderValue::from_str(content_type).is_err() {
            self.refuse("content_type", "must be a media type such as text/plain");
            return self;
        }
        let head = format!(
            "--{}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\ncontent-type: {content_type}\r\n\r\n",
            self.boundary
        );
        self.pieces.extend([Body::from(head), content, Body::from("\r\n")]);
        self
    }

    fn refuse(&mut self, name: &'static str, rule: &'static str) {
        self.refusal.get_or_insert((name, rule));
    }

    /// The content type and the body, or what is wrong with a part.
    pub(crate) fn finish(mut self) -> Result<(String, Body), Refusal> {
        if let Some(refusal) = self.refusal {
            return Err(refusal);
        }
        self.pieces.push_back(Body::from(format!("--{}--\r\n", self.boundary)));
        let content_type = format!("multipart/form-data; boundary={}", self.boundary);
        let bytes: Option<Vec<&Bytes>> = self.pieces.iter().map(Body::as_bytes).collect();
        if let Some(bytes) = bytes {
            let all: Vec<u8> = bytes.into_iter().flatten().copied().collect();
            return Ok((content_type, Body::from(all)));
        }
        Ok((content_type, Body::stream(Chain(self.pieces))))
    }
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Multipart {
    /// The number of pieces only: texts and names may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart").field("pieces", &self.pieces.len()).finish_non_exhaustive()
    }
}

/// A name for a quoted parameter, as browsers write it.
fn in_quotes(name: &str) -> String {
    name.chars().filter(|char| !char.is_control()).collect::<String>().replace('"', "%22")
}

/// One body after the other.
struct Chain(VecDeque<Body>);

impl http_body::Body for Chain {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        while let Some(first) = self.0.front_mut() {
            match ready!(Pin::new(first).poll_frame(cx)) {
                // Trailers of a part are none of the whole.
                Some(Ok(frame)) if frame.is_trailers() => {}
                Some(frame) => return Poll::Ready(Some(frame)),
                None => {
                    self.0.pop_front();
                }
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let sizes = self.0.iter().map(|body| http_body::Body::size_hint(body).exact());
        let sum = sizes.reduce(|sum, size| sum?.checked_add(size?)).flatten();
        sum.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(mut body: Body) -> String {
        let mut bytes = Vec::new();
        while let Some(piece) = body.chunk().await.unwrap() {
            bytes.extend_from_slice(&piece);
        }
        String::from_utf8(bytes).unwrap()
    }

    #[tokio::test]
    async fn parts_stand_between_boundaries_and_the_length_is_known() {
        for content in [Body::from("content"), Body::stream(Body::from("content"))] {
            let is_stream = content.as_bytes().is_none();
            let form =
                Multipart::new().text("message", "a\r\nb").file("file", "検\r\nx: \"y\".txt", "text/plain", content);
            let (content_type, body) = form.finish().unwrap();
            assert_eq!(body.as_bytes().is_none(), is_stream);
            let size = http_body::Body::size_hint(&body).exact().unwrap();
            let text = read(body).await;
            assert_eq!(size, text.len() as u64);
            let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
            let expected = format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"message\"\r\n\r\na\r\nb\r\n--{boundary}\r\n\
                 content-disposition: form-data; name=\"file\"; filename=\"検x: %22y%22.txt\"\r\ncontent-type: text/plain\r\n\r\n\
                 content\r\n--{boundary}--\r\n"
            );
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn what_cannot_be_a_part_is_refused_by_name() {
        let refused =
            |name: &str, kind: &str| Multipart::new().file("file", name, kind, Body::default()).finish().unwrap_err();
        assert_eq!(refused("\r\n ", "text/plain"), ("file_name", "must not be empty"));
        for kind in ["", "text/plain\r\nx: y", " "] {
            assert_eq!(refused("a", kind).0, "content_type", "{kind:?}");
        }
        assert_ne!(Multipart::new().boundary, Multipart::new().boundary);
    }
}
