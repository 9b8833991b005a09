use crate::support::fixture;
use securityhub_finding::{Finding, Product};

fn finding(members: &str) -> Finding {
    format!("{{\"Id\":\"finding 1/\\\\a\",\"ProductArn\":\"arn:aws:securityhub:us-east-1::product/aws/securityhub\"{members}}}")
        .parse()
        .unwrap()
}

#[test]
fn products_are_told_by_the_end_of_their_arn() {
    for (arn, product) in [
        ("arn:aws:securityhub:us-east-1::product/aws/securityhub", Some("aws/securityhub")),
        ("arn:aws-cn:securityhub:cn-north-1::product/aws/guardduty", Some("aws/guardduty")),
        ("arn:aws:securityhub:us-east-1::productv2/aws/guardduty", Some("aws/guardduty")),
        ("arn:aws:securityhub:us-east-1:111122223333:product/prowler/prowler", Some("prowler/prowler")),
        ("arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default", Some("111122223333/default")),
        ("arn:aws:securityhub:us-east-1::product/aws", None),
        ("arn:aws:securityhub:us-east-1::product/aws/a/b", None),
        ("arn:aws:guardduty:us-east-1::product/aws/guardduty", None),
        ("product/aws/guardduty", None),
        ("", None),
    ] {
        assert_eq!(Product::from_arn(arn).as_ref().map(Product::as_str), product, "{arn}");
    }
    assert_eq!(Product::from("aws/macie"), Product::Macie);
    assert_eq!(Product::from("prowler/prowler").company(), "prowler");
    assert!(Product::from("111122223333/default").is_custom());
    assert!(!Product::from("prowler/default").is_custom());
}

#[test]
fn keys_are_product_and_id() {
    let finding: Finding = fixture("findings/guardduty.json").parse().unwrap();
    let key = finding.dedup_key();
    assert_eq!(key.to_string(), format!("{}/{}", finding.product_arn, finding.id));
    assert_eq!(key.to_bytes(), format!("{}\0{}", finding.product_arn, finding.id).into_bytes());
}

#[test]
fn a_controls_id_is_where_its_generation_puts_it() {
    for (members, control) in [
        (r#","Compliance":{"SecurityControlId":"EC2.8"},"ProductFields":{"ControlId":"EC2.9"}"#, Some("EC2.8")),
        (r#","Compliance":{},"ProductFields":{"RuleId":"2.2","ControlId":"EC2.9"}"#, Some("EC2.9")),
        (r#","ProductFields":{"RuleId":"2.2"},"GeneratorId":"a/b""#, Some("2.2")),
        (r#","GeneratorId":"security-control/EC2.8""#, Some("EC2.8")),
        ("", None),
    ] {
        assert_eq!(finding(members).control_id(), control, "{members}");
    }
    assert_eq!(finding(r#","Compliance":{"SecurityControlId":""},"GeneratorId":"a/b""#).control_id(), Some("b"));
    assert_eq!(fixture("findings/guardduty.json").parse::<Finding>().unwrap().control_id(), None);
}

#[test]
fn a_control_at_a_resource_keeps_its_key_when_ids_change() {
    let rest = r#","AwsAccountId":"111122223333","Resources":[{"Id":"sg-1"}]"#;
    let old = finding(&format!(
        r#"{rest},"Region":"us-east-1","GeneratorId":"aws-foundational-security-best-practices/v/1.0.0/EC2.8""#
    ));
    let new = finding(&format!(r#"{rest},"GeneratorId":"security-control/EC2.8""#));
    assert!(old.control_key().is_some());
    assert_eq!(old.control_key(), new.control_key());
    assert_eq!(finding(r#","GeneratorId":"security-control/EC2.8""#).control_key(), None);
}

#[test]
fn the_console_shows_the_finding() {
    assert_eq!(
        finding("").console_url().unwrap(),
        "https://us-east-1.console.aws.amazon.com/securityhub/home?region=us-east-1#/findings?search=\
         Id%3D%255Coperator%255C%253AEQUALS%255C%253Afinding%25201%252F%255Ca"
    );
    assert!(finding(r#","Region":"eu-west-1""#).console_url().unwrap().starts_with("https://eu-west-1.console."));
    for region in ["example.com/", "a b", "", "EU", "a.b"] {
        assert_eq!(finding(&format!(r#","Region":"{region}""#)).console_url().is_some(), region.is_empty(), "{region}");
    }
    let of = |arn: &str| format!(r#"{{"Id":"1","ProductArn":"{arn}"}}"#).parse::<Finding>().unwrap().console_url();
    assert!(
        of("arn:aws-cn:securityhub:cn-north-1::product/aws/guardduty")
            .unwrap()
            .contains("//cn-north-1.console.amazonaws.cn/")
    );
    assert_eq!(of("arn:aws-iso:securityhub:us-iso-east-1::product/aws/guardduty"), None);
    assert_eq!(of("p"), None);
}
