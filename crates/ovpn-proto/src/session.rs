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
//! * [`talk`]: what the server says in words, and what the person answers.
//! * [`rekey`]: new keys, from either side.
//! * [`leave`]: how it ends.
//! * [`path_mtu`]: how large a datagram may be.
//!
//! Nothing unauthenticated ends a session. Over UDP anybody can send anything, so what does not fit is dropped.

mod activity;
mod channel;
mod credentials;
mod establish;
mod formats;
mod leave;
mod path;
mod path_mtu;
mod rekey;
mod talk;

use std::{
    any::Any,
    collections::VecDeque,
    net::SocketAddr,
    time::{Duration, Instant},
};

use ovpn_settings::{Cipher, Digest, Profile, Remote, Wrap, options::MAX_PUSHED_MTU};
use vpn_api::{
    Blame, Deadline, Entropy, Failure, FailureKind, Framing, Input, LinkError, LinkId, Output, Phase, Retry,
    ServerEntry, SessionEvent, SessionParams, Transport, TunnelConfig, VpnSession, data::DataChannel, text,
};

pub use self::credentials::Carried;
use self::{
    activity::Watched,
    channel::{Channel, Stage},
    credentials::SignIn,
    path_mtu::PathMtu,
    talk::OpenPrompt,
};
use crate::{
    data::DataPath,
    error::WrapError,
    keys::derive::ClientKeySource,
    material::load_identity,
    peer_info::ClientInfo,
    push::{PushCollector, mss::Encapsulation},
    timers::{Timer, Timers, WallClock, earlier},
    tls::TlsSetup,
    wire::{self, ControlPacket, KeyId, MessageId, Opcode, SessionId},
    wrap::ControlWrap,
};

/// OpenVPN uses one link.
const LINK: LinkId = LinkId(0);

/// Over TCP, what may surround an inner packet, in bytes; OpenVPN 2.6 has about 270.
const FRAME_ROOM: u16 = 512;

/// IP and UDP headers, IPv6 assumed, in bytes; counted by `max-packet-size`.
const OUTER_HEADERS: usize = 48;

/// What a control packet holds besides its wrap and its payload: opcode, session id, four acknowledgements with their session
/// id, message id; in bytes.
const CONTROL_OVERHEAD: usize = 1 + 8 + 1 + 4 * 4 + 8 + 4;

/// How often a session follows the server to a new session id before it heard any TLS. A stateless server makes a new one each
/// half hand-window; more changes than this are somebody else's.
const MAX_RESTARTS: u8 = 8;

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
    ping_restart: Option<Duration>,
    ping_exit: Option<Duration>,
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
    data: Watched,
    agreed: Option<Agreed>,
    push: PushCollector,
    running: Running,
    /// How large a datagram may be. `None`: nobody looks.
    path: Option<PathMtu>,
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
    /// A session that was not started.
    ///
    /// # Errors
    /// The profile cannot be used, or something must be asked first. Nothing was sent.
    pub fn new(
        params: &mut SessionParams,
        mut entropy: Box<dyn Entropy>,
        profile: Profile,
        client: ClientInfo,
        protocol_bits: u32,
    ) -> Result<Self, Failure> {
        let SessionParams { settings: _, server, address, secrets, unix_time, now, carried } = params;
        let (address, unix_time, now) = (*address, *unix_time, *now);
        let remote = profile.remotes.get(server.index).cloned().ok_or_else(|| Failure::internal("no such server"))?;
        let clock = WallClock::new(unix_time, now);
        let unix_seconds = clock.seconds(now);
        let host = remote.host.clone();

        let mut own =
            carried.as_ref().and_then(|carried| carried.downcast_ref::<Carried>()).cloned().unwrap_or_default();
        let identity = match &profile.tls.identity {
            Some(identity) => {
                let seconds = i64::try_from(unix_seconds).unwrap_or(i64::MAX);
                Some(load_identity(identity, secrets.key_passphrase.as_ref(), seconds)?)
            }
            None => None,
        };
        let sign_in = credentials::sign_in(&profile, secrets, &mut own, &host)?;
        let have_password =
            secrets.password.is_some() || profile.login.as_ref().is_some_and(|login| login.password.is_some());
        // One server with a wrong certificate may have a sister with a right one; a single one will not change.
        let retry = if profile.remotes.len() > 1 { Retry::NextServer } else { Retry::Never };
        let setup = TlsSetup::new(&profile.tls, identity, retry)?;
        setup.set_unix_seconds(unix_seconds);
        let wrap = ControlWrap::new(&remote.wrap, u32::try_from(unix_seconds).unwrap_or(u32::MAX))
            .map_err(|error| control_key_refused(error, &remote.wrap))?;

        let mut local = [0; 8];
        entropy.fill(&mut local);
        if local == [0; 8] {
            local = [1; 8];
        }
        let reset = match remote.wrap {
            Wrap::TlsCryptV2 { .. } => Opcode::HardResetClientV3,
            Wrap::None | Wrap::TlsAuth { .. } | Wrap::TlsCrypt { .. } => Opcode::HardResetClientV2,
        };
        let source = ClientKeySource::generate(&mut *entropy);
        let retransmit = remote.transport == Transport::Udp;
        let primary = Channel::new(KeyId::FIRST, reset, source, retransmit, now);
        let data = Watched::new(DataPath::new(None, profile.data.compression, profile.data.replay_window));
        let renegotiate = match profile.timing.renegotiate_least {
            Some(least) => between(least, profile.timing.renegotiate, &mut *entropy),
            None => profile.timing.renegotiate,
        };
        // From here on nothing fails.
        *carried = None;
        Ok(Self {
            remote,
            server: (**server).clone(),
            address,
            client,
            protocol_bits,
            setup,
            sign_in,
            have_password,
            carried: own,
            host,
            entropy,
            clock,
            now,
            out: VecDeque::new(),
            timers: Timers::default(),
            state: State::New,
            local: SessionId(local),
            peer: None,
            restarts: 0,
            wrap,
            dynamic: None,
            primary,
            next: None,
            data,
            agreed: None,
            push: PushCollector::default(),
            running: Running::default(),
            path: None,
            push_requests: 0,
            auth_pending: false,
            open_prompt: None,
            page_opened: false,
            prompts: 0,
            lame: VecDeque::new(),
            renegotiate,
            rekey_pause: None,
            control_heard: now,
            unauthentic: 0,
            pinged: now,
            session_limit: None,
            leaving: None,
            profile,
        })
    }

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
        self.timers.set(Timer::Answer, now + self.server.answer_timeout);
        let framing =
            Framing::Length16 { max: self.remote.tun_mtu.get().max(MAX_PUSHED_MTU).saturating_add(FRAME_ROOM) };
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
            LinkError::System(_) | LinkError::TooMany if self.state <= State::Contacting => {
                (FailureKind::NoAnswer { host, port, transport }, Retry::NextServer)
            }
            LinkError::Refused
            | LinkError::Unreachable(_)
            | LinkError::TimedOut
            | LinkError::Closed
            | LinkError::Framing
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

    /// Takes one frame from the link.
    fn receive(&mut self, now: Instant, frame: &[u8]) -> Result<(), Failure> {
        let Some((opcode, key_id)) = frame.first().and_then(|first| wire::first_byte(*first)) else { return Ok(()) };
        if !is_from_server(opcode) {
            return Ok(());
        }
        let wrap = match &mut self.dynamic {
            Some(dynamic) if key_id != KeyId::FIRST => dynamic,
            Some(_) | None => &mut self.wrap,
        };
        let packet = match wrap.open(frame, now) {
            Ok(packet) => packet,
            Err(error) => {
                self.unauthentic += u64::from(error == WrapError::NotAuthentic);
                return Ok(());
            }
        };
        if !self.is_ours(&packet) {
            return Ok(());
        }
        if !matches!(self.remote.wrap, Wrap::None) {
            self.control_heard = now;
        }
        if packet.key_id == self.primary.key_id {
            return self.take_primary(now, packet);
        }
        if packet.opcode == Opcode::SoftResetV1
            && packet.message_id == Some(MessageId(0))
            && self.is_fresh(packet.key_id)
        {
            self.begin_rekey(now, packet.key_id);
        }
        if self.next.as_ref().is_some_and(|next| next.key_id == packet.key_id) {
            self.take_next(now, packet);
        }
        Ok(())
    }

    /// Whether the server may begin a renegotiation with this key id. Each of its tries takes the next one, and we may have
    /// heard nothing of a try that failed.
    fn is_fresh(&self, key_id: KeyId) -> bool {
        let in_use = |channel: &Channel| channel.key_id == key_id;
        self.state == State::Connected
            && key_id != KeyId::FIRST
            && !in_use(&self.primary)
            && !self.next.as_ref().is_some_and(|next| in_use(next) || next.is_answered())
            && self.lame.iter().all(|(lame, _)| *lame != key_id)
    }

    /// Whether the packet belongs to this session. Learns the server's session id from its reset.
    fn is_ours(&mut self, packet: &ControlPacket) -> bool {
        if packet.peer_session_id.is_some_and(|id| id != self.local) {
            return false;
        }
        let is_reset = packet.opcode == Opcode::HardResetServerV2;
        if is_reset && (packet.key_id != KeyId::FIRST || packet.message_id != Some(MessageId(0))) {
            return false;
        }
        match self.peer {
            Some(peer) if peer == packet.session_id => true,
            Some(_) => {
                // Until it has seen our TLS, a server may forget us and answer a repeated reset anew. Nothing that we have
                // sent depends on its session id, so the handshake goes on with the new one.
                // It must have seen our session id, so that nobody can do this blindly.
                let again = is_reset
                    && packet.peer_session_id.is_some()
                    && self.primary.stage() == Stage::Handshake
                    && !self.primary.heard()
                    && self.restarts < MAX_RESTARTS;
                if again {
                    self.restarts += 1;
                    self.peer = Some(packet.session_id);
                }
                again
            }
            None => {
                if is_reset && self.state == State::Contacting {
                    self.peer = Some(packet.session_id);
                }
                self.peer.is_some()
            }
        }
    }

    /// Sends what the channels have to send.
    fn flush(&mut self) {
        if self.state < State::Contacting || self.state == State::Closed {
            return;
        }
        // New keys come over the same path.
        let known = self.path.as_ref().and_then(PathMtu::limit).unwrap_or(u16::MAX);
        let longest = self.remote.max_packet_size.min(known);
        let Self { primary, next, .. } = self;
        let mut packets = Vec::new();
        for channel in [Some(primary), next.as_mut()].into_iter().flatten() {
            let wrap = match &mut self.dynamic {
                Some(dynamic) if channel.key_id != KeyId::FIRST => dynamic,
                Some(_) | None => &mut self.wrap,
            };
            let limit = usize::from(longest).saturating_sub(OUTER_HEADERS + CONTROL_OVERHEAD + wrap.overhead()).max(64);
            while let Some(outgoing) = channel.poll_send(self.now, limit, wrap.wrapped_key_len()) {
                let peer_session_id = if outgoing.acks.is_empty() { None } else { self.peer };
                let packet = ControlPacket {
                    opcode: outgoing.opcode,
                    key_id: channel.key_id,
                    session_id: self.local,
                    acks: outgoing.acks,
                    peer_session_id,
                    message_id: outgoing.message_id,
                    payload: outgoing.payload,
                };
                let mut bytes = Vec::with_capacity(1400);
                match wrap.seal(&packet, &mut bytes) {
                    Ok(()) => packets.push(bytes),
                    Err(error) => tracing::warn!(%error, "a control packet could not be wrapped"),
                }
            }
        }
        self.out.extend(packets.into_iter().map(|bytes| Output::Transmit(LINK, bytes)));
        self.probe_path();
    }

    fn timer(&mut self, now: Instant, timer: Timer) -> Result<(), Failure> {
        match timer {
            Timer::Answer => return Err(self.no_answer()),
            Timer::Push if self.auth_pending => return Err(talk::sign_in_unfinished()),
            Timer::Handshake | Timer::Push => {
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

    /// Pings, and notices silence.
    fn keepalive(&mut self, now: Instant) -> Result<(), Failure> {
        if let Some((at, after, retry)) = self.silence_limit()
            && now >= at
        {
            let kind = FailureKind::KeepaliveTimeout { seconds: after.as_secs() };
            return Err(Failure::new(kind, Blame::Network, retry));
        }
        if let Some((at, limit)) = self.idle_limit()
            && now >= at
        {
            let kind = FailureKind::TunnelIdle { seconds: limit.as_secs() };
            self.part(now, Failure::new(kind, Blame::Server, Retry::Never));
            return Ok(());
        }
        if self.ping_due().is_some_and(|at| now >= at) {
            // A key that is used up seals nothing; the next try is a ping's time away, not at once.
            self.pinged = now;
            let ping = self.data.seal_ping(now);
            self.out.extend(ping.map(|frame| Output::Transmit(LINK, frame)));
        }
        Ok(())
    }

    fn ping_due(&self) -> Option<Instant> {
        let every = self.agreed.as_ref()?.ping?;
        // Without a key nothing can be sent, and the session is about to end.
        self.data.sending_key()?;
        Some(self.data.last_sent()?.max(self.pinged) + every)
    }

    /// When silence ends the session, after how long, and what follows.
    fn silence_limit(&self) -> Option<(Instant, Duration, Retry)> {
        let agreed = self.agreed.as_ref().filter(|_| self.state == State::Connected)?;
        let heard = self.data.last_received()?.max(self.control_heard);
        match (agreed.ping_exit, agreed.ping_restart) {
            (Some(after), _) => Some((heard + after, after, Retry::Never)),
            (None, Some(after)) => Some((heard + after, after, Retry::After(Duration::from_secs(1)))),
            (None, None) => None,
        }
    }

    /// When the tunnel was not used for too long, and how long that is.
    fn idle_limit(&self) -> Option<(Instant, Duration)> {
        self.data.idle_at().filter(|_| self.state == State::Connected)
    }

    /// How often the server is heard at least. A server's `keepalive` gives it the same ping interval that it pushes; a time
    /// to restart beside it says that the server does ping (docs/protocol/openvpn.md §6).
    fn keepalive_of_server(&self) -> Option<Duration> {
        let agreed = self.agreed.as_ref()?;
        agreed.ping.filter(|_| agreed.ping_restart.or(agreed.ping_exit).is_some())
    }

    /// What the data channel noticed by itself.
    fn after_data(&mut self) {
        if self.state != State::Connected {
            return;
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
        if self.data.take_options_requested() {
            let options = crate::occ::options_string(&self.remote, &self.profile.data);
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
        Ok(())
    }

    fn take_input(&mut self, now: Instant, input: Input<'_>) -> Result<(), Failure> {
        match input {
            Input::Start if self.state == State::New => self.start(now),
            Input::LinkUp(_) if self.state == State::Linking => self.state = State::Contacting,
            // Nothing is looked up in mid-session: OpenVPN has no redirects.
            Input::Start | Input::LinkUp(_) | Input::Resolved(..) => {}
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
                if self.rekey_due().is_some_and(|at| at <= now) {
                    self.begin_rekey(now, self.primary.key_id.next());
                }
            }
            Input::Answer(prompt, answer) => self.take_answer(prompt, answer)?,
            Input::NetworkChanged { moved } => self.network_changed(now, moved)?,
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
        other @ (SessionEvent::Progress(_) | SessionEvent::Configured(_) | SessionEvent::Rekeyed) => other,
    }
}

/// A time between two, by chance, in whole seconds.
fn between(least: Duration, most: Duration, entropy: &mut dyn Entropy) -> Duration {
    let spread = most.saturating_sub(least).as_secs().saturating_add(1);
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes);
    least + Duration::from_secs(u64::from_be_bytes(bytes) % spread)
}

/// Packets that a server sends over the control channel.
fn is_from_server(opcode: Opcode) -> bool {
    match opcode {
        Opcode::SoftResetV1 | Opcode::ControlV1 | Opcode::AckV1 | Opcode::HardResetServerV2 => true,
        Opcode::DataV1
        | Opcode::DataV2
        | Opcode::HardResetClientV2
        | Opcode::HardResetClientV3
        | Opcode::ControlWkcV1 => false,
    }
}

/// The server said that it goes away.
fn server_left() -> Failure {
    Failure::new(FailureKind::ServerRestarting { message: None }, Blame::Server, Retry::After(Duration::from_secs(1)))
        .with_detail("the server ended the session")
}

fn control_key_refused(error: WrapError, wrap: &Wrap) -> Failure {
    let what = match wrap {
        Wrap::None | Wrap::TlsAuth { .. } => "tls-auth",
        Wrap::TlsCrypt { .. } => "tls-crypt",
        Wrap::TlsCryptV2 { .. } => "tls-crypt-v2",
    };
    Failure::new(FailureKind::ProfileRefused { what: what.into() }, Blame::Profile, Retry::Never).with_detail(error)
}
