//! A matcher that is slow and obvious: it flattens the event, and tries every choice of values.

use serde_json::Value;
use std::collections::BTreeMap;

/// A pattern before it is text.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// Fields in their order. `$or` is one of them.
    Object(Vec<(String, Pattern)>),
    Values(Vec<Value>),
    AnyOf(Vec<Pattern>),
}

impl Pattern {
    pub(super) fn write(&self) -> String {
        let join = |parts: Vec<String>| parts.join(",");
        match self {
            Self::Object(fields) => {
                let field =
                    |(name, inner): &(String, Self)| format!("{}:{}", Value::from(name.as_str()), inner.write());
                format!("{{{}}}", join(fields.iter().map(field).collect()))
            }
            Self::Values(values) => Value::from(values.clone()).to_string(),
            Self::AnyOf(objects) => format!("[{}]", join(objects.iter().map(Self::write).collect())),
        }
    }

    /// The conditions of each path, once for each way through `$or`.
    fn branches(&self, path: &str, before: Vec<Branch>) -> Vec<Branch> {
        match self {
            Self::Object(fields) => fields.iter().fold(before, |branches, (name, inner)| match inner {
                Self::AnyOf(_) => inner.branches(path, branches),
                _ => inner.branches(&below(path, name), branches),
            }),
            Self::Values(values) => {
                let with = |mut branch: Branch| {
                    branch.insert(path.to_owned(), values.clone());
                    branch
                };
                before.into_iter().map(with).collect()
            }
            Self::AnyOf(objects) => objects.iter().flat_map(|object| object.branches(path, before.clone())).collect(),
        }
    }
}

type Branch = BTreeMap<String, Vec<Value>>;

/// A value of the event that is no object and no list.
struct Leaf<'v> {
    path: String,
    value: &'v Value,
    /// The element of each list around it, but for the list that it stands in itself.
    elements: BTreeMap<usize, usize>,
}

pub(super) fn matches(pattern: &Pattern, event: &Value) -> bool {
    let mut leaves = Vec::new();
    flatten(event, "", &BTreeMap::new(), &mut 0, &mut leaves);
    pattern.branches("", vec![Branch::new()]).iter().any(|branch| {
        let conditions: Vec<(&String, &Vec<Value>)> = branch.iter().collect();
        choose(&conditions, &leaves, &mut Vec::new())
    })
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn flatten<'v>(
    value: &'v Value,
    path: &str,
    elements: &BTreeMap<usize, usize>,
    lists: &mut usize,
    leaves: &mut Vec<Leaf<'v>>,
) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, inner)| flatten(inner, &below(path, name), elements, lists, leaves));
        }
        Value::Array(items) => {
            let list = *lists;
            *lists += 1;
            for (index, item) in items.iter().enumerate() {
                let mut elements = elements.clone();
                if item.is_object() || item.is_array() {
                    elements.insert(list, index);
                }
                flatten(item, path, &elements, lists, leaves);
            }
        }
        value => leaves.push(Leaf { path: path.to_owned(), value, elements: elements.clone() }),
    }
}

fn choose<'l>(open: &[(&String, &Vec<Value>)], leaves: &'l [Leaf<'l>], chosen: &mut Vec<&'l Leaf<'l>>) -> bool {
    let Some(((path, alternatives), rest)) = open.split_first() else { return true };
    let at_path = || leaves.iter().filter(|leaf| leaf.path == **path);
    let may_be_absent = alternatives.iter().any(|it| it.get("exists") == Some(&Value::from(false)));
    if may_be_absent && at_path().next().is_none() {
        return choose(rest, leaves, chosen);
    }
    at_path().any(|leaf| {
        let agrees = |other: &&Leaf<'_>| {
            leaf.elements.iter().all(|(list, index)| other.elements.get(list).is_none_or(|other| other == index))
        };
        if !chosen.iter().all(agrees) || !alternatives.iter().any(|it| allows(it, leaf.value)) {
            return false;
        }
        chosen.push(leaf);
        let found = choose(rest, leaves, chosen);
        chosen.pop();
        found
    })
}

#[expect(clippy::float_cmp, reason = "equal numbers are equal, whatever is near them")]
fn allows(alternative: &Value, value: &Value) -> bool {
    let Some((operator, operand)) = alternative.as_object().and_then(|object| object.iter().next()) else {
        return match (alternative.as_f64(), value.as_f64()) {
            (Some(one), Some(two)) => one == two,
            _ => alternative == value,
        };
    };
    let one_of = |test: &dyn Fn(&Value) -> bool| match operand {
        Value::Array(operands) => operands.iter().any(test),
        operand => test(operand),
    };
    let text = |test: &dyn Fn(&str, &str) -> bool| match (value, operand) {
        (Value::String(value), Value::String(operand)) => test(value, operand),
        _ => false,
    };
    match operator.as_str() {
        "prefix" => text(&|value, operand| value.starts_with(operand)),
        "suffix" => text(&|value, operand| value.ends_with(operand)),
        "equals-ignore-case" => text(&|value, operand| value.eq_ignore_ascii_case(operand)),
        "wildcard" => text(&|value, operand| wildcard(value.as_bytes(), operand.as_bytes())),
        "exists" => operand == &Value::from(true),
        "numeric" => {
            let pairs: Vec<&[Value]> = operand.as_array().unwrap().chunks(2).collect();
            let holds = |pair: &[Value]| {
                value.as_f64().is_some_and(|number| {
                    let limit = pair[1].as_f64().unwrap();
                    match pair[0].as_str().unwrap() {
                        "=" => number == limit,
                        "<" => number < limit,
                        "<=" => number <= limit,
                        ">" => number > limit,
                        ">=" => number >= limit,
                        other => panic!("{other}"),
                    }
                })
            };
            pairs.into_iter().all(holds)
        }
        "anything-but" => match operand.as_object().and_then(|object| object.iter().next()) {
            None => !one_of(&|operand| allows(operand, value)),
            Some((inner, operands)) => {
                let operands = operands.as_array().cloned().unwrap_or_else(|| vec![operands.clone()]);
                !operands.iter().any(|operand| allows(&serde_json::json!({ inner: operand }), value))
            }
        },
        other => panic!("{other}"),
    }
}

fn wildcard(text: &[u8], pattern: &[u8]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((b'*', rest)) => (0..=text.len()).any(|skipped| wildcard(&text[skipped..], rest)),
        Some((first, rest)) => text.split_first().is_some_and(|(head, tail)| head == first && wildcard(tail, rest)),
    }
}
