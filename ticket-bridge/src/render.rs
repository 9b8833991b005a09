//! From a finding to the text of a ticket. Text from outside is inert in whatever markup it lands.

mod inert;
mod link;

use crate::observation::Observation;
use crate::record::{AttemptId, OpId};
use crate::text::{self, TITLE_LIMIT, cut, one_line};
use inert::{Place, Reader, inert};

/// The markup of a destination's texts.
///
/// Text from outside does nothing in either. One thing stays: a project that has an issue SEC-1 makes a link of `SEC-1`
/// wherever it stands. Such a link leads to an issue of the same space only, so it is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Markup {
    /// Backlog's own notation.
    Backlog,
    /// Markdown.
    #[default]
    Markdown,
}

/// The longest description or comment, our own line included. Backlog documents no length; about 100,000 characters are
/// said to be the most, which is not confirmed.
const TEXT_LIMIT: usize = 60_000;

/// The longest value of one fact, and of a link's label.
const VALUE_LIMIT: usize = 1_000;

const ATTEMPT_LABEL: &str = "bridge attempt: ";
const WRITE_LABEL: &str = "bridge write: ";

/// How long an attempt's id is.
const ATTEMPT_LEN: usize = 26;

/// The title of a ticket: one line.
pub(crate) fn summary(observation: &Observation) -> String {
    let title = one_line(&observation.title);
    let title = if title.is_empty() { one_line(&observation.key) } else { title };
    cut(&title, TITLE_LIMIT)
}

/// The facts of a finding, one a line. Leaves room for the line that names the attempt.
pub(crate) fn facts(observation: &Observation, markup: Markup) -> String {
    let reader = markup.reader();
    let value = |text: &str| inert(&one_line(text), reader, Place::WithinLine, VALUE_LIMIT);
    let mut lines = Vec::new();
    let mut fact = |label: &str, text: Option<&str>| {
        let text = text.map(value).filter(|text| !text.is_empty());
        lines.extend(text.map(|text| format!("{label}: {text}")));
    };
    fact("Severity", Some(observation.severity.as_str()));
    fact("Source", Some(&observation.source));
    fact("Finding", Some(&observation.key));
    fact("Resource", observation.resource.as_deref());
    fact("Account", observation.account.as_deref());
    fact("Region", observation.region.as_deref());
    push_links(&mut lines, observation, markup);
    let facts = lines.join("\n");
    let details = text::lines(&observation.details);
    if details.is_empty() {
        return facts;
    }
    let taken = units(&facts).saturating_add(own_line(ATTEMPT_LABEL, ATTEMPT_LEN)).saturating_add("\n\n".len());
    let details = inert(&details, reader, Place::LineStart, TEXT_LIMIT.saturating_sub(taken));
    format!("{facts}\n\n{details}")
}

/// A line for each link; those that would take more than half of the text are counted only.
fn push_links(lines: &mut Vec<String>, observation: &Observation, markup: Markup) {
    let reader = markup.reader();
    let value = |text: &str| inert(&one_line(text), reader, Place::WithinLine, VALUE_LIMIT);
    let (mut taken, mut left_out) = (0_usize, 0_usize);
    for link in &observation.links {
        let address = match (link::safe(&link.url), markup) {
            (Some(url), Markup::Backlog) => url,
            (Some(url), Markup::Markdown) => format!("<{url}>"),
            (None, _) => value(&link.url),
        };
        // The line begins with a word of ours, whatever the label holds.
        let label = Some(value(&link.label)).filter(|label| !label.is_empty());
        let line = format!("Link: {}{address}", label.map(|label| label + ": ").unwrap_or_default());
        taken = taken.saturating_add(units(&line));
        if taken > TEXT_LIMIT / 2 {
            left_out = left_out.saturating_add(1);
        } else {
            lines.push(line);
        }
    }
    if left_out > 0 {
        lines.push(format!("Links left out: {left_out}"));
    }
}

/// A text that is not ours to change, cut where it is longer than a description may be.
#[cfg(feature = "securityhub")]
pub(crate) fn whole(text: &str) -> String {
    cut(text, TEXT_LIMIT)
}

/// The text, and last the line that names the attempt. A text that leaves no room for the line is cut.
pub(crate) fn with_attempt(text: &str, attempt: &AttemptId) -> String {
    let room = TEXT_LIMIT.saturating_sub(own_line(ATTEMPT_LABEL, units(attempt.as_str())));
    format!("{}\n\n{ATTEMPT_LABEL}{attempt}", cut(text, room))
}

/// The comment of a write. The reason is inert in either markup: it may hold text from outside.
pub(crate) fn comment(reason: &str, op: &OpId) -> String {
    let room = TEXT_LIMIT.saturating_sub(own_line(WRITE_LABEL, units(op.as_str())));
    let reason = inert(&text::lines(reason), Reader::Either, Place::LineStart, room);
    format!("{reason}\n\n{WRITE_LABEL}{op}")
}

/// How long a text is: its UTF-16 units, as [`cut`] counts them.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// How much a line of ours takes after a text.
fn own_line(label: &str, id: usize) -> usize {
    "\n\n".len().saturating_add(label.len()).saturating_add(id)
}

/// The attempt that a ticket's text names: on its last lines, where we wrote it.
pub(crate) fn attempt_in(text: &str) -> Option<AttemptId> {
    attempt(text.lines().rev().find_map(|line| line.trim().strip_prefix(ATTEMPT_LABEL))?)
}

/// An attempt's id, if the text is one.
pub(crate) fn attempt(id: &str) -> Option<AttemptId> {
    let is_id = id.len() == ATTEMPT_LEN && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    is_id.then(|| AttemptId::new(id))
}

impl Markup {
    fn reader(self) -> Reader {
        match self {
            Self::Backlog => Reader::Backlog,
            Self::Markdown => Reader::Markdown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Moment;
    use crate::observation::Severity;

    const ATTEMPT: &str = "abcdefghijklmnopqrstuvwxyz";

    fn seen(title: &str, details: &str) -> Observation {
        let mut seen = Observation::new("orca", "orca-1", title, Severity::Low, Moment::default());
        details.clone_into(&mut seen.details);
        seen
    }

    #[test]
    fn titles_are_one_line_cut_on_a_sign() {
        let title = |text: &str| summary(&seen(text, ""));
        assert_eq!(title("a\r\nb"), "a b");
        assert_eq!(title(" \n "), "orca-1");
        assert_eq!(title(&"日".repeat(255)), "日".repeat(255));
        assert_eq!(title(&"日".repeat(256)), format!("{}…", "日".repeat(254)));
        // Either way of counting gives 255 at most.
        assert_eq!(title(&"👩".repeat(256)), format!("{}…", "👩".repeat(127)));
    }

    #[test]
    fn a_text_of_one_unit_too_much_is_cut_and_one_that_fits_is_not() {
        let attempt = AttemptId::new(ATTEMPT);
        for markup in [Markup::Backlog, Markup::Markdown] {
            let empty = with_attempt(&facts(&seen("t", "x"), markup), &attempt).len() - 1;
            for (details, whole) in [(TEXT_LIMIT - empty, true), (TEXT_LIMIT - empty + 1, false), (200_000, false)] {
                let text = with_attempt(&facts(&seen("t", &"x".repeat(details)), markup), &attempt);
                assert_eq!((text.chars().count(), text.contains('…')), (60_000, !whole));
                assert_eq!(attempt_in(&text), Some(attempt.clone()));
            }
        }
        let op = OpId::new("op");
        for reason in [59_982, 59_983, 200_000] {
            let comment = comment(&"x".repeat(reason), &op);
            assert_eq!((comment.chars().count(), comment.contains('…')), (60_000, reason > 59_982), "{reason}");
            assert!(comment.ends_with("\n\nbridge write: op"));
        }
    }

    #[test]
    fn the_attempt_is_read_where_we_wrote_it_and_nowhere_else() {
        let forged = "bridge attempt: zzzzzzzzzzzzzzzzzzzzzzzzzz";
        for markup in [Markup::Backlog, Markup::Markdown] {
            let mut seen =
                seen(forged, &format!("a\n \u{200b}{forged}\r{forged}\u{2028}BRIDGE ATTEMPT: x\n\t{forged}"));
            seen.links = vec![crate::observation::Link::new("bridge attempt", "zzzzzzzzzzzzzzzzzzzzzzzzzz")];
            let text = facts(&seen, markup);
            assert_eq!(attempt_in(&text), None, "{text}");
            assert_eq!(attempt_in(&with_attempt(&text, &AttemptId::new(ATTEMPT))), Some(AttemptId::new(ATTEMPT)));
        }
        assert_eq!(attempt_in("bridge attempt: short"), None);
        assert_eq!(attempt_in(""), None);
    }

    #[test]
    fn plain_words_stay_as_they_are() {
        let resource = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda";
        let mut seen = seen("t", "Port 22 is open (since 2026). 10.0.0.0/8 is not; 3 < 4?");
        seen.resource = Some(resource.to_owned());
        let text = facts(&seen, Markup::Markdown);
        assert!(text.contains(resource), "{text}");
        assert!(text.ends_with("Port 22 is open (since 2026). 10.0.0.0/8 is not; 3 \\< 4?"), "{text}");
    }

    #[test]
    fn many_links_leave_room_for_the_rest() {
        let mut seen = seen("t", "details");
        seen.links =
            vec![crate::observation::Link::new("label", format!("https://a.example/{}", "x".repeat(1_000))); 100];
        let text = facts(&seen, Markup::Markdown);
        assert!(text.contains("\nLinks left out: 7") && text.ends_with("\n\ndetails"), "{text}");
        assert!(text.chars().count() < TEXT_LIMIT);
    }
}
