//! What a Markdown parser with all its extensions makes of a text.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

#[derive(Debug, Default)]
pub(super) struct Read {
    /// Words, with a line break between lines.
    pub(super) text: String,
    pub(super) links: Vec<Link>,
    /// Whatever is neither.
    pub(super) markup: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Link {
    pub(super) target: String,
    pub(super) shown: String,
    /// The line of the source.
    pub(super) line: String,
}

pub(super) fn read(source: &str) -> Read {
    // Quotes and dashes of print are no markup.
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    let mut read = Read::default();
    let mut in_link = false;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) | Event::SoftBreak | Event::HardBreak => {
                read.text.push('\n');
            }
            Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. }) => {
                let (before, after) = source.split_at(range.start);
                let line = before.lines().next_back().unwrap_or_default().to_owned()
                    + after.lines().next().unwrap_or_default();
                read.links.push(Link { target: dest_url.into_string(), shown: String::new(), line });
                in_link = true;
            }
            Event::End(TagEnd::Link) => in_link = false,
            Event::Text(text) if in_link => read.links.last_mut().unwrap().shown.push_str(&text),
            Event::Text(text) => read.text.push_str(&text),
            other => read.markup.push(format!("{other:?}")),
        }
    }
    // This parser leaves bare addresses alone. Others make links of them, some of them behind a backslash too: section
    // 6.9 of GitHub's specification.
    let lower = read.text.to_lowercase();
    let bare = ["://", "www.", "@", "mailto:", "xmpp:"].into_iter().filter(|sign| {
        let needs_at = sign.ends_with(':');
        lower.contains(sign) && (!needs_at || lower.contains('@'))
    });
    read.markup.extend(bare.map(|sign| format!("bare link: {sign}")));
    read
}
