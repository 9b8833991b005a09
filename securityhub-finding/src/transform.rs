//! The input transformer of EventBridge.

mod path;
mod template;

use crate::json::{Members, compact, escape};
use crate::problem::Problem;
use crate::{Event, RawJson};
use path::JsonPath;
use saas_api_core::Timestamp;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use template::{Segment, Template, Variable};

/// An input transformer (入力トランスフォーマー) of EventBridge: paths into an event, and a template.
///
/// ```
/// use securityhub_finding::{Event, InputTransformer};
///
/// let paths = [("Title", "$.detail.findings[0].Title"), ("Count", "$.detail.count")];
/// let transformer = InputTransformer::new(paths, r#"{"summary": <Title>, "note": "<Title>: <Count>"}"#)?;
///
/// let event: Event = r#"{"detail-type": "any", "source": "example", "detail": {
///     "count": 2, "findings": [{"Title": "the \"default\" group"}]}}"#
///     .parse()?;
/// let json = r#"{"summary": "the \"default\" group", "note": "the \"default\" group: 2"}"#;
/// assert_eq!(transformer.render(&event), json);
///
/// // What EventBridge would post is no JSON: it escapes nothing inside quotes.
/// let posted = r#"{"summary": "the \"default\" group", "note": "the "default" group: 2"}"#;
/// assert_eq!(transformer.render_verbatim(&event), posted);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A placeholder is `<name>`, with a name of letters, digits, `-` and `_`. Other text in angle brackets, such as `<br />`,
/// stays. These names are reserved and need no path: `aws.events.rule-arn` and `aws.events.rule-name` (give them by
/// [`rule_arn`](Self::rule_arn) and [`rule_name`](Self::rule_name)), `aws.events.event.ingestion-time` (the event's own
/// time, unless you give one by [`ingestion_time`](Self::ingestion_time)), `aws.events.event` (the event without its
/// detail) and `aws.events.event.json` (all of it).
///
/// | Placeholder | Outside quotes | Inside quotes, [`render`](Self::render) | Inside quotes, [`render_verbatim`](Self::render_verbatim) |
/// |---|---|---|---|
/// | text | with quotes, escaped | escaped | as it is |
/// | number, true, false | as written | as written | as written |
/// | object, list | compact | compact, escaped | compact |
/// | null | `null` | nothing | `null` |
/// | nothing at the path | `null`; verbatim: nothing | nothing | nothing |
///
/// [Official page](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html)
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct InputTransformer {
    paths: BTreeMap<String, JsonPath>,
    template: Template,
    rule_arn: Option<String>,
    rule_name: Option<String>,
    ingestion_time: Option<Timestamp>,
}

/// The paths or the template are none that EventBridge takes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an input transformer: {0}")]
#[non_exhaustive]
pub struct InvalidTransformer(Problem);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Escaped,
    Verbatim,
}

impl InputTransformer {
    /// A transformer of an `InputPathsMap` and an `InputTemplate`.
    ///
    /// # Errors
    /// When EventBridge would refuse it: more than 100 paths, names that are reserved or hold other characters, paths
    /// longer than 256 characters or with filters, an empty template or one longer than 8192 characters, a placeholder
    /// that no path names, one in an object's key, and one for the whole event inside quotes.
    pub fn new<K: Into<String>, V: AsRef<str>>(
        paths: impl IntoIterator<Item = (K, V)>,
        template: impl Into<String>,
    ) -> Result<Self, InvalidTransformer> {
        let invalid = |place: &str, what: &str| InvalidTransformer(Problem::new(place, what));
        let mut read = BTreeMap::new();
        for (name, path) in paths {
            let name = name.into();
            if !template::is_name(&name) {
                return Err(invalid("InputPathsMap", "a name is reserved, too long, or holds other characters"));
            }
            let path = JsonPath::read(path.as_ref()).map_err(|what| invalid(&format!("InputPathsMap.{name}"), what))?;
            read.insert(name, path);
        }
        if read.len() > 100 {
            return Err(invalid("InputPathsMap", "more than 100 paths"));
        }
        let template = Template::read(&template.into(), |name| read.contains_key(name))
            .map_err(|what| invalid("InputTemplate", &what))?;
        Ok(Self { paths: read, template, rule_arn: None, rule_name: None, ingestion_time: None })
    }

    /// The ARN of the rule, for `<aws.events.rule-arn>`.
    pub fn rule_arn(mut self, arn: impl Into<String>) -> Self {
        self.rule_arn = Some(arn.into());
        self
    }

    /// The name of the rule, for `<aws.events.rule-name>`.
    pub fn rule_name(mut self, name: impl Into<String>) -> Self {
        self.rule_name = Some(name.into());
        self
    }

    /// When EventBridge received the event, for `<aws.events.event.ingestion-time>`.
    pub fn ingestion_time(mut self, time: Timestamp) -> Self {
        self.ingestion_time = Some(time);
        self
    }

    /// Fills the template, and escapes what stands inside quotes: JSON whenever the template is.
    pub fn render(&self, event: &Event) -> String {
        self.fill(event, Mode::Escaped)
    }

    /// Fills the template as EventBridge does, which escapes nothing inside quotes.
    ///
    /// A quote, backslash or line break in a title makes it something else than JSON, and EventBridge fails to deliver
    /// that. The template's own text stays to the byte, with its spaces.
    pub fn render_verbatim(&self, event: &Event) -> String {
        self.fill(event, Mode::Verbatim)
    }

    fn fill(&self, event: &Event, mode: Mode) -> String {
        let mut filled = String::new();
        for segment in self.template.segments() {
            match segment {
                Segment::Text(text) => filled.push_str(text),
                Segment::Placeholder { variable, in_quotes } => {
                    let value = self.value(variable, event);
                    filled.push_str(&write(value.as_deref(), *in_quotes, mode));
                }
            }
        }
        filled
    }

    /// The value as compact JSON. Nothing where there is none.
    fn value(&self, variable: &Variable, event: &Event) -> Option<String> {
        let text = |text: Option<&str>| text.map(|text| format!("\"{}\"", escape(text)));
        match variable {
            Variable::Path(name) => self.paths.get(name)?.find(event.raw().as_str()),
            Variable::RuleArn => text(self.rule_arn.as_deref()),
            Variable::RuleName => text(self.rule_name.as_deref()),
            Variable::IngestionTime => {
                text(self.ingestion_time.as_ref().or(event.time.as_ref()).map(Timestamp::as_str))
            }
            Variable::Event => Some(without_detail(event.raw())),
            Variable::EventJson => Some(compact(event.raw().as_str())),
        }
    }
}

fn without_detail(event: &RawJson) -> String {
    let Ok(members) = Members::read(event.as_str()) else { return "{}".to_owned() };
    let member = |(name, value): (&str, &RawValue)| format!("\"{}\":{}", escape(name), compact(value.get()));
    let kept: Vec<String> = members.iter().filter(|(name, _)| *name != "detail").map(member).collect();
    format!("{{{}}}", kept.join(","))
}

fn write(value: Option<&str>, in_quotes: bool, mode: Mode) -> String {
    let Some(json) = value else {
        return if in_quotes || mode == Mode::Verbatim { String::new() } else { "null".to_owned() };
    };
    // A text of JSON that is none of Rust, such as half a surrogate pair, stays as it is written.
    let text = serde_json::from_str::<String>(json).ok();
    match text {
        Some(text) if !in_quotes => format!("\"{}\"", escape(&text)),
        Some(text) if mode == Mode::Escaped => escape(&text),
        Some(text) => text,
        None if !in_quotes => json.to_owned(),
        None if json.starts_with('"') => json.trim_matches('"').to_owned(),
        None if mode == Mode::Verbatim => json.to_owned(),
        None if json == "null" => String::new(),
        None => escape(json),
    }
}
