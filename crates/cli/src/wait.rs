//! `aditctl connect --wait`: follows a connection until it is up, has failed, or asks what nobody here can answer.

use vpn_api::{
    Failure, FailureKind, Prompt, PromptId, ProxyProblem, TunnelState,
    contract::{ConnectionSnapshot, Event, PendingPrompt, Request},
    state::ConnectionId,
};
use vpn_ipc::{Client, EventStream};

use crate::{
    answers::{Answers, Missing},
    exit::{CommandError, Exit},
    how,
    output::{Output, said},
    prompts::{self, OwnTerminal},
    server_round::ServerRound,
    status,
};

/// Follows one connection.
pub(crate) struct Waiting<'a> {
    client: &'a Client,
    connection: ConnectionId,
    answers: Answers,
    /// Ends the waiting when every server was tried once.
    round: Option<ServerRound>,
    output: Output,
    /// The state that was printed last.
    shown: String,
    /// The failure that was printed last: the reason why an attempt ended comes again with the question that follows it.
    told: Option<FailureKind>,
    /// The question that was dealt with last.
    dealt_with: Option<PromptId>,
    /// The events may begin with how the connection was before our request.
    begun: bool,
}

impl<'a> Waiting<'a> {
    pub(crate) fn new(
        client: &'a Client,
        connection: ConnectionId,
        answers: Answers,
        round: Option<ServerRound>,
        output: Output,
    ) -> Self {
        let shown = String::new();
        Self { client, connection, answers, round, output, shown, told: None, dealt_with: None, begun: false }
    }

    /// Why the last attempt failed, if one did.
    pub(crate) fn told(&self) -> Option<&FailureKind> {
        self.told.as_ref()
    }

    /// Follows the connection to its end.
    pub(crate) async fn run(&mut self, mut events: EventStream) -> Result<Exit, CommandError> {
        loop {
            let event = tokio::select! {
                event = events.next() => event,
                _ = tokio::signal::ctrl_c() => {
                    self.disconnect().await?;
                    return Err(CommandError::message(Exit::Cancelled, said("aditctl-cancelled", &[])));
                }
            };
            let connection = match event {
                Some(Event::Connection(connection)) if connection.yours && connection.connection == self.connection => {
                    connection
                }
                Some(
                    Event::Connection(_)
                    | Event::Traffic { .. }
                    | Event::Ways(_)
                    | Event::Protection(_)
                    | Event::PolicyChanged
                    | Event::Log(_),
                ) => continue,
                Some(Event::ShuttingDown) | None => {
                    let gone = FailureKind::HelperNotRunning;
                    return Err(Failure::new(gone, vpn_api::Blame::Machine, vpn_api::Retry::Never).into());
                }
            };
            if let Some(exit) = self.changed(&connection)? {
                return Ok(exit);
            }
            self.give_up_after_a_round(&connection).await?;
            if let Some(pending) = &connection.prompt
                && self.dealt_with != Some(pending.id)
            {
                self.dealt_with = Some(pending.id);
                self.asked(pending).await?;
            }
        }
    }

    /// Prints what is new. An exit code: this is the end.
    fn changed(&mut self, connection: &ConnectionSnapshot) -> Result<Option<Exit>, CommandError> {
        self.begun |= connection.state.is_active();
        let state = status::state_name(&connection.state);
        if !self.output.json && self.shown != state {
            self.output.line(&state);
            self.shown = state;
        }
        match &connection.state {
            TunnelState::Connected(_) => {
                if self.output.json {
                    self.output.value(connection)?;
                } else {
                    status::print(connection, self.output);
                }
                return Ok(Some(Exit::Done));
            }
            TunnelState::Disconnected { failure: Some(failure) } | TunnelState::Blocked { failure } if self.begun => {
                return Err(self.ended(failure.clone()));
            }
            TunnelState::Disconnected { failure: None } if self.begun => {
                return Err(CommandError::message(Exit::Cancelled, said("aditctl-cancelled", &[])));
            }
            TunnelState::Connecting { last_failure: Some(failure), .. }
            | TunnelState::Reconnecting { cause: failure, .. } => self.tell(failure),
            TunnelState::Connecting { last_failure: None, .. }
            | TunnelState::Disconnecting
            | TunnelState::Disconnected { .. }
            | TunnelState::Blocked { .. } => {}
        }
        Ok(None)
    }

    /// Tells why an attempt failed that is followed by another, once for each reason.
    fn tell(&mut self, failure: &Failure) {
        if self.told.as_ref() != Some(&failure.kind) {
            self.output.failure(failure);
            self.told = Some(failure.kind.clone());
        }
    }

    /// The failure that ends the command; one that was told already is not told again.
    fn ended(&self, failure: Failure) -> CommandError {
        if self.told.as_ref().is_some_and(|told| told.id() == failure.kind.id()) {
            CommandError::Told(Exit::of(&failure.kind))
        } else {
            failure.into()
        }
    }

    async fn give_up_after_a_round(&mut self, connection: &ConnectionSnapshot) -> Result<(), CommandError> {
        if let (Some(round), TunnelState::Connecting { server: Some(server), attempt, last_failure, .. }) =
            (&mut self.round, &connection.state)
            && round.is_over(server, *attempt, last_failure.as_ref())
        {
            self.disconnect().await?;
            let exit = self.told.as_ref().map_or(Exit::Other, Exit::of);
            return Err(CommandError::message(exit, said("aditctl-given-up", &[])));
        }
        Ok(())
    }

    /// Answers with what was given in advance, else asks at the terminal. What happens elsewhere is only told.
    async fn asked(&mut self, pending: &PendingPrompt) -> Result<(), CommandError> {
        match &pending.prompt {
            Prompt::ConfirmElsewhere { .. } | Prompt::OpenBrowser { .. } => {
                self.output.complain(&how::elsewhere(&pending.prompt));
                return Ok(());
            }
            Prompt::BrowserAnswer { .. } => {
                self.disconnect().await?;
                return Err(prompts::window_needed());
            }
            Prompt::Credentials { .. }
            | Prompt::KeyPassphrase { .. }
            | Prompt::Challenge(_)
            | Prompt::Form(_)
            | Prompt::Banner { .. }
            | Prompt::ProxyCredentials { .. } => {}
        }
        let answer = match self.answers.answer(&pending.prompt) {
            Ok(answer) => answer,
            Err(_) if prompts::is_interactive() => prompts::ask(&pending.prompt, &mut OwnTerminal)?,
            Err(missing) => return Err(self.unanswered(&pending.prompt, &missing).await?),
        };
        let (connection, prompt) = (self.connection.clone(), pending.id);
        self.client.request(Request::Answer { connection, owner: None, prompt, answer }).await?;
        // Who answered wants another try.
        self.round = self.round.take().map(|_| ServerRound::default());
        Ok(())
    }

    /// A question that nobody is there to answer ends the attempt, with the reason why it was asked.
    async fn unanswered(&self, prompt: &Prompt, missing: &Missing) -> Result<CommandError, CommandError> {
        self.disconnect().await?;
        let kind = why(prompt);
        let exit = Exit::of(&kind);
        let error = self.ended(Failure::new(kind, vpn_api::Blame::User, vpn_api::Retry::Never));
        error.report(self.output);
        if !self.output.json {
            self.output.complain(&how::missing(prompt, missing));
        }
        Ok(CommandError::Told(exit))
    }

    async fn disconnect(&self) -> Result<(), CommandError> {
        self.client.request(Request::Disconnect { connection: self.connection.clone(), owner: None }).await?;
        Ok(())
    }
}

/// Why a question ends an attempt at which nobody can answer it.
fn why(prompt: &Prompt) -> FailureKind {
    match prompt {
        Prompt::Credentials { refused: Some(refused), .. } => {
            FailureKind::CredentialsRefused { reason: refused.reason.clone() }
        }
        Prompt::Credentials { refused: None, .. } => FailureKind::CredentialsNeeded,
        Prompt::KeyPassphrase { wrong: true } => FailureKind::PassphraseWrong,
        Prompt::KeyPassphrase { wrong: false } => FailureKind::PassphraseNeeded,
        Prompt::Challenge(_)
        | Prompt::ConfirmElsewhere { .. }
        | Prompt::Form(_)
        | Prompt::Banner { .. }
        | Prompt::OpenBrowser { .. }
        | Prompt::BrowserAnswer { .. } => FailureKind::ChallengeNeeded,
        Prompt::ProxyCredentials { proxy, wrong, .. } => FailureKind::Proxy {
            proxy: proxy.clone(),
            problem: if *wrong { ProxyProblem::CredentialsRefused } else { ProxyProblem::CredentialsNeeded },
        },
    }
}
