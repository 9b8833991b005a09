//! How secrets are fetched.

use crate::support::{SMALL, at, parsed, paths};
use std::sync::{Arc, Mutex};
use ticket_bridge_config::{Config, SecretPlace, SecretsFn};

fn four() -> Config {
    parsed(&format!(
        "{}[chatwork]\nroom = 1\ntoken = 'secretsmanager:team#chat'\n[webhook]\npath_secret = 'secretsmanager:team#hook'\n",
        SMALL.replace(
            "env:ORCA_API_TOKEN",
            "secretsmanager:arn:aws:secretsmanager:us-east-1:123456789012:secret:orca-AbCdEf"
        )
    ))
}

#[tokio::test]
async fn each_place_is_asked_once_and_members_are_picked() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    let store = SecretsFn(move |place: &SecretPlace| {
        log.lock().unwrap().push(place.to_string());
        Ok(match place {
            SecretPlace::Env(_) => "canary-env".into(),
            SecretPlace::SecretsManager(id) if id == "team" => {
                r#"{"chat": "canary-chat", "hook": "canary-hook-0123456789"}"#.into()
            }
            _ => "canary-arn".into(),
        })
    });
    let config = four();
    let secrets = config.fetch_secrets(&store).await.unwrap();
    let mut asked = asked.lock().unwrap().clone();
    asked.sort();
    assert_eq!(
        asked,
        [
            "env:BACKLOG_API_KEY",
            "secretsmanager:arn:aws:secretsmanager:us-east-1:123456789012:secret:orca-AbCdEf",
            "secretsmanager:team"
        ]
    );
    let team = config.connect(&secrets).unwrap();
    assert!(!format!("{secrets:?} {team:?} {config:?}").contains("canary"), "a secret is shown");
}

#[tokio::test]
async fn all_that_cannot_be_had_is_told_at_once_and_no_secret_with_it() {
    for (whole, what) in [
        ("", "is no JSON object"),
        ("canary", "is no JSON object"),
        ("{\"chat\": \"canary\"", "is no JSON object"),
        ("[\"canary\"]", "is no JSON object"),
        ("{\"canary\": \"canary\"}", "is not there, or is no text"),
        ("{\"chat\": 7, \"hook\": [\"canary\"]}", "is not there, or is no text"),
        ("{\"chat\": \"\", \"hook\": \" \"}", "is empty"),
        ("{\"chat\": \"canary\\n\", \"hook\": \" canary\"}", "begins or ends with a blank or a line break"),
    ] {
        let store = SecretsFn(move |place: &SecretPlace| match place {
            SecretPlace::Env(_) => Ok("canary \n".into()),
            SecretPlace::SecretsManager(id) if id == "team" => Ok(whole.into()),
            _ => Err("access is denied".to_owned()),
        });
        let problems = four().fetch_secrets(&store).await.unwrap_err();
        assert_eq!(paths(&problems), ["backlog.api_key", "orca.token", "chatwork.token", "webhook.path_secret"]);
        assert!(at(&problems, "orca.token").what.contains("access is denied"));
        for path in ["chatwork.token", "webhook.path_secret"] {
            assert!(at(&problems, path).what.contains(what), "{problems}");
        }
        assert!(!format!("{problems} {problems:?}").contains("canary"), "a secret is shown");
    }
}

#[tokio::test]
async fn a_setting_that_no_client_takes_is_told_with_its_place() {
    let file = four_with("space = \"http://example.com\"", "url = 'ftp://x'");
    let config = parsed(&file);
    let store = SecretsFn(|place: &SecretPlace| match place {
        SecretPlace::SecretsManager(id) if id == "team" => Ok(r#"{"chat": "canary", "hook": "canary"}"#.into()),
        _ => Ok("canary\u{1}".into()),
    });
    let problems = config.connect(&config.fetch_secrets(&store).await.unwrap()).unwrap_err();
    assert_eq!(paths(&problems), ["backlog.space", "orca", "chatwork.url", "webhook.path_secret"], "{problems}");
    assert!(!format!("{problems} {problems:?}").contains("canary"), "a secret is shown");
}

fn four_with(space: &str, url: &str) -> String {
    format!(
        "{}[chatwork]\nroom = 1\n{url}\ntoken = 'secretsmanager:team#chat'\n[webhook]\npath_secret = 'secretsmanager:team#hook'\n",
        SMALL.replace("space = \"example.backlog.jp\"", space)
    )
}

#[tokio::test]
async fn secrets_of_another_file_are_not_enough() {
    let store = SecretsFn(|_: &SecretPlace| Ok("canary".into()));
    let secrets = parsed(SMALL).fetch_secrets(&store).await.unwrap();
    let problems = four().connect(&secrets).unwrap_err();
    assert_eq!(paths(&problems), ["chatwork.token", "webhook.path_secret"]);
}
