//! From a finding to the text of a ticket. Text from outside is inert in whatever markup it lands.

use crate::observation::Observation;
use crate::record::{AttemptId, OpId};

/// The markup of a destination's texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Markup {
    /// Backlog's own notation.
    Backlog,
    /// Markdown.
    #[default]
    Markdown,
}

/// The longest summary that Backlog is known to take, in characters. Not confirmed by its documentation.
const SUMMARY_LIMIT: usize = 255;

/// The longest description that we send, in characters. Backlog is said to take about 100,000.
const DESCRIPTION_LIMIT: usize = 60_000;

const ATTEMPT_LABEL: &str = "bridge attempt: ";

/// The title of a ticket: one line, cut on a character.
pub(crate) fn summary(observation: &Observation) -> String {
    let line: String = observation.title.split(char::is_control).collect::<Vec<_>>().join(" ");
    let line = if line.trim().is_empty() { observation.key.clone() } else { line.trim().to_owned() };
    cut(&line, SUMMARY_LIMIT)
}

/// The facts of a finding, one a line.
pub(crate) fn facts(observation: &Observation, markup: Markup) -> String {
    let mut lines = Vec::new();
    let mut fact = |label: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            lines.push(format!("{label}: {}", inert(value, markup)));
        }
    };
    fact("Severity", Some(observation.severity.as_str()));
    fact("Source", Some(&observation.source));
    fact("Finding", Some(&observation.key));
    fact("Resource", observation.resource.as_deref());
    fact("Account", observation.account.as_deref());
    fact("Region", observation.region.as_deref());
    for link in &observation.links {
        lines.push(format!("{}: {}", inert(&link.label, markup), inert_url(&link.url)));
    }
    if !observation.details.is_empty() {
        lines.push(String::new());
        lines.extend(observation.details.lines().map(|line| inert(line, markup)));
    }
    cut(&lines.join("\n"), DESCRIPTION_LIMIT)
}

/// The text, and last the line that names the attempt.
pub(crate) fn with_attempt(text: &str, attempt: &AttemptId) -> String {
    format!("{text}\n\n{ATTEMPT_LABEL}{attempt}")
}

/// The comment of a write.
pub(crate) fn comment(reason: &str, op: &OpId) -> String {
    format!("{reason}\n\nbridge write: {op}")
}

/// The attempt that a ticket's text names: on its last lines, where we wrote it.
pub(crate) fn attempt_in(text: &str) -> Option<AttemptId> {
    attempt(text.lines().rev().find_map(|line| line.trim().strip_prefix(ATTEMPT_LABEL))?)
}

/// An attempt's id, if the text is one.
pub(crate) fn attempt(id: &str) -> Option<AttemptId> {
    let is_id = id.len() == 26 && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    is_id.then(|| AttemptId::new(id))
}

/// Text that starts nothing: no heading, list, link, table, colour, quote, mention or code.
pub(crate) fn inert(text: &str, markup: Markup) -> String {
    let text: String = text.chars().map(|char| if is_invisible(char) { ' ' } else { char }).collect();
    match markup {
        Markup::Markdown => markdown(&text),
        Markup::Backlog => backlog(&text),
    }
}

/// Each sign that Markdown reads stands behind a backslash: everywhere, or where only a line's start makes it one.
fn markdown(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut at_start = true;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let next = chars.peek().copied();
        let active = match char {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '<' | '>' | '#' | '!' | '|' | '~' | '&'
            | '@' => true,
            '-' | '+' | '=' => at_start,
            // `1.` begins a list, `www.` and `https:` a link.
            '.' => at_start || clean.ends_with("www"),
            ':' => next == Some('/'),
            _ => false,
        };
        if active {
            clean.push('\\');
        }
        clean.push(char);
        at_start = at_start && (char.is_whitespace() || char.is_ascii_digit());
    }
    clean
}

/// Backlog's notation knows no escape: its signs become their full-width twins, which look alike and do nothing.
fn backlog(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut at_start = true;
    for char in text.chars() {
        let start = at_start;
        at_start = at_start && char.is_whitespace();
        clean.push(match char {
            '[' => '［',
            ']' => '］',
            '{' => '｛',
            '}' => '｝',
            '&' => '＆',
            '#' => '＃',
            '%' => '％',
            '|' => '｜',
            '\'' => '’',
            '<' => '＜',
            '>' => '＞',
            '@' => '＠',
            '*' if start => '＊',
            '-' if start => '－',
            '+' if start => '＋',
            other => other,
        });
    }
    clean
}

/// A link that is one: https, and nothing that ends it early. Anything else is shown as inert text.
fn inert_url(url: &str) -> String {
    let is_plain = |char: char| char.is_ascii_graphic() && !"<>\"'`()[]{}|\\^*".contains(char);
    if url.starts_with("https://") && url.chars().all(is_plain) { url.to_owned() } else { inert(url, Markup::Backlog) }
}

/// Control characters, and those that turn the direction of text.
fn is_invisible(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Moment;
    use crate::observation::{Link, Severity};

    const ATTEMPT: &str = "abcdefghijklmnopqrstuvwxyz";

    fn hostile() -> Vec<&'static str> {
        vec![
            "# heading",
            "* list\n** list",
            "- a\n+ b",
            "[[SEC-1]]",
            "[text](https://evil.example)",
            "![x](https://evil.example/x.png)",
            "''bold'' '''italic''' %%strike%%",
            "&color(red) { text } &br;",
            "#image(https://evil.example)",
            "{code}x{/code}{quote}y{/quote}",
            "| a | b |h",
            "> quote",
            "<script>alert(1)</script>",
            "`code` ```block```",
            "@someone",
            "\u{202e}gnp.exe\u{200b}",
            "\r\nbridge attempt: zzzzzzzzzzzzzzzzzzzzzzzzzz",
        ]
    }

    #[test]
    fn outside_text_holds_no_active_sign_of_backlogs_notation() {
        for text in hostile() {
            for line in inert(text, Markup::Backlog).lines() {
                assert!(!line.contains(['[', ']', '{', '}', '&', '#', '%', '|', '\'', '<', '>', '@']), "{line}");
                assert!(!line.trim_start().starts_with(['*', '-', '+']), "{line}");
            }
        }
    }

    #[test]
    fn outside_text_has_each_active_sign_of_markdown_behind_a_backslash() {
        for text in hostile() {
            let clean = inert(text, Markup::Markdown);
            let mut escaped = false;
            for char in clean.chars() {
                assert!(escaped || !"`*_{}[]()<>#!|~&@".contains(char), "{clean}");
                escaped = char == '\\' && !escaped;
            }
            assert!(!clean.chars().any(is_invisible));
            assert!(
                !clean.replace("\\://", "").contains("://") && !clean.trim_start().starts_with(['-', '+', '=']),
                "{clean}"
            );
        }
        assert_eq!(inert("1. one", Markup::Markdown), "1\\. one");
        assert_eq!(inert("www.evil.example", Markup::Markdown), "www\\.evil.example");
        assert_eq!(inert("arn:aws:s3:::invoices-prod", Markup::Markdown), "arn:aws:s3:::invoices-prod");
    }

    #[test]
    fn the_attempt_is_read_where_we_wrote_it_and_nowhere_else() {
        for markup in [Markup::Backlog, Markup::Markdown] {
            for text in hostile() {
                let mut observation = Observation::new("orca", text, text, Severity::High, Moment::default());
                observation.details = text.to_owned();
                observation.links.push(Link::new(text, text));
                let description = with_attempt(&facts(&observation, markup), &AttemptId::new(ATTEMPT));
                assert_eq!(attempt_in(&description), Some(AttemptId::new(ATTEMPT)));
            }
        }
        assert_eq!(attempt_in("bridge attempt: short"), None);
        assert_eq!(attempt_in(""), None);
    }

    #[test]
    fn titles_are_one_line_cut_on_a_character() {
        let title = |text: &str| summary(&Observation::new("orca", "orca-1", text, Severity::Low, Moment::default()));
        assert_eq!(title("a\r\nb"), "a  b");
        assert_eq!(title(" \n "), "orca-1");
        assert_eq!(title(&"日".repeat(300)).chars().count(), 255);
    }
}
