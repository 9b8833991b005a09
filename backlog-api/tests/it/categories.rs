use crate::support::{Stub, WireTests, error_body, fixture, lossless, lossless_but_for_nulls};
use backlog_api::categories::{CreateCategory, UpdateCategory};
use backlog_api::model::Category;
use backlog_api::*;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_all", list_reads_all),
    ("create_sends_the_name_and_takes_a_200", create_sends_the_name_and_takes_a_200),
    ("update_sends_the_name", update_sends_the_name),
    ("delete_sends_no_body", delete_sends_no_body),
];

#[tokio::test]
async fn list_reads_all() {
    let stub = Stub::replying(200, &fixture("categories/list")).await;
    let categories = stub.client().categories("SEC").list().await.unwrap();
    assert_eq!(categories.iter().map(|category| category.id.get()).collect::<Vec<_>>(), [61, 62, 63, 64]);
    stub.request().await.is_get("/projects/SEC/categories", &[]);
}

#[tokio::test]
async fn create_sends_the_name_and_takes_a_200() {
    let stub = Stub::replying(200, &fixture("categories/list")[1]).await;
    let category =
        stub.client().categories(ProjectId::new(4200)).create(&CreateCategory::new("ネットワーク")).await.unwrap();
    assert_eq!(category.id, CategoryId::new(62));
    stub.request().await.is_form("POST", "/projects/4200/categories", &[("name", "ネットワーク")]);
}

#[tokio::test]
async fn an_empty_name_is_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let error = stub.client().categories("SEC").create(&CreateCategory::new("")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /projects/{projectIdOrKey}/categories: invalid request: name: must not be empty"
    );
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn a_user_without_the_right_is_told_so() {
    let stub = Stub::replying(403, &error_body(5, "Not allowed.")).await;
    let error = stub.client().categories("SEC").create(&CreateCategory::new("cloud")).await.unwrap_err();
    assert_eq!((error.kind(), ErrorCode::of(&error)), (ErrorKind::Auth, Some(ErrorCode::UnauthorizedOperationError)));
}

#[tokio::test]
async fn update_sends_the_name() {
    let stub = Stub::replying(200, &fixture("categories/list")[0]).await;
    stub.client().categories("SEC").update(61, &UpdateCategory::new().name("cloud & more")).await.unwrap();
    stub.request().await.is_form("PATCH", "/projects/SEC/categories/61", &[("name", "cloud & more")]);
}

#[tokio::test]
async fn delete_sends_no_body() {
    let stub = Stub::replying(200, &fixture("categories/list")[0]).await;
    stub.client().categories("SEC").delete(CategoryId::new(61)).await.unwrap();
    stub.request().await.is_form("DELETE", "/projects/SEC/categories/61", &[]);
}

#[tokio::test]
async fn an_unknown_category_is_not_found() {
    let stub = Stub::replying(404, &error_body(6, "No category.")).await;
    let error = stub.client().categories("SEC").delete(99).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DELETE /projects/{projectIdOrKey}/categories/{id}: 404 Not Found: No category. (code 6)"
    );
}

#[test]
fn categories_decode_and_encode_without_loss() {
    for category in fixture("categories/list").as_array().unwrap() {
        lossless::<Category>(category);
    }
    let nulls: Category = lossless_but_for_nulls(&fixture("categories/nulls"));
    assert_eq!((nulls.project_id, nulls.display_order), (None, None));
}
