//! Outside text that starts nothing: no heading, list, link, table, colour, quote, mention or code.

use crate::text::Cut;

/// What may read the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Backlog,
    Markdown,
    /// Backlog's notation or Markdown: it is not known which.
    Either,
}

/// Where on its line a text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    LineStart,
    WithinLine,
}

/// How a character is spelled.
enum Spelled {
    AsIs,
    /// Behind a backslash.
    Escaped,
    /// As its full-width twin, which looks alike and does nothing.
    Twin(char),
}

/// The beginnings of the lines that we write and read again.
const OWN_LABELS: [&str; 2] = [super::ATTEMPT_LABEL, super::WRITE_LABEL];

/// Where a character stands.
struct Near<'t> {
    before: &'t str,
    after: &'t str,
    /// Only blanks and digits stand before it on its line.
    at_start: bool,
    /// Its line begins like one of ours.
    in_own_line: bool,
}

/// As much of a clean text as has room, inert for a reader.
pub(super) fn inert(text: &str, reader: Reader, place: Place, room: usize) -> String {
    let mut cut = Cut::new(room);
    let starts = place == Place::LineStart;
    let (mut at_start, mut indents) = (starts, starts);
    let mut in_own_line = starts && is_like_ours(text);
    for (at, char) in text.char_indices() {
        let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
        let after = rest.strip_prefix(char).unwrap_or("");
        if char == '\n' {
            (at_start, indents, in_own_line) = (true, true, is_like_ours(after));
            if !cut.push(char, [char]) {
                break;
            }
            continue;
        }
        indents = indents && char.is_whitespace();
        let near = Near { before, after, at_start, in_own_line };
        at_start = at_start && (char.is_whitespace() || char.is_ascii_digit());
        // An indent of blanks makes code.
        let spelled = if indents { Spelled::Twin('\u{a0}') } else { reader.spell(char, &near) };
        let has_room = match spelled {
            Spelled::AsIs => cut.push(char, [char]),
            Spelled::Escaped => cut.push(char, ['\\', char]),
            Spelled::Twin(twin) => cut.push(char, [twin]),
        };
        if !has_room {
            break;
        }
    }
    cut.finish()
}

fn is_like_ours(text: &str) -> bool {
    let line = text.split('\n').next().unwrap_or(text).trim_start();
    OWN_LABELS.iter().map(|label| label.trim_end_matches([':', ' '])).any(|label| {
        let start = line.get(..label.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(label))
    })
}

impl Reader {
    fn spell(self, char: char, near: &Near<'_>) -> Spelled {
        // Behind a backslash some readers still make a link of it.
        if let Some(twin) = link_twin(char, near) {
            return Spelled::Twin(twin);
        }
        let twin = match self {
            Self::Markdown if is_markdown(char, near) => return Spelled::Escaped,
            Self::Markdown => None,
            Self::Backlog => backlog_twin(char, near),
            Self::Either => backlog_twin(char, near).or_else(|| is_markdown(char, near).then(|| full_width(char))),
        };
        twin.map_or(Spelled::AsIs, Spelled::Twin)
    }
}

/// What makes a link of an address, or a mention of a name; and what would make the line one of ours.
fn link_twin(char: char, near: &Near<'_>) -> Option<char> {
    let is_www = || {
        let start = near.before.len().saturating_sub(3);
        near.before.get(start..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
    };
    match char {
        '@' => Some('＠'),
        ':' if near.in_own_line || near.after.starts_with("//") => Some('：'),
        '.' if is_www() => Some('．'),
        _ => None,
    }
}

/// The signs of `CommonMark` and its common extensions: some everywhere, some where they begin a line.
fn is_markdown(char: char, near: &Near<'_>) -> bool {
    match char {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '^' => true,
        // `1.` and `1)` begin a list, `:-` under a line makes a table of it.
        '-' | '+' | '.' | ')' | ':' => near.at_start,
        '=' => near.at_start || near.before.ends_with('=') || near.after.starts_with('='),
        _ => false,
    }
}

fn backlog_twin(char: char, near: &Near<'_>) -> Option<char> {
    match char {
        '\'' => Some('’'),
        '[' | ']' | '{' | '}' | '&' | '#' | '%' | '|' | '<' | '>' | '\\' => Some(full_width(char)),
        '*' | '-' | '+' if near.at_start => Some(full_width(char)),
        _ => None,
    }
}

/// The full-width twin of an ASCII sign.
fn full_width(char: char) -> char {
    match char {
        '!'..='~' => u32::from(char).checked_add(0xfee0).and_then(char::from_u32).unwrap_or(char),
        other => other,
    }
}
