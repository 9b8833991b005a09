//! Files of rooms, and the addresses to fetch them.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::answer::{Answer, Params, Refusal, list, ok};
use super::messages::{LIST, TEXT};
use super::multipart;
use super::service::Call;
use super::state::{Room, State, unix};
use crate::http::{Reply, Request};

/// Bytes of a file.
const SIZE: usize = 5 * 1024 * 1024;
/// How long an address to fetch a file lives.
const ADDRESS: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(super) struct File {
    pub(super) uploader: u64,
    pub(super) message: u64,
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) content: Bytes,
    pub(super) uploaded: u64,
}

/// What an address leads to.
#[derive(Debug)]
pub(super) struct Address {
    room: u64,
    file: u64,
    until: SystemTime,
}

impl Call<'_> {
    pub(super) fn files(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &["account_id"])?;
        let uploader = params.number("account_id")?;
        let room = self.state.room(room, self.me)?.id;
        let files = self.state.rooms.get(&room).into_iter().flat_map(|room| &room.files);
        let files = files.filter(|(_, file)| uploader.is_none_or(|id| id == file.uploader));
        list(files.take(LIST).map(|(id, file)| file_json(self.state, *id, file)).collect())
    }

    pub(super) fn upload(&mut self, room: &str) -> Answer {
        let room = self.state.room_to_write(room, self.me)?.id;
        let parts = multipart::parts(self.request).ok_or_else(|| Refusal::new(400, "Parameter 'file' is required"))?;
        if let Some(part) = parts.iter().find(|part| !["file", "message"].contains(&part.name.as_str())) {
            return Err(Refusal::new(400, format!("Parameter '{}' is unknown", part.name)));
        }
        let part = |name: &str| parts.iter().find(|part| part.name == name);
        let file = part("file").ok_or_else(|| Refusal::new(400, "Parameter 'file' is required"))?;
        let name = file.file_name.clone().filter(|name| !name.is_empty()).ok_or_else(|| Refusal::invalid("file"))?;
        if file.content.is_empty() {
            return Err(Refusal::not_modelled("an empty file"));
        }
        if file.content.len() > SIZE {
            return Err(Refusal::invalid("file"));
        }
        let message =
            part("message").map(|part| String::from_utf8_lossy(&part.content).into_owned()).unwrap_or_default();
        if message.chars().count() > TEXT {
            return Err(Refusal::new(400, "Parameter 'message' is too long"));
        }
        let id = self.state.next_file();
        let size = file.content.len();
        // The room shows it; webhooks do not cover files.
        let body = format!(
            "[info][title][dtext:file_uploaded][/title]{message}[download:{id}]{name} ({size} B)[/download][/info]"
        );
        let now = unix(self.now);
        let message = self.state.add_message(room, self.me, &body, false, now);
        let file = File {
            uploader: self.me,
            message,
            name,
            content_type: file.content_type.clone(),
            content: file.content.clone(),
            uploaded: now,
        };
        if let Some(room) = self.state.rooms.get_mut(&room) {
            room.files.insert(id, file);
        }
        ok(&json!({ "file_id": id }))
    }

    pub(super) fn file(&mut self, room: &str, file: &str) -> Answer {
        let with_address = Params::of(self.request, &["create_download_url"])?.flag("create_download_url", false)?;
        let room = self.state.room(room, self.me)?;
        let (room, id) = (room.id, find(room, file)?);
        let file = self.state.rooms.get(&room).and_then(|room| room.files.get(&id)).ok_or_else(no_file)?;
        let mut value = file_json(self.state, id, file);
        if let (true, Some(fields)) = (with_address, value.as_object_mut()) {
            let until = self.now.checked_add(ADDRESS).unwrap_or(self.now);
            let key = key(self.state.addresses.len(), id);
            self.state.addresses.insert(key.clone(), Address { room, file: id, until });
            let host = self.request.header("host").unwrap_or_default();
            fields.insert("download_url".to_owned(), format!("http://{host}/download/{key}").into());
        }
        ok(&value)
    }
}

/// The file store behind the addresses: another host with the real service, which knows no Chatwork token.
pub(super) fn fetch(state: &State, request: &Request, key: &str) -> Reply {
    if request.header("x-chatworktoken").or_else(|| request.header("authorization")).is_some() {
        return Reply::text(400, "text/plain", "The sandbox's file store was sent a credential of Chatwork.");
    }
    let address = state.addresses.get(key);
    if address.is_some_and(|address| request.at >= address.until) {
        return Reply::text(403, "text/plain", "The address has expired.");
    }
    let file = address.and_then(|address| state.rooms.get(&address.room)?.files.get(&address.file));
    match file {
        Some(file) => Reply::text(200, &file.content_type, file.content.clone()),
        None => Reply::empty(404),
    }
}

/// Like each secret of the sandbox it holds the word `canary`.
fn key(number: usize, file: u64) -> String {
    let digest = Sha256::digest(format!("address {number} of file {file}"));
    let number = digest.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    format!("canary{number:032x}")
}

fn no_file() -> Refusal {
    Refusal::new(404, "File not found")
}

fn find(room: &Room, file: &str) -> Result<u64, Refusal> {
    let id: u64 = file.parse().map_err(|_not_a_number| Refusal::no_endpoint())?;
    if room.files.contains_key(&id) { Ok(id) } else { Err(no_file()) }
}

fn file_json(state: &State, id: u64, file: &File) -> Value {
    json!({
        "file_id": id, "account": state.account_json(file.uploader), "message_id": file.message.to_string(),
        "filename": file.name, "filesize": file.content.len(), "upload_time": file.uploaded,
    })
}
