//! What the server says in words, and what the person answers.

use std::time::{Duration, Instant};

use base64::{Engine, prelude::BASE64_STANDARD};
use vpn_api::{Answer, Blame, Failure, FailureKind, Place, Prompt, PromptId, Retry, SessionEvent, Transport};

use super::{Session, credentials, server_left};
use crate::{
    message::{AuthFailed, Info, ServerMessage},
    timers::Timer,
};

/// Longest answer to a question, in bytes.
const MAX_ANSWER: usize = 4096;

/// How long a datagram server that starts over still answers: it says so to all its clients and ends two seconds later
/// (`multi_push_restart_schedule_exit` of OpenVPN 2.4 to 2.6). Whoever comes back sooner begins a handshake with it that nobody
/// finishes. Over TCP, the end shows.
const UNTIL_GONE: Duration = Duration::from_secs(3);

/// A prompt that waits for its answer.
pub(super) struct OpenPrompt {
    id: PromptId,
    /// The answer goes to the server.
    is_question: bool,
}

impl Session {
    /// Takes one message of the server.
    pub(super) fn take_message(&mut self, now: Instant, message: &[u8]) -> Result<(), Failure> {
        let Some(message) = ServerMessage::parse(message) else {
            self.note("The server sent a message that is not text; it is ignored".into());
            return Ok(());
        };
        match message {
            ServerMessage::PushReply(options) => self.take_push_reply(now, &options)?,
            ServerMessage::AuthFailed(AuthFailed::Refused { reason: None }) if self.decision_is_late(now) => {
                return Err(sign_in_unfinished());
            }
            ServerMessage::AuthFailed(failed) => {
                if let AuthFailed::Challenge(question) = &failed
                    && !question.wants_answer
                {
                    self.note(format!("The server says: {}", question.challenge.text));
                }
                return Err(credentials::refused(
                    failed,
                    &self.profile,
                    self.sign_in.as_ref(),
                    self.have_password,
                    &mut self.carried,
                    &self.host,
                ));
            }
            ServerMessage::AuthPending { timeout } => self.await_decision(now, timeout),
            ServerMessage::Info(info) => self.take_info(info),
            ServerMessage::PushUpdate(options) => self.take_push_update(&options)?,
            ServerMessage::Restart { text, keep_token, elsewhere } => {
                // What the person typed is kept: a server that restarts has not refused it.
                if !keep_token {
                    self.carried.token = None;
                }
                let place = if elsewhere { Place::NextAddress } else { Place::Same };
                let after = if self.server.transport == Transport::Udp { UNTIL_GONE } else { Duration::from_secs(1) };
                let retry = Retry::Directed { after, place };
                return Err(Failure::new(FailureKind::ServerRestarting { message: text }, Blame::Server, retry));
            }
            ServerMessage::Halt { text } => {
                return Err(Failure::new(FailureKind::ServerHalted { message: text }, Blame::Server, Retry::Never));
            }
            ServerMessage::Exit => return Err(server_left()),
            ServerMessage::Other(word) => tracing::debug!(word, "message ignored"),
        }
        Ok(())
    }

    /// Somebody else decides about the sign-in: wait longer than for a machine.
    fn await_decision(&mut self, now: Instant, timeout: Option<Duration>) {
        if self.agreed.is_some() {
            return;
        }
        self.auth_pending = true;
        let timing = &self.profile.timing;
        let longest = (self.renegotiate / 2).max(timing.handshake);
        self.timers.set(Timer::Push, now + timeout.unwrap_or(longest).min(longest));
        self.note("The server waits for the sign-in to be confirmed".into());
    }

    /// Whether the time is over for which the server wanted to wait. It says so by a refusal without a reason, and looks at its
    /// clock once a second (observed from an OpenVPN 2.6 server).
    fn decision_is_late(&self, now: Instant) -> bool {
        self.auth_pending && self.timers.get(Timer::Push).is_some_and(|at| at <= now + Duration::from_secs(1))
    }

    fn take_info(&mut self, info: Info) {
        let (prompt, is_question) = match info {
            // One page for one sign-in: a server must not fill the screen with them.
            Info::OpenUrl(_) if std::mem::replace(&mut self.page_opened, true) => {
                return self
                    .note("The server wants a second page opened for the same sign-in; it is not opened".into());
            }
            Info::OpenUrl(url) => (Prompt::OpenBrowser { url }, false),
            Info::Notice(text) => (Prompt::ConfirmElsewhere { text }, false),
            Info::Question(challenge) => (Prompt::Challenge(challenge), true),
            Info::RefusedUrl => {
                return self
                    .note("The server wants an address opened that is not a plain https one; it is not opened".into());
            }
            Info::Unknown => return self.note("The server asks for a kind of sign-in that Adit does not know".into()),
        };
        self.prompts += 1;
        let id = PromptId(self.prompts);
        self.open_prompt = Some(OpenPrompt { id, is_question });
        self.event(SessionEvent::Prompt(id, prompt));
    }

    /// Takes the person's answer. An answer to anything but the last prompt is too late.
    pub(super) fn take_answer(&mut self, id: PromptId, answer: Answer) -> Result<(), Failure> {
        let Some(open) = self.open_prompt.take_if(|open| open.id == id) else { return Ok(()) };
        match answer {
            Answer::Cancel => Err(Failure::new(FailureKind::Cancelled, Blame::User, Retry::Never)),
            Answer::Challenge { response } if open.is_question => {
                if response.expose().len() > MAX_ANSWER {
                    self.open_prompt = Some(open);
                    return Ok(());
                }
                let encoded = BASE64_STANDARD.encode(response.expose());
                self.primary.send_text(&format!("CR_RESPONSE,{encoded}"))
            }
            Answer::Challenge { .. }
            | Answer::Credentials { .. }
            | Answer::KeyPassphrase { .. }
            | Answer::Form(_)
            | Answer::Accepted
            | Answer::BrowserOpened
            | Answer::ProxyCredentials { .. } => Ok(()),
        }
    }
}

/// Nobody confirmed the sign-in. Whoever would have to do so again begins it.
pub(super) fn sign_in_unfinished() -> Failure {
    Failure::new(FailureKind::SignInUnfinished, Blame::User, Retry::Never)
}
