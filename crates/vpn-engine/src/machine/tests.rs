//! The machine by example. [`super::properties`] has what holds over all inputs.

use std::{net::SocketAddr, time::Duration};

use vpn_api::{
    Answer, CloseReason, Place, Secret, SessionEvent, Transport, TunnelConfig, session::Family, state::ServerLabel,
};

use super::*;

mod online;

pub(super) fn server(index: usize) -> ServerEntry {
    ServerEntry {
        index,
        host: format!("s{index}.example"),
        port: 1194,
        transport: Transport::Udp,
        family: Family::Any,
        answer_timeout: Duration::from_secs(10),
        via: None,
        local: vpn_api::LocalEnd::default(),
    }
}

pub(super) fn address(last: u8) -> SocketAddr {
    SocketAddr::from(([192, 0, 2, last], 1194))
}

pub(super) fn details() -> Box<ConnectionDetails> {
    Box::new(ConnectionDetails {
        server: ServerLabel {
            host: "s0.example".to_owned(),
            port: 1194,
            transport: Transport::Udp,
            address: Some(address(1)),
        },
        interface: "adit0".to_owned(),
        addresses: vec!["10.8.0.2/24".parse().unwrap()],
        mtu: 1500,
        path_limit: None,
        protocol: "Test".to_owned(),
        security: vpn_api::Security::default(),
        banner: None,
        session_end: None,
        pac_url: None,
        notices: Default::default(),
        dns: Vec::new(),
        dns_domains: Vec::new(),
        networks: Vec::new(),
        all_ipv4: false,
        all_ipv6: false,
        ipv6_blocked: false,
        since: 1,
        up_ms: 0,
    })
}

pub(super) fn failure(retry: Retry) -> Failure {
    Failure::new(FailureKind::ConnectionLost, Blame::Network, retry)
}

fn credentials() -> Prompt {
    Prompt::Credentials { username: None, username_locked: false, refused: None, challenge: None }
}

fn typed() -> Answer {
    Answer::Credentials { username: "alice".to_owned(), password: Secret::from("x"), challenge: None }
}

/// A machine with its clock.
struct Bench {
    machine: Machine,
    now: Instant,
    settings: MachineSettings,
}

impl Bench {
    fn new(servers: usize) -> Self {
        Self::with(servers, vpn_api::RetryPolicy::default())
    }

    fn with(servers: usize, retry: vpn_api::RetryPolicy) -> Self {
        let machine = Machine::new((0..servers).map(server).collect(), retry).unwrap();
        Self { machine, now: Instant::now(), settings: MachineSettings::default() }
    }

    fn give(&mut self, input: MachineInput) -> Vec<Effect> {
        let (machine, effects) = self.machine.clone().step(self.now, input, &self.settings);
        self.machine = machine;
        effects.into_iter().filter(|effect| !matches!(effect, Effect::Log(..))).collect()
    }

    fn after(&mut self, wait: Duration) -> Vec<Effect> {
        self.now += wait;
        self.give(MachineInput::Timeout)
    }

    fn live(&self) -> AttemptId {
        self.machine.live().unwrap()
    }

    fn resolved(&mut self, addresses: &[u8]) -> Vec<Effect> {
        let result = Ok(addresses.iter().copied().map(address).collect());
        self.give(MachineInput::Resolved { attempt: self.live(), result })
    }

    fn event(&mut self, event: SessionEvent) -> Vec<Effect> {
        self.give(MachineInput::Session { attempt: self.live(), event })
    }

    fn fails(&mut self, retry: Retry) -> Vec<Effect> {
        self.event(SessionEvent::Closed(failure(retry)))
    }

    fn applied(&mut self) -> Vec<Effect> {
        self.give(MachineInput::Applied { attempt: self.live(), result: Ok(details()) })
    }

    /// Waits and looks up until a session runs.
    fn until_session(&mut self) {
        while self.machine.session().is_none() {
            if self.machine.resolving().is_some() {
                self.resolved(&[1]);
            } else {
                let until = self.machine.deadline().unwrap().at;
                self.after(until - self.now);
            }
        }
    }

    fn connected(servers: usize) -> Self {
        Self::configured(servers, TunnelConfig::default())
    }

    /// Connected to a server that is heard at least this often.
    fn kept_alive(seconds: u64) -> Self {
        Self::configured(1, TunnelConfig { keepalive: Some(Duration::from_secs(seconds)), ..TunnelConfig::default() })
    }

    fn configured(servers: usize, config: TunnelConfig) -> Self {
        let mut bench = Self::new(servers);
        bench.give(MachineInput::Connect);
        bench.resolved(&[1, 2]);
        bench.event(SessionEvent::Configured(Box::new(config)));
        bench.applied();
        assert!(matches!(bench.machine.state(bench.now), TunnelState::Connected(_)));
        bench
    }
}

fn contacts(effects: &[Effect]) -> Option<SocketAddr> {
    effects
        .iter()
        .find_map(|effect| if let Effect::StartSession { address, .. } = effect { Some(*address) } else { None })
}

fn looks_up(effects: &[Effect]) -> Option<String> {
    effects
        .iter()
        .find_map(|effect| if let Effect::Resolve { server, .. } = effect { Some(server.host.clone()) } else { None })
}

fn undoes(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Undo { .. }))
}

#[test]
fn the_way_to_a_tunnel_and_back() {
    let mut bench = Bench::new(1);
    assert_eq!(looks_up(&bench.give(MachineInput::Connect)).as_deref(), Some("s0.example"));
    assert!(matches!(
        bench.machine.state(bench.now),
        TunnelState::Connecting { phase: Phase::Resolving, attempt: 1, .. }
    ));
    assert_eq!(contacts(&bench.resolved(&[1])), Some(address(1)));
    bench.event(SessionEvent::Progress(Phase::Securing));
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Connecting { phase: Phase::Securing, .. }));
    let effects = bench.event(SessionEvent::Configured(Box::default()));
    assert!(matches!(effects.as_slice(), [Effect::ApplyTunnel { .. }]));
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Connecting { phase: Phase::Configuring, .. }));
    bench.applied();
    assert_eq!(bench.machine.state(bench.now), TunnelState::Connected(details()));

    let effects = bench.give(MachineInput::Disconnect(CloseReason::User));
    assert!(matches!(effects.as_slice(), [Effect::CloseSession { reason: CloseReason::User, .. }]));
    assert_eq!(bench.machine.state(bench.now), TunnelState::Disconnecting);
    assert!(undoes(&bench.fails(Retry::Never)));
    bench.give(MachineInput::Undone { attempt: bench.live(), result: Ok(()) });
    assert_eq!(bench.machine.state(bench.now), TunnelState::Disconnected { failure: None });
}

#[test]
fn addresses_then_servers_then_back_off() {
    let mut bench = Bench::new(2);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1, 2]);
    assert_eq!(contacts(&bench.fails(Retry::NextServer)), Some(address(2)));
    assert_eq!(looks_up(&bench.fails(Retry::NextServer)).as_deref(), Some("s1.example"));
    let unresolved = MachineInput::Resolved { attempt: bench.live(), result: Err(failure(Retry::NextServer)) };
    assert_eq!(bench.give(unresolved), [], "the round is over");
    assert!(matches!(
        bench.machine.state(bench.now),
        TunnelState::Connecting { last_failure: Some(_), attempt: 3, .. }
    ));
    assert_eq!(bench.after(Duration::from_millis(999)), []);
    assert_eq!(looks_up(&bench.after(Duration::from_millis(1))).as_deref(), Some("s0.example"));
}

#[test]
fn a_broken_tunnel_is_brought_back_at_once_over_the_same_address_unless_the_server_has_moved() {
    for (found, contacted) in [(&[2, 1][..], 1), (&[7, 8], 7)] {
        let mut bench = Bench::connected(2);
        bench.now += Duration::from_secs(60);
        let effects = bench.fails(Retry::NextServer);
        assert!(matches!(effects.as_slice(), [Effect::Resolve { known: true, .. }]), "{effects:?}");
        assert_eq!(contacts(&bench.resolved(found)), Some(address(contacted)));
    }
    let mut bench = Bench::connected(2);
    bench.now += Duration::from_secs(60);
    bench.fails(Retry::NextServer);
    let unresolved = MachineInput::Resolved { attempt: bench.live(), result: Err(failure(Retry::NextServer)) };
    let effects = bench.give(unresolved);
    assert_eq!(contacts(&effects), Some(address(1)), "what is known serves where the name servers are silent");
    assert!(!undoes(&effects));
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Reconnecting { attempt: 1, .. }));
    bench.event(SessionEvent::Configured(Box::default()));
    bench.applied();
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Connected(_)));
}

#[test]
fn a_server_that_drops_us_right_away_is_not_hammered() {
    let mut bench = Bench::connected(1);
    let mut waited = Duration::ZERO;
    for _ in 0..6 {
        assert_eq!(bench.fails(Retry::NextServer), []);
        let until = bench.machine.deadline().unwrap().at;
        waited += until - bench.now;
        assert!(looks_up(&bench.after(until - bench.now)).is_some());
        bench.resolved(&[1]);
        bench.event(SessionEvent::Configured(Box::default()));
        bench.applied();
    }
    assert!(waited >= Duration::from_secs(1 + 2 + 4 + 8 + 16 + 32));
}

#[test]
fn short_outages_of_a_tunnel_that_carried_packets_begin_a_new_count_each_and_many_of_them_do_not() {
    let first_waits = |carried: bool, blame, up_for, outages: usize| {
        let mut bench = Bench::connected(1);
        let mut waits = Vec::new();
        for _ in 0..outages {
            bench.now += up_for;
            if carried {
                bench.give(MachineInput::Carried { attempt: bench.live() });
            }
            let kind = if blame == Blame::Network { FailureKind::ConnectionLost } else { FailureKind::NoAddressGiven };
            bench.event(SessionEvent::Closed(Failure::new(kind, blame, Retry::NextServer)));
            let wait = bench.machine.deadline().map_or(Duration::ZERO, |deadline| deadline.at - bench.now);
            waits.push(wait.as_secs());
            if !wait.is_zero() {
                bench.after(wait);
            }
            bench.resolved(&[1]);
            bench.event(SessionEvent::Configured(Box::default()));
            bench.applied();
        }
        waits
    };
    let (short, brief) = (Duration::from_secs(1), Duration::from_secs(4));
    assert_eq!(first_waits(true, Blame::Network, brief, 8), [0, 0, 0, 0, 0, 0, 1, 2]);
    assert_eq!(first_waits(false, Blame::Network, brief, 4), [1, 2, 4, 8], "nothing came through it");
    assert_eq!(first_waits(true, Blame::Network, short, 4), [1, 2, 4, 8], "it was hardly up");
    assert_eq!(first_waits(true, Blame::Server, brief, 4), [1, 2, 4, 8], "the server does not want it");
}

#[test]
fn without_reconnect_a_broken_tunnel_ends_with_its_failure() {
    let mut bench = Bench::connected(1);
    bench.settings.reconnect = false;
    assert!(undoes(&bench.fails(Retry::NextServer)));
    bench.give(MachineInput::Undone { attempt: bench.live(), result: Ok(()) });
    assert_eq!(bench.machine.state(bench.now), TunnelState::Disconnected { failure: Some(failure(Retry::Never)) });
}

#[test]
fn a_failure_that_cannot_be_retried_undoes_everything_and_is_reported() {
    let mut bench = Bench::connected(1);
    assert!(undoes(&bench.fails(Retry::Never)));
    bench.give(MachineInput::Undone { attempt: bench.live(), result: Ok(()) });
    assert_eq!(bench.machine.state(bench.now), TunnelState::Disconnected { failure: Some(failure(Retry::Never)) });
}

#[test]
fn the_next_attempt_asks_and_the_answer_starts_it() {
    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1]);
    assert_eq!(bench.fails(Retry::AskUser(credentials())), []);
    let (id, prompt) = bench.machine.prompt().unwrap();
    assert_eq!(*prompt, credentials());
    assert_eq!(bench.machine.deadline(), None, "the person may take their time");
    assert_eq!(bench.give(MachineInput::Answer { prompt: PromptId(id.0 + 1), answer: typed() }), []);
    let effects = bench.give(MachineInput::Answer { prompt: id, answer: typed() });
    assert!(matches!(effects.as_slice(), [Effect::Remember(_), Effect::StartSession { .. }]), "{effects:?}");
    assert_eq!(bench.machine.prompt(), None);
}

#[test]
fn a_reconnect_that_needs_the_person_is_blocked_and_holds_the_tunnel() {
    let mut bench = Bench::connected(1);
    bench.now += Duration::from_secs(60);
    bench.fails(Retry::NextServer);
    bench.resolved(&[1]);
    assert_eq!(bench.fails(Retry::AskUser(credentials())), []);
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Blocked { .. }));
    let (id, _) = bench.machine.prompt().unwrap();
    let effects = bench.give(MachineInput::Answer { prompt: id, answer: typed() });
    assert_eq!(contacts(&effects), Some(address(1)));
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Reconnecting { .. }));
}

#[test]
fn a_sessions_question_is_answered_into_the_session() {
    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1]);
    bench.event(SessionEvent::Prompt(PromptId(77), credentials()));
    let (id, _) = bench.machine.prompt().unwrap();
    let effects = bench.give(MachineInput::Answer { prompt: id, answer: typed() });
    assert!(matches!(effects.as_slice(), [Effect::AnswerSession { prompt: PromptId(77), .. }]), "{effects:?}");
}

#[test]
fn cancelling_a_question_ends_the_connection_without_a_failure() {
    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1]);
    bench.fails(Retry::AskUser(credentials()));
    let (prompt, _) = bench.machine.prompt().unwrap();
    assert!(undoes(&bench.give(MachineInput::Answer { prompt, answer: Answer::Cancel })));
    bench.give(MachineInput::Undone { attempt: bench.live(), result: Ok(()) });
    assert_eq!(bench.machine.state(bench.now), TunnelState::Disconnected { failure: None });
}

#[test]
fn a_silent_server_after_a_network_change_is_given_up_before_the_keepalive() {
    for (keepalive, patience) in [(5, 15), (10, 20)] {
        let mut bench = Bench::kept_alive(keepalive);
        bench.now += Duration::from_secs(60);
        let effects = bench.give(MachineInput::NetworkChanged);
        assert!(matches!(effects.as_slice(), [Effect::TellNetworkChanged { .. }]));
        bench.now += Duration::from_secs(2);
        bench.give(MachineInput::NetworkChanged);
        assert_eq!(bench.after(Duration::from_secs(patience - 3)), []);
        let effects = bench.after(Duration::from_secs(1));
        assert!(
            matches!(effects.as_slice(), [Effect::CloseSession { .. }, Effect::Resolve { known: true, .. }]),
            "{effects:?}"
        );
    }

    let mut bench = Bench::kept_alive(10);
    bench.give(MachineInput::NetworkChanged);
    bench.give(MachineInput::Heard { attempt: bench.live() });
    assert_eq!(bench.machine.deadline(), None);
    assert_eq!(bench.after(Duration::from_secs(60)), []);

    let mut bench = Bench::connected(1);
    bench.give(MachineInput::NetworkChanged);
    assert_eq!(bench.machine.deadline(), None, "without keepalives silence proves nothing");
}

#[test]
fn a_network_change_ends_the_wait_between_rounds() {
    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1]);
    bench.fails(Retry::NextServer);
    assert!(looks_up(&bench.give(MachineInput::NetworkChanged)).is_some());
}

#[test]
fn a_tunnel_that_cannot_be_set_up_closes_its_session() {
    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1]);
    bench.event(SessionEvent::Configured(Box::default()));
    let result = Err(Failure::new(FailureKind::TunnelDevice, Blame::Machine, Retry::Never));
    let effects = bench.give(MachineInput::Applied { attempt: bench.live(), result });
    assert!(matches!(effects.as_slice(), [Effect::CloseSession { .. }, Effect::Undo { .. }]), "{effects:?}");
}

#[test]
fn a_session_that_does_not_say_goodbye_is_aborted() {
    let mut bench = Bench::connected(1);
    bench.give(MachineInput::Disconnect(CloseReason::Shutdown));
    let effects = bench.after(bench.settings.goodbye);
    assert!(matches!(effects.as_slice(), [Effect::AbortSession { .. }, Effect::Undo { .. }]), "{effects:?}");
    bench.after(bench.settings.undo);
    assert!(matches!(bench.machine.state(bench.now), TunnelState::Disconnected { failure: Some(_) }));
}

#[test]
fn settings_that_change_under_way_keep_the_time_connected() {
    let mut bench = Bench::connected(1);
    bench.event(SessionEvent::Configured(Box::default()));
    let mut changed = details();
    changed.mtu = 1400;
    changed.since = 99;
    bench.give(MachineInput::Applied { attempt: bench.live(), result: Ok(changed) });
    let TunnelState::Connected(details) = bench.machine.state(bench.now) else { panic!("still connected") };
    assert_eq!((details.mtu, details.since), (1400, 1));
}

#[test]
fn a_path_that_takes_less_is_shown_and_is_no_setting() {
    for (mtu, path_limit, lines) in [(1500, Some(1148), 0), (1400, Some(1148), 1), (1500, None, 0)] {
        let bench = Bench::connected(1);
        let changed = ConnectionDetails { mtu, path_limit, ..*details() };
        let input = MachineInput::Applied { attempt: bench.live(), result: Ok(Box::new(changed)) };
        let (machine, effects) = bench.machine.clone().step(bench.now, input, &bench.settings);
        assert_eq!(effects.len(), lines, "{effects:?}");
        let TunnelState::Connected(details) = machine.state(bench.now) else { panic!("still connected") };
        assert_eq!(details.path_limit, path_limit);
    }
}

#[test]
fn a_server_may_say_where_to_try_again() {
    let directed = |place| Retry::Directed { after: Duration::ZERO, place };
    let contacting = || {
        let mut bench = Bench::new(2);
        bench.give(MachineInput::Connect);
        bench.resolved(&[1, 2]);
        bench
    };
    assert_eq!(contacts(&contacting().fails(directed(Place::NextAddress))), Some(address(2)));
    assert_eq!(looks_up(&contacting().fails(directed(Place::NextServer))).as_deref(), Some("s1.example"));
    let mut bench = contacting();
    assert_eq!(bench.fails(directed(Place::Same)), [], "not at once, or this would never end");
    assert_eq!(contacts(&bench.after(Duration::from_secs(1))), Some(address(1)));
    let pause = Retry::Directed { after: Duration::from_secs(42), place: Place::Same };
    assert_eq!(bench.fails(pause), []);
    assert_eq!(bench.after(Duration::from_secs(41)), []);
    assert_eq!(contacts(&bench.after(Duration::from_secs(1))), Some(address(1)));

    for (place, next) in [(Place::Same, address(1)), (Place::NextAddress, address(2))] {
        let mut bench = Bench::connected(1);
        bench.now += Duration::from_secs(60);
        bench.fails(directed(place));
        assert_eq!(contacts(&bench.resolved(&[1, 2])), Some(next), "of a tunnel that was up, {place:?}");
    }
    let mut bench = Bench::connected(2);
    bench.now += Duration::from_secs(60);
    assert_eq!(looks_up(&bench.fails(directed(Place::NextServer))).as_deref(), Some("s1.example"));
}

/// Each try is a sign-in that somebody may count, or has to confirm.
#[test]
fn a_server_that_lets_us_in_and_gives_no_tunnel_is_left_alone_for_longer_each_time() {
    let waits = |kind: FailureKind, blame, phase| {
        let mut bench = Bench::new(2);
        bench.give(MachineInput::Connect);
        let mut waits = Vec::new();
        for _ in 0..7 {
            bench.resolved(&[1]);
            bench.event(SessionEvent::Progress(phase));
            let failed = Failure::new(kind.clone(), blame, Retry::NextServer);
            bench.event(SessionEvent::Closed(failed));
            let wait = bench.machine.deadline().map_or(Duration::ZERO, |deadline| deadline.at - bench.now);
            waits.push(wait.as_secs());
            if !wait.is_zero() {
                let TunnelState::Connecting { last_failure: Some(shown), .. } = bench.machine.state(bench.now) else {
                    panic!("{:?}", bench.machine.state(bench.now));
                };
                assert_eq!(shown.kind, kind, "it is seen while nothing happens");
                bench.after(wait);
            }
            let TunnelState::Connecting { last_failure: Some(shown), .. } = bench.machine.state(bench.now) else {
                panic!("{:?}", bench.machine.state(bench.now));
            };
            assert_eq!(shown.kind, kind, "and while the next try is under way");
        }
        waits
    };
    let (none, lost) = (FailureKind::NoAddressGiven, FailureKind::ConnectionLost);
    assert_eq!(waits(none.clone(), Blame::Server, Phase::Authenticating), [10, 20, 40, 80, 160, 300, 300]);
    assert_eq!(waits(none.clone(), Blame::Server, Phase::Configuring)[0], 10);
    let rounds = [0, 1, 0, 2, 0, 4, 0];
    assert_eq!(waits(none, Blame::Server, Phase::Securing), rounds, "there was no sign-in");
    assert_eq!(waits(lost, Blame::Network, Phase::Authenticating), rounds, "it is not the server's doing");
    let restarts = FailureKind::ServerRestarting { message: None };
    assert_eq!(waits(restarts, Blame::Server, Phase::Authenticating), rounds, "it will be another server then");
}

#[test]
fn a_tunnel_that_was_up_clears_the_count_of_sign_ins_that_were_turned_away() {
    let refused = || {
        let kind = FailureKind::CredentialsRefused { reason: None };
        SessionEvent::Closed(Failure::new(kind, Blame::Server, Retry::After(Duration::ZERO)))
    };
    let mut bench = Bench::connected(1);
    for _ in 0..10 {
        bench.now += Duration::from_secs(30);
        bench.fails(Retry::NextServer);
        bench.resolved(&[1]);
        bench.event(refused());
        let wait = bench.machine.deadline().map_or(Duration::ZERO, |deadline| deadline.at - bench.now);
        assert!(wait <= Duration::from_secs(12), "{wait:?}");
        bench.after(wait);
        bench.resolved(&[1]);
        bench.event(SessionEvent::Configured(Box::default()));
        bench.applied();
        assert!(matches!(bench.machine.state(bench.now), TunnelState::Connected(_)));
    }
}

#[test]
fn as_many_rounds_as_the_profile_wants() {
    let mut bench = Bench::with(2, vpn_api::RetryPolicy { rounds: Some(2), ..Default::default() });
    bench.give(MachineInput::Connect);
    let mut attempts = 1;
    bench.resolved(&[1]);
    while !undoes(&bench.fails(Retry::NextServer)) {
        attempts += 1;
        if bench.machine.deadline().is_some() {
            bench.after(Duration::from_secs(2));
        }
        if bench.machine.resolving().is_some() {
            bench.resolved(&[1]);
        }
    }
    assert_eq!(attempts, 4, "two servers, twice");
    bench.give(MachineInput::Undone { attempt: bench.live(), result: Ok(()) });
    let TunnelState::Disconnected { failure: Some(failure) } = bench.machine.state(bench.now) else { panic!() };
    assert_eq!(failure.retry, Retry::Never, "nobody is promised another try");
}

#[test]
fn without_its_token_the_same_server_is_asked_at_once() {
    let mut bench = Bench::new(2);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1, 2]);
    let refused = Failure::new(FailureKind::SessionTokenRefused, Blame::Server, Retry::After(Duration::ZERO));
    assert_eq!(contacts(&bench.event(SessionEvent::Closed(refused))), Some(address(1)));
    assert_eq!(contacts(&bench.fails(Retry::NextServer)), Some(address(2)), "another failure goes on");
}

/// Each of these costs the server a whole sign-in.
#[test]
fn a_server_that_gives_no_address_is_asked_less_and_less_often() {
    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1]);
    let mut waits = Vec::new();
    for _ in 0..9 {
        let retry = Retry::After(Duration::from_secs(10));
        bench.event(SessionEvent::Closed(Failure::new(FailureKind::NoAddressGiven, Blame::Server, retry)));
        let began = bench.now;
        bench.until_session();
        waits.push((bench.now - began).as_secs());
    }
    assert_eq!(waits, [10, 10, 10, 10, 16, 32, 64, 128, 256]);
}

/// Servers lock accounts after a few wrong sign-ins.
#[test]
fn without_the_person_at_most_three_sign_ins_in_five_minutes() {
    for kind in [FailureKind::CredentialsRefused { reason: None }, FailureKind::SignInPostponed { message: None }] {
        for retry in [
            Retry::NextServer,
            Retry::After(Duration::ZERO),
            Retry::Directed { after: Duration::from_secs(1), place: Place::Same },
        ] {
            let mut bench = Bench::new(1);
            let mut at = Vec::new();
            bench.give(MachineInput::Connect);
            bench.resolved(&[1]);
            for _ in 0..20 {
                at.push(bench.now);
                let refused = Failure::new(kind.clone(), Blame::Server, retry.clone());
                let effects = bench.event(SessionEvent::Closed(refused));
                if !effects.iter().any(|effect| matches!(effect, Effect::StartSession { .. })) {
                    // Another network is no reason to try more often.
                    bench.give(MachineInput::NetworkChanged);
                    while bench.machine.session().is_none() {
                        if bench.machine.resolving().is_some() {
                            bench.resolved(&[1]);
                        } else {
                            let until = bench.machine.deadline().unwrap().at;
                            bench.after(until - bench.now);
                        }
                    }
                }
            }
            for window in at.windows(4) {
                assert!(window[3] - window[0] >= Duration::from_secs(300), "{kind:?} {retry:?}");
            }
        }
    }
    // A tunnel that came up clears the count, and a token that the server forgot is nothing that anybody typed.
    let mut bench = Bench::connected(1);
    for _ in 0..10 {
        bench.now += Duration::from_secs(60);
        bench.fails(Retry::After(Duration::ZERO));
        let kinds = [FailureKind::SessionTokenRefused, FailureKind::CredentialsRefused { reason: None }];
        for kind in kinds {
            bench.until_session();
            let refused = Failure::new(kind, Blame::Server, Retry::After(Duration::ZERO));
            bench.event(SessionEvent::Closed(refused));
        }
        let waits = bench.machine.deadline().map(|deadline| deadline.at - bench.now);
        assert!(waits.is_none_or(|wait| wait < Duration::from_secs(60)), "{waits:?}");
        bench.until_session();
        let attempt = bench.machine.session().unwrap();
        bench.give(MachineInput::Applied { attempt, result: Ok(details()) });
        assert!(matches!(bench.machine.state(bench.now), TunnelState::Connected(_)));
    }
    // Whoever types again may try again at once.
    let mut bench = Bench::new(1);
    bench.give(MachineInput::Connect);
    bench.resolved(&[1]);
    for _ in 0..10 {
        let kind = FailureKind::CredentialsRefused { reason: None };
        bench.event(SessionEvent::Closed(Failure::new(kind, Blame::User, Retry::AskUser(credentials()))));
        let (prompt, _) = bench.machine.prompt().unwrap();
        let effects = bench.give(MachineInput::Answer { prompt, answer: typed() });
        assert_eq!(contacts(&effects), Some(address(1)));
    }
}
