//! Configs of integrations.

use std::time::SystemTime;

use serde_json::{Map, Value, json};

use super::answer::{Answer, Arguments, Refusal, ok};
use super::automations::{not_found, refer_to};
use super::document::time_text;
use super::state::State;
use crate::http::Request;

/// The member of a webhook's settings that answers leave out.
const SECRET: &str = "api_key";

/// One config, known by its service and its template name.
#[derive(Clone, Debug)]
pub(super) struct Config {
    id: String,
    service: String,
    template: String,
    settings: Map<String, Value>,
    is_enabled: bool,
    is_default: bool,
    business_units: Value,
    created_at: SystemTime,
    updated_at: SystemTime,
}

pub(super) fn list(state: &State, request: &Request) -> Answer {
    let arguments = Arguments::of(request, &["service_name", "template_name"])?;
    let fits = |name: &str, found: &str| arguments.text(name).is_none_or(|wanted| wanted == found);
    let wanted = |config: &&Config| fits("service_name", &config.service) && fits("template_name", &config.template);
    let rows: Vec<Value> = state.configs.iter().filter(wanted).map(Config::shown).collect();
    Ok(ok(&json!({"status": "success", "data": rows})))
}

pub(super) fn create(state: &mut State, request: &Request) -> Answer {
    const KNOWN: [&str; 6] = ["business_units", "config", "is_default", "is_enabled", "service_name", "template_name"];
    let arguments = Arguments::of(request, &KNOWN)?;
    let text = |name: &str| {
        let text = arguments.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
        text.ok_or_else(|| Refusal::bad(format!("{name} is required")))
    };
    let (service, template) = (text("service_name")?, text("template_name")?);
    if place_of(state, &service, &template).is_ok() {
        return Err(Refusal::not_modelled("a second config of this name"));
    }
    let config = Config {
        id: format!("c0f10000-0000-4000-8000-{:012x}", state.next_object()),
        settings: settings(arguments.get("config"))?,
        service,
        template,
        is_enabled: arguments.flag("is_enabled")?,
        is_default: arguments.flag("is_default")?,
        business_units: arguments.get("business_units").cloned().unwrap_or_else(|| json!([])),
        created_at: request.at,
        updated_at: request.at,
    };
    let answer = config.shown();
    state.configs.push(config);
    Ok(ok(&json!({"status": "success", "data": answer})))
}

/// Replaces the settings; a secret that is left out stays.
pub(super) fn update(state: &mut State, request: &Request, service: &str) -> Answer {
    let place = place_of(state, service, template(request)?)?;
    let Some(Value::Object(body)) = request.json() else {
        return Err(Refusal::bad("the body is not a JSON object"));
    };
    if let Some(name) = body.keys().find(|name| !["config", "is_default", "is_enabled"].contains(&name.as_str())) {
        return Err(Refusal::not_modelled(format!("the member {name:?}")));
    }
    let mut settings = settings(body.get("config"))?;
    let flag = |name: &str, now: bool| body.get(name).and_then(Value::as_bool).unwrap_or(now);
    let Some(config) = state.configs.get_mut(place) else { return Err(not_found()) };
    if let Some(secret) = config.settings.get(SECRET) {
        settings.entry(SECRET).or_insert_with(|| secret.clone());
    }
    config.settings = settings;
    config.is_enabled = flag("is_enabled", config.is_enabled);
    config.is_default = flag("is_default", config.is_default);
    config.updated_at = request.at;
    Ok(ok(&json!({"status": "success", "data": config.shown()})))
}

pub(super) fn delete(state: &mut State, request: &Request, service: &str) -> Answer {
    let place = place_of(state, service, template(request)?)?;
    if state.configs.get(place).is_some_and(|config| refer_to(state, &config.id)) {
        return Err(Refusal::not_modelled("a config that an automation uses"));
    }
    state.configs.remove(place);
    Ok(ok(&json!({"status": "success"})))
}

pub(super) fn has(state: &State, id: &str) -> bool {
    state.configs.iter().any(|config| config.id == id)
}

fn settings(config: Option<&Value>) -> Result<Map<String, Value>, Refusal> {
    config.and_then(Value::as_object).cloned().ok_or_else(|| Refusal::bad("config is required"))
}

/// The template name that a changing call has in its query.
fn template(request: &Request) -> Result<&str, Refusal> {
    match request.query.as_slice() {
        [(name, template)] if name == "template" => Ok(template),
        _ => Err(Refusal::bad("template is required")),
    }
}

fn place_of(state: &State, service: &str, template: &str) -> Result<usize, Refusal> {
    let is_it = |config: &Config| config.service == service && config.template == template;
    state.configs.iter().position(is_it).ok_or_else(not_found)
}

impl Config {
    fn shown(&self) -> Value {
        let mut settings = self.settings.clone();
        settings.remove(SECRET);
        json!({
            "id": self.id,
            "service_name": self.service,
            "template_name": self.template,
            "config": settings,
            "is_enabled": self.is_enabled,
            "is_default": self.is_default,
            "business_units": self.business_units,
            "created_at": time_text(self.created_at),
            "updated_at": time_text(self.updated_at),
        })
    }
}
