//! When and where the machine tries again, and when it does not.

use std::time::{Duration, Instant};

use vpn_api::{Blame, CloseReason, Failure, FailureKind, Phase, Place, Prompt, Retry, contract::LogLevel};

use super::{Asker, Effect, Stage, State, Trying, rotation::Candidate, step::Step};

/// Sign-ins that a server may turn away before Adit stays away for the rest of [`SIGN_IN_SPAN`].
const MAX_SIGN_INS: usize = 3;
/// Servers count wrong sign-ins over some minutes before they lock an account.
const SIGN_IN_SPAN: Duration = Duration::from_secs(300);

/// A server that has not answered for so long is told of.
const SILENT: Duration = Duration::from_secs(6);

impl Step<'_> {
    /// An attempt ended before there was a tunnel.
    pub(super) fn attempt_failed(&mut self, failure: Failure) {
        self.log_failure("This attempt failed", &failure);
        let wait = match &failure.retry {
            Retry::Never => return self.end(Some(failure), CloseReason::Restart),
            Retry::AskUser(prompt) => {
                let prompt = prompt.clone();
                return self.ask(failure, prompt);
            }
            Retry::NextServer => Duration::ZERO,
            Retry::After(wait) | Retry::Directed { after: wait, .. } => *wait,
        };
        // The same server, at once, with what the person typed: a token is carried into one attempt only, so this is no loop.
        if failure.kind == FailureKind::SessionTokenRefused {
            return self.try_after(wait, failure);
        }
        let wait = wait.max(self.sign_in_pause(&failure)).max(self.pause_after_sign_in(&failure));
        let round_over = !self.go_on(&failure.retry);
        if round_over {
            self.machine.rounds = self.machine.rounds.saturating_add(1);
            if self.machine.most_rounds.is_some_and(|most| self.machine.rounds >= most) {
                self.log(LogLevel::Info, "Every server was tried as often as the profile wants");
                return self.end(Some(for_good(failure)), CloseReason::Restart);
            }
        }
        let wait = if round_over { wait.max(self.machine.backoffs.next(&failure, self.settings.jitter)) } else { wait };
        self.try_after(wait, failure);
    }

    /// Goes on to where the next attempt is made. `false`: this begins a new round, or the same place is tried again.
    fn go_on(&mut self, retry: &Retry) -> bool {
        match retry {
            Retry::Directed { place: Place::Same, .. } => false,
            Retry::Directed { place: Place::NextServer, .. } => self.machine.rotation.advance_server(),
            Retry::Directed { place: Place::NextAddress, .. }
            | Retry::Never
            | Retry::NextServer
            | Retry::After(_)
            | Retry::AskUser(_) => self.machine.rotation.advance(),
        }
    }

    /// How long to stay away from the server after it turned a sign-in away. Servers lock accounts after a few of those, so
    /// without the person there are at most [`MAX_SIGN_INS`] of them in [`SIGN_IN_SPAN`]. A token that a server gave and refuses
    /// is not what the person typed ([`FailureKind::SessionTokenRefused`]).
    fn sign_in_pause(&mut self, failure: &Failure) -> Duration {
        let turned_away =
            matches!(failure.kind, FailureKind::CredentialsRefused { .. } | FailureKind::SignInPostponed { .. });
        if !turned_away {
            return Duration::ZERO;
        }
        let times = &mut self.machine.turned_away;
        times.push(self.now);
        times.retain(|at| self.now.saturating_duration_since(*at) < SIGN_IN_SPAN);
        self.sign_in_gate().map_or(Duration::ZERO, |until| until.saturating_duration_since(self.now))
    }

    /// How long to stay away from a server that let us in and then gave no tunnel. One that only restarts, or that the network
    /// came in between, is not meant.
    fn pause_after_sign_in(&mut self, failure: &Failure) -> Duration {
        let let_in = match &self.machine.state {
            State::Connecting(trying) | State::Reconnecting(trying) => {
                matches!(trying.stage, Stage::Session { phase: Phase::Authenticating | Phase::Configuring, .. })
            }
            State::Disconnected { .. } | State::Connected(_) | State::Disconnecting(_) | State::Blocked { .. } => false,
        };
        let directed = matches!(failure.retry, Retry::Directed { .. } | Retry::AskUser(_));
        // A question that wants no answer is answered by the next attempt (`CRV1` without the flag R).
        let asks = failure.kind == FailureKind::ChallengeNeeded;
        let passes = directed || asks || failure.blame == Blame::Network || is_restart(&failure.kind);
        if let_in && !passes { self.machine.after_sign_in.next(self.settings.jitter) } else { Duration::ZERO }
    }

    /// Until when no sign-in may be tried without the person.
    pub(super) fn sign_in_gate(&self) -> Option<Instant> {
        let times = &self.machine.turned_away;
        let first = times.get(times.len().checked_sub(MAX_SIGN_INS)?)?;
        Some(*first + SIGN_IN_SPAN).filter(|until| *until > self.now)
    }

    /// The tunnel was up and is not any more.
    pub(super) fn broke(&mut self, failure: Failure) {
        let State::Connected(up) = &self.machine.state else { return };
        let (up_for, carried) = (self.now.saturating_duration_since(up.since), up.carried);
        let stable = up_for >= self.settings.stable;
        self.log_failure("The tunnel broke", &failure);
        if !self.settings.reconnect {
            return self.end(Some(for_good(failure)), CloseReason::Restart);
        }
        let wait = match &failure.retry {
            Retry::Never => return self.end(Some(failure), CloseReason::Restart),
            Retry::AskUser(prompt) => {
                let prompt = prompt.clone();
                self.machine.state =
                    State::Reconnecting(Trying { tries: 0, failure: None, stage: Stage::Waiting { until: self.now } });
                return self.ask(failure, prompt);
            }
            Retry::NextServer => Duration::ZERO,
            Retry::After(wait) | Retry::Directed { after: wait, .. } => *wait,
        };
        let wait = wait.max(self.sign_in_pause(&failure));
        let lost = failure.blame == Blame::Network || is_restart(&failure.kind);
        let brief = lost && carried && up_for >= self.settings.brief;
        let wait = if stable {
            self.machine.backoffs.reset();
            self.machine.after_sign_in.reset();
            wait
        } else if brief && self.machine.returns.may(self.now) {
            self.machine.backoffs.reset();
            wait
        } else {
            wait.max(self.machine.backoffs.next(&failure, self.settings.jitter))
        };
        match &failure.retry {
            Retry::Directed { place: Place::NextAddress, .. } => self.machine.rotation.begin_again_elsewhere(),
            Retry::Directed { place: Place::NextServer, .. } => {
                self.machine.rotation.begin_again();
                self.machine.rotation.advance_server();
            }
            Retry::Directed { place: Place::Same, .. }
            | Retry::Never
            | Retry::NextServer
            | Retry::After(_)
            | Retry::AskUser(_) => self.machine.rotation.begin_again(),
        }
        self.machine.state =
            State::Reconnecting(Trying { tries: 0, failure: None, stage: Stage::Waiting { until: self.now } });
        self.try_after(wait, failure);
    }

    fn try_after(&mut self, wait: Duration, why: Failure) {
        let now = self.now;
        if let State::Connecting(trying) | State::Reconnecting(trying) = &mut self.machine.state {
            trying.failure = Some(why);
            trying.stage = Stage::Waiting { until: now + wait };
            if wait.is_zero() {
                self.attempt_again();
            } else if !self.machine.is_held() {
                self.log(LogLevel::Info, format!("Trying again in {:.0} s", wait.as_secs_f64().max(1.0)));
            }
        }
    }

    /// Nothing can be tried until the person has answered.
    pub(super) fn ask(&mut self, failure: Failure, prompt: Prompt) {
        self.log(LogLevel::Info, "Your answer is needed");
        let pending = self.pend(prompt, Asker::NextAttempt);
        match &mut self.machine.state {
            State::Connecting(trying) => {
                trying.failure = Some(failure);
                trying.stage = Stage::Asking { pending };
            }
            State::Reconnecting(_) => self.machine.state = State::Blocked { failure, pending },
            State::Disconnected { .. } | State::Connected(_) | State::Disconnecting(_) | State::Blocked { .. } => {}
        }
    }

    /// One more attempt at the current candidate.
    pub(super) fn attempt_again(&mut self) {
        let stage = self.attempt();
        let tried = u32::from(!matches!(stage, Stage::Waiting { .. }));
        match &mut self.machine.state {
            State::Connecting(trying) | State::Reconnecting(trying) => {
                trying.tries = trying.tries.saturating_add(tried);
                trying.stage = stage;
            }
            State::Blocked { failure, .. } => {
                let failure = Some(failure.clone());
                self.machine.state = State::Reconnecting(Trying { tries: tried, failure, stage });
            }
            State::Disconnected { .. } | State::Connected(_) | State::Disconnecting(_) => {}
        }
    }

    /// Begins an attempt, unless the network leads nowhere.
    pub(super) fn attempt(&mut self) -> Stage {
        if self.machine.is_held() && !self.asked {
            return Stage::Waiting { until: self.now };
        }
        let attempt = self.next_attempt();
        match self.machine.rotation.candidate() {
            Candidate::Name(server, known) => {
                self.log(LogLevel::Info, "Looking up the server");
                self.log(LogLevel::Debug, format!("Looking up {}", server.host));
                self.effects.push(Effect::Resolve { attempt, server, known });
                Stage::Resolving { attempt }
            }
            Candidate::Address(server, address) => {
                self.log(LogLevel::Info, "Contacting the server");
                self.log(LogLevel::Debug, format!("Contacting {} at {address}/{}", server.host, server.transport));
                self.effects.push(Effect::StartSession { attempt, server, address });
                Stage::Session { attempt, phase: Phase::Contacting, pending: None, silent_at: Some(self.now + SILENT) }
            }
        }
    }
}

fn is_restart(kind: &FailureKind) -> bool {
    matches!(kind, FailureKind::ServerRestarting { .. } | FailureKind::ConnectionLost)
}

/// The same failure where nothing is tried again, so that its sentence does not promise that.
fn for_good(failure: Failure) -> Failure {
    Failure { retry: Retry::Never, ..failure }
}
