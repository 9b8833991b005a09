//! What is printed: lines and tables for people, JSON for programs. Nothing of it is live on a terminal.

use crate::text::{cut, inert, inert_lines, json_pretty, width};
use serde::Serialize;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use terminal_size::{Width, terminal_size_of};

/// The standard output.
#[derive(Debug)]
pub(crate) struct Output {
    is_json: bool,
    /// How many columns there are. `None`: nothing need be cut.
    columns: Option<usize>,
}

/// Rows under a head.
#[derive(Debug)]
pub(crate) struct Table<const N: usize> {
    head: [&'static str; N],
    rows: Vec<[String; N]>,
    /// Columns that may be cut, by their number.
    may_be_cut: &'static [usize],
}

/// Columns that are cut keep so much.
const LEAST: usize = 8;

/// Between two columns.
const GAP: &str = "  ";

impl Output {
    pub(crate) fn new(is_json: bool) -> Self {
        let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let stdout = io::stdout();
        let seen = || terminal_size_of(&stdout).map(|(Width(columns), _)| usize::from(columns));
        let columns = asked.or_else(|| seen().filter(|_| stdout.is_terminal()));
        Self { is_json, columns }
    }

    /// A line for people.
    pub(crate) fn line(&self, line: impl AsRef<str>) -> io::Result<()> {
        if self.is_json { Ok(()) } else { write_out(format!("{}\n", inert(line.as_ref()).trim_end()).as_bytes()) }
    }

    /// A text of several lines for people, each behind some blanks.
    pub(crate) fn lines(&self, indent: usize, text: &str) -> io::Result<()> {
        inert_lines(text).into_iter().try_for_each(|line| self.line(format!("{:indent$}{line}", "")))
    }

    /// Names and values for people. Those without a value are left out.
    pub(crate) fn pairs(&self, pairs: &[(&str, String)]) -> io::Result<()> {
        let widest = pairs.iter().map(|(name, _)| width(name)).max().unwrap_or_default();
        let filled = pairs.iter().filter(|(_, value)| !value.is_empty());
        filled.into_iter().try_for_each(|(name, value)| self.line(format!("{name:widest$}{GAP}{}", inert(value))))
    }

    /// A table for people.
    pub(crate) fn table<const N: usize>(&self, table: &Table<N>) -> io::Result<()> {
        table.lines(self.columns).into_iter().try_for_each(|line| self.line(line))
    }

    /// A value for programs.
    pub(crate) fn json(&self, value: &impl Serialize) -> io::Result<()> {
        if self.is_json { write_out(&json_pretty(value)?) } else { Ok(()) }
    }

    /// Bytes that are inert already, whoever reads them.
    pub(crate) fn raw(bytes: &[u8]) -> io::Result<()> {
        write_out(bytes)
    }
}

fn write_out(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// What the parser of the command line says: help, or what is wrong, which quotes what was typed.
pub(crate) fn told(told: &clap::Error) -> ExitCode {
    let lines = inert_lines(&told.to_string());
    if told.use_stderr() {
        for line in &lines {
            say(line);
        }
    } else {
        // Where nobody reads it nothing need be said.
        _ = write_out(format!("{}\n", lines.join("\n")).as_bytes());
    }
    ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(1))
}

/// A line on the standard error. Where it cannot be written nothing can be said.
pub(crate) fn say(line: &str) {
    _ = writeln!(io::stderr(), "{}", inert(line));
}

impl<const N: usize> Table<N> {
    pub(crate) fn new(head: [&'static str; N], may_be_cut: &'static [usize]) -> Self {
        Self { head, rows: Vec::new(), may_be_cut }
    }

    /// Adds a row. Its texts may come from outside.
    pub(crate) fn row(&mut self, row: [String; N]) {
        self.rows.push(row.map(|text| inert(&text)));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn lines(&self, columns: Option<usize>) -> Vec<String> {
        let head = self.head.map(str::to_owned);
        let rows: Vec<&[String; N]> = std::iter::once(&head).chain(&self.rows).collect();
        let mut widths = [0; N];
        for row in &rows {
            for (widest, text) in widths.iter_mut().zip(row.iter()) {
                *widest = width(text).max(*widest);
            }
        }
        self.shrink(&mut widths, columns);
        rows.into_iter().map(|row| line(row, &widths)).collect()
    }

    /// Takes from the widest column that may be cut until all has room.
    fn shrink(&self, widths: &mut [usize; N], columns: Option<usize>) {
        let Some(columns) = columns else { return };
        loop {
            let gaps = GAP.len().saturating_mul(N.saturating_sub(1));
            if widths.iter().sum::<usize>().saturating_add(gaps) <= columns {
                return;
            }
            let widest = widths.iter_mut().enumerate().filter(|(index, _)| self.may_be_cut.contains(index));
            match widest.map(|(_, width)| width).max_by_key(|width| **width).filter(|width| **width > LEAST) {
                Some(width) => *width = width.saturating_sub(1),
                None => return,
            }
        }
    }
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (text, columns) in row.iter().zip(widths) {
        let text = cut(text, *columns);
        let blanks = columns.saturating_sub(width(&text));
        line.extend([&text, &" ".repeat(blanks), GAP]);
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table<3> {
        let mut table = Table::new(["KEY", "TITLE", "PROBLEM"], &[1, 2]);
        table.row(["a:1".into(), "公開されたバケットがあります".into(), "none".into()]);
        table.row(["a:22".into(), "short\u{1b}[2J".into(), "several open tickets name it".into()]);
        table
    }

    #[test]
    fn columns_stand_below_each_other_whatever_the_writing() {
        assert_eq!(
            table().lines(None),
            [
                "KEY   TITLE                         PROBLEM",
                "a:1   公開されたバケットがあります  none",
                "a:22  short\\u{1b}[2J                several open tickets name it",
            ]
        );
    }

    #[test]
    fn a_narrow_terminal_cuts_what_may_be_cut() {
        let lines = table().lines(Some(40));
        assert_eq!(
            lines,
            [
                "KEY   TITLE             PROBLEM",
                "a:1   公開されたバケ…   none",
                "a:22  short\\u{1b}[2J    several open ti…"
            ]
            .map(str::to_owned)
        );
        assert!(lines.iter().all(|line| width(line) <= 40));
        // The least stays.
        assert!(table().lines(Some(3)).iter().any(|line| line.contains("several…")));
    }
}
