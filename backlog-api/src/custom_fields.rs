//! Custom fields of a project (カスタム属性): their definitions.
//!
//! The values stand in the issues: see [`Issue::custom_field`](crate::model::Issue::custom_field) and
//! [`CreateIssue::custom_field`](crate::issues::CreateIssue::custom_field). Writes are for administrators and project
//! administrators.

mod create;
mod update;

pub use create::{CreateCustomField, DateField, InitialDateInput, ListField, NumberField};
pub use update::{UpdateCustomField, UpdateDateField, UpdateListField, UpdateNumberField};

use crate::client::Client;
use crate::id::{CustomFieldId, CustomFieldItemId, ProjectIdOrKey};
use crate::model::CustomField;
use saas_api_core::{Call, Params, Result};

/// The custom fields of one project. Made by [`Client::custom_fields`].
#[derive(Clone, Debug)]
pub struct CustomFields<'c> {
    client: &'c Client,
    project: ProjectIdOrKey,
}

impl<'c> CustomFields<'c> {
    pub(crate) fn new(client: &'c Client, project: ProjectIdOrKey) -> Self {
        Self { client, project }
    }

    /// Lists the project's custom fields, with the items of lists.
    ///
    /// Issues name a field by its number: look it up here once, and keep it.
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/get-custom-field-list/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such project.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(backlog: backlog_api::Client) -> backlog_api::Result<()> {
    /// let fields = backlog.custom_fields("SEC").list().await?;
    /// let alert_id = fields.iter().find(|field| field.name == "Alert-Id").map(|field| field.id);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "Get Custom Field List")]
    #[doc(alias = "カスタム属性一覧の取得")]
    pub async fn list(&self) -> Result<Vec<CustomField>> {
        self.client.json(Call::get("/projects/{projectIdOrKey}/customFields").arg(&self.project)).await
    }

    /// Adds a custom field. Its kind cannot change later.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/add-custom-field/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name, of the field or of an item. `Auth` when the caller is no administrator.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(backlog: backlog_api::Client) -> backlog_api::Result<()> {
    /// use backlog_api::custom_fields::{CreateCustomField, ListField, NumberField};
    ///
    /// let fields = backlog.custom_fields("SEC");
    /// fields.create(&CreateCustomField::text("Alert-Id").required(true)).await?;
    /// fields.create(&CreateCustomField::numeric("Score", NumberField::new().min(0).max(10))).await?;
    /// fields.create(&CreateCustomField::radio("Source", ListField::new(["scanner", "person"]))).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "Add Custom Field")]
    #[doc(alias = "カスタム属性の追加")]
    pub async fn create(&self, request: &CreateCustomField) -> Result<CustomField> {
        let call = Call::post("/projects/{projectIdOrKey}/customFields").arg(&self.project);
        self.client.json(call.form(request.params())).await
    }

    /// Updates a custom field.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/update-custom-field/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name of an item. `NotFound` when there is no such field.
    #[doc(alias = "Update Custom Field")]
    #[doc(alias = "カスタム属性の更新")]
    pub async fn update(&self, field: impl Into<CustomFieldId>, request: &UpdateCustomField) -> Result<CustomField> {
        let call = Call::patch("/projects/{projectIdOrKey}/customFields/{id}").arg(&self.project).arg(field.into());
        self.client.json(call.form(request.params())).await
    }

    /// Deletes a custom field.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/delete-custom-field/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such field.
    #[doc(alias = "Delete Custom Field")]
    #[doc(alias = "カスタム属性の削除")]
    pub async fn delete(&self, field: impl Into<CustomFieldId>) -> Result<CustomField> {
        let call = Call::delete("/projects/{projectIdOrKey}/customFields/{id}").arg(&self.project).arg(field.into());
        self.client.json(call).await
    }

    /// Adds an item to a list field, and gives the whole field.
    ///
    /// Others than administrators may do so when the field allows it.
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/add-list-item-for-list-type-custom-field/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name. Code 7 when the field is no list.
    #[doc(alias = "Add List Item for List Type Custom Field")]
    #[doc(alias = "選択リストカスタム属性のリスト項目の追加")]
    pub async fn create_item(&self, field: impl Into<CustomFieldId>, name: &str) -> Result<CustomField> {
        let call =
            Call::post("/projects/{projectIdOrKey}/customFields/{id}/items").arg(&self.project).arg(field.into());
        self.client.json(call.form(named(name))).await
    }

    /// Renames an item of a list field, and gives the whole field.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/update-list-item-for-list-type-custom-field/>.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name. `NotFound` when there is no such item. Code 7 when the field is no list.
    #[doc(alias = "Update List Item for List Type Custom Field")]
    #[doc(alias = "選択リストカスタム属性のリスト項目の更新")]
    pub async fn update_item(
        &self,
        field: impl Into<CustomFieldId>,
        item: impl Into<CustomFieldItemId>,
        name: &str,
    ) -> Result<CustomField> {
        let call = Call::patch("/projects/{projectIdOrKey}/customFields/{id}/items/{itemId}").arg(&self.project);
        self.client.json(call.arg(field.into()).arg(item.into()).form(named(name))).await
    }

    /// Deletes an item of a list field, and gives the whole field.
    ///
    /// Official page: <https://developer.nulab.com/docs/backlog/api/2/delete-list-item-for-list-type-custom-field/>.
    ///
    /// # Errors
    /// `NotFound` when there is no such item. Code 7 when the field is no list.
    #[doc(alias = "Delete List Item for List Type Custom Field")]
    #[doc(alias = "選択リストカスタム属性のリスト項目の削除")]
    pub async fn delete_item(
        &self,
        field: impl Into<CustomFieldId>,
        item: impl Into<CustomFieldItemId>,
    ) -> Result<CustomField> {
        let call = Call::delete("/projects/{projectIdOrKey}/customFields/{id}/items/{itemId}").arg(&self.project);
        self.client.json(call.arg(field.into()).arg(item.into())).await
    }
}

fn named(name: &str) -> Params {
    let mut form = Params::new();
    form.push_required("name", name);
    form
}

/// Items by name. A single empty name would say that there are no items.
fn push_items(params: &mut Params, items: &[String]) {
    if items.iter().any(String::is_empty) {
        params.refuse("items[]", "must not hold an empty name");
    }
    params.push_each("items[]", items);
}
