//! What the paged lists share.

use saas_api_core::{Order, PageRequest, Pager, Params, Result};

/// Rows per page of a full scan: the most that the API gives.
pub(crate) const FULL_PAGE: u8 = 100;

/// The number of rows of a page, when it is set.
pub(crate) fn push_count(params: &mut Params, count: Option<u8>) {
    if count.is_some_and(|count| !(1..=100).contains(&count)) {
        params.refuse("count", "must be 1 to 100");
    }
    params.push_some("count", count);
}

/// The place of a full scan by id, for the next page's request.
#[derive(Clone, Copy)]
pub(crate) struct Scan {
    /// Rows per page.
    pub(crate) count: u8,
    order: Order,
    last: Option<u64>,
}

impl Scan {
    /// Moves the bounds on. Whether `minId` and `maxId` include the bound is not documented: the last id itself is right
    /// under both readings, and the pager drops the row that comes again.
    pub(crate) fn advance<I: From<u64>>(self, min_id: &mut Option<I>, max_id: &mut Option<I>) {
        if let Some(last) = self.last {
            match self.order {
                Order::Ascending => *min_id = Some(last.into()),
                Order::Descending => *max_id = Some(last.into()),
            }
        }
    }
}

/// Reads a list by id to its end. A page has at least two rows: the bounding one may come again.
pub(crate) fn scan_by_id<T, P>(
    count: Option<u8>,
    order: Option<Order>,
    id_of: fn(&T) -> u64,
    fetch: impl Fn(Scan) -> P + Send + Sync + 'static,
) -> Pager<T>
where
    P: Future<Output = Result<Vec<T>>> + Send + 'static,
{
    let count = match count {
        None => FULL_PAGE,
        Some(1) => 2,
        Some(count) => count,
    };
    let order = order.unwrap_or_default();
    Pager::by_id(count.into(), order, id_of, move |page| {
        let last = match page {
            PageRequest::Id(id) => id,
            _ => None,
        };
        fetch(Scan { count, order, last })
    })
}
