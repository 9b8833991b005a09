use securityhub_finding::EventPattern;

fn problems(pattern: &str) -> Vec<(String, String)> {
    let error = EventPattern::parse(pattern).err().unwrap_or_else(|| panic!("taken: {pattern}"));
    error.problems().map(|(path, what)| (path.to_owned(), what.to_owned())).collect()
}

#[test]
fn what_eventbridge_refuses_is_refused_by_path() {
    for (pattern, path, what) in [
        ("[]", "$", "no JSON object"),
        ("{", "$", "the JSON ends early"),
        ("{}", "$", "an empty object"),
        (r#"{"a": {}}"#, "$.a", "an empty object"),
        (r#"{"a": []}"#, "$.a", "an empty list"),
        (r#"{"a": "x"}"#, "$.a", "neither an object nor a list"),
        (r#"{"a": {"b": null}}"#, "$.a.b", "neither an object nor a list"),
        (r#"{"a": ["x", ["y"]]}"#, "$.a[1]", "a list inside a list"),
        (r#"{"a": [{}]}"#, "$.a[0]", "an empty object"),
        (r#"{"a": [{"prefix": "x", "suffix": "y"}]}"#, "$.a[0]", "more than one operator"),
        (r#"{"a": [{"regex": "x"}]}"#, "$.a[0]", "unknown operator"),
        (r#"{"a": [1e999]}"#, "$.a[0]", "no number"),
        (r#"{"a": ["\ud83d"]}"#, "$.a[0]", "half a surrogate pair"),
        (r#"{"a": [{"prefix": ["x"]}]}"#, "$.a[0]", "takes a text"),
        (r#"{"a": [{"prefix": {"wildcard": "x"}}]}"#, "$.a[0]", "or equals-ignore-case"),
        (r#"{"a": [{"suffix": 5}]}"#, "$.a[0]", "takes a text"),
        (r#"{"a": [{"equals-ignore-case": ["x"]}]}"#, "$.a[0]", "takes a text"),
        (r#"{"a": [{"exactly": 5}]}"#, "$.a[0]", "takes a text"),
        (r#"{"a": [{"wildcard": ["x"]}]}"#, "$.a[0]", "takes a text"),
        (r#"{"a": [{"wildcard": "x**"}]}"#, "$.a[0]", "two stars"),
        (r#"{"a": [{"wildcard": "x\\y"}]}"#, "$.a[0]", "a backslash"),
        (r#"{"a": [{"wildcard": "x\\"}]}"#, "$.a[0]", "a backslash"),
        (r#"{"a": [{"exists": "true"}]}"#, "$.a[0]", "true or false"),
        (r#"{"a": [{"exists": null}]}"#, "$.a[0]", "true or false"),
        (r#"{"a": [{"anything-but": []}]}"#, "$.a[0]", "an empty list"),
        (r#"{"a": [{"anything-but": ["x", 1]}]}"#, "$.a[0]", "anything-but takes"),
        (r#"{"a": [{"anything-but": [null]}]}"#, "$.a[0]", "anything-but takes"),
        (r#"{"a": [{"anything-but": true}]}"#, "$.a[0]", "anything-but takes"),
        (r#"{"a": [{"anything-but": {"numeric": ["=", 1]}}]}"#, "$.a[0]", "anything-but takes"),
        (r#"{"a": [{"anything-but": {"exists": true}}]}"#, "$.a[0]", "anything-but takes"),
        (r#"{"a": [{"anything-but": {"prefix": ""}}]}"#, "$.a[0]", "an empty prefix or suffix"),
        (r#"{"a": [{"anything-but": {"suffix": ["x", ""]}}]}"#, "$.a[0]", "an empty prefix or suffix"),
        (r#"{"a": [{"anything-but": {"wildcard": 5}}]}"#, "$.a[0]", "takes a text"),
        (r#"{"a": [{"numeric": []}]}"#, "$.a[0]", "numeric takes"),
        (r#"{"a": [{"numeric": 5}]}"#, "$.a[0]", "numeric takes"),
        (r#"{"a": [{"numeric": [">"]}]}"#, "$.a[0]", "numeric takes"),
        (r#"{"a": [{"numeric": ["!=", 5]}]}"#, "$.a[0]", "numeric takes"),
        (r#"{"a": [{"numeric": [">", "1"]}]}"#, "$.a[0]", "no number"),
        (r#"{"a": [{"numeric": ["<", 5, ">", 0]}]}"#, "$.a[0]", "numeric takes"),
        (r#"{"a": [{"numeric": ["=", 5, "<", 9]}]}"#, "$.a[0]", "numeric takes"),
        (r#"{"a": [{"numeric": [">", 3, "<=", 3]}]}"#, "$.a[0]", "not below"),
        (r#"{"a": [{"cidr": "10.0.0.1"}]}"#, "$.a[0]", "no block of addresses"),
        (r#"{"a": [{"cidr": "host/8"}]}"#, "$.a[0]", "no block of addresses"),
        (r#"{"a": [{"cidr": "10.0.0.0/+8"}]}"#, "$.a[0]", "no block of addresses"),
        (r#"{"a": [{"cidr": "10.0.0.1/32"}]}"#, "$.a[0]", "at most 31 bits"),
        (r#"{"a": [{"cidr": "::/128"}]}"#, "$.a[0]", "at most 127 bits"),
        (r#"{"$or": [{"a": [1]}]}"#, "$.$or", "at least two objects"),
        (r#"{"$or": {"a": [1]}}"#, "$.$or", "at least two objects"),
        (r#"{"$or": []}"#, "$.$or", "at least two objects"),
        (r#"{"$or": [{"a": [1]}, 5]}"#, "$.$or[1]", "no object"),
        (r#"{"$or": [{"a": [1]}, {}]}"#, "$.$or[1]", "an empty object"),
        (r#"{"$or": [{"prefix": ["x"]}, {"b": [2]}]}"#, "$.$or[0].prefix", "the name of an operator"),
        (r#"{"$or": [{"b": [1]}, {"c": {">=": [2]}}]}"#, "$.$or[1].c[\">=\"]", "the name of an operator"),
    ] {
        let found = problems(pattern);
        assert_eq!(found.len(), 1, "{pattern}: {found:?}");
        assert_eq!(found[0].0, path, "{pattern}");
        assert!(found[0].1.contains(what), "{pattern}: {found:?}");
    }
    assert_eq!(EventPattern::from_slice(b"\xff").unwrap_err().path(), "$");
}

#[test]
fn every_problem_is_named_at_once() {
    let error = EventPattern::parse(r#"{"a": [], "b": {"c": 5, "d": [{"numeric": 1}, 2]}}"#).unwrap_err();
    assert_eq!(error.problems().map(|(path, _)| path).collect::<Vec<_>>(), ["$.a", "$.b.c", "$.b.d[0]"]);
    assert_eq!(error.path(), "$.a");
    let line = error.to_string();
    assert!(line.starts_with("not an event pattern: $.a: an empty list; $.b.c: neither"), "{line}");

    let many: Vec<String> = (0..30).map(|number| format!("\"n{number}\": []")).collect();
    let line = EventPattern::parse(&format!("{{{}}}", many.join(","))).unwrap_err().to_string();
    assert!(line.ends_with("$.n9: an empty list; and 20 more"), "{line}");
}

#[test]
fn errors_repeat_no_values_and_no_control_characters() {
    let pattern = format!(r#"{{"\u001b[31m\n{}": [{{"secret": "secret"}}]}}"#, "x".repeat(1000));
    let line = EventPattern::parse(&pattern).unwrap_err().to_string();
    assert!(line.starts_with(r#"not an event pattern: $["\u{1b}[31m\nxxx"#), "{line}");
    assert!(!line.contains("secret") && !line.chars().any(char::is_control) && line.len() < 300, "{line}");
}

#[test]
fn size_and_depth_are_bounded() {
    let nested = |depth: usize| format!("{}[1]{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    assert!(EventPattern::parse(&nested(100)).is_ok());
    assert!(problems(&nested(500))[0].1.contains("deeper than 100 levels"));

    let long = |length: usize| format!("{{\"a\": [\"{}\"]}}", "x".repeat(length));
    assert!(EventPattern::parse(&long(4096 - 10)).is_ok());
    assert!(problems(&long(4096))[0].1.contains("longer than 4096"));

    let any_of = |count: usize| {
        let objects: Vec<String> = (0..count).map(|number| format!("{{\"a\": [{number}]}}")).collect();
        format!("\"$or\": [{}]", objects.join(","))
    };
    let product = |one: usize, two: usize, three: usize| {
        format!("{{{}, \"b\": {{{}}}, \"c\": {{{}}}}}", any_of(one), any_of(two), any_of(three))
    };
    assert!(EventPattern::parse(&product(10, 10, 10)).is_ok());
    assert!(problems(&product(10, 10, 11))[0].1.contains("more than 1000 combinations"));
    let many = |count| format!("{{{}}}", vec!["\"\":[1]"; count].join(","));
    assert!(EventPattern::parse(&many(512)).is_ok());
    assert!(problems(&many(513))[0].1.contains("more than 512 conditions"));
}
