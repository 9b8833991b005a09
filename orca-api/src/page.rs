//! What lists share: a page, its envelope, and how a list is read to its end.

use crate::model::{Alert, Veiled};
use saas_api_core::{Answer, Page, PageRequest, Pager, Params, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

/// One page of a list.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ListPage<T> {
    /// The rows, in the order of the answer.
    pub rows: Vec<T>,
    /// How many rows the whole list has, when the answer tells. It may be the most that Orca counts.
    pub total: Option<u64>,
    /// What stands for the next page, as it came; `None` when the answer says that there is none.
    pub next_page_token: Option<Value>,
    /// The answer without its rows, such as `total_supported_items`. `Debug` shows the names of its members alone.
    pub envelope: Map<String, Value>,
    /// The rows as they came, as one number: tells whether a page came twice. None where different rows may look alike.
    print: Option<u64>,
}

/// A row of a list, or what came in its place. A bad row never hides its neighbours.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Entry<T> {
    /// A row.
    Read(T),
    /// A row that lacks what identifies it.
    Unreadable(UnreadableRow),
}

/// A row that could not be read, kept as it came. It may hold secrets: `Debug` shows nothing of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnreadableRow {
    raw: Veiled,
    problem: Cow<'static, str>,
}

impl Entry<Alert> {
    pub(crate) fn of(raw: Value) -> Self {
        match Alert::read_or_give_back(raw) {
            Ok(alert) => Self::Read(alert),
            Err((raw, why)) => Self::Unreadable(UnreadableRow::new(raw, why.to_string())),
        }
    }
}

impl<T> Entry<T> {
    /// The row, when it could be read.
    pub fn read(self) -> Option<T> {
        match self {
            Self::Read(row) => Some(row),
            Self::Unreadable(_) => None,
        }
    }

    /// The row, or what came in its place.
    ///
    /// # Errors
    /// When the row could not be read.
    pub fn into_result(self) -> Result<T, UnreadableRow> {
        match self {
            Self::Read(row) => Ok(row),
            Self::Unreadable(row) => Err(row),
        }
    }
}

impl UnreadableRow {
    pub(crate) fn new(raw: Value, problem: impl Into<Cow<'static, str>>) -> Self {
        Self { raw: Veiled(raw), problem: problem.into() }
    }

    /// The row as it came.
    pub fn raw(&self) -> &Value {
        &self.raw.0
    }

    /// What is wrong with it. Quotes nothing of it.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for UnreadableRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unreadable row: {}", self.problem)
    }
}

impl std::error::Error for UnreadableRow {}

impl<T: Serialize> Serialize for Entry<T> {
    /// Writes the row as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Read(row) => row.serialize(serializer),
            Self::Unreadable(row) => row.raw.0.serialize(serializer),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for ListPage<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListPage")
            .field("rows", &self.rows)
            .field("total", &self.total)
            .field("next_page_token", &self.next_page_token)
            .field("envelope", &self.envelope.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// A list in any of Orca's envelopes, its rows unread.
struct Envelope {
    members: Map<String, Value>,
    rows: Vec<Value>,
}

impl<T> ListPage<T> {
    /// Reads a page out of an answer: rows in `data`, in the one list within `data` (`data.users`), in `event_log`, or
    /// bare. Null stands for no rows, and one thing with an id in `data` for itself.
    pub(crate) fn read(answer: &Answer, read: impl FnMut(Value) -> T) -> Result<Self> {
        let Envelope { mut members, rows } = answer.json()?;
        let inner = members.get("data").and_then(Value::as_object);
        let told = |name| members.get(name).or_else(|| inner?.get(name)).and_then(Value::as_u64);
        let total = told("total_items").or_else(|| told("total_count"));
        let ended = members.get("has_next_page_token").and_then(Value::as_bool) == Some(false);
        let token = members.remove("next_page_token").filter(|token| !ended && !token.is_null() && *token != "");
        let print = Some(hash_of(&rows));
        let rows = rows.into_iter().map(read).collect();
        Ok(Self { rows, total, next_page_token: token, envelope: members, print })
    }
}

impl<T> ListPage<T> {
    /// The same page, where its rows may look like those of another.
    pub(crate) fn may_repeat(mut self, may: bool) -> Self {
        self.print = self.print.filter(|_| !may);
        self
    }

    fn into_core(self) -> Page<T> {
        let page = Page::new(self.rows).total(self.total).next(self.next_page_token);
        match self.print {
            Some(print) => page.told_apart_by(&print),
            None => page,
        }
    }
}

/// Reads a list by `limit` and `start_at_index` to its end.
///
/// Pages may be short while the answers tell a total. Where they tell none, a page that is not full is the last.
pub(crate) fn by_offset<T, P>(limit: u32, start: u64, fetch: impl Fn(u64) -> P + Send + Sync + 'static) -> Pager<T>
where
    P: Future<Output = Result<ListPage<T>>> + Send + 'static,
{
    by_told_offset(limit, start, move |offset| {
        let page = fetch(offset);
        async move {
            let mut page = page.await?;
            let got = u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
            if page.total.is_none() && got < u64::from(limit) {
                page.total = Some(offset.saturating_add(got));
            }
            Ok(page)
        }
    })
}

/// Reads a list by `limit` and `start_at_index` until a page reaches the total, or is empty.
pub(crate) fn by_told_offset<T, P>(limit: u32, start: u64, fetch: impl Fn(u64) -> P + Send + Sync + 'static) -> Pager<T>
where
    P: Future<Output = Result<ListPage<T>>> + Send + 'static,
{
    Pager::by_told_offset(usize::try_from(limit).unwrap_or(usize::MAX), start, move |request| {
        let offset = match request {
            PageRequest::Offset(offset) => offset,
            _ => start,
        };
        let page = fetch(offset);
        async move { page.await.map(ListPage::into_core) }
    })
}

/// Reads a list by its tokens to its end.
pub(crate) fn by_token<T, P>(fetch: impl Fn(Option<Value>) -> P + Send + Sync + 'static) -> Pager<T>
where
    P: Future<Output = Result<ListPage<T>>> + Send + 'static,
{
    Pager::by_token(move |request| {
        let token = match request {
            PageRequest::Token(token) => token,
            _ => None,
        };
        let page = fetch(token);
        async move { page.await.map(ListPage::into_core) }
    })
}

/// The number of rows of a page, when it is set.
pub(crate) fn push_limit(params: &mut Params, limit: Option<u32>, most: u32) {
    if limit.is_some_and(|limit| !(1..=most).contains(&limit)) {
        params.refuse("limit", format!("must be 1 to {most}"));
    }
    params.push_some("limit", limit);
}

fn hash_of(rows: &[Value]) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    rows.hash(&mut hasher);
    hasher.finish()
}

impl<'de> Deserialize<'de> for Envelope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = match Value::deserialize(deserializer)? {
            Value::Array(rows) => return Ok(Self { members: Map::new(), rows }),
            Value::Object(members) => members,
            _ => return Err(serde::de::Error::custom("neither a list nor an object with one")),
        };
        match rows_of(&mut members) {
            Some(rows) => Ok(Self { members, rows }),
            None => Err(serde::de::Error::custom("no list in the member `data`")),
        }
    }
}

/// The lists that are known to stand within `data`.
const LISTS: [&str; 2] = ["groups", "users"];

/// Takes the rows out of an envelope.
fn rows_of(members: &mut Map<String, Value>) -> Option<Vec<Value>> {
    for name in ["data", "event_log"] {
        match members.get_mut(name) {
            Some(Value::Array(rows)) => {
                let rows = std::mem::take(rows);
                members.remove(name);
                return Some(rows);
            }
            Some(Value::Null) => return Some(Vec::new()),
            Some(Value::Object(inner)) => {
                let list = LISTS.iter().find(|name| inner.get(**name).is_some_and(Value::is_array));
                if let Some(Value::Array(rows)) = list.and_then(|name| inner.get_mut(*name)) {
                    return Some(std::mem::take(rows));
                }
                // One thing in place of a list of them: its own lists are no rows.
                if inner.contains_key("id") {
                    return members.remove(name).map(|thing| vec![thing]);
                }
                let mut lists = inner.values_mut().filter_map(Value::as_array_mut);
                return match (lists.next(), lists.next()) {
                    (Some(rows), None) => Some(std::mem::take(rows)),
                    _ => None,
                };
            }
            _ => {}
        }
    }
    None
}
