//! Comments on an alert, closes it, and confirms that Orca, which looks again by itself, agrees.
//! `cargo run -p examples --example close_alert`
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use examples::team::Outcome;
use orca_api::alerts::{Closed, Verdict};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let setup = examples::setup::orca().await?;
    let (alerts, id) = (setup.client.alerts(), setup.alert()?);
    // Text from outside: {:?} keeps control characters off the terminal.
    println!("{id}: {:?}", alerts.get(&id).await?.view().title);

    alerts.comment(&id, "The bucket is private now.").await?;
    if alerts.close(&id).await? == Closed::AlreadyClosed {
        // Then nothing makes Orca look again, so it is asked to.
        alerts.verify(&id).await?;
    }
    println!("{id} is closed, for now");
    match alerts.wait_for_verdict(&id, &setup.patience()).await? {
        Verdict::Closed(_) => println!("Orca looked again: the risk is gone"),
        Verdict::StillThere(_) => println!("Orca looked again: the risk is still there, the alert is open"),
        Verdict::NotInTime { .. } => println!("no verdict yet"),
        other => println!("nothing is known of the risk: {other:?}"),
    }
    Ok(())
}
