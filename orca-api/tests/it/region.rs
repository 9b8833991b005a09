use crate::support::{TOKEN, fixture};
use orca_api::*;

fn over(origin: impl Into<String>) -> Result<(Client, FakeTransport)> {
    let transport = FakeTransport::new();
    let client = Client::builder(origin, Auth::token(TOKEN)).transport(transport.clone()).build()?;
    Ok((client, transport))
}

/// Where a call to this origin goes.
async fn asked(origin: impl Into<String>) -> String {
    let (client, transport) = over(origin).unwrap();
    transport.reply(200, fixture("session/whoami").to_string());
    client.whoami().await.unwrap();
    transport.requests()[0].uri.to_string()
}

#[tokio::test]
async fn the_four_spellings_of_an_origin_reach_the_same_place() {
    for origin in [
        "https://app.eu.orcasecurity.io",
        "https://app.eu.orcasecurity.io/",
        "https://app.eu.orcasecurity.io/api",
        "https://app.eu.orcasecurity.io/api/",
        " https://APP.EU.orcasecurity.io:443/api//\n",
    ] {
        assert_eq!(asked(origin).await, "https://app.eu.orcasecurity.io/api/user/action", "{origin:?}");
    }
}

/// Orca has more regions than this version knows.
#[tokio::test]
async fn a_host_that_nobody_knows_is_taken_as_it_is() {
    for (origin, place) in [
        ("https://orca.example:8443/api", "https://orca.example:8443/api/user/action"),
        ("https://api.xx9.orcasecurity.io", "https://api.xx9.orcasecurity.io/api/user/action"),
        ("https://proxy.example/orca/api/", "https://proxy.example/orca/api/user/action"),
        // A host called like the path.
        ("https://api", "https://api/api/user/action"),
        ("https://api/api/", "https://api/api/user/action"),
        ("http://127.0.0.1:1/api/", "http://127.0.0.1:1/api/user/action"),
        ("http://localhost:1", "http://localhost:1/api/user/action"),
        ("http://[::1]:1/", "http://[::1]:1/api/user/action"),
    ] {
        assert_eq!(asked(origin).await, place);
    }
}

#[test]
fn a_bad_origin_is_refused_by_name_before_any_connection() {
    for (origin, rule) in [
        ("", "must be an absolute URL"),
        ("orca", "must be an absolute URL"),
        ("app.orcasecurity.io", "must be an absolute URL"),
        ("http://api.orcasecurity.io", "must be https: plain http"),
        ("http://127.0.0.1.orca.example", "must be https: plain http"),
        ("ftp://api.orcasecurity.io", "must be https"),
        ("https://u:canary@orca.example/api", "must hold no user name or password"),
        ("https://canary@orca.example", "must hold no user name or password"),
        ("https://orca.example/api?token=canary", "must hold no query or fragment"),
        ("https://orca.example/api/?", "must hold no query or fragment"),
        ("https://orca.example/api/#canary", "must hold no query or fragment"),
        ("https://orca.example/api/api", "must not hold the API's own path /api"),
    ] {
        let error = over(origin).unwrap_err();
        assert!(error.to_string().starts_with(&format!("invalid request: base_url: {rule}")), "{origin}: {error}");
        assert!(!error.to_string().contains("canary"));
    }
}

#[tokio::test]
async fn every_region_has_its_name_origin_and_console() {
    let regions = [
        (Region::Us, "us", "api.orcasecurity.io", Some("https://app.orcasecurity.io")),
        (Region::UsApp, "us-app", "app.us.orcasecurity.io", None),
        (Region::Us2, "us2", "api.us2.orcasecurity.io", None),
        (Region::Europe, "europe", "app.eu.orcasecurity.io", Some("https://app.eu.orcasecurity.io")),
        (Region::Australia, "australia", "app.au.orcasecurity.io", Some("https://app.au.orcasecurity.io")),
        (Region::India, "india", "app.in.orcasecurity.io", Some("https://app.in.orcasecurity.io")),
        (Region::Israel, "israel", "api.il.orcasecurity.io", Some("https://app.il.orcasecurity.io")),
        (Region::SouthAmerica, "south-america", "api.sa.orcasecurity.io", Some("https://app.sa.orcasecurity.io")),
    ];
    assert_eq!(Region::ALL, regions.map(|(region, ..)| region));
    for (region, name, host, console) in regions {
        assert_eq!((region.name(), region.console()), (name, console));
        assert_eq!(asked(region).await, format!("https://{host}/api/user/action"));
        assert!(Client::from_region(region, Auth::token(TOKEN)).is_ok());
    }
}
