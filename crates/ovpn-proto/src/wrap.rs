//! The protection around control packets: none, tls-auth, tls-crypt, tls-crypt-v2, dynamic tls-crypt.
//!
//! ```text
//! none        head[9] | body
//! tls-auth    head[9] | hmac[20 …] | packet id[4] | time[4] | body
//! tls-crypt   head[9] | packet id[4] | time[4] | tag[32] | encrypted body        (| wrapped client key, tls-crypt-v2)
//! ```
//!
//! The packet id grows with every packet, repeated ones included; the time is that of the session's beginning and never
//! changes (servers take a changing one for a replay). Observed from an OpenVPN 2.6 server (fixtures `v_auth`,
//! `v_tcpauthbi`, `v_crypt`, `v_v2`, `v_v2tcp`).

mod tls_auth;
mod tls_crypt;
mod window;

use std::time::Instant;

use ovpn_settings::Wrap;

use self::{tls_auth::TlsAuth, tls_crypt::TlsCrypt, window::ControlWindow};
use crate::{
    error::{Malformed, WrapError},
    keys::Side,
    wire::{CONTROL_HEAD, ControlHead, ControlPacket, Opcode, PacketId},
};

/// Where a tls-crypt-v2 client begins to count. The high byte tells the server that this client can send its wrapped key
/// a second time, so that the server need not keep state before it knows the client's address.
const FIRST_ID_WITH_WRAPPED_KEY: u32 = 0x0f00_0001;

/// Packet id and time, as they lie on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReplayId {
    pub(crate) packet: PacketId,
    /// Unix seconds.
    pub(crate) time: u32,
}

impl ReplayId {
    /// Length on the wire.
    pub(crate) const LEN: usize = 8;

    pub(crate) fn bytes(self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        let (id, time) = bytes.split_at_mut(4);
        id.copy_from_slice(&self.packet.0.to_be_bytes());
        time.copy_from_slice(&self.time.to_be_bytes());
        bytes
    }

    pub(crate) fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        let both = u64::from_be_bytes(bytes);
        Self { packet: PacketId((both >> 32) as u32), time: (both & 0xffff_ffff) as u32 }
    }
}

/// Wraps and unwraps the control packets of one session, all key slots together.
pub struct ControlWrap {
    scheme: Scheme,
    side: Side,
    next_id: Option<u32>,
    time: u32,
    window: ControlWindow,
    wrapped_key: Vec<u8>,
}

enum Scheme {
    None,
    TlsAuth(TlsAuth),
    TlsCrypt(Box<TlsCrypt>),
}

impl ControlWrap {
    /// A client's, as the profile wants it. `unix_seconds` goes into every packet.
    ///
    /// # Errors
    /// The profile's key cannot be used.
    pub fn new(wrap: &Wrap, unix_seconds: u32) -> Result<Self, WrapError> {
        Self::for_side(Side::Client, wrap, unix_seconds)
    }

    /// One end's, as the profile wants it. The server's opens what the client's seals, and the other way round; of a
    /// tls-crypt-v2 profile it ignores the wrapped key and uses the profile's own.
    ///
    /// # Errors
    /// The profile's key cannot be used.
    pub fn for_side(side: Side, wrap: &Wrap, unix_seconds: u32) -> Result<Self, WrapError> {
        let (scheme, wrapped_key) = match wrap {
            Wrap::None => (Scheme::None, Vec::new()),
            Wrap::TlsAuth { key, direction, digest } => {
                (Scheme::TlsAuth(TlsAuth::new(side, key.bytes(), *direction, *digest)?), Vec::new())
            }
            Wrap::TlsCrypt { key } => (Scheme::TlsCrypt(Box::new(TlsCrypt::new(side, key.bytes())?)), Vec::new()),
            Wrap::TlsCryptV2 { key, wrapped } => {
                let claimed = wrapped.last_chunk().map(|length| usize::from(u16::from_be_bytes(*length)));
                if claimed != Some(wrapped.len()) {
                    return Err(WrapError::BadWrappedKey);
                }
                (Scheme::TlsCrypt(Box::new(TlsCrypt::new(side, key.bytes())?)), wrapped.clone())
            }
        };
        let early = side == Side::Client && !wrapped_key.is_empty();
        let next_id = Some(if early { FIRST_ID_WITH_WRAPPED_KEY } else { 1 });
        Ok(Self { scheme, side, next_id, time: unix_seconds, window: ControlWindow::default(), wrapped_key })
    }

    /// A client's for renegotiations under dynamic tls-crypt: for every packet of a key id above 0.
    ///
    /// # Errors
    /// The cryptographic library refuses the key.
    pub fn dynamic_tls_crypt(key2: &[u8; 256], unix_seconds: u32) -> Result<Self, WrapError> {
        Self::dynamic_for_side(Side::Client, key2, unix_seconds)
    }

    /// One end's for renegotiations under dynamic tls-crypt.
    ///
    /// # Errors
    /// The cryptographic library refuses the key.
    pub fn dynamic_for_side(side: Side, key2: &[u8; 256], unix_seconds: u32) -> Result<Self, WrapError> {
        let scheme = Scheme::TlsCrypt(Box::new(TlsCrypt::new(side, key2)?));
        let window = ControlWindow::default();
        Ok(Self { scheme, side, next_id: Some(1), time: unix_seconds, window, wrapped_key: Vec::new() })
    }

    /// The same, counting on from `next`.
    #[must_use]
    pub fn starting_at(mut self, next: PacketId) -> Self {
        self.next_id = Some(next.0);
        self
    }

    /// Bytes that the protection adds to a packet, without [`Self::wrapped_key_len`].
    #[must_use]
    pub fn overhead(&self) -> usize {
        match &self.scheme {
            Scheme::None => 0,
            Scheme::TlsAuth(keys) => keys.overhead(),
            Scheme::TlsCrypt(_) => TlsCrypt::OVERHEAD,
        }
    }

    /// Bytes that [`Opcode::HardResetClientV3`] and [`Opcode::ControlWkcV1`] carry behind their body.
    #[must_use]
    pub fn wrapped_key_len(&self) -> usize {
        self.wrapped_key.len()
    }

    /// Appends the wrapped packet to `out`. Wrap a repeated message anew each time.
    ///
    /// # Errors
    /// The packet's fields do not fit each other, or the packet ids are used up. `out` is then not changed.
    pub fn seal(&mut self, packet: &ControlPacket, out: &mut Vec<u8>) -> Result<(), WrapError> {
        let start = out.len();
        let result = self.seal_after(packet, out);
        if result.is_err() {
            out.truncate(start);
        }
        result
    }

    fn seal_after(&mut self, packet: &ControlPacket, out: &mut Vec<u8>) -> Result<(), WrapError> {
        let head = packet.head();
        if packet.opcode.is_data() {
            return Err(Malformed::NotControl.into());
        }
        let mut body = Vec::with_capacity(64 + packet.payload.len());
        packet.write_body(&mut body)?;
        match &self.scheme {
            Scheme::None => {
                out.extend_from_slice(&head);
                out.extend_from_slice(&body);
            }
            Scheme::TlsAuth(keys) => {
                let id = next_replay_id(&mut self.next_id, self.time)?;
                keys.seal(&head, id, &body, out);
            }
            Scheme::TlsCrypt(keys) => {
                let id = next_replay_id(&mut self.next_id, self.time)?;
                keys.seal(&head, id, body, out)?;
            }
        }
        if packet.opcode.carries_wrapped_key() && self.side == Side::Client {
            out.extend_from_slice(&self.wrapped_key);
        }
        Ok(())
    }

    /// Unwraps one packet. Nothing of it is believed before its tag was checked; a replay is refused.
    ///
    /// # Errors
    /// Why the packet must be ignored. Over UDP that is all: anybody can send such packets.
    pub fn open(&mut self, packet: &[u8], now: Instant) -> Result<ControlPacket, WrapError> {
        let (head, rest) = ControlPacket::parse_head(packet)?;
        let rest = self.without_wrapped_key(head, rest)?;
        let clear: &[u8; CONTROL_HEAD] = packet.first_chunk().ok_or(Malformed::TooShort)?;
        let (opened, id) = match &self.scheme {
            Scheme::None => return Ok(ControlPacket::parse_body(head, rest)?),
            Scheme::TlsAuth(keys) => {
                let (id, body) = keys.open(clear, rest)?;
                (ControlPacket::parse_body(head, body)?, id)
            }
            Scheme::TlsCrypt(keys) => {
                let (id, body) = keys.open(clear, rest)?;
                (ControlPacket::parse_body(head, &body)?, id)
            }
        };
        // Before it keeps state, a server answers each reset with a counter of its own that starts anew, and its clock may
        // have moved when it goes on. A repeated reset is harmless: its message id makes it a duplicate.
        if head.opcode != Opcode::HardResetServerV2 && !self.window.accept(id, now) {
            return Err(WrapError::Replayed);
        }
        Ok(opened)
    }

    fn without_wrapped_key<'a>(&self, head: ControlHead, rest: &'a [u8]) -> Result<&'a [u8], WrapError> {
        if self.side == Side::Client || !head.opcode.carries_wrapped_key() {
            return Ok(rest);
        }
        let length = rest.last_chunk().map(|length| usize::from(u16::from_be_bytes(*length)));
        let end = length.and_then(|length| rest.len().checked_sub(length)).ok_or(WrapError::BadWrappedKey)?;
        rest.get(..end).ok_or(WrapError::BadWrappedKey)
    }
}

impl std::fmt::Debug for ControlWrap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = match self.scheme {
            Scheme::None => "none",
            Scheme::TlsAuth(_) => "tls-auth",
            Scheme::TlsCrypt(_) => "tls-crypt",
        };
        f.debug_struct("ControlWrap").field("scheme", &scheme).field("side", &self.side).finish_non_exhaustive()
    }
}

fn next_replay_id(next: &mut Option<u32>, time: u32) -> Result<ReplayId, WrapError> {
    let id = next.ok_or(WrapError::Exhausted)?;
    *next = id.checked_add(1);
    Ok(ReplayId { packet: PacketId(id), time })
}

#[cfg(test)]
mod tests;
