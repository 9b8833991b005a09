//! Text from outside does nothing on a terminal.

use crate::support::Team;
use ticket_bridge_sandbox::{Generation, OrcaAlert};

const HOSTILE: &str =
    "\u{1b}]0;gone\u{7}\u{1b}[2J\u{9b}31mred\u{202e}txt.exe\u{2066}\u{200b}\r\nFAKE  linked\t\u{feff}公開";

#[tokio::test(flavor = "multi_thread")]
async fn a_title_moves_no_cursor_and_forges_no_line() {
    let team = Team::ready().await;
    let alert = OrcaAlert::new(HOSTILE).details(HOSTILE).asset("AwsS3Bucket", HOSTILE).account(HOSTILE, HOSTILE);
    let alert = team.orca.add_alert(alert.id("orca-700123"));
    let event = team.orca.sqs_event(&alert, Generation::Legacy);
    let events = team.events(&event);
    let mut shown = vec![team.run(&["plan", "--events", &events]).await.ends(0)];
    team.deliver(&event).await;
    for args in [&["list", "--all"][..], &["show", "orca-700123"], &["tick"], &["export"]] {
        shown.push(team.run(args).await.ends(0));
        if args[0] != "export" {
            let json = team.run(&[args, &["--json"]].concat()).await.ends(0);
            assert!(serde_json::from_str::<serde_json::Value>(&json.stdout).is_ok());
            shown.push(json);
        }
    }
    // Whatever an operator types is shown, too.
    shown.push(team.run(&["show", HOSTILE]).await.ends(1));
    shown.push(team.run(&["list", "--flow", HOSTILE]).await.ends(2));
    shown.push(team.run(&["plan", "--events", HOSTILE]).await.ends(1));
    // The parser's words have several lines.
    let on_one_line = HOSTILE.replace(['\r', '\n'], "");
    shown.push(team.run(&["list", "--phase", &on_one_line]).await.ends(2));
    shown.push(team.run(&[&on_one_line]).await.ends(2));
    for ended in &shown {
        for text in [&ended.stdout, &ended.stderr] {
            let live = text.chars().find(|char| {
                (char.is_control() && *char != '\n')
                    || matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
            });
            assert_eq!(live, None, "{text:?}");
            assert!(!text.lines().any(|line| line.starts_with("FAKE")), "{text:?}");
        }
    }
    assert!(shown.iter().any(|ended| ended.stdout.contains("公開")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_has_no_more_columns_than_the_terminal() {
    let team = Team::ready().await;
    let alert = team.orca.add_alert(OrcaAlert::new("公開されたバケットがあります。".repeat(20)).id("orca-700123"));
    team.deliver(&team.orca.sqs_event(&alert, Generation::Legacy)).await;
    let listed = team.run_with(&["list", "--all"], &[("COLUMNS", Some("100"))], "").await.ends(0).stdout;
    let wide = |char: char| if char.is_ascii() || char == '…' { 1 } else { 2 };
    let widths: Vec<usize> = listed.lines().map(|line| line.chars().map(wide).sum()).collect();
    assert!(widths.iter().all(|width| *width <= 100) && widths.iter().any(|width| *width > 95), "{widths:?} {listed}");
    let whole = team.run(&["list", "--all"]).await.ends(0).stdout;
    assert!(whole.contains(&"公開されたバケットがあります。".repeat(10)), "{whole}");
}
