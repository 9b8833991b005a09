//! What can be said on the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use ticket_bridge::Phase;

/// Sets up, looks at and repairs a ticket-bridge.
///
/// Exit status: 0 when all is well; 1 when something is wrong, or left to be done; 2 when the command line is wrong.
#[derive(Debug, Parser)]
#[command(name = "ticket-bridge", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_long_help = JAPANESE)]
pub(crate) struct Cli {
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE", default_value = "ticket-bridge.toml")]
    pub(crate) config: PathBuf,
    /// Prints JSON, for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const JAPANESE: &str = "\
日本語
  init       設定ファイルの名前を ID にし、足りない属性と台帳を確認してから作成します
  check      設定の誤りをすべて一度に表示します。何も書き込みません
  plan       イベントで送られるリクエストを表示します。送信はしません
  adopt      すでにあるチケットを台帳に結び付けます
  tick       期限が来た処理を行います
  reconcile  前回から変更されたチケットを読みます
  list       人の判断が必要な記録を一覧にします（--all ですべて）
  show       記録を 1 件表示します
  replay     デッドレターを再試行します
  link       どのチケットかを人が決めます
  mute       検出結果を保留します。unmute で解除します
  export     すべての記録を JSON Lines で出力します
終了コード：0 正常、1 誤りまたは残りあり、2 コマンドラインの誤り";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Looks up the names of the configuration, and writes their ids into it
    ///
    /// Asks before it creates what is missing: text custom fields in Backlog, the ledger. Writes an example to fill in
    /// where there is no configuration yet. Ends with a check.
    Init(Init),
    /// Says everything that is wrong with the set-up at once, and changes nothing
    Check,
    /// Shows the exact requests that some events would cause, and sends none of them
    ///
    /// Reads the services and the ledger, and writes nothing. A text that differs in each run, such as the id of an
    /// attempt, is shown as a placeholder.
    Plan(Plan),
    /// Links all tickets that name a finding: before the first delivery, and after the ledger was lost
    Adopt(Flow),
    /// Does what is due
    Tick(Flow),
    /// Reads all tickets that were changed since the last time
    Reconcile(Flow),
    /// Lists records: those that need a person, unless told otherwise
    List(List),
    /// Shows one record
    Show(Show),
    /// Lets dead letters try again
    Replay(Replay),
    /// Says which ticket is a finding's
    Link(Link),
    /// Holds a finding back
    Mute(Mute),
    /// Lets a finding go again
    Unmute(Key),
    /// Writes all records as JSON lines, in the order of their keys
    Export(Export),
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Flow {
    /// Only this flow
    #[arg(long, value_name = "NAME")]
    pub(crate) flow: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Init {
    /// Prints an example of a configuration, and does nothing else
    #[arg(long)]
    pub(crate) print_example: bool,
    /// Creates what is missing without asking
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) yes: bool,
    /// Shows what would be created and written
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Plan {
    /// The events: one, a JSON list, or JSON lines. "-" reads the standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) events: PathBuf,
    #[command(flatten)]
    pub(crate) flow: Flow,
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only records in this phase; may be given several times
    #[arg(long, value_name = "PHASE", value_enum)]
    pub(crate) phase: Vec<PhaseName>,
    /// All records of findings
    #[arg(long, conflicts_with = "phase")]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) flow: Flow,
    /// So many records at most
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: u32,
}

/// A record is named by its key in the ledger, by the source's own key, or by its ticket.
#[derive(Args, Debug)]
pub(crate) struct Key {
    /// The key in the ledger (alerts:orca-12), the source's own (orca-12), or the ticket's (SEC-31)
    #[arg(value_name = "KEY")]
    pub(crate) key: String,
    #[command(flatten)]
    pub(crate) flow: Flow,
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) key: Key,
}

#[derive(Args, Debug)]
pub(crate) struct Replay {
    /// The records, by the same keys as in "show"
    #[arg(value_name = "KEY", required_unless_present = "all_dead_letters", conflicts_with = "all_dead_letters")]
    pub(crate) keys: Vec<String>,
    /// All dead letters
    #[arg(long)]
    pub(crate) all_dead_letters: bool,
    #[command(flatten)]
    pub(crate) flow: Flow,
}

#[derive(Args, Debug)]
pub(crate) struct Link {
    #[command(flatten)]
    pub(crate) key: Key,
    /// The ticket, such as SEC-31
    #[arg(value_name = "TICKET")]
    pub(crate) ticket: String,
}

#[derive(Args, Debug)]
pub(crate) struct Mute {
    #[command(flatten)]
    pub(crate) key: Key,
    /// Until when: 2026-12-31, 2026-12-31T18:00:00+09:00, or from now on, as in 12h or 90d
    #[arg(long, value_name = "TIME")]
    pub(crate) until: String,
    /// Why; kept in the record
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
}

#[derive(Args, Debug)]
pub(crate) struct Export {
    /// Only records in this phase; may be given several times
    #[arg(long, value_name = "PHASE", value_enum)]
    pub(crate) phase: Vec<PhaseName>,
    /// Begins after this key: the last one of an export that was stopped
    #[arg(long, value_name = "KEY")]
    pub(crate) after: Option<String>,
    /// A new file, that only you can read. With --after: a file of before, that is continued
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// A phase of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum PhaseName {
    /// A person decides
    DeadLetter,
    /// A create whose effect is unknown
    InDoubt,
    /// To be done later
    Deferred,
    /// The ticket was deleted
    Orphaned,
    /// The ticket is being created
    Claimed,
    /// There is a ticket
    Linked,
    /// The ticket is closed
    Closed,
    /// No finding: what is known of a destination
    Place,
    /// Written by a newer version
    Unknown,
}

impl PhaseName {
    /// Those that need a person, or will if nothing happens.
    pub(crate) const OPEN: [Self; 3] = [Self::DeadLetter, Self::InDoubt, Self::Deferred];
    /// All phases of findings.
    pub(crate) const FINDINGS: [Self; 8] = [
        Self::DeadLetter,
        Self::InDoubt,
        Self::Deferred,
        Self::Orphaned,
        Self::Claimed,
        Self::Linked,
        Self::Closed,
        Self::Unknown,
    ];

    pub(crate) const fn phase(self) -> Phase {
        match self {
            Self::DeadLetter => Phase::DeadLetter,
            Self::InDoubt => Phase::InDoubt,
            Self::Deferred => Phase::Deferred,
            Self::Orphaned => Phase::Orphaned,
            Self::Claimed => Phase::Claimed,
            Self::Linked => Phase::Linked,
            Self::Closed => Phase::Closed,
            Self::Place => Phase::Place,
            Self::Unknown => Phase::Unknown,
        }
    }
}

/// The word for a phase, as the command line takes it.
pub(crate) const fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::DeadLetter => "dead_letter",
        Phase::InDoubt => "in_doubt",
        Phase::Deferred => "deferred",
        Phase::Orphaned => "orphaned",
        Phase::Claimed => "claimed",
        Phase::Linked => "linked",
        Phase::Closed => "closed",
        Phase::Place => "place",
        _ => "unknown",
    }
}
