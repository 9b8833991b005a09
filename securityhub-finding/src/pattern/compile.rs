//! From a pattern's text to its conditions.

use super::found::{MOST, Set};
use super::text::{AnyCase, Cidr, TextTest, Wildcard};
use super::value::{Alternative, Bound, Range};
use crate::json::{Members, items};
use crate::problem::Problem;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

const DEEPEST: usize = 100;
const MOST_BRANCHES: usize = 1000;

/// Names that a field inside `$or` must not have.
const RESERVED: [&str; 24] = [
    "exactly",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
    "=",
    "<",
    "<=",
    ">",
    ">=",
    "regex",
    "not-wildcard",
    "not-equals-ignore-case",
    "date-after",
    "date-on-or-after",
    "date-before",
    "date-on-or-before",
    "in-date-range",
    "ip-address-in-range",
    "ip-address-not-in-range",
];

/// A pattern, ready to match.
#[derive(Clone)]
pub(super) struct Compiled {
    pub(super) nodes: Vec<Node>,
    pub(super) conditions: Vec<Condition>,
    /// The event matches when one of them holds: without `$or` there is one.
    pub(super) branches: Vec<Set>,
}

/// A path that the pattern names, or its beginning.
#[derive(Clone, Default)]
pub(super) struct Node {
    /// By name, which holds no dot: `a.b` is `b` inside `a`.
    children: Vec<(Box<str>, usize)>,
    pub(super) conditions: Vec<usize>,
}

/// What a list of alternatives asks of a path.
#[derive(Clone)]
pub(super) struct Condition {
    pub(super) node: usize,
    pub(super) alternatives: Vec<Alternative>,
    pub(super) allows_absence: bool,
}

impl Compiled {
    pub(super) const ROOT: usize = 0;

    /// Where a member leads.
    pub(super) fn child(&self, node: usize, name: &str) -> Option<usize> {
        let direct = self.step(node, name);
        if direct.is_some() || !name.contains('.') {
            return direct;
        }
        name.split('.').try_fold(node, |node, part| self.step(node, part))
    }

    fn step(&self, node: usize, name: &str) -> Option<usize> {
        self.nodes.get(node)?.children.iter().find_map(|(key, child)| (**key == *name).then_some(*child))
    }

    pub(super) fn ends_at(&self, node: usize) -> bool {
        self.nodes.get(node).is_none_or(|node| node.children.is_empty())
    }

    pub(super) fn has_conditions(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|node| !node.conditions.is_empty())
    }
}

pub(super) fn compile(json: &str) -> Result<Compiled, Vec<Problem>> {
    let mut compiler = Compiler { nodes: vec![Node::default()], conditions: Vec::new(), problems: Vec::new() };
    let members = Members::read(json).map_err(|error| vec![Problem::of(&error)])?;
    let place = Place { node: Compiled::ROOT, path: "$".to_owned(), in_or: false, depth: 0 };
    let branches = compiler.object(&members, &place, vec![Branch::new()]);
    if compiler.conditions.len() > MOST {
        compiler.problem("$", "more than 512 conditions");
    }
    if !compiler.problems.is_empty() {
        return Err(compiler.problems);
    }
    let as_set = |branch: Branch| {
        branch.into_values().fold(Set::default(), |mut set, number| {
            set.insert(number);
            set
        })
    };
    let branches = branches.into_iter().map(as_set).collect();
    Ok(Compiled { nodes: compiler.nodes, conditions: compiler.conditions, branches })
}

/// The condition of each path. A later one takes the place of an earlier one.
type Branch = BTreeMap<usize, usize>;

struct Compiler {
    nodes: Vec<Node>,
    conditions: Vec<Condition>,
    problems: Vec<Problem>,
}

struct Place {
    node: usize,
    path: String,
    in_or: bool,
    depth: usize,
}

impl Compiler {
    fn problem(&mut self, path: &str, what: &str) {
        self.problems.push(Problem::new(path, what));
    }

    fn object(&mut self, members: &Members<'_>, place: &Place, mut branches: Vec<Branch>) -> Vec<Branch> {
        if place.depth > DEEPEST {
            self.problem(&place.path, "nested deeper than 100 levels");
            return branches;
        }
        if members.iter().next().is_none() {
            self.problem(&place.path, "an empty object");
        }
        for (name, value) in members.iter() {
            let path = format!("{}{}", place.path, step(name));
            if name == "$or" {
                branches = self.any_of(value, place, &path, branches);
                continue;
            }
            if place.in_or && RESERVED.contains(&name) {
                self.problem(&path, "the name of an operator, which no field inside $or may have");
                continue;
            }
            let node = self.node(place.node, name);
            let inner = Place { node, path, in_or: place.in_or, depth: place.depth + 1 };
            branches = self.field(value, &inner, branches);
        }
        branches
    }

    fn field(&mut self, value: &RawValue, place: &Place, mut branches: Vec<Branch>) -> Vec<Branch> {
        if let Some(list) = items(value.get()) {
            let condition = self.condition(&list, place);
            for branch in &mut branches {
                branch.insert(place.node, condition);
            }
            return branches;
        }
        if !value.get().starts_with('{') {
            self.problem(&place.path, "neither an object nor a list of values: write one value as [value]");
            return branches;
        }
        let Ok(members) = Members::read(value.get()) else {
            self.problem(&place.path, "the name of a field is no text");
            return branches;
        };
        self.object(&members, place, branches)
    }

    fn any_of(&mut self, value: &RawValue, place: &Place, path: &str, branches: Vec<Branch>) -> Vec<Branch> {
        let objects = items(value.get()).unwrap_or_default();
        if objects.len() < 2 {
            self.problem(path, "no list of at least two objects");
            return branches;
        }
        let mut all = Vec::new();
        for (index, object) in objects.into_iter().enumerate() {
            let path = format!("{path}[{index}]");
            let Ok(members) = Members::read(object.get()) else {
                self.problem(&path, "no object");
                continue;
            };
            let inner = Place { node: place.node, path, in_or: true, depth: place.depth + 1 };
            all.extend(self.object(&members, &inner, branches.clone()));
            if all.len() > MOST_BRANCHES {
                self.problem(&inner.path, "more than 1000 combinations of $or");
                return branches;
            }
        }
        all
    }

    fn node(&mut self, from: usize, name: &str) -> usize {
        let mut node = from;
        for part in name.split('.') {
            let next = self.nodes.len();
            let Some(parent) = self.nodes.get_mut(node) else { return node };
            let known = parent.children.iter().find(|(key, _)| **key == *part);
            node = if let Some((_, child)) = known {
                *child
            } else {
                parent.children.push((part.into(), next));
                self.nodes.push(Node::default());
                next
            };
        }
        node
    }

    /// Adds a condition. Gives its number.
    fn condition(&mut self, list: &[&RawValue], place: &Place) -> usize {
        if list.is_empty() {
            self.problem(&place.path, "an empty list");
        }
        let mut alternatives = Vec::new();
        for (index, value) in list.iter().enumerate() {
            match alternative(value.get()) {
                Ok(alternative) => alternatives.push(alternative),
                Err(what) => self.problem(&format!("{}[{index}]", place.path), what),
            }
        }
        let allows_absence = alternatives.iter().any(|it| matches!(it, Alternative::Absent));
        let number = self.conditions.len();
        if let Some(node) = self.nodes.get_mut(place.node) {
            node.conditions.push(number);
        }
        self.conditions.push(Condition { node: place.node, alternatives, allows_absence });
        number
    }
}

/// A member as a part of a path. Names are not ours: what is no plain word is escaped, what is long is cut.
fn step(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/' | b'$');
    if !name.is_empty() && name.len() <= 64 && name.bytes().all(is_plain) {
        return format!(".{name}");
    }
    let shown: String = name.chars().take(32).collect();
    let cut = if shown.len() < name.len() { "..." } else { "" };
    format!("[\"{}{cut}\"]", shown.escape_default())
}

type Read<T> = Result<T, &'static str>;

fn alternative(json: &str) -> Read<Alternative> {
    match json.as_bytes().first() {
        Some(b'{') => operator(json),
        Some(b'[') => Err("a list inside a list"),
        Some(b'"') => text(json).map(|text| Alternative::Text(TextTest::literal(text))),
        Some(b'n') => Ok(Alternative::Null),
        Some(b't' | b'f') => Ok(Alternative::Boolean(json == "true")),
        _ => number(json).map(Alternative::Number),
    }
}

fn operator(json: &str) -> Read<Alternative> {
    let (name, operand) = single(json)?;
    match &*name {
        "exactly" => text(operand).map(|text| Alternative::Text(TextTest::Equals(text.into()))),
        "anything-but" => anything_but(operand),
        "exists" => match operand {
            "true" => Ok(Alternative::Present),
            "false" => Ok(Alternative::Absent),
            _ => Err("exists takes true or false"),
        },
        "numeric" => range(operand).map(Alternative::Range),
        "cidr" => Cidr::new(&text(operand)?).map(|cidr| Alternative::Text(TextTest::Cidr(cidr))),
        "prefix" | "suffix" if operand.starts_with('{') => {
            let (inner, operand) = single(operand)?;
            if inner != "equals-ignore-case" {
                return Err("prefix and suffix take a text, or equals-ignore-case");
            }
            let any_case = AnyCase::new(&text(operand)?);
            let test = if name == "prefix" { TextTest::PrefixIgnoreCase } else { TextTest::SuffixIgnoreCase };
            Ok(Alternative::Text(test(any_case)))
        }
        name => text_operator(name, operand).map(Alternative::Text),
    }
}

/// An object with one member.
fn single(json: &str) -> Read<(String, &str)> {
    let members = Members::read(json).map_err(|_error| "no operator")?;
    let mut members = members.iter();
    match (members.next(), members.next()) {
        (Some((name, operand)), None) => Ok((name.to_owned(), operand.get())),
        (None, _) => Err("an empty object"),
        _ => Err("more than one operator in an object: give each its own"),
    }
}

fn text_operator(name: &str, operand: &str) -> Read<TextTest> {
    match name {
        "prefix" => text(operand).map(|text| TextTest::Prefix(text.into())),
        "suffix" => text(operand).map(|text| TextTest::Suffix(text.into())),
        "equals-ignore-case" => text(operand).map(|text| TextTest::EqualsIgnoreCase(AnyCase::new(&text))),
        "wildcard" => Wildcard::new(&text(operand)?).map(TextTest::Wildcard),
        _ => Err("unknown operator: there are prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, \
                  exists, cidr and exactly"),
    }
}

fn anything_but(operand: &str) -> Read<Alternative> {
    let wrong = "anything-but takes a text, a number, a list of texts or of numbers, or one of prefix, suffix, \
                 equals-ignore-case and wildcard";
    if operand.starts_with('{') {
        let (name, operand) = single(operand)?;
        if !matches!(&*name, "prefix" | "suffix" | "equals-ignore-case" | "wildcard") {
            return Err(wrong);
        }
        let operands = one_or_more(operand)?;
        if matches!(&*name, "prefix" | "suffix") && operands.contains(&"\"\"") {
            return Err("an empty prefix or suffix, which every text has");
        }
        let tests: Read<Vec<TextTest>> = operands.into_iter().map(|operand| text_operator(&name, operand)).collect();
        return tests.map(Alternative::OtherText);
    }
    let operands = one_or_more(operand)?;
    if operands.iter().all(|operand| operand.starts_with('"')) {
        let texts: Read<Vec<String>> = operands.into_iter().map(text).collect();
        let equals = |text: String| TextTest::Equals(text.into());
        return Ok(Alternative::OtherText(texts?.into_iter().map(equals).collect()));
    }
    let is_number = |operand: &&str| operand.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    if !operands.iter().all(is_number) {
        return Err(wrong);
    }
    let numbers: Read<Vec<f64>> = operands.into_iter().map(number).collect();
    numbers.map(Alternative::OtherNumber)
}

/// A value, or the values of a list.
fn one_or_more(operand: &str) -> Read<Vec<&str>> {
    match items(operand) {
        Some(list) if list.is_empty() => Err("an empty list"),
        Some(list) => Ok(list.into_iter().map(RawValue::get).collect()),
        None => Ok(vec![operand]),
    }
}

fn range(operand: &str) -> Read<Range> {
    let wrong = "numeric takes [\"=\", n], one of <, <=, > and >= with a number, or a lower and then an upper bound";
    let list = items(operand).ok_or(wrong)?;
    let parts: Vec<&str> = list.into_iter().map(RawValue::get).collect();
    let comparison = |operator: &str, limit: &str| -> Read<(String, f64)> { Ok((text(operator)?, number(limit)?)) };
    let (first, second) = match parts.as_slice() {
        [operator, limit] => (comparison(operator, limit)?, None),
        [operator, limit, second, upper] => (comparison(operator, limit)?, Some(comparison(second, upper)?)),
        _ => return Err(wrong),
    };
    let bound = |number, included| Some(Bound { number, included });
    let (operator, limit) = first;
    let Some((second, top)) = second else {
        return match &*operator {
            "=" => Ok(Range { lower: bound(limit, true), upper: bound(limit, true) }),
            "<" | "<=" => Ok(Range { lower: None, upper: bound(limit, operator == "<=") }),
            ">" | ">=" => Ok(Range { lower: bound(limit, operator == ">="), upper: None }),
            _ => Err(wrong),
        };
    };
    if !matches!(&*operator, ">" | ">=") || !matches!(&*second, "<" | "<=") {
        return Err(wrong);
    }
    if limit >= top {
        return Err("the lower bound is not below the upper one");
    }
    Ok(Range { lower: bound(limit, operator == ">="), upper: bound(top, second == "<=") })
}

fn text(json: &str) -> Read<String> {
    if !json.starts_with('"') {
        return Err("the operator takes a text");
    }
    serde_json::from_str(json).map_err(|_error| "a text with half a surrogate pair")
}

fn number(json: &str) -> Read<f64> {
    let number: Option<f64> = json.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or("no number, or one beyond the range of f64")
}
