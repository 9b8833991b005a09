use crate::support::{fixture, shared_text};
use securityhub_finding::{Event, InputTransformer};
use std::collections::BTreeMap;

const PATHS: [(&str, &str); 17] = [
    ("Title", "$.detail.findings[0].Title"),
    ("Text", "$.detail.findings[0].Description"),
    ("Label", "$.detail.findings[0].Severity.Label"),
    ("Number", "$.detail.findings[0].Severity.Normalized"),
    ("Severity", "$.detail.findings[0].Severity"),
    ("Slash", "$.detail.findings[0].ProductFields.aws/securityhub/ProductName"),
    ("Hyphen", "$.detail-type"),
    ("Ids", "$.detail.findings[0].Resources[*].Id"),
    ("Regions", "$.detail.findings[0].Resources[*].Region"),
    ("Second", "$.detail.findings[0].Resources[1].Id"),
    ("Far", "$.detail.findings[9].Id"),
    ("Absent", "$.detail.findings[0].ProductFields.RecommendationUrl"),
    ("AcrossList", "$.detail.findings.Id"),
    ("AcrossText", "$.source.x[0]"),
    ("Null", "$.detail.nothing"),
    ("Odd", "$.detail.odd"),
    ("All", "$"),
];

fn event() -> Event {
    let json = fixture("events/imported.json");
    json.replacen("\"detail\": {", r#""detail": { "nothing": null, "odd": [ 1.0, 1e2, "a \"b\"" ],"#, 1)
        .parse()
        .unwrap()
}

fn both(template: &str) -> (String, String) {
    let transformer = InputTransformer::new(PATHS, template).unwrap();
    (transformer.render(&event()), transformer.render_verbatim(&event()))
}

#[test]
fn outside_quotes_stands_the_json_value() {
    for (template, output) in [
        ("<Title>", r#""The \"default\" group is open""#),
        ("<Text>", r#""First line.\nSecond line with a \\ in it.""#),
        ("{\"a\": <Number>}", "{\"a\": 70}"),
        ("<Severity>", r#"{"Label":"HIGH","Normalized":70}"#),
        ("<Odd>", r#"[1.0,1e2,"a \"b\""]"#),
        ("<Slash><Hyphen>", r#""Security Hub""Security Hub Findings - Imported""#),
        ("<Ids> <Regions> <Second>", r#"["sg-1","vpc-1"] [] "vpc-1""#),
        ("<Null>", "null"),
        ("<br /> <<Number>> < Title > <> <a b>", "<br /> <70> < Title > <> <a b>"),
    ] {
        assert_eq!(both(template), (output.to_owned(), output.to_owned()), "{template}");
    }
}

#[test]
fn inside_quotes_stands_the_text() {
    for (template, escaped, verbatim) in [
        ("\"<Label>\"", "\"HIGH\"", "\"HIGH\""),
        ("\"<Title>\"", r#""The \"default\" group is open""#, "\"The \"default\" group is open\""),
        (
            "\"<Text>\"",
            r#""First line.\nSecond line with a \\ in it.""#,
            "\"First line.\nSecond line with a \\ in it.\"",
        ),
        ("\"<Number>-<Ids>\"", r#""70-[\"sg-1\",\"vpc-1\"]""#, r#""70-["sg-1","vpc-1"]""#),
        (r#""a \"<Label>\" b""#, r#""a \"HIGH\" b""#, r#""a \"HIGH\" b""#),
        (r#""a\\" <Label>"#, r#""a\\" "HIGH""#, r#""a\\" "HIGH""#),
        ("\"<Null>\"", "\"\"", "\"null\""),
    ] {
        assert_eq!(both(template), (escaped.to_owned(), verbatim.to_owned()), "{template}");
    }
}

#[test]
fn what_is_missing_vanishes() {
    for name in ["Far", "Absent", "AcrossList", "AcrossText"] {
        let (escaped, verbatim) = both(&format!("{{\"a\": <{name}>, \"b\": \"(<{name}>)\"}}"));
        assert_eq!(escaped, r#"{"a": null, "b": "()"}"#);
        assert_eq!(verbatim, r#"{"a": , "b": "()"}"#);
    }
}

#[test]
fn the_escaping_mode_gives_json_whatever_the_event_holds() {
    let names: Vec<&str> = PATHS.iter().map(|(name, _)| *name).collect();
    let outside = names.iter().map(|name| format!("\"{name}\": <{name}>")).collect::<Vec<_>>().join(", ");
    let inside = names.iter().map(|name| format!("{name} <{name}>")).collect::<Vec<_>>().join(" ");
    let template = format!("{{{outside}, \"text\": \"{inside}\"}}");
    let transformer = InputTransformer::new(PATHS, template).unwrap();
    for title in ["\\\"", "\\\\", "\\n\\u0000", "\\ud83d", "<Title>", "\u{2028}", "}{"] {
        let json = fixture("events/imported.json").replace("The \\\"default\\\" group is open", title);
        let filled = transformer.render(&json.parse().unwrap());
        let parts: BTreeMap<String, &serde_json::value::RawValue> = serde_json::from_str(&filled).unwrap();
        assert!(parts["text"].get().contains(title), "{filled}");
    }
}

#[test]
fn values_are_not_filled_again() {
    let json = fixture("events/imported.json").replace("First line.", "<Title>");
    let transformer = InputTransformer::new(PATHS, "\"<Text>\"").unwrap();
    assert!(transformer.render(&json.parse().unwrap()).starts_with("\"<Title>"));
}

#[test]
fn reserved_names_need_no_path() {
    let template = r#"{"rule": "<aws.events.rule-name>", "arn": <aws.events.rule-arn>, "at": <aws.events.event.ingestion-time>, "event": <aws.events.event>, "all": <aws.events.event.json>}"#;
    let transformer = InputTransformer::new([("a", "$")], template).unwrap();
    let event: Event =
        r#"{ "detail-type": "t", "source": "s", "time": "2026-11-20T00:10:05Z", "detail": { "a": 1.0 } }"#.parse().unwrap();
    let named =
        transformer.clone().rule_name("to-backlog").rule_arn("arn:aws:events:us-east-1:111122223333:rule/to-backlog");
    assert_eq!(
        named.render(&event),
        r#"{"rule": "to-backlog", "arn": "arn:aws:events:us-east-1:111122223333:rule/to-backlog", "at": "2026-11-20T00:10:05Z", "event": {"detail-type":"t","source":"s","time":"2026-11-20T00:10:05Z"}, "all": {"detail-type":"t","source":"s","time":"2026-11-20T00:10:05Z","detail":{"a":1.0}}}"#
    );
    assert!(transformer.render(&event).starts_with(r#"{"rule": "", "arn": null, "at""#));
    let received = serde_json::from_str("\"2026-11-20T00:10:07Z\"").unwrap();
    let at = r#""at": "2026-11-20T00:10:07Z", "event": {"detail-type":"t","source":"s","time":"2026-11-20T00:10:05Z"}"#;
    assert!(named.ingestion_time(received).render(&event).contains(at));
}

#[test]
fn what_eventbridge_refuses_is_refused_by_place() {
    let one = |name: &str, path: &str| vec![(name.to_owned(), path.to_owned())];
    let many = (0..101).map(|number| (format!("n{number}"), "$".to_owned())).collect::<Vec<_>>();
    let names = "InputPathsMap: a name is reserved, too long, or holds other characters";
    let steps = "InputPathsMap.a: only members after dots, [n] and [*] are supported";
    let no_name = "InputPathsMap.a: a member has no name, or one that paths cannot hold";
    for (paths, template, error) in [
        (many, "x", "InputPathsMap: more than 100 paths"),
        (one("AWSx", "$"), "x", names),
        (one("a.b", "$"), "x", names),
        (one("", "$"), "x", names),
        (one(&"a".repeat(257), "$"), "x", names),
        (one("a", "detail"), "x", "InputPathsMap.a: a path begins with $"),
        (one("a", "$."), "x", no_name),
        (one("a", "$..Id"), "x", no_name),
        (one("a", "$.*"), "x", no_name),
        (one("a", "$.a b"), "x", steps),
        (one("a", "$.a[?(@.b)]"), "x", steps),
        (one("a", "$['a']"), "x", steps),
        (one("a", "$.a[-1]"), "x", steps),
        (one("a", "$.a[+1]"), "x", steps),
        (one("a", "$.a[]"), "x", steps),
        (one("a", "$.a[1"), "x", steps),
        (one("a", "$.a[99999999999999999999]"), "x", steps),
        (one("a", &format!("$.{}", "a".repeat(255))), "x", "InputPathsMap.a: longer than 256 characters"),
        (one("a", "$"), "", "InputTemplate: empty, or longer than 8192 characters"),
        (one("a", "$"), &"x".repeat(8193), "InputTemplate: empty, or longer than 8192 characters"),
        (one("a", "$"), "{\"x\": <b>}", "InputTemplate: no path names <b>"),
        (one("a", "$"), "<aws.events.other>", "InputTemplate: no path names <aws.events.other>"),
        (one("a", "$"), "{\"<a>\": 1}", "InputTemplate: a placeholder in an object's key"),
        (one("a", "$"), "{\"x <a> y\" : 1}", "InputTemplate: a placeholder in an object's key"),
        (one("a", "$"), "{<a>: 1}", "InputTemplate: a placeholder in an object's key"),
        (one("a", "$"), "\"<aws.events.event>\"", "InputTemplate: <aws.events.event> inside quotes"),
        (one("a", "$"), "\"x <aws.events.event.json>\"", "InputTemplate: <aws.events.event.json> inside quotes"),
    ] {
        let refused = InputTransformer::new(paths, template).unwrap_err().to_string();
        assert_eq!(refused, format!("not an input transformer: {error}"), "{template}");
    }
}

#[test]
fn what_eventbridge_takes_is_taken() {
    for template in ["{\"x\": <a>, \"y\": \"<a>: <a>\", \"z:\": [\"<a>\", <a>]}", "<a>: text", "\"<a>\" : text"] {
        assert!(InputTransformer::new([("a", "$")], template).is_ok(), "{template}");
    }
    let longest = format!("$.{}", "a".repeat(254));
    assert!(InputTransformer::new([("a".repeat(256), longest)], "x".repeat(8192)).is_ok());
}

#[test]
fn the_published_template_gives_what_the_service_would_post() {
    let (Some(paths), Some(template), Some(event)) = (
        shared_text("samples/input-transformer-paths-w1.json"),
        shared_text("samples/input-transformer-template-w1.txt"),
        shared_text("samples/securityhub-imported-event.json"),
    ) else {
        return;
    };
    let paths: BTreeMap<String, String> = serde_json::from_str(&paths).unwrap();
    let transformer = InputTransformer::new(&paths, &template).unwrap();
    let event: Event = event.parse().unwrap();

    // The placeholders, replaced by hand.
    let finding = event.findings().next().unwrap();
    let title = finding.title.as_deref().unwrap();
    let posted = template
        .replace("<Summary>", &format!("\"{title}\""))
        .replace("<Description>", finding.description.as_deref().unwrap())
        .replace("<Label>", "CRITICAL")
        .replace("<Resource>", finding.resources[0].id.as_deref().unwrap())
        .replace("<Id>", &finding.id)
        .replace("<Recommendation>", finding.product_fields.get("RecommendationUrl").unwrap());
    assert_eq!(transformer.render_verbatim(&event), posted);
    // Nothing in this event needs an escape.
    assert_eq!(transformer.render(&event), posted);

    let body: BTreeMap<String, String> = serde_json::from_str(&posted).unwrap();
    assert_eq!(body["summary"], title);
    assert!(body["description"].starts_with("Description:<br />This control checks"));
    assert!(body["description"].ends_with("(https://docs.aws.amazon.com/console/securityhub/EC2.19/remediation)"));
}
