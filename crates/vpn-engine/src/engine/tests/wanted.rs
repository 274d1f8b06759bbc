//! What the privileged side is told, and what it tells: wants, the lock, and what others take away.

use super::*;

#[tokio::test(start_paused = true)]
async fn what_is_wanted_is_said_before_anything_else_and_with_its_servers() {
    let mut bench = Bench::new();
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let wants = bench.platform.wants();
    assert!(wants.iter().all(|want| want.connection == id("work") && want.owner == *ALICE && want.kept.is_none()));
    assert_eq!((wants[0].servers.len(), wants[0].hold), (0, Hold::No), "before the name is looked up");
    let servers: Vec<_> = wants[1].servers.iter().map(|server| server.ip().to_string()).collect();
    assert_eq!(servers, ["192.0.2.1", "192.0.2.2"]);
    assert_eq!(wants.last().unwrap().hold, Hold::Yes, "it took all traffic");
    bench.engine.disconnect(ALICE, None, id("work")).unwrap();
    bench.until("work", |view| !view.state.is_active()).await;
    assert_eq!(bench.platform.wanted_now(), []);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_for_a_connection_that_may_not_be_wanted() {
    let mut bench = Bench::new();
    bench.platform.refuse_wants(Some(Refusal::InUse { owner: BOB.clone() }));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    let view = bench.until("work", |view| !view.state.is_active()).await;
    let TunnelState::Disconnected { failure: Some(failure) } = view.state else { panic!("{view:?}") };
    assert_eq!(failure.kind, FailureKind::NetworkInUse { owner: BOB.clone() });
    assert!(!bench.platform.calls().iter().any(|call| matches!(call, FakeCall::LookedUp(_) | FakeCall::Contacted(..))));
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_ends_by_itself_stays_wanted_where_traffic_is_held_back() {
    for (takes_all, lock, stays) in [
        (true, Lock::WhileWanted, true),
        (false, Lock::WhileWanted, false),
        (true, Lock::Off, false),
        (true, Lock::Always, true),
    ] {
        let mut bench = Bench::new();
        let settings = ProtectionSettings { lock, ..ProtectionSettings::default() };
        bench.engine.protect(ALICE, ProtectionRequest::Set(settings)).await.unwrap();
        let failure = Failure::new(FailureKind::ConnectionLost, Blame::Server, Retry::Never);
        bench.platform.script(Script::Fails(Duration::from_secs(1), failure));
        let mut order = order("work", &["a.example"]);
        order.options.takes_all = takes_all;
        bench.engine.connect(ALICE, order).unwrap();
        bench.until("work", |view| !view.state.is_active()).await;
        assert_eq!(bench.platform.wanted_now().len(), usize::from(stays), "{takes_all} {lock:?}");
        // Its number is not given to another one meanwhile.
        bench.engine.connect(ALICE, super::tests::order("other", &["b.example"])).unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        let other = bench.platform.wanted_now().into_iter().find(|want| want.connection == id("other")).unwrap();
        assert_eq!(other.slot, TunnelSlot(u8::from(stays)));
        bench.engine.disconnect(ALICE, None, id("work")).unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(bench.platform.wanted_now(), [other], "until its person says so");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_replaces_another_leaves_no_moment_in_which_nothing_is_wanted() {
    let mut bench = Bench::connected().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    bench.platform.script(Script::Comes(config()));
    bench.engine.connect(ALICE, order("work", &["b.example"])).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    assert!(!bench.platform.calls().iter().any(|call| matches!(call, FakeCall::Unwanted(_))));
    assert_eq!(bench.platform.wanted_now()[0].hold, Hold::Yes);
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_in_the_browser_is_told_while_it_is_open() {
    let mut bench = Bench::new();
    let prompt = Prompt::OpenBrowser { url: "https://sign.in.example".to_owned() };
    bench.platform.script(Script::Asks(prompt, config()));
    bench.engine.connect(ALICE, order("work", &["a.example"])).unwrap();
    let view = bench.until("work", |view| view.prompt.is_some()).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(bench.platform.wanted_now()[0].signs_in);
    bench.engine.answer(ALICE, None, id("work"), view.prompt.unwrap().id, Answer::BrowserOpened).unwrap();
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!bench.platform.wanted_now()[0].signs_in);
}

#[tokio::test(start_paused = true)]
async fn what_the_lock_does_is_passed_on() {
    let bench = Bench::new();
    let mut events = bench.engine.subscribe().1;
    tokio::time::sleep(Duration::from_secs(1)).await;
    bench.engine.protect(ALICE, ProtectionRequest::LetOut).await.unwrap();
    assert_eq!(bench.engine.protection().state, ProtectionState::LetOut);
    let told = tokio::time::timeout(Duration::from_secs(1), events.recv()).await.unwrap().unwrap();
    assert!(matches!(told, Event::Protection(protection) if protection.state == ProtectionState::LetOut));
}

#[tokio::test(start_paused = true)]
async fn a_tunnel_whose_routes_are_gone_is_not_shown_as_connected() {
    let mut bench = Bench::connected().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let slot = TunnelSlot(0);
    bench.platform.tell(PrivilegedEvent::Broken { slot, what: NetworkStep::Route });
    let view = bench.until("work", |view| matches!(view.state, TunnelState::Reconnecting { .. })).await;
    let TunnelState::Reconnecting { cause, .. } = view.state else { panic!("{view:?}") };
    let kind = FailureKind::NetworkSetup { step: NetworkStep::Route, problem: NetworkProblem::NotKept };
    assert_eq!((cause.kind, cause.blame), (kind, Blame::Machine));
    bench.platform.tell(PrivilegedEvent::Whole(slot));
    bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_let_out_does_not_end_in_a_tunnel_that_is_not_up() {
    let mut bench = Bench::connected().await;
    bench.engine.protect(ALICE, ProtectionRequest::LetOut).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!bench.platform.calls().contains(&FakeCall::Reverted), "a tunnel that is up stays as it is");
    bench.platform.tell(PrivilegedEvent::Broken { slot: TunnelSlot(0), what: NetworkStep::Route });
    bench.until("work", |view| matches!(view.state, TunnelState::Reconnecting { .. })).await;
    bench.engine.protect(BOB, ProtectionRequest::LetOut).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!bench.platform.calls().contains(&FakeCall::Reverted), "another user's word does not count");
    bench.engine.protect(ALICE, ProtectionRequest::LetOut).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(bench.platform.calls().contains(&FakeCall::Reverted));
}

#[tokio::test(start_paused = true)]
async fn what_another_program_took_away_is_told_once_and_with_its_name() {
    let mut bench = Bench::connected().await;
    let taken = |view: &ConnectionSnapshot| {
        let TunnelState::Connected(details) = &view.state else { return Vec::new() };
        details.notices.iter().cloned().collect::<Vec<_>>()
    };
    let tell = |bench: &Bench, what, times, by: Option<&str>| {
        let by = by.map(str::to_owned);
        bench.platform.tell(PrivilegedEvent::Repaired { slot: TunnelSlot(0), what, times, by });
    };
    tell(&bench, NetworkStep::Firewall, 1, Some("fire\u{202e}walld"));
    tell(&bench, NetworkStep::Route, 1, None);
    let route = Notice::TakenAway { what: NetworkStep::Route, by: None };
    let both = [Notice::TakenAway { what: NetworkStep::Firewall, by: Some("firewalld".into()) }, route.clone()];
    bench.until("work", |view| taken(view) == both).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    while bench.events.try_recv().is_ok() {}
    // What happens again and again is told of the machine, and no connection is shown anew for each time.
    tell(&bench, NetworkStep::Firewall, 3, Some("firewalld"));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(taken(&bench.view("work")), [route]);
    while bench.events.try_recv().is_ok() {}
    for times in [10, 30, 100] {
        tell(&bench, NetworkStep::Firewall, times, Some("firewalld"));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let shown =
        std::iter::from_fn(|| bench.events.try_recv().ok()).filter(|event| matches!(event, Event::Connection(_)));
    assert_eq!(shown.count(), 0);
    // Another tunnel begins without what befell the one before.
    bench.platform.script(Script::Comes(config()));
    bench.platform.say(SessionEvent::Closed(lost()));
    bench.until("work", |view| matches!(view.state, TunnelState::Reconnecting { .. })).await;
    let view = bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
    assert_eq!(taken(&view), []);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_warned_of_what_went_with_the_network() {
    let mut bench = Bench::connected().await;
    let tell = |bench: &Bench, what| {
        bench.platform.tell(PrivilegedEvent::Repaired { slot: TunnelSlot(0), what, times: 1, by: None });
    };
    tell(&bench, NetworkStep::Route);
    tokio::time::sleep(Duration::from_millis(100)).await;
    bench.platform.set_uplinks(crate::platform::Uplinks::default());
    tokio::time::sleep(Duration::from_secs(5)).await;
    tell(&bench, NetworkStep::Rule);
    let rule = [Notice::TakenAway { what: NetworkStep::Rule, by: None }];
    let taken = |view: &ConnectionSnapshot| {
        let TunnelState::Connected(details) = &view.state else { return Vec::new() };
        details.notices.iter().cloned().collect::<Vec<_>>()
    };
    let view = bench.until("work", |view| !taken(view).is_empty()).await;
    assert_eq!(taken(&view), rule);
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_in_the_browser_does_not_end_in_the_dead_tunnel() {
    let browser = || Prompt::OpenBrowser { url: "https://sign.in.example".to_owned() };
    let typed = || Prompt::KeyPassphrase { wrong: false };
    for (prompt, lock, opens) in [
        (browser(), Lock::WhileWanted, true),
        (browser(), Lock::Always, true),
        (browser(), Lock::Off, false),
        (typed(), Lock::WhileWanted, false),
    ] {
        let mut bench = Bench::connected().await;
        let settings = ProtectionSettings { lock, ..ProtectionSettings::default() };
        bench.engine.protect(ALICE, ProtectionRequest::Set(settings)).await.unwrap();
        bench.platform.script(Script::Asks(prompt.clone(), config()));
        bench.platform.say(SessionEvent::Closed(lost()));
        let view = bench.until("work", |view| view.prompt.is_some()).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let reverted = bench.platform.calls().contains(&FakeCall::Reverted);
        assert_eq!(reverted, opens, "{prompt:?} {lock:?}");
        let wanted = bench.platform.wanted_now();
        assert_eq!((wanted[0].signs_in, wanted[0].hold), (prompt == browser(), Hold::Yes), "it is held back as before");
        bench.platform.take_calls();
        let answer =
            if prompt == browser() { Answer::BrowserOpened } else { Answer::KeyPassphrase { passphrase: "x".into() } };
        bench.engine.answer(ALICE, None, id("work"), view.prompt.unwrap().id, answer).unwrap();
        bench.until("work", |view| matches!(view.state, TunnelState::Connected(_))).await;
        assert!(bench.platform.calls().contains(&FakeCall::Applied { routes: 3 }), "and comes up as before");
    }
}
