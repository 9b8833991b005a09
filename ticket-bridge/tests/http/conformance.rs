//! The suites that every tracker and source must pass, over real HTTP.

use crate::support::{Moving, Time, World};
use std::sync::Arc;
use std::time::Duration;
use ticket_bridge::conformance::{self, Setting};
use ticket_bridge::{Markup, Template};
use ticket_bridge_sandbox::{BacklogField, BacklogOptions, OrcaBehavior};

fn setting(world: &World) -> Setting {
    Setting::new().clock(Arc::new(Time(world.clock.clone())))
}

#[tokio::test]
async fn the_backlog_tracker_keeps_every_rule() {
    let forms: [fn(BacklogOptions) -> BacklogOptions; 3] =
        [|options| options, |options| options.inclusive_bounds(false), |options| options.japanese(true)];
    for options in forms {
        let world = World::with(options).await;
        conformance::tracker(&world.tracker, &setting(&world)).await.assert_kept();
    }
}

#[tokio::test]
async fn the_backlog_tracker_keeps_every_rule_with_the_attempt_in_a_field_of_its_own() {
    let world = World::new().await;
    let field = world.backlog.add_custom_field(world.project.id, "Attempt", BacklogField::Text).unwrap();
    let tracker = world.tracker.clone().attempt_field(field).template(Template::facts(Markup::Backlog)).with_comments();
    conformance::tracker(&tracker, &setting(&world)).await.assert_kept();
}

#[tokio::test]
async fn the_backlog_tracker_keeps_every_rule_behind_a_slow_index() {
    let lag = Duration::from_secs(20);
    let world = World::with(|options| options.search_lag(lag).activity_lag(lag / 2)).await;
    let setting = Setting::new().clock(Arc::new(Moving(world.clock.clone()))).staleness(lag);
    conformance::tracker(&world.tracker, &setting).await.assert_kept();
}

#[tokio::test]
async fn the_orca_source_keeps_every_rule_however_orca_answers() {
    for behavior in [
        OrcaBehavior::new(),
        OrcaBehavior::new().same_configuration(500).status_key(false),
        OrcaBehavior::new().unknown_alert(404).unknown_alert_on_status(404),
    ] {
        let world = World::new().await;
        world.orca.behave(behavior.recheck_after_close(false));
        world.alert("orca-1").await;
        conformance::source(&*world.source, "orca-1", "orca-2", &setting(&world)).await.assert_kept();
    }
}
