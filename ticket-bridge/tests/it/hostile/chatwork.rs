//! A reader of Chatwork's notation that sees a tag wherever one may be meant.

/// Every piece in brackets, and every bracket that is left open or closes nothing.
pub(super) fn tags(body: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find(['[', ']']) {
        (_, rest) = rest.split_at(at);
        let (tag, after) = rest.split_at(rest.find(']').map_or(rest.len(), |end| end + 1));
        tags.push(tag);
        rest = after;
    }
    tags
}

/// What becomes a link by itself.
pub(super) fn links(body: &str) -> Vec<&str> {
    body.split_whitespace().filter(|word| word.contains("://")).collect()
}
