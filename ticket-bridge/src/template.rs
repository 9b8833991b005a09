//! How a finding becomes the text of a ticket.

use crate::observation::Observation;
use crate::render::{self, Markup};
#[cfg(feature = "securityhub")]
use securityhub_finding::{Event, InputTransformer};

/// The text of a ticket.
#[derive(Clone, Debug)]
pub struct Template(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Facts(Markup),
    #[cfg(feature = "securityhub")]
    EventBridge(Box<InputTransformer>),
}

impl Template {
    /// The finding's facts, one a line, with text from outside inert in this markup. The default, in Markdown.
    ///
    /// Signs of the markup in such a text stand behind a backslash or as their full-width twins. Nothing in it is a link;
    /// the finding's own links are, when they lead to a host by `https`. A description has at most 60,000 characters: the
    /// details are cut first.
    pub const fn facts(markup: Markup) -> Self {
        Self(Kind::Facts(markup))
    }

    /// The `description` of what an EventBridge rule with this input transformer posts to Backlog.
    ///
    /// For teams that post by an API destination today: the text of their tickets stays the same to the byte. Unlike
    /// there, a quote in a title breaks nothing. Text from outside is as active here as it is there. One thing differs: a
    /// text of more than 60,000 characters is cut.
    #[cfg(feature = "securityhub")]
    #[cfg_attr(docsrs, doc(cfg(feature = "securityhub")))]
    pub fn eventbridge(transformer: InputTransformer) -> Self {
        Self(Kind::EventBridge(Box::new(transformer)))
    }

    /// The text; or why there is none, in words for a person.
    #[cfg_attr(not(feature = "securityhub"), expect(clippy::unnecessary_wraps, reason = "the other template can fail"))]
    pub(crate) fn description(&self, observation: &Observation) -> Result<String, String> {
        match &self.0 {
            Kind::Facts(markup) => Ok(render::facts(observation, *markup)),
            #[cfg(feature = "securityhub")]
            Kind::EventBridge(transformer) => {
                let event: Event = observation.raw.to_string().parse().map_err(|error| format!("{error}"))?;
                let posted: serde_json::Value = serde_json::from_str(&transformer.render(&event))
                    .map_err(|error| format!("the template gives no JSON at column {}", error.column()))?;
                let description = posted.get("description").and_then(serde_json::Value::as_str);
                description.map(render::whole).ok_or_else(|| "the template gives no `description`".to_owned())
            }
        }
    }
}

impl Default for Template {
    fn default() -> Self {
        Self::facts(Markup::default())
    }
}
