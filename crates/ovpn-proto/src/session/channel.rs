//! One key slot's control channel: its reliability layer, its TLS session, and the key exchange inside it.
//!
//! ```text
//! Reset ──peer's reset──► Handshake ──TLS is up──► KeyExchange ──server's key message──► Open
//! ```
//!
//! Each renegotiation has a channel of its own with a new TLS session (docs/protocol/openvpn.md §14).

use std::time::Instant;

use vpn_api::{Blame, Failure, FailureKind, Retry};
use zeroize::Zeroizing;

use crate::{
    error::Malformed,
    keys::derive::{ClientKeySource, EXPORTER_DATA_KEYS, Key2, ServerKeySource, derive_prf},
    message::MessageReader,
    reliable::{MAX_TLS_BYTES, Outgoing, Reliable},
    tls::{TlsSession, TlsSetup},
    wire::{KeyId, MessageId, Opcode, ResetOptions, SessionId, auth_message::ServerKeyMessage},
};

/// Longest key message of a server, in bytes: options of 512 bytes and three texts of up to 4 KiB fit well.
const MAX_KEY_MESSAGE: usize = 16 * 1024;

/// Where a channel stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Our reset is out.
    Reset,
    /// TLS handshake.
    Handshake,
    /// Our key message is out.
    KeyExchange,
    /// Both key messages are there; text may be exchanged.
    Open,
}

/// What a channel tells its session.
pub(super) enum ChannelEvent {
    /// The other side's reset came; the handshake begins.
    Begun,
    /// TLS is up: send the key message.
    Secured,
    /// The server's key message came.
    KeysExchanged,
    /// A text message, without its NUL.
    Message(Zeroizing<Vec<u8>>),
}

pub(super) struct Channel {
    pub(super) key_id: KeyId,
    pub(super) started: Instant,
    pub(super) reliable: Reliable,
    stage: Stage,
    tls: Option<TlsSession>,
    /// TLS bytes that the reliability layer had no room for.
    backlog: Vec<u8>,
    source: ClientKeySource,
    server_source: Option<ServerKeySource>,
    server_options: String,
    key_message: Zeroizing<Vec<u8>>,
    messages: MessageReader,
    /// The server wants our wrapped key again, with the first message after the reset.
    resend_wrapped_key: bool,
    heard: bool,
}

impl Channel {
    /// Begins with our reset: a hard one for a new session, a soft one for new keys.
    pub(super) fn new(key_id: KeyId, reset: Opcode, source: ClientKeySource, retransmit: bool, now: Instant) -> Self {
        let mut reliable = Reliable::new(retransmit);
        // The queue is empty, so there is room.
        let _ = reliable.queue(reset, Vec::new());
        reliable.expect(true);
        Self {
            key_id,
            started: now,
            reliable,
            stage: Stage::Reset,
            tls: None,
            backlog: Vec::new(),
            source,
            server_source: None,
            server_options: String::new(),
            key_message: Zeroizing::default(),
            messages: MessageReader::default(),
            resend_wrapped_key: false,
            heard: false,
        }
    }

    pub(super) fn stage(&self) -> Stage {
        self.stage
    }

    /// Whether the other side's reset came.
    pub(super) fn is_answered(&self) -> bool {
        self.stage > Stage::Reset
    }

    /// Whether anything of the server's TLS stream arrived: from then on it is known which server this is.
    pub(super) fn heard(&self) -> bool {
        self.heard
    }

    /// What it may mean that the server says nothing more during the handshake.
    pub(super) fn silence(&self) -> Option<FailureKind> {
        self.tls.as_ref().and_then(TlsSession::silence)
    }

    /// Takes one message in order.
    pub(super) fn deliver(
        &mut self,
        opcode: Opcode,
        payload: &[u8],
        begin_tls: impl FnOnce() -> Result<TlsSession, Failure>,
    ) -> Result<Vec<ChannelEvent>, Failure> {
        match opcode {
            Opcode::HardResetServerV2 | Opcode::SoftResetV1 => {
                if self.stage != Stage::Reset {
                    return Ok(Vec::new());
                }
                let options = ResetOptions::parse(payload).map_err(|error| broken(&error))?;
                self.resend_wrapped_key = options.resend_wrapped_key;
                self.tls = Some(begin_tls()?);
                self.stage = Stage::Handshake;
                Ok(vec![ChannelEvent::Begun])
            }
            Opcode::ControlV1 => self.take_tls(payload),
            Opcode::AckV1
            | Opcode::DataV1
            | Opcode::DataV2
            | Opcode::HardResetClientV2
            | Opcode::HardResetClientV3
            | Opcode::ControlWkcV1 => Ok(Vec::new()),
        }
    }

    fn take_tls(&mut self, payload: &[u8]) -> Result<Vec<ChannelEvent>, Failure> {
        let Some(tls) = &mut self.tls else { return Ok(Vec::new()) };
        self.heard = true;
        let mut events = Vec::new();
        tls.receive(payload)?;
        if self.stage == Stage::Handshake && !tls.is_handshaking() {
            self.stage = Stage::KeyExchange;
            events.push(ChannelEvent::Secured);
        }
        while let Some(record) = self.tls.as_mut().and_then(TlsSession::next_record) {
            match self.stage {
                Stage::Reset | Stage::Handshake => {}
                Stage::KeyExchange => self.take_key_message(&record, &mut events)?,
                Stage::Open => self.take_text(&record, &mut events)?,
            }
        }
        Ok(events)
    }

    fn take_key_message(&mut self, record: &[u8], events: &mut Vec<ChannelEvent>) -> Result<(), Failure> {
        self.key_message.extend_from_slice(record);
        let (message, used) = match ServerKeyMessage::parse(&self.key_message) {
            Ok(parsed) => parsed,
            Err(Malformed::TooShort) if self.key_message.len() <= MAX_KEY_MESSAGE => return Ok(()),
            Err(error) => return Err(broken(&error)),
        };
        self.server_source = Some(message.source);
        self.server_options = message.options;
        self.stage = Stage::Open;
        events.push(ChannelEvent::KeysExchanged);
        // A server that pushes unasked may put its reply right behind the key message.
        let whole = std::mem::take(&mut self.key_message);
        self.take_text(whole.get(used..).unwrap_or_default(), events)
    }

    fn take_text(&mut self, text: &[u8], events: &mut Vec<ChannelEvent>) -> Result<(), Failure> {
        let messages = self.messages.take(text).map_err(|error| broken(&error))?;
        events.extend(messages.into_iter().map(ChannelEvent::Message));
        Ok(())
    }

    /// The session's part of the PRF.
    pub(super) fn source(&self) -> &ClientKeySource {
        &self.source
    }

    /// The server's options string.
    pub(super) fn server_options(&self) -> &str {
        &self.server_options
    }

    /// TLS version and suite, for people.
    pub(super) fn tls_description(&self) -> String {
        self.tls.as_ref().map(TlsSession::description).unwrap_or_default()
    }

    /// Sends one record: the key message, or text.
    pub(super) fn send_record(&mut self, plaintext: &[u8]) -> Result<(), Failure> {
        match &mut self.tls {
            Some(tls) => tls.send_record(plaintext),
            None => Err(Failure::internal("text before TLS")),
        }
    }

    /// Sends one text message.
    pub(super) fn send_text(&mut self, text: &str) -> Result<(), Failure> {
        let mut message = Zeroizing::new(text.as_bytes().to_vec());
        message.push(0);
        self.send_record(&message)
    }

    /// The TLS exporter's key material.
    pub(super) fn export(&self, label: &[u8]) -> Result<Zeroizing<[u8; 256]>, Failure> {
        match &self.tls {
            Some(tls) => tls.export(label),
            None => Err(Failure::internal("key export before TLS")),
        }
    }

    /// Data keys of this channel.
    pub(super) fn data_keys(&self, exporter: bool, local: SessionId, peer: SessionId) -> Result<Key2, Failure> {
        if exporter {
            return Ok(Key2::new(*self.export(EXPORTER_DATA_KEYS)?));
        }
        match &self.server_source {
            Some(server) => Ok(derive_prf(&self.source, server, local, peer)),
            None => Err(Failure::internal("data keys before the key exchange")),
        }
    }

    /// Takes acknowledgements and one message from a packet, and gives what can be delivered.
    pub(super) fn take_packet(
        &mut self,
        acks: &[MessageId],
        message: Option<(MessageId, Opcode, Vec<u8>)>,
    ) -> Vec<(Opcode, Vec<u8>)> {
        self.reliable.acked(acks);
        if let Some((id, opcode, payload)) = message {
            // New or not, what matters is what can be delivered; the acknowledgement is noted inside.
            let _ = self.reliable.received(id, opcode, payload);
        }
        std::iter::from_fn(|| self.reliable.next_delivered()).collect()
    }

    /// The next packet to send. `limit` is the room for TLS bytes, `wrapped_key_len` what a wrapped key takes of it.
    pub(super) fn poll_send(&mut self, now: Instant, limit: usize, wrapped_key_len: usize) -> Option<Outgoing> {
        self.queue_tls(limit.min(MAX_TLS_BYTES), wrapped_key_len);
        self.reliable.poll_send(now)
    }

    fn queue_tls(&mut self, limit: usize, wrapped_key_len: usize) {
        if let Some(tls) = &mut self.tls {
            self.backlog.extend(tls.outgoing());
        }
        if self.backlog.is_empty() {
            return;
        }
        if self.resend_wrapped_key {
            let first = self.backlog.len().min(limit.saturating_sub(wrapped_key_len));
            let piece: Vec<u8> = self.backlog.drain(..first).collect();
            // Nothing but the reset was queued before, so there is room.
            let _ = self.reliable.queue(Opcode::ControlWkcV1, piece);
            self.resend_wrapped_key = false;
        }
        let taken = self.reliable.queue_stream(Opcode::ControlV1, &self.backlog, limit);
        self.backlog.drain(..taken);
    }

    /// Whether everything was sent and acknowledged.
    pub(super) fn is_quiet(&self) -> bool {
        self.backlog.is_empty() && self.reliable.all_acked()
    }
}

/// Begins TLS towards the server.
pub(super) fn begin_tls(setup: &TlsSetup, address: std::net::IpAddr) -> Result<TlsSession, Failure> {
    TlsSession::new(setup, address)
}

fn broken(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(FailureKind::TlsFailed, Blame::Server, Retry::NextServer).with_detail(error)
}
