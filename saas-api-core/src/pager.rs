//! Lists that come in pages.

use crate::error::{Error, ErrorKind, Result, Subject};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;

/// So many pages without a row, one after another, are no list any more.
const EMPTY_PAGES: u32 = 100;

/// What the next page is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageRequest {
    /// Rows from this one on, counted from 0.
    Offset(u64),
    /// Rows up to or from this id, which may be repeated; `None` from the list's end.
    Id(Option<u64>),
    /// The page that this token stands for, as the page before gave it; `None` for the first.
    Token(Option<Value>),
}

/// For client crates: a page of a list whose answers tell how it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// How many rows the whole list has, when the answer tells.
    pub total: Option<u64>,
    /// What stands for the next page, when there is one: any JSON but null. A page number is one too.
    pub next: Option<Value>,
    fingerprint: Option<u64>,
}

/// The direction of a list ordered by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a list has two directions")]
pub enum Order {
    /// Smallest first: the oldest.
    Ascending,
    /// Largest first: the newest.
    #[default]
    Descending,
}

/// A place in a list, to go on from later. Write it down as it is; give it back to the same list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position(Place);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    /// Rows before this one were delivered.
    Offset(u64),
    /// Rows up to this id were delivered.
    After(Option<u64>),
    /// Of the page that this token stands for, so many rows were delivered.
    Token { token: Option<Value>, row: usize },
}

type Fetched<T> = Pin<Box<dyn Future<Output = Result<Page<T>>> + Send>>;
type Fetch<T> = Box<dyn Fn(PageRequest) -> Fetched<T> + Send + Sync>;

/// Reads a list row by row, page by page.
///
/// A failed page is returned once, as an error; asking again goes on at the same place. [`position`](Self::position)
/// says where the next row stands, for another process to [`resume`](Self::resume).
///
/// A list by **offset** drifts while rows are added or removed: a row removed before the place hides another, an added
/// one repeats one. A list by **id** does not: each row that is there throughout comes exactly once, whether the API
/// repeats the bounding row or not. A list by **token** is as steady as the API makes it; a place within a page is that
/// page and a number of rows, so the page is read again.
///
/// A list that does not move on, because the same page or the same token comes again, is an error and never an endless
/// loop.
pub struct Pager<T> {
    fetch: Fetch<T>,
    by: By<T>,
    page_size: usize,
    buffer: VecDeque<T>,
    /// By token: of each page in the buffer the rows that are left, and the token after it.
    pages: VecDeque<(usize, Option<Value>)>,
    delivered: Place,
    fetched: Place,
    total: Option<u64>,
    /// The page before, and the tokens of all pages before.
    last: Option<u64>,
    asked: HashSet<u64>,
    empty: u32,
    ended: bool,
}

enum By<T> {
    /// Whether a page that is not full ends the list.
    Offset {
        short_ends: bool,
    },
    Id {
        order: Order,
        id_of: fn(&T) -> u64,
    },
    Token,
}

impl<T> Page<T> {
    /// A page that tells nothing beside its rows.
    pub const fn new(rows: Vec<T>) -> Self {
        Self { rows, total: None, next: None, fingerprint: None }
    }

    /// With the number of rows of the whole list, when the answer tells it.
    #[must_use]
    pub fn total(mut self, total: Option<u64>) -> Self {
        self.total = total;
        self
    }

    /// With the token of the next page, kept as it came. None and null: this is the last page.
    #[must_use]
    pub fn next(mut self, token: Option<Value>) -> Self {
        self.next = token.filter(|token| !token.is_null());
        self
    }

    /// With what tells its rows from those of other pages: the same twice, one after the other, is an error. Leave it out
    /// where different rows may look alike.
    #[must_use]
    pub fn told_apart_by(mut self, rows: &impl Hash) -> Self {
        self.fingerprint = Some(hash_of(rows));
        self
    }
}

impl<T> Pager<T> {
    /// For client crates: a list by offset, `page_size` rows a page. A page that is not full is the last.
    pub fn by_offset<F, P>(page_size: usize, start: u64, fetch: F) -> Self
    where
        F: Fn(PageRequest) -> P + Send + Sync + 'static,
        P: Future<Output = Result<Vec<T>>> + Send + 'static,
    {
        Self::new(By::Offset { short_ends: true }, page_size, Place::Offset(start), rows_alone(fetch))
    }

    /// For client crates: a list by offset whose pages may be short, or longer than asked, anywhere.
    ///
    /// It ends with a page that reaches the [total](Page::total), or with an empty one. A full page does not end it: a
    /// total may be the most that the API counts. A total need not come with each page.
    pub fn by_told_offset<F, P>(page_size: usize, start: u64, fetch: F) -> Self
    where
        F: Fn(PageRequest) -> P + Send + Sync + 'static,
        P: Future<Output = Result<Page<T>>> + Send + 'static,
    {
        let fetch: Fetch<T> = Box::new(move |request| Box::pin(fetch(request)));
        Self::new(By::Offset { short_ends: false }, page_size, Place::Offset(start), fetch)
    }

    /// For client crates: a list by id. `page_size` must be at least 2, for the bounding row may be repeated.
    pub fn by_id<F, P>(page_size: usize, order: Order, id_of: fn(&T) -> u64, fetch: F) -> Self
    where
        F: Fn(PageRequest) -> P + Send + Sync + 'static,
        P: Future<Output = Result<Vec<T>>> + Send + 'static,
    {
        Self::new(By::Id { order, id_of }, page_size, Place::After(None), rows_alone(fetch))
    }

    /// For client crates: a list by token. A page without a [next](Page::next) one is the last, however long it is.
    pub fn by_token<F, P>(fetch: F) -> Self
    where
        F: Fn(PageRequest) -> P + Send + Sync + 'static,
        P: Future<Output = Result<Page<T>>> + Send + 'static,
    {
        let fetch: Fetch<T> = Box::new(move |request| Box::pin(fetch(request)));
        Self::new(By::Token, 0, Place::Token { token: None, row: 0 }, fetch)
    }

    fn new(by: By<T>, page_size: usize, start: Place, fetch: Fetch<T>) -> Self {
        Self {
            fetch,
            by,
            page_size,
            buffer: VecDeque::new(),
            pages: VecDeque::new(),
            delivered: start.clone(),
            fetched: start,
            total: None,
            last: None,
            asked: HashSet::new(),
            empty: 0,
            ended: false,
        }
    }

    /// Goes on from a place that [`position`](Self::position) gave.
    ///
    /// # Errors
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) when the place is of another kind of list.
    pub fn resume(self, position: Position) -> Result<Self> {
        if std::mem::discriminant(&position.0) != std::mem::discriminant(&self.delivered) {
            return Err(Error::invalid_request("position", "is of another kind of list"));
        }
        Ok(Self::new(self.by, self.page_size, position.0, self.fetch))
    }

    /// The place after the last row that was delivered.
    pub fn position(&self) -> Position {
        Position(self.delivered.clone())
    }

    /// The next row; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        match self.fill(1).await {
            Err(error) => Some(Err(error)),
            Ok(()) => self.take().map(Ok),
        }
    }

    /// The next rows, at most so many.
    ///
    /// # Errors
    /// When a page fails. No row is lost, by an error or by dropping the future: they come when asked again.
    pub async fn try_collect(&mut self, limit: usize) -> Result<Vec<T>> {
        self.fill(limit).await?;
        let mut rows = Vec::with_capacity(limit.min(self.buffer.len()));
        while rows.len() < limit {
            let Some(row) = self.take() else { break };
            rows.push(row);
        }
        Ok(rows)
    }

    /// Reads pages until so many rows are there, or the list ends.
    async fn fill(&mut self, rows: usize) -> Result<()> {
        while self.buffer.len() < rows && !self.ended {
            self.turn().await?;
        }
        Ok(())
    }

    /// Hands out one row that was read.
    fn take(&mut self) -> Option<T> {
        let delivered = self.buffer.pop_front()?;
        match (&mut self.delivered, &self.by) {
            (Place::Offset(offset), _) => *offset = offset.saturating_add(1),
            (Place::After(id), By::Id { id_of, .. }) => *id = Some(id_of(&delivered)),
            (Place::Token { row, .. }, _) => {
                *row = row.saturating_add(1);
                self.leave_page();
            }
            (Place::After(_), By::Offset { .. } | By::Token) => {}
        }
        Some(delivered)
    }

    /// One row of the first page in the buffer is gone: was it the last, the place is the next page.
    fn leave_page(&mut self) {
        let Some((left, next)) = self.pages.front_mut() else { return };
        *left = left.saturating_sub(1);
        if *left == 0 {
            if let Some(token) = next.take() {
                self.delivered = Place::Token { token: Some(token), row: 0 };
            }
            self.pages.pop_front();
        }
    }

    async fn turn(&mut self) -> Result<()> {
        let request = match &self.fetched {
            Place::Offset(offset) => PageRequest::Offset(*offset),
            Place::After(id) => PageRequest::Id(*id),
            Place::Token { token: Some(token), .. } if self.asked.contains(&hash_of(token)) => {
                return Err(stuck("the token of a page before came again"));
            }
            Place::Token { token, .. } => PageRequest::Token(token.clone()),
        };
        let page = (self.fetch)(request).await?;
        if page.fingerprint.is_some() && page.fingerprint == self.last && !page.rows.is_empty() {
            return Err(stuck("the same page came twice"));
        }
        self.last = page.fingerprint;
        self.total = page.total.or(self.total);
        match (&self.by, &self.fetched) {
            (By::Offset { short_ends }, Place::Offset(offset)) => {
                let got = page.rows.len();
                let reached = offset.saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
                let is_short = got < self.page_size && *short_ends;
                let is_all = got != self.page_size && self.total.is_some_and(|total| reached >= total);
                self.ended = got == 0 || is_short || is_all;
                self.fetched = Place::Offset(reached);
                self.buffer.extend(page.rows);
            }
            (By::Id { order, id_of }, Place::After(bound)) => {
                let (order, id_of, bound, mut rows) = (*order, *id_of, *bound, page.rows);
                let is_short = rows.len() < self.page_size;
                rows.sort_by_key(id_of);
                rows.dedup_by_key(|row| id_of(row));
                if order == Order::Descending {
                    rows.reverse();
                }
                rows.retain(|row| bound.is_none_or(|bound| order.is_beyond(id_of(row), bound)));
                // A page that brings no new row: the end, however long it is.
                self.ended = is_short || rows.is_empty();
                if let Some(last) = rows.last() {
                    self.fetched = Place::After(Some(id_of(last)));
                }
                self.buffer.extend(rows);
            }
            (By::Token, Place::Token { token, row }) => {
                self.asked.extend(token.as_ref().map(hash_of));
                let skip = *row;
                self.append(page, skip)?;
            }
            // `resume` lets no place of another kind in.
            (By::Offset { .. } | By::Id { .. } | By::Token, _) => self.ended = true,
        }
        Ok(())
    }

    /// A page by token, less the rows that were delivered before.
    fn append(&mut self, page: Page<T>, skip: usize) -> Result<()> {
        self.empty = if page.rows.is_empty() { self.empty.saturating_add(1) } else { 0 };
        let rows = page.rows.into_iter().skip(skip);
        let left = rows.len();
        self.buffer.extend(rows);
        self.ended = page.next.is_none();
        if let Some(token) = &page.next {
            self.fetched = Place::Token { token: Some(token.clone()), row: 0 };
        }
        match (left, self.pages.back_mut()) {
            (0, None) if !self.ended => self.delivered = self.fetched.clone(),
            (0, None) => {}
            (0, Some((_left, next))) => *next = page.next,
            (_, _) => self.pages.push_back((left, page.next)),
        }
        if self.empty >= EMPTY_PAGES && !self.ended {
            self.empty = 0;
            return Err(stuck("page after page holds no row"));
        }
        Ok(())
    }
}

/// A fetch that gives rows alone, as one that gives pages.
fn rows_alone<T, F, P>(fetch: F) -> Fetch<T>
where
    F: Fn(PageRequest) -> P + Send + Sync + 'static,
    P: Future<Output = Result<Vec<T>>> + Send + 'static,
{
    Box::new(move |request| {
        let rows = fetch(request);
        Box::pin(async move { rows.await.map(Page::new) })
    })
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn stuck(how: &'static str) -> Error {
    Error::new(ErrorKind::Decode, Subject::default()).detail(format!("the list does not move on: {how}"))
}

impl Order {
    /// The value that APIs use: `asc` or `desc`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }

    fn is_beyond(self, id: u64, bound: u64) -> bool {
        match self {
            Self::Ascending => id > bound,
            Self::Descending => id < bound,
        }
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<T> fmt::Debug for Pager<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("position", &self.delivered)
            .field("buffered", &self.buffer.len())
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "stream")]
mod stream {
    use super::Pager;
    use crate::error::Result;
    use futures_core::Stream;
    use std::fmt;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    type Step<T> = Pin<Box<dyn Future<Output = (Pager<T>, Option<Result<T>>)> + Send>>;

    /// A pager as a stream of rows.
    pub(super) struct PagerStream<T>(Option<Step<T>>);

    impl<T: Send + 'static> Pager<T> {
        /// The rows as a stream. It ends after an error: to go on, keep the pager and use `next`.
        #[cfg_attr(docsrs, doc(cfg(feature = "stream")))]
        pub fn into_stream(self) -> impl Stream<Item = Result<T>> + Send + Unpin {
            PagerStream(Some(step(self)))
        }
    }

    fn step<T: Send + 'static>(mut pager: Pager<T>) -> Step<T> {
        Box::pin(async move {
            let row = pager.next().await;
            (pager, row)
        })
    }

    impl<T: Send + 'static> Stream for PagerStream<T> {
        type Item = Result<T>;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
            let Some(running) = &mut self.0 else {
                return Poll::Ready(None);
            };
            let (pager, row) = ready!(running.as_mut().poll(cx));
            self.0 = matches!(row, Some(Ok(_))).then(|| step(pager));
            Poll::Ready(row)
        }
    }

    impl<T> fmt::Debug for PagerStream<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct("PagerStream").field("ended", &self.0.is_none()).finish()
        }
    }
}
