//! Alert rules: the organization's own, and the switch of built-in ones.
//!
//! A rule looks for assets by a query, and each hit is an alert. All of it is known from one client of Orca's own.

use crate::client::Client;
use crate::crud::One;
use crate::id::RuleId;
use crate::model::Rule;
use crate::problems::Problems;
use crate::serving_layer::Query;
use saas_api_core::{Call, Decimal, Expect, Result, setters};
use serde::Serialize;
use serde_json::Value;

/// Alert rules. Made by [`Client::rules`].
#[derive(Clone, Copy, Debug)]
pub struct Rules<'c>(&'c Client);

/// What a rule looks for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RuleQuery {
    /// Orca's text query language, such as `AwsS3Bucket with PublicRead = true`.
    Text(String),
    /// A query of the serving layer: `{"models": ["AwsS3Bucket"], "type": "object_set", "with": {..}}`.
    Json(Value),
}

/// Where the alerts of a rule stand in a compliance framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use]
pub struct RuleFramework {
    compliance_framework: String,
    category: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_category: Option<String>,
    priority: String,
}

/// A new rule. For [`Rules::create`].
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct CreateRule(Content);

/// A change of a rule of the organization's own. For [`Rules::update`]. It starts as the rule is.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct UpdateRule(Content);

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Content {
    name: String,
    details: String,
    category: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    orca_score: Option<Decimal>,
    context_score: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_json: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compliance_frameworks: Option<Vec<Value>>,
}

#[derive(Serialize)]
struct Switch<'r> {
    rule_id: &'r RuleId,
    rule_type: &'r str,
    enabled: bool,
    custom: bool,
}

impl<'c> Rules<'c> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self(client)
    }

    /// Creates a rule.
    ///
    /// Never repeated once it may have arrived: a second try can make a second rule, and each alert would come twice. Known
    /// from one client of Orca's own.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty name, category or query, and a score that is not 1 to 10: the error names each.
    pub async fn create(&self, request: &CreateRule) -> Result<Rule> {
        self.one(request.0.call(Call::post("/sonar/rules"))).await
    }

    /// Gets a rule, also a built-in one. Known from one client of Orca's own.
    ///
    /// # Errors
    /// Status 400 for a rule that never was, 500 for one that was deleted: see [`exists`](Self::exists).
    pub async fn get(&self, rule: impl Into<RuleId>) -> Result<Rule> {
        self.one(Call::get("/sonar/rules/{rule_id}").arg(rule.into())).await
    }

    /// Whether there is a rule.
    ///
    /// Orca answers 400 or 404 for a rule that never was: `false`. For a deleted rule it answers 500, as for a failure of its
    /// own. Its own client takes that for "does not exist" too; here it stays an error, so that an outage makes nobody create
    /// a rule again. Known from one client of Orca's own.
    ///
    /// # Errors
    /// Status 500 when the rule was deleted, or Orca failed. Those of every call.
    pub async fn exists(&self, rule: impl Into<RuleId>) -> Result<bool> {
        let call = Call::head("/sonar/rules/{rule_id}").arg(rule.into()).expect(Expect::Empty);
        match self.0.send(call).await {
            Ok(_) => Ok(true),
            Err(error) if matches!(error.status(), Some(400 | 404)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Updates a rule of the organization's own. The request is made of the rule as it is: all of it is sent.
    ///
    /// Not repeated once it may have arrived. Known from one client of Orca's own.
    ///
    /// # Errors
    /// As for [`get`](Self::get); `InvalidRequest` like [`create`](Self::create).
    pub async fn update(&self, rule: impl Into<RuleId>, request: &UpdateRule) -> Result<Rule> {
        self.one(request.0.call(Call::put("/sonar/rules/{rule_id}").arg(rule.into()))).await
    }

    /// Deletes a rule of the organization's own.
    ///
    /// Not repeated once it may have arrived. Doing it again is safe, but Orca answers it with 500: after an unclear failure
    /// look with [`get`](Self::get). Known from one client of Orca's own.
    ///
    /// # Errors
    /// As for [`get`](Self::get).
    pub async fn delete(&self, rule: impl Into<RuleId>) -> Result<()> {
        let call = Call::delete("/sonar/rules/{rule_id}").arg(rule.into()).expect(Expect::Empty);
        self.0.send(call).await.map(drop)
    }

    /// Switches a built-in rule on or off, and gives what the answer says that it is now, when it says so.
    ///
    /// The rule's type is in [`Rule::rule_type`]. Not repeated once it may have arrived. Known from one client of Orca's own.
    ///
    /// # Errors
    /// `InvalidRequest` for an empty type. As for [`get`](Self::get).
    pub async fn set_enabled(&self, rule: impl Into<RuleId>, rule_type: &str, enabled: bool) -> Result<Option<bool>> {
        let rule_id = rule.into();
        let mut problems = Problems::default();
        problems.require("rule_type", rule_type);
        let body = Switch { rule_id: &rule_id, rule_type, enabled, custom: false };
        let call = Call::put("/sonar/rules/status/{rule_id}").arg(&rule_id).json(&body);
        let answer = self.0.send(problems.refuse(call).expect(Expect::JsonOrEmpty)).await?;
        let told: Value = answer.json()?;
        let inner = told.get("data").unwrap_or(&told);
        Ok(inner.get("enabled").and_then(Value::as_bool))
    }

    async fn one(&self, call: Call) -> Result<Rule> {
        self.0.json(call).await.map(|One(rule)| rule)
    }
}

impl RuleFramework {
    /// A place: framework, category, and how much it matters, such as `high`.
    pub fn new(framework: impl Into<String>, category: impl Into<String>, priority: impl Into<String>) -> Self {
        Self {
            compliance_framework: framework.into(),
            category: category.into(),
            sub_category: None,
            priority: priority.into(),
        }
    }
}

impl CreateRule {
    /// A rule with this name, category and score (1 to 10) that looks for this.
    pub fn new(
        name: impl Into<String>,
        category: impl Into<String>,
        orca_score: impl Into<Decimal>,
        query: impl Into<RuleQuery>,
    ) -> Self {
        let mut content = Content {
            name: name.into(),
            details: String::new(),
            category: category.into(),
            orca_score: Some(orca_score.into()),
            context_score: false,
            enabled: None,
            rule: None,
            rule_json: None,
            compliance_frameworks: None,
        };
        content.look_for(query.into());
        Self(content)
    }

    /// What it is about.
    pub fn details(mut self, details: impl Into<String>) -> Self {
        self.0.details = details.into();
        self
    }

    /// Whether Orca moves the score by the context of the asset.
    pub fn context_score(mut self, context_score: bool) -> Self {
        self.0.context_score = context_score;
        self
    }

    /// Whether it works. Sent only when it is set: what Orca does then is not known for queries of the serving layer.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.0.enabled = Some(enabled);
        self
    }

    /// Where its alerts stand in compliance frameworks.
    pub fn compliance_frameworks(mut self, places: impl IntoIterator<Item = RuleFramework>) -> Self {
        self.0.stand_in(places);
        self
    }
}

impl UpdateRule {
    /// The rule as it is. Nothing changes yet.
    pub fn of(rule: &Rule) -> Self {
        let places = rule.raw().get("compliance_frameworks").and_then(Value::as_array);
        Self(Content {
            name: rule.name.clone().unwrap_or_default(),
            details: rule.details.clone().unwrap_or_default(),
            category: rule.category.clone().unwrap_or_default(),
            orca_score: rule.orca_score.clone(),
            context_score: rule.context_score.unwrap_or_default(),
            enabled: rule.enabled,
            rule: rule.rule.clone().filter(|rule| !rule.is_empty()),
            rule_json: rule.query().cloned(),
            compliance_frameworks: places.cloned(),
        })
    }

    /// The name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    /// What it is about.
    pub fn details(mut self, details: impl Into<String>) -> Self {
        self.0.details = details.into();
        self
    }

    /// The category.
    pub fn category(mut self, category: impl Into<String>) -> Self {
        self.0.category = category.into();
        self
    }

    /// The score of its alerts, 1 to 10.
    pub fn orca_score(mut self, orca_score: impl Into<Decimal>) -> Self {
        self.0.orca_score = Some(orca_score.into());
        self
    }

    /// Whether Orca moves the score by the context of the asset.
    pub fn context_score(mut self, context_score: bool) -> Self {
        self.0.context_score = context_score;
        self
    }

    /// Whether it works.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.0.enabled = Some(enabled);
        self
    }

    /// What it looks for, instead of what it did.
    pub fn query(mut self, query: impl Into<RuleQuery>) -> Self {
        self.0.look_for(query.into());
        self
    }

    /// Where its alerts stand in compliance frameworks, instead of where they did.
    pub fn compliance_frameworks(mut self, places: impl IntoIterator<Item = RuleFramework>) -> Self {
        self.0.stand_in(places);
        self
    }
}

impl Content {
    fn look_for(&mut self, query: RuleQuery) {
        (self.rule, self.rule_json) = match query {
            RuleQuery::Text(text) => (Some(text), None),
            RuleQuery::Json(query) => (None, Some(query)),
        };
    }

    fn stand_in(&mut self, places: impl IntoIterator<Item = RuleFramework>) {
        // Texts alone: writing them cannot fail.
        let places = places.into_iter().map(|place| serde_json::to_value(place).unwrap_or_default());
        self.compliance_frameworks = Some(places.collect());
    }

    fn call(&self, call: Call) -> Call {
        let mut problems = Problems::default();
        problems.require("name", &self.name);
        problems.require("category", &self.category);
        if self.orca_score.as_ref().is_some_and(|score| !(1.0..=10.0).contains(&score.as_f64())) {
            problems.add("orca_score", "must be 1 to 10");
        }
        match (&self.rule, &self.rule_json) {
            (Some(text), None) => problems.require("rule", text),
            (_, Some(query)) if !query.is_object() => {
                problems.add("rule_json", "must be a query that can be sent: a JSON object");
            }
            (None, None) => problems.add("rule", "is not in the rule as it was read: set the query"),
            _ => {}
        }
        problems.refuse(call.json(self))
    }
}

impl From<&str> for RuleQuery {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for RuleQuery {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Query> for RuleQuery {
    /// What is about pages and rows is left out.
    fn from(query: Query) -> Self {
        let (query, problems) = query.into_object();
        // Refused when it is sent: it is no object.
        Self::Json(if problems.is_empty() { query } else { Value::Null })
    }
}

impl From<Value> for RuleQuery {
    fn from(query: Value) -> Self {
        Self::Json(query)
    }
}

setters! {
    RuleFramework {
        /// The category within.
        sub_category: String;
    }
}
