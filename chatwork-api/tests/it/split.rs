use crate::scan::{Dice, Token, scan};
use chatwork_api::notation::{Message, Parsed, RawNotation};

/// The tags that stand alone, and the text outside titles, blanks aside.
fn gist(bodies: &[String]) -> (Vec<String>, String) {
    let (mut tags, mut text, mut in_title) = (Vec::new(), String::new(), false);
    for body in bodies {
        for token in scan(body) {
            match token {
                Token::Tag(tag) if tag.ends_with("title") => in_title = !tag.starts_with('/'),
                Token::Tag(tag) if tag.contains(':') || ["hr", "toall"].contains(&&*tag) => tags.push(tag),
                Token::Tag(_) => {}
                Token::Text(_) if in_title => {}
                Token::Text(piece) => text.extend(piece.chars().filter(|char| !char.is_whitespace())),
            }
        }
    }
    (tags, text)
}

fn bodies(pieces: &[Message]) -> Vec<String> {
    pieces.iter().map(ToString::to_string).collect()
}

fn random(dice: &mut Dice) -> Message {
    let mut message = Message::new();
    for _ in 0..=dice.below(6) {
        let many = 1 + dice.below(80);
        let text = format!("{}x", dice.hostile(many));
        message = match dice.below(8) {
            0 => message.to(u64::MAX).text(text),
            1 => message.code(text),
            2 => message.quote(u64::MAX, Some(i64::MAX.into()), text),
            3 => message.hr().to_all(),
            4 => message.url(format!("https://h.example/{}", "a".repeat(dice.below(150)))),
            5 => {
                let inner = Message::new().to(7).line(&text).quote(u64::MAX, Some(i64::MAX.into()), &text).code(&text);
                message.info("a title of the box", inner.hr().text(text))
            }
            6 => message.info("", text),
            _ => message.line(text),
        };
    }
    message
}

/// Pieces fit, hold whole tags only, and together say what the message said.
#[test]
fn pieces_fit_and_lose_nothing() {
    let mut dice = Dice(0x00c0_ffee);
    let mut cuts = 0;
    for round in 0..3_000 {
        let message = random(&mut dice);
        let most = [0, 200, 201, 333, 1_000, 65_535][round % 6];
        let pieces = message.split(most);
        for piece in &pieces {
            assert!((1..=most.max(200)).contains(&piece.char_count()), "{} of {most}: {piece}", piece.char_count());
            assert_eq!(piece.char_count(), piece.to_string().chars().count());
        }
        assert_eq!(gist(&bodies(&pieces)), gist(&[message.to_string()]), "{message}");
        if message.char_count() <= most {
            assert_eq!(bodies(&pieces), [message.to_string()]);
        }
        cuts += pieces.len().saturating_sub(1);
    }
    assert!(cuts > 5_000, "{cuts}");
}

#[test]
fn a_long_body_becomes_full_posts() {
    let line = format!("{}\n", "検".repeat(99));
    let pieces = Message::new().to(1).info("Findings", line.repeat(2_000)).split(Message::MAX_CHARS);
    assert_eq!(pieces.len(), 4);
    let bodies = bodies(&pieces);
    assert!(bodies[0].starts_with("[To:1][info][title]Findings[/title]検"));
    for body in &bodies {
        assert!(body.ends_with("\n[/info]"), "cut between lines");
    }
    for body in &bodies[1..] {
        assert!(body.starts_with("[info][title]Findings[/title]検"));
    }
}

/// Hostile texts longer than a post, in every place that takes text: no piece is too long, and none calls anyone.
#[test]
fn no_hostile_text_is_too_long_for_its_posts() {
    let mut dice = Dice(0x0b16);
    for length in [65_534, 65_535, 65_536, 70_000, 140_000] {
        let mut text = String::new();
        while text.chars().count() < length {
            text.push_str(&dice.hostile(500));
        }
        let text: String = text.chars().take(length).collect();
        for message in [
            Message::from(text.as_str()),
            Message::new().code(&*text),
            Message::new().quote(u64::MAX, Some(i64::MAX.into()), &*text),
            Message::new().info("a title", &*text),
            Message::new().info(&*text, &*text),
            Message::new().info("t", Message::new().quote(1, None, &*text).code(&*text)),
            Message::new().url(format!("https://h.example/{text}")),
            Message::new().text(&*text).hr().text(&*text),
        ] {
            let pieces = message.split(Message::MAX_CHARS);
            for piece in &pieces {
                let body = piece.to_string();
                assert!(body.chars().count() <= Message::MAX_CHARS, "{}", body.chars().count());
                let parsed = Parsed::read(&body).unwrap();
                assert!(parsed.mentions.is_empty() && parsed.replies.is_empty() && !parsed.to_all);
            }
            let whole = message.to_string();
            // A title that is too long is said as text, which `gist` leaves out of titles.
            if whole.matches("[title]").count() == 0 || whole.starts_with("[info][title]a title") {
                assert_eq!(gist(&bodies(&pieces)), gist(&[whole]));
            }
        }
    }
}

#[test]
fn nothing_gives_no_pieces() {
    for message in [Message::new(), "\n \n".into(), Message::new().code("")] {
        assert_eq!(message.split(200), []);
    }
}

#[test]
fn a_title_or_link_too_long_for_a_piece_is_cut_as_text() {
    let title = "t".repeat(300);
    let pieces = Message::new().info(&*title, "body").split(200);
    assert_eq!(gist(&bodies(&pieces)).1, format!("{title}body"));
    assert!(pieces.iter().all(|piece| piece.char_count() <= 200));

    let link = format!("https://h.example/{}", "a".repeat(300));
    let pieces = Message::new().url(&link).split(200);
    assert_eq!(gist(&bodies(&pieces)).1, link);
    assert!(pieces.iter().all(|piece| piece.char_count() <= 200));
}

#[test]
fn raw_notation_is_never_cut() {
    let raw = format!("[info]{}[/info]", "x".repeat(300));
    let pieces = Message::new().text("a").raw(RawNotation::new(&*raw)).text("b").split(200);
    assert_eq!(bodies(&pieces), ["a", &raw, "b"]);
}
