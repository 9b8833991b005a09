use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::model::IncomingRequest;
use chatwork_api::*;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_requests", list_reads_requests),
    ("accept_gives_the_new_contact", accept_gives_the_new_contact),
    ("reject_takes_an_answer_without_a_body", reject_takes_an_answer_without_a_body),
];

#[tokio::test]
async fn list_reads_requests() {
    let stub = Stub::replying(200, &fixture("incoming_requests/list")).await;
    let requests = stub.client().incoming_requests().list().await.unwrap();
    assert_eq!((requests[0].request_id, &*requests[0].message), (RequestId::new(900_001), "please add me"));
    stub.request().await.is_get("/incoming_requests", &[]);
}

#[tokio::test]
async fn no_requests_are_an_answer_without_a_body() {
    let stub = Stub::without_body(204, &[]).await;
    assert_eq!(stub.client().incoming_requests().list().await.unwrap(), []);
}

/// The answer has neither `request_id` nor `message`.
#[tokio::test]
async fn accept_gives_the_new_contact() {
    let stub = Stub::replying(200, &fixture("contacts/list")[0]).await;
    let contact = stub.client().incoming_requests().accept(900_001).await.unwrap();
    assert_eq!((contact.account_id, contact.room_id), (AccountId::new(5_000_002), RoomId::new(400_000_010)));
    stub.request().await.is_form("PUT", "/incoming_requests/900001", &[]);
}

#[tokio::test]
async fn reject_takes_an_answer_without_a_body() {
    let stub = Stub::without_body(204, &[]).await;
    stub.client().incoming_requests().reject(900_001).await.unwrap();
    stub.request().await.is("DELETE", "/incoming_requests/900001", &[], &[]);
}

#[tokio::test]
async fn an_unknown_request_is_not_found() {
    let stub = Stub::replying(404, &error_body("Request not found")).await;
    let client = stub.client();
    let requests = client.incoming_requests();
    assert!(requests.accept(9).await.unwrap_err().is_not_found());
    let error = requests.reject(9).await.unwrap_err();
    let display = "DELETE /incoming_requests/{request_id}: 404 Not Found: Request not found";
    assert_eq!((error.to_string().as_str(), error.is_not_found()), (display, true));
    assert!(requests.list().await.unwrap_err().is_not_found());
}

#[test]
fn requests_decode_and_encode_without_loss() {
    for request in fixture("incoming_requests/list").as_array().unwrap() {
        lossless::<IncomingRequest>(request);
    }
}
