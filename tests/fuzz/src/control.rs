//! Control packets as they lie on the wire.

use ovpn_proto::wire::{ControlPacket, KeyId, MessageId, Opcode, ResetOptions, SessionId, first_byte};

/// What is read is written again as the same bytes.
pub(crate) fn wire(bytes: &[u8]) {
    let _flags = ResetOptions::parse(bytes);
    if let Some(first) = bytes.first()
        && let Some((opcode, key_id)) = first_byte(*first)
    {
        assert_eq!(opcode.first_byte(key_id), *first);
    }
    let Ok((head, body)) = ControlPacket::parse_head(bytes) else { return };
    let Ok(packet) = ControlPacket::parse_body(head, body) else { return };
    let mut again = packet.head().to_vec();
    packet.write_body(&mut again).unwrap();
    assert_eq!(again, bytes, "{packet:?}");
}

/// One packet of each kind.
pub(crate) fn wire_seeds() -> Vec<Vec<u8>> {
    let packet = |opcode, acks: &[u32], message_id, payload: &[u8]| {
        let packet = ControlPacket {
            opcode,
            key_id: KeyId::FIRST,
            session_id: SessionId([7; 8]),
            acks: acks.iter().copied().map(MessageId).collect(),
            peer_session_id: (!acks.is_empty()).then_some(SessionId([9; 8])),
            message_id,
            payload: payload.to_vec(),
        };
        let mut bytes = packet.head().to_vec();
        packet.write_body(&mut bytes).unwrap();
        bytes
    };
    vec![
        packet(Opcode::HardResetServerV2, &[0], Some(MessageId(0)), &[0, 1, 0, 2, 0, 1]),
        packet(Opcode::ControlV1, &[1, 2, 3], Some(MessageId(1)), b"\x16\x03\x03\x00\x02hi"),
        packet(Opcode::AckV1, &[4], None, b""),
        packet(Opcode::SoftResetV1, &[], Some(MessageId(0)), b""),
    ]
}
