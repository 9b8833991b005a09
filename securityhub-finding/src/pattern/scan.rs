//! One pass over the text of an event, which looks only where the pattern does.
//!
//! Where that pass meets something odd (a member twice, a number beyond `f64`, half a surrogate pair), a second one reads
//! each place that the pattern names as text first. So odd events have answers too, and the others are fast.

use super::compile::Compiled;
use super::found::{Group, Set};
use super::value::Leaf;
use crate::decode::Name;
use crate::json::{Members, items};
use crate::problem::Problem;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

const DEEPEST: usize = 128;

pub(super) fn matches(pattern: &Compiled, event: &str) -> Result<bool, Problem> {
    // The careful reading looks at the first sign.
    let event = event.trim_start_matches([' ', '\t', '\n', '\r']);
    let (mut scan, mut group) = (Scan::new(pattern), Group::default());
    if scan.read_fast(event, &mut group).is_ok() {
        return Ok(scan.decide(&group));
    }
    Members::read(event).map_err(|error| Problem::of(&error))?;
    let (mut scan, mut group) = (Scan::new(pattern), Group::default());
    scan.read_carefully(event, Compiled::ROOT, &mut group, 0).map_err(|what| Problem::new("$", what))?;
    Ok(scan.decide(&group))
}

struct Scan<'p> {
    pattern: &'p Compiled,
    nodes: Vec<Seen>,
    objects: usize,
}

/// What is known of a path.
#[derive(Clone, Default)]
struct Seen {
    /// There is a value.
    present: bool,
    /// The number of the object that it was last met in.
    object: usize,
}

impl<'p> Scan<'p> {
    fn new(pattern: &'p Compiled) -> Self {
        Self { pattern, nodes: vec![Seen::default(); pattern.nodes.len()], objects: 0 }
    }

    fn decide(&self, event: &Group) -> bool {
        let is_absent = |node: usize| self.nodes.get(node).is_some_and(|seen| !seen.present);
        let mut absent = Set::default();
        for (number, condition) in self.pattern.conditions.iter().enumerate() {
            if condition.allows_absence && is_absent(condition.node) {
                absent.insert(number);
            }
        }
        self.pattern.branches.iter().any(|branch| event.holds(branch.minus(absent)))
    }

    /// Whether an object has the member for the first time.
    fn is_first(&mut self, node: usize, object: usize) -> bool {
        self.nodes.get_mut(node).is_some_and(|seen| std::mem::replace(&mut seen.object, object) != object)
    }

    /// A value that is no object and no list.
    fn leaf(&mut self, json: &str, node: usize, group: &mut Group) {
        let pattern = self.pattern;
        let Some(place) = pattern.nodes.get(node) else { return };
        if place.conditions.is_empty() {
            return;
        }
        if let Some(seen) = self.nodes.get_mut(node) {
            seen.present = true;
        }
        let leaf = Leaf::read(json);
        for number in &place.conditions {
            let condition = pattern.conditions.get(*number);
            let holds = || condition.is_some_and(|it| it.alternatives.iter().any(|it| it.allows(&leaf)));
            if !group.hits.contains(*number) && holds() {
                group.hits.insert(*number);
            }
        }
    }

    /// A value at a path below which the pattern has nothing. Lists of lists count as one.
    fn end_of_path(&mut self, json: &str, node: usize, group: &mut Group) {
        match json.as_bytes().first() {
            Some(b'{') => {}
            Some(b'[') => each_scalar(json, |scalar| self.leaf(scalar, node, group)),
            _ => self.leaf(json, node, group),
        }
    }

    fn read_fast(&mut self, event: &str, group: &mut Group) -> serde_json::Result<()> {
        let mut deserializer = serde_json::Deserializer::from_str(event);
        deserializer.deserialize_map(Place { scan: self, node: Compiled::ROOT, group })?;
        deserializer.end()
    }

    fn read_carefully(&mut self, json: &str, node: usize, group: &mut Group, depth: usize) -> Result<(), &'static str> {
        if depth > DEEPEST {
            return Err("nested deeper than 128 levels where the pattern looks");
        }
        if self.pattern.ends_at(node) {
            self.end_of_path(json, node, group);
            return Ok(());
        }
        match json.as_bytes().first() {
            Some(b'{') => {
                let members = Members::read(json).map_err(|_error| "the name of a member is no text")?;
                let object = self.next_object();
                for (name, _) in members.iter() {
                    let Some(child) = self.pattern.child(node, name) else { continue };
                    let Some(last) = members.value(name) else { continue };
                    if self.is_first(child, object) {
                        self.read_carefully(last.get(), child, group, depth + 1)?;
                    }
                }
            }
            Some(b'[') => {
                let mut elements = Vec::new();
                for item in items(json).unwrap_or_default() {
                    let mut element = Group::default();
                    // A value in a list of values belongs to no element.
                    let is_scalar = !item.get().starts_with(['{', '[']);
                    let holder = if is_scalar { &mut *group } else { &mut element };
                    self.read_carefully(item.get(), node, holder, depth + 1)?;
                    if !element.is_empty() {
                        elements.push(element);
                    }
                }
                group.add_list(elements);
            }
            _ => self.leaf(json, node, group),
        }
        Ok(())
    }

    fn next_object(&mut self) -> usize {
        self.objects += 1;
        self.objects
    }
}

/// The value at a path.
struct Place<'s, 'p, 'g> {
    scan: &'s mut Scan<'p>,
    node: usize,
    group: &'g mut Group,
}

impl<'de> DeserializeSeed<'de> for Place<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self { scan, node, group } = self;
        if scan.pattern.ends_at(node) {
            let raw: &RawValue = Deserialize::deserialize(deserializer)?;
            scan.end_of_path(raw.get(), node, group);
            return Ok(());
        }
        if scan.pattern.has_conditions(node) {
            let raw: &RawValue = Deserialize::deserialize(deserializer)?;
            return scan.read_carefully(raw.get(), node, group, 0).map_err(D::Error::custom);
        }
        deserializer.deserialize_any(Place { scan, node, group })
    }
}

/// Where only what is inside counts.
impl<'de> Visitor<'de> for Place<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let object = self.scan.next_object();
        while let Some(Name(name)) = map.next_key()? {
            let Some(child) = self.scan.pattern.child(self.node, &name) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if !self.scan.is_first(child, object) {
                return Err(A::Error::custom("a member is there twice"));
            }
            map.next_value_seed(Place { scan: &mut *self.scan, node: child, group: &mut *self.group })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut elements = Vec::new();
        loop {
            let mut element = Group::default();
            let place = Place { scan: &mut *self.scan, node: self.node, group: &mut element };
            if seq.next_element_seed(place)?.is_none() {
                break;
            }
            if !element.is_empty() {
                elements.push(element);
            }
        }
        self.group.add_list(elements);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Calls back for each value that lies in lists alone. What lies in an object does not count.
fn each_scalar(list: &str, mut call: impl FnMut(&str)) {
    let (mut rest, mut objects) = (list, 0_usize);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => text_length(rest),
            '[' | ']' | '{' | '}' | ',' | ':' | ' ' | '\t' | '\n' | '\r' => 1,
            _ => rest.find([',', ']', '}', ' ', '\t', '\n', '\r']).unwrap_or(rest.len()),
        };
        let Some((token, after)) = rest.split_at_checked(length) else { return };
        match first {
            '{' => objects += 1,
            '}' => objects = objects.saturating_sub(1),
            '[' | ']' | ',' | ':' | ' ' | '\t' | '\n' | '\r' => {}
            _ if objects == 0 => call(token),
            _ => {}
        }
        rest = after;
    }
}

/// How long a text of JSON is, with its quotes.
fn text_length(json: &str) -> usize {
    let mut escaped = false;
    let ends = |byte: u8| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    };
    json.bytes().skip(1).position(ends).map_or(json.len(), |length| length + 2)
}
