//! Tasks of rooms and of the account.

use serde_json::{Value, json};

use super::answer::{Answer, Params, Refusal, list, ok};
use super::messages::{LIST, TEXT};
use super::rooms::icon_path;
use super::service::Call;
use super::state::{Room, State, Task, unix};

impl Call<'_> {
    pub(super) fn tasks(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &["account_id", "assigned_by_account_id", "status"])?;
        let room = self.state.room(room, self.me)?.id;
        let (assignee, assigned_by) = (params.number("account_id")?, params.number("assigned_by_account_id")?);
        let done = wants_done(&params)?;
        let state = &*self.state;
        let tasks = state.rooms.get(&room).into_iter().flat_map(|room| &room.tasks);
        list(
            tasks
                .filter(|(_, task)| task.done == done)
                .filter(|(_, task)| assignee.is_none_or(|id| id == task.assignee))
                .filter(|(_, task)| assigned_by.is_none_or(|id| id == task.assigned_by))
                .take(LIST)
                .map(|(id, task)| room_task(state, *id, task))
                .collect(),
        )
    }

    pub(super) fn my_tasks(&mut self) -> Answer {
        let params = Params::of(self.request, &["assigned_by_account_id", "status"])?;
        let assigned_by = params.number("assigned_by_account_id")?;
        let done = wants_done(&params)?;
        let (state, me) = (&*self.state, self.me);
        let tasks = state.rooms.values().flat_map(|room| room.tasks.iter().map(move |(id, task)| (room, *id, task)));
        list(
            tasks
                .filter(|(_, _, task)| task.assignee == me && task.done == done)
                .filter(|(_, _, task)| assigned_by.is_none_or(|id| id == task.assigned_by))
                .take(LIST)
                .map(|(room, id, task)| my_task(state, room, id, task))
                .collect(),
        )
    }

    pub(super) fn create_tasks(&mut self, room: &str) -> Answer {
        let params = Params::of(self.request, &["body", "to_ids", "limit", "limit_type"])?;
        let room = self.state.room_to_write(room, self.me)?;
        let body = params.text("body", TEXT)?;
        params.required("to_ids")?;
        let assignees = params.ids("to_ids")?;
        if assignees.iter().any(|id| !room.members.contains_key(id)) {
            return Err(Refusal::invalid("to_ids"));
        }
        let limit = params.number("limit")?;
        let limit_type = match (params.word("limit_type", &["none", "date", "time"])?, limit) {
            (Some("none"), Some(_)) => return Err(Refusal::not_modelled("limit_type none with a limit")),
            (_, None) => "none",
            (kind, Some(_)) => kind.unwrap_or("time"),
        };
        room.count_post(self.now)?;
        let (room, now) = (room.id, unix(self.now));
        // The card that the service writes into the room. Its exact text is not known; webhooks do not cover tasks.
        let cards: Vec<String> = assignees.iter().map(|id| format!("[task aid={id}]{body}[/task]")).collect();
        let message = self.state.add_message(room, self.me, &cards.concat(), false, now);
        let ids: Vec<u64> = assignees.iter().map(|_| self.state.next_task()).collect();
        if let Some(room) = self.state.rooms.get_mut(&room) {
            for (id, assignee) in ids.iter().zip(assignees) {
                let task = Task {
                    assignee,
                    assigned_by: self.me,
                    message,
                    body: body.clone(),
                    limit_time: limit.unwrap_or(0),
                    limit_type: limit_type.to_owned(),
                    done: false,
                };
                room.tasks.insert(*id, task);
            }
        }
        ok(&json!({ "task_ids": ids }))
    }

    pub(super) fn task(&mut self, room: &str, task: &str) -> Answer {
        Params::of(self.request, &[])?;
        let room = self.state.room(room, self.me)?;
        let (room, id) = (room.id, find(room, task)?);
        let task = self.state.rooms.get(&room).and_then(|room| room.tasks.get(&id));
        ok(&room_task(self.state, id, task.ok_or_else(no_task)?))
    }

    pub(super) fn set_task_status(&mut self, room: &str, task: &str) -> Answer {
        let params = Params::of(self.request, &["body"])?;
        let room = self.state.room_to_write(room, self.me)?;
        let id = find(room, task)?;
        params.required("body")?;
        let done = params.word("body", &["open", "done"])? == Some("done");
        room.tasks.get_mut(&id).ok_or_else(no_task)?.done = done;
        ok(&json!({ "task_id": id }))
    }
}

fn wants_done(params: &Params) -> Result<bool, Refusal> {
    Ok(params.word("status", &["open", "done"])? == Some("done"))
}

fn no_task() -> Refusal {
    Refusal::new(404, "Task not found")
}

fn find(room: &Room, task: &str) -> Result<u64, Refusal> {
    let id: u64 = task.parse().map_err(|_not_a_number| Refusal::no_endpoint())?;
    if room.tasks.contains_key(&id) { Ok(id) } else { Err(no_task()) }
}

fn room_task(state: &State, id: u64, task: &Task) -> Value {
    json!({
        "task_id": id, "account": state.account_json(task.assignee),
        "assigned_by_account": state.account_json(task.assigned_by), "message_id": task.message.to_string(),
        "body": task.body, "limit_time": task.limit_time, "status": status(task), "limit_type": task.limit_type,
    })
}

fn my_task(state: &State, room: &Room, id: u64, task: &Task) -> Value {
    json!({
        "task_id": id, "room": { "room_id": room.id, "name": room.name, "icon_path": icon_path(room) },
        "assigned_by_account": state.account_json(task.assigned_by), "message_id": task.message.to_string(),
        "body": task.body, "limit_time": task.limit_time, "status": status(task), "limit_type": task.limit_type,
    })
}

const fn status(task: &Task) -> &'static str {
    if task.done { "done" } else { "open" }
}
