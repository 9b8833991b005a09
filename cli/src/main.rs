#![doc = include_str!("../README.md")]

mod args;
mod aws;
mod commands;
mod events;
mod failure;
mod find;
mod ids;
mod ledger;
mod output;
mod plan;
mod progress;
mod records;
mod row;
mod run;
mod setup;
mod stop;
mod store;
#[cfg(test)]
mod testing;
mod text;
mod until;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => return output::told(&told),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(run::run(&cli)),
        Err(error) => Err(failure::Failure::wrong(format!("the process cannot wait for anything: {error}"))),
    };
    if let Err(failure) = &ended {
        failure.lines().iter().for_each(|line| output::say(&format!("error: {line}")));
    }
    failure::status(&ended)
}
