//! Every public type crosses threads and can be printed.

use super::support::{Fixture, TestClient};
use saas_api_core as core;
use std::fmt::Debug;

fn shared<T: Send + Sync + Debug + ?Sized>() {}
fn cloned<T: Send + Sync + Debug + Clone>() {}
fn sent<T: Send>(_: &T) {}

#[test]
fn public_types_are_send_sync_and_debug() {
    shared::<core::Answer>();
    shared::<core::Body>();
    shared::<core::Call>();
    shared::<core::ClientBuilder<TestClient>>();
    shared::<core::Error>();
    shared::<core::Pager<u64>>();
    shared::<core::Payload>();
    shared::<core::RawRequest<'static>>();
    shared::<core::ReqwestTransport>();
    shared::<core::TransportError>();
    shared::<dyn core::Clock>();
    shared::<dyn core::Service>();
    shared::<dyn core::TokenSource>();
    shared::<dyn core::Transport>();
}

#[test]
fn values_are_cheap_to_hand_on() {
    cloned::<core::ApiMessage>();
    cloned::<core::CallOptions>();
    cloned::<core::Credential>();
    cloned::<core::Date>();
    cloned::<core::Decimal>();
    cloned::<core::ErrorKind>();
    cloned::<core::Expect>();
    cloned::<core::Extra>();
    cloned::<core::Failure>();
    cloned::<core::FakeClock>();
    cloned::<core::FakeTransport>();
    cloned::<core::FixedToken>();
    cloned::<core::Fresh>();
    cloned::<core::InvalidDecimal>();
    cloned::<core::InvalidId>();
    cloned::<core::InvalidTime>();
    cloned::<core::KeptBack>();
    cloned::<core::Order>();
    cloned::<core::PageRequest>();
    cloned::<core::Params>();
    cloned::<core::Pipeline>();
    cloned::<core::Position>();
    cloned::<core::Quota>();
    cloned::<core::RateClass>();
    cloned::<core::RateGate>();
    cloned::<core::RateSnapshot>();
    cloned::<core::ReadOnly>();
    cloned::<core::RecordedRequest>();
    cloned::<core::Replay>();
    cloned::<core::ReqwestTransportBuilder>();
    cloned::<core::RetryPolicy>();
    cloned::<core::SystemClock>();
    cloned::<core::Timestamp>();
    cloned::<core::UnknownNumber>();
    cloned::<core::UnknownValue>();
    cloned::<core::Update<u64>>();
}

#[test]
fn calls_and_pages_can_run_on_any_thread() {
    let fixture = Fixture::new();
    sent(&fixture.client.0.execute(core::Call::get("/x")));
    sent(&core::RawRequest::new(&fixture.client.0, http::Method::GET, "/x").send());
    let mut pager = core::Pager::by_offset(2, 0, |_page| async { Ok(vec![1_u64]) });
    sent(&pager.next());
    sent(&pager.try_collect(1));
    sent(&pager.into_stream());
}
