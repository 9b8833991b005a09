use securityhub_finding::{Extra, NumberLiteral, RawJson, TextMap};

#[test]
fn numbers_are_written_as_they_were_read() {
    for (json, whole, float) in [
        ("70", Some(70), Some(70.0)),
        ("70.0", Some(70), Some(70.0)),
        ("7e1", Some(70), Some(70.0)),
        ("-0", Some(0), Some(0.0)),
        ("8.30", None, Some(8.3)),
        ("9007199254740993", Some(9_007_199_254_740_993), Some(9_007_199_254_740_992.0)),
        ("123456789012345678901234567890", None, Some(1.234_567_890_123_456_8e29)),
        ("1e999", None, None),
        ("\"42\"", Some(42), Some(42.0)),
        ("\" 8.3 \"", None, Some(8.3)),
    ] {
        let number: NumberLiteral = serde_json::from_str(json).unwrap();
        assert_eq!((number.as_i64(), number.as_f64()), (whole, float), "{json}");
        assert_eq!(serde_json::to_string(&number).unwrap(), json);
        assert_eq!(number.is_quoted(), json.starts_with('"'));
    }
    assert_eq!(serde_json::to_string(&NumberLiteral::from(-7)).unwrap(), "-7");
    assert_eq!(NumberLiteral::from(70).as_str(), "70");
}

#[test]
fn what_is_no_number_is_refused() {
    for json in ["\"\"", "\"x\"", "\"0x10\"", "\"1 2\"", "\"01\"", "\"-\"", "\"NaN\"", "null", "true", "[1]", "{}"] {
        assert!(serde_json::from_str::<NumberLiteral>(json).is_err(), "{json}");
    }
}

#[test]
fn text_maps_keep_order_and_other_values() {
    let json = r#"{"b":"2","a":"1","b":"3","c":null,"d":"\ud83d","e":1e2}"#;
    let map: TextMap = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&map).unwrap(), json);
    assert_eq!((map.get("b"), map.get("c"), map.get("d"), map.get("x")), (Some("3"), None, None, None));
    assert_eq!(map.iter().collect::<Vec<_>>(), [("b", "2"), ("a", "1"), ("b", "3")]);
    assert_eq!(
        map.others().map(|(name, raw)| (name, raw.as_str())).collect::<Vec<_>>(),
        [("c", "null"), ("d", r#""\ud83d""#), ("e", "1e2")]
    );

    let mut map: TextMap = [("a", "1"), ("b", "2")].into_iter().collect();
    map.insert("a", "3");
    map.remove("b");
    assert_eq!((map.len(), map.is_empty(), map.get("a")), (1, false, Some("3")));
}

#[test]
fn raw_json_keeps_its_text() {
    let raw: RawJson = r#" {"b": 1.0,  "a": "\u00e9"} "#.parse().unwrap();
    assert_eq!(raw.as_str(), r#"{"b": 1.0,  "a": "\u00e9"}"#);
    assert_eq!(raw.to_string(), raw.as_str());
    assert_eq!(RawJson::from_value(&[1, 2]).unwrap().as_str(), "[1,2]");
    assert!("{".parse::<RawJson>().is_err());
}

#[test]
fn extra_members_can_be_set_and_removed() {
    let mut extra = Extra::default();
    extra.insert("a", RawJson::from_value(&1).unwrap());
    extra.insert("b", RawJson::from_value(&2).unwrap());
    extra.insert("a", RawJson::from_value(&3).unwrap());
    assert_eq!(extra.iter().map(|(name, raw)| (name, raw.as_str())).collect::<Vec<_>>(), [("b", "2"), ("a", "3")]);
    extra.remove("b");
    extra.remove("a");
    assert!(extra.is_empty());
}
