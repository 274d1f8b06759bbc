//! One step of the machine.

use std::time::Instant;

use vpn_api::{
    Answer, Blame, CloseReason, ConnectionDetails, Failure, FailureKind, NetworkProblem, NetworkStep, Phase, Prompt,
    PromptId, Retry, SessionEvent, contract::LogLevel,
};

use super::{
    Asker, AttemptId, ClosingStage, Effect, Ending, Machine, MachineInput, MachineSettings, Pending, Stage, State,
    Trying, Up, connection_lost,
};

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

    /// Ends the connection: goodbye, then undo.
    pub(super) fn end(&mut self, failure: Option<Failure>, reason: CloseReason) {
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

    pub(super) fn next_attempt(&mut self) -> AttemptId {
        self.machine.last_attempt += 1;
        AttemptId(self.machine.last_attempt)
    }

    pub(super) fn pend(&mut self, prompt: Prompt, asked_by: Asker) -> Pending {
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
    pub(super) fn log_failure(&mut self, what: &str, failure: &Failure) {
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

fn join(addresses: &[ipnet::IpNet]) -> String {
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
