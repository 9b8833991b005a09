//! Names to ids, and ids in the file.

use crate::support::{ALERTS, SMALL, World, at, parsed, paths, problems_of};
use std::sync::Arc;
use ticket_bridge::MemoryLedger;
use ticket_bridge_config::{Config, Ids};
use ticket_bridge_sandbox::{BacklogField, ChatworkRole};

#[tokio::test]
async fn ids_come_back_from_the_file_as_they_went_in() {
    let world = World::start().await;
    let status = world.backlog.add_status(world.project.id, "確認 \"済み\" \\ #1").unwrap();
    let me = world.chatwork.me().id;
    let room = world.chatwork.add_room("Security = alerts\u{7f}", &[(me, ChatworkRole::Member)]);
    let lines = "attempt_field = \"Bridge-Attempt\"\nclosed_statuses = ['確認 \"済み\" \\ #1', \"Closed\"]\nwont_fix_resolutions = [\"Won't Fix\"]\n";
    let file = world.file(&format!("{ALERTS}{lines}"));
    let file = file.replace(&format!("room = {}", world.chatwork.room()), "room = \"Security = alerts\\u007f\"");
    let ids = world.team(&file).await.resolve().await.unwrap_or_else(|problems| panic!("{problems}"));
    world.only_read();
    let project = &ids.projects["SEC"];
    assert_eq!((project.id, project.issue_types["Task"]), (world.project.id, world.project.issue_type_id));
    assert_eq!(project.fields.keys().collect::<Vec<_>>(), ["Alert-Id", "Bridge-Attempt"]);
    assert_eq!(project.statuses.values().copied().collect::<Vec<_>>(), [4, status]);
    assert_eq!((ids.resolutions["Won't Fix"], ids.rooms.values().next()), (1, Some(&room)));

    let written = format!("{file}\n{}", ids.to_toml());
    let config = parsed(&written);
    assert_eq!(config.ids.as_ref(), Some(&ids));
    assert_eq!(config.ids.unwrap().to_toml(), ids.to_toml());
    let mut empty = Ids::default();
    empty.space = "a".to_owned();
    assert_eq!(parsed(&format!("{SMALL}\n{}", empty.to_toml())).ids, Some(empty));
}

#[test]
fn the_ids_of_the_example_are_whole() {
    let config = parsed(Config::EXAMPLE);
    let ids = config.ids.clone().unwrap();
    let text = Config::EXAMPLE.split("\n[ids]").next().unwrap();
    assert_eq!(parsed(&format!("{text}\n{}", ids.to_toml())).ids, Some(ids));
}

#[test]
fn ids_of_another_form_are_refused() {
    let file = format!(
        "{SMALL}\n[ids]\nprojects = {{ SEC = 1, OPS = {{ id = '1', fields = {{ A = -1 }} }} }}\nrooms = 7\nresolutions = {{ a = 'b' }}\n"
    );
    assert_eq!(
        paths(&problems_of(&file)),
        [
            "ids.space",
            "ids.resolutions",
            "ids.rooms",
            "ids.projects.OPS.id",
            "ids.projects.OPS.fields",
            "ids.projects.SEC"
        ]
    );
}

#[tokio::test]
async fn bridges_are_refused_with_all_ids_that_are_missing() {
    let world = World::start().await;
    let lines =
        "attempt_field = \"Bridge-Attempt\"\nclosed_statuses = [\"Closed\"]\nwont_fix_resolutions = [\"Won't Fix\"]\n";
    let file = world.file(&format!("{ALERTS}{lines}"));
    let file = file.replace(&format!("room = {}", world.chatwork.room()), "room = \"Alerts\"");
    let team = world.team(&file).await;
    let ids = parsed(&format!("{SMALL}\n[ids]\nspace = 'other'\n[ids.projects.SEC]\nid = 1\n")).ids.unwrap();
    let problems = team.bridges(&ids, Arc::new(MemoryLedger::new())).unwrap_err();
    assert_eq!(
        paths(&problems),
        [
            "ids.space",
            "ids.rooms.Alerts",
            "ids.projects.SEC.issue_types.Task",
            "ids.projects.SEC.fields.Alert-Id",
            "ids.projects.SEC.fields.Bridge-Attempt",
            "ids.projects.SEC.statuses.Closed",
            "ids.resolutions.\"Won't Fix\""
        ]
    );
    assert!(world.requests().is_empty());
}

#[tokio::test]
async fn ids_that_no_longer_fit_are_told() {
    let world = World::start().await;
    let file = world.file(&format!("{ALERTS}closed_statuses = [\"Closed\"]\n"));
    let ids = world.team(&file).await.resolve().await.unwrap();
    let toml = ids.to_toml();
    let fresh = world.team(&format!("{file}\n{toml}")).await.check().await;
    assert!(fresh.is_empty(), "{fresh}");
    let field = ids.projects["SEC"].fields["Alert-Id"];
    let old = toml.replace(&format!("Alert-Id = {field}"), "Alert-Id = 1").replace("Closed = 4\n", "");
    let problems = world.team(&format!("{file}\n{old}")).await.check().await;
    assert_eq!(paths(&problems), ["ids.projects.SEC.fields.Alert-Id", "ids.projects.SEC.statuses.Closed"]);
    assert!(at(&problems, "ids.projects.SEC.fields.Alert-Id").what.contains(&field.to_string()));
    let other = toml.replace(&ids.space, "https://backlog.example.com");
    let problems = world.team(&format!("{file}\n{other}")).await.check().await;
    assert_eq!(paths(&problems), ["ids.space"]);
}

#[tokio::test]
async fn missing_fields_are_created_and_no_others() {
    let world = World::start().await;
    world.backlog.add_project("OPS").unwrap();
    let second = ALERTS.replace("flows.alerts", "flows.ops").replace("SEC", "OPS") + "attempt_field = \"New\"\n";
    let third =
        ALERTS.replace("flows.alerts", "flows.more").replace("Alert-Id", "Other-Id") + "attempt_field = \"New\"\n";
    let file = world.file(&format!("{ALERTS}attempt_field = \"New\"\n{second}{third}"));
    let team = world.team(&file).await;
    let missing = team.missing_fields().await.unwrap();
    let named: Vec<_> = missing.iter().map(|field| (field.project.as_str(), field.name.as_str())).collect();
    assert_eq!(named, [("OPS", "Alert-Id"), ("OPS", "New"), ("SEC", "New"), ("SEC", "Other-Id")]);
    assert_eq!(missing[0].path, "flows.ops.marker_field");
    world.only_read();
    world.clear_requests();

    assert_eq!(team.create_fields(&missing[..3]).await.unwrap(), missing[..3]);
    let writes: Vec<String> = world
        .requests()
        .into_iter()
        .filter(|request| request.method != "GET")
        .map(|request| format!("{} {} {}", request.method, request.path, request.body))
        .collect();
    assert_eq!(
        writes,
        [
            "POST /api/v2/projects/OPS/customFields typeId=1&name=Alert-Id",
            "POST /api/v2/projects/OPS/customFields typeId=1&name=New",
            "POST /api/v2/projects/SEC/customFields typeId=1&name=New",
        ]
    );
    // What is there is left alone.
    assert_eq!(team.create_fields(&missing).await.unwrap(), missing[3..]);
    assert!(team.create_fields(&missing).await.unwrap().is_empty());
    assert!(team.resolve().await.is_ok());
    assert!(team.missing_fields().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_field_that_the_file_does_not_name_is_not_created() {
    let world = World::start().await;
    let other = world.team(&world.file(&ALERTS.replace("Alert-Id", "Other"))).await.missing_fields().await.unwrap();
    world.clear_requests();
    let problems = world.team(&world.file(ALERTS)).await.create_fields(&other).await.unwrap_err();
    assert_eq!(paths(&problems), ["flows.alerts.marker_field"]);
    assert!(world.requests().is_empty());
}

#[tokio::test]
async fn fields_that_backlog_refuses_are_told() {
    let world = World::start().await;
    let team = world.team(&world.file(&ALERTS.replace("Alert-Id", "Other"))).await;
    let missing = team.missing_fields().await.unwrap();
    world.backlog.fault(ticket_bridge_sandbox::Fault::status(403).on("POST", "/api/v2/projects"));
    let problems = team.create_fields(&missing).await.unwrap_err();
    assert_eq!(paths(&problems), ["flows.alerts.marker_field"]);
    world.backlog.add_custom_field(world.project.id, "x", BacklogField::Text).unwrap();
}
