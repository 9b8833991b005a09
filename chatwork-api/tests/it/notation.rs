use crate::scan::{Dice, HOSTILE, Token, expected, scan};
use chatwork_api::notation::{Message, RawNotation, Text};
use chatwork_api::{AccountId, UnixTime};

#[test]
fn each_part_writes_its_tag() {
    let time = Some(UnixTime::new(1_767_225_600));
    for (message, body) in [
        (Message::new().text("a").line("b").text("c"), "ab\nc"),
        (Message::new().to(1).to(AccountId::new(2)).text(" A"), "[To:1][To:2] A"),
        (Message::new().to_all(), "[toall]"),
        (Message::new().reply(1, 2, "3").text("ok"), "[rp aid=1 to=2-3]ok"),
        (Message::new().quote(1, time, "said"), "[qt][qtmeta aid=1 time=1767225600]said[/qt]"),
        (Message::new().quote(1, None, "said"), "[qt][qtmeta aid=1]said[/qt]"),
        (Message::new().info("t", "b"), "[info][title]t[/title]b[/info]"),
        (Message::new().info("", "b"), "[info]b[/info]"),
        (Message::new().code("let x = [1];"), "[code]let x = ［1］;[/code]"),
        (Message::new().text("a").hr().text("b"), "a[hr]b"),
        (Message::new().picon(1).pname(2).piconname(3), "[picon:1][pname:2][piconname:3]"),
        (Message::new().url("https://h.example/?a=(b)#c"), "[url]https://h.example/?a=(b)#c[/url]"),
        (Message::new().then("a").then(Message::new().hr()), "a[hr]"),
    ] {
        assert_eq!(message.to_string(), body);
        assert_eq!(message.char_count(), body.chars().count());
        scan(body);
    }
}

#[test]
fn a_box_holds_other_parts_but_no_box() {
    let body = Message::new().to(1).line(" A").hr().code("x").quote(2, None, "y").url("https://h.example");
    let message = Message::new().info("t", body.info("inner", "z")).text("end");
    assert_eq!(
        message.to_string(),
        "[info][title]t[/title][To:1] A\n[hr][code]x[/code][qt][qtmeta aid=2]y[/qt][url]https://h.example[/url]inner\nz[/info]end"
    );
}

/// Chatwork shows raw tags where a box has a title and no body.
#[test]
fn what_is_empty_leaves_no_raw_tags() {
    for (message, body) in [
        (Message::new().info("t", ""), "[info]t[/info]"),
        (Message::new().info("t", " \n"), "[info]t[/info]"),
        (Message::new().info(" \u{7}", "b"), "[info]b[/info]"),
        (Message::new().info("\u{202e}", ""), ""),
        (Message::new().info("t", Message::new().code("").quote(1, None, "\n")), "[info]t[/info]"),
        (Message::new().code(""), ""),
        (Message::new().quote(1, None, ""), ""),
    ] {
        assert_eq!((message.to_string().as_str(), message.is_empty()), (body, body.is_empty()));
    }
}

#[test]
fn a_title_is_one_line() {
    assert_eq!(Message::new().info(" a\r\nb\tc\n", "x").to_string(), "[info][title]a b c[/title]x[/info]");
}

#[test]
fn a_reply_to_what_is_no_message_is_a_mention() {
    for id in ["", "0", "3][toall", "3 ", "read"] {
        assert_eq!(Message::new().reply(1, 2, id).to_string(), "[To:1]");
    }
}

#[test]
fn links_hold_no_tags_and_lead_to_the_web_only() {
    for (link, body) in [
        ("https://h.example/[toall]", "[url]https://h.example/%5Btoall%5D[/url]"),
        ("HTTPS://h.example/a b\n", "[url]HTTPS://h.example/a%20b[/url]"),
        ("http://h.example/\u{202e}\u{0}\u{3000}検", "[url]http://h.example/%E2%80%AE%00%E3%80%80検[/url]"),
        ("https://h.example/[/url][toall]", "[url]https://h.example/%5B/url%5D%5Btoall%5D[/url]"),
        ("javascript:alert([1])", "javascript:alert(［1］)"),
        ("//h.example", "//h.example"),
        ("検https://h.example", "検https://h.example"),
        ("", ""),
    ] {
        assert_eq!(Message::new().url(link).to_string(), body);
    }
}

#[test]
fn texts_keep_everything_that_is_harmless() {
    for text in [
        "",
        "a\nb\tc",
        "検知 🦀 a\u{301} ［x］",
        "👩\u{200d}👩\u{200d}👧",
        "<b>&amp;\\n'\"",
        "https://h.example/?a=1&b=(c)",
    ] {
        assert_eq!(Text::new(text).as_str(), text);
    }
    assert_eq!(Text::new("a\r\nb\rc\n\rd\u{2028}e").as_str(), "a\nb\nc\n\nd\ne");
    assert_eq!(Text::new("\u{1b}[31mred\u{0}\u{9f}\u{7f}\u{200e}").as_str(), "［31mred");
}

/// Dangerous point: `[toall]` in foreign text, also inside `[code]`. Whatever the text is, the body's tags are those that
/// were asked for, and each text reads as it was, brackets aside.
#[test]
fn foreign_text_never_becomes_a_tag() {
    let mut dice = Dice(0x5eed);
    let mut bodies = 0;
    let pairs = HOSTILE.iter().flat_map(|first| HOSTILE.iter().map(move |second| format!("{first}{second}")));
    let longer: Vec<String> = (0..3_000).map(|round| dice.hostile(3 + round % 9)).collect();
    for text in pairs.chain(longer) {
        // A text of nothing leaves no tags: a letter makes it something.
        let text = format!("{text}x");
        let seen = expected(&text);
        let title = seen.trim().replace(['\n', '\t'], " ");
        let message = Message::new()
            .to(1)
            .text(&text)
            .info(&text, Message::new().text(&text).code(&text).quote(2, None, &text).text(&text))
            .code(&text)
            .line(&text);
        let tag = |tag: &str| Token::Tag(tag.to_owned());
        let said = |text: &str| Token::Text(text.to_owned());
        let wanted = [
            tag("To:1"),
            said(&seen),
            tag("info"),
            tag("title"),
            said(&title),
            tag("/title"),
            said(&seen),
            tag("code"),
            said(&seen),
            tag("/code"),
            tag("qt"),
            tag("qtmeta aid=2"),
            said(&seen),
            tag("/qt"),
            said(&seen),
            tag("/info"),
            tag("code"),
            said(&seen),
            tag("/code"),
            said(&format!("{seen}\n")),
        ];
        assert_eq!(scan(&message.to_string()), wanted, "{text:?}");
        assert_eq!(Text::new(&seen).as_str(), seen, "once neutralised, nothing changes");
        bodies += 1;
    }
    assert!(bodies > 8_000);
}

#[test]
fn foreign_links_never_become_another_tag() {
    let mut dice = Dice(0x11_4b);
    for round in 0..2_000 {
        let link = format!("https://h.example/{}x", dice.hostile(1 + round % 6));
        let tokens = scan(&Message::new().url(&link).to_string());
        let [Token::Tag(open), Token::Text(inside), Token::Tag(close)] = &*tokens else { panic!("{tokens:?}") };
        assert_eq!((open.as_str(), close.as_str()), ("url", "/url"));
        assert!(!inside.contains(char::is_whitespace), "{inside:?}");
    }
}

/// The scan itself must see what it is for.
#[test]
fn the_scan_finds_what_it_looks_for() {
    for body in [
        "[",
        "]",
        "a]b",
        "[toall",
        "[Toall]",
        "[To:]",
        "[To:x]",
        "[To:1 ]",
        "[info]x",
        "x[/info]",
        "[info][info]x[/info][/info]",
        "[title]x[/title]",
        "[info]a[title]x[/title][/info]",
        "[code][To:1][/code]",
        "[qt]x[qtmeta aid=1][/qt]",
        "[b]x[/b]",
        "a\u{202e}b",
        "a\rb",
        "a\0b",
        "[preview id=1 ht=2]",
        "[info][code]x[/info][/code]",
    ] {
        assert!(std::panic::catch_unwind(|| scan(body)).is_err(), "{body:?}");
    }
}

#[test]
fn raw_notation_is_sent_as_it_is() {
    let raw = RawNotation::new("[toall]\r\n[preview id=1 ht=2]");
    assert_eq!(Message::new().text("[hr]").raw(raw).to_string(), "［hr］[toall]\r\n[preview id=1 ht=2]");
}
