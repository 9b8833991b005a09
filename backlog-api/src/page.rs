//! What the paged lists share.

use saas_api_core::{Order, PageRequest, Params};

/// Rows per page of a full scan: the most that the API gives.
pub(crate) const FULL_PAGE: u8 = 100;

/// The number of rows of a page, when it is set.
pub(crate) fn push_count(params: &mut Params, count: Option<u8>) {
    if count.is_some_and(|count| !(1..=100).contains(&count)) {
        params.refuse("count", "must be 1 to 100");
    }
    params.push_some("count", count);
}

/// The rows of a page of a full scan by id. At least two: the bounding row may come again.
pub(crate) fn scan_count(count: Option<u8>) -> u8 {
    match count {
        None => FULL_PAGE,
        Some(1) => 2,
        Some(count) => count,
    }
}

/// Moves the bounds of a list by id on to the next page.
///
/// Whether `minId` and `maxId` include the bound is not documented: the last id itself is right under both readings, and
/// the pager drops the row that comes again.
pub(crate) fn advance<I: From<u64>>(page: PageRequest, order: Order, min_id: &mut Option<I>, max_id: &mut Option<I>) {
    if let PageRequest::Id(Some(last)) = page {
        match order {
            Order::Ascending => *min_id = Some(last.into()),
            Order::Descending => *max_id = Some(last.into()),
        }
    }
}
