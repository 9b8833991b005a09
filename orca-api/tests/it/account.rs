use crate::support::{Stub, TOKEN, WireTests, faked, fixture, lossless};
use orca_api::model::Whoami;
use orca_api::*;
use serde_json::json;

pub(crate) const WIRE: WireTests = &[
    ("whoami_names_the_organization", whoami_names_the_organization),
    ("gql_sends_query_and_variables_and_gives_the_answer", gql_sends_query_and_variables_and_gives_the_answer),
];

#[tokio::test]
async fn whoami_names_the_organization() {
    let stub = Stub::replying(200, &fixture("session/whoami")).await;
    let whoami = stub.client().whoami().await.unwrap();
    assert_eq!(whoami.organization_id.as_deref(), Some("5b0f1d7e-0000-4000-8000-000000000002"));
    assert_eq!(whoami.organization_name.as_deref(), Some("Example KK"));
    assert_eq!(whoami.raw()["user_email"], "bot@example.co.jp");
    stub.request().await.is("GET", "/user/action", None);
}

#[tokio::test]
async fn whoami_says_that_a_token_is_not_accepted() {
    for status in [401, 403] {
        let stub = Stub::replying(status, &json!({"detail": "Invalid token."})).await;
        let error = stub.client().whoami().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Auth, Some(status)));
        assert!(error.to_string().ends_with(": Invalid token."), "{error}");
    }
}

/// The envelope differs by endpoint, and may change at this one.
#[tokio::test]
async fn whoami_reads_bare_and_odd_answers() {
    for (body, name) in [
        (json!({"organization_name": "Example KK"}), Some("Example KK")),
        (json!({"data": null, "organization_name": "Example KK"}), Some("Example KK")),
        (json!({"status": "success", "data": {"organization_name": ["x"]}}), None),
        (json!({}), None),
    ] {
        let stub = Stub::replying(200, &body).await;
        assert_eq!(stub.client().whoami().await.unwrap().organization_name.as_deref(), name, "{body}");
    }
    let stub = Stub::replying(200, &json!(["canary"])).await;
    assert_eq!(stub.client().whoami().await.unwrap_err().kind(), ErrorKind::Decode);
    lossless::<Whoami>(&fixture("session/whoami")["data"]);
}

#[tokio::test]
async fn gql_sends_query_and_variables_and_gives_the_answer() {
    let stub = Stub::replying(200, &fixture("session/gql")).await;
    let query = "query ($orgId: String!) { isDynamicTrustedIpsEnabled(orgId: $orgId) }";
    let answer = stub.client().gql(query, &json!({"orgId": "org-1"})).await.unwrap();
    assert_eq!(answer, fixture("session/gql"));
    let body = json!({"query": query, "variables": {"orgId": "org-1"}});
    stub.request().await.is("POST", "/gql", Some(body));
}

#[tokio::test]
async fn errors_of_graphql_are_errors_and_data_beside_them_leaves_it_open() {
    let told = json!([{"message": "no such field", "locations": [{"line": 1, "column": 2}]}]);
    for (status, body, said, open) in [
        (200, json!({"errors": told}), ": no such field", false),
        (200, json!({"errors": told, "data": null}), ": no such field", false),
        (200, json!({"errors": told, "data": {"setX": null}}), ": no such field", true),
        (200, json!({"errors": "odd"}), ": odd", false),
        (200, json!({"errors": [7]}), "", false),
        (400, json!({"errors": told}), ": no such field", false),
    ] {
        let stub = Stub::replying(status, &body).await;
        let error = stub.client().gql("mutation { setX }", &json!({})).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(status)), "{body}");
        assert_eq!(error.may_have_been_applied(), open, "{body}");
        assert_eq!(error.body().unwrap(), body.to_string().as_bytes());
        let reason = if status == 200 { "200 OK" } else { "400 Bad Request" };
        assert!(error.to_string().starts_with(&format!("POST /gql: {reason}{said}")), "{error}");
    }
    for body in [json!({"data": {"x": 1}, "errors": []}), json!({"data": {"x": 1}, "errors": null})] {
        let stub = Stub::replying(200, &body).await;
        assert_eq!(stub.client().gql("{ x }", &()).await.unwrap(), body);
    }
}

#[tokio::test]
async fn gql_is_never_repeated_and_an_empty_query_is_not_sent() {
    let (client, transport) = faked(Auth::token(TOKEN), RetryPolicy::new());
    transport.reply(502, "");
    let error = client.gql("{ x }", &json!({})).await.unwrap_err();
    assert!(error.may_have_been_applied() && !error.is_retryable());
    let error = client.gql(" ", &json!({})).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /gql: invalid request: query: must not be empty");
    assert_eq!(transport.requests().len(), 1);
}
