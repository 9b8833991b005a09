//! Contacts, and requests to become one.

use serde_json::{Value, json};

use super::ChatworkRole;
use super::answer::{Answer, Params, Refusal, list, ok};
use super::messages::LIST;
use super::service::Call;
use super::state::{ContactRequest, State};
use crate::http::Reply;

impl Call<'_> {
    pub(super) fn contacts(&mut self) -> Answer {
        Params::of(self.request, &[])?;
        let contacts = self.state.accounts.get(&self.me).map(|account| &account.contacts);
        let contacts = contacts.into_iter().flatten();
        list(contacts.map(|(other, room)| contact_json(self.state, *other, *room)).collect())
    }

    pub(super) fn contact_requests(&mut self) -> Answer {
        Params::of(self.request, &[])?;
        let requests = self.state.requests.iter().filter(|(_, request)| request.to == self.me).take(LIST);
        list(
            requests
                .map(|(id, ContactRequest { from, message, .. })| {
                    let mut value = self.state.profile_json(*from);
                    if let Some(fields) = value.as_object_mut() {
                        fields.insert("request_id".to_owned(), (*id).into());
                        fields.insert("message".to_owned(), message.as_str().into());
                    }
                    value
                })
                .collect(),
        )
    }

    pub(super) fn accept_contact(&mut self, request: &str) -> Answer {
        Params::of(self.request, &[])?;
        let from = self.take_request(request)?;
        let room = self.state.befriend(self.me, from, self.now);
        ok(&contact_json(self.state, from, room))
    }

    pub(super) fn reject_contact(&mut self, request: &str) -> Answer {
        Params::of(self.request, &[])?;
        self.take_request(request)?;
        Ok(Reply::empty(204))
    }

    /// Who asked; the request is over.
    fn take_request(&mut self, request: &str) -> Result<u64, Refusal> {
        let id: u64 = request.parse().map_err(|_not_a_number| Refusal::no_endpoint())?;
        let is_mine = self.state.requests.get(&id).is_some_and(|request| request.to == self.me);
        let request = if is_mine { self.state.requests.remove(&id) } else { None };
        request.map(|request| request.from).ok_or_else(|| Refusal::new(404, "Contact request not found"))
    }
}

impl State {
    /// Makes two accounts contacts of each other, and gives their direct chat.
    pub(super) fn befriend(&mut self, one: u64, other: u64, now: std::time::SystemTime) -> u64 {
        let known = self.accounts.get(&one).and_then(|account| account.contacts.get(&other).copied());
        let room = known.unwrap_or_else(|| {
            let members = [(one, ChatworkRole::Admin), (other, ChatworkRole::Admin)];
            self.add_room("", "direct", &members, now)
        });
        for (account, contact) in [(one, other), (other, one)] {
            if let Some(account) = self.accounts.get_mut(&account) {
                account.contacts.insert(contact, room);
            }
        }
        room
    }
}

fn contact_json(state: &State, other: u64, room: u64) -> Value {
    let mut value = state.profile_json(other);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("room_id".to_owned(), json!(room));
    }
    value
}
