//! From the server's reset to the configured tunnel.

use std::time::{Duration, Instant};

use ovpn_settings::{Silence, Wrap};
use vpn_api::{Blame, Failure, FailureKind, Phase, RequestProblem, Retry, Secret, SessionEvent, Transport};

use super::{
    Agreed, Session, State,
    channel::{Channel, ChannelEvent, begin_tls},
    credentials::{SignIn, Token},
};
use crate::{
    data::DataKeys,
    keys::{
        Side,
        derive::{EXPORTER_DYNAMIC_TLS_CRYPT, Key2},
    },
    peer_info::peer_info,
    push::{Pushed, mss::Encapsulation, network::tunnel_config, update},
    timers::Timer,
    wire::{ControlPacket, auth_message::ClientKeyMessage},
    wrap::ControlWrap,
};

/// Largest key message, in bytes. OpenVPN reads one TLS record, up to 16 KiB; those servers whose answers are longer, as with
/// SAML at AWS, read several.
const MAX_KEY_MESSAGE: usize = 60 * 1024;

/// Pauses before the second and the third request; later ones keep the last (as OpenVPN 3).
const REQUEST_PAUSES: [u64; 3] = [1, 2, 3];

/// How long a server may leave our first TLS message without an acknowledgement, at least. Servers acknowledge a message when they
/// have worked on it, but not one that ends the session: where nothing is in common, OpenVPN up to 2.6 says no more (observed from
/// a 2.6 server). In this time the message is sent ten times, so that on a network that loses three of ten packets one attempt of
/// a thousand ends too early, and the next one follows.
const HELLO_PATIENCE: Duration = Duration::from_secs(9);
/// On slow networks it is so many times what the exchange of resets took.
const HELLO_ROUND_TRIPS: u32 = 6;

/// Pause between requests while somebody else decides about the sign-in (docs/protocol/openvpn.md §5.3).
const PENDING_PAUSE: Duration = Duration::from_secs(8);

impl Session {
    /// Takes a packet of the channel in use.
    pub(super) fn take_primary(&mut self, now: Instant, packet: ControlPacket) -> Result<(), Failure> {
        self.note_answer(now, &packet);
        let message = packet.message_id.map(|id| (id, packet.opcode, packet.payload));
        for (opcode, payload) in self.primary.take_packet(&packet.acks, message) {
            let (setup, ip) = (&self.setup, self.address.ip());
            for event in self.primary.deliver(opcode, &payload, || begin_tls(setup, ip))? {
                self.control_heard = now;
                match event {
                    ChannelEvent::Begun => self.secure(now),
                    ChannelEvent::Secured => self.authenticate()?,
                    ChannelEvent::KeysExchanged => self.await_push(now),
                    ChannelEvent::Message(message) => self.take_message(now, &message)?,
                }
            }
        }
        Ok(())
    }

    fn secure(&mut self, now: Instant) {
        self.enter(State::Securing, Phase::Securing);
        self.timers.clear(Timer::Answer);
        self.timers.set(Timer::Handshake, now + self.profile.timing.handshake);
        // Over TCP a server that gives up hangs up.
        if self.remote.transport == Transport::Udp {
            let round_trip = now.saturating_duration_since(self.primary.started);
            self.timers.set(Timer::Hello, now + HELLO_PATIENCE.max(round_trip.saturating_mul(HELLO_ROUND_TRIPS)));
        }
    }

    /// The server answered our reset, and has not taken our first TLS message.
    pub(super) fn hello_ignored(&self) -> bool {
        self.state == State::Securing && !self.primary.heard() && !self.primary.reliable.is_known()
    }

    fn authenticate(&mut self) -> Result<(), Failure> {
        self.enter(State::Authenticating, Phase::Authenticating);
        let message = self.key_message(&self.primary)?;
        self.primary.send_record(&message)
    }

    /// The client's key message for a channel. On renegotiations the options string is the same, and the credentials are the
    /// token if the server gave one.
    pub(super) fn key_message(&self, channel: &Channel) -> Result<zeroize::Zeroizing<Vec<u8>>, Failure> {
        let message = ClientKeyMessage {
            source: channel.source().clone(),
            options: self.options_string(),
            username: self.sign_in.as_ref().map(|sign_in| sign_in.username.clone()),
            password: self.sign_in.as_ref().map(|sign_in| sign_in.password.clone()),
            peer_info: peer_info(&self.client, &self.profile, self.protocol_bits),
        };
        let too_long = |detail: &str| {
            let kind = FailureKind::BadRequest { problem: RequestProblem::CredentialsTooLong };
            Failure::new(kind, Blame::User, Retry::Never).with_detail(detail)
        };
        let bytes = message.write().map_err(|error| too_long(&error.to_string()))?;
        if bytes.len() > MAX_KEY_MESSAGE { Err(too_long("longer than a server reads")) } else { Ok(bytes) }
    }

    fn await_push(&mut self, now: Instant) {
        self.timers.clear(Timer::Handshake);
        self.timers.set(Timer::Push, now + self.profile.timing.handshake);
        self.timers.set(Timer::PushRequest, now);
        // Servers that push unasked have often done so by now; their reply is in the same flight, behind this event.
        self.push_requests = 0;
    }

    /// Asks for the options, and plans to ask again.
    pub(super) fn request_push(&mut self, now: Instant) -> Result<(), Failure> {
        if self.agreed.is_some() {
            return Ok(());
        }
        self.primary.send_text("PUSH_REQUEST")?;
        let pause = match usize::try_from(self.push_requests) {
            _ if self.auth_pending => PENDING_PAUSE,
            Ok(asked) => Duration::from_secs(REQUEST_PAUSES.get(asked).copied().unwrap_or(3)),
            Err(_) => PENDING_PAUSE,
        };
        self.push_requests = self.push_requests.saturating_add(1);
        self.timers.set(Timer::PushRequest, now + pause);
        Ok(())
    }

    /// Takes one message of the server's options.
    pub(super) fn take_push_reply(&mut self, now: Instant, reply: &str) -> Result<(), Failure> {
        let Some(options) = self.push.take(reply)? else { return Ok(()) };
        if self.agreed.is_some() {
            // While connected, a server renews its token this way. Nothing else of a second reply is looked at.
            if let Ok(pushed) = Pushed::read(&options, &self.profile.network) {
                self.keep_token(pushed.auth_token, pushed.auth_token_user);
            }
            return Ok(());
        }
        self.configure(now, &options)
    }

    /// Takes one message of changes to the running tunnel, and makes them once they are whole.
    pub(super) fn take_push_update(&mut self, message: &str) -> Result<(), Failure> {
        let Some(agreed) = &self.agreed else {
            self.note("The server changes a tunnel that is not there yet; this is ignored".into());
            return Ok(());
        };
        let encapsulation = agreed.encapsulation;
        let Some(changes) = self.running.update.take(message).map_err(update::unusable)? else { return Ok(()) };
        let updated = update::apply(&self.running.options, &changes, &self.profile.network.pull_filters)?;
        let mut pushed = Pushed::read(&updated.options, &self.profile.network).map_err(update::unusable)?;
        let tls = self.primary.tls_description();
        let mut config =
            tunnel_config(&self.profile, &self.remote, &mut pushed, encapsulation, tls).map_err(update::unusable)?;
        // From here on nothing fails.
        let keepalive = self.keepalive_times(&pushed);
        if let Some(agreed) = &mut self.agreed {
            (agreed.ping, agreed.silence) = keepalive;
        }
        config.keepalive = self.keepalive_of_server();
        self.data.lengthen(config.mtu.get());
        self.running.options = updated.options;
        for name in updated.left_out {
            self.note(format!("Changed by the server and left out: {name}"));
        }
        self.tell(std::mem::take(&mut pushed.left_out.notes));
        self.running.wanted = Some(Box::new(config));
        self.tell_config();
        Ok(())
    }

    /// Tells what was left out of the server's options, once.
    fn tell(&mut self, notes: Vec<String>) {
        for note in &notes {
            if !self.running.told.contains(note) {
                self.note(note.clone());
            }
        }
        self.running.told = notes;
    }

    /// How often to ping, and what silence leads to: the server's before the profile's.
    fn keepalive_times(&self, pushed: &Pushed) -> (Option<Duration>, Option<Silence>) {
        let timing = &self.profile.timing;
        let ping = pushed.tunnel.ping.or(timing.ping).filter(|time| !time.is_zero());
        let silence = pushed.tunnel.silence.or(timing.silence).filter(|silence| !silence.after.is_zero());
        (ping, silence)
    }

    /// Bytes of a proxy's before each datagram on the way.
    pub(super) fn relay_overhead(&self) -> u16 {
        let via = self.server.via.as_ref().filter(|_| self.server.transport == Transport::Udp);
        via.map_or(0, |proxy| proxy.datagram_overhead(&self.server.host))
    }

    fn configure(&mut self, now: Instant, options: &[String]) -> Result<(), Failure> {
        self.event(SessionEvent::Progress(Phase::Configuring));
        let mut pushed = Pushed::read(options, &self.profile.network)?;
        let (cipher, auth) = self.choose_protection(&pushed)?;
        let encapsulation = Encapsulation {
            transport: self.remote.transport,
            outer_ipv6: self.address.is_ipv6(),
            cipher,
            auth,
            compression: pushed.tunnel.compression.unwrap_or(self.profile.data.compression),
            peer_id: pushed.peer_id.is_some(),
            epochs: pushed.epochs,
            fragment: self.remote.fragment,
            relay: self.relay_overhead(),
        };
        self.set_up_data(&pushed, encapsulation);
        let tls = self.primary.tls_description();
        let mut config = tunnel_config(&self.profile, &self.remote, &mut pushed, encapsulation, tls)?;

        let (exporter_keys, epochs) = (pushed.exporter_keys, pushed.epochs);
        self.install_keys(now, cipher, auth, exporter_keys, epochs)?;
        if pushed.dynamic_tls_crypt {
            self.dynamic = Some(self.dynamic_wrap(now)?);
        }
        self.keep_token(pushed.auth_token.take(), pushed.auth_token_user.take());
        let (ping, silence) = self.keepalive_times(&pushed);
        self.agreed = Some(Agreed {
            cipher,
            auth,
            exporter_keys,
            epochs,
            cc_exit: pushed.cc_exit,
            has_peer_id: pushed.peer_id.is_some(),
            exit_notify: pushed.tunnel.exit_notify.unwrap_or(self.remote.exit_notify),
            ping,
            silence,
            encapsulation,
        });
        config.keepalive = self.keepalive_of_server();
        self.timers.clear(Timer::Push);
        self.timers.clear(Timer::PushRequest);
        self.primary.reliable.expect(false);
        self.schedule_rekey();
        let limit = pushed.tunnel.session_timeout.or(self.profile.timing.session_timeout);
        self.session_limit = limit.filter(|time| !time.is_zero());
        if let Some(time) = self.session_limit {
            self.timers.set(Timer::SessionEnd, now + time);
        }
        if let Some((limit, least)) =
            pushed.tunnel.inactive.or(self.profile.timing.inactive).filter(|(time, _)| !time.is_zero())
        {
            self.data.watch(now, limit, least);
        }
        self.state = State::Connected;
        self.running.options = update::changeable(options);
        self.running.wanted = Some(Box::new(config));
        self.watch_path(now);
        self.watch_peer(now);
        self.tell(std::mem::take(&mut pushed.left_out.notes));
        if self.sign_in.as_ref().is_some_and(|sign_in| sign_in.one_time) {
            self.note("The server gave no token: it will want a new code when it renews the keys".into());
        }
        self.tell_config();
        Ok(())
    }

    /// Derives and installs the data keys of the channel in use.
    pub(super) fn install_keys(
        &mut self,
        now: Instant,
        cipher: ovpn_settings::Cipher,
        auth: ovpn_settings::Digest,
        exporter: bool,
        epochs: bool,
    ) -> Result<(), Failure> {
        let peer = self.peer.ok_or_else(|| Failure::internal("keys without a peer"))?;
        let key2 = self.primary.data_keys(exporter, self.local, peer)?;
        let key_id = self.primary.key_id;
        let keys = if epochs {
            DataKeys::with_epochs(Side::Client, cipher, &key2, self.profile.data.replay_window, key_id)
        } else {
            DataKeys::new(cipher, &key2, auth, key_id)
        };
        self.data.install(keys.map_err(Failure::internal)?, now);
        Ok(())
    }

    /// The wrap of later key ids: the exporter's key, mixed with the profile's own (docs/protocol/openvpn.md §4.5).
    fn dynamic_wrap(&self, now: Instant) -> Result<ControlWrap, Failure> {
        let mut key = Key2::new(*self.primary.export(EXPORTER_DYNAMIC_TLS_CRYPT)?);
        match &self.remote.wrap {
            Wrap::None => {}
            Wrap::TlsAuth { key: own, .. } | Wrap::TlsCrypt { key: own } | Wrap::TlsCryptV2 { key: own, .. } => {
                key.xor(own.bytes());
            }
        }
        let seconds = u32::try_from(self.clock.seconds(now)).unwrap_or(u32::MAX);
        ControlWrap::dynamic_tls_crypt(key.bytes(), seconds).map_err(Failure::internal)
    }

    /// From now on the token takes the password's place, in this session and the next ones at this server.
    fn keep_token(&mut self, token: Option<Secret>, username: Option<String>) {
        let current = self.sign_in.as_ref().map(|sign_in| sign_in.username.clone());
        // Where nobody signed in by name, the server has to give one together with its token.
        let (Some(token), Some(username)) = (token, username.or(current)) else { return };
        self.sign_in =
            Some(SignIn { username: username.clone(), password: token.clone(), is_token: true, one_time: false });
        self.carried.token = Some((self.host.clone(), Token { username, token }));
    }
}
