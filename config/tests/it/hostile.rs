//! Whatever the file holds, it is refused in words: nothing panics, and no secret is quoted.

use crate::support::{SMALL, at, paths, problems_of};
use ticket_bridge_config::{Config, Problem};

#[test]
fn secrets_in_plain_text_are_refused_and_not_quoted() {
    let secret = "canary-aKq93kfLx0";
    for (from, to, path) in [
        ("\"env:BACKLOG_API_KEY\"", format!("\"{secret}\""), "backlog.api_key"),
        ("\"env:BACKLOG_API_KEY\"", format!("\"env:{secret}\""), "backlog.api_key"),
        ("\"env:BACKLOG_API_KEY\"", format!("\"env: {secret}\""), "backlog.api_key"),
        ("\"env:BACKLOG_API_KEY\"", format!("\"secretsmanager:{secret} \""), "backlog.api_key"),
        ("\"env:BACKLOG_API_KEY\"", format!("\"secretsmanager:{secret}#\""), "backlog.api_key"),
        ("\"env:ORCA_API_TOKEN\"", format!("\"file:{secret}\""), "orca.token"),
        ("\"env:ORCA_API_TOKEN\"", format!("['{secret}']"), "orca.token"),
        ("memory = true", format!("memory = true\n[chatwork]\nroom = 1\ntoken = '{secret}'"), "chatwork.token"),
        ("memory = true", format!("memory = true\n[webhook]\npath_secret = '{secret}'"), "webhook.path_secret"),
        (
            "memory = true",
            format!("memory = true\n[webhook]\nheader = {{ name = 'x', value = '{secret}' }}"),
            "webhook.header.value",
        ),
        (
            "space = \"example.backlog.jp\"",
            format!("space = 'https://u:{secret}@backlog.example.com'"),
            "backlog.space",
        ),
        ("region = \"us\"", format!("origin = 'https://orca.example.com?token={secret}'"), "orca.origin"),
        (
            "memory = true",
            format!("memory = true\n[chatwork]\nroom = 1\ntoken = 'env:T'\nurl = 'https://{secret}@a'"),
            "chatwork.url",
        ),
        // Where no secret belongs, none is quoted either.
        ("region = \"us\"", format!("region = '{secret}'"), "orca.region"),
        ("project = \"SEC\"", format!("project = '{secret}'"), "flows.alerts.project"),
        ("space = \"example.backlog.jp\"", format!("space = '{secret}'"), "backlog.space"),
        ("memory = true", format!("memory = '{secret}'"), "ledger.memory"),
    ] {
        assert!(SMALL.contains(from), "{from}");
        let problems = problems_of(&SMALL.replace(from, &to));
        assert_eq!(paths(&problems), [path]);
        let shown = format!("{problems} {problems:?}");
        assert!(!shown.contains(secret), "a secret is quoted for {path}");
    }
}

#[test]
fn what_is_no_toml_is_told_by_line_and_column_and_not_quoted() {
    for (text, place) in [
        ("[backlog]\napi_key = \"canary-1", "line 2, column"),
        ("[backlog]\napi_key = canary-1", "line 2, column 11"),
        ("[backlog]\napi_key = 'env:A'\napi_key = 'canary-1'", "line 3, column 1"),
        ("[backlog]\n日本 = 'canary-1'", "line 2, column 1"),
        ("[backlog]\n[backlog]", "line 2, column"),
        ("a = 1\0", "line 1, column"),
        ("a = 'canary-\u{7}'", "line 1, column"),
        ("\u{FEFF}\u{FEFF}a = 1", "line 1, column"),
    ] {
        let problems = problems_of(text);
        assert_eq!(paths(&problems), ["(file)"], "{text:?}: {problems}");
        let shown = format!("{problems} {problems:?}");
        assert!(shown.contains(place) && !shown.contains("canary"), "{place}");
    }
}

#[test]
fn no_depth_and_no_size_brings_it_down() {
    let deep = |open: &str, close: &str, times: usize| format!("a = {}{}", open.repeat(times), close.repeat(times));
    let keys = vec!["a"; 79].join(".");
    for text in [
        deep("[", "]", 10_000),
        deep("{a = ", "}", 10_000),
        format!("{} = 1", vec!["a"; 10_000].join(".")),
        format!("[{}]", vec!["a"; 10_000].join(".")),
        // As deep as the reader of TOML lets it become: each level of braces has a key of many parts.
        format!("{keys} = {}1{}", format!("{{{keys} = ").repeat(70), "}".repeat(70)),
        "[".repeat(100_000),
        "a".repeat(2 << 20),
        format!("a = \"{}\"", "\\".repeat(100_000)),
        "[flows.a]\n".repeat(10_000),
        "\0".repeat(1_000),
        "\u{202E}".repeat(1_000),
        String::new(),
    ] {
        let problems = problems_of(&text);
        assert!(problems.to_string().len() < 20_000, "{}", problems.len());
    }
}

#[test]
fn numbers_of_any_size_are_numbers_or_none() {
    for number in ["99999999999999999999999999999999999999", "-1", "1e400", "nan", "0xFFFFFFFFFFFFFFFFFF", "1979-05-27"]
    {
        for line in ["max_reverts", "concurrency", "storm", "freshness", "template", "mutes", "priorities", "sync"] {
            let problems = problems_of(&format!("{SMALL}\n{line} = {number}\n"));
            assert!(paths(&problems).iter().all(|path| path.contains(line) || *path == "(file)"), "{line} {problems}");
        }
    }
}

/// Each value in the place of each other: nothing panics, and what is refused is named.
#[test]
fn any_value_in_any_place_is_refused_or_taken() {
    let values = ["1", "''", "true", "[]", "{}", "[[]]", "[{}]", "1.5", "1979-05-27T00:00:00Z", "'a'", "{ a = 1 }"];
    let lines: Vec<&str> = Config::EXAMPLE.lines().collect();
    let mut tried = 0;
    for (index, line) in lines.iter().enumerate() {
        let Some((key, _)) = line.split_once(" = ").filter(|(key, _)| !key.starts_with('#')) else { continue };
        for value in values {
            let changed = format!("{key} = {value}");
            let file: Vec<&str> =
                lines.iter().enumerate().map(|(at, line)| if at == index { &*changed } else { line }).collect();
            if let Err(problems) = Config::parse(&file.join("\n")) {
                assert!(problems.iter().all(|problem| !problem.fix.is_empty()), "{changed}: {problems}");
            }
            tried += 1;
        }
    }
    assert!(tried > 500, "{tried}");
}

#[test]
fn names_with_control_characters_are_shown_without_them() {
    let problems = problems_of(&format!("{SMALL}\n\"a\\u001b[31m\\u202e\\n\" = 1\n"));
    let shown = problems.to_string();
    assert!(!shown.chars().any(|sign| sign.is_control() || sign == '\u{202E}'), "{shown:?}");
    assert_eq!(problems.len(), 1);
    let problem = Problem::new("a\nb", "c\u{1b}", "d\u{2028}".repeat(2_000));
    assert_eq!(problem.to_string().lines().count(), 1);
    assert!(!problem.to_string().contains('\u{1b}') && problem.fix.ends_with("..."));
    assert_eq!(at(&problem.clone().into(), &problem.path).path, "a\\u{a}b");
}
