use crate::support::{Stub, WireTests, error_body, fixture, lossless};
use chatwork_api::model::Contact;
use chatwork_api::*;
use serde::Deserialize;

pub(crate) const WIRE: WireTests = &[("list_reads_contacts", list_reads_contacts)];

#[tokio::test]
async fn list_reads_contacts() {
    let stub = Stub::replying(200, &fixture("contacts/list")).await;
    let contacts = stub.client().contacts().list().await.unwrap();
    assert_eq!((contacts[0].account_id, contacts[0].room_id), (AccountId::new(5_000_002), RoomId::new(400_000_010)));
    assert_eq!(contacts[0].organization_id, Some(OrganizationId::new(100)));
    stub.request().await.is_get("/contacts", &[]);
}

#[tokio::test]
async fn no_contacts_are_an_answer_without_a_body() {
    let stub = Stub::without_body(204, &[]).await;
    assert_eq!(stub.client().contacts().list().await.unwrap(), []);
}

#[tokio::test]
async fn a_missing_scope_is_an_auth_error() {
    let stub = Stub::replying(403, &error_body("Insufficient scope")).await;
    let error = stub.client().contacts().list().await.unwrap_err();
    assert_eq!(error.to_string(), "GET /contacts: 403 Forbidden: Insufficient scope");
    assert_eq!(error.kind(), ErrorKind::Auth);
}

#[test]
fn contacts_decode_and_encode_without_loss() {
    for contact in fixture("contacts/list").as_array().unwrap() {
        lossless::<Contact>(contact);
    }
    let bare = Contact::deserialize(fixture("contacts/nulls")).unwrap();
    assert_eq!((&*bare.name, &*bare.chatwork_id, &*bare.avatar_image_url, bare.organization_id), ("", "", "", None));
}
