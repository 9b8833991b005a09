//! CPU time per get-issue call, and the number of crates, of `backlog-api` beside bare reqwest.
//!
//! `cargo bench -p benches --bench get_issue`. Both arms run in one thread of this process against one server in another,
//! with the same client settings, URL, headers and answer type, in interleaved rounds.
#![expect(clippy::print_stdout, reason = "a benchmark prints its numbers")]

use backlog_api::model::Issue;
use backlog_api::{Auth, Client, IssueKey};
use benches::{Sample, Server, count_crates, cpu_time, serve};
use std::error::Error;
use std::path::Path;
use std::time::Duration;

type Outcome<T> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 15;
const CALLS: usize = 20_000;
const RATIO_BAR: f64 = 1.15;
const RATIO_GOAL: f64 = 1.05;
const CRATES_BAR: usize = 12;

fn main() -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if std::env::args().any(|arg| arg == "serve") {
        let issue = concat!(env!("CARGO_MANIFEST_DIR"), "/../backlog-api/tests/fixtures/issues/get.json");
        let issue: serde_json::Value = serde_json::from_slice(&std::fs::read(issue)?)?;
        return Ok(runtime.block_on(serve(&issue.to_string()))?);
    }
    let server = Server::start()?;
    runtime.block_on(measure(&server.url))?;
    crates()
}

async fn measure(url: &str) -> Outcome<()> {
    let arms = Arms::new(url)?;
    println!("CPU time of the client per get-issue call, {ROUNDS} interleaved rounds of {CALLS} calls each");
    println!("{:>11}  {:>22}  {:>22}  {:>24}", "concurrency", "bare reqwest, µs", "backlog-api, µs", "ratio");
    for concurrency in [1, 16] {
        let (mut bare, mut client, mut ratio) = (Sample::default(), Sample::default(), Sample::default());
        // The first round warms connections and caches, and does not count.
        for round in 0..=ROUNDS {
            // Whoever goes second finds a warmer machine: take turns.
            let (bare_time, client_time) = if round % 2 == 0 {
                let bare = arms.run_bare(concurrency).await?;
                (bare, arms.run_client(concurrency).await?)
            } else {
                let client = arms.run_client(concurrency).await?;
                (arms.run_bare(concurrency).await?, client)
            };
            if round > 0 {
                bare.push(bare_time);
                client.push(client_time);
                ratio.push(client_time / bare_time);
            }
        }
        println!("{concurrency:>11}  {:>22}  {:>22}  {:>24}", show(&bare, 1), show(&client, 1), show(&ratio, 3));
        let verdict = match ratio.median() {
            ratio if ratio <= RATIO_GOAL => "within the goal of 1.05",
            ratio if ratio <= RATIO_BAR => "within the bar of 1.15",
            _ => "OVER the bar of 1.15",
        };
        println!("{:>11}  {verdict}", "");
    }
    Ok(())
}

/// Median, smallest and largest.
fn show(sample: &Sample, places: usize) -> String {
    let (low, high) = sample.range();
    format!("{:.places$} ({low:.places$}-{high:.places$})", sample.median())
}

struct Arms {
    bare: reqwest::Client,
    issue_url: String,
    client: Client,
    key: IssueKey,
}

impl Arms {
    fn new(url: &str) -> Outcome<Self> {
        let bare = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(32)
            .build()?;
        let client = Client::builder(url, Auth::api_key("canary")).build()?;
        Ok(Self { bare, issue_url: format!("{url}/api/v2/issues/SEC-31"), client, key: IssueKey::new("SEC-31") })
    }

    async fn bare_call(&self) -> Outcome<Issue> {
        let mut key = reqwest::header::HeaderValue::from_static("benchmark-key");
        key.set_sensitive(true);
        let request = self.bare.get(&self.issue_url).header("accept", "application/json");
        let request = request.header("user-agent", "backlog-api/0.1.0").header("backlog-api-key", key);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    async fn client_call(&self) -> Outcome<Issue> {
        Ok(self.client.issues().get(&self.key).await?)
    }

    async fn run_bare(&self, concurrency: usize) -> Outcome<f64> {
        per_call(concurrency, || self.bare_call()).await
    }

    async fn run_client(&self, concurrency: usize) -> Outcome<f64> {
        per_call(concurrency, || self.client_call()).await
    }
}

/// CPU microseconds per call of `CALLS` calls, so many at a time.
async fn per_call<F: Future<Output = Outcome<Issue>>>(concurrency: usize, call: impl Fn() -> F) -> Outcome<f64> {
    let start = cpu_time()?;
    let lanes = (0..concurrency).map(|_| async {
        for _ in 0..CALLS / concurrency {
            std::hint::black_box(call().await?);
        }
        Ok(())
    });
    all(lanes.map(Box::pin).collect()).await?;
    let calls = u32::try_from(CALLS / concurrency * concurrency)?;
    let spent = cpu_time()?.saturating_sub(start);
    Ok(spent.as_secs_f64() * 1e6 / f64::from(calls))
}

/// Drives all lanes on this thread to their end.
async fn all<F: Future<Output = Outcome<()>> + Unpin>(mut lanes: Vec<F>) -> Outcome<()> {
    std::future::poll_fn(|cx| {
        let mut failure = None;
        lanes.retain_mut(|lane| match std::pin::Pin::new(lane).poll(cx) {
            std::task::Poll::Pending => true,
            std::task::Poll::Ready(Ok(())) => false,
            std::task::Poll::Ready(Err(error)) => {
                failure = Some(error);
                false
            }
        });
        match failure {
            Some(error) => std::task::Poll::Ready(Err(error)),
            None if lanes.is_empty() => std::task::Poll::Ready(Ok(())),
            None => std::task::Poll::Pending,
        }
    })
    .await
}

fn crates() -> Outcome<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let count = count_crates(&workspace)?;
    println!("\nUnique crates of the normal tree, workspace crates not counted");
    println!("  reqwest + json + serde + serde_json + tokio  {}", count.baseline);
    println!("  backlog-api                                  {}", count.client);
    println!("  added                                        {} of at most {CRATES_BAR}", count.added.len());
    println!("  {}", count.added.join(", "));
    if count.added.len() > CRATES_BAR { Err("too many crates".into()) } else { Ok(()) }
}
