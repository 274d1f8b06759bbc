//! Connect, disconnect, and the answers in between.

use profiles::{ProfileId, RememberedItem, Stored};
use vpn_api::contract::{ConnectOptions, ConnectRequest, Request};
use vpn_api::{Answer, Failure, Prompt, PromptId, Secret, Secrets};

use super::{
    Controller,
    connections::{AfterPress, StartFailure, Typed},
    message::{Done, Message, Opened, RememberedChange, Reply, answer},
    not_opened, notices,
    services::Services,
    settings::Cause,
    unknown_profile,
    view_builder::form,
};
use crate::{
    ports::{Attention, Shell},
    strings,
    view::{AnswerInput, MessageView},
};

impl Controller {
    /// Begins: opens the profile and what is remembered of it, then tells the helper.
    ///
    /// # Errors
    /// The helper cannot be used, or there is no such profile.
    pub(super) fn connect(&mut self, id: &ProfileId) -> Result<(), MessageView> {
        if let Some(failure) = self.connections.helper_trouble() {
            self.services.helper.retry_now();
            return Err(strings::failure(&failure));
        }
        let stored = self.profiles.get(id).ok_or_else(unknown_profile)?.clone();
        if self.connections.is_active(id) {
            return Ok(());
        }
        self.begin(id, &stored);
        Ok(())
    }

    /// Takes the tunnel down and brings it up again, which the helper does with a second request for the same connection.
    pub(super) fn reconnect(&mut self, id: &ProfileId) -> Result<(), MessageView> {
        let stored = self.profiles.get(id).ok_or_else(unknown_profile)?.clone();
        self.overview.overlaps.pass(id);
        self.begin(id, &stored);
        Ok(())
    }

    fn begin(&mut self, id: &ProfileId, stored: &Stored) {
        let press = self.connections.press(id);
        self.together = self.connections.active_profiles();
        let session = self.connections.take_session(id);
        let refused = self.asking.is_refused(id);
        let group = self.profiles.arrangement().login_group(id).cloned();
        let Services { vault, handle, formats, .. } = &self.services;
        let (id, vault, handle, formats) = (id.clone(), vault.clone(), handle.clone(), formats.clone());
        let stored = stored.clone();
        self.services.spawn(async move {
            let outcome = match vault.open_document(&stored).await {
                Ok(document) => {
                    let takes_all = stored.card.took_all || document.takes_all(&formats);
                    let profile = document.into_profile(&formats);
                    let remembered = vault.remembered(&stored.card, group.as_ref()).await;
                    let secrets = match session {
                        Some(session) => {
                            Secrets { username: Some(session.username), password: Some(session.token), ..remembered }
                        }
                        None if refused => Secrets { password: None, ..remembered },
                        None => remembered,
                    };
                    if stored.card.remembers_login
                        && !refused
                        && secrets.password.is_none()
                        && vault.trouble().is_none()
                    {
                        // Someone took it out of the keychain.
                        let change = RememberedChange::ForgotItem(RememberedItem::Login, Ok(()));
                        handle.send(Message::Done(Done::Remembered { profile: id.clone(), change }));
                    }
                    Ok(Opened { profile, secrets, takes_all })
                }
                Err(error) => Err(StartFailure::Here(not_opened(&stored.card.name, &error))),
            };
            Done::Prepared { profile: id, press, outcome }
        });
    }

    pub(super) fn prepared(&mut self, id: &ProfileId, press: u64, outcome: Result<Opened, StartFailure>) {
        if self.connections.opened_in_vain(id, press) {
            return;
        }
        let Opened { profile, secrets, takes_all } = match outcome {
            Ok(opened) => opened,
            Err(failure) => {
                if let StartFailure::Here(said) = &failure
                    && self.services.shell.attention() == Attention::Hidden
                {
                    let notice = notices::not_begun(&self.name_of(id), said);
                    self.notify(notice, Cause::Unasked);
                }
                return self.connections.not_started(id, failure);
            }
        };
        if self.asks_overlap(id, takes_all) {
            self.connections.starting.remove(id);
            return;
        }
        let connect = ConnectRequest {
            connection: id.connection().clone(),
            name: self.name_of(id),
            profile,
            secrets,
            options: ConnectOptions::default(),
        };
        let network = self.profiles.card(id).and_then(|card| card.network);
        let (profile, helper) = (id.clone(), self.services.helper.clone());
        let by_proxy = self.settings.now.desktop_proxy;
        self.services.spawn(async move {
            let proxies = if by_proxy { crate::system_proxy::read().await } else { Default::default() };
            let options = ConnectOptions { takes_all, network, proxies, ..ConnectOptions::default() };
            let outcome =
                helper.request(Request::Connect(Box::new(ConnectRequest { options, ..connect }))).await.map(|_| ());
            Done::Requested { profile, press, outcome }
        });
    }

    pub(super) fn requested(&mut self, id: &ProfileId, press: u64, outcome: Result<(), Failure>) {
        match self.connections.requested(id, press, outcome) {
            AfterPress::Nothing => {}
            AfterPress::Disconnect => self.tell_disconnect(id),
        }
    }

    /// Ends a tunnel or the way to it. Without one, nothing happens.
    pub(super) fn disconnect(&mut self, id: &ProfileId) {
        if self.connections.cancel(id) {
            self.tell_disconnect(id);
        }
    }

    fn tell_disconnect(&self, id: &ProfileId) {
        let request = self.services.request(Request::Disconnect { connection: id.connection().clone(), owner: None });
        tokio::spawn(async move {
            if let Err(failure) = request.await {
                tracing::info!(%failure, "the helper did not take the request to disconnect");
            }
        });
    }

    /// Ends a wait.
    pub(super) fn try_now(&mut self, id: &ProfileId) {
        let request = self.services.request(Request::TryNow { connection: id.connection().clone(), owner: None });
        tokio::spawn(async move {
            if let Err(failure) = request.await {
                tracing::info!(%failure, "the helper did not take the request to try now");
            }
        });
    }

    /// Takes the person's answer to a prompt.
    pub(super) fn answer(&mut self, id: &ProfileId, prompt: u64, given: AnswerInput, reply: Reply) {
        let pending = self.connections.connection(id).and_then(|connection| connection.prompt.clone());
        let Some(pending) = pending.filter(|pending| pending.id == PromptId(prompt)) else {
            return answer(reply, Err(strings::message("prompt-over", &[], "")));
        };
        let remembered = self.profiles.remembers_login(id);
        match (given, &pending.prompt) {
            (AnswerInput::Cancel, _) => {
                self.end_sign_in(id);
                self.send_answer(id, pending.id, Answer::Cancel, reply);
            }
            (
                AnswerInput::Credentials { username, password, challenge, remember, group },
                Prompt::Credentials { refused, .. },
            ) => {
                let challenge = challenge.map(Secret::new);
                let password = Secret::new(password);
                let typed = Typed { username: username.clone(), password: password.clone(), remember, group };
                self.connections.typed.insert(id.clone(), typed);
                if password.is_empty() && refused.is_none() && remembered {
                    self.answer_with_remembered(id, pending.id, Some(username), challenge, Some(reply));
                } else {
                    self.send_answer(id, pending.id, Answer::Credentials { username, password, challenge }, reply);
                }
            }
            (AnswerInput::Credentials { username, password, .. }, Prompt::ProxyCredentials { proxy, .. }) => {
                let (proxy, password) = (proxy.clone(), Secret::new(password));
                self.send_answer(id, pending.id, Answer::ProxyCredentials { proxy, username, password }, reply);
            }
            (AnswerInput::Passphrase { passphrase, remember }, Prompt::KeyPassphrase { .. }) => {
                let passphrase = Secret::new(passphrase);
                if remember {
                    self.connections.typed_passphrase.insert(id.clone(), passphrase.clone());
                } else {
                    self.connections.typed_passphrase.remove(id);
                }
                self.send_answer(id, pending.id, Answer::KeyPassphrase { passphrase }, reply);
            }
            (AnswerInput::Challenge { response }, Prompt::Challenge(_)) => {
                self.send_answer(id, pending.id, Answer::Challenge { response: Secret::new(response) }, reply);
            }
            (AnswerInput::Form { values }, Prompt::Form(form)) => match form::answer(form, values) {
                Some(filled) => self.send_answer(id, pending.id, Answer::Form(filled), reply),
                None => answer(reply, Err(strings::message("prompt-incomplete", &[], ""))),
            },
            (AnswerInput::Accept, Prompt::Banner { .. }) => {
                self.send_answer(id, pending.id, Answer::Accepted, reply);
            }
            (AnswerInput::OpenBrowser, Prompt::BrowserAnswer { url, listener }) => {
                answer(reply, self.browse(id, pending.id, url, listener));
            }
            (AnswerInput::OpenBrowser, Prompt::OpenBrowser { url }) => {
                if let Err(sentence) = open_browser(&*self.services.shell, url) {
                    return answer(reply, Err(sentence));
                }
                let request = Request::Answer {
                    connection: id.connection().clone(),
                    owner: None,
                    prompt: pending.id,
                    answer: Answer::BrowserOpened,
                };
                let (profile, request) = (id.clone(), self.services.request(request));
                self.services.spawn(async move {
                    Done::Answered { profile, outcome: request.await.map(|_| ()), reply: Some(reply) }
                });
            }
            (_, _) => answer(reply, Err(strings::message("prompt-over", &[], ""))),
        }
    }

    /// Answers a question for user name and password with what is remembered, if it asks for nothing else.
    pub(super) fn answer_unasked(&mut self, id: &ProfileId) {
        let remembered = self.profiles.remembers_login(id);
        let pending = self.connections.connection(id).and_then(|connection| connection.prompt.as_ref());
        let Some(pending) = pending else { return };
        let plain = matches!(pending.prompt, Prompt::Credentials { refused: None, challenge: None, .. });
        if remembered && plain && !self.asking.is_refused(id) && self.connections.answered.get(id) != Some(&pending.id)
        {
            let prompt = pending.id;
            self.answer_with_remembered(id, prompt, None, None, None);
        }
    }

    fn answer_with_remembered(
        &mut self,
        id: &ProfileId,
        prompt: PromptId,
        username: Option<String>,
        challenge: Option<Secret>,
        reply: Option<Reply>,
    ) {
        self.connections.answered.insert(id.clone(), prompt);
        let (profile, vault, helper) = (id.clone(), self.services.vault.clone(), self.services.helper.clone());
        let own = self.profiles.card(id).is_some_and(|card| card.remembers_login);
        let group = self.profiles.arrangement().login_group(id).filter(|_| !own).cloned();
        self.services.spawn(async move {
            let login = match &group {
                Some(group) => vault.group_login(group).await,
                None => vault.login(&profile).await,
            };
            let Some(login) = login else {
                let failure =
                    Failure::new(vpn_api::FailureKind::CredentialsNeeded, vpn_api::Blame::User, vpn_api::Retry::Never);
                return Done::Answered { profile, outcome: Err(failure), reply };
            };
            let username = username.unwrap_or(login.username);
            let answer = Answer::Credentials { username, password: login.password, challenge };
            let request = Request::Answer { connection: profile.connection().clone(), owner: None, prompt, answer };
            let outcome = helper.request(request).await.map(|_| ());
            Done::Answered { profile, outcome, reply }
        });
    }

    fn send_answer(&mut self, id: &ProfileId, prompt: PromptId, given: Answer, reply: Reply) {
        self.connections.answered.insert(id.clone(), prompt);
        let connection = id.connection().clone();
        let request = self.services.request(Request::Answer { connection, owner: None, prompt, answer: given });
        let profile = id.clone();
        self.services
            .spawn(async move { Done::Answered { profile, outcome: request.await.map(|_| ()), reply: Some(reply) } });
    }

    pub(super) fn answered(&mut self, id: &ProfileId, outcome: Result<(), Failure>, reply: Option<Reply>) {
        if outcome.is_err() {
            // The question is still there, so it is asked again.
            self.connections.answered.remove(id);
        }
        if let Some(reply) = reply {
            answer(reply, outcome.map_err(|failure| strings::failure(&failure)));
        }
    }
}

/// Whether an address may be opened at all.
pub(super) fn secure(url: &str) -> Result<(), MessageView> {
    let secure = tauri::Url::parse(url).is_ok_and(|url| url.scheme() == "https" && url.host_str().is_some());
    if secure { Ok(()) } else { Err(strings::message("link-not-secure", &[], "")) }
}

/// Opens a sign-in page. The address comes from the server, so it is held to https.
pub(super) fn open_browser(shell: &dyn Shell, url: &str) -> Result<(), MessageView> {
    secure(url)?;
    shell.open_url(url).map_err(|error| strings::message("browser-not-opened", &[], error))
}
