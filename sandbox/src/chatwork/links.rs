//! Invitation links of rooms.

use serde_json::{Value, json};

use super::answer::{Answer, Params, Refusal, ok};
use super::service::Call;
use super::state::State;

/// An invitation link.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) code: String,
    pub(super) need_acceptance: bool,
    pub(super) description: String,
}

const PARAMETERS: [&str; 3] = ["code", "need_acceptance", "description"];

impl Call<'_> {
    pub(super) fn link(&mut self, room: &str) -> Answer {
        Params::of(self.request, &[])?;
        ok(&link_json(self.state.room(room, self.me)?.link.as_ref()))
    }

    pub(super) fn create_link(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &PARAMETERS)?;
        let room = self.state.room_to_manage(room, self.me)?;
        if room.link.is_some() {
            return Err(Refusal::new(400, "Invite link is already created"));
        }
        let id = room.id;
        self.set_link(id, &params)
    }

    /// What is left out is as if it were made anew: another code, acceptance, no description.
    pub(super) fn update_link(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &PARAMETERS)?;
        let room = self.state.room_to_manage(room, self.me)?;
        if room.link.is_none() {
            return Err(no_link());
        }
        let id = room.id;
        self.set_link(id, &params)
    }

    pub(super) fn delete_link(&mut self, room: &str) -> Answer {
        Params::of(self.request, &[])?;
        let room = self.state.room_to_manage(room, self.me)?;
        room.link.take().ok_or_else(no_link)?;
        ok(&link_json(None))
    }

    fn set_link(&mut self, room: u64, params: &Params) -> Answer {
        let link = self.state.new_link(params, Some(room), ["code", "need_acceptance"])?;
        let room = self.state.rooms.get_mut(&room).ok_or_else(Refusal::no_endpoint)?;
        let answer = link_json(Some(&link));
        room.link = Some(link);
        ok(&answer)
    }
}

impl State {
    /// A link by the parameters of these names; its code belongs to no other room.
    pub(super) fn new_link(
        &mut self,
        params: &Params,
        room: Option<u64>,
        [code, need_acceptance]: [&str; 2],
    ) -> Result<Link, Refusal> {
        let link = Link {
            code: match params.get(code) {
                None => self.next_code(),
                Some(text) if is_code(text) && !self.has_code(text, room) => text.to_owned(),
                Some(_) => return Err(Refusal::invalid(code)),
            },
            need_acceptance: params.flag(need_acceptance, true)?,
            description: params.get("description").unwrap_or_default().to_owned(),
        };
        Ok(link)
    }

    fn has_code(&self, code: &str, except: Option<u64>) -> bool {
        let others = self.rooms.values().filter(|room| Some(room.id) != except);
        others.filter_map(|room| room.link.as_ref()).any(|link| link.code == code)
    }
}

fn is_code(text: &str) -> bool {
    (1..=50).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

fn no_link() -> Refusal {
    Refusal::new(400, "Invite link is not created")
}

fn link_json(link: Option<&Link>) -> Value {
    match link {
        None => json!({ "public": false }),
        Some(Link { code, need_acceptance, description }) => json!({
            "public": true, "url": format!("https://chatwork.example/g/{code}"),
            "need_acceptance": need_acceptance, "description": description,
        }),
    }
}
