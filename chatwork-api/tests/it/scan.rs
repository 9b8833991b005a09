//! Judges bodies as a reader of Chatwork's notation would, with nothing of the crate.

/// What a body is made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    /// A tag, without its brackets.
    Tag(String),
    Text(String),
}

/// The body's tags and texts. Fails on a bracket that belongs to no known tag, on a character that must not be sent, on a
/// tag that is not closed, or stands where it must not.
#[track_caller]
pub(crate) fn scan(body: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let end = rest.find(['[', ']']).unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        if !text.is_empty() {
            assert!(text.chars().all(may_be_sent), "{text:?} in {body:?}");
            tokens.push(Token::Text(text.to_owned()));
        }
        rest = after;
        if rest.is_empty() {
            break;
        }
        let (tag, after) = rest
            .strip_prefix('[')
            .and_then(|inner| inner.split_once(']'))
            .unwrap_or_else(|| panic!("a stray bracket before {rest:?} in {body:?}"));
        assert!(is_known(tag), "[{tag}] in {body:?}");
        nest(tag, &mut open, tokens.last(), body);
        tokens.push(Token::Tag(tag.to_owned()));
        rest = after;
    }
    assert!(open.is_empty(), "{open:?} not closed in {body:?}");
    tokens
}

/// Keeps what is open, and checks that the tag may stand here.
#[track_caller]
fn nest(tag: &str, open: &mut Vec<String>, before: Option<&Token>, body: &str) {
    if let Some(name) = tag.strip_prefix('/') {
        assert_eq!(open.pop().as_deref(), Some(name), "[{tag}] closes nothing in {body:?}");
        return;
    }
    let inside = open.last().map(String::as_str);
    let is_after = |name: &str| before == Some(&Token::Tag(name.to_owned()));
    match tag.split([' ', ':']).next().unwrap() {
        "title" => assert!(inside == Some("info") && is_after("info"), "[title] in {body:?}"),
        "qtmeta" => assert!(inside == Some("qt") && is_after("qt"), "[qtmeta] in {body:?}"),
        "info" => assert!(open.is_empty(), "a box in {inside:?} in {body:?}"),
        _ => assert!(matches!(inside, None | Some("info")), "[{tag}] in {inside:?} in {body:?}"),
    }
    if ["code", "info", "qt", "title", "url"].contains(&tag) {
        open.push(tag.to_owned());
    }
}

fn is_known(tag: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = tag.split(' ').collect();
    match *words {
        ["toall" | "hr" | "info" | "/info" | "title" | "/title" | "code" | "/code" | "qt" | "/qt" | "url" | "/url"] => {
            true
        }
        [word] => word
            .split_once(':')
            .is_some_and(|(name, id)| ["To", "picon", "pname", "piconname"].contains(&name) && number(id)),
        ["qtmeta", aid] => aid.strip_prefix("aid=").is_some_and(number),
        ["qtmeta", aid, time] => {
            aid.strip_prefix("aid=").is_some_and(number) && time.strip_prefix("time=").is_some_and(number)
        }
        ["rp", aid, to] => {
            let to = to.strip_prefix("to=").and_then(|to| to.split_once('-'));
            aid.strip_prefix("aid=").is_some_and(number) && to.is_some_and(|(room, id)| number(room) && number(id))
        }
        _ => false,
    }
}

/// By code point, from the lists of the Unicode standard.
fn may_be_sent(char: char) -> bool {
    let code = u32::from(char);
    let is_control = (code < 0x20 && code != 0x09 && code != 0x0A) || (0x7F..0xA0).contains(&code);
    let bidi = [0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069];
    !is_control && !bidi.contains(&code)
}

/// The text as it must be sent, by plain replacing.
pub(crate) fn expected(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    lines.replace('[', "［").replace(']', "］").chars().filter(|char| may_be_sent(*char)).collect()
}

/// Texts that want to be more than text.
pub(crate) const HOSTILE: &[&str] = &[
    "[toall]",
    "[TOALL]",
    "[ToAll]",
    "[To:1]",
    "[to:5000001]",
    "[To: 1]",
    "[rp aid=1 to=2-3]",
    "[RP aid=1 to=2-3]",
    "[info]",
    "[/info]",
    "[title]",
    "[/title]",
    "[code]",
    "[/code]",
    "[/CODE]",
    "[qt][qtmeta aid=1 time=2]",
    "[/qt]",
    "[hr]",
    "[url]",
    "[/url]",
    "[picon:1]",
    "[preview id=1 ht=9]",
    "[download:1]x[/download]",
    "[dtext:file_uploaded]",
    "[deleted]",
    "[task aid=1]",
    "[",
    "]",
    "[[",
    "]]",
    "][",
    "[to",
    "all]",
    "toall",
    "[/",
    "［toall］",
    "［",
    "[\u{200b}toall]",
    "[\ntoall\n]",
    "[\0toall]",
    "[\u{202e}llaot]",
    "\u{202e}",
    "\u{2066}x\u{2069}",
    "\u{200e}",
    "\u{61c}",
    "\r\n",
    "\r",
    "\n",
    "\n\r",
    "\t",
    "\0",
    "\u{7}",
    "\u{7f}",
    "\u{85}",
    "\u{9b}31m",
    "\u{1b}[31m",
    "\u{2028}",
    "\u{2029}",
    "\\[toall\\]",
    "[[toall]]",
    "%5Btoall%5D",
    "&#91;toall&#93;",
    "\\u005btoall\\u005d",
    "https://evil.example/?a=[toall]&b=(c)#d",
    "javascript:alert(1)",
    "検知しました。",
    "重大 ",
    "🦀",
    "👩\u{200d}👩\u{200d}👧",
    "a\u{301}",
    ":)",
    "(bow)",
    " ",
    "key: value\n",
    "0.0.0.0/0",
    "",
];

/// A source of the same numbers in each run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below the bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }

    /// So many hostile texts in a row.
    pub(crate) fn hostile(&mut self, pieces: usize) -> String {
        (0..pieces).map(|_| HOSTILE[self.below(HOSTILE.len())]).collect()
    }
}
