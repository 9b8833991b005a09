//! The function beside the usual Python script: a table, and no judgement. `ci/lambda.sh --measure` runs it.

use crate::aws::Way;
use crate::runtime_api::{Function, program};
use crate::world::World;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use ticket_bridge_sandbox::{Generation, OrcaAlert};
use tokio::process::Command;

const ROUNDS: usize = 20;
/// Events of each round after the first one.
const WARM: usize = 5;

/// What one start and its events took.
#[derive(Debug, Default)]
struct Round {
    start: f64,
    first: f64,
    first_ledger: f64,
    warm: f64,
    warm_ledger: f64,
    calls: f64,
    rss: f64,
    peak: f64,
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    f64::midpoint(values[middle], values[values.len() - 1 - middle])
}

/// The median, and the least and the most.
fn spread(rounds: &[Round], of: impl Fn(&Round) -> f64) -> String {
    let values: Vec<f64> = rounds.iter().map(of).collect();
    let (least, most) =
        (values.iter().copied().reduce(f64::min).unwrap(), values.iter().copied().reduce(f64::max).unwrap());
    format!("{:.1} ({least:.1} to {most:.1})", median(values))
}

/// Starts a function, gives it one new alert, then some more.
async fn round(world: &World, function: Function) -> Round {
    let mut round = Round { start: ms(function.first_poll().await), ..Round::default() };
    world.aws.spent();
    (round.first, round.first_ledger, round.calls) = event(world, &world.aws, &function).await;
    let mut warm = Vec::new();
    for _ in 0..WARM {
        warm.push(event(world, &world.aws, &function).await);
    }
    round.warm = median(warm.iter().map(|(whole, ..)| *whole).collect());
    round.warm_ledger = median(warm.iter().map(|(_, ledger, _)| *ledger).collect());
    let mib = |name| f64::from(u32::try_from(function.memory(name)).unwrap()) / 1024.0;
    (round.rss, round.peak) = (mib("VmRSS"), mib("VmHWM"));
    round
}

/// From the event to its answer, how much of it the ledger took, and in how many calls. An issue is there then.
async fn event(world: &World, aws: &Way, function: &Function) -> (f64, f64, f64) {
    let alert = world.orca.add_alert(OrcaAlert::public_bucket("invoices-prod"));
    let event = world.orca.sqs_event(&alert, Generation::Legacy).to_string();
    let begun = Instant::now();
    let outcome = function.invoke(&event).await;
    let took = begun.elapsed();
    outcome.text();
    assert_eq!(world.issue_of(&alert).status_id, 1);
    let (calls, ledger) = aws.spent();
    (ms(took), ms(ledger), f64::from(calls))
}

async fn python(world: &World, packages: &Path) -> Function {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/lambda");
    // The interpreter itself: what is called `python3` may be a script that looks for it.
    let mut command = Command::new(std::env::var_os("LAMBDA_PYTHON").expect("LAMBDA_PYTHON: the interpreter"));
    command.arg(scripts.join("bootstrap.py")).arg("orca_to_backlog");
    let variables = [
        ("BACKLOG_ALERT_FIELD_ID", world.alert_field.to_string()),
        ("BACKLOG_API_KEY", world.backlog.api_key()),
        ("BACKLOG_ISSUE_TYPE_ID", world.project.issue_type_id.to_string()),
        ("BACKLOG_PROJECT_ID", world.project.id.to_string()),
        ("BACKLOG_SPACE", world.backlog.url()),
        ("PATH", std::env::var("PATH").unwrap()),
        ("PYTHONDONTWRITEBYTECODE", "1".to_owned()),
        ("PYTHONPATH", packages.display().to_string()),
    ];
    Function::run(command, &variables.map(|(name, value)| (name.to_owned(), value))).await
}

/// In MiB, of a file or of all files in a folder.
fn size(path: &Path) -> f64 {
    fn bytes(path: &Path) -> u64 {
        let metadata = path.symlink_metadata().unwrap();
        if !metadata.is_dir() {
            return metadata.len();
        }
        path.read_dir().unwrap().map(|entry| bytes(&entry.unwrap().path())).sum()
    }
    f64::from(u32::try_from(bytes(path)).unwrap()) / f64::from(1 << 20)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "prints a table, and asserts nothing of it: ci/lambda.sh --measure"]
async fn beside_python() {
    let packages =
        std::env::var_os("LAMBDA_PYTHON_PACKAGES").expect("LAMBDA_PYTHON_PACKAGES: the folder with requests");
    let packages = PathBuf::from(packages);
    let world = World::start().await.expect("a stand-in of AWS");
    world.configure_for_measuring().await;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(round(&world, Function::start("orca-to-backlog", &world.variables()).await).await);
        theirs.push(round(&world, python(&world, &packages).await).await);
    }
    let line = |name: &str, of: fn(&Round) -> f64| {
        println!("| {name} | {} | {} |", spread(&ours, of), spread(&theirs, of));
    };
    println!("| Median of {ROUNDS} (least to most) | orca-to-backlog | Python, requests |\n|---|---|---|");
    line("start to first poll, ms", |round| round.start);
    line("start to the first answer, ms", |round| round.start + round.first);
    line("first event, ms", |round| round.first);
    line("of it in the ledger's stand-in, ms", |round| round.first_ledger);
    line("calls to the ledger", |round| round.calls);
    line("later event, ms", |round| round.warm);
    line("of it in the ledger's stand-in, ms", |round| round.warm_ledger);
    line("memory after the events, MiB", |round| round.rss);
    line("memory at its peak, MiB", |round| round.peak);
    let sizes = (size(&program("orca-to-backlog")), size(&packages));
    println!("| size: the program; the packages without Python itself, MiB | {:.1} | {:.1} |", sizes.0, sizes.1);
}
