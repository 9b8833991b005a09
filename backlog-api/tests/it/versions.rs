use crate::support::{Stub, WireTests, error_body, fixture, lossless, lossless_but_for_nulls};
use backlog_api::model::Version;
use backlog_api::versions::{CreateVersion, UpdateVersion};
use backlog_api::*;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_dates_of_both_forms", list_reads_dates_of_both_forms),
    ("create_sends_name_description_and_dates", create_sends_name_description_and_dates),
    ("update_sends_the_name_and_what_was_set", update_sends_the_name_and_what_was_set),
    ("delete_sends_no_body", delete_sends_no_body),
];

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[tokio::test]
async fn list_reads_dates_of_both_forms() {
    let stub = Stub::replying(200, &fixture("versions/list")).await;
    let versions = stub.client().versions("SEC").list().await.unwrap();
    let due = |version: &Version| version.release_due_date.as_ref()?.calendar_date();
    assert_eq!(due(&versions[0]), Some(date("2026-11-30")));
    assert_eq!(due(&versions[2]), Some(date("2013-08-30")));
    stub.request().await.is_get("/projects/SEC/versions", &[]);
}

#[tokio::test]
async fn create_sends_name_description_and_dates() {
    let stub = Stub::replying(201, &fixture("versions/list")[0]).await;
    let request = CreateVersion::new("2026-11")
        .description("November")
        .start_date(date("2026-11-01"))
        .release_due_date(date("2026-11-30"));
    let version = stub.client().versions(ProjectId::new(4200)).create(&request).await.unwrap();
    assert_eq!(version.id, VersionId::new(81));
    let form = [
        ("name", "2026-11"),
        ("description", "November"),
        ("startDate", "2026-11-01"),
        ("releaseDueDate", "2026-11-30"),
    ];
    stub.request().await.is_form("POST", "/projects/4200/versions", &form);
}

#[tokio::test]
async fn an_empty_name_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let versions = client.versions("SEC");
    let update = UpdateVersion::new("").archived(true);
    for error in [versions.create(&CreateVersion::new("")).await, versions.update(81, &update).await] {
        assert!(error.unwrap_err().to_string().ends_with("invalid request: name: must not be empty"));
    }
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn update_sends_the_name_and_what_was_set() {
    let stub = Stub::replying(200, &fixture("versions/list")[0]).await;
    let request = UpdateVersion::new("2026-11").start_date(date("2026-11-02")).archived(true);
    stub.client().versions("SEC").update(81, &request).await.unwrap();
    let form = [("name", "2026-11"), ("startDate", "2026-11-02"), ("archived", "true")];
    stub.request().await.is_form("PATCH", "/projects/SEC/versions/81", &form);
}

#[tokio::test]
async fn update_clears_dates_and_description_with_the_empty_value() {
    let stub = Stub::replying(200, &fixture("versions/nulls")).await;
    let request = UpdateVersion::new("いつか").description("").clear_start_date().clear_release_due_date();
    stub.client().versions("SEC").update(VersionId::new(82), &request).await.unwrap();
    let form = [("name", "いつか"), ("description", ""), ("startDate", ""), ("releaseDueDate", "")];
    stub.request().await.is_form("PATCH", "/projects/SEC/versions/82", &form);
}

#[tokio::test]
async fn update_of_nothing_sends_the_name_alone() {
    let stub = Stub::replying(200, &fixture("versions/nulls")).await;
    stub.client().versions("SEC").update(82, &UpdateVersion::new("renamed")).await.unwrap();
    stub.request().await.is_form("PATCH", "/projects/SEC/versions/82", &[("name", "renamed")]);
}

#[tokio::test]
async fn delete_sends_no_body() {
    let stub = Stub::replying(200, &fixture("versions/list")[0]).await;
    stub.client().versions("SEC").delete(81).await.unwrap();
    stub.request().await.is_form("DELETE", "/projects/SEC/versions/81", &[]);
}

#[tokio::test]
async fn an_unknown_version_is_not_found() {
    let stub = Stub::replying(404, &error_body(6, "No version.")).await;
    let error = stub.client().versions("SEC").update(99, &UpdateVersion::new("x")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "PATCH /projects/{projectIdOrKey}/versions/{id}: 404 Not Found: No version. (code 6)"
    );
}

#[test]
fn versions_decode_and_encode_without_loss() {
    for version in fixture("versions/list").as_array().unwrap() {
        lossless::<Version>(version);
    }
    let nulls: Version = lossless_but_for_nulls(&fixture("versions/nulls"));
    assert_eq!((nulls.start_date, nulls.release_due_date, nulls.display_order), (None, None, None));
}
