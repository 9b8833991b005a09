//! Remediation texts of one's own, one for each kind of alert.

use serde_json::json;

use super::answer::{Answer, Arguments, Refusal, ok};
use super::state::State;
use crate::http::Request;

#[derive(Clone, Debug)]
pub(super) struct RemediationText {
    alert_type: String,
    enabled: bool,
    custom_text: String,
}

pub(super) fn get(state: &State, request: &Request) -> Answer {
    let arguments = Arguments::of(request, &["alert_type"])?;
    let index = place_of(state, alert_type(&arguments)?)?;
    answer(state.remediation_texts.get(index))
}

pub(super) fn create(state: &mut State, request: &Request) -> Answer {
    let arguments = arguments(request)?;
    let alert_type = alert_type(&arguments)?.to_owned();
    if place_of(state, &alert_type).is_ok() {
        return Err(Refusal::not_modelled("a second text for one alert_type"));
    }
    let custom_text = arguments.text("custom_text").ok_or_else(|| Refusal::bad("custom_text is required"))?.to_owned();
    let enabled = arguments.get("enabled").is_none() || arguments.flag("enabled")?;
    state.remediation_texts.push(RemediationText { alert_type, enabled, custom_text });
    answer(state.remediation_texts.last())
}

/// Changes what is given. What is not there yet is 404: it has to be made first.
pub(super) fn update(state: &mut State, request: &Request) -> Answer {
    let arguments = arguments(request)?;
    let index = place_of(state, alert_type(&arguments)?)?;
    let enabled = arguments.get("enabled").map(|_given| arguments.flag("enabled")).transpose()?;
    if let Some(text) = state.remediation_texts.get_mut(index) {
        text.enabled = enabled.unwrap_or(text.enabled);
        if let Some(custom_text) = arguments.text("custom_text") {
            custom_text.clone_into(&mut text.custom_text);
        }
    }
    answer(state.remediation_texts.get(index))
}

/// The body names what goes.
pub(super) fn delete(state: &mut State, request: &Request) -> Answer {
    let arguments = arguments(request)?;
    let index = place_of(state, alert_type(&arguments)?)?;
    let gone = state.remediation_texts.remove(index);
    answer(Some(&gone))
}

fn arguments(request: &Request) -> Result<Arguments, Refusal> {
    Arguments::of(request, &["alert_type", "custom_text", "enabled"])
}

fn alert_type(arguments: &Arguments) -> Result<&str, Refusal> {
    let given = arguments.text("alert_type").filter(|alert_type| !alert_type.is_empty());
    given.ok_or_else(|| Refusal::bad("alert_type is required"))
}

fn place_of(state: &State, alert_type: &str) -> Result<usize, Refusal> {
    let place = state.remediation_texts.iter().position(|text| text.alert_type == alert_type);
    place.ok_or_else(|| Refusal::Refused(404, "not found".to_owned()))
}

fn answer(text: Option<&RemediationText>) -> Answer {
    let text = text.ok_or_else(|| Refusal::Refused(404, "not found".to_owned()))?;
    let RemediationText { alert_type, enabled, custom_text } = text;
    Ok(ok(&json!({"alert_type": alert_type, "enabled": enabled, "custom_text": custom_text})))
}
