//! The text of a flow's issues.

use super::Source;
use crate::problem::Problems;
use crate::table::Table;
use securityhub_finding::InputTransformer;
use ticket_bridge::{Markup, Template};

pub(super) fn read(table: &Table<'_>, source: Option<Source>, problems: &mut Problems) -> Option<Template> {
    let table = table.table("template", &["markup", "paths", "text"], problems)?;
    let markups = [("markdown", Markup::Markdown), ("backlog", Markup::Backlog)];
    let markup = table.word("markup", &markups, problems);
    if !table.has("paths") && !table.has("text") {
        if !table.has("markup") {
            problems.add(table.path(), "says nothing", "give `markup`, or `paths` and `text`");
        }
        return markup.map(Template::facts);
    }
    if table.has("markup") {
        problems.add(
            table.at("markup"),
            "is not for a template of one's own",
            "leave `markup` out, or `paths` and `text`",
        );
    }
    if source == Some(Source::Orca) {
        let fix = "use `template = { markup = \"markdown\" }`";
        problems.add(table.path(), "`paths` and `text` are for `securityhub` only", fix);
    }
    let text = table.required_text("text", "'{\"description\": \"<Title>\"}'", problems);
    if !table.has("paths") {
        problems.add(table.at("paths"), "is missing", "add `paths = { Title = \"$.detail.findings[0].Title\" }`");
    }
    let mut paths = Vec::new();
    for (name, value) in table.named("paths", problems) {
        match value.as_str() {
            Some(path) => paths.push((name, path.to_owned())),
            None => problems.add(table.at("paths"), "holds something else than texts", "write `NAME = \"$.path\"`"),
        }
    }
    match InputTransformer::new(paths, text?) {
        Ok(transformer) => Some(Template::eventbridge(transformer)),
        Err(error) => {
            problems.add(table.path(), error.to_string(), "mend it as EventBridge would ask for it");
            None
        }
    }
}
