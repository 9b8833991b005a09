use crate::shapes::{TURNS, facts, structure};
use crate::support::fixture;
use securityhub_finding::{Finding, Rule};
use serde_json::{Value, json};

const TIME: &str = "2026-11-20T01:02:03.456Z";
const PRODUCT: &str = "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default";

/// What the service requires, and no more.
pub(crate) fn least() -> Value {
    json!({
        "SchemaVersion": "2018-10-08", "Id": "1", "ProductArn": PRODUCT, "GeneratorId": "g", "AwsAccountId": "123456789012",
        "CreatedAt": TIME, "UpdatedAt": TIME, "Severity": {"Label": "LOW"}, "Title": "t", "Description": "d",
        "Resources": [{"Type": "Other", "Id": "r"}],
    })
}

fn violations(json: &Value) -> Vec<String> {
    let finding: Finding = json.to_string().parse().unwrap();
    finding.validate().err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// The least finding with one value set, by path: `Resources/0/Tags`.
fn with(path: &str, value: Value) -> Value {
    let mut json = least();
    let mut place = &mut json;
    for part in path.split('/') {
        place = match part.parse::<usize>() {
            Ok(index) => {
                if !place.is_array() {
                    *place = json!([]);
                }
                let list = place.as_array_mut().unwrap();
                if list.len() <= index {
                    list.push(json!({}));
                }
                &mut list[index]
            }
            Err(_) => &mut place[part],
        };
    }
    *place = value;
    json
}

#[track_caller]
fn assert_limit(path: &str, most: Value, beyond: Value, message: &str) {
    assert_eq!(violations(&with(path, most)), [""; 0], "{path} at its limit");
    assert_eq!(violations(&with(path, beyond)), [message], "{path} beyond its limit");
}

fn letters(count: usize) -> Value {
    // Characters count, not bytes.
    Value::from("é".repeat(count))
}

#[test]
fn texts_have_their_lengths() {
    for (path, shown, max) in [
        ("Id", "$.Id", 512),
        ("ProductName", "$.ProductName", 128),
        ("CompanyName", "$.CompanyName", 128),
        ("Region", "$.Region", 16),
        ("AwsAccountName", "$.AwsAccountName", 50),
        ("GeneratorId", "$.GeneratorId", 512),
        ("Title", "$.Title", 256),
        ("Description", "$.Description", 1024),
        ("Remediation/Recommendation/Text", "$.Remediation.Recommendation.Text", 512),
        ("Severity/Original", "$.Severity.Original", 64),
        ("Resources/0/Type", "$.Resources[0].Type", 256),
        ("Network/SourceDomain", "$.Network.SourceDomain", 128),
        ("Process/Path", "$.Process.Path", 512),
        ("Threats/0/FilePaths/0/Hash", "$.Threats[0].FilePaths[0].Hash", 128),
        ("ThreatIntelIndicators/0/Value", "$.ThreatIntelIndicators[0].Value", 512),
        ("Action/DnsRequestAction/Protocol", "$.Action.DnsRequestAction.Protocol", 64),
        ("Compliance/RelatedRequirements/0", "$.Compliance.RelatedRequirements[0]", 64),
        ("Resources/0/Tags/key", "$.Resources[0].Tags.key", 256),
        ("ProductFields/key", "$.ProductFields.key", 2048),
        ("UserDefinedFields/key", "$.UserDefinedFields.key", 1024),
        ("Resources/0/Details/Other/key", "$.Resources[0].Details.Other.key", 1023),
    ] {
        let message = format!("{shown}: must have at most {max} characters, has {}", max + 1);
        assert_limit(path, letters(max), letters(max + 1), &message);
    }
    let note = |text: Value| json!({"Text": text, "UpdatedBy": "me", "UpdatedAt": TIME});
    let message = "$.Note.Text: must have at most 512 characters, has 513";
    assert_limit("Note", note(letters(512)), note(letters(513)), message);
    let arn = |length: usize| Value::from(format!("{PRODUCT}{}", "x".repeat(length - PRODUCT.len())));
    assert_limit("ProductArn", arn(2048), arn(2049), "$.ProductArn: must have at most 2048 characters, has 2049");
}

#[test]
fn lists_and_maps_have_their_counts() {
    let of = |item: Value, count: usize| Value::from(vec![item; count]);
    let other = json!({"ProductArn": PRODUCT, "Id": "2"});
    for (path, item, most) in [
        ("Types", json!("TTPs"), 50),
        ("Malware", json!({"Name": "n"}), 5),
        ("Compliance/RelatedRequirements", json!("r"), 32),
        ("Compliance/AssociatedStandards", json!({"StandardsId": "s"}), 20),
        ("GeneratorDetails/Labels", json!("l"), 10),
        ("Detection/Sequence/Actors", json!({"Id": "a"}), 10),
        ("FindingProviderFields/Types", json!("TTPs"), 50),
    ] {
        let path_shown = path.replace('/', ".");
        let message = format!("$.{path_shown}: must have at most {most} entries, has {}", most + 1);
        assert_limit(path, of(item.clone(), most), of(item, most + 1), &message);
        assert_eq!(violations(&with(path, json!([]))), [""; 0]);
    }
    for (path, item, most) in [
        ("Resources", json!({"Type": "Other", "Id": "r"}), 32),
        ("Threats", json!({}), 32),
        ("Threats/0/FilePaths", json!({}), 5),
        ("ThreatIntelIndicators", json!({}), 5),
        ("RelatedFindings", other.clone(), 10),
        ("FindingProviderFields/RelatedFindings", other, 10),
        ("Detection/Sequence/Signals", json!({}), 100),
    ] {
        let shown = path.replace("/0", "[0]").replace('/', ".");
        let message = |count| format!("$.{shown}: must have 1 to {most} entries, has {count}");
        assert_limit(path, of(item.clone(), most), of(item.clone(), most + 1), &message(most + 1));
        assert_limit(path, of(item, 1), json!([]), &message(0));
    }
    let map = |count| (0..count).map(|key| (format!("k{key}"), json!("v"))).collect::<serde_json::Map<_, _>>();
    for (path, shown) in [
        ("ProductFields", "$.ProductFields"),
        ("UserDefinedFields", "$.UserDefinedFields"),
        ("Resources/0/Details/Other", "$.Resources[0].Details.Other"),
    ] {
        assert_limit(path, map(50).into(), map(51).into(), &format!("{shown}: must have at most 50 entries, has 51"));
    }
}

#[test]
fn keys_have_their_lengths_and_names() {
    let map = |key: &str| json!({key: "v"});
    let long = "k".repeat(128);
    for path in ["ProductFields", "UserDefinedFields"] {
        let beyond = format!("$.{path}['{long}…']: the key must have at most 128 characters, has 129");
        assert_limit(path, map(&long), map(&format!("{long}k")), &beyond);
    }
    assert_limit("UserDefinedFields", map("k"), map(" "), "$.UserDefinedFields[' ']: the key must not be blank");

    let reserved = "$.ProductFields['aws/x']: names that begin with aws/ are for products of AWS";
    assert_limit("ProductFields", map("a/aws/x"), map("aws/x"), reserved);
    let mut own = with("ProductFields", map("aws/x"));
    own["ProductArn"] = json!("arn:aws:securityhub:us-east-1::product/aws/guardduty");
    assert_eq!(violations(&own), [""; 0]);
}

#[test]
fn numbers_have_their_ranges() {
    for (path, shown, min, max) in [
        ("Confidence", "$.Confidence", 0, 100),
        ("Criticality", "$.Criticality", 0, 100),
        ("Severity/Normalized", "$.Severity.Normalized", 0, 100),
        ("FindingProviderFields/Confidence", "$.FindingProviderFields.Confidence", 0, 100),
        ("Network/SourcePort", "$.Network.SourcePort", i64::from(i32::MIN), i64::from(i32::MAX)),
    ] {
        let message = format!("{shown}: must be from {min} to {max}");
        assert_limit(path, json!(max), json!(max + 1), &message);
        assert_limit(path, json!(min), json!(min - 1), &message);
        assert_limit(path, json!(1.0), json!(1.5), &format!("{shown}: must be a whole number"));
        assert_limit(path, json!(1), json!("1"), &format!("{shown}: must be a whole number"));
    }
    let summary = |count: i64| json!({"Id": "p", "MissingCount": count});
    assert_limit(
        "PatchSummary",
        summary(100_000),
        summary(100_001),
        "$.PatchSummary.MissingCount: must be from 0 to 100000",
    );
    // More digits than any number of Rust has.
    let json = least().to_string().replacen('{', &format!("{{\"Confidence\": {},", "9".repeat(40)), 1);
    let finding: Finding = json.parse().unwrap();
    assert_eq!(finding.validate().unwrap_err().to_string(), "$.Confidence: must be from 0 to 100");
}

#[test]
fn texts_have_their_patterns() {
    let time = "must be a time such as 2026-11-20T01:02:03.456Z";
    for path in ["CreatedAt", "UpdatedAt", "FirstObservedAt", "LastObservedAt", "Process/LaunchedAt"] {
        let shown = path.replace('/', ".");
        assert_limit(path, json!("2026-11-20T01:02:03+0900"), json!("123578964332"), &format!("$.{shown}: {time}"));
        assert_limit(path, json!(TIME), json!("2026-11-20"), &format!("$.{shown}: {time}"));
    }
    assert_limit("SchemaVersion", json!("2018-10-08"), json!("2018-10-09"), "$.SchemaVersion: must be 2018-10-08");
    for bad in ["12345678901", "1234567890123", "12345678901x"] {
        assert_limit("AwsAccountId", json!("000000000000"), json!(bad), "$.AwsAccountId: must be 12 digits");
    }
    let arn =
        "$.ProductArn: must be arn:<partition>:securityhub:<region>:<account or nothing>:product/<company>/<product>";
    for bad in ["p", "arn:aws:s3:::product/a/b", "arn:aws:securityhub:us-east-1::productv2/aws/guardduty"] {
        assert_limit("ProductArn", json!("arn:aws:securityhub:us-east-1::product/aws/guardduty"), json!(bad), arn);
    }
    let kind = "$.Types[0]: must have one to three parts with / between them, none empty";
    for bad in ["a/", "/a", "a//b", "a/b/c/d"] {
        assert_limit("Types", json!(["TTPs/Defense Evasion/X"]), json!([bad]), kind);
    }
    for path in ["Title", "SourceUrl", "GeneratorId"] {
        assert_limit(path, json!("\u{a0}."), json!(" \t\n"), &format!("$.{path}: must not be blank"));
    }
    assert_limit("SourceUrl", json!("."), json!(""), "$.SourceUrl: must not be blank");
    let label = "$.Severity.Label: must be one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL";
    assert_limit("Severity", json!({"Label": "HIGH"}), json!({"Label": "high"}), label);
}

#[test]
fn what_is_required_is_there() {
    for name in least().as_object().unwrap().keys().filter(|name| !matches!(&***name, "Id" | "ProductArn" | "Severity"))
    {
        let message = format!("$.{name}: missing, and required");
        let mut json = least();
        json[name] = Value::Null;
        assert_eq!(violations(&json), [&*message]);
        json.as_object_mut().unwrap().remove(name);
        assert_eq!(violations(&json), [message]);
    }
    for (path, value, parts) in [
        ("Resources", json!([{}]), ["$.Resources[0].Type", "$.Resources[0].Id"].as_slice()),
        ("Note", json!({}), &["$.Note.Text", "$.Note.UpdatedBy", "$.Note.UpdatedAt"]),
        ("Malware", json!([{}]), &["$.Malware[0].Name"]),
        ("RelatedFindings", json!([{}]), &["$.RelatedFindings[0].ProductArn", "$.RelatedFindings[0].Id"]),
        ("Compliance/StatusReasons", json!([{}]), &["$.Compliance.StatusReasons[0].ReasonCode"]),
        ("PatchSummary", json!({}), &["$.PatchSummary.Id"]),
        ("Vulnerabilities", json!([{"Vendor": {}}]), &["$.Vulnerabilities[0].Id", "$.Vulnerabilities[0].Vendor.Name"]),
    ] {
        let messages: Vec<_> = parts.iter().map(|part| format!("{part}: missing, and required")).collect();
        assert_eq!(violations(&with(path, value)), messages);
    }
    let note = json!({"Text": "t", "UpdatedBy": "me", "UpdatedAt": TIME});
    assert_limit("Note", note, json!("x"), "$.Note: must be an object");
}

#[test]
fn somebody_says_how_bad_it_is() {
    let message = "$.Severity: give Label or Normalized, here or in FindingProviderFields.Severity";
    let mut json = least();
    for (severity, provided, is_said) in [
        (json!({"Label": "LOW"}), Value::Null, true),
        (json!({"Normalized": 1}), Value::Null, true),
        (json!({"Product": 1}), Value::Null, false),
        (json!({}), json!({"Label": "LOW"}), true),
        (json!({}), json!({"Original": "bad"}), false),
    ] {
        json["Severity"] = severity;
        json["FindingProviderFields"] = json!({});
        if !provided.is_null() {
            json["FindingProviderFields"] = json!({"Severity": provided});
        }
        let found = violations(&json);
        assert_eq!(found.iter().any(|line| line == message), !is_said, "{json}: {found:?}");
    }
}

#[test]
fn a_finding_has_its_size() {
    let mut json = least();
    json["Extra"] = json!("");
    let room = 240_000
        - json.to_string().parse::<Finding>().map(|finding| serde_json::to_string(&finding).unwrap().len()).unwrap();
    json["Extra"] = Value::from("x".repeat(room));
    assert_eq!(violations(&json), [""; 0]);
    json["Extra"] = Value::from("x".repeat(room + 1));
    assert_eq!(violations(&json), ["$: must have at most 240000 bytes as JSON, has 240001"]);
}

/// Each value that is no object or list, with its path.
fn leaves(path: &str, value: &mut Value, visit: &mut impl FnMut(&str, &mut Value)) {
    match value {
        Value::Object(members) => {
            members.iter_mut().for_each(|(name, value)| leaves(&format!("{path}.{name}"), value, visit));
        }
        Value::Array(items) => {
            let item = |(index, value)| leaves(&format!("{path}[{index}]"), value, visit);
            items.iter_mut().enumerate().for_each(item);
        }
        _ => visit(path, value),
    }
}

/// Every member of the format, with values that the service takes.
fn everything(turn: usize) -> Value {
    const TIMES: [&str; 10] = [
        "ObservedAt",
        "ProcessedAt",
        "LaunchedAt",
        "TerminatedAt",
        "StartTime",
        "EndTime",
        "Seen",
        "VendorCreatedAt",
        "VendorUpdatedAt",
        "ExploitAt",
    ];
    let mut json = structure(&facts(), "AwsSecurityFinding", turn);
    json["SchemaVersion"] = json!("2018-10-08");
    json["ProductArn"] = json!(PRODUCT);
    json["AwsAccountId"] = json!("123456789012");
    json["Action"]["ActionType"] = json!("DNS_REQUEST");
    json["Resources"][0]["Details"] = json!({});
    leaves("$", &mut json, &mut |path, value| {
        let is_time =
            TIMES.iter().any(|end| path.ends_with(end)) || path.matches('.').count() <= 2 && path.ends_with("At");
        if is_time && value.is_string() {
            *value = json!(TIME);
        }
    });
    json
}

#[test]
fn all_members_and_values_of_the_format_pass() {
    for turn in 0..TURNS {
        assert_eq!(violations(&everything(turn)), [""; 0]);
    }
}

#[test]
fn each_member_of_the_format_is_checked() {
    let mut json = everything(0);
    let mut paths = Vec::new();
    leaves("$", &mut json, &mut |path, value| {
        *value = json!([]);
        paths.push(path.to_owned());
    });
    json["Id"] = json!(" .");
    json["ProductArn"] = json!("p");
    let finding: Finding = json.to_string().parse().unwrap();
    let found = finding.validate().unwrap_err();
    paths.retain(|path| path != "$.Id");
    assert!(paths.len() > 250, "{}", paths.len());
    for path in paths {
        let of_path = |rule: &Rule| found.iter().any(|found| found.path == path && found.rule == *rule);
        let is_found = found.iter().any(|found| found.path == path);
        assert!(is_found && !of_path(&Rule::Missing), "{path}");
    }
}

#[test]
fn odd_findings_are_told_what_is_odd() {
    let finding: Finding = fixture("findings/dirty.json").parse().unwrap();
    let found = finding.validate().unwrap_err();
    for leniency in finding.leniencies() {
        assert!(found.iter().any(|found| found.path.starts_with(&leniency.path)), "{leniency}\n{found}");
    }
    // Half a surrogate pair is a text of JSON, and none of Unicode.
    let odd = least().to_string().replace("\"t\"", r#""\ud800""#).parse::<Finding>().unwrap();
    assert_eq!(odd.validate().unwrap_err().to_string(), "$.Title: must be a text");
}

#[test]
fn names_from_outside_do_not_reach_a_terminal() {
    let found = violations(&with("ProductFields", json!({"a\u{1b}[31m": 1})));
    assert_eq!(found, [r"$.ProductFields['a\u{1b}[31m']: must be a text"]);
}

#[test]
fn findings_of_the_service_pass() {
    // The model of the service lets no value of a map be blank, though AWS takes tags without a value.
    let blank_tag = "$.Resources[0].Tags.stage: must not be blank";
    for (name, expected) in [("control", blank_tag), ("guardduty", "")] {
        let finding: Finding = fixture(&format!("findings/{name}.json")).parse().unwrap();
        assert_eq!(finding.validate().err().unwrap_or_default().to_string(), expected, "{name}");
    }
}

#[test]
fn any_finding_can_be_checked() {
    // What reads, whatever was done to its bytes, is checked without a panic, and tells nothing that a terminal obeys.
    let text = fixture("findings/dirty.json");
    let mut checked = 0;
    for at in 0..text.len() {
        for new in [b'"', b'0', 0x7f] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = new;
            let Ok(finding) = Finding::from_slice(&bytes) else { continue };
            checked += 1;
            let told = finding.validate().err().unwrap_or_default().to_string();
            assert!(!told.chars().any(|symbol| symbol.is_control() && symbol != '\n'), "{told}");
        }
    }
    assert!(checked > 500, "{checked}");
}
