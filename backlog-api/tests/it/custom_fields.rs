use crate::support::{Stub, WireTests, error_body, fixture, lossless, lossless_but_for_nulls};
use backlog_api::custom_fields::{
    CreateCustomField, DateField, InitialDateInput, ListField, NumberField, UpdateCustomField, UpdateDateField,
    UpdateListField, UpdateNumberField,
};
use backlog_api::model::{CustomField, CustomFieldKind, CustomFieldSettings, InitialDateKind};
use backlog_api::*;

pub(crate) const WIRE: WireTests = &[
    ("list_reads_all_eight_kinds", list_reads_all_eight_kinds),
    ("create_sends_each_kind_with_its_settings", create_sends_each_kind_with_its_settings),
    ("update_sends_each_kind_without_its_number", update_sends_each_kind_without_its_number),
    ("delete_sends_no_body", delete_sends_no_body),
    ("create_item_sends_the_name_and_reads_the_field", create_item_sends_the_name_and_reads_the_field),
    ("update_item_names_field_and_item", update_item_names_field_and_item),
    ("delete_item_names_field_and_item", delete_item_names_field_and_item),
];

type Pairs = &'static [(&'static str, &'static str)];

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[tokio::test]
async fn list_reads_all_eight_kinds() {
    let stub = Stub::replying(200, &fixture("custom_fields/list")).await;
    let fields = stub.client().custom_fields("SEC").list().await.unwrap();
    assert_eq!(fields.iter().map(|field| field.kind.code()).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(fields[0].applicable_issue_types, [IssueTypeId::new(7001), IssueTypeId::new(7002)]);
    assert_eq!(fields[5].items()[1].id, CustomFieldItemId::new(3));
    stub.request().await.is_get("/projects/SEC/customFields", &[]);
}

fn new_fields() -> Vec<(CreateCustomField, Pairs)> {
    vec![
        (CreateCustomField::text("Alert-Id"), &[("typeId", "1"), ("name", "Alert-Id")]),
        (
            CreateCustomField::text_area("メモ")
                .required(true)
                .description("a\nb")
                .applicable_issue_types([IssueTypeId::new(7001), IssueTypeId::new(7002)]),
            &[
                ("typeId", "2"),
                ("name", "メモ"),
                ("applicableIssueTypes[]", "7001"),
                ("applicableIssueTypes[]", "7002"),
                ("description", "a\nb"),
                ("required", "true"),
            ],
        ),
        (
            CreateCustomField::numeric(
                "Score",
                NumberField::new().min(-1).max(decimal("1e2")).initial_value(decimal("0.0001")).unit("%"),
            ),
            &[
                ("typeId", "3"),
                ("name", "Score"),
                ("min", "-1"),
                ("max", "100"),
                ("initialValue", "0.0001"),
                ("unit", "%"),
            ],
        ),
        (
            CreateCustomField::date(
                "Seen",
                DateField::new().min(date("2026-01-01")).max(date("2026-12-31")).initial_date(date("2026-11-19")),
            ),
            &[
                ("typeId", "4"),
                ("name", "Seen"),
                ("min", "2026-01-01"),
                ("max", "2026-12-31"),
                ("initialValueType", "3"),
                ("initialDate", "2026-11-19"),
            ],
        ),
        (
            CreateCustomField::single_list("Account", ListField::new(["dev", "prod"]).allow_add_item(true)),
            &[("typeId", "5"), ("name", "Account"), ("items[]", "dev"), ("items[]", "prod"), ("allowAddItem", "true")],
        ),
        (
            CreateCustomField::multiple_list("Regions", ListField::new([String::from("東京")])).required(false),
            &[("typeId", "6"), ("name", "Regions"), ("required", "false"), ("items[]", "東京")],
        ),
        (
            CreateCustomField::check_box("Flags", ListField::new(["public"]).allow_input(true).allow_add_item(false)),
            &[
                ("typeId", "7"),
                ("name", "Flags"),
                ("items[]", "public"),
                ("allowInput", "true"),
                ("allowAddItem", "false"),
            ],
        ),
        (
            CreateCustomField::radio("Source", ListField::new(["scanner", "person"]).allow_input(false)),
            &[
                ("typeId", "8"),
                ("name", "Source"),
                ("items[]", "scanner"),
                ("items[]", "person"),
                ("allowInput", "false"),
            ],
        ),
    ]
}

#[tokio::test]
async fn create_sends_each_kind_with_its_settings() {
    let answers = fixture("custom_fields/list");
    for ((request, form), answer) in new_fields().into_iter().zip(answers.as_array().unwrap()) {
        let stub = Stub::replying(201, answer).await;
        let field = stub.client().custom_fields("SEC").create(&request).await.unwrap();
        assert_eq!(form[0], ("typeId", &*field.kind.to_string()));
        stub.request().await.is_form("POST", "/projects/SEC/customFields", form);
    }
}

#[tokio::test]
async fn each_form_of_initial_date_sends_its_own_parameters() {
    let cases: [(InitialDateInput, Pairs); 4] = [
        (InitialDateInput::Today, &[("initialValueType", "1")]),
        (InitialDateInput::TodayPlus(7), &[("initialValueType", "2"), ("initialShift", "7")]),
        (InitialDateInput::TodayPlus(-1), &[("initialValueType", "2"), ("initialShift", "-1")]),
        (date("2026-11-19").into(), &[("initialValueType", "3"), ("initialDate", "2026-11-19")]),
    ];
    for (initial, pairs) in cases {
        let stub = Stub::replying(200, &fixture("custom_fields/list")[3]).await;
        let request = CreateCustomField::date("Seen", DateField::new().initial_date(initial));
        stub.client().custom_fields("SEC").create(&request).await.unwrap();
        let form = [&[("typeId", "4"), ("name", "Seen")], pairs].concat();
        stub.request().await.is_form("POST", "/projects/SEC/customFields", &form);
    }
}

#[tokio::test]
async fn a_list_can_start_without_items() {
    let stub = Stub::replying(200, &fixture("custom_fields/list")[7]).await;
    let request = CreateCustomField::radio("Source", ListField::new([""; 0]));
    stub.client().custom_fields("SEC").create(&request).await.unwrap();
    stub.request().await.is_form("POST", "/projects/SEC/customFields", &[("typeId", "8"), ("name", "Source")]);
}

#[tokio::test]
async fn empty_names_are_refused_before_anything_is_sent() {
    let stub = Stub::empty().await;
    let client = stub.client();
    let fields = client.custom_fields("SEC");
    let list = UpdateCustomField::list(UpdateListField::new().items(["a", ""]));
    for (result, rule) in [
        (fields.create(&CreateCustomField::text("")).await, "name: must not be empty"),
        (fields.create(&CreateCustomField::radio("", ListField::new(["a"]))).await, "name: must not be empty"),
        (
            fields.create(&CreateCustomField::radio("Source", ListField::new([""]))).await,
            "items[]: must not hold an empty name",
        ),
        (fields.update(117, &list).await, "items[]: must not hold an empty name"),
        (fields.create_item(117, "").await, "name: must not be empty"),
        (fields.update_item(117, 1, "").await, "name: must not be empty"),
    ] {
        let error = result.unwrap_err();
        assert!(error.to_string().ends_with(&format!("invalid request: {rule}")), "{error}");
    }
    assert_eq!(stub.requests().await, []);
}

#[tokio::test]
async fn a_user_who_is_no_administrator_is_told_so() {
    let stub = Stub::replying(403, &error_body(5, "Not allowed.")).await;
    let error = stub.client().custom_fields("SEC").create(&CreateCustomField::text("x")).await.unwrap_err();
    assert_eq!((error.kind(), ErrorCode::of(&error)), (ErrorKind::Auth, Some(ErrorCode::UnauthorizedOperationError)));
}

fn list_change(change: UpdateListField) -> UpdateCustomField {
    UpdateCustomField::list(change)
}

fn changes() -> Vec<(UpdateCustomField, Pairs)> {
    vec![
        (UpdateCustomField::new().name("Alert number"), &[("name", "Alert number")]),
        (
            UpdateCustomField::new().description("").required(false).applicable_issue_types([7001]),
            &[("applicableIssueTypes[]", "7001"), ("description", ""), ("required", "false")],
        ),
        (
            UpdateCustomField::numeric(
                UpdateNumberField::new().min(0).max(decimal("9.5")).initial_value(5).unit("points"),
            ),
            &[("min", "0"), ("max", "9.5"), ("initialValue", "5"), ("unit", "points")],
        ),
        (
            UpdateCustomField::date(
                UpdateDateField::new()
                    .min(date("2026-01-01"))
                    .max(date("2026-12-31"))
                    .initial_date(InitialDateInput::TodayPlus(3)),
            )
            .name("Seen on"),
            &[
                ("name", "Seen on"),
                ("min", "2026-01-01"),
                ("max", "2026-12-31"),
                ("initialValueType", "2"),
                ("initialShift", "3"),
            ],
        ),
        (list_change(UpdateListField::new().items(["dev", "prod"])), &[("items[]", "dev"), ("items[]", "prod")]),
        (list_change(UpdateListField::new().allow_add_item(true)), &[("allowAddItem", "true")]),
        (
            list_change(UpdateListField::new().items(["public"]).allow_input(true)).required(true),
            &[("required", "true"), ("items[]", "public"), ("allowInput", "true")],
        ),
        (
            list_change(UpdateListField::new().allow_input(false).allow_add_item(false)),
            &[("allowInput", "false"), ("allowAddItem", "false")],
        ),
    ]
}

#[tokio::test]
async fn update_sends_each_kind_without_its_number() {
    let answers = fixture("custom_fields/list");
    for ((request, form), answer) in changes().into_iter().zip(answers.as_array().unwrap()) {
        let stub = Stub::replying(200, answer).await;
        let id: CustomFieldId = answer["id"].as_u64().unwrap().into();
        assert_eq!(stub.client().custom_fields("SEC").update(id, &request).await.unwrap().id, id);
        stub.request().await.is_form("PATCH", &format!("/projects/SEC/customFields/{id}"), form);
    }
}

#[tokio::test]
async fn update_clears_with_the_empty_value() {
    let number = UpdateNumberField::new().clear_min().clear_max().clear_initial_value().unit("");
    let dates = UpdateDateField::new().clear_min().clear_max().clear_initial_date();
    let cases: [(UpdateCustomField, Pairs); 6] = [
        (UpdateCustomField::new().clear_applicable_issue_types(), &[("applicableIssueTypes[]", "")]),
        (UpdateCustomField::new().applicable_issue_types([0_u64; 0]), &[("applicableIssueTypes[]", "")]),
        (UpdateCustomField::numeric(number), &[("min", ""), ("max", ""), ("initialValue", ""), ("unit", "")]),
        (UpdateCustomField::date(dates), &[("min", ""), ("max", ""), ("initialValueType", "")]),
        (list_change(UpdateListField::new().clear_items()), &[("items[]", "")]),
        (list_change(UpdateListField::new().items([""; 0])), &[("items[]", "")]),
    ];
    for (request, form) in cases {
        let stub = Stub::replying(200, &fixture("custom_fields/list")[0]).await;
        stub.client().custom_fields("SEC").update(110, &request).await.unwrap();
        stub.request().await.is_form("PATCH", "/projects/SEC/customFields/110", form);
    }
}

#[tokio::test]
async fn delete_sends_no_body() {
    let stub = Stub::replying(200, &fixture("custom_fields/list")[0]).await;
    stub.client().custom_fields("SEC").delete(CustomFieldId::new(110)).await.unwrap();
    stub.request().await.is_form("DELETE", "/projects/SEC/customFields/110", &[]);
}

#[tokio::test]
async fn create_item_sends_the_name_and_reads_the_field() {
    let stub = Stub::replying(200, &fixture("custom_fields/list")[4]).await;
    let field = stub.client().custom_fields("SEC").create_item(114, "prod").await.unwrap();
    assert_eq!(field.items().iter().map(|item| &*item.name).collect::<Vec<_>>(), ["dev", "prod"]);
    stub.request().await.is_form("POST", "/projects/SEC/customFields/114/items", &[("name", "prod")]);
}

#[tokio::test]
async fn an_item_for_a_field_that_is_no_list_is_refused_by_the_api() {
    let stub = Stub::replying(400, &error_body(7, "Not a list.")).await;
    let error = stub.client().custom_fields("SEC").create_item(110, "x").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /projects/{projectIdOrKey}/customFields/{id}/items: 400 Bad Request: Not a list. (code 7)"
    );
}

#[tokio::test]
async fn update_item_names_field_and_item() {
    let stub = Stub::replying(200, &fixture("custom_fields/list")[4]).await;
    stub.client().custom_fields("SEC").update_item(114, 2, "production").await.unwrap();
    stub.request().await.is_form("PATCH", "/projects/SEC/customFields/114/items/2", &[("name", "production")]);
}

#[tokio::test]
async fn delete_item_names_field_and_item() {
    let stub = Stub::replying(200, &fixture("custom_fields/list")[4]).await;
    let item = CustomFieldItemId::new(2);
    stub.client().custom_fields("SEC").delete_item(114, item).await.unwrap();
    stub.request().await.is_form("DELETE", "/projects/SEC/customFields/114/items/2", &[]);
}

fn decoded(name: &str, check: fn(&serde_json::Value) -> CustomField) -> Vec<CustomField> {
    fixture(name).as_array().unwrap().iter().map(check).collect()
}

#[test]
fn definitions_of_each_kind_decode_and_encode_without_loss() {
    let fields = decoded("custom_fields/list", lossless);
    for field in &fields {
        let typed = match field.kind {
            CustomFieldKind::Text | CustomFieldKind::TextArea => {
                matches!(&field.settings, CustomFieldSettings::Other(rest) if rest.is_empty())
            }
            CustomFieldKind::Numeric => matches!(field.settings, CustomFieldSettings::Number(_)),
            CustomFieldKind::Date => matches!(field.settings, CustomFieldSettings::Date(_)),
            _ => matches!(field.settings, CustomFieldSettings::List(_)),
        };
        assert!(typed, "{field:?}");
    }
}

#[test]
fn numbers_as_text_and_null_are_numbers_and_none() {
    let fields = decoded("custom_fields/quoted_numbers", lossless);
    let bounds: Vec<_> = fields
        .iter()
        .map(|field| match &field.settings {
            CustomFieldSettings::Number(number) => {
                [&number.min, &number.max].map(|bound| bound.as_ref().map(|bound| bound.as_f64()))
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(bounds, [[Some(-1.25), Some(100.0)], [Some(-1.25), Some(100.0)], [None, None], [Some(0.0), None]]);
}

#[test]
fn missing_and_null_members_are_none() {
    decoded("custom_fields/missing", lossless_but_for_nulls);
    let nulls = decoded("custom_fields/nulls", lossless_but_for_nulls);
    assert_eq!((nulls[0].description.as_deref(), nulls[0].applicable_issue_types.len()), (None, 0));
    let CustomFieldSettings::Date(dates) = &nulls[3].settings else { panic!("{:?}", nulls[3]) };
    let initial = dates.initial_date.as_ref().unwrap();
    assert_eq!((initial.kind, initial.shift), (InitialDateKind::TodayPlusShift, Some(7)));
}

#[test]
fn unknown_kinds_members_and_forms_are_kept() {
    let fields = decoded("custom_fields/unknown", lossless);
    assert_eq!(fields[0].kind.code(), 9);
    let CustomFieldSettings::Other(rest) = &fields[3].settings else { panic!("{:?}", fields[3]) };
    assert_eq!(rest["max"], "many");
    let CustomFieldSettings::Date(dates) = &fields[4].settings else { panic!("{:?}", fields[4]) };
    assert_eq!(dates.initial_date.as_ref().unwrap().kind.code(), 4);
}
