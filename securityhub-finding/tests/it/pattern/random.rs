//! Random patterns and events, answered by the matcher and by the reference.

use super::reference::{Pattern, matches};
use securityhub_finding::EventPattern;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// A small generator of numbers (xorshift), so that a failure comes again.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn scalar(&mut self) -> Value {
        self.pick(&[
            json!("x"),
            json!("y"),
            json!("xy"),
            json!("X"),
            json!(""),
            json!(1),
            json!(1.0),
            json!(2),
            json!(null),
            json!(true),
        ])
    }

    fn value(&mut self, names: &[&str], depth: usize) -> Value {
        match self.below(if depth == 0 { 3 } else { 9 }) {
            0..3 => self.scalar(),
            3..6 => (0..self.below(4)).map(|_| self.value(names, depth - 1)).collect::<Vec<_>>().into(),
            _ => self.event(names, depth - 1),
        }
    }

    fn event(&mut self, names: &[&str], depth: usize) -> Value {
        let members = (0..self.below(4)).map(|_| (self.pick(names).to_owned(), self.value(names, depth)));
        Value::Object(members.collect())
    }

    fn alternative(&mut self) -> Value {
        let text = self.pick(&["x", "y", "xy"]);
        let number = self.pick(&[1, 2]);
        let operator = self.pick(&["prefix", "suffix", "equals-ignore-case", "wildcard"]);
        match self.below(13) {
            0..5 => self.scalar(),
            5 => json!({ operator: text }),
            6 => json!({"wildcard": self.pick(&["*", "x*", "*y", "x*y", "*x*y*"])}),
            7 => json!({"anything-but": self.pick(&[json!(text), json!(number), json!(["x", "y"]), json!([1, 2])])}),
            8 => json!({"anything-but": {operator: self.pick(&[json!(text), json!(["x", "y"])])}}),
            9 => {
                json!({"numeric": self.pick(&[json!(["=", number]), json!(["<", number]), json!([">", 0, "<=", number])])})
            }
            10 => json!({"exists": true}),
            _ => json!({"exists": false}),
        }
    }

    fn pattern(&mut self, depth: usize) -> Pattern {
        let mut fields = Vec::new();
        for _ in 0..=self.below(2) {
            if depth > 0 && self.below(8) == 0 {
                let objects = (0..2 + self.below(2)).map(|_| self.pattern(depth - 1)).collect();
                fields.push(("$or".to_owned(), Pattern::AnyOf(objects)));
                continue;
            }
            let name = self.pick(&["a", "b", "c", "d", "a.b", "d.a"]).to_owned();
            let inner = if depth > 0 && self.below(2) == 0 {
                self.pattern(depth - 1)
            } else {
                Pattern::Values((0..=self.below(3)).map(|_| self.alternative()).collect())
            };
            fields.push((name, inner));
        }
        Pattern::Object(fields)
    }
}

const ROUNDS: usize = 10_000;

/// Asks both, and hands the answers on. Makes sure that both answers come often.
fn compare(names: &[&str], mut check: impl FnMut(bool, bool, &str, &str)) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut matching = 0;
    for _ in 0..ROUNDS {
        let (pattern, event) = (random.pattern(2), random.event(names, 4));
        let (text, json) = (pattern.write(), event.to_string());
        let compiled = match EventPattern::parse(&text) {
            Ok(compiled) => compiled,
            Err(error) if error.to_string().contains("more than 1000 combinations") => continue,
            Err(error) => panic!("{error}: {text}"),
        };
        let (ours, expected) = (compiled.matches(&json).unwrap(), matches(&pattern, &event));
        check(ours, expected, &text, &json);
        matching += usize::from(expected);
        // The careful pass, which a member that is there twice starts, says the same.
        let twice = json.replacen('{', "{\"a\":\"x\",\"b\":1,\"c\":null,\"a\":1,", 1);
        let twice = if event == json!({}) { json.clone() } else { twice };
        let plain: Value = serde_json::from_str(&twice).unwrap();
        check(compiled.matches(&twice).unwrap(), matches(&pattern, &plain), &text, &twice);
    }
    assert!((ROUNDS / 20..ROUNDS / 2).contains(&matching), "{matching} of {ROUNDS} match");
}

#[test]
fn the_reference_gives_the_same_answers() {
    compare(&["a", "b", "c", "d.a"], |ours, expected, pattern, event| {
        assert_eq!(ours, expected, "{pattern}\n{event}");
    });
}

/// An event that spells one path in two ways, with lists at both: never a match that the reference does not find.
#[test]
fn paths_spelt_in_two_ways_never_match_wrongly() {
    let mut missed = 0;
    compare(&["a", "b", "d", "a.b", "d.a"], |ours, expected, pattern, event| {
        assert!(expected || !ours, "{pattern}\n{event}");
        missed += usize::from(ours != expected);
    });
    assert!(missed < ROUNDS / 1000, "{missed} missed");
}

/// Bytes changed, removed, added and repeated: no panic, and an answer for every JSON object.
#[test]
fn broken_texts_are_refused_and_nothing_else() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let pattern = crate::support::shared_text("samples/eventbridge-pattern-w1.json").unwrap_or(super::W1.to_owned());
    let compiled = EventPattern::parse(&pattern).unwrap();
    let events = ["events/imported.json", "events/custom_action.json"].map(crate::support::fixture);
    let (mut answered, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let mut event = events[round % events.len()].clone().into_bytes();
        let mut broken = pattern.clone().into_bytes();
        for text in [&mut event, &mut broken] {
            for _ in 0..=random.below(2) {
                let place = random.below(text.len());
                match random.below(4) {
                    0 => text[place] = random.pick(b"{}[]\",:.0e-x\\ \x00\xff"),
                    1 => drop(text.remove(place)),
                    2 => text.insert(place, random.pick(b"{}[]\",:.1E+n\\\n\xe3")),
                    _ => text.truncate(place.max(1)),
                }
            }
        }
        let is_object = std::str::from_utf8(&event)
            .is_ok_and(|text| serde_json::from_str::<std::collections::BTreeMap<String, &RawValue>>(text).is_ok());
        assert_eq!(compiled.matches(&event).is_ok(), is_object, "{}", String::from_utf8_lossy(&event));
        answered += usize::from(is_object);
        if let Err(error) = EventPattern::from_slice(&broken) {
            assert!(!error.to_string().chars().any(char::is_control) && error.problems().count() > 0);
            refused += 1;
        }
    }
    assert!(answered > ROUNDS / 10 && refused > ROUNDS / 10, "{answered} answered, {refused} patterns refused");
}
