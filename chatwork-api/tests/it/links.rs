use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::links::{CreateLink, UpdateLink};
use chatwork_api::*;

pub(crate) const WIRE: WireTests = &[
    ("get_reads_the_link", get_reads_the_link),
    ("create_sends_what_is_set", create_sends_what_is_set),
    ("update_sends_all_three", update_sends_all_three),
    ("delete_reads_that_there_is_none", delete_reads_that_there_is_none),
];

const ROOM: u64 = 400_000_001;
const PATH: &str = "/rooms/400000001/link";

#[tokio::test]
async fn get_reads_the_link() {
    let stub = Stub::replying(200, &fixture("links/get")).await;
    let link = stub.client().rooms().link(ROOM).get().await.unwrap();
    assert!(link.public);
    assert_eq!((link.need_acceptance, link.description.as_deref()), (Some(true), Some("on duty only")));
    stub.request().await.is_get(PATH, &[]);
}

#[tokio::test]
async fn create_sends_what_is_set() {
    let stub = Stub::replying(200, &fixture("links/get")).await;
    let client = stub.client();
    let link = client.rooms().link(ROOM);
    let made =
        link.create(&CreateLink::new().code("soc-2026").need_acceptance(false).description("当番")).await.unwrap();
    assert_eq!(made.url.as_deref(), Some("https://example.chatwork.com/g/soc-2026"));
    link.create(&CreateLink::new()).await.unwrap();
    let requests = stub.requests().await;
    requests[0].is_form("POST", PATH, &[("code", "soc-2026"), ("need_acceptance", "0"), ("description", "当番")]);
    requests[1].is_form("POST", PATH, &[]);
}

/// What is left out would be made anew.
#[tokio::test]
async fn update_sends_all_three() {
    let stub = Stub::replying(200, &fixture("links/get")).await;
    let client = stub.client();
    let link = client.rooms().link(ROOM);
    link.update(&UpdateLink::new("x_Y-9", true, "")).await.unwrap();
    link.update(&UpdateLink::with_new_code(false, "d")).await.unwrap();
    let requests = stub.requests().await;
    requests[0].is_form("PUT", PATH, &[("code", "x_Y-9"), ("need_acceptance", "1"), ("description", "")]);
    requests[1].is_form("PUT", PATH, &[("need_acceptance", "0"), ("description", "d")]);
}

#[tokio::test]
async fn delete_reads_that_there_is_none() {
    let stub = Stub::replying(200, &fixture("links/none")).await;
    assert!(!stub.client().rooms().link(ROOM).delete().await.unwrap().public);
    stub.request().await.is("DELETE", PATH, &[], &[]);
}

#[tokio::test]
async fn a_code_that_is_none_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let link = client.rooms().link(ROOM);
    for code in ["", "a b", "検", "a/b", &"x".repeat(51)] {
        for error in [
            link.create(&CreateLink::new().code(code)).await.unwrap_err(),
            link.update(&UpdateLink::new(code, true, "")).await.unwrap_err(),
        ] {
            assert!(error.to_string().ends_with("code: must be 1 to 50 of A-Z, a-z, 0-9, _ and -"), "{error}");
        }
    }
    assert_eq!(stub.requests().await, []);
}

/// A new address on each call: what may have been done is not done again by itself.
#[tokio::test]
async fn a_new_code_is_asked_for_once() {
    for (request, attempts) in [(UpdateLink::with_new_code(true, ""), 1), (UpdateLink::new("x", true, ""), 2)] {
        let (transport, clock) = (FakeTransport::new(), FakeClock::new(std::time::SystemTime::UNIX_EPOCH));
        let builder = Client::builder("https://api.example", Auth::api_token("canary"));
        let client = builder.transport(transport.clone()).clock(clock).build().unwrap();
        transport.reply(502, "").reply(200, fixture("links/get").to_string());
        let outcome = client.rooms().link(ROOM).update(&request).await;
        assert_eq!((outcome.is_ok(), transport.requests().len()), (attempts == 2, attempts));
        if let Err(error) = outcome {
            assert!(error.may_have_been_applied());
        }
    }
}

#[tokio::test]
async fn refusals_keep_their_text() {
    let stub = Stub::replying(400, &error_body("Invite link is already created")).await;
    let client = stub.client();
    let link = client.rooms().link(ROOM);
    let error = link.create(&CreateLink::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /rooms/{room_id}/link: 400 Bad Request: Invite link is already created");
    assert_eq!(link.get().await.unwrap_err().kind(), ErrorKind::Api);
    assert_eq!(link.update(&UpdateLink::new("x", true, "")).await.unwrap_err().status(), Some(400));
    assert_eq!(link.delete().await.unwrap_err().status(), Some(400));
}

#[test]
fn links_decode_and_encode_without_loss() {
    for name in ["get", "none", "unknown"] {
        lossless::<model::Link>(&fixture(&format!("links/{name}")));
    }
}
