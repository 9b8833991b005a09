//! Lists that come in pages.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;

/// What the next page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageRequest {
    /// Rows from this one on, counted from 0.
    Offset(u64),
    /// Rows up to or from this id, which may be repeated; `None` from the list's end.
    Id(Option<u64>),
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position(Place);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    /// Rows before this one were delivered.
    Offset(u64),
    /// Rows up to this id were delivered.
    After(Option<u64>),
}

type Page<T> = Pin<Box<dyn Future<Output = Result<Vec<T>>> + Send>>;
type Fetch<T> = Box<dyn Fn(PageRequest) -> Page<T> + Send + Sync>;

/// Reads a list row by row, page by page.
///
/// A failed page is returned once, as an error; asking again goes on at the same place. [`position`](Self::position)
/// says where the next row stands, for another process to [`resume`](Self::resume).
///
/// A list by **offset** drifts while rows are added or removed: a row removed before the place hides another, an added
/// one repeats one. A list by **id** does not: each row that is there throughout comes exactly once, whether the API
/// repeats the bounding row or not.
pub struct Pager<T> {
    fetch: Fetch<T>,
    by: By<T>,
    page_size: usize,
    buffer: VecDeque<T>,
    delivered: Place,
    fetched: Place,
    ended: bool,
}

enum By<T> {
    Offset,
    Id { order: Order, id_of: fn(&T) -> u64 },
}

impl<T> Pager<T> {
    /// For client crates: a list by offset, `page_size` rows a page.
    pub fn by_offset<F, P>(page_size: usize, start: u64, fetch: F) -> Self
    where
        F: Fn(PageRequest) -> P + Send + Sync + 'static,
        P: Future<Output = Result<Vec<T>>> + Send + 'static,
    {
        Self::new(By::Offset, page_size, Place::Offset(start), fetch)
    }

    /// For client crates: a list by id. `page_size` must be at least 2, for the bounding row may be repeated.
    pub fn by_id<F, P>(page_size: usize, order: Order, id_of: fn(&T) -> u64, fetch: F) -> Self
    where
        F: Fn(PageRequest) -> P + Send + Sync + 'static,
        P: Future<Output = Result<Vec<T>>> + Send + 'static,
    {
        Self::new(By::Id { order, id_of }, page_size, Place::After(None), fetch)
    }

    fn new<F, P>(by: By<T>, page_size: usize, start: Place, fetch: F) -> Self
    where
        F: Fn(PageRequest) -> P + Send + Sync + 'static,
        P: Future<Output = Result<Vec<T>>> + Send + 'static,
    {
        let fetch: Fetch<T> = Box::new(move |request| Box::pin(fetch(request)));
        Self { fetch, by, page_size, buffer: VecDeque::new(), delivered: start, fetched: start, ended: false }
    }

    /// Goes on from a place that [`position`](Self::position) gave.
    ///
    /// # Errors
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) when the place is of another kind of list.
    pub fn resume(mut self, position: Position) -> Result<Self> {
        if std::mem::discriminant(&position.0) != std::mem::discriminant(&self.delivered) {
            return Err(Error::invalid_request("position", "is of another kind of list"));
        }
        self.delivered = position.0;
        self.fetched = position.0;
        self.buffer.clear();
        self.ended = false;
        Ok(self)
    }

    /// The place after the last row that was delivered.
    pub fn position(&self) -> Position {
        Position(self.delivered)
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
        let row = self.buffer.pop_front()?;
        self.delivered = match (&self.by, self.delivered) {
            (By::Id { id_of, .. }, _) => Place::After(Some(id_of(&row))),
            (By::Offset, Place::Offset(offset)) => Place::Offset(offset.saturating_add(1)),
            (By::Offset, place @ Place::After(_)) => place,
        };
        Some(row)
    }

    async fn turn(&mut self) -> Result<()> {
        let request = match self.fetched {
            Place::Offset(offset) => PageRequest::Offset(offset),
            Place::After(id) => PageRequest::Id(id),
        };
        let mut rows = (self.fetch)(request).await?;
        self.ended = rows.is_empty() || rows.len() < self.page_size;
        match (&self.by, self.fetched) {
            (By::Offset, Place::Offset(offset)) => {
                self.fetched = Place::Offset(offset.saturating_add(u64::try_from(rows.len()).unwrap_or(u64::MAX)));
            }
            (By::Id { order, id_of }, Place::After(bound)) => {
                rows.sort_by_key(id_of);
                rows.dedup_by_key(|row| id_of(row));
                if *order == Order::Descending {
                    rows.reverse();
                }
                rows.retain(|row| bound.is_none_or(|bound| order.is_beyond(id_of(row), bound)));
                match rows.last() {
                    Some(last) => self.fetched = Place::After(Some(id_of(last))),
                    // A page that brings no new row: the end, however long it is.
                    None => self.ended = true,
                }
            }
            (By::Offset, Place::After(_)) | (By::Id { .. }, Place::Offset(_)) => self.ended = true,
        }
        self.buffer.extend(rows);
        Ok(())
    }
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
