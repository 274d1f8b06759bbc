//! A server that does as it is told: the other end of the control channel, out of the same building blocks and rustls's server
//! side. What is checked against it is our logic; that the wire is right is checked against a live OpenVPN.

use std::{
    collections::VecDeque,
    io::{Read, Write},
    sync::Arc,
    time::{Duration, Instant},
};

use ovpn_profile::profile::{Cipher, Compression, Digest, Wrap};
use rustls::{
    RootCertStore, ServerConfig, ServerConnection,
    crypto::aws_lc_rs::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, UnixTime},
    server::WebPkiClientVerifier,
    time_provider::TimeProvider,
};
use vpn_api::{DataChannel, Opened};

use crate::settings::{Authority, Leaf, NOW};
use ovpn_proto::{
    data::{DataKeys, DataPath},
    keys::{
        Side,
        derive::{EXPORTER_DATA_KEYS, EXPORTER_DYNAMIC_TLS_CRYPT, Key2, ServerKeySource, derive_prf},
    },
    message::MessageReader,
    reliable::Reliable,
    wire::{
        self, ControlPacket, KeyId, Opcode, PeerId, SessionId,
        auth_message::{ClientKeyMessage, ServerKeyMessage},
    },
    wrap::ControlWrap,
};

/// What the server does.
pub struct Script {
    pub wrap: Wrap,
    /// Options pushed, one message each.
    pub replies: Vec<String>,
    /// Pushes without being asked.
    pub push_early: bool,
    pub exporter: bool,
    pub dynamic_tls_crypt: bool,
    pub peer_id: Option<PeerId>,
    /// What to say about a user name and password, if not a reply: `AUTH_FAILED…`.
    pub judge: fn(Option<&str>, Option<&str>) -> Option<String>,
    /// Whether renegotiations are answered.
    pub renegotiates: bool,
    /// Wants client certificates of this authority.
    pub client_ca: Option<Vec<u8>>,
    /// TLS 1.2 only.
    pub tls12: bool,
    pub answers: bool,
}

impl Default for Script {
    fn default() -> Self {
        Self::new()
    }
}

impl Script {
    /// A server without peculiarities: keys from the exporter, AES-256-GCM, no sign-in.
    pub fn new() -> Self {
        Self {
            wrap: Wrap::None,
            replies: vec![
                "PUSH_REPLY,topology subnet,ifconfig 10.8.0.2 255.255.255.0,ping 10,ping-restart 60,peer-id 7,\
                 cipher AES-256-GCM,protocol-flags cc-exit tls-ekm"
                    .into(),
            ],
            push_early: false,
            exporter: true,
            dynamic_tls_crypt: false,
            peer_id: PeerId::new(7),
            judge: |_, _| None,
            renegotiates: true,
            client_ca: None,
            tls12: false,
            answers: true,
        }
    }
}

/// What the server noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    Login { key_id: u8, username: Option<String>, password: Option<String>, peer_info: String },
    Text(String),
    Packet(Vec<u8>),
    TlsFailed(String),
    OccExit,
}

pub struct TestServer {
    script: Script,
    config: Arc<ServerConfig>,
    control: ControlWrap,
    dynamic: Option<ControlWrap>,
    pub local: SessionId,
    peer: Option<SessionId>,
    channels: Vec<Channel>,
    pub data: DataPath,
    pub seen: Vec<Seen>,
    outbox: VecDeque<Vec<u8>>,
    pub stale_resets: Vec<SessionId>,
}

struct Channel {
    key_id: KeyId,
    reliable: Reliable,
    tls: ServerConnection,
    failed: bool,
    login: Option<ClientKeyMessage>,
    messages: MessageReader,
}

#[derive(Debug)]
struct FixedTime;

impl TimeProvider for FixedTime {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(NOW)))
    }
}

impl TestServer {
    pub fn new(script: Script, chain: Vec<Vec<u8>>, leaf: &Leaf) -> Self {
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
        let chain = std::iter::once(&leaf.der).chain(&chain).map(|der| CertificateDer::from(der.clone())).collect();
        let key = PrivateKeyDer::try_from(leaf.key.serialize_der()).unwrap();
        let config = Arc::new(builder.with_single_cert(chain, key).unwrap());
        let control = ControlWrap::for_side(Side::Server, &script.wrap, NOW as u32).unwrap();
        let data = DataPath::new(script.peer_id, Compression::None, 64);
        Self {
            script,
            config,
            control,
            dynamic: None,
            local: SessionId([0x55; 8]),
            peer: None,
            channels: Vec::new(),
            data,
            seen: Vec::new(),
            outbox: VecDeque::new(),
            stale_resets: Vec::new(),
        }
    }

    pub fn of(script: Script, authority: &Authority) -> Self {
        Self::new(script, Vec::new(), &authority.server("vpn.example.net"))
    }

    pub fn poll(&mut self) -> Option<Vec<u8>> {
        self.outbox.pop_front()
    }

    pub fn poll_timeout(&self) -> Option<Instant> {
        self.channels.iter().filter_map(|channel| channel.reliable.poll_timeout()).min()
    }

    pub fn receive(&mut self, now: Instant, frame: &[u8]) {
        if !self.script.answers {
            return;
        }
        let mut frame = frame.to_vec();
        match self.data.open_in_place(now, &mut frame) {
            Opened::Packet(range) => self.seen.push(Seen::Packet(frame[range].to_vec())),
            Opened::Control => self.receive_control(now, &frame),
            Opened::Consumed => {
                if self.data.take_exit_requested() {
                    self.seen.push(Seen::OccExit);
                }
            }
            Opened::Dropped(_) => {}
        }
        self.flush(now);
    }

    fn receive_control(&mut self, now: Instant, frame: &[u8]) {
        let (_, key_id) = wire::first_byte(frame[0]).unwrap();
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
                self.open_channel(KeyId::FIRST, Opcode::HardResetServerV2);
            }
            Opcode::SoftResetV1 if self.script.renegotiates && self.channel(key_id).is_none() => {
                self.open_channel(key_id, Opcode::SoftResetV1);
            }
            _ => {}
        }
        if self.peer != Some(packet.session_id) || packet.peer_session_id.is_some_and(|id| id != self.local) {
            return;
        }
        let Some(place) = self.channel(key_id) else { return };
        let channel = &mut self.channels[place];
        channel.reliable.acked(&packet.acks);
        if let Some(id) = packet.message_id {
            let _ = channel.reliable.received(id, packet.opcode, packet.payload);
        }
        while let Some((_, payload)) = self.channels[place].reliable.next_delivered() {
            self.deliver(now, place, &payload);
        }
    }

    fn answer_statelessly(&mut self, session_id: SessionId, to: &ControlPacket) {
        let packet = ControlPacket {
            opcode: Opcode::HardResetServerV2,
            key_id: KeyId::FIRST,
            session_id,
            acks: vec![wire::MessageId(0)],
            peer_session_id: Some(to.session_id),
            message_id: Some(wire::MessageId(0)),
            payload: Vec::new(),
        };
        let mut bytes = Vec::new();
        self.control.seal(&packet, &mut bytes).unwrap();
        self.outbox.push_back(bytes);
    }

    fn channel(&self, key_id: KeyId) -> Option<usize> {
        self.channels.iter().rposition(|channel| channel.key_id == key_id)
    }

    fn open_channel(&mut self, key_id: KeyId, reset: Opcode) {
        // As OpenVPN: the keys before the coming ones are good by now.
        if let Some(newest) = self.channels.last() {
            assert!(self.data.promote(newest.key_id));
        }
        let mut reliable = Reliable::new(true);
        reliable.queue(reset, Vec::new()).unwrap();
        while self.channels.len() > 1 {
            self.channels.remove(0);
        }
        self.channels.push(Channel {
            key_id,
            reliable,
            tls: ServerConnection::new(self.config.clone()).unwrap(),
            failed: false,
            login: None,
            messages: MessageReader::default(),
        });
    }

    /// Begins a renegotiation.
    pub fn renegotiate(&mut self, now: Instant) {
        let newest = self.channels.last().unwrap().key_id;
        self.open_channel(newest.next(), Opcode::SoftResetV1);
        self.flush(now);
    }

    /// Says something over the newest channel.
    pub fn say(&mut self, now: Instant, text: &str) {
        let channel = self.channels.last_mut().unwrap();
        channel.tls.writer().write_all(&[text.as_bytes(), b"\0"].concat()).unwrap();
        self.flush(now);
    }

    /// Sends a packet through the tunnel.
    pub fn send(&mut self, now: Instant, packet: &[u8]) {
        let overhead = self.data.overhead();
        let mut frame = vec![0; overhead.head + packet.len() + overhead.tail];
        frame[overhead.head..overhead.head + packet.len()].copy_from_slice(packet);
        let length = self.data.seal_in_place(now, &mut frame, packet.len()).unwrap();
        frame.truncate(length);
        self.outbox.push_back(frame);
    }

    /// Sends with the newest keys from now on.
    pub fn promote(&mut self) {
        let newest = self.channels.last().unwrap().key_id;
        assert!(self.data.promote(newest));
    }

    fn deliver(&mut self, now: Instant, place: usize, mut payload: &[u8]) {
        let channel = &mut self.channels[place];
        if channel.failed {
            return;
        }
        let mut plain = Vec::new();
        while !payload.is_empty() {
            channel.tls.read_tls(&mut payload).unwrap();
            if let Err(error) = channel.tls.process_new_packets() {
                channel.failed = true;
                self.seen.push(Seen::TlsFailed(error.to_string()));
                return;
            }
            let _ = channel.tls.reader().read_to_end(&mut plain);
        }
        if plain.is_empty() {
            return;
        }
        let mut text = plain.as_slice();
        if channel.login.is_none() {
            let (login, used) = ClientKeyMessage::parse(&plain).unwrap();
            text = &plain[used..];
            channel.login = Some(login.clone());
            self.exchange(now, place, &login);
        }
        for message in self.channels[place].messages.take(text).unwrap() {
            let message = String::from_utf8(message.to_vec()).unwrap();
            if message == "PUSH_REQUEST" && !self.script.push_early {
                self.push(place);
            }
            self.seen.push(Seen::Text(message));
        }
    }

    fn exchange(&mut self, now: Instant, place: usize, login: &ClientKeyMessage) {
        let password = login.password.as_ref().map(|password| password.expose().to_owned());
        let key_id = self.channels[place].key_id;
        let seen = Seen::Login {
            key_id: key_id.get(),
            username: login.username.clone(),
            password: password.clone(),
            peer_info: login.peer_info.clone(),
        };
        self.seen.push(seen);
        let source = ServerKeySource { random1: [key_id.get() + 1; 32], random2: [key_id.get() + 9; 32] };
        let options = "V4,dev-type tun,link-mtu 1549,tun-mtu 1500,proto UDPv4,cipher AES-256-GCM,auth [null-digest],\
                       keysize 256,key-method 2,tls-server";
        let message = ServerKeyMessage { source: source.clone(), options: options.into() }.write().unwrap();
        let channel = &mut self.channels[place];
        channel.tls.writer().write_all(&message).unwrap();
        let export = |label: &[u8]| Key2::new(channel.tls.export_keying_material([0; 256], label, None).unwrap());
        let key = if self.script.exporter {
            export(EXPORTER_DATA_KEYS)
        } else {
            derive_prf(&login.source, &source, self.peer.unwrap(), self.local)
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
        let keys = DataKeys::for_side(Side::Server, Cipher::Aes256Gcm, &key, Digest::Sha1, key_id).unwrap();
        self.data.install(keys, now);
        if let Some(refusal) = (self.script.judge)(login.username.as_deref(), password.as_deref()) {
            self.channels[place].tls.writer().write_all(&[refusal.as_bytes(), b"\0"].concat()).unwrap();
        } else if key_id == KeyId::FIRST && self.script.push_early {
            self.push(place);
        }
    }

    fn push(&mut self, place: usize) {
        for reply in self.script.replies.clone() {
            self.channels[place].tls.writer().write_all(&[reply.as_bytes(), b"\0"].concat()).unwrap();
        }
    }

    pub fn flush(&mut self, now: Instant) {
        for channel in &mut self.channels {
            let mut out = Vec::new();
            while channel.tls.wants_write() {
                channel.tls.write_tls(&mut out).unwrap();
            }
            assert_eq!(channel.reliable.queue_stream(Opcode::ControlV1, &out, 1000), out.len());
            while let Some(outgoing) = channel.reliable.poll_send(now) {
                let peer = self.peer.filter(|_| !outgoing.acks.is_empty());
                let packet = ControlPacket {
                    opcode: outgoing.opcode,
                    key_id: channel.key_id,
                    session_id: self.local,
                    acks: outgoing.acks,
                    peer_session_id: peer,
                    message_id: outgoing.message_id,
                    payload: outgoing.payload,
                };
                let wrap = match &mut self.dynamic {
                    Some(dynamic) if channel.key_id != KeyId::FIRST => dynamic,
                    _ => &mut self.control,
                };
                let mut bytes = Vec::new();
                wrap.seal(&packet, &mut bytes).unwrap();
                self.outbox.push_back(bytes);
            }
        }
    }
}
