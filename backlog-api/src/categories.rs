//! Categories of a project (カテゴリー).

use crate::client::Client;
use crate::id::{CategoryId, ProjectIdOrKey};
use crate::model::Category;
use saas_api_core::{Call, Params, Result, setters};

/// The categories of one project. Made by [`Client::categories`].
#[derive(Clone, Debug)]
pub struct Categories<'c> {
    client: &'c Client,
    project: ProjectIdOrKey,
}

/// A new category. For [`Categories::create`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CreateCategory {
    name: String,
}

/// A change of a category. For [`Categories::update`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct UpdateCategory {
    name: Option<String>,
}

impl<'c> Categories<'c> {
    pub(crate) fn new(client: &'c Client, project: ProjectIdOrKey) -> Self {
        Self { client, project }
    }

    /// Lists the project's categories in their order.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-category-list/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such project.
    #[doc(alias = "Get Category List")]
    #[doc(alias = "カテゴリー一覧の取得")]
    pub async fn list(&self) -> Result<Vec<Category>> {
        self.client.json(Call::get("/projects/{projectIdOrKey}/categories").arg(&self.project)).await
    }

    /// Adds a category.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/add-category/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name. `NotFound` when there is no such project.
    #[doc(alias = "Add Category")]
    #[doc(alias = "カテゴリーの追加")]
    pub async fn create(&self, request: &CreateCategory) -> Result<Category> {
        let call = Call::post("/projects/{projectIdOrKey}/categories").arg(&self.project);
        self.client.json(call.form(request.params())).await
    }

    /// Updates a category.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/update-category/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such category.
    #[doc(alias = "Update Category")]
    #[doc(alias = "カテゴリー情報の更新")]
    pub async fn update(&self, category: impl Into<CategoryId>, request: &UpdateCategory) -> Result<Category> {
        let call = Call::patch("/projects/{projectIdOrKey}/categories/{id}").arg(&self.project).arg(category.into());
        self.client.json(call.form(request.params())).await
    }

    /// Deletes a category.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/delete-category/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such category.
    #[doc(alias = "Delete Category")]
    #[doc(alias = "カテゴリーの削除")]
    pub async fn delete(&self, category: impl Into<CategoryId>) -> Result<Category> {
        let call = Call::delete("/projects/{projectIdOrKey}/categories/{id}").arg(&self.project).arg(category.into());
        self.client.json(call).await
    }
}

impl CreateCategory {
    /// A category with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_required("name", &self.name);
        params
    }
}

impl UpdateCategory {
    /// Nothing changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        params.push_some_required("name", self.name.as_deref());
        params
    }
}

setters! {
    UpdateCategory {
        /// The name.
        name: String;
    }
}
