use crate::support::{Stub, fixture, lossless};
use backlog_api::issues::{CreateIssue, CustomFieldFilter, CustomFieldInput, ListIssues, UpdateIssue};
use backlog_api::model::{CustomFieldKind, CustomFieldValue, FieldValue, Issue};
use backlog_api::*;
use serde_json::json;

/// What one kind of field sends.
struct Case {
    kind: &'static str,
    value: CustomFieldInput,
    write: &'static [(&'static str, &'static str)],
    filter: CustomFieldFilter,
    query: &'static [(&'static str, &'static str)],
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn cases() -> Vec<Case> {
    let item = CustomFieldItemId::new;
    vec![
        Case {
            kind: "text",
            value: "orca-123".into(),
            write: &[("customField_7", "orca-123")],
            filter: "orca-123".into(),
            query: &[("customField_7", "orca-123")],
        },
        Case {
            kind: "text area",
            value: "a\nb".into(),
            write: &[("customField_7", "a\nb")],
            filter: String::from("a b").into(),
            query: &[("customField_7", "a b")],
        },
        Case {
            kind: "numeric",
            value: decimal("7.25").into(),
            write: &[("customField_7", "7.25")],
            filter: CustomFieldFilter::Number { min: Some(decimal("-1")), max: Some(decimal("1e2")) },
            query: &[("customField_7_min", "-1"), ("customField_7_max", "100")],
        },
        Case {
            kind: "numeric, lower bound only",
            value: Decimal::from(100).into(),
            write: &[("customField_7", "100")],
            filter: CustomFieldFilter::at_least(7),
            query: &[("customField_7_min", "7")],
        },
        Case {
            kind: "numeric, upper bound only",
            value: decimal("0.0001").into(),
            write: &[("customField_7", "0.0001")],
            filter: CustomFieldFilter::at_most(decimal("7.5")),
            query: &[("customField_7_max", "7.5")],
        },
        Case {
            kind: "date",
            value: date("2026-11-19").into(),
            write: &[("customField_7", "2026-11-19")],
            filter: CustomFieldFilter::Date { min: Some(date("2026-11-01")), max: Some(date("2026-11-30")) },
            query: &[("customField_7_min", "2026-11-01"), ("customField_7_max", "2026-11-30")],
        },
        Case {
            kind: "date, first only",
            value: date("2026-11-19").into(),
            write: &[("customField_7", "2026-11-19")],
            filter: CustomFieldFilter::since(date("2026-11-01")),
            query: &[("customField_7_min", "2026-11-01")],
        },
        Case {
            kind: "date, last only",
            value: date("2026-11-19").into(),
            write: &[("customField_7", "2026-11-19")],
            filter: CustomFieldFilter::until(date("2026-11-30")),
            query: &[("customField_7_max", "2026-11-30")],
        },
        Case {
            kind: "single list",
            value: item(2).into(),
            write: &[("customField_7", "2")],
            filter: CustomFieldFilter::items([item(2)]),
            query: &[("customField_7[]", "2")],
        },
        Case {
            kind: "multiple list",
            value: [item(1), item(3)].into(),
            write: &[("customField_7", "1"), ("customField_7", "3")],
            filter: CustomFieldFilter::items([item(1), item(3)]),
            query: &[("customField_7[]", "1"), ("customField_7[]", "3")],
        },
        Case {
            kind: "check box",
            value: vec![item(4)].into(),
            write: &[("customField_7", "4")],
            filter: CustomFieldFilter::items([4_u64]),
            query: &[("customField_7[]", "4")],
        },
        Case {
            kind: "radio",
            value: item(5).into(),
            write: &[("customField_7", "5")],
            filter: CustomFieldFilter::items([item(5)]),
            query: &[("customField_7[]", "5")],
        },
    ]
}

const FIELD: CustomFieldId = CustomFieldId::new(7);

#[tokio::test]
async fn create_sends_each_kind_in_its_own_form() {
    for case in cases() {
        let stub = Stub::replying(201, &fixture("issues/get")).await;
        let request = CreateIssue::new(ProjectId::new(1), "s", IssueTypeId::new(2), PriorityId::NORMAL)
            .custom_field(FIELD, case.value);
        stub.client().issues().create(&request).await.unwrap();
        let head = [("projectId", "1"), ("summary", "s"), ("issueTypeId", "2"), ("priorityId", "3")];
        println!("{}", case.kind);
        stub.request().await.is_form("POST", "/issues", &[&head, case.write].concat());
    }
}

#[tokio::test]
async fn update_sends_each_kind_in_its_own_form() {
    for case in cases() {
        let stub = Stub::replying(200, &fixture("issues/get")).await;
        let request = UpdateIssue::new().custom_field(FIELD, case.value);
        stub.client().issues().update("SEC-31", &request).await.unwrap();
        println!("{}", case.kind);
        stub.request().await.is_form("PATCH", "/issues/SEC-31", case.write);
    }
}

#[tokio::test]
async fn filter_sends_each_kind_in_its_own_form() {
    for case in cases() {
        let stub = Stub::replying(200, &json!([])).await;
        stub.client().issues().list(&ListIssues::new().custom_field(FIELD, case.filter)).await.unwrap();
        println!("{}", case.kind);
        stub.request().await.is_get("/issues", case.query);
    }
}

/// All kinds are cleared alike: with the empty value of the bare name.
#[tokio::test]
async fn update_clears_each_kind_with_the_empty_value() {
    for case in cases() {
        let stub = Stub::replying(200, &fixture("issues/get")).await;
        // What was set before is replaced, whatever its kind.
        let request = UpdateIssue::new().custom_field(FIELD, case.value).clear_custom_field(FIELD);
        stub.client().issues().update("SEC-31", &request).await.unwrap();
        println!("{}", case.kind);
        stub.request().await.is_form("PATCH", "/issues/SEC-31", &[("customField_7", "")]);
    }
}

#[tokio::test]
async fn an_empty_selection_is_the_empty_value() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    let request = UpdateIssue::new().custom_field(FIELD, Vec::<CustomFieldItemId>::new());
    stub.client().issues().update("SEC-31", &request).await.unwrap();
    stub.request().await.is_form("PATCH", "/issues/SEC-31", &[("customField_7", "")]);
}

#[tokio::test]
async fn the_free_text_of_other_goes_beside_the_items() {
    let stub = Stub::replying(200, &fixture("issues/get")).await;
    let items = [CustomFieldItemId::new(1), CustomFieldItemId::new(2)];
    let request = UpdateIssue::new()
        .custom_field_other(CustomFieldId::new(8), "manual")
        .custom_field(FIELD, items)
        .custom_field_other(FIELD, "by hand");
    stub.client().issues().update("SEC-31", &request).await.unwrap();
    let form = [
        ("customField_8_otherValue", "manual"),
        ("customField_7", "1"),
        ("customField_7", "2"),
        ("customField_7_otherValue", "by hand"),
    ];
    stub.request().await.is_form("PATCH", "/issues/SEC-31", &form);
}

#[test]
fn each_kind_is_read_as_its_type() {
    let issue: Issue = lossless(&fixture("issues/get"));
    let field = |id: u64| issue.custom_field(id).unwrap();
    assert_eq!(field(110).text(), Some("orca-123"));
    assert_eq!((field(111).kind, &field(111).value), (CustomFieldKind::TextArea, &FieldValue::Empty));
    assert_eq!(field(112).number(), Some(&decimal("7.25")));
    let quoted: CustomFieldValue = lossless(&json!({"id": 1, "fieldTypeId": 3, "name": "Score", "value": "7.250"}));
    assert_eq!(quoted.number(), Some(&decimal("7.25")));
    assert_eq!(field(113).date().unwrap().calendar_date(), Some(date("2026-11-19")));
    assert_eq!(field(114).items()[0].name, "prod");
    assert_eq!(field(115).items().iter().map(|item| item.id.get()).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(
        (&field(116).value, field(116).other_value.as_deref()),
        (&FieldValue::Items(Vec::new()), Some("manual"))
    );
    assert_eq!((&field(117).value, field(117).other_value.as_deref()), (&FieldValue::Empty, None));
    assert!(issue.custom_field(999_u64).is_none());
}

#[test]
fn values_of_another_form_are_kept_as_they_are() {
    for value in [
        json!({"id": 1, "fieldTypeId": 99, "name": "Formula", "value": {"a": [1e2, null]}, "precision": 3}),
        json!({"id": 1, "fieldTypeId": 3, "name": "Score", "value": "high"}),
        json!({"id": 1, "fieldTypeId": 4, "name": "Seen", "value": "soon"}),
        json!({"id": 1, "fieldTypeId": 4, "name": "Seen", "value": 20_261_119}),
        json!({"id": 1, "fieldTypeId": 5, "name": "Account", "value": "prod", "otherValue": null}),
        json!({"id": 1, "fieldTypeId": 6, "name": "Regions", "value": null}),
        json!({"id": 1, "fieldTypeId": 6, "name": "Regions", "value": [{"id": 1}]}),
        json!({"id": 1, "fieldTypeId": 7, "name": "Flags", "value": [], "otherValue": ["x"]}),
    ] {
        lossless::<CustomFieldValue>(&value);
    }
}
