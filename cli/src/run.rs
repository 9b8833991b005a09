//! From the command line to its command.

use crate::args::{Cli, Command, Key, Replay};
use crate::commands::{check, export, init, list, operate, plan, rounds, show};
use crate::events;
use crate::failure::{Ended, Failure};
use crate::find::{FlowName, find};
use crate::output::Output;
use crate::progress::Progress;
use crate::records::Records;
use crate::setup::{Setup, chosen};
use crate::stop::{Stop, StoppingLedger};
use crate::until::until;
use std::sync::Arc;
use std::time::SystemTime;
use ticket_bridge::{Ledger, Moment, Mute, Phase, Record};
use ticket_bridge_config::Bridges;

pub(crate) async fn run(cli: &Cli) -> Result<Ended, Failure> {
    let output = Output::new(cli.json);
    match &cli.command {
        Command::Init(args) => return init::run(args, &cli.config, &output).await,
        Command::Check => return check::run(&cli.config, &output).await,
        _ => {}
    }
    let setup = Setup::read(&cli.config)?;
    match &cli.command {
        Command::Init(_) | Command::Check => Ok(Ended::Well),
        Command::Plan(args) => {
            let flows = setup.flows(args.flow.flow.as_deref())?;
            let events = events::read(&args.events)?;
            let (bridges, withheld) = setup.read_only(setup.place().await?.open_to_plan().await?).await?;
            plan::run(&events, &chosen(&bridges, &flows), &withheld, &output).await
        }
        Command::Adopt(args) => {
            let round = Round::begin(&setup, args.flow.as_deref(), "tickets looked at").await?;
            rounds::adopt(&round.flows(), &round.stop, &output).await
        }
        Command::Tick(args) => {
            let round = Round::begin(&setup, args.flow.as_deref(), "records woken").await?;
            rounds::tick(&round.flows(), &round.stop, &output).await
        }
        Command::Reconcile(args) => {
            let round = Round::begin(&setup, args.flow.as_deref(), "tickets looked at").await?;
            rounds::reconcile(&round.flows(), &round.stop, &output).await
        }
        Command::List(args) => {
            let flows = setup.flows(args.flow.flow.as_deref())?;
            // With one flow only: input that could not be read is of its destination.
            let destination = flows.first().map(|flow| flow.destination.as_str());
            let ledger = setup.place().await?.open().await?;
            list::run(args, destination, &*ledger, now(), &output).await
        }
        Command::Show(args) => {
            let (_, _, record) = named(&setup, &args.key).await?;
            show::run(&record, &output)
        }
        Command::Export(args) => {
            let ledger = setup.place().await?.open().await?;
            export::run(args, &*ledger, &Stop::on_ctrl_c()).await
        }
        Command::Replay(args) => replayed(&setup, args, &output).await,
        Command::Link(args) => {
            let (flows, ledger, record) = named(&setup, &args.key).await?;
            let bridges = setup.bridges(ledger).await?;
            operate::link(&record, &args.ticket, &chosen(&bridges, &flows), &output).await
        }
        Command::Mute(args) => {
            let until = until(&args.until, now())?;
            let (flows, ledger, record) = named(&setup, &args.key).await?;
            let bridges = setup.bridges(ledger).await?;
            operate::mute(&record, Mute::new(until, &args.reason), &chosen(&bridges, &flows), &output).await
        }
        Command::Unmute(key) => {
            let (flows, ledger, record) = named(&setup, key).await?;
            let bridges = setup.bridges(ledger).await?;
            operate::unmute(&record, &chosen(&bridges, &flows), &output).await
        }
    }
}

fn now() -> Moment {
    SystemTime::now().into()
}

/// The flows that were asked for, the ledger, and the record that a key names.
async fn named(setup: &Setup, key: &Key) -> Result<(Vec<FlowName>, Arc<dyn Ledger>, Record), Failure> {
    let flows = setup.flows(key.flow.flow.as_deref())?;
    let ledger = setup.place().await?.open().await?;
    let record = find(&key.key, &flows, &*ledger, setup).await?;
    Ok((flows, ledger, record))
}

async fn replayed(setup: &Setup, args: &Replay, output: &Output) -> Result<Ended, Failure> {
    let flows = setup.flows(args.flow.flow.as_deref())?;
    let ledger = setup.place().await?.open().await?;
    let mut records = Vec::new();
    for key in &args.keys {
        records.push(find(key, &flows, &*ledger, setup).await?);
    }
    if args.all_dead_letters {
        let destination = flows.first().map(|flow| flow.destination.as_str());
        let mut dead = Records::new(&*ledger, [Phase::DeadLetter], None);
        while let Some(record) = dead.next().await? {
            if list::is_of_flow(&record, args.flow.flow.as_deref(), destination) {
                records.push(record);
            }
        }
    }
    let bridges = setup.bridges(ledger).await?;
    Box::pin(operate::replay(records, &chosen(&bridges, &flows), &Stop::on_ctrl_c(), output)).await
}

/// Work over many records, that Ctrl-C stops between two of them.
struct Round {
    bridges: Bridges,
    asked: Vec<FlowName>,
    stop: Stop,
}

impl Round {
    async fn begin(setup: &Setup, flow: Option<&str>, what: &'static str) -> Result<Self, Failure> {
        let asked = setup.flows(flow)?;
        let ledger = setup.place().await?.open().await?;
        let stop = Stop::on_ctrl_c();
        let ledger = Arc::new(StoppingLedger::new(ledger, stop.clone()));
        let progress = Progress::shared(what);
        let bridges = setup.bridges(ledger).await?;
        let bridges = bridges.customize(|_, bridge| bridge.watch(Arc::clone(&progress) as _));
        Ok(Self { bridges, asked, stop })
    }

    fn flows(&self) -> Vec<&ticket_bridge_config::Flow> {
        chosen(&self.bridges, &self.asked)
    }
}
