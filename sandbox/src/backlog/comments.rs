//! Comments of an issue.

use serde_json::{Value, json};

use super::{
    BacklogRefused as Refused,
    events::IdPage,
    issues::no_attachments,
    params::Params,
    state::{Comment, State},
};

impl State {
    pub(super) fn list_comments(&self, issue: u64, mut params: Params) -> Result<Value, Refused> {
        let page = IdPage::read(&mut params)?;
        params.finish()?;
        let rows = self.comments.values().filter(|comment| comment.issue == issue);
        let rows = page.cut(rows, |comment| comment.id, self.settings.inclusive_bounds);
        Ok(rows.into_iter().map(|comment| self.comment_json(comment)).collect())
    }

    pub(super) fn count_comments(&self, issue: u64) -> Value {
        json!({ "count": self.comments.values().filter(|comment| comment.issue == issue).count() })
    }

    pub(super) fn add_comment(&mut self, user: u64, issue: u64, mut params: Params) -> Result<Value, Refused> {
        let content = params.required("content")?;
        let notified = self.notified(&mut params)?;
        no_attachments(&mut params)?;
        params.finish()?;
        let issue = self.issues.get(&issue).cloned().ok_or_else(|| Refused::none("issue"))?;
        self.change(issue, user, Some(content), notified)?;
        Ok(self.comments.values().next_back().map(|comment| self.comment_json(comment)).unwrap_or_default())
    }

    pub(super) fn comment(&self, issue: u64, id: &str) -> Result<&Comment, Refused> {
        let comment = id.parse().ok().and_then(|id: u64| self.comments.get(&id));
        comment.filter(|comment| comment.issue == issue).ok_or_else(|| Refused::none("comment"))
    }

    pub(super) fn edit_comment(
        &mut self,
        user: u64,
        issue: u64,
        id: &str,
        mut params: Params,
    ) -> Result<Value, Refused> {
        let content = params.required("content")?;
        params.finish()?;
        let mut comment = self.own_comment(user, issue, id)?.clone();
        comment.content = Some(content);
        comment.updated = self.now();
        let json = self.comment_json(&comment);
        self.comments.insert(comment.id, comment);
        Ok(json)
    }

    pub(super) fn delete_comment(&mut self, user: u64, issue: u64, id: &str) -> Result<Value, Refused> {
        let comment = self.own_comment(user, issue, id)?;
        let (id, json) = (comment.id, self.comment_json(comment));
        self.comments.remove(&id);
        Ok(json)
    }

    /// Only its author may change a comment.
    fn own_comment(&self, user: u64, issue: u64, id: &str) -> Result<&Comment, Refused> {
        let comment = self.comment(issue, id)?;
        if comment.by == user { Ok(comment) } else { Err(Refused::unauthorized()) }
    }
}
