//! Users of the organization.

use crate::client::Client;
use crate::model::{User, UserAccess};
use crate::page::{ListPage, by_offset, push_limit};
use saas_api_core::{Call, Pager, Params, Result, setters};

/// A page has at most so many.
const MOST: u32 = 300;

/// Users. Made by [`Client::users`].
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(&'c Client);

/// Which users to list. For [`Users::list`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListUsers {
    limit: Option<u32>,
    start: Option<u64>,
    search: Option<String>,
}

impl ListUsers {
    /// The first page, of 300.
    pub fn new() -> Self {
        Self::default()
    }

    fn page_size(&self) -> u32 {
        self.limit.unwrap_or(MOST)
    }

    fn first_row(&self) -> u64 {
        self.start.unwrap_or_default()
    }
}

setters!(ListUsers {
    /// So many users a page: 1 to 300.
    limit: u32;
    /// From this one on, counted from 0.
    start: u64;
    /// Users with this text, such as an e-mail address. Compare what comes: one client of Orca's own finds a user so, and
    /// nothing is known of how Orca compares.
    search: String;
});

impl<'c> Users<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Lists users, one page. [`pages`](Self::pages) reads on.
    ///
    /// # Errors
    /// `InvalidRequest` for a limit that is not 1 to 300, and for an empty search. `Auth` when the token's role may not
    /// read users.
    #[doc(alias = "ユーザー一覧の取得")]
    pub async fn list(&self, request: &ListUsers) -> Result<ListPage<User>> {
        let mut query = Params::new();
        push_limit(&mut query, Some(request.page_size()), MOST);
        query.push("start_at_index", request.first_row());
        query.push_some_required("search", request.search.as_deref());
        ListPage::read(&self.0.send(Call::get("/users").query(query)).await?, User::read)
    }

    /// Reads all users, page by page.
    pub fn pages(&self, request: &ListUsers) -> Pager<User> {
        let (client, request) = (self.0.clone(), request.clone());
        by_offset(request.page_size(), request.first_row(), move |offset| {
            let (client, request) = (client.clone(), request.clone().start(offset));
            async move { Users(&client).list(&request).await }
        })
    }

    /// Lists who has which role, and where: one row for each role of a user, all in one answer.
    ///
    /// # Errors
    /// `Auth` when the token's role may not read it.
    pub async fn access(&self) -> Result<ListPage<UserAccess>> {
        ListPage::read(&self.0.send(Call::get("/rbac/access/user")).await?, UserAccess::read)
    }

    /// Lists users at the address of old, all in one answer. The organization's name is beside them, in the
    /// [envelope](ListPage::envelope). Use [`list`](Self::list) where it works.
    ///
    /// # Errors
    /// `Auth` when the token's role may not read users.
    pub async fn of_organization(&self) -> Result<ListPage<User>> {
        ListPage::read(&self.0.send(Call::get("/organization/users")).await?, User::read)
    }
}
