//! Serves Backlog and Chatwork on free ports, for scripts in any language.
//!
//! `cargo run -p ticket-bridge-sandbox --example serve` prints one line of JSON with the addresses and what a client
//! needs to sign in, then serves until it is stopped.

use std::{error::Error, io::Write as _};

use serde_json::json;
use ticket_bridge_sandbox::{Backlog, Chatwork, ChatworkRole};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (backlog, chatwork) = (Backlog::start().await?, Chatwork::start().await?);
    let (me, colleague) = (chatwork.me(), chatwork.add_account("colleague"));
    chatwork.add_member(chatwork.room(), colleague.id, ChatworkRole::Member);
    let stranger = chatwork.add_outsider("stranger");
    let requests = [1, 2].map(|_| chatwork.ask_for_contact(stranger.id, me.id, "please add me & reply"));
    let line = json!({
        "backlog": {
            "url": backlog.url(),
            "api_key": backlog.api_key(),
            "access_token": backlog.access_token(),
            "user_id": backlog.user_id(),
            "operator_id": backlog.operator_id(),
        },
        "chatwork": {
            "url": chatwork.url(),
            "token": me.token,
            "account_id": me.id,
            "room_id": chatwork.room(),
            "colleague": { "account_id": colleague.id, "token": colleague.token },
            "stranger": { "account_id": stranger.id },
            "requests": requests,
        },
    });
    writeln!(std::io::stdout(), "{line}")?;
    tokio::signal::ctrl_c().await?;
    Ok(())
}
