use crate::support::{fixture, shared_text};
use securityhub_finding::{Event, EventPattern, Finding};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::path::Path;

mod invalid;
mod random;
mod reference;

/// The published filter of the "findings into tickets" post.
const W1: &str = r#"{
    "detail-type": ["Security Hub Findings - Imported"],
    "source": ["aws.securityhub"],
    "detail": {"findings": {
        "Compliance": {"Status": [{"anything-but": "PASSED"}]},
        "RecordState": ["ACTIVE"],
        "Workflow": {"Status": ["NEW"]},
        "Severity": {"Label": ["CRITICAL", "HIGH"]}
    }}
}"#;

fn matches(pattern: &str, event: &str) -> bool {
    let compiled = EventPattern::parse(pattern).unwrap_or_else(|error| panic!("{error}: {pattern}"));
    compiled.matches(event).unwrap_or_else(|error| panic!("{error}: {event}"))
}

/// Events of one field, `a`, and whether a list of alternatives matches them.
fn check(alternatives: &str, cases: &[(&str, bool)]) {
    for (value, expected) in cases {
        let event = if value.is_empty() { "{}".to_owned() } else { format!("{{\"a\": {value}}}") };
        assert_eq!(matches(&format!("{{\"a\": {alternatives}}}"), &event), *expected, "{alternatives}: {event}");
    }
}

#[test]
fn values_equal_their_own_kind() {
    check(r#"["x"]"#, &[("\"x\"", true), ("\"X\"", false), (r#""\u0078""#, true), ("", false), ("{\"x\": 1}", false)]);
    check(r#"["5"]"#, &[("5", false), ("\"5\"", true)]);
    check("[300]", &[("300", true), ("300.0", true), ("3.0e2", true), ("\"300\"", false), ("1e999", false)]);
    check("[null]", &[("null", true), ("\"\"", false), ("", false)]);
    check("[true]", &[("true", true), ("\"true\"", false), ("false", false)]);
    check("[\"\", 7, false]", &[("\"\"", true), ("7", true), ("false", true), ("null", false)]);
    check(r#"["x", "y"]"#, &[(r#"["z", "y"]"#, true), (r#"[["z", ["y"]]]"#, true), (r#"[{"b": "y"}]"#, false)]);
}

#[test]
fn addresses_compare_as_addresses() {
    check(r#"["2001:db8:0:0:0:0:0:1"]"#, &[("\"2001:db8::1\"", true), ("\"2001:DB8::1\"", true), ("\"x\"", false)]);
    check(r#"["10.0.0.1"]"#, &[("\"10.0.0.1\"", true), ("\"::ffff:a00:1\"", true), ("\"10.0.0.10\"", false)]);
    check(r#"["::ffff:10.0.0.1"]"#, &[("\"::ffff:10.0.0.1\"", true), ("\"10.0.0.1\"", false)]);
    check(r#"[{"exactly": "2001:db8::1"}]"#, &[("\"2001:db8::1\"", true), ("\"2001:db8:0::1\"", false)]);
    check(
        r#"[{"cidr": "10.0.0.77/24"}]"#,
        &[("\"10.0.0.0\"", true), ("\"10.0.0.255\"", true), ("\"10.0.1.0\"", false), ("\"::1\"", false), ("10", false)],
    );
    check(r#"[{"cidr": "0.0.0.0/0"}]"#, &[("\"9.9.9.9\"", true), ("\"::1\"", true), ("\"host\"", false)]);
    check(r#"[{"cidr": "2001:db8::/33"}]"#, &[("\"2001:db8:7fff::\"", true), ("\"2001:db8:8000::\"", false)]);
    check(r#"[{"cidr": "::/0"}]"#, &[("\"2001:db8::1\"", true), ("\"x\"", false)]);
}

#[test]
fn text_operators_look_at_texts_alone() {
    check(r#"[{"prefix": "ab"}]"#, &[("\"abc\"", true), ("\"xab\"", false), ("\"a\"", false)]);
    check(r#"[{"prefix": ""}]"#, &[("\"\"", true), ("5", false), ("null", false)]);
    check(r#"[{"suffix": "bc"}]"#, &[("\"abc\"", true), ("\"bcd\"", false)]);
    check(r#"[{"suffix": {"equals-ignore-case": "SSe"}}]"#, &[("\"xßE\"", false), ("\"XSsE\"", true)]);
    check(r#"[{"prefix": {"equals-ignore-case": "ÀB"}}]"#, &[("\"àbc\"", true), ("\"abc\"", false)]);
    check(r#"[{"equals-ignore-case": "ß"}]"#, &[("\"SS\"", true), ("\"ß\"", true), ("\"SSS\"", false)]);
    check(r#"[{"equals-ignore-case": "é"}]"#, &[("\"É\"", true), ("\"e\"", false)]);
    check(r#"[{"equals-ignore-case": "1"}]"#, &[("1", false)]);
}

#[test]
fn wildcards_take_any_run() {
    check(r#"[{"wildcard": "*"}]"#, &[("\"\"", true), ("\"x\"", true), ("5", false)]);
    check(r#"[{"wildcard": "a*c"}]"#, &[("\"ac\"", true), ("\"abc\"", true), ("\"abcd\"", false), ("\"a\"", false)]);
    check(r#"[{"wildcard": "a*a"}]"#, &[("\"a\"", false), ("\"aa\"", true)]);
    check(r#"[{"wildcard": "*b*b*"}]"#, &[("\"b\"", false), ("\"bb\"", true), ("\"abcbd\"", true)]);
    check(r#"[{"wildcard": "a\\*c"}]"#, &[("\"a*c\"", true), ("\"abc\"", false)]);
    check(r#"[{"wildcard": "a\\\\*"}]"#, &[(r#""a\\x""#, true), ("\"ax\"", false)]);
    check(r#"[{"wildcard": "日*語"}]"#, &[("\"日本語\"", true), ("\"日本\"", false)]);
    check(r#"[{"wildcard": "x"}]"#, &[("\"x\"", true), ("\"xx\"", false)]);
}

#[test]
fn numbers_lie_in_ranges() {
    check(r#"[{"numeric": ["=", 3.018e2]}]"#, &[("301.8", true), ("301.80", true), ("\"301.8\"", false)]);
    check(r#"[{"numeric": [">", 0, "<=", 5]}]"#, &[("0", false), ("5", true), ("5.01", false), ("null", false)]);
    check(r#"[{"numeric": [">=", 5]}]"#, &[("5", true), ("4.999", false), ("6e9", true), ("1e999", true)]);
    check(r#"[{"numeric": ["<", -1]}]"#, &[("-2", true), ("-1", false)]);
    // Terraform writes its comparisons so.
    check(r#"[{"numeric": ["\u003e", 0, "\u003c", 5]}]"#, &[("4", true), ("5", false)]);
}

#[test]
fn anything_but_needs_a_value() {
    check(
        r#"[{"anything-but": "x"}]"#,
        &[
            ("\"y\"", true),
            ("\"x\"", false),
            ("5", true),
            ("null", true),
            ("\"\"", true),
            ("", false),
            ("[]", false),
            ("{}", false),
            ("{\"b\": 1}", false),
            (r#"["x", "y"]"#, true),
            (r#"["x"]"#, false),
            (r#""\ud83d""#, true),
        ],
    );
    check(r#"[{"anything-but": ["x", "z"]}]"#, &[("\"y\"", true), (r#"["x", "z"]"#, false)]);
    check(r#"[{"anything-but": [1, 2]}]"#, &[("3", true), ("2.0", false), ("\"1\"", true)]);
    check(r#"[{"anything-but": 1}]"#, &[("1e0", false), ("1.5", true)]);
    check(r#"[{"anything-but": {"prefix": ["q", "x"]}}]"#, &[("\"xy\"", false), ("\"y\"", true), ("null", true)]);
    check(r#"[{"anything-but": {"suffix": "x"}}]"#, &[("\"yx\"", false), ("\"xy\"", true), ("5", true)]);
    check(r#"[{"anything-but": {"equals-ignore-case": ["q", "X"]}}]"#, &[("\"x\"", false), ("\"yy\"", true)]);
    check(r#"[{"anything-but": {"wildcard": "*/lib/*"}}]"#, &[("\"a/lib/b\"", false), ("\"a\"", true)]);
}

#[test]
fn existence_looks_at_values() {
    for (value, is_there) in [
        ("1", true),
        ("null", true),
        ("\"\"", true),
        ("[1]", true),
        ("[[\"x\"]]", true),
        (r#""\ud83d""#, true),
        ("", false),
        ("[]", false),
        ("[[]]", false),
        ("{}", false),
        ("{\"b\": 1}", false),
        (r#"[{"b": ["]", 1]}]"#, false),
    ] {
        check(r#"[{"exists": true}]"#, &[(value, is_there)]);
        check(r#"[{"exists": false}]"#, &[(value, !is_there)]);
    }
    check(r#"["x", {"exists": false}]"#, &[("", true), ("\"x\"", true), ("\"y\"", false)]);
}

#[test]
fn conditions_of_one_list_hold_in_one_element() {
    let pattern = r#"{"f": {"t": ["A"], "s": ["B"]}}"#;
    assert!(matches(pattern, r#"{"f": [{"t": "Q"}, {"t": "A", "s": "B"}]}"#));
    assert!(!matches(pattern, r#"{"f": [{"t": "A", "s": "Z"}, {"t": "Q", "s": "B"}]}"#));
    assert!(!matches(pattern, r#"{"f": [[{"t": "A"}], [{"s": "B"}]]}"#));
    assert!(matches(pattern, r#"{"f": {"t": ["Q", "A"], "s": ["B", "Q"]}}"#));
    // Inside an element the lists are chosen from one by one.
    let deep = r#"{"f": {"x": {"t": ["A"]}, "y": {"s": ["B"], "u": ["C"]}}}"#;
    assert!(matches(deep, r#"{"f": [{"x": [{"t": "Q"}, {"t": "A"}], "y": [{"s": "B", "u": "C"}]}]}"#));
    assert!(!matches(deep, r#"{"f": [{"x": [{"t": "A"}], "y": [{"s": "B"}, {"u": "C"}]}]}"#));
    assert!(!matches(deep, r#"{"f": [{"x": [{"t": "A"}]}, {"y": [{"s": "B", "u": "C"}]}]}"#));
    // A plain value in a list belongs to no element.
    let both = r#"{"f": ["A"], "f.t": ["B"]}"#;
    assert!(matches(both, r#"{"f": ["A", {"t": "B"}]}"#));
    assert!(!matches(both, r#"{"f": [["A"], {"t": "B"}]}"#));
}

#[test]
fn absence_is_that_of_the_whole_event() {
    let pattern = r#"{"f": {"t": ["A"], "s": [{"exists": false}]}}"#;
    assert!(matches(pattern, r#"{"f": [{"t": "Q"}, {"t": "A"}]}"#));
    assert!(!matches(pattern, r#"{"f": [{"t": "Q", "s": 1}, {"t": "A"}]}"#));
    assert!(matches(pattern, r#"{"f": [{"t": "Q", "s": []}, {"t": "A"}]}"#));
}

#[test]
fn any_of_is_one_of_its_objects() {
    let pattern = r#"{"c": [1], "$or": [{"a": [1]}, {"b": [2], "$or": [{"d": [3]}, {"e": [4]}]}]}"#;
    for (event, expected) in [
        (r#"{"c": 1, "a": 1}"#, true),
        (r#"{"c": 1, "b": 2}"#, false),
        (r#"{"c": 1, "b": 2, "e": 4}"#, true),
        (r#"{"a": 1}"#, false),
    ] {
        assert_eq!(matches(pattern, event), expected, "{event}");
    }
    assert!(matches(r#"{"detail": {"$or": [{"a": [1]}, {"b": [2]}]}}"#, r#"{"detail": {"b": 2}}"#));
    // What is written last at a path counts.
    let inner_last = r#"{"a": [1], "$or": [{"a": [2]}, {"b": [3]}]}"#;
    assert!(matches(inner_last, r#"{"a": 2}"#));
    assert!(matches(inner_last, r#"{"a": 1, "b": 3}"#));
    assert!(!matches(inner_last, r#"{"a": 1}"#));
    assert!(matches(r#"{"$or": [{"a": [2]}, {"b": [3]}], "a": [1]}"#, r#"{"a": 1}"#));
}

#[test]
fn a_name_with_dots_is_a_path() {
    for pattern in [r#"{"a.b": ["x"]}"#, r#"{"a": {"b": ["x"]}}"#] {
        for event in [r#"{"a.b": "x"}"#, r#"{"a": {"b": "x"}}"#, r#"{"a": [{"b": "x"}]}"#] {
            assert!(matches(pattern, event), "{pattern} {event}");
        }
        assert!(!matches(pattern, r#"{"a": "x", "b": "x"}"#));
    }
    assert!(matches(r#"{"a": {"b.c": [1], "d": [2]}}"#, r#"{"a.b": {"c": 1}, "a": {"d": 2}}"#));
}

#[test]
fn of_two_members_of_one_name_the_last_counts() {
    assert!(!matches(r#"{"a": ["x"], "a": ["y"]}"#, r#"{"a": "x"}"#));
    assert!(matches(r#"{"a": {"b": ["x"]}, "a": {"c": ["y"]}}"#, r#"{"a": {"b": "x", "c": "y"}}"#));
    let pattern = r#"{"a": ["x"], "n": {"m": [1]}}"#;
    assert!(matches(pattern, r#"{"a": "y", "n": {"m": 1}, "a": "x"}"#));
    assert!(!matches(pattern, r#"{"a": "x", "n": {"m": 1}, "a": "y"}"#));
    assert!(!matches(pattern, r#"{"a": "x", "n": {"m": 1}, "n": {}}"#));
    assert!(!matches(r#"{"n": {"m": [{"exists": true}]}}"#, r#"{"n": {"m": 1}, "n": {"o": 1}}"#));
    assert!(matches(r#"{"n": {"m": [{"exists": false}]}}"#, r#"{"n": {"m": 1, "m": []}}"#));
}

#[test]
fn odd_events_have_answers() {
    let pattern = r#"{"a": {"b": ["x"]}, "c": ["y"]}"#;
    for odd in ["1e999", r#""\ud83d""#, "-1", "null", "true", "\"x\"", "[1e999]", "0.5"] {
        assert!(!matches(pattern, &format!(r#"{{"a": {odd}, "c": "y"}}"#)), "{odd}");
        assert!(matches(pattern, &format!(r#"{{"a": [{odd}, {{"b": "x"}}], "z": {odd}, "c": "y"}}"#)), "{odd}");
    }
    // Deep where nobody looks, and where the pattern ends.
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(matches(r#"{"c": ["y"]}"#, &format!(r#"{{"z": {deep}, "c": "y"}}"#)));
    assert!(matches(r#"{"c": ["y"]}"#, &format!(r#"{{"c": ["y", {deep}]}}"#)));
    // Deep where it looks further.
    let pattern = EventPattern::parse(pattern).unwrap();
    for opening in ["[", "{\"a\":", "[{\"a\":["] {
        let deep = opening.repeat(10_000);
        assert_eq!(
            pattern.matches(format!(r#"{{"a": {deep}"#)).unwrap_err().to_string().split(" at ").next(),
            Some("not an EventBridge event: $: the JSON ends early")
        );
    }
    let error = pattern.matches(format!(r#"{{"a": {deep}, "c": "y"}}"#)).unwrap_err();
    assert_eq!(error.to_string(), "not an EventBridge event: $: nested deeper than 128 levels where the pattern looks");
}

#[test]
fn what_is_no_event_is_refused() {
    let pattern = EventPattern::parse(r#"{"a": [1]}"#).unwrap();
    for (event, error) in [
        ("", "$: the JSON ends early at line 1 column 0"),
        ("[]", "$: no JSON object at line 1 column 0"),
        ("{\"a\":1,\n secret", "$: no JSON at line 2 column 2"),
        ("{\"a\": 1} {", "$: no JSON at line 1 column 10"),
        ("{\"b\": [1, }", "$: no JSON at line 1 column 11"),
    ] {
        let refused = pattern.matches(event).unwrap_err().to_string();
        assert_eq!(refused, format!("not an EventBridge event: {error}"), "{event}");
    }
    assert_eq!(pattern.matches(b"\xff").unwrap_err().path(), "$");
}

#[test]
fn an_event_that_has_been_read_matches_as_its_text() {
    let pattern = EventPattern::parse(
        r#"{"source": ["aws.securityhub"], "detail": {"findings": {"Resources": {"Type": [{"suffix": "Vpc"}]}}}}"#,
    )
    .unwrap();
    let text = fixture("events/imported.json");
    let event: Event = text.parse().unwrap();
    assert!(pattern.matches(&text).unwrap());
    assert!(pattern.matches(text.as_bytes()).unwrap());
    assert!(pattern.matches_event(&event).unwrap());
    assert_eq!(pattern.as_str().parse::<EventPattern>().unwrap().as_str(), pattern.as_str());
    assert!(format!("{pattern:?}").starts_with("EventPattern(\"{\\\"source\\\":[\\\"aws.securityhub\\\"]"));
}

#[test]
fn the_published_filter_misses_findings_without_compliance() {
    let with_status = |compliance: &str| {
        format!(
            r#"{{"detail-type": "Security Hub Findings - Imported", "source": "aws.securityhub", "detail": {{"findings": [
                {{"Id": "1", "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/guardduty", {compliance}
                "RecordState": "ACTIVE", "Workflow": {{"Status": "NEW"}}, "Severity": {{"Label": "HIGH"}}}}]}}}}"#
        )
    };
    let (failed, passed, none) = (
        with_status(r#""Compliance": {"Status": "FAILED"},"#),
        with_status(r#""Compliance": {"Status": "PASSED"},"#),
        with_status(""),
    );
    assert!(matches(W1, &failed));
    assert!(!matches(W1, &passed));
    assert!(!matches(W1, &none), "GuardDuty's findings never match it");

    let mended = W1.replace(r#"{"anything-but": "PASSED"}"#, r#"{"anything-but": "PASSED"}, {"exists": false}"#);
    for event in [&failed, &passed, &none] {
        let by_rule = event.parse::<Event>().unwrap().findings().any(Finding::passes_w1_filter);
        assert_eq!(matches(&mended, event), by_rule, "{event}");
    }
    assert!(matches(&mended, &none));

    if let Some(published) = shared_text("samples/eventbridge-pattern-w1.json") {
        for event in [&failed, &passed, &none] {
            assert_eq!(matches(&published, event), matches(W1, event));
        }
    }
}

#[test]
fn the_published_patterns_match_the_published_event() {
    let Some(event) = shared_text("samples/securityhub-imported-event.json") else { return };
    for (name, expected) in [("eventbridge-pattern-w1.json", true), ("eventbridge-pattern-w3.json", true)] {
        if let Some(pattern) = shared_text(&format!("samples/{name}")) {
            assert_eq!(matches(&pattern, &event), expected, "{name}");
        }
    }
}

/// The events' names say what they are to do.
#[test]
fn the_deployed_rule_takes_its_events() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy");
    if !folder.is_dir() {
        println!("SKIPPED: deploy is absent");
        return;
    }
    let pattern = std::fs::read_to_string(folder.join("securityhub-pattern.json")).unwrap();
    let mut count = 0;
    for entry in std::fs::read_dir(folder.join("check/events")).unwrap() {
        let path = entry.unwrap().path();
        let expected = path.file_name().unwrap().to_str().unwrap().starts_with("passes-");
        assert_eq!(matches(&pattern, &std::fs::read_to_string(&path).unwrap()), expected, "{}", path.display());
        count += 1;
    }
    assert!(count > 10, "only {count} events");
}

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

/// A question that the engine answered. A pattern or an event stands as JSON, or as its text.
#[derive(Deserialize)]
struct Case {
    name: String,
    rule: Option<Box<RawValue>>,
    rule_raw: Option<String>,
    event: Option<Box<RawValue>>,
    event_raw: Option<String>,
    rule_valid: bool,
    #[serde(rename = "match")]
    matches: Option<bool>,
}

#[test]
fn every_answer_of_the_engine_is_ours() {
    let Some(json) = shared_text("corpus/events/patterns/eventbridge-pattern-cases.json") else { return };
    let cases: Cases = serde_json::from_str(&json).unwrap();
    assert!(cases.cases.len() > 100, "only {} cases", cases.cases.len());
    for case in &cases.cases {
        let pick = |json: &Option<Box<RawValue>>, text: &Option<String>| match (json, text) {
            (Some(json), None) => json.get().to_owned(),
            (None, Some(text)) => text.clone(),
            _ => panic!("{}", case.name),
        };
        let pattern = EventPattern::parse(&pick(&case.rule, &case.rule_raw));
        assert_eq!(pattern.is_ok(), case.rule_valid, "{}: {pattern:?}", case.name);
        if let Ok(pattern) = pattern {
            let answer = pattern.matches(pick(&case.event, &case.event_raw)).unwrap();
            assert_eq!(Some(answer), case.matches, "{}", case.name);
        }
    }
}

/// White space before an event that has a member twice: what is odd is read by another way, and answered alike.
#[test]
fn blanks_before_an_odd_event_change_no_answer() {
    let twice = r#"{"source":"a","source":"b"}"#;
    for (pattern, answer) in
        [(r#"{"source":["b"]}"#, true), (r#"{"source":["a"]}"#, false), (r#"{"source":[{"exists":false}]}"#, false)]
    {
        let pattern = EventPattern::parse(pattern).unwrap();
        for blanks in ["", " ", "\n\t", "\r\n  "] {
            assert_eq!(pattern.matches(format!("{blanks}{twice}")).unwrap(), answer, "{blanks:?}");
        }
    }
}
