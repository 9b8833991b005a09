//! The older list of alerts: filters and no pages.

use super::Alerts;
use crate::model::{Alert, AlertState, RiskLevel, Severity};
use crate::page::{Entry, ListPage, push_limit};
use saas_api_core::{Call, Params, Result, setters};
use std::fmt::Display;

/// The most alerts that come back.
const MOST: u32 = 1_000;

/// Which alerts to list. For [`Alerts::list`].
///
/// ```
/// use orca_api::alerts::ListAlerts;
/// use orca_api::model::{AlertState, RiskLevel};
///
/// let urgent = ListAlerts::new()
///     .risk_level([RiskLevel::Critical, RiskLevel::High])
///     .status([AlertState::Open, AlertState::InProgress])
///     .filter("cloud_provider", ["aws"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ListAlerts {
    filters: Vec<(String, Vec<String>)>,
    limit: Option<u32>,
}

impl Alerts<'_> {
    /// Lists alerts that fit all filters, at most 1000. There are no pages.
    ///
    /// [`ListPage::total`] tells how many there are: where it is more than came, narrow the filters. Whether informational
    /// alerts come without a filter that names them is not known.
    ///
    /// # Errors
    /// `InvalidRequest` for a limit that is not 1 to 1000, for a filter without a value, and for a value with a comma.
    /// Status 400 with `<field> field does not exist` for a filter that Orca does not know: [`scheme`](Self::scheme) lists
    /// those that it does.
    #[doc(alias = "アラート一覧の取得")]
    pub async fn list(&self, request: &ListAlerts) -> Result<ListPage<Entry<Alert>>> {
        let answer = self.0.send(Call::get("/alerts").query(request.params())).await?;
        ListPage::read(&answer, Entry::<Alert>::of)
    }
}

impl ListAlerts {
    /// All alerts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Alerts in one of these states.
    pub fn status(self, states: impl IntoIterator<Item = AlertState>) -> Self {
        self.filter("state.status", states.into_iter().map(text))
    }

    /// Alerts of one of these risk levels.
    pub fn risk_level(self, levels: impl IntoIterator<Item = RiskLevel>) -> Self {
        self.filter("state.risk_level", levels.into_iter().map(text))
    }

    /// Alerts of one of these severities, in the old words.
    pub fn severity(self, severities: impl IntoIterator<Item = Severity>) -> Self {
        self.filter("state.severity", severities.into_iter().map(text))
    }

    /// Alerts of one of these rules, such as `aws_s3_bucket_public_read`.
    pub fn rule(self, rules: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.filter("type", rules)
    }

    /// Alerts about one of these assets.
    pub fn asset_unique_id(self, assets: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.filter("asset_unique_id", assets)
    }

    /// Alerts with one of these labels, such as `fix_available`.
    pub fn labels(self, labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.filter("alert_labels", labels)
    }

    /// Alerts with one of these values in any field that Orca filters by, such as `state.alert_id`. The same field again
    /// replaces its values.
    pub fn filter(mut self, field: impl Into<String>, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let field = field.into();
        self.filters.retain(|(name, _values)| *name != field);
        self.filters.push((field, values.into_iter().map(Into::into).collect()));
        self
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        for (field, values) in &self.filters {
            let name = field.clone();
            match &**field {
                "" => params.refuse("filter", "must name a field"),
                "limit" => params.refuse("limit", "is no field: see `ListAlerts::limit`"),
                // Sent as nothing, either would find everything.
                _ if values.is_empty() => params.refuse(name.clone(), "must name at least one value"),
                _ if values.iter().any(String::is_empty) => params.refuse(name.clone(), "must hold no empty value"),
                _ if values.iter().any(|value| value.contains(',')) => {
                    params.refuse(name.clone(), "must hold no comma: Orca reads several values there");
                }
                _ => {}
            }
            params.push_joined(name, values);
        }
        push_limit(&mut params, self.limit, MOST);
        params
    }
}

fn text(word: impl Display) -> String {
    word.to_string()
}

setters! {
    ListAlerts {
        /// At most so many alerts, 1 to 1000.
        limit: u32;
    }
}
