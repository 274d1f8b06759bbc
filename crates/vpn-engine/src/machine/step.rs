//! One step of the machine.

use std::time::{Duration, Instant};

use vpn_api::{
    Answer, Blame, CloseReason, ConnectionDetails, Failure, FailureKind, NetworkProblem, NetworkStep, Phase, Place,
    Prompt, PromptId, Retry, SessionEvent, contract::LogLevel,
};

use super::{
    Asker, AttemptId, ClosingStage, Effect, Ending, Machine, MachineInput, MachineSettings, Pending, Stage, State,
    Trying, Up, connection_lost, rotation::Candidate,
};

/// Sign-ins that a server may turn away before Adit stays away for the rest of [`SIGN_IN_SPAN`].
const MAX_SIGN_INS: usize = 3;
/// Servers count wrong sign-ins over some minutes before they lock an account.
const SIGN_IN_SPAN: Duration = Duration::from_secs(300);

/// A server that has not answered for so long is told of.
const SILENT: Duration = Duration::from_secs(6);

/// The machine while it takes one input.
pub(super) struct Step<'a> {
    pub(super) machine: &'a mut Machine,
    pub(super) now: Instant,
    pub(super) settings: &'a MachineSettings,
    pub(super) effects: Vec<Effect>,
    /// The person wants a try, whatever the network says.
    pub(super) asked: bool,
}

impl Step<'_> {
    pub(super) fn take(&mut self, input: MachineInput) {
        match input {
            MachineInput::Connect => self.connect(),
            MachineInput::Disconnect(reason) => self.disconnect(reason),
            MachineInput::Answer { prompt, answer } => self.answer(prompt, answer),
            MachineInput::Online(online) => self.online(online),
            MachineInput::NetworkChanged => self.network_changed(),
            MachineInput::Woke => self.woke(),
            MachineInput::TryNow => self.try_now(),
            MachineInput::Timeout => self.timeout(),
            MachineInput::Resolved { attempt, result } if self.machine.resolving() == Some(attempt) => {
                self.resolved(result)
            }
            MachineInput::Session { attempt, event } if self.is_session(attempt) => self.session_event(attempt, event),
            MachineInput::Applied { attempt, result } if self.is_session(attempt) => self.applied(attempt, result),
            MachineInput::Undone { attempt, result } if self.is_live(attempt) => self.undone(result),
            MachineInput::Heard { attempt } if self.is_session(attempt) => self.heard(),
            MachineInput::Carried { attempt } if self.is_session(attempt) => {
                if let State::Connected(up) = &mut self.machine.state {
                    up.carried = true;
                }
            }
            MachineInput::Resolved { .. }
            | MachineInput::Session { .. }
            | MachineInput::Applied { .. }
            | MachineInput::Undone { .. }
            | MachineInput::Heard { .. }
            | MachineInput::Carried { .. } => {}
        }
    }

    fn is_live(&self, attempt: AttemptId) -> bool {
        self.machine.live() == Some(attempt)
    }

    fn is_session(&self, attempt: AttemptId) -> bool {
        self.machine.session() == Some(attempt)
    }

    fn connect(&mut self) {
        if !matches!(self.machine.state, State::Disconnected { .. }) {
            return;
        }
        self.machine.rotation.begin();
        self.machine.backoffs.reset();
        self.machine.rounds = 0;
        self.machine.turned_away.clear();
        self.machine.after_sign_in.reset();
        let stage = self.attempt();
        let tries = u32::from(!matches!(stage, Stage::Waiting { .. }));
        self.machine.state = State::Connecting(Trying { tries, failure: None, stage });
    }

    fn disconnect(&mut self, reason: CloseReason) {
        if !matches!(self.machine.state, State::Disconnected { .. } | State::Disconnecting(_)) {
            self.log(LogLevel::Info, "Disconnecting");
            self.end(None, reason);
        }
    }

    fn answer(&mut self, prompt: PromptId, answer: Answer) {
        // The table of connections refuses an answer of another kind and says so; a question may have changed since.
        let asked = |pending: &&Pending| pending.id == prompt && answer.fits(&pending.prompt);
        let Some(pending) = self.machine.pending().filter(asked) else { return };
        if answer == Answer::Cancel {
            self.log(LogLevel::Info, "Cancelled");
            self.end(None, CloseReason::User);
            return;
        }
        match pending.asked_by {
            Asker::Session(attempt, prompt) => {
                self.effects.push(Effect::AnswerSession { attempt, prompt, answer });
                self.set_pending(None);
            }
            Asker::NextAttempt => {
                self.effects.push(Effect::Remember(answer));
                self.machine.turned_away.clear();
                self.attempt_again();
            }
        }
    }

    fn timeout(&mut self) {
        if self.machine.deadline().is_none_or(|deadline| deadline.at > self.now) {
            return;
        }
        match &mut self.machine.state {
            State::Connecting(trying) | State::Reconnecting(trying) => match &mut trying.stage {
                Stage::Session { silent_at, .. } => *silent_at = None,
                Stage::Waiting { .. } | Stage::Resolving { .. } | Stage::Asking { .. } => self.attempt_again(),
            },
            // Nothing tells whether such a server is there.
            State::Connected(up) if self.machine.keepalive.is_none() => (up.doubt, up.unproved) = (None, false),
            State::Connected(up) => {
                let attempt = up.attempt;
                self.effects.push(Effect::CloseSession { attempt, reason: CloseReason::Restart });
                self.broke(connection_lost().with_detail("the server was not heard after a change of network"));
            }
            State::Disconnecting(ending) => {
                let Ending { failure, attempt, .. } = ending.clone();
                match ending.stage {
                    ClosingStage::Goodbye => {
                        self.effects.push(Effect::AbortSession { attempt });
                        self.undo(failure);
                    }
                    ClosingStage::Undoing => {
                        let kind =
                            FailureKind::NetworkSetup { step: NetworkStep::Undo, problem: NetworkProblem::TimedOut };
                        let late = Failure::new(kind, Blame::Machine, Retry::Never).with_detail("not undone in time");
                        self.log(LogLevel::Error, "The network could not be put back in time");
                        self.machine.state = State::Disconnected { failure: failure.or(Some(late)) };
                    }
                }
            }
            State::Disconnected { .. } | State::Blocked { .. } => {}
        }
    }

    fn resolved(&mut self, result: Result<Vec<std::net::SocketAddr>, Failure>) {
        match result {
            Ok(addresses) if !addresses.is_empty() => self.machine.rotation.resolved(addresses),
            Ok(_) => return self.attempt_failed(connection_lost().with_detail("a name without addresses")),
            Err(failure) => {
                if !self.machine.rotation.unresolved() {
                    return self.attempt_failed(failure);
                }
                self.log(LogLevel::Debug, "Name not resolved; using the addresses known from before");
            }
        }
        // What was begun goes on.
        self.asked = true;
        let stage = self.attempt();
        if let State::Connecting(trying) | State::Reconnecting(trying) = &mut self.machine.state {
            trying.stage = stage;
        }
    }

    fn session_event(&mut self, attempt: AttemptId, event: SessionEvent) {
        match event {
            SessionEvent::Closed(failure) => self.closed(failure),
            SessionEvent::Note(text) => self.log(LogLevel::Info, text),
            SessionEvent::Rekeyed => self.log(LogLevel::Debug, "New keys are in use"),
            // What follows concerns a session that is wanted.
            _ if matches!(self.machine.state, State::Disconnecting(_)) => {}
            SessionEvent::Silent { seconds } => self.silent(Some(seconds)),
            SessionEvent::Answers => self.silent(None),
            SessionEvent::Progress(phase) => self.progress(phase),
            SessionEvent::Prompt(session_prompt, prompt) => {
                self.log(LogLevel::Info, "The server asks a question");
                let pending = self.pend(prompt, Asker::Session(attempt, session_prompt));
                self.set_pending(Some(pending));
            }
            SessionEvent::Configured(config) => {
                self.progress(Phase::Configuring);
                self.machine.keepalive = config.keepalive;
                // The session that asked has got its answer, whoever gave it.
                self.set_pending(None);
                self.effects.push(Effect::ApplyTunnel { attempt, config });
            }
        }
    }

    /// The server does not answer any more, or does again. The tunnel stays as it is: what is sent may still arrive.
    fn silent(&mut self, seconds: Option<u64>) {
        if let State::Connected(up) = &mut self.machine.state {
            up.silent = seconds.map(super::silent);
            match seconds {
                Some(seconds) => self.log(
                    LogLevel::Warn,
                    format!("The server has not answered for {seconds} s; it is asked whether it is there"),
                ),
                None => self.log(LogLevel::Info, "The server answers again"),
            }
        }
    }

    fn progress(&mut self, reached: Phase) {
        if let State::Connecting(trying) | State::Reconnecting(trying) = &mut self.machine.state
            && let Stage::Session { phase, .. } = &mut trying.stage
            && *phase != reached
        {
            *phase = reached;
            self.log(
                LogLevel::Info,
                match reached {
                    Phase::Resolving => "Looking up the server",
                    Phase::Contacting => "Contacting the server",
                    Phase::Securing => "Securing the connection",
                    Phase::Authenticating => "Signing in",
                    Phase::Configuring => "Configuring the tunnel",
                },
            );
        }
    }

    fn applied(&mut self, attempt: AttemptId, result: Result<Box<ConnectionDetails>, Failure>) {
        match (&mut self.machine.state, result) {
            (State::Connecting(_) | State::Reconnecting(_), Ok(details)) => {
                let text = format!("Connected to {} as {}", details.server.host, join(&details.addresses));
                self.log(LogLevel::Info, "Connected");
                self.machine.rounds = 0;
                // What the person typed was right.
                self.machine.turned_away.clear();
                self.log(LogLevel::Debug, text);
                self.machine.state = State::Connected(Up {
                    attempt,
                    since: self.now,
                    details,
                    pending: None,
                    doubt: None,
                    unproved: false,
                    silent: None,
                    carried: false,
                });
            }
            (State::Connected(up), Ok(details)) => {
                let details = ConnectionDetails { since: up.details.since, ..*details };
                // What the path takes and what somebody noticed are no settings; who found it out has said so.
                let notices = details.notices.clone();
                let as_before = ConnectionDetails { path_limit: details.path_limit, notices, ..(*up.details).clone() };
                let changed = details != as_before;
                *up.details = details;
                if changed {
                    self.log(LogLevel::Info, "The server changed the tunnel's settings");
                }
            }
            (State::Connecting(_) | State::Reconnecting(_) | State::Connected(_), Err(failure)) => {
                self.effects.push(Effect::CloseSession { attempt, reason: CloseReason::Restart });
                self.closed(failure);
            }
            // A tunnel that is not wanted any more; undoing follows the session's goodbye.
            (State::Disconnecting(_) | State::Disconnected { .. } | State::Blocked { .. }, _) => {}
        }
    }

    fn undone(&mut self, result: Result<(), Failure>) {
        if let State::Disconnecting(ending) = &self.machine.state
            && ending.stage == ClosingStage::Undoing
        {
            let failure = ending.failure.clone();
            match &result {
                Ok(()) => self.log(LogLevel::Info, "Disconnected"),
                Err(why) => self.log(LogLevel::Error, format!("The network could not be put back: {why}")),
            }
            self.machine.state = State::Disconnected { failure: failure.or(result.err()) };
        }
    }

    /// The session is over, or cannot be used.
    fn closed(&mut self, failure: Failure) {
        match &self.machine.state {
            State::Connecting(_) | State::Reconnecting(_) => self.attempt_failed(failure),
            State::Connected(_) => self.broke(failure),
            State::Disconnecting(ending) => {
                let failure = ending.failure.clone();
                self.undo(failure);
            }
            State::Disconnected { .. } | State::Blocked { .. } => {}
        }
    }

    /// An attempt ended before there was a tunnel.
    fn attempt_failed(&mut self, failure: Failure) {
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
    fn broke(&mut self, failure: Failure) {
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
    fn ask(&mut self, failure: Failure, prompt: Prompt) {
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
    fn attempt(&mut self) -> Stage {
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

    /// Ends the connection: goodbye, then undo.
    fn end(&mut self, failure: Option<Failure>, reason: CloseReason) {
        let closed = self.effects.iter().any(|effect| matches!(effect, Effect::CloseSession { .. }));
        match self.machine.session() {
            Some(attempt) if failure.is_none() && !closed => {
                self.effects.push(Effect::CloseSession { attempt, reason });
                let until = self.now + self.settings.goodbye;
                self.machine.state =
                    State::Disconnecting(Ending { failure, stage: ClosingStage::Goodbye, attempt, until });
            }
            // A failure comes from a session that has ended or was told to.
            Some(_) | None => self.undo(failure),
        }
    }

    fn undo(&mut self, failure: Option<Failure>) {
        let attempt = self.next_attempt();
        self.effects.push(Effect::Undo { attempt });
        let until = self.now + self.settings.undo;
        self.machine.state = State::Disconnecting(Ending { failure, stage: ClosingStage::Undoing, attempt, until });
    }

    fn next_attempt(&mut self) -> AttemptId {
        self.machine.last_attempt += 1;
        AttemptId(self.machine.last_attempt)
    }

    fn pend(&mut self, prompt: Prompt, asked_by: Asker) -> Pending {
        self.machine.last_prompt += 1;
        Pending { id: PromptId(self.machine.last_prompt), prompt, asked_by }
    }

    fn set_pending(&mut self, asked: Option<Pending>) {
        match &mut self.machine.state {
            State::Connecting(Trying { stage: Stage::Session { pending, .. }, .. })
            | State::Reconnecting(Trying { stage: Stage::Session { pending, .. }, .. })
            | State::Connected(Up { pending, .. }) => *pending = asked,
            State::Connecting(_)
            | State::Reconnecting(_)
            | State::Disconnected { .. }
            | State::Disconnecting(_)
            | State::Blocked { .. } => {}
        }
    }

    /// The kind's id in the ordinary log; the values, which may name hosts, at debug level only.
    fn log_failure(&mut self, what: &str, failure: &Failure) {
        // A question is no fault.
        let asks = matches!(failure.retry, Retry::AskUser(_));
        let level = if asks { LogLevel::Info } else { LogLevel::Warn };
        self.log(level, format!("{what}: {}", failure.kind.id().replace('-', " ")));
        self.log(LogLevel::Debug, format!("{what}: {failure}"));
    }

    pub(super) fn log(&mut self, level: LogLevel, text: impl Into<String>) {
        self.effects.push(Effect::Log(level, text.into()));
    }
}

fn is_restart(kind: &FailureKind) -> bool {
    matches!(kind, FailureKind::ServerRestarting { .. } | FailureKind::ConnectionLost)
}

/// The same failure where nothing is tried again, so that its sentence does not promise that.
fn for_good(failure: Failure) -> Failure {
    Failure { retry: Retry::Never, ..failure }
}

fn join(addresses: &[ipnet::IpNet]) -> String {
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
