use crate::support::{fixture, lossless};
use chatwork_api::webhook::{Verifier, WebhookContent, WebhookEvent, WebhookEventType, body_from_base64, signature_of};
use chatwork_api::*;
use serde_json::{Value, json};

const TOKEN: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const OTHER: &str = "canaryIgdG9rZW4gb3RoZXIgdG9rZW4gb3RoZXIgdG8=";

/// The body of a fixture, byte for byte, its length and its signature by `TOKEN`.
fn vectors() -> [(Vec<u8>, usize, &'static str); 3] {
    let raw = |name: &str| {
        std::fs::read(format!("{}/tests/fixtures/webhooks/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    [
        (raw("message_created"), 268, "GL+37kcT/ad84RPe1ELaCnFkUp0wZCEJfWQOJ2YFVN0="),
        (raw("message_updated"), 259, "4t0g5jRW2Wl6Gz6PNT6gKXghnYB2F7tLDb7p/cRWzu0="),
        (raw("mention_to_me"), 296, "yreP85dCnYS0JoHbZBOR8pgkZASiRGKd9xbOqkJ7/64="),
    ]
}

fn verifier(tokens: &[&str]) -> Verifier {
    Verifier::new(tokens.iter().copied()).unwrap()
}

fn event(name: &str) -> WebhookEvent {
    lossless(&fixture(&format!("webhooks/{name}")))
}

#[test]
fn signatures_of_the_body_as_it_came_are_accepted() {
    for (body, length, signature) in vectors() {
        assert_eq!(body.len(), length);
        assert!(verifier(&[TOKEN]).verify(&body, signature));
    }
}

#[test]
fn a_signature_by_any_of_the_tokens_is_accepted() {
    for (body, _, signature) in vectors() {
        assert!(verifier(&[OTHER, TOKEN]).verify(&body, signature));
        assert!(verifier(&[TOKEN, OTHER]).verify(&body, signature));
        assert!(!verifier(&[OTHER]).verify(&body, signature));
    }
}

/// A decoder of queries turns `+` into a space.
#[test]
fn a_plus_that_became_a_space_is_put_right() {
    let [(body, _, signature), ..] = vectors();
    assert!(signature.contains('+'));
    assert!(verifier(&[TOKEN]).verify(&body, &signature.replace('+', " ")));
}

#[test]
fn anything_else_is_refused_and_never_panics() {
    let hex = [
        "18bfb7ee4713fda77ce113ded442da0a7164529d306421097d640e27660554dd",
        "e2dd20e63456d9697a1b3e8f353ea02978219d807617bb4b0dbee9fdc456ceed",
        "cab78ff397429d84b42681db641391f298246404a244629df716ceaa427bffae",
    ];
    for (index, (body, _, signature)) in vectors().into_iter().enumerate() {
        let verifier = verifier(&[TOKEN]);
        let (longer, shorter) = ([&body, &b"\n"[..]].concat(), &body[..body.len() - 1]);
        for other in [&longer, shorter, b""] {
            assert!(!verifier.verify(other, signature));
        }
        for position in [0, body.len() / 2, body.len() - 1] {
            let mut changed = body.clone();
            changed[position] ^= 1;
            assert!(!verifier.verify(&changed, signature), "byte {position}");
        }
        // The same event, written anew.
        let rewritten = serde_json::to_vec_pretty(&serde_json::from_slice::<Value>(&body).unwrap()).unwrap();
        assert!(!verifier.verify(&rewritten, signature));
        for wrong in [
            "",
            " ",
            "=",
            "====",
            hex[index],
            signature.split_at(43).0,
            signature.split_at(40).0,
            signature.split_at(4).0,
            &format!("{signature}="),
            &format!("{signature}AAAA"),
            &format!("{signature}\n"),
            &signature.to_lowercase(),
            &signature.replace('=', "%3d"),
            "not base64 at all!",
            "署名",
            vectors()[(index + 1) % 3].2,
        ] {
            assert!(!verifier.verify(&body, wrong), "{wrong:?}");
        }
    }
}

/// The key is the decoded token: these are signed with its text.
#[test]
fn a_signature_by_the_undecoded_token_is_refused() {
    let undecoded = [
        "TPqhYhw4hieHTGabsu4oFr2kSX/Z1w7W0iO4czB0aJ4=",
        "WrnU6iYp1jw23AmDrs+6In2gmJfqnSoW/dJ45chqBqw=",
        "MELAZBKBsgYtn1V4HxCSvKFon7+1FYvwI6N9G86whXA=",
    ];
    for ((body, ..), signature) in vectors().into_iter().zip(undecoded) {
        assert!(!verifier(&[TOKEN]).verify(&body, signature));
    }
}

/// The header counts where there is one. The query is read as it stands in the address.
#[test]
fn the_signature_is_in_the_header_or_in_the_query() {
    for (body, _, signature) in vectors() {
        let encoded = signature.replace('+', "%2b").replace('/', "%2F").replace('=', "%3d");
        for query in [
            format!("chatwork_webhook_signature={encoded}"),
            format!("?x=1&chatwork_webhook_signature={encoded}"),
            format!("x=%&chatwork_webhook_signature={signature}"),
        ] {
            let found = signature_of(None, Some(&query)).unwrap();
            assert!(verifier(&[TOKEN]).verify(&body, &found), "{query}");
            assert_eq!(signature_of(Some("wrong"), Some(&query)).as_deref(), Some("wrong"));
        }
    }
    for query in [None, Some(""), Some("x=1"), Some("signature=x"), Some("chatwork_webhook_signatures=x")] {
        assert_eq!(signature_of(None, query), None);
    }
}

/// A gateway that hands bodies over as base64: the signature is over what Chatwork sent.
#[test]
fn a_body_in_base64_is_verified_once_decoded() {
    use base64::Engine;
    for (body, _, signature) in vectors() {
        let encoded = base64::engine::general_purpose::STANDARD.encode(&body);
        assert!(!verifier(&[TOKEN]).verify(encoded.as_bytes(), signature));
        let decoded = body_from_base64(&encoded).unwrap();
        assert_eq!(decoded, body);
        assert!(verifier(&[TOKEN]).verify(&decoded, signature));
    }
    for broken in ["{}", "AAA", "検知", "AA=A"] {
        let error = body_from_base64(broken).unwrap_err();
        assert_eq!(error.to_string(), "not a Chatwork webhook: the body is no base64");
    }
    assert_eq!(body_from_base64("").unwrap(), b"");
}

#[test]
fn an_event_tells_its_age() {
    use std::time::{Duration, SystemTime};
    let created = event("message_created");
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    assert_eq!(created.age(at(1_767_225_661)), Some(Duration::from_secs(60)));
    assert_eq!(created.age(at(1_767_225_600)), Some(Duration::ZERO), "the sender's clock is ahead");
    let mut odd = fixture("webhooks/message_created");
    odd["webhook_event_time"] = json!("soon");
    assert_eq!(WebhookEvent::from_value(odd).unwrap().age(at(0)), None);
}

#[test]
fn a_token_that_is_none_is_a_mistake_of_the_configuration() {
    for (tokens, problem) in [
        (&[][..], "there is no webhook token"),
        (&["canary!"], "webhook token 1 is not base64"),
        (&[TOKEN, "AAEC\n"], "webhook token 2 is not base64"),
        (&[TOKEN, TOKEN, ""], "webhook token 3 is empty"),
        (&["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"], "webhook token 1 is not base64"),
    ] {
        let error = Verifier::new(tokens.iter().copied()).unwrap_err();
        assert_eq!(error.to_string(), problem);
    }
    assert_eq!(format!("{:?}", verifier(&[TOKEN, OTHER])), "Verifier { tokens: 2 }");
}

#[test]
fn each_event_reads_its_own_content() {
    let created = event("message_created");
    assert_eq!((created.setting.as_str(), &created.kind), ("90001", &WebhookEventType::MessageCreated));
    assert_eq!(created.time, Some(UnixTime::new(1_767_225_601)));
    let WebhookContent::Message(message) = created.content() else { panic!("{created:?}") };
    assert_eq!((message.message_id.as_str(), message.room_id), ("2000000000000000001", RoomId::new(400_000_001)));
    assert_eq!((&*message.body, message.update_time), ("検知 [info]test[/info]", UnixTime::new(0)));

    let updated = event("message_updated");
    let WebhookContent::Message(message) = updated.content() else { panic!("{updated:?}") };
    assert_eq!((updated.kind, message.update_time), (WebhookEventType::MessageUpdated, UnixTime::new(1_767_225_660)));

    let mention = event("mention_to_me");
    let WebhookContent::Mention(content) = mention.content() else { panic!("{mention:?}") };
    assert_eq!(
        (content.from_account_id, content.to_account_id),
        (AccountId::new(5_000_002), AccountId::new(5_000_001))
    );
    assert_eq!(&*content.body, "[To:5000001] close SEC-12");
    assert_eq!([created.sender(), mention.sender()], [5_000_001, 5_000_002].map(|id| Some(AccountId::new(id))));
}

#[test]
fn an_event_of_tomorrow_is_kept_whole() {
    let event = event("unknown_type");
    assert_eq!((event.kind.as_str(), event.sender(), event.replay_key()), ("room_renamed", None, None));
    assert_eq!(event.content(), WebhookContent::Other(json!({"room_id": 400_000_001, "name": "SOC 2"})));
    // A known type in another form.
    let mut odd = fixture("webhooks/message_created");
    odd["webhook_event"]["room_id"] = json!("somewhere");
    assert!(matches!(WebhookEvent::from_value(odd).unwrap().content(), WebhookContent::Other(_)));
    let bare =
        json!({"webhook_setting_id": "1", "webhook_event_type": "message_created", "webhook_event_time": "soon"});
    let bare = WebhookEvent::from_value(bare).unwrap();
    assert_eq!((bare.time, bare.content()), (None, WebhookContent::Other(Value::Null)));
}

#[test]
fn the_replay_key_is_the_same_for_the_same_event_only() {
    let created = event("message_created").replay_key().unwrap();
    assert_eq!(created, r#"["90001","message_created","2000000000000000001",0]"#);
    let mut again = fixture("webhooks/message_created");
    again["webhook_event_time"] = json!(1_767_229_999);
    assert_eq!(WebhookEvent::from_value(again).unwrap().replay_key().unwrap(), created);
    for (field, value) in [("message_id", json!("2000000000000000009")), ("update_time", json!(1_767_225_660))] {
        let mut other = fixture("webhooks/message_created");
        other["webhook_event"][field] = value;
        assert_ne!(WebhookEvent::from_value(other).unwrap().replay_key().unwrap(), created);
    }
    for (field, value) in [("webhook_setting_id", "90009"), ("webhook_event_type", "message_updated")] {
        let mut other = fixture("webhooks/message_created");
        other[field] = json!(value);
        assert_ne!(WebhookEvent::from_value(other).unwrap().replay_key().unwrap(), created);
    }
}

#[test]
fn what_is_no_event_is_refused_with_the_place_and_without_its_text() {
    for (body, place) in [
        (&b"{\"secret\": "[..], "line 1 column 11"),
        (b"", "line 1 column 0"),
        (b"[]", "no JSON object"),
        (b"\"secret\"", "no JSON object"),
        (b"{\"secret\": 1}", "`webhook_setting_id`"),
        (b"{\"webhook_setting_id\": \"1\", \"webhook_event_type\": {\"secret\": 1}}", "`webhook_event_type`"),
        (b"\xff\xfe", "line 1"),
    ] {
        let error = WebhookEvent::from_slice(body).unwrap_err().to_string();
        assert!(error.contains(place) && !error.contains("secret"), "{error}");
    }
}
