saas_api_core::id! {
    /// A number id.
    pub struct ThingId(u64);
}
saas_api_core::id! {
    /// A text id.
    pub struct ThingKey(str);
}

#[test]
fn number_ids_read_numbers_and_quoted_numbers_and_write_numbers() {
    let plain: ThingId = serde_json::from_str("18446744073709551615").unwrap();
    let quoted: ThingId = serde_json::from_str("\"18446744073709551615\"").unwrap();
    assert_eq!(plain, quoted);
    assert_eq!(serde_json::to_string(&quoted).unwrap(), "18446744073709551615");
    assert_eq!(plain.to_string().parse::<ThingId>().unwrap(), plain);
}

#[test]
fn number_ids_refuse_what_is_no_number() {
    for text in ["", "-1", "+1", " 1", "1.0", "18446744073709551616", "#1", "../1"] {
        assert!(text.parse::<ThingId>().is_err(), "{text:?}");
    }
    for json in ["-1", "1.5", "null", "\"\"", "\"x\"", "{}"] {
        assert!(serde_json::from_str::<ThingId>(json).is_err(), "{json}");
    }
}

#[test]
fn text_ids_keep_their_text() {
    let key: ThingKey = serde_json::from_str("\"SEC-31\"").unwrap();
    assert_eq!(key.as_str(), "SEC-31");
    assert_eq!(serde_json::to_string(&key).unwrap(), "\"SEC-31\"");
}
