saas_api_core::open_enum! {
    /// Text values.
    pub enum Colour: str {
        /// Red.
        Red = "red",
    }
}
saas_api_core::open_enum! {
    /// Number values.
    pub enum Kind: i64 {
        /// One.
        One = 1,
    }
}

#[test]
fn unknown_values_survive_a_round_trip() {
    let colours: Vec<Colour> = serde_json::from_str(r#"["red","ultra\u0020violet",""]"#).unwrap();
    assert_eq!(colours.first(), Some(&Colour::Red));
    assert_eq!(colours.iter().map(Colour::as_str).collect::<Vec<_>>(), ["red", "ultra violet", ""]);
    assert_eq!(serde_json::to_string(&colours).unwrap(), r#"["red","ultra violet",""]"#);
    let kinds: Vec<Kind> = serde_json::from_str(r#"[1,99,-7,"1"]"#).unwrap();
    assert_eq!(kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>(), [1, 99, -7, 1]);
    assert_eq!(serde_json::to_string(&kinds).unwrap(), "[1,99,-7,1]");
}

#[test]
fn a_named_value_is_never_unknown() {
    assert_eq!(Colour::from("red"), Colour::Red);
    assert_eq!(Kind::from(1), Kind::One);
    assert!(matches!(Colour::from("Red"), Colour::Unknown(_)));
    assert!(matches!(Kind::from(2), Kind::Unknown(_)));
}
