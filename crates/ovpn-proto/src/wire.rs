//! What lies on the wire: numbers with a meaning, and the control packet without any protection.
//!
//! ```text
//!  0               1                   9
//! +---------------+-------------------+----------------------------------------------------------+
//! | opcode | key  | own session id    | body                                                     |
//! |  5 bit | 3 bit|      8 bytes      |                                                          |
//! +---------------+-------------------+----------------------------------------------------------+
//!
//! body:
//! +---+--------------+------------------------+-------------------------+-----------+
//! | n | n × ack id   | peer's session id      | message id              | payload   |
//! | 1 | n × 4 bytes  | 8 bytes, only if n > 0 | 4 bytes, not in ACK_V1  | the rest  |
//! +---+--------------+------------------------+-------------------------+-----------+
//! ```
//!
//! All integers are big-endian. Observed from an OpenVPN 2.6 server (fixtures `v_none`, `v_exit`).

pub mod auth_message;

use crate::error::Malformed;

/// Names one side of a session: eight random bytes, new for each connection, kept through renegotiations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub [u8; 8]);

/// One of the eight slots of keys, 0 to 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(u8);

impl KeyId {
    /// The slot of a connection's first keys.
    pub const FIRST: Self = Self(0);

    /// From its number.
    #[must_use]
    pub const fn new(id: u8) -> Option<Self> {
        if id < 8 { Some(Self(id)) } else { None }
    }

    /// Its number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The slot of the next renegotiation: 0, 1, … 7, 1, … (0 only ever names the first keys).
    #[must_use]
    pub const fn next(self) -> Self {
        if self.0 >= 7 { Self(1) } else { Self(self.0 + 1) }
    }
}

/// Numbers the control messages of one direction of one key slot, from 0, without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub u32);

/// Numbers packets against replay. Starts at 1; 0 is never valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PacketId(pub u32);

/// The server's number for this client, 24 bits. Pushed by the server and echoed in every DATA_V2 packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(u32);

impl PeerId {
    /// `peer-id -1`: no number, but still DATA_V2 packets.
    pub const UNDEFINED: Self = Self(0x00FF_FFFF);

    /// From its number, if it has at most 24 bits.
    #[must_use]
    pub const fn new(id: u32) -> Option<Self> {
        if id <= 0x00FF_FFFF { Some(Self(id)) } else { None }
    }

    /// Its number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// What a packet is. Opcodes 1 and 2 (key method 1) and 12 and up are not spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opcode {
    /// Begins a renegotiation.
    SoftResetV1 = 3,
    /// TLS bytes.
    ControlV1 = 4,
    /// Nothing but acknowledgements.
    AckV1 = 5,
    /// Data, one byte of header.
    DataV1 = 6,
    /// A client begins.
    HardResetClientV2 = 7,
    /// The server's answer.
    HardResetServerV2 = 8,
    /// Data, with the peer id in the header.
    DataV2 = 9,
    /// A client begins, with tls-crypt-v2: the wrapped client key follows.
    HardResetClientV3 = 10,
    /// TLS bytes with the wrapped client key behind them.
    ControlWkcV1 = 11,
}

impl Opcode {
    const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            3 => Self::SoftResetV1,
            4 => Self::ControlV1,
            5 => Self::AckV1,
            6 => Self::DataV1,
            7 => Self::HardResetClientV2,
            8 => Self::HardResetServerV2,
            9 => Self::DataV2,
            10 => Self::HardResetClientV3,
            11 => Self::ControlWkcV1,
            _ => return None,
        })
    }

    /// Whether it is a data packet's.
    #[must_use]
    pub const fn is_data(self) -> bool {
        matches!(self, Self::DataV1 | Self::DataV2)
    }

    /// Whether the wrapped client key follows the packet (tls-crypt-v2).
    #[must_use]
    pub const fn carries_wrapped_key(self) -> bool {
        matches!(self, Self::HardResetClientV3 | Self::ControlWkcV1)
    }

    /// The first byte of a packet of this kind.
    #[must_use]
    pub const fn first_byte(self, key: KeyId) -> u8 {
        ((self as u8) << 3) | key.0
    }
}

/// Takes a packet's first byte apart; `None` for an opcode that is not spoken.
#[must_use]
pub fn first_byte(b: u8) -> Option<(Opcode, KeyId)> {
    Some((Opcode::from_number(b >> 3)?, KeyId(b & 7)))
}

/// Most acknowledgements accepted in one packet.
pub const MAX_ACKS_ACCEPTED: usize = 8;

/// Length of the part in front of the body: first byte and session id.
pub const CONTROL_HEAD: usize = 9;

/// A control packet without protection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlPacket {
    /// What it is; never a data opcode.
    pub opcode: Opcode,
    /// The key slot it belongs to.
    pub key_id: KeyId,
    /// The sender's session id.
    pub session_id: SessionId,
    /// Messages of the receiver that have arrived: at most 8 accepted.
    pub acks: Vec<MessageId>,
    /// The receiver's session id: there exactly if `acks` is not empty.
    pub peer_session_id: Option<SessionId>,
    /// `None` exactly for [`Opcode::AckV1`].
    pub message_id: Option<MessageId>,
    /// TLS bytes, or the type-length-value list of a server's reset.
    pub payload: Vec<u8>,
}

impl ControlPacket {
    /// First byte and session id, which stay in clear under every protection.
    #[must_use]
    pub fn head(&self) -> [u8; CONTROL_HEAD] {
        let mut head = [0; CONTROL_HEAD];
        let (first, id) = head.split_at_mut(1);
        first.copy_from_slice(&[self.opcode.first_byte(self.key_id)]);
        id.copy_from_slice(&self.session_id.0);
        head
    }

    /// Reads the head of a control packet and gives what follows it.
    ///
    /// # Errors
    /// The packet is too short or not a control packet.
    pub fn parse_head(packet: &[u8]) -> Result<(ControlHead, &[u8]), Malformed> {
        let mut reader = Reader(packet);
        let (opcode, key_id) = first_byte(reader.u8()?).ok_or(Malformed::UnknownOpcode)?;
        if opcode.is_data() {
            return Err(Malformed::NotControl);
        }
        let session_id = SessionId(reader.array()?);
        Ok((ControlHead { opcode, key_id, session_id }, reader.0))
    }

    /// Reads a body that belongs to `head`.
    ///
    /// # Errors
    /// The body breaks a rule of its form.
    pub fn parse_body(head: ControlHead, body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader(body);
        let count = reader.u8()?;
        if usize::from(count) > MAX_ACKS_ACCEPTED {
            return Err(Malformed::TooManyAcks(count));
        }
        let mut acks = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            acks.push(MessageId(reader.u32()?));
        }
        let peer_session_id = if count > 0 { Some(SessionId(reader.array()?)) } else { None };
        let ControlHead { opcode, key_id, session_id } = head;
        let message_id = if opcode == Opcode::AckV1 { None } else { Some(MessageId(reader.u32()?)) };
        if message_id.is_none() && !reader.0.is_empty() {
            return Err(Malformed::AckWithPayload);
        }
        Ok(Self { opcode, key_id, session_id, acks, peer_session_id, message_id, payload: reader.0.to_vec() })
    }

    /// Appends the body to `out`.
    ///
    /// # Errors
    /// The fields do not fit each other.
    pub fn write_body(&self, out: &mut Vec<u8>) -> Result<(), Malformed> {
        let count = u8::try_from(self.acks.len()).unwrap_or(u8::MAX);
        if usize::from(count) > MAX_ACKS_ACCEPTED {
            return Err(Malformed::TooManyAcks(count));
        }
        if self.peer_session_id.is_some() != (count > 0) {
            return Err(Malformed::PeerSessionMismatch);
        }
        if self.message_id.is_some() == (self.opcode == Opcode::AckV1) {
            return Err(Malformed::MessageIdMismatch);
        }
        if self.message_id.is_none() && !self.payload.is_empty() {
            return Err(Malformed::AckWithPayload);
        }
        out.push(count);
        for MessageId(id) in &self.acks {
            out.extend_from_slice(&id.to_be_bytes());
        }
        if let Some(SessionId(id)) = &self.peer_session_id {
            out.extend_from_slice(id);
        }
        if let Some(MessageId(id)) = self.message_id {
            out.extend_from_slice(&id.to_be_bytes());
        }
        out.extend_from_slice(&self.payload);
        Ok(())
    }
}

/// What stays in clear of every control packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlHead {
    /// What it is; never a data opcode.
    pub opcode: Opcode,
    /// The key slot it belongs to.
    pub key_id: KeyId,
    /// The sender's session id.
    pub session_id: SessionId,
}

/// What the server says in the payload of its reset: a list of `u16 type, u16 length, value`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResetOptions {
    /// The message with id 1 has to go out as [`Opcode::ControlWkcV1`] (type 1, bit 0; fixture `v_v2`).
    pub resend_wrapped_key: bool,
}

impl ResetOptions {
    /// Reads the payload of a [`Opcode::HardResetServerV2`]. An empty one is fine; unknown types are skipped.
    ///
    /// # Errors
    /// The list is cut off.
    pub fn parse(payload: &[u8]) -> Result<Self, Malformed> {
        let mut options = Self::default();
        let mut reader = Reader(payload);
        while !reader.0.is_empty() {
            let broken = |_| Malformed::BadResetList;
            let kind = reader.u16().map_err(broken)?;
            let length = reader.u16().map_err(broken)?;
            let value = reader.bytes(usize::from(length)).map_err(broken)?;
            if kind == 1 {
                let flags: [u8; 2] = value.try_into().map_err(|_| Malformed::BadResetList)?;
                options.resend_wrapped_key = u16::from_be_bytes(flags) & 1 != 0;
            }
        }
        Ok(options)
    }
}

/// Takes bytes from the front.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Malformed::TooShort)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Malformed::TooShort)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Malformed> {
        self.array().map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_be_bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn key_ids_come_back_to_one() {
        let ids: Vec<u8> =
            std::iter::successors(Some(KeyId::FIRST), |id| Some(id.next())).map(KeyId::get).take(10).collect();
        assert_eq!(ids, [0, 1, 2, 3, 4, 5, 6, 7, 1, 2]);
    }

    #[test]
    fn opcodes_that_are_not_spoken_are_none() {
        for number in (0..=2).chain(12..32) {
            assert_eq!(first_byte(number << 3), None, "{number}");
        }
        assert_eq!(first_byte(0x38), Some((Opcode::HardResetClientV2, KeyId(0))));
        assert_eq!(first_byte(0x4a), Some((Opcode::DataV2, KeyId(2))));
    }

    #[test]
    fn reset_lists() {
        assert_eq!(ResetOptions::parse(&[]), Ok(ResetOptions { resend_wrapped_key: false }));
        assert_eq!(ResetOptions::parse(&[0, 1, 0, 2, 0, 1]), Ok(ResetOptions { resend_wrapped_key: true }));
        assert_eq!(ResetOptions::parse(&[0, 1, 0, 2, 0, 2]), Ok(ResetOptions { resend_wrapped_key: false }));
        let unknown_first = [0, 9, 0, 1, 7, 0, 1, 0, 2, 0, 1];
        assert_eq!(ResetOptions::parse(&unknown_first), Ok(ResetOptions { resend_wrapped_key: true }));
        for broken in [&[0][..], &[0, 1, 0], &[0, 1, 0, 2, 0], &[0, 1, 0, 1, 1]] {
            assert_eq!(ResetOptions::parse(broken), Err(Malformed::BadResetList), "{broken:?}");
        }
    }

    #[test]
    fn nine_acks_are_refused_in_both_directions() {
        let head = ControlHead { opcode: Opcode::AckV1, key_id: KeyId::FIRST, session_id: SessionId([1; 8]) };
        let mut body = vec![9];
        body.extend([0; 9 * 4 + 8]);
        assert_eq!(ControlPacket::parse_body(head, &body), Err(Malformed::TooManyAcks(9)));
        let packet = ControlPacket {
            opcode: Opcode::AckV1,
            key_id: KeyId::FIRST,
            session_id: SessionId([1; 8]),
            acks: vec![MessageId(0); 9],
            peer_session_id: Some(SessionId([2; 8])),
            message_id: None,
            payload: Vec::new(),
        };
        assert_eq!(packet.write_body(&mut Vec::new()), Err(Malformed::TooManyAcks(9)));
    }

    pub(crate) fn any_control_packet() -> impl Strategy<Value = ControlPacket> {
        let opcode = prop_oneof![
            Just(Opcode::SoftResetV1),
            Just(Opcode::ControlV1),
            Just(Opcode::AckV1),
            Just(Opcode::HardResetServerV2),
        ];
        let parts = (opcode, 0u8..8, any::<[u8; 8]>(), vec(any::<u32>(), 0..=8), any::<[u8; 8]>());
        (parts, any::<u32>(), vec(any::<u8>(), 0..1300)).prop_map(|((opcode, key, own, acks, peer), id, payload)| {
            let is_ack = opcode == Opcode::AckV1;
            ControlPacket {
                opcode,
                key_id: KeyId(key),
                session_id: SessionId(own),
                peer_session_id: (!acks.is_empty()).then_some(SessionId(peer)),
                acks: acks.into_iter().map(MessageId).collect(),
                message_id: (!is_ack).then_some(MessageId(id)),
                payload: if is_ack { Vec::new() } else { payload },
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(packet in any_control_packet()) {
            let mut bytes = packet.head().to_vec();
            packet.write_body(&mut bytes).unwrap();
            let (head, body) = ControlPacket::parse_head(&bytes).unwrap();
            prop_assert_eq!(ControlPacket::parse_body(head, body).unwrap(), packet);
        }

        #[test]
        fn what_is_read_is_written_back(bytes in vec(any::<u8>(), 0..80)) {
            if let Ok((head, body)) = ControlPacket::parse_head(&bytes)
                && let Ok(packet) = ControlPacket::parse_body(head, body)
            {
                let mut again = packet.head().to_vec();
                packet.write_body(&mut again).unwrap();
                prop_assert_eq!(again, bytes);
            }
        }

        #[test]
        fn reset_lists_never_panic(bytes in vec(any::<u8>(), 0..40)) {
            let _ = ResetOptions::parse(&bytes);
        }
    }
}
