//! Control packets in and out.

use std::time::Instant;

use ovpn_settings::Wrap;
use vpn_api::{Failure, Output};

use super::{
    LINK, Session, State,
    channel::{Channel, Stage},
    path_mtu::PathMtu,
};
use crate::{
    error::WrapError,
    wire::{self, ControlPacket, KeyId, MessageId, Opcode},
};

/// IP and UDP headers, IPv6 assumed, in bytes; counted by `max-packet-size`.
const OUTER_HEADERS: usize = 48;

/// What a control packet holds besides its wrap and its payload: opcode, session id, four acknowledgements with their session
/// id, message id; in bytes.
const CONTROL_OVERHEAD: usize = 1 + 8 + 1 + 4 * 4 + 8 + 4;

/// How often a session follows the server to a new session id before it heard any TLS. A stateless server makes a new one each
/// half hand-window; more changes than this are somebody else's.
const MAX_RESTARTS: u8 = 8;

impl Session {
    /// Takes one frame from the link.
    pub(super) fn receive(&mut self, now: Instant, frame: &[u8]) -> Result<(), Failure> {
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
        self.note_life(now, &packet);
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
    pub(super) fn flush(&mut self) {
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
