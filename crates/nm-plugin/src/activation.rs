//! One connection that NetworkManager has switched on: the object that it calls, and what it is told.
//!
//! NetworkManager's calls come in this order: `NeedSecrets`, once with the secrets that it keeps and once with those that the
//! desktop's agent keeps; `Connect` or `ConnectInteractive`; `NewSecrets` after each `SecretsRequired`; `Disconnect`, also after it was
//! told that the connection is down.

use std::{pin::pin, sync::Arc, time::Duration};

use futures_util::StreamExt;
use profile_api::Formats;
use tokio::time::{Instant, sleep_until};
use vpn_api::{
    Answer, Failure, Owner, PromptId,
    contract::{PendingPrompt, Request},
};
use zbus::{Connection, Message, MessageStream, message::Type};

use crate::{
    bus::{self, PLUGIN, PLUGIN_INTERFACE},
    helper::Helper,
    mirror::Covered,
    questions::{self, PASSWORD},
    settings::{Described, Settings},
    standing::{Key, PluginFailure, ServiceState, Standing},
};

/// How long the helper may be away, or not know the connection: it is started again at once, and brings back what is wanted.
const GRACE: Duration = Duration::from_secs(5);
/// How long NetworkManager may take to say that it knows that the connection is down.
const STOPPED: Duration = Duration::from_secs(5);
/// The name of an error in an answer to NetworkManager, which logs its text (NMVpnPluginError).
const FAILED: &str = "org.freedesktop.NetworkManager.VPN.Error.Failed";
const UNKNOWN_METHOD: &str = "org.freedesktop.DBus.Error.UnknownMethod";

/// What activations share.
#[derive(Clone)]
pub struct Shared {
    /// The helper.
    pub helper: Arc<Helper>,
    /// Profiles that can be read.
    pub formats: Arc<Formats>,
    /// Connections that NetworkManager knows to be switched on.
    pub covered: Covered,
}

/// One connection that NetworkManager has switched on.
pub struct Activation {
    bus: Connection,
    shared: Shared,
    /// What was brought up. `None`: not yet.
    key: Option<Key>,
    /// Whether NetworkManager passes questions on.
    interactive: bool,
    /// `NeedSecrets` was called before.
    asked_agents: bool,
    told: Option<ServiceState>,
    /// The question that was passed on last.
    asked: Option<PromptId>,
    /// What was sent last to sign in. Agents may give what they keep again and again, and servers lock accounts for that.
    sent: Option<Answer>,
    /// How often NetworkManager was told that it is up.
    configured: u32,
    /// When this ends if nothing happens.
    deadline: Option<Instant>,
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    GoOn,
    End,
}

impl Activation {
    /// On this bus connection, whose name is its own.
    #[must_use]
    pub fn new(bus: Connection, shared: Shared) -> Self {
        let (key, told, asked, deadline) = (None, None, None, None);
        Self {
            bus,
            shared,
            key,
            interactive: false,
            asked_agents: false,
            told,
            asked,
            sent: None,
            configured: 0,
            deadline,
        }
    }

    /// Serves it to its end. NetworkManager's end leaves the connection as it is.
    ///
    /// # Errors
    /// The bus is gone.
    pub async fn run(mut self, mut calls: MessageStream) -> zbus::Result<()> {
        let mut owners = bus::owners(&self.bus).await?;
        let mut view = self.shared.helper.view();
        loop {
            let deadline = self.deadline;
            let waiting = async {
                match deadline {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            let mut waiting = pin!(waiting);
            let next = tokio::select! {
                message = calls.next() => match message {
                    Some(message) => self.received(&message?).await?,
                    None => Next::End,
                },
                Some(Ok(message)) = owners.next() => if bus::has_come(&message) { Next::GoOn } else { Next::End },
                changed = view.changed() => if changed.is_ok() { self.look().await? } else { Next::End },
                () = &mut waiting => self.too_late().await?,
            };
            if next == Next::End {
                if let Some(key) = &self.key {
                    self.shared.covered.remove(key);
                }
                return Ok(());
            }
        }
    }

    async fn received(&mut self, message: &Message) -> zbus::Result<Next> {
        let header = message.header();
        if header.message_type() != Type::MethodCall {
            return Ok(Next::GoOn);
        }
        let is_plugin = header.interface().is_none_or(|interface| interface.as_str() == PLUGIN_INTERFACE);
        match header.member().map(|member| member.as_str()).filter(|_| is_plugin) {
            Some("NeedSecrets") => {
                let needed =
                    message.body().deserialize::<Settings>().is_ok_and(|settings| self.needs_agents(&settings));
                self.bus.reply(&header, &if needed { "vpn" } else { "" }).await?;
            }
            Some("Connect") => self.connect(message, message.body().deserialize(), false).await?,
            Some("ConnectInteractive") => {
                let body: zbus::Result<(Settings, bus::Details)> = message.body().deserialize();
                self.connect(message, body.map(|(settings, _)| settings), true).await?;
                return self.look().await;
            }
            Some("NewSecrets") => {
                self.take_answer(message).await?;
                return self.look().await;
            }
            Some("Disconnect") => {
                self.take_down().await;
                self.bus.reply(&header, &()).await?;
                return Ok(Next::End);
            }
            // For programs that other plug-ins start.
            Some("SetConfig" | "SetIp4Config" | "SetIp6Config" | "SetFailure") => self.bus.reply(&header, &()).await?,
            Some(_) | None => self.bus.reply_error(&header, UNKNOWN_METHOD, &"no such method").await?,
        }
        self.look().await
    }

    /// Agents that keep a password are asked for it once; for what is not kept, the helper asks when it is needed.
    fn needs_agents(&mut self, settings: &Settings) -> bool {
        let known = Described::read(settings).is_ok_and(|described| described.given.contains_key(PASSWORD));
        !std::mem::replace(&mut self.asked_agents, true) && !known
    }

    async fn connect(
        &mut self,
        call: &Message,
        settings: zbus::Result<Settings>,
        interactive: bool,
    ) -> zbus::Result<()> {
        let header = call.header();
        self.interactive = interactive;
        match self.bring_up(settings).await {
            Ok(key) => {
                self.key = Some(key);
                self.bus.reply(&header, &()).await?;
                self.tell(ServiceState::Starting).await
            }
            Err(error) => {
                tracing::warn!("not brought up: {error:#}");
                self.bus.reply_error(&header, FAILED, &format!("{error:#}")).await
            }
        }
    }

    async fn bring_up(&mut self, settings: zbus::Result<Settings>) -> anyhow::Result<Key> {
        let described = Described::read(&settings?)?;
        let request = described.request(&self.shared.formats)?;
        self.sent = questions::kept(&described.given);
        let owner = match &described.user {
            None => Owner::Uid(0),
            Some(name) => bus::user(&self.bus, name)
                .await?
                .ok_or_else(|| anyhow::anyhow!("{name}, whose connection it is, is not logged in"))?,
        };
        let key = (owner, described.id.clone());
        // Before it is up, or it would be switched on a second time.
        anyhow::ensure!(self.shared.covered.insert(&key), "it is switched on already");
        let up = self.shared.helper.bring_up(&key, request).await;
        if up.is_err() {
            self.shared.covered.remove(&key);
        }
        up.map(|()| key).map_err(|failure| anyhow::anyhow!("{failure}"))
    }

    /// Compares how the connection stands with what NetworkManager was told.
    async fn look(&mut self) -> zbus::Result<Next> {
        let Some(key) = self.key.clone().filter(|_| self.told != Some(ServiceState::Stopped)) else {
            return Ok(Next::GoOn);
        };
        let standing = self.shared.helper.view().borrow().standing(&key);
        if standing == Standing::Unknown {
            self.deadline.get_or_insert_with(|| Instant::now() + GRACE);
            return Ok(Next::GoOn);
        }
        self.deadline = None;
        match standing {
            Standing::Unknown => {}
            Standing::Down(failure) => self.stop(failure.as_ref()).await?,
            Standing::OnTheWay(prompt) => {
                self.tell(ServiceState::Starting).await?;
                self.ask(prompt).await?;
            }
            Standing::Up(interface) if self.told != Some(ServiceState::Started) => {
                self.configured += 1;
                // One time the interface, the other time none: NetworkManager goes on only if something has changed
                // (observed with 1.42 and 1.52), and it has nothing to put on either.
                let interface = if self.configured.is_multiple_of(2) { interface.as_str() } else { "" };
                self.signal("Config", &(bus::configuration(interface),)).await?;
                self.tell(ServiceState::Started).await?;
            }
            Standing::Up(_) => {}
        }
        Ok(Next::GoOn)
    }

    async fn ask(&mut self, prompt: Option<PendingPrompt>) -> zbus::Result<()> {
        let Some(pending) = prompt.filter(|pending| self.interactive && self.asked != Some(pending.id)) else {
            return Ok(());
        };
        self.asked = Some(pending.id);
        match questions::question(&pending.prompt) {
            Some(question) => self.signal("SecretsRequired", &(question.message, question.names)).await,
            // Adit's window shows it.
            None => Ok(()),
        }
    }

    async fn take_answer(&mut self, call: &Message) -> zbus::Result<()> {
        let header = call.header();
        let given = call.body().deserialize::<Settings>().ok().and_then(|settings| Described::read(&settings).ok());
        let pending = self.key.as_ref().and_then(|key| {
            let view = self.shared.helper.view();
            let prompt = view.borrow().connections.get(key)?.prompt.clone();
            prompt.map(|prompt| (key.clone(), prompt))
        });
        let (Some(given), Some(((owner, connection), pending))) = (given, pending) else {
            // Answered elsewhere meanwhile.
            return self.bus.reply(&header, &()).await;
        };
        let Some(answer) = questions::answer(&pending.prompt, &given.given) else {
            return self.bus.reply_error(&header, FAILED, &"something that was asked for is missing").await;
        };
        if questions::is_refused(&pending.prompt) && self.sent.as_ref() == Some(&answer) {
            // NetworkManager gives up, and has it taken down.
            self.signal("Failure", &(PluginFailure::LoginFailed as u32,)).await?;
            return self.bus.reply_error(&header, FAILED, &"the same answer was refused before").await;
        }
        self.sent = Some(answer.clone());
        let request = Request::Answer { connection, owner: Some(owner), prompt: pending.id, answer };
        match self.shared.helper.request(request).await {
            Ok(_) => self.bus.reply(&header, &()).await,
            Err(failure) => self.bus.reply_error(&header, FAILED, &failure.to_string()).await,
        }
    }

    async fn take_down(&mut self) {
        let Some((owner, connection)) = self.key.clone().filter(|_| self.told != Some(ServiceState::Stopped)) else {
            return;
        };
        let request = Request::Disconnect { connection, owner: Some(owner) };
        if let Err(failure) = self.shared.helper.request(request).await {
            tracing::warn!("not taken down: {failure}");
        }
    }

    /// The connection is down: NetworkManager is told, and says in turn that it knows.
    async fn stop(&mut self, failure: Option<&Failure>) -> zbus::Result<()> {
        if let Some(failure) = failure {
            tracing::info!("down: {failure}");
            self.signal("Failure", &(PluginFailure::from(failure) as u32,)).await?;
        }
        self.deadline = Some(Instant::now() + STOPPED);
        self.tell(ServiceState::Stopped).await
    }

    async fn too_late(&mut self) -> zbus::Result<Next> {
        if self.told == Some(ServiceState::Stopped) {
            return Ok(Next::End);
        }
        tracing::warn!("the helper does not answer, or does not know the connection any more");
        self.signal("Failure", &(PluginFailure::ConnectFailed as u32,)).await?;
        self.deadline = Some(Instant::now() + STOPPED);
        self.tell(ServiceState::Stopped).await?;
        Ok(Next::GoOn)
    }

    async fn tell(&mut self, state: ServiceState) -> zbus::Result<()> {
        if self.told != Some(state) {
            self.told = Some(state);
            self.signal("StateChanged", &(state as u32,)).await?;
        }
        Ok(())
    }

    async fn signal<B: serde::Serialize + zbus::DynamicType>(&self, name: &str, body: &B) -> zbus::Result<()> {
        self.bus.emit_signal(None::<&str>, PLUGIN, PLUGIN_INTERFACE, name, body).await
    }
}
