//! Findings that were changed at random, from a seed.
//!
//! `FINDING_FUZZ_SEED` and `FINDING_FUZZ_SECONDS` choose another seed and more time: `ci/finding-fuzz.sh`.

use crate::random::Random;
use crate::shapes::{facts, structure};
use crate::support::{Json, fixture, shared};
use securityhub_finding::{Event, Finding, Triage};
use std::time::{Duration, Instant};

const FIXTURES: [&str; 4] =
    ["findings/control.json", "findings/guardduty.json", "findings/dirty.json", "findings/attack.json"];

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

fn seed() -> u64 {
    number("FINDING_FUZZ_SEED", 2026)
}

/// Runs until the time is up, and says with which seed.
fn repeat(what: &str, mut step: impl FnMut(&mut Random)) {
    let (seed, time) = (seed(), Duration::from_secs(number("FINDING_FUZZ_SECONDS", 2)));
    let (mut random, begun, mut rounds) = (Random::new(seed), Instant::now(), 0_u64);
    println!("{what}: seed {seed}, {} s", time.as_secs());
    while begun.elapsed() < time {
        step(&mut random);
        rounds += 1;
    }
    println!("{what}: {rounds} rounds");
    assert!(rounds > 0);
}

/// Fixtures, a finding with each member of the format, and real ones where they are at hand.
fn originals() -> Vec<String> {
    let mut texts: Vec<String> = FIXTURES.iter().map(|name| fixture(name)).collect();
    texts.push(structure(&facts(), "AwsSecurityFinding", 0).to_string());
    if let Some(folder) = shared("corpus/asff") {
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let real = paths.iter().filter(|path| path.extension().is_some_and(|kind| kind == "json"));
        let real = real.map(|path| std::fs::read_to_string(path).unwrap());
        texts.extend(real.filter(|text| text.parse::<Finding>().is_ok()).step_by(5));
    }
    texts
}

/// What holds for any text that is taken as a finding.
fn assert_kept(text: &str, finding: &Finding) {
    let written = serde_json::to_string(finding).unwrap();
    let again: Finding = written.parse().unwrap();
    assert_eq!(&again, finding, "{text}");
    assert_eq!(serde_json::to_string(&again).unwrap(), written, "{text}");
    assert_eq!(Triage::read(text).unwrap(), Triage::from(finding.clone()), "{text}");
    assert_eq!(finding.leniencies(), again.leniencies(), "{text}");
}

#[test]
fn changed_bytes_make_no_panic_and_lose_nothing() {
    let originals = originals();
    repeat("bytes", |random| {
        let mut bytes = originals[random.below(originals.len())].clone().into_bytes();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len());
            match random.below(5) {
                0 => bytes[at] = u8::try_from(random.below(256)).unwrap(),
                1 => {
                    bytes[at] =
                        *random.pick(&[b"\"", b"{", b"}", b"[", b"]", b":", b",", b"\\", b"0", b"-"]).first().unwrap();
                }
                2 if bytes.len() > 1 => drop(bytes.remove(at)),
                3 => bytes.truncate(at.max(1)),
                _ => {
                    let end = (at + random.below(40)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    let to = random.below(bytes.len());
                    bytes.splice(to..to, part);
                }
            }
        }
        let read = Finding::from_slice(&bytes);
        assert_eq!(Triage::from_slice(&bytes).err(), read.as_ref().err().cloned());
        if let (Ok(finding), Ok(text)) = (read, std::str::from_utf8(&bytes)) {
            assert_kept(text, &finding);
        }
        drop(Event::from_slice(&bytes));
    });
}

/// Values that a careless reader changes.
const ODD: [&str; 16] = [
    "null",
    "1e2",
    "1.0",
    "-0",
    "-0.0",
    "1E-7",
    "123456789012345678901234567890",
    "\"\"",
    "\"7\"",
    "\"\\ud83d\"",
    "true",
    "[]",
    "{}",
    "[null]",
    "{\"Id\":1e2}",
    "{\"a\":[{\"b\":1.0}]}",
];

fn places(json: &mut Json) -> usize {
    1 + match json {
        Json::Object(members) => members.values_mut().map(places).sum(),
        Json::List(items) => items.iter_mut().map(places).sum(),
        _ => 0,
    }
}

/// Changes one place: the one that so many others come before.
fn change(json: &mut Json, left: &mut usize, random: &mut Random) {
    if *left == 0 {
        let odd = Json::read(random.pick(&ODD));
        match json {
            Json::Object(members) => drop(members.insert(random.pick(&["x", "Id2", "p_\"q\"", "é"]).to_owned(), odd)),
            other => *other = odd,
        }
        *left = usize::MAX;
        return;
    }
    *left -= 1;
    let children: Vec<&mut Json> = match json {
        Json::Object(members) => members.values_mut().collect(),
        Json::List(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    };
    for child in children {
        if *left != usize::MAX {
            change(child, left, random);
        }
    }
}

#[test]
fn changed_values_come_back_as_they_are_written() {
    let originals = originals();
    repeat("values", |random| {
        let mut json = Json::read(&originals[random.below(originals.len())]);
        for _ in 0..=random.below(6) {
            let mut at = random.below(places(&mut json));
            change(&mut json, &mut at, random);
        }
        let Json::Object(members) = &mut json else { return };
        for name in ["Id", "ProductArn"] {
            members.insert(name.to_owned(), Json::Text("x".to_owned()));
        }
        let text = json.write();
        let finding: Finding = text.parse().unwrap();
        assert_eq!(Json::read(&serde_json::to_string(&finding).unwrap()), json, "{text}");
        assert_kept(&text, &finding);
    });
}
