use securityhub_finding::model::{RecordState, SeverityLabel, VerificationState, WorkflowStatus};
use securityhub_finding::{
    BatchUpdate, Finding, FindingIdentifier, FindingUpdate, RetryAdvice, TextMap, TicketChange, UpdateAnswer,
    UpdateErrorCode, UpdatePlan, WorkflowActor,
};
use serde_json::{Value, json};

const PRODUCT: &str = "arn:aws:securityhub:us-east-1::product/aws/guardduty";

fn id(id: u16) -> FindingIdentifier {
    FindingIdentifier::new(PRODUCT, id.to_string())
}

fn finding(members: &Value) -> Finding {
    let mut json = json!({"Id": "1", "ProductArn": PRODUCT});
    json.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    json.to_string().parse().unwrap()
}

fn resolved() -> FindingUpdate {
    FindingUpdate::new().workflow(WorkflowStatus::Resolved)
}

fn ids(call: &BatchUpdate) -> Vec<&str> {
    call.findings().iter().map(|finding| &*finding.id).collect()
}

#[test]
fn a_call_has_the_members_of_the_service() {
    let fields: TextMap = [("ticket", "SEC-1")].into_iter().collect();
    let update = FindingUpdate::new()
        .note("seen", "bridge")
        .severity(SeverityLabel::High)
        .verification_state(VerificationState::TruePositive)
        .confidence(100)
        .criticality(0)
        .types(["TTPs/Discovery"])
        .replace_user_defined_fields(fields)
        .workflow(WorkflowStatus::Notified)
        .related_findings([id(2)]);
    let mut plan = UpdatePlan::new();
    plan.add(id(1), update);
    let calls = plan.into_calls().unwrap();
    let body: Value = serde_json::from_str(&serde_json::to_string(&calls[0]).unwrap()).unwrap();
    assert_eq!(
        body,
        json!({
            "FindingIdentifiers": [{"Id": "1", "ProductArn": PRODUCT}],
            "Note": {"Text": "seen", "UpdatedBy": "bridge"},
            "Severity": {"Label": "HIGH"},
            "VerificationState": "TRUE_POSITIVE",
            "Confidence": 100,
            "Criticality": 0,
            "Types": ["TTPs/Discovery"],
            "UserDefinedFields": {"ticket": "SEC-1"},
            "Workflow": {"Status": "NOTIFIED"},
            "RelatedFindings": [{"Id": "2", "ProductArn": PRODUCT}],
        })
    );
    assert_eq!(calls.len(), 1);
}

#[test]
fn equal_updates_share_calls_of_a_hundred() {
    let mut plan = UpdatePlan::new();
    for number in 0..201 {
        plan.add(id(number), resolved());
        plan.add(id(1000 + number), resolved().note(format!("{}", number % 2), "me"));
    }
    let calls = plan.into_calls().unwrap();
    let sizes: Vec<_> = calls.iter().map(|call| call.findings().len()).collect();
    assert_eq!(sizes, [100, 100, 1, 100, 1, 100]);
    let mut named: Vec<_> = calls.iter().flat_map(BatchUpdate::findings).collect();
    named.sort();
    named.dedup();
    assert_eq!(named.len(), 402);
    for call in &calls[..3] {
        assert_eq!(call.update(), &resolved());
    }
}

#[test]
fn a_finding_is_named_once_with_what_was_set_last() {
    let mut plan = UpdatePlan::new();
    plan.add(id(1), resolved());
    plan.add(id(2), resolved());
    plan.add(id(2), resolved());
    plan.add(id(1), FindingUpdate::new().note("a", "me").workflow(WorkflowStatus::Notified));
    plan.add(id(1), FindingUpdate::new().note("b", "me"));
    plan.add(id(3), FindingUpdate::new());
    let calls = plan.into_calls().unwrap();
    let shown: Vec<_> = calls.iter().map(|call| (ids(call), call.update().clone())).collect();
    let first = FindingUpdate::new().workflow(WorkflowStatus::Notified).note("b", "me");
    assert_eq!(shown, [(vec!["1"], first), (vec!["2"], resolved())]);
    assert_eq!(UpdatePlan::new().into_calls().unwrap(), []);
    // The same id of another product is another finding.
    let mut plan = UpdatePlan::new();
    plan.add(id(1), resolved());
    plan.add(FindingIdentifier::new(PRODUCT.replace("us-east-1", "us-east-2"), "1"), resolved());
    assert_eq!(plan.into_calls().unwrap()[0].findings().len(), 2);
}

#[test]
fn what_the_service_refuses_is_found_before() {
    let long = "é".repeat(512);
    assert_eq!(FindingUpdate::new().note(&*long, "me").confidence(100).validate(), Ok(()));
    let bad = FindingUpdate::new()
        .note(format!("{long}x"), " ")
        .severity(SeverityLabel::from("BAD"))
        .confidence(101)
        .criticality(101)
        .types(vec!["TTPs"; 51])
        .replace_user_defined_fields((0..51).map(|key| (key.to_string(), "v")).collect())
        .workflow(WorkflowStatus::from("LATER"))
        .related_findings([]);
    let mut plan = UpdatePlan::new();
    plan.add(FindingIdentifier::new(" ", ""), bad);
    assert_eq!(
        plan.into_calls().unwrap_err().to_string().lines().collect::<Vec<_>>(),
        [
            "$.Note.Text: must have at most 512 characters, has 513",
            "$.Note.UpdatedBy: must not be blank",
            "$.Severity.Label: must be one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL",
            "$.Confidence: must be from 0 to 100",
            "$.Criticality: must be from 0 to 100",
            "$.Types: must have at most 50 entries, has 51",
            "$.UserDefinedFields: must have at most 50 entries, has 51",
            "$.Workflow.Status: must be one of NEW, NOTIFIED, RESOLVED, SUPPRESSED",
            "$.RelatedFindings: must have 1 to 10 entries, has 0",
            "$.FindingIdentifiers[0].Id: must not be blank",
            "$.FindingIdentifiers[0].ProductArn: must not be blank",
        ]
    );
    assert_eq!(FindingUpdate::new().validate().unwrap_err().to_string(), "$: the update changes nothing");
}

#[test]
fn fields_of_others_are_written_again() {
    let there = finding(&json!({"UserDefinedFields": {"owner": "web", "ticket": "OLD-1"}}));
    let update = FindingUpdate::new().add_user_defined_fields(&there, [("ticket", "SEC-1"), ("n", "2")]);
    assert_eq!(
        serde_json::to_string(&update).unwrap(),
        r#"{"UserDefinedFields":{"owner":"web","ticket":"SEC-1","n":"2"}}"#
    );
    assert!(!update.is_met_by(&there));
    assert!(FindingUpdate::new().add_user_defined_fields(&there, [("ticket", "OLD-1")]).is_met_by(&there));
    let fewer: TextMap = [("owner", "web")].into_iter().collect();
    assert!(!FindingUpdate::new().replace_user_defined_fields(fewer).is_met_by(&there));
    // A field that is no text cannot be written again: the check says so, instead of losing it.
    let odd = finding(&json!({"UserDefinedFields": {"count": 1}}));
    let update = FindingUpdate::new().add_user_defined_fields(&odd, [("ticket", "SEC-1")]);
    assert_eq!(update.validate().unwrap_err().to_string(), "$.UserDefinedFields.count: must be a text");
}

#[test]
fn what_stands_need_not_be_written() {
    let there = finding(&json!({
        "Note": {"Text": "seen", "UpdatedBy": "bridge", "UpdatedAt": "2026-11-20T01:02:03Z"},
        "Severity": {"Label": "HIGH", "Normalized": 70}, "Workflow": {"Status": "NOTIFIED"}, "Confidence": 1,
        "VerificationState": "UNKNOWN", "Types": ["TTPs"], "RelatedFindings": [{"ProductArn": PRODUCT, "Id": "2"}],
    }));
    let new = FindingUpdate::new;
    for (met, unmet) in [
        (new().note("seen", "bridge"), new().note("seen", "somebody")),
        (new().severity(SeverityLabel::High), new().severity(SeverityLabel::Low)),
        (new().workflow(WorkflowStatus::Notified), new().workflow(WorkflowStatus::New)),
        (new().confidence(1), new().confidence(2)),
        (new(), new().criticality(0)),
        (
            new().verification_state(VerificationState::NotChecked),
            new().verification_state(VerificationState::TruePositive),
        ),
        (new().types(["TTPs"]), new().types([""; 0])),
        (new().related_findings([id(2)]), new().related_findings([id(3)])),
    ] {
        assert!(met.is_met_by(&there), "{met:?}");
        assert!(!unmet.is_met_by(&there), "{unmet:?}");
    }
}

#[test]
fn an_answer_is_sorted_into_what_to_repeat_and_what_to_tell() {
    let mut plan = UpdatePlan::new();
    for number in 1..=7 {
        plan.add(id(number), resolved());
    }
    let call = plan.into_calls().unwrap().remove(0);
    let refused = |number: u8, code: &str| json!({"FindingIdentifier": {"Id": number.to_string(), "ProductArn": PRODUCT}, "ErrorCode": code, "ErrorMessage": "m"});
    let answer = json!({
        "ProcessedFindings": [{"Id": "1", "ProductArn": PRODUCT}],
        "UnprocessedFindings": [
            refused(2, "ConcurrentUpdateError"), refused(3, "InternalFailure"), refused(4, "FindingNotFound"),
            refused(5, "InvalidInput"), refused(6, "SomethingNew"),
        ],
    });
    let answer = UpdateAnswer::from_slice(answer.to_string().as_bytes()).unwrap();
    let ids_of = |list: Vec<&securityhub_finding::UnprocessedFinding>| {
        list.into_iter().map(|one| one.finding_identifier.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids_of(answer.retryable().collect()), ["2", "3"]);
    assert_eq!(ids_of(answer.refused().collect()), ["4", "5", "6"]);
    // The answer says nothing about 7: nobody knows, so it is asked again.
    let again = call.retry(&answer).unwrap();
    assert_eq!(ids(&again), ["2", "3", "7"]);
    assert_eq!(again.update(), call.update());

    let all = json!({"ProcessedFindings": again.findings(), "UnprocessedFindings": []}).to_string();
    assert_eq!(again.retry(&UpdateAnswer::from_slice(all.as_bytes()).unwrap()), None);
}

#[test]
fn each_code_has_its_advice() {
    for (code, advice) in [
        ("ConcurrentUpdateError", RetryAdvice::Backoff),
        ("InternalFailure", RetryAdvice::Backoff),
        ("FindingNotFound", RetryAdvice::OnceLater),
        ("DuplicatedFindingIdentifier", RetryAdvice::Never),
        ("FindingSizeExceeded", RetryAdvice::Never),
        ("InvalidInput", RetryAdvice::Never),
        ("SomethingNew", RetryAdvice::Never),
    ] {
        assert_eq!(UpdateErrorCode::from(code).advice(), advice, "{code}");
    }
}

#[test]
fn an_error_is_no_answer() {
    for body in [
        "",
        "{}",
        "[]",
        "null",
        r#"{"Code":"x","Message":"canary"}"#,
        "[[],[]]",
        "\u{fffd}",
        r#"{"ProcessedFindings":1}"#,
    ] {
        let error = UpdateAnswer::from_slice(body.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("not an answer of the service: $"), "{error}");
        assert!(!error.contains("canary"));
    }
}

#[test]
fn the_table_of_statuses() {
    const ALL: [WorkflowStatus; 4] =
        [WorkflowStatus::New, WorkflowStatus::Notified, WorkflowStatus::Resolved, WorkflowStatus::Suppressed];
    let next = |from: &WorkflowStatus, by| {
        let may = |next: &&WorkflowStatus| from.may_become(next, by);
        ALL.iter().filter(may).map(WorkflowStatus::as_str).collect::<Vec<_>>()
    };
    let by_service: Vec<_> = ALL.iter().map(|from| next(from, WorkflowActor::Service)).collect();
    assert_eq!(by_service, [vec!["RESOLVED"], vec!["NEW", "RESOLVED"], vec!["NEW"], vec![]]);
    for from in &ALL {
        assert_eq!(next(from, WorkflowActor::Customer).len(), 3);
        assert!(!from.may_become(&WorkflowStatus::from("LATER"), WorkflowActor::Customer));
    }
}

#[test]
fn what_an_import_makes_of_the_status() {
    let control = |compliance: &str, record: &str, status: &str| {
        finding(&json!({
            "Compliance": {"Status": compliance, "SecurityControlId": "EC2.8"}, "RecordState": record,
            "Workflow": {"Status": status},
        }))
    };
    for (before, after, statuses) in [
        // NEW, NOTIFIED, RESOLVED, SUPPRESSED
        (("FAILED", "ACTIVE"), ("FAILED", "ACTIVE"), [None, None, None, None]),
        (("FAILED", "ACTIVE"), ("PASSED", "ACTIVE"), [Some("RESOLVED"), Some("RESOLVED"), None, None]),
        (("PASSED", "ACTIVE"), ("PASSED", "ACTIVE"), [None, None, None, None]),
        (("PASSED", "ACTIVE"), ("FAILED", "ACTIVE"), [None, Some("NEW"), Some("NEW"), None]),
        (("PASSED", "ACTIVE"), ("WARNING", "ACTIVE"), [None, Some("NEW"), Some("NEW"), None]),
        (("PASSED", "ACTIVE"), ("NOT_AVAILABLE", "ACTIVE"), [None, Some("NEW"), Some("NEW"), None]),
        (("PASSED", "ACTIVE"), ("LATER", "ACTIVE"), [None, None, None, None]),
        (("FAILED", "ACTIVE"), ("FAILED", "ARCHIVED"), [None, None, None, None]),
        (("FAILED", "ARCHIVED"), ("FAILED", "ACTIVE"), [None, Some("NEW"), Some("NEW"), None]),
        (("FAILED", "ARCHIVED"), ("PASSED", "ACTIVE"), [Some("RESOLVED"), Some("RESOLVED"), None, None]),
    ] {
        for (status, expected) in ["NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED"].into_iter().zip(statuses) {
            let stored = control(before.0, before.1, status).state();
            // Providers cannot set the status.
            let next = stored.workflow_after_import(&control(after.0, after.1, "NEW"));
            assert_eq!(next.as_ref().map(WorkflowStatus::as_str), expected, "{before:?} {after:?} {status}");
        }
    }
    // Findings of others have no control, and no compliance mostly.
    let other = |record: &str| finding(&json!({"RecordState": record, "Workflow": {"Status": "RESOLVED"}}));
    assert_eq!(other("ARCHIVED").record_state, Some(RecordState::Archived));
    assert_eq!(other("ARCHIVED").state().workflow_after_import(&other("ACTIVE")), Some(WorkflowStatus::New));
    assert_eq!(other("ACTIVE").state().workflow_after_import(&other("ACTIVE")), None);
}

#[test]
fn a_ticket_moves_its_finding() {
    for (change, body) in [
        (TicketChange::Opened, json!({"Workflow": {"Status": "NOTIFIED"}})),
        (TicketChange::InProgress, json!({"Workflow": {"Status": "NOTIFIED"}})),
        (TicketChange::Reopened, json!({"Workflow": {"Status": "NOTIFIED"}})),
        (TicketChange::Fixed, json!({"Workflow": {"Status": "RESOLVED"}})),
        (TicketChange::Accepted, json!({"VerificationState": "BENIGN_POSITIVE", "Workflow": {"Status": "SUPPRESSED"}})),
        (
            TicketChange::FalsePositive,
            json!({"VerificationState": "FALSE_POSITIVE", "Workflow": {"Status": "SUPPRESSED"}}),
        ),
    ] {
        assert_eq!(serde_json::to_value(change.update()).unwrap(), body);
        assert_eq!(change.update().validate(), Ok(()));
    }
}
