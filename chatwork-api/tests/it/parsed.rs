use crate::scan::{Dice, HOSTILE};
use chatwork_api::notation::{Message, Parsed, RawNotation};
use chatwork_api::{AccountId, RoomId, UnixTime};

fn read(body: &str) -> Parsed {
    Parsed::read(body).unwrap_or_else(|error| panic!("{error}: {body:?}"))
}

/// A body that holds text and nothing else.
#[track_caller]
fn assert_only_text(parsed: &Parsed, body: &str) {
    let mut expected = Parsed::default();
    expected.text = body.to_owned();
    assert_eq!(*parsed, expected);
}

#[test]
fn mentions_replies_quotes_and_code_are_told_apart() {
    let parsed = read(
        "[To:5000001] Ops\n[rp aid=5000002 to=400000001-2000000000000000001]yes [toall]\n\
         [qt][qtmeta aid=5000003 time=1767225600]said[/qt][code]rm -rf [To:9][/code]done",
    );
    assert_eq!(parsed.mentions, [AccountId::new(5_000_001)]);
    assert!(parsed.to_all);
    let reply = &parsed.replies[0];
    assert_eq!((reply.account, reply.room), (AccountId::new(5_000_002), RoomId::new(400_000_001)));
    assert_eq!(reply.message.as_str(), "2000000000000000001");
    let quote = &parsed.quotes[0];
    assert_eq!((quote.account, quote.time), (Some(AccountId::new(5_000_003)), Some(UnixTime::new(1_767_225_600))));
    assert_eq!((&*quote.body, &*parsed.code[0]), ("said", "rm -rf [To:9]"));
    assert_eq!(parsed.text, " Ops\nyes \ndone");
    let mut shortened = parsed;
    shortened.to_all = false;
    for (account, is_called) in [(5_000_001, true), (5_000_002, true), (5_000_003, false), (9, false)] {
        assert_eq!(shortened.calls(account), is_called, "{account}");
    }
}

#[test]
fn several_replies_and_mentions_keep_their_order() {
    let parsed = read("[rp aid=1 to=2-3][rp to=5-6 aid=4][To:8][To:7][to:8]");
    assert_eq!(parsed.replies.iter().map(|reply| reply.account.get()).collect::<Vec<_>>(), [1, 4]);
    assert_eq!(parsed.mentions.iter().map(|id| id.get()).collect::<Vec<_>>(), [8, 7, 8]);
}

/// Whoever quotes a mention or shows it as code does not make it.
#[test]
fn nothing_in_code_or_quotations_is_said_by_the_author() {
    for (body, text) in [
        ("[code][To:1][toall][/CODE]a", "a"),
        ("[qt][To:1][toall][rp aid=1 to=2-3][/qt]a", "a"),
        ("[QT][qtmeta aid=2][qt][To:1][/qt][To:1][/qt]a", "a"),
        ("[qt][code][/qt][To:1][/code][To:1][/qt]a", "a"),
        ("[code][qt][/code]a[code][/qt][/code]", "a"),
        ("[qt][To:x broken [rp[/qt]a", "a"),
        ("[qt][code]not ended[/qt]a", "a"),
    ] {
        let parsed = read(body);
        assert_eq!((parsed.mentions.len(), parsed.to_all, parsed.replies.len()), (0, false, 0), "{body}");
        assert_eq!(parsed.text, text, "{body}");
    }
    let nested = read("[qt]a[qt]b[/qt]c[/qt]");
    assert_eq!((nested.quotes.len(), &*nested.quotes[0].body), (1, "a[qt]b[/qt]c"));
    assert_eq!((nested.quotes[0].account, nested.quotes[0].time), (None, None));
}

#[test]
fn other_tags_and_brackets_stay_in_the_text() {
    for body in [
        "",
        "plain",
        "[info][title]x[/title]y[/info]",
        "[hr][picon:1][pname:2] [preview id=1 ht=2]",
        "[",
        "[[",
        "]",
        "a [b] [c",
        "[todo] [To] [To 1] [toallow] [rpm] [qtx] [codex]",
        "［To:1］",
        "検[知]🦀",
        "[deleted]",
    ] {
        assert_only_text(&read(body), body);
    }
    assert_eq!(read("[[To:1]]").mentions.len(), 1);
}

#[test]
fn a_tag_that_is_not_whole_leaves_everything_unknown() {
    for (body, told) in [
        ("a[To:]", "a mention that names no account at byte 1"),
        ("検[To:x]", "a mention that names no account at byte 3"),
        ("[To:1", "a mention that names no account at byte 0"),
        ("[To:+1]", "a mention that names no account at byte 0"),
        ("[To: 1]", "a mention that names no account at byte 0"),
        ("[To:99999999999999999999]", "a mention that names no account at byte 0"),
        ("[To:1\n]", "a mention that names no account at byte 0"),
        ("[rp aid=1]", "a reply that names no message at byte 0"),
        ("[rp aid=1 to=2]", "a reply that names no message at byte 0"),
        ("[rp aid=1 to=2-03]", "a reply that names no message at byte 0"),
        ("[rp aid=1 to=2-3", "a reply that names no message at byte 0"),
        ("[qt]x", "a quotation without an end at byte 0"),
        ("[qt][qt]x[/qt]", "a quotation without an end at byte 0"),
        ("[qt][qtmeta aid=x]y[/qt]", "a quotation's author that is none at byte 0"),
        ("[qt][qtmeta aid=1 time=-1]y[/qt]", "a quotation's author that is none at byte 0"),
        ("[qtmeta aid=1]", "a quotation's author outside a quotation at byte 0"),
        ("x[/qt]", "the end of no quotation at byte 1"),
        ("[code]x", "a literal block without an end at byte 0"),
        ("[/code]", "the end of no literal block at byte 0"),
        ("[To:1] [code]", "a literal block without an end at byte 7"),
    ] {
        assert_eq!(Parsed::read(body).unwrap_err().to_string(), format!("malformed notation: {told}"), "{body}");
    }
}

/// The parser as the judge: whatever foreign text is put in, a body calls whom it was made to call, and nobody else.
#[test]
fn foreign_text_calls_nobody_by_our_own_reading() {
    let mut dice = Dice(0x7a65);
    for round in 0..4_000 {
        let text = format!("{}x", dice.hostile(1 + round % 9));
        let message = Message::new()
            .to(1)
            .reply(2, 3, "4")
            .text(&text)
            .info(&text, Message::new().code(&text).quote(5, None, &text).line(&text))
            .url(format!("https://h.example/{text}"))
            .code(&text);
        let parsed = read(&message.to_string());
        assert_eq!((parsed.mentions.len(), parsed.to_all, parsed.replies.len()), (1, false, 1), "{text:?}");
        assert_eq!((parsed.quotes.len(), parsed.code.len()), (1, 2), "{text:?}");
        assert_eq!(parsed.code[0], parsed.quotes[0].body, "{text:?}");
        for piece in message.split(200) {
            let parsed = read(&piece.to_string());
            assert!(!parsed.to_all && parsed.mentions.iter().all(|id| id.get() == 1), "{piece}");
        }
    }
}

/// Any text at all is read or refused: never a panic, and nothing of it is lost.
#[test]
fn any_body_is_read_or_refused() {
    let mut dice = Dice(0xbad);
    let (mut read, mut refused) = (0, 0);
    let pairs = HOSTILE.iter().flat_map(|first| HOSTILE.iter().map(move |second| format!("{first}{second}")));
    let longer: Vec<String> = (0..4_000).map(|round| dice.hostile(1 + round % 12)).collect();
    for body in pairs.chain(longer) {
        match Parsed::read(&body) {
            Ok(parsed) => {
                assert!(parsed.text.len() <= body.len());
                read += 1;
            }
            Err(_) => refused += 1,
        }
        // What we send of it is read by ourselves as text.
        let sent = Message::from(body.as_str()).to_string();
        assert_only_text(&Parsed::read(&sent).unwrap(), &sent);
    }
    assert!(read > 1_000 && refused > 1_000, "{read} {refused}");
    // The judge sees what it is for.
    let raw = Message::from(RawNotation::new("[toall]")).to_string();
    assert!(Parsed::read(&raw).unwrap().to_all);
}
