//! Custom-field definitions.

use serde_json::Value;

use super::{
    BacklogRefused as Refused,
    params::{Params, bad},
    state::{DateRules, Field, Held, NumberRules, State},
};

impl Field {
    pub(super) fn new(id: u64, kind: u8, name: String) -> Self {
        Self {
            id,
            kind,
            name,
            description: String::new(),
            required: false,
            issue_types: Vec::new(),
            items: Vec::new(),
            last_item: 0,
            allow_input: false,
            allow_add: false,
            number: NumberRules::default(),
            date: DateRules::default(),
        }
    }
}

impl State {
    pub(super) fn create_field(&mut self, project: u64, mut params: Params) -> Result<Value, Refused> {
        let kind: u8 = params.required_value("typeId")?;
        if !(1..=8).contains(&kind) {
            return Err(bad("typeId"));
        }
        let name = params.required("name")?;
        let mut field = Field::new(self.last_id + 1, kind, name);
        self.read_field(project, &mut field, &mut params)?;
        params.finish()?;
        self.next_id();
        let json = field.json(project);
        self.project_mut(project)?.fields.push(field);
        Ok(json)
    }

    pub(super) fn update_field(&mut self, project: u64, id: u64, mut params: Params) -> Result<Value, Refused> {
        let mut field = self.project(project)?.field(id)?.clone();
        if let Some(name) = params.not_blank("name")? {
            field.name = name;
        }
        self.read_field(project, &mut field, &mut params)?;
        params.finish()?;
        let json = field.json(project);
        *self.project_mut(project)?.field_mut(id)? = field;
        Ok(json)
    }

    /// What adding and changing share. Parameters of another kind stay unread and are refused as unknown.
    fn read_field(&self, project: u64, field: &mut Field, params: &mut Params) -> Result<(), Refused> {
        if let Some(types) = params.ids("applicableIssueTypes")? {
            let known = &self.project(project)?.issue_types;
            if types.iter().any(|id| known.iter().all(|t| t.id != *id)) {
                return Err(bad("applicableIssueTypes[]"));
            }
            field.issue_types = types;
        }
        if let Some(description) = params.text("description")? {
            field.description = description;
        }
        if let Some(required) = params.value("required")? {
            field.required = required;
        }
        match field.kind {
            3 => {
                let rules = &mut field.number;
                rules.min = params.decimal("min")?.or(rules.min);
                rules.max = params.decimal("max")?.or(rules.max);
                rules.initial = params.decimal("initialValue")?.or(rules.initial);
                rules.unit = params.text("unit")?.or(rules.unit.take());
            }
            4 => {
                let rules = &mut field.date;
                rules.min = params.date("min")?.or(rules.min);
                rules.max = params.date("max")?.or(rules.max);
                rules.initial_kind = params.value("initialValueType")?.or(rules.initial_kind);
                rules.initial = params.date("initialDate")?.or(rules.initial);
                rules.shift = params.value("initialShift")?.or(rules.shift);
                if rules.initial_kind.is_some_and(|kind| !(1..=3).contains(&kind)) {
                    return Err(bad("initialValueType"));
                }
            }
            5.. => {
                for name in params.texts("items") {
                    if name.is_empty() || field.items.iter().any(|item| item.name == name) {
                        return Err(bad("items[]"));
                    }
                    field.add_item(&name);
                }
                field.allow_input = params.value("allowInput")?.unwrap_or(field.allow_input);
                field.allow_add = params.value("allowAddItem")?.unwrap_or(field.allow_add);
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn delete_field(&mut self, project: u64, id: u64) -> Result<Value, Refused> {
        let json = self.project(project)?.field(id)?.json(project);
        self.project_mut(project)?.fields.retain(|field| field.id != id);
        self.rewrite(project, |issue| {
            issue.fields.remove(&id);
        });
        Ok(json)
    }

    /// Adds, renames or removes one item of a list; the whole field comes back.
    pub(super) fn change_items(&mut self, project: u64, id: u64, change: ItemChange<'_>) -> Result<Value, Refused> {
        let field = self.project_mut(project)?.field_mut(id)?;
        if !field.is_list() {
            return Err(Refused::invalid("The custom field has no items."));
        }
        let known = |field: &Field, item: &str| {
            let found = field.items.iter().position(|row| row.id.to_string() == item);
            found.ok_or_else(|| Refused::none("item"))
        };
        let mut removed = None;
        match change {
            ItemChange::Add(mut params) => {
                let name = params.required("name")?;
                params.finish()?;
                if field.items.iter().any(|item| item.name == name) {
                    return Err(bad("name"));
                }
                field.add_item(&name);
            }
            ItemChange::Rename(item, mut params) => {
                let at = known(field, item)?;
                let name = params.required("name")?;
                params.finish()?;
                if let Some(item) = field.items.get_mut(at) {
                    item.name = name;
                }
            }
            ItemChange::Remove(item) => removed = Some(field.items.remove(known(field, item)?).id),
        }
        let json = field.json(project);
        if let Some(removed) = removed {
            self.rewrite(project, |issue| {
                if let Some(value) = issue.fields.get_mut(&id)
                    && let Held::Items(items) = &mut value.held
                {
                    items.retain(|item| *item != removed);
                    if items.is_empty() {
                        value.held = Held::Nothing;
                    }
                }
            });
        }
        Ok(json)
    }
}

pub(super) enum ItemChange<'a> {
    Add(Params),
    Rename(&'a str, Params),
    Remove(&'a str),
}
