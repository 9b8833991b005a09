use serde_json::{Value, json};
use ticket_bridge_sandbox::BacklogField;

use super::{Bench, refused};

fn items() -> Vec<String> {
    ["tokyo", "osaka", "kyoto"].map(str::to_owned).to_vec()
}

fn field(bench: &Bench, kind: BacklogField) -> (u64, String) {
    let id = bench.backlog.add_custom_field(bench.project.id, "Field", kind).unwrap();
    (id, format!("customField_{id}"))
}

fn value(issue: &Value) -> &Value {
    &issue["customFields"][0]["value"]
}

#[tokio::test]
async fn every_kind_reads_back_in_its_own_shape() {
    let first = json!({ "id": 1, "name": "tokyo", "displayOrder": 0 });
    let cases = [
        (BacklogField::Text, "orca-123", json!("orca-123"), json!(null)),
        (BacklogField::TextArea, "a\nb", json!("a\nb"), json!(null)),
        (BacklogField::Numeric, "7.25", json!(7.25), json!(null)),
        (BacklogField::Date, "2026-11-19", json!("2026-11-19T00:00:00Z"), json!(null)),
        (BacklogField::SingleList(items()), "1", first.clone(), json!(null)),
        (BacklogField::MultipleList(items()), "1", json!([first.clone()]), json!([])),
        (BacklogField::CheckBox(items()), "1", json!([first.clone()]), json!([])),
        (BacklogField::Radio(items()), "1", first.clone(), json!(null)),
    ];
    for (n, (kind, written, read, empty)) in cases.into_iter().enumerate() {
        let bench = Bench::start().await;
        let (_, name) = field(&bench, kind);
        let set = bench.create("set", &[(&name, written)]).await;
        assert_eq!(*value(&set), read);
        assert_eq!(set["customFields"][0]["fieldTypeId"], n + 1);
        assert_eq!(set["customFields"][0].get("otherValue").is_some(), n >= 6);
        assert_eq!(*value(&bench.create("unset", &[]).await), empty);
        let cleared = bench.done("PATCH", "/issues/SEC-1", &[(&name, "")]).await;
        assert_eq!(*value(&cleared), empty);
    }
}

#[tokio::test]
async fn several_items_come_by_a_repeated_name_or_by_index_but_not_by_brackets() {
    let bench = Bench::start().await;
    let (_, name) = field(&bench, BacklogField::MultipleList(items()));
    let (zero, one, brackets) = (format!("{name}[0]"), format!("{name}[1]"), format!("{name}[]"));
    let repeated = bench.create("a", &[(&name, "1"), (&name, "3")]).await;
    let indexed = bench.create("b", &[(&zero, "1"), (&one, "3")]).await;
    assert_eq!(value(&repeated), value(&indexed));
    assert_eq!(value(&repeated).as_array().unwrap().len(), 2);
    refused(&bench.try_create("c", &[(&brackets, "1")]).await, 400, 7);
}

#[tokio::test]
async fn clearing_a_selection_can_be_ignored_silently() {
    let bench = Bench::with(|options| options.keep_cleared_selections(true)).await;
    let (_, name) = field(&bench, BacklogField::MultipleList(items()));
    bench.create("x", &[(&name, "1")]).await;
    let kept = bench.done("PATCH", "/issues/SEC-1", &[(&name, ""), ("comment", "cleared")]).await;
    assert_eq!(value(&kept).as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn values_that_do_not_fit_are_refused() {
    let cases = [
        (BacklogField::Numeric, "1e3"),
        (BacklogField::Numeric, "much"),
        (BacklogField::Date, "2026-11-19T00:00:00Z"),
        (BacklogField::SingleList(items()), "9"),
        (BacklogField::SingleList(items()), "tokyo"),
    ];
    for (kind, written) in cases {
        let bench = Bench::start().await;
        let (_, name) = field(&bench, kind);
        refused(&bench.try_create("x", &[(&name, written)]).await, 400, 7);
        refused(&bench.try_create("x", &[("customField_1", "x")]).await, 400, 7);
    }
}

#[tokio::test]
async fn a_required_field_is_demanded_on_create_and_cannot_be_emptied() {
    let bench = Bench::start().await;
    bench.create("before", &[]).await;
    let (id, name) = field(&bench, BacklogField::Text);
    bench.backlog.require_custom_field(bench.project.id, id, true).unwrap();
    refused(&bench.try_create("x", &[]).await, 400, 7);
    bench.create("x", &[(&name, "v")]).await;
    refused(&bench.call("PATCH", "/issues/SEC-2", &[(&name, "")]).await, 400, 7);
    bench.done("PATCH", "/issues/SEC-1", &[("statusId", "4")]).await;
}

#[tokio::test]
async fn a_text_filter_finds_parts_of_the_text() {
    let bench = Bench::start().await;
    let (_, name) = field(&bench, BacklogField::Text);
    bench.create("a", &[(&name, "orca-12")]).await;
    bench.create("b", &[(&name, "orca-123")]).await;
    assert_eq!(bench.found(&[(&name, "ORCA-12"), ("order", "asc")]).await, ["SEC-1", "SEC-2"]);
    assert_eq!(bench.found(&[(&name, "orca-123")]).await, ["SEC-2"]);
}

#[tokio::test]
async fn item_filters_take_the_spellings_of_all_official_clients() {
    let bench = Bench::start().await;
    let (_, name) = field(&bench, BacklogField::SingleList(items()));
    bench.create("a", &[(&name, "1")]).await;
    bench.create("b", &[(&name, "2")]).await;
    for suffix in ["[]", "[0]", "[][0]"] {
        assert_eq!(bench.found(&[(&format!("{name}{suffix}"), "2")]).await, ["SEC-2"], "{suffix}");
    }
}

#[tokio::test]
async fn number_and_date_filters_have_two_optional_ends() {
    let bench = Bench::start().await;
    let (_, name) = field(&bench, BacklogField::Numeric);
    bench.create("a", &[(&name, "1")]).await;
    bench.create("b", &[(&name, "5")]).await;
    assert_eq!(bench.found(&[(&format!("{name}_min"), "2")]).await, ["SEC-2"]);
    assert_eq!(bench.found(&[(&format!("{name}_max"), "1.5")]).await, ["SEC-1"]);
    refused(&bench.call("GET", "/issues", &[(&name, "5")]).await, 400, 7);
}

#[tokio::test]
async fn definitions_and_their_items_can_be_changed() {
    let bench = Bench::start().await;
    let path = "/projects/SEC/customFields";
    let made = [("typeId", "6"), ("name", "Regions"), ("items[]", "tokyo"), ("items[]", "osaka")];
    let field = bench.done("POST", path, &made).await;
    assert_eq!(field["items"][1]["id"], 2);
    let one = format!("{path}/{}", field["id"]);
    let name = format!("customField_{}", field["id"]);
    bench.create("x", &[(&name, "1"), (&name, "2")]).await;
    bench.done("POST", &format!("{one}/items"), &[("name", "kyoto")]).await;
    bench.done("PATCH", &format!("{one}/items/1"), &[("name", "Tokyo")]).await;
    let left = bench.done("DELETE", &format!("{one}/items/2"), &[]).await;
    let names: Vec<&Value> = left["items"].as_array().unwrap().iter().map(|item| &item["name"]).collect();
    assert_eq!(names, ["Tokyo", "kyoto"]);
    assert_eq!(value(&bench.get("/issues/SEC-1", &[]).await).as_array().unwrap().len(), 1);
    assert_eq!(bench.done("PATCH", &one, &[("required", "true")]).await["required"], true);
    refused(&bench.call("PATCH", &one, &[("typeId", "1")]).await, 400, 7);
    bench.done("DELETE", &one, &[]).await;
    assert_eq!(bench.get(path, &[]).await, json!([]));
    refused(&bench.call("POST", path, &[("typeId", "1"), ("name", "Text"), ("items[]", "a")]).await, 400, 7);
}
