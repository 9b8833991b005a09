//! Whom a message calls.

use std::collections::BTreeSet;

/// What the tags of one body ask for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mentions {
    pub(super) accounts: BTreeSet<u64>,
    pub(super) all: bool,
}

/// Reads `[To:1]`, `[rp aid=1 to=2-3]` and `[toall]`.
///
/// Tags in a closed quotation call nobody. Where the service's rule is not known (letter case, tags in `[code]`, a
/// quotation that is never closed) the tag counts: a test should see the mention that might happen.
pub(super) fn mentions(body: &str) -> Mentions {
    let body = body.to_ascii_lowercase();
    let tags: Vec<&str> = body.split('[').skip(1).filter_map(|piece| Some(piece.split_once(']')?.0)).collect();
    let last_close = tags.iter().rposition(|tag| *tag == "/qt").unwrap_or(0);
    let mut quotes = 0_usize;
    let mut mentions = Mentions::default();
    for (at, tag) in tags.iter().enumerate() {
        match *tag {
            "qt" if at < last_close => quotes += 1,
            "/qt" => quotes = quotes.saturating_sub(1),
            _ if quotes > 0 => {}
            "toall" => mentions.all = true,
            tag => mentions.accounts.extend(called(tag)),
        }
    }
    mentions
}

fn called(tag: &str) -> Option<u64> {
    let id = match tag.strip_prefix("to:") {
        Some(id) => id,
        None => tag.strip_prefix("rp ")?.split_whitespace().find_map(|word| word.strip_prefix("aid="))?,
    };
    id.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::mentions;

    fn accounts(body: &str) -> Vec<u64> {
        mentions(body).accounts.into_iter().collect()
    }

    #[test]
    fn reads_mentions_and_replies() {
        assert_eq!(accounts("[To:5] a [info][rp aid=6 to=1-2]b[/info] [to:7]"), [5, 6, 7]);
        assert!(mentions("x [ToAll]").all);
        assert_eq!(accounts("［To:5］ [To:x] [To:5"), [0_u64; 0]);
    }

    #[test]
    fn a_closed_quotation_calls_nobody() {
        assert_eq!(accounts("[qt][qtmeta aid=5][To:5][qt][To:6][/qt][To:7][/qt][To:8]"), [8]);
        assert_eq!(accounts("[qt][To:5]"), [5]);
    }
}
