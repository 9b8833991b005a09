//! Files (ファイル) of a room.

use crate::client::Client;
use crate::id::{AccountId, FileId, RoomId};
use crate::model::{DownloadUrl, File};
use crate::notation::{self, too_long};
use saas_api_core::{Body, Call, Download, Multipart, Params, Result, setters};
use serde::Deserialize;
use std::borrow::Cow;

/// The files of one room. Made by [`Rooms::files`](crate::rooms::Rooms::files).
#[derive(Clone, Copy, Debug)]
pub struct Files<'c> {
    client: &'c Client,
    room: RoomId,
}

/// Which files to list. For [`Files::list`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListFiles {
    account: Option<AccountId>,
}

/// A file to upload. For [`Files::upload`], which uses it up: a stream can be read once.
#[derive(Debug)]
#[must_use]
pub struct UploadFile {
    name: String,
    content_type: Cow<'static, str>,
    content: Body,
    message: Option<notation::Message>,
}

impl<'c> Files<'c> {
    pub(crate) fn new(client: &'c Client, room: RoomId) -> Self {
        Self { client, room }
    }

    /// Lists files, at most 100. There are no pages, and no addresses to fetch them.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:read` or `rooms.files:read`.
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id-files>.
    ///
    /// # Errors
    /// `Auth` when the caller is not in the room.
    #[doc(alias = "チャットのファイル一覧を取得")]
    pub async fn list(&self, request: &ListFiles) -> Result<Vec<File>> {
        let mut query = Params::new();
        query.push_some("account_id", request.account);
        self.client.list(Call::get("/rooms/{room_id}/files").arg(self.room).query(query)).await
    }

    /// Gets what is known of a file, without an address to fetch it.
    ///
    /// OAuth scope: as for [`list`](Self::list).
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id-files-file_id>.
    ///
    /// # Errors
    /// `NotFound` when there is no such file.
    #[doc(alias = "ファイル情報を取得")]
    pub async fn get(&self, file: impl Into<FileId>) -> Result<File> {
        self.client.json(self.one(file.into())).await
    }

    /// Gets an address from which the file can be fetched for 30 seconds, by whoever has it.
    ///
    /// OAuth scope: as for [`list`](Self::list).
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id-files-file_id>.
    ///
    /// # Errors
    /// `NotFound` when there is no such file. `Decode` when the answer holds no address.
    pub async fn download_url(&self, file: impl Into<FileId>) -> Result<DownloadUrl> {
        let mut query = Params::new();
        query.push_flag("create_download_url", Some(true));
        self.client.json(self.one(file.into()).query(query)).await.map(|file: Fetchable| file.download_url)
    }

    /// Fetches a file, piece by piece.
    ///
    /// Asks for an address and fetches from it at once. The address is another host's: neither the token nor anything
    /// else of Chatwork is sent there, and no error names the address.
    ///
    /// OAuth scope: as for [`list`](Self::list).
    /// Official page: <https://developer.chatwork.com/reference/get-rooms-room_id-files-file_id>.
    ///
    /// # Errors
    /// `NotFound` when there is no such file. Those of the file store; ask again then, for a new address.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(chatwork: chatwork_api::Client) -> chatwork_api::Result<()> {
    /// let mut file = chatwork.rooms().files(400_000_001).download(800_001).await?;
    /// while let Some(piece) = file.chunk().await? {
    ///     println!("{} bytes", piece.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn download(&self, file: impl Into<FileId>) -> Result<Download> {
        let url = self.download_url(file).await?;
        self.client.download(&url).await
    }

    /// Uploads a file of at most 5 MiB, with a message beside it where there is one. The room shows both.
    ///
    /// Sent once at most.
    ///
    /// OAuth scope: `rooms.all:read_write`, `rooms.all:write` or `rooms.files:write`; by another list of Chatwork
    /// `rooms.messages:write`.
    /// Official page: <https://developer.chatwork.com/reference/post-rooms-room_id-files>.
    ///
    /// # Errors
    /// `InvalidRequest` for a file of more bytes, for one whose length is not known, for an empty name, and for a
    /// message of more than 65,535 characters. `Transport` when a stream has not the length that was told.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(chatwork: chatwork_api::Client, report: Vec<u8>) -> chatwork_api::Result<()> {
    /// use chatwork_api::files::UploadFile;
    ///
    /// let file = UploadFile::new("report.json", report).content_type("application/json").message("today's findings");
    /// let id = chatwork.rooms().files(400_000_001).upload(file).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "チャットに新しいファイルをアップロード")]
    pub async fn upload(&self, request: UploadFile) -> Result<FileId> {
        let call = request.on(Call::post("/rooms/{room_id}/files").arg(self.room));
        self.client.json(call).await.map(|answer: FileRef| answer.file_id)
    }

    fn one(&self, file: FileId) -> Call {
        Call::get("/rooms/{room_id}/files/{file_id}").arg(self.room).arg(file)
    }
}

#[derive(Deserialize)]
struct Fetchable {
    download_url: DownloadUrl,
}

#[derive(Deserialize)]
struct FileRef {
    file_id: FileId,
}

impl ListFiles {
    /// All files.
    pub fn new() -> Self {
        Self::default()
    }
}

setters! {
    ListFiles {
        /// Files that this account uploaded.
        account: AccountId;
    }
}

impl UploadFile {
    /// The largest file that Chatwork takes, in bytes.
    pub const MAX_BYTES: u64 = 5 * 1024 * 1024;

    /// A file with this name and content: bytes, or a [`Body::sized_stream`], which is never whole in memory.
    pub fn new(name: impl Into<String>, content: impl Into<Body>) -> Self {
        let content_type = Cow::Borrowed("application/octet-stream");
        Self { name: name.into(), content_type, content: content.into(), message: None }
    }

    /// The media type. `application/octet-stream` unless it is told.
    pub fn content_type(mut self, content_type: impl Into<Cow<'static, str>>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// The message beside the file. Plain text is neutralised: see [`notation`].
    pub fn message(mut self, message: impl Into<notation::Message>) -> Self {
        self.message = Some(message.into());
        self
    }

    fn on(self, call: Call) -> Call {
        let most = Self::MAX_BYTES;
        let mut call = match self.content.length() {
            None => call.refuse("file", "must tell its length: see Body::sized_stream"),
            Some(size) if size > most => call.refuse("file", format!("must have at most {most} bytes and has {size}")),
            Some(_) => call,
        };
        let mut form = Multipart::new();
        if let Some(message) = self.message.filter(|message| !message.is_empty()) {
            if let Some(rule) = too_long(&message) {
                call = call.refuse("message", rule);
            }
            form = form.text("message", &message.to_string());
        }
        call.multipart(form.file("file", &self.name, &self.content_type, self.content))
    }
}
