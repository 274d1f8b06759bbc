//! From the server's reset to the configured tunnel.

use std::time::{Duration, Instant};

use ovpn_profile::profile::Wrap;
use vpn_api::{Blame, Failure, FailureKind, Phase, Retry, Secret, SessionEvent};

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
    occ::options_string,
    peer_info::peer_info,
    push::{Pushed, mss::Surroundings, network::tunnel_config},
    timers::Timer,
    wire::{ControlPacket, auth_message::ClientKeyMessage},
    wrap::ControlWrap,
};

/// Largest key message, in bytes: it has to fit one TLS record.
const MAX_KEY_MESSAGE: usize = 16 * 1024;

/// Pauses before the second and the third request; later ones keep the last (as OpenVPN 3).
const REQUEST_PAUSES: [u64; 3] = [1, 2, 3];

/// Pause between requests while somebody else decides about the sign-in (protocol notes §5.3).
const PENDING_PAUSE: Duration = Duration::from_secs(8);

impl Session {
    /// Takes a packet of the channel in use.
    pub(super) fn take_primary(&mut self, now: Instant, packet: ControlPacket) -> Result<(), Failure> {
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
            options: options_string(&self.remote, &self.profile.data),
            username: self.sign_in.as_ref().map(|sign_in| sign_in.username.clone()),
            password: self.sign_in.as_ref().map(|sign_in| sign_in.password.clone()),
            peer_info: peer_info(&self.client, &self.profile, self.protocol_bits),
        };
        let too_long = |detail: &str| {
            let kind = FailureKind::BadRequest { reason: "user name or password is too long".into() };
            Failure::new(kind, Blame::User, Retry::Never).with_detail(detail)
        };
        let bytes = message.write().map_err(|error| too_long(&error.to_string()))?;
        if bytes.len() > MAX_KEY_MESSAGE { Err(too_long("more than one TLS record")) } else { Ok(bytes) }
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

    fn configure(&mut self, now: Instant, options: &[String]) -> Result<(), Failure> {
        self.event(SessionEvent::Progress(Phase::Configuring));
        let mut pushed = Pushed::read(options, &self.profile.network)?;
        let (cipher, auth) = self.choose_protection(&pushed)?;
        let around = Surroundings {
            transport: self.remote.transport,
            outer_ipv6: self.address.is_ipv6(),
            cipher,
            auth,
            compression: pushed.compression.unwrap_or(self.profile.data.compression),
            peer_id: pushed.peer_id.is_some(),
            epochs: pushed.epochs,
            fragment: self.remote.fragment,
        };
        self.set_up_data(&pushed, around);
        let tls = self.primary.tls_description();
        let mut config = tunnel_config(&self.profile, &self.remote, &mut pushed, around, tls)?;

        let (exporter_keys, epochs) = (pushed.exporter_keys, pushed.epochs);
        self.install_keys(now, cipher, auth, exporter_keys, epochs)?;
        if pushed.dynamic_tls_crypt {
            self.dynamic = Some(self.dynamic_wrap(now)?);
        }
        self.keep_token(pushed.auth_token.take(), pushed.auth_token_user.take());
        let timing = &self.profile.timing;
        let some = |pushed: Option<Duration>, ours: Option<Duration>| pushed.or(ours).filter(|time| !time.is_zero());
        // Pushed values win as a whole: a profile's ping-exit does not survive a pushed ping-restart.
        let theirs = pushed.ping_restart.is_some() || pushed.ping_exit.is_some();
        self.agreed = Some(Agreed {
            cipher,
            auth,
            exporter_keys,
            epochs,
            cc_exit: pushed.cc_exit,
            has_peer_id: pushed.peer_id.is_some(),
            exit_notify: pushed.exit_notify.unwrap_or(self.remote.exit_notify),
            ping: some(pushed.ping, timing.ping),
            ping_restart: some(pushed.ping_restart, timing.ping_restart.filter(|_| !theirs)),
            ping_exit: some(pushed.ping_exit, timing.ping_exit.filter(|_| !theirs)),
        });
        config.keepalive = self.keepalive_of_server();
        self.timers.clear(Timer::Push);
        self.timers.clear(Timer::PushRequest);
        self.primary.reliable.expect(false);
        self.schedule_rekey();
        if let Some(time) = pushed.session_timeout {
            self.timers.set(Timer::SessionEnd, now + time);
        }
        self.state = State::Connected;
        for note in std::mem::take(&mut pushed.notes) {
            self.note(note);
        }
        self.event(SessionEvent::Configured(Box::new(config)));
        Ok(())
    }

    /// Derives and installs the data keys of the channel in use.
    pub(super) fn install_keys(
        &mut self,
        now: Instant,
        cipher: ovpn_profile::profile::Cipher,
        auth: ovpn_profile::profile::Digest,
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

    /// The wrap of later key ids: the exporter's key, mixed with the profile's own (protocol notes §4.5).
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
        let (Some(token), Some(_)) = (token, &self.profile.login) else { return };
        let current = self.sign_in.as_ref().map(|sign_in| sign_in.username.clone()).unwrap_or_default();
        let username = username.unwrap_or(current);
        self.sign_in = Some(SignIn { username: username.clone(), password: token.clone(), is_token: true });
        self.carried.token = Some((self.host.clone(), Token { username, token }));
    }
}
