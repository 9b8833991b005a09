use crate::validate::least;
use securityhub_finding::{BatchImport, Finding, ImportAnswer, ImportCall, ImportErrorCode};
use serde_json::{Value, json};

fn finding(id: &str) -> Finding {
    let mut json = least();
    json["Id"] = json!(id);
    json.to_string().parse().unwrap()
}

/// A finding of so many bytes.
fn sized(id: &str, bytes: usize) -> Finding {
    let mut json = least();
    json["Id"] = json!(id);
    json["x"] = json!("");
    let base = json.to_string().len();
    json["x"] = json!("x".repeat(bytes - base));
    let finding: Finding = json.to_string().parse().unwrap();
    assert_eq!(serde_json::to_string(&finding).unwrap().len(), bytes);
    finding
}

fn places(import: &BatchImport) -> Vec<Vec<usize>> {
    import.calls().iter().map(|call| call.findings().collect()).collect()
}

fn assert_whole(call: &ImportCall, findings: &[Finding]) {
    let body: Value = serde_json::from_str(call.body()).unwrap();
    let expected: Vec<_> = call.findings().map(|index| serde_json::to_value(&findings[index]).unwrap()).collect();
    assert_eq!(body, json!({"Findings": expected}));
    assert!(call.body().len() <= 6_000_000 && expected.len() <= 100);
}

#[test]
fn calls_have_up_to_a_hundred_findings() {
    let findings: Vec<_> = (0..201).map(|number| finding(&number.to_string())).collect();
    let import = BatchImport::new(&findings).unwrap();
    let sizes: Vec<_> = places(&import).iter().map(Vec::len).collect();
    assert_eq!(sizes, [100, 100, 1]);
    assert_eq!(places(&import).concat(), (0..201).collect::<Vec<_>>());
    import.calls().iter().for_each(|call| assert_whole(call, &findings));
    assert_eq!(BatchImport::new(&findings[..100]).unwrap().calls().len(), 1);
    assert_eq!(BatchImport::new(&[]).unwrap().calls(), []);
}

#[test]
fn calls_have_up_to_six_megabytes() {
    // 13 bytes before the findings, 2 behind them, 24 commas between them.
    let mut findings: Vec<_> = (0..24).map(|number| sized(&number.to_string(), 240_000)).collect();
    findings.push(sized("last", 6_000_000 - 15 - 24 - 24 * 240_000));
    let import = BatchImport::new(&findings).unwrap();
    assert_eq!(import.calls().len(), 1);
    assert_eq!(import.calls()[0].body().len(), 6_000_000);
    assert_whole(&import.calls()[0], &findings);

    findings[24] = sized("last", 6_000_000 - 15 - 24 - 24 * 240_000 + 1);
    let import = BatchImport::new(&findings).unwrap();
    assert_eq!(places(&import), [(0..24).collect(), vec![24]]);
    import.calls().iter().for_each(|call| assert_whole(call, &findings));
}

#[test]
fn what_is_too_large_is_listed() {
    let findings = [finding("a"), sized("b", 240_001), sized("c", 240_000), sized("d", 500_000)];
    let import = BatchImport::new(&findings).unwrap();
    assert_eq!(places(&import), [[0, 2]]);
    assert_eq!(import.oversized(), [1, 3]);
    assert!(findings[1].validate().is_err() && findings[2].validate().is_ok());
}

#[test]
fn findings_with_one_id_go_into_different_calls() {
    let findings = ["a", "b", "a", "c", "a"].map(finding);
    assert_eq!(places(&BatchImport::new(&findings).unwrap()), [vec![0, 1], vec![2, 3], vec![4]]);
}

#[test]
fn what_failed_is_found_again() {
    let findings = ["a", "b", "c"].map(finding);
    let import = BatchImport::new(&findings).unwrap();
    let failed = |id: &str, code: &str| json!({"Id": id, "ErrorCode": code, "ErrorMessage": "m"});
    let answer = json!({
        "FailedCount": 3, "SuccessCount": 1,
        "FailedFindings": [failed("b", "InvalidInput"), failed("z", "InvalidAccess"), failed("a", "SomethingNew")],
    });
    let answer = ImportAnswer::from_slice(answer.to_string().as_bytes()).unwrap();
    let found: Vec<_> = import.calls()[0].failed(&answer).map(|(index, failed)| (index, &failed.error_code)).collect();
    assert_eq!(found, [(1, &ImportErrorCode::InvalidInput), (0, &ImportErrorCode::from("SomethingNew"))]);
    assert_eq!((answer.failed_count, answer.success_count, answer.failed_findings.len()), (3, 1, 3));

    let all_good = ImportAnswer::from_slice(br#"{"FailedCount":0,"SuccessCount":3}"#).unwrap();
    assert_eq!(import.calls()[0].failed(&all_good).count(), 0);
    for body in ["{}", "[0,0,[]]", r#"{"FailedCount":-1,"SuccessCount":0}"#, r#"{"FailedCount":1"#] {
        assert!(ImportAnswer::from_slice(body.as_bytes()).is_err(), "{body}");
    }
}
