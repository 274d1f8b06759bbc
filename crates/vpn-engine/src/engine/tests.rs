//! The engine on a made-up machine, in virtual time: minutes of waiting take no time.

use privileged::{Hold, PrivilegedEvent, Way};
use vpn_api::{
    DataPathReport, Fallback, FallbackReason, FramePath, InterfacePath, KernelOffload, LinkPath, Lock, NetworkProblem,
    NetworkStep, Notice, Prompt, ProtectionSettings, ProtectionState, ProtocolProfile, Secrets, SessionEvent, Traffic,
    Transport, TunnelConfig, TunnelSlot, TunnelState,
    contract::{ConnectOptions, PendingPrompt},
};

use super::{
    fakes::{FAKE, FakeCall, FakePlatform, FakeProvider, Script, slow, typed},
    *,
};

mod floods;
mod known_networks;
mod left;
mod online;
mod proofs;
mod sign_ins;
mod users;
mod wanted;

const ALICE: &Owner = &Owner::Uid(1000);
const BOB: &Owner = &Owner::Uid(1001);
const ROOT: &Owner = &Owner::Uid(0);

fn config() -> TunnelConfig {
    let address = "10.8.0.2/24".parse().unwrap();
    let keepalive = Some(Duration::from_secs(10));
    TunnelConfig { addresses: [address].into(), redirect_ipv4: true, keepalive, ..TunnelConfig::default() }
}

fn id(text: &str) -> ConnectionId {
    ConnectionId::try_from(text.to_owned()).unwrap()
}

fn order(connection: &str, servers: &[&str]) -> ConnectRequest {
    ConnectRequest {
        connection: id(connection),
        name: connection.to_owned(),
        profile: ProtocolProfile { protocol: FAKE, settings: servers.join(" ").as_str().into() },
        secrets: Secrets::default(),
        options: ConnectOptions::default(),
    }
}

fn lost() -> Failure {
    connection_lost("test")
}

/// An engine on a machine that knows `a.example` and `b.example`.
struct Bench {
    platform: FakePlatform,
    engine: EngineHandle,
    events: broadcast::Receiver<Event>,
    begun: tokio::time::Instant,
}

impl Bench {
    fn new() -> Self {
        let platform = FakePlatform::new();
        platform.name("a.example", &["192.0.2.1:0", "192.0.2.2:0"]);
        platform.name("b.example", &["192.0.2.3:0"]);
        let registry = Registry::default().with(Arc::new(FakeProvider(platform.clone())));
        let engine = Engine::new(platform.clone(), registry).handle();
        let (_, events) = engine.subscribe();
        Self { platform, engine, events, begun: tokio::time::Instant::now() }
    }

    /// Connected to `a.example` as `work`, with a second server to go to.
    async fn connected() -> Self {
        let mut bench = Self::new();
        bench.platform.script(Script::Comes(config()));
        bench.engine.connect(ALICE, order("work", &["a.example", "b.example"])).unwrap();
        bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
        bench.platform.take_calls();
        bench
    }

    fn view(&self, connection: &str) -> ConnectionSnapshot {
        self.engine.snapshot().into_iter().find(|view| view.connection == id(connection)).unwrap()
    }

    /// Waits, for a day of virtual time at most, until the connection is shown like this.
    async fn until(&mut self, connection: &str, like: impl Fn(&ConnectionSnapshot) -> bool) -> ConnectionSnapshot {
        let connection = id(connection);
        let waiting = async {
            loop {
                match self.events.recv().await {
                    Ok(Event::Connection(view)) if view.connection == connection && like(&view) => return *view,
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(86_400), waiting).await;
        found.unwrap_or_else(|_| panic!("never shown so; it is {:?}", self.engine.snapshot()))
    }

    async fn down(&mut self, connection: &str) -> Option<Failure> {
        let view = self.until(connection, |view| !view.state.is_active()).await;
        if let TunnelState::Disconnected { failure } = view.state { failure } else { None }
    }
}

fn address(text: &str) -> std::net::SocketAddr {
    text.parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn connects_and_leaves_nothing_behind() {
    let mut bench = Bench::new();
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    let view = bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    let TunnelState::Connected(details) = &view.state else { panic!() };
    assert_eq!((details.interface.as_str(), details.protocol.as_str()), ("adit0", "Fake"));
    assert_eq!(details.server.address, Some(address("192.0.2.1:1194")));
    assert!(details.all_ipv4 && details.ipv6_blocked);

    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    assert_eq!(bench.down("work").await, None);
    assert_eq!(
        bench.platform.calls(),
        [
            FakeCall::LookedUp("a.example".to_owned()),
            FakeCall::Contacted(address("192.0.2.1:1194"), None),
            FakeCall::DeviceMade("adit0".to_owned()),
            FakeCall::Attached,
            FakeCall::Applied { routes: 3 },
            FakeCall::Goodbye(CloseReason::User),
            FakeCall::Reverted,
            FakeCall::Unwanted(TunnelSlot(0)),
            FakeCall::DeviceGone("adit0".to_owned()),
        ]
    );
    let texts: Vec<String> =
        bench.engine.read_log(0, 100, |line| line.level == LogLevel::Info).into_iter().map(|line| line.text).collect();
    let expected = [
        "Looking up the server",
        "Contacting the server",
        "Securing the connection",
        "Configuring the tunnel",
        "Connected",
        "Disconnecting",
        "Disconnected",
    ];
    assert_eq!(texts, expected);
}

#[tokio::test(start_paused = true)]
async fn a_wish_is_seen_as_soon_as_it_is_recorded() {
    let mut bench = Bench::new();
    bench.platform.script(Script::Fails(
        Duration::ZERO,
        Failure::new(FailureKind::ServerHalted { message: None }, Blame::Server, Retry::Never),
    ));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    assert!(matches!(bench.view("work").state, TunnelState::Connecting { last_failure: None, .. }));
    assert!(bench.down("work").await.is_some());
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    assert!(matches!(bench.view("work").state, TunnelState::Connecting { last_failure: None, .. }));
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    assert_eq!(bench.view("work").state, TunnelState::Disconnecting);
}

#[tokio::test(start_paused = true)]
async fn connected_is_shown_only_after_the_network_was_read_back() {
    let mut bench = Bench::new();
    for _ in 0..2 {
        bench.platform.script(Script::Comes(config()));
    }
    bench.platform.next_apply(Err(NetError::ReadBackMismatch { missing: Vec::new() }));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    let view = bench
        .until("work", |view| {
            assert!(!matches!(view.state, TunnelState::Connected(_)));
            matches!(&view.state, TunnelState::Connecting { last_failure: Some(_), .. })
        })
        .await;
    let TunnelState::Connecting { last_failure: Some(failure), .. } = view.state else { panic!() };
    assert!(matches!(failure.kind, FailureKind::NetworkSetup { .. }), "{failure}");
    assert!(bench.platform.calls().contains(&FakeCall::Attached), "packets do not wait for it");
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    let applied = bench.platform.calls().iter().filter(|call| matches!(call, FakeCall::Applied { .. })).count();
    assert_eq!(applied, 2, "what was not made so is made again");
}

#[tokio::test(start_paused = true)]
async fn a_broken_tunnel_keeps_interface_and_routes_and_what_the_session_carried() {
    let mut bench = Bench::connected().await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    bench.platform.script(Script::Comes(config()));
    bench.platform.say(SessionEvent::Closed(lost()));
    bench.until("work", |view| matches!(view.state, TunnelState::Reconnecting { .. })).await;
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    let calls = bench.platform.take_calls();
    let expected = [
        FakeCall::LookedUp("a.example".to_owned()),
        FakeCall::Contacted(address("192.0.2.1:1194"), Some("token".to_owned())),
        FakeCall::Attached,
        FakeCall::Applied { routes: 3 },
    ];
    assert_eq!(calls, expected);
}

#[tokio::test(start_paused = true)]
async fn a_session_that_closes_while_its_network_is_set_up_leaves_the_interface_to_the_next() {
    for milliseconds in 1..40 {
        let mut bench = Bench::new();
        for _ in 0..2 {
            bench.platform.script(Script::Comes(config()));
        }
        bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        bench.platform.say(SessionEvent::Closed(lost()));
        tokio::time::sleep(Duration::from_secs(30)).await;
        assert!(matches!(bench.view("work").state, TunnelState::Connected(_)), "at {milliseconds} ms");
        let calls = bench.platform.calls();
        let of_device = |call: &&FakeCall| matches!(call, FakeCall::DeviceMade(_) | FakeCall::DeviceGone(_));
        assert_eq!(calls.iter().filter(of_device).count(), 1, "at {milliseconds} ms: {calls:?}");
        bench.engine.disconnect(ALICE, None, id("work")).unwrap();
        bench.down("work").await;
    }
}

#[tokio::test(start_paused = true)]
async fn while_no_server_answers_the_tunnel_holds_traffic_back_for_an_hour() {
    let mut bench = Bench::connected().await;
    for _ in 0..1000 {
        bench.platform.script(Script::Fails(Duration::from_secs(10), lost()));
    }
    bench.platform.say(SessionEvent::Closed(lost()));
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert!(matches!(bench.view("work").state, TunnelState::Reconnecting { .. }));
    let calls = bench.platform.take_calls();
    let gone = |call: &FakeCall| matches!(call, FakeCall::Reverted | FakeCall::DeviceGone(_) | FakeCall::DeviceMade(_));
    assert!(!calls.iter().any(gone), "{calls:?}");
    let contacts = calls.iter().filter(|call| matches!(call, FakeCall::Contacted(..))).count();
    assert!((20..200).contains(&contacts), "{contacts} attempts in an hour");

    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    assert_eq!(bench.down("work").await, None);
    assert!(bench.platform.calls().ends_with(&[
        FakeCall::Reverted,
        FakeCall::Unwanted(TunnelSlot(0)),
        FakeCall::DeviceGone("adit0".to_owned())
    ]));
}

#[tokio::test(start_paused = true)]
async fn a_name_that_nobody_answers_for_is_given_up_in_time() {
    let mut bench = Bench::new();
    bench.engine.connect(ALICE, order("work", &["nobody.example"])).unwrap();
    let begin = tokio::time::Instant::now();
    let view =
        bench.until("work", |view| matches!(&view.state, TunnelState::Connecting { last_failure: Some(_), .. })).await;
    assert!(begin.elapsed() < Duration::from_secs(15));
    let TunnelState::Connecting { last_failure: Some(failure), .. } = view.state else { panic!() };
    assert_eq!(failure.kind, FailureKind::NameServersSilent { host: "nobody.example".to_owned() });
}

#[tokio::test(start_paused = true)]
async fn cancel_works_at_every_moment() {
    for milliseconds in (0..60).chain([500, 5_000, 20_000, 100_000]) {
        let mut bench = Bench::new();
        bench.platform.script(Script::Fails(Duration::from_millis(7), lost()));
        bench.platform.script(Script::Comes(config()));
        bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        bench.engine.disconnect(ALICE, None, id("work")).unwrap();
        let begin = tokio::time::Instant::now();
        assert_eq!(bench.down("work").await, None);
        assert!(begin.elapsed() < Duration::from_secs(3), "at {milliseconds} ms: {:?}", begin.elapsed());
        let calls = bench.platform.calls();
        let count = |like: fn(&FakeCall) -> bool| calls.iter().filter(|call| like(call)).count();
        let made = count(|call| matches!(call, FakeCall::DeviceMade(_)));
        assert_eq!(made, count(|call| matches!(call, FakeCall::DeviceGone(_))), "at {milliseconds} ms: {calls:?}");
        let applied = calls.iter().rposition(|call| matches!(call, FakeCall::Applied { .. }));
        assert!(calls.iter().rposition(|call| *call == FakeCall::Reverted) >= applied, "{calls:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_and_a_network_that_hang_do_not_hold_disconnect_up() {
    let mut bench = Bench::new();
    bench.platform.script(Script::Silent);
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    bench.platform.hang_reverts();
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    let begin = tokio::time::Instant::now();
    let failure = bench.down("work").await.unwrap();
    let late = FailureKind::NetworkSetup { step: NetworkStep::Undo, problem: NetworkProblem::TimedOut };
    assert_eq!(failure.kind, late);
    assert!(begin.elapsed() <= Duration::from_secs(12), "{:?}", begin.elapsed());
    assert!(bench.platform.calls().contains(&FakeCall::Aborted));
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_is_asked_before_anything_is_sent() {
    let mut bench = Bench::new();
    let mut wish = order("work", &["a.example"]);
    wish.secrets.username = Some("needed".to_owned());
    bench.engine.connect(ALICE, wish).unwrap();
    let view = bench.until("work", |view| view.prompt.is_some()).await;
    let prompt = view.prompt.unwrap().id;
    assert!(!bench.platform.calls().iter().any(|call| matches!(call, FakeCall::Contacted(..))));
    bench.platform.script(Script::Comes(config()));
    bench.engine.answer(ALICE, None, id("work"), prompt, typed()).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
}

#[tokio::test(start_paused = true)]
async fn a_session_that_cannot_be_made_leaves_token_and_answer_to_the_next() {
    let mut bench = Bench::connected().await;
    let challenge = vpn_api::prompt::Challenge { text: "Code".to_owned(), echo: true };
    let ask = Retry::AskUser(Prompt::Challenge(challenge));
    bench.platform.say(SessionEvent::Closed(Failure::new(FailureKind::ChallengeNeeded, Blame::User, ask)));
    let view = bench.until("work", |view| view.prompt.is_some()).await;
    bench.platform.want_passphrase();
    let answer = Answer::Challenge { response: "42".into() };
    bench.engine.answer(ALICE, None, id("work"), view.prompt.unwrap().id, answer).unwrap();
    let asks = |view: &ConnectionSnapshot| {
        matches!(view.prompt, Some(PendingPrompt { prompt: Prompt::KeyPassphrase { .. }, .. }))
    };
    let view = bench.until("work", asks).await;
    for _ in 0..2 {
        bench.platform.script(Script::Comes(config()));
    }
    let answer = Answer::KeyPassphrase { passphrase: "x".into() };
    bench.engine.answer(ALICE, None, id("work"), view.prompt.unwrap().id, answer).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    let contacted = FakeCall::Contacted(address("192.0.2.1:1194"), Some("token".to_owned()));
    assert!(bench.platform.take_calls().contains(&contacted), "the token is still there");
    bench.platform.say(SessionEvent::Closed(lost()));
    bench.until("work", |view| matches!(view.state, TunnelState::Reconnecting { .. })).await;
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    assert_eq!(bench.platform.challenge_responses(), [None, Some("42".to_owned()), None], "sent once");
}

#[tokio::test(start_paused = true)]
async fn a_question_of_the_server_is_answered_into_its_session() {
    let mut bench = Bench::new();
    let credentials = Prompt::Credentials { username: None, username_locked: false, refused: None, challenge: None };
    bench.platform.script(Script::Asks(credentials, config()));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    let view = bench.until("work", |view| view.prompt.is_some()).await;
    let prompt = view.prompt.unwrap().id;
    bench.engine.answer(ALICE, None, id("work"), PromptId(prompt.0 + 1), typed()).unwrap();
    for other in [
        Answer::Challenge { response: "x".into() },
        Answer::KeyPassphrase { passphrase: "x".into() },
        Answer::ProxyCredentials { proxy: "proxy".to_owned(), username: "alice".to_owned(), password: "x".into() },
        Answer::Accepted,
        Answer::Credentials { username: "alice".to_owned(), password: "x".into(), challenge: Some("1".into()) },
    ] {
        let refused = bench.engine.answer(ALICE, None, id("work"), prompt, other).unwrap_err();
        assert_eq!(refused.kind, FailureKind::BadRequest { problem: RequestProblem::AnswerOfOtherKind });
    }
    bench.engine.answer(ALICE, None, id("work"), prompt, typed()).unwrap();
    let view = bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    assert_eq!(view.prompt, None);
    let answers: Vec<FakeCall> =
        bench.platform.calls().into_iter().filter(|call| matches!(call, FakeCall::Answered(_))).collect();
    assert_eq!(answers, [FakeCall::Answered(PromptId(40))]);
}

#[tokio::test(start_paused = true)]
async fn a_final_failure_undoes_everything_and_says_why() {
    let mut bench = Bench::connected().await;
    let failure = Failure::new(FailureKind::ServerHalted { message: None }, Blame::Server, Retry::Never);
    bench.platform.say(SessionEvent::Closed(failure.clone()));
    assert_eq!(bench.down("work").await, Some(failure));
    assert!(bench.platform.calls().ends_with(&[FakeCall::Reverted, FakeCall::DeviceGone("adit0".to_owned())]));
}

#[tokio::test(start_paused = true)]
async fn a_changed_network_is_told_once_and_a_tunnel_that_stays_silent_is_replaced() {
    let bench = Bench::connected().await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    for _ in 0..5 {
        bench.platform.change.send(()).unwrap();
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let calls = bench.platform.take_calls();
    assert_eq!(calls.iter().filter(|call| **call == FakeCall::ToldOfNetwork).count(), 1, "{calls:?}");
    assert!(calls.contains(&FakeCall::Applied { routes: 3 }), "the plan is made so again: {calls:?}");

    // Packets go in and none come out, but a keepalive does.
    bench.platform.set_traffic(Traffic { packets_sent: 9, ..Traffic::default() });
    tokio::time::sleep(Duration::from_secs(10)).await;
    bench.platform.hear();
    tokio::time::sleep(Duration::from_secs(120)).await;
    assert!(matches!(bench.view("work").state, TunnelState::Connected(_)));

    // What came before the change proves nothing.
    bench.platform.hear();
    bench.platform.script(Script::Comes(config()));
    bench.platform.change.send(()).unwrap();
    tokio::time::sleep(Duration::from_secs(19)).await;
    assert!(matches!(bench.view("work").state, TunnelState::Connected(_)), "the next keepalive may be on its way");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(bench.platform.take_calls().iter().any(|call| matches!(call, FakeCall::Contacted(..))));
    assert!(matches!(bench.view("work").state, TunnelState::Connected(_)));
}

#[tokio::test(start_paused = true)]
async fn rounds_over_the_servers_are_as_far_apart_as_the_profile_says() {
    let mut bench = Bench::new();
    bench.platform.set_retry(Duration::from_secs(40), Duration::from_secs(60));
    for _ in 0..8 {
        bench.platform.script(Script::Fails(Duration::ZERO, lost()));
    }
    bench.engine.connect(ALICE, order("work", &["b.example"])).unwrap();
    let contacts =
        |bench: &Bench| bench.platform.calls().iter().filter(|call| matches!(call, FakeCall::Contacted(..))).count();
    for (second, expected) in [(1, 1), (39, 1), (41, 2), (99, 2), (101, 3), (159, 3), (161, 4)] {
        tokio::time::sleep_until(bench.begun + Duration::from_secs(second)).await;
        assert_eq!(contacts(&bench), expected, "after {second} s");
    }
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    bench.down("work").await;
}

#[tokio::test(start_paused = true)]
async fn after_sleep_the_session_asks_its_server() {
    let bench = Bench::connected().await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(!bench.platform.take_calls().contains(&FakeCall::ToldOfNetwork));
    bench.platform.wake.send(()).unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(bench.platform.take_calls().contains(&FakeCall::ToldOfNetwork));
}

#[tokio::test(start_paused = true)]
async fn connecting_again_replaces_the_tunnel() {
    let mut bench = Bench::connected().await;
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("work", &["b.example"])).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Disconnecting)).await;
    let view = bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    let TunnelState::Connected(details) = view.state else { panic!() };
    assert_eq!(details.server.host, "b.example");
    assert_eq!(details.interface, "adit0");
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    bench.down("work").await;
    let calls = bench.platform.calls();
    assert_eq!(calls.iter().filter(|call| matches!(call, FakeCall::DeviceGone(_))).count(), 2);
}

#[tokio::test(start_paused = true)]
async fn two_tunnels_have_their_own_interfaces_and_numbers_are_used_again() {
    let mut bench = Bench::new();
    let mut interfaces = Vec::new();
    for (name, caller) in [("one", ALICE), ("two", BOB)] {
        bench.platform.script(Script::Comes(config()));
        bench.engine.connect(caller, order(name, &["a.example"])).unwrap();
        let view = bench.until(name, |view| matches!(view.state, TunnelState::Connected(_))).await;
        let TunnelState::Connected(details) = view.state else { panic!() };
        interfaces.push(details.interface.clone());
    }
    assert_eq!(interfaces, ["adit0", "adit1"]);
    bench.engine.disconnect(ALICE, None, id("one")).unwrap();
    bench.down("one").await;
    assert!(matches!(bench.view("two").state, TunnelState::Connected(_)));
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("three", &["a.example"])).unwrap();
    let view = bench.until("three", |view| matches!(view.state, TunnelState::Connected(_))).await;
    let TunnelState::Connected(details) = view.state else { panic!() };
    assert_eq!(details.interface, "adit0");
}

#[tokio::test(start_paused = true)]
async fn shutting_down_takes_all_tunnels_down_and_refuses_new_ones() {
    let bench = Bench::connected().await;
    assert!(bench.engine.shutdown(Duration::from_secs(5)).await);
    let calls = bench.platform.calls();
    assert!(
        calls.contains(&FakeCall::Goodbye(CloseReason::Shutdown)) && calls.contains(&FakeCall::Reverted),
        "{calls:?}"
    );
    assert!(bench.engine.connect(ALICE, order("late", &["a.example"])).is_err());
    assert_eq!(bench.view("work").state, TunnelState::Disconnected { failure: None });
}

#[tokio::test(start_paused = true)]
async fn shutting_down_gives_up_in_time() {
    let bench = Bench::connected().await;
    bench.platform.hang_reverts();
    let begin = tokio::time::Instant::now();
    assert!(!bench.engine.shutdown(Duration::from_secs(5)).await);
    assert_eq!(begin.elapsed(), Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn a_network_that_cannot_be_set_up_is_tried_again_or_reported() {
    let mut bench = Bench::new();
    for _ in 0..2 {
        bench.platform.script(Script::Comes(config()));
    }
    bench.platform.next_apply(Err(slow()));
    bench.platform.next_apply(Err(NetError::Unsupported { step: vpn_api::NetworkStep::Look }));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    let failure = bench.down("work").await.unwrap();
    assert!(matches!(failure.kind, FailureKind::NetworkSetup { .. }), "{failure}");
    let applied = bench.platform.calls().iter().filter(|call| matches!(call, FakeCall::Applied { .. })).count();
    assert_eq!(applied, 2);
}

#[tokio::test(start_paused = true)]
async fn counters_go_on_over_reconnects_and_start_over_with_a_new_wish() {
    let mut bench = Bench::connected().await;
    bench.platform.set_traffic(Traffic { received: 100, sent: 7, ..Traffic::default() });
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert_eq!(bench.view("work").traffic.received, 100);
    bench.platform.script(Script::Comes(config()));
    bench.platform.say(SessionEvent::Closed(lost()));
    bench.until("work", |view| matches!(view.state, TunnelState::Reconnecting { .. })).await;
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(bench.view("work").traffic.received, 200, "two sessions of 100 each");
    bench.platform.set_traffic(Traffic::default());
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Disconnecting)).await;
    let view = bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    assert_eq!(view.traffic, Traffic::default());
}

#[tokio::test(start_paused = true)]
async fn counters_are_told_once_a_second_while_somebody_looks() {
    let bench = Bench::connected().await;
    let (_, mut events) = bench.engine.subscribe();
    let mut told = || {
        let events = std::iter::from_fn(|| events.try_recv().ok());
        events.filter(|event| matches!(event, Event::Traffic { .. })).count()
    };
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(told(), 0);
    let looks = bench.engine.watch_traffic();
    tokio::time::sleep(Duration::from_millis(10_500)).await;
    assert_eq!(told(), 11, "at once, and then ten times");
    let second = bench.engine.watch_traffic();
    drop(looks);
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(told(), 10);
    drop(second);
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(told(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_way_of_packets_is_shown_and_each_fallback_is_logged_once() {
    let fallback = |reason| Fallback { reason, detail: "Input/output error".to_owned(), since: 7 };
    let report = |send, fallbacks| DataPathReport {
        transport: Transport::Udp,
        interface: InterfacePath::TcpUdp,
        send,
        receive: LinkPath::Segments,
        frames: FramePath::InPlace,
        kernel_offload: KernelOffload::Unknown,
        fallbacks,
    };
    let best = report(LinkPath::Segments, Vec::new());
    let worse = report(LinkPath::Messages, vec![fallback(FallbackReason::SegmentsRefused)]);
    let logged = |bench: &Bench, level| {
        let lines = bench.engine.read_log(0, 1000, |line| line.level == level);
        lines.into_iter().filter(|line| line.text.starts_with("Data path: ")).count()
    };
    let mut bench = Bench::connected().await;
    assert_eq!(bench.view("work").data_path, None);
    bench.platform.set_data_path(Some(best.clone()));
    let view = bench.until("work", |view| view.data_path.is_some()).await;
    let kernel_offload = KernelOffload::Present { family: "ovpn".to_owned() };
    assert_eq!(view.data_path, Some(DataPathReport { kernel_offload, ..best }));
    assert_eq!((logged(&bench, LogLevel::Debug), logged(&bench, LogLevel::Info)), (1, 0));

    bench.platform.set_data_path(Some(worse.clone()));
    let seen =
        |view: &ConnectionSnapshot| view.data_path.as_ref().is_some_and(|path| path.fallbacks == worse.fallbacks);
    bench.until("work", seen).await;
    assert_eq!((logged(&bench, LogLevel::Debug), logged(&bench, LogLevel::Info)), (2, 1));

    // The next session meets the same, and there is none in between.
    bench.platform.script(Script::Comes(config()));
    bench.platform.say(SessionEvent::Closed(lost()));
    let view = bench.until("work", |view| matches!(view.state, TunnelState::Reconnecting { .. })).await;
    assert_eq!(view.data_path, None);
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    bench.platform.set_data_path(Some(worse.clone()));
    bench.until("work", seen).await;
    assert_eq!((logged(&bench, LogLevel::Debug), logged(&bench, LogLevel::Info)), (3, 1));

    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    bench.down("work").await;
    assert_eq!(bench.view("work").data_path, None);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_moved_is_found_and_one_whose_name_is_silent_is_tried_where_it_was() {
    for moved in [true, false] {
        let mut bench = Bench::connected().await;
        if moved {
            bench.platform.name("a.example", &["192.0.2.77:0"]);
        } else {
            bench.platform.forget_name("a.example");
        }
        tokio::time::sleep(Duration::from_secs(60)).await;
        bench.platform.script(Script::Comes(config()));
        bench.platform.say(SessionEvent::Closed(lost()));
        let begin = tokio::time::Instant::now();
        bench.until("work", |view| matches!(view.state, TunnelState::Reconnecting { .. })).await;
        let view = bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
        let TunnelState::Connected(details) = &view.state else { panic!() };
        let expected = if moved { "192.0.2.77:1194" } else { "192.0.2.1:1194" };
        assert_eq!(details.server.address, Some(address(expected)));
        let limit = if moved { Duration::from_millis(100) } else { Duration::from_secs(4) };
        assert!(begin.elapsed() < limit, "{:?}", begin.elapsed());
    }
}

/// A tunnel that leads to 192.0.2.0/30 and nothing else.
fn leading_to_servers() -> TunnelConfig {
    let route =
        vpn_api::TunnelRoute { destination: "192.0.2.0/30".parse().unwrap(), through_tunnel: true, metric: None };
    TunnelConfig { routes: [route].into(), redirect_ipv4: false, ..config() }
}

fn no_answer() -> Script {
    let kind = FailureKind::NoAnswer { host: "a.example".into(), port: 1194, transport: Transport::Udp };
    Script::Fails(Duration::from_secs(4), Failure::new(kind, vpn_api::Blame::Network, vpn_api::Retry::NextServer))
}

#[tokio::test(start_paused = true)]
async fn a_server_that_only_another_tunnel_of_the_same_owner_leads_to_is_reached_through_it() {
    for (owner, config, reached) in
        [(ALICE, leading_to_servers(), true), (BOB, leading_to_servers(), false), (ALICE, config(), false)]
    {
        let mut bench = Bench::new();
        bench.platform.script(Script::Comes(config));
        bench.engine.connect(owner, order("first", &["b.example"])).unwrap();
        bench.until("first", |view| matches!(view.state, TunnelState::Connected(_))).await;
        bench.platform.script(no_answer());
        bench.platform.script(Script::Comes(self::config()));
        bench.engine.connect(ALICE, order("second", &["a.example"])).unwrap();
        let view = bench.until("second", |view| matches!(view.state, TunnelState::Connected(_))).await;
        let TunnelState::Connected(details) = &view.state else { panic!() };
        let ways = bench.platform.ways();
        if reached {
            assert_eq!(ways, [Way::PastTunnels, Way::PastTunnels, Way::Through(TunnelSlot(0))]);
            assert_eq!(details.server.address, Some(address("192.0.2.1:1194")), "the same address");
        } else {
            assert_eq!(ways, [Way::PastTunnels; 3]);
            assert_eq!(details.server.address, Some(address("192.0.2.2:1194")), "the next address");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn two_tunnels_are_not_reached_through_each_other() {
    let mut bench = Bench::new();
    bench.platform.name("b.example", &["192.0.2.3:0"]);
    bench.platform.script(Script::Comes(leading_to_servers()));
    bench.engine.connect(ALICE, order("first", &["b.example"])).unwrap();
    bench.until("first", |view| matches!(view.state, TunnelState::Connected(_))).await;
    bench.platform.script(no_answer());
    bench.platform.script(Script::Comes(leading_to_servers()));
    bench.engine.connect(ALICE, order("second", &["a.example"])).unwrap();
    bench.until("second", |view| matches!(view.state, TunnelState::Connected(_))).await;
    assert_eq!(bench.platform.ways().last(), Some(&Way::Through(TunnelSlot(0))));
    let (first, second) = ((ALICE.clone(), id("first")), (ALICE.clone(), id("second")));
    let table = &bench.engine.table;
    assert_eq!(table.tunnel_to(&first, [192, 0, 2, 3].into()), None, "it is itself reached through the first");
    assert_eq!(table.tunnel_to(&second, [192, 0, 2, 1].into()), Some(TunnelSlot(0)));
    assert_eq!(table.tunnel_to(&second, [192, 0, 2, 9].into()), None, "outside of its networks");
}

#[tokio::test(start_paused = true)]
async fn a_tunnels_network_that_is_the_local_one_is_said() {
    let mut bench = Bench::new();
    bench.platform.set_local_network("10.8.0.0/24", "eth0");
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    let view = bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    let TunnelState::Connected(details) = &view.state else { panic!() };
    let route = "10.8.0.0/24".parse().unwrap();
    assert_eq!(details.notices, [Notice::RouteIsLocalNetwork { route, interface: "eth0".to_owned() }]);
}
