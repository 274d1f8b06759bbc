//! Signing in on a page in the browser that hands its answer to this machine.

use std::io;

use profiles::ProfileId;
use tokio::task::AbortHandle;
use vpn_api::{
    Answer, PromptId, Secret,
    contract::Request,
    prompt::{BrowserListener, ListenerPort},
};

use super::{
    Controller,
    connecting::{open_browser, secure},
    message::{Done, Message},
};
use crate::{
    loopback::Loopback,
    strings::{self, Value},
    view::MessageView,
};

/// A page is open, and its answer is listened for. Dropping it ends the listening.
pub(super) struct BrowserSignIn {
    profile: ProfileId,
    prompt: PromptId,
    /// The page, with the port that is listened on.
    url: String,
    listening: AbortHandle,
}

impl Drop for BrowserSignIn {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Controller {
    /// Listens, and then opens the page. The other way round, another program on this machine could take the port first and
    /// receive the answer.
    ///
    /// # Errors
    /// The address is not one to open, another program has the port, or there is no browser.
    pub(super) fn browse(
        &mut self,
        id: &ProfileId,
        prompt: PromptId,
        url: &str,
        listener: &BrowserListener,
    ) -> Result<(), MessageView> {
        secure(url)?;
        if !self.is_signing_in(id, prompt) {
            let loopback = Loopback::take(listener.clone()).map_err(|error| not_heard(listener, &error))?;
            let url = loopback.url(url);
            let (profile, handle) = (id.clone(), self.services.handle.clone());
            let listening = tokio::spawn(async move {
                let response = loopback.answer().await;
                handle.send(Message::Done(Done::Browsed { profile, prompt, response }));
            });
            self.sign_in =
                Some(BrowserSignIn { profile: id.clone(), prompt, url, listening: listening.abort_handle() });
        }
        // Where the browser does not open, the person copies the address; the answer comes all the same.
        let url = self.sign_in.as_ref().map_or(url, |sign_in| &sign_in.url);
        open_browser(&*self.services.shell, url)
    }

    fn is_signing_in(&self, id: &ProfileId, prompt: PromptId) -> bool {
        self.sign_in.as_ref().is_some_and(|sign_in| sign_in.profile == *id && sign_in.prompt == prompt)
    }

    /// The browser sent its answer, or did not in time.
    pub(super) fn browsed(&mut self, id: &ProfileId, prompt: PromptId, response: Option<Secret>) {
        if !self.is_signing_in(id, prompt) {
            return;
        }
        self.sign_in = None;
        let waits = self.connections.connection(id).and_then(|connection| connection.prompt.as_ref());
        let (Some(response), true) = (response, waits.is_some_and(|pending| pending.id == prompt)) else { return };
        self.connections.answered.insert(id.clone(), prompt);
        let answer = Answer::Challenge { response };
        let connection = id.connection().clone();
        let request = self.services.request(Request::Answer { connection, owner: None, prompt, answer });
        let profile = id.clone();
        self.services.spawn(async move { Done::Answered { profile, outcome: request.await.map(|_| ()), reply: None } });
    }

    /// The person does not want to sign in.
    pub(super) fn end_sign_in(&mut self, id: &ProfileId) {
        self.sign_in.take_if(|sign_in| sign_in.profile == *id);
    }

    /// Ends listening when the question is gone, whatever took it away.
    pub(super) fn end_sign_in_if_over(&mut self) {
        let Some(sign_in) = &self.sign_in else { return };
        let pending = self.connections.connection(&sign_in.profile).and_then(|connection| connection.prompt.as_ref());
        if pending.is_none_or(|pending| pending.id != sign_in.prompt) {
            self.sign_in = None;
        }
    }
}

fn not_heard(listener: &BrowserListener, error: &io::Error) -> MessageView {
    let port = match listener.port {
        ListenerPort::Fixed(port) => port.to_string(),
        ListenerPort::Any => "*".to_owned(),
    };
    strings::message("browser-port-taken", &[("port", Value::from(port))], error)
}
