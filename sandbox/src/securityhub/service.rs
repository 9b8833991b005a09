//! The calls.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use serde_json::{Map, Value, json};

use super::events::{Bus, imported};
use super::filter::{self, Filters, Problem};
use super::store::{Finding, Key, Store, key};
use super::{ACCOUNT, time, validate};
use crate::http::{Reply, Request};
use crate::server::{Service, lock};

const BATCH: usize = 100;
const BATCH_BYTES: usize = 6 * 1024 * 1024;
const TOKEN: &str = "sandbox-page-";

/// The state behind the calls and behind the typed side.
#[derive(Debug)]
pub(super) struct Hub {
    pub(super) bus: Bus,
    pub(super) state: Mutex<State>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) store: Store,
    /// Updates that a test wants refused: the error code and how often.
    pub(super) refusals: BTreeMap<Key, (String, u32)>,
    events: u64,
}

#[derive(Debug)]
pub(super) struct Handler(pub(super) Arc<Hub>);

impl Service for Handler {
    fn name(&self) -> &'static str {
        "securityhub"
    }

    fn handle(&self, request: &Request) -> Reply {
        if let Err(refusal) = authenticate(request) {
            return refusal;
        }
        match (request.method.as_str(), request.parts().as_slice()) {
            ("POST", ["findings", "import"]) => self.call(request, &["Findings"], Hub::batch_import),
            ("POST", ["findings"]) => {
                let known = ["Filters", "MaxResults", "NextToken", "SortCriteria"];
                self.call(request, &known, Hub::get_findings)
            }
            // The members of this one are checked with their values.
            ("PATCH", ["findings", "batchupdate"]) => self.call(request, &[], Hub::batch_update),
            _ => Reply::not_modelled(request),
        }
    }

    fn too_many_requests(&self, _: &Request) -> Reply {
        error(429, "TooManyRequestsException", "Too Many Requests")
    }
}

type Call = fn(&Hub, &Map<String, Value>, SystemTime) -> Result<Value, Problem>;

impl Handler {
    fn call(&self, request: &Request, known: &[&str], call: Call) -> Reply {
        let body = match request.json() {
            Some(Value::Object(body)) => body,
            None if request.body.is_empty() => Map::new(),
            _ => return invalid("The body is not a JSON object"),
        };
        if let Some(name) = body.keys().find(|name| !known.is_empty() && !known.contains(&name.as_str())) {
            return invalid(&format!("data should NOT have additional properties ('{name}')"));
        }
        match call(&self.0, &body, request.at) {
            Ok(answer) => answered(200, &answer),
            Err(Problem::Invalid(what)) => invalid(&what),
            Err(Problem::NotModelled(names)) => {
                let message = format!("The sandbox does not model {}.", names.join(", "));
                answered(501, &json!({ "sandbox": "not modelled", "message": message, "names": names }))
            }
        }
    }
}

impl Hub {
    fn batch_import(&self, body: &Map<String, Value>, now: SystemTime) -> Result<Value, Problem> {
        let findings = body.get("Findings").and_then(Value::as_array);
        let findings = findings.filter(|findings| (1..=BATCH).contains(&findings.len()));
        let findings = findings.ok_or_else(|| Problem::Invalid(format!("Findings should have 1 to {BATCH} items")))?;
        if validate::size(body) > BATCH_BYTES {
            return Err(Problem::Invalid("Findings should NOT be larger than 6 MB".to_owned()));
        }
        let mut failed = Vec::new();
        for finding in findings {
            let region = finding.get("Region").map(|_| "data.Region should NOT be set by a provider".to_owned());
            if let Err(problem) = region.map_or_else(|| self.import(finding, now), Err) {
                let id = finding.get("Id").and_then(Value::as_str).unwrap_or_default();
                let message = format!("Finding does not adhere to Amazon Finding Format. {problem}.");
                failed.push(json!({ "Id": id, "ErrorCode": "InvalidInput", "ErrorMessage": message }));
            }
        }
        let (failures, successes) = (failed.len(), findings.len() - failed.len());
        Ok(json!({ "FailedCount": failures, "SuccessCount": successes, "FailedFindings": failed }))
    }

    /// Takes in one finding and sends its event; an outdated one is ignored.
    pub(super) fn import(&self, finding: &Value, now: SystemTime) -> Result<(), String> {
        let finding = finding.as_object().ok_or("data should be object")?;
        validate::finding(finding)?;
        let mut state = lock(&self.state);
        let State { store, events, .. } = &mut *state;
        let event = store.import(finding.clone(), time::stamp(now)).map(|finding| event(finding, events, now));
        drop(state);
        self.bus.publish(event.as_slice());
        Ok(())
    }

    fn batch_update(&self, body: &Map<String, Value>, now: SystemTime) -> Result<Value, Problem> {
        validate::update(body).map_err(Problem::Invalid)?;
        let identifiers = body.get("FindingIdentifiers").and_then(Value::as_array).into_iter().flatten();
        let keys: Vec<Key> = identifiers.filter_map(Value::as_object).map(key).collect();
        let (mut processed, mut unprocessed, mut sent) = (Vec::new(), Vec::new(), Vec::new());
        let mut state = lock(&self.state);
        for (position, key) in keys.iter().enumerate() {
            let identifier = json!({ "Id": key.1, "ProductArn": key.0 });
            let again = keys.iter().take(position).any(|earlier| earlier == key);
            match if again { Err("DuplicatedFindingIdentifier".to_owned()) } else { state.update(key, body, now) } {
                Ok(event) => {
                    sent.push(event);
                    processed.push(identifier);
                }
                Err(code) => unprocessed.push(json!({
                    "FindingIdentifier": identifier, "ErrorMessage": message(&code), "ErrorCode": code,
                })),
            }
        }
        // A callback may ask for the new state.
        drop(state);
        self.bus.publish(&sent);
        Ok(json!({ "ProcessedFindings": processed, "UnprocessedFindings": unprocessed }))
    }

    fn get_findings(&self, body: &Map<String, Value>, now: SystemTime) -> Result<Value, Problem> {
        let bad = |what: &str| Problem::Invalid(what.to_owned());
        let filters = match body.get("Filters") {
            Some(filters) => filters.as_object().cloned().ok_or_else(|| bad("Filters should be object"))?,
            None => Map::new(),
        };
        let filters = Filters::new(&filters, time::stamp(now))?;
        let most = match body.get("MaxResults") {
            Some(most) => most.as_u64().and_then(|most| usize::try_from(most).ok()).unwrap_or(0),
            None => BATCH,
        };
        if !(1..=BATCH).contains(&most) {
            return Err(bad("MaxResults should be between 1 and 100"));
        }
        let start: usize = match body.get("NextToken") {
            Some(token) => {
                let place = token.as_str().and_then(|token| token.strip_prefix(TOKEN)?.parse().ok());
                place.ok_or_else(|| bad("NextToken is invalid"))?
            }
            None => 0,
        };
        let criteria = match body.get("SortCriteria") {
            Some(criteria) => criteria.as_array().cloned().ok_or_else(|| bad("SortCriteria should be array"))?,
            None => Vec::new(),
        };
        let state = lock(&self.state);
        let mut findings: Vec<&Finding> = state.store.all().filter(|finding| filters.fit(finding)).collect();
        filter::sort(&mut findings, &criteria)?;
        let page: Vec<_> = findings.iter().skip(start).take(most).collect();
        let mut answer = json!({ "Findings": page });
        if start + page.len() < findings.len()
            && let Some(fields) = answer.as_object_mut()
        {
            fields.insert("NextToken".to_owned(), format!("{TOKEN}{}", start + page.len()).into());
        }
        Ok(answer)
    }
}

impl State {
    /// Updates one finding and gives its event, or the error code.
    fn update(&mut self, key: &Key, change: &Finding, now: SystemTime) -> Result<Value, String> {
        if let Some((code, left)) = self.refusals.get_mut(key)
            && *left > 0
        {
            *left -= 1;
            return Err(code.clone());
        }
        let finding = self.store.update(key, change, time::stamp(now))?;
        Ok(event(finding, &mut self.events, now))
    }
}

fn event(finding: &Finding, number: &mut u64, now: SystemTime) -> Value {
    *number += 1;
    imported(finding, ACCOUNT, *number, now)
}

/// Only the form of the header is looked at, never the signature itself.
fn authenticate(request: &Request) -> Result<(), Reply> {
    let denied = |code: &str, message: &str| Err(error(403, code, message));
    let Some(header) = request.header("authorization") else {
        return denied("MissingAuthenticationTokenException", "Missing Authentication Token");
    };
    let Some(fields) = header.strip_prefix("AWS4-HMAC-SHA256 ") else {
        return denied("IncompleteSignatureException", "The Authorization header is not AWS4-HMAC-SHA256");
    };
    let field = |name: &str| fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='));
    let (Some(credential), Some(_), Some(_)) = (field("Credential"), field("SignedHeaders"), field("Signature")) else {
        return denied("IncompleteSignatureException", "Credential, SignedHeaders and Signature are needed");
    };
    let scope: Vec<&str> = credential.rsplitn(5, '/').collect();
    match scope.as_slice() {
        ["aws4_request", "securityhub", _region, _date, _key] => Ok(()),
        _ => denied("InvalidSignatureException", "Credential should be scoped to service securityhub"),
    }
}

fn message(code: &str) -> &'static str {
    match code {
        "ConcurrentUpdateError" => "Concurrent finding updates detected",
        "InternalFailure" => "Internal service failure",
        "DuplicatedFindingIdentifier" => "Finding Identifier is duplicated",
        "FindingNotFound" => "Finding Not Found",
        "FindingSizeExceeded" => "Finding size exceeded 240 KB",
        _ => "Invalid Input",
    }
}

fn invalid(message: &str) -> Reply {
    error(400, "InvalidInputException", message)
}

fn error(status: u16, code: &str, message: &str) -> Reply {
    answered(status, &json!({ "Code": code, "Message": message })).header("x-amzn-errortype", code)
}

fn answered(status: u16, body: &Value) -> Reply {
    Reply::text(status, "application/json", body.to_string())
}
