use crate::id::BusinessUnitId;
use crate::model::{Action, Automation, AutomationStatus};
use crate::problems::Problems;
use crate::serving_layer::{Clause, Query};
use saas_api_core::{Call, Params, Timestamp, setters};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The most automations of a page.
pub(super) const MOST: u32 = 300;

/// Which page of the automations to list. For [`Automations::list`](super::Automations::list).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListAutomations {
    limit: Option<u32>,
    start: Option<u64>,
}

/// Which alerts an automation takes: a [`Query`] for alerts, a [`Clause`] of one, or a raw query.
///
/// `Debug` does not show it.
#[derive(Clone, PartialEq)]
pub struct AutomationFilter {
    query: Value,
    problems: Problems,
}

/// A new automation. For [`Automations::create`](super::Automations::create).
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct CreateAutomation {
    name: String,
    filter: AutomationFilter,
    actions: Vec<Action>,
    description: Option<String>,
    status: Option<AutomationStatus>,
    business_units: Vec<BusinessUnitId>,
    end_time: Option<Timestamp>,
    apply_on_existing: Option<bool>,
}

/// A change of an automation. For [`Automations::update`](super::Automations::update).
///
/// It starts as the automation is. The business units have no setter: Orca does not change them.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct UpdateAutomation {
    name: Option<String>,
    filter: Option<AutomationFilter>,
    actions: Vec<Action>,
    description: Option<String>,
    status: Option<AutomationStatus>,
    business_units: Vec<BusinessUnitId>,
    end_time: Option<Timestamp>,
}

/// The body of both requests. All members are sent, as the one known client does.
#[derive(Serialize)]
struct Body<'r> {
    name: &'r str,
    description: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'r AutomationStatus>,
    business_units: &'r [BusinessUnitId],
    filter: Value,
    actions: &'r [Action],
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<&'r Timestamp>,
}

impl ListAutomations {
    /// The first page, of 300.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many automations a page has, 1 to 300.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The first automation of the page, counted from 0.
    pub fn start(mut self, start: u64) -> Self {
        self.start = Some(start);
        self
    }

    pub(super) fn page_size(&self) -> u32 {
        self.limit.unwrap_or(MOST)
    }

    pub(super) fn first_row(&self) -> u64 {
        self.start.unwrap_or_default()
    }
}

impl AutomationFilter {
    /// The query as it is sent: `{"models": ["Alert"], "type": "object_set", "with": {..}}`.
    pub fn raw(query: Value) -> Self {
        Self { query, problems: Problems::default() }
    }

    /// The query.
    pub fn query(&self) -> &Value {
        &self.query
    }

    fn check(&self, problems: &mut Problems) {
        problems.add_all(self.problems.clone().within("filter"));
        let models = self.query.get("models").and_then(Value::as_array);
        if !models.is_some_and(|models| models.iter().any(|name| name == "Alert")) {
            problems.add("filter", "must be a query for the model `Alert`");
        }
    }

    fn to_value(&self) -> Value {
        json!({ "sonar_query": self.query })
    }
}

impl From<Query> for AutomationFilter {
    /// What is about pages and rows is left out.
    fn from(query: Query) -> Self {
        let (query, problems) = query.into_object();
        Self { query, problems }
    }
}

impl From<Clause> for AutomationFilter {
    /// Alerts that meet the condition.
    fn from(clause: Clause) -> Self {
        Query::alerts().filter(clause).into()
    }
}

impl std::fmt::Debug for AutomationFilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AutomationFilter([not shown])")
    }
}

impl CreateAutomation {
    /// An automation that takes these alerts and does this with each.
    pub fn new(
        name: impl Into<String>,
        filter: impl Into<AutomationFilter>,
        actions: impl IntoIterator<Item = Action>,
    ) -> Self {
        Self {
            name: name.into(),
            filter: filter.into(),
            actions: actions.into_iter().collect(),
            description: None,
            status: None,
            business_units: Vec::new(),
            end_time: None,
            apply_on_existing: None,
        }
    }

    pub(super) fn call(&self, call: Call) -> Call {
        let mut problems = Problems::default();
        problems.require("name", &self.name);
        self.filter.check(&mut problems);
        check_actions(&self.actions, &mut problems);
        let mut query = Params::new();
        // Sent only when it is true: the one known client never sends `false`.
        query.push_some("apply_on_existing", self.apply_on_existing.filter(|apply| *apply));
        let body = Body {
            name: &self.name,
            description: self.description.as_deref().unwrap_or_default(),
            status: Some(self.status.as_ref().unwrap_or(&AutomationStatus::Enabled)),
            business_units: &self.business_units,
            filter: self.filter.to_value(),
            actions: &self.actions,
            end_time: self.end_time.as_ref(),
        };
        problems.refuse(call.query(query).json(&body))
    }
}

impl UpdateAutomation {
    /// The automation as it is. Nothing changes yet.
    pub fn of(automation: &Automation) -> Self {
        Self {
            name: automation.name.clone(),
            filter: automation.query().cloned().map(AutomationFilter::raw),
            actions: automation.actions.clone(),
            description: automation.description.clone(),
            status: automation.status.clone(),
            business_units: automation.business_units.clone(),
            end_time: automation.end_time.clone(),
        }
    }

    /// What it does with the alerts, instead of what it did.
    pub fn actions(mut self, actions: impl IntoIterator<Item = Action>) -> Self {
        self.actions = actions.into_iter().collect();
        self
    }

    pub(super) fn call(&self, call: Call) -> Call {
        let mut problems = Problems::default();
        problems.require("name", self.name.as_deref().unwrap_or_default());
        match &self.filter {
            Some(filter) => filter.check(&mut problems),
            None => problems.add("filter", "is not in the automation as it was read: set it"),
        }
        check_actions(&self.actions, &mut problems);
        let body = Body {
            name: self.name.as_deref().unwrap_or_default(),
            description: self.description.as_deref().unwrap_or_default(),
            status: self.status.as_ref(),
            business_units: &self.business_units,
            filter: self.filter.as_ref().map_or(Value::Object(Map::new()), AutomationFilter::to_value),
            actions: &self.actions,
            end_time: self.end_time.as_ref(),
        };
        problems.refuse(call.json(&body))
    }
}

fn check_actions(actions: &[Action], problems: &mut Problems) {
    if actions.is_empty() {
        problems.add("actions", "must name at least one");
    }
    for (index, action) in actions.iter().enumerate() {
        for (field, rule) in action.problems() {
            problems.add(format!("actions[{index}].{field}"), rule);
        }
    }
}

setters! {
    CreateAutomation {
        /// What it is for.
        description: String;
        /// Whether it works. It does unless this says otherwise.
        status: AutomationStatus;
        /// Limits it to these business units. They cannot change later.
        [business_units: BusinessUnitId];
        /// When it ends. The form that Orca takes is not confirmed.
        end_time: Timestamp;
        /// Whether it also takes the alerts that are there already. Only a new automation can.
        apply_on_existing: bool;
    }
}

setters! {
    UpdateAutomation {
        /// The name.
        name: String;
        /// Which alerts it takes.
        filter: AutomationFilter;
        /// What it is for.
        description: String;
        /// Whether it works.
        status: AutomationStatus;
        /// When it ends. The form that Orca takes is not confirmed.
        end_time: Timestamp;
    }
}
