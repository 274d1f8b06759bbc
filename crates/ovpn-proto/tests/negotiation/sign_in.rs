//! Tokens, codes, questions and pages to open. A code is used once, so that nobody is locked out.

use ovpn_settings::StaticChallenge;
use sim::Act;
use vpn_api::{Answer, Input, Place, Prompt, Retry, Secret};

use super::*;

fn with_code() -> Setting {
    let mut setting = Setting::with_login();
    let challenge = StaticChallenge { text: "Code".into(), echo: false, concat: false };
    setting.profile.login.as_mut().unwrap().static_challenge = Some(challenge);
    setting
}

const SCRV1: &str = "SCRV1:c2VjcmV0:MTIz";

/// What a server of this kind makes of a renegotiation that it begins.
fn renegotiated(setting: &Setting, secrets: &Secrets, options: &str) -> World {
    let mut world = setting.world_as(pushing(options), secrets, &mut None);
    world.connect();
    renegotiate(&mut world);
    world
}

#[test]
fn a_code_opens_one_session_and_the_token_all_that_follows() {
    let setting = with_code();
    let world = renegotiated(&setting, &answering("123"), "auth-token T1");
    let expected = [(0, "alice".into(), SCRV1.into()), (1, "alice".into(), "T1".into())];
    assert_eq!((logins(&world), world.closed()), (expected.to_vec(), None));
}

#[test]
fn without_a_token_a_used_code_is_not_sent_again() {
    let setting = with_code();
    let world = renegotiated(&setting, &answering("123"), "");
    assert_eq!(logins(&world).len(), 1, "a second time could lock the account");
    let failure = world.closed().unwrap();
    assert_eq!(failure.kind, FailureKind::ChallengeNeeded);
    assert!(matches!(failure.retry, Retry::AskUser(Prompt::Challenge(_))), "name and password are known: {failure:?}");
    assert!(notes(&world).iter().any(|note| note.contains("new code")), "it was said before");
    // The password alone is no such thing.
    let world = renegotiated(&Setting::with_login(), &alice(), "");
    assert_eq!((logins(&world).len(), world.closed()), (2, None));
}

#[test]
fn an_expired_token_asks_for_a_new_code_and_does_not_repeat_the_old_one() {
    let setting = with_code();
    let judge = |_: Option<&str>, password: Option<&str>| {
        (password == Some("T1")).then(|| "AUTH_FAILED,SESSION:token expired".to_owned())
    };
    let script = || Script { judge, ..pushing("auth-token T1") };
    let mut world = setting.world_as(script(), &answering("123"), &mut None);
    world.connect();
    let mut carried = world.client.into_carried();
    let mut world = setting.world_as(script(), &alice(), &mut carried);
    world.start();
    let failure = world.failure(S(10));
    assert_eq!(failure.kind, FailureKind::SessionTokenRefused);
    assert!(matches!(failure.retry, Retry::AskUser(Prompt::Challenge(_))), "{failure:?}");
    assert_eq!(logins(&world), [(0, "alice".into(), "T1".into())]);
}

/// A server that started over knows no token of before. What was typed was not refused, and is sent at once.
#[test]
fn a_forgotten_token_is_no_refused_sign_in() {
    let setting = Setting::with_login();
    let judge =
        |_: Option<&str>, password: Option<&str>| (password != Some("secret")).then(|| "AUTH_FAILED".to_owned());
    let script = || Script { judge, ..pushing("auth-token T1") };
    let mut carried = None;
    for _ in 0..5 {
        let mut world = setting.world_as(script(), &alice(), &mut carried);
        world.connect();
        carried = world.client.into_carried();
        let mut world = setting.world_as(script(), &alice(), &mut carried);
        world.start();
        let failure = world.failure(S(10));
        assert_eq!((failure.kind, failure.retry), (FailureKind::SessionTokenRefused, Retry::After(Duration::ZERO)));
        carried = world.client.into_carried();
    }
    // A password that is refused is.
    let wrong = Secrets { password: Some("wrong".into()), ..alice() };
    let mut world = setting.world_as(script(), &wrong, &mut None);
    world.start();
    assert!(matches!(world.failure(S(10)).kind, FailureKind::CredentialsRefused { .. }));
}

#[test]
fn a_text_to_read_is_no_question() {
    let judge = |_: Option<&str>, _: Option<&str>| Some("AUTH_PENDING,timeout 60".to_owned());
    let mut world = Setting::with_login().world_as(Script { judge, ..pushing("") }, &alice(), &mut None);
    world.start();
    world.run_for(S(2));
    say(&mut world, "INFO_PRE,CR_TEXT::Confirm on your phone");
    let told = |event: &SessionEvent| matches!(event, SessionEvent::Prompt(_, Prompt::ConfirmElsewhere { text }) if text == "Confirm on your phone");
    assert!(world.events.iter().any(told), "{:?}", world.events);
    let asked =
        |world: &World| world.events.iter().any(|event| matches!(event, SessionEvent::Prompt(_, Prompt::Challenge(_))));
    assert!(!asked(&world), "{:?}", world.events);
    let now = world.now;
    world.server.act(now, Act::Push);
    assert!(world.run_until(S(20), |world| world.config().is_some()), "{:?}", world.events);
    let mut world = Setting::with_login().world_as(Script { judge, ..pushing("") }, &alice(), &mut None);
    world.start();
    world.run_for(S(2));
    say(&mut world, "INFO_PRE,CR_TEXT:R:Which code?");
    assert!(asked(&world));
}

#[test]
fn a_question_without_a_wanted_answer_leads_on_by_itself() {
    let judge = |_: Option<&str>, password: Option<&str>| {
        (password != Some("CRV1::s7::")).then(|| "AUTH_FAILED,CRV1::s7:YWxpY2U=:Confirm on your phone".to_owned())
    };
    let setting = Setting::with_login();
    let mut world = setting.world_as(Script { judge, ..pushing("") }, &alice(), &mut None);
    world.start();
    let failure = world.failure(S(10));
    let told = FailureKind::ConfirmElsewhere { text: "Confirm on your phone".into() };
    assert_eq!((failure.kind, failure.retry), (told, Retry::After(Duration::ZERO)));
    assert!(notes(&world).iter().any(|note| note.contains("Confirm on your phone")), "{:?}", notes(&world));
    let mut carried = world.client.into_carried();
    let mut world = setting.world_as(Script { judge, ..pushing("") }, &alice(), &mut carried);
    world.connect();
}

#[test]
fn refusals_in_other_spellings_are_understood() {
    let refused = |text: &'static str| {
        let setting = Setting::with_login();
        let script = Script { verdict: Some(text.to_owned()), ..pushing("") };
        let mut world = setting.world_as(script, &alice(), &mut None);
        world.start();
        match world.failure(S(10)).kind {
            FailureKind::CredentialsRefused { reason } => reason,
            other => panic!("{text}: {other:?}"),
        }
    };
    assert_eq!(refused("AUTH_FAILED: wrong password").as_deref(), Some("wrong password"));
    assert_eq!(refused("AUTH_FAILED,wrong password").as_deref(), Some("wrong password"));
    assert_eq!(refused("AUTH_FAILED"), None);
}

#[test]
fn a_server_that_lets_nobody_in_says_when_and_where_to_try_again() {
    let told = |text: &'static str| {
        let mut world = Setting::with_login().world_as(pushing(""), &alice(), &mut None);
        world.connect();
        say(&mut world, text);
        world.closed().unwrap().clone()
    };
    for (text, seconds, place) in [
        ("AUTH_FAILED,TEMP", 0, Place::NextAddress),
        ("AUTH_FAILED,TEMP[backoff 42]:later", 42, Place::NextAddress),
        ("AUTH_FAILED,TEMP[backoff 42,advance no]:later", 42, Place::Same),
        ("AUTH_FAILED,TEMP[advance addr]:later", 0, Place::NextAddress),
        ("AUTH_FAILED,TEMP[advance remote,backoff 5]:later", 5, Place::NextServer),
    ] {
        let failure = told(text);
        assert_eq!(failure.retry, Retry::Directed { after: S(seconds), place }, "{text}");
        let message = text.contains("later").then(|| "later".to_owned());
        assert_eq!(failure.kind, FailureKind::SignInPostponed { message });
    }
}

/// AWS Client VPN: a browser's answer of more than 10 KB takes the place of a code.
#[test]
fn a_saml_answer_fits() {
    let setting = Setting::with_login();
    let judge = |_: Option<&str>, password: Option<&str>| match password {
        Some("ACS::35001") => Some("AUTH_FAILED,CRV1:R:sid7:Ti9B:https://sso.example.net/saml?x=1".to_owned()),
        Some(password) if password.starts_with("CRV1::sid7::PHNh") && password.len() > 12_000 => None,
        _ => Some("AUTH_FAILED".to_owned()),
    };
    let first = Secrets { username: Some("N/A".into()), password: Some("ACS::35001".into()), ..Secrets::default() };
    let mut world = setting.world_as(Script { judge, ..pushing("") }, &first, &mut None);
    world.start();
    let failure = world.failure(S(10));
    let Retry::AskUser(Prompt::Challenge(challenge)) = &failure.retry else { panic!("{failure:?}") };
    assert_eq!(challenge.text, "https://sso.example.net/saml?x=1");
    let mut carried = world.client.into_carried();
    let answer =
        Secrets { challenge_response: Some(vpn_api::Secret::new(format!("PHNh{}", "A".repeat(12_000)))), ..first };
    let mut world = setting.world_as(Script { judge, ..pushing("") }, &answer, &mut carried);
    world.connect();
    assert_eq!(logins(&world)[0].1, "N/A");
}

/// AWS Client VPN, from the profile's word to the tunnel.
#[test]
fn a_federated_profile_signs_in_with_the_browser() {
    const ANSWER: &str = "PHNhbWxwOlJlc3BvbnNl+/=";
    let mut setting = Setting::new();
    setting.profile.login = Some(Login { federated: true, ..Login::default() });
    let judge = |username: Option<&str>, password: Option<&str>| match (username, password) {
        (Some("N/A"), Some("ACS::35001")) => {
            Some("AUTH_FAILED,CRV1:R:instance-1/2/3:b'Ti9B':https://sso.example.net/saml?x=1".to_owned())
        }
        (Some("N/A"), Some(password))
            if password.starts_with("CRV1::instance-1/2/3::PHN") && password.len() > 12_000 =>
        {
            if password.ends_with("%2B%2F%3D") { None } else { Some("AUTH_FAILED,form".to_owned()) }
        }
        _ => Some("AUTH_FAILED,not federated".to_owned()),
    };
    // Nobody is asked for a name or a password.
    let nothing = Secrets::default();
    let mut world = setting.world_as(Script { judge, ..pushing("") }, &nothing, &mut None);
    world.start();
    let failure = world.failure(S(10));
    let url = "https://sso.example.net/saml?x=1".to_owned();
    let Retry::AskUser(Prompt::BrowserAnswer { url: page, listener }) = failure.retry else { panic!("{failure:?}") };
    assert_eq!((page, listener.port), (url, vpn_api::prompt::ListenerPort::Fixed(35001)));
    let mut carried = world.client.into_carried();
    let response = Secret::new(ANSWER.replacen("PHN", &format!("PHN{}", "A".repeat(12_000)), 1));
    let answer = Secrets { challenge_response: Some(response), ..Secrets::default() };
    let mut world = setting.world_as(Script { judge, ..pushing("") }, &answer, &mut carried);
    world.connect();
    let sent = logins(&world);
    assert_eq!((sent.len(), sent[0].1.as_str()), (1, "N/A"), "one answer, once");
    // The next session begins anew: neither state nor answer is sent again.
    let mut carried = world.client.into_carried();
    let mut world = setting.world_as(Script { judge, ..pushing("") }, &answer, &mut carried);
    world.start();
    let failure = world.failure(S(10));
    assert!(matches!(failure.retry, Retry::AskUser(Prompt::BrowserAnswer { .. })), "{failure:?}");
}

#[test]
fn what_the_browser_brought_is_refused_for_good() {
    let mut setting = Setting::new();
    setting.profile.login = Some(Login { federated: true, ..Login::default() });
    type Judge = fn(Option<&str>, Option<&str>) -> Option<String>;
    let judges: [(Judge, FailureKind); 3] = [
        (
            |_, _| Some("AUTH_FAILED,Invalid".to_owned()),
            FailureKind::BrowserSignInRefused { reason: Some("Invalid".into()) },
        ),
        (
            |_, _| Some("AUTH_FAILED,CRV1:R:s:b'Ti9B':http://sso.example.net/".to_owned()),
            FailureKind::SignInPageRefused,
        ),
        (|_, _| Some("AUTH_FAILED,CRV1:R:s:b'Ti9B':https://127.0.0.1/".to_owned()), FailureKind::SignInPageRefused),
    ];
    for (judge, kind) in judges {
        let mut world = setting.world_as(Script { judge, ..pushing("") }, &Secrets::default(), &mut None);
        world.start();
        let failure = world.failure(S(10));
        assert_eq!((failure.kind, failure.retry), (kind, Retry::Never));
    }
}

#[test]
fn one_page_is_opened_for_one_sign_in() {
    let judge = |_: Option<&str>, _: Option<&str>| Some("AUTH_PENDING,timeout 300".to_owned());
    let mut world = Setting::with_login().world_as(Script { judge, ..pushing("") }, &alice(), &mut None);
    world.start();
    world.run_for(S(2));
    say(&mut world, "INFO_PRE,OPEN_URL:http://login.example.net/");
    say(&mut world, "INFO_PRE,WEB_AUTH:hidden,proxy=x;1:https://login.example.net/a");
    say(&mut world, "INFO_PRE,OPEN_URL:https://login.example.net/b");
    let pages: Vec<&str> = world
        .events
        .iter()
        .filter_map(|event| match event {
            SessionEvent::Prompt(_, Prompt::OpenBrowser { url }) => Some(url.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(pages, ["https://login.example.net/a"]);
    assert_eq!(notes(&world).iter().filter(|note| note.contains("not opened")).count(), 2);
}

#[test]
fn a_pending_sign_in_waits_as_long_as_the_server_says_and_not_for_ever() {
    let waits = |text: &'static str, renegotiate: u64| {
        let judge: fn(Option<&str>, Option<&str>) -> Option<String> = match text {
            "AUTH_PENDING" => |_, _| Some("AUTH_PENDING".to_owned()),
            "AUTH_PENDING,timeout 200" => |_, _| Some("AUTH_PENDING,timeout 200".to_owned()),
            _ => |_, _| Some("AUTH_PENDING,new-kind,timeout 99999".to_owned()),
        };
        let mut setting = Setting::with_login();
        setting.profile.timing.renegotiate = S(renegotiate);
        // It pushes nothing when asked.
        let script = Script { judge, replies: Vec::new(), ..Script::new() };
        let mut world = setting.world_as(script, &alice(), &mut None);
        world.start();
        let failure = world.failure(S(10_000));
        assert_eq!((failure.kind, failure.retry), (FailureKind::SignInUnfinished, Retry::Never));
        let asked = texts(&world).iter().filter(|text| *text == "PUSH_REQUEST").count() as u64;
        let waited = (world.now - world.began).as_secs();
        assert!(asked <= waited / 8 + 4, "asked {asked} times");
        waited
    };
    assert_eq!(waits("AUTH_PENDING,timeout 200", 3600), 200);
    assert_eq!(waits("AUTH_PENDING", 3600), 1800);
    assert_eq!(waits("", 3600), 1800);
    assert_eq!(waits("", 0), 60);
}

/// Servers of 2.6 refuse without a reason when the time is over. Before that, such a refusal is one of the password.
#[test]
fn a_refusal_at_the_end_of_the_wait_is_none_of_the_password() {
    for (after, expected) in
        [(100, FailureKind::CredentialsRefused { reason: None }), (299, FailureKind::SignInUnfinished)]
    {
        let judge = |_: Option<&str>, _: Option<&str>| Some("AUTH_PENDING,timeout 300".to_owned());
        let timeline = vec![(S(after), Act::Say("AUTH_FAILED".into()))];
        let script = Script { judge, replies: Vec::new(), timeline, ..Script::new() };
        let mut world = Setting::with_login().world_as(script, &alice(), &mut None);
        world.start();
        assert_eq!(world.failure(S(400)).kind, expected, "after {after} s");
        assert!((world.now - world.began).as_secs() < 300);
    }
}

#[test]
fn a_question_in_the_session_is_answered_there() {
    let judge = |_: Option<&str>, _: Option<&str>| Some("AUTH_PENDING,timeout 300".to_owned());
    let mut world = Setting::with_login().world_as(Script { judge, ..pushing("") }, &alice(), &mut None);
    world.start();
    world.run_for(S(2));
    say(&mut world, "INFO_PRE,CR_TEXT:E,R:Which \u{202e}one?");
    let asked = world.events.iter().find_map(|event| match event {
        SessionEvent::Prompt(id, Prompt::Challenge(challenge)) => Some((*id, challenge.clone())),
        _ => None,
    });
    let (id, challenge) = asked.unwrap();
    assert_eq!((challenge.text.as_str(), challenge.echo), ("Which one?", true));
    world.input(Input::Answer(id, Answer::Challenge { response: "blue".into() }));
    world.input(Input::Answer(id, Answer::Challenge { response: "red".into() }));
    world.run_for(S(1));
    let answers: Vec<String> = texts(&world).into_iter().filter(|text| text.starts_with("CR_")).collect();
    assert_eq!(answers, ["CR_RESPONSE,Ymx1ZQ=="], "once");
}
