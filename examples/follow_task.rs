//! Sets a task and follows it until it is done. `cargo run -p examples --example follow_task`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use chatwork_api::model::TaskStatus;
use chatwork_api::tasks::CreateTask;
use examples::team::Outcome;
use std::time::{Duration, SystemTime};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let setup = examples::setup::chatwork().await?;
    let (me, tasks) = (setup.client.me().await?.account_id, setup.client.rooms().tasks(setup.room));
    let tomorrow = SystemTime::now() + Duration::from_secs(24 * 60 * 60);
    let request = CreateTask::new("Make the bucket invoices-prod private", [me]).limit_date(tomorrow);
    let task = *tasks.create(&request).await?.first().ok_or("no task was set")?;

    // No webhook tells of tasks, so it is asked for, at most twenty times.
    for _ in 0..20 {
        let status = tasks.get(task).await?.status;
        println!("task {task} is {status}");
        if status == TaskStatus::Done {
            return Ok(());
        }
        setup.wait_for_a_person(task).await;
    }
    Err("nobody finished the task".into())
}
