//! The reader without its calls: pages in, rows and a position out.

use super::memory::Key;
use super::position::{FeedPosition, Sweep};
use super::source::{Source, Span};
use crate::model::Alert;
use crate::page::Entry;
use saas_api_core::Timestamp;
use serde_json::Value;
use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

/// So many times the same rows in pages of different places are no coincidence.
const SAME_PAGES: u32 = 5;

/// The fewest rows of a page that may be asked for.
pub(super) const SMALLEST: u64 = 20;

#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) source: Source,
    pub(super) overlap: Duration,
    pub(super) remember: usize,
    pub(super) page_size: u32,
}

/// A row, and what tells it from others.
#[derive(Clone, Debug)]
pub(super) struct Row {
    key: Key,
    entry: Entry<Alert>,
}

/// What to ask for next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) floor: SystemTime,
    pub(super) span: Span,
    pub(super) page_size: u32,
    how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// From before the rows that were read last: it must begin with one of them.
    Joining,
    /// From right after them: the page before had nothing more, which an empty one confirms.
    Confirming,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) rows: Vec<Row>,
    pub(super) total: Option<u64>,
    /// When it was made, by the server's clock.
    pub(super) at: SystemTime,
}

#[derive(Debug)]
pub(super) struct Reader {
    pub(super) position: FeedPosition,
    pub(super) settings: Settings,
    /// Rows of the last page that were not looked at yet.
    rows: VecDeque<Row>,
    /// How many rows before the place the next page starts, at least.
    back: u64,
    /// The last page had nothing beyond what was read.
    confirms: bool,
    /// The most rows that the server was seen to give, when it gives fewer than asked.
    most: Option<u64>,
    /// The sweep needs no more pages.
    read_all: bool,
    /// Rows came sorted so far, where they should.
    sorted: bool,
    /// The last page: its place, its rows, and how often these came from different places.
    last: Option<(u64, Vec<Key>, u32)>,
    /// Pages in a row that brought nothing that this sweep had not met.
    barren: usize,
}

impl Reader {
    pub(super) fn new(position: FeedPosition) -> Self {
        let settings = Settings {
            source: Source::ServingLayer,
            overlap: Duration::from_secs(15 * 60),
            remember: 5_000,
            page_size: 100,
        };
        Self {
            position,
            settings,
            rows: VecDeque::new(),
            back: 1,
            confirms: false,
            most: None,
            read_all: false,
            sorted: true,
            last: None,
            barren: 0,
        }
    }

    /// Whether all rows of the sweep were given.
    pub(super) fn is_over(&self) -> bool {
        self.read_all && self.rows.is_empty()
    }

    pub(super) fn window(&self) -> Window {
        let most = self.most.unwrap_or(u64::from(self.settings.page_size));
        let offset = self.position.sweep.as_ref().map_or(0, |sweep| sweep.offset);
        let floor = self.position.sweep.as_ref().map_or_else(|| self.floor(), |sweep| sweep.floor);
        let joining = if self.confirms { None } else { self.settings.source.joining(offset, self.back, most) };
        let (span, how) = match joining {
            _ if offset == 0 => (Span { start: 0, limit: most }, How::Joining),
            Some(span) => (span, How::Joining),
            None => (self.settings.source.exactly(offset, most), How::Confirming),
        };
        Window { floor, span, page_size: self.settings.page_size, how }
    }

    /// Takes an answer. Nothing of it is passed until [`take`](Self::take) gives it.
    pub(super) fn accept(&mut self, window: &Window, page: Page) -> Result<(), &'static str> {
        let started = Sweep { floor: window.floor, began: page.at, offset: 0, top: None };
        let offset = self.position.sweep.get_or_insert(started).offset;
        self.position.source = Some(self.settings.source);
        let (start, count) = (window.span.start, u64::try_from(page.rows.len()).unwrap_or(u64::MAX));
        let reached = start.saturating_add(count);
        let first = page.rows.first().map(|row| &row.key);
        if start > 0 && window.how == How::Joining && !first.is_some_and(|key| self.joins(key)) {
            // Rows were pulled past the border: look further back, in the end from the top.
            self.back = self.back.saturating_mul(2).min(offset);
            return Ok(());
        }
        self.guard(&window.span, &page.rows)?;

        // Only where the first row is the very one that was read there, places and the total are of one mind.
        let is_in_place =
            start == 0 || offset.checked_sub(start).and_then(|ago| self.position.memory.met_ago(ago)) == first;
        let is_full = count >= window.span.limit;
        let is_all = is_in_place && !is_full && page.total.is_some_and(|total| reached >= total);
        let moved = reached > offset || self.back > 1;
        let most = self.most;
        // The server gives fewer rows than asked, and may count its pages by that: only smaller windows have a sure place.
        let is_less = self.settings.source == Source::Automation && !is_full && !is_all && count >= 2;
        if is_less && (count >= SMALLEST || !is_in_place || !moved) {
            let given = if moved { count.max(SMALLEST) } else { count };
            self.most = Some(self.most.map_or(given, |most| most.min(given)));
        }
        match window.how {
            _ if is_all || (start == 0 && count == 0) => self.read_all = true,
            How::Confirming => self.read_all = count == 0,
            How::Joining if moved => {}
            How::Joining if is_less && most != self.most => {}
            How::Joining => self.confirms = true,
        }
        if window.how == How::Confirming {
            self.confirms = false;
        }
        self.back = 1;
        if let Some(sweep) = &mut self.position.sweep {
            sweep.offset = start.min(offset);
        }
        self.rows = page.rows.into();
        self.stop_at(window.floor);
        Ok(())
    }

    /// The next row that is new.
    pub(super) fn take(&mut self) -> Option<Entry<Alert>> {
        while let Some(row) = self.rows.pop_front() {
            let sweep = self.position.sweep.as_mut()?;
            sweep.offset = sweep.offset.saturating_add(1);
            let is_wanted = row.key.at.is_none_or(|at| at >= sweep.floor);
            if is_wanted {
                sweep.top = sweep.top.max(row.key.at);
            }
            // Where the next sweep will start: a `last_sync` in the future moves nothing.
            let reached = sweep.top.map(|top| top.min(sweep.began)).max(self.position.watermark);
            let edge = reached.and_then(|reached| reached.checked_sub(self.settings.overlap));
            let is_new = self.position.memory.meet(row.key);
            self.position.memory.trim(self.memory_size(), edge);
            if is_wanted && is_new {
                return Some(row.entry);
            }
        }
        None
    }

    /// Ends the sweep: now the watermark moves.
    pub(super) fn finish(&mut self) {
        if let Some(sweep) = self.position.sweep.take() {
            let reached = sweep.top.map(|top| top.min(sweep.began));
            self.position.watermark = self.position.watermark.max(reached);
        }
        let floor = self.floor();
        self.position.memory.end_sweep(floor);
        let position = std::mem::replace(&mut self.position, FeedPosition::start_at(floor));
        *self = Self { settings: self.settings, ..Self::new(position) };
    }

    /// Where a sweep that starts now reads from.
    fn floor(&self) -> SystemTime {
        let below = |watermark: SystemTime| watermark.checked_sub(self.settings.overlap);
        self.position.watermark.and_then(below).map_or(self.position.start, |floor| floor.max(self.position.start))
    }

    /// Whether nothing that this sweep has not read can stand before a page that begins with this row.
    fn joins(&self, first: &Key) -> bool {
        let memory = &self.position.memory;
        let is_newer = || first.at.zip(memory.last_moment()).is_some_and(|(first, last)| first > last);
        memory.has_met(first) || (self.settings.source.is_newest_first() && self.sorted && is_newer())
    }

    /// Where the newest come first, nothing below the floor is read.
    fn stop_at(&mut self, floor: SystemTime) {
        if !self.settings.source.is_newest_first() {
            return;
        }
        let moments = || self.rows.iter().filter_map(|row| row.key.at);
        self.sorted &= moments().is_sorted_by(|newer, older| newer >= older);
        let below = self.rows.iter().position(|row| row.key.at.is_some_and(|at| at < floor));
        if let Some(below) = below.filter(|_| self.sorted) {
            self.rows.truncate(below);
            self.read_all = true;
        }
    }

    /// Finds a list that goes round.
    fn guard(&mut self, span: &Span, rows: &[Row]) -> Result<(), &'static str> {
        let keys: Vec<Key> = rows.iter().map(|row| row.key.clone()).collect();
        let is_barren = !keys.is_empty() && keys.iter().all(|key| self.position.memory.has_met(key));
        self.barren = if is_barren { self.barren.saturating_add(1) } else { 0 };
        // A page that is not full may well come again: the rows after it are not shown.
        let is_full = !keys.is_empty() && u64::try_from(keys.len()).is_ok_and(|count| count >= span.limit);
        let times = match &self.last {
            Some((start, last, times)) if is_full && (last.starts_with(&keys) || keys.starts_with(last)) => {
                times.saturating_add(u32::from(*start != span.start))
            }
            _ => 1,
        };
        self.last = Some((span.start, keys, times));
        let most = self.position.memory.len().saturating_add(100);
        if times >= SAME_PAGES || self.barren > most {
            self.last = None;
            self.barren = 0;
            return Err("the same page came again and again");
        }
        Ok(())
    }

    fn memory_size(&self) -> usize {
        let pages = usize::try_from(self.settings.page_size).unwrap_or(usize::MAX).saturating_mul(2);
        self.settings.remember.max(pages).max(1_000)
    }
}

impl Row {
    pub(super) fn new(entry: Entry<Alert>) -> Self {
        let (id, at, raw) = match &entry {
            Entry::Read(alert) => (alert.id().to_string(), last_sync(alert), alert.raw()),
            Entry::Unreadable(row) => (String::new(), None, row.raw()),
        };
        let print = if at.is_some() { 0 } else { print_of(raw) };
        // What has no id is told apart by what it holds alone.
        let id = if id.is_empty() { format!("{print:016x}") } else { id };
        Self { key: Key { at, id, print }, entry }
    }
}

/// When the row was written. The older document is not known to tell it.
fn last_sync(alert: &Alert) -> Option<SystemTime> {
    match alert {
        Alert::Row(row) => row.last_sync.as_ref()?.to_system_time(),
        Alert::Legacy(alert) => {
            let raw = alert.raw();
            let told = raw.get("last_sync").or_else(|| raw.get("state")?.get("last_sync"));
            told?.as_str()?.parse::<Timestamp>().ok()?.to_system_time()
        }
    }
}

/// FNV-1a: the same number in every release, for it is written down.
fn print_of(raw: &Value) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    raw.to_string().bytes().fold(0xcbf2_9ce4_8422_2325, step)
}
