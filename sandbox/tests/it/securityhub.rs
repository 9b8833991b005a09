//! Security Hub over real HTTP.

use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Value, json};
use ticket_bridge_sandbox::{Clock, Fault, Options, SecurityHub};

use crate::support::{Answer, Receiver, send};

const SIGNED: &str = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/ap-northeast-1/securityhub/aws4_request, \
                      SignedHeaders=host;x-amz-date, Signature=canary";

struct Bench {
    clock: Clock,
    hub: SecurityHub,
}

impl Bench {
    async fn start() -> Self {
        let clock = Clock::manual(UNIX_EPOCH + Duration::from_secs(1_767_225_600));
        let hub = SecurityHub::start_with(Options::default().clock(clock.clone())).await.unwrap();
        Self { clock, hub }
    }

    async fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        let headers = [("authorization", SIGNED), ("content-type", "application/json")];
        send(method, &format!("{}{path}", self.hub.url()), &headers, &body.to_string()).await.unwrap()
    }

    async fn import(&self, findings: &[Value]) -> Value {
        let answer = self.call("POST", "/findings/import", &json!({ "Findings": findings })).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    async fn get(&self, body: Value) -> Vec<String> {
        let answer = self.call("POST", "/findings", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let answer = answer.json();
        answer["Findings"].as_array().unwrap().iter().map(|f| f["Title"].as_str().unwrap().to_owned()).collect()
    }

    async fn filter(&self, filters: Value) -> Vec<String> {
        self.get(json!({ "Filters": filters })).await
    }

    /// Updates one finding and gives the per-item answer.
    async fn update(&self, finding: &Value, change: Value) -> Value {
        let mut body = json!({ "FindingIdentifiers": [identifier(finding)] });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = self.call("PATCH", "/findings/batchupdate", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    async fn set(&self, finding: &Value, status: &str) {
        let answer = self.update(finding, json!({ "Workflow": { "Status": status } })).await;
        assert_eq!(answer["UnprocessedFindings"], json!([]));
    }

    fn again(&self, finding: &Value, change: impl FnOnce(&mut Value)) {
        let [arn, id] = ["ProductArn", "Id"].map(|name| finding[name].as_str().unwrap());
        self.hub.report_again(arn, id, change).unwrap();
    }

    fn now(&self, finding: &Value) -> Value {
        let [arn, id] = ["ProductArn", "Id"].map(|name| finding[name].as_str().unwrap());
        self.hub.finding(arn, id).unwrap()
    }

    fn status(&self, finding: &Value) -> String {
        self.now(finding)["Workflow"]["Status"].as_str().unwrap().to_owned()
    }

    fn control(&self, resource: &str) -> Value {
        let finding = self.hub.control_finding("EC2.19", resource, "HIGH");
        self.hub.import(&finding).unwrap();
        finding
    }
}

fn identifier(finding: &Value) -> Value {
    json!({ "Id": finding["Id"], "ProductArn": finding["ProductArn"] })
}

/// A finding of a provider other than Security Hub.
fn custom(id: &str, updated: &str) -> Value {
    json!({
        "SchemaVersion": "2018-10-08", "Id": id, "GeneratorId": "scanner", "AwsAccountId": "123456789012",
        "ProductArn": "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default",
        "CreatedAt": "2026-01-01T00:00:00Z", "UpdatedAt": updated, "Title": id, "Description": "d",
        "Severity": { "Label": "HIGH" }, "Resources": [{ "Type": "Other", "Id": "r" }],
    })
}

#[tokio::test]
async fn calls_need_a_signature_header_for_this_service() {
    let bench = Bench::start().await;
    let url = format!("{}/findings", bench.hub.url());
    let answer = send("POST", &url, &[], "{}").await.unwrap();
    assert_eq!((answer.status, answer.header("x-amzn-errortype")), (403, Some("MissingAuthenticationTokenException")));
    for header in ["Bearer canary-x", "AWS4-HMAC-SHA256 Credential=a", &SIGNED.replace("/securityhub/", "/s3/")] {
        let answer = send("POST", &url, &[("authorization", header)], "{}").await.unwrap();
        assert_eq!(answer.status, 403, "{header}");
    }
    assert_eq!(bench.call("POST", "/findings", &json!({})).await.status, 200);
}

#[tokio::test]
async fn an_imported_finding_gets_what_the_service_adds() {
    let bench = Bench::start().await;
    let answer = bench.import(&[custom("a", "2026-01-01T00:00:00Z")]).await;
    assert_eq!(answer, json!({ "FailedCount": 0, "SuccessCount": 1, "FailedFindings": [] }));
    let finding = &bench.hub.findings()[0];
    assert_eq!(finding["Workflow"]["Status"], "NEW");
    assert_eq!(finding["WorkflowState"], "NEW");
    assert_eq!(finding["RecordState"], "ACTIVE");
    assert_eq!(finding["Region"], "us-east-1");
    assert_eq!(finding["Severity"], json!({ "Label": "HIGH", "Normalized": 70 }));
    assert_eq!(finding["FindingProviderFields"]["Severity"]["Label"], "HIGH");
    assert_eq!(finding["ProcessedAt"], "2026-01-01T00:00:00.000Z");
}

#[tokio::test]
async fn a_bad_finding_fails_alone_with_its_reason() {
    let bench = Bench::start().await;
    let with = |name: &str, value: Value| {
        let mut finding = custom("bad", "2026-01-01T00:00:00Z");
        finding[name] = value;
        finding
    };
    let mut untitled = custom("bad", "2026-01-01T00:00:00Z");
    untitled.as_object_mut().unwrap().remove("Title");
    let mut unrated = custom("bad", "2026-01-01T00:00:00Z");
    unrated.as_object_mut().unwrap().remove("Severity");
    let cases = [
        (untitled, "required property 'Title'"),
        (unrated, "FindingProviderFields"),
        (with("Title", json!("x".repeat(257))), "data.Title should NOT be longer than 256 characters"),
        (with("Resources", json!([])), "data.Resources should NOT be fewer than 1 items"),
        (with("Resources", json!([{ "Type": "Other" }])), "data.Resources[0] should have required property 'Id'"),
        (with("Description", json!(" ")), "data.Description should NOT be shorter"),
        (with("Remediation", json!({ "Recommendation": { "Text": "x".repeat(513) } })), "longer than 512"),
        (with("UpdatedAt", json!("123578964332")), "data.UpdatedAt should match format"),
        (with("Severity", json!({ "Label": "SEVERE" })), "data.Severity.Label should be equal to one of"),
        (with("AwsAccountId", json!("abc")), "data.AwsAccountId"),
        (with("Confidence", json!(101)), "data.Confidence should be between 0 and 100"),
        (with("Region", json!("us-east-1")), "data.Region"),
        (with("Colour", json!("red")), "additional properties ('Colour')"),
        (with("ProductFields", json!({ "k": "x".repeat(250 * 1024) })), "data.ProductFields"),
        (with("Note", json!({ "Text": "x" })), "data.Note should have required property 'UpdatedAt'"),
        (with("SourceUrl", Value::Null), "data.SourceUrl"),
    ];
    for (finding, reason) in cases {
        let answer = bench.import(&[finding, custom("good", "2026-01-01T00:00:00Z")]).await;
        assert_eq!((&answer["FailedCount"], &answer["SuccessCount"]), (&json!(1), &json!(1)), "{reason}");
        let failure = &answer["FailedFindings"][0];
        assert_eq!((&failure["Id"], &failure["ErrorCode"]), (&json!("bad"), &json!("InvalidInput")));
        let message = failure["ErrorMessage"].as_str().unwrap();
        assert!(message.starts_with("Finding does not adhere to Amazon Finding Format. "), "{message}");
        assert!(message.contains(reason), "{message} should contain {reason}");
    }
    let many = vec![custom("a", "2026-01-01T00:00:00Z"); 101];
    for body in [json!({ "Findings": many }), json!({ "Findings": [] }), json!({}), json!([]), json!({ "X": 1 })] {
        let answer = bench.call("POST", "/findings/import", &body).await;
        assert_eq!((answer.status, answer.json()["Code"].clone()), (400, json!("InvalidInputException")));
        assert_eq!(answer.header("x-amzn-errortype"), Some("InvalidInputException"));
    }
}

#[tokio::test]
async fn each_change_sends_one_event() {
    let bench = Bench::start().await;
    let receiver = Receiver::start().await;
    bench.hub.deliver_to(&receiver.url());
    let heard: Arc<Mutex<Vec<Value>>> = Arc::default();
    let list = Arc::clone(&heard);
    bench.hub.on_event(move |event| list.lock().unwrap().push(event.clone()));

    let finding = custom("a", "2026-01-01T00:00:00Z");
    bench.import(std::slice::from_ref(&finding)).await;
    bench.import(std::slice::from_ref(&finding)).await;
    assert_eq!(bench.hub.events().len(), 1, "an import that is not newer is ignored");
    bench.import(&[custom("a", "2026-01-01T09:00:00.001+09:00")]).await;
    bench.set(&finding, "NOTIFIED").await;
    let events = bench.hub.events();
    assert_eq!(events.len(), 3);
    assert_eq!(*heard.lock().unwrap(), events);
    let posted = receiver.wait_for(3).await;
    assert_eq!(posted.iter().map(crate::support::Received::json).collect::<Vec<_>>(), events);

    let event = &events[2];
    assert_eq!(event["detail-type"], "Security Hub Findings - Imported");
    assert_eq!((&event["source"], &event["version"]), (&json!("aws.securityhub"), &json!("0")));
    assert_eq!((&event["region"], &event["time"]), (&json!("us-east-1"), &json!("2026-01-01T00:00:00Z")));
    let arn = "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default/a";
    assert_eq!(event["resources"], json!([arn]));
    assert_eq!(event["detail"]["findings"], json!([bench.now(&finding)]));
    assert_ne!(events[0]["id"], events[1]["id"]);
}

#[tokio::test]
async fn a_callback_may_ask_the_hub() {
    let clock = Clock::real();
    let hub = Arc::new(SecurityHub::start_with(Options::default().clock(clock)).await.unwrap());
    let (seen, weak) = (Arc::new(Mutex::new(0)), Arc::downgrade(&hub));
    let count = Arc::clone(&seen);
    hub.on_event(move |_| *count.lock().unwrap() = weak.upgrade().unwrap().findings().len());
    hub.import(&hub.control_finding("EC2.19", "sg-1", "HIGH")).unwrap();
    assert_eq!(*seen.lock().unwrap(), 1);
}

#[tokio::test]
async fn an_update_changes_what_customers_may_and_replaces_the_one_note() {
    let bench = Bench::start().await;
    let finding = bench.control("sg-1");
    let before = bench.now(&finding);
    bench.clock.advance(Duration::from_secs(60));
    let answer = bench
        .update(
            &finding,
            json!({
                "Note": { "Text": "ticket SEC-1", "UpdatedBy": "bridge" }, "Severity": { "Label": "LOW" },
                "UserDefinedFields": { "a": "1" }, "VerificationState": "TRUE_POSITIVE", "Confidence": 7,
                "Criticality": 8, "Types": ["TTPs/Discovery"], "Workflow": { "Status": "NOTIFIED" },
                "RelatedFindings": [{ "Id": "x", "ProductArn": "arn:aws:x" }],
            }),
        )
        .await;
    assert_eq!(answer, json!({ "ProcessedFindings": [identifier(&finding)], "UnprocessedFindings": [] }));
    let after = bench.now(&finding);
    let note = json!({ "Text": "ticket SEC-1", "UpdatedBy": "bridge", "UpdatedAt": "2026-01-01T00:01:00.000Z" });
    assert_eq!(after["Note"], note);
    assert_eq!(after["Severity"], json!({ "Label": "LOW", "Normalized": 1 }));
    assert_eq!(after["FindingProviderFields"]["Severity"]["Label"], "HIGH");
    assert_eq!(after["Workflow"]["Status"], "NOTIFIED");
    assert_eq!(after["WorkflowState"], "NEW", "the retired field never moves");
    assert_eq!(after["UpdatedAt"], before["UpdatedAt"]);
    bench
        .update(
            &finding,
            json!({ "Note": { "Text": "closed", "UpdatedBy": "bridge" }, "UserDefinedFields": { "b": "2" } }),
        )
        .await;
    let after = bench.now(&finding);
    assert_eq!(after["Note"]["Text"], "closed");
    assert_eq!(after["UserDefinedFields"], json!({ "b": "2" }));
    assert_eq!(after["Criticality"], 8);
}

#[tokio::test]
async fn an_import_keeps_what_a_customer_said() {
    let bench = Bench::start().await;
    let finding = bench.control("sg-1");
    bench
        .update(
            &finding,
            json!({
                "Note": { "Text": "n", "UpdatedBy": "b" }, "UserDefinedFields": { "a": "1" },
                "Severity": { "Label": "LOW" }, "Workflow": { "Status": "NOTIFIED" },
            }),
        )
        .await;
    bench.again(&finding, |finding| {
        finding["Title"] = json!("new title");
        finding["Note"] = json!({ "Text": "theirs", "UpdatedBy": "p", "UpdatedAt": "2026-01-01T00:00:00Z" });
        finding["UserDefinedFields"] = json!({});
        finding["FindingProviderFields"]["Severity"] = json!({ "Label": "CRITICAL" });
    });
    let after = bench.now(&finding);
    assert_eq!(after["Title"], "new title");
    assert_eq!((&after["Note"]["Text"], &after["UserDefinedFields"]["a"]), (&json!("n"), &json!("1")));
    assert_eq!((&after["Severity"]["Label"], &after["Workflow"]["Status"]), (&json!("LOW"), &json!("NOTIFIED")));
    assert_eq!(after["FindingProviderFields"]["Severity"], json!({ "Label": "CRITICAL", "Normalized": 90 }));
    assert_ne!(after["UpdatedAt"], finding["UpdatedAt"]);

    let untouched = bench.control("sg-2");
    bench.again(&untouched, |finding| {
        finding.as_object_mut().unwrap().remove("Severity");
        finding["FindingProviderFields"]["Severity"] = json!({ "Normalized": 95 });
    });
    assert_eq!(bench.now(&untouched)["Severity"]["Label"], "CRITICAL");
}

#[tokio::test]
async fn the_workflow_status_follows_the_documented_rules() {
    let bench = Bench::start().await;
    let compliance = |status: &'static str| move |finding: &mut Value| finding["Compliance"]["Status"] = json!(status);
    let record = |state: &'static str| move |finding: &mut Value| finding["RecordState"] = json!(state);

    let finding = bench.control("sg-1");
    for kept in ["NOTIFIED", "RESOLVED", "SUPPRESSED"] {
        bench.set(&finding, kept).await;
        bench.again(&finding, |_| {});
        assert_eq!(bench.status(&finding), kept, "a re-check that changes nothing");
    }
    bench.set(&finding, "NOTIFIED").await;
    bench.again(&finding, compliance("PASSED"));
    assert_eq!(bench.status(&finding), "RESOLVED", "a control that passes");
    bench.again(&finding, compliance("FAILED"));
    assert_eq!(bench.status(&finding), "NEW", "a control that fails again");

    bench.set(&finding, "NOTIFIED").await;
    bench.again(&finding, record("ARCHIVED"));
    assert_eq!(bench.status(&finding), "NOTIFIED");
    bench.again(&finding, record("ACTIVE"));
    assert_eq!(bench.status(&finding), "NEW", "a finding that came back");
    bench.set(&finding, "SUPPRESSED").await;
    bench.again(&finding, record("ARCHIVED"));
    bench.again(&finding, record("ACTIVE"));
    assert_eq!(bench.status(&finding), "SUPPRESSED");

    let mut other = custom("a", "2026-01-01T00:00:00Z");
    other["Compliance"] = json!({ "Status": "PASSED" });
    bench.hub.import(&other).unwrap();
    assert_eq!(bench.status(&other), "NEW", "only controls are resolved by passing");
    let mut passed = bench.hub.control_finding("EC2.19", "sg-3", "HIGH");
    passed["Compliance"]["Status"] = json!("PASSED");
    bench.hub.import(&passed).unwrap();
    assert_eq!(bench.status(&passed), "RESOLVED");
}

#[tokio::test]
async fn refused_items_are_listed_and_the_rest_is_done() {
    let bench = Bench::start().await;
    let (good, busy) = (bench.control("sg-1"), bench.control("sg-2"));
    let [arn, id] = ["ProductArn", "Id"].map(|name| busy[name].as_str().unwrap());
    bench.hub.refuse_updates(arn, id, "ConcurrentUpdateError", 1);
    bench.hub.clear_events();
    let absent = json!({ "Id": "absent", "ProductArn": arn });
    let body = json!({
        "FindingIdentifiers": [identifier(&good), identifier(&busy), absent, identifier(&good)],
        "Workflow": { "Status": "RESOLVED" },
    });
    let answer = bench.call("PATCH", "/findings/batchupdate", &body).await;
    assert_eq!(answer.status, 200);
    let answer = answer.json();
    assert_eq!(answer["ProcessedFindings"], json!([identifier(&good)]));
    let refused = |finding: &Value, code: &str, message: &str| json!({ "FindingIdentifier": finding, "ErrorCode": code, "ErrorMessage": message });
    let expected = json!([
        refused(&identifier(&busy), "ConcurrentUpdateError", "Concurrent finding updates detected"),
        refused(&absent, "FindingNotFound", "Finding Not Found"),
        refused(&identifier(&good), "DuplicatedFindingIdentifier", "Finding Identifier is duplicated"),
    ]);
    assert_eq!(answer["UnprocessedFindings"], expected);
    assert_eq!(bench.hub.events().len(), 1);
    bench.set(&busy, "RESOLVED").await;
}

#[tokio::test]
async fn a_finding_that_would_grow_too_large_is_not_updated() {
    let bench = Bench::start().await;
    let mut finding = custom("a", "2026-01-01T00:00:00Z");
    finding["Resources"][0]["Details"] = json!({ "Other": { "x": "y".repeat(239 * 1024) } });
    bench.import(std::slice::from_ref(&finding)).await;
    let answer = bench.update(&finding, json!({ "UserDefinedFields": { "k": "v".repeat(1024) } })).await;
    assert_eq!(answer["UnprocessedFindings"][0]["ErrorCode"], "FindingSizeExceeded");
    assert!(bench.now(&finding).get("UserDefinedFields").is_none());
}

#[tokio::test]
async fn a_wrong_update_is_refused_as_a_whole() {
    let bench = Bench::start().await;
    let finding = bench.control("sg-1");
    let one = json!([identifier(&finding)]);
    let changes = [
        json!({ "FindingIdentifiers": one }),
        json!({ "FindingIdentifiers": [], "Confidence": 1 }),
        json!({ "FindingIdentifiers": vec![identifier(&finding); 101], "Confidence": 1 }),
        json!({ "FindingIdentifiers": [{ "Id": "x" }], "Confidence": 1 }),
        json!({ "Confidence": 1 }),
        json!({ "FindingIdentifiers": one, "Workflow": { "Status": "CLOSED" } }),
        json!({ "FindingIdentifiers": one, "Note": { "Text": "x".repeat(513), "UpdatedBy": "b" } }),
        json!({ "FindingIdentifiers": one, "Note": { "Text": "x" } }),
        json!({ "FindingIdentifiers": one, "Severity": { "Label": "SEVERE" } }),
        json!({ "FindingIdentifiers": one, "RecordState": "ARCHIVED" }),
    ];
    for body in changes {
        let answer = bench.call("PATCH", "/findings/batchupdate", &body).await;
        assert_eq!((answer.status, answer.json()["Code"].clone()), (400, json!("InvalidInputException")), "{body}");
    }
    assert_eq!(bench.hub.events().len(), 1, "the import's own");
}

#[tokio::test]
async fn filters_choose_findings() {
    let bench = Bench::start().await;
    for (id, label, day) in [("a-1", "HIGH", 1), ("a-2", "CRITICAL", 2), ("b-1", "LOW", 3)] {
        let mut finding = custom(id, &format!("2025-12-{:02}T00:00:00Z", 28 + day));
        finding["Severity"] = json!({ "Label": label });
        finding["Confidence"] = json!(day * 10);
        finding["Sample"] = json!(day == 3);
        finding["ProductFields"] = json!({ "team": id });
        finding["Resources"] = json!([{ "Type": "Other", "Id": "shared" }, { "Type": "AwsS3Bucket", "Id": id }]);
        bench.hub.import(&finding).unwrap();
    }
    let word = |value: &str, comparison: &str| json!({ "Value": value, "Comparison": comparison });
    let cases = [
        (json!({ "SeverityLabel": [word("HIGH", "EQUALS"), word("CRITICAL", "EQUALS")] }), vec!["a-1", "a-2"]),
        (json!({ "Id": [word("a-", "PREFIX"), word("a-2", "NOT_EQUALS")] }), vec!["a-1"]),
        (json!({ "Id": [word("a-", "PREFIX_NOT_EQUALS")] }), vec!["b-1"]),
        (json!({ "Id": [word("A-1", "EQUALS")] }), vec![]),
        (json!({ "ResourceId": [word("b-1", "EQUALS")] }), vec!["b-1"]),
        (json!({ "ResourceType": [word("Other", "NOT_EQUALS")] }), vec![]),
        (json!({ "ComplianceStatus": [word("PASSED", "NOT_EQUALS")] }), vec!["a-1", "a-2", "b-1"]),
        (json!({ "WorkflowStatus": [word("NEW", "EQUALS")], "Title": [word("b", "PREFIX")] }), vec!["b-1"]),
        (json!({ "Confidence": [{ "Gte": 10, "Lt": 20 }, { "Eq": 30 }] }), vec!["a-1", "b-1"]),
        (json!({ "Sample": [{ "Value": false }] }), vec!["a-1", "a-2"]),
        (json!({ "ProductFields": [{ "Key": "team", "Value": "a-2", "Comparison": "EQUALS" }] }), vec!["a-2"]),
        (
            json!({ "UpdatedAt": [{ "Start": "2025-12-30T00:00:00Z", "End": "2025-12-30T09:00:00+09:00" }] }),
            vec!["a-2"],
        ),
        (json!({ "UpdatedAt": [{ "DateRange": { "Value": 2, "Unit": "DAYS" } }] }), vec!["a-2", "b-1"]),
        (
            json!({ "UpdatedAt": [{ "DateRange": { "Value": 2, "Unit": "DAYS", "Comparison": "OLDER_THAN" } }] }),
            vec!["a-1", "a-2"],
        ),
    ];
    for (filters, expected) in cases {
        assert_eq!(bench.filter(filters.clone()).await, expected, "{filters}");
    }
    let sorted = json!({ "SortCriteria": [{ "Field": "UpdatedAt", "SortOrder": "desc" }] });
    assert_eq!(bench.get(sorted).await, ["b-1", "a-2", "a-1"]);
}

#[tokio::test]
async fn filters_that_are_wrong_or_not_modelled_are_named() {
    let bench = Bench::start().await;
    bench.control("sg-1");
    let unknown = json!({ "Filters": { "MalwareName": [], "Keyword": [], "Id": [] } });
    let answer = bench.call("POST", "/findings", &unknown).await;
    assert_eq!(answer.status, 501);
    let mut names = answer.json()["names"].as_array().unwrap().clone();
    names.sort_by_key(Value::to_string);
    assert_eq!(names, ["Filters.Keyword", "Filters.MalwareName"]);
    let sorted = json!({ "SortCriteria": [{ "Field": "Confidence" }] });
    assert_eq!(bench.call("POST", "/findings", &sorted).await.status, 501);

    let equal = json!({ "Value": "x", "Comparison": "EQUALS" });
    for body in [
        json!({ "Filters": { "Id": [equal, { "Value": "y", "Comparison": "NOT_EQUALS" }] } }),
        json!({ "Filters": { "Id": [{ "Value": "x", "Comparison": "CONTAINS" }] } }),
        json!({ "Filters": { "Id": [{ "Value": "x" }] } }),
        json!({ "Filters": { "Id": vec![equal.clone(); 21] } }),
        json!({ "Filters": { "Confidence": [{}] } }),
        json!({ "Filters": { "UpdatedAt": [{ "Start": "yesterday" }] } }),
        json!({ "MaxResults": 101 }),
        json!({ "MaxResults": 0 }),
        json!({ "NextToken": "x" }),
        json!({ "Colour": "red" }),
    ] {
        assert_eq!(bench.call("POST", "/findings", &body).await.status, 400, "{body}");
    }
}

#[tokio::test]
async fn pages_follow_the_token() {
    let bench = Bench::start().await;
    for n in 0..250 {
        bench.hub.import(&custom(&format!("{n:03}"), "2026-01-01T00:00:00Z")).unwrap();
    }
    let (mut seen, mut pages, mut body) = (Vec::new(), 0, json!({ "MaxResults": 100 }));
    loop {
        let answer = bench.call("POST", "/findings", &body).await.json();
        pages += 1;
        seen.extend(answer["Findings"].as_array().unwrap().iter().map(|f| f["Id"].as_str().unwrap().to_owned()));
        let Some(token) = answer.get("NextToken") else { break };
        body["NextToken"] = token.clone();
    }
    assert_eq!((pages, seen.len(), seen[249].as_str()), (3, 250, "249"));
    assert!(seen.is_sorted());
}

#[tokio::test]
async fn other_calls_answer_501() {
    let bench = Bench::start().await;
    for (method, path) in [
        ("PATCH", "/findings"),
        ("POST", "/findingsv2"),
        ("PATCH", "/findingsv2/batchupdatev2"),
        ("POST", "/findingHistory/get"),
        ("POST", "/accounts"),
    ] {
        assert_eq!(bench.call(method, path, &json!({})).await.status, 501, "{method} {path}");
    }
}

#[tokio::test]
async fn a_lost_answer_leaves_the_update_and_its_event() {
    let bench = Bench::start().await;
    let finding = bench.control("sg-1");
    bench.hub.fault(Fault::reset_after());
    let body = json!({ "FindingIdentifiers": [identifier(&finding)], "Workflow": { "Status": "RESOLVED" } });
    let url = format!("{}/findings/batchupdate", bench.hub.url());
    send("PATCH", &url, &[("authorization", SIGNED)], &body.to_string()).await.unwrap_err();
    assert_eq!(bench.status(&finding), "RESOLVED");
    assert_eq!(bench.hub.events().len(), 2);
    bench.hub.fault(Fault::too_many_requests());
    let answer = bench.call("POST", "/findings", &json!({})).await;
    assert_eq!((answer.status, answer.header("x-amzn-errortype")), (429, Some("TooManyRequestsException")));
}
