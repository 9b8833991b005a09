//! Webhook settings, bodies and signatures.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::state::{Message, State};
use crate::delivery::Deliveries;

/// One webhook setting.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) id: String,
    pub(super) token: String,
    pub(super) url: String,
    pub(super) scope: Scope,
}

/// What a setting listens to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope {
    /// `message_created` and `message_updated` of the room.
    Room(u64),
    /// `mention_to_me` of the account.
    Mentions(u64),
}

/// A call that is ready to be made.
#[derive(Debug)]
pub(super) struct Hook {
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

/// The token of the setting with this id: base64 of 32 bytes, the same in each run. Like each secret of the sandbox it
/// holds the word `canary`, so that one search finds it where it should not be.
pub(super) fn token(id: &str) -> String {
    let token = STANDARD.encode(Sha256::digest(format!("webhook setting {id}")));
    format!("canary{}", token.get("canary".len()..).unwrap_or_default())
}

/// The signature of a body, or `None` when the token is not base64.
pub(super) fn sign(token: &str, body: &[u8]) -> Option<String> {
    let key = STANDARD.decode(token).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(body);
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

impl State {
    /// Queues what the settings want to hear about a message that was written or edited just now.
    pub(super) fn announce(&mut self, room_id: u64, message_id: u64, now: u64) {
        let Some(room) = self.rooms.get(&room_id) else { return };
        let Some(message) = room.messages.get(&message_id) else { return };
        let edited = message.update_time > 0;
        let mentions = super::notation::mentions(&message.body).accounts;
        for setting in &self.webhooks {
            let (kind, who) = match setting.scope {
                Scope::Room(room) if room == room_id => {
                    let kind = if edited { "message_updated" } else { "message_created" };
                    (kind, format!(r#""account_id":{}"#, message.author))
                }
                Scope::Mentions(account)
                    if !edited && room.members.contains_key(&account) && mentions.contains(&account) =>
                {
                    ("mention_to_me", format!(r#""from_account_id":{},"to_account_id":{account}"#, message.author))
                }
                _ => continue,
            };
            let body = body(setting, kind, &event(message, room_id, message_id, &who), now);
            self.hooks.extend(hook(setting, body));
        }
    }

    /// Hands over what [`announce`](Self::announce) queued.
    pub(super) fn deliver(&mut self, deliveries: &Deliveries) {
        for hook in self.hooks.drain(..) {
            deliveries.send(&hook.url, hook.headers, hook.body);
        }
    }
}

/// Written by hand: the service's own order of the keys.
fn event(message: &Message, room: u64, id: u64, who: &str) -> String {
    let Message { send_time, update_time, .. } = message;
    let text = Value::from(message.body.as_str());
    format!(
        r#"{{"message_id":"{id}","room_id":{room},{who},"body":{text},"send_time":{send_time},"update_time":{update_time}}}"#
    )
}

fn body(setting: &Setting, kind: &str, event: &str, now: u64) -> String {
    let id = &setting.id;
    format!(
        r#"{{"webhook_setting_id":"{id}","webhook_event_type":"{kind}","webhook_event_time":{now},"webhook_event":{event}}}"#
    )
}

fn hook(setting: &Setting, body: String) -> Option<Hook> {
    let signature = sign(&setting.token, body.as_bytes())?;
    // The service writes the escapes in lower case.
    let query = utf8_percent_encode(&signature, NON_ALPHANUMERIC).to_string();
    let query = query.replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d");
    let mark = if setting.url.contains('?') { '&' } else { '?' };
    let headers = [
        ("content-type", "application/json"),
        ("user-agent", "ChatWork-Webhook/1.0"),
        ("x-chatworkwebhooksignature", &signature),
    ];
    Some(Hook {
        url: format!("{}{mark}chatwork_webhook_signature={query}", setting.url),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::sign;

    const TOKEN: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    #[test]
    fn signs_as_the_reference_vectors() {
        let body = r#"{"webhook_setting_id":"90001","webhook_event_type":"message_created","webhook_event_time":1767225601,"webhook_event":{"message_id":"2000000000000000001","room_id":400000001,"account_id":5000001,"body":"検知 [info]test[/info]","send_time":1767225600,"update_time":0}}"#;
        assert_eq!(sign(TOKEN, body.as_bytes()).unwrap(), "GL+37kcT/ad84RPe1ELaCnFkUp0wZCEJfWQOJ2YFVN0=");
        let body = r#"{"webhook_setting_id":"90002","webhook_event_type":"mention_to_me","webhook_event_time":1767225701,"webhook_event":{"from_account_id":5000002,"to_account_id":5000001,"room_id":400000001,"message_id":"2000000000000000002","body":"[To:5000001] close SEC-12","send_time":1767225700,"update_time":0}}"#;
        assert_eq!(sign(TOKEN, body.as_bytes()).unwrap(), "yreP85dCnYS0JoHbZBOR8pgkZASiRGKd9xbOqkJ7/64=");
    }
}
