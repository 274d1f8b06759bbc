//! What holds for the machine over all sequences of inputs, also those that no correct engine sends.

use std::{collections::BTreeSet, time::Duration};

use proptest::prelude::*;
use vpn_api::{Answer, CloseReason, Place, Secret, SessionEvent, TunnelConfig};

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
    NetworkChanged,
    Heard { back: u64 },
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
        3 => retries().prop_map(|retry| SessionEvent::Closed(failure(retry))),
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
        2 => Just(Draw::NetworkChanged),
        1 => back().prop_map(|back| Draw::Heard { back }),
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
        Draw::NetworkChanged => MachineInput::NetworkChanged,
        Draw::Heard { back } => MachineInput::Heard { attempt: attempt(back) },
        Draw::Timeout => MachineInput::Timeout,
    }
}

fn attempt_of(input: &MachineInput) -> Option<AttemptId> {
    match input {
        MachineInput::Resolved { attempt, .. }
        | MachineInput::Session { attempt, .. }
        | MachineInput::Applied { attempt, .. }
        | MachineInput::Undone { attempt, .. }
        | MachineInput::Heard { attempt } => Some(*attempt),
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
}

impl Run {
    fn new(servers: usize, reconnect: bool) -> Self {
        let servers = (0..servers).map(server).collect();
        let machine = Machine::new(servers, vpn_api::RetryPolicy::default()).unwrap();
        let settings = MachineSettings { reconnect, ..MachineSettings::default() };
        let (sessions, owed) = (BTreeSet::new(), BTreeSet::new());
        Self { machine, now: Instant::now(), settings, sessions, owed, set_up: false }
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

        let connected = |machine: &Machine| matches!(machine.state(), TunnelState::Connected(_));
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
                    assert_eq!(after.state(), TunnelState::Disconnecting, "undone although the tunnel is wanted");
                    self.owed.insert(*attempt);
                    self.set_up = false;
                }
                Effect::AnswerSession { attempt, .. } | Effect::TellNetworkChanged { attempt } => {
                    assert!(self.sessions.contains(attempt), "told a session that is not there");
                }
                Effect::Remember(_) | Effect::Log(..) => {}
            }
        }
        if matches!(after.state(), TunnelState::Disconnected { .. }) {
            assert!(!self.set_up, "disconnected without undoing");
            assert!(self.sessions.is_empty(), "disconnected with a session");
        }
        if matches!(before.state(), TunnelState::Reconnecting { .. } | TunnelState::Blocked { .. }) {
            let goes_on = !matches!(after.state(), TunnelState::Connecting { .. } | TunnelState::Disconnected { .. });
            assert!(goes_on, "from {:?} to {:?}", before.state(), after.state());
        }
        self.machine = after;
        self.check_that_something_will_happen();
    }

    /// An active machine waits for a deadline, a person, a session or a piece of work.
    fn check_that_something_will_happen(&self) {
        let waits = self.machine.deadline().is_some()
            || self.machine.prompt().is_some()
            || self.machine.session().is_some_and(|attempt| self.sessions.contains(&attempt))
            || self.machine.live().is_some_and(|attempt| self.owed.contains(&attempt));
        assert!(waits || !self.machine.state().is_active(), "stuck: {:?}", self.machine);
    }
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
        let ended = matches!(run.machine.state(), TunnelState::Disconnected { .. });
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
            let reconnecting = matches!(run.machine.state(), TunnelState::Reconnecting { .. });
            prop_assert!(reconnecting);
        }
    }
}
