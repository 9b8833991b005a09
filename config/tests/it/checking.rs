//! Everything that is wrong outside is told at once, and nothing is written.

use crate::support::{ALERTS, World, at, paths};
use backlog_api::Method;
use backlog_api::custom_fields::CreateCustomField;
use ticket_bridge_config::{Config, SecretPlace, SecretsFn, Wiring};
use ticket_bridge_sandbox::{BacklogField, ChatworkRole, Fault};

#[tokio::test]
async fn a_team_that_is_well_has_no_problems_and_nothing_is_written() {
    let world = World::start().await;
    let team = world.team(&world.file(&format!("{ALERTS}closed_statuses = [\"Closed\"]\n"))).await;
    let problems = team.check().await;
    assert!(problems.is_empty(), "{problems}");
    world.only_read();
    let asked: Vec<String> = world.requests().into_iter().map(|request| request.path).collect();
    for part in ["/api/v2/projects/SEC/customFields", "/api/user/action", "/v2/rooms/"] {
        assert!(asked.iter().any(|path| path.starts_with(part)), "{part} in {asked:?}");
    }
}

/// What issue reports ask for: all in one run.
#[tokio::test]
async fn file_secrets_names_and_rights_are_told_together_and_nothing_is_written() {
    let world = World::start().await;
    let ops = world.backlog.add_project("OPS").unwrap();
    let admin = world.team(&world.file(ALERTS)).await;
    let member = world.backlog.user_id();
    let path = format!("/api/v2/projects/{}/users", ops.id);
    admin.backlog().request(Method::DELETE, path).form("userId", member.to_string()).send().await.unwrap();
    world.clear_requests();
    let flows = r#"
[flows.alerts]
source = "orca"
project = "SEC"
issue_type = "Alert"
marker_field = "Nowhere"
opens_frm = "high"
[flows.ops]
source = "orca"
project = "OPS"
issue_type = "Task"
marker_field = "Alert-Id"
"#;
    let file = world.file(flows).replace("env:CHATWORK_API_TOKEN", "env:UNSET");
    let (config, mut problems) = Config::read(&file);
    problems.extend(config.unwrap().check(&world.store(), Wiring::new()).await);
    assert_eq!(
        paths(&problems),
        [
            "flows.alerts.opens_frm",
            "chatwork.token",
            "flows.ops.project",
            "flows.alerts.issue_type",
            "flows.alerts.marker_field"
        ]
    );
    assert_eq!(at(&problems, "flows.alerts.issue_type").fix, "write one of: \"Task\"");
    assert_eq!(
        at(&problems, "flows.alerts.marker_field").fix,
        "add a text custom field named Nowhere to SEC: `ticket-bridge init` does it"
    );
    assert!(at(&problems, "flows.ops.project").fix.contains("project's members"));
    world.only_read();
}

#[tokio::test]
async fn fields_of_another_kind_or_reach_are_told() {
    let world = World::start().await;
    let project = world.project.id;
    world.backlog.add_custom_field(project, "Number", BacklogField::Numeric).unwrap();
    world.backlog.add_custom_field(project, "Twice", BacklogField::Text).unwrap();
    world.backlog.add_custom_field(project, "Twice", BacklogField::Text).unwrap();
    let client = world.team(&world.file(ALERTS)).await.backlog().clone();
    let request =
        backlog_api::issue_types::CreateIssueType::new("Alert", backlog_api::issue_types::IssueTypeColor::Red);
    let other = client.issue_types("SEC").create(&request).await.unwrap().id;
    let field = CreateCustomField::text("Narrow").applicable_issue_types([other]);
    client.custom_fields("SEC").create(&field).await.unwrap();
    let required = world.backlog.add_custom_field(project, "Cause", BacklogField::Text).unwrap();
    world.backlog.require_custom_field(project, required, true).unwrap();
    world.clear_requests();

    for (marker, attempt, problem) in [
        ("Number", "Bridge-Attempt", ("flows.alerts.marker_field", "is a number")),
        ("Twice", "Bridge-Attempt", ("flows.alerts.marker_field", "has 2 custom fields")),
        ("Alert-Id", "Narrow", ("flows.alerts.attempt_field", "is not for issues of type \"Task\"")),
        ("Alert-Id", "Nowhere", ("flows.alerts.attempt_field", "has no custom field \"Nowhere\"")),
    ] {
        let flow = format!("{}attempt_field = \"{attempt}\"\n", ALERTS.replace("Alert-Id", marker));
        let team = world.team(&world.file(&flow)).await;
        let problems = team.check().await;
        assert_eq!(paths(&problems), [problem.0, "flows.alerts.issue_type"], "{problems}");
        assert!(at(&problems, problem.0).what.contains(problem.1), "{problems}");
        assert!(at(&problems, "flows.alerts.issue_type").what.contains("must have \"Cause\""), "{problems}");
        // Names that are ids keep nobody from starting.
        assert_eq!(paths(&team.resolve().await.unwrap_err()), [problem.0]);
    }
    world.only_read();
}

#[tokio::test]
async fn names_that_are_not_there_are_told_with_those_that_are() {
    let world = World::start().await;
    let lines = "closed_statuses = [\"Done\", \"In Progress\"]\nwont_fix_resolutions = [\"Never\"]\n";
    let problems = world.team(&world.file(&format!("{ALERTS}{lines}"))).await.check().await;
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{problems}");
    assert!(told[0].contains("no status \"Done\"") && told[0].contains("\"Open\", \"In Progress\""), "{}", told[0]);
    assert!(told[1].contains("cannot count as closed"), "{}", told[1]);
    assert!(told[2].contains("no resolution \"Never\"") && told[2].contains("\"Fixed\""), "{}", told[2]);
    let problems = world.team(&world.file(&ALERTS.replace("SEC", "NONE"))).await.check().await;
    assert_eq!(paths(&problems), ["flows.alerts.project"]);
}

#[tokio::test]
async fn keys_that_are_refused_are_told_by_each_service() {
    let world = World::start().await;
    let config = crate::support::parsed(&world.file(ALERTS));
    let store = SecretsFn(|_: &SecretPlace| Ok("canary-of-nobody-0123456789".into()));
    let problems = config.check(&store, Wiring::new()).await;
    assert_eq!(paths(&problems), ["backlog.api_key", "chatwork.token", "orca.token"], "{problems}");
    assert!(!format!("{problems} {problems:?}").contains("canary"), "a secret is shown");
    world.only_read();
}

#[tokio::test]
async fn secrets_that_are_missing_hide_nothing() {
    let world = World::start().await;
    let config = crate::support::parsed(&world.file(&ALERTS.replace("Task", "Alert")));
    for (unset, also) in [
        ("env:BACKLOG_API_KEY", None),
        ("env:ORCA_API_TOKEN", Some("flows.alerts.issue_type")),
        ("env:CHATWORK_API_TOKEN", Some("flows.alerts.issue_type")),
        ("env:BACKLOG_WEBHOOK_SECRET", Some("flows.alerts.issue_type")),
    ] {
        let good = world.secrets_of();
        let store = SecretsFn(move |place: &SecretPlace| {
            let place = place.to_string();
            good.get(place.as_str())
                .filter(|_| place != unset)
                .map(|text| text.as_str().into())
                .ok_or_else(|| "unset".to_owned())
        });
        let problems = config.check(&store, Wiring::new()).await;
        let path = config.secrets().find(|secret| secret.to_string() == unset).unwrap().path.as_str();
        let expected: Vec<&str> = std::iter::once(path).chain(also).collect();
        assert_eq!(paths(&problems), expected, "{problems}");
    }
}

#[tokio::test]
async fn rooms_are_told_that_are_not_clear_or_not_seen() {
    let world = World::start().await;
    let (me, other) = (world.chatwork.me().id, world.chatwork.add_account("other").id);
    let twins = [(); 2].map(|()| world.chatwork.add_room("Twins", &[(me, ChatworkRole::Member)]));
    let hidden = world.chatwork.add_room("Hidden", &[(other, ChatworkRole::Admin)]);
    let quiet = world.chatwork.add_room("Quiet", &[(me, ChatworkRole::Readonly), (other, ChatworkRole::Admin)]);
    let of = |room: &str| {
        world.file(ALERTS).replace(&format!("room = {}", world.chatwork.room()), &format!("room = {room}"))
    };
    for (room, says) in [
        ("\"Twins\"", twins.map(|id| id.to_string()).join(", ")),
        ("\"Hidden\"", "sees no room \"Hidden\"".to_owned()),
        ("\"Quiet\"", "may only read the room \"Quiet\"".to_owned()),
        (&hidden.to_string(), "does not see this room".to_owned()),
        (&quiet.to_string(), "may only read the room \"Quiet\"".to_owned()),
    ] {
        let problems = world.team(&of(room)).await.check().await;
        assert_eq!(paths(&problems), ["chatwork.room"], "{problems}");
        assert!(at(&problems, "chatwork.room").to_string().contains(&says), "{problems}");
    }
    world.only_read();
}

#[tokio::test]
async fn a_service_that_is_down_hides_nothing() {
    let world = World::start().await;
    // A status that no client repeats a call for.
    world.backlog.fault(Fault::status(501).always());
    world.orca.fault(Fault::status(501).always());
    world.chatwork.fault(Fault::status(501).always());
    let problems = world.team(&world.file(ALERTS)).await.check().await;
    assert_eq!(paths(&problems), ["backlog.space", "chatwork", "orca"], "{problems}");
}
