//! What holds for the machine over all sequences of inputs, also those that no correct engine sends.

use std::{collections::BTreeSet, time::Duration};

use proptest::prelude::*;
use vpn_api::{Answer, CloseReason, Connectivity, Offline, Place, Secret, SessionEvent, TunnelConfig};

use super::{
    tests::{address, details, failure, server},
    *,
};

/// An input whose attempt is given relative to the newest one: 0 is the newest, 1 the one before.
#[derive(Debug, Clone)]
enum Draw {
    Connect,
    Disconnect,
    Answer { newest: bool, cancel: bool },
    Resolved { back: u64, addresses: Option<u8> },
    Session { back: u64, event: SessionEvent },
    Applied { back: u64, works: bool },
    Undone { back: u64, works: bool },
    Online(Connectivity),
    NetworkChanged,
    Woke,
    TryNow,
    Heard { back: u64 },
    Carried { back: u64 },
    Timeout,
}

fn retries() -> impl Strategy<Value = Retry> {
    prop_oneof![
        1 => Just(Retry::Never),
        4 => Just(Retry::NextServer),
        1 => (0_u64..20).prop_map(|seconds| Retry::After(Duration::from_secs(seconds))),
        1 => (0_u64..20, prop_oneof![Just(Place::Same), Just(Place::NextAddress), Just(Place::NextServer)])
            .prop_map(|(seconds, place)| Retry::Directed { after: Duration::from_secs(seconds), place }),
        2 => Just(Retry::AskUser(Prompt::KeyPassphrase { wrong: false })),
    ]
}

fn events() -> impl Strategy<Value = SessionEvent> {
    prop_oneof![
        2 => Just(SessionEvent::Progress(Phase::Securing)),
        1 => Just(SessionEvent::Prompt(PromptId(9), Prompt::KeyPassphrase { wrong: false })),
        6 => prop::option::of(1_u64..20).prop_map(|seconds| {
            let keepalive = seconds.map(Duration::from_secs);
            SessionEvent::Configured(Box::new(TunnelConfig { keepalive, ..TunnelConfig::default() }))
        }),
        1 => Just(SessionEvent::Rekeyed),
        1 => Just(SessionEvent::Silent { seconds: 4 }),
        1 => Just(SessionEvent::Answers),
        3 => retries().prop_map(|retry| SessionEvent::Closed(failure(retry))),
    ]
}

fn connectivity() -> impl Strategy<Value = Connectivity> {
    prop_oneof![
        3 => Just(Connectivity::Up),
        2 => Just(Connectivity::Offline(Offline::NoCarrier)),
        1 => Just(Connectivity::Offline(Offline::NoRoute)),
        1 => Just(Connectivity::SignIn { page: None }),
    ]
}

fn back() -> impl Strategy<Value = u64> {
    prop_oneof![8 => Just(0_u64), 1 => 1_u64..4]
}

fn draws() -> impl Strategy<Value = Draw> {
    prop_oneof![
        3 => Just(Draw::Connect),
        1 => Just(Draw::Disconnect),
        2 => (any::<bool>(), prop::bool::weighted(0.1)).prop_map(|(newest, cancel)| Draw::Answer { newest, cancel }),
        6 => (back(), prop::option::weighted(0.8, 0_u8..4))
            .prop_map(|(back, addresses)| Draw::Resolved { back, addresses }),
        12 => (back(), events()).prop_map(|(back, event)| Draw::Session { back, event }),
        6 => (back(), prop::bool::weighted(0.9)).prop_map(|(back, works)| Draw::Applied { back, works }),
        2 => (back(), any::<bool>()).prop_map(|(back, works)| Draw::Undone { back, works }),
        2 => connectivity().prop_map(Draw::Online),
        1 => Just(Draw::NetworkChanged),
        1 => Just(Draw::Woke),
        1 => Just(Draw::TryNow),
        1 => back().prop_map(|back| Draw::Heard { back }),
        1 => back().prop_map(|back| Draw::Carried { back }),
        4 => Just(Draw::Timeout),
    ]
}

fn input(draw: Draw, machine: &Machine) -> MachineInput {
    let attempt = |back: u64| AttemptId(machine.last_attempt.saturating_sub(back));
    match draw {
        Draw::Connect => MachineInput::Connect,
        Draw::Disconnect => MachineInput::Disconnect(CloseReason::User),
        Draw::Answer { newest, cancel } => MachineInput::Answer {
            prompt: PromptId(machine.last_prompt.saturating_sub(u64::from(!newest))),
            answer: if cancel { Answer::Cancel } else { Answer::KeyPassphrase { passphrase: Secret::from("x") } },
        },
        Draw::Resolved { back, addresses } => MachineInput::Resolved {
            attempt: attempt(back),
            result: match addresses {
                Some(count) => Ok((0..count).map(address).collect()),
                None => Err(failure(Retry::NextServer)),
            },
        },
        Draw::Session { back, event } => MachineInput::Session { attempt: attempt(back), event },
        Draw::Applied { back, works } => MachineInput::Applied {
            attempt: attempt(back),
            result: if works { Ok(details()) } else { Err(failure(Retry::NextServer)) },
        },
        Draw::Undone { back, works } => MachineInput::Undone {
            attempt: attempt(back),
            result: if works { Ok(()) } else { Err(failure(Retry::Never)) },
        },
        Draw::Online(online) => MachineInput::Online(online),
        Draw::NetworkChanged => MachineInput::NetworkChanged,
        Draw::Woke => MachineInput::Woke,
        Draw::TryNow => MachineInput::TryNow,
        Draw::Heard { back } => MachineInput::Heard { attempt: attempt(back) },
        Draw::Carried { back } => MachineInput::Carried { attempt: attempt(back) },
        Draw::Timeout => MachineInput::Timeout,
    }
}

fn attempt_of(input: &MachineInput) -> Option<AttemptId> {
    match input {
        MachineInput::Resolved { attempt, .. }
        | MachineInput::Session { attempt, .. }
        | MachineInput::Applied { attempt, .. }
        | MachineInput::Undone { attempt, .. }
        | MachineInput::Heard { attempt }
        | MachineInput::Carried { attempt } => Some(*attempt),
        MachineInput::Connect
        | MachineInput::Disconnect(_)
        | MachineInput::Answer { .. }
        | MachineInput::Online(_)
        | MachineInput::NetworkChanged
        | MachineInput::Woke
        | MachineInput::TryNow
        | MachineInput::Timeout => None,
    }
}

/// A run: the machine, its clock, and what is under way outside of it.
struct Run {
    machine: Machine,
    now: Instant,
    settings: MachineSettings,
    /// Sessions that were started and neither ended nor told to.
    sessions: BTreeSet<AttemptId>,
    /// Work that will be answered.
    owed: BTreeSet<AttemptId>,
    /// The network was set up since it was last undone.
    set_up: bool,
    /// The session whose tunnel the server has configured last.
    applies: Option<AttemptId>,
}

impl Run {
    fn new(servers: usize, reconnect: bool) -> Self {
        let servers = (0..servers).map(server).collect();
        let machine = Machine::new(servers, vpn_api::RetryPolicy::default()).unwrap();
        let settings = MachineSettings { reconnect, ..MachineSettings::default() };
        let (sessions, owed) = (BTreeSet::new(), BTreeSet::new());
        Self { machine, now: Instant::now(), settings, sessions, owed, set_up: false, applies: None }
    }

    /// Takes a step and checks everything that holds in each step.
    fn give(&mut self, input: MachineInput) {
        if input == MachineInput::Timeout {
            self.now = self.machine.deadline().map_or(self.now, |deadline| deadline.at.max(self.now));
        }
        let before = self.machine.clone();
        let (after, effects) = before.clone().step(self.now, input.clone(), &self.settings);
        let attempt = attempt_of(&input);

        if attempt.is_some_and(|attempt| before.live() != Some(attempt)) {
            assert_eq!((&after, effects.as_slice()), (&before, &[][..]), "a stale result changed something");
        }

        let connected = |machine: &Machine| matches!(machine.state, State::Connected(_));
        if connected(&after) && !connected(&before) {
            assert!(matches!(input, MachineInput::Applied { result: Ok(_), .. }), "connected by {input:?}");
        }

        if let (MachineInput::Session { event: SessionEvent::Closed(_), .. }, Some(attempt)) = (&input, attempt) {
            self.sessions.remove(&attempt);
        }
        let answers_work = matches!(
            (&input, &before.state),
            (MachineInput::Resolved { .. }, State::Connecting(_) | State::Reconnecting(_))
                | (MachineInput::Undone { .. }, State::Disconnecting(_))
        );
        self.owed.retain(|owed| Some(*owed) != attempt || !answers_work);
        self.check_what_leaves(&input, &after, &effects);
        let mut newest = before.last_attempt;
        for effect in &effects {
            match effect {
                Effect::Resolve { attempt, .. } => {
                    assert!(attempt.0 > newest, "attempt numbers grow");
                    newest = attempt.0;
                    self.owed.insert(*attempt);
                }
                Effect::StartSession { attempt, .. } => {
                    assert!(attempt.0 > newest, "attempt numbers grow");
                    newest = attempt.0;
                    assert!(self.sessions.is_empty(), "two sessions at once");
                    self.sessions.insert(*attempt);
                }
                Effect::CloseSession { attempt, .. } | Effect::AbortSession { attempt } => {
                    self.sessions.remove(attempt);
                }
                Effect::ApplyTunnel { attempt, .. } => {
                    assert!(self.sessions.contains(attempt), "a tunnel without its session");
                    self.set_up = true;
                }
                Effect::Undo { attempt } => {
                    assert!(attempt.0 > newest, "attempt numbers grow");
                    newest = attempt.0;
                    assert_eq!(
                        after.state(self.now),
                        TunnelState::Disconnecting,
                        "undone although the tunnel is wanted"
                    );
                    self.owed.insert(*attempt);
                    self.set_up = false;
                }
                Effect::AnswerSession { attempt, .. } | Effect::TellNetworkChanged { attempt } => {
                    assert!(self.sessions.contains(attempt), "told a session that is not there");
                }
                Effect::Remember(_) | Effect::Log(..) => {}
            }
        }
        if matches!(after.state(self.now), TunnelState::Disconnected { .. }) {
            assert!(!self.set_up, "disconnected without undoing");
            assert!(self.sessions.is_empty(), "disconnected with a session");
        }
        if matches!(before.state(self.now), TunnelState::Reconnecting { .. } | TunnelState::Blocked { .. }) {
            let goes_on =
                !matches!(after.state(self.now), TunnelState::Connecting { .. } | TunnelState::Disconnected { .. });
            assert!(goes_on, "from {:?} to {:?}", before.state(self.now), after.state(self.now));
        }
        self.machine = after;
        self.check_that_something_will_happen();
    }

    /// Without a network nothing is tried, and what a person typed is used once.
    fn check_what_leaves(&self, input: &MachineInput, after: &Machine, effects: &[Effect]) {
        let tries = |effect: &&Effect| {
            matches!(effect, Effect::Resolve { .. } | Effect::StartSession { .. } | Effect::TellNetworkChanged { .. })
        };
        if after.is_offline().is_some() {
            assert_eq!(effects.iter().find(tries), None, "tried without a network");
        }
        let held = after.is_held() && *input != MachineInput::TryNow;
        let begins = |effect: &Effect| matches!(effect, Effect::Resolve { .. });
        assert!(!held || !effects.iter().any(begins), "tried before somebody signed in to the network");
        let uses = |effect: &&Effect| matches!(effect, Effect::Remember(_) | Effect::AnswerSession { .. });
        let used = effects.iter().filter(uses).count();
        if let MachineInput::Answer { prompt, .. } = input {
            assert!(used <= 1);
            assert!(used == 0 || after.prompt().is_none_or(|(asked, _)| asked != *prompt), "used and asked again");
        } else {
            assert_eq!(used, 0, "an answer that nobody gave");
        }
    }

    /// An active machine waits for a deadline, a person, a session or a piece of work.
    fn check_that_something_will_happen(&self) {
        let waits = self.machine.deadline().is_some()
            || self.machine.is_held()
            || self.machine.prompt().is_some()
            || self.machine.session().is_some_and(|attempt| self.sessions.contains(&attempt))
            || self.machine.live().is_some_and(|attempt| self.owed.contains(&attempt));
        assert!(waits || !self.machine.state(self.now).is_active(), "stuck: {:?}", self.machine);
    }
}

/// The network is back and the server is there: what it does until the tunnel is up, or until somebody has to say something.
/// `forgot`: it does not know the session that was there.
fn comes_back(run: &mut Run, forgot: bool) {
    let known = run.machine.session();
    for _ in 0..200 {
        if matches!(run.machine.state(run.now), TunnelState::Connected(_)) {
            return;
        }
        let input = match (&run.machine.state, run.machine.live(), run.machine.session()) {
            (State::Disconnected { .. } | State::Disconnecting(_) | State::Blocked { .. }, ..) => return,
            (_, _, Some(attempt)) if Some(attempt) == known && forgot => {
                MachineInput::Session { attempt, event: SessionEvent::Closed(failure(Retry::NextServer)) }
            }
            (State::Connected(up), _, Some(attempt)) if up.silent.is_some() => {
                MachineInput::Session { attempt, event: SessionEvent::Answers }
            }
            (State::Connected(_), _, Some(attempt)) => MachineInput::Heard { attempt },
            (_, _, Some(attempt)) if run.machine.pending().is_none() && run.applies == Some(attempt) => {
                MachineInput::Applied { attempt, result: Ok(details()) }
            }
            (_, _, Some(attempt)) => {
                run.applies = Some(attempt);
                MachineInput::Session { attempt, event: SessionEvent::Configured(Box::default()) }
            }
            (_, Some(attempt), None) => MachineInput::Resolved { attempt, result: Ok(vec![address(1)]) },
            (_, None, None) if run.machine.prompt().is_some() => return,
            (_, None, None) => MachineInput::Timeout,
        };
        run.give(input);
    }
    panic!("it does not come back: {:?}", run.machine);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_step_keeps_the_promises(
        servers in 1_usize..4,
        reconnect in prop::bool::weighted(0.8),
        draws in prop::collection::vec((draws(), 0_u64..40), 0..200),
    ) {
        let mut run = Run::new(servers, reconnect);
        for (draw, seconds) in draws {
            run.now += Duration::from_secs(seconds);
            let input = input(draw, &run.machine);
            run.give(input);
        }
    }

    #[test]
    fn disconnect_ends_even_if_nobody_answers(
        servers in 1_usize..4,
        draws in prop::collection::vec(draws(), 0..100),
    ) {
        let mut run = Run::new(servers, true);
        for draw in draws {
            let input = input(draw, &run.machine);
            run.give(input);
        }
        let begin = run.now;
        run.give(MachineInput::Disconnect(CloseReason::User));
        for _ in 0..2 {
            run.give(MachineInput::Timeout);
        }
        let ended = matches!(run.machine.state(run.now), TunnelState::Disconnected { .. });
        prop_assert!(ended);
        prop_assert!(run.now - begin <= run.settings.goodbye + run.settings.undo);
    }

    #[test]
    fn a_tunnel_that_was_up_survives_any_failure_that_can_be_retried(
        failures in prop::collection::vec(
            prop_oneof![Just(Retry::NextServer), (0_u64..9).prop_map(|s| Retry::After(Duration::from_secs(s)))],
            1..100,
        ),
    ) {
        let mut run = Run::new(2, true);
        run.give(MachineInput::Connect);
        let first = AttemptId(run.machine.last_attempt);
        run.give(MachineInput::Resolved { attempt: first, result: Ok(vec![address(1)]) });
        let second = AttemptId(run.machine.last_attempt);
        let configured = SessionEvent::Configured(Box::default());
        run.give(MachineInput::Session { attempt: second, event: configured });
        run.give(MachineInput::Applied { attempt: second, result: Ok(details()) });
        for retry in failures {
            let attempt = AttemptId(run.machine.last_attempt);
            run.give(match run.machine.session() {
                Some(attempt) => MachineInput::Session { attempt, event: SessionEvent::Closed(failure(retry)) },
                None if run.machine.live().is_some() => {
                    MachineInput::Resolved { attempt, result: Err(failure(Retry::NextServer)) }
                }
                None => MachineInput::Timeout,
            });
            prop_assert!(run.set_up);
            let reconnecting = matches!(run.machine.state(run.now), TunnelState::Reconnecting { .. });
            prop_assert!(reconnecting);
        }
    }

    #[test]
    fn a_network_and_a_server_are_enough_to_come_back_from_every_state(
        servers in 1_usize..4,
        draws in prop::collection::vec((draws(), 0_u64..40), 0..200),
        forgot in any::<bool>(),
        slept in any::<bool>(),
    ) {
        let mut run = Run::new(servers, true);
        for (draw, seconds) in draws {
            run.now += Duration::from_secs(seconds);
            let input = input(draw, &run.machine);
            run.give(input);
        }
        run.give(MachineInput::Online(Connectivity::Offline(Offline::NoCarrier)));
        if slept {
            run.give(MachineInput::Woke);
        }
        let begin = run.now;
        let gate = run.machine.turned_away.first().copied();
        run.give(MachineInput::Online(Connectivity::Up));
        comes_back(&mut run, forgot);
        let wanted = run.machine.target() == Target::Tunnelled && run.machine.prompt().is_none();
        if wanted {
            let connected = matches!(run.machine.state(run.now), TunnelState::Connected(_));
            prop_assert!(connected, "{:?}", run.machine);
        }
        // A session that the server forgot fails once; sign-ins that were turned away keep the server away.
        let most = Duration::from_secs(2) + if gate.is_some() { Duration::from_secs(300) } else { Duration::ZERO };
        prop_assert!(run.now - begin <= most, "{:?}", run.now - begin);
    }

    /// However a server behaves that lets us in and drops us, and whatever came through: at most as many sign-ins as the returns and
    /// the back-off together allow, and the first outages are answered at once.
    #[test]
    fn a_server_that_drops_us_is_not_hammered_and_short_outages_are_short(
        lives in prop::collection::vec((0_u64..19, any::<bool>()), 1..60),
    ) {
        let mut run = Run::new(1, true);
        run.give(MachineInput::Connect);
        comes_back(&mut run, false);
        let begin = run.now;
        let (mut at_once, mut began) = (0_u64, 0_u64);
        for (seconds, carried) in lives {
            run.now += Duration::from_secs(seconds);
            let attempt = run.machine.live().unwrap();
            if carried {
                run.give(MachineInput::Carried { attempt });
            }
            let good = carried && seconds >= 3;
            let lost = run.now;
            run.give(MachineInput::Session { attempt, event: SessionEvent::Closed(failure(Retry::NextServer)) });
            comes_back(&mut run, false);
            began += 1;
            let gap = run.now - lost;
            if good && gap.is_zero() {
                at_once += 1;
            } else {
                prop_assert!(gap >= Duration::from_secs(1), "{gap:?}");
            }
            prop_assert!(!good || began > 6 || gap.is_zero(), "one of the first outages took {gap:?}");
            let spans = (run.now - begin).as_secs() / 120 + 1;
            prop_assert!(at_once <= 6 * spans, "{at_once} at once in {:?}", run.now - begin);
        }
    }
}
