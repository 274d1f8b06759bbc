//! Without a network, with another one, and after sleep.

use vpn_api::{Connectivity, Offline, Waiting};

use super::*;

const OFFLINE: MachineInput = MachineInput::Online(Connectivity::Offline(Offline::NoCarrier));
const UP: MachineInput = MachineInput::Online(Connectivity::Up);

fn waiting(bench: &Bench) -> Option<Waiting> {
    bench.machine.state(bench.now).waiting().cloned()
}

#[test]
fn without_a_network_nothing_is_tried_and_with_one_at_once() {
    let mut bench = Bench::new(1);
    bench.give(OFFLINE);
    assert_eq!(bench.give(MachineInput::Connect), []);
    assert_eq!(waiting(&bench), Some(Waiting::Network(Offline::NoCarrier)));
    assert_eq!(bench.machine.deadline(), None, "no back-off");
    assert_eq!(bench.give(MachineInput::TryNow), []);
    bench.now += Duration::from_secs(3600);
    bench.give(MachineInput::Online(Connectivity::Offline(Offline::NoRoute)));
    assert_eq!(waiting(&bench), Some(Waiting::Network(Offline::NoRoute)));
    assert!(looks_up(&bench.give(UP)).is_some());
    assert_eq!(waiting(&bench), None);
    let TunnelState::Connecting { attempt, .. } = bench.machine.state(bench.now) else { panic!() };
    assert_eq!(attempt, 1, "waiting for a network is no try");
    bench.give(OFFLINE);
    assert_eq!(waiting(&bench), Some(Waiting::Network(Offline::NoCarrier)), "a look-up is given up");
    bench.give(UP);
    bench.resolved(&[1]);
    let effects = bench.give(OFFLINE);
    assert!(matches!(effects.as_slice(), [Effect::AbortSession { .. }]), "nobody has answered yet: {effects:?}");
}

#[test]
fn a_tunnel_without_a_network_waits_and_is_asked_once_when_there_is_one() {
    for (keepalive, heard) in [(Some(10), true), (Some(10), false), (None, false)] {
        let mut bench = match keepalive {
            Some(seconds) => Bench::kept_alive(seconds),
            None => Bench::connected(1),
        };
        bench.now += Duration::from_secs(60);
        assert_eq!(bench.give(OFFLINE), [], "the session stays");
        let TunnelState::Reconnecting { cause, waiting, .. } = bench.machine.state(bench.now) else { panic!() };
        assert_eq!((cause.kind, waiting), (FailureKind::NoNetwork, Some(Waiting::Network(Offline::NoCarrier))));
        assert_eq!(bench.give(MachineInput::NetworkChanged), []);
        assert_eq!(bench.machine.deadline(), None);
        bench.now += Duration::from_secs(3);
        let effects = bench.give(UP);
        assert!(matches!(effects.as_slice(), [Effect::TellNetworkChanged { .. }]), "{effects:?}");
        let TunnelState::Reconnecting { waiting: None, .. } = bench.machine.state(bench.now) else {
            panic!("nobody knows yet whether the server is there");
        };
        if heard {
            bench.give(MachineInput::Heard { attempt: bench.live() });
            assert!(matches!(bench.machine.state(bench.now), TunnelState::Connected(_)));
            continue;
        }
        let effects = bench.after(bench.settings.back);
        let closed = effects.iter().any(|effect| matches!(effect, Effect::CloseSession { .. }));
        assert_eq!(closed, keepalive.is_some(), "without keepalives silence proves nothing");
    }
}

#[test]
fn a_tunnel_whose_server_ends_it_without_a_network_comes_back_with_the_next_one() {
    let mut bench = Bench::connected(1);
    bench.now += Duration::from_secs(60);
    bench.give(OFFLINE);
    assert_eq!(bench.fails(Retry::After(Duration::from_secs(30))), []);
    assert_eq!(waiting(&bench), Some(Waiting::Network(Offline::NoCarrier)));
    assert_eq!(bench.machine.deadline(), None);
    assert!(looks_up(&bench.give(UP)).is_some());
}

#[test]
fn a_wait_says_how_long_it_lasts_and_a_person_may_end_it() {
    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1]);
    for wait in [1000, 2000, 4000] {
        bench.fails(Retry::NextServer);
        assert_eq!(waiting(&bench), Some(Waiting::NextTry { left_ms: wait }));
        bench.now += Duration::from_millis(300);
        assert_eq!(waiting(&bench), Some(Waiting::NextTry { left_ms: wait - 300 }));
        assert!(looks_up(&bench.give(MachineInput::TryNow)).is_some() || wait > 1000);
        bench.until_session();
        if wait == 1000 {
            // The back-off began anew.
            bench.fails(Retry::NextServer);
            assert_eq!(waiting(&bench), Some(Waiting::NextTry { left_ms: 1000 }));
            return;
        }
    }
}

#[test]
fn a_network_that_wants_somebody_to_sign_in_is_waited_for_unless_a_person_wants_a_try() {
    let mut bench = Bench::new(1);
    let page = Some("http://portal.example/".to_owned());
    bench.give(MachineInput::Online(Connectivity::SignIn { page: page.clone() }));
    assert_eq!(bench.give(MachineInput::Connect), []);
    assert_eq!(waiting(&bench), Some(Waiting::NetworkSignIn { page }));
    assert!(looks_up(&bench.give(MachineInput::TryNow)).is_some());
    bench.resolved(&[1]);
    assert_eq!(bench.fails(Retry::NextServer), [], "one try");
    assert!(looks_up(&bench.give(UP)).is_some());
}

#[test]
fn a_sign_in_is_told_of_a_server_that_has_not_answered_and_of_a_tunnel_that_is_not_heard() {
    let page = Some("http://portal.example/".to_owned());
    let sign_in = || MachineInput::Online(Connectivity::SignIn { page: page.clone() });
    let waits = Some(Waiting::NetworkSignIn { page: page.clone() });
    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1]);
    let attempt = bench.live();
    assert!(bench.give(sign_in()).contains(&Effect::AbortSession { attempt }), "it would be silent for longer");
    assert_eq!(waiting(&bench), waits);
    assert!(looks_up(&bench.give(UP)).is_some());

    let mut bench = Bench::connected(1);
    bench.give(sign_in());
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Connected(_)), "its server is heard");
    bench.give(UP);
    bench.event(SessionEvent::Configured(Box::new(TunnelConfig {
        keepalive: Some(Duration::from_secs(10)),
        ..TunnelConfig::default()
    })));
    bench.give(MachineInput::NetworkChanged);
    bench.give(sign_in());
    assert_eq!(waiting(&bench), waits, "it was not heard since the network changed");
    bench.give(MachineInput::Heard { attempt: bench.live() });
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Connected(_)));
    bench.event(SessionEvent::Silent { seconds: 3 });
    assert_eq!(waiting(&bench), waits);
    bench.give(UP);
    assert_eq!(waiting(&bench), None);
    bench.event(SessionEvent::Answers);
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Connected(_)));
}

#[test]
fn a_silent_server_is_told_of_before_the_try_ends() {
    let told = |bench: &Bench| {
        let state = bench.machine.state(bench.now);
        let TunnelState::Connecting { last_failure, .. } = state else { panic!("{state:?}") };
        last_failure.map(|failure| failure.kind)
    };
    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1]);
    assert_eq!(bench.after(Duration::from_secs(5)), []);
    assert_eq!(told(&bench), None);
    assert_eq!(bench.after(Duration::from_secs(1)), []);
    assert!(matches!(told(&bench), Some(FailureKind::NoAnswerYet { host, .. }) if host == "s0.example"));
    assert_eq!(bench.machine.deadline(), None, "told once");
    bench.event(SessionEvent::Progress(Phase::Securing));
    assert_eq!(told(&bench), None, "it has answered");
}

#[test]
fn a_server_that_does_not_answer_is_no_tunnel_until_it_does_and_keeps_its_session() {
    let mut bench = Bench::connected(1);
    let session = bench.live();
    assert_eq!(bench.event(SessionEvent::Silent { seconds: 4 }), []);
    let state = bench.machine.state(bench.now);
    let TunnelState::Reconnecting { phase, cause, waiting, .. } = state else { panic!("{state:?}") };
    assert_eq!((phase, cause.kind, waiting), (Phase::Contacting, FailureKind::KeepaliveTimeout { seconds: 4 }, None));
    assert_eq!(bench.machine.target(), Target::Tunnelled);
    assert_eq!(bench.event(SessionEvent::Answers), []);
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Connected(_)));
    assert_eq!(bench.live(), session);

    // It has forgotten the session.
    bench.event(SessionEvent::Silent { seconds: 4 });
    bench.now += bench.settings.stable;
    assert!(looks_up(&bench.fails(Retry::After(Duration::ZERO))).is_some());
    // Without a network, that is what is told.
    let mut bench = Bench::connected(1);
    bench.event(SessionEvent::Silent { seconds: 4 });
    bench.give(MachineInput::Online(Connectivity::Offline(vpn_api::Offline::NoCarrier)));
    let state = bench.machine.state(bench.now);
    let TunnelState::Reconnecting { cause, waiting: Some(_), .. } = state else { panic!("{state:?}") };
    assert_eq!(cause.kind, FailureKind::NoNetwork);
}

#[test]
fn a_machine_that_woke_asks_its_server_and_looks_up_again() {
    let mut bench = Bench::connected(1);
    let effects = bench.give(MachineInput::Woke);
    assert!(matches!(effects.as_slice(), [Effect::TellNetworkChanged { .. }]), "{effects:?}");

    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    let first = bench.live();
    assert!(looks_up(&bench.give(MachineInput::Woke)).is_some(), "its sockets may be dead");
    assert!(bench.live() > first);
    bench.resolved(&[1]);
    bench.fails(Retry::After(Duration::from_secs(200)));
    assert!(looks_up(&bench.give(MachineInput::Woke)).is_some(), "the wait was for another night");
}
