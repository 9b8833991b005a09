//! From a call to its answer: credentials, limits, routes.

use std::{
    sync::{Arc, Mutex},
    time::SystemTime,
};

use http::Method;
use serde_json::{Value, json};

use super::{
    BacklogRefused as Refused,
    definitions::ItemChange,
    params::Params,
    rate::Class,
    search::{Search, expands_children},
    state::{Project, State},
};
use crate::{
    http::{Reply, Request},
    server::{Service, lock},
};

#[derive(Debug)]
pub(super) struct Handler(pub(super) Arc<Mutex<State>>);

impl Service for Handler {
    fn name(&self) -> &'static str {
        "Backlog"
    }

    fn handle(&self, request: &Request) -> Reply {
        // OAuth has no credentials to check yet, and other paths are no API.
        if !matches!(request.parts().as_slice(), ["api", "v2", first, ..] if *first != "oauth2") {
            return Reply::not_modelled(request);
        }
        // These calls come before there are credentials.
        if let ["OAuth2AccessRequest.action"] | ["api", "v2", "oauth2", "token"] = request.parts().as_slice() {
            return Reply::not_modelled(request);
        }
        let mut state = lock(&self.0);
        let user = match state.user_of(request) {
            Ok(user) => user,
            Err(reply) => return reply,
        };
        match state.rates.count(user, Class::of(request), request.at) {
            Ok(standing) => standing.on(state.answer(user, request)),
            Err(standing) => standing.on(Refused::too_many_requests().reply()),
        }
    }

    fn too_many_requests(&self, request: &Request) -> Reply {
        let state = lock(&self.0);
        let user = state.user_of(request).unwrap_or_default();
        let standing = state.rates.standing(user, Class::of(request), request.at);
        standing.exhausted().on(Refused::too_many_requests().reply())
    }
}

type Routed = Result<(u16, Value), Refused>;

fn ok(value: Value) -> (u16, Value) {
    (200, value)
}

fn created(value: Value) -> (u16, Value) {
    (201, value)
}

impl State {
    /// The header, then the query, then the bearer token.
    fn user_of(&self, request: &Request) -> Result<u64, Reply> {
        let in_query = || request.query.iter().find(|(name, _)| name == "apiKey").map(|(_, key)| key.as_str());
        if let Some(key) = request.header("backlog-api-key").or_else(in_query) {
            let user = self.users.values().find(|user| user.key == key);
            return user.map(|user| user.id).ok_or_else(|| Refused::authentication().reply());
        }
        let Some(authorization) = request.header("authorization") else {
            return Err(Refused::authentication().reply());
        };
        let token = authorization.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let user = token.and_then(|(_, token)| self.users.values().find(|user| user.token() == token.trim()));
        user.map(|user| user.id).ok_or_else(|| {
            // No error body here: the header says it all.
            let says = "Bearer error=\"invalid_token\", error_description=\"The access token is invalid.\"";
            Reply::empty(401).header("WWW-Authenticate", says)
        })
    }

    fn answer(&mut self, user: u64, request: &Request) -> Reply {
        if let Some(refusal) = malformed(request) {
            return refusal;
        }
        let parts = request.parts();
        let ["api", "v2", path @ ..] = parts.as_slice() else { return Reply::not_modelled(request) };
        let params = if request.method == Method::GET { &request.query } else { &request.form() };
        let params = Params::new(params.iter().filter(|(name, _)| name != "apiKey").cloned().collect());
        let routed = match (request.method.as_str(), path) {
            (method, ["projects", project, rest @ ..]) => match self.project_id(user, project) {
                Ok(project) if method == "GET" => self.read_project(project, rest, params),
                Ok(project) => self.write_project(method, user, project, rest, params),
                Err(refused) => Some(Err(refused)),
            },
            (method, ["issues", issue, rest @ ..]) if *issue != "count" => {
                self.issue_call(method, user, issue, rest, params)
            }
            (method, path) => self.space_call(method, user, path, params, request.at),
        };
        match routed {
            None => Reply::not_modelled(request),
            Some(Ok((status, value))) => Reply::json(status, &value),
            Some(Err(refused)) => refused.reply(),
        }
    }

    /// `None`: not modelled.
    fn space_call(&mut self, method: &str, user: u64, path: &[&str], params: Params, at: SystemTime) -> Option<Routed> {
        Some(match (method, path) {
            ("GET", ["space"]) => params.finish().map(|()| ok(self.space())),
            ("GET", ["space", "activities"]) => {
                let projects = self.projects.values().filter(|project| project.members.contains(&user));
                let projects: Vec<u64> = projects.map(|project| project.id).collect();
                self.activities(&projects, params)
            }
            ("GET", ["activities", id]) => params.finish().and_then(|()| self.activity(user, id)),
            ("GET", ["rateLimit"]) => params.finish().map(|()| ok(self.rates.json(user, at))),
            ("GET", ["priorities"]) => params.finish().map(|()| ok(json!(self.priorities()))),
            ("GET", ["resolutions"]) => params.finish().map(|()| ok(json!(self.resolutions()))),
            ("GET", ["users"]) => {
                let ids: Vec<u64> = self.users.keys().copied().collect();
                params.finish().map(|()| ok(self.users_json(&ids)))
            }
            ("GET", ["users", "myself"]) => params.finish().map(|()| ok(self.user_json(user))),
            ("GET", ["users", id]) => {
                let known = id.parse().ok().filter(|id| self.users.contains_key(id));
                let known = known.ok_or_else(|| Refused::none("user"));
                params.finish().and(known).map(|id| ok(self.user_json(id)))
            }
            ("GET", ["projects"]) => self.list_projects(user, params).map(ok),
            ("POST", ["projects"]) => self.create_project(params).map(created),
            ("POST", ["issues"]) => {
                self.create_issue(user, params).map(|issue| created(self.issue_json(&issue, false)))
            }
            ("GET", ["issues"]) => match Search::read(self, user, params) {
                Ok(search) => Ok(ok(search?.page(self))),
                Err(refused) => Err(refused),
            },
            ("GET", ["issues", "count"]) => match Search::read(self, user, params) {
                Ok(search) => Ok(ok(search?.count(self))),
                Err(refused) => Err(refused),
            },
            _ => return None,
        })
    }

    fn issue_call(&mut self, method: &str, user: u64, key: &str, rest: &[&str], mut params: Params) -> Option<Routed> {
        let issue = match self.issue_of(user, key) {
            Ok(issue) => issue,
            Err(refused) => return Some(Err(refused)),
        };
        let id = issue.id;
        Some(match (method, rest) {
            ("GET", []) => expands_children(&mut params)
                .and_then(|children| params.finish().map(|()| ok(self.issue_json(issue, children)))),
            ("PATCH", []) => self.update_issue(user, key, params).map(|issue| ok(self.issue_json(&issue, false))),
            ("DELETE", []) => {
                // Before it is gone: its key and its parts are looked up.
                let json = self.issue_json(issue, false);
                params.finish().and_then(|()| self.delete_issue(user, key)).map(|_| ok(json))
            }
            ("GET", ["comments"]) => self.list_comments(id, params).map(ok),
            ("POST", ["comments"]) => self.add_comment(user, id, params).map(created),
            ("GET", ["comments", "count"]) => params.finish().map(|()| ok(self.count_comments(id))),
            ("GET", ["comments", comment]) => {
                params.finish().and_then(|()| self.comment(id, comment)).map(|comment| ok(self.comment_json(comment)))
            }
            ("PATCH", ["comments", comment]) => self.edit_comment(user, id, comment, params).map(ok),
            ("DELETE", ["comments", comment]) => {
                params.finish().and_then(|()| self.delete_comment(user, id, comment)).map(ok)
            }
            _ => return None,
        })
    }

    fn read_project(&self, id: u64, rest: &[&str], params: Params) -> Option<Routed> {
        let project = self.projects.get(&id)?;
        let plain = |params: Params, value: Value| params.finish().map(|()| ok(value));
        Some(match rest {
            [] => plain(params, project.json()),
            ["activities"] => self.activities(&[id], params),
            ["users"] => {
                let mut params = params;
                let read: Result<Option<bool>, Refused> = params.value("excludeGroupMembers");
                read.and_then(|_| plain(params, self.users_json(&project.members)))
            }
            ["statuses"] => plain(params, project.statuses.iter().map(|row| row.json(id)).collect()),
            ["issueTypes"] => plain(params, project.issue_types.iter().map(|row| row.json(id)).collect()),
            ["categories"] => plain(params, project.categories.iter().map(|row| row.json(id)).collect()),
            ["versions"] => plain(params, project.versions.iter().map(|row| row.json(id)).collect()),
            ["customFields"] => plain(params, project.fields_json()),
            ["webhooks"] => plain(params, project.webhooks.iter().map(|hook| self.webhook_json(hook)).collect()),
            ["webhooks", hook] => self.webhook(id, hook).and_then(|hook| plain(params, self.webhook_json(hook))),
            _ => return None,
        })
    }

    fn write_project(&mut self, method: &str, user: u64, id: u64, rest: &[&str], params: Params) -> Option<Routed> {
        let done = match (method, rest) {
            ("PATCH", []) => self.update_project(id, params),
            ("DELETE", []) => params.finish().and_then(|()| self.delete_project(id)),
            ("POST", ["users"]) => self.change_members(id, params, true),
            ("DELETE", ["users"]) => self.change_members(id, params, false),
            ("POST", ["statuses"]) => self.create_status(id, params),
            ("PATCH", ["statuses", "updateDisplayOrder"]) => self.order_statuses(id, params),
            ("PATCH", ["statuses", row]) => self.update_status(id, row, params),
            ("DELETE", ["statuses", row]) => self.delete_status(id, row, params),
            ("POST", ["issueTypes"]) => self.create_issue_type(id, params),
            ("PATCH", ["issueTypes", row]) => self.update_issue_type(id, row, params),
            ("DELETE", ["issueTypes", row]) => self.delete_issue_type(id, row, params),
            ("POST", ["categories"]) => self.create_category(id, params),
            ("PATCH", ["categories", row]) => self.update_category(id, row, params),
            ("DELETE", ["categories", row]) => params.finish().and_then(|()| self.delete_category(id, row)),
            ("POST", ["versions"]) => self.create_version(id, params),
            ("PATCH", ["versions", row]) => self.update_version(id, row, params),
            ("DELETE", ["versions", row]) => params.finish().and_then(|()| self.delete_version(id, row)),
            ("POST", ["webhooks"]) => self.create_webhook(user, id, params),
            ("PATCH", ["webhooks", row]) => self.update_webhook(user, id, row, params),
            ("DELETE", ["webhooks", row]) => params.finish().and_then(|()| self.delete_webhook(id, row)),
            (method, ["customFields", rest @ ..]) => return self.field_call(method, id, rest, params),
            _ => return None,
        };
        Some(done.map(ok))
    }

    fn field_call(&mut self, method: &str, project: u64, rest: &[&str], params: Params) -> Option<Routed> {
        let known = |id: &str| id.parse().map_err(|_unreadable| Refused::none("custom field"));
        let done = match (method, rest) {
            ("POST", []) => self.create_field(project, params),
            ("PATCH", [field]) => known(field).and_then(|field| self.update_field(project, field, params)),
            ("DELETE", [field]) => {
                params.finish().and_then(|()| known(field)).and_then(|field| self.delete_field(project, field))
            }
            ("POST", [field, "items"]) => {
                known(field).and_then(|field| self.change_items(project, field, ItemChange::Add(params)))
            }
            ("PATCH", [field, "items", item]) => {
                known(field).and_then(|field| self.change_items(project, field, ItemChange::Rename(item, params)))
            }
            ("DELETE", [field, "items", item]) => params
                .finish()
                .and_then(|()| known(field))
                .and_then(|field| self.change_items(project, field, ItemChange::Remove(item))),
            _ => return None,
        };
        Some(done.map(ok))
    }

    fn activities(&self, projects: &[u64], mut params: Params) -> Routed {
        let list = self.list_activities(projects, &mut params)?;
        params.finish()?;
        Ok(ok(list))
    }

    fn activity(&self, user: u64, id: &str) -> Routed {
        let visible = |project: &Project| project.members.contains(&user);
        let found = self.activities.iter().find(|activity| activity.id.to_string() == id);
        let found = found.filter(|activity| self.projects.get(&activity.project).is_some_and(visible));
        let activity = found.ok_or_else(|| Refused::none("activity"))?;
        Ok(ok(self.activity_json(activity, &activity.content)))
    }

    fn space(&self) -> Value {
        let owner = self.users.keys().next();
        json!({
            "spaceKey": "sandbox",
            "name": "Sandbox",
            "ownerId": owner,
            "lang": self.word("en", "ja"),
            "timezone": "Asia/Tokyo",
            "reportSendTime": "08:00:00",
            "textFormattingRule": "markdown",
            "created": "2026-01-01T00:00:00Z",
            "updated": "2026-01-01T00:00:00Z",
        })
    }
}

/// What is wrong before any route is looked at.
fn malformed(request: &Request) -> Option<Reply> {
    // The root folder of the shared files is the one path that ends with a slash.
    let root = matches!(request.parts().as_slice(), ["api", "v2", "projects", _, "files", "metadata", ""]);
    if !root && request.segments.len() > 1 && request.segments.last().is_some_and(String::is_empty) {
        return Some(Refused::undefined(&request.path).reply());
    }
    if request.method == Method::GET {
        return None;
    }
    let sized = request.header("content-length").is_some() || request.header("transfer-encoding").is_some();
    if !sized && request.method != Method::DELETE {
        return Some(Reply::empty(411));
    }
    if let Some((name, _)) = request.query.iter().find(|(name, _)| name != "apiKey") {
        return Some(Refused::invalid(format!("Parameters of this call belong into its body. {name}")).reply());
    }
    let form = request.header("content-type").is_some_and(|kind| {
        kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
    });
    let multipart = request.header("content-type").is_some_and(|kind| kind.starts_with("multipart/"));
    // An upload: left to the routes, which do not know it.
    if form || multipart || request.body.is_empty() {
        return None;
    }
    Some(Refused::invalid("The body is not a form.").reply())
}
