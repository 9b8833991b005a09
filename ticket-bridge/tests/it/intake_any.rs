//! Whatever comes in, it becomes items: over mutated bytes of every trigger, and over events as they were published.

use crate::intake_backlog::{closed, event as webhook};
use crate::intake_orca::{legacy, row};
use crate::intake_securityhub::{event, finding};
use data_encoding::BASE64;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use ticket_bridge::adapters::backlog::webhook::BacklogWebhookIntake;
use ticket_bridge::adapters::orca::OrcaIntake;
use ticket_bridge::adapters::securityhub::SecurityHubIntake;
use ticket_bridge::intake::{Counts, Ending, HttpGuard, Intake, Item, Trigger, TriggerKind, first_of};

/// An xorshift generator: the same bytes in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

fn intakes() -> Vec<Box<dyn Intake>> {
    let each = || -> [Box<dyn Intake>; 3] {
        [Box::new(OrcaIntake::new()), Box::new(SecurityHubIntake::new()), Box::new(BacklogWebhookIntake::new())]
    };
    each().into_iter().chain([Box::new(first_of(each())) as Box<dyn Intake>]).collect()
}

fn bodies() -> Vec<Value> {
    let link = json!([{"id": "900100", "key_id": "31"}, {"id": 900_101, "key_id": 32}]);
    vec![
        legacy("orca-1"),
        row("orca-2"),
        json!([legacy("orca-1"), row("orca-2")]),
        event("Security Hub Findings - Imported", &json!({"findings": [finding("f-1")]})),
        event("Security Hub Findings - Custom Action", &json!({"actionName": "a", "findings": [finding("f-1"), 7]})),
        event("Security Hub Insight Results", &json!({"insightResults": [{"alice": 2}, {"bob": 1}]})),
        event("Findings Imported V2", &json!({"findings": [{"finding_info": {"uid": "1"}}]})),
        json!({"Findings": [finding("f-1")]}),
        closed(),
        webhook(14, &json!({"tx_id": "1", "link": link})),
        json!({"detail-type": "Scheduled Event", "source": "aws.events", "detail": {}}),
    ]
}

/// Each body in each form of trigger.
fn triggers() -> Vec<Value> {
    let wrap = |body: &Value| {
        let text = body.to_string();
        let notification = json!({"Type": "Notification", "MessageId": "n", "TopicArn": "t", "Message": text});
        let sqs = |id: &str, body: &str| json!({"messageId": id, "eventSource": "aws:sqs", "eventSourceARN": "q.fifo", "attributes": {"MessageGroupId": "g"}, "body": body});
        let encoded = BASE64.encode(text.as_bytes());
        let http = json!({"http": {"method": "POST"}, "domainName": "x.lambda-url.us-east-1.on.aws"});
        [
            body.clone(),
            json!({"Records": [sqs("m1", &text), sqs("m2", &notification.to_string()), {"eventSource": "aws:s3"}]}),
            json!({"Records": [{"EventSource": "aws:sns", "Sns": notification}]}),
            json!({"httpMethod": "POST", "path": "/a/b", "multiValueHeaders": {"X-Key": ["a"]}, "requestContext": {}, "body": text}),
            json!({"version": "2.0", "rawPath": "/a/b", "headers": {"x-key": "a"}, "requestContext": http, "body": encoded, "isBase64Encoded": true}),
        ]
    };
    bodies().iter().flat_map(wrap).collect()
}

/// What must hold of any bytes.
fn check(bytes: &[u8], guard: &HttpGuard, intakes: &[Box<dyn Intake>]) -> Trigger {
    let shown = || String::from_utf8_lossy(bytes).into_owned();
    let trigger = Trigger::read(bytes, guard);
    assert_ne!(trigger.refusal.is_some(), !trigger.deliveries.is_empty(), "{}", shown());
    for delivery in &trigger.deliveries {
        let Ok(body) = &delivery.body else { continue };
        for intake in intakes {
            assert!(!intake.read(body).is_empty(), "{intake:?}: {}", shown());
        }
    }
    for ending in [Ending::Done, Ending::Again] {
        let endings = vec![ending; trigger.deliveries.len()];
        let answer: Value =
            serde_json::from_str(&trigger.answer(&endings, Counts::default()).to_json().unwrap()).unwrap();
        if trigger.kind == TriggerKind::Sqs {
            let named = answer["batchItemFailures"].as_array().unwrap().len();
            assert_eq!(named, if ending == Ending::Done { 0 } else { endings.len() }, "{}", shown());
        }
    }
    for index in 0..trigger.deliveries.len() {
        assert!(trigger.fifo_rest(index).all(|later| later > index && later < trigger.deliveries.len()));
    }
    trigger
}

/// Replaces one value somewhere in the tree.
fn mutate(value: &mut Value, random: &mut Random) {
    let odd = [
        json!(null),
        json!(7),
        json!(-1.5),
        json!(true),
        json!(""),
        json!("x"),
        json!([]),
        json!({}),
        json!([null, {}]),
    ];
    match value {
        Value::Array(list) if !list.is_empty() && random.below(4) > 0 => {
            let index = random.below(list.len());
            mutate(&mut list[index], random);
        }
        Value::Object(members) if !members.is_empty() && random.below(8) > 0 => {
            let index = random.below(members.len());
            let name = members.keys().nth(index).unwrap().clone();
            if random.below(6) == 0 { drop(members.remove(&name)) } else { mutate(&mut members[&name], random) }
        }
        other => *other = odd[random.below(odd.len())].clone(),
    }
}

#[test]
fn any_bytes_are_deliveries_or_a_refusal_and_any_body_is_items() {
    let (triggers, intakes) = (triggers(), intakes());
    let guards = [HttpGuard::open(), HttpGuard::none(), HttpGuard::path_secret("0123456789abcdef").unwrap()];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let texts: Vec<Vec<u8>> = triggers.iter().map(|trigger| trigger.to_string().into_bytes()).collect();
    let mut kinds = std::collections::HashSet::new();
    for round in 0..6_000 {
        let pick = random.below(triggers.len());
        let bytes = if round % 2 == 0 {
            let mut value = triggers[pick].clone();
            (0..=random.below(3)).for_each(|_| mutate(&mut value, &mut random));
            value.to_string().into_bytes()
        } else {
            let mut bytes = texts[pick].clone();
            for _ in 0..=random.below(4) {
                let at = random.below(bytes.len());
                match random.below(4) {
                    0 => bytes.truncate(at),
                    1 => bytes.insert(at, b"\"{}[]\\,:\0\xff"[random.below(10)]),
                    2 if at < bytes.len() => bytes[at] = u8::try_from(random.below(256)).unwrap(),
                    _ => bytes.extend_from_slice(&texts[random.below(texts.len())][..at % 64]),
                }
            }
            bytes
        };
        kinds.insert(check(&bytes, &guards[random.below(guards.len())], &intakes).kind);
    }
    assert_eq!(kinds.len(), 7, "each form was among them: {kinds:?}");
}

#[test]
fn one_function_takes_alerts_findings_and_webhooks() {
    let intakes = intakes();
    let all = intakes.last().unwrap();
    let kinds: Vec<String> = bodies().iter().map(|body| all.read(body).iter().map(letter).collect()).collect();
    assert_eq!(kinds, ["F", "F", "FF", "F", "FM", "SS", "S", "F", "T", "TT", "S"]);
    assert_eq!(all.read(&webhook(5, &json!({}))), [Item::Skipped("an event that names no issue")]);
    assert_eq!(all.read(&json!({})).iter().map(letter).collect::<String>(), "M");
}

fn letter(item: &Item) -> char {
    match item {
        Item::Finding(_) => 'F',
        Item::Ticket(_) => 'T',
        Item::Malformed(_) => 'M',
        Item::Skipped(_) => 'S',
        _ => '?',
    }
}

/// Where published events lie beside the workspace; they are not always there.
fn shared(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")).join(name)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

/// How the published files of a folder are read.
fn read_all(folder: &str, intake: &dyn Intake) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for file in files(&shared(folder)) {
        let trigger = check(&std::fs::read(&file).unwrap(), &HttpGuard::open(), &[]);
        for delivery in &trigger.deliveries {
            let items = delivery
                .body
                .as_ref()
                .map_or_else(|_| vec!['U'], |body| intake.read(body).iter().map(letter).collect());
            assert!(!items.is_empty(), "{}", file.display());
            for letter in items {
                *counts.entry(letter).or_insert(0) += 1;
            }
        }
        *counts.entry('R').or_insert(0) += usize::from(trigger.refusal.is_some());
    }
    counts
}

#[test]
fn published_files_are_read_and_counted_and_mutated_ones_too() {
    let intakes = intakes();
    let all = intakes.last().unwrap();
    // All that are whole: the others are fragments, other services' events, and no findings.
    for (folder, findings) in [("corpus/orca", 2), ("corpus/asff", 76), ("corpus/events", 2), ("samples", 2)] {
        if !shared(folder).is_dir() {
            println!("skipped: {folder} is not here");
            continue;
        }
        let counts = read_all(folder, &**all);
        println!("{folder}: {counts:?}");
        assert_eq!(counts[&'F'], findings, "{folder}");
    }
    let mut random = Random(0x1234_5678_9abc_def1);
    for file in files(&shared("corpus")) {
        let bytes = std::fs::read(&file).unwrap();
        let Ok(value) = serde_json::from_slice::<Value>(&bytes) else { continue };
        for _ in 0..10 {
            let mut value = value.clone();
            mutate(&mut value, &mut random);
            check(value.to_string().as_bytes(), &HttpGuard::open(), &intakes);
        }
    }
}
