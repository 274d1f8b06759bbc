//! A server that does as it is told: one guest of it.

use std::{
    collections::VecDeque,
    io::{Read, Write},
    sync::Arc,
    time::{Duration, Instant},
};

use ovpn_proto::{
    data::{DataKeys, DataPath},
    keys::{
        Side,
        derive::{EXPORTER_DATA_KEYS, EXPORTER_DYNAMIC_TLS_CRYPT, Key2, ServerKeySource, derive_prf},
    },
    message::MessageReader,
    wire::{
        self, ControlPacket, KeyId, MessageId, Opcode, PacketId, SessionId,
        auth_message::{ClientKeyMessage, ServerKeyMessage},
    },
    wrap::ControlWrap,
};
use ovpn_settings::Wrap;
use rustls::{
    RootCertStore, ServerConfig, ServerConnection,
    crypto::aws_lc_rs::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, UnixTime},
    server::WebPkiClientVerifier,
    time_provider::TimeProvider,
};

use crate::{
    reliable::Messages,
    script::{Act, Script, Seen},
    settings::{Authority, Leaf, NOW},
    tunnel::{self, Inner},
};

/// TLS bytes in one control packet.
const CHUNK: usize = 1000;
/// Packets back that are still taken.
const REPLAY_WINDOW: u32 = 64;
/// Longest packet of the tunnel, in bytes.
const TUN_MTU: u16 = 1500;
/// Kept of what was noticed, when nobody looks.
const MAX_SEEN: usize = 100_000;

/// TLS of a server, to be shared by its guests.
#[derive(Clone)]
pub struct ServerTls(Arc<ServerConfig>);

impl ServerTls {
    /// With a certificate and those that lead from it to an authority.
    #[must_use]
    pub fn new(script: &Script, chain: &[Vec<u8>], leaf: &Leaf) -> Self {
        let provider = Arc::new(default_provider());
        let versions: &[_] = if script.tls12 { &[&rustls::version::TLS12] } else { rustls::ALL_VERSIONS };
        let builder = ServerConfig::builder_with_details(provider.clone(), Arc::new(FixedTime))
            .with_protocol_versions(versions)
            .unwrap();
        let builder = match &script.client_ca {
            None => builder.with_no_client_auth(),
            Some(ca) => {
                let mut roots = RootCertStore::empty();
                roots.add(CertificateDer::from(ca.clone())).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
                builder.with_client_cert_verifier(verifier)
            }
        };
        let chain = std::iter::once(&leaf.der).chain(chain).map(|der| CertificateDer::from(der.clone())).collect();
        let key = PrivateKeyDer::try_from(leaf.key.serialize_der()).unwrap();
        let mut config = builder.with_single_cert(chain, key).unwrap();
        // OpenVPN never resumes a TLS session.
        config.send_tls13_tickets = 0;
        Self(Arc::new(config))
    }
}

#[derive(Debug)]
struct FixedTime;

impl TimeProvider for FixedTime {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(NOW)))
    }
}

/// The server, towards one client.
pub struct TestServer {
    script: Script,
    tls: ServerTls,
    control: ControlWrap,
    dynamic: Option<ControlWrap>,
    /// Its session id.
    pub local: SessionId,
    peer: Option<SessionId>,
    channels: Vec<Channel>,
    /// The data channel, for tests that do something odd with it.
    pub data: DataPath,
    /// What it noticed, oldest first.
    pub seen: Vec<Seen>,
    outbox: VecDeque<Vec<u8>>,
    /// Session ids in whose name the first reset is answered before its own, as a server that has forgotten a client does.
    pub stale_resets: Vec<SessionId>,
    /// What times of tokens are counted from.
    origin: Option<Instant>,
    keyed: Option<Instant>,
    heard: Option<Instant>,
    timeline: VecDeque<(Duration, Act)>,
    promote_at: Option<Instant>,
}

struct Channel {
    key_id: KeyId,
    opened: Instant,
    messages: Messages,
    tls: ServerConnection,
    failed: bool,
    login: Option<ClientKeyMessage>,
    reader: MessageReader,
    /// The options go out as soon as the key message is acknowledged.
    push_wanted: bool,
}

impl TestServer {
    /// With a certificate chain of its own.
    #[must_use]
    pub fn new(script: Script, chain: &[Vec<u8>], leaf: &Leaf) -> Self {
        let tls = ServerTls::new(&script, chain, leaf);
        Self::with(script, tls)
    }

    /// With a good certificate of this authority.
    #[must_use]
    pub fn of(script: Script, authority: &Authority) -> Self {
        Self::new(script, &[], &authority.server("vpn.example.net"))
    }

    /// With TLS that is made already.
    #[must_use]
    pub fn with(script: Script, tls: ServerTls) -> Self {
        let control = ControlWrap::for_side(Side::Server, &script.wrap, NOW as u32).unwrap();
        let mut data = DataPath::new(script.peer_id, script.compression, REPLAY_WINDOW);
        data.fragment(script.fragment, TUN_MTU);
        data.set_limits(script.limits);
        let mut timeline: Vec<_> = script.timeline.clone();
        timeline.sort_by_key(|(after, _)| *after);
        Self {
            tls,
            control,
            dynamic: None,
            local: SessionId([0x55; 8]),
            peer: None,
            channels: Vec::new(),
            data,
            seen: Vec::new(),
            outbox: VecDeque::new(),
            stale_resets: Vec::new(),
            origin: None,
            keyed: None,
            heard: None,
            timeline: timeline.into(),
            promote_at: None,
            script,
        }
    }

    /// Goes on where a stateless answer left off: `local` was given to `peer`, who has acknowledged it.
    pub(crate) fn resume(&mut self, now: Instant, origin: Instant, local: SessionId, peer: SessionId) {
        self.origin = Some(origin);
        self.local = local;
        self.peer = Some(peer);
        // The stateless answer went under the first packet id.
        let control = ControlWrap::for_side(Side::Server, &self.script.wrap, NOW as u32).unwrap();
        self.control = control.starting_at(PacketId(2));
        self.add_channel(now, KeyId::FIRST, Messages::after_resets(self.script.pace));
    }

    /// The next frame to send.
    pub fn poll(&mut self) -> Option<Vec<u8>> {
        self.outbox.pop_front()
    }

    /// When to call [`Self::tick`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let repeat = self.channels.iter().filter_map(|channel| channel.messages.poll_timeout()).min();
        let next_act = self.timeline.front().and_then(|(after, _)| Some(self.keyed? + *after));
        [repeat, next_act, self.promote_at.filter(|_| self.is_active()), self.ping_due(), self.renegotiation_due()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Whether the client has everything of the newest key exchange.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.channels.last().is_some_and(|channel| channel.login.is_some() && channel.messages.all_acked())
    }

    fn ping_due(&self) -> Option<Instant> {
        self.data.sending_key()?;
        Some(self.data.last_sent()? + self.script.ping?)
    }

    fn renegotiation_due(&self) -> Option<Instant> {
        let newest = self.channels.last()?;
        self.keyed?;
        Some(newest.opened + self.script.renegotiate_every?)
    }

    /// Whether the keys in use are used up, and no others are under way.
    fn keys_are_worn(&self) -> bool {
        self.is_active()
            && self.data.wants_new_key()
            && self.channels.last().map(|channel| channel.key_id) == self.data.sending_key()
    }

    /// When it last got anything authentic.
    #[must_use]
    pub fn last_heard(&self) -> Option<Instant> {
        self.heard.max(self.data.last_received())
    }

    /// Whether the first keys are there.
    #[must_use]
    pub fn has_keys(&self) -> bool {
        self.keyed.is_some()
    }

    /// The client's session id.
    #[must_use]
    pub fn peer(&self) -> Option<SessionId> {
        self.peer
    }

    /// Its number for this client.
    #[must_use]
    pub fn script(&self) -> &Script {
        &self.script
    }

    /// Does what is due.
    pub fn tick(&mut self, now: Instant) {
        while let (Some(keyed), Some((after, _))) = (self.keyed, self.timeline.front())
            && keyed + *after <= now
            && let Some((_, act)) = self.timeline.pop_front()
        {
            self.act(now, act);
        }
        if self.is_active() && self.promote_at.is_some_and(|at| at <= now) {
            self.promote_at = None;
            self.promote();
        }
        if self.renegotiation_due().is_some_and(|at| at <= now) || self.keys_are_worn() {
            self.renegotiate(now);
        }
        if self.ping_due().is_some_and(|at| at <= now) {
            let ping = self.data.seal_ping(now);
            self.outbox.extend(ping);
        }
        self.flush(now);
    }

    /// Takes one frame.
    pub fn receive(&mut self, now: Instant, frame: &[u8]) {
        self.origin.get_or_insert(now);
        if !self.script.answers {
            return;
        }
        match tunnel::open(&mut self.data, now, frame) {
            Inner::Packet(packet) => self.notice(now, Seen::Packet(packet)),
            Inner::Control => self.receive_control(now, frame),
            Inner::Nothing => {
                if self.data.take_exit_requested() {
                    self.notice(now, Seen::OccExit);
                }
            }
            Inner::Dropped(_) => {}
        }
        self.follow();
        self.flush(now);
    }

    /// Sends with the newest keys if the client does: it has them. To be called by who opens frames through [`Self::data`].
    pub fn follow(&mut self) {
        if self.data.newest_used_by_peer().is_some_and(|key_id| Some(key_id) != self.data.sending_key())
            && self.data.newest_used_by_peer() == self.channels.last().map(|channel| channel.key_id)
        {
            self.promote();
        }
    }

    fn notice(&mut self, now: Instant, seen: Seen) {
        let acts = (self.script.react)(&seen);
        if self.seen.len() < MAX_SEEN {
            self.seen.push(seen);
        }
        for act in acts {
            self.act(now, act);
        }
    }

    /// Does something now.
    pub fn act(&mut self, now: Instant, act: Act) {
        match act {
            Act::Say(text) => self.say(now, &text),
            Act::Push => {
                if let Some(channel) = self.channels.last_mut() {
                    channel.push_wanted = true;
                }
                self.flush(now);
            }
            Act::Renegotiate => self.renegotiate(now),
            Act::Promote => self.promote(),
            Act::Send(packet) => self.send(now, &packet),
            Act::OccExit => {
                let goodbye = self.data.seal_occ_exit(now);
                self.outbox.extend(goodbye);
            }
            Act::Silence => self.script.answers = false,
        }
    }

    fn receive_control(&mut self, now: Instant, frame: &[u8]) {
        let Some((_, key_id)) = frame.first().and_then(|first| wire::first_byte(*first)) else { return };
        let wrap = match &mut self.dynamic {
            Some(dynamic) if key_id != KeyId::FIRST => dynamic,
            _ => &mut self.control,
        };
        let Ok(packet) = wrap.open(frame, now) else { return };
        match packet.opcode {
            Opcode::HardResetClientV2 | Opcode::HardResetClientV3 if self.channels.is_empty() => {
                for stale in std::mem::take(&mut self.stale_resets) {
                    self.answer_statelessly(stale, &packet);
                }
                self.peer = Some(packet.session_id);
                self.open_channel(now, KeyId::FIRST, Opcode::HardResetServerV2);
            }
            Opcode::SoftResetV1 if self.accepts_renegotiation(key_id, &packet) => {
                self.open_channel(now, key_id, Opcode::SoftResetV1);
            }
            _ => {}
        }
        if self.peer != Some(packet.session_id) || packet.peer_session_id.is_some_and(|id| id != self.local) {
            return;
        }
        self.heard = Some(now);
        let Some(place) = self.channel(key_id) else { return };
        let messages = &mut self.channels[place].messages;
        messages.acked(&packet.acks);
        if let Some(id) = packet.message_id
            && (self.script.repeats_acks || !messages.has_delivered(id))
        {
            messages.received(id, packet.opcode, packet.payload);
        }
        while let Some((_, payload)) = self.channels[place].messages.next_delivered() {
            self.deliver(now, place, &payload);
        }
    }

    /// As OpenVPN: only once the keys before are agreed upon, only the slot that follows, and once. A reset for the slot that is
    /// being negotiated repeats an attempt that the client has given up: it begins anew.
    fn accepts_renegotiation(&self, key_id: KeyId, packet: &ControlPacket) -> bool {
        let Some(newest) = self.channels.last() else { return false };
        self.script.renegotiates
            && self.peer == Some(packet.session_id)
            && self.channel(key_id).is_none()
            && newest.login.is_some()
            && newest.key_id.next() == key_id
    }

    fn answer_statelessly(&mut self, session_id: SessionId, to: &ControlPacket) {
        let packet = ControlPacket {
            opcode: Opcode::HardResetServerV2,
            key_id: KeyId::FIRST,
            session_id,
            acks: vec![MessageId(0)],
            peer_session_id: Some(to.session_id),
            message_id: Some(MessageId(0)),
            payload: Vec::new(),
        };
        let mut bytes = Vec::new();
        self.control.seal(&packet, &mut bytes).unwrap();
        self.outbox.push_back(bytes);
    }

    fn channel(&self, key_id: KeyId) -> Option<usize> {
        self.channels.iter().rposition(|channel| channel.key_id == key_id)
    }

    fn open_channel(&mut self, now: Instant, key_id: KeyId, reset: Opcode) {
        // As OpenVPN: the keys before the coming ones are good by now.
        if !self.channels.is_empty() {
            self.promote();
        }
        let mut messages = Messages::new(self.script.pace);
        messages.queue(reset, Vec::new());
        self.add_channel(now, key_id, messages);
    }

    fn add_channel(&mut self, now: Instant, key_id: KeyId, messages: Messages) {
        while self.channels.len() > 1 {
            self.channels.remove(0);
        }
        self.channels.push(Channel {
            key_id,
            opened: now,
            messages,
            tls: ServerConnection::new(self.tls.0.clone()).unwrap(),
            failed: false,
            login: None,
            reader: MessageReader::default(),
            push_wanted: false,
        });
    }

    /// Begins a renegotiation, unless one is under way. One that was not finished begins anew.
    pub fn renegotiate(&mut self, now: Instant) {
        let Some(newest) = self.channels.last() else { return };
        if newest.login.is_some() {
            self.open_channel(now, newest.key_id.next(), Opcode::SoftResetV1);
        } else if let Some(unfinished) = self.channels.pop() {
            self.open_channel(now, unfinished.key_id, Opcode::SoftResetV1);
        }
        self.flush(now);
    }

    /// Says something over the newest channel.
    pub fn say(&mut self, now: Instant, text: &str) {
        if let Some(channel) = self.channels.iter_mut().rfind(|channel| channel.login.is_some()) {
            channel.say(text);
        }
        self.flush(now);
    }

    /// Sends a packet through the tunnel. Without keys it is dropped.
    pub fn send(&mut self, now: Instant, packet: &[u8]) {
        self.outbox.extend(tunnel::seal(&mut self.data, now, packet));
    }

    /// Sends with the newest keys from now on.
    pub fn promote(&mut self) {
        if let Some(newest) = self.channels.iter().rfind(|channel| channel.login.is_some()) {
            let _ = self.data.promote(newest.key_id);
        }
    }

    fn deliver(&mut self, now: Instant, place: usize, payload: &[u8]) {
        let result = self.channels[place].read(payload);
        let plain = match result {
            Ok(plain) => plain,
            Err(why) => return self.fail(now, place, why),
        };
        if plain.is_empty() {
            return;
        }
        let mut text = plain.as_slice();
        if self.channels[place].login.is_none() {
            let (login, used) = match ClientKeyMessage::parse(&plain) {
                Ok(parsed) => parsed,
                Err(error) => return self.fail(now, place, error.to_string()),
            };
            text = &plain[used..];
            self.channels[place].login = Some(login.clone());
            self.exchange(now, place, &login);
        }
        let messages = match self.channels[place].reader.take(text) {
            Ok(messages) => messages,
            Err(error) => return self.fail(now, place, error.to_string()),
        };
        for message in messages {
            let message = String::from_utf8_lossy(&message).into_owned();
            if message == "PUSH_REQUEST" && !self.script.push_early {
                self.channels[place].push_wanted = true;
            }
            self.notice(now, Seen::Text(message));
        }
    }

    fn fail(&mut self, now: Instant, place: usize, why: String) {
        self.channels[place].failed = true;
        self.notice(now, Seen::TlsFailed(why));
    }

    fn exchange(&mut self, now: Instant, place: usize, login: &ClientKeyMessage) {
        let password = login.password.as_ref().map(|password| password.expose().to_owned());
        let key_id = self.channels[place].key_id;
        let source = ServerKeySource { random1: [key_id.get() + 1; 32], random2: [key_id.get() + 9; 32] };
        let message =
            ServerKeyMessage { source: source.clone(), options: self.script.options.clone() }.write().unwrap();
        let peer = self.peer.unwrap_or(SessionId([0; 8]));
        let channel = &mut self.channels[place];
        channel.tls.writer().write_all(&message).unwrap();
        let export = |label: &[u8]| Key2::new(channel.tls.export_keying_material([0; 256], label, None).unwrap());
        let key = if self.script.exporter {
            export(EXPORTER_DATA_KEYS)
        } else {
            derive_prf(&login.source, &source, peer, self.local)
        };
        if key_id == KeyId::FIRST && self.script.dynamic_tls_crypt {
            let mut key = export(EXPORTER_DYNAMIC_TLS_CRYPT);
            if let Wrap::TlsAuth { key: own, .. } | Wrap::TlsCrypt { key: own } | Wrap::TlsCryptV2 { key: own, .. } =
                &self.script.wrap
            {
                key.xor(own.bytes());
            }
            self.dynamic = Some(ControlWrap::dynamic_for_side(Side::Server, key.bytes(), NOW as u32).unwrap());
        }
        let cipher = self.script.cipher;
        let keys = if self.script.epochs {
            DataKeys::with_epochs(Side::Server, cipher, &key, REPLAY_WINDOW, key_id).unwrap()
        } else {
            DataKeys::for_side(Side::Server, cipher, &key, self.script.auth, key_id).unwrap()
        };
        self.data.install(keys, now);
        self.keyed.get_or_insert(now);
        self.promote_at = self.script.promote_after.map(|after| now + after);
        self.notice(
            now,
            Seen::Login {
                key_id: key_id.get(),
                username: login.username.clone(),
                password: password.clone(),
                peer_info: login.peer_info.clone(),
            },
        );
        if let Some(answer) = self.judge(now, login.username.as_deref(), password.as_deref()) {
            self.channels[place].say(&answer);
        } else if key_id == KeyId::FIRST && self.script.push_early {
            self.channels[place].push_wanted = true;
        }
    }

    fn judge(&self, now: Instant, username: Option<&str>, password: Option<&str>) -> Option<String> {
        if let (Some(lifetime), Some(issued)) = (self.script.token, password.and_then(|text| text.strip_prefix(TOKEN)))
        {
            let age = self.age(now).checked_sub(issued.parse().unwrap_or(0))?;
            return (age > lifetime.as_secs()).then(|| "AUTH_FAILED,SESSION:the session's time is over".into());
        }
        (self.script.judge)(username, password).or_else(|| self.script.verdict.clone())
    }

    /// Seconds since the server's beginning.
    fn age(&self, now: Instant) -> u64 {
        self.origin.map_or(0, |origin| now.saturating_duration_since(origin).as_secs())
    }

    fn push(&mut self, now: Instant, place: usize) {
        let token = self.script.token.map(|_| format!("{TOKEN}{}", self.age(now)));
        for reply in &self.script.replies {
            let mut filled = reply
                .replace("{peer-id}", &self.script.peer_id.map(|id| id.get().to_string()).unwrap_or_default())
                .replace("{cipher}", self.script.cipher.name());
            match &token {
                Some(token) => filled = filled.replace("{token}", token),
                None => filled = filled.replace(",auth-token {token}", ""),
            }
            self.channels[place].say(&filled);
        }
    }

    /// Sends what the channels have to send.
    fn flush(&mut self, now: Instant) {
        for place in 0..self.channels.len() {
            self.channels[place].queue_tls();
            if self.channels[place].push_wanted && self.channels[place].messages.all_acked() {
                self.channels[place].push_wanted = false;
                self.push(now, place);
                self.channels[place].queue_tls();
            }
            let channel = &mut self.channels[place];
            while let Some(next) = channel.messages.poll_send(now) {
                let packet = ControlPacket {
                    opcode: next.opcode,
                    key_id: channel.key_id,
                    session_id: self.local,
                    peer_session_id: self.peer.filter(|_| !next.acks.is_empty()),
                    acks: next.acks,
                    message_id: next.message_id,
                    payload: next.payload,
                };
                let wrap = match &mut self.dynamic {
                    Some(dynamic) if channel.key_id != KeyId::FIRST => dynamic,
                    _ => &mut self.control,
                };
                let mut bytes = Vec::new();
                if wrap.seal(&packet, &mut bytes).is_ok() {
                    self.outbox.push_back(bytes);
                }
            }
        }
    }
}

/// How a token begins; the second of its issue follows.
const TOKEN: &str = "SESS_ID_";

impl Channel {
    /// Takes TLS bytes and gives what was inside.
    fn read(&mut self, mut payload: &[u8]) -> Result<Vec<u8>, String> {
        let mut plain = Vec::new();
        while !payload.is_empty() && !self.failed {
            self.tls.read_tls(&mut payload).map_err(|error| error.to_string())?;
            self.tls.process_new_packets().map_err(|error| error.to_string())?;
            let _ = self.tls.reader().read_to_end(&mut plain);
        }
        Ok(plain)
    }

    fn say(&mut self, text: &str) {
        let _ = self.tls.writer().write_all(&[text.as_bytes(), b"\0"].concat());
    }

    fn queue_tls(&mut self) {
        let mut out = Vec::new();
        while self.tls.wants_write() {
            if self.tls.write_tls(&mut out).is_err() {
                break;
            }
        }
        for chunk in out.chunks(CHUNK) {
            self.messages.queue(Opcode::ControlV1, chunk.to_vec());
        }
    }
}
