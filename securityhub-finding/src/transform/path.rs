use crate::json::{Members, compact, items};

/// A path as EventBridge takes it: `$`, members after dots, `[n]` and `[*]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct JsonPath(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    Index(usize),
    All,
}

impl JsonPath {
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        if text.len() > 256 {
            return Err("longer than 256 characters");
        }
        let mut rest = text.strip_prefix('$').ok_or("a path begins with $")?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, tail) = Step::read(rest)?;
            steps.push(step);
            rest = tail;
        }
        Ok(Self(steps))
    }

    /// The value at the path, as compact JSON. With `[*]` a list of the values.
    pub(super) fn find(&self, json: &str) -> Option<String> {
        find(json, &self.0)
    }
}

impl Step {
    fn read(text: &str) -> Result<(Self, &str), &'static str> {
        if let Some(rest) = text.strip_prefix('.') {
            let end = rest.find(|symbol: char| !is_member_symbol(symbol)).unwrap_or(rest.len());
            let (name, tail) = rest.split_at(end);
            return if name.is_empty() {
                Err("a member has no name, or one that paths cannot hold")
            } else {
                Ok((Self::Member(name.to_owned()), tail))
            };
        }
        let other = "only members after dots, [n] and [*] are supported";
        let (index, tail) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).ok_or(other)?;
        if index == "*" {
            return Ok((Self::All, tail));
        }
        let is_number = index.bytes().all(|byte| byte.is_ascii_digit());
        let index = index.parse().ok().filter(|_| is_number).ok_or(other)?;
        Ok((Self::Index(index), tail))
    }
}

fn is_member_symbol(symbol: char) -> bool {
    symbol.is_ascii_alphanumeric() || matches!(symbol, '-' | '_' | '/')
}

fn find(json: &str, steps: &[Step]) -> Option<String> {
    let Some((step, rest)) = steps.split_first() else { return Some(compact(json)) };
    match step {
        Step::Member(name) => find(Members::read(json).ok()?.value(name)?.get(), rest),
        Step::Index(index) => find(items(json)?.get(*index)?.get(), rest),
        Step::All => {
            let found: Vec<String> = items(json)?.iter().filter_map(|item| find(item.get(), rest)).collect();
            Some(format!("[{}]", found.join(",")))
        }
    }
}
