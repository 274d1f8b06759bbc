use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use profile_api::SignIn;
use vpn_api::contract::PendingPrompt;
use vpn_api::{
    Blame, ConnectionDetails, Failure, FailureKind, Notice, Offline, Owner, Phase, PromptId, Protection,
    ProtectionState, Retry, Secret, Traffic, Transport, TunnelState, Waiting, notice::Origin, prompt::Refusal,
    protection::HeldCause, state::ServerLabel, values::SpecialRange,
};

use super::{
    super::connections::{StartFailure, Typed},
    *,
};
use crate::view::{Action, Progress, ProtectionView, Shape, Status};

fn profile_id(text: &str) -> ProfileId {
    ProfileId::try_from(text.to_owned()).unwrap()
}

pub(crate) fn card(id: &str) -> Card {
    Card {
        id: profile_id(id),
        name: id[..1].to_uppercase() + &id[1..],
        servers: vec!["vpn.example.com".to_owned()],
        sign_in: SignIn { certificate: true, password: true, ..SignIn::default() },
        added: 1,
        last_used: None,
        remembers_login: false,
        remembers_passphrase: false,
        took_all: false,
        network: None,
    }
}

pub(crate) fn server() -> ServerLabel {
    ServerLabel {
        host: "vpn.example.com".to_owned(),
        port: 1194,
        transport: Transport::Udp,
        address: Some(SocketAddr::from(([203, 0, 113, 5], 1194))),
    }
}

pub(crate) fn failure() -> Failure {
    let kind = FailureKind::NoAnswer { host: "vpn.example.com".to_owned(), port: 1194, transport: Transport::Udp };
    Failure::new(kind, Blame::Network, Retry::NextServer).with_detail("60 s")
}

pub(crate) fn connecting() -> TunnelState {
    TunnelState::Connecting {
        phase: Phase::Securing,
        server: Some(server()),
        attempt: 1,
        last_failure: None,
        waiting: None,
    }
}

pub(crate) fn connected() -> TunnelState {
    TunnelState::Connected(Box::new(ConnectionDetails {
        server: server(),
        interface: "adit0".to_owned(),
        addresses: vec!["10.8.0.2/24".parse().unwrap()],
        mtu: 1500,
        path_limit: None,
        protocol: "OpenVPN".to_owned(),
        security: vpn_api::Security { handshake: "TLS 1.3".to_owned(), data: "AES-256-GCM".to_owned() },
        banner: None,
        session_end: None,
        pac_url: None,
        notices: Default::default(),
        dns: vec![IpAddr::V4(Ipv4Addr::new(10, 8, 0, 1))],
        dns_domains: Vec::new(),
        networks: vec!["10.8.0.0/24".parse().unwrap()],
        all_ipv4: false,
        all_ipv6: false,
        ipv6_blocked: false,
        since: 1_700_000_000,
        up_ms: 1000,
    }))
}

pub(crate) fn connection(id: &str, state: TunnelState) -> ConnectionSnapshot {
    ConnectionSnapshot {
        connection: profile_id(id).connection().clone(),
        name: id.to_owned(),
        owner: vpn_api::Owner::Uid(1000),
        yours: true,
        state,
        prompt: None,
        traffic: Traffic::default(),
        data_path: None,
    }
}

pub(crate) fn credentials(refused: bool) -> Prompt {
    Prompt::Credentials {
        username: Some("alice".to_owned()),
        username_locked: false,
        refused: refused.then(|| Refusal { reason: Some("wrong password".to_owned()) }),
        challenge: None,
    }
}

pub(crate) fn asking(id: &str, prompt: u64) -> ConnectionSnapshot {
    let pending = PendingPrompt { id: PromptId(prompt), prompt: credentials(false) };
    ConnectionSnapshot { prompt: Some(pending), ..connection(id, connecting()) }
}

fn build(connections: &Connections, profiles: Vec<Listed>) -> View {
    super::build(connections, profiles, Remarks::default())
}

pub(crate) fn model(known: Vec<ConnectionSnapshot>) -> Connections {
    let mut connections = Connections::default();
    connections.helper_is_up(known);
    connections
}

pub(crate) fn listed(id: &str) -> Listed {
    Listed::plain(card(id))
}

/// Traffic that is held back for the profile `work`.
pub(crate) fn held(trying: bool) -> ProtectionView {
    let cause = HeldCause::NotUp { connection: profile_id("work").connection().clone(), owner: Owner::Uid(1000) };
    let protection = Protection { state: ProtectionState::Held { cause }, ..Protection::default() };
    let connections = if trying { vec![connection("work", connecting())] } else { Vec::new() };
    protection::build(&protection, &model(connections), &|_| "Work".to_owned())
}

/// The view of profiles with these lower-case names and states.
pub(crate) fn view(profiles: Vec<(&str, Option<TunnelState>)>) -> View {
    let all = profiles.iter().map(|(id, _)| Listed::plain(Card { name: (*id).to_owned(), ..card(id) }));
    let all = all.collect();
    let states = profiles.into_iter().filter_map(|(id, state)| Some(connection(id, state?)));
    build(&model(states.collect()), all)
}

fn status(state: TunnelState) -> Status {
    build(&model(vec![connection("work", state)]), vec![listed("work")]).profiles.remove(0).status
}

#[test]
fn every_state_has_its_shape_word_and_button() {
    let none = || TunnelState::Disconnected { failure: None };
    let failed = TunnelState::Disconnected { failure: Some(failure()) };
    let cancelled = Failure::new(FailureKind::Cancelled, Blame::User, Retry::Never);
    let cancelled = TunnelState::Disconnected { failure: Some(cancelled) };
    let reconnecting = TunnelState::Reconnecting {
        phase: Phase::Contacting,
        server: Some(server()),
        attempt: 2,
        cause: failure(),
        waiting: None,
    };
    let blocked = TunnelState::Blocked { failure: failure() };
    let cases = [
        (none(), Shape::Off, "Disconnected", Action::Connect, false),
        (cancelled, Shape::Off, "Disconnected", Action::Connect, false),
        (failed, Shape::Trouble, "Not connected", Action::TryAgain, true),
        (connecting(), Shape::Working, "Connecting", Action::Cancel, false),
        (connected(), Shape::On, "Connected", Action::Disconnect, false),
        (reconnecting, Shape::Working, "Reconnecting", Action::Disconnect, true),
        (TunnelState::Disconnecting, Shape::Working, "Disconnecting", Action::Wait, false),
        (blocked, Shape::Trouble, "Held back", Action::Disconnect, true),
    ];
    for (state, shape, label, action, has_failure) in cases {
        let told = format!("{state:?}");
        let status = status(state);
        assert_eq!((status.shape, status.label.as_str(), status.action), (shape, label, action), "{told}");
        assert_eq!(status.failure.is_some(), has_failure, "{told}");
        assert!(!status.sentence.is_empty() && !status.sentence.contains("sentence-"), "{told}: {}", status.sentence);
        assert_eq!(status.details.is_some(), shape == Shape::On, "{told}");
    }
}

#[test]
fn a_profile_that_is_down_does_not_say_that_traffic_flows_while_it_is_held_back() {
    let sentence = |state| {
        let protection = Protection { state, ..Protection::default() };
        let remarks = Remarks { protection: Some(&protection), ..Remarks::default() };
        super::build(&model(Vec::new()), vec![listed("work")], remarks).profiles.remove(0).status.sentence
    };
    let flows = sentence(ProtectionState::Open);
    assert_eq!(sentence(ProtectionState::LetOut), flows);
    let held = sentence(ProtectionState::Held { cause: HeldCause::Always });
    assert!(held.starts_with("No traffic goes out until") && held != flows, "{held}");
}

#[test]
fn steps_are_behind_at_hand_and_ahead() {
    let steps = status(connecting()).steps;
    let progress: Vec<Progress> = steps.iter().map(|step| step.progress).collect();
    assert_eq!(progress, [Progress::Done, Progress::Done, Progress::Active, Progress::Ahead, Progress::Ahead]);
    assert_eq!(steps[2].name, "Checking");
    assert_eq!(status(connecting()).sentence, "Checking that this is vpn.example.com.");
}

#[test]
fn which_traffic_goes_through_is_said_exactly() {
    let with = |change: fn(&mut ConnectionDetails)| {
        let TunnelState::Connected(mut details) = connected() else { unreachable!() };
        change(&mut details);
        status(TunnelState::Connected(details))
    };
    let sentence = |change: fn(&mut ConnectionDetails)| with(change).sentence;
    assert_eq!(sentence(|_| {}), "Only the tunnel’s own network goes through Work.");
    assert_eq!(
        sentence(|details| {
            details.addresses.push("fd00::2/64".parse().unwrap());
            details.networks.push("fd00::/64".parse().unwrap());
        }),
        "Only the tunnel’s own network goes through Work."
    );
    assert_eq!(
        sentence(|details| details.networks = vec!["10.0.0.0/8".parse().unwrap()]),
        "Only one network goes through Work."
    );
    assert_eq!(
        sentence(|details| details.networks.push("10.0.0.0/8".parse().unwrap())),
        "Only 2 networks go through Work."
    );
    assert_eq!(sentence(|details| details.networks.clear()), "Only the tunnel’s own network goes through Work.");
    assert_eq!(
        sentence(|details| details.networks = vec!["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()]),
        "Only 2 networks go through Work."
    );
    assert_eq!(
        sentence(|details| (details.all_ipv4, details.all_ipv6) = (true, true)),
        "All traffic goes through Work."
    );
    assert_eq!(sentence(|details| details.all_ipv4 = true), "All IPv4 traffic goes through Work.");
    assert_eq!(
        sentence(|details| (details.all_ipv4, details.ipv6_blocked) = (true, true)),
        "All traffic goes through Work; IPv6, which it does not carry, is held back."
    );
    let details = with(|details| (details.all_ipv4, details.all_ipv6) = (true, true)).details.unwrap();
    assert_eq!(details.networks, ["All traffic", "10.8.0.0/24"]);
    assert_eq!(details.server, "vpn.example.com (203.0.113.5), UDP 1194");
    assert_eq!(details.addresses, ["10.8.0.2"]);
}

#[test]
fn a_press_is_seen_before_the_helper_hears_of_it() {
    let mut model = model(vec![connection("work", TunnelState::Disconnected { failure: Some(failure()) })]);
    model.starting.insert(profile_id("work"), 1);
    let status = build(&model, vec![listed("work")]).profiles.remove(0).status;
    assert_eq!((status.shape, status.action), (Shape::Working, Action::Cancel));
    assert!(status.steps.iter().all(|step| step.progress == Progress::Ahead));
}

#[test]
fn a_press_that_failed_here_is_told() {
    let mut model = model(vec![]);
    let sentence = strings::message("profile-sealed", &[("name", Value::from("Work"))], "why");
    model.start_failures.insert(profile_id("work"), StartFailure::Here(sentence.clone()));
    let status = build(&model, vec![listed("work")]).profiles.remove(0).status;
    assert_eq!((status.action, status.failure), (Action::TryAgain, Some(sentence)));
}

#[test]
fn without_the_helper_nothing_is_known_and_nothing_can_be_begun() {
    for (helper, expected) in [
        (Helper::Searching, HelperStatus::Searching),
        (
            Helper::Failed(Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never)),
            HelperStatus::NotRunning,
        ),
        (
            Helper::Failed(Failure::new(
                FailureKind::HelperVersion { ours: 1, theirs: 2 },
                Blame::Machine,
                Retry::Never,
            )),
            HelperStatus::WrongVersion,
        ),
    ] {
        let mut model = model(vec![]);
        model.helper = helper;
        let view = build(&model, vec![listed("work")]);
        assert_eq!(view.helper.status, expected);
        assert_eq!(view.helper.trouble.is_some(), expected != HelperStatus::Searching);
        let status = &view.profiles[0].status;
        assert_eq!((status.shape, status.label.as_str(), status.action), (Shape::Off, "Unknown", Action::Wait));
        assert_eq!(status.sentence, "Adit cannot tell without its helper.");
        assert_eq!(status.failure, None);

        let sentence = strings::message("profile-sealed", &[("name", Value::from("Work"))], "why");
        model.start_failures.insert(profile_id("work"), StartFailure::Here(sentence.clone()));
        let status = build(&model, vec![listed("work")]).profiles.remove(0).status;
        assert_eq!((status.label.as_str(), status.action), ("Unknown", Action::Wait), "a failed press tells no state");
        assert_eq!(status.failure, Some(sentence));
    }
}

#[test]
fn the_primary_is_active_else_last_used_else_first() {
    let used = |id: &str, at: u64| Listed::plain(Card { last_used: Some(at), ..card(id) });
    let primary = |model: &Connections, profiles: Vec<Listed>| build(model, profiles).primary;
    assert_eq!(primary(&model(vec![]), vec![]), None);
    assert_eq!(primary(&model(vec![]), vec![listed("b"), listed("a")]).as_deref(), Some("a"));
    assert_eq!(primary(&model(vec![]), vec![listed("a"), used("b", 5), used("c", 3)]).as_deref(), Some("b"));
    let active = model(vec![connection("a", connected())]);
    assert_eq!(primary(&active, vec![listed("a"), used("b", 5)]).as_deref(), Some("a"));
}

#[test]
fn a_connection_made_in_the_terminal_can_be_ended_here() {
    let view = build(&model(vec![connection("shell", connected())]), vec![listed("work")]);
    assert_eq!(view.profiles.len(), 2);
    let visitor = &view.profiles[0];
    assert_eq!((visitor.name.as_str(), visitor.temporary, visitor.status.action), ("shell", true, Action::Disconnect));
    let over = build(&model(vec![connection("shell", TunnelState::Disconnected { failure: None })]), vec![]);
    assert!(over.profiles.is_empty());
}

#[test]
fn connections_of_others_are_seen_and_not_listed() {
    let other = ConnectionSnapshot { yours: false, ..asking("work", 1) };
    let view = build(&model(vec![other]), vec![listed("work")]);
    assert_eq!(view.others.len(), 1);
    let owner = format!("user {}", i18n::user_name(&Owner::Uid(1000)));
    assert_eq!((&view.others[0].owner, view.others[0].label.as_str()), (&owner, "Connecting"));
    assert_eq!(view.profiles[0].status.shape, Shape::Off);
    assert_eq!(view.prompt, None);
}

#[test]
fn a_question_names_profile_and_server() {
    let view = build(&model(vec![asking("work", 7)]), vec![listed("work")]);
    let prompt = view.prompt.unwrap();
    assert_eq!((prompt.profile_name.as_str(), prompt.server.as_str(), prompt.id), ("Work", "vpn.example.com", 7));
    assert!(prompt.can_remember && !prompt.remember && prompt.refused.is_none());
    assert_eq!(view.profiles[0].status.label, "Waiting for you");
    let mut answered = model(vec![asking("work", 7)]);
    answered.answered.insert(profile_id("work"), PromptId(7));
    assert_eq!(build(&answered, vec![listed("work")]).prompt, None, "not asked twice");
}

#[test]
fn what_was_typed_comes_back_when_refused_and_what_is_remembered_never() {
    let remembered = || vec![Listed::plain(Card { remembers_login: true, ..card("work") })];
    let mut snapshot = asking("work", 1);
    let first = build(&model(vec![snapshot.clone()]), remembered()).prompt.unwrap();
    assert!(first.remember);
    assert!(matches!(first.ask, Ask::Credentials { ref password, password_known: true, .. } if password.is_empty()));

    snapshot.prompt = Some(PendingPrompt { id: PromptId(2), prompt: credentials(true) });
    let refused = build(&model(vec![snapshot.clone()]), remembered()).prompt.unwrap();
    assert!(refused.refused.is_some());
    assert!(matches!(refused.ask, Ask::Credentials { ref password, password_known: false, .. } if password.is_empty()));

    let mut typed = model(vec![snapshot]);
    let what = Typed { username: "bob".to_owned(), password: Secret::from("typo"), remember: true, group: false };
    typed.typed.insert(profile_id("work"), what);
    let again = build(&typed, remembered()).prompt.unwrap();
    assert!(
        matches!(again.ask, Ask::Credentials { ref username, ref password, .. } if username == "bob" && password == "typo")
    );
}

#[test]
fn a_browser_question_shows_the_real_host() {
    let url = "https://login.example.com@evil.example/x".to_owned();
    let pending = PendingPrompt { id: PromptId(1), prompt: Prompt::OpenBrowser { url } };
    let snapshot = ConnectionSnapshot { prompt: Some(pending), ..connection("work", connecting()) };
    let prompt = build(&model(vec![snapshot]), vec![listed("work")]).prompt.unwrap();
    assert!(matches!(prompt.ask, Ask::Browser { ref host, .. } if host == "evil.example"));
}

#[test]
fn a_missing_keychain_and_damaged_files_are_said() {
    let model = model(vec![]);
    assert!(build(&model, vec![]).keychain.available);
    let missing = KeychainError::Missing("no bus".to_owned());
    let damage = [Damage { path: "/home/x/p.json".into(), cause: profiles::DamageCause::TooLarge }];
    let view =
        super::build(&model, vec![], Remarks { keychain: Some(&missing), damage: &damage, ..Remarks::default() });
    assert!(!view.keychain.available && view.keychain.notice.is_some());
    assert_eq!(view.notices[0].title, "A stored profile cannot be read.");
    assert!(view.notices[0].detail.contains("/home/x/p.json"));
}

#[test]
fn names_of_servers_and_sign_in() {
    let mut one = card("work");
    assert_eq!((servers(&one), sign_in(&one)), ("vpn.example.com".to_owned(), "Certificate and password".to_owned()));
    one.servers = ["a", "b", "a", "c"].map(str::to_owned).to_vec();
    one.sign_in = SignIn { browser: true, ..SignIn::default() };
    assert_eq!(sign_in(&one), "Browser");
    one.sign_in.certificate = true;
    assert_eq!(sign_in(&one), "Certificate and browser");
    one.sign_in = SignIn::default();
    assert_eq!((servers(&one), sign_in(&one)), ("3 servers".to_owned(), "No sign-in".to_owned()));
}

#[test]
fn what_a_tunnel_does_without_is_shown_and_what_matters_is_shown_unasked() {
    let TunnelState::Connected(mut details) = connected() else { panic!("not connected") };
    let server = "169.254.169.254".parse().unwrap();
    let refused = Notice::NameServerNotUsed { server, range: SpecialRange::LinkLocal, origin: Origin::Server };
    details.notices = [refused, Notice::ServerCompresses].into();
    details.banner = Some("Authorised users only.\nAll activity is logged.".to_owned());
    details.session_end = Some(details.since + 60);
    details.pac_url = Some("http://proxy.example/pac".to_owned());
    let view = build(&model(vec![connection("work", TunnelState::Connected(details))]), vec![listed("work")]);
    let shown = view.profiles[0].status.details.clone().unwrap();
    let titles = |all: &[MessageView]| all.iter().map(|one| one.title.clone()).collect::<Vec<_>>().join("\n");
    assert!(titles(&shown.cautions).starts_with("This server’s name server 169.254.169.254 is not used"));
    assert!(titles(&shown.remarks).starts_with("The server compresses what it sends"));
    assert_eq!(shown.banner.as_deref(), Some("Authorised users only.\nAll activity is logged."));
    assert!(shown.session_end.unwrap().starts_with("The server ends this session at "));
    assert_eq!(shown.pac_url.as_deref(), Some("http://proxy.example/pac"));
}

#[test]
fn something_to_do_elsewhere_is_shown_in_the_servers_words() {
    let pending = PendingPrompt { id: PromptId(1), prompt: Prompt::ConfirmElsewhere { text: "Look".to_owned() } };
    let snapshot = ConnectionSnapshot { prompt: Some(pending), ..connection("work", connecting()) };
    let prompt = build(&model(vec![snapshot]), vec![listed("work")]).prompt.unwrap();
    assert_eq!(prompt.ask, Ask::Confirm { text: "Look".to_owned() });
}

#[test]
fn a_profile_that_is_tried_again_and_again_says_so_and_what_would_help() {
    let shown = |attempt, last_failure| {
        let state = TunnelState::Connecting {
            phase: Phase::Contacting,
            server: Some(server()),
            attempt,
            last_failure,
            waiting: None,
        };
        build(&model(vec![connection("work", state)]), vec![listed("work")]).profiles[0].status.clone()
    };
    assert!(shown(2, Some(failure())).sentence.starts_with("Contacting vpn.example.com"));
    let often = shown(9, Some(failure()));
    assert_eq!(often.sentence, "8 attempts failed. Adit goes on until Work is connected or you cancel.");
    assert!(often.failure.unwrap().advice.contains("ask whoever gave you the profile"));
    let state = TunnelState::Reconnecting {
        phase: Phase::Contacting,
        server: None,
        attempt: 9,
        cause: failure(),
        waiting: None,
    };
    let view = build(&model(vec![connection("work", state)]), vec![listed("work")]);
    let said = "8 attempts failed. Traffic for Work is held back; disconnect to let it out.";
    assert_eq!(view.profiles[0].status.sentence, said);
}

#[test]
fn while_nothing_is_tried_the_plan_is_said_and_a_missing_network_needs_no_other_reason() {
    let waiting = |waiting| TunnelState::Reconnecting {
        phase: Phase::Contacting,
        server: Some(server()),
        attempt: 2,
        cause: failure(),
        waiting: Some(waiting),
    };
    let status = |state| view(vec![("a", Some(state))]).profiles.remove(0).status;
    let shown = status(waiting(Waiting::NextTry { left_ms: 12_000 }));
    let wait = shown.wait.unwrap();
    assert!(wait.plan.ends_with("(third try)"), "{}", wait.plan);
    assert!(wait.left_ms.is_some_and(|left| (11_000..=12_000).contains(&left)));
    assert!(
        shown.sentence.starts_with("Waiting for the next try: vpn.example.com over UDP")
            && shown.failure.is_some()
            && shown.steps.is_empty()
    );
    assert_eq!((shown.label.as_str(), shown.action), ("Reconnecting", Action::Disconnect));

    let shown = status(waiting(Waiting::Network(Offline::NoCarrier)));
    assert_eq!((shown.label.as_str(), shown.wait, shown.failure), ("Offline", None, None));
    assert_eq!(shown.sentence, "Offline: no network. Goes on by itself when there is one.");
    let shown = status(waiting(Waiting::NetworkSignIn { page: None }));
    assert!(shown.wait.is_some_and(|wait| wait.left_ms.is_none()), "a person may try all the same");

    let at = |left_ms| view(vec![("a", Some(waiting(Waiting::NextTry { left_ms })))]);
    assert!(at(9000).is_as(&at(4000)), "the window counts by itself");
    assert!(!at(9000).is_as(&view(vec![("a", Some(waiting(Waiting::Network(Offline::NoRoute))))])));
}
