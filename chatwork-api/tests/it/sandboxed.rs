//! The client against a Chatwork with state, over real HTTP: what it writes is what others read.

use chatwork_api::files::{ListFiles, UploadFile};
use chatwork_api::links::{CreateLink, UpdateLink};
use chatwork_api::members::ReplaceMembers;
use chatwork_api::messages::{CreateMessage, ListMessages, UpdateMessage};
use chatwork_api::model::{IconPreset, LimitType, MessageLimitation, Role, RoomType, TaskStatus};
use chatwork_api::my::ListMyTasks;
use chatwork_api::notation::Message;
use chatwork_api::oauth::{OAuthApp, Scope, TokenStore, Tokens};
use chatwork_api::rooms::{CreateRoom, UpdateRoom};
use chatwork_api::tasks::{CreateTask, ListTasks};
use chatwork_api::webhook::{SIGNATURE_HEADER, SIGNATURE_PARAMETER, Verifier, WebhookContent, WebhookEvent};
use chatwork_api::*;
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};
use ticket_bridge_sandbox::{Chatwork, ChatworkAccount, ChatworkRole, Clock as Time, Fault, Options};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The service's time is the client's too.
#[derive(Debug)]
struct Shared(Time);

impl Clock for Shared {
    fn now(&self) -> std::time::SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let time = self.0.clone();
        Box::pin(async move { time.sleep(duration).await })
    }
}

struct Bench {
    chatwork: Chatwork,
    time: Time,
}

impl Bench {
    async fn start() -> Self {
        Self::with(Time::manual(UNIX_EPOCH + Duration::from_secs(1_767_225_600))).await
    }

    async fn with(time: Time) -> Self {
        let chatwork = Chatwork::start_with(Options::default().clock(time.clone())).await.unwrap();
        Self { chatwork, time }
    }

    fn builder(&self, account: &ChatworkAccount) -> ClientBuilder {
        let builder = Client::builder(self.chatwork.url(), Auth::api_token(account.token.as_str()));
        // Fast time must not end a call before its answer.
        builder.clock(Shared(self.time.clone())).attempt_timeout(Duration::from_secs(3_600))
    }

    fn client(&self, account: &ChatworkAccount) -> Client {
        self.builder(account).build().unwrap()
    }

    fn me(&self) -> Client {
        self.client(&self.chatwork.me())
    }

    /// A colleague in the first room.
    fn colleague(&self) -> (ChatworkAccount, Client) {
        let account = self.chatwork.add_account("colleague");
        self.chatwork.add_member(self.chatwork.room(), account.id, ChatworkRole::Member);
        let client = self.client(&account);
        (account, client)
    }
}

#[tokio::test]
async fn rooms_members_and_links_from_first_to_last() {
    let bench = Bench::start().await;
    let (me, client) = (bench.chatwork.me(), bench.me());
    let (other, theirs) = bench.colleague();
    let rooms = client.rooms();
    let request = CreateRoom::new("監視 & 対応", [me.id])
        .members([other.id])
        .description("[toall] はしない")
        .icon(IconPreset::Security)
        .link(true)
        .link_code("soc-2026");
    let room = rooms.create(&request).await.unwrap();
    let made = rooms.get(room).await.unwrap();
    assert_eq!((&*made.name, made.description.as_deref()), ("監視 & 対応", Some("［toall］ はしない")));
    assert_eq!((made.kind, made.role), (RoomType::Group, Role::Admin));
    assert_eq!(rooms.list().await.unwrap().len(), 3);

    rooms.update(room, &UpdateRoom::new().name("SOC").description("").icon(IconPreset::Star)).await.unwrap();
    let changed = theirs.rooms().get(room).await.unwrap();
    assert_eq!((&*changed.name, changed.description.as_deref(), changed.role), ("SOC", Some(""), Role::Member));
    let error = theirs.rooms().update(room, &UpdateRoom::new().name("x")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);

    let link = rooms.link(room);
    assert!(link.get().await.unwrap().url.unwrap().ends_with("/soc-2026"));
    assert_eq!(link.create(&CreateLink::new()).await.unwrap_err().status(), Some(400));
    let updated = link.update(&UpdateLink::new("soc-2", false, "当番")).await.unwrap();
    assert_eq!((updated.need_acceptance, updated.description.as_deref()), (Some(false), Some("当番")));
    let renewed = link.update(&UpdateLink::with_new_code(true, "当番")).await.unwrap();
    assert_ne!(renewed.url, updated.url);
    assert!(!link.delete().await.unwrap().public);
    assert!(!theirs.rooms().link(room).get().await.unwrap().public);
    assert!(link.create(&CreateLink::new().code("x").description("y")).await.unwrap().public);

    let members = rooms.members(room);
    let roles = |list: Vec<model::Member>| list.into_iter().map(|member| member.role).collect::<Vec<_>>();
    assert_eq!(roles(members.list().await.unwrap()), [Role::Admin, Role::Member]);
    let after = members.replace(&ReplaceMembers::new([me.id]).readonly([other.id])).await.unwrap();
    assert_eq!((after.member, after.readonly), (vec![], vec![AccountId::new(other.id)]));
    assert_eq!(roles(members.list().await.unwrap()), [Role::Admin, Role::Readonly]);

    theirs.rooms().leave(room).await.unwrap();
    assert_eq!(theirs.rooms().get(room).await.unwrap_err().kind(), ErrorKind::Auth);
    rooms.delete(room).await.unwrap();
    assert_eq!(rooms.get(room).await.unwrap_err().kind(), ErrorKind::Auth);
}

#[tokio::test]
async fn contacts_and_requests() {
    let bench = Bench::start().await;
    let (me, client) = (bench.chatwork.me(), bench.me());
    let outsider = bench.chatwork.add_outsider("外");
    assert_eq!(client.contacts().list().await.unwrap(), []);
    assert_eq!(client.incoming_requests().list().await.unwrap(), []);
    for message in ["please add me", "again"] {
        bench.chatwork.ask_for_contact(outsider.id, me.id, message).unwrap();
    }
    let requests = client.incoming_requests().list().await.unwrap();
    assert_eq!((&*requests[0].message, &*requests[0].name), ("please add me", "外"));
    let contact = client.incoming_requests().accept(requests[0].request_id).await.unwrap();
    assert_eq!(client.contacts().list().await.unwrap(), std::slice::from_ref(&contact));
    client.incoming_requests().reject(requests[1].request_id).await.unwrap();
    assert!(client.incoming_requests().reject(requests[1].request_id).await.unwrap_err().is_not_found());
    assert_eq!(client.rooms().get(contact.room_id).await.unwrap().kind, RoomType::Direct);
    assert!(bench.chatwork.differences().is_empty(), "only paths of the reference");
}

#[tokio::test]
async fn messages_are_posted_read_edited_and_removed() {
    let bench = Bench::start().await;
    let (other, theirs) = bench.colleague();
    let (client, room) = (bench.me(), bench.chatwork.room());
    let messages = client.rooms().messages(room);
    assert_eq!(client.me().await.unwrap().account_id, AccountId::new(bench.chatwork.me().id));
    let body = Message::new().to(other.id).line(" 検知").info("CRITICAL [toall]", "sg-0a [/info][To:1]");
    let id = messages.create(&CreateMessage::new(body.clone())).await.unwrap();
    let posted = messages.get(&id).await.unwrap();
    assert_eq!((posted.body, posted.update_time.get()), (body.to_string(), 0));
    assert_eq!(bench.chatwork.messages(room)[0].notified, [other.id], "the mention that was meant, and no other");

    let status = theirs.my().status().await.unwrap();
    assert_eq!((status.unread_num, status.mention_num), (1, 1));
    let list = theirs.rooms().messages(room).list(&ListMessages::new()).await.unwrap();
    assert_eq!((list.messages.len(), list.limitation), (1, None));
    let read = theirs.rooms().messages(room).mark_as_read(&id).await.unwrap();
    assert_eq!((read.unread_num, read.mention_num), (0, 0));
    assert_eq!(theirs.rooms().messages(room).mark_all_as_read().await.unwrap_err().status(), Some(400));
    assert_eq!(theirs.rooms().messages(room).mark_as_unread(&id).await.unwrap().unread_num, 1);

    bench.time.advance(Duration::from_secs(60));
    assert_eq!(messages.update(&id, &UpdateMessage::new("resolved")).await.unwrap(), id);
    assert_eq!(messages.get(&id).await.unwrap().edited(), Some(UnixTime::new(1_767_225_660)));
    assert_eq!(theirs.rooms().messages(room).delete(&id).await.unwrap_err().kind(), ErrorKind::Auth);
    messages.delete(&id).await.unwrap();
    assert_eq!(messages.get(&id).await.unwrap().body, "[deleted]");
    assert!(messages.get("1").await.unwrap_err().is_not_found());

    bench.chatwork.set_free_plan(true);
    bench.time.advance(Duration::from_secs(41 * 24 * 60 * 60));
    let hidden = messages.list(&ListMessages::new().force(true)).await.unwrap();
    assert!(hidden.messages.is_empty() && hidden.limitation.is_some(), "hidden, not empty");
    let error = messages.get(&id).await.unwrap_err();
    assert!(MessageLimitation::of(&error).unwrap().summary.unwrap().contains("40 days"));
    assert_eq!(MessageLimitation::of(&messages.get("1").await.unwrap_err()), None);
}

#[tokio::test]
async fn tasks_are_set_and_followed_to_done() {
    let bench = Bench::start().await;
    let (other, theirs) = bench.colleague();
    let (client, room) = (bench.me(), bench.chatwork.room());
    let tasks = client.rooms().tasks(room);
    let request = CreateTask::new("直す sg-0a", [bench.chatwork.me().id, other.id]).limit_date(1_767_312_000);
    let ids = tasks.create(&request).await.unwrap();
    assert_eq!(tasks.list(&ListTasks::new().account(other.id)).await.unwrap()[0].task_id, ids[1]);
    let mine = theirs.my().tasks(&ListMyTasks::new()).await.unwrap();
    assert_eq!(
        (mine[0].limit(), mine[0].limit_type.as_ref()),
        (Some(UnixTime::new(1_767_312_000)), Some(&LimitType::Date))
    );
    assert!(bench.chatwork.finish_task(ids[1].get(), true));
    assert_eq!(tasks.get(ids[1]).await.unwrap().status, TaskStatus::Done);
    tasks.set_status(ids[0], TaskStatus::Done).await.unwrap();
    assert_eq!(tasks.list(&ListTasks::new()).await.unwrap(), []);
    assert_eq!(tasks.list(&ListTasks::new().status(TaskStatus::Done)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn files_travel_there_and_back() {
    let bench = Bench::start().await;
    let (client, room) = (bench.me(), bench.chatwork.room());
    let files = client.rooms().files(room);
    assert_eq!(files.list(&ListFiles::new()).await.unwrap(), []);
    let content: Vec<u8> = (0..=255).cycle().take(3 * 1024 * 1024).collect();
    let stream = Body::sized_stream(Body::stream(Body::from(content.clone())), content.len() as u64);
    let id = files.upload(UploadFile::new("検知 \"1\".bin", stream).message("[toall]")).await.unwrap();
    assert_eq!(bench.chatwork.files(room), [("検知 \"1\".bin".to_owned(), content.clone())]);
    let whole = UploadFile::new("a.txt", "\r\n--\r\n").content_type("text/plain");
    let second = files.upload(whole).await.unwrap();
    assert!(bench.chatwork.messages(room).iter().all(|message| message.notified.is_empty()));

    let file = files.get(id).await.unwrap();
    assert_eq!((file.filesize, file.download_url.as_ref()), (content.len() as u64, None));
    assert_eq!(files.list(&ListFiles::new().account(1)).await.unwrap(), []);
    assert_eq!(files.list(&ListFiles::new()).await.unwrap().len(), 2);
    // The stand-in's store refuses whoever sends it a token.
    let download = files.download(id).await.unwrap();
    assert_eq!(download.length(), Some(content.len() as u64));
    assert_eq!(download.bytes(usize::MAX).await.unwrap(), content);
    let download = files.download(second).await.unwrap();
    assert_eq!(download.content_type(), Some("text/plain"));
    assert_eq!(download.bytes(100).await.unwrap(), b"\r\n--\r\n");
    assert!(files.download(1).await.unwrap_err().is_not_found());
}

/// Really delivered, and verified over the bytes that came.
#[tokio::test]
async fn a_webhook_is_delivered_and_verified() {
    let bench = Bench::start().await;
    let (client, room, me) = (bench.me(), bench.chatwork.room(), bench.chatwork.me().id);
    let receiver = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&receiver).await;
    let hooks = [
        bench.chatwork.add_room_webhook(room, &receiver.uri()),
        bench.chatwork.add_mention_webhook(me, &receiver.uri()),
    ];
    let messages = client.rooms().messages(room);
    let id = messages.create(&CreateMessage::new(Message::new().to(me).text(" 検知 \"x\" 🦀"))).await.unwrap();
    messages.update(&id, &UpdateMessage::new("edited")).await.unwrap();
    for _ in 0..1_000 {
        if bench.chatwork.deliveries().len() == 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let verifier = Verifier::new(hooks.iter().map(|hook| hook.token.as_str())).unwrap();
    let stranger = Verifier::new(["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    let mut told = Vec::new();
    for request in receiver.received_requests().await.unwrap() {
        let signature = request.headers[SIGNATURE_HEADER].to_str().unwrap();
        assert!(verifier.verify(&request.body, signature));
        assert!(!stranger.verify(&request.body, signature));
        let in_query = request.url.query_pairs().find(|(name, _)| name == SIGNATURE_PARAMETER).unwrap().1;
        assert!(verifier.verify(&request.body, &in_query));
        let event = WebhookEvent::from_slice(&request.body).unwrap();
        assert_eq!(event.sender(), Some(AccountId::new(me)));
        assert!(seen.insert(event.replay_key().unwrap()));
        told.push((
            event.kind.as_str().to_owned(),
            match event.content() {
                WebhookContent::Message(message) => message.body,
                WebhookContent::Mention(mention) => mention.body,
                _ => panic!("{event:?}"),
            },
        ));
    }
    told.sort();
    let first = format!("[To:{me}] 検知 \"x\" 🦀");
    let expected = [("mention_to_me", &*first), ("message_created", &first), ("message_updated", "edited")];
    assert_eq!(told, expected.map(|(kind, body)| (kind.to_owned(), body.to_owned())));
}

/// Twenty-five posts take over twenty seconds, whether the client holds them back or is refused.
#[tokio::test]
async fn a_room_takes_ten_posts_in_ten_seconds_whoever_counts() {
    for (gate, is_refused) in [(RateGate::default(), false), (RateGate::Off, true)] {
        let bench = Bench::with(Time::scaled(50.0)).await;
        let client = bench.builder(&bench.chatwork.me()).rate_gate(gate).build().unwrap();
        let (room, begun) = (bench.chatwork.room(), bench.time.now());
        for number in 0..25 {
            client.rooms().messages(room).create(&CreateMessage::new(number.to_string())).await.unwrap();
        }
        assert!(bench.time.now().duration_since(begun).unwrap() >= Duration::from_secs(20));
        let bodies: Vec<_> = bench.chatwork.messages(room).into_iter().map(|message| message.body).collect();
        assert_eq!(bodies, (0..25).map(|number| number.to_string()).collect::<Vec<_>>());
        let refused = bench.chatwork.requests().iter().filter(|request| request.status == Some(429)).count();
        assert!(!is_refused || refused >= 2, "{refused}");
    }
}

#[tokio::test]
async fn the_limit_of_all_calls_tells_when_to_come_back() {
    let bench = Bench::start().await;
    let client = bench.builder(&bench.chatwork.me()).rate_gate(RateGate::Off).build().unwrap();
    for left in (0..300).rev() {
        client.my().status().await.unwrap();
        assert_eq!(client.rate_limit().unwrap().remaining, left);
    }
    let error = client.my().status().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::RateLimited, Some(429)));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(300)));
    bench.time.advance(Duration::from_secs(300));
    client.my().status().await.unwrap();
}

#[tokio::test]
async fn a_post_whose_answer_is_lost_is_not_posted_again() {
    let bench = Bench::start().await;
    let (client, room) = (bench.me(), bench.chatwork.room());
    bench.chatwork.fault(Fault::reset_after().on("POST", &format!("/v2/rooms/{room}/messages")));
    let error = client.rooms().messages(room).create(&CreateMessage::new("once")).await.unwrap_err();
    assert!(error.may_have_been_applied());
    assert_eq!(bench.chatwork.messages(room).len(), 1);
}

/// Keeps tokens in memory.
#[derive(Clone, Debug, Default)]
struct Kept(Arc<Mutex<Vec<String>>>);

#[async_trait::async_trait]
impl TokenStore for Kept {
    async fn save(&self, tokens: &Tokens) -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.0.lock().unwrap().push(tokens.to_json());
        Ok(())
    }
}

/// From the consent page to the end of consent: PKCE, rotation, each spelling of the end, and one renewal for all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_from_consent_to_its_end() {
    let bench = Bench::start().await;
    let me = bench.chatwork.me().id;
    let confidential = bench.chatwork.add_app("https://app.example/back", true);
    let public = bench.chatwork.add_app("my-app://back", false);
    for registered in [confidential, public] {
        let app = match &registered.client_secret {
            Some(secret) => OAuthApp::confidential(&registered.client_id, secret.as_str()),
            None => OAuthApp::public(&registered.client_id),
        };
        let redirect = if registered.client_secret.is_some() { "https://app.example/back" } else { "my-app://back" };
        let app = app.redirect_uri(redirect).token_url(format!("{}/token", bench.chatwork.url()));
        let app = app.clock(Shared(bench.time.clone()));
        let consent = app.begin([Scope::UsersAllRead, Scope::RoomsMessagesWrite]).unwrap();
        let refused = bench.chatwork.answer_consent(consent.url(), me, false).unwrap();
        let error = app.exchange(&consent, url::Url::parse(&refused).unwrap().query().unwrap()).await.unwrap_err();
        assert_eq!(error.to_string(), "not authorized: the user refused consent");

        let back = bench.chatwork.answer_consent(consent.url(), me, true).unwrap();
        let query = url::Url::parse(&back).unwrap().query().unwrap().to_owned();
        let tokens = app.exchange(&consent, &query).await.unwrap();
        assert_eq!(app.exchange(&consent, &query).await.unwrap_err().kind(), ErrorKind::Auth, "a code is good once");
        let (store, begun) = (Kept::default(), bench.time.now());
        assert_eq!(tokens.expires_at, Some(begun + Duration::from_secs(1_800)));
        let source = app.source(tokens, store.clone()).unwrap();
        let builder = Client::builder(bench.chatwork.url(), Auth::token_source(source.clone()));
        let client = builder.clock(Shared(bench.time.clone())).build().unwrap();
        assert_eq!(client.me().await.unwrap().account_id, AccountId::new(me));
        assert_eq!(client.rooms().list().await.unwrap_err().status(), Some(403), "no scope for that");

        // Four times, so that the end comes in each spelling.
        for renewal in 1..=4_u32 {
            bench.time.advance(Duration::from_secs(1_740));
            let calls: Vec<_> = (0..16)
                .map(|_| {
                    let client = client.clone();
                    tokio::spawn(async move { client.me().await.map(drop) })
                })
                .collect();
            for call in calls {
                call.await.unwrap().unwrap();
            }
            assert_eq!(store.0.lock().unwrap().len(), usize::try_from(renewal).unwrap());
            assert_eq!(
                source.current().expires_at,
                Some(begun + Duration::from_secs(60) * 29 * renewal + Duration::from_secs(1_800))
            );
        }
        let kept = store.0.lock().unwrap().last().unwrap().clone();
        assert_eq!(kept, source.current().to_json());

        bench.chatwork.revoke_consent(me);
        let error = client.me().await.unwrap_err();
        assert!(error.to_string().contains("the user has to give consent again"), "{error}");
        assert_eq!(error.kind(), ErrorKind::Auth);
    }
}
