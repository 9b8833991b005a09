//! All stand-ins together, the page, the program.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use ticket_bridge_sandbox::{Backlog, BacklogOptions, Clock, Options, Orca, OrcaAlert, Page, Sandbox};

use crate::support::send;

const PROGRAM: &str = env!("CARGO_BIN_EXE_ticket-bridge-sandbox");

#[tokio::test]
async fn all_services_follow_one_clock() {
    let clock = Clock::manual(UNIX_EPOCH);
    let sandbox = Sandbox::start_with(Options::default().clock(clock.clone())).await.unwrap();
    clock.advance(Duration::from_secs(60));
    for url in [sandbox.backlog().url(), sandbox.orca().url(), sandbox.chatwork().url(), sandbox.securityhub().url()] {
        send("GET", &format!("{url}/"), &[], "").await.unwrap();
    }
    let requests = sandbox.requests();
    assert_eq!(requests.len(), 4);
    assert!(requests.iter().all(|(_, request)| request.at == UNIX_EPOCH + Duration::from_secs(60)));
}

#[tokio::test]
async fn the_page_shows_the_state_and_escapes_it() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let project = sandbox.backlog().add_project("SEC").unwrap();
    sandbox.backlog().add_issue(project.id, "<script>alert('x')</script>", &[]).unwrap();
    sandbox.orca().add_alert(OrcaAlert::new("A & B"));
    let hub = sandbox.securityhub();
    hub.import(&hub.control_finding("EC2.19", "sg-0a", "HIGH")).unwrap();
    let (room, me) = (sandbox.chatwork().room(), sandbox.chatwork().me().id);
    sandbox.chatwork().write(room, me, "hello").unwrap();
    let page = Page::start(Arc::clone(&sandbox), 0).await.unwrap();
    let answer = send("GET", &page.url(), &[], "").await.unwrap();
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    for shown in ["SEC-1", "&lt;script&gt;alert(&#39;x&#39;)", "Open", "A &amp; B", "EC2.19 failed on sg-0a", "hello"] {
        assert!(answer.body.contains(shown), "{shown} in {}", answer.body);
    }
    assert!(!answer.body.contains("<script"));
}

#[tokio::test]
async fn a_clock_can_run_fast_or_stand_still() {
    let fast = Clock::scaled(3600.0);
    let start = fast.now();
    fast.sleep(Duration::from_secs(60)).await;
    assert!(fast.now().duration_since(start).unwrap() >= Duration::from_secs(60));

    let still = Clock::manual(UNIX_EPOCH);
    let sleeper = tokio::spawn({
        let still = still.clone();
        async move { still.sleep(Duration::from_secs(60)).await }
    });
    tokio::task::yield_now().await;
    still.advance(Duration::from_secs(59));
    tokio::task::yield_now().await;
    assert!(!sleeper.is_finished());
    still.advance(Duration::from_secs(1));
    sleeper.await.unwrap();
    assert_eq!(still.now(), UNIX_EPOCH + Duration::from_secs(60));
    assert!(Clock::real().now() <= SystemTime::now());
}

#[tokio::test]
async fn durations_beyond_all_time_do_no_harm() {
    let clock = Clock::manual(UNIX_EPOCH);
    let forever = tokio::time::timeout(Duration::from_millis(10), clock.sleep(Duration::MAX)).await;
    assert!(forever.is_err());
    clock.advance(Duration::MAX);
    clock.advance(Duration::MAX);
    assert_eq!(clock.now(), UNIX_EPOCH);
    let never = BacklogOptions::default().search_lag(Duration::MAX);
    let backlog = Backlog::start_with(never).await.unwrap();
    let project = backlog.add_project("SEC").unwrap();
    assert_eq!(backlog.add_issue(project.id, "x", &[]).unwrap(), "SEC-1");
}

#[tokio::test]
async fn the_program_prints_addresses_that_answer() {
    let mut program = Command::new(PROGRAM).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = Vec::new();
    for line in BufReader::new(program.stdout.take().unwrap()).lines() {
        lines.push(line.unwrap());
        if lines.last().unwrap().starts_with("Look at it") {
            break;
        }
    }
    let text = lines.join("\n");
    let page = text.rsplit(' ').next().unwrap();
    let answer = send("GET", page, &[], "").await;
    program.kill().unwrap();
    program.wait().unwrap();
    assert!(answer.unwrap().body.contains("SEC-1"));
    assert_eq!(text.matches("curl ").count(), 4, "{text}");
}

#[tokio::test]
async fn a_program_that_cannot_start_says_why_in_one_line() {
    let taken = Orca::start().await.unwrap();
    let port = taken.url().rsplit(':').next().unwrap().to_owned();
    let port_line = format!("ticket-bridge-sandbox: Backlog: port {port} is already in use\n");
    let cases = [
        (vec!["--port-base", &port], port_line.as_str()),
        (vec!["--port-base", "70000"], "ticket-bridge-sandbox: --port-base: 70000 is no port\n"),
        (vec!["--port-base", "65533"], "ticket-bridge-sandbox: --port-base: there are no five ports left after it\n"),
        (vec!["--speed", "-1"], "ticket-bridge-sandbox: --speed: -1 is no positive number\n"),
        (vec!["--speed"], "ticket-bridge-sandbox: --speed needs a value\n"),
        (vec!["--fast"], "ticket-bridge-sandbox: --fast is unknown; --help lists what is known\n"),
    ];
    for (arguments, error) in cases {
        let output = Command::new(PROGRAM).args(arguments).output().unwrap();
        assert!(!output.status.success());
        assert_eq!(String::from_utf8(output.stderr).unwrap(), error);
    }
}
