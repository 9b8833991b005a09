/// A template, cut at its placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(Vec<Segment>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    Text(String),
    Placeholder { variable: Variable, in_quotes: bool },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Variable {
    Path(String),
    RuleArn,
    RuleName,
    IngestionTime,
    Event,
    EventJson,
}

/// Where in the template the reader is.
#[derive(Default)]
struct Quotes {
    inside: bool,
    escaped: bool,
}

impl Template {
    pub(super) fn read(text: &str, is_known: impl Fn(&str) -> bool) -> Result<Self, String> {
        if text.is_empty() || text.chars().count() > 8192 {
            return Err("empty, or longer than 8192 characters".to_owned());
        }
        let is_object = text.trim_start().starts_with('{');
        let (mut segments, mut quotes, mut plain, mut rest) = (Vec::new(), Quotes::default(), String::new(), text);
        // A placeholder in the text that is open, or the value just before.
        let mut filled = false;
        while let Some(symbol) = rest.chars().next() {
            if let Some((name, tail)) = placeholder(rest) {
                let variable = Variable::named(name, &is_known).ok_or_else(|| format!("no path names <{name}>"))?;
                if quotes.inside && matches!(variable, Variable::Event | Variable::EventJson) {
                    return Err(format!("<{name}> inside quotes"));
                }
                segments.push(Segment::Text(std::mem::take(&mut plain)));
                segments.push(Segment::Placeholder { variable, in_quotes: quotes.inside });
                (filled, quotes.escaped, rest) = (true, false, tail);
                continue;
            }
            if !quotes.inside && is_object && filled && symbol == ':' {
                return Err("a placeholder in an object's key".to_owned());
            }
            // Outside quotes only spaces may stand between a key and its colon; a quote opens a new text.
            let opens = symbol == '"' && !quotes.inside;
            filled = filled && !opens && (quotes.inside || symbol.is_whitespace());
            quotes.pass(symbol);
            plain.push(symbol);
            rest = rest.strip_prefix(symbol).unwrap_or_default();
        }
        segments.push(Segment::Text(plain));
        Ok(Self(segments))
    }

    pub(super) fn segments(&self) -> &[Segment] {
        &self.0
    }
}

impl Quotes {
    fn pass(&mut self, symbol: char) {
        if symbol == '"' && !self.escaped {
            self.inside = !self.inside;
        }
        self.escaped = self.inside && !self.escaped && symbol == '\\';
    }
}

impl Variable {
    fn named(name: &str, is_known: impl Fn(&str) -> bool) -> Option<Self> {
        match name {
            "aws.events.rule-arn" => Some(Self::RuleArn),
            "aws.events.rule-name" => Some(Self::RuleName),
            "aws.events.event.ingestion-time" => Some(Self::IngestionTime),
            "aws.events.event" => Some(Self::Event),
            "aws.events.event.json" => Some(Self::EventJson),
            _ => is_known(name).then(|| Self::Path(name.to_owned())),
        }
    }
}

/// The placeholder that the text begins with, and what follows it.
fn placeholder(text: &str) -> Option<(&str, &str)> {
    let (name, tail) = text.strip_prefix('<')?.split_once('>')?;
    (is_name(name) || name.starts_with("aws.events.")).then_some((name, tail))
}

/// Whether a path may have the name.
pub(super) fn is_name(name: &str) -> bool {
    let is_name_symbol = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=256).contains(&name.len()) && name.bytes().all(is_name_symbol) && !name.starts_with("AWS")
}
