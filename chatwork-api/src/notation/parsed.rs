//! Reads bodies that others wrote: whom they call, what they answer, quote and show as code.

use crate::id::{AccountId, MessageId, RoomId};
use crate::time::UnixTime;

/// What a received body holds. Nothing in code or quotations counts as said by its author.
///
/// Letter case does not matter, since readers differ about it. Tags that are not named here stay in
/// [`text`](Self::text) as they are.
///
/// ```
/// use chatwork_api::notation::Parsed;
///
/// let body = "[To:5000001] close SEC-12\n[qt][qtmeta aid=5000002]close SEC-99 [To:5000003][/qt]";
/// let parsed = Parsed::read(body)?;
/// assert_eq!(parsed.mentions, [5000001.into()]);
/// assert_eq!(parsed.text.trim(), "close SEC-12");
/// assert_eq!(parsed.quotes[0].account, Some(5000002.into()));
/// # Ok::<(), chatwork_api::notation::Malformed>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parsed {
    /// Accounts that are mentioned (`[To:1]`), in order.
    pub mentions: Vec<AccountId>,
    /// Whether everyone in the room is mentioned (`[toall]`).
    pub to_all: bool,
    /// Messages that are answered (`[rp]`), in order.
    pub replies: Vec<Reply>,
    /// Quotations (`[qt]`), in order, the outer ones only.
    pub quotes: Vec<Quote>,
    /// Literal blocks (`[code]`) outside quotations, in order.
    pub code: Vec<String>,
    /// What is left: the author's own words, and all other tags as they are.
    pub text: String,
}

/// A message that is answered. Its author is mentioned by that.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// Who wrote it.
    pub account: AccountId,
    /// Where.
    pub room: RoomId,
    /// Which it is.
    pub message: MessageId,
}

/// A quotation. **Anyone can write one**: it proves nothing about whom it names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quote {
    /// Who is said to have written it.
    pub account: Option<AccountId>,
    /// When it is said to have been written.
    pub time: Option<UnixTime>,
    /// The text, in Chatwork's notation.
    pub body: String,
}

/// A tag that means something here is not whole, so whom the body calls and what it quotes is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed notation: {problem} at byte {at}")]
#[non_exhaustive]
pub struct Malformed {
    problem: &'static str,
    at: usize,
}

/// A tag at the beginning of a text.
enum Tag {
    To(AccountId),
    ToAll,
    Reply(Reply),
    Quote,
    QuoteMeta(AccountId, Option<UnixTime>),
    QuoteEnd,
    Code,
    CodeEnd,
}

impl Parsed {
    /// Reads a body.
    ///
    /// # Errors
    /// When a mention, reply, quotation or literal block is not whole. Take nothing from such a body: what its author
    /// meant is not known.
    pub fn read(body: &str) -> Result<Self, Malformed> {
        let mut parsed = Self::default();
        let mut rest = body;
        while !rest.is_empty() {
            let at = body.len().saturating_sub(rest.len());
            let malformed = |problem| Malformed { problem, at };
            let Some((tag, after)) = tag(rest).map_err(malformed)? else {
                let end = rest.char_indices().skip(1).find(|(_, char)| *char == '[').map_or(rest.len(), |(end, _)| end);
                let (text, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                parsed.text.push_str(text);
                rest = after;
                continue;
            };
            rest = match tag {
                Tag::To(account) => {
                    parsed.mentions.push(account);
                    after
                }
                Tag::ToAll => {
                    parsed.to_all = true;
                    after
                }
                Tag::Reply(reply) => {
                    parsed.replies.push(reply);
                    after
                }
                Tag::Code => {
                    let (code, after) = code(after).ok_or_else(|| malformed("a literal block without an end"))?;
                    parsed.code.push(code.to_owned());
                    after
                }
                Tag::Quote => {
                    let (quote, after) = quote(after).map_err(malformed)?;
                    parsed.quotes.push(quote);
                    after
                }
                Tag::QuoteMeta(..) => return Err(malformed("a quotation's author outside a quotation")),
                Tag::QuoteEnd => return Err(malformed("the end of no quotation")),
                Tag::CodeEnd => return Err(malformed("the end of no literal block")),
            };
        }
        Ok(parsed)
    }

    /// Whether the body calls this account: by name, by answering it, or with everyone.
    pub fn calls(&self, account: impl Into<AccountId>) -> bool {
        let account = account.into();
        self.to_all || self.mentions.contains(&account) || self.replies.iter().any(|reply| reply.account == account)
    }
}

const BROKEN_META: &str = "a quotation's author that is none";

/// The text of a literal block up to its end, and what follows.
fn code(text: &str) -> Option<(&str, &str)> {
    const END: &str = "[/code]";
    let mut starts = text.match_indices('[').map(|(at, _)| at);
    let at = starts
        .find(|at| text.get(*at..at.saturating_add(END.len())).is_some_and(|tag| tag.eq_ignore_ascii_case(END)))?;
    Some((text.get(..at)?, text.get(at.saturating_add(END.len())..)?))
}

/// The quotation whose start was read, and what follows.
fn quote(text: &str) -> Result<(Quote, &str), &'static str> {
    let (account, time, start) = match tag(text) {
        Ok(Some((Tag::QuoteMeta(account, time), after))) => (Some(account), time, after),
        Err(problem) if problem == BROKEN_META => return Err(problem),
        _ => (None, None, text),
    };
    let mut depth = 1_usize;
    let mut rest = start;
    while let Some(at) = rest.find('[') {
        let (_, from_tag) = rest.split_at_checked(at).unwrap_or((rest, ""));
        // What is quoted may be broken in itself: only where it ends matters.
        let Ok(Some((tag, after))) = tag(from_tag) else {
            rest = from_tag.strip_prefix('[').unwrap_or_default();
            continue;
        };
        rest = match tag {
            Tag::Quote => {
                depth = depth.saturating_add(1);
                after
            }
            Tag::QuoteEnd if depth == 1 => {
                let end = start.len().saturating_sub(from_tag.len());
                let body = start.get(..end).unwrap_or_default().to_owned();
                return Ok((Quote { account, time, body }, after));
            }
            Tag::QuoteEnd => {
                depth = depth.saturating_sub(1);
                after
            }
            Tag::Code => code(after).map_or(after, |(_, after)| after),
            _ => after,
        };
    }
    Err("a quotation without an end")
}

/// The tag at the beginning, and what follows it. `None`: no tag that means something here.
fn tag(text: &str) -> Result<Option<(Tag, &str)>, &'static str> {
    let Some(inner) = text.strip_prefix('[') else { return Ok(None) };
    let Some(problem) = problem_of(inner) else { return Ok(None) };
    let (inside, after) = inner.split_once(']').ok_or(problem)?;
    let lower = inside.to_ascii_lowercase();
    let tag = match lower.as_str() {
        "toall" => Tag::ToAll,
        "qt" => Tag::Quote,
        "/qt" => Tag::QuoteEnd,
        "code" => Tag::Code,
        "/code" => Tag::CodeEnd,
        _ => match lower.split_once([':', ' ']) {
            Some(("to", id)) => Tag::To(AccountId::new(number(id).ok_or(problem)?)),
            Some(("rp", attributes)) => Tag::Reply(reply(attributes).ok_or(problem)?),
            Some(("qtmeta", attributes)) => quote_meta(attributes).ok_or(problem)?,
            _ => return Err(problem),
        },
    };
    Ok(Some((tag, after)))
}

/// What would be wrong with a tag of this beginning if it were not whole. `None`: it begins no tag that is known here.
fn problem_of(inner: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 8] = [
        ("to:", "a mention that names no account"),
        ("rp ", "a reply that names no message"),
        ("qtmeta ", BROKEN_META),
        ("toall]", "a mention of everyone"),
        ("qt]", "a quotation"),
        ("/qt]", "a quotation"),
        ("code]", "a literal block"),
        ("/code]", "a literal block"),
    ];
    let begins = |name: &str| inner.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    KNOWN.iter().find(|(name, _)| begins(name)).map(|(_, problem)| *problem)
}

fn reply(attributes: &str) -> Option<Reply> {
    let (room, message) = attribute(attributes, "to=")?.split_once('-')?;
    let message = MessageId::from(message);
    let (account, room) = (number(attribute(attributes, "aid=")?)?, number(room)?);
    message.is_valid().then_some(Reply { account: AccountId::new(account), room: RoomId::new(room), message })
}

fn quote_meta(attributes: &str) -> Option<Tag> {
    let account = AccountId::new(number(attribute(attributes, "aid=")?)?);
    let time = match attribute(attributes, "time=") {
        Some(time) => Some(UnixTime::new(i64::try_from(number(time)?).ok()?)),
        None => None,
    };
    Some(Tag::QuoteMeta(account, time))
}

fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    attributes.split(' ').find_map(|word| word.strip_prefix(name))
}

/// Digits only: other spellings of numbers are none here.
fn number(text: &str) -> Option<u64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
