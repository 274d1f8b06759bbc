//! One attempt at one OpenVPN server, as a value.
//!
//! ```text
//!   Start            LinkUp          server's reset      TLS is up           PUSH_REPLY
//!     │ OpenLink        │ reset             │ ClientHello    │ key message       │ Configured
//! New ──► Linking ──► Contacting ──► Securing ──► Authenticating ──► Connected ──► Leaving ──► Closed
//! ```
//!
//! * [`channel`]: one key slot: reliability, TLS, key exchange.
//! * [`establish`]: from the server's reset to the configured tunnel.
//! * [`new`], [`packets`], [`keepalive`]: how it is made, control packets, pings and silence.
//! * [`server_messages`]: the server's messages, and what the person answers.
//! * [`rekey`]: new keys, from either side.
//! * [`close`]: how it ends.
//! * [`path_mtu`]: how large a datagram may be.
//! * [`liveness`], [`peer`], [`contact`]: whether the server is still there.
//!
//! Nothing unauthenticated ends a session. Over UDP anybody can send anything, so what does not fit is dropped.

mod channel;
mod close;
mod contact;
mod credentials;
mod establish;
mod formats;
mod keepalive;
mod liveness;
mod new;
mod packets;
mod path;
mod path_mtu;
mod peer;
mod rekey;
mod server_messages;

use std::{
    any::Any,
    collections::VecDeque,
    net::SocketAddr,
    time::{Duration, Instant},
};

use ovpn_settings::{Cipher, Digest, Profile, Remote, Silence};
use vpn_api::{
    Blame, Deadline, Entropy, Failure, FailureKind, Framing, Input, LinkError, LinkId, OtherService, Output, Phase,
    Retry, ServerEntry, SessionEvent, Transport, TunnelConfig, VpnSession, data::DataChannel, text,
};

pub use self::credentials::Carried;
use self::{
    channel::{Channel, Stage},
    contact::{CONTACT, Contact},
    credentials::SignIn,
    liveness::Liveness,
    path_mtu::PathMtu,
    server_messages::OpenPrompt,
};
use crate::{
    data::DataPath,
    occ::Differences,
    peer_info::ClientInfo,
    push::{PushCollector, mss::Encapsulation},
    timers::{Timer, Timers, WallClock, earlier},
    tls::TlsSetup,
    wire::{KeyId, SessionId},
    wrap::ControlWrap,
};

/// OpenVPN uses one link.
const LINK: LinkId = LinkId(0);

/// How long a datagram server may take for its first answer, whatever the profile says: four tries fit, and who waits for two
/// minutes, as OpenVPN does, learns nothing more. A server answers the first packet without looking anything up.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    New,
    Linking,
    Contacting,
    Securing,
    Authenticating,
    Connected,
    Leaving,
    Closed,
}

/// What the first push settles for the whole session (docs/protocol/openvpn.md §6).
struct Agreed {
    cipher: Cipher,
    auth: Digest,
    exporter_keys: bool,
    epochs: bool,
    cc_exit: bool,
    has_peer_id: bool,
    exit_notify: u8,
    ping: Option<Duration>,
    silence: Option<Silence>,
    encapsulation: Encapsulation,
}

/// What a running tunnel is made of, for changes to it.
#[derive(Default)]
struct Running {
    /// The options in force that may change, as the server wrote them.
    options: Vec<String>,
    /// Messages of an update that is not whole yet.
    update: PushCollector,
    /// As the profile and the server want it.
    wanted: Option<Box<TunnelConfig>>,
    /// What was told last: the same, within what the path takes.
    config: Option<Box<TunnelConfig>>,
    /// Notes that the person has read already.
    told: Vec<String>,
    /// What the server's options string says differently.
    differs: Differences,
    /// The server compresses what it sends.
    compressed: bool,
}

/// One session.
pub struct Session {
    profile: Profile,
    remote: Remote,
    server: ServerEntry,
    address: SocketAddr,
    client: ClientInfo,
    protocol_bits: u32,
    setup: TlsSetup,
    sign_in: Option<SignIn>,
    have_password: bool,
    carried: Carried,
    /// The server's name without a random prefix: what carried things belong to.
    host: String,
    entropy: Box<dyn Entropy>,
    clock: WallClock,
    /// The wall clock was set to this. Certificates are judged by it when renewing the keys fails by the one before.
    other_clock: Option<WallClock>,
    now: Instant,
    out: VecDeque<Output>,
    timers: Timers,
    state: State,
    local: SessionId,
    peer: Option<SessionId>,
    restarts: u8,
    wrap: ControlWrap,
    /// For packets of key ids above 0, once agreed.
    dynamic: Option<ControlWrap>,
    primary: Channel,
    next: Option<Channel>,
    data: DataPath,
    agreed: Option<Agreed>,
    push: PushCollector,
    running: Running,
    /// How large a datagram may be. `None`: nobody looks.
    path: Option<PathMtu>,
    /// Whether the server is still there. `None`: there is no tunnel yet.
    liveness: Option<Liveness>,
    /// It does not answer.
    contact: Option<Contact>,
    push_requests: u32,
    auth_pending: bool,
    open_prompt: Option<OpenPrompt>,
    /// A page was opened for the sign-in that is under way.
    page_opened: bool,
    prompts: u64,
    /// Old keys that still open, oldest first, and until when.
    lame: VecDeque<(KeyId, Instant)>,
    /// New keys this often; zero: never of our own.
    renegotiate: Duration,
    /// Not before this a renegotiation is tried again.
    rekey_pause: Option<Instant>,
    /// When something authentic last came over the control channel.
    control_heard: Instant,
    unauthentic: u64,
    /// When a ping was last due.
    pinged: Instant,
    /// How long the session may last.
    session_limit: Option<Duration>,
    /// What is told once the goodbye is done.
    leaving: Option<Failure>,
}

impl Session {
    fn event(&mut self, event: SessionEvent) {
        // Nothing comes after the last event.
        if self.state != State::Closed {
            self.out.push_back(Output::Event(shown(event)));
        }
    }

    fn note(&mut self, text: String) {
        self.event(SessionEvent::Note(text));
    }

    fn enter(&mut self, state: State, phase: Phase) {
        self.state = state;
        self.event(SessionEvent::Progress(phase));
    }

    fn start(&mut self, now: Instant) {
        self.enter(State::Linking, Phase::Contacting);
        // A proxy has to reach the server first.
        let alone = self.server.transport == Transport::Udp && self.server.via.is_none();
        let patience = self.server.answer_timeout;
        self.timers.set(Timer::Answer, now + if alone { patience.min(FIRST_ANSWER) } else { patience });
        // A server may push an MTU of any size.
        let framing = Framing::Length16 { max: u16::MAX };
        let spec = self.server.link(self.address, framing);
        self.out.push_back(Output::OpenLink(LINK, spec));
        // The only link. Before there are keys, nothing is sealed for it.
        self.out.push_back(Output::DataLink(LINK));
    }

    fn link_down(&mut self, error: &LinkError) -> Failure {
        let ServerEntry { host, port, transport, .. } = self.server.clone();
        let connected = self.state >= State::Connected;
        let (kind, retry) = match error {
            LinkError::Refused if !connected => {
                (FailureKind::ConnectionRefused { host, port, transport }, Retry::NextServer)
            }
            LinkError::Unreachable(_) | LinkError::TimedOut if !connected => {
                (FailureKind::NoNetwork, Retry::NextServer)
            }
            // What answers is there, so its back-off is that of a server that is not in order.
            LinkError::Framing(first) if !connected && first.service().is_some() => {
                let service = first.service().unwrap_or(OtherService::Unknown);
                let kind = FailureKind::OtherService { host, port, service };
                return Failure::new(kind, Blame::Server, Retry::NextServer).with_detail(error);
            }
            LinkError::System(_) | LinkError::TooMany if self.state <= State::Contacting => {
                (FailureKind::NoAnswer { host, port, transport }, Retry::NextServer)
            }
            // Over TCP, a server with another control key, or none, hangs up at our first packet.
            LinkError::Closed if self.state == State::Contacting => {
                (FailureKind::NoAnswer { host, port, transport }, Retry::NextServer)
            }
            LinkError::Refused
            | LinkError::Unreachable(_)
            | LinkError::TimedOut
            | LinkError::Closed
            | LinkError::Framing(_)
            | LinkError::System(_)
            | LinkError::TooMany => {
                let retry = if connected { Retry::After(Duration::from_secs(1)) } else { Retry::NextServer };
                // Over TCP, a server that cannot agree, or refuses a certificate, hangs up without a word.
                let hung_up = !connected && matches!(error, LinkError::Closed);
                let kind = self.primary.silence().filter(|_| hung_up).unwrap_or(FailureKind::ConnectionLost);
                (kind, retry)
            }
        };
        Failure::new(kind, Blame::Network, retry).with_detail(error)
    }

    fn timer(&mut self, now: Instant, timer: Timer) -> Result<(), Failure> {
        match timer {
            Timer::Answer => return Err(self.no_answer()),
            Timer::Push if self.auth_pending => return Err(server_messages::sign_in_unfinished()),
            Timer::Hello if !self.hello_ignored() => {}
            Timer::Hello | Timer::Handshake | Timer::Push => {
                let kind = self.primary.silence().unwrap_or(FailureKind::HandshakeTimeout);
                return Err(Failure::new(kind, Blame::Server, Retry::NextServer).with_detail(self.stalled()));
            }
            Timer::PushRequest => self.request_push(now)?,
            Timer::Renegotiate => self.begin_rekey(now, self.primary.key_id.next()),
            Timer::Rehandshake => self.rekey_failed(now, "the server did not finish it in time"),
            Timer::Promote => self.promote(),
            Timer::Retire => self.retire_old_keys(now),
            Timer::KeyExpiry => {
                return Err(Failure::new(FailureKind::ConnectionLost, Blame::Server, Retry::After(Duration::ZERO))
                    .with_detail("new keys could not be agreed upon"));
            }
            Timer::SessionEnd => {
                let seconds = self.session_limit.unwrap_or_default().as_secs();
                self.part(now, Failure::new(FailureKind::SessionTimeOver { seconds }, Blame::Server, Retry::Never));
            }
            Timer::Leave => self.finish_leaving(),
        }
        Ok(())
    }

    /// What a server's silence during the handshake often means: OpenVPN up to 2.6 sends no alerts.
    fn stalled(&self) -> &'static str {
        if self.state <= State::Securing {
            "the server stopped answering during the TLS handshake"
        } else if self.primary.stage() < Stage::Open {
            "the server did not finish the key exchange; it may not accept the client certificate or the sign-in"
        } else {
            "the server did not send its options"
        }
    }

    fn no_answer(&self) -> Failure {
        let ServerEntry { host, port, transport, .. } = self.server.clone();
        if self.unauthentic > 0 {
            return Failure::new(FailureKind::ControlKeyMismatch, Blame::Profile, Retry::NextServer)
                .with_detail(format_args!("{} answers did not fit the control channel key", self.unauthentic));
        }
        Failure::new(FailureKind::NoAnswer { host, port, transport }, Blame::Network, Retry::NextServer)
    }

    /// What the data channel noticed by itself.
    fn after_data(&mut self) {
        if self.state != State::Connected {
            return;
        }
        if self.contact.is_some()
            && self.liveness.as_mut().is_some_and(|liveness| liveness.answered(self.now, self.data.outflow().frames))
        {
            self.end_contact();
        }
        if self.data.take_exit_requested() {
            self.end(server_left());
            return;
        }
        if self.data.take_refused_compressed() {
            self.end(formats::compressed());
            return;
        }
        if self.data.newest_used_by_peer() == Some(self.primary.key_id) {
            self.promote();
        }
        if self.data.has_decompressed() && !std::mem::replace(&mut self.running.compressed, true) {
            self.tell_config();
        }
        if self.data.take_options_requested() {
            let options = self.options_string();
            let reply = self.data.seal_options_reply(self.now, &options);
            self.out.extend(reply.map(|frame| Output::Transmit(LINK, frame)));
        }
    }

    fn network_changed(&mut self, now: Instant, moved: bool) -> Result<(), Failure> {
        if self.state < State::Contacting || self.state > State::Connected {
            return Ok(());
        }
        // A server follows a client to a new address by the peer id of an authentic data packet; before that, or without one,
        // it does not know who is talking.
        let follows = self.remote.transport == Transport::Udp && self.agreed.as_ref().is_some_and(|a| a.has_peer_id);
        if moved && !follows {
            return Err(Failure::new(FailureKind::ConnectionLost, Blame::Network, Retry::After(Duration::ZERO))
                .with_detail("the machine's network changed"));
        }
        let ping = self.data.seal_ping(now);
        self.out.extend(ping.map(|frame| Output::Transmit(LINK, frame)));
        if let Some(path) = &mut self.path {
            path.moved(now);
        }
        if let Some(liveness) = &mut self.liveness {
            liveness.moved(now);
        }
        self.ask_peer(now)
    }

    fn take_input(&mut self, now: Instant, input: Input<'_>) -> Result<(), Failure> {
        match input {
            Input::Start if self.state == State::New => self.start(now),
            Input::LinkUp(_) if self.state == State::Linking => self.state = State::Contacting,
            Input::LinkUp(CONTACT) => self.contact_link(now, true),
            Input::LinkDown(CONTACT, _) => self.contact_link(now, false),
            Input::Received(CONTACT, frame) => self.contact_received(now, frame)?,
            Input::Resolved(_, result) => self.contact_resolved(now, result)?,
            Input::Held(CONTACT) | Input::Start | Input::LinkUp(_) => {}
            Input::LinkDown(_, _) if self.state == State::Leaving => self.finish_leaving(),
            Input::LinkDown(_, error) => return Err(self.link_down(&error)),
            Input::Received(_, frame) => self.receive(now, frame)?,
            Input::Timeout => {
                while self.state != State::Closed
                    && let Some(timer) = self.timers.take_due(now)
                {
                    self.timer(now, timer)?;
                }
                self.keepalive(now)?;
                self.ask_peer(now)?;
                if self.rekey_due().is_some_and(|at| at <= now) {
                    self.begin_rekey(now, self.primary.key_id.next());
                }
            }
            Input::Answer(prompt, answer) => self.take_answer(prompt, answer)?,
            Input::NetworkChanged { moved } => self.network_changed(now, moved)?,
            Input::Doubt => {
                self.doubt(now);
                self.ask_peer(now)?;
            }
            Input::Measure => {
                self.measure(now);
                self.ask_peer(now)?;
            }
            // What was set may be wrong, as what it was before. What is stamped with the time of the session's beginning keeps that
            // in any case: a server takes another one for a replay.
            Input::ClockSet(unix) => self.other_clock = Some(WallClock::new(unix, now)),
            Input::Held(_) => {
                if let Some(liveness) = &mut self.liveness {
                    liveness.held(now);
                }
            }
            Input::Close(reason) => self.leave(now, reason),
        }
        Ok(())
    }
}

impl VpnSession for Session {
    fn handle(&mut self, now: Instant, input: Input<'_>) {
        if self.state == State::Closed {
            return;
        }
        self.now = self.now.max(now);
        self.setup.set_unix_seconds(self.clock.seconds(now));
        let result = self.take_input(now, input);
        // Also after a failure: TLS may have an alert for the server.
        self.flush();
        match result {
            Ok(()) => {
                if self.state == State::Leaving && self.primary.is_quiet() {
                    self.finish_leaving();
                }
            }
            Err(failure) => {
                let failure = self.leaving.take().unwrap_or(failure);
                self.end(failure);
            }
        }
    }

    fn poll(&mut self) -> Option<Output> {
        self.after_data();
        self.out.pop_front()
    }

    fn poll_timeout(&self) -> Option<Deadline> {
        if self.state == State::Closed {
            return None;
        }
        let named = |why| move |at| Deadline { at, why };
        let mut next = self.timers.next();
        if self.state >= State::Contacting {
            let repeat = [Some(&self.primary), self.next.as_ref()]
                .into_iter()
                .flatten()
                .filter_map(|channel| channel.reliable.poll_timeout())
                .min();
            next = earlier(next, repeat.map(named("reliable.retransmit")));
        }
        if self.state == State::Connected {
            next = earlier(next, self.ping_due().map(named("keepalive.ping")));
            next = earlier(next, self.silence_limit().map(|(at, _, _)| at).map(named("keepalive.restart")));
            next = earlier(next, self.idle_limit().map(|(at, _)| at).map(named("session.idle")));
            next = earlier(next, self.rekey_due().map(named("key.worn")));
            next = earlier(next, self.path_due().map(named("path.probe")));
            next = earlier(next, self.peer_due());
            next = earlier(next, self.data.judged_at().map(named("data.unreadable")));
        }
        next
    }

    fn data_channel(&mut self) -> &mut dyn DataChannel {
        &mut self.data
    }

    fn into_carried(self: Box<Self>) -> Option<Box<dyn Any + Send>> {
        Some(Box::new(self.carried))
    }
}

/// The event as people may read it: much of it is in the words of whoever is at the other end.
fn shown(event: SessionEvent) -> SessionEvent {
    match event {
        SessionEvent::Note(note) => SessionEvent::Note(text::plain(&note)),
        SessionEvent::Prompt(id, prompt) => SessionEvent::Prompt(id, prompt.plain()),
        SessionEvent::Closed(failure) => SessionEvent::Closed(failure.plain()),
        other @ (SessionEvent::Progress(_)
        | SessionEvent::Configured(_)
        | SessionEvent::Rekeyed
        | SessionEvent::Silent { .. }
        | SessionEvent::Answers) => other,
    }
}

/// The server said that it goes away.
fn server_left() -> Failure {
    Failure::new(FailureKind::ServerRestarting { message: None }, Blame::Server, Retry::After(Duration::from_secs(1)))
        .with_detail("the server ended the session")
}
