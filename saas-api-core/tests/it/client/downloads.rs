//! Files from addresses that an answer gave. What carries no credential and follows which redirects is shown by the
//! clients that use it; this is about the pieces.

use crate::client::support::{START, TestClient, TestService};
use http::Response;
use saas_api_core::{
    Body, BodyError, CallOptions, ClientBuilder, Credential, ErrorKind, FakeClock, FakeTransport, FixedToken,
};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

fn client() -> (TestClient, FakeTransport) {
    let transport = FakeTransport::new();
    let clock = FakeClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(START));
    let source = FixedToken::new(Credential::query("apiKey", "canary"));
    let builder = ClientBuilder::<TestClient>::new(TestService, "https://api.example", Ok(Arc::new(source)));
    (builder.transport(transport.clone()).clock(clock).build().unwrap(), transport)
}

/// One piece, and then nothing more, or an end that is none.
struct Broken(u8);

impl http_body::Body for Broken {
    type Data = bytes::Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, BodyError>>> {
        self.0 += 1;
        match self.0 {
            1 => Poll::Ready(Some(Ok(http_body::Frame::data("piece".into())))),
            2 => Poll::Ready(Some(Err("https://dl.example/x?sig=canary broke".into()))),
            _ => Poll::Pending,
        }
    }
}

#[tokio::test]
async fn a_file_that_breaks_or_stops_is_an_error_after_the_pieces_that_came() {
    for (state, kind) in [(0, ErrorKind::Transport), (2, ErrorKind::Timeout)] {
        let (client, transport) = client();
        transport.answer(Response::new(Body::stream(Broken(state))));
        let mut download = client.0.download("{url}", "https://dl.example/x?sig=canary").await.unwrap();
        if state == 0 {
            assert_eq!(download.chunk().await.unwrap().unwrap(), "piece");
        }
        let error = download.chunk().await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (kind, true));
        assert!(!format!("{error:?} {download:?}").contains("canary"));
        assert_eq!(transport.requests()[0].uri, "https://dl.example/x?sig=canary", "no key was added");
    }
}

#[tokio::test]
async fn a_deadline_holds_for_downloads() {
    let (client, transport) = client();
    let past = CallOptions::new().deadline(SystemTime::UNIX_EPOCH + Duration::from_secs(START));
    let error = client.0.with(past).download("{url}", "https://dl.example/x").await.unwrap_err();
    assert_eq!(error.to_string(), "GET {url}: no answer in time: the deadline passed before sending");
    assert_eq!(transport.requests().len(), 0);
    // It holds for the pieces too, long before an attempt's own limit.
    let clock = FakeClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(START));
    let source = FixedToken::new(Credential::query("apiKey", "canary"));
    let builder = ClientBuilder::<TestClient>::new(TestService, "https://api.example", Ok(Arc::new(source)));
    let client = builder.transport(transport.clone()).clock(clock.clone()).build().unwrap();
    transport.answer(Response::new(Body::stream(Broken(2))));
    let soon = CallOptions::new().deadline(SystemTime::UNIX_EPOCH + Duration::from_secs(START + 3));
    let mut download = client.0.with(soon).download("{url}", "https://dl.example/x").await.unwrap();
    assert_eq!(download.chunk().await.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(clock.sleeps(), [Duration::from_secs(3)]);
}
